/* Completions of zsh: a call of _arguments a command. */
#include "harness/cli/completion.h"

static void text(const char *words, struct assay_buf *out)
{
    assay_completion_text(words, "'\\''", "\\[]:", out);
}

static void value(const struct assay_option *option, struct assay_buf *out)
{
    const char *name = option->value ? option->value : "value";

    if (assay_completion_value(option) == ASSAY_COMPLETION_NONE)
        return;
    assay_buf_putc(out, ':');
    text(name, out);
    assay_buf_putc(out, ':');
    switch (assay_completion_value(option)) {
    case ASSAY_COMPLETION_CHOICES:
        assay_buf_putc(out, '(');
        for (size_t i = 0; option->choices[i]; i++)
            assay_buf_printf(out, "%s%s", i ? " " : "", option->choices[i]);
        assay_buf_putc(out, ')');
        break;
    case ASSAY_COMPLETION_DIRECTORY:
        assay_buf_puts(out, "_files -/");
        break;
    case ASSAY_COMPLETION_FILE:
        assay_buf_puts(out, "_files");
        break;
    case ASSAY_COMPLETION_SUITE:
        assay_buf_puts(out, "_assay_suites");
        break;
    case ASSAY_COMPLETION_ADAPTER:
        assay_buf_puts(out, "_assay_adapters");
        break;
    case ASSAY_COMPLETION_NONE:
    case ASSAY_COMPLETION_OTHER:
        assay_buf_putc(out, ' ');
        break;
    }
}

static void option_line(const struct assay_option *option, struct assay_buf *out)
{
    assay_buf_printf(out, " \\\n        '%s--%s[",
                     option->type == ASSAY_OPTION_LIST ? "*" : "", option->name);
    text(option->help, out);
    assay_buf_putc(out, ']');
    value(option, out);
    assay_buf_putc(out, '\'');
}

static void actions(const struct assay_command *command, struct assay_buf *out)
{
    const struct assay_command *other;

    assay_buf_puts(out, " \\\n        '1:action:(");
    for (size_t i = 0; command->actions && command->actions[i]; i++)
        assay_buf_printf(out, "%s%s", i ? " " : "", command->actions[i]);
    for (size_t i = 0; !command->actions && (other = assay_command_at(i)); i++)
        assay_buf_printf(out, "%s%s", i ? " " : "", other->name);
    assay_buf_puts(out, ")'");
}

static void command_case(const struct assay_command *command, struct assay_buf *out)
{
    assay_buf_printf(out, "    %s) _arguments", command->name);
    for (const struct assay_option *o = command->options; o && o->name; o++)
        option_line(o, out);
    if (command->actions || command == &assay_command_help)
        actions(command, out);
    assay_buf_puts(out, " \\\n        '--help[tell what it does]' '*:file:_files' ;;\n");
}

static void write(struct assay_buf *out)
{
    const struct assay_command *command;

    assay_buf_puts(
        out, "#compdef assay\n"
             "# Completions of assay for zsh; written by `assay completion zsh`.\n"
             "_assay_list() { assay ls $1 2>/dev/null | sed -n '/^suite  *kind/d; "
             "s/^\\([a-z0-9][^ ]*\\) "
             ".*/\\1/p' }\n"
             "_assay_suites() { compadd -- ${(f)\"$(_assay_list suites)\"}; _files }\n"
             "_assay_adapters() { compadd -S : -- ${(f)\"$(_assay_list adapters)\"} }\n"
             "_assay() {\n"
             "    local -a commands\n"
             "    if (( CURRENT == 2 )); then\n"
             "        commands=(");
    for (size_t i = 0; (command = assay_command_at(i)); i++) {
        assay_buf_printf(out, "\n            '%s:", command->name);
        text(command->summary, out);
        assay_buf_putc(out, '\'');
    }
    assay_buf_puts(out, ")\n"
                        "        _describe command commands\n"
                        "        return\n"
                        "    fi\n"
                        "    shift words\n"
                        "    (( CURRENT-- ))\n"
                        "    case $words[1] in\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++)
        command_case(command, out);
    assay_buf_puts(out, "    esac\n"
                        "}\n"
                        "_assay \"$@\"\n");
}

const struct assay_completion assay_completion_zsh = {.shell = "zsh", .write = write};

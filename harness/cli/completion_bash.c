/* Completions of bash: one function, in which a case a command and option tells what comes next. */
#include "harness/cli/completion.h"

static void words(const char *const *list, struct assay_buf *out)
{
    for (size_t i = 0; list[i]; i++)
        assay_buf_printf(out, "%s%s", i ? " " : "", list[i]);
}

static void value(const struct assay_option *option, struct assay_buf *out)
{
    switch (assay_completion_value(option)) {
    case ASSAY_COMPLETION_NONE:
        break;
    case ASSAY_COMPLETION_CHOICES:
        assay_buf_puts(out, "_assay_words \"");
        words(option->choices, out);
        assay_buf_puts(out, "\"");
        break;
    case ASSAY_COMPLETION_DIRECTORY:
        assay_buf_puts(out, "_assay_files -d");
        break;
    case ASSAY_COMPLETION_FILE:
        assay_buf_puts(out, "_assay_files -f");
        break;
    case ASSAY_COMPLETION_SUITE:
        assay_buf_puts(out, "_assay_words \"$(_assay_list suites)\"; _assay_files -f");
        break;
    case ASSAY_COMPLETION_ADAPTER:
        assay_buf_puts(out, "_assay_words \"$(_assay_list adapters)\" -S :; compopt -o "
                            "nospace 2>/dev/null");
        break;
    case ASSAY_COMPLETION_OTHER:
        assay_buf_puts(out, ":");
        break;
    }
}

static void command_cases(const struct assay_command *command, struct assay_buf *out)
{
    for (const struct assay_option *o = command->options; o && o->name; o++) {
        if (assay_completion_value(o) == ASSAY_COMPLETION_NONE)
            continue;
        assay_buf_printf(out, "    '%s --%s') ", command->name, o->name);
        value(o, out);
        assay_buf_puts(out, "; return ;;\n");
    }
}

static void option_names(const struct assay_command *command, struct assay_buf *out)
{
    assay_buf_printf(out, "        %s) _assay_words \"--help", command->name);
    for (const struct assay_option *o = command->options; o && o->name; o++)
        assay_buf_printf(out, " --%s", o->name);
    assay_buf_puts(out, "\" ;;\n");
}

static void operands(const struct assay_command *command, struct assay_buf *out)
{
    if (!command->actions)
        return;
    assay_buf_printf(out, "    '%s 2') _assay_words \"", command->name);
    words(command->actions, out);
    assay_buf_puts(out, "\" ;;\n");
}

static void command_names(struct assay_buf *out)
{
    const struct assay_command *command;

    for (size_t i = 0; (command = assay_command_at(i)); i++)
        assay_buf_printf(out, "%s%s", i ? " " : "", command->name);
}

/* What each command does with its options, in the order of a function of bash. */
static void cases(struct assay_buf *out)
{
    const struct assay_command *command;

    assay_buf_puts(out, "    case \"$command $before\" in\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++)
        command_cases(command, out);
    assay_buf_puts(out, "    esac\n"
                        "    if [[ $current == -* ]]; then\n"
                        "        case $command in\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++)
        option_names(command, out);
    assay_buf_puts(out, "        esac\n"
                        "        return\n"
                        "    fi\n"
                        "    case \"$command $COMP_CWORD\" in\n"
                        "    'help 2') _assay_words \"");
    command_names(out);
    assay_buf_puts(out, "\" ;;\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++)
        operands(command, out);
    assay_buf_puts(out, "    *) _assay_files -f ;;\n"
                        "    esac\n");
}

static void write(struct assay_buf *out)
{
    assay_buf_puts(
        out, "# Completions of assay for bash; written by `assay completion bash`.\n"
             "_assay_list() { assay ls \"$1\" 2>/dev/null | sed -n '/^suite  *kind/d; "
             "s/^\\([a-z0-9][^ "
             "]*\\) .*/\\1/p'; }\n"
             "_assay_words() { COMPREPLY+=($(compgen -W \"$1\" \"${@:2}\" -- "
             "\"$current\")); }\n"
             "_assay_files() {\n"
             "    compopt -o filenames 2>/dev/null\n"
             "    COMPREPLY+=($(compgen \"$1\" -- \"$current\"))\n"
             "}\n"
             "_assay() {\n"
             "    local IFS=$' \\t\\n' command=${COMP_WORDS[1]}\n"
             "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD "
             "- 1]}\n"
             "    COMPREPLY=()\n"
             "    if [[ $current == = ]]; then\n"
             "        current=\n"
             "    elif [[ $before == = ]]; then\n"
             "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
             "    fi\n"
             "    if [[ $COMP_CWORD -eq 1 ]]; then\n"
             "        _assay_words \"--help --version ");
    command_names(out);
    assay_buf_puts(out, "\"\n"
                        "        return\n"
                        "    fi\n");
    cases(out);
    assay_buf_puts(out, "}\n"
                        "complete -F _assay assay\n");
}

const struct assay_completion assay_completion_bash = {.shell = "bash", .write = write};

/* Completions of fish: a line an option, each with its help. */
#include "harness/cli/completion.h"

static void quoted(const char *text, struct assay_buf *out)
{
    assay_buf_putc(out, '\'');
    assay_completion_text(text, "\\'", "\\", out);
    assay_buf_putc(out, '\'');
}

static void value(const struct assay_option *option, struct assay_buf *out)
{
    switch (assay_completion_value(option)) {
    case ASSAY_COMPLETION_NONE:
        break;
    case ASSAY_COMPLETION_CHOICES:
        assay_buf_puts(out, " -x -a '");
        for (size_t i = 0; option->choices[i]; i++)
            assay_buf_printf(out, "%s%s", i ? " " : "", option->choices[i]);
        assay_buf_puts(out, "'");
        break;
    case ASSAY_COMPLETION_DIRECTORY:
        assay_buf_puts(out, " -x -a '(__fish_complete_directories)'");
        break;
    case ASSAY_COMPLETION_FILE:
        assay_buf_puts(out, " -r -F");
        break;
    case ASSAY_COMPLETION_SUITE:
        assay_buf_puts(out, " -r -F -a '(__assay_list suites)'");
        break;
    case ASSAY_COMPLETION_ADAPTER:
        assay_buf_puts(out, " -x -a '(__assay_list adapters):'");
        break;
    case ASSAY_COMPLETION_OTHER:
        assay_buf_puts(out, " -x");
        break;
    }
}

static void command_lines(const struct assay_command *command, struct assay_buf *out)
{
    assay_buf_printf(out, "complete -c assay -n __fish_use_subcommand -f -a %s -d ",
                     command->name);
    quoted(command->summary, out);
    assay_buf_putc(out, '\n');
    for (size_t i = 0; command->actions && command->actions[i]; i++)
        assay_buf_printf(out, "complete -c assay -n '__assay_second %s' -f -a %s\n",
                         command->name, command->actions[i]);
    for (const struct assay_option *o = command->options; o && o->name; o++) {
        assay_buf_printf(
            out, "complete -c assay -n '__fish_seen_subcommand_from %s' -l %s -d ",
            command->name, o->name);
        quoted(o->help, out);
        value(o, out);
        assay_buf_putc(out, '\n');
    }
}

static void write(struct assay_buf *out)
{
    const struct assay_command *command;

    assay_buf_puts(
        out,
        "# Completions of assay for fish; written by `assay completion fish`.\n"
        "function __assay_list\n"
        "    assay ls $argv[1] 2>/dev/null | string match -r '^(?!suite "
        "+kind)[a-z0-9]\\S*'\n"
        "end\n"
        "function __assay_second\n"
        "    set -l words (commandline -opc)\n"
        "    test (count $words) -eq 2 -a \"$words[2]\" = $argv[1]\n"
        "end\n"
        "complete -c assay -n __fish_use_subcommand -f -l version -d 'tell the version'\n"
        "complete -c assay -f -l help -d 'tell what a command does'\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++) {
        command_lines(command, out);
        assay_buf_printf(out, "complete -c assay -n '__assay_second help' -f -a %s\n",
                         command->name);
    }
}

const struct assay_completion assay_completion_fish = {.shell = "fish", .write = write};

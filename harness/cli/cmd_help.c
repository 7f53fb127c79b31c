#include "harness/cli/command.h"

#include "harness/core/buf.h"

#include <stdbool.h>
#include <string.h>

static void program_help(struct assay_buf *out)
{
    const struct assay_command *command;

    assay_buf_puts(out, "usage: assay COMMAND [options] [...]\n"
                        "\n"
                        "assay measures reward models.\n"
                        "\n");
    for (size_t i = 0; (command = assay_command_at(i)); i++)
        assay_buf_printf(out, "    %-14s%s\n", command->name, command->summary);
    assay_buf_puts(
        out, "\n"
             "'assay help COMMAND' tells a command's options, 'assay --version' the\n"
             "version; 'man assay' has exit statuses, environment and further pages.\n");
}

static void command_help(const struct assay_command *command, struct assay_buf *out)
{
    assay_buf_printf(out, "usage: assay %s %s\n\n%s\n", command->name, command->usage,
                     command->summary);
    if (command->about)
        assay_buf_printf(out, "\n%s", command->about);
    if (command->options && command->options->name) {
        assay_buf_puts(out, "\n");
        assay_options_help(command->options, "--", out);
    }
}

enum assay_code assay_cli_help(const struct assay_command *command,
                               struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    if (command)
        command_help(command, &text);
    else
        program_help(&text);
    code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_cli_unknown(const char *name, struct assay_error *err)
{
    const char *nearest = assay_command_nearest(name);

    if (nearest)
        return assay_fail(err, ASSAY_EUSAGE,
                          "'%s' is not an assay command; did you mean '%s'?", name,
                          nearest);
    return assay_fail(err, ASSAY_EUSAGE, "'%s' is not an assay command; see 'assay help'",
                      name);
}

static bool is_action(const struct assay_command *command, const char *word)
{
    for (size_t i = 0; command->actions && command->actions[i]; i++)
        if (strcmp(command->actions[i], word) == 0)
            return true;
    return false;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct assay_command *command = NULL;

    (void)state;
    if (operands->count == 0)
        return assay_cli_help(NULL, err);
    command = assay_command_find(operands->at[0]);
    if (!command)
        return assay_cli_unknown(operands->at[0], err);
    if (operands->count > 1 && !is_action(command, operands->at[1]))
        return assay_fail(err, ASSAY_EUSAGE, "unexpected argument %s", operands->at[1]);
    return assay_cli_help(command, err);
}

const struct assay_command assay_command_help = {
    .name = "help",
    .summary = "tell what a command does and which options it has",
    .usage = "[COMMAND [ACTION]]",
    .operand_max = 2,
    .run = run,
};

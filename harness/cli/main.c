/*
 * main.c - the program: finds the command, parses its line, runs it, tells its error.
 *
 * setlocale is never called, so numbers are read and written with a point wherever the
 * program runs.
 */
#include "harness/cli/command.h"

#include "adapters/adapter.h"
#include "harness/core/memory.h"
#include "harness/core/version.h"
#include "metrics/setup.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static bool asks_help(int argc, char *const *argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (is_help(argv[i]))
            return true;
    return false;
}

static enum assay_code print_version(struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    assay_buf_printf(&text, "assay %s\nbuilt with %s\n", assay_version(),
                     assay_version_libraries());
    code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

/* What comes instead of a command: an option of the program itself. */
static enum assay_code program_option(const char *word, struct assay_error *err)
{
    static const char *const names[] = {"--help", "--version"};
    const char *nearest = assay_str_nearest(word, names, 2);

    if (is_help(word))
        return assay_cli_help(NULL, err);
    if (strcmp(word, "--version") == 0)
        return print_version(err);
    if (nearest)
        return assay_fail(err, ASSAY_EUSAGE, "unknown option %s; did you mean %s?", word,
                          nearest);
    return assay_fail(err, ASSAY_EUSAGE, "unknown option %s; see 'assay help'", word);
}

/* What an error is about, for the line that tells it. */
struct blame {
    const struct assay_command *command; /* NULL: the program itself */
    bool words;                          /* its command line, not its work */
};

/* The first option of a line that the command does not have and a model does, or NULL. */
static const struct assay_option *option_of_model(const struct assay_command *command,
                                                  int argc, char *const *argv)
{
    const struct assay_option *found = NULL;
    const struct assay_adapter *adapter;

    for (int at = 0; at < argc && !found; at++) {
        const char *word = argv[at] + 2;

        if (strncmp(argv[at], "--", 2) != 0 ||
            assay_option_find(command->options,
                              (struct assay_str){word, strcspn(word, "=")}))
            continue;
        for (size_t i = 0; !found && (adapter = assay_adapter_at(i)); i++)
            found = assay_adapter_option(adapter, word);
    }
    return found;
}

/* An unknown option that is one of models says how it is given. */
static enum assay_code hint(const struct assay_option *option, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "unknown option --%s; of a model it is --model-option %s=%s",
                      option->name, option->name, option->value ? option->value : "...");
}

/* Parses the words behind the command's name into state and operands. */
static enum assay_code parse(const struct assay_command *command, int argc,
                             char *const *argv, void *state, struct assay_words *operands,
                             struct assay_error *err)
{
    enum assay_code code =
        assay_options_parse_line(command->options, argc, argv, state, operands, err);
    const struct assay_option *option;

    if (code && assay_option_find(command->options, ASSAY_STR("model-option")) &&
        (option = option_of_model(command, argc, argv)) != NULL)
        code = hint(option, err);
    if (!code && operands->count < command->operand_min)
        code = assay_fail(err, ASSAY_EUSAGE, "too few arguments");
    return code;
}

static enum assay_code run_command(int argc, char *const *argv, struct blame *blame,
                                   struct assay_error *err)
{
    const struct assay_command *command = blame->command;
    const char *storage[ASSAY_COMMAND_OPERANDS];
    struct assay_words operands = {.at = storage, .max = command->operand_max};
    void *state = assay_memory_new(1, command->state_size ? command->state_size : 1);
    enum assay_code code = parse(command, argc, argv, state, &operands, err);

    blame->words = code != ASSAY_OK;
    if (!code) {
        assay_metrics_setup();
        code = command->run(state, &operands, err);
    }
    free(state);
    return code;
}

static enum assay_code dispatch(int argc, char *const *argv, struct blame *blame,
                                struct assay_error *err)
{
    if (argv[1][0] == '-')
        return program_option(argv[1], err);
    blame->command = assay_command_find(argv[1]);
    if (!blame->command)
        return assay_cli_unknown(argv[1], err);
    if (asks_help(argc - 2, argv + 2))
        return assay_cli_help(blame->command, err);
    return run_command(argc - 2, argv + 2, blame, err);
}

static void tell(const struct blame *blame, const struct assay_error *err)
{
    const char *name = blame->command ? blame->command->name : "";

    (void)fprintf(stderr, "assay%s%s: %s\n", *name ? " " : "", name, err->text);
    if (blame->words)
        (void)fprintf(stderr, "usage: assay %s %s\n", name, blame->command->usage);
}

int main(int argc, char **argv)
{
    struct assay_error err;
    struct blame blame = {0};
    enum assay_code code;

    (void)signal(SIGCHLD,
                 SIG_DFL); /* where it is ignored, how a child ended is not told */
    if (argc < 2) {
        code = assay_cli_help(NULL, &err);
        return assay_exit_status(code ? code : ASSAY_EUSAGE);
    }
    code = dispatch(argc, argv, &blame, &err);
    if (code)
        tell(&blame, &err);
    return code && err.status > 0 ? err.status : assay_exit_status(code);
}

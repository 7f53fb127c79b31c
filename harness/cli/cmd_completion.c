/* assay completion: what the keys of a shell complete. */
#include "harness/cli/completion.h"

#include <string.h>

static const struct assay_completion *const shells[] = {
#define COMPLETION(name) &assay_completion_##name,
#include "harness/cli/completions.def"
#undef COMPLETION
};

enum {
    SHELLS = sizeof(shells) / sizeof(shells[0])
};

static const char *const shell_names[] = {
#define COMPLETION(name) #name,
#include "harness/cli/completions.def"
#undef COMPLETION
    NULL,
};

enum assay_completion_value assay_completion_value(const struct assay_option *option)
{
    const char *value = option->value ? option->value : "";

    if (option->type == ASSAY_OPTION_FLAG)
        return ASSAY_COMPLETION_NONE;
    if (option->type == ASSAY_OPTION_CHOICE)
        return ASSAY_COMPLETION_CHOICES;
    if (strcmp(value, "DIR") == 0)
        return ASSAY_COMPLETION_DIRECTORY;
    if (strcmp(value, "FILE") == 0)
        return ASSAY_COMPLETION_FILE;
    if (strcmp(value, "SUITE") == 0)
        return ASSAY_COMPLETION_SUITE;
    if (strncmp(value, "ADAPTER", strlen("ADAPTER")) == 0)
        return ASSAY_COMPLETION_ADAPTER;
    return ASSAY_COMPLETION_OTHER;
}

void assay_completion_text(const char *text, const char *quote, const char *escaped,
                           struct assay_buf *out)
{
    for (; *text; text++) {
        if (*text == '\'') {
            assay_buf_puts(out, quote);
            continue;
        }
        if (strchr(escaped, *text))
            assay_buf_putc(out, '\\');
        assay_buf_putc(out, *text);
    }
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const char *name = operands->at[0];
    struct assay_buf script = {0};
    enum assay_code code;
    size_t i = 0;

    (void)state;
    while (i < SHELLS && strcmp(shells[i]->shell, name) != 0)
        i++;
    if (i == SHELLS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no completions for %s; there are some for bash, fish and zsh",
                          name);
    shells[i]->write(&script);
    code = assay_cli_print(assay_buf_view(&script), err);
    assay_buf_release(&script);
    return code;
}

const struct assay_command assay_command_completion = {
    .name = "completion",
    .summary = "print the completions of a shell",
    .usage = "bash | fish | zsh",
    .about = "bash: source <(assay completion bash), in ~/.bashrc.\n"
             "fish: assay completion fish > ~/.config/fish/completions/assay.fish\n"
             "zsh:  assay completion zsh > DIR/_assay, where DIR is in $fpath.\n"
             "`make install` puts all of them where shells look for them.\n",
    .actions = shell_names,
    .operand_min = 1,
    .operand_max = 1,
    .run = run,
};

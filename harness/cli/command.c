#include "harness/cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct assay_command *const commands[] = {
#define COMMAND(symbol) &(symbol),
#include "harness/cli/commands.def"
#undef COMMAND
};

enum {
    COMMANDS = sizeof(commands) / sizeof(commands[0])
};

const struct assay_command *assay_command_at(size_t i)
{
    return i < COMMANDS ? commands[i] : NULL;
}

const struct assay_command *assay_command_find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

const char *assay_command_nearest(const char *name)
{
    const char *names[COMMANDS];

    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->name;
    return assay_str_nearest(name, names, COMMANDS);
}

enum assay_code assay_cli_print(struct assay_str text, struct assay_error *err)
{
    if (fwrite(text.ptr, 1, text.len, stdout) != text.len || fflush(stdout) != 0)
        return assay_fail(err, ASSAY_EIO, "standard output: %s", strerror(errno));
    return ASSAY_OK;
}

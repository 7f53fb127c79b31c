#include "harness/cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && *value;
}

/* What setlocale would look at, in its order; the program itself never calls it. */
static bool is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);
        const char *set = value ? strchr(value, '.') : NULL;

        if (value && *value)
            return set && (strncasecmp(set, ".utf-8", 6) == 0 ||
                           strncasecmp(set, ".utf8", 5) == 0);
    }
    return false;
}

static size_t columns(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

struct assay_terminal assay_terminal_look(void)
{
    const char *term = getenv("TERM");
    const bool terminal = isatty(STDOUT_FILENO) == 1;

    return (struct assay_terminal){
        .colour = terminal && !is_set("NO_COLOR") && term && strcmp(term, "dumb") != 0,
        .ascii = !is_utf8(),
        .width = terminal ? columns() : 0,
    };
}

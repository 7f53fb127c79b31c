#include "harness/cli/results_print.h"

#include "harness/cli/command.h"
#include "harness/core/json.h"
#include "reports/run_page.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const assay_colour_names[] = {"auto", "always", "never", NULL};

enum {
    NARROWEST = 40,
    WIDEST = 1000
};

static bool wants_colour(enum assay_colour colour)
{
    const char *no = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (colour != ASSAY_COLOUR_AUTO)
        return colour == ASSAY_COLOUR_ALWAYS;
    return !(no && *no) && !(terminal && strcmp(terminal, "dumb") == 0) &&
           isatty(STDOUT_FILENO) == 1;
}

/* Columns of the terminal as COLUMNS tells; 0: no limit. */
static size_t width(void)
{
    const char *columns = getenv("COLUMNS");
    double value;

    if (isatty(STDOUT_FILENO) != 1 || !columns ||
        !assay_str_number(assay_str_of(columns), &value) || value < NARROWEST ||
        value > WIDEST)
        return 0;
    return (size_t)value;
}

/* True where the locale's character set is not UTF-8, as the environment tells it. */
static bool wants_ascii(void)
{
    const char *const names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};

    for (size_t i = 0; i < 3; i++)
        if (names[i] && *names[i])
            return !strstr(names[i], "UTF-8") && !strstr(names[i], "utf8");
    return isatty(STDOUT_FILENO) == 1;
}

static enum assay_code print_json(const struct assay_result *const *results, size_t n,
                                  struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    enum assay_code code;

    assay_json_write(assay_results_node(results, n, &arena), true, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code print_table(const struct assay_result *result,
                                   const struct assay_node *run, enum assay_colour colour,
                                   struct assay_error *err)
{
    const struct assay_report_run one = {.result = result, .run = run};
    const struct assay_report_input input = {.runs = &one,
                                             .count = 1,
                                             .colour = wants_colour(colour),
                                             .width = width(),
                                             .ascii = wants_ascii()};
    struct assay_buf out = {0};
    enum assay_code code = assay_run_page_write(&assay_writer_table, &input, &out, err);

    if (!code)
        code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

enum assay_code assay_results_print(const struct assay_result *const *results, size_t n,
                                    const struct assay_node *run, bool json,
                                    enum assay_colour colour, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (json)
        return print_json(results, n, err);
    for (size_t i = 0; i < n && !code; i++) {
        if (i > 0)
            code = assay_cli_print(ASSAY_STR("\n"), err);
        if (!code)
            code = print_table(results[i], run, colour, err);
    }
    return code;
}

/* results_print.h - results on stdout, as `assay run` and `assay show` print them. */
#ifndef ASSAY_CLI_RESULTS_PRINT_H
#define ASSAY_CLI_RESULTS_PRINT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>

enum assay_colour {
    ASSAY_COLOUR_AUTO, /* on a terminal, unless NO_COLOR is set (no-color.org) */
    ASSAY_COLOUR_ALWAYS,
    ASSAY_COLOUR_NEVER,
};

/* "auto", "always", "never", NULL: choices of --color. */
extern const char *const assay_colour_names[];

/*
 * Prints the report `table` of each result, or with json the one document of result.json.
 *
 *   run  run.json, or NULL
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_results_print(const struct assay_result *const *results, size_t n,
                                    const struct assay_node *run, bool json,
                                    enum assay_colour colour, struct assay_error *err);

#endif

/* suite_run.h - a suite measured with a model, as `assay run` does it, for tests. */
#ifndef ASSAY_TESTS_SUITE_RUN_H
#define ASSAY_TESTS_SUITE_RUN_H

#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stddef.h>

enum {
    SUITE_RUN_WORDS = 8
};

struct suite_run {
    const char *suite;   /* spec */
    const char *adapter; /* NULL: replay */
    const char *target;
    const char *suite_options[SUITE_RUN_WORDS]; /* NULL-terminated */
    const char *model_options[SUITE_RUN_WORDS];
    size_t replicates; /* 0: 200 */
};

/* A file below ASSAY_DATA, in a static buffer; the test fails if it is not there. NULL if
   ASSAY_DATA is not set: then the test has nothing to do. */
const char *suite_run_data(const char *path);

/* Runs it; the result lives in arena. */
enum assay_code suite_run(const struct suite_run *run, struct assay_arena *arena,
                          struct assay_result *out, struct assay_error *err);

/* As suite_run, and the test fails with the message where that fails. */
void suite_run_ok(const struct suite_run *run, struct assay_arena *arena,
                  struct assay_result *out);

/* The section of that name ("" is the overall value); the test fails if there is none. */
const struct assay_section *suite_run_section(const struct assay_result *result,
                                              const char *name);

/* The measure of that name and section, or NULL. */
const struct assay_measure *suite_run_measure(const struct assay_result *result,
                                              const char *name, const char *section);

/* "12.34": a defined value in percent, in a static buffer; "-" where it is undefined. */
const char *suite_run_percent(const struct assay_figure *figure);

#endif

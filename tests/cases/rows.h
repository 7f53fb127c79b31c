/* rows.h - runs cases of the catalogue of signals (rows.c has their format). */
#ifndef ASSAY_TESTS_CASES_ROWS_H
#define ASSAY_TESTS_CASES_ROWS_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ROWS_MAX = 100 /* rows of the catalogue have smaller numbers */
};

struct rows_tally {
    size_t passed, failed;
    bool seen[ROWS_MAX]; /* rows that some case is of */
};

/* Runs the cases of a file with a program and prints what differs. Errors: ASSAY_EDATA, ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code rows_run(const char *path, const char *program, struct rows_tally *tally,
                         struct assay_error *err);

#endif

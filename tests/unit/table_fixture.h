/* table_fixture.h - tables written down row by row, and measured. */
#ifndef ASSAY_TESTS_TABLE_FIXTURE_H
#define ASSAY_TESTS_TABLE_FIXTURE_H

#include "harness/core/arena.h"
#include "suites/suite.h"

enum {
    VALUES = 6
};

/* One item of a table; states are SCORED unless named, and a value of NAN is SKIPPED. */
struct row {
    const char *subset, *id;
    double gold[VALUES], value[VALUES];
    size_t golds, values;
    enum assay_state state; /* SKIPPED (0) stands for SCORED, FAILED for itself */
};

/* Measures n rows, each a cluster of its own, as a suite says; an error has a text. */
enum assay_code table_measure(const char *spec, const struct row *row, size_t n,
                              enum assay_want want, struct assay_arena *arena,
                              struct assay_result *out);

#endif

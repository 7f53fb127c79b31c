/*
 * probe_table.h - features in one file and labels in another become a table of vectors.
 *
 * A labels file has a column a dimension; `id` (joined to the features' `id`) or `row` (place in the
 * features, from 0) says whose they are, else both files are in one order; `split` says train,
 * test or validation. An empty label leaves the row out of that dimension.
 */
#ifndef ASSAY_CLI_PROBE_TABLE_H
#define ASSAY_CLI_PROBE_TABLE_H

#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/table.h"
#include "harness/core/tree.h"

enum {
    ASSAY_PROBE_ROWS_MAX = 1 << 24,
    ASSAY_PROBE_DIMENSIONS_MAX = 256,
    ASSAY_PROBE_WIDTH_MAX = 1 << 16
};

/* Most bytes of features (16 GiB). */
#define ASSAY_PROBE_BYTES (UINT64_C(1) << 34)

struct assay_probe_files {
    const char *features, *labels;
    const char
        *vectors; /* field of the features that holds them; NULL: by well-known names */
    double test_share; /* of rows, where labels have no split */
    uint64_t seed;     /* of that split */
};

/* Everything in arena, but for what release gives back. */
struct assay_probe_table {
    struct assay_table table;
    struct assay_str
        *note; /* (notes,) which numbers named classes have, how rows were split */
    size_t notes;
    char digest[2][ASSAY_DIGEST_HEX]; /* of features and labels */
    double *value;
    unsigned char *state;
};

/*
 * Reads both files. Release in any case.
 *
 * Errors: ASSAY_EDATA "path:line: what", ASSAY_EIO; ASSAY_EDATA where labels name rows that are
 * not there, or name no dimension.
 */
ASSAY_MUST_USE
enum assay_code assay_probe_table_read(const struct assay_probe_files *files,
                                       struct assay_arena *arena,
                                       struct assay_probe_table *out,
                                       struct assay_error *err);

void assay_probe_table_release(struct assay_probe_table *table);

#endif

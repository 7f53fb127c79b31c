/* probe_features.h - rows of numbers with their ids, out of a file of any layout. */
#ifndef ASSAY_CLI_PROBE_FEATURES_H
#define ASSAY_CLI_PROBE_FEATURES_H

#include "harness/cli/probe_table.h"
#include "harness/core/names.h"

/* Zero bytes are none. */
struct assay_probe_features {
    double *value;        /* (rows, width); 0 where not finite */
    unsigned char *state; /* (rows, width) enum assay_state */
    size_t rows, cap, width;
    struct assay_names ids; /* (rows,) where rows have ids, else empty */
    char digest[ASSAY_DIGEST_HEX];
};

/* Errors: ASSAY_EDATA "path:line: what", ASSAY_EIO. Release in any case. */
ASSAY_MUST_USE
enum assay_code assay_probe_features_read(const struct assay_probe_files *files,
                                          struct assay_probe_features *out,
                                          struct assay_error *err);

void assay_probe_features_release(struct assay_probe_features *features);

#endif

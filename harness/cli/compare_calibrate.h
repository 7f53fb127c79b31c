/* compare_calibrate.h - assay compare --calibrate: what repeats of one checkpoint say of alarms and thresholds. */
#ifndef ASSAY_CLI_COMPARE_CALIBRATE_H
#define ASSAY_CLI_COMPARE_CALIBRATE_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/run/repeated.h"

/* Appends it in a format (page_writer.h), which is there, for stdout. Errors: those of the writer. */
ASSAY_MUST_USE
enum assay_code assay_compare_calibrate(const struct assay_repeated *repeated,
                                        const char *format, struct assay_arena *arena,
                                        struct assay_buf *out, struct assay_error *err);

#endif

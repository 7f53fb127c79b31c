/*
 * export.h - a stored run in the format of another tool.
 */
#ifndef ASSAY_RUN_EXPORT_H
#define ASSAY_RUN_EXPORT_H

#include "harness/core/format.h"
#include "harness/run/store.h"
#include "suites/suite.h"

/* Most bytes of items that an export keeps at a time (1 GiB). */
#define ASSAY_EXPORT_BYTES (UINT64_C(1) << 30)

struct assay_export {
    const struct assay_format *format; /* with write */
    const char
        *suite; /* name or label of the result that is written; NULL: the only one */
    const char
        *dataset; /* on the hub, "ORG/NAME"; NULL: as the manifest has it, or unknown */
    const struct assay_places *places;
};

/* What was written, and what was not. */
struct assay_exported {
    size_t rows;       /* items; 0 for totals */
    size_t unanswered; /* of them: without an answer to some completion */
};

/*
 * Appends the run to out; where the format holds items, they are read again from the suite's data.
 *
 * Errors: ASSAY_EUSAGE for a suite that is not in the run or not named among several, answers that
 * the format cannot hold, values of subsets where it wants items; ASSAY_EDATA where data changed
 * since the run or are larger than ASSAY_EXPORT_BYTES; ASSAY_EDOMAIN, ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_export_write(const struct assay_export *setting,
                                   const struct assay_stored *stored,
                                   struct assay_arena *arena, struct assay_buf *out,
                                   struct assay_exported *told, struct assay_error *err);

#endif

/* bon_tell.h - what assay bon prints: curves as tables, and in words whether more samples buy gold. */
#ifndef ASSAY_CLI_BON_TELL_H
#define ASSAY_CLI_BON_TELL_H

#include "harness/core/buf.h"
#include "harness/run/bon_result.h"

/* Appends all of it. format is of runs_read.h. Errors: those of first_n.h. */
ASSAY_MUST_USE
enum assay_code assay_bon_tell(const struct assay_bon_told *told, unsigned format,
                               struct assay_arena *arena, struct assay_buf *out,
                               struct assay_error *err);

#endif

/* bon_tell.h - what assay bon prints: curves as tables, and in words whether more samples buy gold. */
#ifndef ASSAY_CLI_BON_TELL_H
#define ASSAY_CLI_BON_TELL_H

#include "harness/core/buf.h"
#include "harness/run/bon_result.h"

/* Appends all of it. format is of runs_read.h. */
void assay_bon_tell(const struct assay_bon_told *told, unsigned format,
                    struct assay_arena *arena, struct assay_buf *out);

#endif

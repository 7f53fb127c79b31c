/* overopt_tell.h - what assay overopt prints: a line a curve as a table, and in words whether gold turns. */
#ifndef ASSAY_CLI_OVEROPT_TELL_H
#define ASSAY_CLI_OVEROPT_TELL_H

#include "harness/core/buf.h"
#include "harness/run/overopt_kl.h"
#include "harness/run/overopt_result.h"

/* Appends all of it. format is of runs_read.h. */
void assay_overopt_tell(const struct assay_overopt_told *told, unsigned format,
                        struct assay_arena *arena, struct assay_buf *out);

/* The same of KL step by step: estimates of sequences and tokens with their standard errors. */
void assay_overopt_tell_kl(const struct assay_kl_log *log, unsigned format,
                           struct assay_arena *arena, struct assay_buf *out);

#endif

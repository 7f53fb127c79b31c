/* cache_stat.h - assay cache stat: which models answers are kept of, and what tells their keys apart. */
#ifndef ASSAY_CLI_CACHE_STAT_H
#define ASSAY_CLI_CACHE_STAT_H

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/run/cache.h"

/*
 * Appends a line on the folder, and two for each key: who asked, answers and bytes; what it is, and every
 * field in which keys of its adapter differ.
 *
 * Errors: those of assay_stock_read.
 */
ASSAY_MUST_USE
enum assay_code assay_cache_stat(const struct assay_cache_setting *setting,
                                 struct assay_arena *arena, struct assay_buf *out,
                                 struct assay_error *err);

#endif

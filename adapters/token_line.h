/*
 * token_line.h - token ids as `assay doctor --tokens` takes them, a sequence a line:
 * "1 2 3", or "1 2|3 4" for a prompt and its completion.
 */
#ifndef ASSAY_ADAPTERS_TOKEN_LINE_H
#define ASSAY_ADAPTERS_TOKEN_LINE_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    ASSAY_TOKEN_LINE_MAX = 1 << 20 /* ids of a line */
};

struct assay_token_line {
    int64_t *at; /* (count,) in the arena */
    size_t count;
    size_t bar; /* ids before "|"; count where there is none */
    bool barred;
};

/* Errors: ASSAY_EDATA for what is no id (below 2^31), a second bar, too many ids. */
ASSAY_MUST_USE
enum assay_code assay_token_line_read(struct assay_str line, struct assay_arena *arena,
                                      struct assay_token_line *out,
                                      struct assay_error *err);

#endif

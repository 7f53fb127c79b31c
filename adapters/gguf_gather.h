/*
 * gguf_gather.h - which rows go through libllama together, and what of them is shared; for adapters/gguf*.c only.
 *
 * What goes together changes no number, not by a bit (gguf_decode.h). That holds because every sequence lies alike in
 * the cache: attention sums over its cells LANES at a time, so a sequence begins at a multiple of LANES, and what
 * it shares is a multiple of them, too. Its tokens are then the same lanes of the same vectors, in the same order,
 * as if it were alone; cells of others between them add zeros.
 */
#ifndef ASSAY_ADAPTERS_GGUF_GATHER_H
#define ASSAY_ADAPTERS_GGUF_GATHER_H

#include "adapters/gguf_decode.h"

enum {
    ASSAY_GGUF_LANES = 16, /* the most floats that ggml has in one vector: 512 bits */
    ASSAY_GGUF_ROWS =
        63 /* that go together: the sequences of a context but one, which fills cells up */
};

/* Tokens that have to be decoded: none behind the last place. */
size_t assay_gguf_length(const struct assay_gguf_row *row);

/* Tokens at the beginning that all rows (n,) have, a multiple of LANES that leaves each one of its own; 0 of one row. */
size_t assay_gguf_shared(const struct assay_gguf_row *rows, size_t n);

/* Cells that rows (n,) of one prompt take at most. */
size_t assay_gguf_cells(const struct assay_gguf_row *rows, size_t n);

/* How many of the rows (n,) go through as one prompt with its completions. */
size_t assay_gguf_portion(const struct assay_gguf_row *rows, size_t n);

/* How many of the rows (n,) go through together, as whole portions, and the cells that they take at most. */
size_t assay_gguf_gather(const struct assay_gguf_row *rows, size_t n, size_t *cells);

#endif

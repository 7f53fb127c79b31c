#include "adapters/gguf_gather.h"

size_t assay_gguf_length(const struct assay_gguf_row *row)
{
    return row->place[row->places - 1] + 1;
}

size_t assay_gguf_shared(const struct assay_gguf_row *rows, size_t n)
{
    size_t shared = assay_gguf_length(rows) - 1;

    for (size_t k = 1; k < n; k++) {
        const size_t most = assay_gguf_length(&rows[k]) - 1;
        size_t i = 0;

        while (i < shared && i < most && rows[k].token[i] == rows->token[i])
            i++;
        shared = i;
    }
    return n > 1 ? shared - shared % ASSAY_GGUF_LANES : 0;
}

size_t assay_gguf_cells(const struct assay_gguf_row *rows, size_t n)
{
    const size_t shared = assay_gguf_shared(rows, n);
    size_t cells = shared;

    for (size_t k = 0; k < n; k++) {
        const size_t vectors =
            (assay_gguf_length(&rows[k]) - shared + ASSAY_GGUF_LANES - 1) /
            ASSAY_GGUF_LANES;

        cells += vectors * ASSAY_GGUF_LANES;
    }
    return cells;
}

size_t assay_gguf_portion(const struct assay_gguf_row *rows, size_t n)
{
    size_t k = 1;

    while (k < n && k < ASSAY_GGUF_ROWS && rows[k].prompt == rows->prompt &&
           assay_gguf_cells(rows, k + 1) <= ASSAY_GGUF_TOKENS)
        k++;
    return k;
}

size_t assay_gguf_gather(const struct assay_gguf_row *rows, size_t n, size_t *cells)
{
    size_t k = assay_gguf_portion(rows, n);

    *cells = assay_gguf_cells(rows, k);
    while (k < n) {
        const size_t more = assay_gguf_portion(rows + k, n - k);
        const size_t cost = assay_gguf_cells(rows + k, more);

        if (*cells + cost > ASSAY_GGUF_GATHER || k + more > ASSAY_GGUF_ROWS)
            break;
        *cells += cost;
        k += more;
    }
    return k;
}

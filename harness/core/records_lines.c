/* records_lines.c - lines of any text: what a program printed. */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct assay_buf text = {0};
    struct assay_node *record;
    struct assay_str bytes;
    enum assay_code code;
    bool more;

    (void)base;
    *out = NULL;
    *line = input->line;
    code = assay_records_input_line(input, &bytes, &more, err);
    if (code || !more)
        return code;
    assay_buf_add_utf8(&text, bytes);
    record = assay_records_map(arena, 1);
    assay_records_put(record, ASSAY_STR("@line"),
                      assay_node_of_text(assay_arena_copy(arena, assay_buf_view(&text))));
    assay_buf_release(&text);
    *out = record;
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    free(base);
}

struct records_reader *assay_records_lines_new(void)
{
    struct records_reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct records_reader){next, release};
    return reader;
}

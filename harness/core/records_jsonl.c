/* records_jsonl.c - one JSON object a line. */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>

struct reader {
    struct records_reader base;
    struct assay_jsonl *parser;
};

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    struct records_text text;
    enum assay_code code;
    bool more;

    *out = NULL;
    do {
        text = (struct records_text){.line = input->line, .words = input->words};
        code = assay_records_input_line(input, &text.text, &more, err);
        if (code || !more)
            return code;
    } while (assay_records_blank(text.text));
    *line = text.line;
    return assay_records_parse(reader->parser, input->name, &text, arena, out, err);
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_jsonl_free(reader->parser);
    free(reader);
}

struct records_reader *assay_records_jsonl_new(void)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){{next, release}, assay_jsonl_new()};
    return &reader->base;
}

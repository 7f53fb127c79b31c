#include "adapters/token_line.h"

static enum assay_code add_id(struct assay_token_line *line, struct assay_str word,
                              struct assay_error *err)
{
    double value;

    if (!assay_str_number(word, &value) || !(value >= 0.0) || !(value <= INT32_MAX) ||
        value != (double)(int64_t)value)
        return assay_fail(err, ASSAY_EDATA, "\"%.*s\" is no token id",
                          ASSAY_STR_ARG(word));
    if (line->count == ASSAY_TOKEN_LINE_MAX)
        return assay_fail(err, ASSAY_EDATA, "more than %d token ids",
                          ASSAY_TOKEN_LINE_MAX);
    line->at[line->count++] = (int64_t)value;
    return ASSAY_OK;
}

static enum assay_code set_bar(struct assay_token_line *line, struct assay_error *err)
{
    if (line->barred)
        return assay_fail(err, ASSAY_EDATA, "two \"|\" in a line of token ids");
    line->barred = true;
    line->bar = line->count;
    return ASSAY_OK;
}

enum assay_code assay_token_line_read(struct assay_str line, struct assay_arena *arena,
                                      struct assay_token_line *out,
                                      struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t i = 0;

    *out = (struct assay_token_line){
        .at = assay_arena_new(arena, line.len / 2 + 1, sizeof(*out->at))};
    while (!code && i < line.len) {
        size_t n = 0;

        while (i + n < line.len && line.ptr[i + n] != ' ' && line.ptr[i + n] != '|')
            n++;
        if (n > 0)
            code = add_id(out, (struct assay_str){line.ptr + i, n}, err);
        i += n;
        if (!code && i < line.len && line.ptr[i] == '|')
            code = set_bar(out, err);
        i += i < line.len;
    }
    if (!out->barred)
        out->bar = out->count;
    return code;
}

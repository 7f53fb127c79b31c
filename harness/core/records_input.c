#include "harness/core/records_input.h"

#include "harness/core/json_words.h"

#include <string.h>

enum assay_code assay_records_input_open(struct records_input *input, const char *path,
                                         struct assay_error *err)
{
    static const struct assay_str mark = {"\xEF\xBB\xBF", 3};
    enum assay_code code;

    *input = (struct records_input){.name = path, .line = 1};
    code = assay_archive_open(path, &input->archive, err);
    if (!code)
        code = assay_records_input_fill(input, err);
    if (!code && assay_str_starts(input->rest, mark))
        input->rest = (struct assay_str){input->rest.ptr + 3, input->rest.len - 3};
    return code;
}

enum assay_code assay_records_members_open(struct records_input *input, const char *path,
                                           struct assay_error *err)
{
    *input = (struct records_input){.name = path, .line = 1};
    return assay_archive_open_all(path, &input->archive, err);
}

void assay_records_input_close(struct records_input *input)
{
    assay_archive_close(input->archive);
    assay_buf_release(&input->part);
    *input = (struct records_input){0};
}

enum assay_code assay_records_input_fill(struct records_input *input,
                                         struct assay_error *err)
{
    enum assay_code code;

    if (input->rest.len > 0 || input->ended)
        return ASSAY_OK;
    code = assay_archive_next(input->archive, &input->rest, err);
    input->ended = code || input->rest.len == 0;
    return code;
}

enum assay_code assay_records_input_line(struct records_input *input,
                                         struct assay_str *line, bool *more,
                                         struct assay_error *err)
{
    const char *end = NULL;

    assay_buf_reset(&input->part);
    *line = (struct assay_str){"", 0};
    while (!end) {
        const enum assay_code code = assay_records_input_fill(input, err);
        size_t n;

        if (code || input->rest.len == 0) {
            *more = input->part.len > 0;
            return code;
        }
        end = memchr(input->rest.ptr, '\n', input->rest.len);
        n = end ? (size_t)(end - input->rest.ptr) : input->rest.len;
        if (input->part.len + n > ASSAY_JSONL_RECORD_BYTES)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: a line longer than %d bytes",
                              input->name, input->line, ASSAY_JSONL_RECORD_BYTES);
        *line = (struct assay_str){input->rest.ptr, n};
        if (!end || input->part.len > 0) {
            assay_buf_add(&input->part, *line);
            *line = assay_buf_view(&input->part);
        }
        n += end != NULL;
        input->rest = (struct assay_str){input->rest.ptr + n, input->rest.len - n};
    }
    input->line++;
    *more = true;
    return ASSAY_OK;
}

bool assay_records_blank(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t' && text.ptr[i] != '\r' &&
            text.ptr[i] != '\n')
            return false;
    return true;
}

enum assay_code assay_records_parse(struct assay_jsonl *parser, const char *name,
                                    const struct records_text *from,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    struct assay_str text = from->text;
    struct assay_jsonl_text record = {.name = name, .line = from->line};
    struct assay_buf quoted = {0};
    enum assay_code code;

    if (from->words && assay_json_quote_words(text, &quoted))
        text = assay_buf_view(&quoted);
    record.len = text.len;
    record.ptr = assay_arena_raw(arena, text.len + ASSAY_JSONL_PADDING);
    memcpy(record.ptr, text.ptr, text.len);
    assay_buf_release(&quoted);
    code = assay_jsonl_parse(parser, record, arena, out, err);
    if (!code && !assay_node_is(*out, ASSAY_NODE_MAP))
        code = assay_fail(err, ASSAY_EDATA, "%s:%u: expected an object, found %s", name,
                          from->line, assay_node_type_name(*out));
    return code;
}

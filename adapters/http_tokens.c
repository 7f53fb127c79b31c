/* http_tokens.c - what a server says of lines of token ids. */
#include "adapters/http_converse.h"

#include "adapters/token_line.h"

static enum assay_code check(const struct assay_http *http,
                             const struct assay_token_line *line, struct assay_error *err)
{
    const bool policy = http->api->gives == ASSAY_HTTP_LOG_PROBS;

    if (!(http->api->inputs & ASSAY_HTTP_TOKENS) || http->input != ASSAY_HTTP_TOKENS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s /%s is not asked with token ids: --model-option "
                          "input=tokens",
                          http->dialect->name, http->api->name);
    if (policy && (line->bar == 0 || line->bar == line->count))
        return assay_fail(err, ASSAY_EDATA,
                          "a policy wants \"prompt ids|completion ids\", both not empty");
    if (!policy && (line->barred || line->count == 0))
        return assay_fail(err, ASSAY_EDATA, "a reward model wants a line of token ids");
    return ASSAY_OK;
}

static enum assay_code put_numbers(const struct assay_http *http,
                                   const struct assay_http_row *row,
                                   struct assay_arena *arena, struct assay_buf *out,
                                   struct assay_error *err)
{
    const double *value = assay_http_logits(http, row, arena);
    const size_t n = http->api->gives == ASSAY_HTTP_HIDDEN ? http->labels : row->count;

    if (!value)
        return assay_fail(err, ASSAY_EMODEL, "%zu numbers, the head wants %zu",
                          row->count, http->width);
    for (size_t i = 0; i < n; i++)
        assay_buf_printf(out, "%s%.9g", i ? ", " : "[", value[i]);
    assay_buf_puts(out, "]\n");
    return ASSAY_OK;
}

static enum assay_code answer(const struct assay_http *http,
                              const struct assay_token_line *line, struct assay_buf *out,
                              struct assay_error *err)
{
    struct assay_http_line to;
    struct assay_http_row row;
    enum assay_code code = assay_http_converse_open(&to, http, http->url[0], err);

    if (!code)
        code = assay_http_converse_ids(
            &to, (struct assay_http_ids){line->at, line->count}, line->bar, &row, err);
    if (!code)
        code = put_numbers(http, &row, &to.arena, out, err);
    assay_http_converse_close(&to);
    return code;
}

enum assay_code assay_http_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err)
{
    const struct assay_http *http = state;
    struct assay_arena arena = {0};
    struct assay_token_line ids;
    enum assay_code code = assay_token_line_read(line, &arena, &ids, err);

    if (!code)
        code = check(http, &ids, err);
    if (!code)
        code = answer(http, &ids, out, err);
    assay_arena_release(&arena);
    return code;
}

/* http_tracks.c - what a server says of each token of completions, one request after the other. */
#include "adapters/http_converse.h"

#include <math.h>
#include <string.h>

enum assay_code assay_http_check_tracking(const struct assay_http *http,
                                          const struct assay_tracking *tracking,
                                          struct assay_error *err)
{
    if (http->api->gives != ASSAY_HTTP_LOG_PROBS || http->input != ASSAY_HTTP_TOKENS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s /%s gives no log-probabilities of token ids; of vllm "
                          "--model-option api=completions does",
                          http->dialect->name, http->api->name);
    if (tracking->top > 0 || tracking->bare)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--%s: a server tells the log-probabilities of a response "
                          "behind its prompt alone",
                          tracking->bare ? "noctx" : "top");
    return ASSAY_OK;
}

static bool finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* Copies what was told of one completion, or says why it cannot be taken. */
static void take(const struct assay_http_told *told, struct assay_arena *arena,
                 struct assay_track *track)
{
    const size_t n = told->row.count;
    int64_t *ids = assay_arena_new(arena, n + 1, sizeof(*ids));
    double *log_p = assay_arena_new(arena, n + 1, sizeof(*log_p));

    if (!told->apart) {
        track->fault = "prompt and response do not part at a token";
    } else if (n == 0 || !finite(told->row.value, n)) {
        track->fault = n == 0 ? "no tokens" : "a number that is not finite";
    } else {
        memcpy(ids, told->ids, n * sizeof(*ids));
        memcpy(log_p, told->row.value, n * sizeof(*log_p));
        track->ids = ids;
        track->log_p = log_p;
        track->count = n;
    }
}

enum assay_code assay_http_tracks(const void *state, const struct assay_track_wish *wish,
                                  struct assay_arena *arena, struct assay_track *out,
                                  struct assay_error *err)
{
    const struct assay_http *http = state;
    const size_t n = wish->item->completion_count;
    struct assay_http_line line;
    enum assay_code code = assay_http_converse_open(&line, http, http->url[0], err);

    memset(out, 0, n * sizeof(*out));
    for (size_t k = 0; !code && k < n; k++) {
        const struct assay_track_ids *given = &wish->ids[k];
        struct assay_http_told told;

        code = assay_http_converse_track(
            &line, (struct assay_http_part){wish->item, k, 1}, given, &told, err);
        if (!code) {
            take(&told, arena, &out[k]);
        } else if (code == ASSAY_EMODEL && !line.unreached) { /* of this one alone */
            out[k].fault = assay_arena_printf(arena, "%s", err->text);
            code = assay_http_check_time(http, err);
        }
    }
    assay_http_converse_close(&line);
    return code;
}

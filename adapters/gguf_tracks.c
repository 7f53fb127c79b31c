/* gguf_tracks.c - what a policy says of each token of completions, which share their prompt. */
#include "adapters/gguf_desks.h"
#include "adapters/gguf_vocab.h"

#include <math.h>
#include <string.h>

enum {
    BARE = 1 /* number of the prompt that is a begin of text alone */
};

/* The completions of one item. */
struct telling {
    const struct assay_gguf *gguf;
    const struct assay_track_wish *wish;
    struct assay_arena *arena;
    struct assay_gguf_tokens prompt;
    struct assay_gguf_row *row; /* those behind the prompt, then those without it */
    size_t rows;
    struct assay_track *out;
};

size_t assay_gguf_vocabulary(const void *state)
{
    const struct assay_gguf *gguf = state;

    return gguf->model->vocabulary;
}

/* ---- tokens ---- */

/* The prompt as a model writes behind it: no end of text follows. */
static enum assay_code read_prompt(struct telling *telling, struct assay_error *err)
{
    const struct assay_gguf *gguf = telling->gguf;
    struct assay_gguf_template open = gguf->template;

    open.eos = ASSAY_GGUF_END_NO;
    return assay_gguf_tokens_of(
        gguf->model, &open, assay_dialogue_of(telling->wish->item, NULL, telling->arena),
        telling->arena, &telling->prompt, err);
}

static void take_tokens(struct telling *telling, const int32_t *token, size_t n,
                        struct assay_track *track)
{
    int64_t *ids = assay_arena_new(telling->arena, n + 1, sizeof(*ids));

    for (size_t i = 0; i < n; i++)
        ids[i] = token[i];
    track->ids = ids;
    track->count = n;
}

/* The model's own tokens of a completion. */
static enum assay_code make_tokens(struct telling *telling, size_t k,
                                   struct assay_error *err)
{
    const struct assay_gguf *gguf = telling->gguf;
    const struct assay_item *item = telling->wish->item;
    const struct assay_gguf_tokens *prompt = &telling->prompt;
    struct assay_gguf_tokens whole;
    enum assay_code code = assay_gguf_tokens_of(
        gguf->model, &gguf->template,
        assay_dialogue_of(item, &item->completions[k], telling->arena), telling->arena,
        &whole, err);
    const bool behind =
        !code && whole.count > prompt->count &&
        memcmp(whole.at, prompt->at, prompt->count * sizeof(*whole.at)) == 0;

    if (behind)
        take_tokens(telling, whole.at + prompt->count, whole.count - prompt->count,
                    &telling->out[k]);
    if (code || behind)
        return code;
    code = assay_gguf_tokenise(gguf->model, item->completions[k], telling->arena, &whole,
                               err);
    if (!code)
        take_tokens(telling, whole.at, whole.count, &telling->out[k]);
    return code;
}

/* Errors: ASSAY_EMODEL where tokens that are given are not the model's. */
static enum assay_code find_tokens(struct telling *telling, size_t k,
                                   struct assay_error *err)
{
    const size_t most = telling->gguf->model->vocabulary;
    const struct assay_track_ids *given = &telling->wish->ids[k];

    if (!given->at)
        return make_tokens(telling, k, err);
    for (size_t i = 0; i < given->count; i++)
        if (given->at[i] < 0 || (uint64_t)given->at[i] >= most)
            return assay_fail(err, ASSAY_EMODEL,
                              "%s has %zu tokens, and the log a token %lld: another "
                              "vocabulary",
                              telling->gguf->path, most, (long long)given->at[i]);
    telling->out[k].ids = given->at;
    telling->out[k].count = given->count;
    return ASSAY_OK;
}

static struct assay_str say(const struct telling *telling,
                            const struct assay_track *track)
{
    struct assay_buf text = {0};
    struct assay_str said;

    if (telling->gguf->model->words)
        return (struct assay_str){NULL, 0};
    for (size_t i = 0; i < track->count; i++)
        assay_gguf_say(telling->gguf->model, (int32_t)track->ids[i], &text);
    said = assay_arena_copy(telling->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return said;
}

/* ---- rows ---- */

/* A row of a track's tokens behind others; what is read stands in out. */
static void add_row(struct telling *telling, const struct assay_track *track,
                    const int32_t *before, size_t n, size_t prompt)
{
    const struct assay_gguf *gguf = telling->gguf;
    const size_t count = n + track->count;
    int32_t *token = assay_arena_new(telling->arena, count, sizeof(*token));
    size_t *place = assay_arena_new(telling->arena, track->count, sizeof(*place));

    memcpy(token, before, n * sizeof(*token));
    for (size_t i = 0; i < track->count; i++) {
        token[n + i] = (int32_t)track->ids[i];
        place[i] = n + i - 1;
    }
    telling->row[telling->rows++] = (struct assay_gguf_row){
        .token = token,
        .count = count,
        .place = place,
        .places = track->count,
        .prompt = prompt,
        .out = assay_arena_new(telling->arena,
                               track->count *
                                   assay_gguf_numbers(gguf->model, &gguf->reading),
                               sizeof(double))};
}

static const char *fault_of(const struct telling *telling,
                            const struct assay_track *track)
{
    const size_t most = telling->gguf->max_length;
    const size_t all = telling->prompt.count + track->count;

    if (track->count == 0)
        return "no tokens";
    if (telling->prompt.count == 0)
        return "the prompt has no tokens";
    if (all <= most)
        return NULL;
    atomic_fetch_add(&telling->gguf->seen->too_long, 1);
    return assay_arena_printf(telling->arena, "more tokens than the limit, %zu", most);
}

/* What stands before a completion whose prompt is left out; -1: the vocabulary has no such token. */
static int32_t begin_of(const struct assay_gguf_model *model)
{
    const int32_t bos = assay_gguf_bos(model);

    return bos >= 0 ? bos : assay_gguf_eos(model);
}

static enum assay_code put_rows(struct telling *telling, struct assay_error *err)
{
    const size_t n = telling->wish->item->completion_count;
    const int32_t begin = begin_of(telling->gguf->model);
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < n; k++) {
        struct assay_track *track = &telling->out[k];

        code = find_tokens(telling, k, err);
        if (!code && !track->fault)
            track->fault = fault_of(telling, track);
        if (!code && !track->fault && telling->gguf->tracks->bare && begin < 0)
            track->fault = "the vocabulary has no token that a text begins with";
        if (code == ASSAY_EDATA) { /* of this completion alone */
            track->fault = assay_arena_printf(telling->arena, "%s", err->text);
            code = ASSAY_OK;
        }
        if (!code && !track->fault) {
            track->said = say(telling, track);
            add_row(telling, track, telling->prompt.at, telling->prompt.count, 0);
        }
    }
    for (size_t k = 0; !code && telling->gguf->tracks->bare && k < n; k++)
        if (!telling->out[k].fault)
            add_row(telling, &telling->out[k], &begin, 1, BARE);
    return code;
}

/* ---- what was read ---- */

/* Number `which` of each place. */
static const double *column(const struct telling *telling,
                            const struct assay_gguf_row *row, size_t which)
{
    const size_t each = assay_gguf_numbers(telling->gguf->model, &telling->gguf->reading);
    double *out = assay_arena_new(telling->arena, row->places, sizeof(*out));

    for (size_t i = 0; i < row->places; i++)
        out[i] = row->out[i * each + which];
    return out;
}

static const double *top_of(const struct telling *telling,
                            const struct assay_gguf_row *row, size_t top)
{
    const size_t each = assay_gguf_numbers(telling->gguf->model, &telling->gguf->reading);
    double *out = assay_arena_new(telling->arena, row->places * 2 * top, sizeof(*out));

    for (size_t i = 0; i < row->places; i++)
        memcpy(out + i * 2 * top, row->out + i * each + ASSAY_GGUF_ALL_TOP,
               2 * top * sizeof(*out));
    return out;
}

static bool finite(const struct telling *telling, const struct assay_gguf_row *row)
{
    const size_t n =
        row->places * assay_gguf_numbers(telling->gguf->model, &telling->gguf->reading);

    for (size_t i = 0; i < n; i++)
        if (!isfinite(row->out[i]))
            return false;
    return true;
}

static void settle(struct telling *telling, const struct assay_gguf_row *row,
                   const struct assay_gguf_row *bare, struct assay_track *track)
{
    const struct assay_tracking *tracks = telling->gguf->tracks;

    if (!finite(telling, row) || (bare && !finite(telling, bare))) {
        track->fault = "a number that is not finite";
        return;
    }
    track->log_p = column(telling, row, 0);
    track->bare = bare ? column(telling, bare, 0) : NULL;
    if (tracks->spread) {
        track->entropy = column(telling, row, 1);
        track->sum = column(telling, row, 2);
    }
    track->top = tracks->top > 0 ? telling->gguf->reading.count : 0;
    if (track->top > 0)
        track->likeliest = top_of(telling, row, track->top);
}

static void settle_all(struct telling *telling)
{
    const size_t n = telling->wish->item->completion_count;
    const bool bare = telling->gguf->tracks->bare;
    const size_t apart = bare ? telling->rows / 2 : 0;
    size_t row = 0;

    for (size_t k = 0; k < n; k++) {
        if (telling->out[k].fault)
            continue;
        settle(telling, &telling->row[row], bare ? &telling->row[apart + row] : NULL,
               &telling->out[k]);
        row++;
    }
}

enum assay_code assay_gguf_tracks(const void *state, const struct assay_track_wish *wish,
                                  struct assay_arena *arena, struct assay_track *out,
                                  struct assay_error *err)
{
    const struct assay_gguf *gguf = state;
    const size_t n = wish->item->completion_count;
    struct telling telling = {.gguf = gguf, .wish = wish, .arena = arena, .out = out};
    struct assay_gguf_desk *desk;
    enum assay_code code = read_prompt(&telling, err);

    memset(out, 0, n * sizeof(*out));
    if (code == ASSAY_EDATA) { /* the template refuses the prompt */
        const char *why = assay_arena_printf(arena, "%s", err->text);

        for (size_t k = 0; k < n; k++)
            out[k].fault = why;
        return ASSAY_OK;
    }
    telling.row = assay_arena_new(arena, 2 * n + 1, sizeof(*telling.row));
    if (!code)
        code = put_rows(&telling, err);
    if (code || telling.rows == 0)
        return code;
    desk = assay_gguf_desk_take(gguf);
    code = assay_gguf_decode(desk->decoder, telling.row, telling.rows, err);
    assay_gguf_desk_give(gguf, desk, code != ASSAY_OK);
    if (!code)
        settle_all(&telling);
    return code;
}

/* log_tracks.c - tracks of tokens from live models, put into the responses of a group. */
#include "harness/cli/log_models.h"

#include "harness/core/rollout_write.h"

#include <string.h>

/* The responses of a group that can be told of. */
struct asked {
    const struct assay_log_filling *filling;
    struct assay_item item;
    struct assay_str *text;      /* (count,) */
    struct assay_track_ids *ids; /* (count,) the log's, or from the first model on its */
    size_t *at;                  /* (count,) places among the responses of the group */
    size_t count;
    struct assay_track *track; /* (count,) of the model at hand */
    struct assay_str *said;    /* (count,) by the first model; ptr NULL: not known */
    const char *who;           /* its name */
};

/* ---- who is asked ---- */

/* The tokens that the log has of a response; at is NULL where it has none. */
static enum assay_code logged_ids(const struct assay_rollout_view *view,
                                  const struct assay_node *response,
                                  struct assay_track_ids *out, struct assay_error *err)
{
    const double *number;
    size_t n;
    enum assay_code code =
        assay_rollout_array(view, response, "tok.ids", &number, &n, err);
    int64_t *ids;

    *out = (struct assay_track_ids){NULL, 0};
    if (code || !number)
        return code;
    ids = assay_arena_new(view->arena, n + 1, sizeof(*ids));
    for (size_t i = 0; i < n; i++)
        ids[i] = (int64_t)number[i];
    *out = (struct assay_track_ids){ids, n};
    return ASSAY_OK;
}

static enum assay_code gather(struct asked *asked, struct assay_error *err)
{
    const struct assay_log_filling *filling = asked->filling;
    const struct assay_rollout_view *view = filling->view;
    size_t messages;
    const struct assay_message *message = assay_log_prompt(view, &messages);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *text = assay_node_get(filling->response[i], "text");
        struct assay_track_ids *ids = &asked->ids[asked->count];

        code = logged_ids(view, filling->response[i], ids, err);
        if (code)
            break;
        if (!message || (!ids->at && !assay_node_is(text, ASSAY_NODE_TEXT))) {
            assay_log_lack(filling->lacks, "%s: no %s", asked->who,
                           message ? "text and no tok.ids" : "prompt of texts");
            continue;
        }
        asked->text[asked->count] = assay_node_text(text);
        asked->at[asked->count++] = i;
    }
    asked->item = (struct assay_item){.id = assay_rollout_text(view->record.node, "id"),
                                      .messages = message,
                                      .message_count = messages,
                                      .completions = asked->text,
                                      .completion_count = asked->count,
                                      .file = "log",
                                      .line = view->record.line};
    return code;
}

/* ---- what is put ---- */

static struct assay_node list_of_ids(const struct assay_track *track,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < track->count; i++)
        (void)assay_node_push(arena, list, assay_node_of_int(track->ids[i]));
    return *list;
}

static struct assay_node list_of_top(const struct assay_track *track,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < track->count; i++) {
        struct assay_node *place = assay_node_list(arena);

        for (size_t k = 0; k < track->top; k++) {
            const double *told = track->likeliest + 2 * (i * track->top + k);
            struct assay_node *pair = assay_node_list(arena);

            (void)assay_node_push(arena, pair, assay_node_of_int((int64_t)told[0]));
            (void)assay_node_push(arena, pair, assay_node_of_real(told[1]));
            (void)assay_node_push(arena, place, *pair);
        }
        (void)assay_node_push(arena, list, *place);
    }
    return *list;
}

/* One track, where it was told. */
static enum assay_code put_track(const struct asked *asked, size_t k, const char *path,
                                 const double *number, struct assay_error *err)
{
    if (!number)
        return ASSAY_OK;
    return assay_log_put(
        asked->filling, asked->at[k], asked->who, path,
        assay_rollout_list(number, asked->track[k].count, asked->filling->view->arena),
        err);
}

/* tok.ids and n_tok, where the log has none. */
static enum assay_code put_tokens(const struct asked *asked, size_t k,
                                  struct assay_error *err)
{
    const struct assay_log_filling *filling = asked->filling;
    const struct assay_node *response = filling->response[asked->at[k]];
    const struct assay_track *track = &asked->track[k];
    enum assay_code code = ASSAY_OK;

    if (!assay_node_get(response, "n_tok"))
        code = assay_log_put(filling, asked->at[k], asked->who, "n_tok",
                             assay_node_of_int((int64_t)track->count), err);
    if (!code && !assay_rollout_value(response, ASSAY_STR("tok.ids")))
        code = assay_log_put(filling, asked->at[k], asked->who, "tok.ids",
                             list_of_ids(track, filling->view->arena), err);
    return code;
}

static enum assay_code put_all(const struct asked *asked, size_t k,
                               struct assay_error *err)
{
    const struct assay_log_filling *filling = asked->filling;
    struct assay_arena *arena = filling->view->arena;
    const struct assay_track *track = &asked->track[k];
    enum assay_code code = put_tokens(asked, k, err);

    if (!code)
        code = put_track(asked, k, assay_arena_printf(arena, "tok.lp.%s", asked->who),
                         track->log_p, err);
    if (!code)
        code = put_track(asked, k, "tok.lp.noctx", track->bare, err);
    if (!code)
        code = put_track(asked, k, "tok.H", track->entropy, err);
    if (!code)
        code = put_track(asked, k, "tok.slp", track->sum, err);
    if (!code && track->likeliest)
        code = assay_log_put(filling, asked->at[k], asked->who, "tok.topk",
                             list_of_top(track, arena), err);
    return code;
}

/* ---- whether it may be put ---- */

/* Errors: ASSAY_EMODEL where the tokens say something else to this model than to the first one. */
static enum assay_code compare(const struct assay_log_model *model,
                               const struct asked *asked, size_t k,
                               struct assay_error *err)
{
    const struct assay_str said = asked->track[k].said, first = asked->said[k];

    if (!said.ptr || !first.ptr || assay_str_equal(said, first))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EMODEL,
                      "%s reads the tokens of a response as \"%.*s\", and they are "
                      "\"%.*s\": another vocabulary",
                      model->model, (int)(said.len < 40 ? said.len : 40), said.ptr,
                      (int)(first.len < 40 ? first.len : 40), first.ptr);
}

/* False, and counted, where nothing is told of a response, or of other tokens than the log counts. */
static bool told(const struct asked *asked, size_t k)
{
    const struct assay_track *track = &asked->track[k];
    const struct assay_node *response = asked->filling->response[asked->at[k]];
    double n;

    if (track->fault)
        assay_log_lack(asked->filling->lacks, "%s: %s", asked->who, track->fault);
    else if (assay_rollout_number(response, "n_tok", &n) && n != (double)track->count)
        assay_log_lack(asked->filling->lacks, "%s: another number of tokens than n_tok",
                       asked->who);
    else
        return true;
    return false;
}

/* Leaves those whose tokens are known. */
static void keep(struct asked *asked)
{
    size_t n = 0;

    for (size_t k = 0; k < asked->count; k++) {
        if (!asked->ids[k].at)
            continue;
        asked->ids[n] = asked->ids[k];
        asked->text[n] = asked->text[k];
        asked->said[n] = asked->said[k];
        asked->at[n++] = asked->at[k];
    }
    asked->count = n;
    asked->item.completion_count = n;
}

static enum assay_code ask(const struct assay_log_model *model, struct asked *asked,
                           struct assay_error *err)
{
    const struct assay_track_wish wish = {&asked->item, asked->ids};
    enum assay_code code = model->inner.adapter->tracks(
        model->inner.state, &wish, asked->filling->view->arena, asked->track, err);

    asked->who = model->name;
    for (size_t k = 0; !code && k < asked->count; k++) {
        const struct assay_track *track = &asked->track[k];

        if (!told(asked, k))
            continue;
        code = compare(model, asked, k, err);
        if (!code)
            code = put_all(asked, k, err);
        if (!asked->said[k].ptr)
            asked->said[k] = track->said;
        asked->ids[k] = (struct assay_track_ids){track->ids, track->count};
    }
    keep(asked);
    return code;
}

enum assay_code assay_log_fill_tracks(struct assay_log_models *models,
                                      const struct assay_log_filling *filling,
                                      struct assay_error *err)
{
    struct assay_arena *arena = filling->view->arena;
    const size_t n = filling->view->count;
    struct asked asked = {.filling = filling,
                          .text = assay_arena_new(arena, n, sizeof(*asked.text)),
                          .ids = assay_arena_new(arena, n, sizeof(*asked.ids)),
                          .at = assay_arena_new(arena, n, sizeof(*asked.at)),
                          .track = assay_arena_new(arena, n, sizeof(*asked.track)),
                          .said = assay_arena_new(arena, n, sizeof(*asked.said)),
                          .who = models->at[0].name};
    enum assay_code code = gather(&asked, err);

    for (size_t m = 0; !code && m < models->count; m++)
        if (!models->at[m].steps && asked.count > 0)
            code = ask(&models->at[m], &asked, err);
    return code;
}

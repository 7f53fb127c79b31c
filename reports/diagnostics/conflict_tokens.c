/*
 * conflict_tokens.c - how many tokens does a run push both ways, and how many responses are too uncertain to learn from?
 *
 * By checkpoint, means over prompts of their responses with tok.ids and a reward:
 *
 *   in conflict   responses with a token in conflict (metrics/conflict_tokens.h), the sign that of reward less group mean
 *   tokens        tokens in conflict of a response; forward and backward: in the run from its start, from its end
 *   dropped       responses whose mean entropy (tok.H) is above `most`
 *
 * Source: Simoni et al. 2025, GTPO, arXiv:2508.03772; winstonsmith1897/GTPO gtpo/gtpo_training.py@5d33811.
 */
#include "metrics/conflict_tokens.h"
#include "metrics/group_advantage.h"
#include "reports/diagnostics/training.h"

#include <math.h>

enum {
    LISTED = 1000 /* responses whose counts are told one by one */
};

enum track {
    CONFLICT,
    TOKENS,
    FORWARD,
    BACKWARD,
    DROPPED,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [CONFLICT] = {"in_conflict", "with conflict", "percent", "responses"},
    [TOKENS] = {"tokens", "tokens in conflict", "", "tokens of a response"},
    [FORWARD] = {"forward", "from the start", "", "tokens of a response"},
    [BACKWARD] = {"backward", "from the end", "", "tokens of a response"},
    [DROPPED] = {"dropped", "too uncertain", "percent", "responses"},
};

struct conflict {
    struct assay_training training;
    const char *reward;
    double most;
    size_t responses, conflicting, dropped, listed;
    struct assay_arena arena;
    struct assay_node *counts; /* "GROUP/RESPONSE": tokens */
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct conflict, training)),
    {.name = "reward",
     .help = "field of a response whose sign in its group decides",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct conflict, reward),
     .initial = "correct",
     .value = "FIELD"},
    {.name = "most-entropy",
     .help = "mean entropy above which a response is dropped",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conflict, most),
     .initial = "0.7",
     .lo = 0.0,
     .hi = 1e6,
     .value = "X"},
    {0},
};

/* Responses of a group with a reward; ids are NULL where they are missing. */
struct group {
    struct assay_conflict_completion *at;
    const struct assay_node **response;
    size_t n;
};

static enum assay_code read_group(const struct conflict *self,
                                  const struct assay_rollout_view *view,
                                  struct group *group, struct assay_error *err)
{
    const size_t room = view->count + 1;
    double *reward = assay_arena_new(view->arena, room, sizeof(*reward));
    double *advantage = assay_arena_new(view->arena, room, sizeof(*advantage));
    enum assay_code code = ASSAY_OK;

    *group = (struct group){assay_arena_new(view->arena, room, sizeof(*group->at)),
                            assay_arena_new(view->arena, room, sizeof(const void *)), 0};
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        struct assay_conflict_completion *one = &group->at[group->n];

        if (!assay_rollout_number(response, self->reward, &reward[group->n]))
            continue;
        code = assay_rollout_array(view, response, "tok.ids", &one->ids, &one->n, err);
        one->n = one->ids ? one->n : 0;
        one->flag = assay_arena_new(view->arena, one->n + 1, 1);
        group->response[group->n++] = response;
    }
    if (code || group->n < 2)
        return code;
    assay_group_advantage(ASSAY_GROUP_CENTRED, reward, group->n, 0.0, advantage);
    for (size_t i = 0; i < group->n; i++)
        group->at[i].sign = (advantage[i] > 0.0) - (advantage[i] < 0.0);
    assay_conflict_tokens(group->at, group->n);
    return ASSAY_OK;
}

static void list(struct conflict *self, const struct assay_rollout_view *view,
                 const struct assay_node *response, size_t tokens)
{
    const struct assay_str group = assay_rollout_text(view->record.node, "id");
    const struct assay_str id = assay_rollout_text(response, "id");

    if (self->listed++ >= LISTED)
        return;
    if (!self->counts)
        self->counts = assay_node_map(&self->arena);
    assay_node_put_count(&self->arena, self->counts,
                         assay_arena_printf(&self->arena, "%.*s/%.*s",
                                            ASSAY_STR_ARG(group), ASSAY_STR_ARG(id)),
                         tokens);
}

static enum assay_code take_response(struct conflict *self,
                                     const struct assay_rollout_view *view,
                                     const struct group *group, size_t i, uint32_t at,
                                     struct assay_error *err)
{
    const uint32_t prompt = assay_training_prompt(&self->training, view->record.node);
    const struct assay_conflict_completion *one = &group->at[i];
    size_t n[2] = {0, 0}, any = 0, tokens;
    const double *entropy;
    double sum = 0.0;
    enum assay_code code;

    for (size_t t = 0; t < one->n; t++) {
        n[0] += (one->flag[t] & ASSAY_CONFLICT_FORWARD) != 0;
        n[1] += (one->flag[t] & ASSAY_CONFLICT_BACKWARD) != 0;
        any += one->flag[t] != 0;
    }
    self->responses++;
    self->conflicting += any > 0;
    list(self, view, group->response[i], any);
    assay_training_add(&self->training, CONFLICT, at, prompt, any > 0);
    assay_training_add(&self->training, TOKENS, at, prompt, (double)any);
    assay_training_add(&self->training, FORWARD, at, prompt, (double)n[0]);
    assay_training_add(&self->training, BACKWARD, at, prompt, (double)n[1]);
    code = assay_rollout_array(view, group->response[i], "tok.H", &entropy, &tokens, err);
    if (code || !entropy || tokens == 0)
        return code;
    for (size_t t = 0; t < tokens; t++)
        sum += entropy[t];
    self->dropped += sum / (double)tokens > self->most;
    assay_training_add(&self->training, DROPPED, at, prompt,
                       sum / (double)tokens > self->most);
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct conflict *self = state;
    struct group group;
    uint32_t at;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    code = read_group(self, view, &group, err);
    if (code || group.n < 2 ||
        !assay_training_takes(&self->training, view->record.node, &at))
        return code;
    for (size_t i = 0; !code && i < group.n; i++)
        if (group.at[i].ids)
            code = take_response(self, view, &group, i, at, err);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct conflict *self = state;
    struct assay_courses courses;
    enum assay_code code;

    if (self->responses == 0) {
        out->lacks = "tok.ids and a reward of two responses to a prompt";
        return ASSAY_OK;
    }
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code || out->lacks)
        return code;
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu of %zu responses have tokens that their group both rewards and "
            "punishes%s.",
            self->conflicting, self->responses,
            self->dropped
                ? assay_arena_printf(out->arena, "; %zu are too uncertain", self->dropped)
                : "")));
    assay_node_put_count(out->arena, out->values, "responses", self->responses);
    assay_node_put_count(out->arena, out->values, "conflicting", self->conflicting);
    assay_node_put_count(out->arena, out->values, "dropped_responses", self->dropped);
    if (self->listed <= LISTED)
        assay_node_put(out->arena, out->values, "counts", *self->counts);
    assay_training_tell(&courses, "conflict-tokens", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct conflict *self = state;

    assay_training_release(&self->training);
    assay_arena_release(&self->arena);
}

const struct assay_diagnostic assay_diagnostic_conflict_tokens = {
    .name = "conflict-tokens",
    .summary = "how many tokens are pushed both ways by responses of one group?",
    .formula =
        "tokens equal at the same place from the start, or from the end, in a run, "
        "under both signs of the advantage",
    .needs = "tok.ids tok.H correct",
    .source = "Simoni et al. 2025, arXiv:2508.03772; winstonsmith1897/GTPO "
              "gtpo/gtpo_training.py@5d33811",
    .rows = {71},
    .options = options,
    .state_size = sizeof(struct conflict),
    .take = take,
    .tell = tell,
    .end = end,
};

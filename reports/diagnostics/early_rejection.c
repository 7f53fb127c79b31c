/*
 * early_rejection.c - can responses be dropped for the score of their first tokens?
 *
 * steps.prefix.NAME@E has the score of a response's first E, 2E, 3E, ... tokens. At tau = E, 2E, 4E, 8E, ..., over prompts
 * of which some response is longer than tau:
 *
 *   pearson, kendall  mean over prompts of the correlation of partial and final scores of its responses
 *   saved             tokens that are not written if the best `keep` by partial score go on alone, a share of the prompt's
 *   best dropped      prompts whose best response by final score is among those dropped
 *   regret            final score, and share right, of the best of all less that of the best kept
 *
 * A response shorter than tau has its last partial score. Intervals are of a bootstrap over prompts.
 *
 * Source: "Accelerating LLM Reasoning via Early Rejection with Partial Reward Modeling", arXiv:2508.01969.
 */
#include "metrics/early_rejection.h"

#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/training.h"

#include <math.h>
#include <stdlib.h>

enum {
    TAUS = 24 /* E, 2E, ... */
};

enum track {
    PEARSON,
    KENDALL,
    SAVED,
    DROPPED,
    REGRET,
    RIGHT_REGRET,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [PEARSON] = {"pearson", "Pearson", "", "correlation with the final score"},
    [KENDALL] = {"kendall", "Kendall", "", "correlation with the final score"},
    [SAVED] = {"saved", "tokens saved", "percent", "saved and lost"},
    [DROPPED] = {"best_dropped", "best dropped", "percent", "saved and lost"},
    [REGRET] = {"regret", "regret", "", NULL},
    [RIGHT_REGRET] = {"accuracy_regret", "right answers lost", "percent", NULL},
};

static const struct assay_training_axis axis = {
    .name = "tokens before rejection", .key = "taus", .doubling = true};

struct early {
    struct assay_training training;
    const char *prefix, *final;
    size_t keep;
    double lost;
    char *path;   /* steps.prefix.NAME@E */
    size_t every; /* E; 0: not known */
};

static const struct assay_option options[] = {
    {.name = "prefix",
     .help = "scores of prefixes, steps.prefix.NAME, NAME@TOKENS; without it the first",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct early, prefix),
     .optional = true,
     .value = "NAME"},
    {.name = "final",
     .help = "score of the whole response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct early, final),
     .initial = "reward.final",
     .value = "FIELD"},
    {.name = "keep",
     .help = "responses of a prompt that go on; 0: half of them, rounded up",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct early, keep),
     .initial = "0",
     .lo = 0,
     .hi = 65536,
     .value = "N"},
    {.name = "lost",
     .help = "share of prompts whose best response may be dropped, for the tau to choose",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct early, lost),
     .initial = "0.05",
     .lo = 0.0,
     .hi = 1.0,
     .value = "X"},
    {0},
};

/* The responses of a prompt that have all that is needed, by id. */
struct member {
    struct assay_str id;
    const double *partial;
    size_t scores;
    double final, length, right;
};

static int by_id(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    return assay_str_compare(x->id, y->id);
}

/* E of NAME@E; 0 where it says none. */
static size_t every_of(struct assay_str name)
{
    const size_t at = assay_str_find(name, ASSAY_STR("@"));
    double every = 0.0;

    if (at >= name.len ||
        !assay_str_number((struct assay_str){name.ptr + at + 1, name.len - at - 1},
                          &every))
        return 0;
    return every >= 1.0 && every < 1e9 ? (size_t)every : 0;
}

/* Finds the scores of prefixes where they are not known yet; false where the response has none. */
static bool find_scores(struct early *self, const struct assay_node *response,
                        struct assay_arena *arena)
{
    const struct assay_node *map =
        assay_rollout_value(response, ASSAY_STR("steps.prefix"));
    struct assay_str name;

    if (self->every > 0 || assay_node_count(map) == 0)
        return self->every > 0;
    name = self->prefix ? assay_str_of(self->prefix) : map->as.map.at[0].key;
    self->every = every_of(name);
    if (self->every > 0)
        self->path = assay_memory_copy(assay_arena_printf(
            arena, "steps.prefix.%s", assay_arena_copy(arena, name).ptr));
    return self->every > 0;
}

static enum assay_code read_members(struct early *self,
                                    const struct assay_rollout_view *view,
                                    struct member *member, size_t *n, bool *judged,
                                    struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *n = 0;
    *judged = true;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        struct member *one = &member[*n];

        if (!find_scores(self, response, view->arena) ||
            !assay_rollout_number(response, self->final, &one->final) ||
            !assay_rollout_number(response, "n_tok", &one->length) ||
            !(one->length > 0.0))
            continue;
        code = assay_rollout_array(view, response, self->path, &one->partial,
                                   &one->scores, err);
        if (code || !one->partial || one->scores == 0)
            continue;
        one->id = assay_rollout_text(response, "id");
        if (!assay_rollout_number(response, "correct", &one->right))
            *judged = false;
        ++*n;
    }
    return code;
}

static double defined(enum assay_code code, double value)
{
    return code ? (double)NAN : value;
}

static void take_tau(struct early *self, double tau, uint32_t prompt,
                     const struct assay_early_group *group)
{
    const size_t half = (group->n + 1) / 2;
    const size_t keep = self->keep == 0         ? half
                        : self->keep < group->n ? self->keep
                                                : group->n;
    struct assay_training *training = &self->training;
    const uint32_t at = assay_training_at(training, tau);
    struct assay_early_outcome outcome;
    struct assay_error why;
    double r = 0.0;
    enum assay_code code =
        assay_correlation_pearson(group->partial, group->final, group->n, &r, &why);

    assay_training_add(training, PEARSON, at, prompt, defined(code, r));
    code = assay_correlation_kendall(group->partial, group->final, group->n, &r, &why);
    assay_training_add(training, KENDALL, at, prompt, defined(code, r));
    assay_early_reject(group, keep, tau, &outcome);
    assay_training_add(training, SAVED, at, prompt, outcome.saved / outcome.written);
    assay_training_add(training, DROPPED, at, prompt, outcome.dropped);
    assay_training_add(training, REGRET, at, prompt, outcome.regret);
    if (group->right)
        assay_training_add(training, RIGHT_REGRET, at, prompt, outcome.right_regret);
}

static void take_members(struct early *self, const struct assay_rollout_view *view,
                         struct member *member, size_t n, bool judged)
{
    double *x = assay_arena_new(view->arena, 4 * n + 1, sizeof(*x)), longest = 0.0;
    const struct assay_early_group group = {x, x + n, x + 2 * n,
                                            judged ? x + 3 * n : NULL, n};
    const uint32_t prompt = assay_training_prompt(&self->training, view->record.node);

    qsort(member, n, sizeof(*member), by_id);
    for (size_t i = 0; i < n; i++) {
        x[n + i] = member[i].final;
        x[2 * n + i] = member[i].length;
        x[3 * n + i] = judged ? member[i].right : 0.0;
        longest = fmax(longest, member[i].length);
    }
    for (size_t k = 0; k < TAUS && (double)(self->every << k) < longest; k++) {
        for (size_t i = 0; i < n; i++) {
            const size_t place = ((size_t)1 << k) - 1;

            x[i] = member[i]
                       .partial[place < member[i].scores ? place : member[i].scores - 1];
        }
        take_tau(self, (double)(self->every << k), prompt, &group);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct early *self = state;
    struct member *member =
        assay_arena_new(view->arena, view->count + 1, sizeof(*member));
    bool judged;
    size_t n;
    const enum assay_code code = read_members(self, view, member, &n, &judged, err);

    if (!code && n >= 2)
        take_members(self, view, member, n, judged);
    return code;
}

/* ---- telling ---- */

/* The tau that saves most of those that drop the best in no more than the allowed share; SIZE_MAX: there is none. */
static size_t choose(const struct early *self, const struct assay_courses *courses)
{
    const double *saved = courses->track[SAVED].value;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < courses->count; i++)
        if (courses->track[DROPPED].value[i] <= self->lost &&
            (best == SIZE_MAX || saved[i] > saved[best]))
            best = i;
    return best;
}

static void tell_choice(const struct early *self, const struct assay_courses *courses,
                        struct assay_diagnosis *out)
{
    const size_t best = choose(self, courses);
    const char *text;

    if (best == SIZE_MAX)
        text =
            assay_arena_printf(out->arena,
                               "No beginning tells enough: at each the best response is "
                               "dropped in more than %g %% of prompts.",
                               100.0 * self->lost);
    else
        text = assay_arena_printf(out->arena,
                                  "Dropping responses after %g tokens saves %.1f %% of "
                                  "all tokens and loses the "
                                  "best response in %.1f %% of prompts.",
                                  courses->x[best],
                                  100.0 * courses->track[SAVED].value[best],
                                  100.0 * courses->track[DROPPED].value[best]);
    (void)assay_page_text(out->page, assay_str_of(text));
    assay_node_put(out->arena, out->values, "tau",
                   best == SIZE_MAX ? assay_node_null()
                                    : assay_node_of_real(courses->x[best]));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct early *self = state;
    struct assay_courses courses;
    enum assay_code code;

    if (self->training.count == 0) {
        out->lacks =
            "steps.prefix.NAME@TOKENS, the final score and n_tok of two responses";
        return ASSAY_OK;
    }
    self->training.axis = &axis;
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code || out->lacks)
        return code;
    tell_choice(self, &courses, out);
    assay_training_tell(&courses, "early-rejection", out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct early *self = state;

    free(self->path);
    assay_training_release(&self->training);
}

const struct assay_diagnostic assay_diagnostic_early_rejection = {
    .name = "early-rejection",
    .summary = "can responses be dropped for the score of their first tokens?",
    .formula = "at each tau: corr(partial, final); of the best kept by partial score, "
               "tokens saved, share of best ones dropped, regret",
    .needs = "steps.prefix reward.final n_tok",
    .source = "Early Rejection with Partial Reward Modeling, arXiv:2508.01969",
    .rows = {66},
    .options = options,
    .state_size = sizeof(struct early),
    .take = take,
    .tell = tell,
    .end = end,
};

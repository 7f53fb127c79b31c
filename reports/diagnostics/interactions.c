/*
 * interactions.c - agents that argue: do rewards among them still say anything?
 *
 * A solver's reward is (s - lo) / (hi - lo) of the scores that its response has, the critic's what is left of 1. When judges
 * are easy on solvers, the mean goes to 1 whether answers are right or not:
 *
 *   solver      mean reward of solvers
 *   right       share of right answers among these, where somebody judged them
 *   unread      share of verdicts that could not be read
 *   hacked      the last checkpoint's mean reward is at or above a limit, and no lower than at the first, while right answers
 *               are fewer than that limit
 *
 * Source: Xue et al. 2025, CoMAS, arXiv:2510.08529, section 5 (reward hacking of ablations).
 */
#include "harness/core/rollout_judged.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

enum {
    SOLVER,
    RIGHT,
    UNREAD,
    TRACKS
};

struct interactions {
    struct assay_training training;
    const char *solver;
    double lo, hi, limit;
    size_t groups;
    struct assay_measured of[TRACKS];
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct interactions, training)),
    {.name = "solver",
     .help = "role of turns that solve, turns[].role",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct interactions, solver),
     .initial = "solver",
     .value = "ROLE"},
    {.name = "lo",
     .help = "least score",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct interactions, lo),
     .initial = "1"},
    {.name = "hi",
     .help = "greatest score",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct interactions, hi),
     .initial = "3"},
    {.name = "limit",
     .help = "mean reward of solvers from which it says nothing more",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct interactions, limit),
     .initial = "0.95",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_track tracks[TRACKS] = {
    {"solver", "reward of solvers", "", "reward"},
    {"right", "right answers", "percent", "answers"},
    {"unread", "verdicts that could not be read", "percent", NULL}};

static enum assay_code begin(void *state, struct assay_error *err)
{
    const struct interactions *self = state;

    return self->lo < self->hi ? ASSAY_OK
                               : assay_fail(err, ASSAY_EUSAGE, "lo=%g is not below hi=%g",
                                            self->lo, self->hi);
}

static bool solves(const struct interactions *self, const struct assay_node *response)
{
    const struct assay_node *turns = assay_node_get(response, "turns");
    const size_t n = assay_node_count(turns);

    return n > 0 &&
           assay_str_equal(assay_rollout_text(assay_node_at(turns, n - 1), "role"),
                           assay_str_of(self->solver));
}

static void take_solver(struct interactions *self, const struct assay_rollout_view *view,
                        const struct assay_rollout_points *points, size_t i,
                        uint32_t checkpoint, uint32_t prompt)
{
    const struct assay_rollout_point *point;
    const size_t n = assay_rollout_points_of(points, i, &point);
    double value[TRACKS] = {NAN, NAN, NAN};

    for (size_t k = 0; k < n; k++) {
        value[SOLVER] = point[k].parsed
                            ? (point[k].score - self->lo) / (self->hi - self->lo)
                            : (double)NAN;
        value[UNREAD] = point[k].parsed ? 0.0 : 1.0;
        for (size_t t = 0; t < TRACKS; t++) {
            assay_measured_add(&self->of[t], self->groups, value[t]);
            assay_training_add(&self->training, t, checkpoint, prompt, value[t]);
        }
    }
    if (n == 0 || !assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                        &value[RIGHT]))
        return;
    assay_measured_add(&self->of[RIGHT], self->groups, value[RIGHT]);
    assay_training_add(&self->training, RIGHT, checkpoint, prompt, value[RIGHT]);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct interactions *self = state;
    const struct assay_rollout_reading how = {
        .kind = "point", .lo = self->lo, .hi = self->hi};
    struct assay_rollout_points points;
    uint32_t checkpoint, prompt;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP ||
        !assay_training_takes(&self->training, view->record.node, &checkpoint))
        return ASSAY_OK;
    self->groups++;
    prompt = assay_training_prompt(&self->training, view->record.node);
    assay_rollout_points(view, &how, &points);
    for (size_t i = 0; i < view->count; i++)
        if (solves(self, assay_rollout_view_response(view, i)))
            take_solver(self, view, &points, i, checkpoint, prompt);
    return ASSAY_OK;
}

/* The place where rewards say nothing more; SIZE_MAX: nowhere. */
static size_t hacked_at(const struct interactions *self,
                        const struct assay_courses *courses)
{
    const struct assay_course *solver = &courses->track[SOLVER];
    const struct assay_course *right = &courses->track[RIGHT];
    size_t first, last;

    if (!assay_training_ends(solver, courses->count, &first, &last))
        first = last = 0;
    for (size_t i = first; i <= last && i < courses->count; i++) {
        const bool wrong =
            !right->any || isnan(right->value[i]) || right->value[i] < self->limit;

        if (solver->value[last] >= self->limit && solver->value[i] >= self->limit &&
            solver->value[last] >= solver->value[first] && wrong)
            return i;
    }
    return SIZE_MAX;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct interactions *self = state;
    struct assay_page_table *table;
    struct assay_courses courses;
    size_t hacked;
    enum assay_code code;

    if (self->of[SOLVER].n == 0) {
        out->lacks = "turns[].role of solvers, with judges[kind=point]";
        return ASSAY_OK;
    }
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code || out->lacks)
        return code;
    hacked = hacked_at(self, &courses);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "Solvers earn %.4g of 1 on average%s.",
            assay_measured_mean(&self->of[SOLVER]),
            hacked != SIZE_MAX
                ? assay_arena_printf(out->arena,
                                     "; from %s on nearly all of it, which says nothing "
                                     "more of their answers",
                                     assay_training_place(&courses, hacked, out->arena))
                : "")));
    assay_training_flag(&courses, "hacked", hacked, out);
    table = assay_measured_table(out, "interactions", "Rewards among agents");
    for (size_t t = 0; !code && t < TRACKS; t++) {
        const struct assay_measured_line line = {tracks[t].key, tracks[t].header,
                                                 tracks[t].unit};

        code = assay_measured_put(&self->of[t], &line, out->values, table, out, err);
    }
    if (!code && courses.count > 1)
        assay_measured_courses(&courses, "interactions", out);
    return code;
}

static void end(void *state)
{
    struct interactions *self = state;

    for (size_t t = 0; t < TRACKS; t++)
        assay_measured_release(&self->of[t]);
    assay_training_release(&self->training);
}

const struct assay_diagnostic assay_diagnostic_interactions = {
    .name = "interactions",
    .summary = "agents that argue: do rewards among them still say anything?",
    .formula = "mean of (s - 1) / 2 over solvers' scores s, by checkpoint; right answers "
               "beside it",
    .needs = "turns[].role judges[].score correct step",
    .source = "Xue et al. 2025, CoMAS, arXiv:2510.08529",
    .rows = {17},
    .options = options,
    .state_size = sizeof(struct interactions),
    .begin = begin,
    .take = take,
    .tell = tell,
    .end = end,
};

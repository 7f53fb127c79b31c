/*
 * conversation.c - how a simulated user felt, turn by turn, and how conversations ended.
 *
 * Of each response with scored turns e_1 ... e_T:
 *
 *   emotion   mean of e_T, with a bootstrap over conversations
 *   success   share with e_T >= success (100), failure: share with e_T < failure (10), lost: share with e_T <= 0
 *   turns     mean of T
 *   late      conversations that went on after a turn at which the rule stops: score >= success or < failure
 *   curve     mean of e_k over the conversations that had a k-th scored turn
 *
 * Source: Zhang et al. 2025, Sentient Agent as a Judge, arXiv:2505.02847; Tencent/digitalhuman SAGE/test_npc.py@6dcfa78 (a
 *         conversation ends at >= 100 or < 10, or after ten turns); Wang et al. 2025, RLVER, arXiv:2507.03112.
 */
#include "harness/core/memory.h"
#include "metrics/bootstrap.h"
#include "reports/diagnostics/share.h"

#include <math.h>
#include <stdlib.h>

enum {
    TURNS = 64 /* of a curve; later ones count as ends alone */
};

struct conversation {
    double success, failure;
    double *last; /* (count,) e_T */
    size_t count, room;
    size_t won, failed, lost, late, turns;
    double sum[TURNS];
    size_t n[TURNS];
};

static const struct assay_option options[] = {
    {.name = "success",
     .help = "a conversation is a success from this score on",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conversation, success),
     .initial = "100",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "failure",
     .help = "and a failure below this one",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conversation, failure),
     .initial = "10",
     .lo = -1e6,
     .hi = 1e6},
    {0},
};

static void keep(struct conversation *all, double last, size_t turns)
{
    if (all->count == all->room) {
        all->room = all->room ? 2 * all->room : 256;
        all->last = assay_memory_resize(all->last, all->room, sizeof(*all->last));
    }
    all->last[all->count++] = last;
    all->turns += turns;
    all->won += last >= all->success;
    all->failed += last < all->failure;
    all->lost += last <= 0.0;
}

static void add(struct conversation *all, const struct assay_node *turns)
{
    double score, last = NAN;
    size_t n = 0;
    bool ended = false, late = false;

    for (size_t t = 0; t < assay_node_count(turns); t++) {
        if (!assay_rollout_number(assay_node_at(turns, t), "score", &score))
            continue;
        late = late || ended;
        ended = score >= all->success || score < all->failure;
        if (n < TURNS) {
            all->sum[n] += score;
            all->n[n]++;
        }
        n++;
        last = score;
    }
    if (n == 0)
        return;
    all->late += late;
    keep(all, last, n);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; i < view->count; i++)
        add(state, assay_node_get(assay_rollout_view_response(view, i), "turns"));
    return ASSAY_OK;
}

static double mean_last(const struct conversation *all)
{
    double sum = 0.0;

    for (size_t i = 0; i < all->count; i++)
        sum += all->last[i];
    return sum / (double)all->count;
}

/* The interval of mean e_T. */
static enum assay_code bootstrap(const struct conversation *all,
                                 const struct assay_diagnosis *out,
                                 struct assay_percentile *interval,
                                 struct assay_error *err)
{
    const struct assay_sample sample = {.credit = all->last, .n = all->count, .cells = 1};
    const struct assay_resampling how = {out->replicates, out->seed, false};

    return assay_bootstrap_mean(&sample, &how, out->level, interval, err);
}

static enum assay_code put_mean(const struct conversation *all,
                                struct assay_diagnosis *out,
                                struct assay_page_table *table, struct assay_error *err)
{
    struct assay_row *row = assay_table_row(table);
    const double mean = mean_last(all);
    struct assay_percentile interval;
    enum assay_code code;

    row->cell[0] = assay_cell_text(ASSAY_STR("emotion at the end"));
    row->cell[1] = assay_cell_number(mean, ASSAY_STR(""));
    assay_node_put_real(out->arena, out->values, "emotion", mean);
    if (out->replicates < 2 || all->count < 2)
        return ASSAY_OK;
    code = bootstrap(all, out, &interval, err);
    if (code)
        return code;
    row->cell[1] = assay_cell_between(row->cell[1], interval.lo, interval.hi);
    assay_node_put_real(out->arena, out->values, "emotion_lo", interval.lo);
    assay_node_put_real(out->arena, out->values, "emotion_hi", interval.hi);
    return ASSAY_OK;
}

/* Mean score by turn, over those that came so far: among the values, and drawn where there are two. */
static void put_curve(const struct conversation *all, struct assay_diagnosis *out)
{
    struct assay_point *point = assay_arena_new(out->arena, TURNS, sizeof(*point));
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    struct assay_node *list = assay_node_list(out->arena);
    size_t n = 0;

    for (; n < TURNS && all->n[n] > 0; n++) {
        point[n] = (struct assay_point){
            .x = (double)n + 1.0, .y = all->sum[n] / (double)all->n[n], .n = all->n[n]};
        (void)assay_node_push(out->arena, list, assay_node_of_real(point[n].y));
    }
    assay_node_put(out->arena, out->values, "curve", *list);
    *series = (struct assay_series){.name = ASSAY_STR("mean score"),
                                    .x_label = ASSAY_STR("scored turn"),
                                    .y_label = ASSAY_STR("score"),
                                    .look = ASSAY_LOOK_CURVE,
                                    .points = point,
                                    .count = n};
    if (n > 1)
        (void)assay_page_figure(
            out->page,
            &(struct assay_figure_spec){
                .kind = "curves",
                .name = ASSAY_STR("emotion-by-turn"),
                .title = ASSAY_STR("Emotion by turn"),
                .description = ASSAY_STR("Mean score of each turn over the conversations "
                                         "that came so far."),
                .x_label = series->x_label,
                .y_label = series->y_label,
                .series = series,
                .series_count = 1});
}

static void put_sentence(const struct conversation *all, struct assay_diagnosis *out)
{
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu conversations end at a mean score of %.4g after %.3g scored turns; %zu "
            "reach %g, %zu end below %g%s.",
            all->count, mean_last(all), (double)all->turns / (double)all->count, all->won,
            all->success, all->failed, all->failure,
            all->late > 0 ? "" : ", and none goes on after that")));
    if (all->late > 0)
        (void)assay_page_note(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena, "%zu went on after a score at which they should have ended.",
                all->late)));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct conversation *all = state;
    struct assay_page_table *table;
    enum assay_code code;

    if (all->count == 0) {
        out->lacks = "turns[].score";
        return ASSAY_OK;
    }
    put_sentence(all, out);
    assay_node_put_count(out->arena, out->values, "conversations", all->count);
    assay_node_put_real(out->arena, out->values, "turns",
                        (double)all->turns / (double)all->count);
    assay_node_put_count(out->arena, out->values, "late", all->late);
    table = assay_page_table(out->page, "ends", ASSAY_STR("How conversations end"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    assay_table_number(table, "value", ASSAY_STR("value"))->interval =
        ASSAY_STR("interval");
    table->intervals = ASSAY_STR("bootstrap over conversations; shares: Wilson");
    table->n = all->count;
    table->of = "conversations";
    code = put_mean(all, out, table, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "success", all->won, all->count, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "failure", all->failed, all->count, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "lost", all->lost, all->count, err);
    if (!code)
        put_curve(all, out);
    return code;
}

static void end(void *state)
{
    free(((struct conversation *)state)->last);
}

const struct assay_diagnostic assay_diagnostic_conversation = {
    .name = "conversation",
    .summary = "how a simulated user felt, turn by turn, and how conversations ended",
    .formula = "mean e_T, shares with e_T >= 100, < 10 and <= 0, mean turns, mean e by "
               "turn",
    .needs = "turns[].score",
    .source = "Zhang et al. 2025, arXiv:2505.02847; Tencent/digitalhuman "
              "SAGE/test_npc.py@6dcfa78; Wang et al. 2025, arXiv:2507.03112",
    .rows = {49},
    .options = options,
    .state_size = sizeof(struct conversation),
    .take = take,
    .tell = tell,
    .end = end,
};

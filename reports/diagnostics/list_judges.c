/*
 * list_judges.c - does a judge that scores a list put it in the right order, under the principle that it was given?
 *
 * Of each judgement of kind list, over pairs (i, j) of responses with gold g_i > g_j and scores s:
 *
 *   reward        max(0, 1 - sum w pen / sum w),  w = 1 + |g_i - g_j|,  pen = 1 where s_i < s_j, 1/2 where s_i = s_j, else 0
 *   pairs         share with s_i > s_j; a tie is wrong
 *   kendall       tau-b of scores and gold,  spearman likewise; where either is constant there is none
 *   inconsistent  share of judgements whose ranking puts one response before another with a higher score
 *
 * gold is gold.score, else by gold.rank, the last of n having 1 and the first n.
 *
 * Source: Yu et al. 2025, RewardAnything, arXiv:2506.03637; WisdomShell/RewardAnything rewardanything/processing.py@3e60de6
 *         (calculate_weighted_pair_penalty). RABench's own headline number is not published as code.
 */
#include "harness/core/memory.h"
#include "harness/core/rollout_judged.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

enum {
    REWARD,
    PAIRS,
    KENDALL,
    SPEARMAN,
    INCONSISTENT,
    MEASURES
};

static const struct assay_measured_line lines[MEASURES] = {
    {"reward", "reward of the judge, 1 less weighted penalties", ""},
    {"pairs", "pairs in the right order", "percent"},
    {"kendall", "Kendall's tau-b", ""},
    {"spearman", "Spearman's rho", ""},
    {"inconsistent", "rankings that contradict their scores", "percent"}};

struct principle {
    struct assay_measured of[MEASURES];
};

struct list_judges {
    size_t groups, room;
    struct assay_names names;
    struct principle *at; /* (names.count,) */
    struct principle all;
};

/* Scores and gold of the responses that have both; out (count,) each. */
static size_t columns_of(const struct assay_rollout_view *view,
                         const struct assay_node *judge, double *score, double *gold)
{
    const struct assay_node *group = view->record.node;
    const struct assay_node *golds = assay_rollout_value(group, ASSAY_STR("gold.score"));
    const struct assay_node *rank = assay_rollout_value(group, ASSAY_STR("gold.rank"));
    const size_t ranked = assay_node_count(rank);
    size_t n = 0;

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str id =
            assay_rollout_text(assay_rollout_view_response(view, i), "id");
        bool known = assay_node_number(assay_node_find(golds, id), &gold[n]);

        for (size_t k = 0; !golds && !known && k < ranked; k++)
            if (assay_str_equal(assay_node_text(assay_node_at(rank, k)), id)) {
                gold[n] = (double)(ranked - k);
                known = true;
            }
        n += known &&
             assay_node_number(assay_node_find(assay_node_get(judge, "scores"), id),
                               &score[n]);
    }
    return n;
}

struct pairs {
    double penalty, weight, right;
    size_t n;
};

/* Adds a pair whose gold differs; the first of the two is better. */
static void add_pair(struct pairs *pairs, double better, double worse, double apart)
{
    const double weight = 1.0 + apart;

    pairs->n++;
    pairs->weight += weight;
    pairs->right += better > worse;
    if (better < worse)
        pairs->penalty += weight;
    else if (better == worse)
        pairs->penalty += 0.5 * weight;
}

static struct pairs pairs_of(const double *score, const double *gold, size_t n)
{
    struct pairs out = {0};

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (gold[i] > gold[j])
                add_pair(&out, score[i], score[j], gold[i] - gold[j]);
    return out;
}

/* Some response stands before one with a higher score. */
static double contradicts(const struct assay_node *judge)
{
    const struct assay_node *rank = assay_node_get(judge, "rank");
    const struct assay_node *scores = assay_node_get(judge, "scores");
    double least = INFINITY, score;

    if (!rank || !scores)
        return (double)NAN;
    for (size_t i = 0; i < assay_node_count(rank); i++) {
        const struct assay_str id = assay_node_text(assay_node_at(rank, i));

        if (!assay_node_number(assay_node_find(scores, id), &score))
            continue;
        if (score > least)
            return 1.0;
        least = score;
    }
    return 0.0;
}

static struct principle *principle_of(struct list_judges *self,
                                      const struct assay_node *group)
{
    const struct assay_str text = assay_rollout_text(group, "principle");
    const uint32_t at =
        assay_names_add(&self->names, text.len > 0 ? text : ASSAY_STR("no principle"));

    if (at >= self->room) {
        const size_t room = assay_memory_grow(self->room, (size_t)at + 1);

        self->at = assay_memory_resize(self->at, room, sizeof(*self->at));
        for (size_t i = self->room; i < room; i++)
            self->at[i] = (struct principle){0};
        self->room = room;
    }
    return &self->at[at];
}

static void take_judge(struct list_judges *self, const struct assay_rollout_view *view,
                       const struct assay_node *judge)
{
    double *score = assay_arena_new(view->arena, view->count + 1, sizeof(*score));
    double *gold = assay_arena_new(view->arena, view->count + 1, sizeof(*gold));
    const size_t n = columns_of(view, judge, score, gold);
    const struct pairs pairs = pairs_of(score, gold, n);
    double value[MEASURES] = {NAN, NAN, NAN, NAN, NAN};
    struct principle *principle;
    struct assay_error none;

    value[INCONSISTENT] = contradicts(judge);
    if (pairs.n > 0) {
        value[REWARD] = fmax(0.0, 1.0 - pairs.penalty / pairs.weight);
        value[PAIRS] = pairs.right / (double)pairs.n;
    }
    if (assay_correlation_kendall(score, gold, n, &value[KENDALL], &none))
        value[KENDALL] = (double)NAN;
    if (assay_correlation_spearman(score, gold, n, &value[SPEARMAN], &none))
        value[SPEARMAN] = (double)NAN;
    principle = principle_of(self, view->record.node);
    for (size_t k = 0; k < MEASURES; k++) {
        assay_measured_add(&self->all.of[k], self->groups, value[k]);
        assay_measured_add(&principle->of[k], self->groups, value[k]);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct list_judges *self = state;
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);

        if (assay_str_equal(assay_rollout_text(judge, "kind"), ASSAY_STR("list")) &&
            assay_node_get(judge, "scores"))
            take_judge(self, view, judge);
    }
    return ASSAY_OK;
}

/* A row a principle, among the values a map by principle. */
static enum assay_code tell_principles(const struct list_judges *self,
                                       struct assay_diagnosis *out,
                                       struct assay_error *err)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "principles", ASSAY_STR("By principle"));
    struct assay_node *map = assay_node_map(out->arena);

    (void)err;
    assay_table_text(table, "principle", ASSAY_STR("principle"))->wrap = true;
    for (size_t k = 0; k < MEASURES; k++)
        (void)assay_table_number(table, lines[k].key, assay_str_of(lines[k].key));
    for (size_t p = 0; p < self->names.count; p++) {
        struct assay_node *values = assay_node_map(out->arena);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(self->names.at[p]);
        for (size_t k = 0; k < MEASURES; k++) {
            const double mean = assay_measured_mean(&self->at[p].of[k]);

            row->cell[k + 1] = assay_cell_number(mean, assay_str_of(lines[k].unit));
            assay_node_put_real(out->arena, values, lines[k].key, mean);
        }
        (void)assay_node_put_view(
            out->arena, map, assay_arena_copy(out->arena, self->names.at[p]), *values);
    }
    assay_node_put(out->arena, out->values, "principles", *map);
    return ASSAY_OK;
}

static void put_figure(const struct list_judges *self, const struct assay_diagnosis *out)
{
    const size_t n = self->names.count < 24 ? self->names.count : 24;
    struct assay_series *series = assay_arena_new(out->arena, 2, sizeof(*series));
    static const unsigned drawn[] = {REWARD, KENDALL};
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("list-judges"),
        .title = ASSAY_STR("Judges of lists by principle"),
        .description = ASSAY_STR("Mean reward of the judge and mean tau-b, a point a "
                                 "principle."),
        .x_label = ASSAY_STR("principle"),
        .y_label = ASSAY_STR("mean"),
        .series = series,
        .series_count = 2,
        .category = self->names.at,
        .category_count = n};

    for (size_t s = 0; s < 2; s++) {
        struct assay_point *point = assay_arena_new(out->arena, n + 1, sizeof(*point));
        size_t count = 0;

        for (size_t p = 0; p < n; p++) {
            const double mean = assay_measured_mean(&self->at[p].of[drawn[s]]);

            if (!isnan(mean))
                point[count++] = (struct assay_point){.x = (double)p, .y = mean};
        }
        series[s] = (struct assay_series){.name = assay_str_of(lines[drawn[s]].header),
                                          .x_label = spec.x_label,
                                          .y_label = spec.y_label,
                                          .look = ASSAY_LOOK_POINTS,
                                          .category = spec.category,
                                          .category_count = n,
                                          .points = point,
                                          .count = count};
        if (count == 0)
            return;
    }
    if (n > 1)
        (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct list_judges *self = state;
    const double contradicting = assay_measured_mean(&self->all.of[INCONSISTENT]);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->all.of[REWARD].n == 0) {
        out->lacks = "judges[].scores with gold.rank or gold.score";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Judges of lists earn %.4g of 1 under %zu %s, and put %.4g %% of pairs in "
            "the "
            "right order%s.",
            assay_measured_mean(&self->all.of[REWARD]), self->names.count,
            self->names.count == 1 ? "principle" : "principles",
            100.0 * assay_measured_mean(&self->all.of[PAIRS]),
            contradicting > 0.0 ? "; some rankings contradict their own scores" : "")));
    assay_node_put(out->arena, out->values, "contradicts",
                   assay_node_of_bool(contradicting > 0.0));
    table = assay_measured_table(out, "all", "Judges of lists");
    for (size_t k = 0; !code && k < MEASURES; k++)
        code =
            assay_measured_put(&self->all.of[k], &lines[k], out->values, table, out, err);
    if (!code)
        code = tell_principles(self, out, err);
    put_figure(self, out);
    return code;
}

static void end(void *state)
{
    struct list_judges *self = state;

    for (size_t k = 0; k < MEASURES; k++) {
        assay_measured_release(&self->all.of[k]);
        for (size_t p = 0; p < self->names.count; p++)
            assay_measured_release(&self->at[p].of[k]);
    }
    assay_names_release(&self->names);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_list_judges = {
    .name = "list-judges",
    .summary = "does a judge that scores a list put it in the right order?",
    .formula = "max(0, 1 - sum w pen / sum w), w = 1 + |difference of gold|, pen 1 where "
               "reversed and 1/2 where tied",
    .needs = "judges[].scores judges[].rank gold.rank gold.score principle",
    .source = "Yu et al. 2025, RewardAnything, arXiv:2506.03637; "
              "rewardanything/processing.py",
    .rows = {63},
    .quirk =
        "RABench's own headline number is not known: pairs, tau-b and rho stand here",
    .state_size = sizeof(struct list_judges),
    .take = take,
    .tell = tell,
    .end = end,
};

/*
 * ranking_consistency.c - do two rewards of the same responses rank them alike?
 *
 * Per group, over the responses that both rewards have a value for, two at least:
 *
 *   kendall   C = (tau + 1) / 2    of the ordinal ranks, where equal rewards are ordered by their place
 *   spearman  C = (rho + 1) / 2    of the same ranks
 *   top       C = (1[same best] + 1[same worst]) / 2
 *
 * Successive checkpoints of a model that rewards itself are two rewards, reward.NAME each. Groups are known by their key, so that
 * one that is left out shifts nothing: the official code pairs keys and rates by place and does.
 *
 * Source: Wang et al. 2024, CREAM, arXiv:2410.12735, section 4; Raibows/CREAM cal_consistency.py@de1d04b (ranks, TopOrder).
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "metrics/consistency.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/measured.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAIRS = 32, /* of rewards, at most */
    NAMES = 64
};

enum how {
    KENDALL,
    SPEARMAN,
    TOP
};

struct pair {
    uint32_t a, b; /* among names */
    struct assay_measured rate;
    size_t left_out; /* groups with fewer than two such responses */
};

struct ranking {
    const char *first, *second;
    unsigned how;
    struct assay_names names; /* of rewards, in order of first sight */
    struct pair pair[PAIRS];
    size_t pairs, groups;
};

static const char *const hows[] = {"kendall", "spearman", "top", NULL};

static const struct assay_option options[] = {
    {.name = "first",
     .help = "a reward, reward.NAME; without it every two rewards",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct ranking, first),
     .value = "NAME",
     .optional = true},
    {.name = "second",
     .help = "the reward that it is held against",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct ranking, second),
     .value = "NAME",
     .optional = true},
    {.name = "rank-by",
     .help = "which rate: of Kendall's tau, Spearman's rho, or the same best and worst",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct ranking, how),
     .initial = "kendall",
     .choices = hows},
    {0},
};

/* Ranks 0 .. n - 1, equal values by their place. */
static void ordinal(const double *x, size_t n, double *rank)
{
    for (size_t i = 0; i < n; i++) {
        size_t below = 0;

        for (size_t k = 0; k < n; k++)
            below += x[k] < x[i] || (k < i && x[k] == x[i]);
        rank[i] = (double)below;
    }
}

/* Two rewards of the same responses. */
struct both {
    const double *a, *b; /* (n,) */
    size_t n;
};

static enum assay_code rate_of(enum how how, const struct both *both,
                               struct assay_arena *arena, double *out,
                               struct assay_error *err)
{
    const double *a = both->a, *b = both->b;
    const size_t n = both->n;
    double *rank = assay_arena_new(arena, 2 * n, sizeof(*rank));
    size_t same = 0;
    enum assay_code code;

    if (how == KENDALL)
        return assay_consistency_cream(a, b, n, rank, out, err);
    ordinal(a, n, rank);
    ordinal(b, n, rank + n);
    if (how == SPEARMAN) {
        code = assay_correlation_pearson(rank, rank + n, n, out, err);
        *out = (*out + 1.0) / 2.0;
        return code;
    }
    for (size_t i = 0; i < n; i++)
        same += (rank[i] == 0.0 && rank[n + i] == 0.0) ||
                (rank[i] == (double)(n - 1) && rank[n + i] == (double)(n - 1));
    *out = (double)same / 2.0;
    return ASSAY_OK;
}

static struct pair *pair_of(struct ranking *ranking, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < ranking->pairs; i++)
        if (ranking->pair[i].a == a && ranking->pair[i].b == b)
            return &ranking->pair[i];
    if (ranking->pairs == PAIRS)
        return NULL;
    ranking->pair[ranking->pairs] = (struct pair){.a = a, .b = b};
    return &ranking->pair[ranking->pairs++];
}

/* The names of rewards that a group has, as numbers. */
static size_t names_of(struct ranking *ranking, const struct assay_rollout_view *view,
                       uint32_t *out)
{
    size_t n = 0;

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *rewards =
            assay_node_get(assay_rollout_view_response(view, i), "reward");

        for (size_t k = 0; k < assay_node_count(rewards); k++) {
            const uint32_t at =
                assay_names_add(&ranking->names, rewards->as.map.at[k].key);
            bool known = false;

            for (size_t m = 0; m < n; m++)
                known = known || out[m] == at;
            if (!known && n < NAMES)
                out[n++] = at;
        }
    }
    return n;
}

static enum assay_code take_pair(struct ranking *ranking,
                                 const struct assay_rollout_view *view, uint32_t a,
                                 uint32_t b, struct assay_error *err)
{
    struct pair *pair = pair_of(ranking, a, b);
    double *x = assay_arena_new(view->arena, view->count + 1, sizeof(*x));
    double *y = assay_arena_new(view->arena, view->count + 1, sizeof(*y)), rate;
    size_t n = 0;
    enum assay_code code;

    if (!pair)
        return ASSAY_OK;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *rewards =
            assay_node_get(assay_rollout_view_response(view, i), "reward");

        if (assay_node_number(assay_node_find(rewards, ranking->names.at[a]), &x[n]) &&
            assay_node_number(assay_node_find(rewards, ranking->names.at[b]), &y[n]))
            n++;
    }
    if (n < 2) {
        pair->left_out++;
        return ASSAY_OK;
    }
    code =
        rate_of((enum how)ranking->how, &(struct both){x, y, n}, view->arena, &rate, err);
    if (!code)
        assay_measured_add(&pair->rate, ranking->groups, rate);
    return code;
}

static bool is_asked(const struct ranking *ranking, uint32_t a, uint32_t b)
{
    return (!ranking->first ||
            assay_str_equal(ranking->names.at[a], assay_str_of(ranking->first))) &&
           (!ranking->second ||
            assay_str_equal(ranking->names.at[b], assay_str_of(ranking->second)));
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct ranking *ranking = state;
    uint32_t at[NAMES];
    const size_t n = names_of(ranking, view, at);
    const bool named = ranking->first || ranking->second;
    enum assay_code code = ASSAY_OK;

    ranking->groups++;
    for (size_t i = 0; !code && i < n; i++)
        for (size_t k = named ? 0 : i + 1; !code && k < n; k++)
            if (i != k && is_asked(ranking, at[i], at[k]))
                code = take_pair(ranking, view, at[i], at[k], err);
    return code;
}

static enum assay_code put_pair(const struct ranking *ranking, const struct pair *pair,
                                struct assay_page_table *table,
                                struct assay_diagnosis *out, struct assay_node *list,
                                struct assay_error *err)
{
    const struct assay_str a = assay_arena_copy(out->arena, ranking->names.at[pair->a]);
    const struct assay_str b = assay_arena_copy(out->arena, ranking->names.at[pair->b]);
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_row *row = assay_table_row(table);
    const double mean = assay_measured_mean(&pair->rate);
    bool ranged;
    double lo, hi;
    enum assay_code code =
        assay_measured_interval(&pair->rate, out, &ranged, &lo, &hi, err);

    row->cell[0] = assay_cell_text(a);
    row->cell[1] = assay_cell_text(b);
    row->cell[2] = assay_cell_count(pair->rate.n);
    row->cell[3] = assay_cell_number(mean, ASSAY_STR(""));
    if (!code && ranged)
        row->cell[3] = assay_cell_between(row->cell[3], lo, hi);
    assay_node_put_text(out->arena, map, "first", a);
    assay_node_put_text(out->arena, map, "second", b);
    assay_node_put_count(out->arena, map, "groups", pair->rate.n);
    assay_node_put_count(out->arena, map, "left_out", pair->left_out);
    assay_node_put(out->arena, map, "rate", assay_node_of_real(mean));
    if (!code && ranged) {
        assay_node_put_real(out->arena, map, "lo", lo);
        assay_node_put_real(out->arena, map, "hi", hi);
    }
    (void)assay_node_push(out->arena, list, *map);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct ranking *ranking = state;
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_page_table *table;
    size_t worst = 0;
    enum assay_code code = ASSAY_OK;

    if (ranking->pairs == 0) {
        out->lacks = "two rewards of one response, reward.NAME";
        return ASSAY_OK;
    }
    table = assay_page_table(out->page, "consistency",
                             ASSAY_STR("How far two rewards rank alike, 0 to 1"));
    (void)assay_table_text(table, "first", ASSAY_STR("reward"));
    (void)assay_table_text(table, "second", ASSAY_STR("and reward"));
    (void)assay_table_number(table, "groups", ASSAY_STR("groups"));
    assay_table_number(table, "rate", ASSAY_STR("consistency"))->interval =
        ASSAY_STR("interval");
    for (size_t i = 0; !code && i < ranking->pairs; i++) {
        code = put_pair(ranking, &ranking->pair[i], table, out, list, err);
        if (assay_measured_mean(&ranking->pair[i].rate) <
            assay_measured_mean(&ranking->pair[worst].rate))
            worst = i;
    }
    if (code)
        return code;
    assay_node_put(out->arena, out->values, "pairs", *list);
    assay_node_put(out->arena, out->values, "by",
                   assay_node_of_string(hows[ranking->how]));
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Of %zu pair%s of rewards, %.*s and %.*s rank responses least alike.",
            ranking->pairs, ranking->pairs == 1 ? "" : "s",
            ASSAY_STR_ARG(ranking->names.at[ranking->pair[worst].a]),
            ASSAY_STR_ARG(ranking->names.at[ranking->pair[worst].b]))));
    return ASSAY_OK;
}

static void end(void *state)
{
    struct ranking *ranking = state;

    for (size_t i = 0; i < ranking->pairs; i++)
        assay_measured_release(&ranking->pair[i].rate);
    assay_names_release(&ranking->names);
}

const struct assay_diagnostic assay_diagnostic_ranking_consistency = {
    .name = "ranking-consistency",
    .summary = "do two rewards of the same responses rank them alike?",
    .formula = "C = (Kendall's tau of ordinal ranks + 1) / 2, mean over groups",
    .needs = "responses[].reward",
    .source = "Wang et al. 2024, CREAM, arXiv:2410.12735; Raibows/CREAM "
              "cal_consistency.py@de1d04b",
    .rows = {10},
    .quirk = "equal rewards are ranked by their place, as the official code does; it "
             "pairs keys and rates by place, so that a skipped prompt shifts all behind "
             "it: not done here",
    .options = options,
    .state_size = sizeof(struct ranking),
    .take = take,
    .tell = tell,
    .end = end,
};

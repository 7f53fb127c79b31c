/*
 * feature_head.c - how many pairs does a reward need that is a weighted sum of few features?
 *
 * A pair is a response with the role chosen and one with the role rejected of a group, with ratings (labels) by the same
 * names. The head is Bradley and Terry's of the features' differences, without an intercept:
 *
 *   P(chosen) = sigma(w . (f_chosen - f_rejected)),    w minimises  -1/n sum log P + l2/2 |w|^2
 *
 * Pairs are drawn, by key, for training and for testing; the curve is the accuracy on the test pairs after fits to the first
 * 8, 16, 32, ... training pairs in a drawn order, a difference of 0 counting 1/2.
 *
 * Source: Nath et al. 2024, Leveraging Domain Knowledge for Efficient Reward Modelling in RLHF, arXiv:2402.15473, sections 4 and 6
 *         (a model of seven features); Bradley and Terry (1952), Biometrika 39:324.
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rng.h"
#include "metrics/interval.h"
#include "metrics/logistic.h"
#include "reports/diagnostics/diagnostic.h"

#include <math.h>
#include <stdlib.h>

enum {
    FEATURES_MAX = 256,
    PAIRS_MAX = 1 << 22,
    FIRST = 8, /* training pairs of the first fit */
    SIZES = 24
};

struct pair {
    uint64_t rank; /* in the drawn order */
    size_t at;     /* of its differences */
    bool test;
};

struct feature_head {
    double l2, test_share;
    uint64_t seed;
    struct assay_names names;
    struct pair *pair; /* (pairs,) */
    double *x;         /* (pairs, names) differences */
    size_t pairs, room;
    size_t left_out; /* pairs whose responses have other labels */
};

static const struct assay_option options[] = {
    {.name = "l2",
     .help = "penalty of the weights, beside the mean loss",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct feature_head, l2),
     .initial = "0.001",
     .lo = 1e-12,
     .hi = 1e6},
    {.name = "test-share",
     .help = "share of the pairs to test on",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct feature_head, test_share),
     .initial = "0.25",
     .lo = 0.0,
     .hi = 0.9},
    {.name = "head-seed",
     .help = "of which pairs are trained on, and in which order",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct feature_head, seed),
     .initial = "0",
     .value = "N"},
    {0},
};

static const struct assay_node *labels_of(const struct assay_rollout_view *view,
                                          const char *role)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (assay_str_equal(assay_rollout_text(response, "role"), assay_str_of(role)))
            return assay_node_get(response, "labels");
    }
    return NULL;
}

/* The differences by the number of each name; false where one response lacks a rating that another has. */
static bool differences(struct feature_head *head, const struct assay_node *chosen,
                        const struct assay_node *rejected, double x[FEATURES_MAX])
{
    const size_t n = assay_node_count(chosen);

    if (n == 0 || n != assay_node_count(rejected))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct assay_member *member = &chosen->as.map.at[i];
        double a, b;
        uint32_t at;

        if (!assay_node_number(&member->value, &a) ||
            !assay_node_number(assay_node_find(rejected, member->key), &b))
            return false;
        if (head->pairs == 0)
            (void)assay_names_add(&head->names, member->key);
        if (!assay_names_find(&head->names, member->key, &at) || at >= FEATURES_MAX)
            return false;
        x[at] = a - b;
    }
    return n == head->names.count;
}

static void keep(struct feature_head *head, const struct assay_rollout_view *view,
                 const double *x)
{
    const size_t width = head->names.count;
    struct assay_rng rng;
    uint64_t key[2];

    if (head->pairs == head->room) {
        head->room = assay_memory_grow(head->room, head->pairs + 1);
        head->pair = assay_memory_resize(head->pair, head->room, sizeof(*head->pair));
        head->x = assay_memory_resize(head->x, head->room * width, sizeof(double));
    }
    for (size_t f = 0; f < width; f++)
        head->x[head->pairs * width + f] = x[f];
    assay_rollout_key(&view->record, key);
    rng = assay_rng_stream(head->seed ^ key[0], key[1]);
    head->pair[head->pairs].test = assay_rng_uniform(&rng) < head->test_share;
    head->pair[head->pairs].rank = assay_rng_next(&rng);
    head->pair[head->pairs].at = head->pairs;
    head->pairs++;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct feature_head *head = state;
    const struct assay_node *chosen = labels_of(view, "chosen");
    const struct assay_node *rejected = labels_of(view, "rejected");
    double x[FEATURES_MAX] = {0.0};

    (void)err;
    if (!chosen || !rejected || head->pairs >= PAIRS_MAX)
        return ASSAY_OK;
    if (differences(head, chosen, rejected, x))
        keep(head, view, x);
    else
        head->left_out++;
    return ASSAY_OK;
}

/* Training pairs in their drawn order, then those to test on. */
static int compare(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->test != y->test)
        return x->test ? 1 : -1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Weights fitted to the first n training pairs. Each stands there both ways round, so that the bias is 0. */
static enum assay_code fit(const struct feature_head *head, size_t n, double *weight,
                           struct assay_error *err)
{
    const size_t width = head->names.count;
    double *x = assay_memory_new(2 * n * width + 1, sizeof(*x));
    uint32_t *label = assay_memory_new(2 * n + 1, sizeof(*label));
    const struct assay_logistic_data data = {x, label, 2 * n, width, 2};
    struct assay_logistic model = {0};
    enum assay_code code;

    for (size_t i = 0; i < n; i++) {
        const double *row = head->x + head->pair[i].at * width;

        for (size_t f = 0; f < width; f++) {
            x[2 * i * width + f] = row[f];
            x[(2 * i + 1) * width + f] = -row[f];
        }
        label[2 * i] = 1;
    }
    code = assay_logistic_fit(&data, head->l2, &model, err);
    for (size_t f = 0; !code && f < width; f++)
        weight[f] = model.weight[f];
    assay_logistic_release(&model);
    free(x);
    free(label);
    return code;
}

static double right_of(const struct feature_head *head, size_t train,
                       const double *weight)
{
    const size_t width = head->names.count;
    double right = 0.0;

    for (size_t i = train; i < head->pairs; i++) {
        const double *row = head->x + head->pair[i].at * width;
        double z = 0.0;

        for (size_t f = 0; f < width; f++)
            z += weight[f] * row[f];
        right += z > 0.0 ? 1.0 : z < 0.0 ? 0.0 : 0.5;
    }
    return right;
}

/* A learning curve. */
struct curve {
    struct assay_point point[SIZES];
    size_t count;
    bool monotone; /* no value is below the interval of one before */
};

static enum assay_code learn(const struct feature_head *head, size_t train,
                             const struct assay_diagnosis *out, double *weight,
                             struct curve *curve, struct assay_error *err)
{
    const size_t test = head->pairs - train;
    enum assay_code code = ASSAY_OK;

    curve->monotone = true;
    for (size_t n = train < FIRST ? train : FIRST; !code && curve->count < SIZES;
         n = 2 * n < train ? 2 * n : train) {
        struct assay_estimate share;

        code = fit(head, n, weight, err);
        if (!code && test > 0)
            code = assay_interval_wilson(right_of(head, train, weight), test, out->level,
                                         &share, err);
        if (!code && test > 0) {
            for (size_t k = 0; k < curve->count; k++)
                curve->monotone =
                    curve->monotone && 100.0 * share.value >= curve->point[k].lo;
            curve->point[curve->count++] =
                (struct assay_point){(double)n,        100.0 * share.value, true,
                                     100.0 * share.lo, 100.0 * share.hi,    test};
        }
        if (n == train)
            break;
    }
    return code;
}

static void put_weights(const struct feature_head *head, const double *weight,
                        struct assay_diagnosis *out)
{
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "weights", ASSAY_STR("Weights of the features"));

    (void)assay_table_text(table, "feature", ASSAY_STR("feature"));
    (void)assay_table_number(table, "weight", ASSAY_STR("weight"));
    for (size_t f = 0; f < head->names.count; f++) {
        struct assay_row *row = assay_table_row(table);
        const struct assay_str name = assay_arena_copy(out->arena, head->names.at[f]);

        row->cell[0] = assay_cell_text(name);
        row->cell[1] = assay_cell_number(weight[f], ASSAY_STR(""));
        assay_node_put_real(out->arena, map, name.ptr, weight[f]);
    }
    assay_node_put(out->arena, out->values, "weights", *map);
}

static void put_curve(const struct curve *curve, struct assay_diagnosis *out)
{
    struct assay_point *point =
        assay_arena_new(out->arena, curve->count + 1, sizeof(*point));
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("feature-head"),
        .title = ASSAY_STR("Accuracy after so many pairs"),
        .description =
            ASSAY_STR("Accuracy of a linear head on test pairs over the number "
                      "of pairs that it was fitted to"),
        .x_label = ASSAY_STR("training pairs"),
        .y_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .series_count = 1,
        .level = out->level};

    *series = (struct assay_series){.name = ASSAY_STR("accuracy on test pairs"),
                                    .x_scale = ASSAY_SCALE_LOG2,
                                    .points = point,
                                    .count = curve->count};
    for (size_t i = 0; i < curve->count; i++) {
        struct assay_node *map = assay_node_map(out->arena);

        point[i] = curve->point[i];
        assay_node_put_count(out->arena, map, "pairs", (size_t)point[i].x);
        assay_node_put_real(out->arena, map, "accuracy", point[i].y / 100.0);
        (void)assay_node_push(out->arena, list, *map);
    }
    assay_node_put(out->arena, out->values, "curve", *list);
    assay_node_put(out->arena, out->values, "monotone",
                   assay_node_of_bool(curve->monotone));
    if (curve->count > 1)
        (void)assay_page_figure(out->page, &spec);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct feature_head *head = state;
    double weight[FEATURES_MAX];
    struct curve curve = {.count = 0};
    size_t train = 0;
    enum assay_code code;

    if (head->pairs > 0)
        qsort(head->pair, head->pairs, sizeof(*head->pair), compare);
    while (train < head->pairs && !head->pair[train].test)
        train++;
    if (train == 0) {
        out->lacks = "labels of responses with the roles chosen and rejected";
        return ASSAY_OK;
    }
    code = learn(head, train, out, weight, &curve, err);
    if (code)
        return code;
    assay_node_put_count(out->arena, out->values, "train", train);
    assay_node_put_count(out->arena, out->values, "test", head->pairs - train);
    assay_node_put_count(out->arena, out->values, "left_out", head->left_out);
    if (curve.count > 0)
        (void)assay_page_text(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena,
                "A weighted sum of %zu features orders %.2f %% of %zu test pairs right "
                "after %zu pairs; more pairs %s.",
                head->names.count, curve.point[curve.count - 1].y, head->pairs - train,
                train,
                curve.monotone ? "never made it worse" : "made it worse at times")));
    put_weights(head, weight, out);
    put_curve(&curve, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct feature_head *head = state;

    assay_names_release(&head->names);
    free(head->pair);
    free(head->x);
}

const struct assay_diagnostic assay_diagnostic_feature_head = {
    .name = "feature-head",
    .summary = "how many pairs a reward needs that is a weighted sum of few features",
    .formula = "P(chosen) = sigma(w . (f_chosen - f_rejected)), fitted to 8, 16, 32, ... "
               "pairs",
    .needs = "responses[].role responses[].labels",
    .source = "Nath et al. 2024, arXiv:2402.15473, sections 4 and 6",
    .rows = {51},
    .options = options,
    .state_size = sizeof(struct feature_head),
    .take = take,
    .tell = tell,
    .end = end,
};

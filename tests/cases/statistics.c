/* statistics.c - cases of calibration, agreement, tests and rankings. */
#include "harness/core/rng.h"
#include "metrics/agreement.h"
#include "metrics/bootstrap.h"
#include "metrics/calibration.h"
#include "metrics/correlation.h"
#include "metrics/mean.h"
#include "metrics/multiplicity.h"
#include "metrics/paired.h"
#include "metrics/ranking.h"
#include "tests/cases/case.h"

#include <inttypes.h>
#include <math.h>

typedef enum assay_code pair_metric(const double *x, const double *y, size_t n,
                                    double *out, struct assay_error *err);

enum assay_code case_splitmix64(const struct assay_node *input, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err)
{
    struct assay_node *list = assay_node_list(arena);
    struct assay_rng rng = {case_seed(input, "seed")};

    (void)err;
    for (size_t n = case_count(input, "n", 0); n > 0; n--)
        assay_node_push(arena, list,
                        assay_node_of_string(
                            assay_arena_printf(arena, "%" PRIu64, assay_rng_next(&rng))));
    *out = *list;
    return ASSAY_OK;
}

/* Two lists of one length. */
static enum assay_code lists_read(const struct assay_node *input,
                                  const char *const key[2], struct assay_arena *arena,
                                  struct case_reals list[2], struct assay_error *err)
{
    for (size_t i = 0; i < 2; i++) {
        const enum assay_code code = case_reals(input, key[i], arena, &list[i], err);

        if (code)
            return code;
    }
    if (list[0].count != list[1].count)
        return assay_fail(err, ASSAY_EDATA, "%s and %s differ in length", key[0], key[1]);
    return ASSAY_OK;
}

enum assay_code case_bt_nll(const struct assay_node *input, struct assay_arena *arena,
                            struct assay_node *out, struct assay_error *err)
{
    struct case_reals margin;
    double value = 0.0;
    enum assay_code code = case_reals(input, "m", arena, &margin, err);

    if (!code)
        code = assay_calibration_nll(margin.at, margin.count, &value, err);
    *out = case_real_node(value);
    return code;
}

enum assay_code case_temperature(const struct assay_node *input,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    struct case_reals margin;
    double value = 0.0;
    enum assay_code code = case_reals(input, "m", arena, &margin, err);

    if (!code)
        code = assay_calibration_temperature(margin.at, margin.count, &value, err);
    *out = case_real_node(value);
    return code;
}

enum assay_code case_brier(const struct assay_node *input, struct assay_arena *arena,
                           struct assay_node *out, struct assay_error *err)
{
    struct case_reals list[2];
    double value = 0.0;
    enum assay_code code =
        lists_read(input, (const char *const[]){"p", "y"}, arena, list, err);

    if (!code)
        code =
            assay_calibration_brier(list[0].at, list[1].at, list[0].count, &value, err);
    *out = case_real_node(value);
    return code;
}

enum assay_code case_ece(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    const size_t bins = case_count(input, "bins", 10);
    struct assay_calibration_bin *bin = assay_arena_new(arena, bins + 1, sizeof(*bin));
    struct case_reals list[2];
    enum assay_code code =
        lists_read(input, (const char *const[]){"p", "y"}, arena, list, err);

    if (!code)
        code = assay_calibration_curve(list[0].at, list[1].at, list[0].count, bins, bin,
                                       err);
    if (!code)
        *out = case_real_node(assay_calibration_ece(bin, bins));
    return code;
}

enum assay_code case_correlations(const struct assay_node *input,
                                  struct assay_arena *arena, struct assay_node *out,
                                  struct assay_error *err)
{
    static const struct {
        const char *key;
        pair_metric *metric;
    } metrics[] = {
        {"pearson", assay_correlation_pearson},
        {"spearman", assay_correlation_spearman},
        {"kendall_tau_b", assay_correlation_kendall},
    };
    struct assay_node *map = assay_node_map(arena);
    struct case_reals list[2];
    const enum assay_code code =
        lists_read(input, (const char *const[]){"x", "y"}, arena, list, err);

    for (size_t i = 0; i < 3 && !code; i++) {
        double value;

        if (metrics[i].metric(list[0].at, list[1].at, list[0].count, &value, err))
            assay_node_put(arena, map, metrics[i].key, assay_node_null());
        else
            assay_node_put(arena, map, metrics[i].key, case_real_node(value));
    }
    *out = *map;
    return code;
}

enum assay_code case_auc(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    struct case_reals list[2];
    double value = 0.0;
    bool *positive;
    enum assay_code code =
        lists_read(input, (const char *const[]){"score", "label"}, arena, list, err);

    if (code)
        return code;
    positive = assay_arena_new(arena, list[1].count + 1, sizeof(*positive));
    for (size_t i = 0; i < list[1].count; i++)
        positive[i] = list[1].at[i] > 0.5;
    code = assay_correlation_auc(list[0].at, positive, list[0].count, &value, err);
    *out = case_real_node(value);
    return code;
}

static int *classes_of(const struct case_reals *list, struct assay_arena *arena)
{
    int *class = assay_arena_new(arena, list->count + 1, sizeof(*class));

    for (size_t i = 0; i < list->count; i++)
        class[i] = (int)fmax(-1e9, fmin(1e9, list->at[i]));
    return class;
}

enum assay_code case_cohen_kappa(const struct assay_node *input,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    struct case_reals list[2];
    double value = 0.0;
    enum assay_code code =
        lists_read(input, (const char *const[]){"a", "b"}, arena, list, err);

    if (!code)
        code = assay_agreement_kappa(classes_of(&list[0], arena),
                                     classes_of(&list[1], arena), list[0].count, &value,
                                     err);
    *out = case_real_node(value);
    return code;
}

enum assay_code case_kripp_alpha(const struct assay_node *input,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    static const char *const keys[] = {"nominal", "interval"};
    const struct assay_node *rows = assay_node_get(input, "units");
    const size_t units = assay_node_count(rows);
    size_t *size = assay_arena_new(arena, units + 1, sizeof(*size));
    size_t total = 0;
    struct assay_node *map = assay_node_map(arena);
    double *value;

    for (size_t u = 0; u < units; u++)
        total += assay_node_count(assay_node_at(rows, u));
    value = assay_arena_new(arena, total + 1, sizeof(*value));
    total = 0;
    for (size_t u = 0; u < units; u++) {
        const struct assay_node *row = assay_node_at(rows, u);

        for (size_t i = 0; i < assay_node_count(row); i++)
            size[u] += assay_node_number(assay_node_at(row, i), &value[total + size[u]]);
        total += size[u];
    }
    for (size_t i = 0; i < 2; i++) {
        double alpha;
        const bool undefined = assay_agreement_alpha(
            value, size, units, i == 0 ? ASSAY_SCALE_NOMINAL : ASSAY_SCALE_INTERVAL,
            &alpha, err);

        assay_node_put(arena, map, keys[i],
                       undefined ? assay_node_null() : case_real_node(alpha));
    }
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_mcnemar(const struct assay_node *input, struct assay_arena *arena,
                             struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *rows = assay_node_get(input, "bc");
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < assay_node_count(rows); i++) {
        struct assay_node *map = assay_node_map(arena);
        struct case_reals bc;
        struct assay_mcnemar got;
        const enum assay_code code =
            case_reals_of(assay_node_at(rows, i), "bc", arena, &bc, err);

        if (code)
            return code;
        if (bc.count != 2 ||
            !(bc.at[0] >= 0.0 && bc.at[0] < 1e9 && bc.at[1] >= 0.0 && bc.at[1] < 1e9))
            return assay_fail(err, ASSAY_EDATA, "bc[%zu]: no two counts", i);
        got = assay_paired_mcnemar((unsigned int)bc.at[0], (unsigned int)bc.at[1]);
        assay_node_put(arena, map, "exact", case_real_node(got.exact));
        assay_node_put(arena, map, "midp", case_real_node(got.midp));
        assay_node_put(arena, map, "chi2", case_real_node(got.chi2));
        assay_node_put(arena, map, "p_chi2", case_real_node(got.p_chi2));
        assay_node_push(arena, list, *map);
    }
    *out = *list;
    return ASSAY_OK;
}

/* Labels of clusters as numbers below n, in the order of their first item. */
static uint32_t *clusters_of(const struct case_reals *label, struct assay_arena *arena)
{
    uint32_t *cluster = assay_arena_new(arena, label->count + 1, sizeof(*cluster));
    uint32_t next = 0;

    for (size_t i = 0; i < label->count; i++) {
        size_t j = 0;

        while (j < i && label->at[j] != label->at[i])
            j++;
        cluster[i] = j < i ? cluster[j] : next++;
    }
    return cluster;
}

static enum assay_code bootstrap_measured(const struct assay_sample *sample,
                                          const struct assay_resampling *how,
                                          struct assay_arena *arena,
                                          struct assay_percentile *out,
                                          struct assay_error *err)
{
    double *sum = assay_arena_new(arena, how->replicates + 1, sizeof(*sum));
    double *count = assay_arena_new(arena, how->replicates + 1, sizeof(*count));
    const enum assay_code code = assay_bootstrap_draw(sample, how, sum, count, err);

    for (size_t r = 0; r < how->replicates && !code; r++)
        sum[r] /= count[r];
    return code ? code : assay_bootstrap_percentile(sum, how->replicates, 0.95, out, err);
}

enum assay_code case_bootstrap(const struct assay_node *input, struct assay_arena *arena,
                               struct assay_node *out, struct assay_error *err)
{
    const struct assay_resampling how = {case_count(input, "B", 0),
                                         case_seed(input, "seed"), true};
    struct assay_node *map = assay_node_map(arena);
    struct case_reals list[2];
    struct case_reals label;
    struct assay_percentile got;
    enum assay_code code =
        lists_read(input, (const char *const[]){"a", "b"}, arena, list, err);

    if (!code)
        code = case_reals(input, "cluster", arena, &label, err);
    if (code)
        return code;
    if (label.count != list[0].count)
        return assay_fail(err, ASSAY_EDATA, "cluster: %zu labels", label.count);
    for (size_t i = 0; i < list[0].count; i++)
        list[0].at[i] -= list[1].at[i];
    code = bootstrap_measured(&(struct assay_sample){list[0].at, NULL,
                                                     clusters_of(&label, arena),
                                                     label.count, 1},
                              &how, arena, &got, err);
    if (code)
        return code;
    assay_node_put(arena, map, "point",
                   case_real_node(assay_mean_plain(list[0].at, list[0].count).value));
    assay_node_put(arena, map, "se", case_real_node(got.se));
    assay_node_put(arena, map, "lo", case_real_node(got.lo));
    assay_node_put(arena, map, "hi", case_real_node(got.hi));
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_sign_flip(const struct assay_node *input, struct assay_arena *arena,
                               struct assay_node *out, struct assay_error *err)
{
    struct case_reals difference;
    double value = 0.0;
    enum assay_code code = case_reals(input, "diff", arena, &difference, err);

    if (!code)
        code = assay_paired_sign_flip(difference.at, difference.count,
                                      case_count(input, "B", 0), case_seed(input, "seed"),
                                      &value, err);
    *out = case_real_node(value);
    return code;
}

enum assay_code case_multiple(const struct assay_node *input, struct assay_arena *arena,
                              struct assay_node *out, struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct case_reals p;
    double *adjusted;
    const enum assay_code code = case_reals(input, "p", arena, &p, err);

    if (code)
        return code;
    adjusted = assay_arena_new(arena, p.count + 1, sizeof(*adjusted));
    assay_multiplicity_holm(p.at, p.count, adjusted);
    assay_node_put(arena, map, "holm", case_list_node(adjusted, p.count, arena));
    assay_multiplicity_bh(p.at, p.count, adjusted);
    assay_node_put(arena, map, "bh", case_list_node(adjusted, p.count, arena));
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_bt_fit(const struct assay_node *input, struct assay_arena *arena,
                            struct assay_node *out, struct assay_error *err)
{
    const size_t n = assay_node_count(assay_node_get(input, "W"));
    double *theta = assay_arena_new(arena, n + 1, sizeof(*theta));
    struct case_reals wins;
    enum assay_code code = case_square(input, "W", arena, &wins, err);

    if (!code)
        code = assay_ranking_bradley_terry(wins.at, n, theta, err);
    *out = case_list_node(theta, n, arena);
    return code;
}

enum assay_code case_elo(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *games = assay_node_get(input, "games");
    const size_t count = assay_node_count(games);
    const size_t n = case_count(input, "n", 0);
    struct assay_game *game = assay_arena_new(arena, count + 1, sizeof(*game));
    double *rating = assay_arena_new(arena, n + 1, sizeof(*rating));

    for (size_t i = 0; i < count; i++) {
        struct case_reals row;
        const enum assay_code code =
            case_reals_of(assay_node_at(games, i), "games", arena, &row, err);

        if (code)
            return code;
        if (row.count != 3 || !(row.at[0] >= 0.0 && row.at[0] < (double)n) ||
            !(row.at[1] >= 0.0 && row.at[1] < (double)n))
            return assay_fail(err, ASSAY_EDATA, "games[%zu]: no two players", i);
        game[i] = (struct assay_game){(size_t)row.at[0], (size_t)row.at[1], row.at[2]};
    }
    assay_ranking_elo(game, count, n, rating);
    *out = case_list_node(rating, n, arena);
    return ASSAY_OK;
}

enum assay_code case_cycle_rate(const struct assay_node *input, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err)
{
    const size_t n = assay_node_count(assay_node_get(input, "P"));
    struct case_reals p;
    double value = 0.0;
    enum assay_code code = case_square(input, "P", arena, &p, err);

    if (!code)
        code = assay_ranking_cycle_rate(p.at, n, &value, err);
    *out = case_real_node(value);
    return code;
}

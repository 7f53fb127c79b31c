/* best_of_n_cases.c - cases of the best of n samples. */
#include "metrics/best_of_n.h"
#include "metrics/best_order.h"
#include "metrics/ppe.h"
#include "tests/cases/case.h"

#include <math.h>

struct counts {
    size_t *at; /* (count,) */
    size_t count;
};

static enum assay_code read_counts(const struct assay_node *input,
                                   struct assay_arena *arena, struct counts *out,
                                   struct assay_error *err)
{
    struct case_reals ns = {0};
    const enum assay_code code = case_reals(input, "ns", arena, &ns, err);

    out->count = ns.count;
    out->at = assay_arena_new(arena, ns.count + 1, sizeof(*out->at));
    for (size_t i = 0; i < ns.count; i++)
        out->at[i] = (size_t)ns.at[i];
    return code;
}

/* What the three curves of bon_curve are made with. */
struct curves {
    struct assay_best_order proxy, gold;
    struct assay_best_weights weights;
};

/* Adds one item's curves of proxy, gold and oracle, (3, ns). */
static enum assay_code add_curves(const struct assay_node *item, const struct counts *ns,
                                  struct curves *by, double *sum,
                                  struct assay_arena *arena, struct assay_error *err)
{
    double *one = assay_arena_new(arena, 3 * ns->count + 1, sizeof(*one));
    struct case_reals proxy = {0}, gold = {0};
    enum assay_code code = case_reals(item, "proxy", arena, &proxy, err);

    if (!code)
        code = case_reals(item, "gold", arena, &gold, err);
    if (!code)
        code = assay_best_weights_set(&by->weights, gold.count, ns->at, ns->count, err);
    if (code)
        return code;
    assay_best_order_set(&by->proxy, proxy.at, proxy.count);
    assay_best_order_set(&by->gold, gold.at, gold.count);
    assay_best_expect(&by->proxy, &by->weights, (const double *[]){proxy.at, gold.at}, 2,
                      one);
    assay_best_expect(&by->gold, &by->weights, (const double *[]){gold.at}, 1,
                      one + 2 * ns->count);
    for (size_t k = 0; k < 3 * ns->count; k++)
        sum[k] += one[k];
    return ASSAY_OK;
}

static enum assay_code mean_curves(const struct assay_node *items,
                                   const struct counts *ns, double *out,
                                   struct assay_arena *arena, struct assay_error *err)
{
    struct curves by = {0};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(items); i++)
        code = add_curves(assay_node_at(items, i), ns, &by, out, arena, err);
    for (size_t k = 0; k < 3 * ns->count; k++)
        out[k] /= (double)assay_node_count(items);
    assay_best_order_release(&by.proxy);
    assay_best_order_release(&by.gold);
    assay_best_weights_release(&by.weights);
    return code;
}

enum assay_code case_bon_curve(const struct assay_node *input, struct assay_arena *arena,
                               struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *items = assay_node_get(input, "items");
    struct assay_node *list = assay_node_list(arena);
    double *curve[3] = {NULL};
    struct counts n;
    enum assay_code code = read_counts(input, arena, &n, err);

    if (code)
        return code;
    curve[0] = assay_arena_new(arena, 3 * n.count + 1, sizeof(**curve));
    curve[1] = curve[0] + n.count;
    curve[2] = curve[1] + n.count;
    code = mean_curves(items, &n, curve[0], arena, err);
    for (size_t k = 0; !code && k < n.count; k++) {
        struct assay_node *map = assay_node_map(arena);
        const double kl = assay_best_of_n_kl(n.at[k]);

        assay_node_put(arena, map, "n", assay_node_of_int((int64_t)n.at[k]));
        assay_node_put(arena, map, "proxy", assay_node_of_real(curve[0][k]));
        assay_node_put(arena, map, "gold", assay_node_of_real(curve[1][k]));
        assay_node_put(arena, map, "oracle", assay_node_of_real(curve[2][k]));
        assay_node_put(arena, map, "regret",
                       assay_node_of_real(curve[2][k] - curve[1][k]));
        assay_node_put(arena, map, "kl", assay_node_of_real(kl));
        assay_node_put(arena, map, "d", assay_node_of_real(sqrt(kl)));
        assay_node_push(arena, list, *map);
    }
    *out = *list;
    return code;
}

enum assay_code case_kl_bon(const struct assay_node *input, struct assay_arena *arena,
                            struct assay_node *out, struct assay_error *err)
{
    struct counts n;
    const enum assay_code code = read_counts(input, arena, &n, err);
    double *kl = assay_arena_new(arena, n.count + 1, sizeof(*kl));

    for (size_t k = 0; k < n.count; k++)
        kl[k] = assay_best_of_n_kl(n.at[k]);
    *out = case_list_node(kl, n.count, arena);
    return code;
}

enum assay_code case_kl_bon_exact(const struct assay_node *input,
                                  struct assay_arena *arena, struct assay_node *out,
                                  struct assay_error *err)
{
    struct case_reals p = {0}, reward = {0};
    struct counts n;
    double *kl;
    enum assay_code code = read_counts(input, arena, &n, err);

    if (!code)
        code = case_reals(input, "p", arena, &p, err);
    if (!code)
        code = case_reals(input, "reward", arena, &reward, err);
    if (code)
        return code;
    kl = assay_arena_new(arena, n.count + 1, sizeof(*kl));
    code = assay_best_of_n_kl_exact(
        &(struct assay_best_outcomes){p.at, reward.at, p.count}, n.at, n.count, kl, err);
    *out = case_list_node(kl, n.count, arena);
    return code;
}

enum assay_code case_pass_at_k(const struct assay_node *input, struct assay_arena *arena,
                               struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *rows = assay_node_get(input, "nck");
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(rows); i++) {
        struct case_reals row = {0};
        double pass = 0.0;

        code = case_reals_of(assay_node_at(rows, i), "nck", arena, &row, err);
        if (!code)
            code = assay_pass_at_k((size_t)row.at[0], (size_t)row.at[1],
                                   (size_t)row.at[2], &pass, err);
        assay_node_push(arena, list, assay_node_of_real(pass));
    }
    *out = *list;
    return code;
}

/* Samples that reached no answer are the worst by the proxy and worth nothing. */
enum assay_code case_bon_missing(const struct assay_node *input,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    const struct assay_node *samples = assay_node_get(input, "samples");
    const size_t total = case_count(input, "total", 0);
    double *proxy = assay_arena_new(arena, total + 1, sizeof(*proxy));
    double *value = assay_arena_new(arena, total + 1, sizeof(*value));
    double *curve;
    struct counts n;
    enum assay_code code = read_counts(input, arena, &n, err);

    for (size_t i = 0; i < total; i++) {
        const struct assay_node *sample = assay_node_at(samples, i);

        proxy[i] = -HUGE_VAL;
        (void)case_number(assay_node_at(sample, 0), &proxy[i]);
        (void)case_number(assay_node_at(sample, 1), &value[i]);
    }
    if (code)
        return code;
    curve = assay_arena_new(arena, n.count, sizeof(*curve));
    code = assay_best_of_n(&(struct assay_samples){proxy, value, total}, n.at, n.count,
                           curve, err);
    *out = case_list_node(curve, n.count, arena);
    return code;
}

enum assay_code case_ppe_bok(const struct assay_node *input, struct assay_arena *arena,
                             struct assay_node *out, struct assay_error *err)
{
    const struct assay_node *items = assay_node_get(input, "items");
    const size_t n = assay_node_count(items);
    const double **score = assay_arena_new(arena, n + 1, sizeof(const double *));
    const double **right = assay_arena_new(arena, n + 1, sizeof(const double *));
    struct assay_ppe_prompts prompts = {score, right, n, 0};
    struct assay_node *map = assay_node_map(arena);
    double *curve, *oracle;
    struct assay_ppe ppe;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++) {
        struct case_reals s = {0}, c = {0};

        code = case_reals(assay_node_at(items, i), "score", arena, &s, err);
        if (!code)
            code = case_reals(assay_node_at(items, i), "correct", arena, &c, err);
        score[i] = s.at;
        right[i] = c.at;
        prompts.responses = s.count;
    }
    if (code)
        return code;
    curve = assay_arena_new(arena, prompts.responses, sizeof(*curve));
    oracle = assay_arena_new(arena, prompts.responses, sizeof(*oracle));
    code = assay_ppe_exact(&prompts, curve, oracle, &ppe, err);
    assay_node_put(arena, map, "curve", case_list_node(curve, prompts.responses, arena));
    assay_node_put(arena, map, "ceiling",
                   case_list_node(oracle, prompts.responses, arena));
    assay_node_put(arena, map, "max", assay_node_of_real(ppe.max));
    assay_node_put(arena, map, "argmax_k", assay_node_of_int((int64_t)ppe.max_k));
    assay_node_put(arena, map, "end", assay_node_of_real(ppe.end));
    assay_node_put(arena, map, "mean_sq_gap", assay_node_of_real(ppe.loss));
    assay_node_put(arena, map, "mean_gap", assay_node_of_real(ppe.gap));
    assay_node_put(arena, map, "drop", assay_node_of_real(ppe.max - ppe.end));
    *out = *map;
    return code;
}

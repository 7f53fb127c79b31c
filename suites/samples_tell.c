/* samples_tell.c - further measures of the kind `samples`. */
#include "suites/samples.h"

#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "metrics/ppe.h"

#include <math.h>
#include <stdlib.h>

enum {
    PERMUTATIONS = 100, /* as in the official code */
    PERMUTATIONS_MAX = 100000
};

/* The counted prompts of the members, scores and labels one behind the other. */
struct pool {
    const double **score, **right; /* (prompts,) into the table and into label */
    size_t *count;                 /* (prompts,) responses */
    double *label;                 /* (responses,) 1 or 0 */
    size_t prompts, responses;
};

static struct pool pool_of(const struct assay_study *study, struct assay_members members)
{
    const struct assay_table *t = study->table;
    const size_t golds = t->items ? t->gold_first[t->items] : 0;
    struct pool out = {
        .score = assay_memory_new(t->items + 1, sizeof(const double *)),
        .right = assay_memory_new(t->items + 1, sizeof(const double *)),
        .count = assay_memory_new(t->items + 1, sizeof(size_t)),
        .label = assay_memory_new(golds + 1, sizeof(double)),
    };

    for (size_t i = 0; i < t->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        double *label = out.label + out.responses;

        if (!assay_study_has(study, members, i) || isnan(item.gold[0]))
            continue;
        for (size_t k = 0; k < item.count; k++)
            label[k] = item.gold[k] > 0.0 ? 1.0 : 0.0;
        out.score[out.prompts] = item.value;
        out.right[out.prompts] = label;
        out.count[out.prompts++] = item.count;
        out.responses += item.count;
    }
    return out;
}

static void release(struct pool *pool)
{
    free(pool->score);
    free(pool->right);
    free(pool->count);
    free(pool->label);
}

static void tell(struct assay_measures *out, struct assay_str section, const char *name,
                 bool defined, double value, const char *why)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = ASSAY_STR("fraction"),
        .value = {.defined = defined,
                  .value = defined ? value : 0.0,
                  .why = defined ? (struct assay_str){"", 0}
                                 : assay_arena_copy(out->arena, assay_str_of(why))},
    };

    assay_measures_add(out, &measure);
}

/* Scores of one prompt brought to [0, 1]. */
static void scale(const double *score, size_t n, double *out)
{
    double least = score[0], most = score[0];

    for (size_t i = 0; i < n; i++) {
        least = score[i] < least ? score[i] : least;
        most = score[i] > most ? score[i] : most;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = most > least ? (score[i] - least) / (most - least) : 0.5;
}

static void tell_auc(const struct pool *pool, struct assay_str section,
                     struct assay_measures *out)
{
    double *scaled = assay_memory_new(pool->responses + 1, sizeof(*scaled));
    bool *positive = assay_memory_new(pool->responses + 1, sizeof(*positive));
    struct assay_error err = {0};
    size_t at = 0;
    double auc = 0.0;
    enum assay_code code;

    for (size_t p = 0; p < pool->prompts; p++) {
        scale(pool->score[p], pool->count[p], scaled + at);
        at += pool->count[p];
    }
    for (size_t i = 0; i < pool->responses; i++)
        positive[i] = pool->label[i] > 0.0;
    code = assay_correlation_auc(scaled, positive, pool->responses, &auc, &err);
    tell(out, section, "auc", code == ASSAY_OK, auc, err.text);
    free(positive);
    free(scaled);
}

static void tell_three(const struct assay_ppe *ppe, const char *const names[3],
                       struct assay_str section, struct assay_measures *out)
{
    tell(out, section, names[0], true, ppe->loss, "");
    tell(out, section, names[1], true, ppe->max, "");
    tell(out, section, names[2], true, ppe->end, "");
}

static size_t orders_of(const struct assay_study *study)
{
    const double asked = assay_study_number(study, "permutations", PERMUTATIONS);

    return asked >= 1.0 && asked <= PERMUTATIONS_MAX ? (size_t)asked : PERMUTATIONS;
}

static void tell_best(const struct assay_study *study, const struct pool *pool,
                      struct assay_str section, struct assay_measures *out)
{
    static const char *const exact_names[3] = {"loss_exact", "mean_max_exact",
                                               "mean_end_exact"};
    static const char *const names[3] = {"loss", "mean_max", "mean_end"};
    const struct assay_ppe_prompts prompts = {pool->score, pool->right, pool->prompts,
                                              pool->count[0]};
    struct assay_rng rng = {(uint64_t)assay_study_number(study, "seed", 0.0)};
    double *curve = assay_memory_new(2 * prompts.responses + 1, sizeof(*curve));
    const size_t orders = orders_of(study);
    struct assay_ppe ppe;
    struct assay_error err = {0};

    if (assay_ppe_exact(&prompts, curve, curve + prompts.responses, &ppe, &err) == 0)
        tell_three(&ppe, exact_names, section, out);
    else
        tell(out, section, exact_names[0], false, 0.0, err.text);
    if (assay_ppe_resampled(&prompts, &rng, orders, &ppe, NULL, &err) == 0)
        tell_three(&ppe, names, section, out);
    else
        tell(out, section, names[0], false, 0.0, err.text);
    free(curve);
}

static void tell_all(const struct assay_study *study, struct assay_members members,
                     struct assay_str section, struct assay_measures *out)
{
    struct pool pool = pool_of(study, members);
    bool alike = pool.prompts > 0;

    for (size_t p = 0; p < pool.prompts; p++)
        alike = alike && pool.count[p] == pool.count[0];
    tell_auc(&pool, section, out);
    if (alike)
        tell_best(study, &pool, section, out);
    else
        tell(out, section, "loss_exact", false, 0.0,
             "prompts have different numbers of responses, or there are none");
    release(&pool);
}

const struct assay_extra assay_samples_extras[] = {{"best_of_k", tell_all}, {NULL, NULL}};

/* topscore.c - several completions a prompt: tops, and the measures of RewardMATH. */
#include "suites/topscore.h"

#include <math.h>

#include "harness/core/memory.h"
#include "metrics/rewardmath.h"

#include <stdlib.h>

enum {
    CHOSEN_MAX = ASSAY_ITEM_COMPLETIONS_MAX
};

enum assay_code assay_topscore_check(const struct assay_item *item,
                                     struct assay_error *err)
{
    size_t right = 0;

    for (size_t i = 0; i < item->completion_count; i++)
        right += item->gold[i] > 0.0;
    if (right == 0 || right == item->completion_count)
        return assay_fail_at(err, assay_item_spot(item),
                             "%zu of %zu completions are right, nothing to tell apart",
                             right, item->completion_count);
    return ASSAY_OK;
}

struct assay_top assay_topscore_top(const struct assay_case *item)
{
    bool right[ASSAY_ITEM_COMPLETIONS_MAX];

    for (size_t i = 0; i < item->count; i++)
        right[i] = item->gold[i] > 0.0;
    return assay_credit_top(item->value, right, item->count);
}

double assay_topscore_margin(const struct assay_case *item)
{
    double best[2] = {-HUGE_VAL, -HUGE_VAL};

    for (size_t i = 0; i < item->gold_count; i++) {
        const bool right = item->gold[i] > 0.0;

        best[right] = fmax(best[right], item->value[i]);
    }
    return best[1] - best[0];
}

static struct assay_rewardmath_item rank_of(const struct assay_case *item,
                                            double *scratch)
{
    double *chosen = scratch;
    double *rejected = scratch + item->count;
    size_t c = 0, r = 0;

    for (size_t i = 0; i < item->count; i++)
        if (item->gold[i] > 0.0)
            chosen[c++] = item->value[i];
        else
            rejected[r++] = item->value[i];
    return assay_rewardmath_rank(chosen, c, rejected, r);
}

/* The official score over the members; false where there are none. */
static bool rewardmath(const struct assay_study *study, struct assay_members members,
                       struct assay_rewardmath *out, size_t *n)
{
    struct assay_rewardmath_item *ranks =
        assay_memory_new(study->table->items + 1, sizeof(*ranks));
    double *scratch = assay_memory_new((size_t)2 * CHOSEN_MAX, sizeof(*scratch));
    struct assay_error err;
    enum assay_code code;

    *n = 0;
    for (size_t i = 0; i < study->table->items; i++)
        if (assay_study_has(study, members, i)) {
            const struct assay_case item = assay_study_case(study, i);

            ranks[(*n)++] = rank_of(&item, scratch);
        }
    code = assay_rewardmath_score(ranks, *n, out, &err);
    free(scratch);
    free(ranks);
    return code == ASSAY_OK;
}

static void add(struct assay_measures *out, const char *name, struct assay_str section,
                double percent)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = ASSAY_STR("percentage"),
        .text = assay_str_of(assay_arena_printf(out->arena, "%.3f", percent)),
        .value = {.defined = true, .value = percent},
    };

    assay_measures_add(out, &measure);
}

static void measure_rewardmath(const struct assay_study *study,
                               struct assay_members members, struct assay_str section,
                               struct assay_measures *out)
{
    struct assay_rewardmath got;
    size_t n;

    if (!rewardmath(study, members, &got, &n))
        return;
    add(out, "acc", section, got.accuracy);
    add(out, "acc_with_ties", section, got.accuracy_with_ties);
    add(out, "mrr", section, got.mrr);
}

const struct assay_extra assay_topscore_extras[] = {
    {"rewardmath", measure_rewardmath},
    {NULL, NULL},
};

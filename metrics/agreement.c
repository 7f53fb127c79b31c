#include "metrics/agreement.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct classes {
    int label[ASSAY_KAPPA_CLASSES]; /* ascending */
    size_t count;
};

/* The place of a label, or where it would go. */
static size_t class_place(const struct classes *classes, int label)
{
    size_t i = 0;

    while (i < classes->count && classes->label[i] < label)
        i++;
    return i;
}

static bool class_add(struct classes *classes, int label)
{
    const size_t at = class_place(classes, label);

    if (at < classes->count && classes->label[at] == label)
        return true;
    if (classes->count == ASSAY_KAPPA_CLASSES)
        return false;
    memmove(&classes->label[at + 1], &classes->label[at],
            (classes->count - at) * sizeof(classes->label[0]));
    classes->label[at] = label;
    classes->count++;
    return true;
}

/* Observed and expected disagreement from the k x k confusion matrix of n items. */
static double kappa_of(const double *seen, size_t k, size_t n)
{
    double row[ASSAY_KAPPA_CLASSES] = {0};
    double column[ASSAY_KAPPA_CLASSES] = {0};
    double *chance = assay_memory_new(k * k, sizeof(*chance));
    double observed = 0.0;
    double expected;

    for (size_t i = 0; i < k * k; i++) {
        row[i / k] += seen[i];
        column[i % k] += seen[i];
        observed += i / k == i % k ? 0.0 : seen[i];
    }
    for (size_t i = 0; i < k * k; i++) /* transposed, as sklearn lays it out */
        chance[i] = i / k == i % k ? 0.0 : column[i / k] * row[i % k] / (double)n;
    expected = assay_sum_pairwise(chance, k * k);
    free(chance);
    return expected > 0.0 ? 1.0 - observed / expected : 2.0; /* above any kappa */
}

enum assay_code assay_agreement_kappa(const int *a, const int *b, size_t n, double *out,
                                      struct assay_error *err)
{
    struct classes classes = {.count = 0};
    double *seen;

    for (size_t i = 0; i < n; i++) {
        if (!class_add(&classes, a[i]) || !class_add(&classes, b[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "kappa over more than %d classes",
                              ASSAY_KAPPA_CLASSES);
    }
    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no ratings");
    seen = assay_memory_new(classes.count * classes.count, sizeof(*seen));
    for (size_t i = 0; i < n; i++)
        seen[class_place(&classes, a[i]) * classes.count + class_place(&classes, b[i])] +=
            1.0;
    *out = kappa_of(seen, classes.count, n);
    free(seen);
    if (*out > 1.0)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "both raters always say the same one class");
    return ASSAY_OK;
}

static int value_order(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Sum of d over ordered pairs i != j of n values; nominal wants them sorted. */
static double nominal_pairs(const double *sorted, size_t n)
{
    double same = 0.0;
    size_t run = 0;

    for (size_t i = 0; i < n; i += run) {
        for (run = 1; i + run < n && sorted[i + run] == sorted[i];)
            run++;
        same += (double)run * (double)run;
    }
    return (double)n * (double)n - same;
}

static double interval_pairs(const double *value, size_t n)
{
    const double mean = assay_sum_sequential(value, n) / (double)n;
    double square = 0.0;

    for (size_t i = 0; i < n; i++)
        square += (value[i] - mean) * (value[i] - mean);
    return 2.0 * (double)n * square;
}

static double pairs(double *value, size_t n, enum assay_scale scale)
{
    qsort(value, n, sizeof(*value), value_order);
    if (value[0] == value[n - 1])
        return 0.0; /* exactly, whatever rounding does to the mean */
    return scale == ASSAY_SCALE_NOMINAL ? nominal_pairs(value, n)
                                        : interval_pairs(value, n);
}

enum assay_code assay_agreement_alpha(const double *value, const size_t *size,
                                      size_t units, enum assay_scale scale, double *out,
                                      struct assay_error *err)
{
    size_t total = 0;
    size_t used = 0;
    double within = 0.0;
    double across = 0.0;
    double *kept;

    for (size_t u = 0; u < units; u++)
        total += size[u];
    kept = assay_memory_new(total + 1, sizeof(*kept));
    for (size_t u = 0; u < units; value += size[u], u++) {
        if (size[u] < 2)
            continue;
        memcpy(kept + used, value, size[u] * sizeof(*kept));
        within += pairs(kept + used, size[u], scale) / (double)(size[u] - 1);
        used += size[u];
    }
    if (used > 0)
        across = pairs(kept, used, scale) / (double)(used - 1);
    free(kept);
    if (!(across > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "%s",
                          used ? "all ratings are equal" : "no unit has two ratings");
    *out = 1.0 - within / across;
    return ASSAY_OK;
}

/* Ordered pairs of raters who agree on an item, and how many there are of all raters. */
static double agreeing(const size_t *row, size_t classes, size_t *raters)
{
    double pairs = 0.0;

    *raters = 0;
    for (size_t j = 0; j < classes; j++) {
        *raters += row[j];
        pairs += (double)row[j] * ((double)row[j] - 1.0);
    }
    return pairs;
}

static double chance_of(const size_t *count, size_t items, size_t classes, double ratings)
{
    double chance = 0.0;

    for (size_t j = 0; j < classes; j++) {
        double share = 0.0;

        for (size_t i = 0; i < items; i++)
            share += (double)count[i * classes + j];
        chance += (share / ratings) * (share / ratings);
    }
    return chance;
}

enum assay_code assay_agreement_fleiss(const size_t *count, size_t items, size_t classes,
                                       double *out, struct assay_error *err)
{
    double observed = 0.0;
    double chance;
    size_t n = 0, raters;

    for (size_t i = 0; i < items; i++) {
        observed += agreeing(count + i * classes, classes, &raters);
        n = i == 0 ? raters : n;
        if (raters != n || n < 2)
            return assay_fail(err, ASSAY_EDOMAIN,
                              "Fleiss kappa: item %zu has %zu ratings, the first %zu", i,
                              raters, n);
    }
    if (items == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "Fleiss kappa of no items");
    chance = chance_of(count, items, classes, (double)items * (double)n);
    observed /= (double)items * (double)n * ((double)n - 1.0);
    if (!(chance < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "Fleiss kappa: all ratings are one class");
    *out = (observed - chance) / (1.0 - chance);
    return ASSAY_OK;
}

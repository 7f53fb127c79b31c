#include "metrics/classes.h"

/* What happened to one class. */
struct tally {
    size_t gold, said, hits;
};

static double share(double part, double of)
{
    return of > 0.0 ? part / of : 0.0;
}

static void add_class(const struct tally *one, struct assay_classes_score *out)
{
    const double precision = share((double)one->hits, (double)one->said);
    const double recall = share((double)one->hits, (double)one->gold);

    if (one->gold == 0 && one->said == 0)
        return;
    out->precision += precision;
    out->recall += recall;
    out->f1 += share(2.0 * precision * recall, precision + recall);
    out->classes++;
}

enum assay_code assay_classes_score(const int *gold, const int *said, size_t n,
                                    struct assay_classes_score *out,
                                    struct assay_error *err)
{
    struct tally tally[ASSAY_CLASSES_MAX] = {{0}};
    struct assay_classes_score sum = {.n = n};
    size_t hits = 0;

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "classes of no items");
    for (size_t i = 0; i < n; i++) {
        if (gold[i] < 0 || gold[i] >= ASSAY_CLASSES_MAX || said[i] < ASSAY_CLASSES_NONE ||
            said[i] >= ASSAY_CLASSES_MAX)
            return assay_fail(err, ASSAY_EDOMAIN, "a class is outside 0 to %d",
                              ASSAY_CLASSES_MAX - 1);
        tally[gold[i]].gold++;
        if (said[i] == ASSAY_CLASSES_NONE)
            continue;
        tally[said[i]].said++;
        tally[said[i]].hits += said[i] == gold[i];
        hits += said[i] == gold[i];
    }
    for (size_t c = 0; c < ASSAY_CLASSES_MAX; c++)
        add_class(&tally[c], &sum);
    sum.accuracy = (double)hits / (double)n;
    sum.precision /= (double)sum.classes;
    sum.recall /= (double)sum.classes;
    sum.f1 /= (double)sum.classes;
    *out = sum;
    return ASSAY_OK;
}

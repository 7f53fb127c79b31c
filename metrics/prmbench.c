#include "metrics/prmbench.h"

void assay_confusion_add(struct assay_confusion *confusion, bool valid, bool kept)
{
    confusion->tp += valid && kept;
    confusion->fn += valid && !kept;
    confusion->fp += !valid && kept;
    confusion->tn += !valid && !kept;
}

static double quotient(size_t part, size_t rest)
{
    return part + rest > 0 ? (double)part / (double)(part + rest) : -1.0;
}

static double harmonic(double precision, double recall)
{
    const double sum = precision + recall;

    return sum != 0.0 ? 2.0 * precision * recall / sum : -1.0;
}

struct assay_prmbench assay_prmbench_scores(const struct assay_confusion *confusion)
{
    struct assay_prmbench out = {
        .precision = quotient(confusion->tp, confusion->fp),
        .recall = quotient(confusion->tp, confusion->fn),
        .negative_precision = quotient(confusion->tn, confusion->fn),
        .negative_recall = quotient(confusion->tn, confusion->fp),
    };

    out.f1 = harmonic(out.precision, out.recall);
    out.negative_f1 = harmonic(out.negative_precision, out.negative_recall);
    out.score = 0.5 * out.f1 + 0.5 * out.negative_f1;
    return out;
}

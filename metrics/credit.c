#include "metrics/credit.h"

#include <assert.h>

static void top_add(struct assay_top *top, double *best, double score, bool right)
{
    if (score > *best) {
        *best = score;
        *top = (struct assay_top){0};
    }
    if (score == *best) {
        top->right += right;
        top->wrong += !right;
    }
}

struct assay_top assay_credit_top(const double *score, const bool *right, size_t n)
{
    struct assay_top top = {0};
    double best = score[0];

    for (size_t i = 0; i < n; i++)
        top_add(&top, &best, score[i], right[i]);
    return top;
}

struct assay_top assay_credit_top_first(const double *score, size_t right, size_t n)
{
    struct assay_top top = {0};
    double best = score[0];

    for (size_t i = 0; i < n; i++)
        top_add(&top, &best, score[i], i < right);
    return top;
}

struct assay_credit assay_credit_of(struct assay_top top, enum assay_tie_rule rule)
{
    const size_t tied = top.right + top.wrong;

    if (top.wrong == 0 || top.right == 0)
        return (struct assay_credit){top.wrong == 0 ? 1.0 : 0.0, true};
    switch (rule) {
    case ASSAY_TIE_LOSS:
        return (struct assay_credit){0.0, true};
    case ASSAY_TIE_HALF:
        return (struct assay_credit){0.5, true};
    case ASSAY_TIE_SHARE:
        return (struct assay_credit){(double)top.right / (double)tied, true};
    case ASSAY_TIE_DROP:
        return (struct assay_credit){0.0, false};
    case ASSAY_TIE_RULES:
        break;
    }
    assert(0 && "no such tie rule");
    return (struct assay_credit){0};
}

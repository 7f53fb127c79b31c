/* comparison_metric.c - what each common item adds to a metric. */
#include "harness/run/comparison_parts.h"

#include "metrics/calibration.h"

#include <math.h>

/* log(1 + exp(-margin)), stable for either sign, as assay_calibration_nll has it. */
static double loss_of(double margin)
{
    return margin < 0.0 ? -margin + log1p(exp(margin)) : log1p(exp(-margin));
}

static double brier_of(double margin)
{
    const double wrong = assay_calibration_sigmoid(-margin);

    return wrong * wrong;
}

double assay_comparison_of_margin(enum assay_comparison_metric metric, double margin)
{
    switch (metric) {
    case ASSAY_COMPARE_LOSS:
        return loss_of(margin);
    case ASSAY_COMPARE_BRIER:
        return brier_of(margin);
    case ASSAY_COMPARE_MARGIN:
    case ASSAY_COMPARE_ECE: /* bins are made of the margin itself */
    case ASSAY_COMPARE_ACCURACY:
    case ASSAY_COMPARE_METRICS:
        break;
    }
    return margin;
}

static bool from_margins(const struct assay_comparison_match *match,
                         struct assay_comparison_column *out)
{
    size_t n = 0;

    out->value[0] = assay_arena_new(match->arena, match->items, sizeof(double));
    out->value[1] = assay_arena_new(match->arena, match->items, sizeof(double));
    for (size_t k = 0; k < match->items; k++) {
        const struct assay_outcomes *first = &match->side[0]->outcomes;
        const struct assay_outcomes *second = &match->side[1]->outcomes;
        const size_t i = match->item[0][k], j = match->item[1][k];

        out->has[k] = first->has_margin[i] && second->has_margin[j];
        n += out->has[k];
        if (!out->has[k])
            continue;
        out->value[0][k] = assay_comparison_of_margin(out->metric, first->margin[i]);
        out->value[1][k] = assay_comparison_of_margin(out->metric, second->margin[j]);
    }
    return n > 0;
}

bool assay_comparison_column_of(const struct assay_comparison_match *match,
                                enum assay_comparison_metric metric,
                                struct assay_comparison_column *out, const char **why)
{
    *out = (struct assay_comparison_column){
        .metric = metric,
        .has = assay_arena_new(match->arena, match->items, sizeof(*out->has)),
        .left_out = assay_arena_new(match->arena, match->subsets, sizeof(bool)),
    };
    *why = "no item has scores of both runs, and so no margins";
    if (metric != ASSAY_COMPARE_ACCURACY)
        return from_margins(match, out);
    *why = "no item has a value in both runs";
    out->left_out = match->left_out;
    out->value[0] = match->credit[0];
    out->value[1] = match->credit[1];
    for (size_t k = 0; k < match->items; k++)
        out->has[k] = !match->left_out[match->subset[k]];
    return match->items > 0;
}

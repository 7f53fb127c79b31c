/* comparison_group_decide.c - p-values of groups adjusted for there being many, and the verdict of every change. */
#include "harness/run/comparison_groups.h"
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "metrics/equivalence.h"
#include "metrics/multiplicity.h"

#include <stdlib.h>

/* Lines that are adjusted together. */
struct family {
    enum assay_comparison_metric metric;
    bool overall;
};

static bool in_family(const struct family *family, const struct assay_group_line *line)
{
    return line->why.len == 0 && line->metric == family->metric &&
           line->overall == family->overall;
}

/* Every p of a family into an array, or back out of it; NULL: their number alone. */
static size_t each_p(const struct assay_comparison_groups *groups,
                     const struct family *family, double *p, bool back)
{
    size_t n = 0;

    for (size_t s = 0; s < groups->suites; s++)
        for (size_t k = 0; k < groups->suite[s].lines; k++) {
            struct assay_group_line *line = &groups->suite[s].line[k];

            if (!in_family(family, line))
                continue;
            for (size_t g = 0; g + 1 < groups->groups; g++, n++) {
                if (back)
                    line->change[g].adjusted = p[n];
                else if (p)
                    p[n] = line->change[g].got.p;
            }
        }
    return n;
}

static size_t adjust(struct assay_comparison_groups *groups, struct family family)
{
    const size_t n = each_p(groups, &family, NULL, false);
    double *p = assay_memory_new(n + 1, sizeof(*p));

    (void)each_p(groups, &family, p, false);
    if (groups->facts.how.adjust == ASSAY_COMPARE_HOLM)
        assay_multiplicity_holm(p, n, p);
    else if (groups->facts.how.adjust == ASSAY_COMPARE_BH)
        assay_multiplicity_bh(p, n, p);
    (void)each_p(groups, &family, p, true);
    free(p);
    return n;
}

static void find_same(const struct assay_comparison_how *how,
                      enum assay_comparison_metric metric,
                      struct assay_group_change *change)
{
    const struct assay_equivalence_estimate estimate = {
        change->got.difference, change->got.se, (size_t)change->got.df};
    struct assay_equivalence same;
    struct assay_error ignored;

    if (metric != ASSAY_COMPARE_ACCURACY || !(how->margin > 0.0) ||
        !(change->got.se > 0.0) ||
        assay_equivalence_of_estimate(
            &estimate, &(struct assay_equivalence_margins){-how->margin, how->margin},
            how->alpha, &same, &ignored))
        return;
    change->has_equivalence = true;
    change->equivalence = same.p;
}

static void decide(const struct assay_comparison_groups *groups, size_t comparisons,
                   const struct assay_group_line *line, struct assay_group_change *change,
                   struct assay_arena *arena)
{
    static const enum assay_change_adjusted adjusted[] = {
        [ASSAY_COMPARE_HOLM] = ASSAY_CHANGE_HOLM,
        [ASSAY_COMPARE_BH] = ASSAY_CHANGE_BH,
        [ASSAY_COMPARE_UNADJUSTED] = ASSAY_CHANGE_UNADJUSTED,
    };
    const struct assay_comparison_how *how = &groups->facts.how;
    const bool percent = assay_str_equal(line->unit, ASSAY_STR("percent"));
    const struct assay_change_words words = {
        .scale = percent ? 100.0 : 1.0,
        .unit = percent ? "points" : "",
        .units = line->clusters == line->items ? "items" : "clusters",
        .among = line->overall ? "overall values" : "sections",
    };
    struct assay_change_evidence evidence = {
        .defined = true,
        .difference = change->got.difference,
        .lo = change->got.lo,
        .hi = change->got.hi,
        .p = change->adjusted,
        .alpha = how->alpha,
        .adjusted = comparisons > 1 ? adjusted[how->adjust] : ASSAY_CHANGE_UNADJUSTED,
        .comparisons = comparisons,
        .lower_is_better = !assay_compare_more_is_better(line->metric),
        .units = line->clusters,
        .p_same = 1.0,
    };
    struct assay_buf text = {0};

    find_same(how, line->metric, change);
    if (change->has_equivalence) {
        evidence.margin = how->margin;
        evidence.p_same = change->equivalence;
    }
    change->verdict = assay_change_verdict_of(&evidence);
    assay_change_verdict_tell(&change->verdict, &evidence, &words, &text);
    change->reason = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
}

void assay_comparison_group_decide(struct assay_comparison_groups *groups,
                                   struct assay_arena *arena)
{
    size_t family[ASSAY_COMPARE_METRICS][2];

    for (unsigned m = 0; m < ASSAY_COMPARE_METRICS; m++)
        for (unsigned k = 0; k < 2; k++) {
            family[m][k] = adjust(groups, (struct family){m, k == 0});
            if (family[m][k] > groups->family[k])
                groups->family[k] = family[m][k];
        }
    for (size_t s = 0; s < groups->suites; s++)
        for (size_t k = 0; k < groups->suite[s].lines; k++) {
            struct assay_group_line *line = &groups->suite[s].line[k];

            for (size_t g = 0; line->why.len == 0 && g + 1 < groups->groups; g++)
                decide(groups, family[line->metric][line->overall ? 0 : 1], line,
                       &line->change[g], arena);
        }
}

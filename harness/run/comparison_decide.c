/* comparison_decide.c - p-values adjusted for there being many, and the verdict of every line. */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "metrics/multiplicity.h"
#include "metrics/power.h"

#include <assert.h>
#include <stdlib.h>

/* Calls visit(state, line) for every line, in order; only: of this pair, NULL: of all. */
static void each_line(const struct assay_comparison *comparison,
                      const struct assay_comparison_pair *only,
                      void (*visit)(void *state, struct assay_comparison_line *line),
                      void *state)
{
    for (size_t s = 0; s < comparison->suites; s++)
        for (size_t p = 0; p < comparison->suite[s].pairs; p++) {
            const struct assay_comparison_pair *pair = &comparison->suite[s].pair[p];

            assert(pair);
            if (only && only != pair)
                continue;
            for (size_t k = 0; k < pair->lines; k++)
                visit(state, &pair->line[k]);
        }
}

/* Lines that are adjusted together: of one metric, overall values or sections. */
struct family {
    const struct assay_comparison_pair *pair; /* NULL: of all pairs */
    enum assay_comparison_metric metric;
    bool overall;
    double *p;
    size_t n;
};

static bool in_family(const struct family *family,
                      const struct assay_comparison_line *line)
{
    return line->metric == family->metric && line->overall == family->overall &&
           line->test != ASSAY_COMPARE_UNTESTED;
}

static void count_p(void *state, struct assay_comparison_line *line)
{
    struct family *family = state;

    family->n += in_family(family, line);
}

static void take_p(void *state, struct assay_comparison_line *line)
{
    struct family *family = state;

    if (in_family(family, line))
        family->p[family->n++] = line->p;
}

static void give_p(void *state, struct assay_comparison_line *line)
{
    struct family *family = state;

    if (in_family(family, line))
        line->adjusted = family->p[family->n++];
}

static size_t adjust(const struct assay_comparison *comparison, struct family family)
{
    each_line(comparison, family.pair, count_p, &family);
    family.p = assay_memory_new(family.n + 1, sizeof(*family.p));
    family.n = 0;
    each_line(comparison, family.pair, take_p, &family);
    if (comparison->how.adjust == ASSAY_COMPARE_HOLM)
        assay_multiplicity_holm(family.p, family.n, family.p);
    else if (comparison->how.adjust == ASSAY_COMPARE_BH)
        assay_multiplicity_bh(family.p, family.n, family.p);
    family.n = 0;
    each_line(comparison, family.pair, give_p, &family);
    free(family.p);
    return family.n;
}

/* The smallest difference that the line's own test would have found with the power asked for. */
static void detect(const struct assay_comparison_how *how,
                   struct assay_comparison_line *line)
{
    const struct assay_power_design design = {
        .pairs = (double)line->items,
        .discordance = (double)(line->lost + line->gained) / (double)line->items,
        .design_effect = 1.0,
        .alpha = how->alpha,
        .midp = how->midp,
    };
    const struct assay_power_estimate estimate = {line->se, (double)line->clusters,
                                                  how->alpha};
    struct assay_power_effect effect;
    struct assay_error ignored;

    if (line->test == ASSAY_COMPARE_MCNEMAR || line->test == ASSAY_COMPARE_MCNEMAR_MIDP) {
        line->has_detectable =
            design.discordance > 0.0 &&
            !assay_power_detectable(&design, how->power, &effect, &ignored) &&
            effect.found;
        line->detectable = line->has_detectable ? effect.delta : 0.0;
    } else if (line->se > 0.0) {
        line->has_detectable = true;
        line->detectable = assay_power_detectable_of(&estimate, how->power);
    }
}

/*
 * Clusters that would settle it with the power asked for, if p were adjusted as Holm adjusts the least one; as many as there are already tell
 * nothing.
 */
static size_t settling(const struct assay_comparison_how *how, size_t comparisons,
                       const struct assay_comparison_line *line)
{
    const bool many = how->adjust == ASSAY_COMPARE_HOLM && comparisons > 1;
    const struct assay_power_estimate estimate = {line->se, (double)line->clusters,
                                                  many ? how->alpha / (double)comparisons
                                                       : how->alpha};
    const double margin = line->metric == ASSAY_COMPARE_ACCURACY ? how->margin : 0.0;
    size_t needed;

    if (!(line->se > 0.0) || line->clusters < 2)
        return 0;
    needed = (size_t)assay_power_settling(&estimate, line->difference.value, margin,
                                          how->power);
    return needed > line->clusters ? needed : 0;
}

/* What a verdict is made of, and what p was adjusted over. */
struct deciding {
    const struct assay_comparison *comparison;
    size_t (*family)[2]; /* (METRICS, 2) */
    struct assay_arena *arena;
};

static struct assay_change_evidence evidence_of(const struct deciding *deciding,
                                                const struct assay_comparison_line *line)
{
    static const enum assay_change_adjusted adjusted[] = {
        [ASSAY_COMPARE_HOLM] = ASSAY_CHANGE_HOLM,
        [ASSAY_COMPARE_BH] = ASSAY_CHANGE_BH,
        [ASSAY_COMPARE_UNADJUSTED] = ASSAY_CHANGE_UNADJUSTED,
    };
    const struct assay_comparison_how *how = &deciding->comparison->how;
    const struct assay_figure *d = &line->difference;
    const size_t comparisons = deciding->family[line->metric][line->overall ? 0 : 1];

    return (struct assay_change_evidence){
        .defined = d->defined,
        .why = d->why.ptr,
        .difference = d->value,
        .lo = d->has_bootstrap ? d->bootstrap_lo : d->value,
        .hi = d->has_bootstrap ? d->bootstrap_hi : d->value,
        .p = line->adjusted,
        .alpha = how->alpha,
        .adjusted = comparisons > 1 ? adjusted[how->adjust] : ASSAY_CHANGE_UNADJUSTED,
        .comparisons = comparisons,
        .lower_is_better = !assay_compare_more_is_better(line->metric),
        .margin = line->has_equivalence ? how->margin : 0.0,
        .p_same = line->has_equivalence ? line->equivalence : 1.0,
        .units = line->clusters,
        .needed = line->needed,
    };
}

static void decide(void *state, struct assay_comparison_line *line)
{
    const struct deciding *deciding = state;
    const bool percent = line->metric == ASSAY_COMPARE_ACCURACY &&
                         assay_str_equal(line->unit, ASSAY_STR("percent"));
    const struct assay_change_words words = {
        .scale = percent ? 100.0 : 1.0,
        .unit = percent ? "points" : "",
        .units = line->clusters == line->items ? "items" : "clusters",
        .among = line->overall ? "overall values" : "sections",
    };
    struct assay_change_evidence evidence;
    struct assay_buf text = {0};

    if (line->difference.defined) {
        detect(&deciding->comparison->how, line);
        line->needed =
            settling(&deciding->comparison->how,
                     deciding->family[line->metric][line->overall ? 0 : 1], line);
    }
    evidence = evidence_of(deciding, line);
    line->verdict = assay_change_verdict_of(&evidence);
    assay_change_verdict_tell(&line->verdict, &evidence, &words, &text);
    line->reason = assay_arena_copy(deciding->arena, assay_buf_view(&text));
    assay_buf_release(&text);
}

static void decide_pairs(struct assay_comparison *comparison,
                         const struct assay_comparison_pair *only,
                         struct assay_arena *arena)
{
    size_t family[ASSAY_COMPARE_METRICS][2];
    struct deciding deciding = {comparison, family, arena};

    for (unsigned m = 0; m < ASSAY_COMPARE_METRICS; m++)
        for (unsigned k = 0; k < 2; k++) {
            family[m][k] =
                adjust(comparison,
                       (struct family){.pair = only, .metric = m, .overall = k == 0});
            if (family[m][k] > comparison->family[k])
                comparison->family[k] = family[m][k];
        }
    each_line(comparison, only, decide, &deciding);
}

void assay_comparison_decide(struct assay_comparison *comparison,
                             struct assay_arena *arena)
{
    if (!comparison->how.each_alone)
        decide_pairs(comparison, NULL, arena);
    for (size_t s = 0; comparison->how.each_alone && s < comparison->suites; s++)
        for (size_t p = 0; p < comparison->suite[s].pairs; p++)
            decide_pairs(comparison, &comparison->suite[s].pair[p], arena);
}

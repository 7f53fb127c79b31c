/*
 * comparison_lines.c - a metric of two runs, section by section: values, difference, interval and p.
 *
 * All sections come from one draw of the bootstrap, so that they vary together as the overall value does.
 */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/sum.h"
#include "metrics/bootstrap.h"
#include "metrics/equivalence.h"
#include "metrics/paired.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_MAX = 1 << 24 /* replicates x subsets: 256 MiB of sums and counts */
};

/* One metric of a match under way. */
struct study {
    const struct assay_comparison_match *match;
    const struct assay_comparison_column *column;
    double *sum[2];   /* (subsets,) of both */
    double *count;    /* (subsets,) items */
    double *draw_sum; /* (replicates, subsets) of the difference; NULL: none were drawn */
    double *draw_count;
    double *draw;                       /* (replicates,) of one line */
    double *coefficient;                /* (subsets,) of one line */
    double *by_cluster;                 /* (clusters,) contributions to one line */
    uint32_t *alone;                    /* (clusters,) items of one line */
    struct flips *flips;                /* (lines,) */
    struct assay_comparison_line *line; /* (lines,) */
};

/* A line's differences by clusters, whose signs are to be flipped; .n 0: they are not. */
struct flips {
    double *by_cluster; /* (n,) without zeros, which change no sum */
    size_t n;
};

static double *doubles(size_t n)
{
    return assay_memory_new(n + 1, sizeof(double));
}

/* Sums a subset, in the order of the items. */
static void sum_up(struct study *s)
{
    const struct assay_comparison_match *match = s->match;

    for (size_t k = 0; k < match->items; k++) {
        if (!s->column->has[k])
            continue;
        s->sum[0][match->subset[k]] += s->column->value[0][k];
        s->sum[1][match->subset[k]] += s->column->value[1][k];
        s->count[match->subset[k]] += 1.0;
    }
}

/* Differences of the items that have them, with their labels. */
struct sample {
    double *credit;
    uint32_t *cell, *cluster, *number;
    size_t n;
};

static void sample_release(struct sample *sample)
{
    free(sample->credit);
    free(sample->cell);
    free(sample->cluster);
    free(sample->number);
}

static void sample_init(const struct study *s, struct sample *out)
{
    const struct assay_comparison_match *match = s->match;
    uint32_t next = 0;

    *out = (struct sample){
        .credit = doubles(match->items),
        .cell = assay_memory_new(match->items + 1, sizeof(*out->cell)),
        .cluster = assay_memory_new(match->items + 1, sizeof(*out->cluster)),
        .number = assay_memory_new(match->clusters + 1, sizeof(*out->number)),
    };
    for (size_t k = 0; k < match->items; k++) {
        uint32_t *number = &out->number[match->cluster[k]];

        if (!s->column->has[k])
            continue;
        if (*number == 0)
            *number = ++next;
        out->credit[out->n] = s->column->value[1][k] - s->column->value[0][k];
        out->cell[out->n] = match->subset[k];
        out->cluster[out->n++] = *number - 1;
    }
}

static void draw(struct study *s)
{
    const struct assay_comparison_how *how = s->match->how;
    const size_t cells = s->match->subsets;
    const struct assay_resampling resampling = {.replicates = how->replicates,
                                                .seed = how->seed};
    struct assay_error ignored;
    struct sample sample;

    if (how->replicates < 2 || cells > CELLS_MAX / how->replicates)
        return;
    sample_init(s, &sample);
    s->draw_sum = doubles(how->replicates * cells);
    s->draw_count = doubles(how->replicates * cells);
    if (assay_bootstrap_draw(&(struct assay_sample){sample.credit, sample.cell,
                                                    sample.cluster, sample.n, cells},
                             &resampling, s->draw_sum, s->draw_count, &ignored)) {
        free(s->draw_sum);
        free(s->draw_count);
        s->draw_sum = s->draw_count = NULL;
    }
    sample_release(&sample);
}

static void study_init(struct study *s)
{
    const struct assay_comparison_match *match = s->match;

    s->sum[0] = doubles(match->subsets);
    s->sum[1] = doubles(match->subsets);
    s->count = doubles(match->subsets);
    s->draw = doubles(match->how->replicates);
    s->coefficient = doubles(match->subsets);
    s->by_cluster = doubles(match->clusters);
    s->flips = assay_memory_new(assay_comparison_lines_most(match), sizeof(*s->flips));
    s->alone = assay_memory_new(match->clusters + 1, sizeof(*s->alone));
    sum_up(s);
    if (s->column->metric != ASSAY_COMPARE_ECE)
        draw(s);
}

static void study_release(struct study *s)
{
    free(s->sum[0]);
    free(s->sum[1]);
    free(s->count);
    free(s->draw_sum);
    free(s->draw_count);
    free(s->draw);
    free(s->coefficient);
    free(s->by_cluster);
    free(s->alone);
    free(s->flips);
}

static struct assay_figure undefined(const char *why)
{
    return (struct assay_figure){.why = assay_str_of(why)};
}

/* Why a section has no value that is a sum over items; NULL: it has one. */
static const char *why_not(const struct study *s, size_t section)
{
    const struct assay_outline *outline = s->match->outline;
    bool any = false;

    for (size_t c = 0; c < s->match->subsets; c++) {
        if (!assay_outline_holds(outline, section, c))
            continue;
        if (s->column->left_out[c])
            return "its value is no mean over items";
        any = any || s->count[c] > 0.0;
    }
    return any ? NULL : "no item of it has a value in both runs";
}

/* Values of both and what lies between them; false: undefined. */
static bool values_of(const struct study *s, size_t section,
                      struct assay_comparison_line *line)
{
    const struct assay_outline *outline = s->match->outline;
    const char *why = why_not(s, section);
    double value[2];

    if (!why && !(assay_outline_value(outline, section, s->sum[0], s->count, &value[0]) &&
                  assay_outline_value(outline, section, s->sum[1], s->count, &value[1])))
        why = "no item of it has a value in both runs";
    if (why) {
        line->first = line->second = line->difference = undefined(why);
        return false;
    }
    line->first = (struct assay_figure){.defined = true, .value = value[0]};
    line->second = (struct assay_figure){.defined = true, .value = value[1]};
    line->difference =
        (struct assay_figure){.defined = true, .value = value[1] - value[0]};
    return true;
}

/* Items, clusters and flips of a line; contributions of clusters to its difference. */
static void gather(struct study *s, size_t section, struct assay_comparison_line *line)
{
    const struct assay_comparison_match *match = s->match;

    memset(s->by_cluster, 0, match->clusters * sizeof(*s->by_cluster));
    memset(s->alone, 0, match->clusters * sizeof(*s->alone));
    (void)assay_outline_coefficients(match->outline, section, s->count, s->coefficient);
    for (size_t k = 0; k < match->items; k++) {
        const double first = match->side[0]->outcomes.earned[match->item[0][k]];
        const double second = match->side[1]->outcomes.earned[match->item[1][k]];
        const uint32_t cluster = match->cluster[k];

        if (!s->column->has[k] ||
            !assay_outline_holds(match->outline, section, match->subset[k]))
            continue;
        line->items++;
        line->lost += second < first;
        line->gained += second > first;
        line->clusters += s->alone[cluster]++ == 0;
        s->by_cluster[cluster] += s->coefficient[match->subset[k]] *
                                  (s->column->value[1][k] - s->column->value[0][k]);
    }
}

static void interval_of(struct study *s, size_t section,
                        struct assay_comparison_line *line)
{
    const struct assay_comparison_how *how = s->match->how;
    const size_t cells = s->match->subsets;
    struct assay_percentile got;
    struct assay_equivalence same;
    struct assay_error ignored;
    size_t n = 0;

    for (size_t r = 0; s->draw_sum && line->clusters > 1 && r < how->replicates; r++)
        n += assay_outline_value(s->match->outline, section, s->draw_sum + r * cells,
                                 s->draw_count + r * cells, &s->draw[n]);
    if (n < 2 || assay_bootstrap_percentile(s->draw, n, 1.0 - how->alpha, &got, &ignored))
        return;
    line->difference.has_bootstrap = true;
    line->difference.bootstrap_lo = got.lo;
    line->difference.bootstrap_hi = got.hi;
    line->se = got.se;
    if (line->metric != ASSAY_COMPARE_ACCURACY || !(how->margin > 0.0) ||
        assay_equivalence_of_draws(
            s->draw, n, &(struct assay_equivalence_margins){-how->margin, how->margin},
            how->alpha, &same, &ignored))
        return;
    line->has_equivalence = true;
    line->equivalence = same.p;
}

/* True of a plain mean of items that are right or wrong and alone in their clusters. */
static bool is_binary(const struct study *s, size_t section,
                      const struct assay_comparison_line *line)
{
    const struct assay_comparison_match *match = s->match;
    double weight = -1.0;

    if (line->metric != ASSAY_COMPARE_ACCURACY || line->clusters != line->items)
        return false;
    for (size_t k = 0; k < match->items; k++) {
        const double first = s->column->value[0][k], second = s->column->value[1][k];
        const double w = s->coefficient[match->subset[k]];

        if (!s->column->has[k] ||
            !assay_outline_holds(match->outline, section, match->subset[k]))
            continue;
        if ((first != 0.0 && first != 1.0) || (second != 0.0 && second != 1.0) ||
            (weight >= 0.0 && w != weight))
            return false;
        weight = w;
    }
    return true;
}

static void keep_flips(const struct study *s, struct flips *out)
{
    out->by_cluster = doubles(s->match->clusters);
    for (size_t c = 0; c < s->match->clusters; c++)
        if (s->by_cluster[c] != 0.0)
            out->by_cluster[out->n++] = s->by_cluster[c];
}

/* Flips the signs of one line: a call of assay_parallel. */
static void flip_signs(void *state, size_t worker, size_t k)
{
    struct study *s = state;
    const struct assay_comparison_how *how = s->match->how;
    struct assay_comparison_line *line = &s->line[k];
    struct assay_error ignored;

    (void)worker;
    if (s->flips[k].n > 0 &&
        assay_paired_sign_flip(s->flips[k].by_cluster, s->flips[k].n, how->flips,
                               how->seed, &line->p, &ignored)) {
        line->test = ASSAY_COMPARE_UNTESTED;
        line->p = 1.0;
    }
    free(s->flips[k].by_cluster);
}

static void test_of(struct study *s, size_t section, size_t k)
{
    const struct assay_comparison_how *how = s->match->how;
    struct assay_comparison_line *line = &s->line[k];

    line->p = 1.0;
    if (is_binary(s, section, line)) {
        const struct assay_mcnemar got =
            assay_paired_mcnemar((unsigned)line->lost, (unsigned)line->gained);

        line->test = how->midp ? ASSAY_COMPARE_MCNEMAR_MIDP : ASSAY_COMPARE_MCNEMAR;
        line->p = how->midp ? got.midp : got.exact;
        return;
    }
    line->test = ASSAY_COMPARE_SIGN_FLIP;
    keep_flips(s, &s->flips[k]);
}

static void cover(const struct assay_comparison_match *match, size_t section,
                  unsigned side, struct assay_comparison_coverage *out)
{
    const struct assay_comparison_side *from = match->side[side];

    *out = (struct assay_comparison_coverage){0};
    for (size_t i = 0; i < from->table.items; i++) {
        const uint32_t subset = match->subset_of[side][from->table.subset[i]];

        if (section !=
                ASSAY_OUTLINE_ALL && /* overall also counts what the other one lacks */
            (subset == UINT32_MAX ||
             !assay_outline_holds(match->outline, section, subset)))
            continue;
        out->items++;
        out->answered += from->outcomes.earned[i] >= 0.0;
    }
}

static const struct assay_section *official_of(const struct assay_result *result,
                                               struct assay_str name, bool overall)
{
    if (overall)
        return &result->overall;
    for (size_t i = 0; i < result->section_count; i++)
        if (assay_str_equal(result->section[i].name, name))
            return &result->section[i];
    return NULL;
}

static void tell_line(struct study *s, size_t section, size_t at)
{
    const struct assay_comparison_match *match = s->match;
    struct assay_comparison_line *line = &s->line[at];
    const bool overall = section == ASSAY_OUTLINE_ALL;

    *line = (struct assay_comparison_line){
        .section =
            overall ? ASSAY_STR("Overall") : assay_outline_name(match->outline, section),
        .overall = overall,
        .aside = !overall && assay_outline_aside(match->outline, section),
        .metric = s->column->metric,
        .unit = s->column->metric == ASSAY_COMPARE_ACCURACY ? match->side[0]->result->unit
                                                            : ASSAY_STR(""),
        .p = 1.0,
        .adjusted = 1.0,
    };
    for (unsigned k = 0; k < 2; k++) {
        cover(match, section, k, &line->coverage[k]);
        line->official[k] = official_of(match->side[k]->result, line->section, overall);
    }
    if (!values_of(s, section, line))
        return;
    gather(s, section, line);
    if (line->metric == ASSAY_COMPARE_ECE)
        return; /* comparison_calibration.c */
    interval_of(s, section, line);
    test_of(s, section, at);
    if (match->how->sequential)
        assay_comparison_walk(
            &(struct assay_comparison_steps){match, s->column, s->coefficient, section},
            line);
}

/* True if a line of the section was asked for, and there is something to say of it. */
static bool is_asked(const struct assay_comparison_match *match, size_t section)
{
    const char *only = match->how->section;
    bool here = false;

    for (size_t c = 0; c < match->subsets; c++)
        here = here || assay_outline_holds(match->outline, section, c);
    return here && (!only || assay_str_equal(assay_outline_name(match->outline, section),
                                             assay_str_of(only)));
}

size_t assay_comparison_lines_most(const struct assay_comparison_match *match)
{
    return assay_outline_sections(match->outline) + 1;
}

void assay_comparison_lines_of(const struct assay_comparison_match *match,
                               enum assay_comparison_metric metric,
                               struct assay_comparison_line *lines, size_t *count,
                               struct assay_sentences *notes)
{
    struct assay_comparison_column column;
    struct study s = {.match = match, .column = &column};
    const char *why;
    size_t *section, n = 0;

    if (!assay_comparison_column_of(match, metric, &column, &why)) {
        assay_sentences_add(notes, assay_str_of(assay_arena_printf(
                                       match->arena, "no %s: %s",
                                       assay_compare_metric_name[metric], why)));
        return;
    }
    study_init(&s);
    s.line = lines + *count;
    section = assay_arena_new(match->arena, assay_comparison_lines_most(match),
                              sizeof(*section));
    for (size_t i = 0; i < assay_outline_sections(match->outline); i++)
        if (is_asked(match, i))
            section[n++] = i;
    section[n++] = ASSAY_OUTLINE_ALL;
    for (size_t k = 0; k < n; k++)
        tell_line(&s, section[k], k);
    assay_parallel(match->how->jobs ? match->how->jobs : 1, n, flip_signs, &s);
    if (metric == ASSAY_COMPARE_ECE)
        assay_comparison_calibration(match, &column, section, lines + *count, n);
    *count += n;
    study_release(&s);
}

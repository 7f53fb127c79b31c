/* comparison_group_lines.c - a metric of groups of runs, section by section: means, their doubt, differences. */
#include "harness/run/comparison_groups.h"
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

/* One metric of all runs under way. */
struct study {
    const struct assay_group_asking *asking;
    const struct assay_comparison_join *join;
    enum assay_comparison_metric metric;
    double **value; /* (runs, items) what an item adds */
    bool *has;      /* (items,) */
    double **sum;   /* (runs, subsets) */
    double *count;  /* (subsets,) items */
    /* of one line */
    double *coefficient; /* (subsets,) */
    uint32_t *number;    /* (clusters,) 1 + its number in the line; 0: it is not in it */
    double *items;       /* (clusters,) its part of all weights */
    double **earned;     /* (groups,) (clusters, runs of the group) */
};

static double *doubles(size_t n)
{
    return assay_memory_new(n + 1, sizeof(double));
}

/* What an item adds in a run, and whether it does. */
static bool add_of(const struct study *s, size_t run, size_t k, double *out)
{
    const struct assay_comparison_join *join = s->join;
    const struct assay_outcomes *outcomes = &join->side[run]->outcomes;
    const size_t i = join->item[run][k];

    *out = join->credit[run][k];
    if (s->metric == ASSAY_COMPARE_ACCURACY)
        return !join->left_out[join->subset[k]];
    *out = outcomes->has_margin[i]
               ? assay_comparison_of_margin(s->metric, outcomes->margin[i])
               : 0.0;
    return outcomes->has_margin[i];
}

static size_t fill_values(struct study *s)
{
    size_t n = 0;

    for (size_t k = 0; k < s->join->items; k++) {
        s->has[k] = true;
        for (size_t run = 0; run < s->join->sides; run++)
            s->has[k] = add_of(s, run, k, &s->value[run][k]) && s->has[k];
        n += s->has[k];
        s->count[s->join->subset[k]] += s->has[k] ? 1.0 : 0.0;
        for (size_t run = 0; s->has[k] && run < s->join->sides; run++)
            s->sum[run][s->join->subset[k]] += s->value[run][k];
    }
    return n;
}

static void study_init(struct study *s)
{
    const struct assay_comparison_join *join = s->join;

    s->value = assay_memory_new(join->sides, sizeof(*s->value));
    s->sum = assay_memory_new(join->sides, sizeof(*s->sum));
    for (size_t run = 0; run < join->sides; run++) {
        s->value[run] = doubles(join->items);
        s->sum[run] = doubles(join->subsets);
    }
    s->has = assay_memory_new(join->items + 1, sizeof(*s->has));
    s->count = doubles(join->subsets);
    s->coefficient = doubles(join->subsets);
    s->number = assay_memory_new(join->clusters + 1, sizeof(*s->number));
    s->items = doubles(join->clusters);
    s->earned = assay_memory_new(s->asking->groups, sizeof(*s->earned));
    for (size_t g = 0; g < s->asking->groups; g++)
        s->earned[g] = doubles(join->clusters * s->asking->group[g].count);
}

static void study_release(struct study *s)
{
    for (size_t run = 0; run < s->join->sides; run++) {
        free(s->value[run]);
        free(s->sum[run]);
    }
    for (size_t g = 0; g < s->asking->groups; g++)
        free(s->earned[g]);
    free(s->value);
    free(s->sum);
    free(s->has);
    free(s->count);
    free(s->coefficient);
    free(s->number);
    free(s->items);
    free(s->earned);
}

static bool counts_in(const struct study *s, size_t section, size_t k)
{
    return s->has[k] && s->coefficient[s->join->subset[k]] != 0.0 &&
           assay_outline_holds(s->join->outline, section, s->join->subset[k]);
}

/* Clusters of a line, numbered anew, and what part of all weights each has. */
static void gather(struct study *s, size_t section, struct assay_group_line *line)
{
    const struct assay_comparison_join *join = s->join;
    double all = 0.0;

    memset(s->number, 0, join->clusters * sizeof(*s->number));
    memset(s->items, 0, join->clusters * sizeof(*s->items));
    for (size_t k = 0; k < join->items; k++) {
        uint32_t *number = &s->number[join->cluster[k]];

        if (!counts_in(s, section, k))
            continue;
        if (*number == 0)
            *number = (uint32_t)++line->clusters;
        line->items++;
        s->items[*number - 1] += s->coefficient[join->subset[k]];
        all += s->coefficient[join->subset[k]];
    }
    for (size_t c = 0; c < line->clusters; c++)
        s->items[c] /= all;
}

/* Mean of a subset over its items and a group's runs. */
static double subset_mean(const struct study *s, const struct assay_group_runs *group,
                          size_t subset)
{
    double sum = 0.0;

    for (size_t run = 0; run < group->count; run++)
        sum += s->sum[group->first + run][subset];
    return sum / (double)group->count / s->count[subset];
}

static void earn(const struct study *s, size_t section, size_t g,
                 const struct assay_group_line *line)
{
    const struct assay_comparison_join *join = s->join;
    const struct assay_group_runs *group = &s->asking->group[g];
    const size_t runs = group->count;
    double mean = 0.0;

    for (size_t run = 0; run < runs; run++)
        mean += line->value[group->first + run] / (double)runs;
    for (size_t c = 0; c < line->clusters; c++)
        for (size_t run = 0; run < runs; run++)
            s->earned[g][c * runs + run] = s->items[c] * mean;
    for (size_t k = 0; k < join->items; k++) {
        const uint32_t subset = join->subset[k];
        double centre, *to;

        if (!counts_in(s, section, k))
            continue;
        centre = subset_mean(s, group, subset);
        to = s->earned[g] + (s->number[join->cluster[k]] - 1) * runs;
        for (size_t run = 0; run < runs; run++)
            to[run] +=
                s->coefficient[subset] * (s->value[group->first + run][k] - centre);
    }
}

static struct assay_seed_sample sample_of(const struct study *s, size_t g,
                                          const struct assay_group_line *line)
{
    return (struct assay_seed_sample){s->earned[g], s->items, line->clusters,
                                      s->asking->group[g].count};
}

static void ask(const struct study *s, size_t section, struct assay_group_line *line)
{
    const double level = 1.0 - s->asking->how->alpha;
    const struct assay_seed_sample first = sample_of(s, 0, line);
    struct assay_error err = {0};

    for (size_t g = 0; g < s->asking->groups; g++) {
        const struct assay_seed_sample sample = sample_of(s, g, line);
        enum assay_code code;

        earn(s, section, g, line);
        code = assay_seed_variance_of(&sample, level, &line->group[g], &err);
        if (!code && g > 0)
            code = assay_seed_variance_difference(&first, &sample, level,
                                                  &line->change[g - 1].got, &err);
        if (!code)
            continue;
        line->why = assay_arena_copy(s->join->arena, assay_str_of(err.text));
        return;
    }
}

/* Why a section has no value that is a sum over items; NULL: it has one. */
static const char *why_not(const struct study *s, size_t section)
{
    bool any = false;

    for (size_t c = 0; c < s->join->subsets; c++) {
        if (!assay_outline_holds(s->join->outline, section, c))
            continue;
        if (s->metric == ASSAY_COMPARE_ACCURACY && s->join->left_out[c])
            return "its value is no mean over items";
        any = any || s->count[c] > 0.0;
    }
    return any ? NULL : "no item of it has a value in all runs";
}

static void tell_line(struct study *s, size_t section, struct assay_group_line *line)
{
    const struct assay_comparison_join *join = s->join;
    const struct assay_outline *outline = join->outline;
    const bool overall = section == ASSAY_OUTLINE_ALL;
    const char *why = why_not(s, section);

    *line = (struct assay_group_line){
        .section = overall ? ASSAY_STR("Overall") : assay_outline_name(outline, section),
        .overall = overall,
        .aside = !overall && assay_outline_aside(outline, section),
        .metric = s->metric,
        .unit = s->metric == ASSAY_COMPARE_ACCURACY ? join->side[0]->result->unit
                                                    : ASSAY_STR(""),
        .value = assay_arena_new(join->arena, join->sides, sizeof(*line->value)),
        .group = assay_arena_new(join->arena, s->asking->groups, sizeof(*line->group)),
        .change = assay_arena_new(join->arena, s->asking->groups, sizeof(*line->change)),
    };
    for (size_t run = 0; !why && run < join->sides; run++)
        if (!assay_outline_value(outline, section, s->sum[run], s->count,
                                 &line->value[run]))
            why = "no item of it has a value in all runs";
    if (!why) {
        (void)assay_outline_coefficients(outline, section, s->count, s->coefficient);
        gather(s, section, line);
        if (line->clusters < 2)
            why = "fewer than two independent items have no spread";
    }
    if (why)
        line->why = assay_str_of(why);
    else
        ask(s, section, line);
}

/* True if a line of the section was asked for, and there is something to say of it. */
static bool is_asked(const struct study *s, size_t section)
{
    const char *only = s->asking->how->section;
    const struct assay_outline *outline = s->join->outline;
    bool here = false;

    for (size_t c = 0; c < s->join->subsets; c++)
        here = here || assay_outline_holds(outline, section, c);
    return here && (!only || assay_str_equal(assay_outline_name(outline, section),
                                             assay_str_of(only)));
}

void assay_comparison_group_lines(const struct assay_group_asking *asking,
                                  enum assay_comparison_metric metric,
                                  struct assay_group_suite *suite,
                                  struct assay_sentences *notes)
{
    struct study s = {.asking = asking, .join = asking->join, .metric = metric};

    study_init(&s);
    if (fill_values(&s) == 0) {
        assay_sentences_add(
            notes,
            assay_str_of(assay_arena_printf(
                s.join->arena, "no %s: no item has %s", assay_compare_metric_name[metric],
                metric == ASSAY_COMPARE_ACCURACY
                    ? "a value in all runs that is a part of a mean"
                    : "scores of all runs, and so no margins")));
        study_release(&s);
        return;
    }
    for (size_t i = 0; i < assay_outline_sections(s.join->outline); i++)
        if (is_asked(&s, i))
            tell_line(&s, i, &suite->line[suite->lines++]);
    tell_line(&s, ASSAY_OUTLINE_ALL, &suite->line[suite->lines++]);
    study_release(&s);
}

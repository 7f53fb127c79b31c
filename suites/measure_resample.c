/*
 * measure_resample.c - intervals of what is no sum over items: measured anew on every resample.
 *
 * Whole clusters are drawn inside their strata (metrics/resample.h), as everywhere; the kind then
 * works out its value and measures from how often each item counts. That costs a pass over all
 * items a replicate, so there are at most RESAMPLES of them, fewer for many items, and none where
 * they would be too few to say anything.
 */
#include "harness/core/memory.h"
#include "metrics/mean.h"
#include "metrics/resample.h"
#include "suites/measure_parts.h"

#include <stdlib.h>

enum {
    RESAMPLES = 1000,    /* at most */
    RESAMPLES_MIN = 100, /* below, no interval is told */
    WORK_MAX = 1 << 24,  /* items x replicates */
    TARGETS_MAX = 1 << 16
};

/* What an interval is told of: values that it had on the replicates. */
struct target {
    struct assay_figure *figure;
    double *value; /* (replicates,) */
    size_t n;
};

struct run {
    const struct assay_measurement *m;
    size_t replicates;
    uint32_t *cluster_times, *times; /* (clusters,), (items,) */
    bool *subset;                    /* (subset_count,) scratch */
    double *value;                   /* (subset_count,) of this replicate */
    bool *present;
    struct target *band, *one, *overall,
        *measure; /* (band_count,), (subset_count,), 1, ... */
    size_t measures;
    struct assay_arena arena; /* of measures of one replicate */
};

static const struct assay_kind *kind_of(const struct run *run, uint32_t s)
{
    return run->m->tally[s].kind;
}

static bool resampled(const struct run *run, const struct assay_band *band)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (!kind_of(run, band->subset[k])->resamples)
            return false;
    return band->subset_count > 0;
}

/* The value of subsets together on this replicate. */
static bool union_value(const struct run *run, const uint32_t *subset, size_t n,
                        double *out)
{
    const char *why;
    bool defined;

    for (size_t k = 0; k < n; k++)
        run->subset[subset[k]] = true;
    defined = kind_of(run, subset[0])
                  ->value(&run->m->study, (struct assay_members){run->subset, run->times},
                          out, &why);
    for (size_t k = 0; k < n; k++)
        run->subset[subset[k]] = false;
    return defined;
}

static bool band_value(struct run *run, const struct assay_band *band, double *out);

/* The mean of a section's parts under their weights. */
static bool parts_value(struct run *run, const struct assay_band *band, double *out)
{
    double total = 0.0, weight = 0.0, value;

    for (size_t i = 0; i < band->section->part_count; i++) {
        if (!band_value(run, &band->part[i], &value))
            continue;
        total += value * band->part[i].section->weight;
        weight += band->part[i].section->weight;
    }
    *out = weight > 0.0 ? total / weight : 0.0;
    return weight > 0.0;
}

/* The value of a section from those of its subsets, as measure_sections.c has it. */
static bool band_value(struct run *run, const struct assay_band *band, double *out)
{
    const size_t n = band->subset_count;
    double *value;
    bool *present;
    struct assay_mean mean;

    if (!resampled(run, band))
        return false;
    if (n == 1) {
        *out = run->value[band->subset[0]];
        return run->present[band->subset[0]];
    }
    if (band->section->value == ASSAY_SECTION_PARTS)
        return parts_value(run, band, out);
    if (band->section->value == ASSAY_SECTION_MICRO)
        return union_value(run, band->subset, n, out);
    value = assay_arena_new(&run->arena, n, sizeof(*value));
    present = assay_arena_new(&run->arena, n, sizeof(*present));
    for (size_t k = 0; k < n; k++) {
        value[k] = run->value[band->subset[k]];
        present[k] = run->present[band->subset[k]];
    }
    mean = assay_mean_weighted(value, band->weight, present, n);
    *out = mean.value;
    return mean.used > 0;
}

static void note_value(struct target *target, bool defined, double value)
{
    if (defined && target->figure)
        target->value[target->n++] = value;
}

static void values_of(struct run *run)
{
    const struct assay_measurement *m = run->m;
    double total = 0.0, weight = 0.0, value = 0.0;
    const bool micro = m->suite->micro || m->band_count == 0;

    for (uint32_t s = 0; s < m->table->subset_count; s++) {
        run->present[s] =
            kind_of(run, s)->resamples && union_value(run, &s, 1, &run->value[s]);
        note_value(&run->one[s], run->present[s], run->value[s]);
    }
    for (size_t i = 0; i < m->band_count; i++) {
        const bool defined = band_value(run, &m->band[i], &value);

        note_value(&run->band[i], defined, value);
        total += defined ? value * m->band[i].section->weight : 0.0;
        weight += defined ? m->band[i].section->weight : 0.0;
    }
    if (micro) {
        const bool defined = band_value(run, &m->all, &value);

        note_value(run->overall, defined, value);
    } else {
        note_value(run->overall, weight > 0.0, weight > 0.0 ? total / weight : 0.0);
    }
}

/* The measures that always stand beside the values of a section, or of all. */
static void band_measures(struct run *run, const struct assay_band *band,
                          struct assay_str name, struct assay_measures *list)
{
    const struct assay_kind *kind;

    if (!resampled(run, band))
        return;
    kind = kind_of(run, band->subset[0]);
    if (!kind->always || (name.len == 0 && run->m->band_count > 0 && !kind->always_whole))
        return;
    for (size_t k = 0; k < band->subset_count; k++)
        run->subset[band->subset[k]] = true;
    kind->always(&run->m->study, (struct assay_members){run->subset, run->times}, name,
                 list);
    for (size_t k = 0; k < band->subset_count; k++)
        run->subset[band->subset[k]] = false;
}

static bool same_measure(const struct assay_measure *a, const struct assay_measure *b)
{
    return assay_str_equal(a->name, b->name) && assay_str_equal(a->section, b->section);
}

/* Both lists are in the same order, but the result has further measures in between. */
static void note_measures(struct run *run, const struct assay_measures *list,
                          const struct assay_measure *told)
{
    size_t at = 0;

    for (size_t k = 0; k < list->count; k++) {
        size_t j = at;

        while (j < run->measures && !same_measure(&told[j], &list->at[k]))
            j++;
        if (j == run->measures)
            continue;
        note_value(&run->measure[j], list->at[k].value.defined, list->at[k].value.value);
        at = j + 1;
    }
}

static void replicate(struct run *run, struct assay_resample *draws,
                      const struct assay_measure *told)
{
    const struct assay_measurement *m = run->m;
    struct assay_measures list = {.arena = &run->arena};

    assay_arena_reset(&run->arena);
    assay_resample_next(draws, run->cluster_times);
    for (size_t i = 0; i < m->table->items; i++)
        run->times[i] = run->cluster_times[m->table->cluster[i]];
    values_of(run);
    for (size_t i = 0; i < m->band_count; i++)
        band_measures(run, &m->band[i], m->band[i].section->name, &list);
    band_measures(run, &m->all, (struct assay_str){"", 0}, &list);
    note_measures(run, &list, told);
}

/* Counted items of kinds that are resampled, as the draws want them. */
static struct assay_resample *draws_of(const struct assay_measurement *m, size_t *n)
{
    uint32_t *cell = assay_memory_new(m->table->items + 1, sizeof(*cell));
    uint32_t *cluster = assay_memory_new(m->table->items + 1, sizeof(*cluster));
    struct assay_resample_items items = {cell, cluster, 0, m->table->subset_count,
                                         m->clusters};
    struct assay_resample *out = NULL;

    for (size_t i = 0; i < m->table->items; i++) {
        if (!m->study.counted[i] || !m->tally[m->table->subset[i]].kind->resamples)
            continue;
        cell[items.n] = m->table->subset[i];
        cluster[items.n++] = m->table->cluster[i];
    }
    *n = items.n;
    if (items.n > 0)
        out = assay_resample_new(&items, m->measuring->seed);
    free(cluster);
    free(cell);
    return out;
}

/* An interval where most replicates have a value. */
static void tell(const struct run *run, struct target *target, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (target[i].figure && target[i].figure->defined &&
            2 * target[i].n > run->replicates)
            assay_measure_interval(run->m, target[i].value, target[i].n,
                                   target[i].figure);
}

static struct target *targets(const struct run *run, size_t n)
{
    struct target *out = assay_memory_new(n + 1, sizeof(*out));

    for (size_t i = 0; i < n; i++)
        out[i].value = assay_memory_new(run->replicates, sizeof(*out[i].value));
    return out;
}

static void release(struct target *target, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(target[i].value);
    free(target);
}

/* A section of one cluster repeats itself: its spread says nothing. */
static struct assay_figure *figure_of(struct assay_section *section)
{
    return section->clusters > 1 ? &section->value : NULL;
}

static void run_all(struct run *run, struct assay_resample *draws,
                    struct assay_section *section, struct assay_section *subset,
                    struct assay_result *out)
{
    const struct assay_measurement *m = run->m;
    const size_t subsets = m->table->subset_count;
    struct assay_measure *measure =
        assay_arena_new(m->arena, out->measure_count, sizeof(*measure));

    run->measures = out->measure_count;
    run->band = targets(run, m->band_count);
    run->one = targets(run, subsets);
    run->overall = targets(run, 1);
    run->measure = targets(run, run->measures);
    for (size_t i = 0; i < m->band_count; i++)
        run->band[i].figure = figure_of(&section[i]);
    for (size_t s = 0; subset && s < subsets; s++)
        run->one[s].figure = figure_of(&subset[s]);
    run->overall->figure = figure_of(&out->overall);
    for (size_t k = 0; k < run->measures; k++) {
        measure[k] = out->measure[k];
        run->measure[k].figure = m->clusters > 1 ? &measure[k].value : NULL;
    }
    for (size_t r = 0; r < run->replicates; r++)
        replicate(run, draws, measure);
    tell(run, run->band, m->band_count);
    tell(run, run->one, subsets);
    tell(run, run->overall, 1);
    tell(run, run->measure, run->measures);
    out->measure = measure;
    release(run->band, m->band_count);
    release(run->one, subsets);
    release(run->overall, 1);
    release(run->measure, run->measures);
}

void assay_measure_resample(const struct assay_measurement *m,
                            struct assay_section *section, struct assay_section *subset,
                            struct assay_result *out)
{
    struct run run = {.m = m, .replicates = m->measuring->replicates};
    const size_t subsets = m->table->subset_count;
    size_t n;
    struct assay_resample *draws = draws_of(m, &n);

    if (run.replicates > RESAMPLES)
        run.replicates = RESAMPLES;
    if (n > 0 && run.replicates > WORK_MAX / n)
        run.replicates = WORK_MAX / n;
    if (draws && run.replicates >= RESAMPLES_MIN &&
        m->band_count + subsets + out->measure_count < TARGETS_MAX) {
        out->replicates = run.replicates;
        run.cluster_times = assay_memory_new(m->clusters + 1, sizeof(uint32_t));
        run.times = assay_memory_new(m->table->items + 1, sizeof(uint32_t));
        run.subset = assay_memory_new(subsets + 1, sizeof(bool));
        run.value = assay_memory_new(subsets + 1, sizeof(double));
        run.present = assay_memory_new(subsets + 1, sizeof(bool));
        run_all(&run, draws, section, subset, out);
        free(run.cluster_times);
        free(run.times);
        free(run.subset);
        free(run.value);
        free(run.present);
        assay_arena_release(&run.arena);
    }
    assay_resample_free(draws);
}

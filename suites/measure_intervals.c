/* measure_intervals.c - bootstrap intervals: prompts resampled inside their subsets. */
#include "suites/measure_parts.h"

#include "harness/core/memory.h"
#include "metrics/bootstrap.h"

#include <math.h>
#include <stdlib.h>

enum {
    CELLS_MAX = 1 << 22 /* replicates x subsets: 64 MiB of sums and counts */
};

/* What the resampling needs, in memory of its own. */
struct draw {
    double *credit;
    uint32_t *cell, *cluster;
    size_t n;
    bool *left_out;      /* (subset_count,) subsets whose value has no such form */
    double *sum, *count; /* (replicates, subset_count) */
    double *value;       /* (replicates,) of one target */
};

static void release(struct draw *draw)
{
    free(draw->credit);
    free(draw->cell);
    free(draw->cluster);
    free(draw->left_out);
    free(draw->sum);
    free(draw->count);
    free(draw->value);
}

/* Credits of composite subsets: out (items,), used (items,). */
static void spread_composites(const struct assay_measurement *m, double *out, bool *used,
                              bool *left_out)
{
    bool *subset = assay_memory_new(m->table->subset_count + 1, sizeof(*subset));

    for (size_t s = 0; s < m->table->subset_count; s++) {
        const struct assay_tally *tally = &m->tally[s];

        left_out[s] = tally->kind->resamples; /* measure_resample.c */
        if (!tally->kind->composite || left_out[s])
            continue;
        subset[s] = true;
        left_out[s] = !tally->value_defined ||
                      !tally->kind->spread(
                          &m->study, (struct assay_members){subset, NULL}, out, used);
        subset[s] = false;
    }
    free(subset);
}

void assay_measure_credits(const struct assay_measurement *m, double *credit, bool *used,
                           bool *left_out)
{
    const struct assay_table *t = m->table;

    spread_composites(m, credit, used, left_out);
    for (size_t i = 0; i < t->items; i++) {
        const uint32_t s = t->subset[i];
        const bool composite = m->tally[s].kind->composite;

        used[i] = m->study.counted[i] && !left_out[s] &&
                  (composite ? used[i] : !(m->earned[i] < 0.0));
        if (!composite)
            credit[i] = m->earned[i];
    }
}

/* Fills credit, cell and cluster; clusters are numbered anew, densely. */
static void fill(const struct assay_measurement *m, struct draw *draw)
{
    const struct assay_table *t = m->table;
    double *credit = assay_memory_new(t->items + 1, sizeof(*credit));
    bool *used = assay_memory_new(t->items + 1, sizeof(*used));
    uint32_t *number = assay_memory_new(m->clusters + 1, sizeof(*number));
    uint32_t next = 0;

    assay_measure_credits(m, credit, used, draw->left_out);
    for (size_t i = 0; i < t->items; i++) {
        if (!used[i])
            continue;
        if (number[t->cluster[i]] == 0)
            number[t->cluster[i]] = ++next;
        draw->credit[draw->n] = credit[i];
        draw->cell[draw->n] = t->subset[i];
        draw->cluster[draw->n++] = number[t->cluster[i]] - 1;
    }
    free(number);
    free(used);
    free(credit);
}

void assay_measure_interval(const struct assay_measurement *m, double *value, size_t n,
                            struct assay_figure *figure)
{
    struct assay_percentile got;
    struct assay_error ignored;

    if (n < 2 ||
        assay_bootstrap_percentile(value, n, m->measuring->level, &got, &ignored))
        return;
    figure->has_bootstrap = true;
    figure->bootstrap_lo = got.lo;
    figure->bootstrap_hi = got.hi;
}

/* True if the replicates of a band's subsets give those of its value. */
static bool whole(const struct assay_measurement *m, const struct assay_band *band,
                  bool pooled, const struct draw *draw)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (draw->left_out[band->subset[k]] ||
            (pooled && band->subset_count > 1 &&
             m->tally[band->subset[k]].kind->composite))
            return false;
    return true;
}

/* Replicates of a spread are linear in what was drawn, and may leave the range of the value. */
static void keep_range(const struct assay_measurement *m, const struct assay_band *band,
                       struct assay_figure *figure)
{
    for (size_t k = 0; k < band->subset_count; k++)
        if (!m->tally[band->subset[k]].kind->fraction)
            return;
    figure->bootstrap_lo = fmax(figure->bootstrap_lo, 0.0);
    figure->bootstrap_hi = fmin(figure->bootstrap_hi, 1.0);
}

static void band_interval(const struct assay_measurement *m, struct draw *draw,
                          const struct assay_band *band, struct assay_section *section)
{
    const size_t cells = m->table->subset_count;
    size_t n = 0;

    if (!section->value.defined || section->clusters < 2 ||
        !whole(m, band, band->section->value == ASSAY_SECTION_MICRO, draw))
        return;
    for (size_t r = 0; r < m->measuring->replicates; r++)
        n += assay_measure_replicate(band, draw->sum + r * cells, draw->count + r * cells,
                                     &draw->value[n]);
    assay_measure_interval(m, draw->value, n, &section->value);
    keep_range(m, band, &section->value);
}

static void overall_interval(const struct assay_measurement *m, struct draw *draw,
                             struct assay_section *overall)
{
    const size_t cells = m->table->subset_count;
    size_t n = 0;

    if (!overall->value.defined || overall->clusters < 2 ||
        !whole(m, &m->all, m->suite->micro, draw))
        return;
    for (size_t r = 0; r < m->measuring->replicates; r++)
        n += assay_measure_replicate_overall(m, draw->sum + r * cells,
                                             draw->count + r * cells, &draw->value[n]);
    assay_measure_interval(m, draw->value, n, &overall->value);
    keep_range(m, &m->all, &overall->value);
}

static void subset_interval(const struct assay_measurement *m, struct draw *draw,
                            uint32_t s, struct assay_section *section)
{
    const struct assay_suite_section one = {.name = m->table->subset_name[s]};
    const double weight = 1.0;
    const struct assay_band band = {&one, &s, 1, &weight, NULL};

    band_interval(m, draw, &band, section);
}

static void all_intervals(const struct assay_measurement *m, struct draw *draw,
                          struct assay_section *section, struct assay_section *subset,
                          struct assay_section *overall)
{
    for (size_t i = 0; i < m->band_count; i++)
        band_interval(m, draw, &m->band[i], &section[i]);
    for (uint32_t s = 0; subset && s < m->table->subset_count; s++)
        subset_interval(m, draw, s, &subset[s]);
    overall_interval(m, draw, overall);
}

enum assay_code assay_measure_bootstrap(const struct assay_measurement *m,
                                        struct assay_section *section,
                                        struct assay_section *subset,
                                        struct assay_section *overall,
                                        struct assay_error *err)
{
    const size_t replicates = m->measuring->replicates;
    const size_t cells = m->table->subset_count;
    struct draw draw = {0};
    struct assay_sample sample;
    enum assay_code code = ASSAY_OK;

    if (replicates < 2 || cells == 0 || cells > CELLS_MAX / replicates)
        return ASSAY_OK;
    draw.credit = assay_memory_new(m->table->items + 1, sizeof(*draw.credit));
    draw.cell = assay_memory_new(m->table->items + 1, sizeof(*draw.cell));
    draw.cluster = assay_memory_new(m->table->items + 1, sizeof(*draw.cluster));
    draw.left_out = assay_memory_new(cells, sizeof(*draw.left_out));
    draw.sum = assay_memory_new(replicates * cells, sizeof(*draw.sum));
    draw.count = assay_memory_new(replicates * cells, sizeof(*draw.count));
    draw.value = assay_memory_new(replicates, sizeof(*draw.value));
    fill(m, &draw);
    sample = (struct assay_sample){draw.credit, draw.cell, draw.cluster, draw.n, cells};
    if (draw.n > 0)
        code =
            assay_bootstrap_draw(&sample,
                                 &(struct assay_resampling){.replicates = replicates,
                                                            .seed = m->measuring->seed},
                                 draw.sum, draw.count, err);
    if (!code && draw.n > 0)
        all_intervals(m, &draw, section, subset, overall);
    release(&draw);
    return code;
}

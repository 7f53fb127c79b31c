/* comparison_calibration.c - calibration errors of two runs, by one draw of all sections. */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "metrics/paired_difference.h"

#include <stdlib.h>

enum {
    BINS = 10,
    COLUMNS = 2 * BINS /* of both runs */
};

/* What is asked, in memory of its own. */
struct asking {
    double *credit; /* (items, 2, BINS) */
    uint32_t *cell, *cluster;
    size_t n;
    uint32_t *cells;                    /* (count, subsets) of every line */
    struct assay_paired_figure *figure; /* (count, 2) */
    struct assay_paired_contrast
        *contrast; /* (count, 3): first, second, second minus first */
    struct assay_paired_answer *answer; /* (count, 3) */
};

static void release(struct asking *a)
{
    free(a->credit);
    free(a->cell);
    free(a->cluster);
    free(a->cells);
    free(a->figure);
    free(a->contrast);
    free(a->answer);
}

/* Items that have margins; clusters are numbered anew. */
static void fill_sample(const struct assay_comparison_match *match,
                        const struct assay_comparison_column *column, struct asking *a)
{
    uint32_t *number = assay_memory_new(match->clusters + 1, sizeof(*number)), next = 0;

    for (size_t k = 0; k < match->items; k++) {
        double *row = a->credit + a->n * COLUMNS;

        if (!column->has[k])
            continue;
        if (number[match->cluster[k]] == 0)
            number[match->cluster[k]] = ++next;
        assay_paired_bin(column->value[0][k], BINS, row);
        assay_paired_bin(column->value[1][k], BINS, row + BINS);
        a->cell[a->n] = match->subset[k];
        a->cluster[a->n++] = number[match->cluster[k]] - 1;
    }
    free(number);
}

static void fill_question(const struct assay_comparison_match *match,
                          const size_t *section, size_t count, struct asking *a)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t *cells = a->cells + i * match->subsets;
        struct assay_paired_contrast *contrast = &a->contrast[3 * i];
        size_t n = 0;

        for (uint32_t c = 0; c < match->subsets; c++)
            if (assay_outline_holds(match->outline, section[i], c))
                cells[n++] = c;
        for (size_t k = 0; k < 2; k++) {
            a->figure[2 * i + k] =
                (struct assay_paired_figure){.of = assay_paired_calibration_error,
                                             .column = k * BINS,
                                             .columns = BINS,
                                             .cell = cells,
                                             .cells = n};
            contrast[k].terms = 1;
            contrast[k].term[0].times = 1.0;
            contrast[k].term[0].figure = 2 * i + k;
        }
        contrast[2] = contrast[1];
        contrast[2].terms = 2;
        contrast[2].term[1].times = -1.0;
        contrast[2].term[1].figure = 2 * i;
    }
}

static struct assay_figure figure_of(const struct assay_paired_answer *answer)
{
    if (!answer->defined)
        return (struct assay_figure){.why =
                                         ASSAY_STR("no item of it has margins of both")};
    return (struct assay_figure){.defined = true, .value = answer->value};
}

static void fill_line(const struct assay_paired_answer *answer,
                      struct assay_comparison_line *line)
{
    line->first = figure_of(&answer[0]);
    line->second = figure_of(&answer[1]);
    line->difference = figure_of(&answer[2]);
    if (!answer[2].defined || line->clusters < 2)
        return;
    line->difference.has_bootstrap = true;
    line->difference.bootstrap_lo = answer[2].lo;
    line->difference.bootstrap_hi = answer[2].hi;
    line->se = answer[2].se;
    line->test = ASSAY_COMPARE_BOOTSTRAP;
    line->p = answer[2].p;
}

static void ask(const struct assay_comparison_match *match, struct asking *a,
                struct assay_comparison_line *lines, size_t count)
{
    const struct assay_paired_draws how = {.replicates = match->how->replicates,
                                           .seed = match->how->seed,
                                           .level = 1.0 - match->how->alpha};
    struct assay_error ignored;

    if (assay_paired_difference(
            &(struct assay_paired_sample){a->credit, a->cell, a->cluster, a->n,
                                          match->subsets, COLUMNS},
            &(struct assay_paired_question){a->figure, 2 * count, a->contrast, 3 * count},
            &how, a->answer, &ignored))
        return;
    for (size_t i = 0; i < count; i++)
        if (lines[i].difference.defined)
            fill_line(&a->answer[3 * i], &lines[i]);
}

void assay_comparison_calibration(const struct assay_comparison_match *match,
                                  const struct assay_comparison_column *column,
                                  const size_t *section,
                                  struct assay_comparison_line *lines, size_t count)
{
    struct asking a = {
        .credit = assay_memory_new(match->items * COLUMNS + 1, sizeof(*a.credit)),
        .cell = assay_memory_new(match->items + 1, sizeof(*a.cell)),
        .cluster = assay_memory_new(match->items + 1, sizeof(*a.cluster)),
        .cells = assay_memory_new(count * match->subsets + 1, sizeof(*a.cells)),
        .figure = assay_memory_new(2 * count, sizeof(*a.figure)),
        .contrast = assay_memory_new(3 * count, sizeof(*a.contrast)),
        .answer = assay_memory_new(3 * count, sizeof(*a.answer)),
    };

    fill_sample(match, column, &a);
    fill_question(match, section, count, &a);
    ask(match, &a, lines, count);
    release(&a);
}

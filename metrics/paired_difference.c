#include "metrics/paired_difference.h"

#include "harness/core/memory.h"
#include "metrics/bootstrap.h"
#include "metrics/calibration.h"
#include "metrics/joint_draw.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_NUMBERS = 65536, /* sums of a block of replicates, about */
    BLOCK_MOST = 1024      /* replicates of a block */
};

/* The i-th cell of a figure. */
static size_t cell_at(const struct assay_paired_figure *figure, size_t i)
{
    return figure->cell ? figure->cell[i] : i;
}

static size_t cells_of(const struct assay_paired_figure *figure,
                       const struct assay_paired_sums *sums)
{
    return figure->cell ? figure->cells : sums->cells;
}

static double sum_of(const struct assay_paired_sums *sums, size_t cell, size_t column)
{
    return sums->sum[cell * sums->columns + column];
}

bool assay_paired_mean(const struct assay_paired_figure *figure,
                       const struct assay_paired_sums *sums, double *out)
{
    const size_t cells = cells_of(figure, sums);
    double sum = 0.0;
    double count = 0.0;

    for (size_t i = 0; i < cells; i++) {
        sum += sum_of(sums, cell_at(figure, i), figure->column);
        count += sums->count[cell_at(figure, i)];
    }
    if (!(count > 0.0))
        return false;
    *out = sum / count;
    return true;
}

bool assay_paired_mean_of_cells(const struct assay_paired_figure *figure,
                                const struct assay_paired_sums *sums, double *out)
{
    const size_t cells = cells_of(figure, sums);
    double sum = 0.0;
    double weights = 0.0;

    for (size_t i = 0; i < cells; i++) {
        const size_t cell = cell_at(figure, i);
        const double weight = figure->weight ? figure->weight[i] : 1.0;

        if (!(sums->count[cell] > 0.0))
            continue;
        sum += weight * (sum_of(sums, cell, figure->column) / sums->count[cell]);
        weights += weight;
    }
    if (!(weights > 0.0))
        return false;
    *out = sum / weights;
    return true;
}

bool assay_paired_calibration_error(const struct assay_paired_figure *figure,
                                    const struct assay_paired_sums *sums, double *out)
{
    const size_t cells = cells_of(figure, sums);
    double count = 0.0;
    double error = 0.0;

    for (size_t i = 0; i < cells; i++)
        count += sums->count[cell_at(figure, i)];
    if (!(count > 0.0))
        return false;
    for (size_t b = 0; b < figure->columns; b++) {
        double gap = 0.0;

        for (size_t i = 0; i < cells; i++)
            gap += sum_of(sums, cell_at(figure, i), figure->column + b);
        error += fabs(gap);
    }
    *out = error / count;
    return true;
}

void assay_paired_bin(double margin, size_t bins, double *row)
{
    const double p = assay_calibration_sigmoid(fabs(margin));
    const double right = margin > 0.0 ? 1.0 : margin < 0.0 ? 0.0 : 0.5;
    const size_t bin = (size_t)floor(p * (double)bins);

    memset(row, 0, bins * sizeof(*row));
    row[bin < bins ? bin : bins - 1] = right - p;
}

/* A question under way. */
struct work {
    const struct assay_paired_question *question;
    double *value; /* (figures,) of one sample */
    bool *defined; /* (figures,) */
    double *draw;  /* (contrasts, replicates) */
    size_t replicates;
    struct assay_paired_answer *out;
};

static void figures_found(struct work *work, const struct assay_paired_sums *sums)
{
    for (size_t i = 0; i < work->question->figures; i++) {
        const struct assay_paired_figure *figure = &work->question->figure[i];

        work->defined[i] =
            figure->of(figure, sums, &work->value[i]) && isfinite(work->value[i]);
    }
}

static bool contrast_found(const struct work *work,
                           const struct assay_paired_contrast *contrast, double *out)
{
    double sum = 0.0;

    for (size_t k = 0; k < contrast->terms; k++) {
        const size_t figure = contrast->term[k].figure;

        assert(figure < work->question->figures);
        if (!work->defined[figure])
            return false;
        sum += contrast->term[k].times * work->value[figure];
    }
    *out = sum;
    return isfinite(sum);
}

/* The sample itself. */
static void values_found(struct work *work, const struct assay_joint *joint,
                         struct assay_paired_sums sums, double *buffer[2])
{
    assay_joint_total(joint, buffer[0], buffer[1]);
    sums.sum = buffer[0];
    sums.count = buffer[1];
    figures_found(work, &sums);
    for (size_t i = 0; i < work->question->contrasts; i++) {
        struct assay_paired_answer *out = &work->out[i];

        *out = (struct assay_paired_answer){0};
        out->defined = contrast_found(work, &work->question->contrast[i], &out->value);
        if (!out->defined)
            out->value = 0.0;
    }
}

/* One replicate: each contrast that is defined in it is put behind its others. */
static void replicate_found(struct work *work, const struct assay_paired_sums *sums)
{
    figures_found(work, sums);
    for (size_t i = 0; i < work->question->contrasts; i++) {
        double *draw = work->draw + i * work->replicates;
        double value;

        if (contrast_found(work, &work->question->contrast[i], &value))
            draw[work->out[i].used++] = value;
    }
}

static void replicates_found(struct work *work, struct assay_joint *joint,
                             const struct assay_paired_sums *shape, size_t block,
                             double *buffer[2])
{
    size_t now = 0;

    for (size_t done = 0; done < work->replicates; done += now) {
        const size_t left = work->replicates - done;

        now = left < block ? left : block;
        assay_joint_next(joint, now, buffer[0], buffer[1]);
        for (size_t r = 0; r < now; r++) {
            const struct assay_paired_sums sums = {
                buffer[0] + r * shape->cells * shape->columns,
                buffer[1] + r * shape->cells, shape->cells, shape->columns};

            replicate_found(work, &sums);
        }
    }
}

/* Of 0, from replicates on either side of it. */
static double two_sided_p(const double *draw, size_t n)
{
    size_t below = 0;
    size_t above = 0;

    for (size_t i = 0; i < n; i++) {
        below += draw[i] <= 0.0;
        above += draw[i] >= 0.0;
    }
    return fmin(1.0, 2.0 * (1.0 + (double)(below < above ? below : above)) /
                         (1.0 + (double)n));
}

static enum assay_code answer_made(const struct work *work, size_t i, double level,
                                   struct assay_error *err)
{
    struct assay_paired_answer *out = &work->out[i];
    double *draw = work->draw + i * work->replicates;
    struct assay_percentile interval;
    enum assay_code code;

    if (!out->defined || out->used < 2) {
        *out = (struct assay_paired_answer){.used = out->used};
        return ASSAY_OK;
    }
    code = assay_bootstrap_percentile(draw, out->used, level, &interval, err);
    if (code)
        return code;
    out->lo = interval.lo;
    out->hi = interval.hi;
    out->se = interval.se;
    out->p = two_sided_p(draw, out->used);
    return ASSAY_OK;
}

static enum assay_code asked_check(const struct assay_paired_question *question,
                                   const struct assay_paired_draws *how,
                                   struct assay_error *err)
{
    if (how->replicates < 2 || !(how->level > 0.0 && how->level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "interval of level %g from %zu replicates",
                          how->level, how->replicates);
    for (size_t i = 0; i < question->contrasts; i++) {
        assert(question->contrast[i].terms >= 1);
        assert(question->contrast[i].terms <= ASSAY_PAIRED_TERMS);
    }
    return ASSAY_OK;
}

/* Replicates whose sums fit a block. */
static size_t block_of(const struct assay_joint_sample *sample, size_t replicates)
{
    const size_t row = sample->cells * (sample->columns + 1);
    size_t block = row < BLOCK_NUMBERS ? BLOCK_NUMBERS / row : 1;

    block = block < BLOCK_MOST ? block : BLOCK_MOST;
    return block < replicates ? block : replicates;
}

static void work_done(struct work *work, const struct assay_joint_sample *sample,
                      const struct assay_paired_draws *how)
{
    const struct assay_paired_sums shape = {NULL, NULL, sample->cells, sample->columns};
    const size_t block = block_of(sample, how->replicates);
    double *buffer[2] = {
        assay_memory_new(block * sample->cells * sample->columns, sizeof(double)),
        assay_memory_new(block * sample->cells, sizeof(double))};
    struct assay_joint *joint = assay_joint_new(sample, how->seed, how->one_by_one);

    values_found(work, joint, shape, buffer);
    replicates_found(work, joint, &shape, block, buffer);
    assay_joint_free(joint);
    free(buffer[0]);
    free(buffer[1]);
}

enum assay_code assay_paired_difference(const struct assay_paired_sample *sample,
                                        const struct assay_paired_question *question,
                                        const struct assay_paired_draws *how,
                                        struct assay_paired_answer *out,
                                        struct assay_error *err)
{
    const struct assay_joint_sample joint = {sample->credit,  sample->cell,
                                             sample->cluster, sample->n,
                                             sample->cells,   sample->columns};
    struct work work = {.question = question,
                        .draw = how->draw,
                        .replicates = how->replicates,
                        .out = out};
    enum assay_code code = asked_check(question, how, err);

    if (!code)
        code = assay_joint_check(&joint, err);
    if (code)
        return code;
    work.value = assay_memory_new(question->figures + 1, sizeof(*work.value));
    work.defined = assay_memory_new(question->figures + 1, sizeof(*work.defined));
    if (!work.draw)
        work.draw = assay_memory_new(question->contrasts * how->replicates + 1,
                                     sizeof(*work.draw));
    work_done(&work, &joint, how);
    for (size_t i = 0; !code && i < question->contrasts; i++)
        code = answer_made(&work, i, how->level, err);
    if (work.draw != how->draw)
        free(work.draw);
    free(work.value);
    free(work.defined);
    return code;
}

/* training_bands.c - intervals over prompts: of a track at its checkpoints, and of a difference of two of them. */
#include "metrics/bootstrap.h"
#include "metrics/curve_bootstrap.h"
#include "reports/diagnostics/training.h"

#include <math.h>

/* Values where they are there, with marks of where that is. */
static void present_of(const struct assay_course *course, size_t n, double *value,
                       unsigned char *present)
{
    for (size_t i = 0; i < n; i++) {
        present[i] = (unsigned char)!isnan(course->single[i]);
        value[i] = present[i] ? course->single[i] : 0.0;
    }
}

/* Means of x (n,) drawn again, (replicates,) in the arena. */
static enum assay_code draw_means(const double *x, size_t n,
                                  const struct assay_resampling *how,
                                  struct assay_arena *arena, double **mean,
                                  struct assay_error *err)
{
    const struct assay_sample sample = {.credit = x, .n = n, .cells = 1};
    double *count = assay_arena_new(arena, how->replicates + 1, sizeof(*count));
    enum assay_code code;

    *mean = assay_arena_new(arena, how->replicates + 1, sizeof(**mean));
    code = assay_bootstrap_draw(&sample, how, *mean, count, err);
    for (size_t i = 0; !code && i < how->replicates; i++)
        (*mean)[i] /= count[i];
    return code;
}

/* The bootstrap's interval of a mean. */
static enum assay_code band_of(const double *x, size_t n,
                               const struct assay_diagnosis *out,
                               struct assay_percentile *band, struct assay_error *err)
{
    const struct assay_sample sample = {.credit = x, .n = n, .cells = 1};
    const struct assay_resampling how = {.replicates = out->replicates,
                                         .seed = out->seed};

    return assay_bootstrap_mean(&sample, &how, out->level, band, err);
}

/* Values of the prompts that a checkpoint has, into out (prompts,). */
static size_t values_at(const struct assay_courses *courses,
                        const struct assay_course *course, size_t i, double *out)
{
    size_t n = 0;

    for (size_t p = 0; course->single && p < courses->training->prompts.count; p++)
        if (!isnan(course->single[p * courses->count + i]))
            out[n++] = course->single[p * courses->count + i];
    return n;
}

/* Where a draw of all prompts may have none of a checkpoint's, its own prompts are drawn: each step has a batch of its own. */
static enum assay_code own_band(const struct assay_courses *courses,
                                struct assay_course *course, size_t i,
                                const struct assay_diagnosis *out,
                                struct assay_error *err)
{
    const size_t prompts = courses->training->prompts.count;
    struct assay_arena arena = {0};
    double *x = assay_arena_new(&arena, prompts + 1, sizeof(*x));
    struct assay_percentile band;
    const size_t n = values_at(courses, course, i, x);
    enum assay_code code = ASSAY_OK;

    if (n >= 2) {
        code = band_of(x, n, out, &band, err);
        course->banded[i] = !code;
        course->lo[i] = code ? 0.0 : band.lo;
        course->hi[i] = code ? 0.0 : band.hi;
    }
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_training_bands(const struct assay_courses *courses,
                                     struct assay_course *course,
                                     const struct assay_diagnosis *out,
                                     struct assay_error *err)
{
    const size_t prompts = courses->training->prompts.count, n = prompts * courses->count;
    struct assay_arena arena = {0};
    double *value = assay_arena_new(&arena, n + 1, sizeof(*value));
    unsigned char *present = assay_arena_new(&arena, n + 1, sizeof(*present));
    const struct assay_curves curves = {
        .value = value, .present = present, .prompts = prompts, .points = courses->count};
    const struct assay_curve_resampling how = {.replicates = out->replicates,
                                               .seed = out->seed};
    struct assay_curve_replicates replicates;
    struct assay_curve_bands bands;
    enum assay_code code = ASSAY_OK;

    if (out->replicates < 2 || prompts < 2)
        goto out;
    present_of(course, n, value, present);
    code = assay_curve_bootstrap(&curves, &how, &arena, &replicates, err);
    if (!code)
        code = assay_curve_bands(&replicates, out->level, 1, &arena, &bands, err);
    for (size_t i = 0; !code && i < courses->count; i++) {
        course->banded[i] = bands.banded[i];
        course->lo[i] = bands.lo[i];
        course->hi[i] = bands.hi[i];
        if (!course->banded[i])
            code = own_band(courses, course, i, out, err);
    }
out:
    assay_arena_release(&arena);
    return code;
}

/* Differences of prompts that have both, into out (prompts,). */
static size_t differences(const struct assay_courses *courses,
                          const struct assay_course *course, size_t earlier, size_t later,
                          double *out)
{
    size_t n = 0;

    for (size_t p = 0; course->single && p < courses->training->prompts.count; p++) {
        const double *row = course->single + p * courses->count;

        if (!isnan(row[earlier]) && !isnan(row[later]))
            out[n++] = row[later] - row[earlier];
    }
    return n;
}

/* Of two batches of prompts that have none in common: the difference of their means, drawn apart. */
static enum assay_code change_apart(const struct assay_courses *courses,
                                    struct assay_training_between between,
                                    const struct assay_diagnosis *out,
                                    struct assay_training_change *change,
                                    struct assay_error *err)
{
    const struct assay_course *course = &courses->track[between.track];
    const struct assay_resampling first = {.replicates = out->replicates,
                                           .seed = out->seed};
    const struct assay_resampling second = {.replicates = out->replicates,
                                            .seed = out->seed + 1};
    const size_t room = courses->training->prompts.count + 1;
    struct assay_arena arena = {0};
    double *x = assay_arena_new(&arena, room, sizeof(*x));
    double *y = assay_arena_new(&arena, room, sizeof(*y)), *before, *after;
    const size_t n = values_at(courses, course, between.earlier, x);
    const size_t m = values_at(courses, course, between.later, y);
    struct assay_percentile band;
    enum assay_code code = ASSAY_OK;

    change->any = n > 1 && m > 1;
    change->value =
        change->any ? course->value[between.later] - course->value[between.earlier] : 0.0;
    if (change->any && out->replicates > 1) {
        code = draw_means(x, n, &first, &arena, &before, err);
        if (!code)
            code = draw_means(y, m, &second, &arena, &after, err);
        for (size_t i = 0; !code && i < out->replicates; i++)
            after[i] -= before[i];
        if (!code)
            code = assay_bootstrap_percentile(after, out->replicates, out->level, &band,
                                              err);
        change->banded = !code;
        change->lo = code ? 0.0 : band.lo;
        change->hi = code ? 0.0 : band.hi;
    }
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_training_change_of(const struct assay_courses *courses,
                                         struct assay_training_between between,
                                         const struct assay_diagnosis *out,
                                         struct assay_training_change *change,
                                         struct assay_error *err)
{
    const struct assay_course *course = &courses->track[between.track];
    const size_t earlier = between.earlier, later = between.later;
    struct assay_arena arena = {0};
    double *difference = assay_arena_new(&arena, courses->training->prompts.count + 1,
                                         sizeof(*difference));
    struct assay_percentile band;
    const size_t n = differences(courses, course, earlier, later, difference);
    enum assay_code code = ASSAY_OK;
    double sum = 0.0;

    *change = (struct assay_training_change){.prompts = n};
    for (size_t i = 0; i < n; i++)
        sum += difference[i];
    if (n > 0) {
        change->any = true;
        change->value = sum / (double)n;
    } else if (course->prompts[earlier] + course->prompts[later] == 0) {
        change->any = !isnan(course->value[earlier]) && !isnan(course->value[later]);
        change->value = change->any ? course->value[later] - course->value[earlier] : 0.0;
    } else {
        code = change_apart(courses, between, out, change, err);
    }
    if (n > 1 && out->replicates > 1) {
        code = band_of(difference, n, out, &band, err);
        change->banded = !code;
        change->lo = code ? 0.0 : band.lo;
        change->hi = code ? 0.0 : band.hi;
    }
    assay_arena_release(&arena);
    return code;
}

int assay_training_side(const struct assay_training_change *change)
{
    const double low = change->banded ? change->lo : change->value;
    const double high = change->banded ? change->hi : change->value;

    if (!change->any)
        return 0;
    return low > 0.0 ? 1 : high < 0.0 ? -1 : 0;
}

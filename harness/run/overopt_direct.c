/* overopt_direct.c - runs of direct alignment: where win rates peak, and whether implicit rewards noticed. */
#include "harness/run/overopt_extras.h"

#include "harness/run/overopt_draw.h"
#include "metrics/direct_alignment.h"

#include <math.h>

/* Sums over the runs of a curve. */
struct runs {
    size_t runs, early, implicit, blind, correlated;
    double share, lost, correlation;
};

static void add(struct runs *runs, const struct assay_direct_summary *one)
{
    runs->runs++;
    if (one->inside) {
        runs->early++;
        runs->share += one->share;
        runs->lost += one->lost;
        runs->implicit += one->has_implicit ? 1 : 0;
        runs->blind += one->has_implicit && one->implicit_gain > 0.0 ? 1 : 0;
    }
    if (one->has_correlation) {
        runs->correlated++;
        runs->correlation += one->correlation;
    }
}

/* Cells of one run, by step. */
static void look_at(const struct assay_overopt_cell *cell, size_t n, bool implicit,
                    struct runs *runs, struct assay_arena *arena)
{
    double *step = assay_arena_new(arena, n, sizeof(*step));
    double *win = assay_arena_new(arena, n, sizeof(*win));
    double *margin = assay_arena_new(arena, n, sizeof(*margin));
    const struct assay_direct_run run = {
        .step = step, .win = win, .implicit = implicit ? margin : NULL, .n = n};
    struct assay_direct_summary one;
    struct assay_error err = {0};

    for (size_t i = 0; i < n; i++) {
        step[i] = cell[i].x;
        win[i] = cell[i].gold;
        margin[i] = cell[i].implicit;
    }
    if (n >= 2 && !assay_direct_summary_of(&run, &one, &err))
        add(runs, &one);
}

static bool all_implicit(const struct assay_overopt_cell *cell, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(cell[i].implicit))
            return false;
    return true;
}

static void tell(const struct runs *runs, struct assay_findings *out)
{
    const double early = (double)runs->early;

    assay_findings_count(out, "runs", runs->runs);
    assay_findings_count(out, "early_peaks", runs->early);
    if (runs->early > 0) {
        assay_findings_measure(out, NULL, "peak_share_of_run", runs->share / early, NULL);
        assay_findings_measure(out, NULL, "win_rate_lost", runs->lost / early, NULL);
        assay_findings_note(out,
                            "win rates of %zu of %zu runs are highest before their end, "
                            "after %.0f %% of the run on average, and end %.4g lower",
                            runs->early, runs->runs, 100.0 * runs->share / early,
                            runs->lost / early);
    } else {
        assay_findings_note(out, "win rates of all %zu runs are highest at their end",
                            runs->runs);
    }
    if (runs->implicit > 0)
        assay_findings_note(out,
                            "implicit rewards went on rising in %zu of the %zu runs that "
                            "lost win rate: they do not tell when to stop",
                            runs->blind, runs->implicit);
    if (runs->correlated > 0)
        assay_findings_measure(out, NULL, "win_rate_implicit_spearman",
                               runs->correlation / (double)runs->correlated, NULL);
}

/* Implicit margins against win rates, checkpoint by checkpoint. */
static void draw(const struct assay_overopt_curve *curve, struct assay_findings *out)
{
    struct assay_point *point =
        assay_arena_new(out->arena, curve->cells + 1, sizeof(*point));
    struct assay_series series = {.figure = ASSAY_STR("implicit reward against d"),
                                  .name = ASSAY_STR("implicit reward"),
                                  .x_label = ASSAY_STR("d = root of the KL, nats^(1/2)"),
                                  .y_label =
                                      ASSAY_STR("margin or accuracy of implicit rewards"),
                                  .look = ASSAY_LOOK_POINTS,
                                  .points = point};

    for (size_t i = 0; i < curve->cells; i++)
        if (!isnan(curve->cell[i].implicit))
            point[series.count++] =
                (struct assay_point){.x = curve->cell[i].d, .y = curve->cell[i].implicit};
    assay_overopt_sort_points(point, series.count);
    assay_findings_series(out, &series);
}

void assay_overopt_direct(const struct assay_overopt_study *study,
                          struct assay_findings *out)
{
    const struct assay_overopt_curve *curve = study->curve;
    struct runs runs = {0};

    if (!curve->direct || curve->order != ASSAY_OVEROPT_BY_STEP)
        return;
    for (size_t i = 0, end; i < curve->cells; i = end) {
        end = i + 1;
        while (end < curve->cells && curve->unit != ASSAY_OVEROPT_POINT &&
               curve->cell[end].unit == curve->cell[i].unit)
            end++;
        end = curve->unit == ASSAY_OVEROPT_POINT ? curve->cells : end;
        look_at(&curve->cell[i], end - i, all_implicit(&curve->cell[i], end - i), &runs,
                out->arena);
    }
    if (runs.runs == 0)
        return;
    tell(&runs, out);
    draw(curve, out);
}

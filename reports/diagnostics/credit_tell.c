/* credit_tell.c - what was found of each track of steps: a row of a table, and the ROC curve of its steps. */
#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "metrics/quantile.h"
#include "metrics/roc.h"
#include "reports/diagnostics/credit.h"

#include <math.h>
#include <stdlib.h>

enum {
    CURVES = 6 /* tracks that a figure has */
};

struct found {
    double value, lo, hi; /* NaN: none */
    bool ranged;
};

static enum assay_code mean_of(const struct assay_measured *measured,
                               const struct assay_diagnosis *out, struct found *found,
                               struct assay_error *err)
{
    *found = (struct found){.value = assay_measured_mean(measured)};
    if (measured->n == 0)
        return ASSAY_OK;
    return assay_measured_interval(measured, out, &found->ranged, &found->lo, &found->hi,
                                   err);
}

/* Where a track's numbers go. */
struct place {
    struct assay_arena *arena;
    struct assay_node *map;
    struct assay_row *row;
};

static void put(const struct place *to, size_t column, const char *key,
                struct found found, const char *unit)
{
    struct assay_cell *cell = &to->row->cell[column];

    if (isnan(found.value))
        return;
    assay_node_put_real(to->arena, to->map, key, found.value);
    *cell = assay_cell_number(found.value, assay_str_of(unit));
    if (found.ranged)
        *cell = assay_cell_between(*cell, found.lo, found.hi);
}

/* Kendall's tau-b, NaN where it is undefined. */
static struct found tau_of(const struct assay_pairs *pairs)
{
    struct found found = {.value = (double)NAN};
    struct assay_error why;

    if (assay_correlation_kendall(pairs->x, pairs->y, pairs->n, &found.value, &why))
        found.value = (double)NAN;
    return found;
}

static struct found auc_of(const struct assay_pairs *pairs)
{
    struct found found = {.value = (double)NAN};
    bool *right = assay_memory_new(pairs->n + 1, sizeof(*right));
    struct assay_error why;

    for (size_t i = 0; i < pairs->n; i++)
        right[i] = pairs->y[i] > 0.5;
    if (assay_correlation_auc(pairs->x, right, pairs->n, &found.value, &why))
        found.value = (double)NAN;
    free(right);
    return found;
}

/* The median of sums whose outcome is above 0, or is not; NaN of none. */
static double median_of(const struct assay_pairs *returns, bool success)
{
    double *x = assay_memory_new(returns->n + 1, sizeof(*x)), median;
    size_t n = 0;

    for (size_t i = 0; i < returns->n; i++)
        if ((returns->y[i] > 0.0) == success)
            x[n++] = returns->x[i];
    assay_quantile_sort(x, n);
    median = n > 0 ? assay_quantile(x, n, 0.5) : (double)NAN;
    free(x);
    return median;
}

/* Of failures the share with the median success's sum or more; of successes that with the median failure's or less. */
static struct found misplaced(const struct assay_pairs *returns, bool success)
{
    const double limit = median_of(returns, !success);
    size_t n = 0, hits = 0;

    for (size_t i = 0; i < returns->n; i++) {
        if ((returns->y[i] > 0.0) != success)
            continue;
        n++;
        hits += success ? returns->x[i] <= limit : returns->x[i] >= limit;
    }
    return (struct found){.value = n > 0 && !isnan(limit) ? (double)hits / (double)n
                                                          : (double)NAN};
}

static enum assay_code put_track(struct assay_credit_of *self, size_t k,
                                 struct assay_diagnosis *out, struct assay_node *tracks,
                                 struct assay_page_table *table, struct assay_error *err)
{
    const struct assay_credit_track *track = &self->track[k];
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_row *row = assay_table_row(table);
    const struct place to = {out->arena, map, row};
    const char *name = assay_arena_copy(out->arena, self->names.at[k]).ptr;
    struct found residual, located, agrees;
    enum assay_code code = mean_of(&track->residual, out, &residual, err);

    if (!code)
        code = mean_of(&track->located, out, &located, err);
    if (!code)
        code = mean_of(&track->agrees, out, &agrees, err);
    if (code)
        return code;
    row->cell[0] = assay_cell_text(assay_str_of(name));
    put(&to, 1, "residual", residual, "");
    if (!isnan(residual.value))
        assay_node_put_real(out->arena, map, "residual_most", track->most);
    put(&to, 2, "tau", tau_of(&track->returns), "");
    put(&to, 3, "agreement", agrees, "percent");
    put(&to, 4, "localisation", located, "percent");
    put(&to, 5, "auc", auc_of(&track->labelled), "");
    put(&to, 6, "rewarded_failures", misplaced(&track->returns, false), "percent");
    put(&to, 7, "unrewarded_successes", misplaced(&track->returns, true), "percent");
    put(&to, 8, "gold_tau", tau_of(&track->gold), "");
    assay_node_put(out->arena, tracks, name, *map);
    return ASSAY_OK;
}

static bool roc_of(const struct assay_pairs *pairs, struct assay_arena *arena,
                   struct assay_series *out)
{
    struct assay_roc_point *roc = assay_memory_new(pairs->n + 2, sizeof(*roc));
    struct assay_point *point;
    struct assay_error why;
    double area;
    size_t count;

    for (size_t i = 0; i < pairs->n; i++)
        roc[i + 1] = (struct assay_roc_point){pairs->x[i], pairs->y[i]};
    if (assay_roc_curve(roc, pairs->n, &count, &area, &why)) {
        free(roc);
        return false;
    }
    count = assay_roc_thin(roc, count, 0.001);
    point = assay_arena_new(arena, count, sizeof(*point));
    for (size_t i = 0; i < count; i++)
        point[i] = (struct assay_point){.x = roc[i].x, .y = roc[i].y};
    free(roc);
    out->points = point;
    out->count = count;
    return true;
}

static void put_figure(const struct assay_credit_of *self, struct assay_diagnosis *out)
{
    struct assay_series *series = assay_arena_new(out->arena, CURVES, sizeof(*series));
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("step-roc"),
        .title = ASSAY_STR("Right and wrong steps by their reward"),
        .description = ASSAY_STR("ROC curves of tracks of steps against labels."),
        .x_label = ASSAY_STR("share of wrong steps above"),
        .y_label = ASSAY_STR("share of right steps above"),
        .series = series,
        .limited = true,
        .square = true,
        .lo = 0.0,
        .hi = 1.0};

    for (size_t k = 0; k < self->names.count; k++) {
        struct assay_series *one = &series[spec.series_count];

        if (spec.series_count == CURVES || self->track[k].labelled.n == 0 ||
            !roc_of(&self->track[k].labelled, out->arena, one))
            continue;
        one->name = assay_arena_copy(out->arena, self->names.at[k]);
        spec.series_count++;
    }
    if (spec.series_count > 0)
        (void)assay_page_figure(out->page, &spec);
}

/* Which track comes nearest to the outcome, in a sentence. */
static void put_sentence(const struct assay_credit_of *self, struct assay_diagnosis *out)
{
    size_t best = self->names.count;
    double least = HUGE_VAL;

    for (size_t k = 0; k < self->names.count; k++) {
        const double residual = assay_measured_mean(&self->track[k].residual);

        if (residual < least) {
            least = residual;
            best = k;
        }
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(
            best == self->names.count
                ? "No response with rewards of steps has an outcome: they are held "
                  "against "
                  "labels alone."
                : assay_arena_printf(
                      out->arena,
                      "Of %zu track%s of steps %.*s adds up to the outcome best: it is "
                      "%.4g off on average, %.4g at most.",
                      self->names.count, self->names.count == 1 ? "" : "s",
                      ASSAY_STR_ARG(self->names.at[best]), least,
                      self->track[best].most)));
}

enum assay_code assay_credit_tell(struct assay_credit_of *self,
                                  struct assay_diagnosis *out, struct assay_error *err)
{
    static const struct {
        const char *key, *header;
        bool ranged;
    } columns[] = {{"residual", "residual", true},
                   {"tau", "tau with the outcome", false},
                   {"agreement", "agrees with the outcome, %", true},
                   {"localisation", "first wrong step is least, %", true},
                   {"auc", "AUC of steps", false},
                   {"rewarded-failures", "rewarded failures, %", false},
                   {"unrewarded-successes", "unrewarded successes, %", false},
                   {"gold-tau", "tau with gold", false}};
    struct assay_node *tracks = assay_node_map(out->arena);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->names.count == 0) {
        out->lacks = "steps.score or steps.reward";
        return ASSAY_OK;
    }
    put_sentence(self, out);
    table = assay_page_table(out->page, "credit", ASSAY_STR("Credit of steps"));
    (void)assay_table_text(table, "track", ASSAY_STR("track"));
    for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
        struct assay_column *column =
            assay_table_number(table, columns[c].key, assay_str_of(columns[c].header));

        column->drop = (unsigned)c;
        if (columns[c].ranged)
            column->interval = ASSAY_STR("interval");
        column->interval_drop = 9;
    }
    table->intervals = ASSAY_STR("bootstrap over groups");
    for (size_t k = 0; !code && k < self->names.count; k++)
        code = put_track(self, k, out, tracks, table, err);
    assay_node_put(out->arena, out->values, "tracks", *tracks);
    put_figure(self, out);
    return code;
}

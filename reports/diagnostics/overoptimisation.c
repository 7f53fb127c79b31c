/*
 * overoptimisation.c - the ckpt records of runs trained without a reward model, in a line each: where in the run gold peaked, and
 * whether that was early.
 *
 * Of every run with gold or win rates: the first checkpoint of the highest one, the share of the run done by then
 * (metrics/direct_alignment.h), and, where KL is logged, d = sqrt(KL), the forms R = d (alpha - beta ln d) and R = d (alpha - beta d) with
 * their peaks (metrics/gao_fit.h). R is gold less that of the first checkpoint, a win rate less 0.5. `assay overopt LOG` has
 * intervals, tests, scaling by beta and size, and figures.
 *
 * Source: Rafailov et al. 2024, arXiv:2406.02900; Gao et al. 2022, arXiv:2210.10760, section 3.1.
 */
#include "metrics/direct_alignment.h"
#include "metrics/gao_fit.h"
#include "reports/diagnostics/diagnostic.h"

#include "harness/core/memory.h"
#include "harness/core/names.h"

#include <math.h>
#include <stdlib.h>

/* A ckpt record; NaN: not logged. */
struct point {
    uint32_t run;
    double step, epoch, kl, gold, win;
};

struct overoptimisation {
    struct assay_names runs;
    struct point *at;
    size_t count, room;
    double early;
};

static const struct assay_option options[] = {
    {.name = "early",
     .help = "share of a run up to which a peak is early; of runs with epochs, the first "
             "epoch",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct overoptimisation, early),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0,
     .value = "X"},
    {0},
};

static double number_of(const struct assay_node *node, const char *key)
{
    double value = NAN;

    (void)assay_rollout_number(node, key, &value);
    return value;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct overoptimisation *self = state;
    const struct assay_node *node = view->record.node;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_CKPT)
        return ASSAY_OK;
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = (struct point){
        .run = assay_names_add(&self->runs, assay_rollout_text(node, "run")),
        .step = number_of(node, "step"),
        .epoch = number_of(node, "epoch"),
        .kl = number_of(node, "kl"),
        .gold = number_of(node, "gold"),
        .win = number_of(node, "winrate")};
    return ASSAY_OK;
}

static int compare_points(const void *a, const void *b)
{
    const struct point *x = a, *y = b;

    if (x->run != y->run)
        return x->run < y->run ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

/* ---- a run ---- */

/* Checkpoints of one run that have what is meant, by step. */
struct course_of_run {
    double *step, *meant, *d, *r;
    size_t n, fitted; /* fitted: points of d and r */
};

static void gather(const struct point *at, size_t n, struct assay_arena *arena,
                   struct course_of_run *out)
{
    bool gold = false;
    double base = 0.5;

    *out = (struct course_of_run){
        .step = assay_arena_new(arena, n + 1, sizeof(*out->step)),
        .meant = assay_arena_new(arena, n + 1, sizeof(*out->meant)),
        .d = assay_arena_new(arena, n + 1, sizeof(*out->d)),
        .r = assay_arena_new(arena, n + 1, sizeof(*out->r))};
    for (size_t i = 0; i < n; i++)
        gold = gold || !isnan(at[i].gold);
    for (size_t i = 0; i < n; i++) {
        const double value = gold ? at[i].gold : at[i].win;

        if (isnan(value))
            continue;
        if (gold && out->n == 0)
            base = value;
        out->step[out->n] = at[i].step;
        out->meant[out->n++] = value;
        if (at[i].kl > 0.0) {
            out->d[out->fitted] = sqrt(at[i].kl);
            out->r[out->fitted++] = value - base;
        }
    }
}

/* The epoch at the first highest value. */
static double epoch_at(const struct point *at, size_t n, double step)
{
    for (size_t i = 0; i < n; i++)
        if (at[i].step == step)
            return at[i].epoch;
    return NAN;
}

static void put_fit(const struct course_of_run *run, enum assay_gao_form form,
                    struct assay_diagnosis *out, struct assay_node *one)
{
    const struct assay_gao_points points = {.d = run->d, .r = run->r, .n = run->fitted};
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_gao_fit fit;
    struct assay_error ignored;

    if (run->fitted < 2 || assay_gao_fit(&points, form, NULL, &fit, &ignored) || fit.ill)
        return;
    assay_node_put_real(out->arena, map, "alpha", fit.alpha);
    assay_node_put_real(out->arena, map, "beta", fit.beta);
    assay_node_put(out->arena, map, "peak_d",
                   fit.peak.exists ? assay_node_of_real(fit.peak.d) : assay_node_null());
    assay_node_put(out->arena, map, "peak_kl",
                   fit.peak.exists ? assay_node_of_real(fit.peak.d * fit.peak.d)
                                   : assay_node_null());
    assay_node_put(out->arena, one, form == ASSAY_GAO_RL ? "log_form" : "linear_form",
                   *map);
}

static bool is_early(const struct overoptimisation *self,
                     const struct assay_direct_summary *summary, double epoch)
{
    if (!summary->inside)
        return false;
    return isnan(epoch) ? summary->share <= self->early : epoch <= 1.0;
}

/* Where runs are told. */
struct telling {
    struct assay_diagnosis *out;
    struct assay_page_table *table;
    struct assay_node *runs;
};

static enum assay_code put_run(const struct overoptimisation *self,
                               const struct point *at, size_t n, const struct telling *to,
                               struct assay_error *err)
{
    struct assay_diagnosis *out = to->out;
    struct assay_str name = assay_arena_copy(out->arena, self->runs.at[at->run]);
    struct assay_direct_summary summary;
    struct course_of_run run;
    struct assay_node *one = assay_node_map(out->arena);
    struct assay_row *row;
    enum assay_code code;
    double epoch;

    gather(at, n, out->arena, &run);
    if (run.n < 2)
        return ASSAY_OK;
    code = assay_direct_summary_of(
        &(struct assay_direct_run){run.step, run.meant, NULL, run.n}, &summary, err);
    if (code)
        return code;
    epoch = epoch_at(at, n, run.step[summary.peak]);
    name = name.len ? name : ASSAY_STR("run");
    row = assay_table_row(to->table);
    row->cell[0] = assay_cell_text(name);
    row->cell[1] = assay_cell_number(run.step[summary.peak], ASSAY_STR("count"));
    row->cell[2] = assay_cell_number(epoch, (struct assay_str){"", 0});
    row->cell[3] = assay_cell_number(summary.share, ASSAY_STR("percent"));
    row->cell[4] = assay_cell_number(summary.lost, (struct assay_str){"", 0});
    row->cell[5] = assay_cell_text(is_early(self, &summary, epoch) ? ASSAY_STR("yes")
                                                                   : ASSAY_STR("no"));
    assay_node_put_real(out->arena, one, "peak_step", run.step[summary.peak]);
    assay_node_put(out->arena, one, "peak_epoch", assay_node_of_real(epoch));
    assay_node_put_real(out->arena, one, "share", summary.share);
    assay_node_put_real(out->arena, one, "lost", summary.lost);
    assay_node_put(out->arena, one, "early_peak",
                   assay_node_of_bool(is_early(self, &summary, epoch)));
    put_fit(&run, ASSAY_GAO_RL, out, one);
    put_fit(&run, ASSAY_GAO_BON, out, one);
    (void)assay_node_put_view(out->arena, to->runs, name, *one);
    return ASSAY_OK;
}

static enum assay_code tell_runs(struct overoptimisation *self,
                                 struct assay_diagnosis *out, struct assay_error *err)
{
    struct assay_node *runs = assay_node_map(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "runs", ASSAY_STR("Where runs peak"));
    enum assay_code code = ASSAY_OK;

    (void)assay_table_text(table, "run", ASSAY_STR("run"));
    (void)assay_table_number(table, "peak_step", ASSAY_STR("peak at step"));
    (void)assay_table_number(table, "peak_epoch", ASSAY_STR("epoch"));
    (void)assay_table_number(table, "share", ASSAY_STR("of the run"));
    (void)assay_table_number(table, "lost", ASSAY_STR("lost since"));
    (void)assay_table_text(table, "early", ASSAY_STR("early"));
    qsort(self->at, self->count, sizeof(*self->at), compare_points);
    for (size_t i = 0, end; !code && i < self->count; i = end) {
        for (end = i; end < self->count && self->at[end].run == self->at[i].run;)
            end++;
        code = put_run(self, self->at + i, end - i, &(struct telling){out, table, runs},
                       err);
    }
    assay_node_put(out->arena, out->values, "runs", *runs);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct overoptimisation *self = state;
    size_t n = 0;

    for (size_t i = 0; i < self->count; i++)
        n += !isnan(self->at[i].gold) || !isnan(self->at[i].win);
    if (n < 2) {
        out->lacks = "two ckpt records of a run with gold or winrate";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        ASSAY_STR("Where gold peaks in each run. Fits with intervals, tests of the turn "
                  "and what beta and size do to it: assay overopt, on this log."));
    return tell_runs(self, out, err);
}

static void end(void *state)
{
    struct overoptimisation *self = state;

    assay_names_release(&self->runs);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_overoptimisation = {
    .name = "overoptimisation",
    .summary =
        "where gold peaks in runs without a reward model, and whether that is early",
    .formula = "d = sqrt(KL); R = d (alpha - beta ln d) and d (alpha - beta d); share of "
               "the run "
               "done at the peak",
    .needs = "run step epoch kl gold winrate",
    .source = "Rafailov et al. 2024, arXiv:2406.02900; Gao et al. 2022, arXiv:2210.10760",
    .rows = {70},
    .quirk = "a win rate is taken less 0.5; assay overopt --centre has other centres",
    .options = options,
    .state_size = sizeof(struct overoptimisation),
    .take = take,
    .tell = tell,
    .end = end,
};

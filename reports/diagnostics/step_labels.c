/*
 * step_labels.c - do votes on steps, and tracks of rewards, say of a step what people say?
 *
 * A step is positive where its label is above 0. Votes say so where more than `quorum` of them do, a track where its number is
 * above `threshold`.
 *
 *   precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN), kappa: Cohen's
 *
 * and tau-b between every two tracks over the steps that both have. What would divide by 0 is no number.
 *
 * Source: Pignatelli et al. 2024, CALM, arXiv:2409.12798, section 5 (F1 and kappa of subgoals); ONI, arXiv:2410.23022 (three
 *         tracks).
 */
#include "harness/core/names.h"
#include "metrics/agreement.h"
#include "metrics/correlation.h"
#include "metrics/interval.h"
#include "reports/diagnostics/step_tracks.h"

#include <math.h>
#include <string.h>

enum {
    TRACKS = 16
};

struct step_labels {
    double quorum, threshold;
    struct assay_names names;
    size_t count[TRACKS][2][2]; /* steps by what is said and what the label says */
    struct assay_pairs pair[TRACKS][TRACKS];
    /* The response that is being read. */
    const double *label;
    size_t labels;
    const double *seen[TRACKS];
    size_t steps;
};

static const struct assay_option options[] = {
    {.name = "quorum",
     .help = "share of votes that must be exceeded",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct step_labels, quorum),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "threshold",
     .help = "number of a track that must be exceeded",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct step_labels, threshold),
     .initial = "0.5",
     .lo = -1e6,
     .hi = 1e6},
    {0},
};

static void count_steps(struct step_labels *self, size_t at, const double *x, size_t n,
                        double limit)
{
    for (size_t t = 0; self->label && t < n && t < self->labels; t++)
        if (!isnan(x[t]) && !isnan(self->label[t]))
            self->count[at][x[t] > limit][self->label[t] > 0.0]++;
}

static enum assay_code add(void *state, struct assay_str name, const double *x, size_t n,
                           struct assay_error *err)
{
    struct step_labels *self = state;
    uint32_t at;

    (void)err;
    if (self->names.count == TRACKS && !assay_names_find(&self->names, name, &at))
        return ASSAY_OK;
    at = assay_names_add(&self->names, name);
    self->seen[at] = x;
    self->steps = n;
    count_steps(self, at, x, n,
                assay_str_equal(name, ASSAY_STR("votes")) ? self->quorum
                                                          : self->threshold);
    return ASSAY_OK;
}

/* Steps that two tracks have. */
static void pair_tracks(struct step_labels *self)
{
    for (size_t a = 0; a < self->names.count; a++)
        for (size_t b = a + 1; b < self->names.count; b++)
            for (size_t t = 0; self->seen[a] && self->seen[b] && t < self->steps; t++)
                assay_pairs_add(&self->pair[a][b], self->seen[a][t], self->seen[b][t]);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct step_labels *self = state;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        size_t n;
        const double *votes =
            assay_rollout_means(response, "steps.votes", view->arena, &n);

        memset(self->seen, 0, sizeof(self->seen));
        code = assay_rollout_gappy(view, response, "steps.label", &self->label,
                                   &self->labels, err);
        if (!code && votes)
            code = add(self, ASSAY_STR("votes"), votes, n, err);
        if (!code)
            code = assay_step_tracks(view, i, add, self, err);
        pair_tracks(self);
    }
    return code;
}

/* Cohen's kappa out of counts; NaN where it is undefined. */
static double kappa_of(size_t count[2][2], struct assay_arena *arena)
{
    const size_t n = count[0][0] + count[0][1] + count[1][0] + count[1][1];
    int *a = assay_arena_new(arena, n + 1, sizeof(*a));
    int *b = assay_arena_new(arena, n + 1, sizeof(*b));
    struct assay_error why;
    size_t at = 0;
    double kappa;

    for (int said = 0; said < 2; said++)
        for (int is = 0; is < 2; is++)
            for (size_t k = 0; k < count[said][is]; k++, at++) {
                a[at] = said;
                b[at] = is;
            }
    return assay_agreement_kappa(a, b, n, &kappa, &why) ? (double)NAN : kappa;
}

struct cells {
    struct assay_diagnosis *out;
    struct assay_node *map;
    struct assay_row *row;
    size_t column;
};

/* hits / n with Wilson's interval. */
static enum assay_code put_share(struct cells *cells, const char *key, size_t hits,
                                 size_t n, struct assay_error *err)
{
    struct assay_cell *cell = &cells->row->cell[cells->column++];
    struct assay_estimate share;
    enum assay_code code;

    if (n == 0)
        return ASSAY_OK;
    code = assay_interval_wilson((double)hits, n, cells->out->level, &share, err);
    if (code)
        return code;
    assay_node_put_real(cells->out->arena, cells->map, key, share.value);
    *cell = assay_cell_between(assay_cell_number(share.value, ASSAY_STR("percent")),
                               share.lo, share.hi);
    return ASSAY_OK;
}

static void put_number(struct cells *cells, const char *key, double value,
                       const char *unit)
{
    struct assay_cell *cell = &cells->row->cell[cells->column++];

    if (isnan(value))
        return;
    assay_node_put_real(cells->out->arena, cells->map, key, value);
    *cell = assay_cell_number(value, assay_str_of(unit));
}

static enum assay_code put_track(struct step_labels *self, size_t k,
                                 struct assay_diagnosis *out, struct assay_node *tracks,
                                 struct assay_page_table *table, struct assay_error *err)
{
    const size_t hits = self->count[k][1][1], false_hits = self->count[k][1][0];
    const size_t misses = self->count[k][0][1], n = 2 * hits + false_hits + misses;
    const char *name = assay_arena_copy(out->arena, self->names.at[k]).ptr;
    struct cells cells = {out, assay_node_map(out->arena), NULL, 1};
    enum assay_code code;

    if (n + self->count[k][0][0] == 0)
        return ASSAY_OK;
    cells.row = assay_table_row(table);
    cells.row->cell[0] = assay_cell_text(assay_str_of(name));
    code = put_share(&cells, "precision", hits, hits + false_hits, err);
    if (!code)
        code = put_share(&cells, "recall", hits, hits + misses, err);
    put_number(&cells, "f1", n > 0 ? 2.0 * (double)hits / (double)n : (double)NAN,
               "percent");
    put_number(&cells, "kappa", kappa_of(self->count[k], out->arena), "");
    put_number(&cells, "steps",
               (double)(hits + false_hits + misses + self->count[k][0][0]), "count");
    assay_node_put(out->arena, tracks, name, *cells.map);
    return code;
}

static void put_pairs(const struct step_labels *self, struct assay_diagnosis *out)
{
    struct assay_node *taus = assay_node_map(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "tau", ASSAY_STR("Rank agreement of tracks"));

    (void)assay_table_text(table, "tracks", ASSAY_STR("tracks"));
    (void)assay_table_number(table, "tau", ASSAY_STR("tau-b"));
    for (size_t a = 0; a < self->names.count; a++)
        for (size_t b = a + 1; b < self->names.count; b++) {
            const struct assay_pairs *pairs = &self->pair[a][b];
            const char *name = assay_arena_printf(out->arena, "%.*s, %.*s",
                                                  ASSAY_STR_ARG(self->names.at[a]),
                                                  ASSAY_STR_ARG(self->names.at[b]));
            struct assay_error why;
            struct assay_row *row;
            double tau;

            if (assay_correlation_kendall(pairs->x, pairs->y, pairs->n, &tau, &why))
                continue;
            row = assay_table_row(table);
            row->cell[0] = assay_cell_text(assay_str_of(name));
            row->cell[1] = assay_cell_number(tau, ASSAY_STR(""));
            assay_node_put_real(out->arena, taus, name, tau);
        }
    assay_node_put(out->arena, out->values, "tau", *taus);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct step_labels *self = state;
    struct assay_node *tracks = assay_node_map(out->arena);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->names.count == 0) {
        out->lacks = "steps.votes, steps.score or steps.reward";
        return ASSAY_OK;
    }
    table = assay_page_table(out->page, "labels", ASSAY_STR("Steps against labels"));
    (void)assay_table_text(table, "track", ASSAY_STR("track"));
    assay_table_number(table, "precision", ASSAY_STR("precision, %"))->interval =
        ASSAY_STR("Wilson");
    assay_table_number(table, "recall", ASSAY_STR("recall, %"))->interval =
        ASSAY_STR("Wilson");
    (void)assay_table_number(table, "f1", ASSAY_STR("F1, %"));
    (void)assay_table_number(table, "kappa", ASSAY_STR("kappa"));
    (void)assay_table_number(table, "steps", ASSAY_STR("steps"));
    for (size_t k = 0; !code && k < self->names.count; k++)
        code = put_track(self, k, out, tracks, table, err);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu of %zu tracks of steps can be held against labels; the others "
            "against one another alone.",
            assay_node_count(tracks), self->names.count)));
    assay_node_put(out->arena, out->values, "tracks", *tracks);
    put_pairs(self, out);
    return code;
}

static void end(void *state)
{
    struct step_labels *self = state;

    for (size_t a = 0; a < TRACKS; a++)
        for (size_t b = 0; b < TRACKS; b++)
            assay_pairs_release(&self->pair[a][b]);
    assay_names_release(&self->names);
}

const struct assay_diagnostic assay_diagnostic_step_labels = {
    .name = "step-labels",
    .summary = "do votes on steps, and tracks of rewards, say of a step what people say?",
    .formula =
        "precision, recall, F1, Cohen's kappa against labels above 0; tau-b between "
        "tracks",
    .needs = "steps.votes steps.label",
    .source = "Pignatelli et al. 2024, arXiv:2409.12798, section 5; Zheng et al. 2024, "
              "arXiv:2410.23022",
    .rows = {23, 24},
    .options = options,
    .state_size = sizeof(struct step_labels),
    .take = take,
    .tell = tell,
    .end = end,
};

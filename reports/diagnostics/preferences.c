/*
 * preferences.c - do preferences have an order at all, or do they go round in circles?
 *
 * Of each group's matrix P_ij, the share of games that response i won against j:
 *
 *   cyclic     share of triples whose majorities go round in a circle (ranking.h)
 *   condorcet  share of groups, all of whose pairs were compared, where one response beats every other
 *   noise      mean of min(P, 1 - P) over pairs: votes against the majority
 *   misfit     1 - R^2 of log odds on a difference of strengths (preference_matrix.h), summed over groups; 0 for
 *              preferences of a Bradley-Terry model, 1 for a circle
 *
 * Where the reward that the policy implies is logged, or another reward is named, it is held against log odds through the
 * origin: slope and R^2 over all pairs, since log odds are the difference of rewards if it is one.
 *
 * Source: Swamy et al. 2024, SPO, arXiv:2401.04056; Rosset et al. 2024, DNO, arXiv:2404.03715, section 3 (regression of the
 *         implied reward; from memory); Jiang et al. 2011, Math. Programming 127:203.
 */
#include "reports/diagnostics/preferences.h"
#include "metrics/preference_matrix.h"
#include "metrics/ranking.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "reward that is held against preferences, reward.NAME; else what the policy "
             "implies",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_preferred, reward),
     .value = "NAME",
     .optional = true},
    {.name = "misfit",
     .help = "misfit above which preferences are said to have no order",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_preferred, limit),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "margin",
     .help = "pairs whose win rates differ by as much at least are kept, |2 P - 1|",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_preferred, margin),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "least",
     .help = "shares are held between this and one less this before their log odds are "
             "taken",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_preferred, least),
     .initial = "0.001",
     .lo = 1e-12,
     .hi = 0.49},
    {0},
};

/* Pairs that were compared: votes against the majority, and rewards beside log odds. */
static void take_pairs(struct assay_preferred *self, const double *p, size_t n,
                       const double *reward)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            const double q = p[i * n + j];
            const double held = fmin(fmax(q, self->least), 1.0 - self->least);

            if (isnan(q))
                continue;
            assay_measured_add(&self->noise, self->groups, fmin(q, 1.0 - q));
            assay_preferred_pair(self, q, log(held / (1.0 - held)),
                                 reward ? reward[i] - reward[j] : (double)NAN);
        }
}

static enum assay_code take_matrix(struct assay_preferred *self,
                                   const struct assay_rollout_view *view, const double *p,
                                   size_t n, bool whole, struct assay_error *err)
{
    struct assay_preference_order order;
    struct assay_error none;
    double *theta = assay_arena_new(view->arena, n + 1, sizeof(*theta)), cyclic;
    const double *reward;
    size_t winner;
    enum assay_code code = assay_preferred_rewards(self, view, &reward, err);

    if (code)
        return code;
    if (n > 2 && whole && !assay_ranking_cycle_rate(p, n, &cyclic, &none))
        assay_measured_add(&self->cyclic, self->groups, cyclic);
    if (n > 1 && whole)
        assay_measured_add(&self->condorcet, self->groups,
                           assay_preference_condorcet(p, n, &winner));
    if (!assay_preference_order(p, n, self->least, theta, &order, &none)) {
        self->square += order.square;
        self->residual += order.residual;
    }
    take_pairs(self, p, n, reward);
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    static const struct assay_rollout_pairing how = {
        .judges = true, .people = true, .ties = ASSAY_ROLLOUT_HALF};
    struct assay_preferred *self = state;
    struct assay_rollout_pairs pairs;
    bool whole = true, any = false;
    double *p;
    size_t n;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    assay_rollout_pairs(view, &how, &pairs);
    assay_preferred_baseline(self, view, &pairs);
    n = pairs.n;
    p = assay_arena_new(view->arena, n * n + 1, sizeof(*p));
    for (size_t k = 0; k < n * n; k++) {
        const bool met =
            k / n != k % n && assay_rollout_share(&pairs, k / n, k % n, false, &p[k]);

        if (!met && k / n != k % n)
            p[k] = NAN;
        whole = whole && (met || k / n == k % n);
        any = any || met;
    }
    return any ? take_matrix(self, view, p, n, whole, err) : ASSAY_OK;
}

static enum assay_code tell_order(const struct assay_preferred *self,
                                  struct assay_diagnosis *out, struct assay_error *err)
{
    static const struct assay_measured_line lines[] = {
        {"cyclic", "triples that go round in a circle", "percent"},
        {"condorcet", "groups where one response beats every other", "percent"},
        {"noise", "votes against the majority of a pair", "percent"}};
    const struct assay_measured *const measured[] = {&self->cyclic, &self->condorcet,
                                                     &self->noise};
    struct assay_page_table *table =
        assay_measured_table(out, "order", "Is there an order?");
    const double misfit = self->square > 0.0 ? self->residual / self->square : 0.0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < 3; i++)
        code = assay_measured_put(measured[i], &lines[i], out->values, table, out, err);
    if (code)
        return code;
    assay_node_put_real(out->arena, out->values, "misfit", misfit);
    assay_node_put(out->arena, out->values, "no_order",
                   assay_node_of_bool(misfit > self->limit));
    struct assay_row *row = assay_table_row(table);
    row->cell[0] = assay_cell_text(ASSAY_STR("log odds that no strengths explain"));
    row->cell[1] = assay_cell_number(misfit, ASSAY_STR("percent"));
    row->cell[2] = assay_cell_count(self->noise.n);
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct assay_preferred *self = state;
    const double misfit = self->square > 0.0 ? self->residual / self->square : 0.0;
    enum assay_code code;

    if (self->noise.n == 0) {
        out->lacks = "prefs or judges[kind=pair]";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            misfit > self->limit
                ? "Preferences have no order: %.4g %% of their log odds are no "
                  "difference of strengths, so that one score cannot tell them."
                : "Preferences have an order: strengths leave %.4g %% of their log odds "
                  "unexplained.",
            misfit > 1e-12 ? 100.0 * misfit : 0.0)));
    code = tell_order(self, out, err);
    return code ? code : assay_preferred_tell(self, out, err);
}

static void end(void *state)
{
    struct assay_preferred *self = state;

    assay_measured_release(&self->cyclic);
    assay_measured_release(&self->condorcet);
    assay_measured_release(&self->noise);
    assay_preferred_release(self);
}

const struct assay_diagnostic assay_diagnostic_preferences = {
    .name = "preferences",
    .summary = "do preferences have an order, and does the reward tell it?",
    .formula = "share of cyclic triples; 1 - R^2 of log odds on strengths; R^2 of log "
               "odds on differences of reward",
    .needs = "prefs[].wins judges[].vote tok.lp.policy tok.lp.ref",
    .source = "Swamy et al. 2024, arXiv:2401.04056; Rosset et al. 2024, "
              "arXiv:2404.03715; Jiang et al. 2011, Math. Programming 127:203",
    .rows = {37, 52},
    .quirk = "that DNO regresses the implied reward on log odds is not verified",
    .options = options,
    .state_size = sizeof(struct assay_preferred),
    .take = take,
    .tell = tell,
    .end = end,
};

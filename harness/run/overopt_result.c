/* overopt_result.c - curves of gold against d as results. */
#include "harness/run/overopt_result.h"

#include "harness/run/overopt_draw.h"

/* A result on its way. */
struct making {
    const struct assay_overopt_told *told;
    const struct assay_overopt_study *study;
    const struct assay_overopt_curve *curve;
    struct assay_findings found;
};

static struct assay_range range_of(bool has, double lo, double hi)
{
    return (struct assay_range){.has_lo = has, .has_hi = has, .lo = lo, .hi = hi};
}

static void measure_quality(struct making *m, enum assay_curve which)
{
    const struct assay_curve_fit *fit = &m->study->fit[which];
    const char *form = assay_curve_name(which);

    if (!fit->fitted)
        return;
    assay_findings_measure(&m->found, form, "sse", fit->quality.sse, NULL);
    if (fit->quality.has_r2)
        assay_findings_measure(&m->found, form, "r2", fit->quality.r2, NULL);
    if (fit->quality.has_loo)
        assay_findings_measure(&m->found, form, "loo", fit->quality.loo, NULL);
}

static void measure_peak(struct making *m, const char *form,
                         const struct assay_overopt_fitted *fitted)
{
    const struct assay_gao_peak *peak = &fitted->gao.fit.peak;
    const struct assay_gao_ranges *range = fitted->has_ranges ? &fitted->gao.range : NULL;

    if (!peak->exists) {
        assay_findings_undefined(&m->found, form, "d_peak", peak->why);
        return;
    }
    assay_findings_measure(&m->found, form, "d_peak", peak->d,
                           range ? &range->d_peak : NULL);
    assay_findings_measure(&m->found, form, "r_peak", peak->r,
                           range ? &range->r_peak : NULL);
}

static void measure_form(struct making *m, enum assay_gao_form form)
{
    const struct assay_overopt_fitted *fitted = &m->study->form[form];
    const struct assay_gao_fit *fit = &fitted->gao.fit;
    const struct assay_gao_ranges *range = fitted->has_ranges ? &fitted->gao.range : NULL;
    const char *name = assay_gao_form_name(form);

    if (!fitted->fitted)
        return;
    assay_findings_measure(&m->found, name, "alpha", fit->alpha,
                           range ? &range->alpha : NULL);
    assay_findings_measure(&m->found, name, "beta", fit->beta,
                           range ? &range->beta : NULL);
    measure_peak(m, name, fitted);
    assay_findings_measure(&m->found, name, "condition", fit->condition, NULL);
}

static void measure_turn(struct making *m)
{
    const struct assay_overopt_turn *turn = &m->study->turn;
    const struct assay_range peak =
        range_of(turn->has_peak_range, turn->peak_lo, turn->peak_hi);
    const struct assay_range drop =
        range_of(turn->has_drop_range, turn->drop_lo, turn->drop_hi);

    if (turn->test == ASSAY_OVEROPT_TEST_NONE)
        return;
    assay_findings_count(&m->found, "turns", turn->detected ? 1 : 0);
    if (turn->detected)
        assay_findings_measure(&m->found, NULL, "turn_d", turn->peak_d, &peak);
    else
        assay_findings_undefined(&m->found, NULL, "turn_d", "no turnover detected");
    assay_findings_measure(&m->found, NULL, "fall_from_peak", turn->drop, &drop);
    if (turn->has_proxy)
        assay_findings_measure(&m->found, NULL, "proxy_rise_from_peak", turn->proxy_rise,
                               NULL);
}

static void put_measures(struct making *m)
{
    measure_turn(m);
    if (!m->study->fitted)
        return;
    measure_form(m, ASSAY_GAO_BON);
    measure_form(m, ASSAY_GAO_RL);
    for (size_t c = 0; c < ASSAY_CURVES; c++)
        measure_quality(m, (enum assay_curve)c);
}

/* Gold at the end, relative to the start. */
static void put_overall(const struct making *m, struct assay_section *overall)
{
    const struct assay_overopt_curve *curve = m->curve;
    const struct assay_overopt_place *last =
        curve->places ? &curve->place[curve->places - 1] : NULL;

    *overall = (struct assay_section){
        .name = ASSAY_STR("Overall"),
        .items = curve->cells,
        .counted = curve->cells,
        .clusters = curve->units,
        .value = {.defined = last != NULL,
                  .value = last ? last->gold : 0.0,
                  .why = last ? ASSAY_STR("") : ASSAY_STR("units share no steps")},
    };
    overall->count[ASSAY_STATE_SCORED] = curve->cells;
}

static void note_base(struct making *m)
{
    const struct assay_overopt_curve *curve = m->curve;

    if (curve->direct)
        assay_findings_note(&m->found, "win rates less %.*s",
                            ASSAY_STR_ARG(m->told->centre));
    else if (curve->base == ASSAY_OVEROPT_BASE_NONE)
        assay_findings_note(&m->found,
                            "no row at d = 0: gold is taken for relative to the initial "
                            "policy as it is (--baseline)");
}

static void note_fits(struct making *m)
{
    const struct assay_overopt_study *study = m->study;

    if (study->fitted && study->choice.made)
        assay_findings_note(&m->found,
                            "by leave-one-out error%s %s describes the points best; the "
                            "plainest as good is %s",
                            study->of_means ? " of means" : "",
                            assay_curve_name(study->choice.best),
                            assay_curve_name(study->choice.chosen));
    for (size_t f = 0; study->fitted && f < ASSAY_OVEROPT_FORMS; f++)
        if (study->form[f].fitted && study->form[f].gao.fit.ill)
            assay_findings_note(&m->found,
                                "form %s: d varies too little to tell alpha from beta",
                                assay_gao_form_name((enum assay_gao_form)f));
}

static void put_notes(struct making *m)
{
    struct assay_arena *arena = m->found.arena;
    const struct assay_str words = assay_overopt_words(m->study, arena);
    const struct assay_str basis = assay_overopt_basis(m->study, m->told->how, arena);

    assay_findings_note(&m->found, "%s", words.ptr);
    assay_findings_note(&m->found, "%s", basis.ptr);
    note_base(m);
    note_fits(m);
    if (m->curve->incomplete > 0)
        assay_findings_note(&m->found, "left out: %zu rows without d or gold",
                            m->curve->incomplete);
    for (size_t i = 0; i < m->told->notes; i++)
        assay_findings_note(&m->found, "%s", m->told->note[i]);
}

/* Results of one suite are told apart by their label: of several golds also by that. */
static struct assay_str label_of(const struct assay_overopt_told *told, size_t which,
                                 struct assay_arena *arena)
{
    const struct assay_overopt_curve *curve = told->study[which].curve;

    for (size_t i = 0; i < told->count; i++)
        if (!assay_str_equal(told->study[i].curve->gold, curve->gold))
            return assay_str_of(assay_arena_printf(arena, "%.*s, %.*s",
                                                   ASSAY_STR_ARG(curve->name),
                                                   ASSAY_STR_ARG(curve->gold)));
    return curve->name;
}

void assay_overopt_result(const struct assay_overopt_told *told, size_t which,
                          struct assay_arena *arena, struct assay_result *out)
{
    const struct assay_overopt_study *study = &told->study[which];
    struct making m = {.told = told, .study = study, .curve = study->curve};

    *out = (struct assay_result){
        .suite = told->suite,
        .suite_version = told->version,
        .kind = ASSAY_STR("overoptimisation"),
        .title = told->title,
        .citation = told->citation,
        .model = label_of(told, which, arena),
        .label = label_of(told, which, arena),
        .rule = assay_str_of(
            assay_arena_printf(arena, "%.*s at the end, relative to the initial policy",
                               ASSAY_STR_ARG(study->curve->gold))),
        .unit = ASSAY_STR("fraction"),
        .overall_rule = ASSAY_STR("mean of units"),
        .level = told->how->level,
        .seed = told->how->seed,
        .replicates = told->how->replicates,
    };
    assay_findings_init(&m.found, arena);
    put_overall(&m, &out->overall);
    put_measures(&m);
    assay_overopt_draw(told, which, &m.found);
    put_notes(&m);
    if (told->of)
        assay_findings_append(&m.found, &told->of[which]);
    if (told->across && which == 0)
        assay_findings_append(&m.found, told->across);
    assay_findings_settle(&m.found, out);
}

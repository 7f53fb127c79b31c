/* overopt_words.c - whether more optimisation still buys gold, in words. */
#include "harness/run/overopt_result.h"

#include "harness/core/buf.h"
#include "reports/number.h"

#include <math.h>

/* What a sentence is made of. */
struct words {
    const struct assay_overopt_study *study;
    struct assay_buf text;
    struct assay_arena *arena;
};

/* Four digits, and 0 for what rounding left of it. */
static const char *number(const struct words *words, double value)
{
    return assay_number_text(words->arena, value, ASSAY_STR("")).ptr;
}

const char *assay_overopt_between(double value, const struct assay_range *range,
                                  struct assay_arena *arena)
{
    const struct words words = {.arena = arena};

    if (range->has_lo && range->has_hi)
        return assay_arena_printf(arena, "%s [%s, %s]", number(&words, value),
                                  number(&words, range->lo), number(&words, range->hi));
    if (range->has_lo)
        return assay_arena_printf(arena, "%s [%s, )", number(&words, value),
                                  number(&words, range->lo));
    return number(&words, value);
}

/* Where on the curve, by what orders it: "d = 1.7 [1.5, 2] (step 400)". */
static void put_where(struct words *words, bool interval)
{
    const struct assay_overopt_study *study = words->study;
    const struct assay_overopt_turn *turn = &study->turn;
    const enum assay_overopt_order order = study->curve->order;

    assay_buf_printf(&words->text, "d = %s", number(words, turn->peak_d));
    if (interval && turn->has_peak_range)
        assay_buf_printf(&words->text, " [%s, %s]", number(words, turn->peak_lo),
                         number(words, turn->peak_hi));
    if (order == ASSAY_OVEROPT_BY_D || turn->test == ASSAY_OVEROPT_TEST_FORM)
        return;
    assay_buf_printf(&words->text,
                     order == ASSAY_OVEROPT_BY_N ? " (n = %s)" : " (step %s)",
                     number(words, turn->peak_x));
}

static void put_proxy(struct words *words)
{
    const struct assay_overopt_turn *turn = &words->study->turn;

    if (!turn->has_proxy)
        return;
    if (turn->proxy_rise > 0.0)
        assay_buf_printf(&words->text, ", while the proxy rises by %s",
                         number(words, turn->proxy_rise));
    else
        assay_buf_puts(&words->text, ", and the proxy rises no more");
}

static void put_drop(struct words *words)
{
    const struct assay_overopt_turn *turn = &words->study->turn;
    const struct assay_range range = {.has_lo = turn->has_drop_range,
                                      .has_hi = turn->has_drop_range,
                                      .lo = turn->drop_lo,
                                      .hi = turn->drop_hi};

    assay_buf_puts(&words->text, assay_overopt_between(turn->drop, &range, words->arena));
}

static void put_detected(struct words *words)
{
    const struct assay_overopt_turn *turn = &words->study->turn;

    assay_buf_puts(&words->text, turn->test == ASSAY_OVEROPT_TEST_FORM
                                     ? "it over-optimises by the form fitted: gold is "
                                       "highest at "
                                     : "it over-optimises: gold is highest at ");
    put_where(words, true);
    assay_buf_printf(&words->text, ", %s above the start, and ",
                     number(words, turn->gain));
    put_drop(words);
    assay_buf_puts(&words->text, " lower at the end");
    put_proxy(words);
}

static void put_undetected(struct words *words)
{
    const struct assay_overopt_turn *turn = &words->study->turn;

    assay_buf_printf(&words->text, "no turnover detected up to d = %s",
                     number(words, turn->end_d));
    if (!(turn->drop > 0.0))
        return;
    assay_buf_puts(&words->text, "; gold is highest at ");
    put_where(words, false);
    assay_buf_puts(&words->text, " and ");
    put_drop(words);
    assay_buf_puts(&words->text, " lower at the end");
    if (turn->test == ASSAY_OVEROPT_TEST_FORM && turn->drop_lo > 0.0)
        assay_buf_printf(&words->text,
                         " by the form %s, which does not predict points left out better "
                         "than a curve that never falls",
                         assay_gao_form_name(words->study->told));
}

static void put_untested(struct words *words)
{
    const struct assay_overopt_study *study = words->study;

    if (!study->fitted) {
        assay_buf_printf(
            &words->text,
            "too few points: %zu different d above 0, at least %d are needed",
            study->distinct, ASSAY_OVEROPT_POINTS_LEAST);
        return;
    }
    assay_buf_printf(&words->text, "no turnover can be told: %s",
                     study->form[study->told].why
                         ? study->form[study->told].why
                         : "units share no steps, and points have no standard errors");
}

/* Where the form would turn that has not turned yet, or has been seen to. */
static void put_form(struct words *words)
{
    const struct assay_overopt_study *study = words->study;
    const struct assay_overopt_fitted *form = &study->form[study->told];
    const struct assay_gao_peak *peak = &form->gao.fit.peak;

    if (!study->fitted || !form->fitted ||
        (study->turn.detected && study->turn.test == ASSAY_OVEROPT_TEST_FORM))
        return;
    if (!peak->exists) {
        assay_buf_printf(&words->text, "; the form %s has no peak",
                         assay_gao_form_name(study->told));
        return;
    }
    assay_buf_printf(
        &words->text, "; the form %s peaks at d* = %s%s",
        assay_gao_form_name(study->told),
        form->has_ranges
            ? assay_overopt_between(peak->d, &form->gao.range.d_peak, words->arena)
            : number(words, peak->d),
        peak->d > study->d_most ? ", beyond the points" : "");
}

struct assay_str assay_overopt_words(const struct assay_overopt_study *study,
                                     struct assay_arena *arena)
{
    struct words words = {.study = study, .arena = arena};
    struct assay_str out;

    if (study->turn.test == ASSAY_OVEROPT_TEST_NONE)
        put_untested(&words);
    else if (study->turn.detected)
        put_detected(&words);
    else
        put_undetected(&words);
    put_form(&words);
    out = assay_arena_copy(arena, assay_buf_view(&words.text));
    assay_buf_release(&words.text);
    return out;
}

static const char *noun_of(enum assay_overopt_unit unit)
{
    static const char *const noun[ASSAY_OVEROPT_UNITS] = {
        [ASSAY_OVEROPT_SEED] = "seeds",
        [ASSAY_OVEROPT_RUN] = "runs",
        [ASSAY_OVEROPT_PROMPT] = "prompts",
        [ASSAY_OVEROPT_POINT] = "points"};

    return noun[unit] ? noun[unit] : "points";
}

static const char *test_of(const struct assay_overopt_study *study)
{
    static const char *const test[] = {
        [ASSAY_OVEROPT_TEST_NONE] = "turnover is not tested",
        [ASSAY_OVEROPT_TEST_UNITS] = "turnover compares whole curves of them",
        [ASSAY_OVEROPT_TEST_ERRORS] =
            "turnover is judged by standard errors of points, taken for independent",
        [ASSAY_OVEROPT_TEST_FORM] = "turnover is judged by the form fitted",
        [ASSAY_OVEROPT_TEST_STORED] = "turnover is that of the stored run, by prompts"};

    return test[study->turn.test];
}

struct assay_str assay_overopt_basis(const struct assay_overopt_study *study,
                                     const struct assay_overopt_how *how,
                                     struct assay_arena *arena)
{
    const struct assay_overopt_curve *curve = study->curve;

    return assay_str_of(assay_arena_printf(
        arena, "intervals at %g take %zu %s for independent; %s%s", how->level,
        curve->unit == ASSAY_OVEROPT_POINT ? study->points : curve->units,
        noun_of(curve->unit), test_of(study),
        curve->weighted ? "; fits are weighted" : ""));
}

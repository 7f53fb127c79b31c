/*
 * winrate.c - how often is a model's answer preferred to a baseline's?
 *
 * A verdict is a preference as alpaca_eval stores them: from 1, the baseline's answer is better,
 * to 2, the model's is, with numbers between for what an annotator weighs; 0 and 1.5 are draws,
 * one half of a win. What has no preference is left out of numerator and denominator. An
 * item's completions are the baseline's and the model's.
 *
 * `scoring: {length_control: v1 | noreg | minimal, difficulty: FILE}` tells the length-controlled
 * win rate beside it (winrate_length.h), or why it is not defined.
 */
#include "harness/core/memory.h"
#include "metrics/preference.h"
#include "suites/against.h"
#include "suites/difficulty.h"
#include "suites/winrate_length.h"

#include <stdlib.h>

static const struct assay_scoring scoring[] = {
    {"length_control", assay_winrate_models},
    {"difficulty", assay_scoring_text},
    {NULL, NULL},
};

static enum assay_code winrate_open(const struct assay_node *words,
                                    struct assay_arena *arena, struct assay_opened *out,
                                    struct assay_error *err)
{
    const struct assay_str path = assay_node_text(assay_node_get(words, "difficulty"));

    if (path.len == 0)
        return ASSAY_OK;
    return assay_difficulty_read(assay_arena_copy(arena, path).ptr, arena, out, err);
}

static bool winrate_fits(const struct assay_study *study, double value)
{
    (void)study;
    return assay_preference_is(value);
}

static bool winrate_tied(const struct assay_case *item)
{
    return assay_preference_share(item->value[0]) == 0.5;
}

static struct assay_worth winrate_worth(const struct assay_case *item, unsigned rule)
{
    if (winrate_tied(item))
        return assay_against_draw(rule);
    return (struct assay_worth){assay_preference_share(item->value[0]), 1.0};
}

static double winrate_margin(const struct assay_case *item)
{
    return assay_preference_share(item->value[0]) - 0.5;
}

/* A list of measures in the making. */
struct teller {
    struct assay_str section;
    struct assay_measures *out;
};

static void tell(const struct teller *t, const char *name, const char *unit, double value)
{
    assay_measures_tell(t->out, name, t->section, unit,
                        (struct assay_figure){.defined = true, .value = value});
}

static void tell_undefined(const struct teller *t, const char *name, const char *why)
{
    const struct assay_figure figure = {
        .why = assay_arena_copy(t->out->arena, assay_str_of(why))};

    assay_measures_tell(t->out, name, t->section, "percentage", figure);
}

/* Where the suite asks for it. */
static void tell_length_control(const struct teller *t, const struct assay_study *study,
                                struct assay_members members)
{
    static const char rate[] = "length_controlled_winrate", error[] = "lc_standard_error";
    struct assay_length_control got;
    struct assay_str why;

    if (!assay_node_get(study->scoring, "length_control"))
        return;
    if (assay_winrate_length(study, members, t->out->arena, &got, &why)) {
        tell(t, rate, "percentage", got.win_rate);
        tell(t, error, "percentage", got.standard_error);
    } else {
        tell_undefined(t, rate, why.ptr);
        tell_undefined(t, error, why.ptr);
    }
}

/* Why there is no length-controlled win rate, before anything is fitted. */
static void winrate_tell(const struct assay_study *study, struct assay_sentences *out)
{
    struct assay_str why;

    if (!assay_node_get(study->scoring, "length_control") ||
        assay_winrate_length_needs(study, out->arena, &why))
        return;
    assay_sentences_add(out,
                        assay_str_of(assay_arena_printf(
                            out->arena, "no length-controlled win rate: %s", why.ptr)));
}

/* What the official code prints of preferences. */
static void winrate_always(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {section, out};
    double *preference = assay_memory_new(study->table->items + 1, sizeof(*preference));
    struct assay_preferences got;
    struct assay_error err;
    size_t n = 0;

    for (size_t i = 0; i < study->table->items; i++)
        if (assay_study_has(study, members, i))
            preference[n++] = assay_study_case(study, i).value[0];
    if (assay_preference_score(preference, n, &got, &err)) {
        tell_undefined(&t, "win_rate", err.text);
    } else {
        tell(&t, "win_rate", "percentage", got.win_rate);
        if (n > 1)
            tell(&t, "standard_error", "percentage", got.standard_error);
        else
            tell_undefined(&t, "standard_error", "one preference has no spread");
        tell(&t, "discrete_win_rate", "percentage", got.discrete);
        tell(&t, "n_wins", "count", (double)got.wins);
        tell(&t, "n_wins_base", "count", (double)got.wins_base);
        tell(&t, "n_draws", "count", (double)got.draws);
        tell(&t, "n_total", "count", (double)got.n);
    }
    tell_length_control(&t, study, members);
    free(preference);
}

const struct assay_kind assay_kind_winrate = {
    .name = "winrate",
    .summary = "how often is a model's answer preferred to a baseline's?",
    .wants = ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_FIRST,
    .scoring = scoring,
    .open = winrate_open,
    .check = assay_against_check,
    .fits = winrate_fits,
    .worth = winrate_worth,
    .tied = winrate_tied,
    .margin = winrate_margin,
    .always = winrate_always,
    .tell = winrate_tell,
};

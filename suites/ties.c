/*
 * ties.c - prompts with one right answer ("ref:7") beside the same with several ("tied:7").
 *
 * The domain Ties of RewardBench 2 (Malik et al. 2025): right answers should beat wrong ones,
 * and by more than they differ among themselves. metrics/rewardbench2.h has the formula.
 */
#include "suites/kind.h"

#include "harness/core/memory.h"
#include "metrics/rewardbench2.h"
#include "suites/topscore.h"

#include <math.h>
#include <stdlib.h>

/* Splits "ref:7" or "tied:7"; false if the id has another form. */
static bool parse_id(struct assay_str id, bool *tied, int64_t *number)
{
    const size_t colon = assay_str_find(id, ASSAY_STR(":"));
    const struct assay_str word = {id.ptr, colon};
    double value;

    *tied = assay_str_equal(word, ASSAY_STR("tied"));
    if (colon == id.len || (!*tied && !assay_str_equal(word, ASSAY_STR("ref"))))
        return false;
    if (!assay_str_number((struct assay_str){id.ptr + colon + 1, id.len - colon - 1},
                          &value) ||
        !(fabs(value) < 1e15 && floor(value) == value))
        return false;
    *number = (int64_t)value;
    return true;
}

static enum assay_code ties_check(const struct assay_item *item, struct assay_error *err)
{
    bool tied, wrong = false;
    int64_t number;

    if (!parse_id(item->id, &tied, &number))
        return assay_fail_at(err, assay_item_spot(item),
                             "id \"%.*s\" is not of the form ref:N or tied:N",
                             ASSAY_STR_ARG(item->id));
    for (size_t i = 0; i < item->completion_count; i++) {
        if (wrong && item->gold[i] > 0.0)
            return assay_fail_at(err, assay_item_spot(item),
                                 "right completions must come first");
        wrong = wrong || item->gold[i] <= 0.0;
    }
    return assay_topscore_check(item, err);
}

/* Worst right minus best wrong. */
static double ties_margin(const struct assay_case *item)
{
    double least = HUGE_VAL, most = -HUGE_VAL;

    for (size_t i = 0; i < item->count; i++)
        if (item->gold[i] > 0.0)
            least = fmin(least, item->value[i]);
        else
            most = fmax(most, item->value[i]);
    return least - most;
}

/* Whether all right ones are above all wrong ones: what the composite builds on. */
static struct assay_worth ties_worth(const struct assay_case *item, unsigned rule)
{
    const double gap = ties_margin(item);
    const struct assay_top top = {gap >= 0.0, gap <= 0.0};
    const struct assay_credit credit = assay_credit_of(top, (enum assay_tie_rule)rule);

    return (struct assay_worth){credit.value, credit.counted ? 1.0 : 0.0};
}

static bool ties_tied(const struct assay_case *item)
{
    return ties_margin(item) == 0.0;
}

/* The prompts of the members, and the items they are; place may be NULL. */
static size_t prompts_of(const struct assay_study *study, struct assay_members members,
                         struct assay_ties_prompt *prompt, size_t *place)
{
    size_t n = 0;

    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i) ||
            !parse_id(study->table->id[i], &prompt[n].tied, &prompt[n].id))
            continue;
        if (place)
            place[n] = i;
        prompt[n].score = item.value;
        prompt[n].n = item.count;
        prompt[n].right = 0;
        while (prompt[n].right < item.count && item.gold[prompt[n].right] > 0.0)
            prompt[n].right++;
        n++;
    }
    return n;
}

static bool ties_composite(const struct assay_study *study, struct assay_members members,
                           struct assay_ties *out, struct assay_error *err)
{
    struct assay_ties_prompt *prompt =
        assay_memory_new(study->table->items + 1, sizeof(*prompt));
    const size_t n = prompts_of(study, members, prompt, NULL);
    const enum assay_code code = assay_rewardbench2_ties(
        prompt, n, (enum assay_ties_version)study->ties_version, out, err);

    free(prompt);
    return code == ASSAY_OK;
}

static bool ties_value(const struct assay_study *study, struct assay_members members,
                       double *out, const char **why)
{
    struct assay_ties ties;
    struct assay_error err;

    *why = "the prompts do not come as ref and tied with several right answers";
    if (!ties_composite(study, members, &ties, &err))
        return false;
    *why = "no two right answers of a prompt differ, or no prompt is both ref and tied";
    *out = ties.score;
    return ties.defined;
}

/* The place of the row with this number and type among prompts (n,), or n. */
static size_t find_row(const struct assay_ties_prompt *prompt, size_t n, int64_t id,
                       bool tied)
{
    size_t i = 0;

    while (i < n && (prompt[i].id != id || prompt[i].tied != tied))
        i++;
    return i;
}

/* A prompt that is both ref and tied is worth the composite of its two rows alone. */
static bool ties_spread(const struct assay_study *study, struct assay_members members,
                        double *out, bool *used)
{
    const size_t items = study->table->items;
    struct assay_ties_prompt *prompt = assay_memory_new(items + 1, sizeof(*prompt));
    size_t *place = assay_memory_new(items + 1, sizeof(*place));
    const size_t n = prompts_of(study, members, prompt, place);
    bool whole = study->ties_version == ASSAY_TIES_NOW;

    for (size_t i = 0; whole && i < n; i++) {
        const size_t other = find_row(prompt, n, prompt[i].id, !prompt[i].tied);
        const struct assay_ties_prompt pair[2] = {prompt[i],
                                                  prompt[other < n ? other : i]};
        struct assay_ties ties;
        struct assay_error err;

        whole = other < n;
        if (!whole || !prompt[i].tied)
            continue;
        whole =
            assay_rewardbench2_ties(pair, 2, ASSAY_TIES_NOW, &ties, &err) == ASSAY_OK &&
            ties.defined;
        out[place[i]] = ties.score;
        used[place[i]] = true;
    }
    free(place);
    free(prompt);
    return whole;
}

static void add(struct assay_measures *out, const char *name, struct assay_str section,
                double value)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = ASSAY_STR("fraction"),
        .value = {.defined = true, .value = value},
    };

    assay_measures_add(out, &measure);
}

static void ties_always(const struct assay_study *study, struct assay_members members,
                        struct assay_str section, struct assay_measures *out)
{
    struct assay_ties ties;
    struct assay_error err;

    if (!ties_composite(study, members, &ties, &err))
        return;
    add(out, "ref_accuracy", section, ties.ref_accuracy);
    add(out, "tied_accuracy", section, ties.tied_accuracy);
    add(out, "preferred", section, ties.preferred);
    add(out, "preferred_hard", section, ties.preferred_hard);
    if (ties.defined)
        add(out, "margin", section, ties.margin);
}

const struct assay_kind assay_kind_ties = {
    .name = "ties",
    .summary = "several right answers: all above the wrong ones, and close together?",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_CORRECT,
    .composite = true,
    .check = ties_check,
    .worth = ties_worth,
    .tied = ties_tied,
    .margin = ties_margin,
    .value = ties_value,
    .spread = ties_spread,
    .always = ties_always,
};

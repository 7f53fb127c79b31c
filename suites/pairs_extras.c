/* pairs_extras.c - the further figures of JudgeBench and LLMBar. */
#include "suites/pairs_extras.h"

#include "harness/core/memory.h"
#include "metrics/judgebench.h"
#include "metrics/llmbar.h"
#include "metrics/majority.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_MAX = 32 /* room for %.16e */
};

/* The digits of the shortest %.Ne that reads back, and the decimal exponent. */
static int shortest(double value, char digits[DIGITS_MAX])
{
    char text[DIGITS_MAX];
    size_t n = 0;

    for (int precision = 0; precision < 17; precision++) {
        double back;

        (void)snprintf(text, sizeof(text), "%.*e", precision, value);
        if (assay_str_number(assay_str_of(text), &back) && back == value)
            break;
    }
    for (const char *c = text; *c != 'e'; c++)
        if (*c >= '0' && *c <= '9')
            digits[n++] = *c;
    digits[n] = '\0';
    return (int)strtol(strchr(text, 'e') + 1, NULL, 10);
}

void assay_repr_double(double value, char out[ASSAY_REPR_MAX])
{
    char digits[DIGITS_MAX];
    const int exponent = shortest(fabs(value), digits);
    const int n = (int)strlen(digits);
    const char *sign = signbit(value) ? "-" : "";

    if (exponent < -4 || exponent >= 16)
        (void)snprintf(out, ASSAY_REPR_MAX, "%s%c%s%se%c%02d", sign, digits[0],
                       n > 1 ? "." : "", digits + 1, exponent < 0 ? '-' : '+',
                       abs(exponent));
    else if (exponent < 0)
        (void)snprintf(out, ASSAY_REPR_MAX, "%s0.%.*s%s", sign, -exponent - 1, "0000",
                       digits);
    else if (n <= exponent + 1)
        (void)snprintf(out, ASSAY_REPR_MAX, "%s%s%.*s.0", sign, digits, exponent + 1 - n,
                       "0000000000000000");
    else
        (void)snprintf(out, ASSAY_REPR_MAX, "%s%.*s.%s", sign, exponent + 1, digits,
                       digits + exponent + 1);
}

static void add(struct assay_measures *out, const char *name, struct assay_str section,
                const char *unit, const struct assay_figure *value, const char *text)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = section,
        .unit = assay_str_of(unit),
        .text = assay_arena_copy(out->arena, assay_str_of(text)),
        .value = *value,
    };

    assay_measures_add(out, &measure);
}

/* What game k says, in the order of the item; NONE where it says nothing usable. */
static enum assay_verdict verdict_of(const struct assay_case *item, size_t k)
{
    if (item->want == ASSAY_WANT_SCORES)
        return assay_judgebench_decision(item->value[0], item->value[1]);
    if (k >= item->count || item->state[k] != ASSAY_STATE_SCORED)
        return ASSAY_VERDICT_NONE;
    return item->value[k] > 0.0   ? ASSAY_VERDICT_FIRST
           : item->value[k] < 0.0 ? ASSAY_VERDICT_SECOND
                                  : ASSAY_VERDICT_TIE;
}

static void measure_inconsistent(const struct assay_study *study,
                                 struct assay_members members, struct assay_str section,
                                 struct assay_measures *out)
{
    struct assay_figure figure = {.defined = true};

    if (study->table->want != ASSAY_WANT_PREFERENCES)
        return; /* one game: nothing to differ */
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (assay_study_has(study, members, i) && item.count == 2 &&
            item.state[1] != ASSAY_STATE_SKIPPED)
            figure.value += verdict_of(&item, 0) != verdict_of(&item, 1);
    }
    add(out, "inconsistent", section, "count", &figure, "");
}

/* LLMBar's winner of a presentation: 1, 2 or 0 for none; a rating judge's ties go by order. */
static int winner_of(const struct assay_case *item, size_t k)
{
    if (item->want == ASSAY_WANT_SCORES) {
        if (item->state[0] != ASSAY_STATE_SCORED || item->state[1] != ASSAY_STATE_SCORED)
            return k == 0 ? 1 : 2; /* a rating that is no number */
        if (item->value[0] == item->value[1])
            return k == 0 ? 2 : 1;
        return item->value[0] > item->value[1] ? 1 : 2;
    }
    switch (verdict_of(item, k)) {
    case ASSAY_VERDICT_FIRST:
        return 1;
    case ASSAY_VERDICT_SECOND:
        return 2;
    case ASSAY_VERDICT_TIE:
    case ASSAY_VERDICT_NONE:
        break;
    }
    return 0;
}

static struct assay_llmbar_item *llmbar_items(const struct assay_study *study,
                                              struct assay_members members, size_t *n)
{
    struct assay_llmbar_item *items =
        assay_memory_new(study->table->items + 1, sizeof(*items));

    *n = 0;
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i))
            continue;
        items[(*n)++] =
            (struct assay_llmbar_item){item.gold[0] > item.gold[1] ? 1 : 2,
                                       winner_of(&item, 0), winner_of(&item, 1)};
    }
    return items;
}

/* "K / N = P%", or "P%" where k is negative. */
static void add_share(struct assay_measures *out, const char *name,
                      struct assay_str section, double percent, const char *before)
{
    const struct assay_figure figure = {.defined = true, .value = percent};
    char repr[ASSAY_REPR_MAX];
    char text[128];

    assay_repr_double(percent, repr);
    (void)snprintf(text, sizeof(text), "%s%s%%", before, repr);
    add(out, name, section, "percentage", &figure, text);
}

static void add_count(struct assay_measures *out, const char *name,
                      struct assay_str section, double percent, size_t k, size_t n)
{
    char before[64];

    (void)snprintf(before, sizeof(before), "%zu / %zu = ", k, n);
    add_share(out, name, section, percent, before);
}

static void add_kappa(struct assay_measures *out, const char *name,
                      struct assay_str section, bool defined, double value)
{
    const struct assay_figure figure = {
        .defined = defined,
        .value = defined ? value : 0.0,
        .why = defined ? (struct assay_str){"", 0}
                       : ASSAY_STR("both sides always say the same class"),
    };
    char repr[ASSAY_REPR_MAX] = "nan";

    if (defined)
        assay_repr_double(value, repr);
    add(out, name, section, "", &figure, repr);
}

static void add_kappas(struct assay_measures *out, struct assay_str section,
                       const struct assay_llmbar_kappa *kappa, bool official)
{
    static const char *const names[2][4] = {
        {"kappa_False", "kappa_True", "kappa_average", "kappa_agreement"},
        {"kappa_official_False", "kappa_official_True", "kappa_official_average",
         "kappa_official_agreement"},
    };
    const char *const *name = names[official];

    add_kappa(out, name[0], section, kappa->plain_defined, kappa->plain);
    add_kappa(out, name[1], section, kappa->swapped_defined, kappa->swapped);
    add_kappa(out, name[2], section, kappa->plain_defined && kappa->swapped_defined,
              kappa->average);
    add_kappa(out, name[3], section, kappa->agreement_defined, kappa->agreement);
}

static void measure_llmbar(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    size_t n;
    struct assay_llmbar_item *items = llmbar_items(study, members, &n);
    struct assay_llmbar score;
    struct assay_llmbar_kappa kappa;
    struct assay_error ignored;

    if (assay_llmbar_score(items, n, &score, &ignored) == ASSAY_OK) {
        add_count(out, "correct_False", section, score.plain_percent, score.plain, n);
        add_count(out, "correct_True", section, score.swapped_percent, score.swapped, n);
        add_share(out, "correct_average", section, score.average, "");
        add_count(out, "correct_both", section, score.both_percent, score.both, n);
        add_count(out, "equal", section, score.agreement, score.equal, n);
    }
    for (int official = 1; official >= 0; official--)
        if (assay_llmbar_kappas(items, n, official, &kappa, &ignored) == ASSAY_OK)
            add_kappas(out, section, &kappa, official);
    free(items);
}

/* 100 k / n: one rounding, and not always the same double as k / n times 100. */
static void measure_percent(const struct assay_study *study, struct assay_members members,
                            struct assay_str section, struct assay_measures *out)
{
    struct assay_judged_pair *pair =
        assay_memory_new(study->table->items + 1, sizeof(*pair));
    struct assay_judgebench score;
    struct assay_error ignored;
    size_t n = 0;

    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        const bool two = item.want == ASSAY_WANT_PREFERENCES && item.count == 2;

        if (!assay_study_has(study, members, i))
            continue;
        pair[n++] = (struct assay_judged_pair){
            item.gold[0] > item.gold[1] ? ASSAY_VERDICT_FIRST : ASSAY_VERDICT_SECOND,
            {verdict_of(&item, 0), two ? verdict_of(&item, 1) : ASSAY_VERDICT_NONE}};
    }
    if (assay_judgebench_score(pair, n, 2, &score, &ignored) == ASSAY_OK)
        add_share(out, "percent", section, score.score, "");
    free(pair);
}

/* ACC+: groups of rows of which every one is right (MM-RLHF-RewardBench). */
static void measure_acc_plus(const struct assay_study *study,
                             struct assay_members members, struct assay_str section,
                             struct assay_measures *out)
{
    const struct assay_table *t = study->table;
    bool *right = assay_memory_new(t->items + 1, sizeof(*right));
    uint32_t *group = assay_memory_new(t->items + 1, sizeof(*group));
    unsigned char *seen = assay_memory_new(t->group_count + 1, 1);
    struct assay_figure figure = {.why = ASSAY_STR("no item was answered")};
    struct assay_together together;
    size_t n = 0;

    for (size_t i = 0; t->group && i < t->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i))
            continue;
        right[n] = assay_kind_pairs.worth(&item, ASSAY_TIE_LOSS).won >= 1.0;
        group[n++] = t->group[i];
    }
    together = assay_majority_together(right, group, n, seen, t->group_count);
    figure.defined = together.groups > 0;
    if (figure.defined)
        figure.value = (double)together.right / (double)together.groups;
    add(out, "acc_plus", section, "percent", &figure, "");
    free(right);
    free(group);
    free(seen);
}

const struct assay_extra assay_pairs_extras[] = {
    {"acc_plus", measure_acc_plus},
    {"inconsistent", measure_inconsistent},
    {"llmbar", measure_llmbar},
    {"percent", measure_percent},
    {NULL, NULL},
};

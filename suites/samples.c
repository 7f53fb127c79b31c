/*
 * samples.c - many responses to a prompt, some of them right: are right ones scored higher?
 *
 * Gold above 0 is right. Where items name pairs of responses (`pairs`), a prompt is worth the share
 * of them that the scores order as the labels do; a pair may repeat and then counts again. With
 * `ties: second` a tie is taken for the second response, as (truth_i > truth_j) == (s_i > s_j) has
 * it, so that it is right where the second one is better or as good. Without pairs a prompt is worth
 * whether its highest-scored response is right, ties under the suite's rule.
 *
 * A prompt counts if all its responses have scores and it has labels: responses that nobody labelled yet
 * can be scored, and are left out. An empty section is undefined.
 */
#include "suites/samples.h"

#include "metrics/credit.h"

#include <math.h>

static enum assay_code samples_check(const struct assay_item *item,
                                     struct assay_error *err)
{
    if (item->completion_count < 2)
        return assay_fail_at(err, assay_item_spot(item),
                             "samples need at least two responses, found %zu",
                             item->completion_count);
    return ASSAY_OK;
}

/* What a pair earns where its scores are equal. */
static struct assay_worth tied_pair(bool first_better, unsigned rule)
{
    if (rule == ASSAY_RULE_SECOND)
        return (struct assay_worth){first_better ? 0.0 : 1.0, 1.0};
    return assay_worth_tie(rule);
}

static struct assay_worth pairs_worth(const struct assay_case *item, unsigned rule)
{
    struct assay_worth sum = {0};

    for (size_t k = 0; k < item->pair_count; k++) {
        const uint32_t i = item->pair[2 * k], j = item->pair[2 * k + 1];
        const bool first_better = item->gold[i] > item->gold[j];
        struct assay_worth one = {
            first_better == (item->value[i] > item->value[j]) ? 1.0 : 0.0, 1.0};

        if (item->value[i] == item->value[j])
            one = tied_pair(first_better, rule);
        sum.won += one.won;
        sum.of += one.of;
    }
    sum.won /= (double)item->pair_count;
    sum.of /= (double)item->pair_count;
    return sum;
}

/* How many right and wrong responses share the highest score. */
static struct assay_top top_of(const struct assay_case *item)
{
    double most = item->value[0];
    struct assay_top top = {0};

    for (size_t i = 0; i < item->count; i++)
        most = item->value[i] > most ? item->value[i] : most;
    for (size_t i = 0; i < item->count; i++) {
        top.right += item->value[i] == most && item->gold[i] > 0.0;
        top.wrong += item->value[i] == most && !(item->gold[i] > 0.0);
    }
    return top;
}

static struct assay_worth samples_worth(const struct assay_case *item, unsigned rule)
{
    struct assay_credit credit;

    if (isnan(item->gold[0]))
        return (struct assay_worth){0.0, 0.0};
    if (item->pair_count > 0)
        return pairs_worth(item, rule);
    credit = assay_credit_of(top_of(item), rule == ASSAY_RULE_SECOND
                                               ? ASSAY_TIE_LOSS
                                               : (enum assay_tie_rule)rule);
    return (struct assay_worth){credit.value, credit.counted ? 1.0 : 0.0};
}

static bool samples_tied(const struct assay_case *item)
{
    const struct assay_top top = top_of(item);

    for (size_t k = 0; k < item->pair_count; k++)
        if (item->value[item->pair[2 * k]] == item->value[item->pair[2 * k + 1]])
            return true;
    return item->pair_count == 0 && top.right > 0 && top.wrong > 0;
}

/* Mean of the right minus mean of the wrong scores; 0 where one class is empty. */
static double samples_margin(const struct assay_case *item)
{
    double sum[2] = {0.0, 0.0};
    size_t n[2] = {0, 0};

    for (size_t i = 0; i < item->count; i++) {
        const bool right = item->gold[i] > 0.0;

        sum[right] += item->value[i];
        n[right]++;
    }
    return n[0] > 0 && n[1] > 0 ? sum[1] / (double)n[1] - sum[0] / (double)n[0] : 0.0;
}

static void samples_tell(const struct assay_study *study, struct assay_sentences *out)
{
    size_t n = 0;

    for (size_t i = 0; i < study->table->items; i++)
        n += isnan(assay_study_case(study, i).gold[0]) ? 1 : 0;
    if (n > 0)
        assay_sentences_add(
            out, assay_str_of(assay_arena_printf(
                     out->arena, "%zu of %zu prompts have no labels and count nowhere", n,
                     study->table->items)));
}

static const struct assay_scoring samples_scoring[] = {
    {"permutations", NULL}, {"seed", NULL}, {NULL, NULL}};

const struct assay_kind assay_kind_samples = {
    .name = "samples",
    .summary = "many responses to a prompt, some right: are right ones scored higher?",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_CORRECT | ASSAY_LABEL_GOLD | ASSAY_LABEL_ERRORS,
    .takes_pairs = true,
    .unlabelled = true,
    .knows_second = true,
    .extras = assay_samples_extras,
    .scoring = samples_scoring,
    .check = samples_check,
    .worth = samples_worth,
    .tied = samples_tied,
    .margin = samples_margin,
    .tell = samples_tell,
};

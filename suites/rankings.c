/*
 * rankings.c - k completions with gold numbers or ranks: does the model put them in that order?
 *
 * The value is the share of right pairs among those that people order: equal gold is left out, and
 * so is a difference below `least_difference`. `average: pairs` pools them over prompts, so that a
 * prompt with more pairs weighs more; `prompts` takes the share of every prompt and averages. A tie
 * in score is worth what the tie rule of the suite says, by default nothing. Beside it stand the
 * means over prompts of Kendall's tau-b, Spearman's rho and NDCG, where they are defined (a model
 * that scores all completions of a prompt alike has no correlation there: `constant` counts these),
 * and whether the top is right. A section without such pairs has no value.
 */
#include "suites/rankings.h"

#include "metrics/correlation.h"
#include "metrics/ordering.h"

static const char *const averages[] = {"pairs", "prompts", NULL};

const struct assay_scoring assay_rankings_scoring[] = {
    {"average", averages},
    {"least_difference", NULL},
    {NULL, NULL},
};

static struct assay_ordering pairs_of(const struct assay_case *item)
{
    return assay_ordering_pairs(item->value, item->gold, item->gold_count,
                                assay_study_number(item->study, "least_difference", 0.0));
}

static bool by_prompt(const struct assay_study *study)
{
    return assay_study_word(study, averages, "average") == 1;
}

enum assay_code assay_rankings_check(const struct assay_item *item,
                                     struct assay_error *err)
{
    if (item->completion_count < 2)
        return assay_fail_at(err, assay_item_spot(item),
                             "a ranking needs two completions or more, found %zu",
                             item->completion_count);
    return ASSAY_OK;
}

struct assay_worth assay_rankings_worth(const struct assay_case *item, unsigned rule)
{
    const struct assay_ordering pairs = pairs_of(item);
    struct assay_worth out = {(double)pairs.right, (double)pairs.pairs};

    if (rule == ASSAY_TIE_HALF || rule == ASSAY_TIE_SHARE)
        out.won += 0.5 * (double)pairs.tied;
    if (rule == ASSAY_TIE_DROP)
        out.of -= (double)pairs.tied;
    if (by_prompt(item->study) && out.of > 0.0)
        out = (struct assay_worth){out.won / out.of, 1.0};
    return out;
}

bool assay_rankings_tied(const struct assay_case *item)
{
    return pairs_of(item).tied > 0;
}

double assay_rankings_weight(const struct assay_case *item)
{
    const double pairs = (double)assay_ordering_pairs(
                             item->gold, item->gold, item->gold_count,
                             assay_study_number(item->study, "least_difference", 0.0))
                             .pairs;

    return by_prompt(item->study) && pairs > 0.0 ? 1.0 : pairs;
}

bool assay_rankings_value(const struct assay_study *study, struct assay_members members,
                          double *out, const char **why)
{
    struct assay_worth sum = {0};

    for (size_t i = 0; i < study->table->items; i++) {
        const size_t times = assay_study_times(study, members, i);
        struct assay_case item;
        struct assay_worth one;

        if (times == 0)
            continue;
        item = assay_study_case(study, i);
        one = assay_rankings_worth(&item, study->tie);
        sum.won += (double)times * one.won;
        sum.of += (double)times * one.of;
    }
    *why = "people order no two completions of a prompt";
    *out = sum.of > 0.0 ? sum.won / sum.of : 0.0;
    return sum.of > 0.0;
}

/* Sums of a mean over prompts. */
struct mean {
    const char *name, *unit;
    double sum, count;
};

enum {
    KENDALL,
    SPEARMAN,
    NDCG,
    TOP,
    PROMPTS,
    MEANS
};

static void add_one(struct mean *mean, bool defined, double value, size_t times)
{
    mean->sum += defined ? (double)times * value : 0.0;
    mean->count += defined ? (double)times : 0.0;
}

/* What one prompt adds to the means; true if the scores are all alike. */
static bool add_prompt(const struct assay_case *item, size_t times, struct mean *mean)
{
    const struct assay_ordering pairs = pairs_of(item);
    const size_t n = item->gold_count;
    struct assay_error ignored;
    double value;
    bool defined;

    defined = assay_correlation_kendall(item->value, item->gold, n, &value, &ignored) ==
              ASSAY_OK;
    add_one(&mean[KENDALL], defined, value, times);
    defined = assay_correlation_spearman(item->value, item->gold, n, &value, &ignored) ==
              ASSAY_OK;
    add_one(&mean[SPEARMAN], defined, value, times);
    defined =
        assay_ordering_ndcg(item->value, item->gold, n, &value, &ignored) == ASSAY_OK;
    add_one(&mean[NDCG], defined, value, times);
    add_one(&mean[TOP], pairs.pairs > 0, assay_ordering_top(item->value, item->gold, n),
            times);
    add_one(&mean[PROMPTS], pairs.pairs > 0,
            pairs.pairs ? (double)pairs.right / (double)pairs.pairs : 0.0, times);
    for (size_t i = 1; i < n; i++)
        if (item->value[i] != item->value[0])
            return false;
    return true;
}

void assay_rankings_always(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    struct mean mean[MEANS] = {
        [KENDALL] = {"kendall", "", 0, 0},
        [SPEARMAN] = {"spearman", "", 0, 0},
        [NDCG] = {"ndcg", "", 0, 0},
        [TOP] = {"top1", "percent", 0, 0},
        [PROMPTS] = {"by_prompt", "percent", 0, 0},
    };
    double constant = 0.0;

    for (size_t i = 0; i < study->table->items; i++) {
        const size_t times = assay_study_times(study, members, i);
        const struct assay_case item = assay_study_case(study, i);

        if (times > 0 && add_prompt(&item, times, mean))
            constant += (double)times;
    }
    for (size_t k = 0; k < MEANS; k++) {
        struct assay_figure figure = {.defined = mean[k].count > 0.0};

        figure.value = figure.defined ? mean[k].sum / mean[k].count : 0.0;
        if (!figure.defined)
            figure.why = ASSAY_STR("no prompt in which both sides differ");
        assay_measures_tell(out, mean[k].name, section, mean[k].unit, figure);
    }
    assay_measures_tell(out, "constant", section, "count",
                        (struct assay_figure){.defined = true, .value = constant});
}

const struct assay_kind assay_kind_ranking = {
    .name = "ranking",
    .summary = "k completions with gold ranks or scores; does the model order them so?",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_GOLD,
    .resamples = true,
    .always_whole = true,
    .scoring = assay_rankings_scoring,
    .check = assay_rankings_check,
    .worth = assay_rankings_worth,
    .tied = assay_rankings_tied,
    .weight = assay_rankings_weight,
    .value = assay_rankings_value,
    .always = assay_rankings_always,
};

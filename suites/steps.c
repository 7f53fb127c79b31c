/*
 * steps.c - a solution in steps, some of which are wrong: does a reward model or a critic find them?
 *
 * The completions of an item are the steps of one solution; right ones have gold above 0. It is
 * answered with
 *
 *   scores    one a step. A step is judged wrong where its score, or with `scale: difference` what
 *             the score gained over the step before, is below `threshold`, and with
 *             `at_threshold: wrong` also at it. Steps without a score are not judged.
 *   verdicts  places from 0 that are said to be wrong, -1 for none. Under `measure: first` and
 *             `each` they are votes on the first wrong step; under `sets` together they are the
 *             set. Places there count from 1 as the critics write them, 0 and less name no step.
 *
 * What is measured says `measure:`
 *
 *   first  harmonic mean of the accuracies on solutions with and without a wrong step
 *          (metrics/processbench.h). An answer that could not be read is wrong.
 *   each   PRMScore of all judged steps together (metrics/prmbench.h); where no step of the
 *          members is wrong, as in PRMBench's multi_solutions, F1 of the valid steps alone.
 *   sets   mean F1 of the sets (metrics/deltabench.h); solutions without a wrong step are left
 *          out. An answer that could not be read is left out, or with `silent: zero` worth 0.
 *
 * A section is undefined where one of the classes it compares has no solution.
 */
#include "suites/steps.h"

#include "metrics/deltabench.h"
#include "metrics/processbench.h"
#include "suites/kind.h"

#include <assert.h>
#include <math.h>

enum {
    PLACES_MAX = 4096 /* verdicts on an item: orders x votes, as suite.h bounds them */
};

static const char *const measures[] = {[ASSAY_STEPS_FIRST] = "first",
                                       [ASSAY_STEPS_EACH] = "each",
                                       [ASSAY_STEPS_SETS] = "sets",
                                       NULL};
static const char *const at_words[] = {"right", "wrong", NULL};
static const char *const scales[] = {"score", "difference", NULL};
static const char *const beyond_words[] = {"keep", "drop", NULL};
static const char *const silent_words[] = {"drop", "zero", NULL};

static const struct assay_scoring steps_scoring[] = {
    {"measure", measures}, {"threshold", NULL},      {"at_threshold", at_words},
    {"scale", scales},     {"beyond", beyond_words}, {"silent", silent_words},
    {NULL, NULL},
};

struct assay_steps_rule assay_steps_rule_of(const struct assay_study *study)
{
    return (struct assay_steps_rule){
        .measure = (enum assay_steps_measure)assay_study_word(study, measures, "measure"),
        .threshold = assay_study_number(study, "threshold", 0.5),
        .at_wrong = assay_study_word(study, at_words, "at_threshold") == 1,
        .difference = assay_study_word(study, scales, "scale") == 1,
        .drop_beyond = assay_study_word(study, beyond_words, "beyond") == 1,
        .count_silent = assay_study_word(study, silent_words, "silent") == 1,
    };
}

long assay_steps_label(const struct assay_case *item)
{
    for (size_t i = 0; i < item->gold_count; i++)
        if (!(item->gold[i] > 0.0))
            return (long)i;
    return ASSAY_STEP_NONE;
}

/* What the threshold is held against. */
static double standing(const struct assay_case *item, const struct assay_steps_rule *rule,
                       size_t i)
{
    return rule->difference && i > 0 ? item->value[i] - item->value[i - 1]
                                     : item->value[i];
}

bool assay_steps_judged(const struct assay_case *item,
                        const struct assay_steps_rule *rule, size_t i, bool *wrong)
{
    double value;

    if (item->want != ASSAY_WANT_SCORES || i >= item->count ||
        item->state[i] != ASSAY_STATE_SCORED ||
        (rule->difference && i > 0 && item->state[i - 1] != ASSAY_STATE_SCORED))
        return false;
    value = standing(item, rule, i);
    *wrong = value < rule->threshold || (rule->at_wrong && value == rule->threshold);
    return true;
}

/* A verdict as a place; what is no whole number is no place. */
static long place_of(double value)
{
    return value > -1e9 && value < 1e9 && floor(value) == value ? (long)value : -1000000;
}

static bool voted(const struct assay_case *item, long *out)
{
    size_t most = 0;

    for (size_t i = 0; i < item->count; i++) {
        size_t votes = 0;

        for (size_t k = 0; k < item->count; k++)
            votes +=
                item->state[k] == ASSAY_STATE_SCORED && item->value[k] == item->value[i];
        if (item->state[i] == ASSAY_STATE_SCORED && votes > most) {
            most = votes;
            *out = place_of(item->value[i]);
        }
    }
    return most > 0;
}

bool assay_steps_first(const struct assay_case *item, const struct assay_steps_rule *rule,
                       long *out)
{
    bool any = false;

    if (item->want == ASSAY_WANT_VERDICTS)
        return voted(item, out);
    *out = ASSAY_STEP_NONE;
    for (size_t i = 0; i < item->count; i++) {
        bool wrong = false;

        any |= assay_steps_judged(item, rule, i, &wrong);
        if (wrong) {
            *out = (long)i;
            return true;
        }
    }
    return any;
}

/* The places of wrong sections, from 1: as the data have them, or as they are said to be. */
static size_t gold_places(const struct assay_case *item, long *place)
{
    size_t n = 0;

    for (size_t i = 0; i < item->gold_count && n < PLACES_MAX; i++)
        if (!(item->gold[i] > 0.0))
            place[n++] = (long)i + 1;
    return n;
}

static bool said_places(const struct assay_case *item,
                        const struct assay_steps_rule *rule, long *place, size_t *n)
{
    bool any = false;

    *n = 0;
    for (size_t i = 0; i < item->count && *n < PLACES_MAX; i++) {
        const bool said = item->state[i] == ASSAY_STATE_SCORED;
        bool wrong = false;

        if (item->want == ASSAY_WANT_SCORES) {
            any |= assay_steps_judged(item, rule, i, &wrong);
            if (wrong)
                place[(*n)++] = (long)i + 1;
            continue;
        }
        any |= said;
        if (said && item->value[i] != (double)ASSAY_STEP_NONE)
            place[(*n)++] = place_of(item->value[i]);
    }
    return any;
}

bool assay_steps_overlap(const struct assay_case *item,
                         const struct assay_steps_rule *rule,
                         struct assay_overlap_count *out)
{
    long gold[PLACES_MAX], said[PLACES_MAX];
    const size_t n = gold_places(item, gold);
    size_t count;

    *out = (struct assay_overlap_count){0};
    if (!said_places(item, rule, said, &count))
        return false;
    *out = assay_deltabench_count(said, count, gold, n, rule->drop_beyond);
    return true;
}

static enum assay_code steps_check(const struct assay_item *item, struct assay_error *err)
{
    if (item->completion_count == 0)
        return assay_fail_at(err, assay_item_spot(item), "a solution without steps");
    return ASSAY_OK;
}

/* The share of the judged steps that are judged right. */
static struct assay_worth each_worth(const struct assay_case *item,
                                     const struct assay_steps_rule *rule)
{
    size_t judged = 0, right = 0;

    for (size_t i = 0; i < item->gold_count; i++) {
        bool wrong = false;

        if (!assay_steps_judged(item, rule, i, &wrong))
            continue;
        judged++;
        right += wrong == !(item->gold[i] > 0.0);
    }
    if (judged == 0)
        return (struct assay_worth){0};
    return (struct assay_worth){(double)right / (double)judged, 1.0};
}

static struct assay_worth sets_worth(const struct assay_case *item,
                                     const struct assay_steps_rule *rule)
{
    struct assay_overlap_count count;

    if (assay_steps_label(item) == ASSAY_STEP_NONE ||
        (!assay_steps_overlap(item, rule, &count) && !rule->count_silent))
        return (struct assay_worth){0};
    return (struct assay_worth){assay_deltabench_critique(&count).f1, 1.0};
}

static struct assay_worth steps_worth(const struct assay_case *item, unsigned tie_rule)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(item->study);
    long said;

    (void)tie_rule; /* no tie: a score is on one side of the threshold */
    if (rule.measure == ASSAY_STEPS_EACH)
        return each_worth(item, &rule);
    if (rule.measure == ASSAY_STEPS_SETS)
        return sets_worth(item, &rule);
    return (struct assay_worth){
        assay_steps_first(item, &rule, &said) && said == assay_steps_label(item), 1.0};
}

static bool steps_tied(const struct assay_case *item)
{
    (void)item;
    return false;
}

/*
 * The lowest right step minus the highest wrong one; the threshold stands for the one that is
 * not there.
 */
static double steps_margin(const struct assay_case *item)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(item->study);
    double right = HUGE_VAL, wrong = -HUGE_VAL;

    for (size_t i = 0; i < item->gold_count; i++) {
        bool ignored;

        if (!assay_steps_judged(item, &rule, i, &ignored))
            continue;
        if (item->gold[i] > 0.0)
            right = fmin(right, standing(item, &rule, i));
        else
            wrong = fmax(wrong, standing(item, &rule, i));
    }
    return (right < HUGE_VAL ? right : rule.threshold) -
           (wrong > -HUGE_VAL ? wrong : rule.threshold);
}

const struct assay_kind assay_kind_steps = {
    .name = "steps",
    .summary = "a solution in steps: which is the first wrong one, or which ones are?",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_ERRORS | ASSAY_LABEL_GOLD,
    .stepwise = true,
    .composite = true,
    .fraction = true,
    .sees_unparsable = true,
    .partial = true,
    .extras = assay_steps_extras,
    .scoring = steps_scoring,
    .check = steps_check,
    .worth = steps_worth,
    .tied = steps_tied,
    .margin = steps_margin,
    .value = assay_steps_value,
    .spread = assay_steps_spread,
};

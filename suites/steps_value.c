/* steps_value.c - the values of the kind `steps`, and what each item adds to them. */
#include "suites/steps.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/deltabench.h"
#include "metrics/prmbench.h"
#include "metrics/processbench.h"

#include <stdlib.h>

/* The steps of one item that its answers judge. */
static void add_steps(const struct assay_case *item, const struct assay_steps_rule *rule,
                      struct assay_confusion *out)
{
    for (size_t k = 0; k < item->gold_count; k++) {
        bool wrong = false;

        if (assay_steps_judged(item, rule, k, &wrong))
            assay_confusion_add(out, item->gold[k] > 0.0, !wrong);
    }
}

void assay_steps_confusion(const struct assay_study *study, struct assay_members members,
                           struct assay_confusion *out, bool *some_wrong)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);

    *out = (struct assay_confusion){0};
    *some_wrong = false;
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i))
            continue;
        *some_wrong |= assay_steps_label(&item) != ASSAY_STEP_NONE;
        add_steps(&item, &rule, out);
    }
}

void assay_steps_count(const struct assay_study *study, struct assay_members members,
                       struct assay_processbench_count *out)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);

    *out = (struct assay_processbench_count){0};
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        long said = ASSAY_STEP_NONE;
        bool says;

        if (!assay_study_has(study, members, i))
            continue;
        says = assay_steps_first(&item, &rule, &said);
        assay_processbench_add(out, assay_steps_label(&item), said, says);
    }
}

/* Mean F1 of the sets: out (items,) of those that count, or the mean alone where it is NULL. */
static bool sets_mean(const struct assay_study *study, struct assay_members members,
                      double *out, bool *used, double *mean)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);
    double *f1 = assay_memory_new(study->table->items + 1, sizeof(*f1));
    size_t n = 0;

    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        struct assay_overlap_count count;

        if (!assay_study_has(study, members, i) ||
            assay_steps_label(&item) == ASSAY_STEP_NONE ||
            (!assay_steps_overlap(&item, &rule, &count) && !rule.count_silent))
            continue;
        f1[n] = assay_deltabench_critique(&count).f1;
        if (out) {
            out[i] = f1[n];
            used[i] = true;
        }
        n++;
    }
    *mean = n ? assay_sum_pairwise(f1, n) / (double)n : 0.0;
    free(f1);
    return n > 0;
}

static bool first_value(const struct assay_study *study, struct assay_members members,
                        double *out, const char **why)
{
    struct assay_processbench_count count;
    struct assay_processbench scores;
    struct assay_error err;

    assay_steps_count(study, members, &count);
    *why = count.wrong == 0 ? "no solution has a wrong step"
           : count.correct == 0
               ? "every solution has a wrong step"
               : "both accuracies are 0, where the official code has nan";
    if (assay_processbench_scores(&count, &scores, &err))
        return false;
    *out = scores.f1 / 100.0;
    return true;
}

static bool each_value(const struct assay_study *study, struct assay_members members,
                       double *out, const char **why)
{
    struct assay_confusion confusion;
    struct assay_prmbench scores;
    bool some_wrong;

    assay_steps_confusion(study, members, &confusion, &some_wrong);
    *why = "no step was judged";
    if (confusion.tp + confusion.fp + confusion.tn + confusion.fn == 0)
        return false;
    scores = assay_prmbench_scores(&confusion);
    *out = some_wrong ? scores.score : scores.f1;
    return true;
}

bool assay_steps_value(const struct assay_study *study, struct assay_members members,
                       double *out, const char **why)
{
    switch (assay_steps_rule_of(study).measure) {
    case ASSAY_STEPS_FIRST:
        return first_value(study, members, out, why);
    case ASSAY_STEPS_EACH:
        return each_value(study, members, out, why);
    case ASSAY_STEPS_SETS:
        break;
    }
    *why = "no solution with a wrong step was answered";
    return sets_mean(study, members, NULL, NULL, out);
}

/*
 * The values are functions of sums over items that do not change when all sums are scaled, so
 * that to first order a resampled value is the mean of
 *
 *   v_i = V + n grad V . c_i,    c_i what item i adds to the sums, n items
 *
 * whose own mean is V (the delta method).
 */
static bool first_spread(const struct assay_study *study, struct assay_members members,
                         double *out, bool *used)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);
    struct assay_processbench_count count;
    double a, b, slope[2], value;

    assay_steps_count(study, members, &count);
    if (count.wrong == 0 || count.correct == 0 ||
        count.wrong_right + count.correct_right == 0)
        return false;
    a = (double)count.wrong_right / (double)count.wrong;
    b = (double)count.correct_right / (double)count.correct;
    value = 2.0 * a * b / (a + b);
    slope[0] = 2.0 * b * b / ((a + b) * (a + b)) / (double)count.wrong;
    slope[1] = 2.0 * a * a / ((a + b) * (a + b)) / (double)count.correct;
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        long said = ASSAY_STEP_NONE;
        bool right, correct;

        if (!assay_study_has(study, members, i))
            continue;
        right =
            assay_steps_first(&item, &rule, &said) && said == assay_steps_label(&item);
        correct = assay_steps_label(&item) == ASSAY_STEP_NONE;
        out[i] = value + (double)(count.wrong + count.correct) * slope[correct] *
                             ((right ? 1.0 : 0.0) - (correct ? b : a));
        used[i] = true;
    }
    return true;
}

/* Slopes of 2 t / (2 t + f1 + f2) along t and along either f; false where it is 0 / 0. */
static bool f1_slopes(size_t right, size_t wrong, double *along_right,
                      double *along_wrong)
{
    const double all = 2.0 * (double)right + (double)wrong;

    if (right == 0)
        return false; /* the official code's -1 is no function of sums */
    *along_right = 2.0 * (double)wrong / (all * all);
    *along_wrong = -2.0 * (double)right / (all * all);
    return true;
}

static bool each_spread(const struct assay_study *study, struct assay_members members,
                        double *out, bool *used)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);
    struct assay_confusion all;
    struct assay_prmbench scores;
    double kept, missed, rejected = 0.0, slipped = 0.0;
    size_t n = 0;
    bool some_wrong;

    assay_steps_confusion(study, members, &all, &some_wrong);
    if (!f1_slopes(all.tp, all.fp + all.fn, &kept, &missed) ||
        (some_wrong && !f1_slopes(all.tn, all.fn + all.fp, &rejected, &slipped)))
        return false;
    scores = assay_prmbench_scores(&all);
    for (size_t i = 0; i < study->table->items; i++)
        n += assay_study_has(study, members, i);
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        const double share = some_wrong ? 0.5 : 1.0;
        struct assay_confusion c = {0};

        if (!assay_study_has(study, members, i))
            continue;
        add_steps(&item, &rule, &c);
        out[i] = (some_wrong ? scores.score : scores.f1) +
                 (double)n * share *
                     (kept * (double)c.tp + rejected * (double)c.tn +
                      (missed + slipped) * (double)(c.fp + c.fn));
        used[i] = true;
    }
    return true;
}

bool assay_steps_spread(const struct assay_study *study, struct assay_members members,
                        double *out, bool *used)
{
    double ignored;

    switch (assay_steps_rule_of(study).measure) {
    case ASSAY_STEPS_FIRST:
        return first_spread(study, members, out, used);
    case ASSAY_STEPS_EACH:
        return each_spread(study, members, out, used);
    case ASSAY_STEPS_SETS:
        break;
    }
    return sets_mean(study, members, out, used, &ignored);
}

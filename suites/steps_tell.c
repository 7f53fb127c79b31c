/* steps_tell.c - the official numbers beside the value of the kind `steps`. */
#include "suites/steps.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/deltabench.h"
#include "metrics/prmbench.h"
#include "metrics/processbench.h"

#include <math.h>
#include <stdlib.h>

/* Where measures of one section go. */
struct teller {
    struct assay_measures *out;
    struct assay_str section;
};

static void tell(const struct teller *to, const char *name, const char *unit,
                 double value)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = to->section,
        .unit = assay_str_of(unit),
        .value = {.defined = true, .value = value},
    };

    assay_measures_add(to->out, &measure);
}

/* part / whole, or undefined with a reason where the whole is 0. */
static void tell_share(const struct teller *to, const char *name, double part,
                       size_t whole, const char *why)
{
    struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = to->section,
        .unit = ASSAY_STR("percent"),
        .value = {.defined = whole > 0, .why = {"", 0}},
    };

    if (whole > 0)
        measure.value.value = part / (double)whole;
    else
        measure.value.why = assay_str_of(why);
    assay_measures_add(to->out, &measure);
}

static void tell_first(const struct assay_study *study, struct assay_members members,
                       struct assay_str section, struct assay_measures *out)
{
    const struct teller to = {out, section};
    struct assay_processbench_count count;
    struct assay_processbench scores;
    struct assay_error err;

    assay_steps_count(study, members, &count);
    if (count.wrong == 0 || count.correct == 0) {
        tell_share(&to, "error accuracy", (double)count.wrong_right, count.wrong,
                   "no solution has a wrong step");
        tell_share(&to, "correct accuracy", (double)count.correct_right, count.correct,
                   "every solution has a wrong step");
        return;
    }
    if (assay_processbench_scores(&count, &scores, &err))
        scores.error = scores.correct = 0.0; /* no F1, but both are 0 */
    tell(&to, "error accuracy", "percentage", scores.error);
    tell(&to, "correct accuracy", "percentage", scores.correct);
}

/* Sums of PRMBench's further measures. */
struct step_sums {
    size_t first, first_right; /* solutions whose first wrong step was judged */
    double similarity;
    size_t similar;  /* solutions whose original was kept in part */
    size_t unjudged; /* steps */
    size_t unread;   /* solutions */
};

/* The share of an item's judged steps that are kept; false where none was judged. */
static bool kept_share(const struct assay_case *item, const struct assay_steps_rule *rule,
                       size_t *unjudged, double *out)
{
    size_t judged = 0, kept = 0;

    for (size_t k = 0; k < item->gold_count; k++) {
        bool wrong = false;

        if (!assay_steps_judged(item, rule, k, &wrong))
            continue;
        judged++;
        kept += !wrong;
    }
    *unjudged = judged ? item->gold_count - judged : 0;
    *out = judged ? (double)kept / (double)judged : 0.0;
    return judged > 0;
}

/*
 * What the original of each group (items of the subset `correct`) was kept at, by group; 0 where
 * there is none: (group_count,), the caller frees it.
 */
static double *originals(const struct assay_study *study,
                         const struct assay_steps_rule *rule)
{
    const struct assay_table *t = study->table;
    double *out = assay_memory_new(t->group_count + 1, sizeof(*out));

    for (size_t i = 0; t->group && i < t->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        size_t ignored;

        if (study->counted[i] &&
            assay_str_equal(t->subset_name[t->subset[i]], ASSAY_STR("correct")))
            (void)kept_share(&item, rule, &ignored, &out[t->group[i]]);
    }
    return out;
}

static void add_item(const struct assay_study *study, const struct assay_steps_rule *rule,
                     const struct assay_case *item, const double *original,
                     struct step_sums *sums)
{
    const long label = assay_steps_label(item);
    const uint32_t *group = study->table->group;
    bool wrong = false;
    size_t unjudged;
    double kept;

    if (!kept_share(item, rule, &unjudged, &kept)) {
        sums->unread++;
        return;
    }
    sums->unjudged += unjudged;
    if (label != ASSAY_STEP_NONE &&
        assay_steps_judged(item, rule, (size_t)label, &wrong)) {
        sums->first++;
        sums->first_right += wrong;
    }
    if (group && original[group[item->number]] != 0.0) {
        sums->similarity += fabs(kept - original[group[item->number]]);
        sums->similar++;
    }
}

static void tell_sums(const struct teller *to, const struct step_sums *sums)
{
    tell_share(to, "first_error_acc", (double)sums->first_right, sums->first,
               "no first wrong step was judged");
    tell_share(to, "similarity", sums->similarity, sums->similar,
               "no original of these solutions was kept in part");
    if (sums->unjudged > 0)
        tell(to, "steps that answers are too short for", "count", (double)sums->unjudged);
    if (sums->unread > 0)
        tell(to, "solutions without an answer that could be read", "count",
             (double)sums->unread);
}

static void tell_each(const struct assay_study *study, struct assay_members members,
                      struct assay_str section, struct assay_measures *out)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);
    const struct teller to = {out, section};
    struct assay_confusion c;
    struct assay_prmbench scores;
    struct step_sums sums = {0};
    double *original = originals(study, &rule);
    bool some_wrong;

    assay_steps_confusion(study, members, &c, &some_wrong);
    scores = assay_prmbench_scores(&c);
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (assay_study_has(study, members, i))
            add_item(study, &rule, &item, original, &sums);
    }
    free(original);
    tell(&to, "f1", "percent", scores.f1);
    tell(&to, "negative_f1", "percent", scores.negative_f1);
    tell_share(&to, "total_step_acc", (double)(c.tp + c.tn), c.tp + c.tn + c.fp + c.fn,
               "no step was judged");
    tell_share(&to, "correct_step_acc", (double)c.tp, c.tp + c.fn,
               "no right step was judged");
    tell_share(&to, "wrong_step_acc", (double)c.tn, c.tn + c.fp,
               "no wrong step was judged");
    tell_sums(&to, &sums);
}

/* Precision, recall and F1 of each solution, and their sums. */
struct set_sums {
    double *precision, *recall, *f1; /* (n,) */
    size_t n;
    struct assay_overlap_count sum;
};

static void add_sets(const struct assay_study *study, struct assay_members members,
                     struct set_sums *sums)
{
    const struct assay_steps_rule rule = assay_steps_rule_of(study);

    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        struct assay_overlap_count count;
        struct assay_prf one;
        bool read;

        if (!assay_study_has(study, members, i) ||
            assay_steps_label(&item) == ASSAY_STEP_NONE)
            continue;
        read = assay_steps_overlap(&item, &rule, &count);
        if (!read && !rule.count_silent)
            continue;
        one = assay_deltabench_critique(&count);
        sums->precision[sums->n] = one.precision;
        sums->recall[sums->n] = one.recall;
        sums->f1[sums->n++] = one.f1;
        sums->sum.tp += count.tp;
        sums->sum.fp += count.fp;
        sums->sum.fn += count.fn; /* 0 where it could not be read */
    }
}

static void tell_sets(const struct assay_study *study, struct assay_members members,
                      struct assay_str section, struct assay_measures *out)
{
    const struct teller to = {out, section};
    const size_t items = study->table->items;
    double *values = assay_memory_new(3 * items + 1, sizeof(*values));
    struct set_sums sums = {values, values + items, values + 2 * items, 0, {0}};
    struct assay_prf micro;

    add_sets(study, members, &sums);
    if (sums.n > 0) {
        micro = assay_deltabench_micro(&sums.sum);
        tell(&to, "precision_macro", "percent",
             assay_sum_pairwise(sums.precision, sums.n) / (double)sums.n);
        tell(&to, "recall_macro", "percent",
             assay_sum_pairwise(sums.recall, sums.n) / (double)sums.n);
        tell(&to, "f1_macro", "percent",
             assay_sum_pairwise(sums.f1, sums.n) / (double)sums.n);
        tell(&to, "precision_micro", "percent", micro.precision);
        tell(&to, "recall_micro", "percent", micro.recall);
        tell(&to, "f1_micro", "percent", micro.f1);
    }
    free(values);
}

const struct assay_extra assay_steps_extras[] = {
    {"first", tell_first},
    {"each", tell_each},
    {"sets", tell_sets},
    {NULL, NULL},
};

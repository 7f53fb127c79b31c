/* judged_extras.c - further measures of judges: consistency, kappas, averages over classes. */
#include "suites/judged.h"

#include "harness/core/memory.h"
#include "metrics/agreement.h"
#include "metrics/classes.h"

#include <stdlib.h>
#include <string.h>

enum {
    ANNOTATORS_MAX = 16,   /* whose kappas are told pair by pair */
    THRESHOLD_STEPS = 201, /* 0 to 2.0 */
    THRESHOLD_PER_UNIT = 100
};

/* A list of measures in the making, of one section. */
struct teller {
    const struct assay_study *study;
    struct assay_members members;
    struct assay_str section;
    struct assay_measures *out;
};

static void tell(const struct teller *t, const char *name, const char *unit,
                 struct assay_figure figure)
{
    const struct assay_measure measure = {
        .name = assay_arena_copy(t->out->arena, assay_str_of(name)),
        .section = t->section,
        .unit = assay_str_of(unit),
        .text = ASSAY_STR(""),
        .value = figure,
    };

    assay_measures_add(t->out, &measure);
}

static struct assay_figure known(double value)
{
    return (struct assay_figure){.defined = true, .value = value};
}

static struct assay_figure unknown(const struct teller *t, const char *why)
{
    return (struct assay_figure){.why =
                                     assay_arena_copy(t->out->arena, assay_str_of(why))};
}

/* k of n as a fraction, undefined where n is 0. */
static struct assay_figure share(const struct teller *t, double k, double n)
{
    return n > 0.0 ? known(k / n) : unknown(t, "no item has such answers");
}

/* True if every vote is a part of its item. */
static bool votes_apart(const struct assay_study *study)
{
    return study->table->want == ASSAY_WANT_VERDICTS &&
           assay_judged_votes_of(study) == ASSAY_JUDGED_EACH;
}

/* Items put into classes: what was said beside gold. */
struct sayings {
    int *gold, *said;
    size_t n;
};

static void say(struct sayings *s, const struct assay_case *item, int class)
{
    if (class == ASSAY_JUDGED_ABSENT)
        return;
    s->gold[s->n] = (int)item->gold[0];
    s->said[s->n++] = class >= 0 ? class : ASSAY_CLASSES_NONE;
}

static void say_item(struct sayings *s, const struct assay_case *item, int vote)
{
    const struct assay_judged_said said = assay_judged_said(item, vote);

    if (item->games != ASSAY_GAMES_AVERAGE) {
        say(s, item, assay_judged_of(item, &said));
        return;
    }
    for (size_t i = 0; i < said.n; i++)
        say(s, item, said.at[i]);
}

/* What is averaged has a saying for each part: an order, or a vote. The caller frees. */
static struct sayings sayings_of(const struct teller *t)
{
    const struct assay_table *table = t->study->table;
    const size_t most = table->items ? table->first[table->items] : 0;
    struct sayings s = {assay_memory_new(most + 1, sizeof(*s.gold)),
                        assay_memory_new(most + 1, sizeof(*s.said)), 0};
    const bool each = votes_apart(t->study);

    for (size_t i = 0; i < table->items; i++) {
        const struct assay_case item = assay_study_case(t->study, i);

        if (!assay_study_has(t->study, t->members, i))
            continue;
        for (size_t v = 0; each && v < item.votes; v++)
            say_item(&s, &item, (int)v);
        if (!each)
            say_item(&s, &item, ASSAY_JUDGED_ALL);
    }
    return s;
}

static void release(struct sayings *s)
{
    free(s->gold);
    free(s->said);
}

/* Macro precision, recall and F1. */
static void measure_classes(const struct assay_study *study, struct assay_members members,
                            struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    struct sayings s = sayings_of(&t);
    struct assay_classes_score score;
    struct assay_error err;
    const bool fine = assay_classes_score(s.gold, s.said, s.n, &score, &err) == ASSAY_OK;

    tell(&t, "macro_precision", "percent",
         fine ? known(score.precision) : unknown(&t, err.text));
    tell(&t, "macro_recall", "percent",
         fine ? known(score.recall) : unknown(&t, err.text));
    tell(&t, "macro_f1", "percent", fine ? known(score.f1) : unknown(&t, err.text));
    release(&s);
}

/* 100 k / n, as agreement with people is printed. */
static void measure_agreement(const struct assay_study *study,
                              struct assay_members members, struct assay_str section,
                              struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    double won = 0.0, of = 0.0;

    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        struct assay_worth worth;

        if (!assay_study_has(study, members, i))
            continue;
        worth = assay_kind_judged.worth(&item, ASSAY_TIE_LOSS);
        won += worth.won;
        of += worth.of;
    }
    tell(&t, "agreement", "percentage",
         of > 0.0 ? known(100.0 * won / of) : unknown(&t, "no item was answered"));
}

/* What was said in both orders. */
struct orders {
    double both, same;
    double right[ASSAY_JUDGED_ORDERS];
};

static void add_orders(struct orders *sum, const struct assay_case *item, int vote)
{
    const struct assay_judged_said said = assay_judged_said(item, vote);

    if (said.n != ASSAY_JUDGED_ORDERS)
        return;
    sum->both += 1.0;
    sum->same += said.at[0] == said.at[1];
    for (size_t k = 0; k < ASSAY_JUDGED_ORDERS; k++)
        sum->right[k] += said.at[k] == (int)item->gold[0];
}

/* Items (or votes, each a part of one) of which both orders say the same, and how often each
   order alone is right. */
static void measure_orders(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    static const char *const names[] = {"accuracy_order_1", "accuracy_order_2"};
    const struct teller t = {study, members, section, out};
    struct orders sum = {.both = 0.0};

    if (study->table->want == ASSAY_WANT_SCORES)
        return; /* scores know no order */
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i))
            continue;
        for (size_t v = 0; votes_apart(study) && v < item.votes; v++)
            add_orders(&sum, &item, (int)v);
        if (!votes_apart(study))
            add_orders(&sum, &item, ASSAY_JUDGED_ALL);
    }
    if (!(sum.both > 0.0))
        return;
    tell(&t, "consistency", "percent", share(&t, sum.same, sum.both));
    tell(&t, "inconsistent", "count", known(sum.both - sum.same));
    for (size_t k = 0; k < ASSAY_JUDGED_ORDERS; k++)
        tell(&t, names[k], "percent", share(&t, sum.right[k], sum.both));
}

/* Share of items in every class, whatever they belong to. */
static void measure_shares(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    struct sayings s = sayings_of(&t);

    for (size_t c = 0; c < study->classes.count; c++) {
        const char *name = assay_arena_printf(out->arena, "share_%.*s",
                                              ASSAY_STR_ARG(study->classes.name[c]));
        double k = 0.0;

        for (size_t i = 0; i < s.n; i++)
            k += s.said[i] == (int)c;
        tell(&t, name, "percent", share(&t, k, (double)s.n));
    }
    release(&s);
}

/* Cohen's kappa of two columns of classes; what has no class is one of its own. */
static void tell_kappa(const struct teller *t, const char *name, const int *a,
                       const int *b, size_t n)
{
    struct assay_error err;
    double value;

    tell(t, name, "",
         assay_agreement_kappa(a, b, n, &value, &err) == ASSAY_OK ? known(value)
                                                                  : unknown(t, err.text));
}

/* The annotators of an item: its votes, without the one they came to together. */
static size_t first_annotator(const struct assay_study *study)
{
    return assay_judged_votes_of(study) == ASSAY_JUDGED_FIRST ? 1 : 0;
}

/* What an annotator said, order by order; ABSENT where nothing. */
static int annotation(const struct assay_case *item, size_t annotator)
{
    return assay_judged_vote(item, annotator / item->votes, annotator % item->votes);
}

/* Kappa of two annotators over the items that both of them judged. */
static void tell_annotators(const struct teller *t, size_t a, size_t b, size_t first,
                            struct sayings *s)
{
    s->n = 0;
    for (size_t i = 0; i < t->study->table->items; i++) {
        const struct assay_case item = assay_study_case(t->study, i);
        const int x = annotation(&item, a);
        const int y = annotation(&item, b);

        if (!assay_study_has(t->study, t->members, i) || x == ASSAY_JUDGED_ABSENT ||
            y == ASSAY_JUDGED_ABSENT)
            continue;
        s->gold[s->n] = x;
        s->said[s->n++] = y;
    }
    if (s->n > 0)
        tell_kappa(t,
                   assay_arena_printf(t->out->arena, "kappa_%zu_%zu", a - first + 1,
                                      b - first + 1),
                   s->gold, s->said, s->n);
}

/* Cohen's kappas: of what was decided and gold, and of every two annotators or orders. */
static void measure_kappa(const struct assay_study *study, struct assay_members members,
                          struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    const size_t first = first_annotator(study);
    struct sayings s = sayings_of(&t);
    size_t most = study->votes * ASSAY_JUDGED_ORDERS;

    tell_kappa(&t, "kappa", s.gold, s.said, s.n);
    most = most < first + ANNOTATORS_MAX ? most : first + ANNOTATORS_MAX;
    for (size_t a = first; study->table->want == ASSAY_WANT_VERDICTS && a < most; a++)
        for (size_t b = a + 1; b < most; b++)
            tell_annotators(&t, a, b, first, &s);
    release(&s);
}

/* Counts the ratings of an item by class into row; returns how many there are. */
static size_t count_ratings(const struct assay_case *item, size_t first, size_t *row)
{
    size_t n = 0;

    for (size_t a = first; a < item->votes * ASSAY_JUDGED_ORDERS; a++) {
        const int said = annotation(item, a);

        if (said < 0)
            continue;
        row[said]++;
        n++;
    }
    return n;
}

/* Fleiss' kappa of the items that all annotators judged. */
static void measure_fleiss(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    const size_t classes = study->classes.count + 1; /* the last: no verdict was found */
    const size_t first = first_annotator(study);
    size_t *count, most = 0, n = 0;
    struct assay_error err;
    double value;

    if (study->table->want != ASSAY_WANT_VERDICTS)
        return;
    count = assay_memory_new((study->table->items + 1) * classes, sizeof(*count));
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        size_t *row = count + n * classes;
        size_t raters;

        if (!assay_study_has(study, members, i))
            continue;
        memset(row, 0, classes * sizeof(*row));
        raters = count_ratings(&item, first, row);
        if (raters > most && n > 0) { /* those before lack an annotator */
            memmove(count, row, classes * sizeof(*row));
            n = 0;
        }
        most = raters > most ? raters : most;
        n += raters == most && raters > 1;
    }
    if (most > 1)
        tell(&t, "fleiss_kappa", "",
             assay_agreement_fleiss(count, n, classes, &value, &err) == ASSAY_OK
                 ? known(value)
                 : unknown(&t, err.text));
    free(count);
}

/* Items that belong where a pair of scores puts them under a tie threshold. */
static double right_under(const struct teller *t, double threshold, double *of)
{
    double right = 0.0;

    *of = 0.0;
    for (size_t i = 0; i < t->study->table->items; i++) {
        const struct assay_case item = assay_study_case(t->study, i);

        if (!assay_study_has(t->study, t->members, i))
            continue;
        right += assay_judged_compare(&item, threshold) == (int)item.gold[0];
        *of += 1.0;
    }
    return right;
}

/* The threshold for a tie that is best for these items, the first of equally good ones. */
static void measure_threshold(const struct assay_study *study,
                              struct assay_members members, struct assay_str section,
                              struct assay_measures *out)
{
    const struct teller t = {study, members, section, out};
    double best = 0.0, most = -1.0, of = 0.0;

    if (study->table->want != ASSAY_WANT_SCORES)
        return;
    for (int step = 0; step < THRESHOLD_STEPS; step++) {
        const double threshold = (double)step / THRESHOLD_PER_UNIT;
        const double right = right_under(&t, threshold, &of);

        if (right > most) {
            most = right;
            best = threshold;
        }
    }
    tell(&t, "best_threshold", "", of > 0.0 ? known(best) : share(&t, 0.0, 0.0));
    tell(&t, "accuracy_best_threshold", "percent", share(&t, most, of));
}

const struct assay_extra assay_judged_extras[] = {
    {"agreement", measure_agreement}, {"classes", measure_classes},
    {"fleiss", measure_fleiss},       {"kappa", measure_kappa},
    {"orders", measure_orders},       {"shares", measure_shares},
    {"threshold", measure_threshold}, {NULL, NULL},
};

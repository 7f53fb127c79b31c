/*
 * ratings.c - how well do a model's numbers go with people's, dimension by dimension?
 *
 * An item is one completion that people rated for one or several dimensions. A model answers with a
 * number a dimension (verdicts) or with one score, which is held against every dimension. Each
 * dimension is a subset of its own (dimensions.h), and its value a correlation:
 *
 *   item      over all items
 *   system    over the means of the groups (`group`), e.g. the systems that wrote them
 *   document  over the items of each cluster by itself, averaged over clusters; those in which the
 *             ratings or the predictions are all equal are left out
 *
 * Ties are what each correlation makes of them (metrics/correlation.h). An empty section, and one
 * in which a side is constant, has no value.
 * Source: Zhong et al. 2022 (UniEval, arXiv:2210.07197), maszhongming/UniEval
 *         reproduce/correlation.py correlation_for_summ (the three levels).
 */
#include "suites/kind.h"

#include "harness/core/memory.h"
#include "metrics/correlation.h"
#include "suites/dimensions.h"

#include <math.h>
#include <stdlib.h>

enum {
    DOCUMENT_MAX = 4096 /* items of a document that are compared pair by pair */
};

enum level {
    ITEM,
    SYSTEM,
    DOCUMENT,
    LEVELS
};

typedef enum assay_code (*correlation)(const double *x, const double *y, size_t n,
                                       double *out, struct assay_error *err);

static const char *const names[] = {"spearman", "pearson", "kendall", NULL};
static const char *const levels[] = {"item", "system", "document", NULL};
static const correlation functions[] = {
    assay_correlation_spearman, assay_correlation_pearson, assay_correlation_kendall};

/* Predictions and ratings side by side, with their documents and systems. */
struct columns {
    double *x, *y;          /* (n,) */
    uint32_t *unit, *times; /* (n,) what groups them, and how often each counts */
    size_t n;
    bool named; /* units are groups that the data name */
};

static void release(struct columns *columns)
{
    free(columns->x);
    free(columns->y);
    free(columns->unit);
    free(columns->times);
}

static struct columns room(size_t n)
{
    return (struct columns){.x = assay_memory_new(n + 1, sizeof(double)),
                            .y = assay_memory_new(n + 1, sizeof(double)),
                            .unit = assay_memory_new(n + 1, sizeof(uint32_t)),
                            .times = assay_memory_new(n + 1, sizeof(uint32_t))};
}

static void push(struct columns *columns, double x, double y)
{
    columns->x[columns->n] = x;
    columns->y[columns->n++] = y;
}

static uint32_t unit_of(const struct assay_table *table, size_t i, enum level level)
{
    return level == SYSTEM ? table->group ? table->group[i] : 0 : table->cluster[i];
}

/* The members, once each, by unit and otherwise in their order: a counting sort. */
static struct columns grouped(const struct assay_study *study,
                              struct assay_members members, enum level level)
{
    const struct assay_table *t = study->table;
    struct columns out = room(t->items);
    size_t *next;
    uint32_t most = 0;

    for (size_t i = 0; i < t->items; i++)
        most = unit_of(t, i, level) > most ? unit_of(t, i, level) : most;
    next = assay_memory_new((size_t)most + 2, sizeof(*next));
    for (size_t i = 0; i < t->items; i++)
        if (assay_study_times(study, members, i) > 0)
            next[unit_of(t, i, level) + 1]++;
    for (size_t u = 0; u <= most; u++)
        next[u + 1] += next[u];
    for (size_t i = 0; i < t->items; i++) {
        const size_t times = assay_study_times(study, members, i);
        size_t at;

        if (times == 0)
            continue;
        at = next[unit_of(t, i, level)]++;
        out.x[at] = t->value[t->first[i]];
        out.y[at] = t->gold[t->gold_first[i]];
        out.unit[at] = unit_of(t, i, level);
        out.times[at] = (uint32_t)times;
        out.n++;
    }
    free(next);
    return out;
}

/* The items from `at` on that share its unit. */
static size_t run_of(const struct columns *columns, size_t at)
{
    size_t n = 1;

    while (at + n < columns->n && columns->unit[at + n] == columns->unit[at])
        n++;
    return n;
}

/* Every member as often as it counts. */
static struct columns items_of(const struct assay_study *study,
                               struct assay_members members)
{
    const struct assay_table *t = study->table;
    struct columns out;
    size_t n = 0;

    for (size_t i = 0; i < t->items; i++)
        n += assay_study_times(study, members, i);
    out = room(n);
    for (size_t i = 0; i < t->items; i++)
        for (size_t k = assay_study_times(study, members, i); k > 0; k--)
            push(&out, t->value[t->first[i]], t->gold[t->gold_first[i]]);
    return out;
}

/* Means of every system, sums from the first item on as the official code adds. */
static struct columns systems_of(const struct columns *sorted)
{
    struct columns out = room(sorted->n);

    for (size_t at = 0, n; at < sorted->n; at += n) {
        double x = 0.0, y = 0.0, count = 0.0;

        n = run_of(sorted, at);
        for (size_t i = at; i < at + n; i++) {
            x += sorted->times[i] * sorted->x[i];
            y += sorted->times[i] * sorted->y[i];
            count += sorted->times[i];
        }
        push(&out, x / count, y / count);
    }
    return out;
}

/* The mean over documents that have a value, or false. */
static bool over_documents(const struct columns *sorted, correlation function,
                           double *out)
{
    double sum = 0.0, count = 0.0, one;
    struct assay_error ignored;

    for (size_t at = 0, n; at < sorted->n; at += n) {
        n = run_of(sorted, at);
        if (function(sorted->x + at, sorted->y + at, n, &one, &ignored))
            continue;
        sum += sorted->times[at] * one;
        count += sorted->times[at];
    }
    *out = count > 0.0 ? sum / count : 0.0;
    return count > 0.0;
}

/* Correlation `which` of the columns that a level looks at. */
static struct assay_figure correlate(const struct columns *columns, enum level level,
                                     size_t which)
{
    static const char *const why[LEVELS] = {
        "fewer than two items, or a side is constant",
        "fewer than two systems, or a side is constant",
        "no document has two items that differ on both sides",
    };
    struct assay_figure out = {.defined = false};
    struct assay_error ignored;

    if (level == DOCUMENT)
        out.defined = over_documents(columns, functions[which], &out.value);
    else
        out.defined = functions[which](columns->x, columns->y, columns->n, &out.value,
                                       &ignored) == ASSAY_OK;
    if (!out.defined)
        out.value = 0.0;
    out.why = out.defined ? (struct assay_str){"", 0} : assay_str_of(why[level]);
    return out;
}

static struct columns columns_of(const struct assay_study *study,
                                 struct assay_members members, enum level level)
{
    struct columns sorted, out;

    if (level == ITEM)
        return items_of(study, members);
    sorted = grouped(study, members, level);
    if (level == DOCUMENT)
        return sorted;
    out = systems_of(&sorted);
    release(&sorted);
    return out;
}

static bool ratings_value(const struct assay_study *study, struct assay_members members,
                          double *out, const char **why)
{
    const enum level level = (enum level)assay_study_word(study, levels, "level");
    struct columns columns = columns_of(study, members, level);
    const struct assay_figure figure =
        correlate(&columns, level, assay_study_word(study, names, "value"));

    release(&columns);
    *out = figure.value;
    *why = figure.why.ptr;
    return figure.defined;
}

/* True if two items are of one document; the rows of an item share their id's bytes. */
static bool documents_repeat(const struct assay_table *t)
{
    const char **id = assay_memory_new(t->items + 1, sizeof(const char *));
    bool found = false;

    for (size_t i = 0; !found && i < t->items; i++) {
        const char **seen = &id[t->cluster[i]];

        found = *seen && *seen != t->id[i].ptr;
        *seen = t->id[i].ptr;
    }
    free(id);
    return found;
}

/* True if the data name what a level groups by: else it is not told. */
static bool has_level(const struct assay_study *study, enum level level)
{
    const struct assay_table *t = study->table;

    if (level == SYSTEM)
        return t->group && t->group_count > 1;
    return level == ITEM || documents_repeat(t);
}

/* Pairs that people rate differently by at least `least`, and those that go the same way. */
struct pairs {
    double least, all, right;
};

/* Adds the pairs of item i with those behind it up to `end`. */
static void pair_up(const struct columns *sorted, size_t i, size_t end,
                    struct pairs *pairs)
{
    for (size_t j = i + 1; j < end; j++) {
        const double gold = sorted->y[i] - sorted->y[j];
        const double said = sorted->x[i] - sorted->x[j];

        if (gold == 0.0 || fabs(gold) < pairs->least)
            continue;
        pairs->all += sorted->times[i];
        pairs->right += said * gold > 0.0 ? sorted->times[i] : 0.0;
    }
}

static void count_pairs(const struct columns *sorted, struct pairs *pairs)
{
    for (size_t at = 0, n; at < sorted->n; at += n) {
        n = run_of(sorted, at);
        for (size_t i = at; n <= DOCUMENT_MAX && i < at + n; i++)
            pair_up(sorted, i, at + n, pairs);
    }
}

static void add_pairs(const struct assay_study *study, struct assay_members members,
                      struct assay_str section, struct assay_measures *out)
{
    struct columns sorted = grouped(study, members, DOCUMENT);
    struct assay_figure figure = {.why = ASSAY_STR("no two items of a document differ")};
    struct pairs pairs = {.least = assay_study_number(study, "pair_difference", 0.0)};

    count_pairs(&sorted, &pairs);
    release(&sorted);
    figure.defined = pairs.all > 0.0;
    figure.value = figure.defined ? pairs.right / pairs.all : 0.0;
    if (figure.defined)
        figure.why = (struct assay_str){"", 0};
    assay_measures_tell(out, "pair_accuracy", section, "percent", figure);
}

/* The mean distance from people's numbers: of predictions on their scale. */
static void add_mae(const struct columns *columns, struct assay_str section,
                    struct assay_measures *out)
{
    struct assay_figure figure = {.defined = columns->n > 0};
    double sum = 0.0;

    for (size_t i = 0; i < columns->n; i++)
        sum += fabs(columns->x[i] - columns->y[i]);
    if (figure.defined)
        figure.value = sum / (double)columns->n;
    else
        figure.why = ASSAY_STR("no item was answered");
    assay_measures_tell(out, "mae", section, "", figure);
}

static void ratings_always(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out)
{
    static const char *const prefix[LEVELS] = {"", "system_", "document_"};

    for (unsigned level = ITEM; level < LEVELS; level++) {
        struct columns columns;

        if (!has_level(study, (enum level)level))
            continue;
        columns = columns_of(study, members, (enum level)level);
        for (size_t k = 0; names[k]; k++)
            assay_measures_tell(
                out, assay_arena_printf(out->arena, "%s%s", prefix[level], names[k]),
                section, "", correlate(&columns, (enum level)level, k));
        if (level == ITEM && study->table->want == ASSAY_WANT_VERDICTS)
            add_mae(&columns, section, out);
        release(&columns);
    }
    if (has_level(study, DOCUMENT))
        add_pairs(study, members, section, out);
}

static enum assay_code ratings_check(const struct assay_item *item,
                                     struct assay_error *err)
{
    if (item->completion_count != 1)
        return assay_fail_at(err, assay_item_spot(item),
                             "what is rated is one completion, found %zu",
                             item->completion_count);
    return ASSAY_OK;
}

static struct assay_worth ratings_worth(const struct assay_case *item, unsigned rule)
{
    (void)item;
    (void)rule;
    return (struct assay_worth){1.0, 1.0};
}

static bool ratings_tied(const struct assay_case *item)
{
    (void)item;
    return false;
}

static const struct assay_scoring ratings_scoring[] = {
    {"value", names},
    {"level", levels},
    {"pair_difference", NULL},
    {"weights", assay_scoring_text},
    {NULL, NULL},
};

const struct assay_kind assay_kind_ratings = {
    .name = "ratings",
    .summary =
        "a completion rated by dimension; do the model's numbers go with people's?",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_GOLD,
    .rates = true,
    .composite = true,
    .resamples = true,
    .ties =
        "as each correlation has them: mean ranks in Spearman's, tau-b is Kendall's; in "
        "pair_accuracy equal predictions are wrong",
    .scoring = ratings_scoring,
    .reads = assay_dimensions_check,
    .check = ratings_check,
    .worth = ratings_worth,
    .tied = ratings_tied,
    .value = ratings_value,
    .always = ratings_always,
};

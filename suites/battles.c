/*
 * battles.c - battles of two models that people decided: does the model decide them alike?
 *
 * An item has two completions; the right one has gold above that of the other, and equal gold is a
 * draw. Its group names the two models that wrote them, with a tab between. A battle that people
 * decided is worth as a pair; draws of people are left out of accuracy and count in the measures of
 * models. What is worth a tie of the model says the suite's rule. An empty section is undefined.
 */
#include "suites/kind.h"

#include "harness/core/memory.h"
#include "metrics/battle_ranks.h"
#include "metrics/credit.h"

#include <stdlib.h>

enum {
    REPLICATES = 100,
    REPLICATES_MAX = 10000,
    MODELS_MAX = 512
};

static enum assay_code battles_check(const struct assay_item *item,
                                     struct assay_error *err)
{
    if (item->completion_count != 2)
        return assay_fail_at(err, assay_item_spot(item),
                             "a battle needs two completions, found %zu",
                             item->completion_count);
    return ASSAY_OK;
}

/* What is said of the first completion: above 0 it is preferred, below 0 the second is. */
static double said(const struct assay_case *item)
{
    return item->want == ASSAY_WANT_SCORES ? item->value[0] - item->value[1]
                                           : item->value[0];
}

static double decided(const struct assay_case *item)
{
    return item->gold[0] - item->gold[1];
}

static struct assay_worth battles_worth(const struct assay_case *item, unsigned rule)
{
    const double right = decided(item) > 0.0 ? said(item) : -said(item);
    const struct assay_top top = {right >= 0.0, right <= 0.0};
    struct assay_credit credit;

    if (decided(item) == 0.0)
        return (struct assay_worth){0};
    credit = assay_credit_of(top, (enum assay_tie_rule)rule);
    return (struct assay_worth){credit.value, credit.counted ? 1.0 : 0.0};
}

static bool battles_tied(const struct assay_case *item)
{
    return said(item) == 0.0;
}

static double battles_margin(const struct assay_case *item)
{
    return decided(item) == 0.0 ? 0.0 : decided(item) > 0.0 ? said(item) : -said(item);
}

/* Models by name, in order of first sight. */
struct models {
    struct assay_str name[MODELS_MAX];
    size_t count;
};

static bool model_of(struct models *models, struct assay_str name, uint32_t *out)
{
    size_t i = 0;

    while (i < models->count && !assay_str_equal(models->name[i], name))
        i++;
    if (i == MODELS_MAX)
        return false;
    if (i == models->count)
        models->name[models->count++] = name;
    *out = (uint32_t)i;
    return true;
}

static double outcome(double difference)
{
    return difference > 0.0 ? 1.0 : difference < 0.0 ? 0.0 : 0.5;
}

/* The games of the members, in memory that release() frees; false where a name lacks. */
struct games {
    uint32_t *a, *b;
    double *human, *proxy;
    size_t count;
    struct models *models;
};

static void release(struct games *games)
{
    free(games->a);
    free(games->b);
    free(games->human);
    free(games->proxy);
    free(games->models);
}

/* The two models of an item; false where its group names no two. */
static bool players(const struct assay_study *study, size_t i, struct games *games)
{
    const struct assay_table *t = study->table;
    struct assay_str name, rest;
    size_t tab;

    if (!t->group)
        return false;
    name = t->group_name[t->group[i]];
    tab = assay_str_find(name, ASSAY_STR("\t"));
    if (tab == name.len)
        return false;
    rest = (struct assay_str){name.ptr + tab + 1, name.len - tab - 1};
    name.len = tab;
    return !assay_str_equal(name, rest) &&
           model_of(games->models, name, &games->a[games->count]) &&
           model_of(games->models, rest, &games->b[games->count]);
}

static bool games_of(const struct assay_study *study, struct assay_members members,
                     struct games *out)
{
    const size_t n = study->table->items;
    bool named = true;

    *out = (struct games){assay_memory_new(n + 1, sizeof(uint32_t)),
                          assay_memory_new(n + 1, sizeof(uint32_t)),
                          assay_memory_new(n + 1, sizeof(double)),
                          assay_memory_new(n + 1, sizeof(double)),
                          0,
                          assay_memory_new(1, sizeof(struct models))};
    for (size_t i = 0; named && i < n; i++) {
        const struct assay_case item = assay_study_case(study, i);

        if (!assay_study_has(study, members, i))
            continue;
        named = players(study, i, out);
        out->human[out->count] = outcome(decided(&item));
        out->proxy[out->count++] = outcome(said(&item));
    }
    return named;
}

/* Where measures of one section go. */
struct teller {
    struct assay_measures *out;
    struct assay_str section;
};

static void tell(const struct teller *to, const char *name, bool defined, double value,
                 const char *why)
{
    const struct assay_measure measure = {
        .name = assay_str_of(name),
        .section = to->section,
        .unit = ASSAY_STR("fraction"),
        .value = {.defined = defined,
                  .value = defined ? value : 0.0,
                  .why = defined ? (struct assay_str){"", 0}
                                 : assay_arena_copy(to->out->arena, assay_str_of(why))},
    };

    assay_measures_add(to->out, &measure);
}

static void tell_ranks(const struct teller *to, const struct assay_battle_games *games)
{
    struct assay_battle_ranks ranks = {0};
    struct assay_error err = {0};
    double rows = 0.0;
    bool ok = assay_battle_ranks(games, &ranks, &err) == ASSAY_OK;

    tell(to, "spearman", ok, ranks.spearman, err.text);
    tell(to, "kendall", ok, ranks.kendall, err.text);
    ok = assay_battle_rows(games, &rows, &err) == ASSAY_OK;
    tell(to, "row-wise pearson", ok, rows, err.text);
}

static void tell_trust(const struct assay_study *study, const struct teller *to,
                       const struct assay_battle_games *games)
{
    const double asked = assay_study_number(study, "replicates", REPLICATES);
    const struct assay_battle_draws draws = {
        .replicates =
            asked >= 2.0 && asked <= REPLICATES_MAX ? (size_t)asked : REPLICATES,
        .seed = (uint64_t)assay_study_number(study, "seed", 0.0),
        .level = 0.95,
    };
    struct assay_battle_trust trust = {0};
    struct assay_error err = {0};
    const bool ok = assay_battle_trust(games, &draws, &trust, &err) == ASSAY_OK;

    tell(to, "separability (weights unverified)", ok, trust.separability, err.text);
    tell(to, "confidence agreement (weights unverified)", ok && trust.agrees,
         trust.agreement, ok ? "people separate no two models" : err.text);
    tell(to, "brier (weights unverified)", ok, trust.brier, err.text);
}

static void tell_models(const struct assay_study *study, struct assay_members members,
                        struct assay_str section, struct assay_measures *out)
{
    const struct teller to = {out, section};
    struct games games;

    if (games_of(study, members, &games)) {
        const struct assay_battle_games all = {
            games.a, games.b, games.human, games.proxy, games.count, games.models->count};

        tell_ranks(&to, &all);
        tell_trust(study, &to, &all);
    } else {
        tell(&to, "spearman", false, 0.0,
             "an item does not name two models, or they are too many");
    }
    release(&games);
}

static const struct assay_extra battles_extras[] = {{"models", tell_models},
                                                    {NULL, NULL}};

static const struct assay_scoring battles_scoring[] = {
    {"replicates", NULL}, {"seed", NULL}, {NULL, NULL}};

const struct assay_kind assay_kind_battles = {
    .name = "battles",
    .summary =
        "battles of two models that people decided, or drew; also ranks the models",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES,
    .labels = ASSAY_LABEL_GOLD,
    .picks = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES,
    .share = true,
    .extras = battles_extras,
    .scoring = battles_scoring,
    .check = battles_check,
    .worth = battles_worth,
    .tied = battles_tied,
    .margin = battles_margin,
};

/*
 * duels.c - a judge sees a model's answer and a baseline's both ways: how much better is it?
 *
 * An item has a verdict a game (`votes: 2`), a degree in the model's terms whatever order it was
 * presented in: 2 much better, 1 better, 0 a tie, -1 and -2 the same of the baseline's. A degree of
 * 2 or -2 counts as several battles (`scoring: {strong: 3}`), so that an item weighs as many battles
 * as it holds; a tie is one half. The value is the share of battles won. Where every model meets
 * the baseline alone, Bradley-Terry ratings of all battles expect the same win rate: their
 * likelihood is a product of one factor a model, each largest at its own share.
 *
 * `scoring: {missing: pair}` leaves an item out of which one game has no verdict; `game` leaves out
 * that game alone. `scoring: {games: first}` counts the first order alone. An empty section is
 * undefined.
 */
#include "harness/core/memory.h"
#include "metrics/arena_hard.h"
#include "suites/against.h"

#include <math.h>
#include <stdlib.h>

enum {
    STRONG = 3,
    STRONG_MAX = 100,
    REPLICATES = 100,
    REPLICATES_MAX = 10000,
    LOWER = 5,
    UPPER = 95
};

static const char *const missing_words[] = {"pair", "game", NULL};
static const char *const games_words[] = {"both", "first", NULL};

static const struct assay_scoring scoring[] = {
    {"strong", NULL},       {"missing", missing_words},
    {"games", games_words}, {"replicates", NULL},
    {"seed", NULL},         {"lower", NULL},
    {"upper", NULL},        {NULL, NULL},
};

static bool duels_fits(const struct assay_study *study, double value)
{
    (void)study;
    return fabs(value) <= 2.0 && floor(value) == value;
}

static double bounded(const struct assay_study *study, const char *name, double initial,
                      double most)
{
    return fmin(fmax(assay_study_number(study, name, initial), 0.0), most);
}

/* Orders of an item that may count. */
static size_t orders_of(const struct assay_case *item)
{
    return assay_study_word(item->study, games_words, "games") ? 1 : item->count;
}

/* True if a game without a verdict takes the item's others with it. */
static bool is_void(const struct assay_case *item)
{
    if (assay_study_word(item->study, missing_words, "missing"))
        return false;
    for (size_t o = 0; o < orders_of(item); o++)
        if (item->state[o] != ASSAY_STATE_SCORED)
            return true;
    return false;
}

/* The game of an order; no battles where it does not count. */
static struct assay_arena_hard_game game_of(const struct assay_case *item, size_t order)
{
    const double strong = floor(bounded(item->study, "strong", STRONG, STRONG_MAX));

    if (item->state[order] != ASSAY_STATE_SCORED)
        return (struct assay_arena_hard_game){0.0, 0.0};
    return assay_arena_hard_game_of(item->value[order], strong);
}

static struct assay_worth duels_worth(const struct assay_case *item, unsigned rule)
{
    struct assay_worth sum = {0.0, 0.0};

    for (size_t o = 0; !is_void(item) && o < orders_of(item); o++) {
        const struct assay_arena_hard_game game = game_of(item, o);
        const struct assay_worth one = game.share == 0.5
                                           ? assay_against_draw(rule)
                                           : (struct assay_worth){game.share, 1.0};

        sum.won += game.battles * one.won;
        sum.of += game.battles * one.of;
    }
    return sum;
}

static bool duels_tied(const struct assay_case *item)
{
    const struct assay_worth worth = duels_worth(item, ASSAY_TIE_HALF);

    return worth.of > 0.0 && worth.won + worth.won == worth.of;
}

static double duels_weight(const struct assay_case *item)
{
    return (double)orders_of(item);
}

static double duels_margin(const struct assay_case *item)
{
    const struct assay_worth worth = duels_worth(item, ASSAY_TIE_HALF);

    return worth.of > 0.0 ? worth.won / worth.of - 0.5 : 0.0;
}

/* Where measures of a section go. */
struct teller {
    struct assay_str section;
    struct assay_measures *out;
};

static void tell(const struct teller *t, const char *name, const char *unit, bool defined,
                 double value)
{
    const struct assay_figure figure = {
        .defined = defined,
        .value = defined ? value : 0.0,
        .why = defined ? ASSAY_STR("") : ASSAY_STR("no battles to resample"),
    };

    assay_measures_tell(t->out, name, t->section, unit, figure);
}

struct shares {
    double *at;
    size_t count, cap;
};

static void add_battles(struct shares *shares, struct assay_arena_hard_game game)
{
    const size_t n = (size_t)ceil(game.battles);

    if (shares->count + n > shares->cap) {
        shares->cap = assay_memory_grow(shares->cap, shares->count + n);
        shares->at = assay_memory_resize(shares->at, shares->cap, sizeof(*shares->at));
    }
    for (size_t k = 0; k < n; k++)
        shares->at[shares->count++] = game.share;
}

/* The battles of the members, in memory that the caller frees; nulls: items with a game without a verdict. */
static struct shares battles_of(const struct assay_study *study,
                                struct assay_members members, size_t *nulls)
{
    struct shares shares = {0};

    *nulls = 0;
    for (size_t i = 0; i < study->table->items; i++) {
        const struct assay_case item = assay_study_case(study, i);
        bool lacks = false;

        if (!members.subset[study->table->subset[i]])
            continue;
        for (size_t o = 0; o < orders_of(&item); o++) {
            lacks = lacks || item.state[o] != ASSAY_STATE_SCORED;
            if (!is_void(&item))
                add_battles(&shares, game_of(&item, o));
        }
        *nulls += lacks;
    }
    return shares;
}

/* What the official code prints beside the value. */
static void duels_always(const struct assay_study *study, struct assay_members members,
                         struct assay_str section, struct assay_measures *out)
{
    const struct teller t = {section, out};
    const struct assay_arena_hard_resampling how = {
        .replicates = (size_t)bounded(study, "replicates", REPLICATES, REPLICATES_MAX),
        .lower = bounded(study, "lower", LOWER, 100.0),
        .upper = bounded(study, "upper", UPPER, 100.0),
        .seed = (uint64_t)bounded(study, "seed", 0.0, 0x1p53)};
    struct assay_arena_hard_interval interval = {0.0, 0.0};
    struct assay_error ignored;
    size_t nulls;
    const struct shares shares = battles_of(study, members, &nulls);
    const bool defined = assay_arena_hard_bootstrap(shares.at, shares.count, how,
                                                    &interval, &ignored) == ASSAY_OK;

    free(shares.at);
    tell(&t, "lower", "percentage", defined, interval.lo);
    tell(&t, "upper", "percentage", defined, interval.hi);
    tell(&t, "n_battles", "count", true, (double)shares.count);
    tell(&t, "null_judgments", "count", true, (double)nulls);
}

const struct assay_kind assay_kind_duels = {
    .name = "duels",
    .summary =
        "how often, and how clearly, is a model's answer better than a baseline's?",
    .wants = ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_FIRST,
    .sees_unparsable = true,
    .always_whole = true,
    .scoring = scoring,
    .ties = "a tie is one half of a battle",
    .check = assay_against_check,
    .fits = duels_fits,
    .worth = duels_worth,
    .tied = duels_tied,
    .weight = duels_weight,
    .margin = duels_margin,
    .always = duels_always,
};

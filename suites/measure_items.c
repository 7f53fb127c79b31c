/* measure_items.c - what became of every item, and the sums over subsets. */
#include "harness/core/memory.h"
#include "suites/measure_parts.h"

#include <stdlib.h>
#include <string.h>

/* Precedence of states where the completions of an item fared differently. */
static enum assay_state worst_state(const struct assay_case *item)
{
    enum assay_state worst = ASSAY_STATE_SCORED;

    for (size_t k = 0; k < item->count; k++) {
        const enum assay_state state = (enum assay_state)item->state[k];

        if (state != ASSAY_STATE_SCORED &&
            (worst == ASSAY_STATE_SCORED || worst == ASSAY_STATE_SKIPPED))
            worst = state;
    }
    return worst;
}

static bool any_answered(const struct assay_case *item)
{
    for (size_t k = 0; k < item->count; k++)
        if (item->state[k] != ASSAY_STATE_SKIPPED)
            return true;
    return false;
}

static bool any_scored(const struct assay_case *item)
{
    for (size_t k = 0; k < item->count; k++)
        if (item->state[k] == ASSAY_STATE_SCORED)
            return true;
    return false;
}

/*
 * A judge that was seen in one order only has one game, not a missing one; so with votes, of
 * which some may lack a verdict where the kind's rule sees to that.
 */
static enum assay_state item_state(const struct assay_kind *kind,
                                   const struct assay_case *item)
{
    const enum assay_state worst = worst_state(item);

    if (worst == ASSAY_STATE_SKIPPED && kind->partial && any_scored(item))
        return ASSAY_STATE_SCORED;
    if (item->want == ASSAY_WANT_SCORES)
        return worst;
    if (worst == ASSAY_STATE_SKIPPED && any_answered(item))
        return ASSAY_STATE_SCORED;
    if (worst == ASSAY_STATE_UNPARSABLE && kind->sees_unparsable && item->votes > 1 &&
        any_scored(item))
        return ASSAY_STATE_SCORED;
    return worst;
}

/* What the suite gives for an answer in which no verdict was found; false: nothing. */
static bool unparsable_worth(struct assay_measurement *m, const struct assay_case *item,
                             struct assay_worth *out)
{
    const enum assay_unparsable rule = m->suite->unparsable[item->want];
    double won[] = {
        [ASSAY_UNPARSABLE_LOSS] = 0.0,
        [ASSAY_UNPARSABLE_COIN] = 0.0,
        [ASSAY_UNPARSABLE_HALF] = 0.5,
        [ASSAY_UNPARSABLE_CHANCE] = 1.0 / (double)item->gold_count,
        [ASSAY_UNPARSABLE_TIE] = 0.0, /* these two are looked at by the kind itself */
        [ASSAY_UNPARSABLE_CLASS] = 0.0,
    };

    if (rule == ASSAY_UNPARSABLE_DROP)
        return false;
    *out = (struct assay_worth){won[rule], 1.0};
    if (rule == ASSAY_UNPARSABLE_COIN)
        out->won = (assay_mersenne_uniform(&m->coin) < 0.5) == (item->gold[0] > 0.0);
    return true;
}

/* Several games of which one has a verdict: the others count as ties in theirs. */
static bool half_judged(const struct assay_case *item)
{
    return item->want != ASSAY_WANT_SCORES && any_scored(item);
}

static void add_worth(struct assay_worth *sum, struct assay_worth one)
{
    sum->won += one.won;
    sum->of += one.of;
}

/* Returns what the item is worth officially. */
static struct assay_worth count_scored(struct assay_measurement *m, size_t i,
                                       struct assay_tally *tally,
                                       const struct assay_case *item)
{
    const struct assay_worth official =
        tally->kind->worth(item, m->suite->ties[m->table->want]);

    for (unsigned rule = 0; rule < ASSAY_TIE_RULES; rule++)
        add_worth(&tally->rule[rule], tally->kind->worth(item, rule));
    add_worth(&tally->official, official);
    m->earned[i] = official.of > 0.0 ? official.won / official.of : -1.0;
    tally->counted += official.of > 0.0;
    return official;
}

static void count_given(struct assay_measurement *m, size_t i, struct assay_tally *tally,
                        struct assay_worth worth)
{
    for (unsigned rule = 0; rule < ASSAY_TIE_RULES; rule++)
        add_worth(&tally->rule[rule], worth);
    add_worth(&tally->official, worth);
    m->earned[i] = worth.won;
    tally->counted++;
}

/* The item with its answers as they came, before scores that stand for missing ones. */
static struct assay_case case_as_told(const struct assay_measurement *m, size_t i)
{
    struct assay_case item = assay_study_case(&m->study, i);

    item.state = m->table->state + m->table->first[i];
    item.value = m->table->value + m->table->first[i];
    return item;
}

/* True if the suite has a score for what an item lacks, so that it can be measured. */
static bool is_filled(const struct assay_measurement *m, const struct assay_case *item,
                      const struct assay_kind *kind)
{
    return m->suite->fills && item->want == ASSAY_WANT_SCORES &&
           (any_scored(item) || kind->composite);
}

/*
 * The table that worths and values are taken from: where the suite says so, completions without
 * a verdict have a score in it. States are told from the table as it is.
 */
static const struct assay_table *filled(const struct assay_measurement *m)
{
    const struct assay_table *t = m->table;
    const size_t n = t->items ? t->first[t->items] : 0;
    struct assay_table *out;
    double *value;
    unsigned char *state;

    if (!m->suite->fills || t->want != ASSAY_WANT_SCORES)
        return t;
    out = assay_arena_new(m->arena, 1, sizeof(*out));
    value = assay_arena_new(m->arena, n + 1, sizeof(*value));
    state = assay_arena_new(m->arena, n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        const bool lacks = t->state[i] == ASSAY_STATE_UNPARSABLE;

        value[i] = lacks ? m->suite->unparsable_score : t->value[i];
        state[i] = lacks ? ASSAY_STATE_SCORED : t->state[i];
    }
    *out = *t;
    out->value = value;
    out->state = state;
    return out;
}

/* An item that is not fully answered, which some rules have a value for. */
static void count_open(struct assay_measurement *m, size_t i, struct assay_tally *tally,
                       enum assay_state state)
{
    const struct assay_case item = assay_study_case(&m->study, i);
    const struct assay_case told = case_as_told(m, i);
    const bool unparsable = state == ASSAY_STATE_UNPARSABLE;
    struct assay_worth worth = {0.0, 0.0};

    m->study.counted[i] = unparsable;
    if (unparsable && is_filled(m, &told, tally->kind)) {
        worth = count_scored(m, i, tally, &item);
    } else if (unparsable && tally->kind->sees_unparsable) {
        worth = count_scored(m, i, tally, &item);
        tally->unanswered += m->earned[i] < 0.0; /* the rule leaves it out */
    } else if (unparsable && !tally->kind->value && unparsable_worth(m, &item, &worth)) {
        if (half_judged(&item))
            worth = count_scored(m, i, tally, &item);
        else
            count_given(m, i, tally, worth);
    } else {
        m->study.counted[i] = false;
        tally->unanswered++;
    }
    add_worth(&tally->given, worth);
    tally->open++;
    tally->open_weight += tally->kind->weight ? tally->kind->weight(&item) : 1.0;
}

static void measure_item(struct assay_measurement *m, size_t i)
{
    struct assay_tally *tally = &m->tally[m->table->subset[i]];
    const struct assay_case item = assay_study_case(&m->study, i);
    const struct assay_case told = case_as_told(m, i);
    enum assay_state state = item_state(tally->kind, &told);

    if (state == ASSAY_STATE_SCORED) {
        m->study.counted[i] = true;
        if (tally->kind->tied(&item))
            state = ASSAY_STATE_TIED;
        tally->ties += state == ASSAY_STATE_TIED;
        (void)count_scored(m, i, tally, &item);
    } else {
        count_open(m, i, tally, state);
    }
    m->state[i] = (unsigned char)state;
    tally->items++;
    tally->count[state]++;
}

/* Refuses a value that its kind knows no meaning of. */
static enum assay_code check_values(const struct assay_measurement *m, size_t i,
                                    struct assay_error *err)
{
    const struct assay_table *t = m->table;
    const struct assay_kind *kind = m->tally[t->subset[i]].kind;

    for (size_t k = t->first[i];
         kind->fits && t->want == ASSAY_WANT_VERDICTS && k < t->first[i + 1]; k++)
        if (t->state[k] == ASSAY_STATE_SCORED && !kind->fits(&m->study, t->value[k]))
            return assay_fail(
                err, ASSAY_EDATA, "suite %s: item %.*s: %g is no verdict of kind %s",
                m->suite->name, ASSAY_STR_ARG(t->id[i]), t->value[k], kind->name);
    return ASSAY_OK;
}

/* Items in the order of their subsets: a counting sort. */
static uint32_t *by_subset(const struct assay_table *t)
{
    size_t *next = assay_memory_new(t->subset_count + 1, sizeof(*next));
    uint32_t *order = assay_memory_new(t->items + 1, sizeof(*order));

    for (size_t i = 0; i < t->items; i++)
        next[t->subset[i] + 1]++;
    for (size_t s = 0; s < t->subset_count; s++)
        next[s + 1] += next[s];
    for (size_t i = 0; i < t->items; i++)
        order[next[t->subset[i]]++] = (uint32_t)i;
    free(next);
    return order;
}

/* Clusters of each subset: distinct numbers among its items. */
static void count_clusters(struct assay_measurement *m)
{
    const struct assay_table *t = m->table;
    uint32_t *order = by_subset(t);
    uint32_t *last; /* subset that saw the cluster last, plus one */
    uint32_t most = 0;

    for (size_t i = 0; i < t->items; i++)
        most = t->cluster[i] > most ? t->cluster[i] : most;
    last = assay_memory_new((size_t)most + 1, sizeof(*last));
    for (size_t k = 0; k < t->items; k++) {
        const size_t i = order[k];

        if (last[t->cluster[i]] == t->subset[i] + 1)
            continue;
        last[t->cluster[i]] = t->subset[i] + 1;
        m->tally[t->subset[i]].clusters++;
    }
    m->clusters = (size_t)most + (t->items > 0);
    free(last);
    free(order);
}

/* Values that are no quotients, subset by subset. */
static void measure_values(struct assay_measurement *m)
{
    bool *subset = assay_arena_new(m->arena, m->table->subset_count + 1, sizeof(*subset));

    for (size_t s = 0; s < m->table->subset_count; s++) {
        struct assay_tally *tally = &m->tally[s];

        if (!tally->kind->value)
            continue;
        subset[s] = true;
        tally->value_defined = tally->kind->value(
            &m->study, (struct assay_members){subset, NULL}, &tally->value, &tally->why);
        subset[s] = false;
    }
}

struct assay_study assay_measure_study(const struct assay_measurement *m)
{
    return (struct assay_study){
        .table = m->table,
        .games = m->suite->games,
        .votes = m->suite->votes,
        .classes = m->suite->classes,
        .unparsable = m->suite->unparsable[m->table->want],
        .scoring = m->suite->scoring,
        .tie = m->suite->ties[m->table->want],
        .ties_version = m->suite->ties_version,
        .seed = m->measuring->seed,
        .level = m->measuring->level,
        .found = m->found,
        .opened = m->suite->opened.content,
    };
}

enum assay_code assay_measure_items(struct assay_measurement *m, struct assay_error *err)
{
    const struct assay_table *t = m->table;

    m->state = assay_arena_new(m->arena, t->items, 1);
    m->earned = assay_arena_new(m->arena, t->items, sizeof(*m->earned));
    m->tally = assay_arena_new(m->arena, t->subset_count, sizeof(*m->tally));
    m->study = assay_measure_study(m);
    m->study.table = filled(m);
    m->study.counted = assay_arena_new(m->arena, t->items, 1);
    for (size_t s = 0; s < t->subset_count; s++) {
        enum assay_code code;

        m->tally[s].kind = assay_suite_kind_of(m->suite, t->subset_name[s]);
        code = m->found
                   ? ASSAY_OK /* the kind's own verdicts */
                   : assay_suite_kind_takes(m->suite, m->tally[s].kind, t->want, err);
        if (code)
            return code;
    }
    assay_mersenne_seed(&m->coin, m->suite->coin_seed);
    for (size_t i = 0; i < t->items; i++) {
        const enum assay_code code = check_values(m, i, err);

        if (code)
            return code;
        measure_item(m, i);
    }
    count_clusters(m);
    measure_values(m);
    return ASSAY_OK;
}

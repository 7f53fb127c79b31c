#include "suites/outcomes.h"

#include "harness/core/memory.h"
#include "suites/measure_parts.h"

#include <math.h>
#include <stdlib.h>

enum {
    THOUSANDTHS = 1000
};

static int top_of(const struct assay_case *item)
{
    size_t best = 0;
    bool shared = false;

    for (size_t k = 0; k < item->count; k++) {
        if (item->state[k] != ASSAY_STATE_SCORED)
            return ASSAY_CHOICE_NONE;
        if (k > 0 && item->value[k] >= item->value[best]) {
            shared = !(item->value[k] > item->value[best]);
            best = k;
        }
    }
    return shared ? ASSAY_OUTCOME_TIE : (int)best;
}

static int preferred_of(const struct assay_case *item)
{
    double sum = 0.0;
    size_t scored = 0;

    for (size_t k = 0; k < item->count; k++) {
        if (item->state[k] != ASSAY_STATE_SCORED)
            continue;
        sum += item->value[k];
        scored++;
    }
    if (scored == 0)
        return ASSAY_CHOICE_NONE;
    return sum > 0.0 ? 0 : sum < 0.0 ? 1 : ASSAY_OUTCOME_TIE;
}

static int class_of(const struct assay_case *item, int tie)
{
    const size_t votes = item->votes ? item->votes : 1;
    const size_t orders = item->count / votes;
    int *said = assay_memory_new(orders + item->count + 1, sizeof(*said));
    int *vote = said + orders;
    size_t told = 0;
    int out;

    for (size_t k = 0; k < item->count; k++)
        vote[k] =
            item->state[k] == ASSAY_STATE_SCORED ? (int)item->value[k] : ASSAY_GAMES_NONE;
    for (size_t o = 0; o < orders; o++) {
        said[told] = assay_games_plurality(vote + o * votes, votes);
        told += said[told] != ASSAY_GAMES_NONE;
    }
    out = assay_games_decide(said, told, item->games, tie);
    free(said);
    if (out == ASSAY_GAMES_NONE)
        return ASSAY_CHOICE_NONE;
    return out == tie || out == ASSAY_GAMES_UNDECIDED ? ASSAY_OUTCOME_TIE : out;
}

static int choice_of(const struct assay_measurement *m, size_t i)
{
    const struct assay_case item = assay_study_case(&m->study, i);

    if (item.want == ASSAY_WANT_SCORES)
        return top_of(&item);
    if (item.want == ASSAY_WANT_PREFERENCES)
        return preferred_of(&item);
    return class_of(&item, m->study.classes.count ? m->study.classes.tie
                                                  : ASSAY_GAMES_UNDECIDED);
}

/* Of kinds whose items earn something by themselves. */
static enum assay_code check_kinds(const struct assay_suite *suite,
                                   const struct assay_table *table,
                                   struct assay_error *err)
{
    for (size_t s = 0; s < table->subset_count; s++) {
        const struct assay_kind *kind = assay_suite_kind_of(suite, table->subset_name[s]);

        if (table->dimension || kind->rates || kind->composite)
            return assay_fail(err, ASSAY_EUSAGE,
                              "suite %s: items of kind %s earn nothing by themselves",
                              assay_suite_name(suite), kind->name);
    }
    return ASSAY_OK;
}

static bool names_no_choice(const struct assay_suite *suite,
                            const struct assay_table *table)
{
    for (size_t s = 0; s < table->subset_count; s++)
        if (!(assay_suite_kind_of(suite, table->subset_name[s])->picks &
              (1U << table->want)))
            return true;
    return false;
}

static void fill_choices(const struct assay_measurement *m, struct assay_outcomes *out)
{
    for (size_t i = 0; i < m->table->items; i++) {
        if (!out->credits)
            out->choice[i] = choice_of(m, i);
        else
            out->choice[i] = m->earned[i] < 0.0 ? ASSAY_CHOICE_NONE
                                                : (int)lround(m->earned[i] * THOUSANDTHS);
    }
}

static void fill_margins(const struct assay_measurement *m, struct assay_outcomes *out)
{
    for (size_t i = 0; i < m->table->items; i++) {
        const struct assay_kind *kind = m->tally[m->table->subset[i]].kind;
        struct assay_case item;
        double margin;

        if (m->table->want != ASSAY_WANT_SCORES || !kind->margin || !m->study.counted[i])
            continue;
        item = assay_study_case(&m->study, i);
        margin = kind->margin(&item);
        out->has_margin[i] = isfinite(margin);
        out->margin[i] = out->has_margin[i] ? margin : 0.0;
    }
}

enum assay_code assay_suite_outcomes_any(const struct assay_suite *suite,
                                         const struct assay_table *table,
                                         struct assay_arena *arena,
                                         struct assay_outcomes *out,
                                         struct assay_error *err)
{
    struct assay_measuring *point = assay_arena_new(arena, 1, sizeof(*point));
    struct assay_measurement *m = assay_arena_new(arena, 1, sizeof(*m));
    enum assay_code code;

    if (table->dimension)
        return assay_fail(err, ASSAY_EUSAGE,
                          "suite %s: items that are rated for dimensions earn nothing by "
                          "themselves",
                          assay_suite_name(suite));
    *point = (struct assay_measuring){.level = 0.95}; /* no interval is asked for */
    *m = (struct assay_measurement){
        .suite = suite, .table = table, .measuring = point, .arena = arena};
    code = assay_measure_items(m, err);
    if (code)
        return code;
    *out = (struct assay_outcomes){
        .earned = m->earned,
        .choice = assay_arena_new(arena, table->items, sizeof(*out->choice)),
        .credits = names_no_choice(suite, table),
        .state = m->state,
        .margin = assay_arena_new(arena, table->items, sizeof(*out->margin)),
        .has_margin = assay_arena_new(arena, table->items, sizeof(*out->has_margin)),
        .measurement = m,
    };
    for (size_t i = 0; i < table->items; i++)
        if (!m->study.counted[i])
            m->earned[i] = -1.0;
    fill_choices(m, out);
    fill_margins(m, out);
    return ASSAY_OK;
}

enum assay_code assay_suite_outcomes(const struct assay_suite *suite,
                                     const struct assay_table *table,
                                     struct assay_arena *arena,
                                     struct assay_outcomes *out, struct assay_error *err)
{
    const enum assay_code code = check_kinds(suite, table, err);

    return code ? code : assay_suite_outcomes_any(suite, table, arena, out, err);
}

/* What an item weighs among those of its subset. */
static double weight_of(const struct assay_measurement *m, size_t i)
{
    const struct assay_kind *kind = m->tally[m->table->subset[i]].kind;
    const struct assay_case item = assay_study_case(&m->study, i);
    const double of = m->state[i] == ASSAY_STATE_SCORED || m->state[i] == ASSAY_STATE_TIED
                          ? kind->worth(&item, m->study.tie).of
                          : 1.0;

    return of > 0.0 ? of : 1.0;
}

/* Credits of subsets where items do not weigh the same. */
static void weigh(const struct assay_measurement *m, struct assay_credits *out)
{
    const struct assay_table *t = m->table;
    struct sums {
        double won, of, items;
        bool uneven;
    } *sums = assay_memory_new(t->subset_count + 1, sizeof(*sums));

    for (size_t i = 0; i < t->items; i++) {
        struct sums *sum = &sums[t->subset[i]];
        const double of = out->used[i] ? weight_of(m, i) : 0.0;

        sum->won += out->used[i] ? of * out->credit[i] : 0.0;
        sum->of += of;
        sum->items += out->used[i];
        sum->uneven = sum->uneven || (out->used[i] && of != 1.0);
    }
    for (size_t i = 0; i < t->items; i++) {
        const struct sums *sum = &sums[t->subset[i]];
        const double value = sum->of > 0.0 ? sum->won / sum->of : 0.0;

        if (out->used[i] && sum->uneven && !m->tally[t->subset[i]].kind->composite)
            out->credit[i] =
                value + (out->credit[i] - value) * weight_of(m, i) * sum->items / sum->of;
    }
    free(sums);
}

void assay_outcomes_credits(const struct assay_outcomes *outcomes, const bool *keep,
                            struct assay_arena *arena, struct assay_credits *out)
{
    struct assay_measurement m = *outcomes->measurement;
    const struct assay_table *t = m.table;
    unsigned char *counted = assay_arena_new(arena, t->items, 1);

    *out = (struct assay_credits){
        .credit = assay_arena_new(arena, t->items, sizeof(*out->credit)),
        .used = assay_arena_new(arena, t->items, sizeof(*out->used)),
        .left_out = assay_arena_new(arena, t->subset_count, sizeof(*out->left_out)),
    };
    for (size_t i = 0; i < t->items; i++)
        counted[i] = m.study.counted[i] && (!keep || keep[i]);
    m.study.counted = counted;
    assay_measure_credits(&m, out->credit, out->used, out->left_out);
    weigh(&m, out);
}

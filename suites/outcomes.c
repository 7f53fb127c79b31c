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
            return ASSAY_OUTCOME_NONE;
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
        return ASSAY_OUTCOME_NONE;
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
        return ASSAY_OUTCOME_NONE;
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

static enum assay_code check_kinds(const struct assay_suite *suite,
                                   const struct assay_table *table, bool *credits,
                                   struct assay_error *err)
{
    *credits = false;
    for (size_t s = 0; s < table->subset_count; s++) {
        const struct assay_kind *kind = assay_suite_kind_of(suite, table->subset_name[s]);

        if (table->dimension || kind->rates || kind->composite)
            return assay_fail(err, ASSAY_EUSAGE,
                              "suite %s: items of kind %s earn nothing by themselves",
                              assay_suite_name(suite), kind->name);
        *credits = *credits || !(kind->picks & (1U << table->want));
    }
    return ASSAY_OK;
}

enum assay_code assay_suite_outcomes(const struct assay_suite *suite,
                                     const struct assay_table *table,
                                     struct assay_arena *arena,
                                     struct assay_outcomes *out, struct assay_error *err)
{
    const struct assay_measuring point = {.level = 0.95}; /* no interval is asked for */
    struct assay_measurement m = {
        .suite = suite, .table = table, .measuring = &point, .arena = arena};
    enum assay_code code = check_kinds(suite, table, &out->credits, err);

    if (!code)
        code = assay_measure_items(&m, err);
    if (code)
        return code;
    out->earned = m.earned;
    out->choice = assay_arena_new(arena, table->items, sizeof(*out->choice));
    for (size_t i = 0; i < table->items; i++) {
        if (!m.study.counted[i])
            m.earned[i] = -1.0;
        if (!out->credits)
            out->choice[i] = choice_of(&m, i);
        else
            out->choice[i] = m.earned[i] < 0.0 ? ASSAY_OUTCOME_NONE
                                               : (int)lround(m.earned[i] * THOUSANDTHS);
    }
    return ASSAY_OK;
}

#include "harness/run/settling.h"

#include "harness/core/memory.h"
#include "harness/run/comparison_parts.h"
#include "harness/run/leg.h"
#include "metrics/sequential.h"
#include "suites/suite_parts.h"

#include <math.h>
#include <stdlib.h>

/* A cluster of the stored run's items on its way. */
struct cluster {
    double sum;  /* of weighted differences so far */
    size_t left; /* items to come */
};

struct assay_settling {
    struct assay_suite *suite; /* of the run under way */
    struct assay_stored stored;
    struct assay_comparison_side side; /* the stored run's items */
    double *weight;          /* (items,) of the stored run's; 0: the item is no step */
    struct cluster *cluster; /* (clusters,) */
    double most;             /* the largest weight of a cluster */
    bool pairs;
    struct assay_sequential test;
    size_t of, seen;
    struct assay_arena scratch; /* of one item */
};

const char *assay_settled_name(enum assay_settled_verdict verdict)
{
    static const char *const names[] = {"undecided", "better", "worse"};

    return names[verdict];
}

/* ---- what is held against it ---- */

/* The stored run's result of the suite and part; else of the suite. */
static const struct assay_result *result_of(const struct assay_stored *stored,
                                            const struct assay_suite *suite)
{
    const struct assay_str name = assay_str_of(assay_suite_name(suite));
    const char *part = assay_suite_part(suite);
    const struct assay_result *found = NULL;

    for (size_t i = 0; i < stored->result_count; i++) {
        const struct assay_result *at = &stored->result[i];

        if (assay_str_equal(at->suite, name) &&
            (!found || assay_str_equal(at->part, assay_str_of(part ? part : ""))))
            found = at;
    }
    return found;
}

static enum assay_code read_stored(struct assay_settling *s, const char *directory,
                                   struct assay_arena *arena, struct assay_error *err)
{
    enum assay_code code = assay_stored_read(directory, arena, &s->stored, err);

    if (!code && s->stored.result_count == 0)
        code = assay_fail(err, ASSAY_EUSAGE, "--until-settled %s: the run is not over",
                          directory);
    if (code)
        return code;
    s->side.stored = &s->stored;
    s->side.result = result_of(&s->stored, s->suite);
    return s->side.result
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EUSAGE, "--until-settled %s: it has no suite %s",
                            directory, assay_suite_name(s->suite));
}

/* Marks the stored items that the run under way has too. */
static enum assay_code mark(struct assay_settling *s, struct assay_items *items,
                            size_t limit, bool *common, struct assay_error *err)
{
    struct assay_arena arena = {0};
    const struct assay_item *item = NULL;
    enum assay_code code;
    uint32_t k;

    for (;;) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        if (limit && s->of >= limit)
            continue; /* goes by, for the digest */
        s->of++;
        if (assay_names_find(&s->side.ids, item->id, &k))
            common[k] = true;
    }
    assay_arena_release(&arena);
    return code;
}

static enum assay_code read_own(struct assay_settling *s, const struct assay_plan *plan,
                                struct assay_arena *arena, bool *common,
                                struct assay_node *sources, struct assay_error *err)
{
    struct assay_items *items = NULL;
    enum assay_code code =
        assay_items_open(s->suite, assay_leg_model_path(plan), &items, err);

    if (!code)
        code = mark(s, items, plan->request->limit, common, err);
    if (!code)
        code = assay_items_sources(items, arena, sources, err);
    assay_items_close(items);
    return code;
}

/* The run under way as if it were stored, as far as it decides what its items are. */
static enum assay_code check_alike(const struct assay_settling *s,
                                   const struct assay_plan *plan,
                                   const struct assay_node *sources,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_comparison_how how = assay_comparison_defaults();
    const char *part = assay_suite_part(s->suite);
    struct assay_result result = {
        .suite_version = assay_str_of(assay_suite_version(s->suite)),
        .part = assay_str_of(part ? part : ""),
        .rule = s->side.result->rule, /* follows from the suite and its options */
    };
    struct assay_node *run = assay_node_map(arena), *leg = assay_node_map(arena);
    struct assay_node *legs = assay_node_list(arena);
    const struct assay_stored stored = {.run = run, .result = &result, .result_count = 1};
    const struct assay_comparison_side side = {.stored = &stored, .result = &result};
    struct assay_comparison_pair pair = {0};

    assay_node_put(arena, leg, "status", assay_node_of_string("complete"));
    assay_node_put(arena, leg, "sources", *sources);
    assay_node_push(arena, legs, *leg);
    assay_node_put(arena, run, "plan", *plan->node);
    assay_node_put(arena, run, "suites", *legs);
    assay_comparison_unlike_find(&s->side, &side, &how, arena, &pair);
    for (size_t i = 0; i < pair.unlike_count; i++) {
        const struct assay_comparison_unlike *one = &pair.unlike[i];

        if (one->fault && one->fact != ASSAY_COMPARE_FACT_RULE)
            return assay_fail(
                err, ASSAY_EDATA, "%s: %s and this run differ in %.*s: %.*s against %.*s",
                assay_suite_name(s->suite), s->stored.directory, ASSAY_STR_ARG(one->what),
                ASSAY_STR_ARG(one->first), ASSAY_STR_ARG(one->second));
    }
    return ASSAY_OK;
}

/* ---- what its items weigh ---- */

/* Items earn something of their own, of which the suite's value is a mean. */
static enum assay_code check_kinds(const struct assay_settling *s, enum assay_want want,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_table *t = &s->side.table;
    struct assay_credits credits;
    bool mean = want != ASSAY_WANT_VECTORS;

    assay_outcomes_credits(&s->side.outcomes, NULL, arena, &credits);
    for (size_t c = 0; c < t->subset_count; c++)
        mean = mean && !credits.left_out[c] &&
               !assay_suite_kind_of(s->suite, t->subset_name[c])->composite;
    return mean ? ASSAY_OK
                : assay_fail(err, ASSAY_EUSAGE,
                             "--until-settled: %s: its value is no mean over items",
                             assay_suite_name(s->suite));
}

/* What the items that both have weigh in the overall value; how many they are. */
static size_t weigh(struct assay_settling *s, const bool *common,
                    struct assay_arena *arena)
{
    const struct assay_table *t = &s->side.table;
    const struct assay_outline *outline =
        assay_outline_new(s->side.reread.suite, t->subset_name, t->subset_count, arena);
    double *count = assay_arena_new(arena, t->subset_count, sizeof(*count));
    double *coefficient = assay_arena_new(arena, t->subset_count, sizeof(*coefficient));
    size_t n = 0;

    for (size_t i = 0; i < t->items; i++)
        count[t->subset[i]] += common[i] && s->side.outcomes.earned[i] >= 0.0;
    if (!assay_outline_coefficients(outline, ASSAY_OUTLINE_ALL, count, coefficient))
        return 0;
    for (size_t i = 0; i < t->items; i++) {
        if (common[i] && s->side.outcomes.earned[i] >= 0.0)
            s->weight[i] = coefficient[t->subset[i]];
        n += s->weight[i] > 0.0;
    }
    return n;
}

/* Clusters of the items that weigh something, and whether the test is one of pairs. */
static void gather(struct assay_settling *s)
{
    const struct assay_table *t = &s->side.table;
    double *sum;
    double weight = 0.0;
    size_t clusters = 0;

    for (size_t i = 0; i < t->items; i++)
        clusters = t->cluster[i] >= clusters ? (size_t)t->cluster[i] + 1 : clusters;
    s->cluster = assay_memory_new(clusters + 1, sizeof(*s->cluster));
    sum = assay_memory_new(clusters + 1, sizeof(*sum));
    s->pairs = true;
    for (size_t i = 0; i < t->items; i++) {
        const double earned = s->side.outcomes.earned[i];

        if (!(s->weight[i] > 0.0))
            continue;
        weight = weight > 0.0 ? weight : s->weight[i];
        sum[t->cluster[i]] += s->weight[i];
        s->most = fmax(s->most, sum[t->cluster[i]]);
        s->pairs = s->pairs && s->cluster[t->cluster[i]].left == 0 &&
                   s->weight[i] == weight && (earned == 0.0 || earned == 1.0);
        s->cluster[t->cluster[i]].left++;
    }
    free(sum);
}

/* ---- the test ---- */

static enum assay_code prepare(struct assay_settling *s, const struct assay_plan *plan,
                               enum assay_want want, struct assay_arena *arena,
                               struct assay_error *err)
{
    const struct assay_until *until = plan->request->until;
    struct assay_comparison_how how = assay_comparison_defaults();
    struct assay_node sources;
    bool *common;
    enum assay_code code = read_stored(s, until->directory, arena, err);

    if (code)
        return code;
    how.places = &plan->request->places;
    assay_comparison_side_read(&s->side, &how, arena);
    common = assay_arena_new(arena, s->side.ids.count + 1, sizeof(*common));
    code = read_own(s, plan, arena, common, &sources, err);
    if (!code)
        code = check_alike(s, plan, &sources, arena, err);
    if (!code && s->side.why.len > 0)
        code = assay_fail(err, ASSAY_EDATA, "--until-settled %s: %.*s", until->directory,
                          ASSAY_STR_ARG(s->side.why));
    if (!code)
        code = check_kinds(s, want, arena, err);
    if (code)
        return code;
    s->weight = assay_memory_new(s->side.table.items + 1, sizeof(*s->weight));
    if (weigh(s, common, arena) == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: no item has a value in %s and is asked here",
                          assay_suite_name(s->suite), until->directory);
    gather(s);
    if (s->pairs)
        assay_sequential_init_pairs(&s->test, until->alpha, 0.0);
    else
        assay_sequential_init_bounded(&s->test, until->alpha);
    return ASSAY_OK;
}

enum assay_code assay_settling_open(const struct assay_plan *plan, size_t number,
                                    enum assay_want want, struct assay_arena *arena,
                                    struct assay_settling **out, struct assay_error *err)
{
    struct assay_settling *s = assay_memory_new(1, sizeof(*s));
    enum assay_code code;

    s->suite = plan->suite[number].suite;
    code = prepare(s, plan, want, arena, err);
    *out = code ? NULL : s;
    if (code)
        assay_settling_close(s);
    return code;
}

/* What the item earned less what it earned in the stored run; 0 where it has no value. */
static double difference_of(struct assay_settling *s, const struct assay_book *book,
                            size_t item, double before)
{
    struct assay_outcomes outcomes;
    struct assay_table table;
    struct assay_error none; /* nothing was said that has a value */
    enum assay_code code;

    assay_arena_reset(&s->scratch);
    assay_book_look(book, item, &s->scratch, &table);
    code = assay_suite_outcomes_any(s->suite, &table, &s->scratch, &outcomes, &none);
    return code || outcomes.earned[0] < 0.0 ? 0.0 : outcomes.earned[0] - before;
}

static bool see_pair(struct assay_settling *s, double difference)
{
    if (difference == 0.0)
        return false;
    if (fabs(difference) < 1.0)
        return assay_sequential_part(&s->test, difference);
    return assay_sequential_pair(&s->test, difference > 0.0);
}

static bool see_of_cluster(struct assay_settling *s, struct cluster *cluster,
                           double difference)
{
    cluster->sum += difference;
    return --cluster->left == 0 &&
           assay_sequential_step(&s->test, fmax(-1.0, fmin(1.0, cluster->sum / s->most)));
}

bool assay_settling_see(struct assay_settling *settling, const struct assay_book *book,
                        size_t item)
{
    double difference;
    uint32_t k;

    settling->seen++;
    if (!assay_names_find(&settling->side.ids, book->id[item], &k) ||
        !(settling->weight[k] > 0.0))
        return false;
    difference = difference_of(settling, book, item, settling->side.outcomes.earned[k]);
    return settling->pairs
               ? see_pair(settling, difference)
               : see_of_cluster(settling,
                                &settling->cluster[settling->side.table.cluster[k]],
                                settling->weight[k] * difference);
}

struct assay_settled assay_settling_told(const struct assay_settling *settling)
{
    const bool settled = settling->test.settled > 0;
    const struct assay_sequential *test = &settling->test;
    const bool better = settling->pairs ? (double)test->won + test->part_won >
                                              (double)test->lost + test->part_lost
                                        : test->log_up > test->log_down;

    return (struct assay_settled){
        .at = settled ? settling->seen : settling->of,
        .of = settling->of,
        .p = assay_sequential_p(&settling->test),
        .verdict = !settled ? ASSAY_SETTLED_UNDECIDED
                   : better ? ASSAY_SETTLED_BETTER
                            : ASSAY_SETTLED_WORSE,
    };
}

struct assay_str assay_settling_against(const struct assay_settling *settling)
{
    return settling->side.result->label;
}

void assay_settling_close(struct assay_settling *settling)
{
    if (!settling)
        return;
    assay_comparison_side_release(&settling->side);
    assay_sequential_release(&settling->test);
    assay_arena_release(&settling->scratch);
    free(settling->weight);
    free(settling->cluster);
    free(settling);
}

#include "harness/run/audit.h"

#include "adapters/inner.h"
#include "harness/run/book.h"
#include "harness/run/leg.h"
#include "harness/run/model.h"

#include <math.h>

/* An audit under way. */
struct audit {
    struct assay_inner model;
    const struct assay_task *task; /* (n,) */
    size_t n;
    const struct assay_auditing *how;
    struct assay_arena arena;
    struct assay_inner_answers *first; /* (n,) */
    struct assay_audit *out;
};

const char *assay_audit_time_name(enum assay_audit_time time)
{
    static const char *const names[] = {"again", "reversed", "alone"};

    return names[time];
}

/* ---- asking ---- */

static enum assay_code ask(struct audit *audit, const struct assay_task *tasks, size_t n,
                           struct assay_inner_answers *out, struct assay_error *err)
{
    const atomic_int *stop = audit->model.stop;
    const enum assay_code code =
        assay_inner_ask(&audit->model, tasks, n, &audit->arena, out, err);

    return !code && stop && *stop ? assay_fail(err, ASSAY_EINTERRUPTED, "interrupted")
                                  : code;
}

static enum assay_code ask_reversed(struct audit *audit, struct assay_inner_answers *out,
                                    struct assay_error *err)
{
    const size_t n = audit->n;
    struct assay_task *tasks = assay_arena_new(&audit->arena, n, sizeof(*tasks));
    struct assay_inner_answers *answers =
        assay_arena_new(&audit->arena, n, sizeof(*answers));
    enum assay_code code;

    for (size_t i = 0; i < n; i++)
        tasks[n - 1 - i] = audit->task[i];
    code = ask(audit, tasks, n, answers, err);
    for (size_t i = 0; i < n; i++)
        out[n - 1 - i] = answers[i];
    return code;
}

static enum assay_code ask_alone(struct audit *audit, struct assay_inner_answers *out,
                                 struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < audit->n; i++)
        code = ask(audit, &audit->task[i], 1, &out[i], err);
    return code;
}

static enum assay_code ask_at(struct audit *audit, enum assay_audit_time time,
                              struct assay_inner_answers *out, struct assay_error *err)
{
    switch (time) {
    case ASSAY_AUDIT_REVERSED:
        return ask_reversed(audit, out, err);
    case ASSAY_AUDIT_ALONE:
        return ask_alone(audit, out, err);
    case ASSAY_AUDIT_AGAIN:
    case ASSAY_AUDIT_TIMES:
        break;
    }
    return ask(audit, audit->task, audit->n, out, err);
}

/* ---- comparing ---- */

static bool has_number(const struct assay_answer *answer)
{
    return answer->state == ASSAY_STATE_SCORED && isfinite(answer->value);
}

static void compare_value(const struct audit *audit, enum assay_want want,
                          const struct assay_answer *a, const struct assay_answer *b,
                          struct assay_audit_count *count)
{
    const double difference = fabs(a->value - b->value);

    if (has_number(a) != has_number(b) || (!has_number(a) && a->state != b->state)) {
        count->states++;
        return;
    }
    if (!has_number(a) || difference == 0.0)
        return;
    count->others++;
    count->most = fmax(count->most, difference);
    count->beyond += difference > audit->how->tolerance * fmax(1.0, fabs(a->value));
    count->flips += want == ASSAY_WANT_PREFERENCES || want == ASSAY_WANT_VERDICTS;
}

static int order_of(const struct assay_answer *answers, size_t i, size_t k)
{
    return (answers[i].value > answers[k].value) - (answers[i].value < answers[k].value);
}

/* True of a pair that a verdict is about, with numbers for both. */
static bool is_pair(const struct assay_task *task, const struct assay_answer *answers,
                    size_t i, size_t k)
{
    const struct assay_item *item = task->item;

    return task->want == ASSAY_WANT_SCORES && item->dimension_count == 0 && item->gold &&
           (item->gold[i] < item->gold[k] || item->gold[i] > item->gold[k]) &&
           has_number(&answers[i]) && has_number(&answers[k]);
}

static size_t count_flips(const struct assay_task *task, const struct assay_answer *a,
                          const struct assay_answer *b)
{
    size_t flips = 0;

    for (size_t i = 0; i < task->wanted; i++)
        for (size_t k = 0; k < i; k++)
            flips += is_pair(task, a, i, k) && has_number(&b[i]) && has_number(&b[k]) &&
                     order_of(a, i, k) != order_of(b, i, k);
    return flips;
}

static void compare(struct audit *audit, const struct assay_inner_answers *now,
                    struct assay_audit_count *count)
{
    for (size_t i = 0; i < audit->n; i++) {
        const struct assay_task *task = &audit->task[i];

        for (size_t k = 0; k < task->wanted; k++)
            compare_value(audit, task->want, &audit->first[i].at[k], &now[i].at[k],
                          count);
        count->flips += count_flips(task, audit->first[i].at, now[i].at);
    }
    audit->out->most = fmax(audit->out->most, count->most);
}

/* Pairs, and how many of them lie nearer than numbers are far apart. */
static void weigh_pairs(struct audit *audit)
{
    struct assay_audit *out = audit->out;
    double least = (double)INFINITY;

    for (size_t t = 0; t < audit->n; t++) {
        const struct assay_answer *at = audit->first[t].at;

        for (size_t i = 0; i < audit->task[t].wanted; i++)
            for (size_t k = 0; k < i; k++) {
                const double margin = fabs(at[i].value - at[k].value);

                if (!is_pair(&audit->task[t], at, i, k))
                    continue;
                out->pairs++;
                out->at_risk += margin < 2.0 * out->most;
                if (margin > 0.0)
                    least = fmin(least, margin);
            }
    }
    out->margin = isfinite(least) ? least : 0.0;
}

static void count_values(struct audit *audit)
{
    for (size_t i = 0; i < audit->n; i++) {
        audit->out->values += audit->task[i].wanted;
        for (size_t k = 0; k < audit->task[i].wanted; k++)
            audit->out->scored += has_number(&audit->first[i].at[k]);
    }
}

/* Texts that went through the model beside other items' so far, where its adapter tells (gguf_open.h). */
static bool count_shared(const struct assay_model *model, struct assay_arena *arena,
                         size_t *out)
{
    struct assay_node *facts = assay_node_map(arena);
    const struct assay_node *count;

    *out = 0;
    if (!model->adapter->facts)
        return false;
    model->adapter->facts(model->state, arena, facts);
    count = assay_node_get(assay_node_get(facts, "texts"), "beside_others");
    if (!assay_node_is(count, ASSAY_NODE_INT))
        return false;
    *out = (size_t)count->as.integer;
    return true;
}

bool assay_audit_shares_none(const struct assay_audit *audit)
{
    return audit->items > 1 && audit->tells_shared && audit->shared == 0;
}

enum assay_code assay_audit_ask(const struct assay_model *model,
                                const struct assay_task *tasks, size_t n,
                                const struct assay_auditing *how, struct assay_audit *out,
                                struct assay_error *err)
{
    struct audit audit = {.model = {.adapter = model->adapter,
                                    .state = model->state,
                                    .stop = how->stop,
                                    .stage = how->stage},
                          .task = tasks,
                          .n = n,
                          .how = how,
                          .out = out};
    struct assay_inner_answers *now;
    size_t before;
    enum assay_code code;

    *out = (struct assay_audit){
        .items = n, .together = model->adapter->together, .tolerance = how->tolerance};
    audit.first = assay_arena_new(&audit.arena, n, sizeof(*audit.first));
    now = assay_arena_new(&audit.arena, n, sizeof(*now));
    (void)count_shared(model, &audit.arena, &before);
    assay_stage_begin(how->stage, ASSAY_STR("audit"), (1 + ASSAY_AUDIT_TIMES) * n, false);
    code = ask(&audit, tasks, n, audit.first, err);
    for (unsigned time = 0; !code && time < ASSAY_AUDIT_TIMES; time++) {
        code = ask_at(&audit, (enum assay_audit_time)time, now, err);
        if (!code)
            compare(&audit, now, &out->count[time]);
    }
    assay_stage_end(how->stage);
    if (!code) {
        out->tells_shared = count_shared(model, &audit.arena, &out->shared);
        out->shared -= before;
        count_values(&audit);
        weigh_pairs(&audit);
    }
    assay_arena_release(&audit.arena);
    return code;
}

/* ---- a suite's items ---- */

/* The shortest of the completions whose gold value is the best, or is not; completion_count: there is none. */
static size_t shortest(const struct assay_item *item, bool right, double best)
{
    size_t found = item->completion_count;

    for (size_t k = 0; k < item->completion_count; k++)
        if (right == (item->gold[k] >= best) &&
            (found == item->completion_count ||
             item->completions[k].len < item->completions[found].len))
            found = k;
    return found;
}

/* The item with a right and a wrong completion alone; itself where it has no more, or none of one of them. */
static const struct assay_item *pair_of(const struct assay_item *item,
                                        struct assay_arena *arena)
{
    const size_t n = item->completion_count;
    struct assay_item *out;
    struct assay_str *completions;
    double *gold, best = -(double)INFINITY;
    size_t right, wrong;

    if (n <= 2 || !item->gold || item->dimension_count > 0 || item->pair_count > 0)
        return item;
    for (size_t k = 0; k < n; k++)
        best = fmax(best, item->gold[k]);
    right = shortest(item, true, best);
    wrong = shortest(item, false, best);
    if (right == n || wrong == n)
        return item;
    out = assay_arena_new(arena, 1, sizeof(*out));
    completions = assay_arena_new(arena, 2, sizeof(*completions));
    gold = assay_arena_new(arena, 2, sizeof(*gold));
    completions[0] = item->completions[right];
    completions[1] = item->completions[wrong];
    gold[0] = item->gold[right];
    gold[1] = item->gold[wrong];
    *out = *item;
    out->completions = completions;
    out->gold = gold;
    out->completion_count = 2;
    return out;
}

/* Tasks (n,) with pairs for items. */
static void shorten(const struct assay_book *book, struct assay_task *tasks, size_t n,
                    struct assay_arena *arena)
{
    for (size_t i = 0; i < n; i++) {
        tasks[i].item = pair_of(tasks[i].item, arena);
        tasks[i].wanted = assay_book_wanted(book, tasks[i].item);
    }
}

/* Tasks (*n,) of the first items, as the queue of a run makes them. */
static enum assay_code read_tasks(struct assay_items *items,
                                  const struct assay_book *book,
                                  struct assay_arena *arena, struct assay_task *tasks,
                                  size_t *n, struct assay_error *err)
{
    const size_t most = *n;
    enum assay_code code = ASSAY_OK;

    for (*n = 0; !code && *n < most; (*n)++) {
        const struct assay_item *item;

        code = assay_items_next(items, arena, &item, err);
        if (code || !item)
            break;
        tasks[*n] = (struct assay_task){
            .item = item, .wanted = assay_book_wanted(book, item), .want = book->want};
    }
    return code;
}

enum assay_code assay_audit_suite(const struct assay_plan *plan, size_t number,
                                  const struct assay_model *model,
                                  const struct assay_auditing *how,
                                  struct assay_audit *out, struct assay_error *err)
{
    const struct assay_suite *suite = plan->suite[number].suite;
    struct assay_arena arena = {0};
    struct assay_items *items = NULL;
    struct assay_task *tasks = assay_arena_new(&arena, how->items, sizeof(*tasks));
    struct assay_book book;
    size_t n = how->items;
    enum assay_code code =
        assay_items_open(suite, assay_leg_model_path(plan), &items, err);

    assay_book_init(&book, assay_model_want(model), assay_model_values(model, suite));
    if (!code)
        code = read_tasks(items, &book, &arena, tasks, &n, err);
    if (!code && how->pairs)
        shorten(&book, tasks, n, &arena);
    if (!code)
        code = assay_audit_ask(model, tasks, n, how, out, err);
    assay_book_release(&book);
    assay_items_close(items);
    assay_arena_release(&arena);
    return code;
}

/* ---- what it comes to ---- */

enum assay_code assay_audit_judge(const struct assay_audit *audit,
                                  struct assay_error *err)
{
    /* Of several as bad the first: what goes through together is other items in another order. */
    static const struct {
        enum assay_audit_time time;
        const char *follow;
    } faults[] = {{ASSAY_AUDIT_AGAIN, "differ from one time to the next"},
                  {ASSAY_AUDIT_ALONE, "follow from what is asked together"},
                  {ASSAY_AUDIT_REVERSED, "follow from the order of the items"}};
    const struct assay_audit_count *worst = NULL;
    const char *follow = NULL;
    size_t most = 0;

    if (audit->scored == 0)
        return assay_fail(err, ASSAY_ECOVERAGE, "audit: no item had a number");
    for (unsigned i = 0; i < ASSAY_AUDIT_TIMES; i++) {
        const struct assay_audit_count *count = &audit->count[faults[i].time];

        if (count->beyond + count->states <= most)
            continue;
        worst = count;
        follow = faults[i].follow;
        most = count->beyond + count->states;
    }
    return worst
               ? assay_fail(err, ASSAY_EMODEL,
                            "audit: numbers %s: %zu of %zu by more than %g (the largest "
                            "by %.4g), %zu have none in one case, %zu flips",
                            follow, worst->beyond, audit->scored, audit->tolerance,
                            worst->most, worst->states, worst->flips)
               : ASSAY_OK;
}

static struct assay_node count_node(const struct assay_audit_count *count,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "largest_difference", assay_node_of_real(count->most));
    assay_node_put_count(arena, map, "different", count->others);
    assay_node_put_count(arena, map, "beyond_tolerance", count->beyond);
    assay_node_put_count(arena, map, "other_state", count->states);
    assay_node_put_count(arena, map, "flips", count->flips);
    return *map;
}

struct assay_node *assay_audit_node(const struct assay_audit *audit,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_error ignored;

    assay_node_put_count(arena, map, "items", audit->items);
    assay_node_put_count(arena, map, "values", audit->values);
    assay_node_put_count(arena, map, "scored", audit->scored);
    assay_node_put_count(arena, map, "together", audit->together);
    if (audit->tells_shared)
        assay_node_put_count(arena, map, "beside_others", audit->shared);
    assay_node_put(arena, map, "tolerance", assay_node_of_real(audit->tolerance));
    for (unsigned time = 0; time < ASSAY_AUDIT_TIMES; time++)
        assay_node_put(arena, map, assay_audit_time_name((enum assay_audit_time)time),
                       count_node(&audit->count[time], arena));
    assay_node_put(arena, map, "largest_difference", assay_node_of_real(audit->most));
    assay_node_put_count(arena, map, "pairs", audit->pairs);
    assay_node_put(arena, map, "smallest_margin",
                   audit->margin > 0.0 ? assay_node_of_real(audit->margin)
                                       : assay_node_null());
    assay_node_put_count(arena, map, "pairs_at_risk", audit->at_risk);
    assay_node_put(arena, map, "passed",
                   assay_node_of_bool(assay_audit_judge(audit, &ignored) == ASSAY_OK));
    return map;
}

size_t assay_audit_flips(const struct assay_node *audit)
{
    size_t most = 0;

    for (unsigned time = 0; time < ASSAY_AUDIT_TIMES; time++) {
        const size_t flips = assay_node_size(
            assay_node_get(audit, assay_audit_time_name((enum assay_audit_time)time)),
            "flips");

        most = flips > most ? flips : most;
    }
    return most;
}

/* loader.c - the main thread's side of a queue: items in, chunk by chunk. */
#include "harness/run/queue_state.h"

#include "harness/core/clock.h"
#include "harness/core/memory.h"
#include "harness/run/queue_cache.h"
#include "harness/run/stop.h"
#include "harness/run/tick.h"

#include <stdlib.h>
#include <string.h>

static void lock(struct assay_queue *queue)
{
    (void)pthread_mutex_lock(&queue->lock);
}

static void unlock(struct assay_queue *queue)
{
    (void)pthread_mutex_unlock(&queue->lock);
}

static bool interrupted(const struct assay_queue *queue)
{
    return queue->setting.stop && *queue->setting.stop;
}

static void check_interruption(struct assay_queue *queue)
{
    const struct assay_leaving *leaving = &queue->setting.leaving;
    struct assay_error why;

    if (interrupted(queue) && *queue->setting.stop == ASSAY_STOP_NOW && leaving->now)
        leaving->now(leaving->self);
    if (queue->stopped || !interrupted(queue))
        return;
    (void)assay_fail(&why, ASSAY_EINTERRUPTED, "interrupted");
    assay_queue_stop(queue, &why);
}

/* Waits for a change, or a tick; then looks around. The lock is held. */
static void wait_for_change(struct assay_queue *queue)
{
    const struct assay_watch *watch = &queue->setting.watch;

    assay_tick_wait(&queue->room, &queue->lock);
    check_interruption(queue);
    if (watch->tell)
        watch->tell(watch->self, queue->done, queue->book->items - queue->ledger.others,
                    queue->loaded);
}

static bool window_is_full(const struct assay_queue *queue)
{
    if (queue->waiting == queue->workers && !assay_queue_untaken(queue))
        return false;
    return queue->under_way + ASSAY_CHUNK_ITEMS > ASSAY_WORK_WINDOW ||
           queue->under_way_bytes > ASSAY_QUEUE_BYTES;
}

/* A chunk to fill, once there is room for one; NULL when it is time to stop. */
static struct assay_chunk *chunk_when_room(struct assay_queue *queue)
{
    struct assay_chunk *chunk;

    lock(queue);
    check_interruption(queue);
    while (!queue->stopped && queue->workers > 0 && window_is_full(queue))
        wait_for_change(queue);
    chunk = queue->spare;
    if (queue->stopped || queue->workers == 0) {
        unlock(queue);
        return NULL;
    }
    if (chunk)
        queue->spare = chunk->next;
    unlock(queue);
    if (!chunk)
        chunk = assay_memory_new(1, sizeof(*chunk));
    assay_arena_reset(&chunk->arena);
    chunk->next = NULL;
    chunk->count = chunk->taken = chunk->open = 0;
    return chunk;
}

/* Reads items into a chunk, outside the lock. A chunk that is not full is the last. */
static enum assay_code fill(struct assay_queue *queue, struct assay_chunk *chunk,
                            bool *last, struct assay_error *err)
{
    const struct assay_source *source = &queue->setting.source;
    const size_t limit = queue->setting.limit;

    while (!assay_chunk_is_full(chunk->count, &chunk->arena)) {
        const struct assay_item *item;
        enum assay_code code;

        *last = (limit && chunk->first + chunk->count == limit) || interrupted(queue);
        if (*last)
            return ASSAY_OK;
        code = source->next(source->self, &chunk->arena, &item, err);
        if (code)
            return code;
        *last = !item;
        if (*last)
            return ASSAY_OK;
        if (queue->setting.merge || queue->setting.cache)
            chunk->content[chunk->count] = assay_same_content(item);
        chunk->item[chunk->count++] = item;
    }
    return ASSAY_OK;
}

/* Reads what is beyond the limit, so that all of the data is checked and hashed. */
static enum assay_code drain(struct assay_queue *queue, struct assay_error *err)
{
    const struct assay_source *source = &queue->setting.source;
    const struct assay_item *item = NULL;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    do {
        if (arena.bytes > ASSAY_CHUNK_BYTES)
            assay_arena_reset(&arena);
        code = source->next(source->self, &arena, &item, err);
    } while (!code && item && !interrupted(queue));
    assay_arena_release(&arena);
    return code;
}

static const struct assay_answer *past_answers(const struct assay_queue *queue,
                                               const struct assay_item *item,
                                               size_t *count)
{
    const struct assay_past_suite *past = queue->setting.past;

    return past ? assay_past_answers(past, item->id, count) : NULL;
}

/* Something of the stretch that begins at a place failed before, and is to be asked again. */
static bool has_failed(const struct assay_queue *queue, const struct assay_chunk *chunk,
                       size_t from)
{
    const size_t together = queue->setting.together > 1 ? queue->setting.together : 1;
    bool failed = false;

    for (size_t i = from; i < from + together && i < chunk->count && !failed; i++) {
        size_t count = 0;
        const struct assay_answer *answers = past_answers(queue, chunk->item[i], &count);

        failed = answers && assay_past_has_failed(answers, count);
    }
    return failed && queue->setting.again;
}

/* What an earlier attempt said of an item: it is answered, or what it has is kept for who asks again. */
static enum assay_code answer_from_past(struct assay_queue *queue,
                                        struct assay_chunk *chunk, size_t place,
                                        bool *answered, struct assay_error *err)
{
    const size_t together = queue->setting.together > 1 ? queue->setting.together : 1;
    const struct assay_item *item = chunk->item[place];
    size_t count = 0;
    const struct assay_answer *answers = past_answers(queue, item, &count);

    *answered = false;
    chunk->have[place] = NULL;
    if (!answers)
        return ASSAY_OK;
    if (count != assay_book_wanted(queue->book, item))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%zu: item %.*s has %zu values in the journal, wants %zu",
                          item->file, item->line, ASSAY_STR_ARG(item->id), count,
                          assay_book_wanted(queue->book, item));
    *answered = !chunk->stretch[place / together].again;
    queue->ledger.resumed += *answered;
    queue->ledger.again += !*answered;
    if (*answered)
        assay_book_answer(queue->book, item->index, answers);
    else if (queue->setting.texts)
        return assay_past_texts_answers(queue->setting.texts, queue->setting.past,
                                        item->id, &chunk->arena, &chunk->have[place],
                                        err);
    return ASSAY_OK;
}

/* Puts an item into the list of those that are to be given the answer of an earlier one. */
static void add_twin(struct assay_queue *queue, size_t first, size_t item)
{
    if (item >= queue->twin_cap) {
        const size_t cap = assay_memory_grow(queue->twin_cap, item + 1);

        queue->twin = assay_memory_resize(queue->twin, cap, sizeof(*queue->twin));
        memset(queue->twin + queue->twin_cap, 0,
               (cap - queue->twin_cap) * sizeof(*queue->twin));
        queue->twin_cap = cap;
    }
    queue->twin[item] = queue->twin[first];
    queue->twin[first] = (uint32_t)item + 1;
}

/*
 * Deals with an item that asks what an earlier one asked. True if it need not be asked: its
 * answer is copied now (then it is in late) or when the first one is answered.
 */
static bool merge(struct assay_queue *queue, struct assay_chunk *chunk, size_t place,
                  bool answered, struct assay_entries *late)
{
    const size_t item = chunk->first + place;
    size_t first;

    first = assay_same_first(&queue->same, &chunk->content[place], item);
    if (first == item)
        return false;
    queue->ledger.merged++;
    if (answered)
        return true;
    if (assay_book_answered(queue->book, first)) {
        const size_t from = queue->book->first[first];
        const size_t n = queue->book->first[first + 1] - from;
        struct assay_answer *answers =
            assay_arena_new(&chunk->arena, n, sizeof(*answers));

        assay_book_copy(queue->book, first, item);
        for (size_t k = 0; k < n; k++)
            answers[k] = (struct assay_answer){
                .state = (enum assay_state)queue->book->state[from + k],
                .value = queue->book->value[from + k]};
        late->at[late->count++] = assay_queue_entry(queue, item, answers, n);
        return true;
    }
    add_twin(queue, first, item);
    return true;
}

/* What was decided of a place, for the stretch that it is in. */
static void note_stretch(const struct assay_queue *queue, struct assay_chunk *chunk,
                         size_t place, bool answered)
{
    const size_t together = queue->setting.together > 1 ? queue->setting.together : 1;
    struct assay_stretch *stretch = &chunk->stretch[place / together];

    stretch->torn = stretch->torn || answered;
    stretch->open += chunk->item[place] != NULL;
}

static void begin_stretch(const struct assay_queue *queue, struct assay_chunk *chunk,
                          size_t place)
{
    const size_t together = queue->setting.together > 1 ? queue->setting.together : 1;

    if (place % together == 0)
        chunk->stretch[place / together] =
            (struct assay_stretch){.again = has_failed(queue, chunk, place)};
}

static bool is_of_others(const struct assay_queue *queue, const struct assay_item *item)
{
    const struct assay_shares *shares = queue->setting.shares;

    return shares && (item->index >= shares->items ||
                      shares->owner[item->index] != queue->setting.shard);
}

/* An item that another process asks; those that ask the same are that one's too. */
static void pass_over(struct assay_queue *queue, struct assay_chunk *chunk, size_t place)
{
    chunk->item[place] = NULL;
    note_stretch(queue, chunk, place, false);
    queue->ledger.others++;
}

/* Enters the items of a chunk into the book and decides which are to be asked. */
static enum assay_code admit(struct assay_queue *queue, struct assay_chunk *chunk,
                             struct assay_entries *late, struct assay_error *err)
{
    for (size_t place = 0; place < chunk->count; place++) {
        const struct assay_item *item = chunk->item[place];
        bool answered, same = false;
        enum assay_code code;

        begin_stretch(queue, chunk, place);

        if (assay_book_wanted(queue->book, item) >
            ASSAY_BOOK_VALUES_MAX - queue->book->values)
            return assay_fail_at(
                err, assay_item_spot(item),
                "more than %llu values of all items: too many to hold at "
                "once; run parts of the suite, or --limit",
                (unsigned long long)ASSAY_BOOK_VALUES_MAX);
        assay_book_add(queue->book, item);
        if (is_of_others(queue, item)) {
            pass_over(queue, chunk, place);
            continue;
        }
        code = answer_from_past(queue, chunk, place, &answered, err);
        if (code)
            return code;
        if (queue->setting.merge)
            same = merge(queue, chunk, place, answered, late);
        if (answered || same || queue->settled)
            chunk->item[place] = NULL;
        else
            chunk->open++;
        note_stretch(queue, chunk, place, answered);
        queue->done += answered;
    }
    queue->done += late->count;
    if (queue->setting.cache)
        assay_queue_recall(queue, chunk, late);
    queue->ledger.items += chunk->count;
    return ASSAY_OK;
}

static void push(struct assay_queue *queue, struct assay_chunk *chunk)
{
    queue->under_way += chunk->count;
    queue->under_way_bytes += chunk->arena.bytes;
    *queue->live_end = chunk;
    queue->live_end = &chunk->next;
    if (chunk->open == 0)
        assay_queue_retire(queue, chunk);
    else
        (void)pthread_cond_broadcast(&queue->more);
}

/* Enters a filled chunk and hands it to the workers; it belongs to the queue then. */
static enum assay_code offer(struct assay_queue *queue, struct assay_chunk *chunk,
                             struct assay_error *err)
{
    struct assay_pen pen = {0};
    struct assay_entries late = {0};
    enum assay_code code;

    if (queue->setting.cache)
        assay_cache_refresh(queue->setting.cache);
    late.at = assay_arena_new(&pen.arena, chunk->count, sizeof(*late.at));
    lock(queue);
    code = admit(queue, chunk, &late, err);
    unlock(queue);
    if (!code && late.count > 0)
        code = assay_queue_write(queue, &late, &pen, err);
    lock(queue);
    if (code)
        chunk->count = chunk->open = 0; /* nobody will take from it */
    push(queue, chunk);
    assay_queue_show(queue);
    unlock(queue);
    assay_arena_release(&pen.arena);
    assay_buf_release(&pen.lines);
    return code;
}

/* One chunk from the source to the workers. */
static enum assay_code load_chunk(struct assay_queue *queue, struct assay_chunk *chunk,
                                  bool *last, struct assay_error *err)
{
    const double from = assay_clock();
    enum assay_code code = fill(queue, chunk, last, err);

    queue->seconds += assay_clock() - from;
    if (!code)
        return offer(queue, chunk, err);
    assay_arena_release(&chunk->arena);
    free(chunk);
    return code;
}

/* Everything up to the limit, the end, a fault or an interruption. */
static enum assay_code load(struct assay_queue *queue, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t first = 0;
    bool last = false;

    while (!code && !last) {
        struct assay_chunk *chunk = chunk_when_room(queue);

        if (!chunk && queue->fault.code)
            return ASSAY_OK;
        if (!chunk)
            return assay_fail(err, ASSAY_EMODEL, "the adapter stopped before the end");
        chunk->first = first;
        code = load_chunk(queue, chunk, &last, err);
        first = queue->book->items;
    }
    if (!code && queue->setting.limit && first == queue->setting.limit)
        code = drain(queue, err);
    return code;
}

/* Journalled answers must all belong to items of the suite. */
static enum assay_code check_past(const struct assay_queue *queue,
                                  struct assay_error *err)
{
    const struct assay_past_suite *past = queue->setting.past;

    if (!past || queue->ledger.resumed + queue->ledger.again == past->items)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA,
                      "items.jsonl answers %zu items that %.*s does not have: its data "
                      "changed since the run began",
                      past->items - queue->ledger.resumed - queue->ledger.again,
                      ASSAY_STR_ARG(queue->setting.suite));
}

enum assay_code assay_queue_load(struct assay_queue *queue, struct assay_error *err)
{
    struct assay_error why = {0};
    enum assay_code code = load(queue, &why);
    size_t left;

    lock(queue);
    if (code)
        assay_queue_stop(queue, &why);
    queue->loaded = true;
    (void)pthread_cond_broadcast(&queue->more);
    check_interruption(queue);
    while (queue->workers > 0)
        wait_for_change(queue);
    unlock(queue);
    if (queue->fault.code) {
        *err = queue->fault;
        return err->code;
    }
    code = check_past(queue, err);
    left = queue->book->items - queue->ledger.others - queue->done;
    if (!code && left > 0 && !queue->settled)
        code =
            assay_fail(err, ASSAY_EMODEL, "the adapter left %zu items unanswered", left);
    return code;
}

/* loader.c - the main thread's side of a queue: items in, chunk by chunk. */
#include "harness/run/queue_state.h"

#include "harness/core/clock.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <time.h>

enum {
    TICK_NANOSECONDS = 50000000 /* how often a waiting loader looks for an interruption */
};

static void lock(struct assay_work *work)
{
    (void)pthread_mutex_lock(&work->lock);
}

static void unlock(struct assay_work *work)
{
    (void)pthread_mutex_unlock(&work->lock);
}

static bool interrupted(const struct assay_work *work)
{
    return work->setting.stop && *work->setting.stop;
}

static void check_interruption(struct assay_work *work)
{
    struct assay_error why;

    if (work->stopped || !interrupted(work))
        return;
    (void)assay_fail(&why, ASSAY_EINTERRUPTED, "interrupted");
    assay_queue_stop(work, &why);
}

/* Waits for a change, or a tick; then looks around. The lock is held. */
static void wait_for_change(struct assay_work *work)
{
    const struct assay_watch *watch = &work->setting.watch;
    struct timespec until;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_NANOSECONDS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    (void)pthread_cond_timedwait(&work->room, &work->lock, &until);
    check_interruption(work);
    if (watch->tell)
        watch->tell(watch->self, work->done, work->book->items, work->loaded);
}

static bool window_is_full(const struct assay_work *work)
{
    if (work->waiting == work->workers && !assay_queue_untaken(work))
        return false;
    return work->under_way + ASSAY_CHUNK_ITEMS > ASSAY_WORK_WINDOW ||
           work->under_way_bytes > ASSAY_QUEUE_BYTES;
}

/* A chunk to fill, once there is room for one; NULL when it is time to stop. */
static struct assay_chunk *chunk_when_room(struct assay_work *work)
{
    struct assay_chunk *chunk;

    lock(work);
    check_interruption(work);
    while (!work->stopped && work->workers > 0 && window_is_full(work))
        wait_for_change(work);
    chunk = work->spare;
    if (work->stopped || work->workers == 0) {
        unlock(work);
        return NULL;
    }
    if (chunk)
        work->spare = chunk->next;
    unlock(work);
    if (!chunk)
        chunk = assay_memory_new(1, sizeof(*chunk));
    assay_arena_reset(&chunk->arena);
    chunk->next = NULL;
    chunk->count = chunk->taken = chunk->open = 0;
    return chunk;
}

/* Reads items into a chunk, outside the lock. A chunk that is not full is the last. */
static enum assay_code fill(struct assay_work *work, struct assay_chunk *chunk,
                            bool *last, struct assay_error *err)
{
    const struct assay_source *source = &work->setting.source;
    const size_t limit = work->setting.limit;

    while (chunk->count < ASSAY_CHUNK_ITEMS && chunk->arena.bytes < ASSAY_CHUNK_BYTES) {
        const struct assay_item *item;
        enum assay_code code;

        *last = (limit && chunk->first + chunk->count == limit) || interrupted(work);
        if (*last)
            return ASSAY_OK;
        code = source->next(source->self, &chunk->arena, &item, err);
        if (code)
            return code;
        *last = !item;
        if (*last)
            return ASSAY_OK;
        if (work->setting.merge)
            chunk->content[chunk->count] = assay_same_content(item);
        chunk->item[chunk->count++] = item;
    }
    return ASSAY_OK;
}

/* Reads what is beyond the limit, so that all of the data is checked and hashed. */
static enum assay_code drain(struct assay_work *work, struct assay_error *err)
{
    const struct assay_source *source = &work->setting.source;
    const struct assay_item *item = NULL;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    do {
        if (arena.bytes > ASSAY_CHUNK_BYTES)
            assay_arena_reset(&arena);
        code = source->next(source->self, &arena, &item, err);
    } while (!code && item && !interrupted(work));
    assay_arena_release(&arena);
    return code;
}

static enum assay_code answer_from_past(struct assay_work *work,
                                        const struct assay_item *item, bool *answered,
                                        struct assay_error *err)
{
    const struct assay_answer *answers = NULL;
    size_t count;

    *answered = false;
    if (work->setting.past)
        answers = assay_past_answers(work->setting.past, item->id, &count);
    if (!answers)
        return ASSAY_OK;
    if (count != assay_book_wanted(work->book, item))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%zu: item %.*s has %zu values in the journal, wants %zu",
                          item->file, item->line, ASSAY_STR_ARG(item->id), count,
                          assay_book_wanted(work->book, item));
    assay_book_answer(work->book, item->index, answers);
    work->ledger.resumed++;
    *answered = true;
    return ASSAY_OK;
}

static void grow_twins(struct assay_work *work, size_t item)
{
    if (item >= work->twin_cap) {
        work->twin_cap = assay_memory_grow(work->twin_cap, item + 1);
        work->twin = assay_memory_resize(work->twin, work->twin_cap, sizeof(*work->twin));
    }
    work->twin[item] = 0;
}

/*
 * Deals with an item that asks what an earlier one asked. True if it need not be asked: its
 * answer is copied now (then it is in late) or when the first one is answered.
 */
static bool merge(struct assay_work *work, struct assay_chunk *chunk, size_t place,
                  bool answered, struct assay_entries *late)
{
    const size_t item = chunk->first + place;
    size_t first;

    grow_twins(work, item);
    first = assay_same_first(&work->same, &chunk->content[place], item);
    if (first == item)
        return false;
    work->ledger.merged++;
    if (answered)
        return true;
    if (assay_book_answered(work->book, first)) {
        const size_t from = work->book->first[first];
        const size_t n = work->book->first[first + 1] - from;
        struct assay_answer *answers =
            assay_arena_new(&chunk->arena, n, sizeof(*answers));

        assay_book_copy(work->book, first, item);
        for (size_t k = 0; k < n; k++)
            answers[k] = (struct assay_answer){
                .state = (enum assay_state)work->book->state[from + k],
                .value = work->book->value[from + k]};
        late->at[late->count++] = (struct assay_journal_entry){
            work->setting.suite, work->book->id[item], answers, n, 0};
        return true;
    }
    work->twin[item] = work->twin[first];
    work->twin[first] = (uint32_t)item + 1;
    return true;
}

/* Enters the items of a chunk into the book and decides which are to be asked. */
static enum assay_code admit(struct assay_work *work, struct assay_chunk *chunk,
                             struct assay_entries *late, struct assay_error *err)
{
    for (size_t place = 0; place < chunk->count; place++) {
        const struct assay_item *item = chunk->item[place];
        bool answered, same = false;
        enum assay_code code;

        assay_book_add(work->book, item);
        code = answer_from_past(work, item, &answered, err);
        if (code)
            return code;
        if (work->setting.merge)
            same = merge(work, chunk, place, answered, late);
        if (answered || same)
            chunk->item[place] = NULL;
        else
            chunk->open++;
        work->done += answered;
    }
    work->done += late->count;
    work->ledger.items += chunk->count;
    return ASSAY_OK;
}

static void push(struct assay_work *work, struct assay_chunk *chunk)
{
    work->under_way += chunk->count;
    work->under_way_bytes += chunk->arena.bytes;
    *work->live_end = chunk;
    work->live_end = &chunk->next;
    if (chunk->open == 0)
        assay_queue_retire(work, chunk);
    else
        (void)pthread_cond_broadcast(&work->more);
}

/* Enters a filled chunk and hands it to the workers; it belongs to the queue then. */
static enum assay_code offer(struct assay_work *work, struct assay_chunk *chunk,
                             struct assay_error *err)
{
    struct assay_pen pen = {0};
    struct assay_entries late = {0};
    enum assay_code code;

    late.at = assay_arena_new(&pen.arena, chunk->count, sizeof(*late.at));
    lock(work);
    code = admit(work, chunk, &late, err);
    unlock(work);
    if (!code && late.count > 0)
        code = assay_queue_write(work, &late, &pen, err);
    lock(work);
    if (code)
        chunk->count = chunk->open = 0; /* nobody will take from it */
    push(work, chunk);
    unlock(work);
    assay_arena_release(&pen.arena);
    assay_buf_release(&pen.lines);
    return code;
}

/* One chunk from the source to the workers. */
static enum assay_code load_chunk(struct assay_work *work, struct assay_chunk *chunk,
                                  bool *last, struct assay_error *err)
{
    const double from = assay_clock();
    enum assay_code code = fill(work, chunk, last, err);

    work->seconds += assay_clock() - from;
    if (!code)
        return offer(work, chunk, err);
    assay_arena_release(&chunk->arena);
    free(chunk);
    return code;
}

/* Everything up to the limit, the end, a fault or an interruption. */
static enum assay_code load(struct assay_work *work, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t first = 0;
    bool last = false;

    while (!code && !last) {
        struct assay_chunk *chunk = chunk_when_room(work);

        if (!chunk && work->fault.code)
            return ASSAY_OK;
        if (!chunk)
            return assay_fail(err, ASSAY_EMODEL, "the adapter stopped before the end");
        chunk->first = first;
        code = load_chunk(work, chunk, &last, err);
        first = work->book->items;
    }
    if (!code && work->setting.limit && first == work->setting.limit)
        code = drain(work, err);
    return code;
}

/* Journalled answers must all belong to items of the suite. */
static enum assay_code check_past(const struct assay_work *work, struct assay_error *err)
{
    const struct assay_past_suite *past = work->setting.past;

    if (!past || work->ledger.resumed == past->items)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA,
                      "items.jsonl answers %zu items that %.*s does not have: its data "
                      "changed since the run began",
                      past->items - work->ledger.resumed,
                      ASSAY_STR_ARG(work->setting.suite));
}

enum assay_code assay_work_load(struct assay_work *work, struct assay_error *err)
{
    struct assay_error why = {0};
    enum assay_code code = load(work, &why);

    lock(work);
    if (code)
        assay_queue_stop(work, &why);
    work->loaded = true;
    (void)pthread_cond_broadcast(&work->more);
    check_interruption(work);
    while (work->workers > 0)
        wait_for_change(work);
    unlock(work);
    if (work->fault.code) {
        *err = work->fault;
        return err->code;
    }
    code = check_past(work, err);
    if (!code && work->done < work->book->items)
        code = assay_fail(err, ASSAY_EMODEL, "the adapter left %zu items unanswered",
                          work->book->items - work->done);
    return code;
}

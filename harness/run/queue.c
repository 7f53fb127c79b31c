#include "harness/run/queue_state.h"

#include "harness/core/jsonl.h"
#include "harness/core/memory.h"
#include "harness/run/queue_cache.h"
#include "harness/run/tick.h"

#include <assert.h>
#include <stdlib.h>

static void free_chunks(struct assay_chunk *chunk)
{
    while (chunk) {
        struct assay_chunk *next = chunk->next;

        assay_arena_release(&chunk->arena);
        free(chunk);
        chunk = next;
    }
}

void assay_queue_free(struct assay_queue *queue)
{
    free_chunks(queue->live);
    free_chunks(queue->spare);
    while (queue->pens) {
        struct assay_pen *next = queue->pens->next;

        assay_arena_release(&queue->pens->arena);
        assay_buf_release(&queue->pens->lines);
        free(queue->pens);
        queue->pens = next;
    }
    assay_same_release(&queue->same);
    free(queue->twin);
    (void)pthread_cond_destroy(&queue->more);
    (void)pthread_cond_destroy(&queue->room);
    (void)pthread_mutex_destroy(&queue->lock);
    free(queue);
}

static struct assay_queue *queue_of(struct assay_work *work)
{
    return (struct assay_queue *)(void *)work; /* its first member */
}

static void lock(struct assay_queue *queue)
{
    (void)pthread_mutex_lock(&queue->lock);
}

static void unlock(struct assay_queue *queue)
{
    (void)pthread_mutex_unlock(&queue->lock);
}

void assay_queue_stop(struct assay_queue *queue, const struct assay_error *why)
{
    if (!queue->fault.code)
        queue->fault = *why;
    queue->stopped = true;
    (void)pthread_cond_broadcast(&queue->more);
    (void)pthread_cond_signal(&queue->room);
}

void assay_queue_retire(struct assay_queue *queue, struct assay_chunk *chunk)
{
    struct assay_chunk **at = &queue->live;

    while (*at != chunk)
        at = &(*at)->next;
    *at = chunk->next;
    if (queue->live_end == &chunk->next)
        queue->live_end = at;
    queue->under_way -= chunk->count;
    queue->under_way_bytes -= chunk->arena.bytes;
    chunk->next = queue->spare;
    queue->spare = chunk;
    (void)pthread_cond_signal(&queue->room);
}

/* Nobody is to be asked for what is left of a chunk. */
static void close_rest(struct assay_queue *queue, struct assay_chunk *chunk)
{
    const bool open = chunk->open > 0;

    for (; chunk->taken < chunk->count; chunk->taken++) {
        chunk->open -= chunk->item[chunk->taken] != NULL;
        chunk->item[chunk->taken] = NULL;
    }
    if (open && chunk->open == 0)
        assay_queue_retire(queue, chunk);
}

void assay_queue_show(struct assay_queue *queue)
{
    struct assay_settling *settling = queue->setting.settling;
    struct assay_chunk *next;

    while (settling && !queue->settled && queue->shown < queue->book->items &&
           assay_book_answered(queue->book, queue->shown))
        queue->settled = assay_settling_see(settling, queue->book, queue->shown++);
    for (struct assay_chunk *at = queue->settled ? queue->live : NULL; at; at = next) {
        next = at->next;
        close_rest(queue, at);
    }
}

/* The tasks of the next stretch of n places, as far as they are to be asked. */
static size_t take_from(struct assay_queue *queue, struct assay_chunk *chunk,
                        struct assay_task *tasks, size_t n)
{
    const size_t end = chunk->taken - chunk->taken % n + n;
    size_t got = 0;

    assert(queue->setting.together <= 1 || n == queue->setting.together);

    for (; chunk->taken < chunk->count && chunk->taken < end; chunk->taken++) {
        const struct assay_item *item = chunk->item[chunk->taken];

        if (item)
            tasks[got++] =
                (struct assay_task){item, assay_book_wanted(queue->book, item),
                                    queue->book->want, chunk->have[chunk->taken]};
    }
    queue->ledger.asked += got;
    return got;
}

/* True if a place that nobody took has an item to be asked. */
static bool is_to_be_asked(const struct assay_chunk *chunk)
{
    for (size_t i = chunk->taken; i < chunk->count; i++)
        if (chunk->item[i])
            return true;
    return false;
}

/* What is in flight comes in, as with a person's wish to stop. */
static void stop_spending(struct assay_queue *queue)
{
    struct assay_error why;

    (void)assay_fail(&why, ASSAY_EINTERRUPTED, "the budget is spent");
    assay_queue_stop(queue, &why);
}

struct assay_chunk *assay_queue_untaken(const struct assay_queue *queue)
{
    struct assay_chunk *chunk = queue->live;

    while (chunk && chunk->taken == chunk->count)
        chunk = chunk->next;
    return chunk;
}

static size_t take(struct assay_work *work, struct assay_task *tasks, size_t n)
{
    struct assay_queue *queue = queue_of(work);
    size_t got = 0;

    lock(queue);
    while (got == 0 && n > 0 && !queue->stopped) {
        struct assay_chunk *chunk = assay_queue_untaken(queue);

        if (chunk && is_to_be_asked(chunk) &&
            assay_spending_is_over(queue->setting.spending)) {
            stop_spending(queue);
        } else if (chunk) {
            got = take_from(queue, chunk, tasks, n);
        } else if (queue->loaded) {
            break;
        } else {
            queue->waiting++;
            (void)pthread_cond_signal(&queue->room);
            (void)pthread_cond_wait(&queue->more, &queue->lock);
            queue->waiting--;
        }
    }
    unlock(queue);
    return got;
}

static struct assay_pen *pen_of(struct assay_queue *queue)
{
    struct assay_pen *pen = queue->pens;

    if (!pen)
        return assay_memory_new(1, sizeof(*pen));
    queue->pens = pen->next;
    return pen;
}

uint32_t assay_queue_twin(const struct assay_queue *queue, size_t item)
{
    return item < queue->twin_cap ? queue->twin[item] : 0;
}

/* Items that the answers of these replies are for: their own and their twins'. */
static size_t count_entries(const struct assay_queue *queue,
                            const struct assay_reply *replies, size_t n)
{
    size_t count = n;

    for (size_t i = 0; i < n; i++)
        for (uint32_t t = assay_queue_twin(queue, replies[i].task.item->index); t;
             t = assay_queue_twin(queue, t - 1))
            count++;
    return count;
}

struct assay_journal_entry assay_queue_entry(const struct assay_queue *queue, size_t item,
                                             const struct assay_answer *answers,
                                             size_t count)
{
    const struct assay_past_suite *past = queue->setting.past;
    const struct assay_str id = queue->book->id[item];
    size_t before;

    return (struct assay_journal_entry){.suite = queue->setting.suite,
                                        .id = id,
                                        .answers = answers,
                                        .count = count,
                                        .texts = queue->book->want == ASSAY_WANT_TEXTS,
                                        .again = past &&
                                                 assay_past_answers(past, id, &before)};
}

void assay_queue_enter(struct assay_queue *queue, const struct assay_reply *reply,
                       struct assay_entries *entries)
{
    const size_t item = reply->task.item->index;
    uint32_t at = (uint32_t)item + 1;

    assert(!assay_book_answered(queue->book, item));
    assay_book_answer(queue->book, item, reply->answers);
    while (at) {
        if (at - 1 != item)
            assay_book_copy(queue->book, item, at - 1);
        entries->at[entries->count++] =
            assay_queue_entry(queue, at - 1, reply->answers, reply->task.wanted);
        queue->done++;
        at = assay_queue_twin(queue, at - 1);
    }
}

/* True if somebody said something. An item without any answer has no line (journal.h). */
static bool is_answered(const struct assay_journal_entry *entry)
{
    size_t i = 0;

    while (i < entry->count && entry->answers[i].state == ASSAY_STATE_SKIPPED)
        i++;
    return i < entry->count;
}

enum assay_code assay_queue_write(struct assay_queue *queue,
                                  struct assay_entries *entries, struct assay_pen *pen,
                                  struct assay_error *err)
{
    size_t count = 0;

    if (!queue->setting.journal)
        return ASSAY_OK;
    for (size_t i = 0; i < entries->count; i++)
        if (is_answered(&entries->at[i]))
            entries->at[count++] = entries->at[i];
    if (count > 1)
        entries->at[0].group = count;
    assay_buf_reset(&pen->lines);
    for (size_t i = 0; i < count; i++) {
        const size_t from = pen->lines.len;

        assay_journal_line(&entries->at[i], &pen->arena, &pen->lines);
        if (pen->lines.len - from > ASSAY_JSONL_RECORD_BYTES)
            return assay_fail(err, ASSAY_EDATA,
                              "item %.*s: its answers are longer than %d bytes",
                              ASSAY_STR_ARG(entries->at[i].id), ASSAY_JSONL_RECORD_BYTES);
    }
    return assay_journal_write(queue->setting.journal, assay_buf_view(&pen->lines), err);
}

/* The chunk that an item belongs to. */
static struct assay_chunk *chunk_of(const struct assay_queue *queue, size_t item)
{
    struct assay_chunk *chunk = queue->live;

    while (chunk && item - chunk->first >= chunk->count)
        chunk = chunk->next;
    assert(chunk);
    return chunk;
}

static enum assay_code give(struct assay_work *work, const struct assay_reply *replies,
                            size_t n, struct assay_error *err)
{
    struct assay_queue *queue = queue_of(work);
    struct assay_keepings keepings = {0};
    struct assay_entries entries = {0};
    enum assay_code code;
    struct assay_pen *pen;

    lock(queue);
    pen = pen_of(queue);
    assay_arena_reset(&pen->arena);
    entries.at = assay_arena_new(&pen->arena, count_entries(queue, replies, n),
                                 sizeof(*entries.at));
    for (size_t i = 0; i < n; i++)
        assay_queue_enter(queue, &replies[i], &entries);
    assay_queue_show(queue);
    unlock(queue);

    code = assay_queue_write(queue, &entries, pen, err);

    keepings.at = assay_arena_new(&pen->arena, n, sizeof(*keepings.at));
    lock(queue);
    for (size_t i = 0; i < n; i++) {
        const size_t item = replies[i].task.item->index;
        struct assay_chunk *chunk = chunk_of(queue, item);

        if (queue->setting.cache)
            assay_queue_settle(queue, chunk, item, &pen->arena, &keepings);
        if (--chunk->open == 0)
            assay_queue_retire(queue, chunk);
    }
    unlock(queue);
    if (!code)
        assay_queue_keep(queue, &keepings);
    lock(queue);
    pen->next = queue->pens;
    queue->pens = pen;
    unlock(queue);
    return code;
}

static const struct assay_work_calls calls = {.take = take, .give = give};

struct assay_queue *assay_queue_new(const struct assay_queue_setting *setting,
                                    struct assay_book *book, size_t workers)
{
    struct assay_queue *queue = assay_memory_new(1, sizeof(*queue));

    queue->setting = *setting;
    queue->work.calls = &calls;
    queue->book = book;
    queue->workers = workers;
    queue->live_end = &queue->live;
    (void)pthread_mutex_init(&queue->lock, NULL);
    assay_tick_init(&queue->more);
    assay_tick_init(&queue->room);
    return queue;
}

struct assay_work *assay_queue_work(struct assay_queue *queue)
{
    return &queue->work;
}

void assay_queue_done(struct assay_queue *queue, enum assay_code code,
                      const struct assay_error *err)
{
    lock(queue);
    queue->workers--;
    if (code)
        assay_queue_stop(queue, err);
    (void)pthread_cond_signal(&queue->room);
    unlock(queue);
}

struct assay_ledger assay_queue_ledger(const struct assay_queue *queue)
{
    return queue->ledger;
}

double assay_queue_seconds(const struct assay_queue *queue)
{
    return queue->seconds;
}

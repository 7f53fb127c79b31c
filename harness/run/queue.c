#include "harness/run/queue_state.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

static void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

struct assay_work *assay_work_new(const struct assay_queue_setting *setting,
                                  struct assay_book *book, size_t workers)
{
    struct assay_work *work = assay_memory_new(1, sizeof(*work));

    work->setting = *setting;
    work->book = book;
    work->workers = workers;
    work->live_end = &work->live;
    (void)pthread_mutex_init(&work->lock, NULL);
    condition_init(&work->more);
    condition_init(&work->room);
    return work;
}

static void free_chunks(struct assay_chunk *chunk)
{
    while (chunk) {
        struct assay_chunk *next = chunk->next;

        assay_arena_release(&chunk->arena);
        free(chunk);
        chunk = next;
    }
}

void assay_work_free(struct assay_work *work)
{
    free_chunks(work->live);
    free_chunks(work->spare);
    while (work->pens) {
        struct assay_pen *next = work->pens->next;

        assay_arena_release(&work->pens->arena);
        assay_buf_release(&work->pens->lines);
        free(work->pens);
        work->pens = next;
    }
    assay_same_release(&work->same);
    free(work->twin);
    (void)pthread_cond_destroy(&work->more);
    (void)pthread_cond_destroy(&work->room);
    (void)pthread_mutex_destroy(&work->lock);
    free(work);
}

static void lock(struct assay_work *work)
{
    (void)pthread_mutex_lock(&work->lock);
}

static void unlock(struct assay_work *work)
{
    (void)pthread_mutex_unlock(&work->lock);
}

void assay_queue_stop(struct assay_work *work, const struct assay_error *why)
{
    if (!work->fault.code)
        work->fault = *why;
    work->stopped = true;
    (void)pthread_cond_broadcast(&work->more);
    (void)pthread_cond_signal(&work->room);
}

void assay_queue_retire(struct assay_work *work, struct assay_chunk *chunk)
{
    struct assay_chunk **at = &work->live;

    while (*at != chunk)
        at = &(*at)->next;
    *at = chunk->next;
    if (work->live_end == &chunk->next)
        work->live_end = at;
    work->under_way -= chunk->count;
    work->under_way_bytes -= chunk->arena.bytes;
    chunk->next = work->spare;
    work->spare = chunk;
    (void)pthread_cond_signal(&work->room);
}

/* The tasks of the next stretch of n places, as far as they are to be asked. */
static size_t take_from(struct assay_work *work, struct assay_chunk *chunk,
                        struct assay_task *tasks, size_t n)
{
    const size_t end = chunk->taken - chunk->taken % n + n;
    size_t got = 0;

    for (; chunk->taken < chunk->count && chunk->taken < end; chunk->taken++) {
        const struct assay_item *item = chunk->item[chunk->taken];

        if (item)
            tasks[got++] = (struct assay_task){item, assay_book_wanted(work->book, item),
                                               work->book->want};
    }
    work->ledger.asked += got;
    return got;
}

struct assay_chunk *assay_queue_untaken(const struct assay_work *work)
{
    struct assay_chunk *chunk = work->live;

    while (chunk && chunk->taken == chunk->count)
        chunk = chunk->next;
    return chunk;
}

size_t assay_work_take(struct assay_work *work, struct assay_task *tasks, size_t n)
{
    size_t got = 0;

    lock(work);
    while (got == 0 && n > 0 && !work->stopped) {
        struct assay_chunk *chunk = assay_queue_untaken(work);

        if (chunk) {
            got = take_from(work, chunk, tasks, n);
        } else if (work->loaded) {
            break;
        } else {
            work->waiting++;
            (void)pthread_cond_signal(&work->room);
            (void)pthread_cond_wait(&work->more, &work->lock);
            work->waiting--;
        }
    }
    unlock(work);
    return got;
}

static struct assay_pen *pen_of(struct assay_work *work)
{
    struct assay_pen *pen = work->pens;

    if (!pen)
        return assay_memory_new(1, sizeof(*pen));
    work->pens = pen->next;
    return pen;
}

/* Items that the answers of these replies are for: their own and their twins'. */
static size_t count_entries(const struct assay_work *work,
                            const struct assay_reply *replies, size_t n)
{
    size_t count = n;

    for (size_t i = 0; i < n && work->setting.merge; i++)
        for (uint32_t t = work->twin[replies[i].task.item->index]; t;
             t = work->twin[t - 1])
            count++;
    return count;
}

/* Enters one reply, also for the items that ask the same. */
static void enter(struct assay_work *work, const struct assay_reply *reply,
                  struct assay_entries *entries)
{
    const size_t item = reply->task.item->index;
    struct assay_journal_entry entry = {.suite = work->setting.suite,
                                        .answers = reply->answers,
                                        .count = reply->task.wanted};
    uint32_t at = (uint32_t)item + 1;

    assert(!assay_book_answered(work->book, item));
    assay_book_answer(work->book, item, reply->answers);
    while (at) {
        if (at - 1 != item)
            assay_book_copy(work->book, item, at - 1);
        entry.id = work->book->id[at - 1];
        entries->at[entries->count++] = entry;
        work->done++;
        at = work->setting.merge ? work->twin[at - 1] : 0;
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

enum assay_code assay_queue_write(struct assay_work *work, struct assay_entries *entries,
                                  struct assay_pen *pen, struct assay_error *err)
{
    size_t count = 0;

    if (!work->setting.journal)
        return ASSAY_OK;
    for (size_t i = 0; i < entries->count; i++)
        if (is_answered(&entries->at[i]))
            entries->at[count++] = entries->at[i];
    if (count > 1)
        entries->at[0].group = count;
    assay_buf_reset(&pen->lines);
    for (size_t i = 0; i < count; i++)
        assay_journal_line(&entries->at[i], &pen->arena, &pen->lines);
    return assay_journal_write(work->setting.journal, assay_buf_view(&pen->lines), err);
}

/* The chunk that an item belongs to. */
static struct assay_chunk *chunk_of(const struct assay_work *work, size_t item)
{
    struct assay_chunk *chunk = work->live;

    while (chunk && item - chunk->first >= chunk->count)
        chunk = chunk->next;
    assert(chunk);
    return chunk;
}

enum assay_code assay_work_give(struct assay_work *work,
                                const struct assay_reply *replies, size_t n,
                                struct assay_error *err)
{
    struct assay_entries entries = {0};
    enum assay_code code;
    struct assay_pen *pen;

    lock(work);
    pen = pen_of(work);
    assay_arena_reset(&pen->arena);
    entries.at = assay_arena_new(&pen->arena, count_entries(work, replies, n),
                                 sizeof(*entries.at));
    for (size_t i = 0; i < n; i++)
        enter(work, &replies[i], &entries);
    unlock(work);

    code = assay_queue_write(work, &entries, pen, err);

    lock(work);
    pen->next = work->pens;
    work->pens = pen;
    for (size_t i = 0; i < n; i++) {
        struct assay_chunk *chunk = chunk_of(work, replies[i].task.item->index);

        if (--chunk->open == 0)
            assay_queue_retire(work, chunk);
    }
    unlock(work);
    return code;
}

void assay_work_done(struct assay_work *work, enum assay_code code,
                     const struct assay_error *err)
{
    lock(work);
    work->workers--;
    if (code)
        assay_queue_stop(work, err);
    (void)pthread_cond_signal(&work->room);
    unlock(work);
}

struct assay_ledger assay_work_ledger(const struct assay_work *work)
{
    return work->ledger;
}

double assay_work_seconds(const struct assay_work *work)
{
    return work->seconds;
}

#include "harness/run/queue_cache.h"

#include "harness/core/digest.h"

#include <string.h>

static size_t together_of(const struct assay_queue *queue)
{
    return queue->setting.together > 1 ? queue->setting.together : 1;
}

/* Texts are all that is asked: what pictures show, a path does not say. */
static bool is_told_by_texts(const struct assay_item *item,
                             const struct assay_content *content)
{
    static const struct assay_content none = {{0}};

    return item->media_count == 0 && !item->pictures &&
           memcmp(content, &none, sizeof(none)) != 0;
}

/* What a stretch asks as a whole; false where it is not told by texts. */
static bool stretch_content(const struct assay_chunk *chunk, size_t from, size_t end,
                            struct assay_content *out)
{
    struct assay_digest *digest = assay_digest_new();
    unsigned char whole[ASSAY_DIGEST_BYTES];
    bool told = true;

    for (size_t i = from; i < end; i++) {
        if (!chunk->item[i])
            continue;
        told = told && is_told_by_texts(chunk->item[i], &chunk->content[i]);
        assay_digest_add(digest, chunk->content[i].digest, ASSAY_SAME_BYTES);
    }
    assay_digest_finish(digest, whole);
    memcpy(out->digest, whole, sizeof(out->digest));
    return told;
}

static size_t values_of(const struct assay_queue *queue, const struct assay_chunk *chunk,
                        size_t from, size_t end)
{
    size_t n = 0;

    for (size_t i = from; i < end; i++)
        if (chunk->item[i])
            n += assay_book_wanted(queue->book, chunk->item[i]);
    return n;
}

/* Enters the answers of a whole stretch, which need not be asked then. */
static void answer_stretch(struct assay_queue *queue, struct assay_chunk *chunk,
                           const struct assay_stretch *stretch,
                           const struct assay_answer *answers,
                           struct assay_entries *entries)
{
    for (size_t i = stretch->from; i < stretch->end; i++) {
        const struct assay_item *item = chunk->item[i];
        struct assay_reply reply;

        if (!item)
            continue;
        reply.task = (struct assay_task){item, assay_book_wanted(queue->book, item),
                                         queue->book->want, NULL};
        reply.answers = answers;
        answers += reply.task.wanted;
        assay_queue_enter(queue, &reply, entries);
        chunk->item[i] = NULL;
        chunk->open--;
        queue->ledger.cached++;
    }
}

void assay_queue_recall(struct assay_queue *queue, struct assay_chunk *chunk,
                        struct assay_entries *entries)
{
    const size_t together = together_of(queue);

    for (size_t from = 0; from < chunk->count; from += together) {
        struct assay_stretch *stretch = &chunk->stretch[from / together];
        struct assay_answer *answers;
        size_t n;

        stretch->from = from;
        stretch->end = from + together < chunk->count ? from + together : chunk->count;
        n = values_of(queue, chunk, stretch->from, stretch->end);
        stretch->kept =
            n > 0 && !stretch->torn &&
            stretch_content(chunk, stretch->from, stretch->end, &stretch->content);
        if (!stretch->kept)
            continue;
        answers = assay_arena_new(&chunk->arena, n, sizeof(*answers));
        if (!assay_cache_find(queue->setting.cache, &stretch->content, answers, n))
            continue;
        answer_stretch(queue, chunk, stretch, answers, entries);
        stretch->kept = false; /* already */
    }
}

void assay_queue_settle(struct assay_queue *queue, struct assay_chunk *chunk, size_t item,
                        struct assay_arena *arena, struct assay_keepings *keepings)
{
    const struct assay_book *book = queue->book;
    struct assay_stretch *stretch =
        &chunk->stretch[(item - chunk->first) / together_of(queue)];
    struct assay_keeping *keeping;

    stretch->open--;
    if (stretch->open > 0 || !stretch->kept)
        return;
    keeping = &keepings->at[keepings->count++];
    keeping->content = stretch->content;
    keeping->count = values_of(queue, chunk, stretch->from, stretch->end);
    keeping->answers = assay_arena_new(arena, keeping->count, sizeof(*keeping->answers));
    keeping->count = 0;
    for (size_t i = stretch->from; i < stretch->end; i++) {
        const size_t at = chunk->first + i;

        for (size_t v = book->first[at]; chunk->item[i] && v < book->first[at + 1]; v++)
            keeping->answers[keeping->count++] = (struct assay_answer){
                .state = (enum assay_state)book->state[v], .value = book->value[v]};
    }
}

void assay_queue_keep(struct assay_queue *queue, const struct assay_keepings *keepings)
{
    for (size_t i = 0; i < keepings->count; i++) {
        const struct assay_keeping *keeping = &keepings->at[i];

        if (assay_cache_keeps(keeping->answers, keeping->count))
            assay_cache_put(queue->setting.cache, &keeping->content, keeping->answers,
                            keeping->count);
    }
}

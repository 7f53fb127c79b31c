#include "harness/run/same.h"

#include "harness/core/digest.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

static void add_count(struct assay_digest *digest, uint64_t n)
{
    unsigned char bytes[8];

    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(n >> (8 * i));
    assay_digest_add(digest, bytes, sizeof(bytes));
}

static size_t add_text(struct assay_digest *digest, struct assay_str text)
{
    add_count(digest, text.len);
    if (text.len > 0)
        assay_digest_add(digest, text.ptr, text.len);
    return text.len;
}

/* Messages and what they show; bytes of contents. */
static size_t add_prompt(struct assay_digest *digest, const struct assay_item *item)
{
    size_t bytes = 0;

    add_count(digest, item->message_count);
    for (size_t i = 0; i < item->message_count; i++) {
        (void)add_text(digest, item->messages[i].role);
        bytes += add_text(digest, item->messages[i].content);
    }
    add_count(digest, item->media_count);
    for (size_t i = 0; i < item->media_count; i++)
        (void)add_text(digest, item->media[i]);
    return bytes;
}

/* The content of a digest over so many bytes of text. */
static struct assay_content finish(struct assay_digest *digest, size_t bytes)
{
    unsigned char whole[ASSAY_DIGEST_BYTES];
    struct assay_content content = {{0}};

    assay_digest_finish(digest, whole);
    if (bytes > 0)
        memcpy(content.digest, whole, sizeof(content.digest));
    return content;
}

struct assay_content assay_same_prompt(const struct assay_item *item)
{
    struct assay_digest *digest = assay_digest_new();
    const size_t bytes = add_prompt(digest, item);

    return finish(digest, bytes);
}

struct assay_content assay_same_content(const struct assay_item *item)
{
    struct assay_digest *digest = assay_digest_new();
    size_t bytes = add_prompt(digest, item);

    add_count(digest, item->dimension_count);
    for (size_t i = 0; i < item->dimension_count; i++)
        (void)add_text(digest, item->dimension[i]);
    add_count(digest, item->completion_count);
    for (size_t i = 0; i < item->completion_count; i++)
        bytes += add_text(digest, item->completions[i]);
    return finish(digest, bytes);
}

static size_t slot_of(const struct assay_same *same, const struct assay_content *content)
{
    uint64_t hash;
    size_t i;

    memcpy(&hash, content->digest, sizeof(hash));
    i = (size_t)hash & (same->slots - 1);
    while (same->item[i] &&
           memcmp(same->content[i].digest, content->digest, ASSAY_SAME_BYTES) != 0)
        i = (i + 1) & (same->slots - 1);
    return i;
}

static void grow(struct assay_same *same)
{
    const struct assay_same old = *same;

    same->slots = old.slots ? old.slots * 2 : 64;
    same->content = assay_memory_new(same->slots, sizeof(*same->content));
    same->item = assay_memory_new(same->slots, sizeof(*same->item));
    for (size_t i = 0; i < old.slots; i++) {
        if (old.item[i]) {
            const size_t to = slot_of(same, &old.content[i]);

            same->content[to] = old.content[i];
            same->item[to] = old.item[i];
        }
    }
    free(old.content);
    free(old.item);
}

size_t assay_same_first(struct assay_same *same, const struct assay_content *content,
                        size_t index)
{
    static const struct assay_content none = {{0}};
    size_t i;

    if (memcmp(content, &none, sizeof(none)) == 0)
        return index;
    if (same->slots < 2 * (same->count + 1))
        grow(same);
    i = slot_of(same, content);
    if (same->item[i])
        return same->item[i] - 1;
    same->content[i] = *content;
    same->item[i] = (uint32_t)index + 1;
    same->count++;
    return index;
}

size_t assay_same_find(const struct assay_same *same, const struct assay_content *content)
{
    const size_t i = same->slots ? slot_of(same, content) : 0;

    return same->slots && same->item[i] ? same->item[i] - 1 : SIZE_MAX;
}

void assay_same_release(struct assay_same *same)
{
    free(same->content);
    free(same->item);
    *same = (struct assay_same){0};
}

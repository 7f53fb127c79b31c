#include "harness/run/same.h"

#include "harness/core/digest.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static_assert(ASSAY_SAME_BYTES == ASSAY_KEYS_WORDS * sizeof(uint64_t),
              "a digest is a key");

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

/* A digest as words, and whether it is one: an item without texts has none. */
static bool words_of(const struct assay_content *content, uint64_t word[ASSAY_KEYS_WORDS])
{
    memcpy(word, content->digest, ASSAY_SAME_BYTES);
    return word[0] != 0 || word[1] != 0;
}

size_t assay_same_first(struct assay_same *same, const struct assay_content *content,
                        size_t index)
{
    uint64_t word[ASSAY_KEYS_WORDS];
    uint32_t first = (uint32_t)index;

    if (!words_of(content, word))
        return index;
    same->contents.words = ASSAY_KEYS_WORDS;
    (void)assay_keys_add(&same->contents, word, &first);
    return first;
}

size_t assay_same_find(const struct assay_same *same, const struct assay_content *content)
{
    uint64_t word[ASSAY_KEYS_WORDS];
    size_t number;

    if (!words_of(content, word) || !assay_keys_find(&same->contents, word, &number))
        return SIZE_MAX;
    return assay_keys_value(&same->contents, number);
}

void assay_same_release(struct assay_same *same)
{
    assay_keys_release(&same->contents);
}

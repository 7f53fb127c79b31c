/*
 * same.h - which items ask the same: identical work is done once.
 *
 * Two items are the same where a model could not tell them apart: equal prompts (roles and
 * contents), equal completions in equal order. They are compared by the first 16 bytes of a
 * SHA-256 over all texts, each behind its length. An item whose texts are all empty (data
 * without texts) is the same as no other.
 */
#ifndef ASSAY_RUN_SAME_H
#define ASSAY_RUN_SAME_H

#include "harness/core/item.h"
#include "harness/core/keys.h"

#include <stddef.h>

enum {
    ASSAY_SAME_BYTES = 16
};

/* What an item asks; all zero for an item without texts. */
struct assay_content {
    unsigned char digest[ASSAY_SAME_BYTES];
};

/* Zero bytes are an empty set. */
struct assay_same {
    struct assay_keys contents; /* the value of each is its first item */
};

struct assay_content assay_same_content(const struct assay_item *item);

/* What an item's prompt is; all zero for one without texts. */
struct assay_content assay_same_prompt(const struct assay_item *item);

/* The first item with this content, which is index itself where there was none before. */
size_t assay_same_first(struct assay_same *same, const struct assay_content *content,
                        size_t index);

/* The first item with this content, or SIZE_MAX. */
size_t assay_same_find(const struct assay_same *same,
                       const struct assay_content *content);

void assay_same_release(struct assay_same *same);

#endif

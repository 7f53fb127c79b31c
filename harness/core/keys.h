/*
 * keys.h - keys of fixed width, each with a small number, in few bytes: an item of a suite has three.
 *
 * A key is one or two words of 64 bits that are a hash already (of an id, of what an item asks), numbered
 * from 0 in order of first sight. Keys lie behind one another; a table of slots of 32 bits finds them. Of a
 * slot some bits are the key's number, and the others bits of its hash, so that a key is looked at almost
 * only where it is the one. That is 8 or 16 bytes a key and 5 to 11 for its slots; a value has 4 more, but
 * only from the first one on that is not its key's number.
 */
#ifndef ASSAY_CORE_KEYS_H
#define ASSAY_CORE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_KEYS_WORDS = 2,    /* most words of a key */
    ASSAY_KEYS_MAX = 1 << 30 /* most keys */
};

/* An empty set is zero but for words. */
struct assay_keys {
    size_t words;    /* of a key: 1 or 2 */
    uint64_t *key;   /* (count, words) */
    uint32_t *value; /* (count,); NULL: that of key i is i */
    uint32_t *slot;  /* (1 << bits,), at most three quarters in use; 0: free */
    size_t count, cap;
    unsigned bits;
};

/*
 * Adds a key of so many words with a value, or finds it: *value becomes that of the first time. True if it
 * is new. Its number is then count - 1.
 */
bool assay_keys_add(struct assay_keys *keys, const uint64_t *key, uint32_t *value);

/* True, with its number, if the key was added before. */
bool assay_keys_find(const struct assay_keys *keys, const uint64_t *key, size_t *number);

/* The value of the key of a number. */
uint32_t assay_keys_value(const struct assay_keys *keys, size_t number);

/* Frees all of it; words stay. */
void assay_keys_release(struct assay_keys *keys);

#endif

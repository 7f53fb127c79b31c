/*
 * names.h - texts numbered from 0 in order of first sight.
 *
 * Subsets, clusters and item ids become small integers here. Zero bytes are an empty set.
 */
#ifndef ASSAY_CORE_NAMES_H
#define ASSAY_CORE_NAMES_H

#include "harness/core/arena.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_names_slot {
    uint32_t next; /* number + 1; 0: free */
    uint32_t hash; /* of the text, so that few texts need to be looked at */
};

struct assay_names {
    struct assay_arena arena; /* the texts */
    struct assay_str *at;     /* (count,) */
    size_t count, cap;
    struct assay_names_slot *slot; /* (slots,) open addressing */
    size_t slots;                  /* a power of two, at least twice count */
};

/* The number of a text, which is copied if it is new. At most 2^32 - 2 texts. */
uint32_t assay_names_add(struct assay_names *names, struct assay_str text);

/* True, with the number, if the text was added before. */
bool assay_names_find(const struct assay_names *names, struct assay_str text,
                      uint32_t *number);

void assay_names_release(struct assay_names *names);

#endif

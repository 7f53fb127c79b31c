/* tally.h - texts, each once, with how often each was seen. */
#ifndef ASSAY_CORE_TALLY_H
#define ASSAY_CORE_TALLY_H

#include "harness/core/names.h"

/* Zero bytes are an empty one. */
struct assay_tally {
    struct assay_names names; /* in order of first sight */
    size_t *count;            /* (names.count,) */
    size_t room;
};

/* Counts a text once more, and gives its number. */
uint32_t assay_tally_add(struct assay_tally *tally, struct assay_str text);

/* The number of the text seen most often, of equals the first; there is one (assert). */
size_t assay_tally_most(const struct assay_tally *tally);

void assay_tally_release(struct assay_tally *tally);

#endif

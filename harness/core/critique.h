/*
 * critique.h - the places in a solution that a critic's text says are wrong.
 *
 * A place is a whole number; which one is the first step is the suite's matter.
 */
#ifndef ASSAY_CORE_CRITIQUE_H
#define ASSAY_CORE_CRITIQUE_H

#include "harness/core/arena.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>

/* How a critic writes. */
enum assay_critique {
    ASSAY_CRITIQUE_BOXED, /* one place in the last \boxed{}, -1 for none (ProcessBench) */
    ASSAY_CRITIQUE_SECTIONS, /* "Conclusion: yes", "Error Section Number: 4" (DeltaBench) */
    ASSAY_CRITIQUES
};

/* Names of the above, NULL-terminated: what `critique:` of a field may say. */
extern const char *const assay_critique_names[];

enum {
    ASSAY_CRITIQUE_NONE = -1,          /* the critic finds no error */
    ASSAY_CRITIQUE_NUMBERLESS = -2,    /* an error whose place has no number */
    ASSAY_CRITIQUE_FARTHEST = 1000000, /* larger numbers are this one */
    ASSAY_CRITIQUE_PLACES_MAX = 1024   /* further ones are not read */
};

/*
 * The distinct places of a critique of sections, in the order of the text:
 *
 *   "yes", in any case, between the last "Conclusion:" and the first "Error Section Number:"
 *   says that there are errors; each further "Error Section Number:" is followed by its number,
 *   the first run of digits before "Explanation:".
 *
 *   place  (ASSAY_CRITIQUE_PLACES_MAX,) out; ASSAY_CRITIQUE_NUMBERLESS where there are no digits
 *
 * Returns how many there are, 0 where the critic finds no error.
 * Source: OpenStellarTeam/DeltaBench evaluation.py parse_output and extract_first_number, where a
 *         place without a number is -1 and digits of other scripts are read too.
 */
size_t assay_critique_sections(struct assay_str text, long *place);

/*
 * What a text, or a list of texts that vote, says, as a node in arena: a number for
 * ASSAY_CRITIQUE_BOXED, a list of numbers for ASSAY_CRITIQUE_SECTIONS, [-1] for no error; the
 * node null where nothing can be read: no box, no text at all. Returns NULL where the value is no
 * text, nor a list of texts, nor null.
 */
const struct assay_node *assay_critique_read(enum assay_critique form,
                                             const struct assay_node *value,
                                             struct assay_arena *arena);

#endif

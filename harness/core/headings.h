/* headings.h - one text with numbered headings becomes the list of its parts. */
#ifndef ASSAY_CORE_HEADINGS_H
#define ASSAY_CORE_HEADINGS_H

#include "harness/core/arena.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"

/*
 * The texts behind "MARK1:", "MARK2:" and so on, each up to the next heading, as a list in arena
 * that borrows the text; blanks may stand round a number. A number counts as a heading only in its
 * turn, and what precedes the first one is in no part: without "MARK1:" the list is empty.
 *
 *   line  of the list's node
 *
 * Checked in test_field.c.
 */
const struct assay_node *assay_headings_split(struct assay_str text,
                                              struct assay_str mark, unsigned line,
                                              struct assay_arena *arena);

#endif

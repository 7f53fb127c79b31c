/*
 * past_text.h - texts that a journal holds, read again where they lie.
 *
 * What past.h keeps in memory are numbers and states; texts are as long as they like, and stay on the disk.
 */
#ifndef ASSAY_RUN_PAST_TEXT_H
#define ASSAY_RUN_PAST_TEXT_H

#include "harness/core/arena.h"
#include "harness/core/tree.h"
#include "harness/run/past.h"

struct assay_past_texts; /* a journal that is open */

/* Errors: ASSAY_EIO. Close it in any case. */
ASSAY_MUST_USE
enum assay_code assay_past_texts_open(const char *journal, struct assay_past_texts **out,
                                      struct assay_error *err);

void assay_past_texts_close(struct assay_past_texts *texts); /* NULL is allowed */

/*
 * The line that answers an item, in arena; NULL where none does.
 *
 *   suite  of the journal; NULL: nothing was answered
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA where the journal is not what was read.
 */
ASSAY_MUST_USE
enum assay_code assay_past_texts_line(struct assay_past_texts *texts,
                                      const struct assay_past_suite *suite,
                                      struct assay_str id, struct assay_arena *arena,
                                      const struct assay_node **out,
                                      struct assay_error *err);

/*
 * The answers to an item with their texts, in arena; NULL where there are none.
 *
 *   count  of them, as many as the item wants
 *
 * Errors: as above.
 */
ASSAY_MUST_USE
enum assay_code assay_past_texts_answers(struct assay_past_texts *texts,
                                         const struct assay_past_suite *suite,
                                         struct assay_str id, struct assay_arena *arena,
                                         const struct assay_answer **out,
                                         struct assay_error *err);

#endif

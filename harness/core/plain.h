/*
 * plain.h - texts stripped to what two copies of one text have in common.
 *
 * Copies differ in case, punctuation and white space; what is left is a row of words.
 */
#ifndef ASSAY_CORE_PLAIN_H
#define ASSAY_CORE_PLAIN_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

struct assay_plain; /* immutable, shared between threads */

/* Errors: ASSAY_EIO where the system has no C.UTF-8 locale. */
ASSAY_MUST_USE
enum assay_code assay_plain_open(struct assay_plain **out, struct assay_error *err);

/*
 * Appends the words of a text, one blank between two, to out, which has no ceiling:
 *
 *   white space ends a word (Unicode's, no-break spaces too)
 *   letters are put in lower case, one character for one ("ß" stays), digits are kept
 *   everything else (punctuation, symbols, control characters, marks that no letter class of the
 *   system holds, bytes that are not UTF-8) is dropped, and ends no word: "don't" is "dont"
 *   a Han character or Japanese kana is a word of its own, as those scripts put no blanks
 *
 * Letters are those of the C library's C.UTF-8 locale, whatever the user's locale. Composed and
 * decomposed accents stay different; scripts without blanks other than those two (Thai, Khmer)
 * give one word from blank to blank.
 *
 * Source: Brown et al. (2020), "Language models are few-shot learners", appendix C (case,
 *         punctuation and white space do not count); dropping rather than splitting as in
 *         EleutherAI/lm-evaluation-harness lm_eval/decontamination/janitor.py. Checked in
 *         test_plain.c.
 */
void assay_plain_add(const struct assay_plain *plain, struct assay_str text,
                     struct assay_buf *out);

/* Takes the next word from the front of such a text; false at its end. */
bool assay_plain_next(struct assay_str *text, struct assay_str *word);

void assay_plain_close(struct assay_plain *plain); /* NULL is allowed */

#endif

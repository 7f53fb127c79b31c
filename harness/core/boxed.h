/* boxed.h - the answer that a solution or a critique puts into \boxed{}. */
#ifndef ASSAY_CORE_BOXED_H
#define ASSAY_CORE_BOXED_H

#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What stands in the last \boxed{...} of a text, without blanks at its ends; braces do not nest.
 * False where there is none.
 *
 * Source: QwenLM/ProcessBench code/run_eval.py extract_answer, re.findall of \\boxed\{([^}]*)\}.
 */
bool assay_boxed_last(struct assay_str text, struct assay_str *out);

/*
 * The whole number that a majority of texts boxes. Votes are cast with what is boxed as it is
 * written, so "1" and "1.0" are two answers; the first seen wins a tie; only then is the winner
 * read as a whole number. False where nothing is boxed or the winner is none.
 *
 *   texts  (n,)
 *
 * Source: the same, Counter(preds).most_common(1) and int(). Checked in tests/golden,
 *         processbench_boxed.
 */
bool assay_boxed_vote(const struct assay_str *texts, size_t n, long *out);

#endif

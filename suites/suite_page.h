/* suite_page.h - one suite in words: `assay ls suites NAME`. */
#ifndef ASSAY_SUITES_SUITE_PAGE_H
#define ASSAY_SUITES_SUITE_PAGE_H

#include "harness/core/buf.h"
#include "suites/suite.h"

/*
 * Appends what a loaded suite asks, where its data come from, and by which rules it is scored:
 * ties, answers without a verdict, sections with their weights, options, and where all of that
 * has its source. Lines of "word  text", nothing beyond column 100 but addresses and names.
 *
 * Errors: ASSAY_EDATA for a manifest that cannot be read.
 */
ASSAY_MUST_USE
enum assay_code assay_suite_page(const struct assay_suite *suite,
                                 struct assay_arena *arena, struct assay_buf *out,
                                 struct assay_error *err);

/* "a tie is wrong", ...: the suite's rule for such answers in words. */
const char *assay_suite_tie_words(const struct assay_suite *suite, enum assay_want want);

/* "both orders together decide", ...: what a suite of two orders makes of them. */
const char *assay_suite_games_words(const struct assay_suite *suite);

#endif

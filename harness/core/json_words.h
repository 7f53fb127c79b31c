/*
 * json_words.h - NaN, Infinity and -Infinity where JSON knows none.
 *
 * Python's json module writes these words for floats that are not finite, so official files hold
 * them. Quoted they are texts, as in CSV, and whoever wants a number says what they mean.
 */
#ifndef ASSAY_CORE_JSON_WORDS_H
#define ASSAY_CORE_JSON_WORDS_H

#include "harness/core/buf.h"

#include <stdbool.h>

/*
 * Puts quotes around such words outside of texts. True if there are any: then all of text is
 * appended to out; else nothing is. Whether text is JSON otherwise is not looked at.
 */
bool assay_json_quote_words(struct assay_str text, struct assay_buf *out);

#endif

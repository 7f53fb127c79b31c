/* word_list.h - short lists that an option holds in one text, commas between. */
#ifndef ASSAY_CORE_WORD_LIST_H
#define ASSAY_CORE_WORD_LIST_H

#include "harness/core/str.h"

/* The i-th word, blanks around it cut; false past the last. An empty text has none. */
bool assay_word_at(const char *text, size_t i, struct assay_str *out);

#endif

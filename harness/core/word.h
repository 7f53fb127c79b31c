/*
 * word.h - blanks and word characters as Python's str and re see them.
 *
 * Parsers of judge texts are regular expressions and strip() of official Python code; \s, \w
 * and \b there are Unicode.
 */
#ifndef ASSAY_CORE_WORD_H
#define ASSAY_CORE_WORD_H

#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the blank (\s) that text begins with, or 0. Exact. */
size_t assay_word_blank(struct assay_str text);

/* text without the blanks around it: str.strip(). */
struct assay_str assay_word_strip(struct assay_str text);

/*
 * True if text begins (ends) with a word character (\w). Exact for ASCII, Latin-1, general
 * punctuation, CJK, full-width forms and emoji; elsewhere everything is a letter, so that the
 * combining marks and the signs of rarer scripts count as one, which to Python they do not.
 */
bool assay_word_begins(struct assay_str text);
bool assay_word_ends(struct assay_str text);

#endif

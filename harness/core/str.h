/*
 * str.h - a view of text that somebody else owns.
 *
 * Text is UTF-8 and may hold NUL bytes, so the length travels with the pointer. Views
 * are passed by value and never freed; the arena or literal behind them outlives them.
 */
#ifndef ASSAY_CORE_STR_H
#define ASSAY_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_str {
    const char *ptr;
    size_t len; /* bytes, without any terminator */
};

/* The view of a string literal: ASSAY_STR("hello"). */
#define ASSAY_STR(literal) ((struct assay_str){(literal), sizeof(literal) - 1})

/* The two arguments of a "%.*s" in printf; very long views are cut at 200 bytes. */
#define ASSAY_STR_ARG(view) (int)((view).len < 200 ? (view).len : 200), (view).ptr

/* The view of a NUL-terminated string; NULL gives the empty view. */
struct assay_str assay_str_of(const char *text);

bool assay_str_equal(struct assay_str a, struct assay_str b);

/* Bytewise order, shorter first where one is a prefix: below, equal or above 0. */
int assay_str_compare(struct assay_str a, struct assay_str b);

bool assay_str_starts(struct assay_str text, struct assay_str prefix);

/* Where needle first occurs in text, or text.len. An empty needle is found at 0. */
size_t assay_str_find(struct assay_str text, struct assay_str needle);

/*
 * Parses the whole view as a finite decimal number, whatever the locale.
 * Returns false for blanks, tails, hexadecimal, infinities, NaN and overflow.
 */
bool assay_str_number(struct assay_str text, double *value);

enum {
    ASSAY_STR_REAL = 32
};

/* Spells a finite number in as few digits, from 15 to 17, as read back as the same double: 0.1. */
const char *assay_str_real(double value, char out[ASSAY_STR_REAL]);

/* Bytes as people write them: "1048576", "500K", "20M", "2G" (powers of 1000); false for all else. */
bool assay_str_bytes(struct assay_str text, uint64_t *bytes);

enum {
    ASSAY_STR_SIZE = 32
};

/* Bytes for people: "512 B", "12.3 KB", "4.0 GB" (powers of 1000). */
const char *assay_str_size(uint64_t bytes, char out[ASSAY_STR_SIZE]);

/* The head of a text of at most so many bytes, without half a character of UTF-8 at its end. */
struct assay_str assay_str_cut(struct assay_str text, size_t most);

/* True if the view is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool assay_str_is_utf8(struct assay_str text);

/*
 * Bytes of what a text of one byte or more begins with: a character, or, *good being false, bytes that
 * are none and that one U+FFFD stands for (The Unicode Standard, section 3.9, U+FFFD Substitution of
 * Maximal Subparts).
 */
size_t assay_str_utf8_part(struct assay_str text, bool *good);

/* How many code points UTF-8 has. */
size_t assay_str_code_points(struct assay_str text);

/* True if the view is n digits of lower-case hexadecimal, as digests are told. */
bool assay_str_is_hex(struct assay_str text, size_t n);

/*
 * The spelling nearest to word among names (n,), or NULL if none is near: more than three slips (a
 * letter missed, added or replaced, neighbours exchanged), or more than half of a short word.
 * A letter in the other case is a quarter of one. Of several as near the first.
 */
const char *assay_str_nearest(const char *word, const char *const *names, size_t n);

#endif

/*
 * expression.h - numbers from named numbers by a formula that a user writes: checked before it is used, and never run as
 * code.
 *
 *     expression   or ["?" expression ":" expression]
 *     or           and {"||" and}               1 or 0; what decides ends it
 *     and          relation {"&&" relation}
 *     relation     sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]     1 or 0; exact
 *     sum          product {("+" | "-") product}
 *     product      sign {("*" | "/") sign}
 *     sign         ("-" | "+" | "!") sign | power
 *     power        primary ["^" sign]           to the right, and before a sign: -2^2 is -4
 *     primary      number | name | function "(" expression {"," expression} ")" | "(" expression ")"
 *
 * Functions: abs, exp, floor, log (natural), sqrt of one; min, max of two or more; if(c, a, b), which is c ? a : b. What is not
 * 0 is true. Of a choice, || and && that part alone is computed which counts, so that x == 0 ? 0 : 1 / x has a
 * value for every x. A name is letters, digits and "_", no digit first.
 *
 * A division by zero, log of what is not above 0, sqrt of what is below 0, a power without a real value and what is too
 * large for a double are faults, and not infinities or NaN.
 */
#ifndef ASSAY_CORE_EXPRESSION_H
#define ASSAY_CORE_EXPRESSION_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_EXPRESSION_BYTES = 4096, /* longest text */
    ASSAY_EXPRESSION_DEPTH = 64    /* most parts within one another */
};

struct assay_expression; /* compiled, immutable, shared between threads */

/* What names there are, and what stands before messages. */
struct assay_expression_setting {
    const char *where;       /* "world.json: rewards.shaped" */
    const char *const *name; /* (names,) */
    size_t names;
};

/*
 * Compiles a text, in arena.
 *
 * Errors: ASSAY_EDATA "WHERE: column 7: what", columns in bytes from 1; for a name that there is not the nearest.
 */
ASSAY_MUST_USE
enum assay_code assay_expression_compile(const struct assay_expression_setting *setting,
                                         struct assay_str text, struct assay_arena *arena,
                                         struct assay_expression **out,
                                         struct assay_error *err);

/* The names that it has, each once, as numbers in setting.name; returns how many. */
size_t assay_expression_names(const struct assay_expression *expression,
                              const uint32_t **out);

/* Why an expression has no value. */
struct assay_expression_fault {
    const char *what; /* "division by zero"; lives as long as the program */
    size_t column;    /* of the operator or function, from 1 */
};

/*
 * The value; false, with the fault, where there is none.
 *
 *   value  (names,) finite numbers, in the order of assay_expression_names
 */
ASSAY_MUST_USE
bool assay_expression_value(const struct assay_expression *expression,
                            const double *value, double *out,
                            struct assay_expression_fault *fault);

/* Where a number lies; infinite ends where nothing is known. */
struct assay_expression_range {
    double lo, hi; /* lo <= hi */
};

/*
 * What an expression can come to for all values of its names within their ranges, before any is known: the value lies in *out.
 * The range may be wider than what is reached, since parts are looked at one by one; where a name is compared with a number,
 * its range in each choice is what the comparison leaves (x > 1 ? 1 / x : 0).
 *
 *   range  (names,) in the order of assay_expression_names
 *
 * False, with the fault, where some values within the ranges may have none ("division by what may be zero"), or where there
 * is no bound ("no bound": the column is that of the name or operator that has none).
 *
 * Source: interval arithmetic; Moore, Kearfott and Cloud (2009), Introduction to Interval Analysis, chapters 2 and 5. Checked
 *         in test_expression.c against values at the ends and within.
 */
ASSAY_MUST_USE
bool assay_expression_bounds(const struct assay_expression *expression,
                             const struct assay_expression_range *range,
                             struct assay_expression_range *out,
                             struct assay_expression_fault *fault);

/* True if a text is a name that an expression can have: letters, digits, "_", and no function. */
bool assay_expression_is_name(struct assay_str text);

#endif

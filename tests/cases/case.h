/*
 * case.h - what the golden runner and its adapters share.
 *
 * An adapter reads the input of a case, calls the library and puts the outcome into a tree of
 * the shape that the case expects. It holds no formula of its own.
 */
#ifndef ASSAY_TESTS_CASES_CASE_H
#define ASSAY_TESTS_CASES_CASE_H

#include "harness/core/error.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum assay_code case_fn(const struct assay_node *input, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err);

#define CASE(metric) case_fn case_##metric;
#include "tests/cases/cases.def"
#undef CASE

struct case_reals {
    double *at; /* (count,) in the arena */
    size_t count;
};

/* A number, or one of the texts "inf", "-inf", "nan". */
bool case_number(const struct assay_node *node, double *value);

/* A list of numbers, booleans counting 0 and 1. Errors: ASSAY_EDATA names the key. */
ASSAY_MUST_USE
enum assay_code case_reals(const struct assay_node *input, const char *key,
                           struct assay_arena *arena, struct case_reals *out,
                           struct assay_error *err);

/* The same for a list node itself; what names it in messages. */
ASSAY_MUST_USE
enum assay_code case_reals_of(const struct assay_node *list, const char *what,
                              struct assay_arena *arena, struct case_reals *out,
                              struct assay_error *err);

/* A list of n lists of n numbers, row-major, n*n values. */
ASSAY_MUST_USE
enum assay_code case_square(const struct assay_node *input, const char *key,
                            struct assay_arena *arena, struct case_reals *out,
                            struct assay_error *err);

/* The number under key as a count of at most ten million, or fallback. */
size_t case_count(const struct assay_node *input, const char *key, size_t fallback);

/* The integer under key as a seed, or 0. */
uint64_t case_seed(const struct assay_node *input, const char *key);

bool case_truth(const struct assay_node *input, const char *key);

/* A number; infinities become text, as the format of cases has them. */
struct assay_node case_real_node(double value);

/* (n,) numbers as a list. */
struct assay_node case_list_node(const double *value, size_t n,
                                 struct assay_arena *arena);

/*
 * Compares: numbers within rtol * max(|a|, |b|, 1e-3), equal bits if rtol is 0; "nan" and null
 * are both undefined; maps by the keys of want. Returns the number of differences and prints
 * one line for each: id, where, got, want.
 */
size_t case_compare(const char *id, const struct assay_node *got,
                    const struct assay_node *want, double rtol);

/* True if a case wants the metric to be refused: null, "nan", or something said of an error. */
bool case_wants_refusal(const struct assay_node *want);

#endif

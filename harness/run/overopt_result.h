/*
 * overopt_result.h - curves of gold against d as results: what is stored, reported, and said in words.
 *
 * A result is one curve: its value is gold at the end relative to the start, its measures fits and turnover, its
 * figures the points with both forms and the peak told. The first result also has all curves in one figure.
 */
#ifndef ASSAY_RUN_OVEROPT_RESULT_H
#define ASSAY_RUN_OVEROPT_RESULT_H

#include "harness/run/overopt_findings.h"
#include "harness/run/overopt_study.h"

/* What the curves are of. */
struct assay_overopt_told {
    struct assay_str suite, version, title, citation, target;
    const struct assay_overopt_how *how;
    const struct assay_overopt_study *study; /* (count,) */
    size_t count;
    const struct assay_findings *of;     /* (count,) what else was found of a curve */
    const struct assay_findings *across; /* of several together: of the first result */
    struct assay_str proxy;              /* what it is called; empty: none */
    struct assay_str centre;             /* of win rates, in words */
    const char *const *note;             /* (notes,) of what was read */
    size_t notes;
};

/* The result of a curve. In arena. */
void assay_overopt_result(const struct assay_overopt_told *told, size_t which,
                          struct assay_arena *arena, struct assay_result *out);

/* Whether and where gold turns, in words, with intervals: a sentence or two. In arena. */
struct assay_str assay_overopt_words(const struct assay_overopt_study *study,
                                     struct assay_arena *arena);

/* What intervals are of and what they take for independent. In arena. */
struct assay_str assay_overopt_basis(const struct assay_overopt_study *study,
                                     const struct assay_overopt_how *how,
                                     struct assay_arena *arena);

/* "1.2 [1, 1.4]", "1.2 [1, )", "1.2": a value with as much of its interval as there is. In arena. */
const char *assay_overopt_between(double value, const struct assay_range *range,
                                  struct assay_arena *arena);

#endif

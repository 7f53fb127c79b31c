/*
 * outline.h - how values of subsets become those of sections and of the whole suite, as a rule by itself.
 *
 * What several runs have in common on the items that all of them answered is summed a subset, as a run's own
 * items are; the outline then says of such sums what the suite says of its own. It is linear: where the
 * sums are of differences, so is the value.
 */
#ifndef ASSAY_SUITES_OUTLINE_H
#define ASSAY_SUITES_OUTLINE_H

#include "suites/suite.h"

struct assay_outline; /* in the arena that it was made in */

#define ASSAY_OUTLINE_ALL SIZE_MAX /* the overall value, in place of a section's number */

/*
 * The outline over the subsets of a table.
 *
 *   subset  (n,) names, as in table.h; they and the suite live as long as the outline
 */
struct assay_outline *assay_outline_new(const struct assay_suite *suite,
                                        const struct assay_str *subset, size_t n,
                                        struct assay_arena *arena);

/* Sections in the suite's order; one may have no subset in the table. */
size_t assay_outline_sections(const struct assay_outline *outline);

struct assay_str assay_outline_name(const struct assay_outline *outline, size_t section);

/* True if the section stands aside: the overall value is without it. */
bool assay_outline_aside(const struct assay_outline *outline, size_t section);

/* True if items of the subset count in the section, or in the overall value (ASSAY_OUTLINE_ALL). */
bool assay_outline_holds(const struct assay_outline *outline, size_t section,
                         size_t subset);

/*
 * True if the section's value counts items of several subsets alike, whatever they are of: then a subset
 * whose value is no mean over items has no place in it.
 */
bool assay_outline_pools(const struct assay_outline *outline, size_t section);

/*
 * The value from sums a subset, by the suite's rule and weights; false where nothing of it is counted.
 *
 *   sum, count  (n,) of the subsets; one of which count is 0 is left out, as one without answers is
 */
bool assay_outline_value(const struct assay_outline *outline, size_t section,
                         const double *sum, const double *count, double *out);

/*
 * What each subset's sum weighs in the value: value = sum over subsets of coefficient times sum.
 *
 *   count        (n,) as above
 *   coefficient  (n,) 0 for those that do not count
 */
bool assay_outline_coefficients(const struct assay_outline *outline, size_t section,
                                const double *count, double *coefficient);

#endif

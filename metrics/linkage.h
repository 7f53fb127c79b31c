/* linkage.h - things that are near to one another, joined step by step into a tree. */
#ifndef ASSAY_METRICS_LINKAGE_H
#define ASSAY_METRICS_LINKAGE_H

#include <stddef.h>

/* Two clusters that become one: below n a thing, else n + the number of an earlier merge. */
struct assay_linkage_merge {
    size_t a, b;
    double height; /* mean distance of a thing of one to a thing of the other */
    size_t size;   /* things in it */
};

/*
 * Average linkage: of all clusters the two with the least mean distance become one, until one is left; of
 * several equal pairs the one of the lowest things. Heights never fall.
 *
 *   d      (n, n) symmetric distances, row-major, finite
 *   n      >= 1
 *   merge  (n - 1,)
 *   order  (n,) things as leaves: of the four ways in which two clusters can lie side by side, each merge takes
 *          the one whose neighbours where they meet are nearest; of equal ones the first of: as they are, b
 *          turned, a turned, both turned
 *
 * Source: Sokal and Michener (1958), Univ. Kansas Sci. Bull. 38:1409-1438 (UPGMA), by the recurrence of Lance
 * and Williams (1967), Comput. J. 9:373-380; order: Gruvaeus and Wainer (1972), Br. J. Math. Stat. Psychol.
 * 25:200-206. Checked in test_linkage.c by hand and against means over all pairs.
 */
void assay_linkage_average(const double *d, size_t n, struct assay_linkage_merge *merge,
                           size_t *order);

/*
 * Where what is merged stands on the line of leaves: a leaf at its place in order, a merge in the middle of the
 * two.
 *
 *   place  (2 n - 1,) of things, then of merges
 */
void assay_linkage_places(const struct assay_linkage_merge *merge, const size_t *order,
                          size_t n, double *place);

#endif

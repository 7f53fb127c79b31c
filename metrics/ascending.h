/* ascending.h - the order of many numbers, by their digits instead of by comparing them. */
#ifndef ASSAY_METRICS_ASCENDING_H
#define ASSAY_METRICS_ASCENDING_H

#include <stddef.h>
#include <stdint.h>

struct assay_ascending_key {
    uint64_t bits;
    uint32_t place;
};

/* What sorting needs beside its outcome; kept from one call to the next. Zero bytes are none. */
struct assay_ascending {
    struct assay_ascending_key *key; /* (2 * room,) */
    size_t room;
};

/*
 * Places of numbers from the lowest up, equal ones in their order. -0 equals 0.
 *
 *   x      (n,) not NaN, infinities allowed; n < 2^32
 *   place  (n,) out: x[place[0]] <= x[place[1]] <= ...
 *
 * Time is linear in n: by the digits of the 64 bits of a double, from the last digit, of which those
 * that all numbers share are passed over. Short lists are sorted by insertion. Checked in
 * test_best_order.c against qsort.
 */
void assay_ascending_places(struct assay_ascending *room, const double *x, size_t n,
                            uint32_t *place);

/* Sorts (n,) in place: the values of the above. */
void assay_ascending_sort(struct assay_ascending *room, double *x, size_t n);

void assay_ascending_release(struct assay_ascending *room);

#endif

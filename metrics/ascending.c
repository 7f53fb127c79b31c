#include "metrics/ascending.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW = 48,        /* are sorted by insertion */
    MANY = 1024,     /* are worth fewer, wider digits */
    NARROW = 8,      /* bits of a digit */
    WIDE = 11,       /* the same: six digits are 66 bits */
    DIGITS = 8,      /* at most */
    COUNTS = 1 << 11 /* values of a digit, at most */
};

static const uint64_t sign = UINT64_C(1) << 63;

/*
 * Bits that compare as the numbers do: of negative ones all are flipped, of others the sign. Without
 * a branch, which signs at random would mislead every other time.
 */
static uint64_t bits_of(double x)
{
    const double same = x + 0.0; /* -0 becomes 0 */
    uint64_t bits;

    memcpy(&bits, &same, sizeof(bits));
    return bits ^ (-(bits >> 63) | sign);
}

static double number_of(uint64_t bits)
{
    double x;

    bits ^= ((bits >> 63) - 1) | sign;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

static void insert_all(struct assay_ascending_key *key, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct assay_ascending_key one = key[i];
        size_t k = i;

        for (; k > 0 && key[k - 1].bits > one.bits; k--)
            key[k] = key[k - 1];
        key[k] = one;
    }
}

/* One pass by one digit: from key to other, places in count. False: all share the digit. */
static int pass(const struct assay_ascending_key *key, struct assay_ascending_key *other,
                size_t n, uint32_t *count, unsigned shift, uint64_t mask)
{
    uint32_t at = 0;

    if (count[(key[0].bits >> shift) & mask] == n)
        return 0;
    for (size_t d = 0; d <= mask; d++) {
        const uint32_t here = count[d];

        count[d] = at;
        at += here;
    }
    for (size_t i = 0; i < n; i++)
        other[count[(key[i].bits >> shift) & mask]++] = key[i];
    return 1;
}

/* By digits from the last; gives the half of the room where the sorted ones are. */
static struct assay_ascending_key *by_digits(struct assay_ascending_key *key, size_t n,
                                             size_t room)
{
    static_assert(NARROW * DIGITS >= 64 && WIDE * (DIGITS - 2) >= 64, "all bits");
    const unsigned width = n < MANY ? NARROW : WIDE;
    const unsigned digits = (64 + width - 1) / width;
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    struct assay_ascending_key *other = key + room;
    uint32_t count[DIGITS * COUNTS];

    memset(count, 0, sizeof(*count) * digits << width);
    for (size_t i = 0; i < n; i++)
        for (unsigned d = 0; d < digits; d++)
            count[((size_t)d << width) + ((key[i].bits >> (d * width)) & mask)]++;
    for (unsigned d = 0; d < digits; d++) {
        if (pass(key, other, n, count + ((size_t)d << width), d * width, mask)) {
            struct assay_ascending_key *swap = key;

            key = other;
            other = swap;
        }
    }
    return key;
}

static const struct assay_ascending_key *sorted(struct assay_ascending *room,
                                                const double *x, size_t n)
{
    if (n > room->room) {
        free(room->key);
        room->room = assay_memory_grow(room->room, n);
        room->key = assay_memory_new(2 * room->room, sizeof(*room->key));
    }
    for (size_t i = 0; i < n; i++)
        room->key[i] = (struct assay_ascending_key){bits_of(x[i]), (uint32_t)i};
    if (n > FEW)
        return by_digits(room->key, n, room->room);
    insert_all(room->key, n);
    return room->key;
}

void assay_ascending_places(struct assay_ascending *room, const double *x, size_t n,
                            uint32_t *place)
{
    const struct assay_ascending_key *key = sorted(room, x, n);

    for (size_t i = 0; i < n; i++)
        place[i] = key[i].place;
}

void assay_ascending_sort(struct assay_ascending *room, double *x, size_t n)
{
    const struct assay_ascending_key *key = sorted(room, x, n);

    for (size_t i = 0; i < n; i++)
        x[i] = number_of(key[i].bits);
}

void assay_ascending_release(struct assay_ascending *room)
{
    free(room->key);
    *room = (struct assay_ascending){0};
}

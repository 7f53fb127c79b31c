#include "harness/core/mersenne.h"

enum {
    WORDS = ASSAY_MERSENNE_WORDS,
    MIDDLE = 397
};

/* Word i from the one before it: the linear step that both phases of seeding mix with. */
static uint32_t mixed(const struct assay_mersenne *t, size_t i, uint32_t factor)
{
    const uint32_t before = t->word[(i + WORDS - 1) % WORDS];

    return (before ^ (before >> 30)) * factor;
}

void assay_mersenne_seed(struct assay_mersenne *twister, uint32_t seed)
{
    size_t i = 1;

    twister->word[0] = UINT32_C(19650218);
    for (size_t k = 1; k < WORDS; k++)
        twister->word[k] = mixed(twister, k, UINT32_C(1812433253)) + (uint32_t)k;
    for (size_t k = 0; k < WORDS; k++) { /* a key of one word: seed */
        twister->word[i] =
            (twister->word[i] ^ mixed(twister, i, UINT32_C(1664525))) + seed;
        if (++i == WORDS) {
            twister->word[0] = twister->word[WORDS - 1];
            i = 1;
        }
    }
    for (size_t k = 1; k < WORDS; k++) {
        twister->word[i] =
            (twister->word[i] ^ mixed(twister, i, UINT32_C(1566083941))) - (uint32_t)i;
        if (++i == WORDS) {
            twister->word[0] = twister->word[WORDS - 1];
            i = 1;
        }
    }
    twister->word[0] = UINT32_C(0x80000000);
    twister->next = WORDS;
}

static void twist(struct assay_mersenne *twister)
{
    uint32_t *word = twister->word;

    for (size_t i = 0; i < WORDS; i++) {
        const uint32_t y = (word[i] & UINT32_C(0x80000000)) |
                           (word[(i + 1) % WORDS] & UINT32_C(0x7fffffff));

        word[i] = word[(i + MIDDLE) % WORDS] ^ (y >> 1) ^
                  ((y & 1U) ? UINT32_C(0x9908b0df) : 0U);
    }
    twister->next = 0;
}

static uint32_t next(struct assay_mersenne *twister)
{
    uint32_t y;

    if (twister->next == WORDS)
        twist(twister);
    y = twister->word[twister->next++];
    y ^= y >> 11;
    y ^= (y << 7) & UINT32_C(0x9d2c5680);
    y ^= (y << 15) & UINT32_C(0xefc60000);
    return y ^ (y >> 18);
}

double assay_mersenne_uniform(struct assay_mersenne *twister)
{
    const uint32_t high = next(twister) >> 5;
    const uint32_t low = next(twister) >> 6;

    return ((double)high * 67108864.0 + (double)low) / 9007199254740992.0;
}

uint32_t assay_mersenne_below(struct assay_mersenne *twister, uint32_t n)
{
    unsigned bits = 0;
    uint32_t drawn;

    while (bits < 32 && n >> bits > 0)
        bits++;
    do
        drawn = next(twister) >> (32 - bits);
    while (drawn >= n);
    return drawn;
}

/*
 * core.h - the suite that assay generates itself: questions whose right answer is certain.
 *
 * Every item asks one question and answers it right and wrong, each in three styles (concise,
 * detailed, markdown), as RM-Bench does: the styles are drawn alike for both sides, so what a
 * model earns here it earned by the answer. A family is a function that makes a question; the
 * list is families.def. Everything follows from a seed: the same seed gives the same bytes.
 *
 * Source of the design: Liu et al. (2024), "RM-Bench: Benchmarking Reward Models of Language
 * Models with Subtlety and Style", arXiv:2410.16184. Checked in test_core.c, which works every
 * answer out again from the text of the prompt.
 */
#ifndef ASSAY_SUITES_CORE_H
#define ASSAY_SUITES_CORE_H

#include "harness/core/arena.h"
#include "harness/core/item.h"
#include "harness/core/rng.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CORE_STYLES = 3,       /* concise, detailed, markdown */
    ASSAY_CORE_DIFFICULTIES = 3, /* easy, medium, hard */
    ASSAY_CORE_PER_CELL_MAX = 100000
};

/* A question in the making. A family fills prompt, right and wrong. */
struct assay_core_task {
    struct assay_arena *arena;
    struct assay_rng rng;
    unsigned difficulty; /* 0 .. ASSAY_CORE_DIFFICULTIES - 1 */
    const char *prompt;
    const char *right; /* one or two sentences that answer, no style */
    const char *wrong; /* the same, with another answer */
};

struct assay_core_family {
    const char *name;
    void (*make)(struct assay_core_task *task);
};

/* Families in the order of families.def; NULL past the last. */
const struct assay_core_family *assay_core_family_at(size_t i);

/* Families x difficulties x per_cell. */
size_t assay_core_count(size_t per_cell);

/*
 * The index-th item of the suite with this seed.
 *
 *   per_cell  questions per family and difficulty, 1 .. ASSAY_CORE_PER_CELL_MAX
 *   index     below assay_core_count(per_cell)
 *   out       id "arithmetic-easy-0", subset "arithmetic-easy", one user message, six
 *             completions: right in three styles, then wrong in three; all in arena
 */
void assay_core_item(uint64_t seed, size_t per_cell, size_t index,
                     struct assay_arena *arena, struct assay_item *out);

/* For families: a whole number in [lo, hi], and one of n texts. */
long assay_core_between(struct assay_core_task *task, long lo, long hi);
const char *assay_core_pick(struct assay_core_task *task, const char *const *texts,
                            size_t n);

#define FAMILY(name) void assay_core_##name(struct assay_core_task *task);
#include "suites/core/families.def"
#undef FAMILY

#endif

/*
 * generator.h - items that assay makes itself, from a seed.
 *
 * A suite whose description says `data: {generator: NAME}` has no files: a constant struct in
 * suites/NAME.c or suites/NAME/, listed once in suites/generators.def, makes its items. Item i
 * is a function of the setting and i alone, so nothing is kept between calls.
 */
#ifndef ASSAY_SUITES_GENERATOR_H
#define ASSAY_SUITES_GENERATOR_H

#include "harness/core/arena.h"
#include "harness/core/item.h"

#include <stddef.h>
#include <stdint.h>

struct assay_generator_setting {
    uint64_t seed; /* data.seed of the description, default 0 */
    size_t size;   /* data.size: how large, as the generator defines it; default 1 */
};

struct assay_kind;

struct assay_generator {
    const char *name;
    const struct assay_kind *kind; /* of its items */
    size_t size_max;               /* largest size allowed */

    /* Items that there are. */
    size_t (*count)(const struct assay_generator_setting *setting);

    /* Makes item i < count: id, subset, messages, completions and gold, all in arena; key,
       cluster, index, record, file and line are the caller's. */
    void (*make)(const struct assay_generator_setting *setting, size_t i,
                 struct assay_arena *arena, struct assay_item *out);
};

/* The generator called name, or NULL. */
const struct assay_generator *assay_generator_find(const char *name);

const struct assay_generator *assay_generator_at(size_t i); /* NULL past the last */

#define GENERATOR(symbol) extern const struct assay_generator symbol;
#include "suites/generators.def"
#undef GENERATOR

#endif

/* core_generator.c - the core suite as a generator of items (suites/generator.h). */
#include "suites/core/core.h"
#include "suites/generator.h"
#include "suites/kind.h"

static size_t core_count(const struct assay_generator_setting *setting)
{
    return assay_core_count(setting->size);
}

static void core_make(const struct assay_generator_setting *setting, size_t i,
                      struct assay_arena *arena, struct assay_item *out)
{
    assay_core_item(setting->seed, setting->size, i, arena, out);
}

const struct assay_generator assay_generator_core = {
    .name = "core",
    .kind = &assay_kind_matrix,
    .size_max = ASSAY_CORE_PER_CELL_MAX,
    .count = core_count,
    .make = core_make,
};

#include "harness/core/tally.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdlib.h>

uint32_t assay_tally_add(struct assay_tally *tally, struct assay_str text)
{
    const size_t before = tally->names.count;
    const uint32_t at = assay_names_add(&tally->names, text);

    if (tally->names.count > tally->room) {
        tally->room = assay_memory_grow(tally->room, tally->names.count);
        tally->count =
            assay_memory_resize(tally->count, tally->room, sizeof(*tally->count));
    }
    if (tally->names.count > before)
        tally->count[at] = 0;
    tally->count[at]++;
    return at;
}

size_t assay_tally_most(const struct assay_tally *tally)
{
    size_t most = 0;

    assert(tally->names.count > 0);
    for (size_t i = 1; i < tally->names.count; i++)
        if (tally->count[i] > tally->count[most])
            most = i;
    return most;
}

void assay_tally_release(struct assay_tally *tally)
{
    assay_names_release(&tally->names);
    free(tally->count);
}

/*
 * fuzz_critique.c - any text as a critic's: places that are bounded and distinct, or nothing.
 *
 * The first byte says how the critic writes.
 */
#include "harness/core/critique.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <limits.h>

static void check_places(const struct assay_node *list)
{
    const size_t n = assay_node_count(list);

    assert(n >= 1 && n <= ASSAY_CRITIQUE_PLACES_MAX);
    for (size_t i = 0; i < n; i++) {
        double place, other;

        assert(assay_node_number(assay_node_at(list, i), &place));
        assert(place >= ASSAY_CRITIQUE_NUMBERLESS && place <= ASSAY_CRITIQUE_FARTHEST);
        assert(place != ASSAY_CRITIQUE_NONE || n == 1);
        for (size_t k = 0; k < i && k < 64; k++)
            assert(assay_node_number(assay_node_at(list, k), &other) && other != place);
    }
}

/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const enum assay_critique form =
        size > 0 && data[0] % 2 ? ASSAY_CRITIQUE_SECTIONS : ASSAY_CRITIQUE_BOXED;
    struct assay_arena arena = {0};
    struct assay_node text = {.type = ASSAY_NODE_TEXT};
    const struct assay_node *found;

    if (size > 0)
        text.as.text = (struct assay_str){(const char *)data + 1, size - 1};
    else
        text.as.text = (struct assay_str){"", 0};
    found = assay_critique_read(form, &text, &arena);
    assert(found);
    if (form == ASSAY_CRITIQUE_SECTIONS && text.as.text.len > 0)
        check_places(found);
    else
        assert(assay_node_is(found, ASSAY_NODE_NULL) ||
               assay_node_is(found, ASSAY_NODE_INT));
    assay_arena_release(&arena);
    return 0;
}

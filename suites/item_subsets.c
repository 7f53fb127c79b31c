#include "suites/item_subsets.h"

#include "harness/core/schema.h"

/* True if a section names the subset. */
static bool is_named(const struct assay_suite *suite, struct assay_str subset)
{
    for (size_t i = 0; i < suite->section_count; i++)
        for (size_t k = 0; k < suite->section[i].subset_count; k++)
            if (assay_str_equal(suite->section[i].subset[k], subset))
                return true;
    return false;
}

void assay_item_strays_see(struct assay_item_strays *strays,
                           const struct assay_suite *suite, struct assay_str subset,
                           struct assay_arena *arena)
{
    if (!suite->declared || strays->count == ASSAY_ITEM_STRAYS_MAX ||
        is_named(suite, subset))
        return;
    strays->at[strays->count++] = assay_arena_copy(arena, subset).ptr;
}

/* Where the description names the subset: in a list, or as a section of that name. */
static unsigned line_of(const struct assay_suite *suite, struct assay_str subset)
{
    const struct assay_node *sections = assay_node_get(suite->spec, "sections");

    for (size_t i = 0; i < assay_node_count(sections); i++) {
        const struct assay_node *section = assay_node_at(sections, i);
        const struct assay_node *list = assay_node_get(section, "subsets");
        const struct assay_node *name = assay_node_get(section, "name");

        for (size_t k = 0; k < assay_node_count(list); k++)
            if (assay_str_equal(assay_node_text(assay_node_at(list, k)), subset))
                return assay_node_at(list, k)->line;
        if (!list && assay_str_equal(assay_node_text(name), subset))
            return name->line;
    }
    return sections->line;
}

enum assay_code assay_item_strays_end(const struct assay_item_strays *strays,
                                      const struct assay_suite *suite,
                                      const struct assay_item_ids *ids,
                                      struct assay_error *err)
{
    for (size_t i = 0; strays->count > 0 && i < suite->section_count; i++) {
        const struct assay_suite_section *section = &suite->section[i];

        if (!section->expected || assay_item_ids_count(ids, section->name) > 0)
            continue;
        for (size_t k = 0; k < section->subset_count; k++) {
            const struct assay_str subset = section->subset[k];

            if (assay_item_ids_count(ids, subset) == 0 &&
                assay_str_nearest(assay_arena_copy(suite->arena, subset).ptr, strays->at,
                                  strays->count))
                return assay_slip_tell(
                    &(struct assay_slip){
                        suite->path, line_of(suite, assay_suite_declared(suite, subset)),
                        "no item is of subset", subset, NULL, strays->at, strays->count},
                    ASSAY_EDATA, err);
        }
    }
    return ASSAY_OK;
}

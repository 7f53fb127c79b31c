/* format_lost.c - what of a foreign record did not become part of what replay reads. */
#include "harness/core/format.h"

#include <string.h>

static bool is_empty(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_NULL) ||
           (assay_node_is(node, ASSAY_NODE_TEXT) && node->as.text.len == 0) ||
           ((assay_node_is(node, ASSAY_NODE_MAP) ||
             assay_node_is(node, ASSAY_NODE_LIST)) &&
            assay_node_count(node) == 0);
}

/* True if a format reads the field, or where `inside` is true some member of it. */
static bool reads(const struct assay_format *format, const char *name, bool inside)
{
    const size_t n = strlen(name);

    for (const char *const *field = format->reads; *field; field++)
        if (strncmp(*field, name, n) == 0 && (*field)[n] == (inside ? '.' : '\0'))
            return true;
    return false;
}

static void note(struct assay_format_reading *reading, const char *name)
{
    const struct assay_str text = assay_str_of(name);

    for (size_t i = 0; i < reading->lost_count; i++)
        if (assay_str_equal(reading->lost[i], text))
            return;
    if (reading->lost_count < ASSAY_FORMAT_LOST_MAX)
        reading->lost[reading->lost_count++] = assay_arena_copy(&reading->arena, text);
}

static void note_members(struct assay_format_reading *reading,
                         const struct assay_format *format, const char *name,
                         const struct assay_node *map, struct assay_arena *arena)
{
    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const char *path =
            assay_arena_printf(arena, "%s.%.*s", name, ASSAY_STR_ARG(member->key));

        if (!is_empty(&member->value) && !reads(format, path, false))
            note(reading, path);
    }
}

void assay_format_note_lost(struct assay_format_reading *reading,
                            const struct assay_format *format,
                            const struct assay_node *record,
                            const struct assay_node *made)
{
    const bool whole = reading->whole;
    struct assay_arena arena = {0};

    reading->whole = false;
    if (whole || !format->reads || !assay_node_is(record, ASSAY_NODE_MAP) ||
        reading->lost_count == ASSAY_FORMAT_LOST_MAX)
        return;
    if (assay_node_is(made, ASSAY_NODE_LIST))
        made = assay_node_at(made, 0);
    for (size_t i = 0; i < assay_node_count(record); i++) {
        const struct assay_member *member = &record->as.map.at[i];
        const char *name = assay_arena_copy(&arena, member->key).ptr;

        if (is_empty(&member->value) || reads(format, name, false))
            continue;
        if (reads(format, name, true) && assay_node_is(&member->value, ASSAY_NODE_MAP))
            note_members(reading, format, name, &member->value, &arena);
        else if (!assay_node_find(made, member->key))
            note(reading, name);
    }
    assay_arena_release(&arena);
}

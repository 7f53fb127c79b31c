#include "harness/core/differences.h"

#include "harness/core/buf.h"
#include "harness/core/json.h"

/* A comparison under way. */
struct looking {
    bool lists;
    struct assay_arena *arena;
    struct assay_differences *out;
};

static struct assay_str text_of(const struct assay_node *node, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    if (node)
        assay_json_write(node, false, &text);
    copy = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

/* Two values of which one is no map or list, or one is absent. */
static void look_whole(const struct looking *looking, const char *field,
                       const struct assay_node *there, const struct assay_node *now)
{
    struct assay_differences *out = looking->out;
    const struct assay_difference difference = {assay_str_of(field),
                                                text_of(there, looking->arena),
                                                text_of(now, looking->arena)};

    if (!assay_str_equal(difference.there, difference.now) &&
        out->count < ASSAY_DIFFERENCES_MAX)
        out->at[out->count++] = difference;
}

static const char *field_of(const struct looking *looking, const char *above,
                            struct assay_str key)
{
    return assay_arena_printf(looking->arena, "%s%s%.*s", above, *above ? "." : "",
                              ASSAY_STR_ARG(key));
}

static void look(const struct looking *looking, const char *field,
                 const struct assay_node *there, const struct assay_node *now);

static void look_map(const struct looking *looking, const char *above,
                     const struct assay_node *there, const struct assay_node *now)
{
    for (size_t i = 0; i < assay_node_count(now); i++) {
        const struct assay_member *member = &now->as.map.at[i];

        look(looking, field_of(looking, above, member->key),
             assay_node_find(there, member->key), &member->value);
    }
    for (size_t i = 0; i < assay_node_count(there); i++) {
        const struct assay_member *member = &there->as.map.at[i];

        if (!assay_node_find(now, member->key))
            look_whole(looking, field_of(looking, above, member->key), &member->value,
                       NULL);
    }
}

static void look(const struct looking *looking, const char *field,
                 const struct assay_node *there, const struct assay_node *now)
{
    const size_t n = assay_node_count(now);

    if (assay_node_is(there, ASSAY_NODE_MAP) && assay_node_is(now, ASSAY_NODE_MAP)) {
        look_map(looking, field, there, now);
        return;
    }
    if (!looking->lists || !assay_node_is(there, ASSAY_NODE_LIST) ||
        !assay_node_is(now, ASSAY_NODE_LIST) || assay_node_count(there) != n) {
        look_whole(looking, field, there, now);
        return;
    }
    for (size_t i = 0; i < n; i++)
        look(looking, assay_arena_printf(looking->arena, "%s[%zu]", field, i),
             assay_node_at(there, i), assay_node_at(now, i));
}

void assay_differences_find(const struct assay_node *there, const struct assay_node *now,
                            bool lists, struct assay_arena *arena,
                            struct assay_differences *out)
{
    const struct looking looking = {lists, arena, out};

    *out = (struct assay_differences){
        .at = assay_arena_new(arena, ASSAY_DIFFERENCES_MAX, sizeof(*out->at))};
    look(&looking, "", there, now);
}

/*
 * mdp_rollout.c - a world that an mdp record of a rollout log (docs/LOGS.md) has: LOG, or LOG#ID where it has several.
 *
 * The record is put as a world in JSON (docs/WORLDS.md): nS, nA, P and R become S, A, tau and rewards, by entries.
 */
#include "suites/mdp_parts.h"

#include "harness/core/file.h"
#include "harness/core/rollout.h"

#include <string.h>

/* The path of a target and the id behind its last '#', empty where there is none. */
static const char *path_of(const char *target, struct assay_arena *arena,
                           struct assay_str *id)
{
    const char *mark = strrchr(target, '#');

    *id = (struct assay_str){"", 0};
    if (assay_file_exists(target) || !mark || !mark[1])
        return target;
    *id = assay_str_of(mark + 1);
    return assay_arena_copy(arena, (struct assay_str){target, (size_t)(mark - target)})
        .ptr;
}

bool assay_world_is_record(const char *target)
{
    struct assay_arena arena = {0};
    struct assay_rollout_record record = {0};
    struct assay_rollout *log = NULL;
    struct assay_error ignored;
    struct assay_str id;
    const char *path = path_of(target, &arena, &id);
    const bool is = assay_file_exists(path) &&
                    !assay_rollout_open(path, &log, &ignored) &&
                    !assay_rollout_next(log, &arena, &record, &ignored) && record.node;

    assay_rollout_close(log);
    assay_arena_release(&arena);
    return is;
}

static struct assay_node entries_of(const struct assay_node *list,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "entries", list ? *list : *assay_node_list(arena));
    return *map;
}

/* The record as a world in JSON. Entries are those of the record, names are copies. */
static const struct assay_node *world_of(const struct assay_node *record,
                                         struct assay_arena *arena)
{
    static const char *const keys[][2] = {
        {"nS", "S"}, {"nA", "A"}, {"gamma", "gamma"}, {"mu0", "mu0"}};
    const struct assay_node *rewards = assay_node_get(record, "R");
    struct assay_node *world = assay_node_map(arena), *map = assay_node_map(arena);

    assay_node_put_copy(arena, world, "name",
                        assay_node_text(assay_node_get(record, "id")));
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct assay_node *at = assay_node_get(record, keys[i][0]);

        if (at)
            assay_node_put(arena, world, keys[i][1], *at);
    }
    assay_node_put(arena, world, "tau", entries_of(assay_node_get(record, "P"), arena));
    for (size_t i = 0; i < assay_node_count(rewards); i++)
        (void)assay_node_put_view(arena, map,
                                  assay_arena_copy(arena, rewards->as.map.at[i].key),
                                  entries_of(&rewards->as.map.at[i].value, arena));
    assay_node_put(arena, world, "rewards", *map);
    return world;
}

/* A log that is looked through for a process. */
struct search {
    struct world_draft *draft;
    const char *path;
    struct assay_str id; /* empty: the only one */
    size_t found;
};

static enum assay_code take(struct search *search,
                            const struct assay_rollout_record *record)
{
    struct world_draft *draft = search->draft;
    const struct assay_str id = assay_node_text(assay_node_get(record->node, "id"));

    if (record->kind != ASSAY_ROLLOUT_MDP ||
        (search->id.len > 0 && !assay_str_equal(id, search->id)))
        return ASSAY_OK;
    if (search->found++ > 0)
        return assay_draft_fail(draft, "several mdp records; name one: %s#%.*s",
                                search->path, ASSAY_STR_ARG(id));
    draft->where = assay_arena_printf(draft->arena, "%s:%u", search->path, record->line);
    return assay_draft_json(draft, world_of(record->node, draft->arena), NULL);
}

enum assay_code assay_draft_record(struct world_draft *draft, const char *target)
{
    struct search search = {.draft = draft};
    struct assay_rollout_record record = {0};
    struct assay_rollout *log = NULL;
    struct assay_arena arena = {0};
    char digest[ASSAY_DIGEST_HEX];
    enum assay_code code;

    search.path = path_of(target, draft->arena, &search.id);
    code = assay_rollout_open(search.path, &log, draft->err);
    while (!code) {
        assay_arena_reset(&arena);
        code = assay_rollout_next(log, &arena, &record, draft->err);
        if (code || !record.node)
            break;
        code = take(&search, &record);
    }
    if (!code && search.found == 0)
        code =
            assay_draft_fail(draft, "no mdp record%s%.*s",
                             search.id.len ? " called " : "", ASSAY_STR_ARG(search.id));
    if (!code)
        code = assay_rollout_digest(log, digest, draft->err);
    if (!code)
        assay_draft_source(draft, search.path, digest);
    assay_rollout_close(log);
    assay_arena_release(&arena);
    return code;
}

#include "harness/core/rollout_walk.h"

#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout_parts.h"

#include <math.h>
#include <stdlib.h>

struct assay_rollout_walk {
    struct assay_rollout *log;
    struct assay_arena arena;       /* of the record */
    struct assay_arena kept;        /* of meta records */
    struct assay_names runs;        /* of them, in order of first sight */
    const struct assay_node **meta; /* (runs,) */
    const struct assay_node *last;
};

enum assay_code assay_rollout_walk_open(const char *path, struct assay_rollout_walk **out,
                                        struct assay_error *err)
{
    struct assay_rollout_walk *walk = assay_memory_new(1, sizeof(*walk));
    const enum assay_code code = assay_rollout_open(path, &walk->log, err);

    if (code) {
        assay_rollout_walk_close(walk);
        walk = NULL;
    } else {
        assay_rollout_forgo_digest(walk->log);
    }
    *out = walk;
    return code;
}

void assay_rollout_walk_close(struct assay_rollout_walk *walk)
{
    if (!walk)
        return;
    assay_rollout_close(walk->log);
    assay_names_release(&walk->runs);
    assay_arena_release(&walk->kept);
    assay_arena_release(&walk->arena);
    free(walk->meta);
    free(walk);
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static struct assay_node copy_of(const struct assay_node *node, struct assay_arena *arena)
{
    struct assay_node copy = *node;

    if (assay_node_is(node, ASSAY_NODE_TEXT))
        copy.as.text = assay_arena_copy(arena, node->as.text);
    if (assay_node_is(node, ASSAY_NODE_LIST)) {
        copy = *assay_node_list(arena);
        for (size_t i = 0; i < node->as.list.count; i++)
            (void)assay_node_push(arena, &copy, copy_of(&node->as.list.at[i], arena));
    }
    if (assay_node_is(node, ASSAY_NODE_MAP)) {
        copy = *assay_node_map(arena);
        for (size_t i = 0; i < node->as.map.count; i++)
            (void)assay_node_put_view(arena, &copy,
                                      assay_arena_copy(arena, node->as.map.at[i].key),
                                      copy_of(&node->as.map.at[i].value, arena));
    }
    return copy;
}

/* Meta records stay, one a run. */
static void keep_meta(struct assay_rollout_walk *walk, const struct assay_node *node)
{
    const uint32_t run =
        assay_names_add(&walk->runs, assay_node_text(assay_node_get(node, "run")));

    walk->last = assay_node_keep(&walk->kept, copy_of(node, &walk->kept), node->line);
    walk->meta = assay_memory_resize(walk->meta, walk->runs.count, sizeof(const void *));
    walk->meta[run] = walk->last;
}

static const struct assay_node *meta_of(const struct assay_rollout_walk *walk,
                                        const struct assay_node *node)
{
    const struct assay_str run = assay_node_text(assay_node_get(node, "run"));
    uint32_t number;

    if (run.len == 0)
        return walk->last;
    return assay_names_find(&walk->runs, run, &number) ? walk->meta[number] : NULL;
}

enum assay_code assay_rollout_walk_next(struct assay_rollout_walk *walk,
                                        struct assay_rollout_view *view,
                                        struct assay_error *err)
{
    enum assay_code code;

    *view = (struct assay_rollout_view){.log = walk->log, .arena = &walk->arena};
    assay_arena_reset(&walk->arena);
    code = assay_rollout_next(walk->log, &walk->arena, &view->record, err);
    if (code || !view->record.node)
        return code;
    if (view->record.kind == ASSAY_ROLLOUT_META)
        keep_meta(walk, view->record.node);
    view->meta = meta_of(walk, view->record.node);
    view->responses = assay_node_get(view->record.node, "responses");
    view->count = assay_node_count(view->responses);
    return ASSAY_OK;
}

struct assay_spot assay_rollout_view_spot(const struct assay_rollout_view *view)
{
    return (struct assay_spot){.path = assay_rollout_path(view->log),
                               .line = view->record.line};
}

enum assay_code assay_rollout_walk(const char *path, assay_rollout_visit *visit,
                                   void *self, struct assay_error *err)
{
    struct assay_rollout_walk *walk;
    struct assay_rollout_view view;
    enum assay_code code = assay_rollout_walk_open(path, &walk, err);

    while (!code) {
        code = assay_rollout_walk_next(walk, &view, err);
        if (code || !view.record.node)
            break;
        code = visit(self, &view, err);
    }
    assay_rollout_walk_close(walk);
    return code;
}

const struct assay_node *assay_rollout_view_response(
    const struct assay_rollout_view *view, size_t i)
{
    return assay_node_at(view->responses, i);
}

bool assay_rollout_number(const struct assay_node *map, const char *path, double *out)
{
    const struct assay_node *node = assay_rollout_value(map, assay_str_of(path));

    if (assay_node_is(node, ASSAY_NODE_BOOL)) {
        *out = node->as.truth;
        return true;
    }
    return assay_node_number(node, out);
}

struct assay_str assay_rollout_text(const struct assay_node *map, const char *path)
{
    return assay_node_text(assay_rollout_value(map, assay_str_of(path)));
}

enum assay_code assay_rollout_gappy(const struct assay_rollout_view *view,
                                    const struct assay_node *map, const char *path,
                                    const double **out, size_t *n,
                                    struct assay_error *err)
{
    const struct assay_node *node = assay_rollout_value(map, assay_str_of(path));
    double *numbers = NULL;
    enum assay_code code = ASSAY_OK;

    *n = 0;
    if (assay_node_is(node, ASSAY_NODE_MAP) && !assay_rollout_is_span(node))
        node = assay_node_get(node, "logged"); /* it had no name once (rollout_write.h) */
    if (node)
        code = assay_rollout_numbers(view->log, node, view->arena, &numbers, n, err);
    *out = numbers;
    return code;
}

enum assay_code assay_rollout_array(const struct assay_rollout_view *view,
                                    const struct assay_node *map, const char *path,
                                    const double **out, size_t *n,
                                    struct assay_error *err)
{
    const enum assay_code code = assay_rollout_gappy(view, map, path, out, n, err);

    for (size_t i = 0; !code && *out && i < *n; i++)
        if (isnan((*out)[i]))
            *out = NULL;
    return code;
}

static double mean_of(const struct assay_node *list)
{
    double sum = 0.0, number;
    size_t n = 0;

    for (size_t i = 0; i < assay_node_count(list); i++)
        if (assay_node_number(assay_node_at(list, i), &number)) {
            sum += number;
            n++;
        }
    return n > 0 ? sum / (double)n : (double)NAN;
}

const double *assay_rollout_means(const struct assay_node *map, const char *path,
                                  struct assay_arena *arena, size_t *n)
{
    const struct assay_node *lists = assay_rollout_value(map, assay_str_of(path));
    double *mean;

    *n = 0;
    if (!assay_node_is(lists, ASSAY_NODE_LIST))
        return NULL;
    *n = assay_node_count(lists);
    mean = assay_arena_new(arena, *n + 1, sizeof(*mean));
    for (size_t i = 0; i < *n; i++)
        mean[i] = mean_of(assay_node_at(lists, i));
    return mean;
}

/* history_node.c - runs and results of a history as trees, by the columns of the index. */
#include "harness/run/history_list.h"
#include "harness/run/history_shape.h"

#include <string.h>

static struct assay_node column_node(const struct assay_history_column *column,
                                     const char *owner)
{
    const void *member = owner + column->offset;
    struct assay_str text;
    bool there = true;
    size_t size;
    double real;

    switch (column->type) {
    case ASSAY_HISTORY_TEXT:
        memcpy(&text, member, sizeof(text));
        return assay_node_of_text(text);
    case ASSAY_HISTORY_SIZE:
        memcpy(&size, member, sizeof(size));
        return assay_node_of_int((int64_t)size);
    case ASSAY_HISTORY_REAL:
        if (column->flag)
            memcpy(&there, owner + column->flag, sizeof(there));
        memcpy(&real, member, sizeof(real));
        return there ? assay_node_of_real(real) : assay_node_null();
    }
    return assay_node_null();
}

/* All columns but one that counts what follows as a list. */
static void put_columns(const struct assay_history_table *table, const void *owner,
                        const char *but, struct assay_arena *arena,
                        struct assay_node *map)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->column[i].name, but) != 0)
            assay_node_put(arena, map, table->column[i].name,
                           column_node(&table->column[i], owner));
}

struct assay_node assay_history_result_node(const struct assay_history_result *result,
                                            struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    put_columns(&assay_history_result_table, result, "values", arena, map);
    return *map;
}

struct assay_node assay_history_run_node(const struct assay_history_run *run,
                                         struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < run->results; i++)
        assay_node_push(arena, list, assay_history_result_node(&run->result[i], arena));
    assay_node_put(arena, map, "run",
                   assay_node_of_text(assay_history_clean(run->name, arena)));
    put_columns(&assay_history_run_table, run, "results", arena, map);
    assay_node_put(arena, map, "results", *list);
    return *map;
}

/* leaderboard_node.c - a leaderboard for programs. */
#include "harness/cli/leaderboard_page.h"
#include "harness/cli/runs_read.h"

/* A value as in result.json, with what it lacks of the benchmark. */
static struct assay_node value_node(const struct assay_result *result,
                                    struct assay_arena *arena)
{
    struct assay_node map = assay_runs_figure(&result->overall.value, arena);
    struct assay_node *missing = assay_node_list(arena);

    for (size_t i = 0; i < result->missing_count; i++)
        assay_node_push(arena, missing, assay_node_of_text(result->missing[i]));
    if (result->missing_count > 0)
        assay_node_put(arena, &map, "missing", *missing);
    return map;
}

static void put_values(const struct assay_standing *s, struct assay_node *out)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k < s->board.models; k++) {
        const size_t m = s->order[k];
        struct assay_node *row = assay_node_map(arena);
        struct assay_node *suites = assay_node_map(arena);

        for (size_t c = 0; c < s->board.columns; c++) {
            const struct assay_result *result = assay_board_cell(&s->board, c, m)->result;

            if (result)
                assay_node_put_view(arena, suites, s->board.column[c].name,
                                    value_node(result, arena));
        }
        assay_node_put(arena, row, "model", assay_node_of_text(s->board.model[m]));
        assay_node_put(arena, row, "suites", *suites);
        assay_node_put(arena, row, "mean", assay_runs_figure(&s->mean[m], arena));
        assay_node_put(arena, row, "partial",
                       assay_node_of_bool(s->whole[m] < s->board.columns));
        if (s->model) {
            assay_node_put(arena, row, "strength",
                           assay_runs_figure(&s->model[m].strength, arena));
            assay_node_put(arena, row, "won", assay_node_of_real(s->model[m].won));
            assay_node_put(arena, row, "lost", assay_node_of_real(s->model[m].lost));
        }
        assay_node_push(arena, list, *row);
    }
    assay_node_put(arena, out, "models", *list);
}

static void put_correlations(const struct assay_standing *s, struct assay_node *out)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k < s->pairs; k++) {
        const struct assay_standing_pair *pair = &s->pair[k];
        struct assay_node *row = assay_node_map(arena);
        struct assay_node *suites = assay_node_list(arena);

        assay_node_push(arena, suites, assay_node_of_text(s->board.column[pair->a].name));
        assay_node_push(arena, suites, assay_node_of_text(s->board.column[pair->b].name));
        assay_node_put(arena, row, "suites", *suites);
        assay_node_put(arena, row, "models", assay_node_of_int((int64_t)pair->models));
        assay_node_put(arena, row, "spearman",
                       assay_runs_figure(&pair->of.spearman, arena));
        assay_node_put(arena, row, "kendall",
                       assay_runs_figure(&pair->of.kendall, arena));
        assay_node_put(arena, row, "replicates_used",
                       assay_node_of_int((int64_t)pair->of.used));
        assay_node_push(arena, list, *row);
    }
    assay_node_put(arena, out, "correlations", *list);
}

const struct assay_node *assay_leaderboard_node(const struct assay_standing *s)
{
    struct assay_arena *arena = s->arena;
    struct assay_node *out = assay_node_map(arena);
    struct assay_node *columns = assay_node_list(arena);

    for (size_t c = 0; c < s->board.columns; c++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "name", assay_node_of_text(s->board.column[c].name));
        assay_node_put(arena, map, "unit", assay_node_of_text(assay_standing_unit(s, c)));
        assay_node_put(arena, map, "in_mean", assay_node_of_bool(s->in_mean[c]));
        assay_node_push(arena, columns, *map);
    }
    assay_node_put(arena, out, "format", assay_node_of_string("assay-leaderboard"));
    assay_node_put(arena, out, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, out, "level", assay_node_of_real(s->draws.level));
    assay_node_put(arena, out, "replicates",
                   assay_node_of_int((int64_t)s->draws.replicates));
    assay_node_put(arena, out, "suites", *columns);
    put_values(s, out);
    put_correlations(s, out);
    if (s->model) {
        assay_node_put(arena, out, "items", assay_node_of_int((int64_t)s->items));
        assay_node_put(arena, out, "replicates_used",
                       assay_node_of_int((int64_t)s->used));
    }
    assay_node_put(arena, out, "notes", *s->notes);
    return out;
}

/* distance_tell.c - what assay distance prints of models. */
#include "harness/cli/distance_tell.h"

#include "harness/cli/runs_read.h"
#include "reports/escape.h"
#include "reports/number.h"

enum {
    MATRIX_MAX = 16 /* models of a matrix that is printed */
};

/* What is told, and where to. */
struct telling {
    const struct assay_distance_told *told;
    const struct assay_distance_models *found;
    unsigned format;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(struct telling *t, const char *text)
{
    assay_escape_terminal(assay_str_of(text), true, t->out);
    assay_buf_putc(t->out, '\n');
}

/* "0.1423 [0.1201, 0.1650]" */
static struct assay_str text_of(const struct telling *t,
                                const struct assay_distance_value *value)
{
    if (!value->has_band)
        return assay_str_of(assay_arena_printf(t->arena, "%.4f", value->value));
    return assay_str_of(assay_arena_printf(t->arena, "%.4f [%.4f, %.4f]", value->value,
                                           value->lo, value->hi));
}

static struct assay_str plain_text(const struct telling *t, double value)
{
    return assay_str_of(assay_arena_printf(t->arena, "%.4f", value));
}

/* One number, or two where equal scores leave the pick open. */
static struct assay_str regret_text(const struct telling *t, size_t at)
{
    const double lo = t->found->lo[at].value, hi = t->found->hi[at].value;

    if (hi - lo < 5e-5)
        return plain_text(t, hi);
    return assay_str_of(assay_arena_printf(t->arena, "%.4f - %.4f", lo, hi));
}

static void add_pair(struct telling *t, size_t a, size_t b, struct assay_grid *grid)
{
    const struct assay_distance_models *found = t->found;
    const size_t n = found->models, there = a * n + b, back = b * n + a;
    struct assay_grid_row *row = assay_grid_add(grid);
    size_t c = 0;

    row->cell[c++] = found->name[a];
    row->cell[c++] = found->name[b];
    row->cell[c++] = text_of(t, &found->headline[there]);
    if (found->metric)
        row->cell[c++] = text_of(t, &found->metric[there]);
    row->cell[c++] = plain_text(t, found->worst[there].value);
    row->cell[c++] = plain_text(t, found->worst[back].value);
    row->cell[c++] = regret_text(t, there);
    row->cell[c++] = regret_text(t, back);
}

static void put_pairs(struct telling *t)
{
    const struct assay_distance_models *found = t->found;
    const char *metric = assay_distance_metric_name(&found->how->metric, t->arena);
    const char *const headers[] = {"A",         "B",         "d_J",    metric,
                                   "WR A by B", "WR B by A", "A by B", "B by A"};
    size_t count;
    const struct assay_distance_pair *pair =
        assay_distance_pairs(found, t->arena, &count);
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, 8, count);
    grid.columns = 0;
    for (size_t c = 0; c < 8; c++)
        if (c != 3 || found->metric)
            grid.column[grid.columns++] =
                (struct assay_grid_column){.header = headers[c], .number = c > 1};
    for (size_t i = 0; i < count; i++)
        add_pair(t, pair[i].a, pair[i].b, &grid);
    assay_runs_grid(&grid, t->format, t->out);
}

static void put_matrix(struct telling *t)
{
    const struct assay_distance_models *found = t->found;
    const size_t n = found->models, *order = found->order;
    struct assay_grid grid;

    if (n < 3 || n > MATRIX_MAX)
        return;
    assay_buf_putc(t->out, '\n');
    assay_grid_init(&grid, t->arena, n + 1, n);
    grid.column[0] = (struct assay_grid_column){.header = "d_J"};
    for (size_t k = 0; k < n; k++) {
        struct assay_grid_row *row = assay_grid_add(&grid);

        grid.column[k + 1] =
            (struct assay_grid_column){.name = found->name[order[k]], .number = true};
        row->cell[0] = found->name[order[k]];
        for (size_t j = 0; j < n; j++)
            row->cell[j + 1] = assay_str_of(assay_arena_printf(
                t->arena, "%.2f", found->headline[order[k] * n + order[j]].value));
    }
    assay_runs_grid(&grid, t->format, t->out);
}

/* Of two models both ways, of more each under the labels. */
static void put_words(struct telling *t)
{
    const struct assay_distance_models *found = t->found;

    assay_buf_putc(t->out, '\n');
    if (found->models == 2) {
        put_line(t, assay_distance_models_words(found, 0, 1, t->arena));
        put_line(t, assay_distance_models_words(found, 1, 0, t->arena));
        return;
    }
    for (size_t m = 0; found->gold < found->models && m < found->gold; m++)
        put_line(t, assay_distance_models_words(found, found->gold, m, t->arena));
}

void assay_distance_tell(const struct assay_distance_told *told, unsigned format,
                         struct assay_arena *arena, struct assay_buf *out)
{
    const struct assay_distance_models *found = told->found;
    struct telling t = {told, found, format, arena, out};
    size_t count;
    const struct assay_str *note = assay_distance_notes(found, arena, &count);

    put_line(&t,
             assay_arena_printf(arena, "%.*s: %zu models on %zu items, %zu completions",
                                ASSAY_STR_ARG(told->suite), found->models, found->prompts,
                                found->completions));
    put_pairs(&t);
    put_line(&t, "A by B: what is lost under A by picking B's highest, as a share of A's "
                 "range; WR: the most that any choice loses which B finds as good");
    if (found->models * (found->models - 1) / 2 > ASSAY_DISTANCE_PAIRS_TOLD)
        put_line(&t, "pairs with gold alone; --json and distance.json beside a stored "
                     "result have all");
    put_matrix(&t);
    put_words(&t);
    if (found->headline[1].has_band)
        put_line(&t, assay_arena_printf(arena,
                                        "intervals at %g from %zu resamples of %zu "
                                        "prompts, everything worked out anew in each",
                                        found->how->level, found->how->replicates,
                                        found->clusters));
    for (size_t i = 0; i < count; i++)
        put_line(&t, note[i].ptr);
}

/* A value, or its interval. */
static struct assay_node cell_node(const struct assay_distance_value *at, bool interval,
                                   struct assay_arena *arena)
{
    struct assay_node *ends;

    if (!interval)
        return assay_node_of_real(at->value);
    if (!at->has_band)
        return assay_node_null();
    ends = assay_node_list(arena);
    assay_node_push(arena, ends, assay_node_of_real(at->lo));
    assay_node_push(arena, ends, assay_node_of_real(at->hi));
    return *ends;
}

static struct assay_node matrix_node(const struct assay_distance_models *found,
                                     const struct assay_distance_value *value,
                                     bool interval, struct assay_arena *arena)
{
    struct assay_node *rows = assay_node_list(arena);

    for (size_t a = 0; a < found->models; a++) {
        struct assay_node *row = assay_node_list(arena);

        for (size_t b = 0; b < found->models; b++)
            assay_node_push(arena, row,
                            cell_node(&value[a * found->models + b], interval, arena));
        assay_node_push(arena, rows, *row);
    }
    return *rows;
}

static void put_matrices(const struct assay_distance_models *found, bool interval,
                         struct assay_arena *arena, struct assay_node *map)
{
    const struct {
        const char *name;
        const struct assay_distance_value *value;
    } all[] = {{"d_J", found->headline},
               {"metric", found->metric},
               {"worst_case_regret", found->worst},
               {"regret_lo", found->lo},
               {"regret_hi", found->hi}};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (all[i].value)
            assay_node_put(arena, map, all[i].name,
                           matrix_node(found, all[i].value, interval, arena));
}

static struct assay_node models_node(const struct assay_distance_models *found,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t m = 0; m < found->models; m++) {
        struct assay_node *one = assay_node_map(arena);

        assay_node_put(arena, one, "name", assay_node_of_text(found->name[m]));
        assay_node_put(arena, one, "range", assay_node_of_real(found->range[m]));
        assay_node_put(arena, one, "trivial", assay_node_of_bool(found->trivial[m]));
        if (m != found->gold)
            assay_node_put(arena, one, "items_lacking",
                           assay_node_of_int((int64_t)found->left.lacking[m]));
        assay_node_push(arena, list, *one);
    }
    return *list;
}

static void put_counts(const struct assay_distance_models *found,
                       struct assay_arena *arena, struct assay_node *map)
{
    const struct {
        const char *name;
        size_t count;
    } all[] = {{"items", found->prompts},
               {"completions", found->completions},
               {"clusters", found->clusters},
               {"left_out_unscored", found->left.unscored},
               {"left_out_unlabelled", found->left.unlabelled}};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        assay_node_put(arena, map, all[i].name, assay_node_of_int((int64_t)all[i].count));
}

/* Merges of the tree: things below the number of models are these, the others earlier merges. */
static struct assay_node tree_node(const struct assay_distance_models *found,
                                   struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t k = 0; k + 1 < found->models; k++) {
        struct assay_node *one = assay_node_map(arena);

        assay_node_put(arena, one, "a", assay_node_of_int((int64_t)found->merge[k].a));
        assay_node_put(arena, one, "b", assay_node_of_int((int64_t)found->merge[k].b));
        assay_node_put(arena, one, "height", assay_node_of_real(found->merge[k].height));
        assay_node_push(arena, list, *one);
    }
    return *list;
}

static struct assay_node map_node(const struct assay_distance_models *found,
                                  struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *points = assay_node_list(arena);

    for (size_t m = 0; m < found->models; m++) {
        struct assay_node *one = assay_node_list(arena);

        assay_node_push(arena, one, assay_node_of_real(found->place[2 * m]));
        assay_node_push(arena, one, assay_node_of_real(found->place[2 * m + 1]));
        assay_node_push(arena, points, *one);
    }
    assay_node_put(arena, map, "points", *points);
    assay_node_put(arena, map, "share", assay_node_of_real(found->scaling.share));
    assay_node_put(arena, map, "negative", assay_node_of_real(found->scaling.negative));
    assay_node_put(arena, map, "negatives",
                   assay_node_of_int((int64_t)found->scaling.negatives));
    return *map;
}

static struct assay_node order_node(const struct assay_distance_models *found,
                                    struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < found->models; i++)
        assay_node_push(arena, list, assay_node_of_int((int64_t)found->order[i]));
    return *list;
}

struct assay_node *assay_distance_node(const struct assay_distance_told *told,
                                       struct assay_arena *arena)
{
    const struct assay_distance_models *found = told->found;
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *intervals = assay_node_map(arena);

    assay_node_put(arena, map, "format", assay_node_of_string("assay-distance"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, map, "suite", assay_node_of_text(told->suite));
    assay_node_put(arena, map, "models", models_node(found, arena));
    assay_node_put(arena, map, "gold",
                   found->gold < found->models ? assay_node_of_int((int64_t)found->gold)
                                               : assay_node_null());
    put_counts(found, arena, map);
    assay_node_put(
        arena, map, "metric_name",
        assay_node_of_string(assay_distance_metric_name(&found->how->metric, arena)));
    assay_node_put(arena, map, "worst_case_width", assay_node_of_real(found->uncertain));
    assay_node_put(arena, map, "level", assay_node_of_real(found->how->level));
    assay_node_put(arena, map, "replicates",
                   assay_node_of_int((int64_t)found->how->replicates));
    put_matrices(found, false, arena, map);
    put_matrices(found, true, arena, intervals);
    assay_node_put(arena, map, "order", order_node(found, arena));
    assay_node_put(arena, map, "tree", tree_node(found, arena));
    assay_node_put(arena, map, "map", map_node(found, arena));
    if (found->headline[1].has_band)
        assay_node_put(arena, map, "intervals", *intervals);
    return map;
}

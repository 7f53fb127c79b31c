#include "suites/dimensions.h"

#include "harness/core/item.h"
#include "harness/core/memory.h"

#include <stdlib.h>

#define NONE UINT32_MAX

/* A table on its way to rows. */
struct spread {
    const struct assay_table *from;
    struct assay_arena *arena;
    double *weight; /* (dimension_count,) 0: the weighted sum does not look at it */
    size_t weights; /* dimensions that have one */
    uint32_t *
        place; /* (subset_count, columns) of a subset and a dimension; NONE: no row yet */
    size_t columns; /* dimensions, then the weighted sum */

    struct assay_str *id;
    uint32_t *subset, *cluster, *group;
    uint64_t *line;
    size_t *first;
    double *gold, *value;
    unsigned char *state;
    size_t rows;
};

/* The next "name=number" of weights; false at the end or, with *bad, where it is none. */
static bool next_weight(struct assay_str *rest, struct assay_str *name, double *weight,
                        bool *bad)
{
    const size_t n = assay_str_find(*rest, ASSAY_STR(","));
    const struct assay_str one = {rest->ptr, n};
    const size_t equals = assay_str_find(one, ASSAY_STR("="));

    *bad = false;
    if (rest->len == 0)
        return false;
    *name = (struct assay_str){one.ptr, equals};
    *bad = equals == one.len || equals == 0 ||
           !assay_str_number(
               (struct assay_str){one.ptr + equals + 1, one.len - equals - 1}, weight);
    *rest = (struct assay_str){rest->ptr + n + (n < rest->len),
                               rest->len - n - (n < rest->len)};
    return !*bad;
}

enum assay_code assay_dimensions_check(struct assay_str weights, struct assay_error *err)
{
    struct assay_str rest = weights, name;
    double weight;
    bool bad;

    while (next_weight(&rest, &name, &weight, &bad))
        ;
    if (bad)
        return assay_fail(err, ASSAY_EDATA,
                          "expected name=number, with commas between, found \"%.*s\"",
                          ASSAY_STR_ARG(weights));
    return ASSAY_OK;
}

static enum assay_code read_weights(struct spread *spread,
                                    const struct assay_node *scoring,
                                    struct assay_error *err)
{
    const struct assay_table *from = spread->from;
    struct assay_str rest = assay_node_text(assay_node_get(scoring, "weights")), name;
    double weight;
    bool bad;

    spread->weight =
        assay_arena_new(spread->arena, from->dimension_count, sizeof(*spread->weight));
    while (next_weight(&rest, &name, &weight, &bad)) {
        size_t d = 0;

        while (d < from->dimension_count &&
               !assay_str_equal(from->dimension_name[d], name))
            d++;
        if (d == from->dimension_count)
            return assay_fail(err, ASSAY_EDOMAIN,
                              "weights: no item is rated for \"%.*s\"",
                              ASSAY_STR_ARG(name));
        spread->weights += weight != 0.0 && spread->weight[d] == 0.0;
        spread->weight[d] = weight;
    }
    return ASSAY_OK;
}

static void add_row(struct spread *spread, size_t i, size_t column, double gold,
                    struct assay_answer answer)
{
    const struct assay_table *from = spread->from;
    const size_t row = spread->rows++;

    spread->id[row] = from->id[i];
    spread->subset[row] = (uint32_t)(from->subset[i] * spread->columns + column);
    spread->place[spread->subset[row]] = 0;
    spread->cluster[row] = from->cluster[i];
    if (from->group)
        spread->group[row] = from->group[i];
    spread->line[row] = from->line[i];
    spread->gold[row] = gold;
    spread->value[row] = answer.state == ASSAY_STATE_SCORED ? answer.value : 0.0;
    spread->state[row] = (unsigned char)answer.state;
    spread->first[row + 1] = row + 1;
}

/* What was answered for gold value g of item i. */
static struct assay_answer answer_of(const struct spread *spread, size_t i, size_t g)
{
    const struct assay_table *from = spread->from;
    const size_t values = from->first[i + 1] - from->first[i];
    const size_t k = from->first[i] + (values > 1 ? g - from->gold_first[i] : 0);

    if (g - from->gold_first[i] >= values && from->want != ASSAY_WANT_SCORES)
        return (struct assay_answer){.state = ASSAY_STATE_SKIPPED};
    return (struct assay_answer){.state = (enum assay_state)from->state[k],
                                 .value = from->value[k]};
}

/* The weighted sum, which needs every dimension that has a weight. */
static void add_weighted(struct spread *spread, size_t i)
{
    const struct assay_table *from = spread->from;
    struct assay_answer sum = {.state = ASSAY_STATE_SCORED};
    double gold = 0.0;
    size_t n = 0;

    for (size_t g = from->gold_first[i]; g < from->gold_first[i + 1]; g++) {
        const uint32_t d = from->dimension[g];
        const struct assay_answer one = answer_of(spread, i, g);

        if (d == ASSAY_TABLE_COMPLETION || spread->weight[d] == 0.0)
            continue;
        n++;
        gold += spread->weight[d] * from->gold[g];
        if (one.state != ASSAY_STATE_SCORED && sum.state == ASSAY_STATE_SCORED)
            sum.state = one.state;
        sum.value = from->want == ASSAY_WANT_SCORES
                        ? one.value
                        : sum.value + spread->weight[d] * one.value;
    }
    if (n > 0 && n == spread->weights)
        add_row(spread, i, from->dimension_count, gold, sum);
}

static void add_item(struct spread *spread, size_t i)
{
    const struct assay_table *from = spread->from;

    for (size_t g = from->gold_first[i]; g < from->gold_first[i + 1]; g++)
        if (from->dimension[g] != ASSAY_TABLE_COMPLETION)
            add_row(spread, i, from->dimension[g], from->gold[g],
                    answer_of(spread, i, g));
    add_weighted(spread, i);
}

/* The names of the subsets that have rows, numbered in order; rows are renumbered. */
static void name_subsets(struct spread *spread, struct assay_table *out)
{
    const struct assay_table *from = spread->from;
    const size_t cells = from->subset_count * spread->columns;
    struct assay_str *name = assay_arena_new(spread->arena, cells, sizeof(*name));

    out->subset_count = 0;
    for (size_t c = 0; c < cells; c++) {
        const struct assay_str subset = from->subset_name[c / spread->columns];
        const size_t d = c % spread->columns;
        const struct assay_str dimension = d < from->dimension_count
                                               ? from->dimension_name[d]
                                               : ASSAY_STR(ASSAY_DIMENSIONS_WEIGHTED);

        if (spread->place[c] == NONE)
            continue;
        name[out->subset_count] =
            subset.len ? assay_str_of(assay_arena_printf(spread->arena, "%.*s/%.*s",
                                                         ASSAY_STR_ARG(subset),
                                                         ASSAY_STR_ARG(dimension)))
                       : assay_arena_copy(spread->arena, dimension);
        spread->place[c] = (uint32_t)out->subset_count++;
    }
    for (size_t row = 0; row < spread->rows; row++)
        spread->subset[row] = spread->place[spread->subset[row]];
    out->subset_name = name;
}

static void make_room(struct spread *spread)
{
    const struct assay_table *from = spread->from;
    const size_t most = from->gold_first[from->items] + from->items;
    const size_t cells = from->subset_count * spread->columns;
    struct assay_arena *arena = spread->arena;

    spread->place = assay_arena_new(arena, cells, sizeof(*spread->place));
    for (size_t c = 0; c < cells; c++)
        spread->place[c] = NONE;
    spread->id = assay_arena_new(arena, most, sizeof(*spread->id));
    spread->subset = assay_arena_new(arena, most, sizeof(*spread->subset));
    spread->cluster = assay_arena_new(arena, most, sizeof(*spread->cluster));
    spread->group = assay_arena_new(arena, most, sizeof(*spread->group));
    spread->line = assay_arena_new(arena, most, sizeof(*spread->line));
    spread->first = assay_arena_new(arena, most + 1, sizeof(*spread->first));
    spread->gold = assay_arena_new(arena, most, sizeof(*spread->gold));
    spread->value = assay_arena_new(arena, most, sizeof(*spread->value));
    spread->state = assay_arena_new(arena, most, 1);
}

enum assay_code assay_dimensions_spread(const struct assay_table *table,
                                        const struct assay_node *scoring,
                                        struct assay_arena *arena,
                                        struct assay_table *out, struct assay_error *err)
{
    struct spread spread = {
        .from = table, .arena = arena, .columns = table->dimension_count + 1};
    const enum assay_code code = read_weights(&spread, scoring, err);

    if (code)
        return code;
    make_room(&spread);
    for (size_t i = 0; i < table->items; i++)
        add_item(&spread, i);
    *out = *table;
    name_subsets(&spread, out);
    out->items = spread.rows;
    out->id = spread.id;
    out->subset = spread.subset;
    out->cluster = spread.cluster;
    out->group = table->group ? spread.group : NULL;
    out->line = spread.line;
    out->gold_first = out->first = spread.first;
    out->gold = spread.gold;
    out->value = spread.value;
    out->state = spread.state;
    out->dimension = NULL;
    out->dimension_count = 0;
    return ASSAY_OK;
}

#include "harness/run/board.h"

#include "harness/core/buf.h"
#include "harness/core/json.h"
#include "harness/run/reread.h"

#include <inttypes.h>

bool assay_board_is_models(const struct assay_node *plan, const struct assay_node *suite,
                           struct assay_str path)
{
    const struct assay_str target =
        assay_node_text(assay_node_get(assay_node_get(plan, "model"), "target"));
    const struct assay_str spec = assay_node_text(assay_node_get(suite, "spec"));

    return assay_str_equal(path, target) && assay_str_find(spec, path) >= spec.len;
}

/* By digest; a file that was not read to its end has none, and is told by name and size. */
static void add_source(const struct assay_node *source, struct assay_buf *text)
{
    const struct assay_str digest = assay_node_text(assay_node_get(source, "sha256"));
    double bytes = 0.0;

    assay_buf_puts(text, ", data ");
    assay_buf_add(text, digest);
    if (digest.len > 0)
        return;
    (void)assay_node_number(assay_node_get(source, "bytes"), &bytes);
    assay_buf_add(text, assay_node_text(assay_node_get(source, "path")));
    assay_buf_printf(text, " of %.0f bytes", bytes);
}

struct assay_str assay_board_says(const struct assay_stored *stored,
                                  const struct assay_result *result,
                                  struct assay_arena *arena)
{
    const size_t number = assay_stored_number(stored, result);
    const struct assay_node *plan = assay_node_get(stored->run, "plan");
    const struct assay_node *suite =
        assay_node_at(assay_node_get(plan, "suites"), number);
    const struct assay_node *sources = assay_node_get(
        assay_node_at(assay_node_get(stored->run, "suites"), number), "sources");
    const struct assay_node *limit = assay_node_get(plan, "limit");
    const struct assay_node *options = assay_node_get(suite, "options");
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_puts(&text, "version ");
    assay_buf_add(&text, result->suite_version);
    if (assay_node_count(options) > 0) {
        assay_buf_puts(&text, ", options ");
        assay_json_write(options, false, &text);
    }
    if (assay_node_is(limit, ASSAY_NODE_INT) && limit->as.integer > 0)
        assay_buf_printf(&text, ", the first %" PRId64 " items", limit->as.integer);
    for (size_t i = 0; i < assay_node_count(sources); i++) {
        const struct assay_node *source = assay_node_at(sources, i);

        if (assay_board_is_models(plan, suite,
                                  assay_node_text(assay_node_get(source, "path"))))
            assay_buf_puts(&text, ", items of the model's own file");
        else
            add_source(source, &text);
    }
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static struct assay_str name_of(const struct assay_result *result,
                                struct assay_arena *arena)
{
    if (result->part.len == 0)
        return result->suite;
    return assay_str_of(assay_arena_printf(
        arena, "%.*s:%.*s", ASSAY_STR_ARG(result->suite), ASSAY_STR_ARG(result->part)));
}

/* The number of the column with the key, which is added if it is new. */
static size_t column_of(struct assay_board *board, struct assay_str name,
                        struct assay_str says, struct assay_arena *arena)
{
    const struct assay_str key = assay_str_of(
        assay_arena_printf(arena, "%.*s %.*s", ASSAY_STR_ARG(name), ASSAY_STR_ARG(says)));
    const struct assay_str prefix = {key.ptr, name.len + 1};
    size_t alike = 1;

    for (size_t c = 0; c < board->columns; c++) {
        struct assay_board_column *column = &board->column[c];

        if (assay_str_equal(column->key, key))
            return c;
        if (!assay_str_starts(column->key, prefix))
            continue;
        alike++;
        column->says = (struct assay_str){column->key.ptr + prefix.len,
                                          column->key.len - prefix.len};
    }
    if (alike > 1)
        name = assay_str_of(
            assay_arena_printf(arena, "%.*s#%zu", ASSAY_STR_ARG(name), alike));
    board->column[board->columns] = (struct assay_board_column){
        .name = name,
        .key = key,
        .says = alike > 1 ? says : ASSAY_STR(""),
    };
    return board->columns++;
}

static size_t model_of(struct assay_board *board, struct assay_str label)
{
    for (size_t i = 0; i < board->models; i++)
        if (assay_str_equal(board->model[i], label))
            return i;
    board->model[board->models] = label;
    return board->models++;
}

/* Where each result belongs, before it is known how many models there are. */
struct place {
    size_t column, model;
    struct assay_board_cell cell;
};

static bool lacks_the_same(const struct assay_result *a, const struct assay_result *b)
{
    if (a->missing_count != b->missing_count)
        return false;
    for (size_t i = 0; i < a->missing_count; i++)
        if (!assay_str_equal(a->missing[i], b->missing[i]))
            return false;
    return true;
}

static void find_mixed(struct assay_board *board)
{
    for (size_t c = 0; c < board->columns; c++) {
        const struct assay_result *first = NULL;

        for (size_t m = 0; m < board->models; m++) {
            const struct assay_result *result = assay_board_cell(board, c, m)->result;

            if (!result)
                continue;
            if (first && !lacks_the_same(first, result))
                board->column[c].mixed = true;
            first = result;
        }
    }
}

static enum assay_code fill(struct assay_board *board, const struct place *places,
                            size_t n, struct assay_arena *arena, struct assay_error *err)
{
    board->cell =
        assay_arena_new(arena, board->columns * board->models, sizeof(*board->cell));
    for (size_t i = 0; i < n; i++) {
        const size_t at = places[i].column * board->models + places[i].model;

        if (board->cell[at].result)
            return assay_fail(err, ASSAY_EUSAGE,
                              "%s and %s: two runs of suite %.*s called %.*s; name them "
                              "with --label",
                              board->cell[at].stored->directory,
                              places[i].cell.stored->directory,
                              ASSAY_STR_ARG(board->column[places[i].column].name),
                              ASSAY_STR_ARG(board->model[places[i].model]));
        board->cell[at] = places[i].cell;
        board->column[places[i].column].models++;
    }
    find_mixed(board);
    return ASSAY_OK;
}

enum assay_code assay_board_make(const struct assay_stored *stored, size_t n,
                                 struct assay_arena *arena, struct assay_board *out,
                                 struct assay_error *err)
{
    struct place *places;
    size_t results = 0, k = 0;

    for (size_t i = 0; i < n; i++) {
        const enum assay_code code = assay_stored_check_over(&stored[i], err);

        if (code)
            return code;
        results += stored[i].result_count;
    }
    if (results > ASSAY_BOARD_RESULTS_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d results",
                          ASSAY_BOARD_RESULTS_MAX);
    *out = (struct assay_board){
        .model = assay_arena_new(arena, results, sizeof(*out->model)),
        .column = assay_arena_new(arena, results, sizeof(*out->column)),
    };
    places = assay_arena_new(arena, results, sizeof(*places));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < stored[i].result_count; j++) {
            const struct assay_result *result = &stored[i].result[j];

            places[k++] = (struct place){
                column_of(out, name_of(result, arena),
                          assay_board_says(&stored[i], result, arena), arena),
                model_of(out, result->label),
                {&stored[i], result},
            };
        }
    }
    return fill(out, places, results, arena, err);
}

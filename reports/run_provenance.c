/* Where a run came from: its run.json, leaf by leaf, whatever newer versions add to it. */
#include "harness/core/json.h"
#include "harness/core/tree.h"
#include "reports/escape.h"
#include "reports/run_page.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    REAL_TEXT = 32, /* room for a number */
    REAL_DIGITS_LEAST = 6,
    REAL_DIGITS_MOST = 17,
    LEAVES = 400,       /* rows shown */
    VALUE_COLUMNS = 300 /* of one value */
};

/* The walk over run.json. */
struct walk {
    struct assay_page_table *table;
    struct assay_buf path;
    size_t rows;
};

static void put_leaf(struct walk *walk, const struct assay_node *node)
{
    struct assay_arena *arena = walk->table->arena;
    struct assay_buf text = {0};
    struct assay_row *row;

    if (walk->rows++ >= LEAVES)
        return;
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        assay_buf_add(&text, assay_node_text(node));
    else
        assay_json_write(node, false, &text);
    row = assay_table_row(walk->table);
    row->cell[0] = assay_cell_text(assay_arena_copy(arena, assay_buf_view(&walk->path)));
    row->cell[1] = assay_cell_text(
        assay_arena_copy(arena, assay_escape_cut(assay_buf_view(&text), VALUE_COLUMNS)));
    assay_buf_release(&text);
}

static void cut_path(struct walk *walk, size_t length)
{
    walk->path.len = length;
    if (walk->path.data)
        walk->path.data[length] = '\0';
}

/* Depth is bounded by ASSAY_TREE_DEPTH, which the parser saw to. */
static void put_leaves(struct walk *walk, const struct assay_node *node)
{
    const size_t length = walk->path.len;

    if (assay_node_is(node, ASSAY_NODE_MAP)) {
        for (size_t i = 0; i < node->as.map.count; i++) {
            if (length)
                assay_buf_putc(&walk->path, '.');
            assay_buf_add(&walk->path, node->as.map.at[i].key);
            put_leaves(walk, &node->as.map.at[i].value);
            cut_path(walk, length);
        }
    } else if (assay_node_is(node, ASSAY_NODE_LIST)) {
        for (size_t i = 0; i < node->as.list.count; i++) {
            assay_buf_printf(&walk->path, "[%zu]", i);
            put_leaves(walk, &node->as.list.at[i]);
            cut_path(walk, length);
        }
    } else {
        put_leaf(walk, node);
    }
}

/* A word as a shell takes it: as it is where it is plain, else in single quotes. */
static void put_word(struct assay_str word, struct assay_buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-./:=,+@%";
    bool quoted = word.len == 0;

    for (size_t i = 0; i < word.len && !quoted; i++)
        quoted = assay_str_find(assay_str_of(plain),
                                (struct assay_str){word.ptr + i, 1}) == sizeof(plain) - 1;
    if (quoted)
        assay_buf_putc(out, '\'');
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] == '\'')
            assay_buf_puts(out, "'\\''");
        else
            assay_buf_putc(out, word.ptr[i]);
    if (quoted)
        assay_buf_putc(out, '\'');
}

/* In the fewest digits that are read back as x: 0.95, not 0.94999999999999996. */
static void put_real(double x, struct assay_buf *out)
{
    char text[REAL_TEXT];
    int digits = REAL_DIGITS_LEAST;

    do
        (void)snprintf(text, sizeof(text), "%.*g", digits, x);
    while (digits++ < REAL_DIGITS_MOST && strtod(text, NULL) != x);
    assay_buf_puts(out, text);
}

/* " --key value" */
static void put_option(struct assay_str key, const struct assay_node *value,
                       struct assay_buf *out)
{
    struct assay_buf text = {0};

    if (assay_node_is(value, ASSAY_NODE_NULL) ||
        (assay_node_is(value, ASSAY_NODE_BOOL) && !value->as.truth))
        return;
    assay_buf_puts(out, " --");
    assay_buf_add(out, key);
    if (assay_node_is(value, ASSAY_NODE_BOOL))
        return;
    assay_buf_putc(out, ' ');
    if (assay_node_is(value, ASSAY_NODE_TEXT))
        assay_buf_add(&text, assay_node_text(value));
    else if (assay_node_is(value, ASSAY_NODE_REAL))
        put_real(value->as.real, &text);
    else
        assay_json_write(value, false, &text);
    put_word(assay_buf_view(&text), out);
    assay_buf_release(&text);
}

/* The options that run.json records. */
static void put_config(const struct assay_node *config, struct assay_buf *out)
{
    for (size_t i = 0; i < config->as.map.count; i++) {
        const struct assay_member *option = &config->as.map.at[i];

        if (!assay_node_is(&option->value, ASSAY_NODE_LIST)) {
            put_option(option->key, &option->value, out);
            continue;
        }
        for (size_t v = 0; v < option->value.as.list.count; v++)
            put_option(option->key, &option->value.as.list.at[v], out);
    }
}

/* What the command was given beside options. */
static void put_operands(const struct assay_node *operands, struct assay_buf *out)
{
    for (size_t i = 0; i < assay_node_count(operands); i++) {
        assay_buf_putc(out, ' ');
        put_word(assay_node_text(assay_node_at(operands, i)), out);
    }
}

/* What names the same measurement, where run.json does not say how it was asked for. */
static void put_names(const struct assay_result *result, struct assay_buf *out)
{
    struct assay_buf suite = {0};

    assay_buf_add(&suite, result->suite);
    assay_buf_puts(&suite, result->part.len ? ":" : "");
    assay_buf_add(&suite, result->part);
    assay_buf_puts(out, " --suite ");
    put_word(assay_buf_view(&suite), out);
    assay_buf_puts(out, " --model ");
    put_word(result->model, out);
    assay_buf_release(&suite);
}

static void put_command(struct assay_page *page, const struct assay_report_run *run)
{
    const struct assay_node *config = assay_node_get(run->run, "config");
    const struct assay_str command = assay_node_text(assay_node_get(run->run, "command"));
    struct assay_buf line = {0};

    assay_buf_puts(&line, "assay ");
    assay_buf_add(&line, command.len ? command : ASSAY_STR("run"));
    if (assay_node_is(config, ASSAY_NODE_MAP) &&
        (command.len || assay_node_get(config, "model")))
        put_config(config, &line);
    else
        put_names(run->result, &line);
    put_operands(assay_node_get(run->run, "operands"), &line);
    assay_page_code(page, ASSAY_STR("To measure it again"),
                    assay_arena_copy(page->arena, assay_buf_view(&line)))
        ->depth = ASSAY_DEPTH_FULL;
    assay_buf_release(&line);
}

void assay_run_provenance(struct assay_page *page, const struct assay_report_run *run)
{
    struct walk walk = {0};

    put_command(page, run);
    if (!run->run || assay_node_count(run->run) == 0)
        return;
    walk.table =
        assay_page_table(page, "run-json", ASSAY_STR("Everything that run.json records"));
    walk.table->block->depth = ASSAY_DEPTH_FULL;
    walk.table->block->folded = true;
    (void)assay_table_text(walk.table, "field", ASSAY_STR("field"));
    assay_table_text(walk.table, "value", ASSAY_STR("value"))->wrap = true;
    put_leaves(&walk, run->run);
    if (walk.rows > LEAVES)
        assay_page_text(page, assay_str_of(assay_arena_printf(
                                  page->arena, "%zu more fields are in the file.",
                                  walk.rows - LEAVES)))
            ->depth = ASSAY_DEPTH_FULL;
    assay_buf_release(&walk.path);
}

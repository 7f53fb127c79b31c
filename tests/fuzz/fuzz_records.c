/*
 * fuzz_records.c - any bytes as a data file of every layout: refused in one line, or records.
 *
 * The first byte says which layout, and whether records are grouped or hold many rows.
 */
#include "harness/core/records.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <math.h>

static void check_tree(const struct assay_node *node, unsigned depth)
{
    double number;

    /* Two more: a grouped record and its list of rows stand around what was read. */
    assert(depth <= ASSAY_TREE_DEPTH + 2);
    if (assay_node_number(node, &number))
        assert(isfinite(number));
    assert(assay_str_is_utf8(assay_node_text(node)));
    if (assay_node_is(node, ASSAY_NODE_LIST))
        for (size_t i = 0; i < node->as.list.count; i++)
            check_tree(&node->as.list.at[i], depth + 1);
    if (assay_node_is(node, ASSAY_NODE_MAP))
        for (size_t i = 0; i < node->as.map.count; i++) {
            assert(assay_str_is_utf8(node->as.map.at[i].key));
            check_tree(&node->as.map.at[i].value, depth + 1);
        }
}

static void read_all(const struct assay_records_setting *setting)
{
    struct assay_arena arena = {0};
    const struct assay_node *record;
    struct assay_records *records;
    struct assay_error err = {0};
    size_t count = 0;
    enum assay_code code = assay_records_open(setting, &records, &err);

    if (code) {
        fuzz_check_error(code, &err);
        return;
    }
    do {
        code = assay_records_next(records, &arena, &record, &err);
        if (!code && record) {
            assert(assay_node_is(record, ASSAY_NODE_MAP));
            check_tree(record, 0);
            count++;
            assert(assay_records_count(records) == count);
        }
        assay_arena_reset(&arena);
    } while (!code && record);
    if (code)
        fuzz_check_error(code, &err);
    assay_records_close(records);
    assay_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH];
    struct assay_records_setting setting = {.path = path};
    struct assay_arena arena = {0};
    const struct assay_node id = assay_node_of_string("id");
    struct assay_node *rows_of;

    if (size == 0 || fuzz_is_parquet(data + 1, size - 1) ||
        !fuzz_file_make((struct assay_str){(const char *)data + 1, size - 1}, path))
        return 0;
    rows_of = assay_node_map(&arena);
    (void)assay_node_put(&arena, rows_of, "field", assay_node_of_string("v"));
    setting.layout = (enum assay_layout)(data[0] % (ASSAY_LAYOUT_TSV + 1));
    setting.group_by = data[0] & 0x20 ? &id : NULL;
    setting.rows_of = data[0] & 0x40 ? rows_of : NULL;
    read_all(&setting);
    fuzz_file_remove(path);
    assay_arena_release(&arena);
    return 0;
}

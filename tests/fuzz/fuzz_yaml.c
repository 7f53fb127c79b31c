/*
 * fuzz_yaml.c - a YAML document of any bytes: what is accepted keeps the promises of tree.h,
 * and is the same tree after a way through JSON, which is YAML as well.
 */
#include "harness/core/json.h"
#include "harness/core/yaml.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lines do not go backward, and texts and numbers are what trees may hold. */
static void check_node(const struct assay_node *node, unsigned depth)
{
    assert(node->line > 0);
    if (node->type == ASSAY_NODE_REAL)
        assert(isfinite(node->as.real));
    if (node->type == ASSAY_NODE_TEXT)
        assert(assay_str_is_utf8(node->as.text));
    assert(assay_node_count(node) == 0 || depth < ASSAY_TREE_DEPTH);
    for (size_t i = 0; node->type == ASSAY_NODE_LIST && i < node->as.list.count; i++) {
        assert(node->as.list.at[i].line >= node->line);
        check_node(&node->as.list.at[i], depth + 1);
    }
    for (size_t i = 0; node->type == ASSAY_NODE_MAP && i < node->as.map.count; i++) {
        assert(assay_str_is_utf8(node->as.map.at[i].key));
        check_node(&node->as.map.at[i].value, depth + 1);
    }
}

static void check_json(const struct assay_node *node, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_node again;
    struct assay_error err;

    assay_json_write(node, false, &text);
    if (assay_json_parse(assay_buf_view(&text), "f", arena, &again, &err))
        abort();
    assert(assay_node_equal(node, &again));
    assay_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assay_arena arena = {0};
    struct assay_node node;
    struct assay_error err = {0};
    const enum assay_code code = assay_yaml_parse(
        (struct assay_str){(const char *)data, size}, "f", &arena, &node, &err);

    assert(code == ASSAY_OK || (code == ASSAY_EDATA && strncmp(err.text, "f:", 2) == 0));
    assert(code == ASSAY_OK || strtoul(err.text + 2, NULL, 10) > 0);
    assert(code == ASSAY_OK || !strchr(err.text, '\n'));
    if (code == ASSAY_OK) {
        check_node(&node, 0);
        check_json(&node, &arena);
    }
    assay_arena_release(&arena);
    return 0;
}

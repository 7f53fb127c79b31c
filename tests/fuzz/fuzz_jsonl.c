/*
 * fuzz_jsonl.c - one record of any bytes: every library accepts the same texts, reads the same
 * tree, writes the same bytes, and reads its own writing back.
 */
#include "harness/core/json.h"
#include "harness/core/jsonl_backend.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct assay_node *parsed(const struct assay_jsonl_backend *backend,
                                       struct assay_str text, struct assay_arena *arena)
{
    struct assay_jsonl *parser = assay_jsonl_new_on(backend);
    char *copy = assay_arena_new(arena, text.len + ASSAY_JSONL_PADDING, 1);
    const struct assay_node *node;
    struct assay_error err = {0};
    enum assay_code code;

    if (text.len)
        memcpy(copy, text.ptr, text.len);
    code = assay_jsonl_parse(parser, (struct assay_jsonl_text){copy, text.len, "f", 1},
                             arena, &node, &err);
    assay_jsonl_free(parser);
    assert(code == ASSAY_OK ||
           (code == ASSAY_EDATA && strncmp(err.text, "f:1: ", 5) == 0));
    assert(code == ASSAY_OK || !strchr(err.text, '\n'));
    return code == ASSAY_OK ? node : NULL;
}

/* As one document, indented, the tree is the same too. */
static void check_document(const struct assay_node *node, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_node again;
    struct assay_error err;

    assay_json_write(node, true, &text);
    if (assay_json_parse(assay_buf_view(&text), "f", arena, &again, &err))
        abort();
    assert(assay_node_equal(node, &again));
    assay_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct assay_str text = {(const char *)data, size};
    struct assay_arena arena = {0};
    struct assay_buf first_text = {0};
    const struct assay_node *first = parsed(assay_jsonl_backends[0], text, &arena);

    if (first)
        assay_jsonl_backends[0]->write(first, &first_text);
    for (size_t i = 0; assay_jsonl_backends[i]; i++) {
        const struct assay_node *node = parsed(assay_jsonl_backends[i], text, &arena);
        struct assay_buf written = {0};

        assert(!node == !first);
        if (!node)
            continue;
        assert(assay_node_equal(node, first));
        assay_jsonl_backends[i]->write(node, &written);
        assert(assay_str_equal(assay_buf_view(&written), assay_buf_view(&first_text)));
        node = parsed(assay_jsonl_backends[i], assay_buf_view(&written), &arena);
        assert(node && assay_node_equal(node, first));
        assay_buf_release(&written);
    }
    if (first)
        check_document(first, &arena);
    assay_buf_release(&first_text);
    assay_arena_release(&arena);
    return 0;
}

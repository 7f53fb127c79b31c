/*
 * fuzz_rollout.c - any bytes as a rollout log: refused in one line, or records that keep its rules, that can be merged with
 * themselves, written, and read again as what they were.
 */
#include "harness/core/rollout.h"
#include "harness/core/rollout_write.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <math.h>

/* Rule 1 and 2 of a response, from the outside. */
static void check_response(struct assay_rollout *log, const struct assay_node *response,
                           struct assay_arena *arena)
{
    const struct assay_node *lp = assay_node_get(assay_node_get(response, "tok"), "lp");
    struct assay_error err;
    double *x;
    size_t n;

    for (size_t i = 0; i < assay_node_count(lp); i++) {
        const struct assay_node *track = &lp->as.map.at[i].value;

        if (assay_node_is(track, ASSAY_NODE_NULL))
            continue;
        assert(!assay_rollout_numbers(log, track, arena, &x, &n, &err));
        assert((int64_t)n == assay_node_get(response, "n_tok")->as.integer);
        for (size_t k = 0; k < n; k++)
            assert(!isinf(x[k]));
    }
}

static void check_record(struct assay_rollout *log,
                         const struct assay_rollout_record *record,
                         struct assay_rollout_writer *writer, struct assay_arena *arena)
{
    const struct assay_node *responses = assay_node_get(record->node, "responses");
    const struct assay_node *merged;
    struct assay_buf out = {0};
    struct assay_error err = {0};

    for (size_t i = 0; i < assay_node_count(responses); i++)
        check_response(log, assay_node_at(responses, i), arena);
    assert(!assay_rollout_merge(record->node, record->node, "", arena, &merged, &err));
    assert(assay_node_equal(merged, record->node));
    /* A meta record names side files that are not there, which is no fault of its own. */
    assert(!assay_rollout_write(writer, record->node, &out, &err));
    assay_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH];
    struct assay_arena arena = {0};
    struct assay_error err = {0};
    struct assay_rollout *log = NULL;
    struct assay_rollout_record record = {.node = NULL};
    struct assay_rollout_writer *writer;
    enum assay_code code;

    if (fuzz_is_parquet(data, size) ||
        !fuzz_file_make((struct assay_str){(const char *)data, size}, path))
        return 0;
    writer = assay_rollout_writer_new("out");
    code = assay_rollout_open(path, &log, &err);
    while (!code) {
        assay_arena_reset(&arena);
        code = assay_rollout_next(log, &arena, &record, &err);
        if (code || !record.node)
            break;
        check_record(log, &record, writer, &arena);
    }
    if (code)
        fuzz_check_error(code, &err);
    assay_rollout_close(log);
    assay_rollout_writer_free(writer);
    fuzz_file_remove(path);
    assay_arena_release(&arena);
    return 0;
}

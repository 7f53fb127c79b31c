/*
 * `json`: everything, for programs. One document:
 *
 *     {"version": "1.0", "runs": [{"result": {...}, "run": {...} or null}, ...]}
 *
 * result as in result.json, run as in run.json. Readers accept newer minor versions.
 */
#include "harness/core/arena.h"
#include "harness/core/json.h"
#include "reports/report.h"

static enum assay_code write_json(const struct assay_report_input *input,
                                  struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_node *document = assay_node_map(&arena);
    struct assay_node *list;

    assay_node_put(&arena, document, "version", assay_node_of_string("1.0"));
    list = assay_node_list(&arena);
    for (size_t i = 0; i < input->count; i++) {
        const struct assay_report_run *run = &input->runs[i];
        struct assay_node *entry = assay_node_map(&arena);

        assay_node_put(&arena, entry, "result", *assay_result_node(run->result, &arena));
        assay_node_put(&arena, entry, "run", run->run ? *run->run : assay_node_null());
        assay_node_push(&arena, list, *entry);
    }
    assay_node_put(&arena, document, "runs", *list);
    assay_json_write(document, true, out);
    assay_arena_release(&arena);
    (void)err;
    return ASSAY_OK;
}

const struct assay_report assay_report_json = {
    .name = "json",
    .summary = "everything, for programs",
    .write = write_json,
};

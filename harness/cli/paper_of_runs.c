/* paper_of_runs.c - the page of stored runs, for a paper. */
#include "harness/cli/paper.h"
#include "reports/page.h"
#include "reports/run_page.h"

static enum assay_code make_runs(const struct assay_paper *paper,
                                 const struct assay_paper_entry *entry,
                                 struct assay_page *page, struct assay_error *err)
{
    const struct assay_node *suite = assay_node_get(entry->node, "suite");
    struct assay_report_input input = {0};
    struct assay_report_run *runs;
    size_t n = 0;

    for (size_t i = 0; i < entry->runs; i++)
        n += entry->run[i]->stored.result_count;
    runs = assay_arena_new(paper->arena, n + 1, sizeof(*runs));
    for (size_t i = 0; i < entry->runs; i++) {
        const struct assay_stored *stored = &entry->run[i]->stored;

        for (size_t k = 0; k < stored->result_count; k++)
            if (!suite ||
                assay_str_equal(assay_node_text(suite), stored->result[k].suite))
                runs[input.count++] = (struct assay_report_run){
                    .result = &stored->result[k], .run = stored->run};
    }
    if (input.count == 0)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: no run has a result of that suite",
                          paper->path, entry->node->line);
    input.runs = runs;
    assay_run_page(&input, paper->arena, page);
    return ASSAY_OK;
}

const struct assay_paper_maker assay_paper_runs = {
    .name = "runs", .run_min = 1, .run_max = 64, .make = make_runs};

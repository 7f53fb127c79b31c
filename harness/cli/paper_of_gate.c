/* paper_of_gate.c - the page of a gate, for a paper. */
#include "harness/cli/gate_page.h"
#include "harness/cli/paper_asked.h"
#include "harness/run/gate.h"
#include "reports/page.h"
#include "suites/suite.h"

static enum assay_code make_gate(const struct assay_paper *paper,
                                 const struct assay_paper_entry *entry,
                                 struct assay_page *page, struct assay_error *err)
{
    const struct assay_node *file = assay_node_get(entry->node, "policy");
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_gate_policy *policy = assay_arena_new(paper->arena, 1, sizeof(*policy));
    struct assay_gate *gate = assay_arena_new(paper->arena, 1, sizeof(*gate));
    struct assay_comparison_how how;
    enum assay_code code = assay_paper_how(paper, entry, &how, err);

    how.places = &places;
    *policy = assay_gate_policy_default();
    if (!code && file)
        code = assay_gate_policy_read(
            assay_arena_printf(paper->arena, "%s/%.*s", paper->folder,
                               ASSAY_STR_ARG(assay_node_text(file))),
            paper->arena, policy, err);
    if (!code)
        code = assay_gate_judge(assay_paper_stored(paper, entry), policy, &how,
                                paper->arena, gate, err);
    if (!code)
        assay_gate_page(gate, false, page);
    return code;
}

const struct assay_paper_maker assay_paper_gate = {
    .name = "gate", .run_min = 2, .run_max = 2, .make = make_gate};

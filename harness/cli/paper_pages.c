/* paper_pages.c - the pages that tables and figures of a paper are taken from. */
#include "harness/cli/compare_page.h"
#include "harness/cli/gate_page.h"
#include "harness/cli/paper.h"
#include "harness/run/gate.h"
#include "reports/page.h"
#include "reports/run_page.h"
#include "suites/suite.h"

static const struct assay_paper_maker *const all[] = {
#define PAPER(name) &assay_paper_##name,
#include "harness/cli/paper_makers.def"
#undef PAPER
};

const struct assay_paper_maker *assay_paper_maker_find(struct assay_str name)
{
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (assay_str_equal(name, assay_str_of(all[i]->name)))
            return all[i];
    return NULL;
}

/* A number that an entry gives, within [lo, hi]; what stands in out stays where it gives none. */
static enum assay_code read_number(const struct assay_paper *paper,
                                   const struct assay_paper_entry *entry, const char *key,
                                   const double range[2], double *out,
                                   struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(entry->node, key);

    if (!node || (assay_node_number(node, out) && *out >= range[0] && *out <= range[1]))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a number, %g to %g",
                      paper->path, node->line, key, range[0], range[1]);
}

static enum assay_code read_metrics(const struct assay_paper *paper,
                                    const struct assay_paper_entry *entry, unsigned *out,
                                    struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(entry->node, "metrics");

    if (list)
        *out = 0;
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_str word = assay_node_text(assay_node_at(list, i));
        unsigned m = 0;

        while (m < ASSAY_COMPARE_METRICS &&
               !assay_str_equal(word, assay_str_of(assay_compare_metric_name[m])))
            m++;
        if (m == ASSAY_COMPARE_METRICS)
            return assay_fail(err, ASSAY_EDATA,
                              "%s:%u: metrics: there are accuracy, margin, loss, brier "
                              "and ece",
                              paper->path, list->line);
        *out |= 1U << m;
    }
    return ASSAY_OK;
}

/* What a comparison is to be like, in words of the entry. */
static enum assay_code read_how(const struct assay_paper *paper,
                                const struct assay_paper_entry *entry,
                                struct assay_comparison_how *how, struct assay_error *err)
{
    static const double alphas[2] = {1e-4, 0.49}, margins[2] = {0.0, 1.0};
    static const double counts[2] = {100.0, 1e6}, seeds[2] = {0.0, 9e15};
    const struct assay_node *suite = assay_node_get(entry->node, "suite");
    double replicates, seed = 0.0;
    enum assay_code code;

    *how = assay_comparison_defaults();
    replicates = (double)how->replicates;
    if (suite)
        how->suite = assay_arena_copy(paper->arena, assay_node_text(suite)).ptr;
    code = read_number(paper, entry, "alpha", alphas, &how->alpha, err);
    if (!code)
        code = read_number(paper, entry, "margin", margins, &how->margin, err);
    if (!code)
        code = read_number(paper, entry, "replicates", counts, &replicates, err);
    if (!code)
        code = read_number(paper, entry, "seed", seeds, &seed, err);
    how->replicates = how->flips = (size_t)replicates;
    how->seed = (uint64_t)seed;
    return code ? code : read_metrics(paper, entry, &how->metrics, err);
}

static const struct assay_stored *stored_of(const struct assay_paper *paper,
                                            const struct assay_paper_entry *entry)
{
    struct assay_stored *stored =
        assay_arena_new(paper->arena, entry->runs, sizeof(*stored));

    for (size_t i = 0; i < entry->runs; i++)
        stored[i] = entry->run[i]->stored;
    return stored;
}

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

static enum assay_code make_comparison(const struct assay_paper *paper,
                                       const struct assay_paper_entry *entry,
                                       struct assay_page *page, struct assay_error *err)
{
    const struct assay_compare_wish wish = {.items = 10};
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_comparison *comparison =
        assay_arena_new(paper->arena, 1, sizeof(*comparison));
    struct assay_comparison_how how;
    enum assay_code code = read_how(paper, entry, &how, err);

    how.places = &places;
    if (!code)
        code = assay_comparison_make(stored_of(paper, entry), entry->runs, &how,
                                     paper->arena, comparison, err);
    if (!code)
        code = assay_comparison_check(comparison, err);
    if (!code)
        assay_compare_page(comparison, &wish, page);
    return code;
}

const struct assay_paper_maker assay_paper_comparison = {.name = "comparison",
                                                         .run_min = 2,
                                                         .run_max =
                                                             ASSAY_COMPARISON_RUNS_MAX,
                                                         .make = make_comparison};

static enum assay_code make_gate(const struct assay_paper *paper,
                                 const struct assay_paper_entry *entry,
                                 struct assay_page *page, struct assay_error *err)
{
    const struct assay_node *file = assay_node_get(entry->node, "policy");
    const struct assay_places places = assay_places_here(paper->data_dir, paper->arena);
    struct assay_gate_policy *policy = assay_arena_new(paper->arena, 1, sizeof(*policy));
    struct assay_gate *gate = assay_arena_new(paper->arena, 1, sizeof(*gate));
    struct assay_comparison_how how;
    enum assay_code code = read_how(paper, entry, &how, err);

    how.places = &places;
    *policy = assay_gate_policy_default();
    if (!code && file)
        code = assay_gate_policy_read(
            assay_arena_printf(paper->arena, "%s/%.*s", paper->folder,
                               ASSAY_STR_ARG(assay_node_text(file))),
            paper->arena, policy, err);
    if (!code)
        code = assay_gate_judge(stored_of(paper, entry), policy, &how, paper->arena, gate,
                                err);
    if (!code)
        assay_gate_page(gate, false, page);
    return code;
}

const struct assay_paper_maker assay_paper_gate = {
    .name = "gate", .run_min = 2, .run_max = 2, .make = make_gate};

/*
 * comparison_graph.c - how well do the comparisons of a data set tie its responses together?
 *
 * Per group, the graph whose edges are its preferences: components, effective resistances, and the variance that is left of a
 * difference of rewards (metrics/comparison_graph.h). Chains, trees and stars of as many comparisons differ in it.
 *
 * Source: Qiu et al. 2024, Reward Generalization in RLHF: A Topological Perspective, arXiv:2402.10184, whose bound (IBN) is
 *         another; resistances stand for it here.
 */
#include "metrics/comparison_graph.h"
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "reports/diagnostics/diagnostic.h"

struct graphs {
    size_t groups, split, responses, alone, edges, too_large;
    size_t components;
    double largest, mean; /* of groups: sum of means */
    size_t solved;        /* groups with connected pairs */
};

static size_t index_of(const struct assay_rollout_view *view, struct assay_str id)
{
    for (size_t i = 0; i < view->count; i++)
        if (assay_str_equal(
                assay_rollout_text(assay_rollout_view_response(view, i), "id"), id))
            return i;
    return 0; /* the reader refuses an id that is not there */
}

static size_t edges_of(const struct assay_rollout_view *view,
                       struct assay_graph_edge **out)
{
    const struct assay_node *prefs = assay_node_get(view->record.node, "prefs");
    size_t n = 0;

    *out = assay_arena_new(view->arena, assay_node_count(prefs) + 1, sizeof(**out));
    for (size_t i = 0; i < assay_node_count(prefs); i++) {
        const struct assay_node *pref = assay_node_at(prefs, i);
        const size_t a = index_of(view, assay_rollout_text(pref, "a"));
        const size_t b = index_of(view, assay_rollout_text(pref, "b"));
        double votes = 1.0;

        (void)assay_rollout_number(pref, "n", &votes);
        if (a != b && votes > 0.0)
            (*out)[n++] = (struct assay_graph_edge){(uint32_t)a, (uint32_t)b, votes};
    }
    return n;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct graphs *graphs = state;
    struct assay_graph_edge *edge;
    struct assay_graph graph;
    size_t edges;
    enum assay_code code;

    if (view->count == 0 || !assay_node_get(view->record.node, "prefs"))
        return ASSAY_OK;
    if (view->count > ASSAY_GRAPH_NODES) {
        graphs->too_large++;
        return ASSAY_OK;
    }
    edges = edges_of(view, &edge);
    code = assay_graph_measure(edge, edges, view->count, &graph, err);
    if (code)
        return code;
    graphs->groups++;
    graphs->split += graph.components > 1;
    graphs->components += graph.components;
    graphs->responses += view->count;
    graphs->alone += graph.alone;
    graphs->edges += edges;
    graphs->solved += graph.pairs > 0;
    graphs->mean += graph.mean;
    graphs->largest = graph.largest > graphs->largest ? graph.largest : graphs->largest;
    return ASSAY_OK;
}

static void put(struct assay_diagnosis *out, struct assay_page_table *table,
                const char *key, const char *what, double value)
{
    struct assay_row *row = assay_table_row(table);

    row->cell[0] = assay_cell_text(assay_str_of(what));
    row->cell[1] = assay_cell_number(value, ASSAY_STR(""));
    assay_node_put_real(out->arena, out->values, key, value);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct graphs *graphs = state;
    const double mean = graphs->solved ? graphs->mean / (double)graphs->solved : 0.0;
    struct assay_page_table *table;

    (void)err;
    if (graphs->groups == 0) {
        out->lacks = "prefs";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu comparisons tie %zu responses of %zu groups together; %s. Two connected "
            "responses are %.4g comparisons apart in the mean, %.4g at most.",
            graphs->edges, graphs->responses, graphs->groups,
            graphs->split == 0
                ? "every group hangs together"
                : assay_arena_printf(out->arena,
                                     "%zu groups fall apart, so that rewards of their "
                                     "parts cannot be compared",
                                     graphs->split),
            mean, graphs->largest)));
    table = assay_page_table(out->page, "graph", ASSAY_STR("Comparisons as a graph"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    (void)assay_table_number(table, "value", ASSAY_STR("value"));
    put(out, table, "groups", "groups with preferences", (double)graphs->groups);
    put(out, table, "disconnected", "of them in several parts", (double)graphs->split);
    put(out, table, "components", "parts in all", (double)graphs->components);
    put(out, table, "alone", "responses that nobody compared", (double)graphs->alone);
    put(out, table, "degree", "comparisons of a response, mean",
        2.0 * (double)graphs->edges / (double)graphs->responses);
    put(out, table, "mean_resistance", "effective resistance, mean over groups", mean);
    put(out, table, "largest_resistance", "effective resistance, largest",
        graphs->largest);
    put(out, table, "largest_variance", "variance left of a difference, largest",
        4.0 * graphs->largest);
    if (graphs->too_large > 0)
        (void)assay_page_note(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena, "%zu groups of more than %d responses are left out.",
                graphs->too_large, ASSAY_GRAPH_NODES)));
    assay_node_put_count(out->arena, out->values, "too_large", graphs->too_large);
    return ASSAY_OK;
}

const struct assay_diagnostic assay_diagnostic_comparison_graph = {
    .name = "comparison-graph",
    .summary = "how well comparisons tie responses together",
    .formula =
        "R_ab = L+_aa + L+_bb - 2 L+_ab of the graph of comparisons; variance 4 R_ab",
    .needs = "prefs[].a prefs[].b prefs[].n",
    .source = "Qiu et al. 2024, arXiv:2402.10184; Klein and Randic (1993)",
    .rows = {68},
    .quirk = "the paper's bound (IBN) is not verified; effective resistance and the "
             "Bradley-Terry variance stand for it",
    .state_size = sizeof(struct graphs),
    .take = take,
    .tell = tell,
};

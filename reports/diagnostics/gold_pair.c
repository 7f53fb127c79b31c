#include "reports/diagnostics/gold_pair.h"

static int sign(double x)
{
    return (x > 0.0) - (x < 0.0);
}

static double role_of(const struct assay_node *response)
{
    const struct assay_str role = assay_rollout_text(response, "role");

    return assay_str_equal(role, ASSAY_STR("chosen"))     ? 1.0
           : assay_str_equal(role, ASSAY_STR("rejected")) ? -1.0
                                                          : 0.0;
}

/* The place in gold.rank, from its end, so that more is better. */
static double rank_of(const struct assay_node *rank, struct assay_str id, double missing)
{
    const size_t n = assay_node_count(rank);

    for (size_t i = 0; i < n; i++)
        if (assay_str_equal(assay_node_text(assay_node_at(rank, i)), id))
            return (double)(n - i);
    return missing;
}

int assay_gold_pair(const struct assay_rollout_view *view, size_t i, size_t k)
{
    const struct assay_node *a = assay_rollout_view_response(view, i);
    const struct assay_node *b = assay_rollout_view_response(view, k);
    const struct assay_str id_a = assay_rollout_text(a, "id");
    const struct assay_str id_b = assay_rollout_text(b, "id");
    const struct assay_node *score =
        assay_rollout_value(view->record.node, ASSAY_STR("gold.score"));
    const struct assay_node *rank =
        assay_rollout_value(view->record.node, ASSAY_STR("gold.rank"));
    double x, y;

    if (role_of(a) * role_of(b) < 0.0)
        return sign(role_of(a));
    if (assay_rollout_number(a, "correct", &x) &&
        assay_rollout_number(b, "correct", &y) && x != y)
        return sign(x - y);
    if (assay_node_number(assay_node_find(score, id_a), &x) &&
        assay_node_number(assay_node_find(score, id_b), &y) && x != y)
        return sign(x - y);
    x = rank_of(rank, id_a, 0.0);
    y = rank_of(rank, id_b, 0.0);
    return x > 0.0 && y > 0.0 ? sign(x - y) : 0;
}

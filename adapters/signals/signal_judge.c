#include "adapters/signals/signal_judge.h"

/* Mean score of the judge's verdicts on a response. */
static bool judged(const struct assay_rollout_view *view, const char *judge,
                   struct assay_str id, double *out)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    double sum = 0.0, score;
    size_t n = 0;

    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *said = assay_node_at(judges, k);

        if (!assay_str_equal(assay_rollout_text(said, "kind"), ASSAY_STR("point")) ||
            !assay_str_equal(assay_rollout_text(said, "j"), assay_str_of(judge)) ||
            !assay_str_equal(assay_rollout_text(said, "resp"), id) ||
            !assay_rollout_number(said, "score", &score))
            continue;
        sum += score;
        n++;
    }
    *out = n ? sum / (double)n : 0.0;
    return n > 0;
}

bool assay_signal_scored(const struct assay_rollout_view *view, size_t i,
                         const char *name, const char *judge,
                         struct assay_signal_value *value, double *out)
{
    if (!judge)
        return assay_signal_number(view, i, assay_signal_path(view, "reward", name),
                                   value, out);
    if (judged(view, judge,
               assay_rollout_text(assay_rollout_view_response(view, i), "id"), out))
        return true;
    assay_signal_lack(value, "judges[].score of the judge");
    return false;
}

/* rollout_judge.c - judgements of a rollout log: each has a verdict, or says that none was found. */
#include "harness/core/rollout_parts.h"

/* What holds a verdict. */
static const char *const verdicts[] = {"vote", "p",    "score", "scores",
                                       "rank", "bbox", NULL};

static bool holds(const struct assay_node *judge, const char *key)
{
    const struct assay_node *node = assay_node_get(judge, key);

    return node && !assay_node_is(node, ASSAY_NODE_NULL);
}

static const char *first_verdict(const struct assay_node *judge)
{
    for (size_t i = 0; verdicts[i]; i++)
        if (holds(judge, verdicts[i]))
            return verdicts[i];
    return NULL;
}

static bool is_true(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_BOOL) ? node->as.truth : node->as.integer == 1;
}

enum assay_code assay_rollout_check_judge(const struct rollout_check *check,
                                          const struct rollout_place *place,
                                          const struct assay_node *node,
                                          struct assay_error *err)
{
    const struct assay_str kind = assay_node_text(assay_node_get(node, "kind"));
    const char *verdict = first_verdict(node);

    if (assay_str_equal(kind, ASSAY_STR("pair")) &&
        (!holds(node, "resp") || !holds(node, "vs")))
        return assay_rollout_fail(err, check, place, "a pair needs \"resp\" and \"vs\"");
    if (is_true(assay_node_get(node, "ok")))
        return verdict ? ASSAY_OK
                       : assay_rollout_fail(
                             err, check, place,
                             "ok, and none of vote, p, score, scores, rank, bbox");
    if (verdict)
        return assay_rollout_fail(err, check, place, "not ok, and yet \"%s\"", verdict);
    if (!holds(node, "text"))
        return assay_rollout_fail(
            err, check, place,
            "not ok, and without the text in which no verdict was found");
    return ASSAY_OK;
}

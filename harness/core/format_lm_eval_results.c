/*
 * format_lm_eval_results.c - results_TIME.json of lm-evaluation-harness: a value a task.
 *
 * Source: EleutherAI/lm-evaluation-harness, lm_eval/result_schema.py (EvalResults),
 * lm_eval/loggers/evaluation_tracker.py (save_results_aggregated).
 */
#include "harness/core/format_record.h"

#include <string.h>

static bool is_results(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "results"), ASSAY_NODE_MAP) &&
           assay_node_is(assay_node_get(record, "configs"), ASSAY_NODE_MAP) &&
           assay_node_get(record, "n-shot");
}

/* True for METRIC,FILTER that is no standard error and, where one is wanted, that metric. */
static bool is_wanted(struct assay_str key, const char *metric)
{
    const size_t comma = assay_str_find(key, ASSAY_STR(","));
    const struct assay_str name = {key.ptr, comma};

    if (comma == key.len ||
        assay_str_find(name, ASSAY_STR("_stderr")) + strlen("_stderr") == name.len)
        return false;
    return !metric || assay_str_equal(name, assay_str_of(metric)) ||
           assay_str_equal(key, assay_str_of(metric));
}

/* The value of a task's first metric that is wanted. */
static enum assay_code put_task(const struct assay_format_reading *reading,
                                struct assay_format_record *made,
                                const struct assay_member *task, struct assay_error *err)
{
    double value;

    for (size_t i = 0; assay_node_is(&task->value, ASSAY_NODE_MAP) &&
                       i < assay_node_count(&task->value);
         i++) {
        const struct assay_member *member = &task->value.as.map.at[i];

        if (is_wanted(member->key, reading->metric) &&
            assay_node_number(&member->value, &value))
            return assay_format_put_total(made, task->key, value, err);
    }
    return ASSAY_OK;
}

static enum assay_code read_results(struct assay_format_reading *reading,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    const struct assay_node *results = assay_node_get(source->record, "results");
    struct assay_format_record made;
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(results, ASSAY_NODE_MAP))
        return assay_format_fail(err, source, "results", "expected an object");
    assay_format_begin_totals(&made, source, arena,
                              assay_node_get(source->record, "model_name"));
    for (size_t i = 0; !code && i < results->as.map.count; i++)
        code = put_task(reading, &made, &results->as.map.at[i], err);
    *out = made.map;
    return code;
}

const struct assay_format assay_format_lm_eval_results = {
    .name = "lm-eval-results",
    .summary = "results_TIME.json of lm-evaluation-harness: a value a task",
    .lost =
        "items, standard errors, and other metrics than the one named (or the first of "
        "each task)",
    .totals = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .is = is_results,
    .read = read_results,
};

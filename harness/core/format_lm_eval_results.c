/*
 * format_lm_eval_results.c - results_TIME.json of lm-evaluation-harness: a value a task.
 *
 * Tasks of one group, GROUP and GROUP_TASK, are subsets without the group's name.
 *
 * Source: EleutherAI/lm-evaluation-harness, lm_eval/result_schema.py (EvalResults),
 * lm_eval/loggers/evaluation_tracker.py (save_results_aggregated).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"

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

/* The task that all others have in front of their names, as GROUP_TASK; empty: there is none. */
static struct assay_str group_of(const struct assay_node *results)
{
    struct assay_str group = {"", 0};

    for (size_t i = 0; i < assay_node_count(results); i++)
        if (group.len == 0 || results->as.map.at[i].key.len < group.len)
            group = results->as.map.at[i].key;
    for (size_t i = 0; i < assay_node_count(results); i++) {
        const struct assay_str key = results->as.map.at[i].key;

        if (!assay_str_equal(key, group) &&
            !(assay_str_starts(key, group) && key.len > group.len + 1 &&
              key.ptr[group.len] == '_'))
            return (struct assay_str){"", 0};
    }
    return group;
}

/* The value of a task's first metric that is wanted, without its group's name. */
static enum assay_code put_task(const struct assay_format_reading *reading,
                                struct assay_format_record *made,
                                const struct assay_member *task, struct assay_str group,
                                struct assay_error *err)
{
    const size_t head = group.len && task->key.len > group.len ? group.len + 1 : 0;
    const struct assay_str name = {task->key.ptr + head, task->key.len - head};
    double value;

    for (size_t i = 0; assay_node_is(&task->value, ASSAY_NODE_MAP) &&
                       i < assay_node_count(&task->value);
         i++) {
        const struct assay_member *member = &task->value.as.map.at[i];

        if (is_wanted(member->key, reading->metric) &&
            assay_node_number(&member->value, &value))
            return assay_format_put_total(made, name, value, err);
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
    struct assay_str group;
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(results, ASSAY_NODE_MAP))
        return assay_field_fail(err, source, "results", "expected an object");
    group = group_of(results);
    assay_format_begin_totals(&made, source, arena,
                              assay_node_get(source->record, "model_name"));
    for (size_t i = 0; !code && i < results->as.map.count; i++)
        if (results->as.map.count == 1 ||
            !assay_str_equal(results->as.map.at[i].key,
                             group)) /* its own value is no subset's */
            code = put_task(reading, &made, &results->as.map.at[i], group, err);
    *out = made.map;
    return code;
}

/* What a task has in the maps of results, configs, versions, n-shot, n-samples. */
struct task {
    struct assay_arena *arena;
    struct assay_node *results, *configs, *versions, *shots, *samples, *higher;
    struct assay_node version;
};

static void put_section(const struct task *task, const char *name, const char *alias,
                        const struct assay_section *section)
{
    struct assay_arena *arena = task->arena;
    struct assay_node *values = assay_node_map(arena), *samples = assay_node_map(arena);
    struct assay_node *config = assay_node_map(arena), *higher = assay_node_map(arena);

    (void)assay_node_put(arena, values, "alias", assay_node_of_string(alias));
    (void)assay_node_put(arena, values, "acc,none",
                         assay_node_of_real(section->value.value));
    (void)assay_node_put(arena, values, "acc_stderr,none", assay_node_of_string("N/A"));
    (void)assay_node_put(arena, task->results, name, *values);
    (void)assay_node_put(arena, config, "task", assay_node_of_string(name));
    (void)assay_node_put(arena, task->configs, name, *config);
    (void)assay_node_put(arena, task->versions, name, task->version);
    (void)assay_node_put(arena, task->shots, name, assay_node_of_int(0));
    (void)assay_node_put(arena, samples, "original",
                         assay_node_of_int((int64_t)section->items));
    (void)assay_node_put(arena, samples, "effective",
                         assay_node_of_int((int64_t)section->counted));
    (void)assay_node_put(arena, task->samples, name, *samples);
    (void)assay_node_put(arena, higher, "acc", assay_node_of_bool(true));
    (void)assay_node_put(arena, task->higher, name, *higher);
}

/* The suite is a task, and each of its sections SUITE_SECTION. */
static enum assay_code write_results(const struct assay_format_run *run,
                                     struct assay_buf *out, struct assay_error *err)
{
    struct assay_arena *arena = run->arena;
    const struct assay_result *result = run->result;
    struct task task = {arena,
                        assay_node_map(arena),
                        assay_node_map(arena),
                        assay_node_map(arena),
                        assay_node_map(arena),
                        assay_node_map(arena),
                        assay_node_map(arena),
                        assay_node_of_text(result->suite_version)};
    struct assay_node *map = assay_node_map(arena);

    (void)err;
    if (result->overall.value.defined) {
        const char *name = assay_arena_copy(arena, result->suite).ptr;

        put_section(&task, name,
                    assay_arena_printf(arena, "%s%s", name, assay_format_partial(run)),
                    &result->overall);
    }
    for (size_t i = 0; i < result->section_count; i++) {
        const char *name =
            assay_arena_printf(arena, "%.*s_%.*s", ASSAY_STR_ARG(result->suite),
                               ASSAY_STR_ARG(result->section[i].name));

        if (result->section[i].value.defined)
            put_section(&task, name, name, &result->section[i]);
    }
    (void)assay_node_put(arena, map, "results", *task.results);
    (void)assay_node_put(arena, map, "configs", *task.configs);
    (void)assay_node_put(arena, map, "versions", *task.versions);
    (void)assay_node_put(arena, map, "n-shot", *task.shots);
    (void)assay_node_put(arena, map, "higher_is_better", *task.higher);
    (void)assay_node_put(arena, map, "n-samples", *task.samples);
    (void)assay_node_put(arena, map, "model_source", assay_node_of_string("assay"));
    (void)assay_node_put(arena, map, "model_name", assay_node_of_text(result->label));
    assay_json_write(map, true, out);
    return ASSAY_OK;
}

static const char *const reads[] = {"results", "model_name", NULL};

const struct assay_format assay_format_lm_eval_results = {
    .name = "lm-eval-results",
    .summary = "results_TIME.json of lm-evaluation-harness: a value a task",
    .lost =
        "items, standard errors, and other metrics than the one named (or the first of "
        "each task); that the value is partial is told in the task's alias",
    .reads = reads,
    .leaves = "items and intervals",
    .totals = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .is = is_results,
    .read = read_results,
    .write = write_results,
};

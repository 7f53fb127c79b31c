/*
 * format_hugging_face.c - results for the Hugging Face hub: the model-index of a model card, and
 * .eval_results/NAME.yaml.
 *
 * The model-index goes between the lines --- of a README.md: a result for the suite as a whole and
 * one for each section, whose name is the configuration; values are fractions. An entry of
 * .eval_results has the headline value alone, in percent where the suite prints it so. A value that is
 * partial says so in the metric's name, or in the notes.
 *
 * Source: huggingface/huggingface_hub, src/huggingface_hub/repocard_data.py
 * (eval_results_to_model_index), src/huggingface_hub/_eval_results.py
 * (eval_result_entries_to_yaml); task and metric as in allenai/reward-bench,
 * rewardbench/rewardbench.py.
 */
#include "harness/core/format_write.h"

#include "harness/core/version.h"
#include "harness/core/yaml.h"

static void put(const struct assay_format_run *run, struct assay_node *map,
                const char *key, struct assay_node value)
{
    (void)assay_node_put(run->arena, map, key, value);
}

/* The suite's title, or its name where it has none. */
static struct assay_str title_of(const struct assay_format_run *run)
{
    return run->result->title.len ? run->result->title : run->result->suite;
}

/* A figure as one element of `results:`; section NULL: the whole. */
static void push_result(const struct assay_format_run *run,
                        const struct assay_section *section, bool whole,
                        struct assay_node *results)
{
    struct assay_node *task = assay_node_map(run->arena);
    struct assay_node *dataset = assay_node_map(run->arena);
    struct assay_node *metric = assay_node_map(run->arena);
    struct assay_node *metrics = assay_node_list(run->arena);
    struct assay_node *result = assay_node_map(run->arena);

    put(run, task, "type", assay_node_of_string("preference_evaluation"));
    put(run, dataset, "name", assay_node_of_text(title_of(run)));
    put(run, dataset, "type",
        run->dataset ? assay_node_of_string(run->dataset)
                     : assay_node_of_text(run->result->suite));
    if (!whole)
        put(run, dataset, "config", assay_node_of_text(section->name));
    put(run, metric, "type",
        assay_node_of_string(section->value.has_wilson ? "accuracy" : "score"));
    put(run, metric, "value", assay_node_of_real(section->value.value));
    if (whole && run->result->missing_count > 0)
        put(run, metric, "name",
            assay_node_of_string(
                assay_arena_printf(run->arena, "overall%s", assay_format_partial(run))));
    (void)assay_node_push(run->arena, metrics, *metric);
    put(run, result, "task", *task);
    put(run, result, "dataset", *dataset);
    put(run, result, "metrics", *metrics);
    (void)assay_node_push(run->arena, results, *result);
}

static enum assay_code need_overall(const struct assay_format_run *run,
                                    struct assay_error *err)
{
    const struct assay_figure *value = &run->result->overall.value;

    if (value->defined)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDOMAIN, "%.*s: no overall value: %.*s",
                      ASSAY_STR_ARG(run->result->suite), ASSAY_STR_ARG(value->why));
}

static enum assay_code write_model_index(const struct assay_format_run *run,
                                         struct assay_buf *out, struct assay_error *err)
{
    const struct assay_result *result = run->result;
    struct assay_node *results = assay_node_list(run->arena);
    struct assay_node *model = assay_node_map(run->arena);
    struct assay_node *index = assay_node_list(run->arena);
    struct assay_node *root = assay_node_map(run->arena);
    const enum assay_code code = need_overall(run, err);

    if (code)
        return code;
    push_result(run, &result->overall, true, results);
    for (size_t i = 0; i < result->section_count; i++)
        if (result->section[i].value.defined)
            push_result(run, &result->section[i], false, results);
    put(run, model, "name", assay_node_of_text(result->label));
    put(run, model, "results", *results);
    (void)assay_node_push(run->arena, index, *model);
    put(run, root, "model-index", *index);
    assay_buf_puts(out, "---\n");
    assay_yaml_write(root, out);
    assay_buf_puts(out, "---\n");
    return ASSAY_OK;
}

const struct assay_format assay_format_model_index = {
    .name = "model-index",
    .summary =
        "YAML front matter of a Hugging Face model card: headline values of sections",
    .lost =
        "items, intervals, coverage and the rules that values were counted by; that the "
        "value is partial is told in the metric's name",
    .leaves = "items, intervals, coverage, and the rules that values were counted by",
    .totals = true,
    .write = write_model_index,
};

/* What was measured how, in one line. */
static const char *notes_of(const struct assay_format_run *run)
{
    const struct assay_result *result = run->result;

    return assay_arena_printf(
        run->arena, "%.*s %.*s%s, assay %s; %.*s; %zu of %zu items counted",
        ASSAY_STR_ARG(result->suite), ASSAY_STR_ARG(result->suite_version),
        assay_format_partial(run), assay_version(), ASSAY_STR_ARG(result->rule),
        result->overall.counted, result->overall.items);
}

static enum assay_code write_eval_results(const struct assay_format_run *run,
                                          struct assay_buf *out, struct assay_error *err)
{
    const struct assay_result *result = run->result;
    const bool percent = assay_str_equal(result->unit, ASSAY_STR("percent"));
    const struct assay_str part = result->part.len ? result->part : ASSAY_STR("default");
    const struct assay_node *ended = assay_node_get(run->document, "ended");
    struct assay_node *dataset = assay_node_map(run->arena);
    struct assay_node *entry = assay_node_map(run->arena);
    struct assay_node *list = assay_node_list(run->arena);
    const enum assay_code code = need_overall(run, err);

    if (code)
        return code;
    if (!run->dataset)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%.*s: its data set on the hub is not known; name it with "
                          "--dataset ORG/NAME",
                          ASSAY_STR_ARG(result->suite));
    put(run, dataset, "id", assay_node_of_string(run->dataset));
    put(run, dataset, "task_id", assay_node_of_text(part));
    put(run, entry, "dataset", *dataset);
    put(run, entry, "value",
        assay_node_of_real((percent ? 100.0 : 1.0) * result->overall.value.value));
    if (assay_node_is(ended, ASSAY_NODE_TEXT))
        put(run, entry, "date", *ended);
    put(run, entry, "notes", assay_node_of_string(notes_of(run)));
    (void)assay_node_push(run->arena, list, *entry);
    assay_yaml_write(list, out);
    return ASSAY_OK;
}

const struct assay_format assay_format_eval_results = {
    .name = "eval-results",
    .summary =
        ".eval_results/NAME.yaml of a Hugging Face model repository: a headline value",
    .lost = "sections, items, intervals, and states; the rule, and that the value is "
            "partial, are told in notes",
    .leaves = "sections, items, intervals, and states",
    .totals = true,
    .write = write_eval_results,
};

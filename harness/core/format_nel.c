/*
 * format_nel.c - results.jsonl and eval-BENCH.json of NeMo Evaluator (nel).
 *
 * Of the repeats of a problem the first has the problem's number for an id, and repeat R has
 * NUMBER/R. A reward whose judge failed is no answer.
 *
 * Source: NVIDIA-NeMo/Evaluator, docs/result-format.mdx; src/nemo_evaluator/engine/eval_loop.py
 * (result_dict), artifacts.py (build_artifact_bundle).
 */
#include "harness/core/format_record.h"

static bool is_nel(const struct assay_node *record)
{
    return assay_node_get(record, "problem_idx") && assay_node_get(record, "reward");
}

/* metadata.category, or scoring_details.category where that is not there. */
static const struct assay_node *category_of(const struct assay_node *record)
{
    const struct assay_node *category =
        assay_node_get(assay_node_get(record, "metadata"), "category");

    return category
               ? category
               : assay_node_get(assay_node_get(record, "scoring_details"), "category");
}

static bool judge_failed(const struct assay_node *record)
{
    const struct assay_node *judge =
        assay_node_get(assay_node_get(record, "scoring_details"), "judge");

    return assay_node_is(assay_node_get(judge, "error"), ASSAY_NODE_TEXT);
}

static enum assay_code read_nel(struct assay_format_reading *reading,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const struct assay_node *record = source->record;
    const struct assay_node *repeat = assay_node_get(record, "repeat");
    struct assay_format_record made;
    struct assay_str id, subset;
    double number;
    enum assay_code code;

    (void)reading;
    code = assay_format_need_text(source, "problem_idx", arena, &id, err);
    if (code)
        return code;
    if (repeat && !assay_node_number(repeat, &number))
        return assay_format_fail(err, source, "repeat", "expected a number, found a %s",
                                 assay_node_type_name(repeat));
    if (repeat && number > 0)
        id =
            assay_str_of(assay_arena_printf(arena, "%.*s/%g", ASSAY_STR_ARG(id), number));
    assay_format_begin(&made, source, arena, id);
    if (assay_format_text(category_of(record), arena, &subset))
        (void)assay_node_put(arena, made.map, "subset", assay_node_of_text(subset));
    assay_format_put(&made, "prompt", assay_node_get(record, "prompt"));
    assay_format_put(&made, "label", assay_node_get(record, "expected_answer"));
    if (judge_failed(record))
        assay_format_add(&made, 0.0, ASSAY_STATE_FAILED);
    else
        code =
            assay_format_add_node(&made, "reward", assay_node_get(record, "reward"), err);
    if (!code)
        *out = assay_format_end(&made, "verdicts");
    return code;
}

const struct assay_format assay_format_nel = {
    .name = "nel",
    .summary = "results.jsonl of NeMo Evaluator: a reward a problem and repeat",
    .lost = "responses, tokens, times and scoring details; repeat R of problem N is item "
            "N/R, where nel averages the repeats",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_nel,
    .read = read_nel,
};

static bool is_bundle(const struct assay_node *record)
{
    const struct assay_node *benchmark = assay_node_get(record, "benchmark");

    return assay_node_get(benchmark, "name") &&
           assay_node_is(assay_node_get(benchmark, "scores"), ASSAY_NODE_MAP);
}

/* Every category's mean. */
static enum assay_code put_categories(struct assay_format_record *made,
                                      const struct assay_node *categories,
                                      struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < categories->as.map.count; i++) {
        const struct assay_member *member = &categories->as.map.at[i];
        double value;

        if (assay_node_number(assay_node_get(&member->value, "mean_reward"), &value))
            code = assay_format_put_total(made, member->key, value, err);
    }
    return code;
}

/* The benchmark's wanted metric, or its first. */
static enum assay_code put_metric(const char *metric, struct assay_format_record *made,
                                  struct assay_error *err)
{
    const struct assay_node *benchmark =
        assay_node_get(made->source->record, "benchmark");
    const struct assay_node *scores = assay_node_get(benchmark, "scores");
    const struct assay_node *score = NULL;
    double value;

    if (metric)
        score = assay_node_get(scores, metric);
    else if (assay_node_count(scores) > 0)
        score = &scores->as.map.at[0].value;
    if (!assay_node_number(assay_node_get(score, "value"), &value))
        return assay_format_fail(err, made->source, "benchmark.scores", "no value of %s",
                                 metric ? metric : "any metric");
    return assay_format_put_total(
        made, assay_node_text(assay_node_get(benchmark, "name")), value, err);
}

static enum assay_code read_bundle(struct assay_format_reading *reading,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node *benchmark = assay_node_get(source->record, "benchmark");
    const struct assay_node *categories = assay_node_get(benchmark, "categories");
    struct assay_format_record made;

    assay_format_begin_totals(
        &made, source, arena,
        assay_node_get(assay_node_get(source->record, "config"), "model"));
    *out = made.map;
    if (!is_bundle(source->record))
        return assay_format_fail(err, source, "benchmark", "no name and scores");
    if (!reading->metric && assay_node_is(categories, ASSAY_NODE_MAP) &&
        assay_node_count(categories) > 0)
        return put_categories(&made, categories, err);
    return put_metric(reading->metric, &made, err);
}

const struct assay_format assay_format_nel_bundle = {
    .name = "nel-bundle",
    .summary = "eval-BENCH.json of NeMo Evaluator: means of categories or of a benchmark",
    .lost = "items, intervals and configuration; without categories one metric is read",
    .totals = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .is = is_bundle,
    .read = read_bundle,
};

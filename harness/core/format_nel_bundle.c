/*
 * format_nel_bundle.c - eval-BENCH.json of NeMo Evaluator (nel): means of categories.
 *
 * Source: NVIDIA-NeMo/Evaluator, docs/result-format.mdx; src/nemo_evaluator/engine/artifacts.py
 * (build_artifact_bundle).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"

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
        return assay_field_fail(err, made->source, "benchmark.scores", "no value of %s",
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
        return assay_field_fail(err, source, "benchmark", "no name and scores");
    if (!reading->metric && assay_node_is(categories, ASSAY_NODE_MAP) &&
        assay_node_count(categories) > 0)
        return put_categories(&made, categories, err);
    return put_metric(reading->metric, &made, err);
}

static struct assay_node score_node(const struct assay_figure *figure,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(arena, map, "value", assay_node_of_real(figure->value));
    if (figure->has_bootstrap) {
        (void)assay_node_put(arena, map, "ci_lower",
                             assay_node_of_real(figure->bootstrap_lo));
        (void)assay_node_put(arena, map, "ci_upper",
                             assay_node_of_real(figure->bootstrap_hi));
    }
    return *map;
}

static struct assay_node categories_node(const struct assay_format_run *run)
{
    struct assay_node *categories = assay_node_map(run->arena);

    for (size_t i = 0; i < run->result->section_count; i++) {
        const struct assay_section *section = &run->result->section[i];
        struct assay_node *map = assay_node_map(run->arena);

        if (!section->value.defined)
            continue;
        (void)assay_node_put(run->arena, map, "mean_reward",
                             assay_node_of_real(section->value.value));
        (void)assay_node_put(run->arena, map, "n",
                             assay_node_of_int((int64_t)section->counted));
        (void)assay_node_put_view(run->arena, categories, section->name, *map);
    }
    return *categories;
}

static enum assay_code write_bundle(const struct assay_format_run *run,
                                    struct assay_buf *out, struct assay_error *err)
{
    const struct assay_result *result = run->result;
    struct assay_node *map = assay_node_map(run->arena);
    struct assay_node *config = assay_node_map(run->arena);
    struct assay_node *benchmark = assay_node_map(run->arena);
    struct assay_node *scores = assay_node_map(run->arena);

    if (!result->overall.value.defined)
        return assay_fail(err, ASSAY_EDOMAIN, "%.*s: no overall value: %.*s",
                          ASSAY_STR_ARG(result->suite),
                          ASSAY_STR_ARG(result->overall.value.why));
    (void)assay_node_put(run->arena, config, "benchmark",
                         assay_node_of_text(result->suite));
    (void)assay_node_put(run->arena, config, "model", assay_node_of_text(result->label));
    (void)assay_node_put(run->arena, scores, "mean_reward",
                         score_node(&result->overall.value, run->arena));
    (void)assay_node_put(run->arena, benchmark, "name",
                         assay_node_of_string(assay_arena_printf(
                             run->arena, "%.*s%s", ASSAY_STR_ARG(result->suite),
                             assay_format_partial(run))));
    (void)assay_node_put(run->arena, benchmark, "samples",
                         assay_node_of_int((int64_t)result->overall.items));
    (void)assay_node_put(run->arena, benchmark, "scores", *scores);
    (void)assay_node_put(run->arena, benchmark, "categories", categories_node(run));
    (void)assay_node_put(run->arena, map, "config", *config);
    (void)assay_node_put(run->arena, map, "benchmark", *benchmark);
    assay_json_write(map, true, out);
    return ASSAY_OK;
}

static const char *const reads[] = {"config.model",
                                    "config.benchmark",
                                    "benchmark.name",
                                    "benchmark.samples",
                                    "benchmark.scores",
                                    "benchmark.categories",
                                    NULL};

const struct assay_format assay_format_nel_bundle = {
    .name = "nel-bundle",
    .summary = "eval-BENCH.json of NeMo Evaluator: means of categories or of a benchmark",
    .lost =
        "items, intervals and configuration; without categories one metric is read; that "
        "the value is partial is told in the benchmark's name",
    .reads = reads,
    .leaves = "items and answers that are missing",
    .totals = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .file = "eval-*.json",
    .is = is_bundle,
    .read = read_bundle,
    .write = write_bundle,
};

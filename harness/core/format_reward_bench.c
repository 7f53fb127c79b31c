/*
 * format_reward_bench.c - accuracies a subset of reward-bench: eval-set/ORG/MODEL.json and the
 * results/MODEL.json of its command line.
 *
 * Source: allenai/reward-bench, scripts/run_rm.py and run_v2.py (results_grouped),
 * rewardbench/rewardbench.py (final_results).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"

static bool is_command_line(const struct assay_node *record)
{
    return assay_node_get(record, "accuracy") && assay_node_get(record, "num_prompts");
}

static bool is_reward_bench(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "model"), ASSAY_NODE_TEXT) &&
           !assay_node_get(record, "results") &&
           (is_command_line(record) || (assay_node_get(record, "model_type") &&
                                        assay_node_get(record, "chat_template") &&
                                        !assay_node_get(record, "text_chosen")));
}

static enum assay_code read_reward_bench(struct assay_format_reading *reading,
                                         const struct assay_field_source *source,
                                         struct assay_arena *arena,
                                         const struct assay_node **out,
                                         struct assay_error *err)
{
    const struct assay_node *record = source->record;
    const struct assay_node *from = record;
    struct assay_format_record made;
    enum assay_code code = ASSAY_OK;
    double value;

    (void)reading;
    assay_format_begin_totals(&made, source, arena, assay_node_get(record, "model"));
    *out = made.map;
    if (is_command_line(record)) {
        from = assay_node_get(record, "extra_results");
        if (!assay_node_is(from, ASSAY_NODE_MAP) &&
            assay_node_number(assay_node_get(record, "accuracy"), &value))
            return assay_format_put_total(&made, ASSAY_STR("accuracy"), value, err);
    }
    if (!assay_node_is(from, ASSAY_NODE_MAP))
        return assay_field_fail(err, source, "extra_results", "expected an object");
    for (size_t i = 0; !code && i < assay_node_count(from); i++)
        if (assay_node_number(&from->as.map.at[i].value, &value))
            code = assay_format_put_total(&made, from->as.map.at[i].key, value, err);
    return code;
}

static void put_sections(const struct assay_section *section, size_t n,
                         struct assay_arena *arena, struct assay_node *map)
{
    for (size_t i = 0; i < n; i++)
        if (section[i].value.defined && !assay_node_find(map, section[i].name))
            (void)assay_node_put_view(arena, map, section[i].name,
                                      assay_node_of_real(section[i].value.value));
}

/* Subsets, or sections where nothing is finer, as version 2 has them. */
static enum assay_code write_reward_bench(const struct assay_format_run *run,
                                          struct assay_buf *out, struct assay_error *err)
{
    const struct assay_result *result = run->result;
    struct assay_node *map = assay_node_map(run->arena);

    (void)err;
    (void)assay_node_put(run->arena, map, "chat_template", assay_node_null());
    (void)assay_node_put(run->arena, map, "model", assay_node_of_text(result->label));
    (void)assay_node_put(run->arena, map, "model_type", assay_node_null());
    if (result->subset_count > 0)
        put_sections(result->subset, result->subset_count, run->arena, map);
    else
        put_sections(result->section, result->section_count, run->arena, map);
    assay_json_write(map, true, out);
    return ASSAY_OK;
}

static const char *const reads[] = {"model", "accuracy", "extra_results", NULL};

const struct assay_format assay_format_reward_bench = {
    .name = "reward-bench",
    .summary = "eval-set/ORG/MODEL.json of reward-bench: an accuracy a subset",
    .lost = "items, answers that are missing, and intervals",
    .reads = reads,
    .leaves = "items, answers that are missing, and intervals",
    .totals = true,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .is = is_reward_bench,
    .read = read_reward_bench,
    .write = write_reward_bench,
};

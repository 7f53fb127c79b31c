/*
 * trend_verl.c - verl: what its file logger writes, {"step": .., "data": {name: value}}, and what it prints.
 *
 * KL: actor/reward_kl_penalty (in the reward) is a mean over the tokens of a response, actor/kl_loss (in the loss) is
 * put together by loss_agg_mode, a mean over tokens by default; kl_unit says where it is another. By which estimator,
 * kl_penalty and kl_loss_type say, which are not logged. critic/rewards has the KL penalty taken off, so that critic/score
 * is the proxy where both are there. actor/ppo_kl is how far an update moved.
 *
 * Source: volcengine/verl 0.8.0.dev (b178a3c): verl/utils/tracking.py (FileLogger),
 * verl/utils/logger/aggregate_logger.py (concat_dict_to_str), verl/trainer/ppo/metric_utils.py (compute_data_metrics),
 * verl/trainer/ppo/ray_trainer.py (apply_kl_penalty), verl/workers/actor/dp_actor.py (update_policy).
 */
#include "suites/trend_format.h"
#include "suites/trend_line.h"

static bool is_verl(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "data"), ASSAY_NODE_MAP) &&
           assay_node_get(record, "step") && assay_node_count(record) == 2;
}

/* What is behind "step:" of a line, which Ray may have put something in front of. */
static bool find_step(struct assay_str line, struct assay_str *rest)
{
    const struct assay_str mark = ASSAY_STR("step:");
    const size_t at = assay_str_find(line, mark);

    if (at == line.len || (at > 0 && line.ptr[at - 1] != ' '))
        return false;
    *rest = (struct assay_str){line.ptr + at + mark.len, line.len - at - mark.len};
    return assay_str_find(*rest, ASSAY_STR(" - ")) < rest->len;
}

static bool is_line(struct assay_str line)
{
    struct assay_str rest;

    return find_step(line, &rest) && assay_str_find(rest, ASSAY_STR("/")) < rest.len;
}

/* "1 - name:value - name:value", where numpy's numbers may be np.float64(value). */
static void read_pairs(struct assay_str rest, struct assay_arena *arena,
                       struct assay_node *row)
{
    struct assay_str name = ASSAY_STR("step");

    while (rest.len > 0) {
        const size_t n = assay_str_find(rest, ASSAY_STR(" - "));
        struct assay_str value = {rest.ptr, n};
        size_t colon = n;

        while (row->as.map.count > 0 && colon > 0 && value.ptr[colon - 1] != ':')
            colon--;
        if (row->as.map.count > 0 && colon > 0) {
            name = (struct assay_str){rest.ptr, colon - 1};
            value = (struct assay_str){rest.ptr + colon, n - colon};
        }
        assay_trend_line_put(row, name, value, arena);
        rest = n < rest.len ? (struct assay_str){rest.ptr + n + 3, rest.len - n - 3}
                            : (struct assay_str){"", 0};
    }
}

static enum assay_code read_verl(const struct assay_field_source *source,
                                 struct assay_arena *arena, const struct assay_node **out,
                                 struct assay_error *err)
{
    const struct assay_node *data = assay_node_get(source->record, "data");
    const struct assay_node *step = assay_node_get(source->record, "step");
    struct assay_node *row = assay_node_map(arena);
    struct assay_str rest;

    (void)err;
    if (assay_trend_line_of(source->record, &rest)) {
        if (is_line(rest) && find_step(rest, &rest))
            read_pairs(rest, arena, row);
        *out = row->as.map.count > 1 ? row : NULL;
        return ASSAY_OK;
    }
    if (!assay_node_is(data, ASSAY_NODE_MAP) || !step)
        return assay_field_fail(err, source, "data", "expected a map beside \"step\"");
    (void)assay_node_put(arena, row, "step", *step);
    for (size_t i = 0; i < assay_node_count(data); i++)
        if (!assay_str_equal(data->as.map.at[i].key, ASSAY_STR("step")))
            (void)assay_node_put_view(arena, row, data->as.map.at[i].key,
                                      data->as.map.at[i].value);
    *out = row;
    return ASSAY_OK;
}

static const struct assay_trend_name names[] = {
    {.role = ASSAY_TREND_STEP, .name = "step"},
    {.role = ASSAY_TREND_STEP, .name = "training/global_step"},
    {ASSAY_TREND_KL, "actor/reward_kl_penalty", ASSAY_TREND_UNIT_TOKEN, 0},
    {ASSAY_TREND_KL, "critic/kl", ASSAY_TREND_UNIT_TOKEN, 0},
    {ASSAY_TREND_KL, "actor/kl_loss", ASSAY_TREND_UNIT_TOKEN, 0},
    {.role = ASSAY_TREND_PROXY, .name = "critic/score/mean"},
    {.role = ASSAY_TREND_PROXY, .name = "critic/rewards/mean"},
    {.role = ASSAY_TREND_LENGTH, .name = "response_length/mean"},
    {0}};

static const char *const marks[] = {"critic/score/mean", "critic/rewards/mean", NULL};

const struct assay_trend_format assay_trend_format_verl = {
    .name = "verl",
    .summary = "verl: JSON Lines of its file logger, or what it prints",
    .names = names,
    .marks = marks,
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_verl,
    .is_line = is_line,
    .read = read_verl,
};

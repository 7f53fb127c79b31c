/* rollout_process.c - processes of a rollout log: states and actions that there are, probabilities that sum to 1. */
#include "harness/core/memory.h"
#include "harness/core/rollout_parts.h"

#include <math.h>
#include <stdlib.h>

static const double tolerance = 1e-6; /* of a sum of probabilities */

struct process {
    const struct rollout_check *check;
    size_t states, actions;
    double *sum; /* (states, actions) of probabilities */
};

static double fourth(const struct assay_node *entry)
{
    double x = 0.0;

    (void)assay_node_number(assay_node_at(entry, 3), &x);
    return x;
}

static enum assay_code check_entries(const struct process *process,
                                     const struct rollout_place *up,
                                     const struct assay_node *list,
                                     struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *entry = assay_node_at(list, i);
        const struct rollout_place place = {up, {NULL, 0}, i};

        if ((uint64_t)assay_node_at(entry, 0)->as.integer >= process->states ||
            (uint64_t)assay_node_at(entry, 2)->as.integer >= process->states ||
            (uint64_t)assay_node_at(entry, 1)->as.integer >= process->actions)
            return assay_rollout_fail(err, process->check, &place,
                                      "there are %zu states and %zu actions",
                                      process->states, process->actions);
    }
    return ASSAY_OK;
}

static enum assay_code check_sums(const struct process *process,
                                  const struct assay_node *list, struct assay_error *err)
{
    const struct rollout_place up = {NULL, ASSAY_STR("P"), SIZE_MAX};

    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *entry = assay_node_at(list, i);
        const struct rollout_place place = {&up, {NULL, 0}, i};

        if (!(fourth(entry) >= 0.0 && fourth(entry) <= 1.0 + tolerance))
            return assay_rollout_fail(err, process->check, &place, "no probability");
        process->sum[(size_t)assay_node_at(entry, 0)->as.integer * process->actions +
                     (size_t)assay_node_at(entry, 1)->as.integer] += fourth(entry);
    }
    for (size_t i = 0; i < process->states * process->actions; i++)
        if (!(fabs(process->sum[i] - 1.0) <= tolerance))
            return assay_rollout_fail(err, process->check, &up,
                                      "state %zu, action %zu: probabilities sum to %.6g",
                                      i / process->actions, i % process->actions,
                                      process->sum[i]);
    return ASSAY_OK;
}

static enum assay_code check_start(const struct process *process,
                                   const struct assay_node *list, struct assay_error *err)
{
    const struct rollout_place place = {NULL, ASSAY_STR("mu0"), SIZE_MAX};
    double sum = 0.0, x;

    if (!assay_node_is(list, ASSAY_NODE_LIST))
        return ASSAY_OK;
    if (assay_node_count(list) != process->states)
        return assay_rollout_fail(err, process->check, &place, "%zu numbers, %zu states",
                                  assay_node_count(list), process->states);
    for (size_t i = 0; i < assay_node_count(list); i++) {
        if (!assay_node_number(assay_node_at(list, i), &x) || !(x >= 0.0))
            return assay_rollout_fail(err, process->check, &place,
                                      "entry %zu: no probability", i);
        sum += x;
    }
    return fabs(sum - 1.0) <= tolerance
               ? ASSAY_OK
               : assay_rollout_fail(err, process->check, &place, "sums to %.6g", sum);
}

static enum assay_code check_parts(const struct process *process,
                                   const struct assay_node *node, struct assay_error *err)
{
    const struct assay_node *moves = assay_node_get(node, "P");
    const struct assay_node *rewards = assay_node_get(node, "R");
    const struct rollout_place p = {NULL, ASSAY_STR("P"), SIZE_MAX};
    const struct rollout_place r = {NULL, ASSAY_STR("R"), SIZE_MAX};
    enum assay_code code = check_start(process, assay_node_get(node, "mu0"), err);

    if (!code)
        code = check_entries(process, &p, moves, err);
    if (!code && assay_node_is(moves, ASSAY_NODE_LIST))
        code = check_sums(process, moves, err);
    for (size_t i = 0; !code && i < assay_node_count(rewards); i++) {
        const struct rollout_place place = {&r, rewards->as.map.at[i].key, SIZE_MAX};

        code = check_entries(process, &place, &rewards->as.map.at[i].value, err);
    }
    return code;
}

enum assay_code assay_rollout_check_process(const struct rollout_check *check,
                                            const struct assay_node *node,
                                            struct assay_error *err)
{
    struct process process = {.check = check,
                              .states = assay_node_size(node, "nS"),
                              .actions = assay_node_size(node, "nA")};
    enum assay_code code;

    if (process.states == 0 || process.actions == 0 ||
        process.states > ASSAY_ROLLOUT_STATES_MAX / process.actions)
        return assay_rollout_fail(err, check, NULL, "nS times nA is 0, or more than %d",
                                  ASSAY_ROLLOUT_STATES_MAX);
    process.sum =
        assay_memory_new(process.states * process.actions, sizeof(*process.sum));
    code = check_parts(&process, node, err);
    free(process.sum);
    return code;
}

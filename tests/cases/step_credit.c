/* step_credit.c - cases of rewards of steps and values of prefixes. */
#include "metrics/prefix_tree.h"
#include "metrics/step_rewards.h"
#include "tests/cases/case.h"

enum assay_code case_prm_clip(const struct assay_node *input, struct assay_arena *arena,
                              struct assay_node *out, struct assay_error *err)
{
    struct case_reals score;
    double eta = 0.0;
    const enum assay_code code = case_reals(input, "s", arena, &score, err);

    if (code)
        return code;
    (void)case_number(assay_node_get(input, "eta"), &eta);
    assay_step_rewards_clip(score.at, score.count, eta, score.at);
    *out = case_list_node(score.at, score.count, arena);
    return ASSAY_OK;
}

enum assay_code case_prm_delta(const struct assay_node *input, struct assay_arena *arena,
                               struct assay_node *out, struct assay_error *err)
{
    struct case_reals score;
    const enum assay_code code = case_reals(input, "s", arena, &score, err);

    if (code)
        return code;
    assay_step_rewards_delta(score.at, score.count, false, score.at);
    *out = case_list_node(score.at, score.count, arena);
    return ASSAY_OK;
}

/* Of each sequence the values of its prefixes and their differences. */
enum assay_code case_prefix_values(const struct assay_node *input,
                                   struct assay_arena *arena, struct assay_node *out,
                                   struct assay_error *err)
{
    const struct assay_node *lists = assay_node_get(input, "seqs");
    const size_t n = assay_node_count(lists);
    struct assay_prefix_sequence *sequence =
        assay_arena_new(arena, n + 1, sizeof(*sequence));
    double **value = assay_arena_new(arena, n + 1, sizeof(*value)), root;
    struct assay_node *list = assay_node_list(arena);
    struct case_reals outcome;
    enum assay_code code = case_reals(input, "rewards", arena, &outcome, err);

    for (size_t i = 0; !code && i < n; i++) {
        struct case_reals token;

        code = case_reals_of(assay_node_at(lists, i), "seqs", arena, &token, err);
        sequence[i] =
            (struct assay_prefix_sequence){token.at, token.count, outcome.at[i]};
        value[i] = assay_arena_new(arena, token.count + 1, sizeof(**value));
    }
    if (code)
        return code;
    root = assay_prefix_tree_values(sequence, n, value, NULL);
    for (size_t i = 0; i < n; i++) {
        const size_t length = sequence[i].length;
        double *td = assay_arena_new(arena, length + 1, sizeof(*td));
        struct assay_node *map = assay_node_map(arena);

        assay_prefix_tree_differences(value[i], length, root, td);
        assay_node_put(arena, map, "value", case_list_node(value[i], length, arena));
        assay_node_put(arena, map, "td", case_list_node(td, length, arena));
        (void)assay_node_push(arena, list, *map);
    }
    *out = *list;
    return ASSAY_OK;
}

/* token_rewards.c - cases of rewards that are read off the log-probabilities of tokens. */
#include "metrics/span_sum.h"
#include "metrics/token_reward.h"
#include "tests/cases/case.h"

static double number(const struct assay_node *input, const char *key)
{
    double value = 0.0;

    (void)case_number(assay_node_get(input, key), &value);
    return value;
}

/* Lists under several keys, as many numbers each. */
static enum assay_code lists(const struct assay_node *input, const char *const *keys,
                             size_t n, struct assay_arena *arena, struct case_reals *out,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < n && !code; i++) {
        code = case_reals(input, keys[i], arena, &out[i], err);
        if (!code && out[i].count != out[0].count)
            code = assay_fail(err, ASSAY_EDATA, "%s: another length", keys[i]);
    }
    return code;
}

enum assay_code case_laser(const struct assay_node *input, struct assay_arena *arena,
                           struct assay_node *out, struct assay_error *err)
{
    const double log_p = number(input, "logp");
    const struct assay_span_term term = {&log_p, 1.0};
    const struct assay_span_shape shape = {.offset = number(input, "ref"),
                                           .beta = number(input, "beta")};
    double reward;

    (void)arena;
    (void)err;
    assay_span_tokens(&term, 1, 1, &shape, &reward);
    *out = assay_node_of_real(assay_span_pool(&reward, 1, false));
    return ASSAY_OK;
}

enum assay_code case_rto(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    static const char *const keys[] = {"dpo", "pol", "ref"};
    const struct assay_end_reward setting = {.beta = number(input, "beta1"),
                                             .kl = number(input, "beta2"),
                                             .end = number(input, "r"),
                                             .end_limit = 10.0};
    struct case_reals track[3];
    double *reward;
    const enum assay_code code = lists(input, keys, 3, arena, track, err);

    if (code)
        return code;
    reward = assay_arena_new(arena, track[0].count, sizeof(*reward));
    assay_token_reward_end(track[0].at, track[1].at, track[2].at, track[0].count,
                           &setting, reward);
    *out = case_list_node(reward, track[0].count, arena);
    return ASSAY_OK;
}

/* What a response adds to the margin. */
static enum assay_code guided(const struct assay_node *input, const char *const *keys,
                              double side, struct assay_arena *arena, double *out,
                              struct assay_error *err)
{
    const struct assay_guidance setting = {number(input, "alpha"), number(input, "beta"),
                                           side};
    struct case_reals track[3];
    double *reward;
    const enum assay_code code = lists(input, keys, 3, arena, track, err);

    if (code)
        return code;
    reward = assay_arena_new(arena, track[0].count, sizeof(*reward));
    assay_token_reward_guided(track[0].at, track[1].at, track[2].at, track[0].count,
                              &setting, reward);
    *out = assay_span_pool(reward, track[0].count, false);
    return ASSAY_OK;
}

enum assay_code case_tgdpo(const struct assay_node *input, struct assay_arena *arena,
                           struct assay_node *out, struct assay_error *err)
{
    static const char *const chosen[] = {"cp", "cr", "cw"}, *const rejected[] = {
                                                                "rp", "rr", "rw"};
    double won = 0.0, lost = 0.0;
    enum assay_code code = guided(input, chosen, 1.0, arena, &won, err);

    if (!code)
        code = guided(input, rejected, -1.0, arena, &lost, err);
    *out = assay_node_of_real(won - lost);
    return code;
}

enum assay_code case_sar(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    struct case_reals with, without;
    enum assay_code code = case_reals(input, "qa", arena, &with, err);

    if (!code)
        code = case_reals(input, "a", arena, &without, err);
    if (code)
        return code;
    *out = assay_node_of_real(
        assay_span_drop(assay_span_pool(with.at, with.count, true),
                        assay_span_pool(without.at, without.count, true), 1e-9, -1.0));
    return ASSAY_OK;
}

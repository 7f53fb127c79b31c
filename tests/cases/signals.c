/* signals.c - cases of rewards that are voted on, shaped, or read off log-probabilities. */
#include "metrics/consistency.h"
#include "metrics/ensemble_score.h"
#include "metrics/implicit.h"
#include "metrics/shaping.h"
#include "metrics/voting.h"
#include "tests/cases/case.h"

/* Equal texts get equal numbers, null none. */
static void number_answers(const struct assay_node *list, long *answer)
{
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *node = assay_node_at(list, i);
        size_t k = 0;

        while (!assay_str_equal(assay_node_text(assay_node_at(list, k)),
                                assay_node_text(node)))
            k++;
        answer[i] =
            assay_node_is(node, ASSAY_NODE_NULL) ? ASSAY_VOTING_NO_ANSWER : (long)k;
    }
}

enum assay_code case_borda(const struct assay_node *input, struct assay_arena *arena,
                           struct assay_node *out, struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct case_reals confidence;
    struct assay_voting_answers answers;
    double power = 0.0, *votes;
    size_t winner = 0;
    long *answer;
    enum assay_code code = case_reals(input, "conf", arena, &confidence, err);

    if (code)
        return code;
    (void)case_number(assay_node_get(input, "p"), &power);
    votes = assay_arena_new(arena, confidence.count, sizeof(*votes));
    answer = assay_arena_new(arena, confidence.count, sizeof(*answer));
    number_answers(assay_node_get(input, "answers"), answer);
    answers = (struct assay_voting_answers){confidence.at, answer, confidence.count};
    code = assay_voting_borda(&answers, power, votes, &winner, err);
    assay_node_put(arena, map, "index", assay_node_of_int((int64_t)winner));
    assay_node_put(arena, map, "votes", case_list_node(votes, confidence.count, arena));
    *out = *map;
    return code;
}

/* The answer of the majority, and the one whose samples have the highest sum of scores. */
enum assay_code case_weighted_vote(const struct assay_node *input,
                                   struct assay_arena *arena, struct assay_node *out,
                                   struct assay_error *err)
{
    const struct assay_node *answers = assay_node_get(input, "answers");
    struct assay_node *list = assay_node_list(arena);
    struct case_reals score;
    enum assay_code code = case_reals(input, "scores", arena, &score, err);

    if (code)
        return code;

    double *votes = assay_arena_new(arena, score.count, sizeof(*votes));
    long *answer = assay_arena_new(arena, score.count, sizeof(*answer));
    const double *const weights[] = {NULL, score.at};

    number_answers(answers, answer);
    for (size_t w = 0; !code && w < 2; w++) {
        size_t winner = 0;

        code =
            assay_voting_weighted(answer, weights[w], score.count, votes, &winner, err);
        assay_node_push(arena, list, *assay_node_at(answers, winner));
    }
    *out = *list;
    return code;
}

struct table {
    double *at; /* (rows, columns) row-major, in the arena */
    size_t rows, columns;
};

/* A list of lists of numbers, all as long as the first. */
static enum assay_code table_of(const struct assay_node *input, const char *key,
                                struct assay_arena *arena, struct table *out,
                                struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(input, key);
    enum assay_code code = ASSAY_OK;

    out->rows = assay_node_count(list);
    out->columns = assay_node_count(assay_node_at(list, 0));
    out->at = assay_arena_new(arena, out->rows * out->columns + 1, sizeof(*out->at));
    for (size_t i = 0; !code && i < out->rows; i++) {
        struct case_reals row;

        code = case_reals_of(assay_node_at(list, i), key, arena, &row, err);
        for (size_t k = 0; !code && k < out->columns; k++)
            out->at[i * out->columns + k] = row.at[k];
    }
    return code;
}

enum assay_code case_grm_vote(const struct assay_node *input, struct assay_arena *arena,
                              struct assay_node *out, struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_voting_samples samples = {.best = case_count(input, "k_meta", 0)};
    struct table score;
    struct case_reals meta;
    double *total;
    size_t winner = 0;
    enum assay_code code = table_of(input, "samples", arena, &score, err);

    samples.score = score.at;
    samples.samples = score.rows;
    samples.responses = score.columns;
    if (!code && assay_node_is(assay_node_get(input, "meta"), ASSAY_NODE_LIST)) {
        code = case_reals(input, "meta", arena, &meta, err);
        samples.meta = meta.at;
    }
    if (code)
        return code;
    total = assay_arena_new(arena, samples.responses, sizeof(*total));
    code = assay_voting_sum(&samples, total, &winner, err);
    assay_node_put(arena, map, "total", case_list_node(total, samples.responses, arena));
    assay_node_put(arena, map, "best", assay_node_of_int((int64_t)winner));
    *out = *map;
    return code;
}

enum assay_code case_cream(const struct assay_node *input, struct assay_arena *arena,
                           struct assay_node *out, struct assay_error *err)
{
    struct case_reals a, b;
    double rate = 0.0;
    enum assay_code code = case_reals(input, "s1", arena, &a, err);

    if (!code)
        code = case_reals(input, "s2", arena, &b, err);
    if (!code)
        code = assay_consistency_cream(
            a.at, b.at, a.count, assay_arena_new(arena, 2 * a.count, sizeof(double)),
            &rate, err);
    *out = assay_node_of_real(rate);
    return code;
}

enum assay_code case_par(const struct assay_node *input, struct assay_arena *arena,
                         struct assay_node *out, struct assay_error *err)
{
    struct case_reals reference;
    double reward = 0.0, k = 1.0, value = 0.0;
    enum assay_code code = case_reals(input, "refs", arena, &reference, err);

    (void)case_number(assay_node_get(input, "reward"), &reward);
    (void)case_number(assay_node_get(input, "k"), &k);
    if (!code)
        code = assay_shaping_par(reward, reference.at, reference.count, k, &value, err);
    *out = assay_node_of_real(value);
    return code;
}

enum assay_code case_self_certainty(const struct assay_node *input,
                                    struct assay_arena *arena, struct assay_node *out,
                                    struct assay_error *err)
{
    struct table logp;
    double value = 0.0;
    enum assay_code code = table_of(input, "rows", arena, &logp, err);

    if (!code)
        code =
            assay_shaping_self_certainty(logp.at, logp.rows, logp.columns, &value, err);
    *out = assay_node_of_real(value);
    return code;
}

enum assay_code case_ensemble(const struct assay_node *input, struct assay_arena *arena,
                              struct assay_node *out, struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct case_reals s;
    double lambda = 0.0;
    const enum assay_code code = case_reals(input, "s", arena, &s, err);
    const struct {
        const char *name;
        enum assay_ensemble how;
        size_t ddof;
    } rules[] = {
        {"mean", ASSAY_ENSEMBLE_MEAN, 0},
        {"wco", ASSAY_ENSEMBLE_WORST, 0},
        {"uwo_pop", ASSAY_ENSEMBLE_VARIANCE, 0},
        {"uwo_sample", ASSAY_ENSEMBLE_VARIANCE, 1},
    };

    if (code)
        return code;
    (void)case_number(assay_node_get(input, "coef"), &lambda);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        assay_node_put(arena, map, rules[i].name,
                       assay_node_of_real(assay_ensemble_score(
                           s.at, s.count, rules[i].how, lambda, rules[i].ddof)));
    *out = *map;
    return ASSAY_OK;
}

enum assay_code case_implicit_reward(const struct assay_node *input,
                                     struct assay_arena *arena, struct assay_node *out,
                                     struct assay_error *err)
{
    struct assay_node *map = assay_node_map(arena);
    struct case_reals policy, reference;
    double beta = 0.0;
    enum assay_code code = case_reals(input, "pol", arena, &policy, err);
    const struct {
        const char *name;
        enum assay_implicit how;
    } rules[] = {{"sum", ASSAY_IMPLICIT_SUM},
                 {"avg", ASSAY_IMPLICIT_AVERAGE},
                 {"norm", ASSAY_IMPLICIT_NORM}};

    if (!code)
        code = case_reals(input, "ref", arena, &reference, err);
    if (code)
        return code;
    (void)case_number(assay_node_get(input, "beta"), &beta);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        assay_node_put(arena, map, rules[i].name,
                       assay_node_of_real(
                           assay_implicit_free(policy.at, policy.count, rules[i].how)));
    assay_node_put(
        arena, map, "ratio",
        assay_node_of_real(assay_implicit_ratio(
            assay_implicit_free(policy.at, policy.count, ASSAY_IMPLICIT_SUM),
            assay_implicit_free(reference.at, reference.count, ASSAY_IMPLICIT_SUM),
            beta)));
    *out = *map;
    return ASSAY_OK;
}

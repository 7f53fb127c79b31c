/*
 * rollout_lm_eval.c - samples_TASK_TIME.jsonl of lm-evaluation-harness, streamed.
 *
 * A record is a document under one filter; the first filter's count. Of generations the repeats are the responses, and a
 * metric of 0 or 1 (exact_match, acc) says whether the answer is right where there is one. Of choices each is a response
 * whose log-likelihood is a reward, and the target's number says which is right.
 *
 * Source: EleutherAI/lm-evaluation-harness, lm_eval/evaluator.py (evaluate: doc_id, target, arguments, resps,
 * filtered_resps, filter, metrics), lm_eval/loggers/evaluation_tracker.py (save_results_samples).
 */
#include "harness/core/rollout_source.h"

static bool is_lm_eval(const struct assay_node *record)
{
    return assay_node_get(record, "doc_id") && assay_node_get(record, "resps") &&
           assay_node_is(assay_node_get(record, "filtered_resps"), ASSAY_NODE_LIST);
}

static bool counts(struct assay_rollout_import *import, const struct assay_node *record)
{
    const struct assay_str filter = assay_node_text(assay_node_get(record, "filter"));

    if (!import->filter.ptr)
        import->filter = assay_arena_copy(&import->arena, filter);
    if (assay_str_equal(filter, import->filter))
        return true;
    import->left_out++;
    import->why = "rows of other filters than the first";
    return false;
}

/* What request i asked: its prompt (arg_0) or its continuation (arg_1). */
static const struct assay_node *argument(const struct assay_node *record, size_t i,
                                         const char *which, struct assay_arena *arena)
{
    return assay_node_get(assay_node_get(assay_node_get(record, "arguments"),
                                         assay_arena_printf(arena, "gen_args_%zu", i)),
                          which);
}

/* A number, or a text that spells one. */
static bool number_of(const struct assay_node *node, double *x)
{
    return assay_node_number(node, x) || assay_str_number(assay_node_text(node), x);
}

static bool is_choice(const struct assay_node *response)
{
    double x;

    return assay_node_count(response) == 2 && number_of(assay_node_at(response, 0), &x);
}

static void put_choices(struct rollout_made *made, const struct assay_node *record,
                        const struct assay_node *choices)
{
    double target = -1.0, x = 0.0;
    const bool told = number_of(assay_node_get(record, "target"), &target);

    for (size_t i = 0; i < assay_node_count(choices); i++) {
        struct assay_node *response = assay_rollout_made_response(made);
        struct assay_node *rewards = assay_node_map(made->arena);
        const struct assay_node *text = argument(record, i, "arg_1", made->arena);

        if (assay_node_is(text, ASSAY_NODE_TEXT))
            assay_rollout_made_put(made->arena, response, "text", text);
        if (told)
            (void)assay_node_put(
                made->arena, response, "correct",
                assay_node_of_int((double)i >= target && (double)i <= target));
        if (number_of(assay_node_at(assay_node_at(choices, i), 0), &x))
            (void)assay_node_put(made->arena, rewards, "loglikelihood",
                                 assay_node_of_real(x));
        (void)assay_node_put(made->arena, response, "reward", *rewards);
        assay_rollout_made_add(made, response);
    }
}

/* Texts of all repeats, and the answer that the filter found where there is one for each. */
static void put_repeats(struct rollout_made *made, const struct assay_node *record)
{
    static const char *const metrics[] = {"exact_match", "acc", NULL};
    const struct assay_node *texts = assay_node_at(assay_node_get(record, "resps"), 0);
    const struct assay_node *found = assay_node_get(record, "filtered_resps");
    const size_t n = assay_node_count(texts);

    if (n > 1 && assay_node_count(found) == 1 &&
        assay_node_count(assay_node_at(found, 0)) == n)
        found = assay_node_at(found, 0);
    for (size_t i = 0; i < n; i++) {
        struct assay_node *response = assay_rollout_made_response(made);
        const struct assay_node *answer = assay_node_at(found, i);

        if (assay_node_is(assay_node_at(texts, i), ASSAY_NODE_TEXT))
            assay_rollout_made_put(made->arena, response, "text",
                                   assay_node_at(texts, i));
        if (assay_node_count(found) == n && assay_node_is(answer, ASSAY_NODE_TEXT) &&
            !assay_str_equal(answer->as.text, ASSAY_STR("[invalid]")))
            assay_rollout_made_put(made->arena, response, "answer", answer);
        for (size_t k = 0; n == 1 && metrics[k] && !assay_node_get(response, "correct");
             k++)
            assay_rollout_made_flag(made, response, "correct",
                                    assay_node_get(record, metrics[k]));
        assay_rollout_made_add(made, response);
    }
}

static void put_gold(struct rollout_made *made, const struct assay_node *target)
{
    struct assay_node *gold = assay_node_map(made->arena);

    assay_rollout_made_put(made->arena, gold, "answer", target);
    if (assay_node_count(gold) > 0)
        (void)assay_node_put(made->arena, made->group, "gold", *gold);
}

static enum assay_code read_lm_eval(struct assay_rollout_import *import,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    const struct assay_node *record = source->record;
    const struct assay_node *found = assay_node_get(record, "filtered_resps");
    const struct assay_node *number = assay_node_get(record, "doc_id");
    struct assay_str id = assay_node_text(number);
    struct rollout_made made;

    *out = NULL;
    if (!counts(import, record))
        return ASSAY_OK;
    if (assay_node_is(number, ASSAY_NODE_INT))
        id = assay_str_of(
            assay_arena_printf(arena, "%lld", (long long)number->as.integer));
    if (id.len == 0)
        return assay_field_fail(err, source, "doc_id", "expected a number or a text");
    assay_rollout_made_begin(&made, import, argument(record, 0, "arg_0", arena), id,
                             arena);
    if (assay_node_count(found) > 1 && is_choice(assay_node_at(found, 0))) {
        put_choices(&made, record, found);
    } else {
        put_gold(&made, assay_node_get(record, "target"));
        put_repeats(&made, record);
    }
    *out = assay_rollout_made_end(&made);
    return ASSAY_OK;
}

const struct assay_rollout_source assay_rollout_source_lm_eval = {
    .name = "lm-eval",
    .summary = "lm-evaluation-harness: samples_TASK_TIME.jsonl",
    .lost = "rows of other filters than the first, documents, hashes, other metrics than "
            "exact_match and acc, and those where a document has several responses",
    .is = is_lm_eval,
    .read = read_lm_eval,
};

/*
 * search_tree.c - rewards of the steps of a logged search tree, out of where its leaves ended.
 *
 * A response is a node of its group's tree (tree.node) below another one (tree.parent; without it below the prompt), reached by
 * its steps, each a node of its own; a response without steps is one step. With labelled leaves (correct):
 *
 *   V(root) = 0,  V(k) = max(0, V(parent) + (1 - V(parent)) r / m_k)
 *   r = 1 on a way to a right leaf, else -1
 *   m_k = 1 of a right leaf, 1 + the least m of the children on a way to one; off such a way that of the nearest node above
 *         that is on one
 *
 * A node behind which no leaf is labelled has no value, nor has a tree without a right leaf. r of a response is the V of
 * its node, or, by vote, the sum over the responses with its answer.
 *
 * Source: Zhang et al. 2024, ReST-MCTS*, arXiv:2406.03816, section 3.1; THUDM/ReST-MCTS MCTS/base.py@643d63b,
 *         get_full_value_samples_vm; utils/weighted_consistency.py (votes).
 */
#include "adapters/signals/search_tree.h"
#include "harness/core/names.h"
#include "metrics/voting.h"

#include <math.h>

enum vote {
    VOTE_NONE,
    VOTE_VALUE,
    VOTE_SCORE
};

struct search_tree {
    unsigned vote;
    const char *score;
};

static const char *const votes[] = {"none", "value", "score", NULL};

static const struct assay_option options[] = {
    {.name = "vote",
     .help =
         "a response has the sum over those with its answer: of their values or scores",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct search_tree, vote),
     .initial = "none",
     .choices = votes},
    {.name = "score",
     .help = "of vote=score: whose sums vote, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct search_tree, score),
     .initial = "reward.orm",
     .value = "PATH"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "rest-mcts",
     .row = 8,
     .quirk = "the values are made of correct: targets, not predictions of it"},
    {.name = "rest-mcts-vote",
     .row = 8,
     .formula = "sum of reward.orm over the group's responses with the same answer",
     .needs = "reward.orm answer",
     .settings = {"vote=score"}},
    {0},
};

/* ---- votes ---- */

/* Numbers of answers; responses without one do not vote. */
static void number_answers(const struct assay_rollout_view *view, long *answer)
{
    struct assay_names names = {0};

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str text =
            assay_rollout_text(assay_rollout_view_response(view, i), "answer");

        answer[i] =
            text.len > 0 ? (long)assay_names_add(&names, text) : ASSAY_VOTING_NO_ANSWER;
    }
    assay_names_release(&names);
}

/* Rewards become the sums of those with the same answer. */
static void sum_by_answer(const struct assay_rollout_view *view, double *weight,
                          struct assay_signal_value *out)
{
    long *answer = assay_arena_new(view->arena, view->count, sizeof(*answer));
    double *votes_of = assay_arena_new(view->arena, view->count, sizeof(*votes_of));
    struct assay_error why;
    size_t winner;

    number_answers(view, answer);
    for (size_t i = 0; i < view->count; i++) {
        if (answer[i] == ASSAY_VOTING_NO_ANSWER)
            assay_signal_lack(&out[i], "answer");
        else if (isnan(weight[i]))
            answer[i] = ASSAY_VOTING_NO_ANSWER;
    }
    if (assay_voting_weighted(answer, weight, view->count, votes_of, &winner, &why))
        return;
    for (size_t i = 0; i < view->count; i++) {
        size_t first = 0;

        if (answer[i] == ASSAY_VOTING_NO_ANSWER)
            continue;
        while (answer[first] != answer[i])
            first++;
        out[i].reward = votes_of[first];
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct search_tree *search = state;
    double *weight = assay_arena_new(view->arena, view->count + 1, sizeof(*weight));

    (void)err;
    if (search->vote != VOTE_SCORE)
        assay_search_tree_values(view, out);
    if (search->vote == VOTE_NONE)
        return ASSAY_OK;
    for (size_t i = 0; i < view->count; i++) {
        weight[i] = out[i].reward;
        if (search->vote == VOTE_SCORE &&
            !assay_signal_number(view, i, search->score, &out[i], &weight[i]))
            weight[i] = (double)NAN;
        out[i].reward = (double)NAN;
    }
    sum_by_answer(view, weight, out);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_search_tree = {
    .name = "search-tree",
    .summary = "rewards of the steps of a search tree out of where its leaves ended",
    .formula = "V_k = max(0, V_(k-1) + (1 - V_(k-1)) r / m_k), V_0 = 0",
    .needs = "tree.node tree.parent correct",
    .source = "Zhang et al. 2024, arXiv:2406.03816, section 3.1; THUDM/ReST-MCTS "
              "MCTS/base.py@643d63b",
    .options = options,
    .state_size = sizeof(struct search_tree),
    .presets = presets,
    .take = take,
};

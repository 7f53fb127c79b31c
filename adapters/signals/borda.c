/*
 * borda.c - votes for answers by how sure each response is: a response's reward is what its answer got.
 *
 * Of n responses the one ranked r-th, from 0, gives its answer (n - r)^p votes. Responses are ranked by a logged reward,
 * or by their self-certainty (certainty.h). Those that lack it do not take part.
 *
 * Source: Kang et al. 2025, arXiv:2502.18581, section 3.3; backprop07/Self-Certainty src/voting_from_list.py@b17d021.
 *         Checked in tests/golden, borda.
 */
#include "adapters/signals/certainty.h"
#include "harness/core/names.h"
#include "metrics/voting.h"

#include <math.h>

enum credit {
    CREDIT_ALL,   /* every response has the votes of its answer */
    CREDIT_FIRST, /* the first one with an answer has them, others 0 */
};

struct borda {
    struct certainty certainty;
    const char *confidence;
    double power;
    unsigned credit; /* enum credit */
};

static const char *const credit_words[] = {"all", "first", NULL};

static const struct assay_option options[] = {
    CERTAINTY_OPTIONS(offsetof(struct borda, certainty)),
    {.name = "confidence",
     .help = "what responses are ranked by, reward.NAME; empty: self-certainty",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct borda, confidence),
     .initial = "",
     .value = "NAME"},
    {.name = "power",
     .help = "p of (n - rank)^p; 0: the majority, large: the surest response",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct borda, power),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 100.0},
    {.name = "credit",
     .help = "which responses with an answer have its votes",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct borda, credit),
     .initial = "all",
     .choices = credit_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "self-certainty-borda", .row = 13, .settings = {"power=0.5"}},
    {.name = "self-certainty-borda-code",
     .row = 13,
     .settings = {"power=0.5", "late=true", "credit=first"},
     .quirk = "the official code gives an answer's votes to its first response alone "
              "(credit), and takes distributions one position late (late)"},
    {0},
};

static enum assay_code confidence_of(const struct borda *borda,
                                     const struct assay_rollout_view *view, size_t i,
                                     struct assay_signal_value *value, double *confidence,
                                     struct assay_error *err)
{
    if (borda->confidence[0] == '\0') {
        const enum assay_code code =
            assay_signal_certainty_of(&borda->certainty, view, i, value, confidence, err);

        value->tokens = NULL; /* they are not what is voted on */
        return code;
    }
    (void)assay_signal_number(
        view, i, assay_signal_path(view, "reward", borda->confidence), value, confidence);
    return ASSAY_OK;
}

/* Who takes part, in the order of the group. */
struct voters {
    size_t *place; /* (answers.n,) of the response */
    double *confidence;
    long *answer;
    struct assay_names answers;
    size_t n, voting;
};

static enum assay_code gather(const struct borda *borda,
                              const struct assay_rollout_view *view,
                              struct assay_signal_value *out, struct voters *voters,
                              struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_str answer =
            assay_rollout_text(assay_rollout_view_response(view, i), "answer");
        double confidence = NAN;

        code = confidence_of(borda, view, i, &out[i], &confidence, err);
        if (code || !isfinite(confidence))
            continue;
        voters->place[voters->n] = i;
        voters->confidence[voters->n] = confidence;
        voters->answer[voters->n++] =
            answer.len > 0 ? (long)assay_names_add(&voters->answers, answer)
                           : ASSAY_VOTING_NO_ANSWER;
        voters->voting += answer.len > 0;
        if (answer.len == 0)
            assay_signal_lack(&out[i], "answer");
    }
    return code;
}

static enum assay_code vote(const struct borda *borda, const struct voters *voters,
                            double *votes, struct assay_signal_value *out,
                            struct assay_error *err)
{
    const struct assay_voting_answers answers = {voters->confidence, voters->answer,
                                                 voters->n};
    double *total = votes + voters->n; /* by number of the answer */
    size_t winner;
    const enum assay_code code =
        assay_voting_borda(&answers, borda->power, votes, &winner, err);

    for (size_t k = 0; !code && k < voters->n; k++)
        if (voters->answer[k] != ASSAY_VOTING_NO_ANSWER && votes[k] > 0.0)
            total[voters->answer[k]] = votes[k];
    for (size_t k = 0; !code && k < voters->n; k++)
        if (voters->answer[k] != ASSAY_VOTING_NO_ANSWER)
            out[voters->place[k]].reward =
                borda->credit == CREDIT_ALL ? total[voters->answer[k]] : votes[k];
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct borda *borda = state;
    const size_t room = view->count + 1;
    struct voters voters = {
        .place = assay_arena_new(view->arena, room, sizeof(*voters.place)),
        .confidence = assay_arena_new(view->arena, room, sizeof(*voters.confidence)),
        .answer = assay_arena_new(view->arena, room, sizeof(*voters.answer)),
    };
    double *votes = assay_arena_new(view->arena, 2 * room, sizeof(*votes));
    enum assay_code code = gather(borda, view, out, &voters, err);

    if (!code && voters.voting > 0)
        code = vote(borda, &voters, votes, out, err);
    assay_names_release(&voters.answers);
    return code;
}

const struct assay_signal assay_signal_borda = {
    .name = "borda",
    .summary = "votes for a response's answer, more from surer responses",
    .formula = "sum over responses with the same answer of (n - rank)^p, rank from 0 by "
               "confidence",
    .needs = "tok.slp meta.vocab answer",
    .source = "Kang et al. 2025, arXiv:2502.18581, section 3.3; "
              "backprop07/Self-Certainty src/voting_from_list.py@b17d021",
    .options = options,
    .state_size = sizeof(struct borda),
    .presets = presets,
    .take = take,
};

/*
 * replay_generic.h - a mapping for a file of scores that no suite describes.
 *
 * Scores are found where options point, else under well-known names, looked for in the first
 * record in this order:
 *
 *     score_chosen and score_rejected, scores_chosen and scores_rejected, chosen_score and
 *     rejected_score, chosen_reward and rejected_reward: the chosen one (or ones) and the rejected
 *     scores, rewards: a list, one number (or list of step scores) a completion, right ones first
 *     where num_correct is there too
 *     the row of an array without a name (npy), in the same way
 *     preferences, verdicts: one number a presentation order
 *     index and score, index and reward: long form, a row a completion
 *
 * or, where hidden states are wanted, vector, embedding, hidden_state, representation or features, or the
 * row of an npy; and the key under id, key, pair_id, prompt_id, problem_id.
 */
#ifndef ASSAY_ADAPTERS_REPLAY_GENERIC_H
#define ASSAY_ADAPTERS_REPLAY_GENERIC_H

#include "adapters/replay_row.h"

/* Paths as users wrote them; NULL where not given. */
struct assay_replay_names {
    const char *key;
    const char
        *scores; /* one path, or several with commas: one a completion; or of a vector */
    const char *chosen, *rejected;
    const char *name;     /* of the evaluator wanted; its field is evaluator or model */
    bool vectors;         /* hidden states are wanted, not scores */
    bool lists_are_steps; /* a list under chosen and rejected is one completion's steps;
                             else its numbers are completions */
};

/*
 * Makes the mapping for a file whose first record is given.
 *
 * Errors: ASSAY_EDATA where no scores are found, ASSAY_EUSAGE for options that do not fit.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_generic(const struct assay_replay_names *names,
                                     const struct assay_field_source *first,
                                     struct assay_arena *arena,
                                     struct assay_replay_map *out,
                                     struct assay_error *err);

#endif

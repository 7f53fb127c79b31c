/* judge.h - a judge, what it is asked and what its texts decide; for adapters/judge*.c only. */
#ifndef ASSAY_ADAPTERS_JUDGE_H
#define ASSAY_ADAPTERS_JUDGE_H

#include "adapters/inner.h"
#include "adapters/jinja.h"
#include "harness/core/digest.h"
#include "harness/core/verdict.h"

#include <stddef.h>

/* How the texts of one question are read. */
struct assay_judge_rule {
    const struct assay_verdict_parser *parser; /* NULL: by the words below */
    struct assay_str word[ASSAY_SAMPLING_WORDS];
    double number[ASSAY_SAMPLING_WORDS]; /* (word_count,) that rates: of each word */
    size_t word_count;
    bool rates;  /* a number a completion; else a pair is decided */
    size_t keep; /* votes that count where votes are scored; 0: all */
};

/* How a pair is shown where the suite has one order of it: many suites list the right completion first. */
enum assay_judge_positions {
    ASSAY_JUDGE_BOTH,  /* either way, and the two answers are one */
    ASSAY_JUDGE_DRAWN, /* one way, by the seed and the texts */
    ASSAY_JUDGE_LISTED /* as the suite lists it */
};

/* A prompt of the judge's: a file in Jinja. */
struct assay_judge_prompt {
    const char *path;
    struct assay_str source;
    const struct assay_jinja *jinja; /* NULL: none */
    char hex[ASSAY_DIGEST_HEX];
};

struct assay_judge {
    /* options */
    struct assay_judge_prompt user, system;
    const char *verdict;
    size_t votes, top_k, max_tokens;
    double temperature, top_p;
    struct assay_option_list option, word, meta_option;
    const char *meta_model;
    size_t keep;
    unsigned positions; /* enum assay_judge_positions */

    size_t orders;                   /* of the setting */
    struct assay_inner writer, meta; /* meta: .adapter NULL where there is none */
    struct assay_judge_rule rule;
    struct assay_sampling sampling;
    struct assay_arena *arena;
};

/* The pull of the adapter. */
ASSAY_MUST_USE
enum assay_code assay_judge_pull(const void *state, struct assay_work *work,
                                 struct assay_error *err);

/* Questions about an item of which so many answers are wanted. */
size_t assay_judge_times(const struct assay_judge *judge, size_t wanted);

/* Of the k-th question about a pair, which completion is shown first: 0 or 1; of a rating, k. */
size_t assay_judge_place(const struct assay_judge *judge, const struct assay_task *task,
                         size_t k);

/*
 * One answer out of those to both orders of a pair, told in the item's order: the sign of their sum, so that a
 * contradiction is a tie. Beside one without a verdict the other decides; a failure of either is the answer.
 *
 *   said  (2,)
 *
 * Source: ScalerLab/JudgeBench utils/metrics.py compute_final_metrics (reverse_order: decisions are counted, one
 *         that is missing for neither).
 */
struct assay_answer assay_judge_both(const struct assay_answer *said);

/*
 * A rule by words: two that name the first and the second completion of a pair, or numbers, which rate one.
 *
 *   words  (n,)
 *
 * Errors: ASSAY_EUSAGE.
 */
ASSAY_MUST_USE
enum assay_code assay_judge_words(const char *const *words, size_t n,
                                  struct assay_judge_rule *out, struct assay_error *err);

/*
 * One answer out of the votes (n,) on a question: of a pair the sign of their sum, told in the order that the
 * judge was shown; else their mean. Votes without a verdict do not count.
 *
 * By words, and with the probabilities p of the words as the first token:
 *
 *     pair     the likelier word                                     (none likelier: a tie)
 *     rating   sum p number / sum p
 *
 * Source: tatsu-lab/alpaca_eval src/alpaca_eval/completion_parsers.py logprob_parser (is_binarize; words
 * that are not among those told have probability 0, and where none is there is no verdict; its tie is the
 * second's, and its log_prob_index, which may name a later token, is always 0 here); G-Eval, Liu et al.
 * 2023, arXiv:2303.16634, equation 1, over the words that are told.
 *
 *   worth  (n,) what another model thinks of each vote, or NULL: rule->keep of them count, those worth most,
 *          of equal ones the first; one without a score is worth least (Liu et al. 2025,
 *          arXiv:2504.02495, section 4.2, meta RM)
 */
struct assay_answer assay_judge_decide(const struct assay_judge_rule *rule,
                                       const struct assay_answer *votes,
                                       const struct assay_answer *worth, size_t n);

#endif

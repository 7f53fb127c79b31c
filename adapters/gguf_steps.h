/*
 * gguf_steps.h - process reward models: a number for every step of a solution; for gguf*.c only.
 *
 * Where a step's number is read is explicit (option `steps`):
 *
 *   mark    every step ends with a token (`mark`), and the numbers are read there. The solution is
 *           tokenised as a whole; a solution in which the token is found more or less often than it
 *           has steps is failed. (Wang et al. 2024, Math-Shepherd; Qwen2.5-Math-PRM)
 *   piece   every step, with `mark` behind it, is tokenised by itself, and read at its last token.
 *           (SkyworkAI/skywork-o1-prm-inference model_utils/io_utils.py, prepare_input)
 *   turn    every step is a turn of the user's, answered with `good`, and read where that answer
 *           begins. (QwenLM/ProcessBench code/run_eval_prm_rlhflow.py; RLHFlow)
 *   prefix  the solution up to and including the step is scored as any completion is: what a
 *           model of outcomes can say.
 *
 * What is read there: of a model with a score head the label `label` under `activation`; of a policy
 * the probability of the token `good`, against that of `bad` alone where one is named:
 * softmax(good, bad) (Math-Shepherd: "+" and "-").
 *
 * A suite of steps takes a number a step. For any other, each completion is split into steps at
 * `split`, and their numbers are folded into one score (`fold`).
 */
#ifndef ASSAY_ADAPTERS_GGUF_STEPS_H
#define ASSAY_ADAPTERS_GGUF_STEPS_H

#include "adapters/gguf_decode.h"
#include "adapters/gguf_text.h"

enum {
    ASSAY_GGUF_STEPS_MAX = 4096 /* of one solution */
};

enum assay_gguf_steps_how {
    ASSAY_GGUF_STEPS_NONE,
    ASSAY_GGUF_STEPS_MARK,
    ASSAY_GGUF_STEPS_PIECE,
    ASSAY_GGUF_STEPS_TURN,
    ASSAY_GGUF_STEPS_PREFIX,
};

enum {
    ASSAY_GGUF_RAW_OR_SOFTMAX, /* of one label as it is, of several softmax */
    ASSAY_GGUF_RAW,
    ASSAY_GGUF_SIGMOID,
    ASSAY_GGUF_SOFTMAX,
};

enum {
    ASSAY_GGUF_FOLD_MIN,
    ASSAY_GGUF_FOLD_MEAN,
    ASSAY_GGUF_FOLD_PRODUCT,
    ASSAY_GGUF_FOLD_LAST,
};

struct assay_gguf_steps {
    /* options */
    unsigned how; /* enum assay_gguf_steps_how */
    unsigned activation, fold;
    const char *mark, *join, *split, *good, *bad, *label;

    /* from open on; texts have their escapes read */
    struct assay_str mark_text, join_text, split_text, good_text;
    int32_t mark_token;
    int32_t token[2]; /* good, bad */
    size_t token_count;
    size_t number; /* of the label */
};

/*
 * Reads the options: \n, \t and \\ in texts are what they are in C.
 *
 * Errors: ASSAY_EUSAGE for options that do not go together or name nothing of the model.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_steps_open(const struct assay_gguf_model *model,
                                      struct assay_gguf_steps *steps,
                                      struct assay_arena *arena, struct assay_error *err);

/* What is to be read; not of PREFIX, which is read as any completion. */
struct assay_gguf_reading assay_gguf_steps_reading(const struct assay_gguf_model *model,
                                                   const struct assay_gguf_steps *steps);

/* A step's number, from what was read at its place. */
double assay_gguf_step_number(const struct assay_gguf_model *model,
                              const struct assay_gguf_steps *steps, const double *read);

/* Numbers (n,), n >= 1, of a solution's steps as one. */
double assay_gguf_steps_fold(const struct assay_gguf_steps *steps, const double *number,
                             size_t n);

/* A solution: a prompt, and steps in order. */
struct assay_gguf_solution {
    const struct assay_item *item;
    const struct assay_str *step; /* (count,) */
    size_t count;
};

/* A completion's steps, without empty ones; all of it where nothing splits it. In arena. */
struct assay_gguf_solution assay_gguf_steps_split(const struct assay_gguf_steps *steps,
                                                  const struct assay_item *item,
                                                  struct assay_str completion,
                                                  struct assay_arena *arena);

/* The steps up to and including the n-th, joined, as PREFIX has them. In arena. */
struct assay_str assay_gguf_steps_prefix(const struct assay_gguf_steps *steps,
                                         const struct assay_gguf_solution *solution,
                                         size_t n, struct assay_arena *arena);

/* What a solution is placed with. */
struct assay_gguf_placing {
    const struct assay_gguf_model *model;
    const struct assay_gguf_template *template;
    const struct assay_gguf_steps *steps;
    const struct assay_gguf_solution *solution;
    struct assay_arena *arena;
};

/*
 * The tokens of a solution and the places (count,) where its steps are read. Not for PREFIX.
 *
 * Errors: ASSAY_EDATA where the template refuses it or its steps are not found in its tokens.
 */
ASSAY_MUST_USE
enum assay_code assay_gguf_steps_place(const struct assay_gguf_placing *placing,
                                       struct assay_gguf_tokens *out, size_t **place,
                                       struct assay_error *err);

/* Places of the mark among tokens from a place on; in arena. */
size_t assay_gguf_steps_find(const struct assay_gguf_steps *steps,
                             const struct assay_gguf_tokens *tokens, size_t from,
                             struct assay_arena *arena, size_t **place);

/* Where what comes behind a prompt begins: the tokens that both have in common, one at least. */
size_t assay_gguf_begin(const struct assay_gguf_tokens *prompt,
                        const struct assay_gguf_tokens *whole);

#endif

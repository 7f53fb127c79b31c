/*
 * head.h - a score head: what turns a hidden state into numbers, one a label.
 *
 * A sequence classifier's is linear, logits = W h + b (transformers modeling_layers.py,
 * GenericForSequenceClassification and GenericForTokenClassification, `score`). Process reward
 * models also have two layers, W2 relu(W1 h + b1) + b2 (Qwen/Qwen2.5-Math-PRM-7B
 * modeling_qwen2_rm.py, Qwen2ForProcessRewardModel, `score`).
 */
#ifndef ASSAY_ADAPTERS_HEAD_H
#define ASSAY_ADAPTERS_HEAD_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_HEAD_LABELS_MAX = 1024,
    ASSAY_HEAD_LAYERS = 2
};

struct assay_head_layer {
    size_t inputs, outputs;
    const float *weight; /* (outputs, inputs), row-major */
    const float *bias;   /* (outputs,) or NULL */
};

/* Zero bytes are no head. */
struct assay_head {
    struct assay_head_layer layer[ASSAY_HEAD_LAYERS];
    size_t layers; /* 0 .. ASSAY_HEAD_LAYERS */
    size_t labels; /* outputs of the last one; 0: no head */
};

/*
 * Reads a head from an array file (harness/core/tensor.h), in arena.
 *
 *   place   "FILE:NAME", or FILE alone for the name score.weight. NAME is the weight itself, with
 *           its bias beside it as BASE.bias where there is one, or BASE of BASE.weight, or of the
 *           layers BASE.0.weight and BASE.2.weight
 *   width   numbers of a state
 *   sha256  of the file
 *
 * Errors: ASSAY_EDATA "FILE: what" where it has no such array, or a shape does not fit; those of
 * assay_tensors_read.
 */
ASSAY_MUST_USE
enum assay_code assay_head_read(const char *place, size_t width,
                                struct assay_arena *arena, struct assay_head *out,
                                char sha256[ASSAY_DIGEST_HEX], struct assay_error *err);

/* The file that a place names, in arena. */
const char *assay_head_file(const char *place, struct assay_arena *arena);

/* Refuses numbers that are not finite. Errors: ASSAY_EDATA "from: what". */
ASSAY_MUST_USE
enum assay_code assay_head_check(const struct assay_head *head, const char *from,
                                 struct assay_error *err);

/* Weights and biases of all layers. */
size_t assay_head_numbers(const struct assay_head *head);

/* Logits (labels,) of a state (width,); sums run from the first input to the last. */
void assay_head_apply(const struct assay_head *head, const float *state, double *out);

#endif

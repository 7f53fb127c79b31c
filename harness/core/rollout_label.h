/*
 * rollout_label.h - the answer that most responses of a group gave, and that of the group which words the prompt otherwise.
 *
 * Labels are kept for the whole log: about 50 bytes a group and the texts.
 */
#ifndef ASSAY_CORE_ROLLOUT_LABEL_H
#define ASSAY_CORE_ROLLOUT_LABEL_H

#include "harness/core/names.h"
#include "harness/core/rollout_walk.h"

/* True, with the final answer, which may be empty, where the i-th response has one. */
bool assay_rollout_answer(const struct assay_rollout_view *view, size_t i,
                          struct assay_str *out);

struct assay_rollout_vote {
    struct assay_str label; /* of the record */
    size_t top, answers;    /* responses that gave it, and that gave any */
};

/* The answer given most often, of equals the one given first; an empty one is one. False where no response has an answer. */
bool assay_rollout_majority(const struct assay_rollout_view *view,
                            struct assay_rollout_vote *out);

/* What tells a group of another id, of the same suite and checkpoint, from all others; in the view's arena. */
struct assay_str assay_rollout_group_key(const struct assay_rollout_view *view,
                                         struct assay_str id);

/* Labels of groups by (suite, id, ckpt). Zero bytes are an empty set. */
struct assay_rollout_labels {
    struct assay_names groups, labels;
    uint32_t *label; /* (groups,) number among labels */
    size_t cap;
};

/* Keeps the group's majority; a group without answers has none. */
void assay_rollout_labels_add(struct assay_rollout_labels *labels,
                              const struct assay_rollout_view *view);

/*
 * The label of the group that view's pair_id names, in the same suite and of the same checkpoint.
 *
 *   lacks  out: what is missing where it is false
 */
bool assay_rollout_labels_find(const struct assay_rollout_labels *labels,
                               const struct assay_rollout_view *view,
                               struct assay_str *out, const char **lacks);

void assay_rollout_labels_release(struct assay_rollout_labels *labels);

#endif

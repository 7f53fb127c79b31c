#include "harness/core/rollout_label.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

bool assay_rollout_answer(const struct assay_rollout_view *view, size_t i,
                          struct assay_str *out)
{
    const struct assay_node *node =
        assay_node_get(assay_rollout_view_response(view, i), "answer");

    *out = assay_node_text(node);
    return assay_node_is(node, ASSAY_NODE_TEXT);
}

bool assay_rollout_majority(const struct assay_rollout_view *view,
                            struct assay_rollout_vote *out)
{
    struct assay_names names = {0};
    size_t *count = assay_arena_new(view->arena, view->count + 1, sizeof(*count));
    struct assay_str *first =
        assay_arena_new(view->arena, view->count + 1, sizeof(*first));
    struct assay_str answer;

    *out = (struct assay_rollout_vote){0};
    for (size_t i = 0; i < view->count; i++) {
        uint32_t at;

        if (!assay_rollout_answer(view, i, &answer))
            continue;
        at = assay_names_add(&names, answer);
        if (count[at]++ == 0)
            first[at] = answer;
        out->answers++;
    }
    for (size_t k = 0; k < names.count; k++)
        if (count[k] > out->top) {
            out->top = count[k];
            out->label = first[k];
        }
    assay_names_release(&names);
    return out->answers > 0;
}

/* SUITE NUL ID NUL CKPT. */
struct assay_str assay_rollout_group_key(const struct assay_rollout_view *view,
                                         struct assay_str id)
{
    const struct assay_str suite = assay_rollout_text(view->record.node, "suite");
    const struct assay_str ckpt = assay_rollout_text(view->record.node, "ckpt");
    const size_t n = suite.len + id.len + ckpt.len + 2;
    char *key = assay_arena_new(view->arena, n + 1, 1);

    if (suite.len > 0)
        memcpy(key, suite.ptr, suite.len);
    if (id.len > 0)
        memcpy(key + suite.len + 1, id.ptr, id.len);
    if (ckpt.len > 0)
        memcpy(key + suite.len + id.len + 2, ckpt.ptr, ckpt.len);
    return (struct assay_str){key, n};
}

void assay_rollout_labels_add(struct assay_rollout_labels *labels,
                              const struct assay_rollout_view *view)
{
    struct assay_rollout_vote vote;
    uint32_t at;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP || !assay_rollout_majority(view, &vote))
        return;
    at = assay_names_add(
        &labels->groups,
        assay_rollout_group_key(view, assay_rollout_text(view->record.node, "id")));
    if (at >= labels->cap) {
        labels->cap = assay_memory_grow(labels->cap, (size_t)at + 1);
        labels->label =
            assay_memory_resize(labels->label, labels->cap, sizeof(*labels->label));
    }
    labels->label[at] = assay_names_add(&labels->labels, vote.label);
}

bool assay_rollout_labels_find(const struct assay_rollout_labels *labels,
                               const struct assay_rollout_view *view,
                               struct assay_str *out, const char **lacks)
{
    const struct assay_str pair = assay_rollout_text(view->record.node, "pair_id");
    uint32_t at;

    *lacks = "pair_id";
    if (pair.len == 0)
        return false;
    *lacks = "answer of the paired group";
    if (!assay_names_find(&labels->groups, assay_rollout_group_key(view, pair), &at))
        return false;
    *out = labels->labels.at[labels->label[at]];
    return true;
}

void assay_rollout_labels_release(struct assay_rollout_labels *labels)
{
    assay_names_release(&labels->groups);
    assay_names_release(&labels->labels);
    free(labels->label);
    *labels = (struct assay_rollout_labels){0};
}

/* search_tree_values.c - nodes of a search tree, the least steps to a right leaf behind them, and their values. */
#include "adapters/signals/search_tree.h"
#include "harness/core/names.h"

#include <math.h>

enum {
    ROOT = 0,    /* the prompt */
    NOWHERE = -1 /* no node */
};

struct node {
    int32_t parent, child, next; /* child: the first one; next: of the same parent */
    uint32_t least; /* steps to a right leaf, itself one; 0: none is behind it */
    bool labelled;  /* a leaf behind it, or itself */
    double value;
};

struct tree {
    struct node *node; /* (count,) */
    size_t count;
    int32_t *order; /* (ordered,) parents before their children */
    size_t ordered;
    int32_t *end;  /* (responses,) the node that a response ends in, or NOWHERE */
    size_t *steps; /* (responses,) nodes of its own, the last of which is its end */
    struct assay_names names;
    int32_t *named; /* by name */
};

/* A response without steps is one step. */
static size_t steps_of(const struct assay_node *response)
{
    size_t n = assay_node_count(assay_rollout_value(response, ASSAY_STR("steps.end")));

    if (n == 0)
        n = assay_node_count(assay_rollout_value(response, ASSAY_STR("steps.text")));
    return n > 0 ? n : 1;
}

static int32_t new_node(struct tree *tree, int32_t parent)
{
    const int32_t at = (int32_t)tree->count++;

    tree->node[at] = (struct node){.parent = parent, .child = NOWHERE, .next = NOWHERE};
    return at;
}

/* The nodes of every response; those of one are a chain, whose first one has no parent yet. */
static void number_nodes(struct tree *tree, const struct assay_rollout_view *view,
                         struct assay_signal_value *out)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str name =
            assay_rollout_text(assay_rollout_view_response(view, i), "tree.node");
        const size_t before = tree->names.count;
        uint32_t number;

        tree->end[i] = NOWHERE;
        if (name.len == 0) {
            assay_signal_lack(&out[i], "tree.node");
            continue;
        }
        number = assay_names_add(&tree->names, name);
        if (tree->names.count == before) {
            assay_signal_lack(&out[i], "a tree.node of its own");
            continue;
        }
        tree->end[i] = new_node(tree, NOWHERE);
        for (size_t k = 1; k < tree->steps[i]; k++)
            tree->end[i] = new_node(tree, tree->end[i]);
        tree->named[number] = tree->end[i];
    }
}

/* The first node of a response hangs below the node that tree.parent names: a root of its own where no response ends in
   it, and the prompt where none is named. */
static void hang(struct tree *tree, const struct assay_rollout_view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_str name =
            assay_rollout_text(assay_rollout_view_response(view, i), "tree.parent");
        const size_t before = tree->names.count;
        uint32_t number;
        int32_t first = tree->end[i];

        if (first == NOWHERE)
            continue;
        for (size_t k = 1; k < tree->steps[i]; k++)
            first = tree->node[first].parent;
        tree->node[first].parent = ROOT;
        if (name.len == 0)
            continue;
        number = assay_names_add(&tree->names, name);
        if (tree->names.count > before)
            tree->named[number] = new_node(tree, NOWHERE);
        tree->node[first].parent = tree->named[number];
    }
}

/* Nodes from the roots down; what hangs in a ring is in no order. */
static void put_in_order(struct tree *tree)
{
    for (size_t i = tree->count; i-- > 0;) {
        struct node *node = &tree->node[i];

        if (node->parent == NOWHERE)
            continue;
        node->next = tree->node[node->parent].child;
        tree->node[node->parent].child = (int32_t)i;
    }
    for (size_t i = 0; i < tree->count; i++)
        if (tree->node[i].parent == NOWHERE)
            tree->order[tree->ordered++] = (int32_t)i;
    for (size_t k = 0; k < tree->ordered; k++)
        for (int32_t c = tree->node[tree->order[k]].child; c != NOWHERE;
             c = tree->node[c].next)
            tree->order[tree->ordered++] = c;
}

static void label_leaves(struct tree *tree, const struct assay_rollout_view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        double correct;

        if (tree->end[i] == NOWHERE ||
            !assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                  &correct))
            continue;
        tree->node[tree->end[i]].labelled = true;
        tree->node[tree->end[i]].least = correct > 0.5;
    }
}

/* From the leaves up: the least steps to a right leaf, and whether any leaf is labelled. */
static void measure(struct tree *tree)
{
    for (size_t k = tree->ordered; k-- > 0;) {
        const struct node *node = &tree->node[tree->order[k]];
        struct node *above;

        if (node->parent == NOWHERE)
            continue;
        above = &tree->node[node->parent];
        above->labelled = above->labelled || node->labelled;
        if (node->least > 0 && (above->least == 0 || node->least + 1 < above->least))
            above->least = node->least + 1;
    }
}

/* From the roots down. Off the ways to right leaves, least becomes that of the nearest node on one. */
static void value_nodes(struct tree *tree)
{
    for (size_t k = 0; k < tree->ordered; k++) {
        struct node *node = &tree->node[tree->order[k]];
        const bool on = node->least > 0;
        double above, m;

        node->value = node->parent == NOWHERE ? 0.0 : (double)NAN;
        if (node->parent == NOWHERE)
            continue;
        if (!on)
            node->least = tree->node[node->parent].least;
        if (node->least == 0 || !node->labelled)
            continue;
        above = tree->node[node->parent].value;
        m = (double)node->least;
        node->value = fmax(0.0, (1.0 - above) * (on ? 1.0 : -1.0) / m + above);
    }
}

static void tell(const struct tree *tree, const struct assay_rollout_view *view, size_t i,
                 struct assay_signal_value *out)
{
    int32_t at = tree->end[i];
    double *step;

    if (at == NOWHERE)
        return;
    if (!tree->node[at].labelled)
        assay_signal_lack(out, "correct of a leaf behind it");
    else if (isnan(tree->node[at].value))
        assay_signal_lack(out, "a right leaf in its tree");
    if (out->lacks)
        return;
    step = assay_arena_new(view->arena, tree->steps[i], sizeof(*step));
    out->reward = tree->node[at].value;
    for (size_t k = tree->steps[i]; k-- > 0; at = tree->node[at].parent)
        step[k] = tree->node[at].value;
    if (assay_rollout_value(assay_rollout_view_response(view, i), ASSAY_STR("steps"))) {
        out->steps = step;
        out->step_count = tree->steps[i];
    }
}

void assay_search_tree_values(const struct assay_rollout_view *view,
                              struct assay_signal_value *out)
{
    struct assay_arena *arena = view->arena;
    struct tree tree = {0};
    size_t nodes = 1;

    tree.end = assay_arena_new(arena, view->count + 1, sizeof(*tree.end));
    tree.steps = assay_arena_new(arena, view->count + 1, sizeof(*tree.steps));
    tree.named = assay_arena_new(arena, 2 * view->count + 1, sizeof(*tree.named));
    for (size_t i = 0; i < view->count; i++) {
        tree.steps[i] = steps_of(assay_rollout_view_response(view, i));
        nodes += tree.steps[i] + 1; /* and a parent that nobody ends in */
    }
    tree.node = assay_arena_new(arena, nodes, sizeof(*tree.node));
    tree.order = assay_arena_new(arena, nodes, sizeof(*tree.order));
    (void)new_node(&tree, NOWHERE);
    number_nodes(&tree, view, out);
    hang(&tree, view);
    put_in_order(&tree);
    label_leaves(&tree, view);
    measure(&tree);
    for (size_t i = 0; i < tree.count; i++)
        tree.node[i].value = (double)NAN;
    value_nodes(&tree);
    for (size_t i = 0; i < view->count; i++)
        tell(&tree, view, i, &out[i]);
    assay_names_release(&tree.names);
}

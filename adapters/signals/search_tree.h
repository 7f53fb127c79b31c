/* search_tree.h - values of the nodes of a group's search tree (search_tree.c has the formula). */
#ifndef ASSAY_ADAPTERS_SIGNALS_SEARCH_TREE_H
#define ASSAY_ADAPTERS_SIGNALS_SEARCH_TREE_H

#include "adapters/signals/signal.h"

/* Rewards and steps of the responses whose node has a value; the others lack something. */
void assay_search_tree_values(const struct assay_rollout_view *view,
                              struct assay_signal_value *out);

#endif

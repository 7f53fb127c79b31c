/*
 * item.h - what is asked: a prompt, its completions, and what people said of them.
 *
 * An item is read from one record of a suite's data and lives, with its texts, only while it
 * is in flight; the table (table.h) keeps what metrics need afterwards.
 */
#ifndef ASSAY_CORE_ITEM_H
#define ASSAY_CORE_ITEM_H

#include "harness/core/error.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_ITEM_COMPLETIONS_MAX = 4096,
    ASSAY_ITEM_MESSAGES_MAX = 4096,
    ASSAY_ITEM_MEDIA_MAX = 4096,
    ASSAY_ITEM_DIMENSIONS_MAX = 1024,
    ASSAY_ITEM_PAIRS_MAX = 65536,
    ASSAY_ITEM_COVARIATES_MAX = 32
};

struct assay_message {
    struct assay_str role; /* "system", "user", "assistant" */
    struct assay_str content;
};

struct assay_item {
    size_t index;             /* place in the suite, from 0 */
    struct assay_str id;      /* unique in the suite; names the item across runs */
    struct assay_str key;     /* what stored answers are joined by; often the id */
    struct assay_str subset;  /* finest named group; sections are made of subsets */
    struct assay_str cluster; /* items that share it are resampled together; empty: own */
    struct assay_str group; /* what else items have in common, e.g. the system that wrote
                               them; empty: nothing named */

    const struct assay_message *messages; /* (message_count,) the prompt; may be empty */
    size_t message_count;
    const struct assay_str *
        media; /* (media_count,) pictures and video that the prompt shows, by path or digest as
                   the data name them; never decoded here */
    size_t media_count;
    const struct assay_str
        *completions; /* (completion_count,) empty views: no texts here */
    bool pictures;    /* the completions are pictures, by path or digest as in media */
    struct assay_str
        principle;      /* that the prompt's first message, of role system, states; else
                                   empty */
    const double *gold; /* (assay_item_golds,) higher means preferred */
    size_t completion_count; /* >= 1 */
    const struct assay_str *
        dimension; /* (dimension_count,) what the item's one completion is rated for: gold has
                       a number each; 0: gold has one a completion */
    size_t dimension_count;
    const uint32_t *pair; /* (pair_count, 2) completions to hold against each other */
    size_t pair_count;
    const double
        *covariate; /* (covariate_count,) what else is known of it; NaN: not known */
    size_t covariate_count;

    const struct assay_node *record; /* what it was read from; NULL where generated */
    const char *file;                /* where, for messages; never NULL */
    size_t line;                     /* from 1; 0 where unknown */
    size_t row;                      /* of the record in its file, from 0 */
};

/* Gold values: one a dimension, or one a completion. */
static inline size_t assay_item_golds(const struct assay_item *item)
{
    return item->dimension_count ? item->dimension_count : item->completion_count;
}

static inline struct assay_spot assay_item_spot(const struct assay_item *item)
{
    return (struct assay_spot){item->file, item->line, item->row};
}

#endif

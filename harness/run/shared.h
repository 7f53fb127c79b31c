/* shared.h - what several runs of one suite earned and chose, joined item by item. */
#ifndef ASSAY_RUN_SHARED_H
#define ASSAY_RUN_SHARED_H

#include "harness/core/names.h"
#include "harness/run/board.h"
#include "suites/outcomes.h"

/* Zero bytes are nothing shared. */
struct assay_shared {
    struct assay_names ids;
    size_t items, models, clusters; /* items: those that some run has */
    size_t common;         /* of them: on which two runs earned something to compare */
    double *earned;        /* (items, models) in [0, 1]; below 0: none */
    int *choice;           /* (items, models) outcomes.h */
    uint32_t *cluster;     /* (items,) below clusters */
    bool credits;          /* choices are what was earned */
    struct assay_str *why; /* (models,) why a run has no items here; empty: it has */
    struct assay_str *
        absent; /* (absents,) the same in sentences: "no items: RUN, RUN: why", each reason once */
    size_t absents;
};

/*
 * Reads the runs of a column of a board. A run whose items cannot be had (its data changed or are gone,
 * nothing was answered item by item, a kind without worths) has none, and `why` says so.
 * Release in any case.
 */
void assay_shared_read(const struct assay_board *board, size_t column,
                       const struct assay_places *places, struct assay_arena *arena,
                       struct assay_shared *out);

void assay_shared_release(struct assay_shared *shared);

#endif

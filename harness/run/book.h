/*
 * book.h - the growing record of one suite: its items without texts, and their answers.
 *
 * Items are entered in suite order; answers arrive in any order and go into the place of
 * their item, so the table that comes out does not depend on who answered when. The book
 * does no locking: the queue that owns it does.
 */
#ifndef ASSAY_RUN_BOOK_H
#define ASSAY_RUN_BOOK_H

#include "harness/core/buf.h"
#include "harness/core/item.h"
#include "harness/core/keys.h"
#include "harness/core/names.h"
#include "harness/core/table.h"

#include <stdbool.h>

struct assay_book {
    enum assay_want want;
    size_t votes; /* values an item (or a dimension) where want is not SCORES */
    bool texts;   /* some item has completions that are not empty */

    size_t items, item_cap;
    size_t golds, gold_cap;
    size_t values, value_cap;

    struct assay_arena texts_of_ids;
    struct assay_names subsets;
    struct assay_names groups;
    struct assay_names dimensions;
    struct assay_keys clusters; /* hashes of their names; values: numbers in the table */
    uint32_t cluster_count;     /* named ones and items on their own */

    struct assay_str *id;
    uint32_t *subset, *cluster, *group;
    uint64_t *line;
    size_t *first;                   /* (items + 1,) */
    size_t *gold_first, *pair_first; /* (items + 1,); NULL: as first; no pairs */
    uint32_t *pair;                  /* (pairs, 2) */
    size_t pairs, pair_cap;
    double *gold, *value, *covariate; /* covariate: (items, covariate_count) */
    size_t covariate_count;           /* of the first item */
    uint32_t *dimension;              /* of each gold value; NULL: of none */
    unsigned char *state;             /* enum assay_state, or ASSAY_BOOK_OPEN */

    struct assay_buf
        why; /* nothing came of an item, the first one that says so; empty: none does */
    size_t why_item;
};

enum {
    ASSAY_BOOK_OPEN = 0xFF, /* not answered yet */
    ASSAY_BOOK_ITEMS_MAX = 1 << 30
};

/* Most values of all items (8 GiB of numbers): vectors are many. */
#define ASSAY_BOOK_VALUES_MAX (UINT64_C(1) << 30)

/* An empty book. votes: values that answer an item where want is not SCORES. */
void assay_book_init(struct assay_book *book, enum assay_want want, size_t votes);
void assay_book_release(struct assay_book *book);

/* Values that answer an item: one a completion, or the book's votes, for every dimension. */
size_t assay_book_wanted(const struct assay_book *book, const struct assay_item *item);

/* Enters an item; item->index must be the number of items entered so far. The caller sees to it that
   values stay within ASSAY_BOOK_VALUES_MAX. */
void assay_book_add(struct assay_book *book, const struct assay_item *item);

bool assay_book_answered(const struct assay_book *book, size_t item);

/*
 * Enters the answers (wanted,) of an item. A SCORED value that is not finite becomes NAN;
 * values of other states are stored as 0.
 */
void assay_book_answer(struct assay_book *book, size_t item,
                       const struct assay_answer *answers);

/* Gives item the answers of another with as many values. */
void assay_book_copy(struct assay_book *book, size_t from, size_t item);

/*
 * One item with its answer as a table of its own, in arena; it borrows from the book until that grows. The
 * item is not OPEN.
 */
void assay_book_look(const struct assay_book *book, size_t item,
                     struct assay_arena *arena, struct assay_table *table);

/* Takes the answers of all items from this one on back: they are as if nobody had been asked. */
void assay_book_forget(struct assay_book *book, size_t from);

/* Items in each state (ASSAY_STATES,): an item has the first state of its values that is not SCORED. */
void assay_book_count(const struct assay_book *book, size_t count[ASSAY_STATES]);

/* Ends the entering: open answers become SKIPPED, and the table borrows the book's arrays. */
void assay_book_close(struct assay_book *book, struct assay_table *table);

/* Moves a table's names of subsets, groups and dimensions to arena: results keep them longer than the book lives. */
void assay_book_keep_names(struct assay_table *table, struct assay_arena *arena);

#endif

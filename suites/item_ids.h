/* item_ids.h - which ids and subsets a suite's items had so far, in some 20 bytes an id. */
#ifndef ASSAY_SUITES_ITEM_IDS_H
#define ASSAY_SUITES_ITEM_IDS_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/item.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_item_ids;

struct assay_item_ids *assay_item_ids_new(void);
void assay_item_ids_free(struct assay_item_ids *ids); /* NULL is allowed */

/*
 * Notes an item's id and subset. With repeats true the second item of an id becomes "ID#2"
 * (its key stays), the third "ID#3"; else a repeat is an error that names the first place.
 *
 * Ids are told apart by 64 bits of a hash: of a million distinct ids two are taken for one
 * with a chance of 3e-8.
 *
 * Errors: ASSAY_EDATA "file:line: id \"...\" was used in line N".
 */
ASSAY_MUST_USE
enum assay_code assay_item_ids_add(struct assay_item_ids *ids, struct assay_item *item,
                                   bool repeats, struct assay_arena *arena,
                                   struct assay_error *err);

/* True if an item of this id was added. */
bool assay_item_ids_has(const struct assay_item_ids *ids, struct assay_str id);

/* Items of a subset that were added so far. */
size_t assay_item_ids_count(const struct assay_item_ids *ids, struct assay_str subset);

/* A hash of 64 bits over a text, for tables in memory; not for files. */
uint64_t assay_item_hash(struct assay_str text, uint64_t seed);

#endif

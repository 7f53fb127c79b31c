/* reread_table.h - the items of a stored run with its answers, as the table that they were measured from. */
#ifndef ASSAY_RUN_REREAD_TABLE_H
#define ASSAY_RUN_REREAD_TABLE_H

#include "harness/run/book.h"
#include "harness/run/reread.h"

/*
 * Reads all items of an open run into a book, with what was answered, and closes it to a table.
 *
 *   book   new (assay_book_init); the table borrows from it
 *
 * Errors: those of assay_reread_next and assay_reread_check.
 */
ASSAY_MUST_USE
enum assay_code assay_reread_table(struct assay_reread *reread, struct assay_book *book,
                                   struct assay_table *table, struct assay_error *err);

#endif

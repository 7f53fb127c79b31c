/*
 * history_shape.h - the columns of the index as data: tables are made, written, read and summed by them.
 *
 * To add a column: a line in history_shape.c, and another ASSAY_HISTORY_SCHEMA.
 */
#ifndef ASSAY_RUN_HISTORY_SHAPE_H
#define ASSAY_RUN_HISTORY_SHAPE_H

#include <stddef.h>

enum {
    ASSAY_HISTORY_SCHEMA = 1 /* the version of the tables: user_version of the database */
};

enum assay_history_type {
    ASSAY_HISTORY_TEXT, /* struct assay_str */
    ASSAY_HISTORY_SIZE, /* size_t */
    ASSAY_HISTORY_REAL, /* double; NULL where the bool at .flag is false */
};

struct assay_history_column {
    const char *name;
    enum assay_history_type type;
    size_t offset, flag;
};

/* A table, whose rows of one run are told apart by run, and where they are told, by result and number. */
struct assay_history_table {
    const char *name;
    const struct assay_history_column *column; /* (columns,) beside those of the key */
    size_t columns;
};

extern const struct assay_history_table assay_history_run_table,
    assay_history_result_table, assay_history_value_table;

#endif

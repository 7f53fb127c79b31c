/*
 * result_shape.h - the fields of a result as data, for its writer and its reader alone.
 *
 * Every struct of a result is described once, as a table of fields, and both directions follow
 * the table: what is written is what is read.
 */
#ifndef ASSAY_CORE_RESULT_SHAPE_H
#define ASSAY_CORE_RESULT_SHAPE_H

#include "harness/core/result.h"

enum assay_shape_type {
    ASSAY_SHAPE_TEXT, /* struct assay_str */
    ASSAY_SHAPE_SIZE, /* size_t */
    ASSAY_SHAPE_NUMBER, /* uint64_t: an integer, or decimal text where JSON's integers end */
    ASSAY_SHAPE_REAL,        /* double */
    ASSAY_SHAPE_WORD,        /* an enum, by the words of .word */
    ASSAY_SHAPE_FIGURE,      /* struct assay_figure */
    ASSAY_SHAPE_RULES,       /* struct assay_figure[ASSAY_TIE_RULES], a map by rule */
    ASSAY_SHAPE_STATES,      /* size_t[ASSAY_STATES], a map by state */
    ASSAY_SHAPE_POINT,       /* struct assay_point */
    ASSAY_SHAPE_STRUCT,      /* one struct of a shape */
    ASSAY_SHAPE_LIST,        /* pointer to structs of a shape, and a count elsewhere */
    ASSAY_SHAPE_PER_SECTION, /* pointer to structs of a shape, one a section of the result */
    ASSAY_SHAPE_PER_POINT, /* pointer to structs of a shape, one an element of a list */
};

struct assay_shape;

struct assay_shape_field {
    const char *key; /* NULL: the element is this value alone, not a map */
    enum assay_shape_type type;
    size_t offset;
    const struct assay_shape *of; /* STRUCT, LIST, PER_SECTION, PER_POINT */
    size_t count_offset; /* LIST; PER_POINT: of the list, a field before this one */
    bool
        optional; /* LIST, PER_POINT, TEXT, WORD: not written where it is empty or 0, and that where it
                      is not there */
    const char *const *word; /* WORD: (word_count,) by value */
    size_t word_count;
};

struct assay_shape {
    size_t size; /* of the struct */
    size_t count;
    const struct assay_shape_field *field; /* (count,) in the order of the file */
};

extern const struct assay_shape assay_result_shape; /* of struct assay_result */

#endif

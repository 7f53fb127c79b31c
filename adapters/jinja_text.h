/* jinja_text.h - methods of Python's str that filters and methods of templates share. */
#ifndef ASSAY_ADAPTERS_JINJA_TEXT_H
#define ASSAY_ADAPTERS_JINJA_TEXT_H

#include "adapters/jinja_parts.h"

enum jinja_case {
    JINJA_UPPER,
    JINJA_LOWER,
    JINJA_TITLE,   /* every word */
    JINJA_CAPITAL, /* the first letter, the others lower */
};

/* Without what marks name (NULL: white space) at its begin and end. */
struct assay_str assay_jinja_strip(struct assay_str text, const struct assay_str *marks,
                                   bool begin, bool end);
struct assay_str assay_jinja_case(struct assay_str text, enum jinja_case how,
                                  struct assay_arena *arena);

/* At most so many splits, all where it is below 0; mark NULL: at white space. */
struct jinja_value assay_jinja_split(struct assay_str text, const struct assay_str *mark,
                                     int64_t most, struct assay_arena *arena);
struct jinja_value assay_jinja_split_right(struct assay_str text, struct assay_str mark,
                                           int64_t most, struct assay_arena *arena);
struct assay_str assay_jinja_replace(struct assay_str text, struct assay_str from,
                                     struct assay_str to, int64_t most,
                                     struct assay_arena *arena);

#endif

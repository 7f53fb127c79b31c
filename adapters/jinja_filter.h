/* jinja_filter.h - what the files of filters share. */
#ifndef ASSAY_ADAPTERS_JINJA_FILTER_H
#define ASSAY_ADAPTERS_JINJA_FILTER_H

#include "adapters/jinja_text.h"

/* A filter at work. */
struct jinja_work {
    struct jinja_render *render;
    struct jinja_value of;
    struct jinja_arguments *arguments;
};

typedef struct jinja_value jinja_filter_fn(const struct jinja_work *work);

/* The argument at a place or of a name, as a text, an integer or a truth value. */
struct assay_str assay_jinja_text_argument(const struct jinja_work *work, size_t place,
                                           const char *name, const char *initial);
int64_t assay_jinja_integer_argument(const struct jinja_work *work, size_t place,
                                     const char *name, int64_t initial);
bool assay_jinja_truth_argument(const struct jinja_work *work, size_t place,
                                const char *name);

/* jinja_collect.c: filters on lists and maps. */
jinja_filter_fn assay_jinja_collect_length;
jinja_filter_fn assay_jinja_collect_fallback;
jinja_filter_fn assay_jinja_collect_first;
jinja_filter_fn assay_jinja_collect_last;
jinja_filter_fn assay_jinja_collect_list;
jinja_filter_fn assay_jinja_collect_reverse;
jinja_filter_fn assay_jinja_collect_join;
jinja_filter_fn assay_jinja_collect_map;
jinja_filter_fn assay_jinja_collect_select;
jinja_filter_fn assay_jinja_collect_reject;
jinja_filter_fn assay_jinja_collect_selectattr;
jinja_filter_fn assay_jinja_collect_rejectattr;
jinja_filter_fn assay_jinja_collect_sort;
jinja_filter_fn assay_jinja_collect_least;
jinja_filter_fn assay_jinja_collect_greatest;
jinja_filter_fn assay_jinja_collect_unique;
jinja_filter_fn assay_jinja_collect_items;
jinja_filter_fn assay_jinja_collect_dictsort;
jinja_filter_fn assay_jinja_collect_sum;

#endif

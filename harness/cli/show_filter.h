/* show_filter.h - the part of a stored run that assay show is asked for. */
#ifndef ASSAY_CLI_SHOW_FILTER_H
#define ASSAY_CLI_SHOW_FILTER_H

#include "harness/core/option.h"
#include "harness/run/store.h"

/* Patterns of file names (fnmatch); of an empty list everything is meant. */
struct assay_show_filter {
    struct assay_option_list suite; /* SUITE or SUITE:PART */
    struct assay_option_list
        section; /* sections, subsets, measures of them, and items of them */
    struct assay_option_list id;    /* items */
    struct assay_option_list state; /* words of states: answers */
    size_t limit;                   /* items listed of a suite; 0: all */
};

/* clang-format off */
/* at: the offset of a struct assay_show_filter. */
#define ASSAY_SHOW_OPTIONS(at)                                                           \
    {.name = "suite",                                                                    \
     .help = "of this suite alone, SUITE or SUITE:PART, a pattern as of file names",     \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_show_filter, suite),                         \
     .value = "PATTERN"},                                                                \
    {.name = "section",                                                                  \
     .help = "sections and subsets like this, with their measures and items",            \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_show_filter, section),                       \
     .value = "PATTERN"},                                                                \
    {.name = "id",                                                                       \
     .help = "items whose id is like this, of those that are listed",                    \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_show_filter, id),                            \
     .value = "PATTERN"},                                                                \
    {.name = "state",                                                                    \
     .help = "answers that ended so: scored, not-a-number, timed-out, failed, ...",                \
     .type = ASSAY_OPTION_LIST,                                                          \
     .offset = (at) + offsetof(struct assay_show_filter, state),                         \
     .value = "WORD"},                                                                   \
    {.name = "limit",                                                                    \
     .help = "list so many items of a suite; 0: all there are",                          \
     .type = ASSAY_OPTION_SIZE,                                                          \
     .offset = (at) + offsetof(struct assay_show_filter, limit),                         \
     .initial = "0",                                                                     \
     .lo = 0,                                                                            \
     .hi = 1e9,                                                                          \
     .value = "N"}
/* clang-format on */

/*
 * The run with the results, sections, measures and notable items that are meant; the headline stays.
 *
 * Errors: ASSAY_EUSAGE where nothing is like a pattern, or a word is no state.
 */
ASSAY_MUST_USE
enum assay_code assay_show_choose(const struct assay_show_filter *filter,
                                  struct assay_arena *arena, struct assay_stored *stored,
                                  struct assay_error *err);

/*
 * Prints a line for each item of the journal that is meant: suite, id, its values, and how those ended that
 * have none. The run may be under way. Ids are in the order of their answers.
 *
 * Errors: those of past.h; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_show_answers(const struct assay_show_filter *filter,
                                   const struct assay_stored *stored,
                                   struct assay_error *err);

#endif

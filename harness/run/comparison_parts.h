/* comparison_parts.h - what the files comparison*.c share. */
#ifndef ASSAY_RUN_COMPARISON_PARTS_H
#define ASSAY_RUN_COMPARISON_PARTS_H

#include "harness/core/names.h"
#include "harness/run/comparison.h"
#include "harness/run/reread_table.h"
#include "suites/kind.h"
#include "suites/outcomes.h"
#include "suites/outline.h"
#include "suites/suite.h"

/* The items of one run on one suite. */
struct assay_comparison_side {
    const struct assay_stored *stored;
    const struct assay_result *result;
    bool tried;
    struct assay_str why; /* why it has no items; empty: it has */
    struct assay_reread reread;
    struct assay_book book;
    struct assay_table table;
    struct assay_outcomes outcomes;
    struct assay_names ids; /* numbers are those of items */
};

/* comparison_side.c: reads them, once; what went wrong is .why. Release in any case. */
void assay_comparison_side_read(struct assay_comparison_side *side,
                                const struct assay_comparison_how *how,
                                struct assay_arena *arena);
void assay_comparison_side_release(struct assay_comparison_side *side);

/* Runs on the items that all of them have a value of, in the order of the first one's plan. */
struct assay_comparison_join {
    const struct assay_comparison_side *const *side; /* (sides,) read, borrowed */
    size_t sides, items;
    size_t **item;     /* (sides, items) of the sides' tables */
    uint32_t *subset;  /* (items,) of the first one's table */
    uint32_t *cluster; /* (items,) dense from 0 */
    size_t clusters, subsets;
    double **
        credit; /* (sides, items) what it adds to its subset's value (suites/outcomes.h) */
    bool *left_out; /* (subsets,) its value has no such form */
    size_t *only;   /* (sides,) items with a value that are not common */
    const struct assay_outline *outline;
    struct assay_arena *arena;
};

/* comparison_join.c: sides >= 1; in arena. */
void assay_comparison_join_make(const struct assay_comparison_side *const *side,
                                size_t sides, struct assay_arena *arena,
                                struct assay_comparison_join *out);

/* Two runs on the items that both have a value of, in the order of the first one's plan. */
struct assay_comparison_match {
    const struct assay_comparison_side *side[2];
    const struct assay_comparison_how *how;
    size_t items;
    size_t *item[2];   /* (items,) of the sides' tables */
    uint32_t *subset;  /* (items,) of the first one's table */
    uint32_t *cluster; /* (items,) dense from 0 */
    size_t clusters, subsets;
    double
        *credit[2]; /* (items,) what it adds to its subset's value (suites/outcomes.h) */
    bool *left_out; /* (subsets,) its value has no such form */
    const struct assay_outline *outline;
    uint32_t *subset_of
        [2]; /* the first one's number of each side's subsets; UINT32_MAX: it has no such one */
    size_t only[2]; /* items with a value in one alone */
    struct assay_arena *arena;
};

/* comparison_match.c */
void assay_comparison_match_make(const struct assay_comparison_side *first,
                                 const struct assay_comparison_side *second,
                                 const struct assay_comparison_how *how,
                                 struct assay_arena *arena,
                                 struct assay_comparison_match *out);

/* comparison_flips.c: which items flipped, and how far choices agree. */
void assay_comparison_flips(const struct assay_comparison_match *match,
                            struct assay_comparison_pair *pair);
/* Root mean square of a side's margins on the common items; 1 where there is none. */
double assay_comparison_scale(const struct assay_comparison_match *match, unsigned side);
void assay_comparison_agreement(const struct assay_comparison_match *match,
                                struct assay_comparison_pair *pair);

/* What each common item adds to a metric of both, and whether it does. */
struct assay_comparison_column {
    enum assay_comparison_metric metric;
    double *value[2];     /* (items,) */
    bool *has;            /* (items,) */
    const bool *left_out; /* (subsets,) */
};

/* comparison_metric.c: false where no item has one, with why in words. */
bool assay_comparison_column_of(const struct assay_comparison_match *match,
                                enum assay_comparison_metric metric,
                                struct assay_comparison_column *out, const char **why);

/* comparison_metric.c: what an item adds to a metric of margins; not that of calibration, which is no sum. */
double assay_comparison_of_margin(enum assay_comparison_metric metric, double margin);

/*
 * comparison_lines.c: lines of one metric, appended; where there are none, why is among the notes. p is not
 * adjusted and nothing is decided yet.
 */
void assay_comparison_lines_of(const struct assay_comparison_match *match,
                               enum assay_comparison_metric metric,
                               struct assay_comparison_line *lines, size_t *count,
                               struct assay_sentences *notes);

/*
 * comparison_calibration.c: fills lines of the calibration error, whose sections and counts are there: values,
 * difference, interval and p. The error is no sum over items, so it is worked out anew on every replicate.
 *
 *   section  (count,) numbers of the outline
 */
void assay_comparison_calibration(const struct assay_comparison_match *match,
                                  const struct assay_comparison_column *column,
                                  const size_t *section,
                                  struct assay_comparison_line *lines, size_t count);

/* A line's items as steps of a test. */
struct assay_comparison_steps {
    const struct assay_comparison_match *match;
    const struct assay_comparison_column *column;
    const double *coefficient; /* (subsets,) what an item weighs in the line's value */
    size_t section;            /* of the outline */
};

/* comparison_sequential.c: line->sequential of a line that was tested. */
void assay_comparison_walk(const struct assay_comparison_steps *steps,
                           struct assay_comparison_line *line);

/* Lines of a metric at most. */
size_t assay_comparison_lines_most(const struct assay_comparison_match *match);

/* comparison_unlike.c: what two runs do not have in common, into the pair. */
void assay_comparison_unlike_find(const struct assay_comparison_side *first,
                                  const struct assay_comparison_side *second,
                                  const struct assay_comparison_how *how,
                                  struct assay_arena *arena,
                                  struct assay_comparison_pair *pair);

/* comparison.c: 2 to RUNS_MAX runs that are whole and over. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_comparison_check_runs(const struct assay_stored *stored, size_t n,
                                            struct assay_error *err);

/* comparison.c: the runs with their names, in arena. */
struct assay_comparison_run *assay_comparison_name_runs(const struct assay_stored *stored,
                                                        size_t n,
                                                        struct assay_arena *arena);

/* comparison.c: SUITE[:PART], and whether how asks for it. */
struct assay_str assay_comparison_suite_name(const struct assay_result *result,
                                             struct assay_arena *arena);
bool assay_comparison_is_asked(const struct assay_comparison_how *how,
                               const struct assay_result *result,
                               struct assay_arena *arena);

/* comparison.c: the result of a run on the same suite and part, else SIZE_MAX. */
size_t assay_comparison_same_in(const struct assay_stored *stored,
                                const struct assay_result *result);

/* comparison_decide.c: adjusts p over families and decides every line. */
void assay_comparison_decide(struct assay_comparison *comparison,
                             struct assay_arena *arena);

/* comparison_group_lines.c: lines of one metric, appended; why there are none is among the notes. */
struct assay_group_suite;
struct assay_group_runs;
struct assay_group_asking {
    const struct assay_comparison_join *join;
    const struct assay_comparison_how *how;
    const struct assay_group_runs *group; /* (groups,) of the join's sides */
    size_t groups;
};
void assay_comparison_group_lines(const struct assay_group_asking *asking,
                                  enum assay_comparison_metric metric,
                                  struct assay_group_suite *suite,
                                  struct assay_sentences *notes);

/* comparison_group_decide.c: adjusts p over families and decides every change. */
struct assay_comparison_groups;
void assay_comparison_group_decide(struct assay_comparison_groups *groups,
                                   struct assay_arena *arena);

#endif

/* match.h - by which rule two answers are the same one, for verifiers that route between several. */
#ifndef ASSAY_ADAPTERS_SIGNALS_MATCH_H
#define ASSAY_ADAPTERS_SIGNALS_MATCH_H

#include "adapters/signals/verify.h"

enum match_by {
    MATCH_TEXT,
    MATCH_NUMBER,
    MATCH_EITHER,
};

enum match_percent {
    MATCH_SHARE,          /* 50 % is 0.5 */
    MATCH_EITHER_PERCENT, /* it is 50 or 0.5, as is 50 */
};

struct match_rule {
    unsigned by;                /* enum match_by */
    unsigned percent;           /* enum match_percent */
    double tolerance, absolute; /* of the right answer's size, and beside it */
    bool units, fold;
};

extern const char *const assay_match_by_words[];
extern const char *const assay_match_percent_words[];

/* Options of a struct match_rule at an offset. */
#define MATCH_RULE_OPTIONS(offset_of_rule)                                               \
    {.name = "by",                                                                       \
     .help = "as texts, as numbers, or as numbers where the right answer is one",        \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (offset_of_rule) + offsetof(struct match_rule, by),                       \
     .initial = "either",                                                                \
     .choices = assay_match_by_words},                                                   \
        {.name = "percent",                                                              \
         .help = "50% is 0.5, or either of 0.5 and 50",                                  \
         .type = ASSAY_OPTION_CHOICE,                                                    \
         .offset = (offset_of_rule) + offsetof(struct match_rule, percent),              \
         .initial = "share",                                                             \
         .choices = assay_match_percent_words},                                          \
        {.name = "tolerance",                                                            \
         .help = "share of the right number by which another may be off",                \
         .type = ASSAY_OPTION_DOUBLE,                                                    \
         .offset = (offset_of_rule) + offsetof(struct match_rule, tolerance),            \
         .initial = "1e-6",                                                              \
         .lo = 0.0,                                                                      \
         .hi = 1.0},                                                                     \
        {.name = "absolute",                                                             \
         .help = "by how much it may be off beside that",                                \
         .type = ASSAY_OPTION_DOUBLE,                                                    \
         .offset = (offset_of_rule) + offsetof(struct match_rule, absolute),             \
         .initial = "1e-9",                                                              \
         .lo = 0.0,                                                                      \
         .hi = 1e12},                                                                    \
        {.name = "units",                                                                \
         .help = "letters behind a number count nothing: 5 cm",                          \
         .type = ASSAY_OPTION_FLAG,                                                      \
         .offset = (offset_of_rule) + offsetof(struct match_rule, units)},               \
    {                                                                                    \
        .name = "fold", .help = "texts are compared in lower case",                      \
        .type = ASSAY_OPTION_FLAG,                                                       \
        .offset = (offset_of_rule) + offsetof(struct match_rule, fold)                   \
    }

/*
 * 1 or 0: whether an answer is the right one, or one of a list of them.
 * Returns false where none of them can be compared by the rule, or gold is NULL.
 */
bool assay_match_answer(const struct match_rule *rule, struct assay_str answer,
                        const struct assay_node *gold, struct assay_arena *arena,
                        double *out);

#endif

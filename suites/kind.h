/*
 * kind.h - what an item asks, and what an answer is worth.
 *
 * Each kind is a constant struct in a file of its own, suites/NAME.c, listed once in
 * suites/kinds.def. A description names its kind; everything else that measuring needs (sums,
 * sections, intervals, coverage) is the same for all of them and in measure.c.
 */
#ifndef ASSAY_SUITES_KIND_H
#define ASSAY_SUITES_KIND_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/item.h"
#include "harness/core/result.h"
#include "harness/core/table.h"
#include "metrics/games.h"

#include <stdbool.h>
#include <stddef.h>

/* Beside the four tie rules that every value is told under: JudgeBench's, by which the second
   completion of a tied pair was preferred. */
enum {
    ASSAY_RULE_SECOND = ASSAY_TIE_RULES,
    ASSAY_RULES
};

/* What an item is worth if no verdict was found in what the judge wrote of it. */
enum assay_unparsable {
    ASSAY_UNPARSABLE_DROP, /* no answer: out of numerator and denominator */
    ASSAY_UNPARSABLE_LOSS,
    ASSAY_UNPARSABLE_HALF,
    ASSAY_UNPARSABLE_CHANCE, /* 1/k of k completions */
    ASSAY_UNPARSABLE_COIN,   /* of a pair the first if Python's random.random() < 0.5 */
    ASSAY_UNPARSABLE_TIE,    /* the class that means a tie */
    ASSAY_UNPARSABLE_CLASS,  /* a class of its own, which no item belongs to */
};

/* The classes that items are put into (`classes:`). */
struct assay_class_names {
    const struct assay_str *name; /* (count,) */
    size_t count;
    int tie;       /* the one called "tie", or ASSAY_GAMES_UNDECIDED */
    bool compared; /* the first two are "first" and "second": of two completions */
};

struct assay_study;
struct assay_schema;
struct assay_suite;

/* One item's labels and answers, out of a table. */
struct assay_case {
    enum assay_want want;
    const double *gold; /* (gold_count,) above 0: right */
    size_t gold_count;
    const double *value;        /* (count,) */
    const unsigned char *state; /* (count,) */
    size_t count;
    enum assay_games games;
    size_t votes;  /* verdicts an order: value [o * votes + v] is vote v in order o */
    size_t number; /* of the item in the table */
    const struct assay_study *study; /* that it is a case of */
    const uint32_t *pair;            /* (pair_count, 2) completions to compare */
    size_t pair_count;
};

/* What an item earns, won of `of`: 0 <= won <= of; of is its weight among items, for most kinds
   1 or less, and 0 where it is left out. */
struct assay_worth {
    double won, of;
};

/* What a tie of two is worth where neither of them is the right one alone: under `second` nothing. */
struct assay_worth assay_worth_tie(unsigned rule);

/* A table with what its items belong to, for values that are no sums of worths. */
struct assay_study {
    const struct assay_table *table;
    unsigned char *counted; /* (items,) true where the item has a value */
    enum assay_games games;
    size_t votes;                     /* verdicts an order */
    struct assay_class_names classes; /* .count 0: none named */
    enum assay_unparsable unparsable;
    const struct assay_node *scoring; /* map of the kind's own words, or NULL */
    unsigned tie;                     /* the official rule, as worth takes it */
    unsigned ties_version;            /* of the Ties composite, 0, 1 or 2 */
    uint64_t seed;                    /* of what a kind draws */
    double level;                     /* of intervals */
    const void *found;                /* by the kind's find; NULL: it has none */
    const void *opened; /* by the kind's open; NULL: it has none, or nothing */
};

/* A file that a kind reads once, beside those of the items. In arena. */
struct assay_opened {
    const void *content; /* the kind's own */
    const char *path;    /* NULL: none was named */
    char digest[ASSAY_DIGEST_HEX];
};

/*
 * What is to be had without the model: verdicts on the same items. Those of several random draws are
 * told by their mean over draws, and measures say how far draws lie apart and how many of them do as
 * well as the model.
 */
struct assay_reference {
    struct assay_str name;
    const double *value; /* (max(draws, 1), items) of the table found */
    size_t draws;        /* 0: nothing is random about it */
};

/* What a kind finds in a table of vectors. In arena. */
struct assay_finding {
    struct assay_table table;                /* of verdicts, one an item */
    const struct assay_reference *reference; /* (reference_count,) */
    size_t reference_count;
    const void *found; /* the kind's own, for always, series and tell */
};

/* A word of `scoring:` that a kind knows. */
struct assay_scoring {
    const char *name;         /* NULL ends a table */
    const char *const *words; /* what may be said, NULL-terminated; NULL: a number;
                                 assay_scoring_text: a text that the kind's `reads` takes */
};

extern const char *const assay_scoring_text[];

/* The number under `scoring:`, or what it is by default. */
double assay_study_number(const struct assay_study *study, const char *name,
                          double initial);

/* The place among the key's words of what `scoring:` says; 0, the first, by default. */
size_t assay_study_word(const struct assay_study *study, const char *const *words,
                        const char *name);

/* Bits of what a kind can be measured from. */
enum {
    ASSAY_TAKES_SCORES = 1U << ASSAY_WANT_SCORES,
    ASSAY_TAKES_PREFERENCES = 1U << ASSAY_WANT_PREFERENCES,
    ASSAY_TAKES_VERDICTS = 1U << ASSAY_WANT_VERDICTS,
    ASSAY_TAKES_VECTORS = 1U << ASSAY_WANT_VECTORS
};

/* Bits of how `fields:` says which completions are right. */
enum {
    ASSAY_LABEL_FIRST = 1U << 0, /* not at all: the first one is */
    ASSAY_LABEL_CHOSEN = 1U << 1,
    ASSAY_LABEL_CORRECT = 1U << 2,
    ASSAY_LABEL_GOLD = 1U << 3, /* or ranks, or dimensions of the record */
    ASSAY_LABEL_ERRORS = 1U << 4,
    ASSAY_LABEL_CLASS = 1U << 5,
    ASSAY_LABEL_ANY = (1U << 5) - 1 /* all but the last */
};

/* Which items: those of the subsets marked true. */
struct assay_members {
    const bool *subset;    /* (table->subset_count,) */
    const uint32_t *times; /* (items,) how often each counts, in a resample; NULL: once */
};

struct assay_kind;

/* Official numbers beside the headline value, appended to a list. */
struct assay_measures {
    struct assay_measure *at;
    size_t count, cap;
    struct assay_arena *arena;
};
void assay_measures_add(struct assay_measures *list, const struct assay_measure *measure);
/* The same from its parts. */
void assay_measures_tell(struct assay_measures *list, const char *name,
                         struct assay_str section, const char *unit,
                         struct assay_figure figure);

/* Series of figures, appended to a list. */
struct assay_serieses {
    struct assay_series *at;
    size_t count, cap;
    struct assay_arena *arena;
};
void assay_serieses_add(struct assay_serieses *list, const struct assay_series *series);

/* Sentences for the reader, appended to a list. */
struct assay_sentences {
    struct assay_str *at;
    size_t count, cap;
    struct assay_arena *arena;
};
void assay_sentences_add(struct assay_sentences *list, struct assay_str text);

/* A further measure that a description may ask for by name (`measures:`). */
struct assay_extra {
    const char *name; /* NULL ends a table */
    void (*measure)(const struct assay_study *study, struct assay_members members,
                    struct assay_str section, struct assay_measures *out);
};

struct assay_kind {
    const char *name;
    const char *summary;
    unsigned wants;    /* bits: what its items may be answered with */
    unsigned picks;    /* bits: answers that name one completion or class of the item */
    bool two_orders;   /* may be presented both ways */
    bool knows_second; /* the rule `second` has a meaning beyond pairs in two orders */
    bool share;        /* worth is a share of one item: Wilson intervals make sense */
    unsigned labels; /* bits: what may say in a description which completions are right */
    bool needs_class;     /* `classes` must be given */
    bool needs_group;     /* fields.group must be given */
    bool takes_pairs;     /* fields.pairs, proxies, golds, answers, ... may be given */
    bool rates;           /* gold is a number a dimension of one completion */
    bool stepwise;        /* completions are the steps of one solution */
    bool needs_principle; /* fields.principle must be given */
    bool composite;       /* value is no mean of worths: no tie rules, no bounds */
    bool fraction;  /* a composite value with a spread lies in [0, 1]: so do intervals */
    bool resamples; /* value and always heed members.times: their intervals come from
                             resamples, so that spread is not asked */
    bool always_whole;    /* always makes sense of all sections together */
    const char *ties;     /* what a tie is worth, where no tie rule says it; or NULL */
    bool sees_unparsable; /* worth and value look at unparsable answers themselves */
    bool unlabelled;  /* gold may lack: then all of an item's is NaN, and worth is of 0 */
    bool partial;     /* an item counts with those of its completions that were scored */
    const char *note; /* a sentence that every result has, or NULL */
    const char *
        command; /* that reads its suites, of which no model is asked anything; NULL: they have
                            items. Where there is one, a kind has nothing below but keys and reads_fields */
    const struct assay_schema *keys; /* of such a description; NULL: assay_suite_schema */
    const struct assay_extra *extras;    /* may be NULL */
    const struct assay_scoring *scoring; /* words of `scoring:`; NULL: none */

    /* Refuses `fields:`, overlaid with over (NULL: with nothing), that say nothing, and whatever else of a
       description without items its schema does not see. NULL: they are those of items.
       Errors: ASSAY_EDATA "path:line: what". */
    ASSAY_MUST_USE enum assay_code (*reads_fields)(const struct assay_suite *suite,
                                                   const struct assay_node *over,
                                                   struct assay_error *err);

    /* Refuses a text of `scoring:`. NULL where no word is a text. */
    ASSAY_MUST_USE enum assay_code (*reads)(struct assay_str text,
                                            struct assay_error *err);

    /*
     * Reads what a text of `scoring:` names, when the suite is loaded; NULL: nothing is read.
     * Errors: ASSAY_EIO, ASSAY_EDATA "path:line: what".
     */
    ASSAY_MUST_USE enum assay_code (*open)(const struct assay_node *scoring,
                                           struct assay_arena *arena,
                                           struct assay_opened *out,
                                           struct assay_error *err);

    /* True if a value that is no score can be one of the suite's; NULL: all can. */
    bool (*fits)(const struct assay_study *study, double value);

    /*
     * Makes items with verdicts of a table of vectors; NULL: answers are measured as they are.
     * study has no .counted and no .found yet.
     * Errors: ASSAY_EDOMAIN where nothing can be found.
     */
    ASSAY_MUST_USE enum assay_code (*find)(const struct assay_study *study,
                                           struct assay_arena *arena,
                                           struct assay_finding *out,
                                           struct assay_error *err);

    /* Figures of a kind that finds, and sentences; may be NULL. */
    void (*series)(const struct assay_study *study, struct assay_serieses *out);
    void (*tell)(const struct assay_study *study, struct assay_sentences *out);

    /* The panel of a section in a figure of the kind's own, from the members that are counted; NULL:
       there is none. */
    void (*panel)(const struct assay_study *study, struct assay_members members,
                  struct assay_str section, struct assay_serieses *out);

    /* Refuses an item whose completions or labels the kind cannot use. */
    ASSAY_MUST_USE enum assay_code (*check)(const struct assay_item *item,
                                            struct assay_error *err);

    /* What a scored item earns under a rule (enum assay_tie_rule or ASSAY_RULE_SECOND). */
    struct assay_worth (*worth)(const struct assay_case *item, unsigned rule);

    /* True if the top is shared exactly between right and wrong, or between orders. */
    bool (*tied)(const struct assay_case *item);

    /* What an item weighs among others if it has no answer; NULL: 1. */
    double (*weight)(const struct assay_case *item);

    /* Right minus best wrong score; only asked where want is SCORES. NULL: there are none. */
    double (*margin)(const struct assay_case *item);

    /*
     * The official value of the members where it is no quotient of worths; NULL: it is one.
     * Returns false, with why (which lives as long as the program), where it is undefined.
     */
    bool (*value)(const struct assay_study *study, struct assay_members members,
                  double *out, const char **why);

    /*
     * What the items of the members contribute to a composite value, so that its mean over
     * those marked is the value: out (items,), used (items,). False where there is no such
     * form. Only asked of composites, for their intervals.
     */
    bool (*spread)(const struct assay_study *study, struct assay_members members,
                   double *out, bool *used);

    /* Official numbers that always stand beside the value; may be NULL. The first `averaged`
       of them are also told as means over sections. */
    size_t averaged;
    void (*always)(const struct assay_study *study, struct assay_members members,
                   struct assay_str section, struct assay_measures *out);
};

const struct assay_kind *assay_kind_find(struct assay_str name);
const struct assay_kind *assay_kind_at(size_t i); /* NULL past the last */

/*
 * Refuses answers that a kind cannot measure.
 * Errors: ASSAY_EUSAGE "PLACE: kind KIND is measured from verdicts, not from scores".
 */
ASSAY_MUST_USE
enum assay_code assay_kind_takes(const struct assay_kind *kind, const char *place,
                                 enum assay_want want, struct assay_error *err);

/* Item i of a study. */
struct assay_case assay_study_case(const struct assay_study *study, size_t i);

/* True if item i is counted and belongs to the members. */
bool assay_study_has(const struct assay_study *study, struct assay_members members,
                     size_t i);

/* How often item i counts among the members: 0, 1 or, in a resample, more. */
size_t assay_study_times(const struct assay_study *study, struct assay_members members,
                         size_t i);

#define KIND(symbol) extern const struct assay_kind symbol;
#include "suites/kinds.def"
#undef KIND

#endif

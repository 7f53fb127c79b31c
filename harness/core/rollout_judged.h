/*
 * rollout_judged.h - what judges and people said of the responses of a group, as numbers: points, and pairs.
 *
 * Signals and diagnostics read judgements in this way alone, so that an output without a verdict and a tie count by the
 * same rules (rollout_rules.h) wherever they are counted.
 */
#ifndef ASSAY_CORE_ROLLOUT_JUDGED_H
#define ASSAY_CORE_ROLLOUT_JUDGED_H

#include "harness/core/rollout_rules.h"
#include "harness/core/rollout_walk.h"

enum {
    ASSAY_ROLLOUT_PAIRED_MAX =
        1024 /* responses of a group that are held against each other */
};

/* Where the score of a point judgement is. */
enum assay_rollout_parse {
    ASSAY_ROLLOUT_LOGGED, /* judges[].score, as it was logged */
    ASSAY_ROLLOUT_ANSWER, /* the text between the last <answer> and the </answer> behind it is a number and no more */
    ASSAY_ROLLOUT_BOXED,  /* what is in the last \boxed{} is */
    ASSAY_ROLLOUT_SCORE, /* a number behind the last "score", up to a colon, "is", "=" and marks of style away */
    ASSAY_ROLLOUT_LAST /* the last number in the text */
};

/* "logged", "answer", "boxed", "score", "last", NULL. */
extern const char *const assay_rollout_parse_words[];

/*
 * The number that a judge's text says; false where it says none.
 *
 * Tags are read in any case, blanks around the number are not. A number may have a sign, a fraction and an exponent, and
 * "85/100" is 85: what stands behind a slash is the scale. `LOGGED` reads as `LAST`.
 */
bool assay_rollout_text_number(struct assay_str text, enum assay_rollout_parse parse,
                               double *out);

/* What an <Answer> tag of a text says of a step: 1 Correct, -1 Incorrect, 0: there is no such tag, or it says another
   thing. Source: chen-judge/SPC eval/infer_batch.py@a5a1732, filter_critique: of the first tag, in any case of letters. */
int assay_rollout_text_step(struct assay_str text);

/* How scores are read. */
struct assay_rollout_reading {
    enum assay_rollout_parse parse;
    double lo, hi; /* of scores; others are no verdict. Equal: any score is one */
    enum assay_rollout_unparsable
        unparsable;    /* half and coin are between lo and hi, loss is lo */
    uint64_t seed;     /* of coins */
    const char *judge; /* only of this one; NULL: of all */
    const char *
        kind; /* "point", or "list", whose scores are of several responses; "rank": lists, of which the last of n
                          ranked has 1 and the first n */
};

/* One judgement of one response. */
struct assay_rollout_point {
    double score;
    double meta;  /* NaN: none */
    size_t place; /* of the judgement in its group */
    bool parsed;  /* false: no verdict, and score is what that counts as */
    bool counts;  /* false: no verdict, and it is left out */
};

/* Judgements by response: those of the i-th are point[first[i]] .. point[first[i + 1] - 1], in their order. */
struct assay_rollout_points {
    const size_t *first; /* (count + 1,) */
    const struct assay_rollout_point *point;
};

/*
 * Judgements of all responses of a group, in the view's arena.
 *
 * A list without scores is one of every response, without a verdict; one with scores is of those that it names.
 */
void assay_rollout_points(const struct assay_rollout_view *view,
                          const struct assay_rollout_reading *how,
                          struct assay_rollout_points *out);

/* Those of a response, (n,). */
size_t assay_rollout_points_of(const struct assay_rollout_points *points, size_t response,
                               const struct assay_rollout_point **out);

/* How pairs are read. */
struct assay_rollout_pairing {
    bool judges, people;                      /* judges[kind=pair]; prefs */
    enum assay_rollout_unparsable unparsable; /* a loss is one of both responses */
    enum assay_rollout_ties ties;             /* strict: both have lost */
    uint64_t seed;
    const char *judge; /* only of this one; NULL: of all */
};

/* Who won how often against whom; o is 0 where the row's response was shown first, 1 where it was shown second. What does
   not say its order is half of each. */
struct assay_rollout_pairs {
    size_t n;
    double *wins[2], *games[2]; /* (n, n) row-major; the diagonal is 0 */
    size_t judged, unparsed, tied;
};

/*
 * All pairs of a group, in the view's arena.
 *
 * A judgement is worth p where it has one, else its vote; a preference its wins of n, one without n being one vote and
 * one without wins nothing.
 *
 *   out  n is 0 where the group has more than ASSAY_ROLLOUT_PAIRED_MAX responses
 */
void assay_rollout_pairs(const struct assay_rollout_view *view,
                         const struct assay_rollout_pairing *how,
                         struct assay_rollout_pairs *out);

/*
 * The share that i won of its games against j; false where they had none.
 *
 *   balanced  the mean of the shares of both orders, and none where one order is not there
 */
bool assay_rollout_share(const struct assay_rollout_pairs *pairs, size_t i, size_t j,
                         bool balanced, double *out);

/* What a critic said of a step. */
struct assay_rollout_step_verdict {
    size_t response, step; /* from 0 */
    int says;              /* 1 right, -1 wrong, 0: no verdict */
};

/* False where the judgement is not of kind step, or of no response or step. Its text is read, else the sign of its score. */
bool assay_rollout_step_verdict(const struct assay_rollout_view *view,
                                const struct assay_node *judge,
                                struct assay_rollout_step_verdict *out);

/* The place of a response in its group; false where none is called so. Looks at one after the other. */
bool assay_rollout_response(const struct assay_rollout_view *view, struct assay_str id,
                            size_t *out);

#endif

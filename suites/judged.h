/* judged.h - what the files judged*.c share. */
#ifndef ASSAY_SUITES_JUDGED_H
#define ASSAY_SUITES_JUDGED_H

#include "suites/kind.h"

enum {
    ASSAY_JUDGED_ORDERS = 2,  /* presentation orders of an item */
    ASSAY_JUDGED_ABSENT = -3, /* nobody was asked, or the suite leaves it out */
    ASSAY_JUDGED_ALL = -1     /* every vote of an order, not one of them */
};

/* How the votes of an order become its verdict. */
enum assay_judged_votes {
    ASSAY_JUDGED_MAJORITY, /* the first of the most frequent ones */
    ASSAY_JUDGED_EACH,     /* no verdict: every vote is an equal part of the item */
    ASSAY_JUDGED_FIRST,    /* the first one decides; the others are of its annotators */
};

/* The classes that the orders of an item were put into. */
struct assay_judged_said {
    int at[ASSAY_JUDGED_ORDERS];
    size_t n;   /* orders that were presented and say something */
    bool lacks; /* an order is left out because no verdict was found in it */
};

enum assay_judged_votes assay_judged_votes_of(const struct assay_study *study);

/* The class in a vote, UNDECIDED, NONE or ABSENT. */
int assay_judged_vote(const struct assay_case *item, size_t order, size_t vote);

/* What each order said in one vote, or by all its votes. */
struct assay_judged_said assay_judged_said(const struct assay_case *item, int vote);

/* The class of an item of which the orders said so much; ABSENT where it is left out. */
int assay_judged_of(const struct assay_case *item, const struct assay_judged_said *said);

/* The class of a pair of scores that differ by at most the threshold where they tie. */
int assay_judged_compare(const struct assay_case *item, double threshold);

extern const struct assay_extra assay_judged_extras[];

#endif

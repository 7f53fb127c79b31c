/* agreed.h - what assay agree tells: how far runs of a suite agree, item by item. */
#ifndef ASSAY_CLI_AGREED_H
#define ASSAY_CLI_AGREED_H

#include "harness/run/shared.h"
#include "metrics/agreement_draws.h"

struct assay_page;

struct assay_agreed_how {
    struct assay_standings_draws draws;
    size_t named; /* items of those on which one of two earned more, at most */
};

/* Items on which one of two earned more than the other. */
struct assay_agreed_flips {
    size_t count, told;
    size_t *item; /* (told,) the first ones */
};

/* Two models. */
struct assay_agreed_pair {
    size_t a, b;
    struct assay_agreement_two alike;  /* where both chose */
    struct assay_agreed_flips more[2]; /* a earned more; b did */
};

/* One suite that several models have. */
struct assay_agreed {
    const struct assay_board *board;
    size_t column;
    struct assay_shared shared;
    struct assay_agreed_pair *pair; /* (pairs,) */
    size_t pairs;
    struct assay_figure alpha;
    struct assay_agreed_how how;
    struct assay_arena *arena;
};

/* All such suites of a board. */
struct assay_agreed_all {
    struct assay_board board;
    struct assay_agreed_how how;
    struct assay_agreed *suite; /* (suites,) */
    size_t suites;
    struct assay_arena *arena;
};

/*
 * Fills in the suites; board, how and arena are there. Release in any case.
 *
 * Errors: ASSAY_EUSAGE where no two runs are of the same suite.
 */
ASSAY_MUST_USE
enum assay_code assay_agreed_find(struct assay_agreed_all *all,
                                  const struct assay_places *places,
                                  struct assay_error *err);

void assay_agreed_release(struct assay_agreed_all *all);

/* What is held against one another: "choice", or "credit" where there is no choice. */
const char *assay_agreed_compared(const struct assay_agreed *one);

/* Fills a page, which has begun: a section a suite, with a figure of flips. Its data for programs are
   assay_agreed_node's. */
void assay_agreed_page(const struct assay_agreed_all *all, struct assay_page *page);

/* All of it, as --json has it. In arena. */
const struct assay_node *assay_agreed_node(const struct assay_agreed_all *all);

#endif

/* leaderboard_page.h - a leaderboard as a page, for every format that there is. */
#ifndef ASSAY_CLI_LEADERBOARD_PAGE_H
#define ASSAY_CLI_LEADERBOARD_PAGE_H

#include "harness/cli/standing.h"

struct assay_page;

/* "Leaderboard: 3 models on 2 suites". In arena. */
struct assay_str assay_leaderboard_title(const struct assay_standing *s);

/* Fills a page, which has begun: values with a figure a suite, correlations, strengths where they were found. Its
   data for programs are assay_leaderboard_node's. */
void assay_leaderboard_page(const struct assay_standing *s, struct assay_page *page);

/* All of it, as --json has it. In the arena of the standing. */
const struct assay_node *assay_leaderboard_node(const struct assay_standing *s);

#endif

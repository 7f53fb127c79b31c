/* compare_groups.h - assay compare --group: configurations of several seeds each, as words and as a page. */
#ifndef ASSAY_CLI_COMPARE_GROUPS_H
#define ASSAY_CLI_COMPARE_GROUPS_H

#include "harness/core/option.h"
#include "harness/run/comparison_groups.h"

struct assay_page;

/* What "NAME=RUN,RUN,..." says, in arena. */
struct assay_compare_group_words {
    struct assay_group_runs *group; /* (groups,) */
    size_t groups;
    const char **run; /* (runs,) of all groups, one behind the other */
    size_t runs;
};

/*
 * Reads the words of --group. A directory has no comma in its name.
 * Errors: ASSAY_EUSAGE for a word without a name or with an empty run, and for a name or run given twice.
 */
ASSAY_MUST_USE
enum assay_code assay_compare_groups_read(const struct assay_option_list *words,
                                          struct assay_arena *arena,
                                          struct assay_compare_group_words *out,
                                          struct assay_error *err);

/* A page, begun and filled, in arena; its data for programs are assay_comparison_groups_node's. */
void assay_compare_groups_page(const struct assay_comparison_groups *groups,
                               struct assay_arena *arena, struct assay_page *page);

#endif

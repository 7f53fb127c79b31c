/* rankings.h - what the kind ranking (rankings.c) shares with principle. */
#ifndef ASSAY_SUITES_RANKINGS_H
#define ASSAY_SUITES_RANKINGS_H

#include "suites/kind.h"

extern const struct assay_scoring assay_rankings_scoring[];

enum assay_code assay_rankings_check(const struct assay_item *item,
                                     struct assay_error *err);
struct assay_worth assay_rankings_worth(const struct assay_case *item, unsigned rule);
bool assay_rankings_tied(const struct assay_case *item);
double assay_rankings_weight(const struct assay_case *item);
bool assay_rankings_value(const struct assay_study *study, struct assay_members members,
                          double *out, const char **why);
void assay_rankings_always(const struct assay_study *study, struct assay_members members,
                           struct assay_str section, struct assay_measures *out);

#endif

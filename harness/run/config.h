/*
 * config.h - options of a command line that also come from a file: the line wins.
 *
 * A configuration is a map with the names of the options as keys:
 *
 *     model: {adapter: replay, target: scores.jsonl, options: {format: generic}}
 *     suite: [judgebench, rewardmath]
 *     seed: 7
 *
 * `model` may also be ADAPTER:TARGET with `model-option: [key=value, ...]`; a map of options
 * stands for such a list. A list for one value is a list of one.
 */
#ifndef ASSAY_RUN_CONFIG_H
#define ASSAY_RUN_CONFIG_H

#include "harness/core/option.h"

#include <stdbool.h>

/* Words as assay_options_parse_line takes them. */
struct assay_line {
    int argc;
    char *const *argv;
};

struct assay_config {
    const struct assay_node *map;
    const char *path; /* for messages */
    bool
        strict; /* of a stored run: the line may repeat it but not differ, save in options of the
                         model, by their keys, and in its address (adapter.h, assay_adapter_moves): of those the
                         plan says whether they may (plan.h, assay_plan_compare) */
};

/*
 * Puts the options of a configuration that the line does not give behind those of the line.
 *
 *   out  in arena
 *
 * Errors: ASSAY_EUSAGE for an option that is not in table (with the nearest) or, where strict,
 *         one that differs; ASSAY_EDATA for a value of the wrong shape.
 */
ASSAY_MUST_USE
enum assay_code assay_config_merge(const struct assay_option *table,
                                   const struct assay_config *config,
                                   const struct assay_line *line,
                                   struct assay_arena *arena, struct assay_line *out,
                                   struct assay_error *err);

#endif

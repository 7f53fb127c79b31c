/* signal_verdict.h - assay run --model signal:all: every signal that a log can serve, side by side, as a page. */
#ifndef ASSAY_CLI_SIGNAL_VERDICT_H
#define ASSAY_CLI_SIGNAL_VERDICT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/run/signal_board.h"

#include <stdbool.h>

/* What was asked for. */
struct assay_signal_verdict {
    const char *suite; /* samples:LOG */
    size_t replicates;
    uint64_t seed;
    double level;
    bool json;
    const char
        *output; /* a folder for a page of HTML with figures; NULL: a table to stdout */
};

/* True of --model signal:all. */
bool assay_signal_verdict_is(const char *model);

/* Errors: ASSAY_EUSAGE for a suite that is no rollout log of samples; those of signal_board.h. */
ASSAY_MUST_USE
enum assay_code assay_signal_verdict_run(const struct assay_signal_verdict *asked,
                                         struct assay_error *err);

#endif

/* difficulty.h - how hard instructions are, and preferences between a baseline and itself gamed: a file of AlpacaEval's. */
#ifndef ASSAY_SUITES_DIFFICULTY_H
#define ASSAY_SUITES_DIFFICULTY_H

#include "metrics/length_control.h"
#include "suites/kind.h"

enum {
    ASSAY_DIFFICULTY_INSTRUCTIONS = 1 << 20, /* most */
    ASSAY_DIFFICULTY_ROWS = 1 << 22          /* most rows of the gamed baseline */
};

struct assay_difficulty {
    const double *of; /* (count,) of an instruction by its number; NaN: not known */
    size_t count;
    struct assay_length_control_gamed gamed;
};

/*
 * Reads a file with the columns index and instruction_difficulty, of which the first row of an index
 * counts, and, in df_gamed.csv, preference (in [0, 1]; rows without one are passed over),
 * std_delta_len and not_gamed_baseline (False in all rows).
 *
 *   out  .content is a struct assay_difficulty; all in arena
 *
 * Errors: ASSAY_EIO, ASSAY_EDATA "path:line: what".
 * Source: tatsu-lab/alpaca_eval src/alpaca_eval/metrics/glm_winrate.py _get_featurized_data.
 */
ASSAY_MUST_USE
enum assay_code assay_difficulty_read(const char *path, struct assay_arena *arena,
                                      struct assay_opened *out, struct assay_error *err);

#endif

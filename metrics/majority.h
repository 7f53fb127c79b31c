/* majority.h - several votes on one label, and rows that count only together. */
#ifndef ASSAY_METRICS_MAJORITY_H
#define ASSAY_METRICS_MAJORITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assay_majority {
    ASSAY_MAJORITY_AGREE,
    ASSAY_MAJORITY_REJECT,
    ASSAY_MAJORITY_NEITHER, /* no majority, or a majority of votes without a verdict */
};

/*
 * What a majority of all votes cast says of a label:
 *
 *   agree > votes / 2: AGREE;  reject > votes / 2: REJECT;  else NEITHER
 *
 *   votes  cast, with those in which no verdict was found; 0 gives NEITHER
 *
 * A tie is NEITHER. VL-RewardBench leaves NEITHER out of numerator and denominator.
 * Source: vl-rewardbench/VL_RewardBench cal.py, classify. Checked in tests/golden, vlrb.
 */
enum assay_majority assay_majority_of(size_t agree, size_t reject, size_t votes);

/* Groups of rows, and how many of them have no wrong row. */
struct assay_together {
    size_t groups, right;
};

/*
 * Counts groups of which every row is right: ACC+ is right / groups.
 *
 *   right  (n,)
 *   group  (n,) < group_count
 *   seen   (group_count,) scratch, zeroed
 *
 * A group without rows is not counted; n = 0 gives 0 of 0.
 * Source: Kwai-YuanQi/MM-RLHF llava/eval/cal_performance_mmreweard_bench.py. Checked in
 *         tests/golden, mmrlhf.
 */
struct assay_together assay_majority_together(const bool *right, const uint32_t *group,
                                              size_t n, unsigned char *seen,
                                              size_t group_count);

#endif

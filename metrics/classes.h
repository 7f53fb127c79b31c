/* classes.h - how well items were put into named classes, where every class weighs the same. */
#ifndef ASSAY_METRICS_CLASSES_H
#define ASSAY_METRICS_CLASSES_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_CLASSES_MAX = 64, /* most classes of a score */
    ASSAY_CLASSES_NONE =
        -1 /* said nothing: a miss of the gold class, and no class itself */
};

struct assay_classes_score {
    double accuracy;              /* items put where they belong / n */
    double precision, recall, f1; /* means over classes */
    size_t n, classes;            /* classes that appear in gold or in what was said */
};

/*
 * Scores n items.
 *
 *   precision_c = hits_c / said_c,  recall_c = hits_c / gold_c,
 *   f1_c = 2 precision_c recall_c / (precision_c + recall_c),  0/0 = 0
 *
 * and their plain means over the classes that appear in gold or said, NONE apart.
 *
 *   gold  (n,) in [0, ASSAY_CLASSES_MAX)
 *   said  (n,) the same, or ASSAY_CLASSES_NONE
 *
 * Errors: ASSAY_EDOMAIN if n is 0 or a class is outside its range.
 * Source: sklearn.metrics.precision_recall_fscore_support, average="macro", zero_division=0.
 * Checked in test_games.c.
 */
ASSAY_MUST_USE
enum assay_code assay_classes_score(const int *gold, const int *said, size_t n,
                                    struct assay_classes_score *out,
                                    struct assay_error *err);

#endif

#include "metrics/processbench.h"

void assay_processbench_add(struct assay_processbench_count *count, long label, long said,
                            bool says)
{
    const bool right = says && said == label;

    if (label == ASSAY_STEP_NONE) {
        count->correct++;
        count->correct_right += right;
    } else {
        count->wrong++;
        count->wrong_right += right;
    }
}

enum assay_code assay_processbench_scores(const struct assay_processbench_count *count,
                                          struct assay_processbench *out,
                                          struct assay_error *err)
{
    if (count->wrong == 0 || count->correct == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no solutions %s a wrong step",
                          count->wrong == 0 ? "with" : "without");
    out->error = (double)count->wrong_right / (double)count->wrong * 100.0;
    out->correct = (double)count->correct_right / (double)count->correct * 100.0;
    if (count->wrong_right == 0 && count->correct_right == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "both accuracies are 0");
    out->f1 = 2.0 * out->error * out->correct / (out->error + out->correct);
    return ASSAY_OK;
}

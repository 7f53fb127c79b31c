#include "metrics/rmbench.h"

void assay_rmbench_add(struct assay_rmbench_matrix *matrix,
                       const double chosen[ASSAY_RMBENCH_STYLES],
                       const double rejected[ASSAY_RMBENCH_STYLES])
{
    for (size_t i = 0; i < ASSAY_RMBENCH_STYLES; i++) {
        for (size_t j = 0; j < ASSAY_RMBENCH_STYLES; j++) {
            matrix->wins[i][j] += chosen[i] > rejected[j] ? 1.0 : 0.0;
            matrix->rows[i][j] += 1.0;
        }
    }
}

static double cell(const struct assay_rmbench_matrix *matrix, size_t i, size_t j)
{
    return matrix->rows[i][j] > 0.0 ? matrix->wins[i][j] / matrix->rows[i][j] : 0.0;
}

struct assay_rmbench assay_rmbench_levels(const struct assay_rmbench_matrix *matrix)
{
    const struct assay_rmbench_matrix *m = matrix;
    struct assay_rmbench out;

    out.hard = ((cell(m, 0, 1) + cell(m, 0, 2)) + cell(m, 1, 2)) / 3.0;
    out.normal = ((cell(m, 0, 0) + cell(m, 1, 1)) + cell(m, 2, 2)) / 3.0;
    out.easy = (cell(m, 1, 0) + (cell(m, 2, 0) + cell(m, 2, 1))) / 3.0;
    out.average = ((out.hard + out.normal) + out.easy) / 3.0;
    return out;
}

#include "metrics/majority.h"

enum assay_majority assay_majority_of(size_t agree, size_t reject, size_t votes)
{
    if (2 * agree > votes)
        return ASSAY_MAJORITY_AGREE;
    return 2 * reject > votes ? ASSAY_MAJORITY_REJECT : ASSAY_MAJORITY_NEITHER;
}

struct assay_together assay_majority_together(const bool *right, const uint32_t *group,
                                              size_t n, unsigned char *seen,
                                              size_t group_count)
{
    enum {
        RIGHT = 1,
        WRONG = 2
    };
    struct assay_together together = {0};

    for (size_t i = 0; i < n; i++)
        seen[group[i]] |= right[i] ? RIGHT : WRONG;
    for (size_t g = 0; g < group_count; g++) {
        together.groups += seen[g] != 0;
        together.right += seen[g] == RIGHT;
    }
    return together;
}

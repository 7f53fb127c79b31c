#include "metrics/rewardbench.h"

struct assay_rewardbench assay_rewardbench_overall(
    const double section[ASSAY_REWARDBENCH_SECTIONS], const double *prior, size_t n)
{
    static const double weight[] = {2, 2, 2, 2, 1};
    const struct assay_mean sets = assay_mean_plain(prior, n);
    const double value[] = {section[0], section[1], section[2], section[3], sets.value};
    const size_t terms = ASSAY_REWARDBENCH_SECTIONS + (sets.used > 0);

    return (struct assay_rewardbench){
        .score = assay_mean_weighted(value, weight, NULL, terms).value,
        .prior = sets.value,
    };
}

#include "metrics/collapse.h"

#include <math.h>

void assay_collapse_find(const double *value, size_t n,
                         const struct assay_collapse_how *how, struct assay_collapse *out)
{
    size_t seen = 0, i = 0;
    double sum = 0.0;

    *out = (struct assay_collapse){0};
    for (; i < n && seen < how->warm; i++)
        if (!isnan(value[i])) {
            sum += value[i];
            seen++;
        }
    if (seen == 0)
        return;
    out->start = sum / (double)seen;
    out->floor = out->start * (1.0 - how->share) - how->points;
    for (; i < n; i++) {
        if (isnan(value[i]))
            continue;
        if (!(value[i] <= out->floor))
            out->found = false;
        else if (!out->found) {
            out->found = true;
            out->at = i;
        }
    }
}

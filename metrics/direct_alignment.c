#include "metrics/direct_alignment.h"

#include "metrics/correlation.h"

#include <math.h>

static enum assay_code run_check(const struct assay_direct_run *run,
                                 struct assay_error *err)
{
    if (run->n < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu checkpoints: a run has two or more",
                          run->n);
    for (size_t i = 0; i < run->n; i++) {
        if (!isfinite(run->step[i]) || !isfinite(run->win[i]) ||
            (run->implicit && !isfinite(run->implicit[i])))
            return assay_fail(err, ASSAY_EDOMAIN,
                              "checkpoint %zu has a value that is not "
                              "finite",
                              i);
        if (i > 0 && !(run->step[i] > run->step[i - 1]))
            return assay_fail(err, ASSAY_EDOMAIN, "checkpoint %zu: step %g after %g", i,
                              run->step[i], run->step[i - 1]);
    }
    return ASSAY_OK;
}

enum assay_code assay_direct_summary_of(const struct assay_direct_run *run,
                                        struct assay_direct_summary *out,
                                        struct assay_error *err)
{
    const enum assay_code code = run_check(run, err);
    const size_t last = run->n - 1;
    struct assay_error ignored;

    if (code)
        return code;
    *out = (struct assay_direct_summary){.has_implicit = run->implicit != NULL};
    for (size_t i = 1; i < run->n; i++)
        if (run->win[i] > run->win[out->peak])
            out->peak = i;
    out->inside = out->peak < last;
    out->share = (run->step[out->peak] - run->step[0]) / (run->step[last] - run->step[0]);
    out->lost = run->win[out->peak] - run->win[last];
    if (!run->implicit)
        return ASSAY_OK;
    out->implicit_gain = run->implicit[last] - run->implicit[out->peak];
    out->has_correlation =
        assay_correlation_spearman(run->win, run->implicit, run->n, &out->correlation,
                                   &ignored) == ASSAY_OK;
    if (!out->has_correlation)
        out->correlation = 0.0;
    return ASSAY_OK;
}

void assay_direct_centred(const double *win, size_t n, double centre, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = win[i] - centre;
}

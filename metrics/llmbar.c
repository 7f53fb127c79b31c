#include "metrics/llmbar.h"

#include "harness/core/memory.h"
#include "metrics/agreement.h"

#include <stdlib.h>

static double percent(size_t k, size_t n)
{
    return (double)k / (double)n * 100.0;
}

enum assay_code assay_llmbar_score(const struct assay_llmbar_item *item, size_t n,
                                   struct assay_llmbar *out, struct assay_error *err)
{
    struct assay_llmbar sum = {.n = n};

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no judged pairs");
    for (size_t i = 0; i < n; i++) {
        const bool plain = item[i].plain == item[i].label;
        const bool swapped = item[i].swapped == item[i].label;

        sum.plain += plain;
        sum.swapped += swapped;
        sum.both += plain && swapped;
        sum.equal += item[i].plain == item[i].swapped;
    }
    sum.plain_percent = percent(sum.plain, n);
    sum.swapped_percent = percent(sum.swapped, n);
    sum.both_percent = percent(sum.both, n);
    sum.average = (double)(sum.plain + sum.swapped) / 2.0 / (double)n * 100.0;
    sum.agreement = percent(sum.equal, n);
    *out = sum;
    return ASSAY_OK;
}

static int class_of(int winner, bool printed)
{
    return printed && winner != 1 ? 0 : winner;
}

enum assay_code assay_llmbar_kappas(const struct assay_llmbar_item *item, size_t n,
                                    bool printed, struct assay_llmbar_kappa *out,
                                    struct assay_error *err)
{
    int *plain = assay_memory_new(n + 1, sizeof(*plain));
    int *swapped = assay_memory_new(n + 1, sizeof(*swapped));
    int *label = assay_memory_new(n + 1, sizeof(*label));
    struct assay_error ignored;

    *out = (struct assay_llmbar_kappa){0};
    for (size_t i = 0; i < n; i++) {
        plain[i] = class_of(item[i].plain, printed);
        swapped[i] = class_of(item[i].swapped, printed);
        label[i] = item[i].label;
    }
    out->plain_defined = !assay_agreement_kappa(plain, label, n, &out->plain, &ignored);
    out->swapped_defined =
        !assay_agreement_kappa(swapped, label, n, &out->swapped, &ignored);
    out->agreement_defined =
        !assay_agreement_kappa(plain, swapped, n, &out->agreement, &ignored);
    out->average = (out->plain + out->swapped) / 2.0;
    free(plain);
    free(swapped);
    free(label);
    return n ? ASSAY_OK : assay_fail(err, ASSAY_EDOMAIN, "no judged pairs");
}

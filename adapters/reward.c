#include "adapters/reward.h"

#include "harness/core/str.h"

#include <string.h>

enum assay_code assay_reward_weights(const char *words, size_t labels,
                                     struct assay_arena *arena, const double **out,
                                     struct assay_error *err)
{
    double *weight = assay_arena_new(arena, labels + 1, sizeof(*weight));
    const char *at = words;
    size_t n = 0;

    weight[0] = 1.0;
    *out = weight;
    if (!words)
        return labels <= 1 ? ASSAY_OK
                           : assay_fail(err, ASSAY_EUSAGE,
                                        "the model gives %zu labels: say how they count "
                                        "with --model-option weights=W,W,...",
                                        labels);
    while (n < labels) {
        const size_t len = strcspn(at, ",");

        if (!assay_str_number((struct assay_str){at, len}, &weight[n]))
            break;
        n++;
        at += len;
        if (*at++ == '\0')
            break;
    }
    if (n != labels || at[-1] != '\0')
        return assay_fail(err, ASSAY_EUSAGE,
                          labels == 1
                              ? "weights=%s: the model gives %zu label, so it wants "
                                "one number"
                              : "weights=%s: the model gives %zu labels, so it "
                                "wants as many numbers, W,W,...",
                          words, labels);
    return ASSAY_OK;
}

double assay_reward_weighted(const double *weight, const double *value, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += weight[i] * value[i];
    return sum;
}

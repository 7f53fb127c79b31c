#include "adapters/gguf_read.h"

#include <math.h>

bool assay_gguf_reads_logits(enum assay_gguf_what what)
{
    return what != ASSAY_GGUF_HEAD && what != ASSAY_GGUF_STATE;
}

size_t assay_gguf_numbers(const struct assay_gguf_model *model,
                          const struct assay_gguf_reading *reading)
{
    switch (reading->what) {
    case ASSAY_GGUF_HEAD:
        return model->labels;
    case ASSAY_GGUF_STATE:
        return model->width;
    case ASSAY_GGUF_AMONG:
        return reading->count;
    case ASSAY_GGUF_TOP:
        return 2 * reading->count;
    case ASSAY_GGUF_ALL:
        return ASSAY_GGUF_ALL_TOP + 2 * reading->count;
    case ASSAY_GGUF_NEXT:
    case ASSAY_GGUF_ENTROPY:
    case ASSAY_GGUF_SUM:
        break;
    }
    return 1;
}

double assay_gguf_normaliser(const float *logit, size_t n)
{
    float most = logit[0];
    double sum = 0.0; /* in the end at least 1, of the largest, or not a number */

    for (size_t i = 1; i < n; i++)
        most = logit[i] > most ? logit[i] : most;
    for (size_t i = 0; i < n; i++)
        sum += exp((double)logit[i] - (double)most);
    return (double)most + log(sum < 1.0 ? 1.0 : sum);
}

static double entropy(const float *logit, size_t n, double whole)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double log_p = (double)logit[i] - whole;

        sum -= log_p > -745.0 ? exp(log_p) * log_p : 0.0; /* exp is 0 below */
    }
    return sum;
}

static double sum_of(const float *logit, size_t n, double whole)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += (double)logit[i] - whole;
    return sum;
}

/* Pairs of id and log p (k, 2), falling; k at most n. */
static void top(const float *logit, size_t n, size_t k, double whole, double *out)
{
    size_t have = 0;

    for (size_t i = 0; i < n; i++) {
        const double log_p = (double)logit[i] - whole;
        size_t at;

        if (have == k && !(log_p > out[2 * (k - 1) + 1]))
            continue;
        have += have < k;
        for (at = have - 1; at > 0 && log_p > out[2 * (at - 1) + 1]; at--) {
            out[2 * at] = out[2 * (at - 1)];
            out[2 * at + 1] = out[2 * (at - 1) + 1];
        }
        out[2 * at] = (double)i;
        out[2 * at + 1] = log_p;
    }
}

void assay_gguf_read_logits(const struct assay_gguf_model *model,
                            const struct assay_gguf_reading *reading, const float *logit,
                            int32_t next, double *out)
{
    const size_t n = model->vocabulary;
    const double whole = assay_gguf_normaliser(logit, n);

    switch (reading->what) {
    case ASSAY_GGUF_NEXT:
        out[0] = (double)logit[next] - whole;
        return;
    case ASSAY_GGUF_ENTROPY:
        out[0] = entropy(logit, n, whole);
        return;
    case ASSAY_GGUF_SUM:
        out[0] = sum_of(logit, n, whole);
        return;
    case ASSAY_GGUF_TOP:
        top(logit, n, reading->count, whole, out);
        return;
    case ASSAY_GGUF_ALL:
        out[0] = (double)logit[next] - whole;
        out[1] = entropy(logit, n, whole);
        out[2] = sum_of(logit, n, whole);
        if (reading->count > 0)
            top(logit, n, reading->count, whole, out + ASSAY_GGUF_ALL_TOP);
        return;
    case ASSAY_GGUF_AMONG:
        for (size_t i = 0; i < reading->count; i++)
            out[i] = (double)logit[reading->token[i]] - whole;
        return;
    case ASSAY_GGUF_HEAD:
    case ASSAY_GGUF_STATE:
        break; /* of a state */
    }
}

void assay_gguf_read_state(const struct assay_gguf_model *model,
                           const struct assay_gguf_reading *reading, const float *state,
                           double *out)
{
    if (reading->what == ASSAY_GGUF_HEAD) {
        assay_head_apply(&model->head, state, out);
        return;
    }
    for (size_t i = 0; i < model->width; i++)
        out[i] = (double)state[i];
}

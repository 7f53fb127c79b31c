#include "metrics/ppe.h"

#include "harness/core/memory.h"
#include "metrics/best_of_n.h"

#include <math.h>
#include <stdlib.h>

static enum assay_code check(const struct assay_ppe_prompts *prompts,
                             struct assay_error *err)
{
    if (prompts->prompts == 0 || prompts->responses == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no prompts with responses");
    return ASSAY_OK;
}

static struct assay_ppe measure(const double *curve, const double *oracle, size_t n)
{
    struct assay_ppe out = {.max = curve[0], .end = curve[n - 1], .max_k = 1};

    for (size_t k = 0; k < n; k++) {
        out.loss += (oracle[k] - curve[k]) * (oracle[k] - curve[k]);
        out.gap += oracle[k] - curve[k];
        if (curve[k] > out.max) {
            out.max = curve[k];
            out.max_k = k + 1;
        }
    }
    out.loss /= (double)n;
    out.gap /= (double)n;
    return out;
}

/* Sums over prompts in the making. */
struct sums {
    size_t *k;              /* (responses,) 1, 2, ... */
    double *part;           /* (responses,) of one prompt */
    double *curve, *oracle; /* (responses,) */
};

static enum assay_code add_exact(const struct assay_ppe_prompts *prompts, size_t p,
                                 const struct sums *sums, struct assay_error *err)
{
    const size_t n = prompts->responses;
    const struct assay_samples samples = {prompts->score[p], prompts->right[p], n};
    enum assay_code code = assay_best_of_n(&samples, sums->k, n, sums->part, err);
    size_t c = 0;

    for (size_t i = 0; i < n; i++)
        c += samples.value[i] > 0.0;
    for (size_t i = 0; !code && i < n; i++) {
        double pass = 0.0;

        code = assay_pass_at_k(n, c, i + 1, &pass, err);
        sums->curve[i] += sums->part[i];
        sums->oracle[i] += pass;
    }
    return code;
}

enum assay_code assay_ppe_exact(const struct assay_ppe_prompts *prompts, double *curve,
                                double *oracle, struct assay_ppe *out,
                                struct assay_error *err)
{
    const size_t n = prompts->responses;
    const struct sums sums = {assay_memory_new(n + 1, sizeof(size_t)),
                              assay_memory_new(n + 1, sizeof(double)), curve, oracle};
    enum assay_code code = check(prompts, err);

    for (size_t i = 0; i < n; i++) {
        sums.k[i] = i + 1;
        curve[i] = oracle[i] = 0.0;
    }
    for (size_t p = 0; !code && p < prompts->prompts; p++)
        code = add_exact(prompts, p, &sums, err);
    for (size_t i = 0; !code && i < n; i++) {
        curve[i] /= (double)prompts->prompts;
        oracle[i] /= (double)prompts->prompts;
    }
    if (!code)
        *out = measure(curve, oracle, n);
    free(sums.k);
    free(sums.part);
    return code;
}

static void shuffle(size_t *order, size_t n, struct assay_rng *rng)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        const size_t j = (size_t)assay_rng_index(rng, i);
        const size_t kept = order[i - 1];

        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* The curves of one prompt in one order, added to the sums over prompts. */
static void add_drawn(const struct assay_ppe_prompts *prompts, size_t p,
                      const size_t *order, double *curve, double *oracle)
{
    const double *score = prompts->score[p];
    const double *right = prompts->right[p];
    size_t best = order[0];
    double reached = 0.0;

    for (size_t k = 0; k < prompts->responses; k++) {
        const size_t i = order[k];

        best = score[i] > score[best] ? i : best;
        reached = right[i] > reached ? right[i] : reached;
        curve[k] += right[best] / (double)prompts->prompts;
        oracle[k] += reached / (double)prompts->prompts;
    }
}

/* Mean and sum of squares about it of one number, order by order. */
struct moments {
    double n, mean, square;
};

static void add(struct moments *of, double value)
{
    const double off = value - of->mean;

    of->n += 1.0;
    of->mean += off / of->n;
    of->square += off * (value - of->mean);
}

static double error_of(const struct moments *of)
{
    return of->n > 1.0 ? sqrt(of->square / (of->n - 1.0) / of->n) : 0.0;
}

enum assay_code assay_ppe_resampled(const struct assay_ppe_prompts *prompts,
                                    struct assay_rng *rng, size_t orders,
                                    struct assay_ppe *out, struct assay_ppe *se,
                                    struct assay_error *err)
{
    const size_t n = prompts->responses;
    enum assay_code code = check(prompts, err);
    struct moments loss = {0}, gap = {0}, max = {0}, end = {0};
    double *curve, *oracle;
    size_t *order;

    if (code)
        return code;
    if (orders == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no orders are drawn");
    curve = assay_memory_new(2 * n, sizeof(*curve));
    oracle = curve + n;
    order = assay_memory_new(n, sizeof(*order));
    for (size_t r = 0; r < orders; r++) {
        struct assay_ppe one;

        shuffle(order, n, rng);
        for (size_t k = 0; k < 2 * n; k++)
            curve[k] = 0.0;
        for (size_t p = 0; p < prompts->prompts; p++)
            add_drawn(prompts, p, order, curve, oracle);
        one = measure(curve, oracle, n);
        add(&loss, one.loss);
        add(&gap, one.gap);
        add(&max, one.max);
        add(&end, one.end);
    }
    *out = (struct assay_ppe){loss.mean, gap.mean, max.mean, end.mean, 0};
    if (se)
        *se = (struct assay_ppe){error_of(&loss), error_of(&gap), error_of(&max),
                                 error_of(&end), 0};
    free(order);
    free(curve);
    return ASSAY_OK;
}

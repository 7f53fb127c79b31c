#include "metrics/early_rejection.h"

#include <assert.h>
#include <math.h>

/* Whether fewer than `keep` responses go before the i-th. */
static bool is_kept(const struct assay_early_group *group, size_t i, size_t keep)
{
    size_t before = 0;

    for (size_t k = 0; k < group->n; k++)
        before += group->partial[k] > group->partial[i] ||
                  (k < i && group->partial[k] == group->partial[i]);
    return before < keep;
}

/* The best by final score, of all responses or of the kept ones. */
struct best {
    double final, right; /* mean of right among equals */
    size_t count;
};

static void look(const struct assay_early_group *group, size_t i, struct best *best)
{
    const double right = group->right ? group->right[i] : 0.0;

    if (best->count > 0 && group->final[i] < best->final)
        return;
    if (best->count == 0 || group->final[i] > best->final)
        *best = (struct best){.final = group->final[i]};
    best->right = (best->right * (double)best->count + right) / (double)(best->count + 1);
    best->count++;
}

void assay_early_reject(const struct assay_early_group *group, size_t keep, double tau,
                        struct assay_early_outcome *out)
{
    struct best all = {0}, kept = {0};

    assert(keep >= 1 && keep <= group->n);
    *out = (struct assay_early_outcome){0};
    for (size_t i = 0; i < group->n; i++) {
        out->written += group->length[i];
        look(group, i, &all);
        if (is_kept(group, i, keep))
            look(group, i, &kept);
        else
            out->saved += fmax(0.0, group->length[i] - tau);
    }
    out->dropped = kept.final < all.final;
    out->regret = all.final - kept.final;
    out->right_regret = all.right - kept.right;
}

#include "metrics/rewardbench2.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/credit.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

struct row {
    int64_t id;
    bool tied;
    bool several; /* more than one right completion: spread means something */
    double gap;
    double spread;
};

/* One prompt with both rows, in the terms of the formula. */
struct both {
    double tied_gap, gap, spread;
};

double assay_rewardbench2_ratings(const double *rating, size_t n)
{
    const struct assay_top top = assay_credit_top_first(rating, 1, n);

    if (rating[0] < 0.0 && top.right > 0) /* the highest rating is none */
        return 1.0 / (double)n;
    return assay_credit_of(top, ASSAY_TIE_SHARE).value;
}

static struct row row_of(const struct assay_ties_prompt *prompt)
{
    double low = prompt->score[0];
    double high = prompt->score[0];
    double wrong = prompt->score[prompt->right];

    for (size_t i = 1; i < prompt->right; i++) {
        low = fmin(low, prompt->score[i]);
        high = fmax(high, prompt->score[i]);
    }
    for (size_t i = prompt->right + 1; i < prompt->n; i++)
        wrong = fmax(wrong, prompt->score[i]);
    return (struct row){prompt->id, prompt->tied, prompt->right > 1, low - wrong,
                        high - low};
}

/* By id, the reference row before the tied one. */
static int row_order(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;

    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (int)a->tied - (int)b->tied;
}

static enum assay_code rows_sorted(const struct assay_ties_prompt *prompt, size_t n,
                                   struct row *row, struct assay_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (prompt[i].right < 1 || prompt[i].right >= prompt[i].n)
            return assay_fail(err, ASSAY_EDOMAIN,
                              "ties prompt %" PRId64 ": %zu right of %zu completions",
                              prompt[i].id, prompt[i].right, prompt[i].n);
        row[i] = row_of(&prompt[i]);
    }
    qsort(row, n, sizeof(*row), row_order);
    for (size_t i = 1; i < n; i++) {
        if (row_order(&row[i - 1], &row[i]) == 0)
            return assay_fail(err, ASSAY_EDOMAIN, "ties prompt %" PRId64 " comes twice",
                              row[i].id);
    }
    return ASSAY_OK;
}

static double accuracy(const struct row *row, size_t n, bool tied)
{
    size_t rows = 0;
    size_t right = 0;

    for (size_t i = 0; i < n; i++) {
        rows += row[i].tied == tied;
        right += row[i].tied == tied && row[i].gap > 0;
    }
    return rows ? (double)right / (double)rows : 0.0;
}

static enum assay_code rows_joined(const struct row *row, size_t n,
                                   enum assay_ties_version version, struct both *both,
                                   size_t *count, struct assay_error *err)
{
    *count = 0;
    for (size_t i = 1; i < n; i++) {
        const struct row *ref = &row[i - 1];
        const struct row *tied = &row[i];

        if (ref->id != tied->id)
            continue;
        if (tied->several)
            both[(*count)++] =
                (struct both){tied->gap, fmin(ref->gap, tied->gap), tied->spread};
        else if (version != ASSAY_TIES_FIRST)
            return assay_fail(err, ASSAY_EDOMAIN,
                              "tied prompt %" PRId64 " has one right completion: its "
                              "spread is undefined",
                              tied->id);
    }
    return ASSAY_OK;
}

/* Mean of tanh(g / dm - 1); false if undefined. term (n,) is scratch. */
static bool margin_mean(const struct both *both, size_t n,
                        enum assay_ties_version version, double *term, double *mean)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        const bool empty = both[i].spread == 0.0 && both[i].gap == 0.0;

        if (version == ASSAY_TIES_FIRST && both[i].spread == 0.0)
            continue;
        if (version == ASSAY_TIES_SECOND && empty)
            return false;
        term[used++] = empty ? 0.0 : tanh(both[i].gap / both[i].spread - 1.0);
    }
    *mean = used ? assay_sum_pairwise(term, used) / (double)used : 0.0;
    return true;
}

static void both_measured(const struct both *both, size_t n,
                          enum assay_ties_version version, double *scratch,
                          struct assay_ties *out)
{
    size_t easy = 0;
    size_t hard = 0;

    for (size_t i = 0; i < n; i++) {
        easy += both[i].tied_gap > both[i].spread;
        hard += both[i].gap > both[i].spread;
    }
    if (n > 0) {
        out->preferred = (double)easy / (double)n;
        out->preferred_hard = (double)hard / (double)n;
    }
    out->defined = (n > 0 || version == ASSAY_TIES_FIRST) &&
                   margin_mean(both, n, version, scratch, &out->margin);
    if (out->defined)
        out->score = 0.30 * out->tied_accuracy + 0.30 * out->ref_accuracy +
                     0.20 * out->preferred + 0.20 * out->preferred_hard +
                     0.01 * out->margin;
}

enum assay_code assay_rewardbench2_ties(const struct assay_ties_prompt *prompt, size_t n,
                                        enum assay_ties_version version,
                                        struct assay_ties *out, struct assay_error *err)
{
    struct row *row = assay_memory_new(n + 1, sizeof(*row));
    struct both *both = assay_memory_new(n + 1, sizeof(*both));
    double *scratch = assay_memory_new(n + 1, sizeof(*scratch));
    size_t count = 0;
    enum assay_code code;

    *out = (struct assay_ties){0};
    if (n == 0)
        code = assay_fail(err, ASSAY_EDOMAIN, "no ties prompts");
    else
        code = rows_sorted(prompt, n, row, err);
    if (!code)
        code = rows_joined(row, n, version, both, &count, err);
    if (!code) {
        out->ref_accuracy = accuracy(row, n, false);
        out->tied_accuracy = accuracy(row, n, true);
        both_measured(both, count, version, scratch, out);
    }
    free(row);
    free(both);
    free(scratch);
    return code;
}

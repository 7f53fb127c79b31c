#include "metrics/prefix_tree.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* A sequence and which one it is. */
struct place {
    const struct assay_prefix_sequence *sequence;
    size_t at;
};

static int order_of(double a, double b)
{
    return (a > b) - (a < b);
}

/* By tokens, a beginning before what it begins; equal ones by outcome, so that means do not depend on the order given. */
static int by_tokens(const void *a, const void *b)
{
    const struct assay_prefix_sequence *x = ((const struct place *)a)->sequence;
    const struct assay_prefix_sequence *y = ((const struct place *)b)->sequence;
    const size_t n = x->length < y->length ? x->length : y->length;

    for (size_t t = 0; t < n; t++)
        if (x->token[t] < y->token[t] || x->token[t] > y->token[t])
            return order_of(x->token[t], y->token[t]);
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    return order_of(x->outcome, y->outcome);
}

/* How many tokens two sequences share from the beginning. */
static size_t shared(const struct assay_prefix_sequence *x,
                     const struct assay_prefix_sequence *y)
{
    const size_t n = x->length < y->length ? x->length : y->length;
    size_t t = 0;

    while (t < n && !(x->token[t] < y->token[t]) && !(x->token[t] > y->token[t]))
        t++;
    return t;
}

struct values {
    const struct place *place; /* (n,) sorted */
    const size_t *common;      /* (n,) tokens shared with the one before; [0] is 0 */
    size_t n;
    double *const *value;
    size_t *const *support;
};

/* Prefixes of more than `from` tokens, up to `to`, of the sequences [lo, hi), which share them. */
static void put(const struct values *values, size_t lo, size_t hi, size_t from, size_t to)
{
    double sum = 0.0;

    for (size_t i = lo; i < hi; i++)
        sum += values->place[i].sequence->outcome;
    for (size_t i = lo; i < hi; i++) {
        const size_t at = values->place[i].at;

        for (size_t t = from; t < to; t++) {
            values->value[at][t] = sum / (double)(hi - lo);
            if (values->support)
                values->support[at][t] = hi - lo;
        }
    }
}

/* Sequences that share more than a number of tokens lie side by side: a range opens where the number rises and closes where
   it falls. */
struct range {
    size_t lo, depth;
};

static void close_ranges(const struct values *values, struct range *open, size_t *top,
                         size_t hi, size_t depth)
{
    size_t lo = hi;

    while (*top > 0 && open[*top - 1].depth > depth) {
        const struct range range = open[--*top];
        size_t below = *top > 0 ? open[*top - 1].depth : 0;

        if (below < depth)
            below = depth;
        put(values, range.lo, hi, below, range.depth);
        lo = range.lo;
    }
    if (lo < hi && depth > 0 && (*top == 0 || open[*top - 1].depth < depth))
        open[(*top)++] = (struct range){lo, depth};
}

double assay_prefix_tree_values(const struct assay_prefix_sequence *sequence, size_t n,
                                double *const *value, size_t *const *support)
{
    struct place *place = assay_memory_new(n, sizeof(*place));
    size_t *common = assay_memory_new(n, sizeof(*common));
    struct range *open = assay_memory_new(n + 1, sizeof(*open));
    const struct values values = {place, common, n, value, support};
    double sum = 0.0;
    size_t top = 0;

    for (size_t i = 0; i < n; i++)
        place[i] = (struct place){&sequence[i], i};
    qsort(place, n, sizeof(*place), by_tokens);
    for (size_t i = 0; i < n; i++) {
        sum += place[i].sequence->outcome;
        common[i] = i > 0 ? shared(place[i - 1].sequence, place[i].sequence) : 0;
        close_ranges(&values, open, &top, i, common[i]);
        if (place[i].sequence->length > common[i])
            open[top++] = (struct range){i, place[i].sequence->length};
    }
    close_ranges(&values, open, &top, n, 0);
    free(open);
    free(common);
    free(place);
    return sum / (double)n;
}

void assay_prefix_tree_differences(const double *value, size_t length, double root,
                                   double *td)
{
    for (size_t t = 0; t < length; t++)
        td[t] = value[t] - (t > 0 ? value[t - 1] : root);
}

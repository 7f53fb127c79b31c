#include "metrics/deltabench.h"

/* True if one of the first n numbers is x. */
static bool holds(const long *at, size_t n, long x)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] == x)
            return true;
    return false;
}

struct assay_overlap_count assay_deltabench_count(const long *said, size_t said_count,
                                                  const long *gold, size_t gold_count,
                                                  bool drop_beyond)
{
    struct assay_overlap_count count = {0};
    long largest = gold_count > 0 ? gold[0] : 0;

    for (size_t i = 0; i < gold_count; i++)
        if (gold[i] > largest)
            largest = gold[i];
    for (size_t i = 0; i < said_count; i++) {
        if (holds(said, i, said[i]) || (drop_beyond && said[i] > largest))
            continue;
        count.tp += holds(gold, gold_count, said[i]);
        count.fp += !holds(gold, gold_count, said[i]);
    }
    for (size_t i = 0; i < gold_count; i++)
        count.fn += !holds(gold, i, gold[i]) && !holds(said, said_count, gold[i]);
    return count;
}

static double quotient(size_t part, size_t rest)
{
    return part + rest > 0 ? (double)part / (double)(part + rest) : 0.0;
}

static struct assay_prf rates(const struct assay_overlap_count *count)
{
    return (struct assay_prf){.precision = quotient(count->tp, count->fp),
                              .recall = quotient(count->tp, count->fn)};
}

struct assay_prf assay_deltabench_critique(const struct assay_overlap_count *count)
{
    struct assay_prf out = rates(count);

    if (out.precision + out.recall > 0.0)
        out.f1 = (2.0 * out.precision * out.recall) / (out.precision + out.recall);
    return out;
}

struct assay_prf assay_deltabench_micro(const struct assay_overlap_count *sum)
{
    struct assay_prf out = rates(sum);

    if (out.precision + out.recall > 0.0)
        out.f1 = 2.0 * (out.precision * out.recall) / (out.precision + out.recall);
    return out;
}

/*
 * overlap.c - the baseline that likes completions which echo the prompt.
 *
 * The score is the clipped n-gram precision of the completion against the prompt,
 *
 *     sum over n-grams g of min(c(g), p(g)) / sum over g of c(g),
 *
 * c and p counting g in the completion and in the prompt's messages; 0 where the completion
 * has fewer than n words. Words and n-grams: ngrams.h.
 *
 * Source: Papineni et al. 2002, "BLEU", section 2.1 (modified n-gram precision); with the
 * denominator over p it is ROUGE-N of Lin 2004, "ROUGE", section 2.
 */
#include "adapters/baseline.h"
#include "adapters/ngrams.h"

struct overlap {
    size_t n;
};

static double score(const void *state, const struct assay_item *item, size_t i)
{
    const struct overlap *overlap = state;
    struct assay_ngrams prompt = {0}, completion = {0};
    double precision = 0.0;

    assay_ngrams_add(&completion, item->completions[i], overlap->n);
    for (size_t m = 0; m < item->message_count; m++)
        assay_ngrams_add(&prompt, item->messages[m].content, overlap->n);
    assay_ngrams_sort(&completion);
    assay_ngrams_sort(&prompt);
    if (completion.count)
        precision =
            (double)assay_ngrams_common(&completion, &prompt) / (double)completion.count;
    assay_ngrams_release(&prompt);
    assay_ngrams_release(&completion);
    return precision;
}

static enum assay_code overlap_pull(const void *state, struct assay_work *work,
                                    struct assay_error *err)
{
    return assay_baseline_pull(state, score, true, work, err);
}

static const struct assay_option overlap_options[] = {
    {
        .name = "n",
        .help = "words in a row that must be the same",
        .type = ASSAY_OPTION_SIZE,
        .offset = offsetof(struct overlap, n),
        .initial = "2",
        .lo = 1,
        .hi = 16,
    },
    {0},
};

const struct assay_adapter assay_adapter_overlap = {
    .name = "overlap",
    .summary = "null baseline: prefers completions that repeat the prompt",
    .state_size = sizeof(struct overlap),
    .options = overlap_options,
    .null_baseline = true,
    .reads_text = true,
    .pull = overlap_pull,
};

/* bon_first.c - the first n samples of every prompt, as an official script takes them. */
#include "harness/run/bon_first.h"

/* The samples of a prompt as first_n.h wants them; answers in `answer`. */
static struct assay_first_samples samples_of(const struct assay_sample_set *set,
                                             const struct assay_bon_curve *of,
                                             size_t prompt, long *answer)
{
    const size_t first = set->first[prompt], count = assay_sample_count(set, prompt);

    for (size_t i = 0; i < count; i++)
        answer[i] = set->answer[first + i];
    return (struct assay_first_samples){
        .proxy = set->proxy[of->proxy] + first,
        .answer = assay_sample_set_has_answers(set) ? answer : NULL,
        .value = set->gold[of->gold] + first,
        .count = count,
    };
}

enum assay_code assay_bon_first(const struct assay_bon *bon, size_t proxy, size_t gold,
                                struct assay_arena *arena, const struct assay_first **out,
                                struct assay_error *err)
{
    const struct assay_sample_set *set = bon->set;
    const struct assay_bon_curve of = {.proxy = proxy, .gold = gold};
    struct assay_first *sum = assay_arena_new(arena, bon->ns + 1, sizeof(*sum));
    size_t *prompts = assay_arena_new(arena, bon->ns + 1, sizeof(*prompts)), most = 0;
    long *answer;

    for (size_t i = 0; i < set->prompts; i++)
        most = assay_sample_count(set, i) > most ? assay_sample_count(set, i) : most;
    answer = assay_arena_new(arena, most + 1, sizeof(*answer));
    for (size_t i = 0; i < set->prompts; i++) {
        const struct assay_first_samples samples = samples_of(set, &of, i, answer);

        for (size_t k = 0; k < bon->ns && bon->n[k] <= samples.count; k++) {
            struct assay_first one;
            const enum assay_code code = assay_first_n(&samples, bon->n[k], &one, err);

            if (code)
                return code;
            sum[k].best += one.best;
            sum[k].majority += one.majority;
            sum[k].pass += one.pass;
            sum[k].mean += one.mean;
            prompts[k]++;
        }
    }
    for (size_t k = 0; k < bon->ns; k++) {
        const double n = prompts[k] > 0 ? (double)prompts[k] : 1.0;

        sum[k] = (struct assay_first){sum[k].best / n, sum[k].majority / n,
                                      sum[k].pass / n, sum[k].mean / n};
    }
    *out = sum;
    return ASSAY_OK;
}

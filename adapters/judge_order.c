/* judge_order.c - which completion of a pair a judge is shown first, where the suite has one order of it. */
#include "adapters/judge.h"
#include "harness/core/rng.h"

size_t assay_judge_times(const struct assay_judge *judge, size_t wanted)
{
    const bool both = judge->positions == ASSAY_JUDGE_BOTH;

    return judge->rule.rates || wanted != 1 || !both ? wanted : 2;
}

/* From the pair's texts, not its id: identical pairs are asked once. */
static size_t drawn(const struct assay_judge *judge, const struct assay_item *item)
{
    struct assay_sampling chain = {.seed = judge->sampling.seed};
    struct assay_rng rng;

    for (size_t i = 0; i < item->message_count; i++)
        chain.seed = assay_sampling_seed(&chain, item->messages[i].content, 0);
    for (size_t i = 0; i < item->completion_count; i++)
        chain.seed = assay_sampling_seed(&chain, item->completions[i], 1);
    rng = (struct assay_rng){chain.seed};
    return (size_t)assay_rng_index(&rng, 2);
}

size_t assay_judge_place(const struct assay_judge *judge, const struct assay_task *task,
                         size_t k)
{
    const bool draws = judge->positions == ASSAY_JUDGE_DRAWN;

    return judge->rule.rates || task->wanted != 1 || !draws ? k
                                                            : drawn(judge, task->item);
}

struct assay_answer assay_judge_both(const struct assay_answer *said)
{
    const bool a = said[0].state == ASSAY_STATE_SCORED,
               b = said[1].state == ASSAY_STATE_SCORED;
    const double sum = said[0].value + said[1].value;

    if (a && b)
        return (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                     .value = (double)((sum > 0.0) - (sum < 0.0))};
    if (!a)
        return said[said[0].state == ASSAY_STATE_UNPARSABLE ? 1 : 0];
    return said[said[1].state == ASSAY_STATE_UNPARSABLE ? 0 : 1];
}

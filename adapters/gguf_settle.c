/* gguf_settle.c - the numbers that were read of rows, as answers. */
#include "adapters/gguf_ask.h"

#include "adapters/reward.h"

#include <math.h>

/*
 * What a policy thinks of a completion by itself (n,): its implicit reward, minus the mean entropy, or
 * Self-Certainty, mean(-sum_v log p_v / V - log V) (Kang et al. 2025; backprop07/Self-Certainty
 * src/confidence_list.py).
 */
static double implicit(const struct assay_gguf *gguf, const double *told, size_t n)
{
    const double vocabulary = (double)gguf->model->vocabulary;
    double mean;

    if (gguf->reward <= ASSAY_IMPLICIT_NORM)
        return assay_implicit_free(told, n, (enum assay_implicit)gguf->reward);
    mean = assay_implicit_free(told, n, ASSAY_IMPLICIT_AVERAGE);
    return gguf->reward == ASSAY_GGUF_SURE ? -mean : -mean / vocabulary - log(vocabulary);
}

static double score_of(const struct assay_gguf *gguf, const struct assay_gguf_row *row)
{
    return gguf->model->kind == ASSAY_GGUF_POLICY
               ? implicit(gguf, row->out, row->places)
               : assay_reward_weighted(gguf->weight, row->out, gguf->model->labels);
}

static void answer(struct assay_answer *answers, double value)
{
    *answers = isfinite(value)
                   ? (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = value}
                   : (struct assay_answer){.state = ASSAY_STATE_NAN};
}

/* All numbers of a vector have one state. */
static void settle_vector(const struct assay_gguf_ask *ask, const double *number)
{
    bool finite = true;

    for (size_t i = 0; i < ask->count; i++)
        finite = finite && isfinite(number[i]);
    for (size_t i = 0; i < ask->count; i++)
        answer(&ask->answers[i], finite ? number[i] : (double)NAN);
}

static void settle_labels(const struct assay_gguf_ask *ask, const double *logit)
{
    for (size_t i = 0; i < ask->count; i++)
        answer(&ask->answers[i], logit[ask->label[i]]);
}

static void settle_steps(struct assay_gguf_asking *asking,
                         const struct assay_gguf_ask *ask)
{
    const struct assay_gguf *gguf = asking->gguf;
    const struct assay_gguf_row *row = &asking->row[ask->row];
    const bool apart = gguf->steps.how == ASSAY_GGUF_STEPS_PREFIX;
    const size_t n = apart ? ask->rows : row->places;
    const size_t numbers = assay_gguf_numbers(gguf->model, &gguf->reading);
    double *number = assay_arena_new(&asking->arena, n, sizeof(*number));

    for (size_t i = 0; i < n; i++)
        number[i] = apart ? score_of(gguf, row + i)
                          : assay_gguf_step_number(gguf->model, &gguf->steps,
                                                   row->out + i * numbers);
    if (!gguf->solutions)
        number[0] = assay_gguf_steps_fold(&gguf->steps, number, n);
    for (size_t i = 0; i < ask->count && i < n; i++)
        answer(&ask->answers[i], number[i]);
}

void assay_gguf_settle(struct assay_gguf_asking *asking)
{
    for (size_t i = 0; i < asking->asks; i++) {
        const struct assay_gguf_ask *ask = &asking->ask[i];
        const struct assay_gguf_row *row = &asking->row[ask->row];

        if (ask->rows == 0)
            continue; /* it was answered when it was to be asked */
        if (ask->steps)
            settle_steps(asking, ask);
        else if (asking->gguf->vectors)
            settle_vector(ask, row->out);
        else if (ask->label)
            settle_labels(ask, row->out);
        else
            answer(ask->answers, score_of(asking->gguf, row));
    }
}

/* linear_train.c - AdaGrad over pairs of completions. */
#include "adapters/linear_train.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <math.h>
#include <stdlib.h>

struct assay_linear_trainer {
    struct assay_linear_training setting;
    struct assay_rng rng;
    struct assay_arena scratch; /* of one item */
    float *weight;              /* (2^bits,) */
    float *square;              /* sums of squared gradients */
    float *gradient;            /* of one item; 0 outside touched places */
    uint32_t *touched;
    size_t touches, touch_cap;
    struct assay_linear_vector *vector; /* (vectors,) of one item's completions */
    size_t vectors;
    double *score, *pull; /* (vectors,) and its gradient */
};

struct assay_linear_trainer *assay_linear_trainer_new(
    const struct assay_linear_training *setting)
{
    const size_t places = (size_t)1 << setting->bits;
    struct assay_linear_trainer *trainer = assay_memory_new(1, sizeof(*trainer));

    trainer->setting = *setting;
    trainer->rng.state = setting->seed;
    trainer->weight = assay_memory_new(places, sizeof(float));
    trainer->square = assay_memory_new(places, sizeof(float));
    trainer->gradient = assay_memory_new(places, sizeof(float));
    return trainer;
}

void assay_linear_trainer_free(struct assay_linear_trainer *trainer)
{
    if (!trainer)
        return;
    for (size_t i = 0; i < trainer->vectors; i++)
        assay_linear_vector_release(&trainer->vector[i]);
    assay_arena_release(&trainer->scratch);
    free(trainer->weight);
    free(trainer->square);
    free(trainer->gradient);
    free(trainer->touched);
    free(trainer->vector);
    free(trainer->score);
    free(trainer->pull);
    free(trainer);
}

/* Vectors and scores of an item's completions. */
static void look(struct assay_linear_trainer *trainer, const struct assay_item *item)
{
    const size_t n = item->completion_count;
    struct assay_linear_prompt prompt;

    assay_arena_reset(&trainer->scratch);
    prompt = assay_linear_prompt_of(item, &trainer->scratch);
    if (n > trainer->vectors) {
        trainer->vector =
            assay_memory_resize(trainer->vector, n, sizeof(*trainer->vector));
        trainer->score = assay_memory_resize(trainer->score, n, sizeof(double));
        trainer->pull = assay_memory_resize(trainer->pull, n, sizeof(double));
        for (size_t i = trainer->vectors; i < n; i++)
            trainer->vector[i] = (struct assay_linear_vector){0};
        trainer->vectors = n;
    }
    for (size_t i = 0; i < n; i++) {
        struct assay_linear_vector *vector = &trainer->vector[i];

        assay_linear_features(&prompt, item->completions[i], trainer->setting.bits,
                              &trainer->scratch, vector);
        trainer->score[i] = 0.0;
        trainer->pull[i] = 0.0;
        for (size_t k = 0; k < vector->count; k++)
            trainer->score[i] +=
                (double)trainer->weight[vector->place[k]] * (double)vector->value[k];
    }
}

/* log(1 + exp(-margin)), never overflowing. */
static double loss_of(double margin)
{
    return margin < 0.0 ? log1p(exp(margin)) - margin : log1p(exp(-margin));
}

struct pairs {
    double loss; /* sum */
    size_t right, all;
};

/* Goes over the pairs of an item whose scores are known. */
static struct pairs compare(struct assay_linear_trainer *trainer,
                            const struct assay_item *item)
{
    struct pairs pairs = {0};

    for (size_t i = 0; i < item->completion_count; i++) {
        for (size_t j = 0; j < item->completion_count; j++) {
            const double margin = trainer->score[i] - trainer->score[j];
            const double push = 1.0 / (1.0 + exp(margin)); /* sigma(-margin) */

            if (!(item->gold[i] > item->gold[j]))
                continue;
            pairs.all++;
            pairs.right += margin > 0.0;
            pairs.loss += loss_of(margin);
            trainer->pull[i] -= push;
            trainer->pull[j] += push;
        }
    }
    return pairs;
}

static void touch(struct assay_linear_trainer *trainer, uint32_t place)
{
    if (trainer->touches == trainer->touch_cap) {
        trainer->touch_cap = assay_memory_grow(trainer->touch_cap, trainer->touches + 1);
        trainer->touched = assay_memory_resize(trainer->touched, trainer->touch_cap,
                                               sizeof(*trainer->touched));
    }
    trainer->touched[trainer->touches++] = place;
}

/* Sums the gradients of all completions: what right and wrong share cancels. */
static void add_gradients(struct assay_linear_trainer *trainer, size_t completions,
                          double share)
{
    trainer->touches = 0;
    for (size_t i = 0; i < completions; i++) {
        const struct assay_linear_vector *vector = &trainer->vector[i];
        const float pull = (float)(trainer->pull[i] * share);

        for (size_t k = 0; k < vector->count; k++) {
            const uint32_t place = vector->place[k];

            touch(trainer, place); /* may come twice: the second step finds 0 */
            trainer->gradient[place] += pull * vector->value[k];
        }
    }
}

static void step(struct assay_linear_trainer *trainer)
{
    const float rate = (float)trainer->setting.rate;
    const float l2 = (float)trainer->setting.l2;

    for (size_t i = 0; i < trainer->touches; i++) {
        const uint32_t place = trainer->touched[i];
        float gradient = trainer->gradient[place];

        trainer->gradient[place] = 0.0F;
        if (gradient > -1e-7F && gradient < 1e-7F)
            continue; /* shared by right and wrong, or stepped already */
        gradient += l2 * trainer->weight[place];
        trainer->square[place] += gradient * gradient;
        trainer->weight[place] -=
            rate * gradient / (sqrtf(trainer->square[place]) + 1e-8F);
    }
}

double assay_linear_epoch(struct assay_linear_trainer *trainer,
                          const struct assay_item *items, size_t n)
{
    size_t *order = assay_memory_new(n ? n : 1, sizeof(*order));
    double loss = 0.0;
    size_t counted = 0;

    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) { /* Fisher and Yates */
        const size_t j = (size_t)assay_rng_index(&trainer->rng, i);
        const size_t swap = order[i - 1];

        order[i - 1] = order[j];
        order[j] = swap;
    }
    for (size_t i = 0; i < n; i++) {
        const struct assay_item *item = &items[order[i]];
        struct pairs pairs;

        look(trainer, item);
        pairs = compare(trainer, item);
        if (pairs.all == 0)
            continue;
        loss += pairs.loss / (double)pairs.all;
        counted++;
        add_gradients(trainer, item->completion_count, 1.0 / (double)pairs.all);
        step(trainer);
    }
    free(order);
    return counted ? loss / (double)counted : 0.0;
}

double assay_linear_accuracy(struct assay_linear_trainer *trainer,
                             const struct assay_item *items, size_t n, double *loss)
{
    struct pairs sum = {0};

    for (size_t i = 0; i < n; i++) {
        struct pairs pairs;

        look(trainer, &items[i]);
        pairs = compare(trainer, &items[i]);
        sum.loss += pairs.loss;
        sum.right += pairs.right;
        sum.all += pairs.all;
    }
    *loss = sum.all ? sum.loss / (double)sum.all : 0.0;
    return sum.all ? (double)sum.right / (double)sum.all : 0.0;
}

const float *assay_linear_weights_of(struct assay_linear_trainer *trainer)
{
    return trainer->weight;
}

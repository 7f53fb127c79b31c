#include "adapters/signals/signal_steps.h"

#include "harness/core/memory.h"

#include <stdlib.h>

void assay_signal_steps_init(struct assay_signal_steps *steps)
{
    *steps = (struct assay_signal_steps){.keys = {.words = 2}};
}

void assay_signal_steps_release(struct assay_signal_steps *steps)
{
    assay_keys_release(&steps->keys);
    free(steps->step);
    free(steps->run);
    assay_signal_steps_init(steps);
}

size_t assay_signal_steps_add(struct assay_signal_steps *steps,
                              const struct assay_rollout_view *view)
{
    static const char *const fields[] = {"run", "step"};
    uint32_t number = (uint32_t)steps->keys.count;
    uint64_t key[2], run[2];

    assay_rollout_key_of(view->record.node, fields, 2, key);
    if (!assay_keys_add(&steps->keys, key, &number))
        return number;
    if (number >= steps->cap) {
        steps->cap = assay_memory_grow(steps->cap, number + 1);
        steps->step = assay_memory_resize(steps->step, steps->cap, sizeof(*steps->step));
        steps->run = assay_memory_resize(steps->run, steps->cap, sizeof(*steps->run));
    }
    assay_rollout_key_of(view->record.node, fields, 1, run);
    steps->run[number] = run[0];
    if (!assay_rollout_number(view->record.node, "step", &steps->step[number]))
        steps->step[number] = -1.0;
    return number;
}

struct place {
    uint64_t run;
    double step;
    size_t number;
};

static int compare(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->run != y->run)
        return x->run < y->run ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step);
}

void assay_signal_steps_order(const struct assay_signal_steps *steps, size_t *order)
{
    const size_t n = steps->keys.count;
    struct place *place = assay_memory_new(n ? n : 1, sizeof(*place));

    for (size_t i = 0; i < n; i++)
        place[i] = (struct place){steps->run[i], steps->step[i], i};
    qsort(place, n, sizeof(*place), compare);
    for (size_t i = 0; i < n; i++)
        order[i] = place[i].number;
    free(place);
}

/* transition_epic.c - EPIC from transitions, of reward functions that can be asked off the data. */
#include "harness/run/transition_study.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/rng.h"

#include <stdlib.h>

/* Streams of the seed beyond those of replicates. */
static const uint64_t mean_stream = UINT64_C(1) << 40,
                      row_stream = (UINT64_C(1) << 40) + 1;

struct work {
    const struct assay_transition_rewards *rewards;
    const struct assay_transition_how *how;
    size_t (*pair)[2]; /* (means,) rows whose action and whose next state they are */
    size_t (*row)[3];  /* (rows,) rows of s, a and s' */
    double *value;     /* (rows, rewards) */
    struct assay_error *fault; /* (rows,) */
};

/* mean over the pairs of R(x, A, S'), x the state of a row or its next state: one that ends a trajectory, too, for EPIC
   knows nothing of what follows what. */
static enum assay_code mean_of(const struct work *w, size_t k, size_t row, bool from_next,
                               double *out, struct assay_error *err)
{
    double sum = 0.0, r;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < w->how->means; i++) {
        code = assay_transition_ask(w->rewards, k,
                                    &(struct assay_transition_query){
                                        row, w->pair[i][0], w->pair[i][1], 0, from_next},
                                    &r, err);
        sum += code ? 0.0 : r;
    }
    *out = sum / (double)w->how->means;
    return code;
}

static void canonicalise(void *state, size_t worker, size_t i)
{
    const struct work *w = state;
    const size_t rewards = w->rewards->formulas, *row = w->row[i];
    struct assay_error *err = &w->fault[i];
    enum assay_code code = ASSAY_OK;

    (void)worker;
    for (size_t k = 0; !code && k < rewards; k++) {
        double r, here, there;

        code = assay_transition_ask(
            w->rewards, k,
            &(struct assay_transition_query){row[0], row[1], row[2], 0, false}, &r, err);
        if (!code)
            code = mean_of(w, k, row[0], false, &here, err);
        if (!code)
            code = mean_of(w, k, row[2], true, &there, err);
        if (!code)
            w->value[i * rewards + k] = r + w->how->gamma * there - here;
    }
    err->code = code;
}

static void draw(struct work *w, size_t rows, size_t step)
{
    struct assay_rng means = assay_rng_stream(w->how->seed, mean_stream);
    struct assay_rng others = assay_rng_stream(w->how->seed, row_stream);
    const size_t n = w->rewards->table->rows;

    for (size_t i = 0; i < w->how->means; i++)
        for (size_t j = 0; j < 2; j++)
            w->pair[i][j] = assay_rng_index(&means, n);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < 3; j++)
            w->row[i][j] = j > 0 && w->how->coverage == ASSAY_COVERAGE_PRODUCT
                               ? assay_rng_index(&others, n)
                               : i * step;
}

static enum assay_code check(const struct assay_transition_rewards *rewards,
                             struct assay_error *err)
{
    if (rewards->formulas < 2)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--epic: EPIC asks for rewards of transitions that were not seen, "
            "which columns cannot tell: give two as --reward "
            "NAME=EXPRESSION or NAME=@FILE");
    return ASSAY_OK;
}

static enum assay_code first_fault(const struct work *w, size_t rows,
                                   struct assay_error *err)
{
    for (size_t i = 0; i < rows; i++)
        if (w->fault[i].code) {
            *err = w->fault[i];
            return err->code;
        }
    return ASSAY_OK;
}

/* Trajectories of every step-th row. */
static const size_t *firsts_of(const struct assay_transition_table *table, size_t step,
                               struct assay_arena *arena)
{
    size_t *first = assay_arena_new(arena, table->trajectories + 1, sizeof(*first));

    for (size_t c = 0; c <= table->trajectories; c++)
        first[c] = (table->first[c] + step - 1) / step;
    return first;
}

enum assay_code assay_transition_epic(const struct assay_transition_rewards *rewards,
                                      const struct assay_transition_how *how,
                                      struct assay_arena *arena,
                                      struct assay_transition_study *out,
                                      struct assay_error *err)
{
    const struct assay_transition_table *table = rewards->table;
    const size_t step =
        (table->rows + ASSAY_TRANSITION_EPIC_ROWS - 1) / ASSAY_TRANSITION_EPIC_ROWS;
    const size_t rows = (table->rows + step - 1) / step;
    struct work w = {.rewards = rewards, .how = how};
    enum assay_code code = check(rewards, err);

    if (code)
        return code;
    w.pair = assay_memory_new(how->means, sizeof(*w.pair));
    w.row = assay_memory_new(rows, sizeof(*w.row));
    w.value = assay_memory_new(rows * rewards->formulas, sizeof(*w.value));
    w.fault = assay_memory_new(rows, sizeof(*w.fault));
    draw(&w, rows, step);
    assay_parallel(how->jobs, rows, canonicalise, &w);
    code = first_fault(&w, rows, err);
    out->epic_rows = rows;
    out->epic =
        assay_arena_new(arena, rewards->formulas * rewards->formulas, sizeof(*out->epic));
    if (!code)
        assay_pearson_sample(&(struct assay_pearson_rows){w.value, rows,
                                                          rewards->formulas,
                                                          firsts_of(table, step, arena),
                                                          table->trajectories},
                             &(struct assay_pearson_how){how->level, how->replicates,
                                                         how->seed, how->jobs},
                             out->epic);
    free(w.fault);
    free(w.value);
    free(w.row);
    free(w.pair);
    return code;
}

#include "adapters/signals/signal.h"
#include "harness/core/rng.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>

enum {
    RESPONSES = 5,
    TOKENS = 400
};

/* Signals that see length, and between what their rewards lie. */
static const struct {
    const char *name, *words[2];
    size_t count;
    double lo, hi;
} signals[] = {
    {"srer", {NULL}, 0, 0.0, 1.0},
    {"srer", {"form=ratio", "wrong=-1"}, 2, -1.0, 1.0},
    {"grpo-lambda", {"share=1", "alpha=0.9"}, 2, 0.0, 1.0},
    {"hapo", {NULL}, 0, -1.0, 2.0},
    {"length-penalty", {"free=50", "penalty=0.002"}, 2, 1.0 - 0.002 * 2 * TOKENS, 1.0},
};

enum {
    SIGNALS = sizeof(signals) / sizeof(signals[0])
};

struct drawn {
    size_t tokens[RESPONSES];
    unsigned right[RESPONSES];
};

/* A prompt at two steps. */
static void write_log(const struct drawn *drawn, const char *path)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    (void)fprintf(file, "{\"k\":\"group\",\"id\":\"p\",\"ckpt\":\"a\",\"step\":1,"
                        "\"responses\":[{\"id\":\"x\",\"n_tok\":120,\"correct\":1}]}\n"
                        "{\"k\":\"group\",\"id\":\"p\",\"ckpt\":\"b\",\"step\":2,"
                        "\"responses\":[");
    for (size_t i = 0; i < RESPONSES; i++)
        (void)fprintf(file,
                      "%s{\"id\":\"r%zu\",\"n_tok\":%zu,\"correct\":%u,"
                      "\"reward\":{\"rm\":1}}",
                      i ? "," : "", i, drawn->tokens[i], drawn->right[i]);
    (void)fprintf(file, "]}\n");
    ck_assert_int_eq(fclose(file), 0);
}

/* The rewards of the second group. */
static void rewards_of(size_t which, const char *path, double out[RESPONSES])
{
    const struct assay_signal_value *value;
    struct assay_rollout_view view;
    struct assay_rollout_walk *walk;
    struct assay_signal_run *run;
    struct assay_error err;

    ck_assert_int_eq(assay_signal_open(signals[which].name, signals[which].words,
                                       signals[which].count, &run, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_signal_look(run, path, &err), ASSAY_OK);
    ck_assert_int_eq(assay_rollout_walk_open(path, &walk, &err), ASSAY_OK);
    for (size_t group = 0; group < 2; group++) {
        ck_assert_int_eq(assay_rollout_walk_next(walk, &view, &err), ASSAY_OK);
        ck_assert_int_eq(assay_signal_take(run, &view, &value, &err), ASSAY_OK);
    }
    for (size_t i = 0; i < RESPONSES; i++)
        out[i] = value[i].reward;
    assay_rollout_walk_close(walk);
    assay_signal_close(run);
}

START_TEST(steps_said_twice_raise_no_reward_and_bounds_hold)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_rng rng = {13};

    scratch_make(dir);
    scratch_path(dir, "log.jsonl", path);
    for (size_t round = 0; round < 60; round++) {
        double before[RESPONSES], after[RESPONSES];
        struct drawn drawn;

        for (size_t i = 0; i < RESPONSES; i++) {
            drawn.tokens[i] = 1 + (size_t)assay_rng_index(&rng, TOKENS);
            drawn.right[i] = assay_rng_index(&rng, 3) > 0;
        }
        write_log(&drawn, path);
        rewards_of((size_t)_i, path, before);
        drawn.tokens[0] += 1 + (size_t)assay_rng_index(&rng, TOKENS);
        write_log(&drawn, path);
        rewards_of((size_t)_i, path, after);
        ck_assert(after[0] <= before[0] + 1e-12);
        for (size_t i = 0; i < RESPONSES; i++)
            ck_assert(before[i] >= signals[_i].lo && before[i] <= signals[_i].hi);
    }
    scratch_remove(dir);
}
END_TEST

Suite *unit_signal_length(void)
{
    Suite *suite = suite_create("signal_length");
    TCase *tests = tcase_create("rewards that see length");

    tcase_add_loop_test(tests, steps_said_twice_raise_no_reward_and_bounds_hold, 0,
                        SIGNALS);
    suite_add_tcase(suite, tests);
    return suite;
}

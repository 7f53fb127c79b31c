/*
 * core_code.c - the family that asks what a program prints.
 *
 * Programs are in a toy language of one-letter variables, made at random and run by the
 * interpreter below, so the printed value is the truth:
 *
 *     set a to 4          add a to b          subtract 3 from a        double b
 *     repeat 3 times:     if a is more than 5:     (one indented line each)     print a
 */
#include "suites/core/core.h"

#include "harness/core/buf.h"

enum {
    VARIABLES = 3,
    LINES_MAX = 16
};

enum operation {
    SET,
    ADD,
    SUBTRACT,
    DOUBLE,
    OPERATIONS
};

enum guard {
    ALWAYS,
    REPEAT,
    IF_MORE
};

/* One line of a program, with what stands before it. */
struct step {
    enum guard guard;
    long guard_value; /* times, or the bound */
    size_t tested;    /* variable of IF_MORE */
    enum operation operation;
    size_t target;
    long value;
    bool from_variable; /* ADD: the value of another variable instead */
    size_t source;
};

static void run_once(const struct step *step, long *variables)
{
    long *target = &variables[step->target];
    const long value = step->from_variable ? variables[step->source] : step->value;

    if (step->operation == SET)
        *target = value;
    else if (step->operation == ADD)
        *target += value;
    else if (step->operation == SUBTRACT)
        *target -= value;
    else
        *target *= 2;
}

static void run(const struct step *steps, size_t n, long *variables)
{
    for (size_t i = 0; i < n; i++) {
        long times = 1;

        if (steps[i].guard == REPEAT)
            times = steps[i].guard_value;
        if (steps[i].guard == IF_MORE)
            times = variables[steps[i].tested] > steps[i].guard_value;
        for (long t = 0; t < times; t++)
            run_once(&steps[i], variables);
    }
}

static void print_step(const struct step *step, struct assay_buf *out)
{
    const char target = (char)('a' + step->target);

    if (step->guard == REPEAT)
        assay_buf_printf(out, "repeat %ld times:\n    ", step->guard_value);
    if (step->guard == IF_MORE)
        assay_buf_printf(out, "if %c is more than %ld:\n    ", (char)('a' + step->tested),
                         step->guard_value);
    if (step->operation == SET)
        assay_buf_printf(out, "set %c to %ld\n", target, step->value);
    else if (step->operation == ADD && step->from_variable)
        assay_buf_printf(out, "add %c to %c\n", (char)('a' + step->source), target);
    else if (step->operation == ADD)
        assay_buf_printf(out, "add %ld to %c\n", step->value, target);
    else if (step->operation == SUBTRACT)
        assay_buf_printf(out, "subtract %ld from %c\n", step->value, target);
    else
        assay_buf_printf(out, "double %c\n", target);
}

static struct step random_step(struct assay_core_task *task)
{
    struct step step = {
        .guard = ALWAYS,
        .operation = (enum operation)assay_core_between(task, ADD, OPERATIONS - 1),
        .target = assay_rng_index(&task->rng, VARIABLES),
        .value = assay_core_between(task, 1, 9),
        .tested = assay_rng_index(&task->rng, VARIABLES),
    };

    step.source = (step.target + 1 + assay_rng_index(&task->rng, 2)) % VARIABLES;
    step.from_variable = step.operation == ADD && assay_core_between(task, 0, 1);
    if (task->difficulty > 0 && assay_core_between(task, 0, 1)) {
        step.guard =
            task->difficulty > 1 && assay_core_between(task, 0, 1) ? IF_MORE : REPEAT;
        step.guard_value = step.guard == REPEAT ? assay_core_between(task, 2, 4)
                                                : assay_core_between(task, 3, 12);
    }
    return step;
}

void assay_core_code(struct assay_core_task *task)
{
    const size_t n = VARIABLES + 2 + 2 * (size_t)task->difficulty;
    struct step steps[LINES_MAX];
    long variables[VARIABLES] = {0};
    const size_t printed = assay_rng_index(&task->rng, VARIABLES);
    struct assay_buf text = {0};
    long wrong;

    for (size_t i = 0; i < n; i++) {
        if (i < VARIABLES)
            steps[i] = (struct step){
                .operation = SET, .target = i, .value = assay_core_between(task, 1, 9)};
        else
            steps[i] = random_step(task);
        print_step(&steps[i], &text);
    }
    run(steps, n, variables);
    wrong = variables[printed] + (assay_core_between(task, 0, 1) ? 1 : -1);
    task->prompt =
        assay_arena_printf(task->arena, "What does this program print?\n\n%sprint %c",
                           text.data, (char)('a' + printed));
    task->right = assay_arena_printf(task->arena, "It prints %ld.", variables[printed]);
    task->wrong = assay_arena_printf(task->arena, "It prints %ld.", wrong);
    assay_buf_release(&text);
}

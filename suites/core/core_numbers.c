/*
 * core_numbers.c - families about numbers: arithmetic, units, sorting, counting.
 */
#include "suites/core/core.h"

#include "harness/core/buf.h"

#include <stdlib.h>
#include <string.h>

/* right plus or minus a slip that a careless reader would not see; never below 0. */
static long slip(struct assay_core_task *task, long right)
{
    static const long steps[] = {1, 2, 10};
    const long step = steps[assay_core_between(task, 0, 2)];

    return assay_core_between(task, 0, 1) || right < step ? right + step : right - step;
}

static void answer_number(struct assay_core_task *task, long right, long wrong)
{
    task->right = assay_arena_printf(task->arena, "The result is %ld.", right);
    task->wrong = assay_arena_printf(task->arena, "The result is %ld.", wrong);
}

void assay_core_arithmetic(struct assay_core_task *task)
{
    const long a = assay_core_between(task, 12, 98);
    const long b = assay_core_between(task, 12, 98);
    const long c = assay_core_between(task, 3, 9);
    long right;

    if (task->difficulty == 0) {
        right = a + b;
        task->prompt = assay_arena_printf(task->arena, "What is %ld + %ld?", a, b);
    } else if (task->difficulty == 1) {
        right = a * c + b;
        task->prompt =
            assay_arena_printf(task->arena, "What is %ld * %ld + %ld?", a, c, b);
    } else {
        right = (a + b) * c - 11;
        task->prompt =
            assay_arena_printf(task->arena, "What is (%ld + %ld) * %ld - 11?", a, b, c);
    }
    answer_number(task, right, slip(task, right));
}

static const struct unit_pair {
    const char *large, *small;
    long factor;
} unit_pairs[] = {
    {"kilometres", "metres", 1000}, {"metres", "centimetres", 100},
    {"kilograms", "grams", 1000},   {"litres", "millilitres", 1000},
    {"hours", "minutes", 60},       {"minutes", "seconds", 60},
    {"days", "hours", 24},          {"weeks", "days", 7},
};

/* The factor of another pair, so that the wrong answer is a confusion of units. */
static long other_factor(struct assay_core_task *task, long factor)
{
    long other = factor;

    while (other == factor)
        other = unit_pairs[assay_core_between(task, 0, 7)].factor;
    return other;
}

void assay_core_units(struct assay_core_task *task)
{
    const struct unit_pair *pair = &unit_pairs[assay_core_between(task, 0, 7)];
    const long n = assay_core_between(task, 2, 12);
    const long rest = assay_core_between(task, 1, pair->factor - 1);
    const long factor = other_factor(task, pair->factor);
    long right = n * pair->factor, wrong = n * factor;
    const char *unit = pair->small;

    if (task->difficulty == 0) {
        task->prompt = assay_arena_printf(task->arena, "Convert %ld %s to %s.", n,
                                          pair->large, pair->small);
    } else if (task->difficulty == 1) {
        task->prompt = assay_arena_printf(task->arena, "How many %s are %ld %s?",
                                          pair->large, n * pair->factor, pair->small);
        right = n;
        wrong = slip(task, n);
        unit = pair->large;
    } else {
        task->prompt = assay_arena_printf(task->arena, "Convert %ld %s and %ld %s to %s.",
                                          n, pair->large, rest, pair->small, pair->small);
        right += rest;
        wrong += rest;
    }
    task->right = assay_arena_printf(task->arena, "That makes %ld %s.", right, unit);
    task->wrong = assay_arena_printf(task->arena, "That makes %ld %s.", wrong, unit);
}

enum {
    LIST_MAX = 12
};

static char *joined(struct assay_core_task *task, const char *const *words, size_t n)
{
    struct assay_buf text = {0};
    char *copy;

    for (size_t i = 0; i < n; i++)
        assay_buf_printf(&text, "%s%s", i ? ", " : "", words[i]);
    copy = assay_arena_printf(task->arena, "%s", text.data);
    assay_buf_release(&text);
    return copy;
}

/* n different words in random order, from a list of twenty-four. */
static void draw_words(struct assay_core_task *task, const char **out, size_t n)
{
    static const char *const all[] = {
        "apple",  "basket", "candle", "drum",  "engine",   "feather", "garden", "hammer",
        "island", "jacket", "kettle", "lamp",  "mirror",   "needle",  "orange", "pencil",
        "quilt",  "river",  "saddle", "table", "umbrella", "violin",  "window", "yarn",
    };
    size_t order[sizeof(all) / sizeof(all[0])];
    const size_t count = sizeof(all) / sizeof(all[0]);

    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = 0; i < n; i++) {
        const size_t j = i + assay_rng_index(&task->rng, count - i);
        const size_t swap = order[i];

        order[i] = order[j];
        order[j] = swap;
        out[i] = all[order[i]];
    }
}

static int by_spelling(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void assay_core_sorting(struct assay_core_task *task)
{
    const size_t n = 4 + 3 * (size_t)task->difficulty;
    const char *words[LIST_MAX], *swap;
    size_t at;

    draw_words(task, words, n);
    task->prompt =
        assay_arena_printf(task->arena, "Put these words into alphabetical order: %s.",
                           joined(task, words, n));
    qsort(words, n, sizeof(words[0]), by_spelling);
    task->right =
        assay_arena_printf(task->arena, "In order: %s.", joined(task, words, n));
    at = assay_rng_index(&task->rng, n - 1);
    swap = words[at];
    words[at] = words[at + 1];
    words[at + 1] = swap;
    task->wrong =
        assay_arena_printf(task->arena, "In order: %s.", joined(task, words, n));
}

/* A row of n marks of two sorts, of which exactly hits are the first one. */
static char *row_of(struct assay_core_task *task, long n, long hits, const char *one,
                    const char *other)
{
    struct assay_buf text = {0};
    char *copy;

    for (long left = n; left > 0; left--) {
        const bool hit = assay_core_between(task, 1, left) <= hits;

        hits -= hit;
        assay_buf_printf(&text, "%s%s", left < n ? " " : "", hit ? one : other);
    }
    copy = assay_arena_printf(task->arena, "%s", text.data);
    assay_buf_release(&text);
    return copy;
}

void assay_core_counting(struct assay_core_task *task)
{
    static const long lengths[ASSAY_CORE_DIFFICULTIES] = {8, 20, 45};
    const char *words[2];
    const long n = lengths[task->difficulty];
    const long right = assay_core_between(task, 3, n - 2);
    const long wrong = right + (assay_core_between(task, 0, 1) ? 1 : -1);

    draw_words(task, words, 2);
    task->prompt = assay_arena_printf(
        task->arena, "How often does the word \"%s\" occur in this line?\n%s", words[0],
        row_of(task, n, right, words[0], words[1]));
    task->right = assay_arena_printf(task->arena, "It occurs %ld times.", right);
    task->wrong = assay_arena_printf(task->arena, "It occurs %ld times.", wrong);
}

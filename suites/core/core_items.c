/*
 * core_items.c - from a seed and a number to an item: the family asks, the styles dress.
 */
#include "suites/core/core.h"

#include "harness/core/buf.h"

#include <assert.h>
#include <string.h>

static const struct assay_core_family families[] = {
#define FAMILY(name) {#name, assay_core_##name},
#include "suites/core/families.def"
#undef FAMILY
};

enum {
    FAMILIES = sizeof(families) / sizeof(families[0]),
    COMPLETIONS = 2 * ASSAY_CORE_STYLES
};

static const char *const difficulty_names[ASSAY_CORE_DIFFICULTIES] = {"easy", "medium",
                                                                      "hard"};

const struct assay_core_family *assay_core_family_at(size_t i)
{
    return i < FAMILIES ? &families[i] : NULL;
}

size_t assay_core_count(size_t per_cell)
{
    return (size_t)FAMILIES * ASSAY_CORE_DIFFICULTIES * per_cell;
}

long assay_core_between(struct assay_core_task *task, long lo, long hi)
{
    return lo + (long)assay_rng_index(&task->rng, (uint64_t)(hi - lo + 1));
}

const char *assay_core_pick(struct assay_core_task *task, const char *const *texts,
                            size_t n)
{
    return texts[assay_rng_index(&task->rng, n)];
}

/* Sentences that say nothing about the answer: right and wrong draw from the same list. */
static const char *const asides[] = {
    "I read the question twice before answering.",
    "Let me go through this one step at a time.",
    "The wording matters here, so I kept to it closely.",
    "First I looked at what is given, then at what is asked.",
    "Every step can be checked by hand.",
    "I wrote down the intermediate steps and went over them again.",
    "There is only one reading of the question that makes sense to me.",
    "Nothing else in the question changes this.",
    "I compared the outcome with a second way of looking at it.",
    "That settles it as far as I can tell.",
    "It helps to keep the order of the steps in mind.",
    "Short as it looks, the question deserves a careful look.",
};

enum {
    ASIDES = sizeof(asides) / sizeof(asides[0])
};

/* Appends n of them, no one twice while n <= ASIDES: a random start, then every fifth. */
static void add_asides(struct assay_core_task *task, struct assay_buf *out, long n,
                       const char *before, const char *after)
{
    const size_t start = assay_rng_index(&task->rng, ASIDES);

    for (long i = 0; i < n; i++) {
        assay_buf_puts(out, before);
        assay_buf_puts(out, asides[(start + 5 * (size_t)i) % ASIDES]);
        assay_buf_puts(out, after);
    }
}

static void dress_concise(struct assay_core_task *task, const char *answer,
                          struct assay_buf *out)
{
    static const char *const openings[] = {
        "",
        "Answer: ",
        "In short: ",
        "My answer: ",
        "Here goes: ",
        "Short answer: ",
        "To be brief: ",
        "Here is the answer: ",
    };

    assay_buf_puts(
        out, assay_core_pick(task, openings, sizeof(openings) / sizeof(openings[0])));
    assay_buf_puts(out, answer);
}

static void dress_detailed(struct assay_core_task *task, const char *answer,
                           struct assay_buf *out)
{
    add_asides(task, out, assay_core_between(task, 2, 4), "", " ");
    assay_buf_puts(out, answer);
    add_asides(task, out, assay_core_between(task, 1, 2), " ", "");
}

static void dress_markdown(struct assay_core_task *task, const char *answer,
                           struct assay_buf *out)
{
    static const char *const headings[] = {"Answer", "Solution", "Result", "Working",
                                           "Response"};

    assay_buf_printf(
        out, "## %s\n",
        assay_core_pick(task, headings, sizeof(headings) / sizeof(headings[0])));
    add_asides(task, out, assay_core_between(task, 2, 4), "\n- ", "");
    assay_buf_printf(out, "\n\n**In the end:** %s", answer);
}

static struct assay_str dressed(struct assay_core_task *task, size_t style,
                                const char *answer)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    if (style == 0)
        dress_concise(task, answer, &text);
    else if (style == 1)
        dress_detailed(task, answer, &text);
    else
        dress_markdown(task, answer, &text);
    copy = assay_arena_copy(task->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

static const struct assay_message *question(struct assay_core_task *task)
{
    struct assay_message *message = assay_arena_new(task->arena, 1, sizeof(*message));

    message->role = ASSAY_STR("user");
    message->content = assay_str_of(task->prompt);
    return message;
}

void assay_core_item(uint64_t seed, size_t per_cell, size_t index,
                     struct assay_arena *arena, struct assay_item *out)
{
    const size_t cell = index / per_cell;
    const struct assay_core_family *family = &families[cell / ASSAY_CORE_DIFFICULTIES];
    const unsigned difficulty = (unsigned)(cell % ASSAY_CORE_DIFFICULTIES);
    /* A question keeps its number in its cell, so a larger suite starts like a smaller one. */
    const uint64_t stream = (uint64_t)cell * ASSAY_CORE_PER_CELL_MAX + index % per_cell;
    struct assay_core_task task = {
        .arena = arena, .rng = assay_rng_stream(seed, stream), .difficulty = difficulty};
    struct assay_str *completions =
        assay_arena_new(arena, COMPLETIONS, sizeof(*completions));
    double *gold = assay_arena_new(arena, COMPLETIONS, sizeof(*gold));
    const char *subset;

    assert(index < assay_core_count(per_cell));
    family->make(&task);
    assert(strcmp(task.right, task.wrong) != 0);
    for (size_t style = 0; style < ASSAY_CORE_STYLES; style++) {
        completions[style] = dressed(&task, style, task.right);
        completions[style + ASSAY_CORE_STYLES] = dressed(&task, style, task.wrong);
        gold[style] = 1.0;
    }
    subset =
        assay_arena_printf(arena, "%s-%s", family->name, difficulty_names[difficulty]);
    *out = (struct assay_item){
        .index = index,
        .subset = assay_str_of(subset),
        .id = assay_str_of(assay_arena_printf(arena, "%s-%zu", subset, index % per_cell)),
        .messages = question(&task),
        .message_count = 1,
        .completions = completions,
        .gold = gold,
        .completion_count = COMPLETIONS,
        .file = "core",
    };
    out->key = out->id;
}

/*
 * core_text.c - families about text: transformations, a fact in a long context, and forms that
 * an answer must keep to.
 */
#include "suites/core/core.h"

#include "harness/core/buf.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

static const char *const words[] = {
    "anchor", "bridge", "castle", "dragon", "escape", "forest", "guitar", "harbor",
    "insect", "jungle", "knight", "ladder", "market", "number", "orchid", "planet",
    "quartz", "rocket", "shadow", "temple", "upward", "velvet", "winter", "yellow",
};

enum {
    WORDS = sizeof(words) / sizeof(words[0]),
    WORD_LENGTH = 6
};

static void reverse(char *text)
{
    for (size_t i = 0, j = strlen(text); i + 1 < j; i++) {
        const char swap = text[i];

        text[i] = text[--j];
        text[j] = swap;
    }
}

/* Swaps two neighbouring letters that differ; the words above all have such a pair. */
static void misspell(struct assay_core_task *task, char *text)
{
    const size_t n = strlen(text);
    size_t at;
    char swap;

    do
        at = assay_rng_index(&task->rng, n - 1);
    while (text[at] == text[at + 1]);
    swap = text[at];
    text[at] = text[at + 1];
    text[at + 1] = swap;
}

void assay_core_strings(struct assay_core_task *task)
{
    const char *w[ASSAY_CORE_DIFFICULTIES];
    char text[ASSAY_CORE_DIFFICULTIES * WORD_LENGTH + 1] = "";
    const size_t joined = task->difficulty + 1;

    assert(joined <= ASSAY_CORE_DIFFICULTIES);
    for (size_t i = 0; i < ASSAY_CORE_DIFFICULTIES; i++)
        w[i] = assay_core_pick(task, words, WORDS);
    for (size_t i = 0; i < joined; i++)
        memcpy(text + i * WORD_LENGTH, w[i], WORD_LENGTH);
    text[joined * WORD_LENGTH] = '\0';
    if (task->difficulty == 0)
        task->prompt = assay_arena_printf(task->arena, "Write \"%s\" backwards.", w[0]);
    else if (task->difficulty == 1)
        task->prompt = assay_arena_printf(
            task->arena, "Join \"%s\" and \"%s\" into one word and write it backwards.",
            w[0], w[1]);
    else
        task->prompt = assay_arena_printf(
            task->arena,
            "Join \"%s\", \"%s\" and \"%s\" into one word and write it backwards.", w[0],
            w[1], w[2]);
    reverse(text);
    task->right = assay_arena_printf(task->arena, "It reads \"%s\".", text);
    misspell(task, text);
    task->wrong = assay_arena_printf(task->arena, "It reads \"%s\".", text);
}

void assay_core_needle(struct assay_core_task *task)
{
    static const size_t lines[ASSAY_CORE_DIFFICULTIES] = {6, 40, 200};
    const size_t n = lines[task->difficulty];
    const size_t wanted = assay_rng_index(&task->rng, n);
    const size_t other = (wanted + 1 + assay_rng_index(&task->rng, n - 1)) % n;
    const long start = assay_core_between(task, 0, 8999);
    const long step = 7 * assay_core_between(task, 1, 900) + 1;
    struct assay_buf text = {0};

    /* 8999 is prime and no step is a multiple of it, so no number comes up twice. */
    for (size_t i = 0; i < n; i++)
        assay_buf_printf(&text, "The locker of %s-%zu opens with %ld.\n",
                         words[i % WORDS], i / WORDS + 1,
                         1000 + (start + (long)i * step) % 8999);
    task->prompt =
        assay_arena_printf(task->arena, "%s\nWhich number opens the locker of %s-%zu?",
                           text.data, words[wanted % WORDS], wanted / WORDS + 1);
    task->right = assay_arena_printf(task->arena, "It opens with %ld.",
                                     1000 + (start + (long)wanted * step) % 8999);
    task->wrong = assay_arena_printf(task->arena, "It opens with %ld.",
                                     1000 + (start + (long)other * step) % 8999);
    assay_buf_release(&text);
}

/* n words between tags, in capitals or not. */
static const char *tagged_words(struct assay_core_task *task, long n)
{
    struct assay_buf text = {0};
    const char *copy;

    for (long i = 0; i < n; i++)
        assay_buf_printf(&text, "%s%s", i ? " " : "",
                         assay_core_pick(task, words, WORDS));
    copy = assay_arena_printf(task->arena, "<answer>%s</answer>", text.data);
    assay_buf_release(&text);
    return copy;
}

static void exact_count(struct assay_core_task *task)
{
    const long n = assay_core_between(task, 3, 12);
    const long off = assay_core_between(task, 0, 1) ? n + 1 : n - 1;

    task->prompt = assay_arena_printf(
        task->arena,
        "Write exactly %ld words of your choice between <answer> and </answer>.", n);
    task->right = tagged_words(task, n);
    task->wrong = tagged_words(task, off);
}

static void capitals(struct assay_core_task *task)
{
    const bool upper = assay_core_between(task, 0, 1);
    char *kept, *broken;
    size_t at;

    task->prompt = assay_arena_printf(
        task->arena,
        "Write three words between <answer> and </answer>, using %s letters only.",
        upper ? "capital" : "small");
    kept = assay_arena_printf(task->arena, "%s", tagged_words(task, 3));
    for (char *c = kept + strlen("<answer>"); upper && *c != '<'; c++)
        *c = (char)toupper((unsigned char)*c);
    broken = assay_arena_printf(task->arena, "%s", kept);
    at = strlen("<answer>") + assay_rng_index(&task->rng, WORD_LENGTH);
    broken[at] = (char)(upper ? tolower((unsigned char)broken[at])
                              : toupper((unsigned char)broken[at]));
    task->right = kept;
    task->wrong = broken;
}

/* A JSON object, and the same with one character left out, added or changed. */
static void valid_json(struct assay_core_task *task)
{
    const char *key = assay_core_pick(task, words, WORDS);
    const char *value = assay_core_pick(task, words, WORDS);
    const long number = assay_core_between(task, 10, 99);
    const char *slips[] = {
        assay_arena_printf(task->arena, "{\"%s\": \"%s\", \"size\": %ld", key, value,
                           number),
        assay_arena_printf(task->arena, "{\"%s\": \"%s\", \"size\": %ld,}", key, value,
                           number),
        assay_arena_printf(task->arena, "{\"%s\": \"%s, \"size\": %ld}", key, value,
                           number),
        assay_arena_printf(task->arena, "{\"%s\": \"%s\",, \"size\": %ld}", key, value,
                           number),
        assay_arena_printf(task->arena, "{'%s': \"%s\", \"size\": %ld}", key, value,
                           number),
        assay_arena_printf(task->arena, "{\"%s\" = \"%s\", \"size\": %ld}", key, value,
                           number),
    };

    task->prompt = assay_arena_printf(task->arena,
                                      "Between <answer> and </answer>, give a valid JSON "
                                      "object with the keys \"%s\" (a "
                                      "string) and \"size\" (a number).",
                                      key);
    task->right = assay_arena_printf(task->arena,
                                     "<answer>{\"%s\": \"%s\", \"size\": %ld}</answer>",
                                     key, value, number);
    task->wrong = assay_arena_printf(task->arena, "<answer>%s</answer>",
                                     assay_core_pick(task, slips, 6));
}

void assay_core_format(struct assay_core_task *task)
{
    if (task->difficulty == 0)
        capitals(task);
    else if (task->difficulty == 1)
        exact_count(task);
    else
        valid_json(task);
}

/*
 * verdict_con_j.c - what Con-J says: JSON in Chinese, or whatever it wrote instead.
 *
 * allenai/reward-bench rewardbench/generative.py con_j_evaluate: the key "better answer" of a
 * JSON object in a fence, of the whole text, of a part in braces; else the digit near to the
 * first of many spellings of that key.
 */
#include "harness/core/verdict.h"

#include "harness/core/json.h"
#include "harness/core/word.h"

#include <string.h>

static struct assay_str from(struct assay_str text, size_t at)
{
    return (struct assay_str){text.ptr + at, text.len - at};
}

static struct assay_str first_bytes(struct assay_str text, size_t n)
{
    return (struct assay_str){text.ptr, n};
}

static const char better_answer[] = "更好的回答";

/* The text that stands for 1 or 2, ASCII or full-width; false for anything else. */
static bool digit_value(struct assay_str text, double *value)
{
    const bool one =
        assay_str_equal(text, ASSAY_STR("1")) || assay_str_equal(text, ASSAY_STR("１"));
    const bool two =
        assay_str_equal(text, ASSAY_STR("2")) || assay_str_equal(text, ASSAY_STR("２"));

    *value = one ? 1.0 : -1.0;
    return one || two;
}

/* Where a 1 or 2, ASCII or full-width, first stands; text.len if nowhere. */
static size_t find_digit(struct assay_str text, double *value)
{
    for (size_t i = 0; i < text.len; i++) {
        const struct assay_str rest = from(text, i);

        if (digit_value(first_bytes(rest, 1), value) ||
            (rest.len >= 3 && digit_value(first_bytes(rest, 3), value)))
            return i;
    }
    return text.len;
}

/* True if text is a JSON object with the key; *found then says whether it holds 1 or 2. */
static bool object_says(struct assay_str text, bool *found, double *value)
{
    struct assay_arena arena = {0};
    struct assay_error ignored;
    struct assay_node root;
    const struct assay_node *said = NULL;
    double number;

    if (assay_json_parse(text, "text", &arena, &root, &ignored) == ASSAY_OK)
        said = assay_node_get(&root, better_answer);
    *found = digit_value(assay_node_text(said), value);
    if (assay_node_is(said, ASSAY_NODE_INT) && assay_node_number(said, &number)) {
        *found = number == 1.0 || number == 2.0;
        *value = number == 1.0 ? 1.0 : -1.0;
    }
    assay_arena_release(&arena);
    return said != NULL;
}

/* The first part between two marks that is an object with the key; inner leaves them out. */
static bool part_says(struct assay_str text, struct assay_str open,
                      struct assay_str close, bool inner, bool *found, double *value)
{
    size_t at;

    while ((at = assay_str_find(text, open)) < text.len) {
        const struct assay_str rest = from(text, at + open.len);
        const size_t n = assay_str_find(rest, close);
        const struct assay_str whole = {text.ptr + at, open.len + n + close.len};

        if (n == rest.len)
            return false;
        if (object_says(inner ? first_bytes(rest, n) : whole, found, value))
            return true;
        text = from(rest, n + close.len);
    }
    return false;
}

/* The digit behind "key":, the key between quotes. */
static bool quoted_says(struct assay_str text, struct assay_str key, double *value)
{
    for (size_t at; (at = assay_str_find(text, key)) < text.len;
         text = from(text, at + key.len)) {
        const bool open = at > 0 && text.ptr[at - 1] == '"';
        struct assay_str rest = from(text, at + key.len);
        size_t n;

        if (!open || !assay_str_starts(rest, ASSAY_STR("\"")))
            continue;
        for (rest = from(rest, 1); (n = assay_word_blank(rest)) > 0;)
            rest = from(rest, n);
        if (assay_str_starts(rest, ASSAY_STR(":")))
            return find_digit(rest, value) < rest.len;
    }
    return false;
}

/* The digit near to a spelling of the key: in its value, behind it, or before it. */
static bool key_says(struct assay_str text, struct assay_str key, double *value)
{
    const size_t at = assay_str_find(text, key);
    struct assay_str behind;
    size_t digit;

    if (at == text.len)
        return false;
    if (quoted_says(text, key, value))
        return true;
    behind = from(text, at + key.len);
    if (find_digit(behind, value) < behind.len)
        return true;
    digit = find_digit(text, value);
    return digit < text.len && assay_str_find(from(text, digit), key) < text.len - digit;
}

static bool any_key_says(struct assay_str text, double *value)
{
    static const char *const keys[] = {
        better_answer,   "更好回答",      "更好得回答",     "更好地回答",
        "better_answer", "better answer", "更好答案",       "更好得答案",
        "更好的答案",    "更好地答案",    "更佳回答",       "更佳答案",
        "更好答",        "最佳答案",      "更好答 案",      "更好 的 回答",
        "betterAnswer",  "更好 的 回应",  "更好得回应回答", "答案",
        "回答",
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (key_says(text, assay_str_of(keys[i]), value))
            return true;
    return false;
}

/* The text on one line. */
static struct assay_str one_line(struct assay_str text, struct assay_arena *arena)
{
    char *line = assay_arena_new(arena, text.len + 1, 1);

    for (size_t i = 0; i < text.len; i++)
        line[i] = (char)(text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
    return assay_word_strip((struct assay_str){line, text.len});
}

bool assay_verdict_con_j(struct assay_str text, double *value)
{
    struct assay_arena arena = {0};
    const struct assay_str line = one_line(text, &arena);
    bool found = false;

    if (!part_says(line, ASSAY_STR("```json"), ASSAY_STR("```"), true, &found, value) &&
        !object_says(line, &found, value) &&
        !part_says(line, ASSAY_STR("{"), ASSAY_STR("}"), false, &found, value))
        found = any_key_says(line, value);
    assay_arena_release(&arena);
    return found;
}

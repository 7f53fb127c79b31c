#include "harness/core/critique.h"

#include "harness/core/boxed.h"

const char *const assay_critique_names[] = {
    [ASSAY_CRITIQUE_BOXED] = "boxed",
    [ASSAY_CRITIQUE_SECTIONS] = "sections",
    [ASSAY_CRITIQUES] = NULL,
};

static const char section_mark[] = "Error Section Number:";
static const char conclusion_mark[] = "Conclusion:";
static const char explanation_mark[] = "Explanation:";

/* Cuts a text behind the first place of a mark; false where the mark is not there. */
static bool cut_behind(struct assay_str *text, const char *mark)
{
    const struct assay_str view = assay_str_of(mark);
    const size_t at = assay_str_find(*text, view);

    if (at == text->len)
        return false;
    *text = (struct assay_str){text->ptr + at + view.len, text->len - at - view.len};
    return true;
}

/* What precedes the first place of a mark; all of the text where it is not there. */
static struct assay_str before(struct assay_str text, const char *mark)
{
    return (struct assay_str){text.ptr, assay_str_find(text, assay_str_of(mark))};
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool says_yes(struct assay_str text)
{
    for (size_t i = 0; i + 3 <= text.len; i++)
        if (lower(text.ptr[i]) == 'y' && lower(text.ptr[i + 1]) == 'e' &&
            lower(text.ptr[i + 2]) == 's')
            return true;
    return false;
}

/* What stands between the last "Conclusion:" and the first section. */
static struct assay_str conclusion(struct assay_str text)
{
    struct assay_str rest = before(text, section_mark);

    while (cut_behind(&rest, conclusion_mark))
        continue;
    return rest;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static long first_number(struct assay_str text)
{
    size_t i = 0;
    long value = 0;

    while (i < text.len && !is_digit(text.ptr[i]))
        i++;
    if (i == text.len)
        return ASSAY_CRITIQUE_NUMBERLESS;
    for (; i < text.len && is_digit(text.ptr[i]); i++)
        if (value < ASSAY_CRITIQUE_FARTHEST)
            value = 10 * value + (text.ptr[i] - '0');
    return value < ASSAY_CRITIQUE_FARTHEST ? value : ASSAY_CRITIQUE_FARTHEST;
}

static bool holds(const long *place, size_t n, long one)
{
    for (size_t i = 0; i < n; i++)
        if (place[i] == one)
            return true;
    return false;
}

size_t assay_critique_sections(struct assay_str text, long *place)
{
    size_t n = 0;

    if (!says_yes(conclusion(text)))
        return 0;
    while (n < ASSAY_CRITIQUE_PLACES_MAX && cut_behind(&text, section_mark)) {
        const long one =
            first_number(before(before(text, section_mark), explanation_mark));

        if (!holds(place, n, one))
            place[n++] = one;
    }
    return n;
}

static struct assay_node *nothing(struct assay_arena *arena)
{
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));

    *node = assay_node_null();
    return node;
}

static const struct assay_node *read_sections(struct assay_str text,
                                              struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    long *place = assay_arena_new(arena, ASSAY_CRITIQUE_PLACES_MAX, sizeof(*place));
    const size_t n = assay_critique_sections(text, place);

    if (text.len == 0)
        return nothing(arena);
    for (size_t i = 0; i < n; i++)
        (void)assay_node_push(arena, list, assay_node_of_int(place[i]));
    if (n == 0)
        (void)assay_node_push(arena, list, assay_node_of_int(ASSAY_CRITIQUE_NONE));
    return list;
}

static const struct assay_node *read_boxed(const struct assay_str *texts, size_t n,
                                           struct assay_arena *arena)
{
    struct assay_node *node = nothing(arena);
    long place;

    if (assay_boxed_vote(texts, n, &place))
        *node = assay_node_of_int(place);
    return node;
}

/* The texts of a list, or the one text; false where something else is there. */
static bool texts_of(const struct assay_node *value, struct assay_str *text, size_t n)
{
    const bool list = assay_node_is(value, ASSAY_NODE_LIST);

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *one = list ? assay_node_at(value, i) : value;

        if (!assay_node_is(one, ASSAY_NODE_TEXT) && !assay_node_is(one, ASSAY_NODE_NULL))
            return false;
        text[i] = assay_node_text(one);
    }
    return true;
}

const struct assay_node *assay_critique_read(enum assay_critique form,
                                             const struct assay_node *value,
                                             struct assay_arena *arena)
{
    const bool list = assay_node_is(value, ASSAY_NODE_LIST);
    const size_t n = list ? assay_node_count(value) : 1;
    struct assay_str *text = assay_arena_new(arena, n + 1, sizeof(*text));

    if (!texts_of(value, text, n) || (list && form == ASSAY_CRITIQUE_SECTIONS))
        return NULL;
    return form == ASSAY_CRITIQUE_BOXED ? read_boxed(text, n, arena)
                                        : read_sections(text[0], arena);
}

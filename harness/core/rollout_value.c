/* rollout_value.c - one value of a rollout log against the shape of its field. */
#include "harness/core/rollout_parts.h"

#include <stdio.h>
#include <string.h>

static bool is_whole(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_INT) && node->as.integer >= 0;
}

static bool is_number(const struct assay_node *node)
{
    double ignored;

    return assay_node_number(node, &ignored);
}

static bool is_share(const struct assay_node *node)
{
    double x;

    return assay_node_number(node, &x) && x >= 0.0 && x <= 1.0;
}

static bool is_flag(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_BOOL) ||
           (assay_node_is(node, ASSAY_NODE_INT) &&
            (node->as.integer == 0 || node->as.integer == 1));
}

static bool is_name(const struct assay_node *node)
{
    return assay_node_text(node).len > 0;
}

static bool is_text(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_TEXT);
}

static bool is_map(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_MAP);
}

static bool is_hash(const struct assay_node *node)
{
    return assay_str_is_hex(assay_node_text(node), 64);
}

static bool is_null(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_NULL);
}

static bool is_number_or_null(const struct assay_node *node)
{
    return is_number(node) || is_null(node);
}

static bool is_text_or_null(const struct assay_node *node)
{
    return is_text(node) || is_null(node);
}

/* The first element of a list that is none; its count where all are. */
static size_t first_other(const struct assay_node *list,
                          bool (*is)(const struct assay_node *))
{
    size_t i = 0;

    while (i < assay_node_count(list) && is(assay_node_at(list, i)))
        i++;
    return i;
}

/* Most of a log is tracks of numbers: they are looked at without a call a number. */
static size_t first_no_number(const struct assay_node *list)
{
    const struct assay_node *at = list->as.list.at;
    size_t i = 0;

    while (i < list->as.list.count &&
           (at[i].type == ASSAY_NODE_REAL || at[i].type == ASSAY_NODE_INT ||
            at[i].type == ASSAY_NODE_NULL))
        i++;
    return i;
}

static bool is_numbers(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) &&
           first_no_number(node) == assay_node_count(node);
}

static bool is_numbers_or_null(const struct assay_node *node)
{
    return is_null(node) || is_numbers(node);
}

/* A number, or a row of them. */
static bool is_row(const struct assay_node *node)
{
    return is_number(node) || is_numbers(node);
}

static bool is_map_or_null(const struct assay_node *node)
{
    return is_null(node) || is_map(node);
}

/* Pairs of a token and its log-probability. */
static bool is_candidates(const struct assay_node *node)
{
    if (is_null(node))
        return true;
    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return false;
    for (size_t i = 0; i < assay_node_count(node); i++) {
        const struct assay_node *pair = assay_node_at(node, i);

        if (!assay_node_is(pair, ASSAY_NODE_LIST) || assay_node_count(pair) != 2 ||
            !is_whole(assay_node_at(pair, 0)) || !is_number(assay_node_at(pair, 1)))
            return false;
    }
    return true;
}

/* (state, action, next state, number). */
static bool is_entry(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) == 4 &&
           is_whole(assay_node_at(node, 0)) && is_whole(assay_node_at(node, 1)) &&
           is_whole(assay_node_at(node, 2)) && is_number(assay_node_at(node, 3));
}

/* A message is text: pictures are told by hash, in media. */
static bool is_message(const struct assay_node *node)
{
    const struct assay_str content = assay_node_text(assay_node_get(node, "content"));

    return is_map(node) && is_name(assay_node_get(node, "role")) &&
           is_text(assay_node_get(node, "content")) &&
           !assay_str_starts(content, ASSAY_STR("data:"));
}

/* How long an array has to be. */
enum extent {
    FREE,
    BY_TOKEN,
    BY_STEP
};

/* What an element is, for shapes that are lists. */
struct row {
    bool (*is)(const struct assay_node *);
    enum extent extent;
    bool side; /* may be in a side file */
};

static const struct row rows[] = {
    [ASSAY_ROLLOUT_TEXTS] = {is_text, FREE, false},
    [ASSAY_ROLLOUT_NUMBERS] = {is_number_or_null, FREE, true},
    [ASSAY_ROLLOUT_COUNTS] = {is_whole, FREE, false},
    [ASSAY_ROLLOUT_VECTOR] = {is_number, FREE, true},
    [ASSAY_ROLLOUT_ARRAY] = {is_row, FREE, true},
    [ASSAY_ROLLOUT_TOKENS] = {is_number_or_null, BY_TOKEN, true},
    [ASSAY_ROLLOUT_TOKEN_IDS] = {is_whole, BY_TOKEN, true},
    [ASSAY_ROLLOUT_TOKEN_LISTS] = {is_candidates, BY_TOKEN, false},
    [ASSAY_ROLLOUT_STEP_ENDS] = {is_whole, BY_STEP, false},
    [ASSAY_ROLLOUT_STEPS] = {is_number_or_null, BY_STEP, false},
    [ASSAY_ROLLOUT_STEP_TEXTS] = {is_text_or_null, BY_STEP, false},
    [ASSAY_ROLLOUT_STEP_LISTS] = {is_numbers_or_null, BY_STEP, false},
    [ASSAY_ROLLOUT_STEP_MAPS] = {is_map_or_null, BY_STEP, false},
    [ASSAY_ROLLOUT_ENTRIES] = {is_entry, FREE, false},
};

/* Rule 1: arrays of tokens are as long as n_tok says, arrays of steps as long as the first one of them. */
static enum assay_code check_extent(struct rollout_check *check, enum extent extent,
                                    const struct rollout_place *place, size_t count,
                                    struct assay_error *err)
{
    if (extent == BY_TOKEN && check->n_tok == SIZE_MAX)
        return assay_rollout_fail(err, check, place, "the response has no n_tok");
    if (extent == BY_TOKEN && count != check->n_tok)
        return assay_rollout_fail(err, check, place, "%zu entries, n_tok is %zu", count,
                                  check->n_tok);
    if (extent == BY_STEP && check->steps == SIZE_MAX)
        check->steps = count;
    if (extent == BY_STEP && count != check->steps)
        return assay_rollout_fail(err, check, place, "%zu entries, there are %zu steps",
                                  count, check->steps);
    return ASSAY_OK;
}

static enum assay_code check_ends(const struct rollout_check *check,
                                  const struct rollout_place *place,
                                  const struct assay_node *list, struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    int64_t last = 0;

    if (check->n_tok == SIZE_MAX)
        return assay_rollout_fail(err, check, place, "the response has no n_tok");
    for (size_t i = 0; i < n; i++) {
        const int64_t end = assay_node_at(list, i)->as.integer;

        if (end <= last)
            return assay_rollout_fail(err, check, place, "entry %zu does not rise", i);
        last = end;
    }
    return (uint64_t)last == check->n_tok
               ? ASSAY_OK
               : assay_rollout_fail(err, check, place, "ends at %lld, n_tok is %zu",
                                    (long long)last, check->n_tok);
}

static enum assay_code check_span(struct rollout_check *check, const struct row *row,
                                  const struct rollout_place *place,
                                  const struct assay_node *node, struct assay_error *err)
{
    struct rollout_span span;
    const enum assay_code code = assay_rollout_files_span(check, place, node, &span, err);

    if (code)
        return code;
    if (row->is == is_whole && !span.file->integers)
        return assay_rollout_fail(err, check, place, "whole numbers are in a .i32 file");
    if (row->is != is_row && span.dims != 1)
        return assay_rollout_fail(err, check, place, "shape has %zu dimensions",
                                  span.dims);
    return check_extent(check, row->extent, place, span.count, err);
}

static enum assay_code check_list(struct rollout_check *check,
                                  const struct assay_rollout_field *field,
                                  const struct rollout_place *place,
                                  const struct assay_node *node, struct assay_error *err)
{
    const struct row *row = &rows[field->shape];
    size_t other;
    enum assay_code code;

    if (row->side && assay_node_is(node, ASSAY_NODE_MAP) && assay_rollout_is_span(node))
        return check_span(check, row, place, node, err);
    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return assay_rollout_fail(err, check, place, "expected %s, found a %s",
                                  assay_rollout_shape_words(field->shape),
                                  assay_node_type_name(node));
    other =
        row->is == is_number_or_null ? first_no_number(node) : first_other(node, row->is);
    if (other < assay_node_count(node))
        return assay_rollout_fail(err, check, place, "entry %zu: expected %s, found a %s",
                                  other, assay_rollout_shape_words(field->shape),
                                  assay_node_type_name(assay_node_at(node, other)));
    code = check_extent(check, row->extent, place, assay_node_count(node), err);
    if (!code && field->shape == ASSAY_ROLLOUT_STEP_ENDS)
        code = check_ends(check, place, node, err);
    return code;
}

static enum assay_code check_response(const struct rollout_check *check,
                                      const struct rollout_place *place,
                                      const struct assay_node *node,
                                      struct assay_error *err)
{
    uint32_t ignored;

    if (is_name(node) && assay_names_find(&check->ids, assay_node_text(node), &ignored))
        return ASSAY_OK;
    return assay_rollout_fail(err, check, place, "the group has no response \"%.*s\"",
                              ASSAY_STR_ARG(assay_node_text(node)));
}

static enum assay_code check_responses(const struct rollout_check *check,
                                       const struct rollout_place *place,
                                       const struct assay_node *node,
                                       struct assay_error *err)
{
    struct assay_names seen = {.count = 0};
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return assay_rollout_fail(err, check, place, "expected a list, found a %s",
                                  assay_node_type_name(node));
    for (size_t i = 0; !code && i < assay_node_count(node); i++) {
        const struct assay_node *one = assay_node_at(node, i);

        code = check_response(check, place, one, err);
        if (!code && assay_names_add(&seen, assay_node_text(one)) != i)
            code = assay_rollout_fail(err, check, place, "\"%.*s\" stands there twice",
                                      ASSAY_STR_ARG(assay_node_text(one)));
    }
    assay_names_release(&seen);
    return code;
}

static enum assay_code check_word(const struct rollout_check *check,
                                  const struct assay_rollout_field *field,
                                  const struct rollout_place *place,
                                  const struct assay_node *node, struct assay_error *err)
{
    char words[256];
    size_t at = 0;

    for (size_t i = 0; field->words[i]; i++) {
        if (is_text(node) &&
            assay_str_equal(assay_node_text(node), assay_str_of(field->words[i])))
            return ASSAY_OK;
        at += (size_t)snprintf(words + at, sizeof(words) - at, "%s%s", i ? ", " : "",
                               field->words[i]);
    }
    return assay_rollout_fail(err, check, place, "\"%.*s\" is none of %s",
                              ASSAY_STR_ARG(assay_node_text(node)), words);
}

static bool is_prompt(const struct assay_node *node)
{
    if (is_text(node))
        return !assay_str_starts(assay_node_text(node), ASSAY_STR("data:"));
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) > 0 &&
           first_other(node, is_message) == assay_node_count(node);
}

static bool is_any(const struct assay_node *node)
{
    return node != NULL;
}

/* Shapes that are one value. */
static bool (*const single[])(const struct assay_node *) = {
    [ASSAY_ROLLOUT_TEXT] = is_text,       [ASSAY_ROLLOUT_NAME] = is_name,
    [ASSAY_ROLLOUT_NUMBER] = is_number,   [ASSAY_ROLLOUT_COUNT] = is_whole,
    [ASSAY_ROLLOUT_FLAG] = is_flag,       [ASSAY_ROLLOUT_SHARE] = is_share,
    [ASSAY_ROLLOUT_SHA256] = is_hash,     [ASSAY_ROLLOUT_ANY] = is_any,
    [ASSAY_ROLLOUT_MESSAGES] = is_prompt,
};

enum assay_code assay_rollout_check_value(struct rollout_check *check,
                                          const struct assay_rollout_field *field,
                                          const struct rollout_place *place,
                                          const struct assay_node *node,
                                          struct assay_error *err)
{
    const size_t shape = (size_t)field->shape;

    if (field->shape == ASSAY_ROLLOUT_WORD)
        return check_word(check, field, place, node, err);
    if (field->shape == ASSAY_ROLLOUT_RESPONSE)
        return check_response(check, place, node, err);
    if (field->shape == ASSAY_ROLLOUT_RESPONSES)
        return check_responses(check, place, node, err);
    if (shape >= sizeof(single) / sizeof(single[0]) || !single[shape])
        return check_list(check, field, place, node, err);
    if (single[shape](node))
        return ASSAY_OK;
    return assay_rollout_fail(err, check, place, "expected %s, found a %s",
                              assay_rollout_shape_words(field->shape),
                              assay_node_type_name(node));
}

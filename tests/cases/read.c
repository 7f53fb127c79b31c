/* read.c - case inputs as arrays, outcomes as trees. */
#include "tests/cases/case.h"

#include <math.h>

bool case_number(const struct assay_node *node, double *value)
{
    const struct assay_str text = assay_node_text(node);

    if (assay_node_number(node, value))
        return true;
    if (assay_node_is(node, ASSAY_NODE_BOOL)) {
        *value = node->as.truth ? 1.0 : 0.0;
        return true;
    }
    if (assay_str_equal(text, ASSAY_STR("inf")))
        *value = HUGE_VAL;
    else if (assay_str_equal(text, ASSAY_STR("-inf")))
        *value = -HUGE_VAL;
    else if (assay_str_equal(text, ASSAY_STR("nan")))
        *value = nan("");
    else
        return false;
    return true;
}

enum assay_code case_reals_of(const struct assay_node *list, const char *what,
                              struct assay_arena *arena, struct case_reals *out,
                              struct assay_error *err)
{
    if (!assay_node_is(list, ASSAY_NODE_LIST))
        return assay_fail(err, ASSAY_EDATA, "%s: expected a list, found %s", what,
                          assay_node_type_name(list));
    out->count = assay_node_count(list);
    out->at = assay_arena_new(arena, out->count + 1, sizeof(*out->at));
    for (size_t i = 0; i < out->count; i++) {
        if (!case_number(assay_node_at(list, i), &out->at[i]))
            return assay_fail(err, ASSAY_EDATA, "%s[%zu]: expected a number, found %s",
                              what, i, assay_node_type_name(assay_node_at(list, i)));
    }
    return ASSAY_OK;
}

enum assay_code case_reals(const struct assay_node *input, const char *key,
                           struct assay_arena *arena, struct case_reals *out,
                           struct assay_error *err)
{
    return case_reals_of(assay_node_get(input, key), key, arena, out, err);
}

enum assay_code case_square(const struct assay_node *input, const char *key,
                            struct assay_arena *arena, struct case_reals *out,
                            struct assay_error *err)
{
    const struct assay_node *rows = assay_node_get(input, key);
    const size_t n = assay_node_count(rows);

    out->count = n * n;
    out->at = assay_arena_new(arena, n * n + 1, sizeof(*out->at));
    for (size_t i = 0; i < n; i++) {
        struct case_reals row = {0};
        const enum assay_code code =
            case_reals_of(assay_node_at(rows, i), key, arena, &row, err);

        if (code)
            return code;
        if (row.count != n)
            return assay_fail(err, ASSAY_EDATA, "%s[%zu]: %zu numbers in a row of %zu",
                              key, i, row.count, n);
        for (size_t j = 0; j < n; j++)
            out->at[i * n + j] = row.at[j];
    }
    return ASSAY_OK;
}

size_t case_count(const struct assay_node *input, const char *key, size_t fallback)
{
    double value;

    if (!assay_node_number(assay_node_get(input, key), &value) ||
        !(value >= 0.0 && value <= 1e7))
        return fallback;
    return (size_t)value;
}

uint64_t case_seed(const struct assay_node *input, const char *key)
{
    const struct assay_node *node = assay_node_get(input, key);

    return assay_node_is(node, ASSAY_NODE_INT) ? (uint64_t)node->as.integer : 0;
}

bool case_truth(const struct assay_node *input, const char *key)
{
    const struct assay_node *node = assay_node_get(input, key);

    return assay_node_is(node, ASSAY_NODE_BOOL) && node->as.truth;
}

struct assay_node case_real_node(double value)
{
    if (isinf(value))
        return assay_node_of_string(value > 0.0 ? "inf" : "-inf");
    return assay_node_of_real(value);
}

struct assay_node case_list_node(const double *value, size_t n, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        assay_node_push(arena, list, case_real_node(value[i]));
    return *list;
}

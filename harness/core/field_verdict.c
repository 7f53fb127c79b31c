/* field_verdict.c - the transforms that read judges' texts, and undo how answers were shown. */
#include "harness/core/field_parts.h"

#include <math.h>

enum {
    PLACES_MAX = 4096 /* answers that a judge is shown at once */
};

static const struct assay_node *number_node(struct assay_arena *arena, double value,
                                            unsigned line)
{
    return assay_node_keep(arena,
                           fabs(value) < 1e15 && floor(value) == value
                               ? assay_node_of_int((int64_t)value)
                               : assay_node_of_real(value),
                           line);
}

/* The other field as a number: truths are 1 and 0, in any spelling of JSON, Python or CSV. */
static enum assay_code other_number(const struct field_work *work, double *out,
                                    struct assay_error *err)
{
    const struct field_work other = {.field = work->transform->other,
                                     .source = work->source};
    struct assay_str text;
    const enum assay_code code =
        assay_field_text(other.field, work->source, work->arena, &text, err);

    if (code)
        return code;
    *out = assay_str_equal(text, ASSAY_STR("true")) ||
           assay_str_equal(text, ASSAY_STR("True"));
    if (*out == 1.0 || assay_str_equal(text, ASSAY_STR("false")) ||
        assay_str_equal(text, ASSAY_STR("False")) || assay_str_number(text, out))
        return ASSAY_OK;
    return assay_field_wrong(&other, "expected true, false or a number, found ", text,
                             err);
}

static enum assay_code judge_swapped(const struct field_work *work, double swapped,
                                     double *value, struct assay_error *err)
{
    if (swapped != 0.0 && swapped != 1.0)
        return assay_field_wrong(work, "swapped is neither true nor false", ASSAY_STR(""),
                                 err);
    if (swapped == 1.0 && *value != 0.0)
        *value = -*value;
    return ASSAY_OK;
}

static enum assay_code judge_moved(const struct field_work *work, double place,
                                   double *value, struct assay_error *err)
{
    if (!(place >= 0.0 && place < PLACES_MAX && place == (double)(int)place))
        return assay_field_wrong(work, "moved names no place", ASSAY_STR(""), err);
    if (*value == 0.0)
        *value = place;
    else if (*value == place)
        *value = 0.0;
    return ASSAY_OK;
}

static const struct assay_node *verdict_of(const struct field_work *work,
                                           const struct assay_node *in)
{
    struct assay_str text;
    double number;

    return assay_field_spell(in, work->arena, &text) &&
                   work->transform->parser->parse(text, &number)
               ? number_node(work->arena, number, in->line)
               : assay_node_keep(work->arena, assay_node_null(), in->line);
}

enum assay_code assay_field_judge(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err)
{
    const struct assay_node *in = *value;
    double number, other;
    enum assay_code code;

    if (assay_node_is(in, ASSAY_NODE_NULL))
        return ASSAY_OK;
    if (work->transform->type == FIELD_VERDICT) {
        *value = verdict_of(work, in);
        return ASSAY_OK;
    }
    if (!assay_node_number(in, &number))
        return assay_field_wrong_type(work, "only numbers are swapped or moved, not ", in,
                                      err);
    code = other_number(work, &other, err);
    if (!code)
        code = work->transform->type == FIELD_SWAPPED
                   ? judge_swapped(work, other, &number, err)
                   : judge_moved(work, other, &number, err);
    if (!code)
        *value = number_node(work->arena, number, in->line);
    return code;
}

enum assay_code assay_field_compare(const struct assay_field *field,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    double side[2];

    *out = assay_node_keep(arena, assay_node_null(), source->line);
    for (size_t i = 0; i < 2; i++) {
        const struct assay_node *node;
        enum assay_code code =
            assay_field_value(field->parts[i], source, arena, &node, err);

        if (code || !node || assay_node_is(node, ASSAY_NODE_NULL))
            return code;
        code = assay_field_number(field->parts[i], source, arena, &side[i], err);
        if (code)
            return code;
    }
    *out = number_node(arena, (side[0] > side[1]) - (side[0] < side[1]), source->line);
    return ASSAY_OK;
}

static size_t times_in(const struct assay_node *list, const struct assay_node *element)
{
    size_t n = 0;

    for (size_t i = 0; i < assay_node_count(list); i++)
        n += assay_node_equal(assay_node_at(list, i), element);
    return n;
}

static const struct assay_node *majority_of(const struct assay_node *list,
                                            struct assay_arena *arena)
{
    const struct assay_node *best = NULL;
    size_t most = 0;
    bool shared = false;

    for (size_t i = 0; i < assay_node_count(list) && i < PLACES_MAX; i++) {
        const struct assay_node *one = assay_node_at(list, i);
        const size_t n = times_in(list, one);

        if (n < most || (best && assay_node_equal(one, best)))
            continue;
        shared = n == most;
        best = one;
        most = n;
    }
    return best && !shared ? best : assay_node_keep(arena, assay_node_null(), list->line);
}

enum assay_code assay_field_of_list(const struct field_work *work,
                                    const struct assay_node **value,
                                    struct assay_error *err)
{
    const struct assay_node *in = *value;
    const bool majority = work->transform->type == FIELD_MAJORITY;

    if (!work->transform->table->as.truth ||
        (majority && !assay_node_is(in, ASSAY_NODE_LIST)))
        return ASSAY_OK;
    if (!assay_node_is(in, ASSAY_NODE_LIST))
        return assay_field_wrong_type(work, "expected a list, found a ", in, err);
    *value = majority ? majority_of(in, work->arena)
                      : number_node(work->arena, (double)assay_node_count(in), in->line);
    return ASSAY_OK;
}

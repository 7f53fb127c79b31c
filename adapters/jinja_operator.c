/* jinja_operator.c - arithmetic, joining, order and membership, as Python has them. */
#include "adapters/jinja_parts.h"

#include <math.h>
#include <string.h>

static struct jinja_value joined(struct jinja_render *render, struct assay_str a,
                                 struct assay_str b)
{
    char *text;

    if (a.len + b.len > ASSAY_JINJA_OUTPUT_MAX)
        return assay_jinja_fail(render, "a text of more than %d bytes",
                                ASSAY_JINJA_OUTPUT_MAX);
    text = assay_arena_raw(render->arena, a.len + b.len + 1);
    if (a.len > 0)
        memcpy(text, a.ptr, a.len);
    if (b.len > 0)
        memcpy(text + a.len, b.ptr, b.len);
    text[a.len + b.len] = '\0';
    return assay_jinja_of_text((struct assay_str){text, a.len + b.len});
}

static struct jinja_value both(struct jinja_render *render,
                               const struct jinja_sequence *a,
                               const struct jinja_sequence *b)
{
    struct jinja_value list = assay_jinja_new_sequence(render->arena);

    for (size_t i = 0; i < a->count; i++)
        assay_jinja_push(render->arena, &list, a->at[i]);
    for (size_t i = 0; i < b->count; i++)
        assay_jinja_push(render->arena, &list, b->at[i]);
    return list;
}

static struct jinja_value repeated(struct jinja_render *render, struct assay_str text,
                                   int64_t times)
{
    struct jinja_value all = assay_jinja_of_text((struct assay_str){"", 0});

    if (times > 0 && text.len > 0 &&
        (uint64_t)times > (uint64_t)ASSAY_JINJA_OUTPUT_MAX / text.len)
        return assay_jinja_fail(render, "a text of more than %d bytes",
                                ASSAY_JINJA_OUTPUT_MAX);
    if (times > 0 && text.len > 0) {
        char *out = assay_arena_raw(render->arena, text.len * (size_t)times);

        for (int64_t i = 0; i < times; i++)
            memcpy(out + (size_t)i * text.len, text.ptr, text.len);
        all.as.text = (struct assay_str){out, text.len * (size_t)times};
    }
    return all;
}

/* Floor and modulo of integers, b not 0: the rest has the sign of b. */
static struct jinja_value divided(enum jinja_op op, int64_t a, int64_t b)
{
    const int64_t rest = b == -1 ? 0 : a % b;
    const bool off = rest != 0 && (rest < 0) != (b < 0);

    if (op == JINJA_MODULO)
        return assay_jinja_of_integer(off ? rest + b : rest);
    return assay_jinja_of_integer((b == -1 ? (int64_t)(0 - (uint64_t)a) : a / b) - off);
}

static struct jinja_value integers(struct jinja_render *render, enum jinja_op op,
                                   int64_t a, int64_t b)
{
    int64_t out = 0;
    bool over = false;

    if (op == JINJA_ADD)
        over = __builtin_add_overflow(a, b, &out);
    else if (op == JINJA_SUBTRACT)
        over = __builtin_sub_overflow(a, b, &out);
    else if (op == JINJA_MULTIPLY)
        over = __builtin_mul_overflow(a, b, &out);
    else if (b == 0)
        return assay_jinja_fail(render, "a division by zero");
    else
        return divided(op, a, b);
    return over ? assay_jinja_fail(render, "an integer beyond 64 bits")
                : assay_jinja_of_integer(out);
}

static struct jinja_value power(struct jinja_render *render, int64_t a, int64_t b)
{
    struct jinja_value out = assay_jinja_of_integer(1);

    if (b > 64 && a != 0 && a != 1 && a != -1)
        return assay_jinja_fail(render, "an integer beyond 64 bits");
    for (int64_t i = 0; i < (b > 64 ? 64 + b % 2 : b) && !render->code; i++)
        out = integers(render, JINJA_MULTIPLY, out.as.integer, a);
    return out;
}

static struct jinja_value reals(struct jinja_render *render, enum jinja_op op, double a,
                                double b)
{
    double out = 0.0;

    if (b == 0.0 && (op == JINJA_DIVIDE || op == JINJA_FLOOR || op == JINJA_MODULO))
        return assay_jinja_fail(render, "a division by zero");
    if (op == JINJA_ADD)
        out = a + b;
    else if (op == JINJA_SUBTRACT)
        out = a - b;
    else if (op == JINJA_MULTIPLY)
        out = a * b;
    else if (op == JINJA_DIVIDE)
        out = a / b;
    else if (op == JINJA_FLOOR)
        out = floor(a / b);
    else if (op == JINJA_MODULO)
        out = a - b * floor(a / b);
    else
        out = pow(a, b);
    return (struct jinja_value){.type = JINJA_REAL, .as.real = out};
}

static bool whole(const struct jinja_value *value, int64_t *out)
{
    if (value->type != JINJA_INTEGER && value->type != JINJA_TRUTH)
        return false;
    *out = value->type == JINJA_INTEGER ? value->as.integer : value->as.truth;
    return true;
}

static struct jinja_value unfit(struct jinja_render *render, enum jinja_op op,
                                const struct jinja_value *a, const struct jinja_value *b)
{
    static const char *const signs[] = {"+", "-", "*", "/", "//", "%", "**"};

    return assay_jinja_fail(render, "%s %s %s cannot be worked out",
                            assay_jinja_type_name(a), signs[op],
                            assay_jinja_type_name(b));
}

static struct jinja_value arithmetic(struct jinja_render *render, enum jinja_op op,
                                     const struct jinja_value *a,
                                     const struct jinja_value *b)
{
    int64_t i, k;
    double x, y;

    if (op == JINJA_ADD && a->type == JINJA_TEXT && b->type == JINJA_TEXT)
        return joined(render, a->as.text, b->as.text);
    if (op == JINJA_ADD && a->type == JINJA_SEQUENCE && b->type == JINJA_SEQUENCE)
        return both(render, a->as.sequence, b->as.sequence);
    if (op == JINJA_MULTIPLY && a->type == JINJA_TEXT && whole(b, &k))
        return repeated(render, a->as.text, k);
    if (whole(a, &i) && whole(b, &k) && op != JINJA_DIVIDE && op != JINJA_POWER)
        return integers(render, op, i, k);
    if (op == JINJA_POWER && whole(a, &i) && whole(b, &k) && k >= 0)
        return power(render, i, k);
    if (assay_jinja_is_number(a, &x) && assay_jinja_is_number(b, &y))
        return reals(render, op, x, y);
    return unfit(render, op, a, b);
}

static bool contains(struct jinja_render *render, const struct jinja_value *all,
                     const struct jinja_value *one)
{
    if (all->type == JINJA_MAPPING)
        return assay_jinja_get(all, one) != NULL;
    if (all->type == JINJA_TEXT && one->type == JINJA_TEXT)
        return one->as.text.len == 0 ||
               assay_str_find(all->as.text, one->as.text) < all->as.text.len;
    if (all->type != JINJA_SEQUENCE && all->type != JINJA_UNDEFINED)
        (void)assay_jinja_fail(render, "%s holds nothing", assay_jinja_type_name(all));
    for (size_t i = 0; all->type == JINJA_SEQUENCE && i < all->as.sequence->count; i++)
        if (assay_jinja_equal(&all->as.sequence->at[i], one))
            return true;
    return false;
}

struct jinja_value assay_jinja_operate(struct jinja_render *render, enum jinja_op op,
                                       const struct jinja_value *a,
                                       const struct jinja_value *b)
{
    switch (op) {
    case JINJA_ADD:
    case JINJA_SUBTRACT:
    case JINJA_MULTIPLY:
    case JINJA_DIVIDE:
    case JINJA_FLOOR:
    case JINJA_MODULO:
    case JINJA_POWER:
        return arithmetic(render, op, a, b);
    case JINJA_JOIN:
        return joined(render, assay_jinja_spell(render, a), assay_jinja_spell(render, b));
    case JINJA_EQUAL:
        return assay_jinja_of_truth(assay_jinja_equal(a, b));
    case JINJA_DIFFERENT:
        return assay_jinja_of_truth(!assay_jinja_equal(a, b));
    case JINJA_LESS:
        return assay_jinja_of_truth(assay_jinja_compare(render, a, b) < 0);
    case JINJA_LESS_EQUAL:
        return assay_jinja_of_truth(assay_jinja_compare(render, a, b) <= 0);
    case JINJA_GREATER:
        return assay_jinja_of_truth(assay_jinja_compare(render, a, b) > 0);
    case JINJA_GREATER_EQUAL:
        return assay_jinja_of_truth(assay_jinja_compare(render, a, b) >= 0);
    case JINJA_IN:
        return assay_jinja_of_truth(contains(render, b, a));
    case JINJA_NOT_IN:
        return assay_jinja_of_truth(!contains(render, b, a));
    }
    return assay_jinja_of_truth(false);
}

/* expression_value.c - the value of an expression, or why it has none. */
#include "harness/core/expression_parts.h"

#include <math.h>
#include <string.h>

static bool is_true(double x)
{
    return x < 0.0 || x > 0.0;
}

static double relation_of(enum expression_code code, double x, double y)
{
    switch ((unsigned)code) {
    case OP_LESS:
        return x < y;
    case OP_LESS_EQUAL:
        return x <= y;
    case OP_GREATER:
        return x > y;
    case OP_GREATER_EQUAL:
        return x >= y;
    case OP_EQUAL:
        return x <= y && x >= y;
    default:
        return x < y || x > y;
    }
}

/* The power of two numbers, or why there is none. */
static const char *power_of(double x, double y, double *out)
{
    if (!is_true(x) && y < 0.0)
        return "a negative power of zero";
    if (x < 0.0 && is_true(y - floor(y)))
        return "a broken power of a negative number";
    *out = pow(x, y);
    return NULL;
}

static const char *binary(enum expression_code code, double x, double y, double *out)
{
    switch ((unsigned)code) {
    case OP_ADD:
        *out = x + y;
        return NULL;
    case OP_SUBTRACT:
        *out = x - y;
        return NULL;
    case OP_MULTIPLY:
        *out = x * y;
        return NULL;
    case OP_DIVIDE:
        *out = x / y;
        return is_true(y) ? NULL : "division by zero";
    case OP_POWER:
        return power_of(x, y, out);
    case OP_MIN:
        *out = x < y ? x : y;
        return NULL;
    case OP_MAX:
        *out = x > y ? x : y;
        return NULL;
    default:
        *out = relation_of(code, x, y);
        return NULL;
    }
}

static const char *unary(enum expression_code code, double x, double *out)
{
    switch ((unsigned)code) {
    case OP_NEGATE:
        *out = -x;
        return NULL;
    case OP_NOT:
        *out = !is_true(x);
        return NULL;
    case OP_TRUTH:
        *out = is_true(x);
        return NULL;
    case OP_ABS:
        *out = fabs(x);
        return NULL;
    case OP_EXP:
        *out = exp(x);
        return NULL;
    case OP_FLOOR:
        *out = floor(x);
        return NULL;
    case OP_LOG:
        *out = x > 0.0 ? log(x) : 0.0;
        return x > 0.0 ? NULL : "log of what is not above zero";
    default:
        *out = x < 0.0 ? 0.0 : sqrt(x);
        return x < 0.0 ? "sqrt of a negative number" : NULL;
    }
}

static bool takes_one(enum expression_code code)
{
    return code == OP_NEGATE || code == OP_NOT || code == OP_TRUTH ||
           (code >= OP_ABS && code <= OP_SQRT);
}

/* An operator on what is on top of the stack. */
static const char *apply(enum expression_code code, double *stack, size_t *top)
{
    const char *what;

    if (takes_one(code)) {
        what = unary(code, stack[*top - 1], &stack[*top - 1]);
    } else {
        (*top)--;
        what = binary(code, stack[*top - 1], stack[*top], &stack[*top - 1]);
    }
    if (!what && !isfinite(stack[*top - 1]))
        return "too large a number";
    return what;
}

bool assay_expression_value(const struct assay_expression *expression,
                            const double *value, double *out,
                            struct assay_expression_fault *fault)
{
    double stack[EXPRESSION_STACK + 1];
    size_t top = 0;

    memset(stack, 0, (expression->most + 1) * sizeof(*stack));

    for (size_t i = 0; i < expression->count; i++) {
        const struct expression_op *op = &expression->op[i];

        if (op->code == OP_NUMBER)
            stack[top++] = op->as.number;
        else if (op->code == OP_NAME)
            stack[top++] = value[op->as.place];
        else if (op->code == OP_JUMP)
            i = op->as.place - 1;
        else if (op->code == OP_JUMP_FALSE)
            i = is_true(stack[--top]) ? i : op->as.place - 1;
        else if ((fault->what = apply(op->code, stack, &top))) {
            fault->column = op->column;
            return false;
        }
    }
    *out = stack[0];
    return true;
}

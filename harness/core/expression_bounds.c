/*
 * expression_bounds.c - what an expression can come to: its program run on ranges in place of numbers.
 *
 * Jumps lead forward alone, so one way through the program sees every operation once; where two ways meet, what is known
 * is the hull of both.
 */
#include "harness/core/expression_parts.h"

#include <math.h>
#include <string.h>

/* A range, and the column of what made it endless. */
struct span {
    double lo, hi;
    uint32_t column;
};

/* What is known where the program stands. */
struct known {
    struct span stack[EXPRESSION_STACK + 1];
    size_t top;
    struct assay_expression_range *name; /* (names,) */
    bool reached;
};

struct analysis {
    const struct assay_expression *expression;
    struct assay_arena arena;
    struct known now;
    struct known *
        *waiting; /* (count + 1,) what jumps bring to a place; NULL: none leads there */
    const char *fault;
};

static bool is_endless(struct span s)
{
    return !isfinite(s.lo) || !isfinite(s.hi);
}

static double product(double x, double y)
{
    return fabs(x) > 0.0 && fabs(y) > 0.0 ? x * y : 0.0;
}

static struct span hull4(double a, double b, double c, double d)
{
    return (struct span){fmin(fmin(a, b), fmin(c, d)), fmax(fmax(a, b), fmax(c, d)), 0};
}

static struct span multiply(struct span x, struct span y)
{
    return hull4(product(x.lo, y.lo), product(x.lo, y.hi), product(x.hi, y.lo),
                 product(x.hi, y.hi));
}

static const char *divide(struct span x, struct span y, struct span *out)
{
    if (y.lo <= 0.0 && y.hi >= 0.0)
        return "division by what may be zero";
    *out = multiply(x, (struct span){1.0 / y.hi, 1.0 / y.lo, 0});
    return NULL;
}

/* A whole power of a range. */
static const char *whole_power(struct span x, double n, struct span *out)
{
    const double a = pow(x.lo, n), b = pow(x.hi, n);
    const bool holds_zero = x.lo <= 0.0 && x.hi >= 0.0;

    if (n < 0.0 && holds_zero)
        return "a negative power of what may be zero";
    *out = (struct span){fmin(a, b), fmax(a, b), 0};
    if (holds_zero && !(fabs(fmod(n, 2.0)) > 0.0))
        out->lo = 0.0;
    if (!(fabs(n) > 0.0))
        *out = (struct span){1.0, 1.0, 0};
    return NULL;
}

static const char *power(struct span x, struct span y, struct span *out)
{
    if (!(y.lo < y.hi) && !(fabs(y.lo - floor(y.lo)) > 0.0))
        return whole_power(x, y.lo, out);
    if (x.lo < 0.0)
        return "a power of what may be negative";
    if (!(x.lo > 0.0) && y.lo < 0.0)
        return "a negative power of what may be zero";
    *out = hull4(pow(x.lo, y.lo), pow(x.lo, y.hi), pow(x.hi, y.lo), pow(x.hi, y.hi));
    return NULL;
}

static struct span truth(bool can_be_false, bool can_be_true)
{
    return (struct span){can_be_false ? 0.0 : 1.0, can_be_true ? 1.0 : 0.0, 0};
}

static struct span relation(enum expression_code code, struct span x, struct span y)
{
    const bool apart = x.hi < y.lo || x.lo > y.hi;
    const bool one = !(x.lo < x.hi) && !(y.lo < y.hi) && !apart;

    switch ((unsigned)code) {
    case OP_LESS:
        return truth(x.hi >= y.lo, x.lo < y.hi);
    case OP_LESS_EQUAL:
        return truth(x.hi > y.lo, x.lo <= y.hi);
    case OP_GREATER:
        return truth(x.lo <= y.hi, x.hi > y.lo);
    case OP_GREATER_EQUAL:
        return truth(x.lo < y.hi, x.hi >= y.lo);
    case OP_EQUAL:
        return truth(!one, !apart);
    default:
        return truth(!apart, !one);
    }
}

static const char *binary(enum expression_code code, struct span x, struct span y,
                          struct span *out)
{
    switch ((unsigned)code) {
    case OP_ADD:
        *out = (struct span){x.lo + y.lo, x.hi + y.hi, 0};
        return NULL;
    case OP_SUBTRACT:
        *out = (struct span){x.lo - y.hi, x.hi - y.lo, 0};
        return NULL;
    case OP_MULTIPLY:
        *out = multiply(x, y);
        return NULL;
    case OP_DIVIDE:
        return divide(x, y, out);
    case OP_POWER:
        return power(x, y, out);
    case OP_MIN:
        *out = (struct span){fmin(x.lo, y.lo), fmin(x.hi, y.hi), 0};
        return NULL;
    case OP_MAX:
        *out = (struct span){fmax(x.lo, y.lo), fmax(x.hi, y.hi), 0};
        return NULL;
    default:
        *out = relation(code, x, y);
        return NULL;
    }
}

static bool may_be_false(struct span s)
{
    return s.lo <= 0.0 && s.hi >= 0.0;
}

static bool may_be_true(struct span s)
{
    return s.lo < 0.0 || s.hi > 0.0;
}

static const char *unary(enum expression_code code, struct span x, struct span *out)
{
    const bool crosses = x.lo < 0.0 && x.hi > 0.0;
    const double a = fabs(x.lo), b = fabs(x.hi);

    switch ((unsigned)code) {
    case OP_NEGATE:
        *out = (struct span){-x.hi, -x.lo, 0};
        return NULL;
    case OP_NOT:
        *out = truth(may_be_true(x), may_be_false(x));
        return NULL;
    case OP_TRUTH:
        *out = truth(may_be_false(x), may_be_true(x));
        return NULL;
    case OP_ABS:
        *out = (struct span){crosses ? 0.0 : fmin(a, b), fmax(a, b), 0};
        return NULL;
    case OP_EXP:
        *out = (struct span){exp(x.lo), exp(x.hi), 0};
        return NULL;
    case OP_FLOOR:
        *out = (struct span){floor(x.lo), floor(x.hi), 0};
        return NULL;
    case OP_LOG:
        *out =
            (struct span){x.lo > 0.0 ? log(x.lo) : 0.0, x.lo > 0.0 ? log(x.hi) : 0.0, 0};
        return x.lo > 0.0 ? NULL : "log of what may not be above zero";
    default:
        *out = (struct span){x.lo < 0.0 ? 0.0 : sqrt(x.lo), x.hi < 0.0 ? 0.0 : sqrt(x.hi),
                             0};
        return x.lo < 0.0 ? "sqrt of what may be negative" : NULL;
    }
}

static bool takes_one(enum expression_code code)
{
    return code == OP_NEGATE || code == OP_NOT || code == OP_TRUTH ||
           (code >= OP_ABS && code <= OP_SQRT);
}

/* An operator; what made an operand endless made the outcome so, else the operator did. */
static const char *apply(struct known *now, const struct expression_op *op)
{
    const bool one = takes_one(op->code);
    const struct span y = now->stack[now->top - 1];
    struct span x, *out;
    const char *what;

    if (!one)
        now->top--;
    out = &now->stack[now->top - 1];
    x = *out;
    what = one ? unary(op->code, x, out) : binary(op->code, x, y, out);
    if (!what && is_endless(*out))
        out->column = is_endless(x) ? x.column : is_endless(y) ? y.column : op->column;
    return what;
}

/* ---- ways that part and meet ---- */

static void copy_known(const struct analysis *a, struct known *to,
                       const struct known *from)
{
    struct assay_expression_range *name = to->name;

    *to = *from;
    to->name = name;
    if (a->expression->names > 0)
        memcpy(name, from->name, a->expression->names * sizeof(*name));
}

/* What is known by one way becomes what is known by either. */
static void meet(const struct analysis *a, struct known *to, const struct known *from)
{
    if (!to->reached) {
        copy_known(a, to, from);
        return;
    }
    for (size_t i = 0; i < to->top; i++) {
        struct span *s = &to->stack[i];

        if (!is_endless(*s))
            s->column = from->stack[i].column;
        s->lo = fmin(s->lo, from->stack[i].lo);
        s->hi = fmax(s->hi, from->stack[i].hi);
    }
    for (size_t i = 0; i < a->expression->names; i++) {
        to->name[i].lo = fmin(to->name[i].lo, from->name[i].lo);
        to->name[i].hi = fmax(to->name[i].hi, from->name[i].hi);
    }
}

static void send(struct analysis *a, uint32_t place, const struct known *from)
{
    struct known **at = &a->waiting[place];

    if (!*at) {
        *at = assay_arena_new(&a->arena, 1, sizeof(**at));
        (*at)->name =
            assay_arena_new(&a->arena, a->expression->names + 1, sizeof(*(*at)->name));
    }
    meet(a, *at, from);
}

/* What a comparison of a name with a number leaves of the name's range where it is so, or where it is not. */
static void narrow(struct assay_expression_range *r, enum expression_code code, double n,
                   bool so)
{
    const bool above = so == (code == OP_GREATER || code == OP_GREATER_EQUAL);
    const bool strict = so == (code == OP_LESS || code == OP_GREATER);
    const double limit = strict ? nextafter(n, above ? HUGE_VAL : -HUGE_VAL) : n;

    if (code == OP_EQUAL || code == OP_UNEQUAL) {
        if (so == (code == OP_EQUAL))
            *r = (struct assay_expression_range){n, n};
        return;
    }
    if (above && r->lo < limit)
        r->lo = limit;
    if (!above && r->hi > limit)
        r->hi = limit;
}

/* Narrows by the comparison before a jump, where it is of a name and a number. */
static void learn(const struct analysis *a, size_t jump, bool so, struct known *known)
{
    const struct expression_op *op = a->expression->op;
    const bool minus = jump >= 4 && op[jump - 2].code == OP_NEGATE;
    const size_t number = jump - (minus ? 3 : 2);
    double n;

    if (jump < 3 || op[jump - 1].code < OP_LESS || op[jump - 1].code > OP_UNEQUAL ||
        op[number].code != OP_NUMBER || op[number - 1].code != OP_NAME)
        return;
    n = op[number].as.number;
    narrow(&known->name[op[number - 1].as.place], op[jump - 1].code, minus ? -n : n, so);
}

static void part(struct analysis *a, size_t at)
{
    const struct expression_op *op = &a->expression->op[at];
    const struct span decides = a->now.stack[--a->now.top];
    struct known other = {.name = assay_arena_new(&a->arena, a->expression->names + 1,
                                                  sizeof(*other.name))};

    copy_known(a, &other, &a->now);
    learn(a, at, false, &other);
    learn(a, at, true, &a->now);
    if (may_be_false(decides))
        send(a, op->as.place, &other);
    a->now.reached = may_be_true(decides);
}

static void run_one(struct analysis *a, size_t at)
{
    const struct expression_op *op = &a->expression->op[at];
    struct known *now = &a->now;
    struct span *top = &now->stack[now->top];

    if (op->code == OP_NUMBER) {
        *top = (struct span){op->as.number, op->as.number, op->column};
        now->top++;
    } else if (op->code == OP_NAME) {
        *top = (struct span){now->name[op->as.place].lo, now->name[op->as.place].hi,
                             op->column};
        now->top++;
    } else if (op->code == OP_JUMP) {
        send(a, op->as.place, now);
        now->reached = false;
    } else if (op->code == OP_JUMP_FALSE) {
        part(a, at);
    } else {
        a->fault = apply(now, op);
    }
}

bool assay_expression_bounds(const struct assay_expression *expression,
                             const struct assay_expression_range *range,
                             struct assay_expression_range *out,
                             struct assay_expression_fault *fault)
{
    struct analysis a = {.expression = expression, .now.reached = true};
    size_t i = 0;

    a.waiting = assay_arena_new(&a.arena, expression->count + 1, sizeof(struct known *));
    a.now.name = assay_arena_new(&a.arena, expression->names + 1, sizeof(*a.now.name));
    if (expression->names > 0)
        memcpy(a.now.name, range, expression->names * sizeof(*range));
    for (; i <= expression->count && !a.fault; i++) {
        if (a.waiting[i])
            meet(&a, &a.now, a.waiting[i]);
        if (a.now.reached && i < expression->count)
            run_one(&a, i);
    }
    fault->what = a.fault;
    fault->column = a.fault ? expression->op[i - 1].column : 0;
    *out = (struct assay_expression_range){a.now.stack[0].lo, a.now.stack[0].hi};
    if (!a.fault && is_endless(a.now.stack[0])) {
        fault->what = "no bound";
        fault->column = a.now.stack[0].column;
    }
    assay_arena_release(&a.arena);
    return !fault->what;
}

/* expression.c - formulas of named numbers: a recursive descent that leaves a program for a stack of numbers. */
#include "harness/core/expression_parts.h"

#include "harness/core/schema.h"

#include <string.h>

static const struct function {
    const char *name;
    enum expression_code code;
    size_t least, most; /* arguments */
} functions[] = {
    {"abs", OP_ABS, 1, 1},        {"exp", OP_EXP, 1, 1},   {"floor", OP_FLOOR, 1, 1},
    {"log", OP_LOG, 1, 1},        {"sqrt", OP_SQRT, 1, 1}, {"min", OP_MIN, 2, SIZE_MAX},
    {"max", OP_MAX, 2, SIZE_MAX}, {"if", OP_IF, 3, 3},
};

enum {
    FUNCTIONS = sizeof(functions) / sizeof(functions[0])
};

/* Operators of two operands, from the loosest; longer ones before what they begin with. */
static const struct operation {
    const char *text;
    enum expression_code code;
} relations[] = {{"<=", OP_LESS_EQUAL}, {">=", OP_GREATER_EQUAL}, {"==", OP_EQUAL},
                 {"!=", OP_UNEQUAL},    {"<", OP_LESS},           {">", OP_GREATER},
                 {NULL, OP_NUMBER}},
  sums[] = {{"+", OP_ADD}, {"-", OP_SUBTRACT}, {NULL, OP_NUMBER}},
  products[] = {{"*", OP_MULTIPLY}, {"/", OP_DIVIDE}, {NULL, OP_NUMBER}};

struct parser {
    const struct assay_expression_setting *setting;
    struct assay_str text;
    size_t at;    /* next byte */
    size_t depth; /* of parts */
    size_t held;  /* numbers on the stack where the program stands */
    struct assay_expression *out;
    struct assay_arena *arena;
    struct assay_error *err;
};

static enum assay_code fail_at(struct parser *p, size_t at, const char *what)
{
    return assay_fail(p->err, ASSAY_EDATA, "%s: column %zu: %s", p->setting->where,
                      at + 1, what);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next byte that is no blank, or NUL at the end; text may hold NUL bytes, which nothing takes. */
static char peek(struct parser *p)
{
    while (p->at < p->text.len &&
           (p->text.ptr[p->at] == ' ' || p->text.ptr[p->at] == '\t'))
        p->at++;
    if (p->at == p->text.len)
        return '\0';
    return p->text.ptr[p->at];
}

/* Takes a word of punctuation that is next. */
static bool take(struct parser *p, const char *word)
{
    (void)peek(p);
    if (!assay_str_starts((struct assay_str){p->text.ptr + p->at, p->text.len - p->at},
                          assay_str_of(word)))
        return false;
    p->at += strlen(word);
    return true;
}

/* Room for one operation a byte and some is there from the start: every byte gives at most two. */
static size_t emit(struct parser *p, enum expression_code code, size_t at)
{
    p->out->op[p->out->count] =
        (struct expression_op){.code = code, .column = (uint32_t)at + 1};
    return p->out->count++;
}

/* The jump at a place goes to what comes next. */
static void land(struct parser *p, size_t jump)
{
    p->out->op[jump].as.place = (uint32_t)p->out->count;
}

static enum assay_code hold(struct parser *p, size_t at)
{
    if (++p->held > EXPRESSION_STACK)
        return fail_at(p, at, "too many parts within one another");
    if (p->held > p->out->most)
        p->out->most = p->held;
    return ASSAY_OK;
}

static enum assay_code parse_choice(struct parser *p);
static enum assay_code parse_sign(struct parser *p);

/* ---- primaries ---- */

static enum assay_code parse_number(struct parser *p)
{
    const size_t at = p->at;
    const char *text = p->text.ptr;
    size_t end = at;
    double number;

    while (end < p->text.len && (is_digit(text[end]) || text[end] == '.'))
        end++;
    if (end < p->text.len && (text[end] == 'e' || text[end] == 'E')) {
        end++;
        end += end < p->text.len && (text[end] == '-' || text[end] == '+');
        while (end < p->text.len && is_digit(text[end]))
            end++;
    }
    p->at = end;
    if (!assay_str_number((struct assay_str){text + at, end - at}, &number))
        return fail_at(p, at, "no number");
    p->out->op[emit(p, OP_NUMBER, at)].as.number = number;
    return hold(p, at);
}

/* The place of a name among those used, which it joins if it is new. */
static uint32_t place_of(struct parser *p, uint32_t number)
{
    struct assay_expression *out = p->out;
    uint32_t i = 0;

    while (i < out->names && out->name[i] != number)
        i++;
    if (i == out->names)
        out->name[out->names++] = number;
    return i;
}

static enum assay_code no_name(const struct parser *p, struct assay_str word, size_t at)
{
    return assay_slip_tell(
        &(struct assay_slip){
            .what = assay_arena_printf(p->arena, "%s: column %zu: nothing is called",
                                       p->setting->where, at + 1),
            .word = word,
            .names = p->setting->name,
            .count = p->setting->names},
        ASSAY_EDATA, p->err);
}

static enum assay_code parse_name(struct parser *p, struct assay_str word, size_t at)
{
    for (size_t i = 0; i < p->setting->names; i++) {
        if (assay_str_equal(word, assay_str_of(p->setting->name[i]))) {
            p->out->op[emit(p, OP_NAME, at)].as.place = place_of(p, (uint32_t)i);
            return hold(p, at);
        }
    }
    return no_name(p, word, at);
}

/* What is between "c ?" or "if(c," and the end of the second choice; middle stands between the two. */
static enum assay_code parse_branches(struct parser *p, const char *middle, size_t at)
{
    const size_t otherwise = emit(p, OP_JUMP_FALSE, at);
    size_t end;
    enum assay_code code;

    p->held--;
    code = parse_choice(p);
    if (code)
        return code;
    end = emit(p, OP_JUMP, at);
    land(p, otherwise);
    p->held--; /* one of the two is computed */
    (void)peek(p);
    if (!take(p, middle))
        return fail_at(p, p->at, middle[0] == ':' ? "expected \":\"" : "expected \",\"");
    code = parse_choice(p);
    land(p, end);
    return code;
}

/* Arguments behind the first one; of min and max each is taken at once. */
static enum assay_code parse_arguments(struct parser *p, const struct function *function,
                                       size_t at)
{
    size_t n = 1;

    while (n < function->most && take(p, ",")) {
        const enum assay_code code = parse_choice(p);

        if (code)
            return code;
        (void)emit(p, function->code, at);
        p->held--;
        n++;
    }
    if (n < function->least)
        return fail_at(p, at, "too few arguments");
    if (function->most == 1)
        (void)emit(p, function->code, at);
    return ASSAY_OK;
}

static enum assay_code parse_call(struct parser *p, const struct function *function,
                                  size_t at)
{
    enum assay_code code = parse_choice(p);

    if (code)
        return code;
    if (function->code != OP_IF)
        code = parse_arguments(p, function, at);
    else if (take(p, ","))
        code = parse_branches(p, ",", at);
    else
        code = fail_at(p, at, "too few arguments");
    if (code)
        return code;
    (void)peek(p);
    if (take(p, ","))
        return fail_at(p, at, "too many arguments");
    return take(p, ")") ? ASSAY_OK : fail_at(p, p->at, "expected \")\"");
}

static struct assay_str word_at(struct parser *p)
{
    const size_t at = p->at;

    while (p->at < p->text.len &&
           (is_letter(p->text.ptr[p->at]) || is_digit(p->text.ptr[p->at])))
        p->at++;
    return (struct assay_str){p->text.ptr + at, p->at - at};
}

static const struct function *function_of(struct assay_str word)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        if (assay_str_equal(word, assay_str_of(functions[i].name)))
            return &functions[i];
    return NULL;
}

static enum assay_code parse_word(struct parser *p)
{
    const size_t at = p->at;
    const struct assay_str word = word_at(p);
    const struct function *function = function_of(word);

    if (!take(p, "("))
        return function ? fail_at(p, at, "a function without \"(\"")
                        : parse_name(p, word, at);
    return function ? parse_call(p, function, at)
                    : fail_at(p, at, "there is no such function");
}

static enum assay_code parse_primary(struct parser *p)
{
    const char c = peek(p);
    enum assay_code code;

    if (is_digit(c) || c == '.')
        return parse_number(p);
    if (is_letter(c))
        return parse_word(p);
    if (!take(p, "("))
        return fail_at(p, p->at,
                       p->at < p->text.len ? "expected a number, a name or \"(\""
                                           : "it ends too early");
    code = parse_choice(p);
    if (code)
        return code;
    (void)peek(p);
    return take(p, ")") ? ASSAY_OK : fail_at(p, p->at, "expected \")\"");
}

/* ---- operators ---- */

static enum assay_code parse_power(struct parser *p)
{
    enum assay_code code = parse_primary(p);
    size_t at;

    if (code || peek(p) != '^')
        return code;
    at = p->at++;
    code = parse_sign(p);
    (void)emit(p, OP_POWER, at);
    p->held--;
    return code;
}

static enum assay_code deeper(struct parser *p)
{
    if (++p->depth > ASSAY_EXPRESSION_DEPTH)
        return fail_at(p, p->at, "too many parts within one another");
    return ASSAY_OK;
}

static enum assay_code parse_sign(struct parser *p)
{
    const char c = peek(p);
    const size_t at = p->at;
    enum assay_code code = deeper(p);

    if (code)
        return code;
    if (c == '-' || c == '+' || c == '!') {
        p->at++;
        code = parse_sign(p);
        if (c != '+')
            (void)emit(p, c == '-' ? OP_NEGATE : OP_NOT, at);
    } else {
        code = parse_power(p);
    }
    p->depth--;
    return code;
}

/* Takes one of a table of operators that is next, or says that none is. */
static const struct operation *take_operator(struct parser *p,
                                             const struct operation *table)
{
    for (; table->text; table++)
        if (take(p, table->text))
            return table;
    return NULL;
}

typedef enum assay_code parse_part(struct parser *p);

/* Operands of one level, joined from the left. */
static enum assay_code parse_joined(struct parser *p, parse_part *part,
                                    const struct operation *table)
{
    enum assay_code code = part(p);

    while (!code) {
        const size_t at = (peek(p), p->at);
        const struct operation *found = take_operator(p, table);

        if (!found)
            break;
        code = part(p);
        (void)emit(p, found->code, at);
        p->held--;
    }
    return code;
}

static enum assay_code parse_product(struct parser *p)
{
    return parse_joined(p, parse_sign, products);
}

static enum assay_code parse_sum(struct parser *p)
{
    return parse_joined(p, parse_product, sums);
}

/* a < b < c means something else to whoever writes it: refused. */
static enum assay_code parse_relation(struct parser *p)
{
    const struct operation *found;
    enum assay_code code = parse_sum(p);
    const size_t at = (peek(p), p->at);

    if (code || !(found = take_operator(p, relations)))
        return code;
    code = parse_sum(p);
    (void)emit(p, found->code, at);
    p->held--;
    (void)peek(p);
    if (!code && take_operator(p, relations))
        return fail_at(p, at, "a comparison of a comparison: use && or ()");
    return code;
}

/* a && b is a ? truth of b : 0, and a || b is a ? 1 : truth of b. */
static enum assay_code parse_and(struct parser *p)
{
    enum assay_code code = parse_relation(p);

    while (!code) {
        const size_t at = (peek(p), p->at);
        size_t otherwise, end;

        if (!take(p, "&&"))
            break;
        otherwise = emit(p, OP_JUMP_FALSE, at);
        p->held--;
        code = parse_relation(p);
        (void)emit(p, OP_TRUTH, at);
        end = emit(p, OP_JUMP, at);
        land(p, otherwise);
        p->out->op[emit(p, OP_NUMBER, at)].as.number = 0.0;
        land(p, end);
    }
    return code;
}

static enum assay_code parse_or(struct parser *p)
{
    enum assay_code code = parse_and(p);

    while (!code) {
        const size_t at = (peek(p), p->at);
        size_t otherwise, end;

        if (!take(p, "||"))
            break;
        otherwise = emit(p, OP_JUMP_FALSE, at);
        p->held--;
        p->out->op[emit(p, OP_NUMBER, at)].as.number = 1.0;
        end = emit(p, OP_JUMP, at);
        land(p, otherwise);
        code = parse_and(p);
        (void)emit(p, OP_TRUTH, at);
        land(p, end);
    }
    return code;
}

static enum assay_code parse_choice(struct parser *p)
{
    enum assay_code code = deeper(p);
    size_t at;

    if (!code)
        code = parse_or(p);
    if (!code && peek(p) == '?') {
        at = p->at++;
        code = parse_branches(p, ":", at);
    }
    p->depth--;
    return code;
}

enum {
    OPS_A_BYTE = 4 /* && and || leave four for two bytes, all else one a byte */
};

enum assay_code assay_expression_compile(const struct assay_expression_setting *setting,
                                         struct assay_str text, struct assay_arena *arena,
                                         struct assay_expression **out,
                                         struct assay_error *err)
{
    struct assay_expression *made = assay_arena_new(arena, 1, sizeof(*made));
    struct parser p = {
        .setting = setting, .text = text, .out = made, .arena = arena, .err = err};
    enum assay_code code;

    *out = made;
    if (text.len > ASSAY_EXPRESSION_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s: longer than %d bytes", setting->where,
                          ASSAY_EXPRESSION_BYTES);
    made->op = assay_arena_new(arena, OPS_A_BYTE * (text.len + 1), sizeof(*made->op));
    made->name = assay_arena_new(arena, setting->names, sizeof(*made->name));
    code = parse_choice(&p);
    if (code)
        return code;
    (void)peek(&p);
    return p.at < text.len ? fail_at(&p, p.at, "expected an operator") : ASSAY_OK;
}

size_t assay_expression_names(const struct assay_expression *expression,
                              const uint32_t **out)
{
    *out = expression->name;
    return expression->names;
}

bool assay_expression_is_name(struct assay_str text)
{
    if (text.len == 0 || !is_letter(text.ptr[0]) || function_of(text))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_letter(text.ptr[i]) && !is_digit(text.ptr[i]))
            return false;
    return true;
}

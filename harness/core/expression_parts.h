/*
 * expression_parts.h - a compiled expression: operations on a stack of numbers. For expression*.c alone.
 */
#ifndef ASSAY_CORE_EXPRESSION_PARTS_H
#define ASSAY_CORE_EXPRESSION_PARTS_H

#include "harness/core/expression.h"

enum {
    EXPRESSION_STACK = 64 /* numbers at once */
};

enum expression_code {
    OP_NUMBER,
    OP_NAME,
    OP_NEGATE,
    OP_NOT,
    OP_TRUTH, /* 1 or 0 of what is there */
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_POWER,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_EQUAL,
    OP_UNEQUAL,
    OP_ABS,
    OP_EXP,
    OP_FLOOR,
    OP_LOG,
    OP_SQRT,
    OP_MIN,
    OP_MAX,
    OP_JUMP,
    OP_JUMP_FALSE, /* takes the number that decides */
    OP_IF,         /* of the table of functions alone */
};

struct expression_op {
    enum expression_code code;
    uint32_t column;
    union {
        double number;
        uint32_t place; /* of a name: in value; of a jump: the next operation */
    } as;
};

struct assay_expression {
    struct expression_op *op; /* (count,) */
    size_t count;
    uint32_t *name; /* (names,) */
    size_t names;
    size_t most; /* numbers at once */
};

#endif

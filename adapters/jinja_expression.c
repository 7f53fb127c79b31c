/* jinja_expression.c - expressions of templates, by precedence as in Jinja's parser.py. */
#include "adapters/jinja_parts.h"

#include <stdlib.h>
#include <string.h>

struct jinja_node *assay_jinja_node_new(struct jinja_parser *parser, enum jinja_kind kind)
{
    struct jinja_node *node = assay_arena_new(parser->arena, 1, sizeof(*node));

    node->kind = kind;
    node->line = parser->line;
    return node;
}

void assay_jinja_node_add(struct jinja_parser *parser, struct jinja_node *node,
                          struct jinja_node *child)
{
    if (node->count == node->cap) {
        const size_t cap = node->cap ? 2 * node->cap : 4;
        struct jinja_node **at =
            assay_arena_new(parser->arena, cap, sizeof(struct jinja_node *));

        if (node->count > 0)
            memcpy(at, node->at, node->count * sizeof(struct jinja_node *));
        node->at = at;
        node->cap = cap;
    }
    node->at[node->count++] = child;
}

struct jinja_node *assay_jinja_node_with(struct jinja_parser *parser,
                                         enum jinja_kind kind, struct jinja_node *a,
                                         struct jinja_node *b)
{
    struct jinja_node *node = assay_jinja_node_new(parser, kind);

    node->line = a->line;
    assay_jinja_node_add(parser, node, a);
    if (b)
        assay_jinja_node_add(parser, node, b);
    return node;
}

static struct jinja_node *operator_of(struct jinja_parser *parser, enum jinja_op op,
                                      struct jinja_node *a, struct jinja_node *b)
{
    struct jinja_node *node = assay_jinja_node_with(parser, JINJA_OPERATOR, a, b);

    node->op = op;
    return node;
}

static struct jinja_node *deeper(struct jinja_parser *parser)
{
    struct jinja_node *node;

    if (++parser->depth > ASSAY_JINJA_DEPTH_MAX)
        assay_jinja_refuse(parser, "nested more than %d deep", ASSAY_JINJA_DEPTH_MAX);
    node = parser->code ? assay_jinja_node_new(parser, JINJA_LITERAL)
                        : assay_jinja_primary(parser);
    parser->depth--;
    return node;
}

static struct jinja_node *unary(struct jinja_parser *parser, bool filters)
{
    struct jinja_node *node;

    if (assay_jinja_accept(parser, "-"))
        node = assay_jinja_node_with(parser, JINJA_NEGATIVE, unary(parser, false), NULL);
    else if (assay_jinja_accept(parser, "+"))
        node = unary(parser, false);
    else
        node = assay_jinja_postfix(parser, deeper(parser));
    return filters ? assay_jinja_filters_and_tests(parser, node) : node;
}

static struct jinja_node *power(struct jinja_parser *parser)
{
    struct jinja_node *node = unary(parser, true);

    while (assay_jinja_accept(parser, "**"))
        node = operator_of(parser, JINJA_POWER, node, unary(parser, true));
    return node;
}

static struct jinja_node *product(struct jinja_parser *parser)
{
    static const struct {
        const char *sign;
        enum jinja_op op;
    } signs[] = {{"*", JINJA_MULTIPLY},
                 {"/", JINJA_DIVIDE},
                 {"//", JINJA_FLOOR},
                 {"%", JINJA_MODULO}};
    struct jinja_node *node = power(parser);
    size_t i = 0;

    while (i < sizeof(signs) / sizeof(signs[0])) {
        if (assay_jinja_accept(parser, signs[i].sign)) {
            node = operator_of(parser, signs[i].op, node, power(parser));
            i = 0;
        } else {
            i++;
        }
    }
    return node;
}

static struct jinja_node *joined(struct jinja_parser *parser)
{
    struct jinja_node *node = product(parser);

    while (assay_jinja_accept(parser, "~"))
        node = operator_of(parser, JINJA_JOIN, node, product(parser));
    return node;
}

static struct jinja_node *sum(struct jinja_parser *parser)
{
    struct jinja_node *node = joined(parser);

    for (;;) {
        if (assay_jinja_accept(parser, "+"))
            node = operator_of(parser, JINJA_ADD, node, joined(parser));
        else if (assay_jinja_accept(parser, "-"))
            node = operator_of(parser, JINJA_SUBTRACT, node, joined(parser));
        else
            return node;
    }
}

/* The comparison in hand, taken; false if there is none. */
static bool comparison(struct jinja_parser *parser, enum jinja_op *op)
{
    static const struct {
        const char *sign;
        enum jinja_op op;
    } signs[] = {{"==", JINJA_EQUAL},  {"!=", JINJA_DIFFERENT},
                 {"<", JINJA_LESS},    {"<=", JINJA_LESS_EQUAL},
                 {">", JINJA_GREATER}, {">=", JINJA_GREATER_EQUAL},
                 {"in", JINJA_IN}};

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (!assay_jinja_accept(parser, signs[i].sign))
            continue;
        *op = signs[i].op;
        return true;
    }
    if (!assay_jinja_accept(parser, "not"))
        return false;
    assay_jinja_expect(parser, "in");
    *op = JINJA_NOT_IN;
    return true;
}

/* a < b < c is a < b and b < c. */
static struct jinja_node *compared(struct jinja_parser *parser)
{
    struct jinja_node *left = sum(parser), *all = NULL, *right, *one;
    enum jinja_op op;

    while (!parser->code && comparison(parser, &op)) {
        right = sum(parser);
        one = operator_of(parser, op, left, right);
        all = all ? assay_jinja_node_with(parser, JINJA_AND, all, one) : one;
        left = right;
    }
    return all ? all : left;
}

static struct jinja_node *negated(struct jinja_parser *parser)
{
    size_t times = 0;
    struct jinja_node *node;

    while (assay_jinja_accept(parser, "not"))
        times++;
    node = compared(parser);
    for (; times > 0; times--)
        node = assay_jinja_node_with(parser, JINJA_NOT, node, NULL);
    return node;
}

static struct jinja_node *conjunction(struct jinja_parser *parser)
{
    struct jinja_node *node = negated(parser);

    while (assay_jinja_accept(parser, "and"))
        node = assay_jinja_node_with(parser, JINJA_AND, node, negated(parser));
    return node;
}

struct jinja_node *assay_jinja_operand(struct jinja_parser *parser)
{
    struct jinja_node *node = conjunction(parser);

    while (assay_jinja_accept(parser, "or"))
        node = assay_jinja_node_with(parser, JINJA_OR, node, conjunction(parser));
    return node;
}

struct jinja_node *assay_jinja_choice(struct jinja_parser *parser)
{
    struct jinja_node *node;

    if (++parser->depth > ASSAY_JINJA_DEPTH_MAX)
        assay_jinja_refuse(parser, "nested more than %d deep", ASSAY_JINJA_DEPTH_MAX);
    node = parser->code ? assay_jinja_node_new(parser, JINJA_LITERAL)
                        : assay_jinja_operand(parser);
    while (assay_jinja_accept(parser, "if")) {
        node = assay_jinja_node_with(parser, JINJA_CHOICE, node,
                                     assay_jinja_operand(parser));
        assay_jinja_node_add(parser, node,
                             assay_jinja_accept(parser, "else")
                                 ? assay_jinja_choice(parser)
                                 : assay_jinja_node_new(parser, JINJA_LITERAL));
    }
    parser->depth--;
    return node;
}

struct jinja_node *assay_jinja_expression(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_choice(parser), *list;

    if (!assay_jinja_is(parser, ","))
        return node;
    list = assay_jinja_node_new(parser, JINJA_LIST);
    assay_jinja_node_add(parser, list, node);
    while (assay_jinja_accept(parser, ",") && parser->token != JINJA_T_END)
        assay_jinja_node_add(parser, list, assay_jinja_choice(parser));
    return list;
}

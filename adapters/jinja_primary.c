/* jinja_primary.c - values of expressions, and what follows them: fields, calls, filters, tests. */
#include "adapters/jinja_parts.h"

static struct jinja_node *literal(struct jinja_parser *parser, struct jinja_value value)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_LITERAL);

    node->value = value;
    return node;
}

/* ---- arguments ---- */

static struct jinja_node *argument(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_ARGUMENT);
    struct jinja_node *value = assay_jinja_choice(parser);

    if (value->kind == JINJA_NAME && assay_jinja_accept(parser, "=")) {
        node->text = value->text;
        value = assay_jinja_choice(parser);
    }
    assay_jinja_node_add(parser, node, value);
    return node;
}

/* "(a, b, name=c)"; the bracket is in hand. */
static struct jinja_node *arguments(struct jinja_parser *parser)
{
    struct jinja_node *list = assay_jinja_node_new(parser, JINJA_LIST);

    assay_jinja_expect(parser, "(");
    while (!parser->code && !assay_jinja_is(parser, ")")) {
        assay_jinja_node_add(parser, list, argument(parser));
        if (!assay_jinja_accept(parser, ","))
            break;
    }
    assay_jinja_expect(parser, ")");
    if (list->count > 16)
        assay_jinja_refuse(parser, "more than 16 arguments");
    return list;
}

/* ---- primaries ---- */

static struct jinja_node *list_of(struct jinja_parser *parser, const char *close)
{
    struct jinja_node *list = assay_jinja_node_new(parser, JINJA_LIST);

    while (!parser->code && !assay_jinja_is(parser, close)) {
        assay_jinja_node_add(parser, list, assay_jinja_choice(parser));
        if (!assay_jinja_accept(parser, ","))
            break;
    }
    assay_jinja_expect(parser, close);
    return list;
}

static struct jinja_node *map_of(struct jinja_parser *parser)
{
    struct jinja_node *map = assay_jinja_node_new(parser, JINJA_MAP);

    while (!parser->code && !assay_jinja_is(parser, "}")) {
        assay_jinja_node_add(parser, map, assay_jinja_choice(parser));
        assay_jinja_expect(parser, ":");
        assay_jinja_node_add(parser, map, assay_jinja_choice(parser));
        if (!assay_jinja_accept(parser, ","))
            break;
    }
    assay_jinja_expect(parser, "}");
    return map;
}

/* What is in round brackets: an expression, or a tuple. */
static struct jinja_node *bracketed(struct jinja_parser *parser)
{
    struct jinja_node *first, *list;

    if (assay_jinja_accept(parser, ")"))
        return assay_jinja_node_new(parser, JINJA_LIST);
    first = assay_jinja_choice(parser);
    if (!assay_jinja_is(parser, ",")) {
        assay_jinja_expect(parser, ")");
        return first;
    }
    (void)assay_jinja_accept(parser, ",");
    list = assay_jinja_node_new(parser, JINJA_LIST);
    assay_jinja_node_add(parser, list, first);
    while (!parser->code && !assay_jinja_is(parser, ")")) {
        assay_jinja_node_add(parser, list, assay_jinja_choice(parser));
        if (!assay_jinja_accept(parser, ","))
            break;
    }
    assay_jinja_expect(parser, ")");
    return list;
}

/* Texts that stand one behind the other are one. */
static struct jinja_node *texts(struct jinja_parser *parser)
{
    struct assay_buf all = {0};
    struct jinja_node *node;

    while (parser->token == JINJA_T_TEXT) {
        assay_buf_add(&all, parser->word);
        assay_jinja_advance(parser);
    }
    node = literal(parser, assay_jinja_of_text(
                               assay_arena_copy(parser->arena, assay_buf_view(&all))));
    assay_buf_release(&all);
    return node;
}

/* Digits as an integer; false beyond 64 bits and for underscores. */
static bool whole(struct assay_str digits, int64_t *out)
{
    bool over = false;

    *out = 0;
    for (size_t i = 0; !over && i < digits.len; i++)
        over = digits.ptr[i] == '_' || __builtin_mul_overflow(*out, 10, out) ||
               __builtin_add_overflow(*out, digits.ptr[i] - '0', out);
    return !over;
}

static struct jinja_node *number(struct jinja_parser *parser)
{
    const bool real = parser->token == JINJA_T_REAL;
    struct jinja_value value = {.type = real ? JINJA_REAL : JINJA_INTEGER};
    const bool fits = real ? assay_str_number(parser->word, &value.as.real)
                           : whole(parser->word, &value.as.integer);

    if (!fits)
        assay_jinja_refuse(parser, "the number %.*s is too large or has an underscore",
                           ASSAY_STR_ARG(parser->word));
    assay_jinja_advance(parser);
    return literal(parser, value);
}

static struct jinja_node *name(struct jinja_parser *parser)
{
    static const struct {
        const char *word;
        enum jinja_type type;
        bool truth;
    } constants[] = {
        {"true", JINJA_TRUTH, true},   {"True", JINJA_TRUTH, true},
        {"false", JINJA_TRUTH, false}, {"False", JINJA_TRUTH, false},
        {"none", JINJA_NONE, false},   {"None", JINJA_NONE, false},
    };
    struct jinja_node *node;

    for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
        const struct jinja_value value = {.type = constants[i].type,
                                          .as.truth = constants[i].truth};

        if (assay_jinja_accept(parser, constants[i].word))
            return literal(parser, value);
    }
    node = assay_jinja_node_new(parser, JINJA_NAME);
    node->text = parser->word;
    assay_jinja_advance(parser);
    return node;
}

struct jinja_node *assay_jinja_primary(struct jinja_parser *parser)
{
    switch (parser->token) {
    case JINJA_T_NAME:
        return name(parser);
    case JINJA_T_TEXT:
        return texts(parser);
    case JINJA_T_INTEGER:
    case JINJA_T_REAL:
        return number(parser);
    case JINJA_T_SIGN:
        if (assay_jinja_accept(parser, "("))
            return bracketed(parser);
        if (assay_jinja_accept(parser, "["))
            return list_of(parser, "]");
        if (assay_jinja_accept(parser, "{"))
            return map_of(parser);
        assay_jinja_refuse(parser, "expected a value, found \"%.*s\"",
                           ASSAY_STR_ARG(parser->word));
        break;
    case JINJA_T_END:
        assay_jinja_refuse(parser, "expected a value, found the end of the tag");
        break;
    }
    return assay_jinja_node_new(parser, JINJA_LITERAL);
}

/* ---- what follows a primary ---- */

/* One of the three places of a slice; NULL where it is left out. */
static struct jinja_node *slice_part(struct jinja_parser *parser)
{
    return assay_jinja_is(parser, ":") || assay_jinja_is(parser, "]")
               ? NULL
               : assay_jinja_choice(parser);
}

static struct jinja_node *subscript(struct jinja_parser *parser, struct jinja_node *of)
{
    struct jinja_node *part = slice_part(parser);
    struct jinja_node *node = assay_jinja_node_with(parser, JINJA_INDEX, of, NULL);

    assay_jinja_node_add(parser, node, part);
    while (assay_jinja_accept(parser, ":")) {
        node->kind = JINJA_SLICE;
        assay_jinja_node_add(parser, node, slice_part(parser));
    }
    if ((node->kind == JINJA_INDEX && !part) || node->count > 4)
        assay_jinja_refuse(parser, "a malformed index");
    while (node->count < 4)
        assay_jinja_node_add(parser, node, NULL);
    assay_jinja_expect(parser, "]");
    return node;
}

static struct jinja_node *attribute(struct jinja_parser *parser, struct jinja_node *of)
{
    struct jinja_node *node = assay_jinja_node_with(parser, JINJA_ATTRIBUTE, of, NULL);

    if (parser->token != JINJA_T_NAME)
        assay_jinja_refuse(parser, "expected a name behind the point");
    node->text = parser->word;
    assay_jinja_advance(parser);
    return node;
}

struct jinja_node *assay_jinja_postfix(struct jinja_parser *parser,
                                       struct jinja_node *node)
{
    while (!parser->code) {
        if (assay_jinja_accept(parser, ".")) {
            node = attribute(parser, node);
        } else if (assay_jinja_accept(parser, "[")) {
            node = subscript(parser, node);
        } else if (assay_jinja_is(parser, "(")) {
            node = assay_jinja_node_with(parser, JINJA_CALL, node, NULL);
            node->arguments = arguments(parser);
        } else {
            break;
        }
    }
    return node;
}

static struct jinja_node *filter(struct jinja_parser *parser, struct jinja_node *of)
{
    struct jinja_node *node = assay_jinja_node_with(parser, JINJA_FILTER, of, NULL);

    node->text = parser->word;
    if (parser->token != JINJA_T_NAME)
        assay_jinja_refuse(parser, "expected the name of a filter");
    assay_jinja_advance(parser);
    if (assay_jinja_is(parser, "("))
        node->arguments = arguments(parser);
    return node;
}

/* True if what is in hand can only be the single argument of a test without brackets. */
static bool argument_follows(const struct jinja_parser *parser)
{
    static const char *const words[] = {"else", "or", "and", "is", "if", "in", "not"};

    if (parser->token == JINJA_T_SIGN)
        return assay_jinja_is(parser, "[") || assay_jinja_is(parser, "{");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (assay_jinja_is(parser, words[i]))
            return false;
    return parser->token != JINJA_T_END;
}

static struct jinja_node *test(struct jinja_parser *parser, struct jinja_node *of)
{
    struct jinja_node *node = assay_jinja_node_with(parser, JINJA_TEST, of, NULL);
    struct jinja_node *only;

    node->negated = assay_jinja_accept(parser, "not");
    node->text = parser->word;
    if (!assay_jinja_test_known(parser->word) ||
        (parser->token != JINJA_T_NAME && parser->token != JINJA_T_SIGN))
        assay_jinja_refuse(parser, "no test \"%.*s\"", ASSAY_STR_ARG(parser->word));
    assay_jinja_advance(parser);
    if (assay_jinja_is(parser, "(")) {
        node->arguments = arguments(parser);
    } else if (argument_follows(parser)) {
        only = assay_jinja_node_new(parser, JINJA_ARGUMENT);
        assay_jinja_node_add(parser, only,
                             assay_jinja_postfix(parser, assay_jinja_primary(parser)));
        node->arguments = assay_jinja_node_new(parser, JINJA_LIST);
        assay_jinja_node_add(parser, node->arguments, only);
    }
    return node;
}

/* "| filter", "is test" and calls, as many as there are. */
struct jinja_node *assay_jinja_filters_and_tests(struct jinja_parser *parser,
                                                 struct jinja_node *node)
{
    while (!parser->code) {
        if (assay_jinja_accept(parser, "|")) {
            node = filter(parser, node);
        } else if (assay_jinja_accept(parser, "is")) {
            node = test(parser, node);
        } else if (assay_jinja_is(parser, "(") || assay_jinja_is(parser, ".") ||
                   assay_jinja_is(parser, "[")) {
            node = assay_jinja_postfix(parser, node);
        } else {
            break;
        }
    }
    return node;
}

struct jinja_node *assay_jinja_filters(struct jinja_parser *parser, struct jinja_node *of)
{
    struct jinja_node *node = filter(parser, of);

    while (assay_jinja_accept(parser, "|"))
        node = filter(parser, node);
    return node;
}

/* jinja_parts.h - what the files jinja*.c share. */
#ifndef ASSAY_ADAPTERS_JINJA_PARTS_H
#define ASSAY_ADAPTERS_JINJA_PARTS_H

#include "adapters/jinja.h"

/* ---- programs ---- */

enum jinja_kind {
    /* expressions */
    JINJA_LITERAL,   /* .value */
    JINJA_NAME,      /* .text */
    JINJA_LIST,      /* .at (count,) */
    JINJA_MAP,       /* .at (count,): key, value, key, value */
    JINJA_NEGATIVE,  /* -at[0] */
    JINJA_NOT,       /* not at[0] */
    JINJA_AND,       /* at[0] and at[1] */
    JINJA_OR,        /* at[0] or at[1] */
    JINJA_OPERATOR,  /* at[0] .op at[1] */
    JINJA_CHOICE,    /* at[0] if at[1] else at[2] */
    JINJA_ATTRIBUTE, /* at[0].text */
    JINJA_INDEX,     /* at[0][at[1]] */
    JINJA_SLICE,     /* at[0][at[1]:at[2]:at[3]], each of them may be NULL */
    JINJA_CALL,      /* at[0](arguments) */
    JINJA_FILTER,    /* at[0] | .text(arguments) */
    JINJA_TEST,      /* at[0] is .text(arguments) */
    JINJA_ARGUMENT,  /* at[0], .text its keyword or empty */
    /* statements */
    JINJA_DATA,      /* .text as it is */
    JINJA_PRINT,     /* at[0] */
    JINJA_IF,        /* at[0]: at[1] else at[2] */
    JINJA_FOR,       /* names .at[3 ...] in at[0]: at[1], else at[2]; .filter */
    JINJA_SET,       /* names .at[1 ...] = at[0]; a block where .block */
    JINJA_SET_FIELD, /* at[1].text = at[0] */
    JINJA_MACRO,     /* .text, body at[0], parameters .at[1 ...] with defaults at[0] */
    JINJA_FILTERED,  /* block at[1] through the filters of at[0] */
    JINJA_BLOCK,     /* .at (count,) statements */
    JINJA_BREAK,
    JINJA_CONTINUE,
};

enum jinja_op {
    JINJA_ADD,
    JINJA_SUBTRACT,
    JINJA_MULTIPLY,
    JINJA_DIVIDE,
    JINJA_FLOOR,
    JINJA_MODULO,
    JINJA_POWER,
    JINJA_JOIN, /* ~ */
    JINJA_EQUAL,
    JINJA_DIFFERENT,
    JINJA_LESS,
    JINJA_LESS_EQUAL,
    JINJA_GREATER,
    JINJA_GREATER_EQUAL,
    JINJA_IN,
    JINJA_NOT_IN,
};

/* ---- values ---- */

enum jinja_type {
    JINJA_UNDEFINED,
    JINJA_NONE,
    JINJA_TRUTH,
    JINJA_INTEGER,
    JINJA_REAL,
    JINJA_TEXT,
    JINJA_SEQUENCE,
    JINJA_MAPPING,
    JINJA_CALLABLE, /* a macro or a function */
};

struct jinja_node;
struct jinja_sequence;
struct jinja_mapping;

struct jinja_value {
    enum jinja_type type;
    union {
        bool truth;
        int64_t integer;
        double real;
        struct assay_str text;
        struct jinja_sequence *sequence; /* shared, as in Python */
        struct jinja_mapping *mapping;
        const struct jinja_node *macro; /* NULL: a function, known by its name */
    } as;
};

struct jinja_sequence {
    struct jinja_value *at; /* (count,) */
    size_t count, cap;
};

struct jinja_entry {
    struct jinja_value key, value;
};

struct jinja_mapping {
    struct jinja_entry *at; /* (count,) in order */
    size_t count, cap;
    bool is_namespace; /* its fields may be set */
};

struct jinja_node {
    enum jinja_kind kind;
    unsigned line;
    enum jinja_op op;
    struct assay_str text;
    struct jinja_value value;
    struct jinja_node **at; /* (count,) */
    size_t count, cap;
    struct jinja_node *arguments; /* LIST of ARGUMENT; NULL: none */
    struct jinja_node *filter;    /* of FOR; NULL: none */
    bool negated;                 /* TEST: is not */
    bool block;                   /* SET: at[0] is a BLOCK */
};

struct assay_jinja {
    const char *name;
    const struct jinja_node *body;
};

/* jinja_parse.c */

/* A template on its way to a program. What fails first is kept; everything then comes to an end. */
struct jinja_parser {
    struct assay_str source;
    size_t at;
    unsigned line;
    const char *name;
    struct assay_arena *arena;
    struct assay_error *err;
    enum assay_code code;
    size_t depth;
    /* the token in hand, within a tag */
    enum jinja_token {
        JINJA_T_END, /* of the tag */
        JINJA_T_NAME,
        JINJA_T_INTEGER,
        JINJA_T_REAL,
        JINJA_T_TEXT,
        JINJA_T_SIGN, /* .word is an operator or a bracket */
    } token;
    struct assay_str word; /* TEXT: without quotes, escapes resolved */
    size_t brackets;       /* open { within the tag */
    bool trim;             /* white space behind the tag goes */
    bool line_begins;      /* the data behind the tag begin a line */
};

/* Fails with "name:line: what", once. */
ASSAY_PRINTF(2, 3)
void assay_jinja_refuse(struct jinja_parser *parser, const char *fmt, ...);

/* jinja_lex.c: the next token of the tag into .token and .word. */
void assay_jinja_advance(struct jinja_parser *parser);
bool assay_jinja_is(const struct jinja_parser *parser,
                    const char *word); /* a NAME or SIGN */
bool assay_jinja_accept(struct jinja_parser *parser, const char *word);
void assay_jinja_expect(struct jinja_parser *parser, const char *word);
/* The text up to the next tag, then what kind of tag: '{', '%' or 0 at the end. */
char assay_jinja_scan(struct jinja_parser *parser, struct assay_str *data);

/* jinja_primary.c: a value; what follows it; its filters and tests. */
struct jinja_node *assay_jinja_primary(struct jinja_parser *parser);
struct jinja_node *assay_jinja_postfix(struct jinja_parser *parser,
                                       struct jinja_node *node);
struct jinja_node *assay_jinja_filters_and_tests(struct jinja_parser *parser,
                                                 struct jinja_node *node);

/* jinja_expression.c */
struct jinja_node *assay_jinja_node_with(struct jinja_parser *parser,
                                         enum jinja_kind kind, struct jinja_node *a,
                                         struct jinja_node *b);
struct jinja_node *assay_jinja_choice(struct jinja_parser *parser); /* no tuple */
struct jinja_node *assay_jinja_node_new(struct jinja_parser *parser,
                                        enum jinja_kind kind);
void assay_jinja_node_add(struct jinja_parser *parser, struct jinja_node *node,
                          struct jinja_node *child);
struct jinja_node *assay_jinja_expression(struct jinja_parser *parser); /* with tuples */
struct jinja_node *assay_jinja_operand(
    struct jinja_parser *parser); /* no tuple, no choice */
struct jinja_node *assay_jinja_filters(struct jinja_parser *parser,
                                       struct jinja_node *of);

/* ---- rendering ---- */

struct jinja_binding {
    struct assay_str name;
    struct jinja_value value;
};

/* Names of a block that opens a scope. */
struct jinja_scope {
    struct jinja_scope *parent;
    struct jinja_binding *at;
    size_t count, cap;
};

enum jinja_flow {
    JINJA_ON,
    JINJA_BROKEN,
    JINJA_CONTINUED,
};

struct jinja_render {
    const struct assay_jinja *jinja;
    struct assay_arena *arena;
    struct assay_buf *out;
    struct assay_error *err;
    enum assay_code code; /* what failed first; everything then comes to an end */
    struct jinja_scope *scope, *global;
    enum jinja_flow flow;
    bool strict; /* what is undefined is not printed */
    unsigned line;
    size_t depth, steps;
};

ASSAY_PRINTF(2, 3)
struct jinja_value assay_jinja_fail(struct jinja_render *render, const char *fmt, ...);

/* What a filter, a function or a method is called with. */
struct jinja_arguments {
    struct jinja_value at[16]; /* (count,) by position */
    size_t count;
    struct jinja_binding named[16]; /* (names,) */
    size_t names;
};

/* The argument at a place or with a name; NULL: not given. */
const struct jinja_value *assay_jinja_argument(const struct jinja_arguments *arguments,
                                               size_t place, const char *name);

/* jinja_value.c */
struct jinja_value assay_jinja_of_text(struct assay_str text);
struct jinja_value assay_jinja_of_truth(bool truth);
struct jinja_value assay_jinja_of_integer(int64_t integer);
struct jinja_value assay_jinja_of_node(const struct assay_node *node,
                                       struct assay_arena *arena);
struct jinja_value assay_jinja_new_sequence(struct assay_arena *arena);
struct jinja_value assay_jinja_new_mapping(struct assay_arena *arena);
void assay_jinja_push(struct assay_arena *arena, struct jinja_value *sequence,
                      struct jinja_value value);
void assay_jinja_put(struct assay_arena *arena, struct jinja_value *mapping,
                     struct jinja_value key, struct jinja_value value);
const struct jinja_value *assay_jinja_get(const struct jinja_value *mapping,
                                          const struct jinja_value *key);
const struct jinja_value *assay_jinja_get_text(const struct jinja_value *mapping,
                                               struct assay_str key);
bool assay_jinja_true(const struct jinja_value *value);
bool assay_jinja_equal(const struct jinja_value *a, const struct jinja_value *b);
bool assay_jinja_is_number(const struct jinja_value *value, double *number);
/* Below, equal or above 0; fails where Python would. */
int assay_jinja_compare(struct jinja_render *render, const struct jinja_value *a,
                        const struct jinja_value *b);
const char *assay_jinja_type_name(const struct jinja_value *value);
/* The bytes of characters from .. to of a text. */
struct assay_str assay_jinja_points_of(struct assay_str text, size_t from, size_t to);
/* What a loop goes over: a sequence, the keys of a mapping, the characters of a text. */
struct jinja_value assay_jinja_each(struct jinja_render *render, struct jinja_value of);

/* jinja_spell.c: str() and repr() of Python, json.dumps; whole texts, in the arena. */
struct assay_str assay_jinja_spell(struct jinja_render *render,
                                   const struct jinja_value *value);
struct assay_str assay_jinja_json(struct jinja_render *render,
                                  const struct jinja_value *value, int indent,
                                  bool sorted);

/* jinja_eval.c */
struct jinja_value assay_jinja_eval(struct jinja_render *render,
                                    const struct jinja_node *node);
bool assay_jinja_enter(struct jinja_render *render); /* false: too deep */
void assay_jinja_bind(struct jinja_render *render, struct jinja_scope *scope,
                      struct assay_str name, struct jinja_value value);

/* jinja_operator.c */
struct jinja_value assay_jinja_operate(struct jinja_render *render, enum jinja_op op,
                                       const struct jinja_value *a,
                                       const struct jinja_value *b);

/* jinja_filter.c, jinja_test.c, jinja_method.c, jinja_function.c: by name */
struct jinja_value assay_jinja_filter(struct jinja_render *render, struct assay_str name,
                                      struct jinja_value of,
                                      struct jinja_arguments *arguments);
bool assay_jinja_filter_known(struct assay_str name);
bool assay_jinja_test(struct jinja_render *render, struct assay_str name,
                      struct jinja_value of, struct jinja_arguments *arguments);
bool assay_jinja_test_known(struct assay_str name);
struct jinja_value assay_jinja_method(struct jinja_render *render, struct assay_str name,
                                      struct jinja_value of,
                                      struct jinja_arguments *arguments);
bool assay_jinja_function_known(struct assay_str name);
bool assay_jinja_function(struct jinja_render *render, struct assay_str name,
                          struct jinja_arguments *arguments, struct jinja_value *out);

/* jinja_run.c */
void assay_jinja_run(struct jinja_render *render, const struct jinja_node *node);
struct jinja_value assay_jinja_call_macro(struct jinja_render *render,
                                          const struct jinja_node *macro,
                                          const struct jinja_arguments *arguments);

#endif

/* jinja_test.c - tests, as in jinja2/tests.py. */
#include "adapters/jinja_parts.h"

enum which {
    DEFINED,
    UNDEFINED,
    NONE,
    STRING,
    NUMBER,
    INTEGER,
    FLOAT,
    BOOLEAN,
    TRUE,
    FALSE,
    MAPPING,
    SEQUENCE,
    ITERABLE,
    CALLABLE,
    ODD,
    EVEN,
    EQUAL,
    DIFFERENT,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    IN,
    SAME,
    DIVISIBLE,
    LOWER,
    UPPER,
    TESTS,
};

static const struct {
    const char *name;
    enum which which;
} names[] = {
    {"defined", DEFINED},
    {"undefined", UNDEFINED},
    {"none", NONE},
    {"string", STRING},
    {"number", NUMBER},
    {"integer", INTEGER},
    {"float", FLOAT},
    {"boolean", BOOLEAN},
    {"true", TRUE},
    {"false", FALSE},
    {"mapping", MAPPING},
    {"sequence", SEQUENCE},
    {"iterable", ITERABLE},
    {"callable", CALLABLE},
    {"odd", ODD},
    {"even", EVEN},
    {"equalto", EQUAL},
    {"eq", EQUAL},
    {"==", EQUAL},
    {"ne", DIFFERENT},
    {"!=", DIFFERENT},
    {"lt", LESS},
    {"<", LESS},
    {"lessthan", LESS},
    {"le", LESS_EQUAL},
    {"<=", LESS_EQUAL},
    {"gt", GREATER},
    {">", GREATER},
    {"greaterthan", GREATER},
    {"ge", GREATER_EQUAL},
    {">=", GREATER_EQUAL},
    {"in", IN},
    {"sameas", SAME},
    {"divisibleby", DIVISIBLE},
    {"lower", LOWER},
    {"upper", UPPER},
};

static enum which find(struct assay_str name)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (assay_str_equal(name, assay_str_of(names[i].name)))
            return names[i].which;
    return TESTS;
}

bool assay_jinja_test_known(struct assay_str name)
{
    return find(name) < TESTS;
}

/* The test that compares as an operator does. */
static bool operate(struct jinja_render *render, enum which which,
                    const struct jinja_value *of, const struct jinja_arguments *arguments)
{
    static const enum jinja_op op[TESTS] = {
        [EQUAL] = JINJA_EQUAL,
        [DIFFERENT] = JINJA_DIFFERENT,
        [LESS] = JINJA_LESS,
        [LESS_EQUAL] = JINJA_LESS_EQUAL,
        [GREATER] = JINJA_GREATER,
        [GREATER_EQUAL] = JINJA_GREATER_EQUAL,
        [IN] = JINJA_IN,
        [SAME] = JINJA_EQUAL,
        [DIVISIBLE] = JINJA_MODULO,
    };
    struct jinja_value got;

    if (arguments->count != 1) {
        (void)assay_jinja_fail(render, "the test needs a value to compare with");
        return false;
    }
    if (which == SAME && of->type != arguments->at[0].type)
        return false;
    got = assay_jinja_operate(render, op[which], of, &arguments->at[0]);
    return assay_jinja_true(&got) != (which == DIVISIBLE);
}

/* No letter of the other case, and one at least. */
static bool is_case(const struct jinja_value *of, char from, char other)
{
    bool some = false;

    for (size_t i = 0; of->type == JINJA_TEXT && i < of->as.text.len; i++) {
        const char c = of->as.text.ptr[i];

        some = some || (c >= from && c < from + 26);
        if (c >= other && c < other + 26)
            return false;
    }
    return some;
}

static bool is_odd(struct jinja_render *render, const struct jinja_value *of)
{
    if (of->type != JINJA_INTEGER)
        (void)assay_jinja_fail(render, "%s is neither odd nor even",
                               assay_jinja_type_name(of));
    return of->type == JINJA_INTEGER && of->as.integer % 2 != 0;
}

bool assay_jinja_test(struct jinja_render *render, struct assay_str name,
                      struct jinja_value of, struct jinja_arguments *arguments)
{
    const enum which which = find(name);

    switch (which) {
    case DEFINED:
    case UNDEFINED:
        return (of.type == JINJA_UNDEFINED) == (which == UNDEFINED);
    case NONE:
        return of.type == JINJA_NONE;
    case STRING:
        return of.type == JINJA_TEXT;
    case NUMBER:
        return of.type == JINJA_INTEGER || of.type == JINJA_REAL ||
               of.type == JINJA_TRUTH;
    case INTEGER:
        return of.type == JINJA_INTEGER;
    case FLOAT:
        return of.type == JINJA_REAL;
    case BOOLEAN:
        return of.type == JINJA_TRUTH;
    case TRUE:
    case FALSE:
        return of.type == JINJA_TRUTH && of.as.truth == (which == TRUE);
    case MAPPING:
        return of.type == JINJA_MAPPING && !of.as.mapping->is_namespace;
    case SEQUENCE:
    case ITERABLE:
        return of.type == JINJA_SEQUENCE || of.type == JINJA_MAPPING ||
               of.type == JINJA_TEXT || (which == ITERABLE && of.type == JINJA_UNDEFINED);
    case CALLABLE:
        return of.type == JINJA_CALLABLE;
    case ODD:
        return is_odd(render, &of);
    case EVEN:
        return !is_odd(render, &of);
    case LOWER:
        return is_case(&of, 'a', 'A');
    case UPPER:
        return is_case(&of, 'A', 'a');
    case EQUAL:
    case DIFFERENT:
    case LESS:
    case LESS_EQUAL:
    case GREATER:
    case GREATER_EQUAL:
    case IN:
    case SAME:
    case DIVISIBLE:
        return operate(render, which, &of, arguments);
    case TESTS:
        break;
    }
    return false;
}

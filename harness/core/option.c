#include "harness/core/option.h"

#include "harness/core/str.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* One parse under way: where values go, and which options were given. */
struct parse {
    const struct assay_option *table;
    const char *prefix; /* "--" on a command line, "" for words */
    char *state;
    uint64_t given; /* bit i: option i of the table */
};

static bool is_end(const struct assay_option *option)
{
    return !option || !option->name;
}

static enum assay_code bad_value(const struct parse *parse,
                                 const struct assay_option *option, const char *text,
                                 const char *why, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE, "%s%s=%s: %s", parse->prefix, option->name, text,
                      why);
}

static enum assay_code check_bounds(const struct parse *parse,
                                    const struct assay_option *option, const char *text,
                                    double value, struct assay_error *err)
{
    if (!(option->lo < option->hi) || (value >= option->lo && value <= option->hi))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "%s%s=%s: not in [%.15g, %.15g]", parse->prefix,
                      option->name, text, option->lo, option->hi);
}

static enum assay_code store_double(const struct parse *parse,
                                    const struct assay_option *option, const char *text,
                                    double *field, struct assay_error *err)
{
    if (!assay_str_number(assay_str_of(text), field))
        return bad_value(parse, option, text, "not a number", err);
    return check_bounds(parse, option, text, *field, err);
}

/* Decimal digits and nothing else, below 2^64. */
static bool parse_digits(const char *text, uint64_t *value)
{
    const char *at = text;

    *value = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');

        if (*value > (UINT64_MAX - digit) / 10)
            return false;
        *value = *value * 10 + digit;
    }
    return at > text && *at == '\0';
}

static enum assay_code store_size(const struct parse *parse,
                                  const struct assay_option *option, const char *text,
                                  size_t *field, struct assay_error *err)
{
    uint64_t value;

    if (!parse_digits(text, &value) || value > SIZE_MAX)
        return bad_value(parse, option, text, "not a whole number", err);
    *field = (size_t)value;
    return check_bounds(parse, option, text, (double)value, err);
}

static enum assay_code store_choice(const struct parse *parse,
                                    const struct assay_option *option, const char *text,
                                    unsigned *field, struct assay_error *err)
{
    struct assay_buf names = {.ceiling = 512};
    enum assay_code code;

    for (unsigned i = 0; option->choices[i]; i++) {
        if (strcmp(option->choices[i], text) == 0) {
            *field = i;
            assay_buf_release(&names);
            return ASSAY_OK;
        }
        assay_buf_printf(&names, "%s%s", i ? ", " : "", option->choices[i]);
    }
    code = assay_fail(err, ASSAY_EUSAGE, "%s%s=%s: not one of %.*s", parse->prefix,
                      option->name, text, (int)names.len, names.len ? names.data : "");
    assay_buf_release(&names);
    return code;
}

const struct assay_option *assay_option_find(const struct assay_option *table,
                                             struct assay_str name)
{
    for (size_t i = 0; table && table[i].name; i++)
        if (assay_str_equal(assay_str_of(table[i].name), name))
            return &table[i];
    return NULL;
}

bool assay_option_flag(const char *text, bool *value)
{
    static const char *const words[][2] = {
        {"false", "true"}, {"no", "yes"}, {"off", "on"}, {"0", "1"}};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        for (unsigned k = 0; k < 2; k++)
            if (strcmp(text, words[i][k]) == 0) {
                *value = k == 1;
                return true;
            }
    return false;
}

static enum assay_code store_flag(const struct parse *parse,
                                  const struct assay_option *option, const char *text,
                                  bool *field, struct assay_error *err)
{
    if (!assay_option_flag(text, field))
        return bad_value(parse, option, text,
                         "neither true nor false (yes and no, on and off, 1 and 0)", err);
    return ASSAY_OK;
}

/* Texts end in run.json, so they must be UTF-8, like everything in it. */
static enum assay_code store_text(const struct parse *parse,
                                  const struct assay_option *option, const char *text,
                                  const char **field, struct assay_error *err)
{
    if (!assay_str_is_utf8(assay_str_of(text)))
        return bad_value(parse, option, "...", "not UTF-8", err);
    *field = text;
    return ASSAY_OK;
}

static enum assay_code store_list(const struct parse *parse,
                                  const struct assay_option *option, const char *text,
                                  struct assay_option_list *field,
                                  struct assay_error *err)
{
    if (field->count == ASSAY_OPTION_LIST_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "%s%s: given more than %d times",
                          parse->prefix, option->name, (int)ASSAY_OPTION_LIST_MAX);
    return store_text(parse, option, text, &field->at[field->count++], err);
}

static enum assay_code store(const struct parse *parse, const struct assay_option *option,
                             const char *text, struct assay_error *err)
{
    void *field = parse->state + option->offset;

    switch (option->type) {
    case ASSAY_OPTION_DOUBLE:
        return store_double(parse, option, text, field, err);
    case ASSAY_OPTION_SIZE:
        return store_size(parse, option, text, field, err);
    case ASSAY_OPTION_SEED:
        if (!parse_digits(text, field))
            return bad_value(parse, option, text, "not a whole number below 2^64", err);
        return ASSAY_OK;
    case ASSAY_OPTION_CHOICE:
        return store_choice(parse, option, text, field, err);
    case ASSAY_OPTION_TEXT:
        return store_text(parse, option, text, field, err);
    case ASSAY_OPTION_FLAG:
        return store_flag(parse, option, text, field, err);
    case ASSAY_OPTION_LIST:
        return store_list(parse, option, text, field, err);
    }
    assert(0 && "option type");
    return ASSAY_EUSAGE;
}

static enum assay_code store_defaults(const struct parse *parse, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (const struct assay_option *option = parse->table; !code && !is_end(option);
         option++) {
        void *field = parse->state + option->offset;

        if (option->type == ASSAY_OPTION_LIST)
            ((struct assay_option_list *)field)->count = 0;
        else if (option->type == ASSAY_OPTION_FLAG)
            *(bool *)field = false;
        else if (option->type == ASSAY_OPTION_TEXT)
            *(const char **)field = NULL;
        if (option->initial)
            code = store(parse, option, option->initial, err);
    }
    return code;
}

static enum assay_code check_required(const struct parse *parse, struct assay_error *err)
{
    for (size_t i = 0; parse->table && parse->table[i].name; i++) {
        const struct assay_option *option = &parse->table[i];
        const bool may_miss = option->initial || option->optional ||
                              option->type == ASSAY_OPTION_FLAG ||
                              option->type == ASSAY_OPTION_LIST;
        const bool names_value = !*parse->prefix && option->value;

        if (!may_miss && !(parse->given >> i & 1))
            return assay_fail(err, ASSAY_EUSAGE, "%s%s%s%s must be given: %s",
                              parse->prefix, option->name, names_value ? "=" : "",
                              names_value ? option->value : "", option->help);
    }
    return ASSAY_OK;
}

/* The option whose name is the view, with its bit set in given; NULL if there is none. */
static const struct assay_option *find(struct parse *parse, struct assay_str name)
{
    const struct assay_option *found = assay_option_find(parse->table, name);

    if (found) {
        assert(found - parse->table < ASSAY_OPTION_TABLE_MAX);
        parse->given |= UINT64_C(1) << (found - parse->table);
    }
    return found;
}

static enum assay_code unknown(const struct parse *parse, struct assay_str name,
                               struct assay_error *err)
{
    const char *names[ASSAY_OPTION_TABLE_MAX];
    char word[64];
    size_t n = 0;
    const char *nearest = NULL;

    while (parse->table && parse->table[n].name) {
        names[n] = parse->table[n].name;
        n++;
    }
    if (name.len < sizeof(word)) {
        memcpy(word, name.ptr, name.len);
        word[name.len] = '\0';
        nearest = assay_str_nearest(word, names, n);
    }
    if (nearest)
        return assay_fail(err, ASSAY_EUSAGE, "unknown option %s%.*s; did you mean %s%s?",
                          parse->prefix, ASSAY_STR_ARG(name), parse->prefix, nearest);
    return assay_fail(err, ASSAY_EUSAGE, "unknown option %s%.*s", parse->prefix,
                      ASSAY_STR_ARG(name));
}

static enum assay_code store_word(struct parse *parse, const char *word,
                                  struct assay_error *err)
{
    const char *equals = strchr(word, '=');
    const struct assay_str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    const struct assay_option *option = find(parse, name);

    if (!option)
        return unknown(parse, name, err);
    if (!equals)
        return assay_fail(err, ASSAY_EUSAGE, "option %s needs a value: %s=...", word,
                          word);
    return store(parse, option, equals + 1, err);
}

enum assay_code assay_options_parse(const struct assay_option *table,
                                    const char *const *words, size_t n, void *state,
                                    struct assay_error *err)
{
    struct parse parse = {.table = table, .prefix = "", .state = state};
    enum assay_code code = store_defaults(&parse, err);

    for (size_t i = 0; !code && i < n; i++)
        code = store_word(&parse, words[i], err);
    return code ? code : check_required(&parse, err);
}

/* Stores the option that starts at argv[*i] and leaves *i at its last word. */
static enum assay_code store_argument(struct parse *parse, int argc, char *const *argv,
                                      int *i, struct assay_error *err)
{
    const char *word = argv[*i] + 2;
    const char *equals = strchr(word, '=');
    const struct assay_str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    const struct assay_option *option = find(parse, name);

    if (!option)
        return unknown(parse, name, err);
    if (equals)
        return store(parse, option, equals + 1, err);
    if (option->type == ASSAY_OPTION_FLAG)
        return store(parse, option, "true", err);
    if (*i + 1 >= argc)
        return assay_fail(err, ASSAY_EUSAGE, "option --%s needs a value", word);
    *i += 1;
    return store(parse, option, argv[*i], err);
}

static enum assay_code add_operand(struct assay_words *operands, const char *word,
                                   struct assay_error *err)
{
    if (operands->count == operands->max)
        return assay_fail(err, ASSAY_EUSAGE, "unexpected argument %s", word);
    operands->at[operands->count++] = word;
    return ASSAY_OK;
}

enum assay_code assay_options_parse_line(const struct assay_option *table, int argc,
                                         char *const *argv, void *state,
                                         struct assay_words *operands,
                                         struct assay_error *err)
{
    struct parse parse = {.table = table, .prefix = "--", .state = state};
    enum assay_code code = store_defaults(&parse, err);
    bool only_operands = false;

    operands->count = 0;
    operands->argc = argc;
    operands->argv = argv;
    for (int i = 0; !code && i < argc; i++) {
        if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0')
            code = add_operand(operands, argv[i], err);
        else if (strcmp(argv[i], "--") == 0)
            only_operands = true;
        else if (argv[i][1] == '-')
            code = store_argument(&parse, argc, argv, &i, err);
        else
            code = assay_fail(err, ASSAY_EUSAGE, "unknown option %s", argv[i]);
    }
    return code ? code : check_required(&parse, err);
}

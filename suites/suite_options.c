/*
 * suite_options.c - official quirks as options of a description.
 *
 *     options:
 *       weights:
 *         default: current
 *         choices: {current: since 2024-09-10, legacy: before}   # or a list, or none: a number,
 *                                                              # whole if its default is,
 *                                                              # or a text if that is one
 *     weights:
 *       xstest-should-refuse: {option: weights, current: 154, legacy: 250}
 *
 * A map with the key `option` stands for the member that the option's value names, or for the
 * value itself where it has no other key.
 */
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum assay_code assay_suite_fail(const struct assay_suite *suite,
                                 const struct assay_node *at, struct assay_error *err,
                                 const char *fmt, ...)
{
    char text[sizeof(err->text)];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", suite->path, at ? at->line : 1,
                      text);
}

/* The i-th choice of an option, or NULL past the last; choices are a list or a map. */
static const char *choice_at(const struct assay_node *choices, size_t i)
{
    if (i >= assay_node_count(choices))
        return NULL;
    if (assay_node_is(choices, ASSAY_NODE_MAP))
        return choices->as.map.at[i].key.ptr;
    return assay_node_is(assay_node_at(choices, i), ASSAY_NODE_TEXT)
               ? assay_node_text(assay_node_at(choices, i)).ptr
               : NULL;
}

static size_t choice_names(const struct assay_node *choices,
                           const char *names[ASSAY_SUITE_OPTIONS_MAX])
{
    const char *name;
    size_t n = 0;

    while (n < ASSAY_SUITE_OPTIONS_MAX && (name = choice_at(choices, n)))
        names[n++] = name;
    return n;
}

static const struct assay_node *spec_of(const struct assay_suite *suite, const char *name)
{
    return assay_node_get(assay_node_get(suite->spec, "options"), name);
}

static enum assay_code no_such_choice(const struct assay_suite_option *option,
                                      const char *word, const char *const *names,
                                      size_t n, struct assay_error *err)
{
    struct assay_error what;

    (void)assay_fail(&what, ASSAY_EUSAGE, "suite option %s: no choice", option->name);
    return assay_slip_tell(
        &(struct assay_slip){
            .what = what.text, .word = assay_str_of(word), .names = names, .count = n},
        ASSAY_EUSAGE, err);
}

/* A value of the type of the default: a text, a number, or a whole one. */
static enum assay_code read_value(const struct assay_suite_option *option,
                                  const struct assay_node *initial, const char *word,
                                  struct assay_node *out, struct assay_error *err)
{
    double number;

    if (assay_node_is(initial, ASSAY_NODE_TEXT)) {
        *out = assay_node_of_string(word);
        return ASSAY_OK;
    }
    if (!assay_str_number(assay_str_of(word), &number))
        return assay_fail(err, ASSAY_EUSAGE, "suite option %s: \"%s\" is no number",
                          option->name, word);
    *out = assay_node_of_real(number);
    if (assay_node_is(initial, ASSAY_NODE_REAL))
        return ASSAY_OK;
    if (!(number >= 0.0 && number <= 1e15) || number != (double)(int64_t)number)
        return assay_fail(err, ASSAY_EUSAGE, "suite option %s: \"%s\" is no whole number",
                          option->name, word);
    *out = assay_node_of_int((int64_t)number);
    return ASSAY_OK;
}

/* Sets an option to a word of the user or to its default. */
static enum assay_code set_option(const struct assay_suite *suite,
                                  struct assay_suite_option *option, const char *word,
                                  struct assay_error *err)
{
    const struct assay_node *spec = spec_of(suite, option->name);
    const struct assay_node *choices = assay_node_get(spec, "choices");
    const char *names[ASSAY_SUITE_OPTIONS_MAX];
    const size_t n = choice_names(choices, names);
    const char *kept = assay_arena_copy(suite->arena, assay_str_of(word)).ptr;
    struct assay_node value = assay_node_of_string(kept);
    enum assay_code code = ASSAY_OK;
    size_t i = 0;

    while (i < n && strcmp(names[i], word) != 0)
        i++;
    if (n > 0 && i == n)
        return no_such_choice(option, word, names, n, err);
    if (n == 0)
        code = read_value(option, assay_node_get(spec, "default"), kept, &value, err);
    else if (assay_node_is(choices, ASSAY_NODE_MAP))
        option->meaning = assay_node_text(&choices->as.map.at[i].value);
    option->value = assay_node_keep(suite->arena, value, 0);
    return code;
}

/* The default as a word. */
static enum assay_code default_word(const struct assay_suite *suite,
                                    const struct assay_member *option, const char **word,
                                    struct assay_error *err)
{
    char text[ASSAY_STR_REAL];
    const struct assay_node *initial = assay_node_get(&option->value, "default");

    if (assay_node_is(initial, ASSAY_NODE_TEXT))
        *word = assay_arena_copy(suite->arena, initial->as.text).ptr;
    else if (assay_node_is(initial, ASSAY_NODE_INT))
        *word = assay_arena_printf(suite->arena, "%lld", (long long)initial->as.integer);
    else if (assay_node_is(initial, ASSAY_NODE_REAL))
        *word = assay_arena_printf(suite->arena, "%s",
                                   assay_str_real(initial->as.real, text));
    else
        return assay_suite_fail(suite, &option->value, err,
                                "option \"%.*s\" needs a default, a text or a number",
                                ASSAY_STR_ARG(option->key));
    return ASSAY_OK;
}

/* Choices are words. */
static enum assay_code check_declared_choices(const struct assay_suite *suite,
                                              const struct assay_member *option,
                                              struct assay_error *err)
{
    const struct assay_node *choices = assay_node_get(&option->value, "choices");
    const char *names[ASSAY_SUITE_OPTIONS_MAX];

    if (choice_names(choices, names) != assay_node_count(choices))
        return assay_suite_fail(suite, choices, err,
                                "option \"%.*s\": choices are at most %d words",
                                ASSAY_STR_ARG(option->key), ASSAY_SUITE_OPTIONS_MAX);
    return ASSAY_OK;
}

static enum assay_code set_defaults(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *options = assay_node_get(suite->spec, "options");

    if (!options)
        return ASSAY_OK;
    if (options->type != ASSAY_NODE_MAP)
        return assay_suite_fail(suite, options, err, "options: expected a map, found %s",
                                assay_node_type_name(options));
    if (assay_node_count(options) > ASSAY_SUITE_OPTIONS_MAX)
        return assay_suite_fail(suite, options, err, "more than %d options",
                                ASSAY_SUITE_OPTIONS_MAX);
    for (size_t i = 0; i < assay_node_count(options); i++) {
        const struct assay_member *member = &options->as.map.at[i];
        struct assay_suite_option *option = &suite->option[i];
        const char *word = "";
        enum assay_code code =
            assay_schema_check(&assay_option_schema, &member->value, suite->path, err);

        if (!code)
            code = default_word(suite, member, &word, err);
        option->name = assay_arena_copy(suite->arena, member->key).ptr;
        if (!code)
            code = check_declared_choices(suite, member, err);
        if (!code && set_option(suite, option, word, err))
            code = assay_suite_fail(
                suite, &member->value, err,
                "option \"%s\": its default \"%s\" is none of its choices", option->name,
                word);
        if (code)
            return code;
        suite->option_count++;
    }
    return ASSAY_OK;
}

static const struct assay_suite_option *find_option(const struct assay_suite *suite,
                                                    struct assay_str name)
{
    for (size_t i = 0; i < suite->option_count; i++)
        if (assay_str_equal(name, assay_str_of(suite->option[i].name)))
            return &suite->option[i];
    return NULL;
}

static enum assay_code set_word(struct assay_suite *suite, const char *word,
                                struct assay_error *err)
{
    const char *names[ASSAY_SUITE_OPTIONS_MAX];
    const char *equals = strchr(word, '=');
    struct assay_suite_option *option;
    struct assay_str key;
    const char *near;

    if (!equals)
        return assay_fail(err, ASSAY_EUSAGE, "suite option \"%s\" is not key=value",
                          word);
    key =
        assay_arena_copy(suite->arena, (struct assay_str){word, (size_t)(equals - word)});
    for (size_t i = 0; i < suite->option_count; i++) {
        option = &suite->option[i];
        names[i] = option->name;
        if (strcmp(option->name, key.ptr) == 0)
            return set_option(suite, option, equals + 1, err);
    }
    near = assay_str_nearest(key.ptr, names, suite->option_count);
    return assay_fail(err, ASSAY_EUSAGE, "suite %s has no option \"%s\"%s%s%s",
                      suite->name, key.ptr, near ? "; nearest is \"" : "",
                      near ? near : "", near ? "\"" : "");
}

static enum assay_code copy_node(const struct assay_suite *suite,
                                 const struct assay_node *from, struct assay_node *to,
                                 struct assay_error *err);

static enum assay_code no_such_option(const struct assay_suite *suite,
                                      const struct assay_node *name,
                                      struct assay_error *err)
{
    const char *names[ASSAY_SUITE_OPTIONS_MAX];

    for (size_t i = 0; i < suite->option_count; i++)
        names[i] = suite->option[i].name;
    return assay_slip_tell(&(struct assay_slip){suite->path, name->line, "no option",
                                                assay_node_text(name), "is declared",
                                                names, suite->option_count},
                           ASSAY_EDATA, err);
}

/* A map that stands for the member of a choice has one for each, and no other. */
static enum assay_code check_members(const struct assay_suite *suite,
                                     const struct assay_suite_option *option,
                                     const struct assay_node *map,
                                     struct assay_error *err)
{
    const struct assay_node *choices =
        assay_node_get(spec_of(suite, option->name), "choices");
    const char *names[ASSAY_SUITE_OPTIONS_MAX];
    const size_t n = choice_names(choices, names);
    const char *what =
        assay_arena_printf(suite->arena, "option %s has no choice", option->name);

    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        size_t k = 0;

        while (k < n && !assay_str_equal(member->key, assay_str_of(names[k])))
            k++;
        if (k == n && !assay_str_equal(member->key, ASSAY_STR("option")))
            return assay_slip_tell(&(struct assay_slip){suite->path, member->value.line,
                                                        what, member->key, NULL, names,
                                                        n},
                                   ASSAY_EDATA, err);
    }
    for (size_t k = 0; k < n; k++)
        if (!assay_node_get(map, names[k]))
            return assay_suite_fail(suite, map, err, "nothing for %s=%s", option->name,
                                    names[k]);
    return ASSAY_OK;
}

static enum assay_code copy_selected(const struct assay_suite *suite,
                                     const struct assay_node *from, struct assay_node *to,
                                     struct assay_error *err)
{
    const struct assay_node *name = assay_node_get(from, "option");
    const struct assay_suite_option *option = find_option(suite, assay_node_text(name));
    enum assay_code code;

    if (!option)
        return no_such_option(suite, name, err);
    if (assay_node_count(from) == 1) {
        *to = *option->value;
        to->line = from->line;
        return ASSAY_OK;
    }
    code = check_members(suite, option, from, err);
    if (code)
        return code;
    return copy_node(suite, assay_node_find(from, assay_node_text(option->value)), to,
                     err);
}

static enum assay_code copy_map(const struct assay_suite *suite,
                                const struct assay_node *from, struct assay_node *to,
                                struct assay_error *err)
{
    const size_t n = from->as.map.count;

    if (assay_node_get(from, "option"))
        return copy_selected(suite, from, to, err);
    to->as.map.at = assay_arena_new(suite->arena, n, sizeof(*to->as.map.at));
    for (size_t i = 0; i < n; i++) {
        const struct assay_member *member = &from->as.map.at[i];
        enum assay_code code;

        to->as.map.at[i].key = assay_arena_copy(suite->arena, member->key);
        code = copy_node(suite, &member->value, &to->as.map.at[i].value, err);
        if (code)
            return code;
    }
    return ASSAY_OK;
}

/* Depth is bounded by the parser (ASSAY_TREE_DEPTH). */
static enum assay_code copy_node(const struct assay_suite *suite,
                                 const struct assay_node *from, struct assay_node *to,
                                 struct assay_error *err)
{
    *to = *from;
    if (from->type == ASSAY_NODE_MAP)
        return copy_map(suite, from, to, err);
    if (from->type != ASSAY_NODE_LIST)
        return ASSAY_OK;
    to->as.list.at =
        assay_arena_new(suite->arena, from->as.list.count, sizeof(*to->as.list.at));
    for (size_t i = 0; i < from->as.list.count; i++) {
        const enum assay_code code =
            copy_node(suite, &from->as.list.at[i], &to->as.list.at[i], err);

        if (code)
            return code;
    }
    return ASSAY_OK;
}

enum assay_code assay_suite_select(struct assay_suite *suite,
                                   const struct assay_suite_words *words,
                                   struct assay_error *err)
{
    struct assay_node *spec = assay_arena_new(suite->arena, 1, sizeof(*spec));
    enum assay_code code = set_defaults(suite, err);

    for (size_t i = 0; !code && i < words->count; i++)
        code = set_word(suite, words->word[i], err);
    if (!code)
        code = copy_node(suite, suite->spec, spec, err);
    suite->spec = spec;
    return code;
}

const char *assay_suite_choice_at(const struct assay_suite *suite, size_t i, size_t k)
{
    return choice_at(assay_node_get(spec_of(suite, suite->option[i].name), "choices"), k);
}

void assay_suite_option_spell(const struct assay_suite_option *option,
                              struct assay_buf *out)
{
    const struct assay_node *value = option->value;
    char text[ASSAY_STR_REAL];

    if (assay_node_is(value, ASSAY_NODE_TEXT))
        assay_buf_add(out, value->as.text);
    else if (assay_node_is(value, ASSAY_NODE_REAL))
        assay_buf_puts(out, assay_str_real(value->as.real, text));
    else
        assay_buf_printf(out, "%lld", (long long)value->as.integer);
}

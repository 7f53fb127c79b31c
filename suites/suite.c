/* suite.c - a description: found by name, read, checked, and asked about. */
#include "suites/suite.h"

#include "harness/core/file.h"
#include "harness/core/place.h"
#include "harness/core/yaml.h"
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

#include <string.h>

enum {
    NAMES_MAX = 512 /* descriptions in a folder that are looked at for the nearest */
};

static bool is_path(const char *spec)
{
    return spec[0] == '/' || strncmp(spec, "./", 2) == 0 || strncmp(spec, "../", 3) == 0;
}

/* The place of the colon behind the name or path of a spec, or its end. */
static const char *name_end(const char *spec)
{
    const char *yaml = is_path(spec) ? strstr(spec, ".yaml") : NULL;
    const char *colon = yaml ? strchr(yaml, ':') : strchr(spec, ':');

    return colon && !(is_path(spec) && !yaml) ? colon : spec + strlen(spec);
}

static enum assay_code no_such_suite(const char *name, const char *dir,
                                     struct assay_arena *arena, struct assay_error *err)
{
    const char *names[NAMES_MAX];
    const size_t n = assay_suite_list(dir, names, NAMES_MAX, arena);
    const char *near = assay_str_nearest(name, names, n);

    return assay_fail(err, ASSAY_EUSAGE, "no suite \"%s\"%s%s%s", name,
                      near ? "; nearest is \"" : "", near ? near : "", near ? "\"" : "");
}

/* Splits spec, finds the file. tail is what follows the colon, or NULL. */
static enum assay_code locate(struct assay_suite *suite, const char *spec,
                              const char **tail, struct assay_error *err)
{
    const char *end = name_end(spec);
    const char *name =
        assay_arena_copy(suite->arena, (struct assay_str){spec, (size_t)(end - spec)})
            .ptr;
    const char *dir = suite->places.suites_dir ? suite->places.suites_dir : ".";

    *tail = *end ? assay_arena_copy(suite->arena, assay_str_of(end + 1)).ptr : NULL;
    if (is_path(name)) {
        suite->own = true;
        suite->path = name;
        return ASSAY_OK;
    }
    if (name[0] == '\0' || strchr(name, '/'))
        return assay_fail(err, ASSAY_EUSAGE,
                          "suite \"%s\": a name, or a path that begins with ./ or /",
                          name);
    suite->path = assay_arena_printf(suite->arena, "%s/%s.yaml", dir, name);
    return assay_file_exists(suite->path) ? ASSAY_OK
                                          : no_such_suite(name, dir, suite->arena, err);
}

/* The description under one more word, for its mistakes. */
static enum assay_code check_choice(const struct assay_suite *suite,
                                    const struct assay_node *root,
                                    const struct assay_suite_words *words,
                                    const char *word, struct assay_error *err)
{
    const char **at = assay_arena_new(suite->arena, words->count + 1, sizeof(*at));
    const struct assay_suite_words more = {words->spec, at, words->count + 1};
    struct assay_suite *other = assay_arena_new(suite->arena, 1, sizeof(*other));
    enum assay_code code;

    for (size_t i = 0; i < words->count; i++)
        at[i] = words->word[i];
    at[words->count] = word;
    other->arena = suite->arena;
    other->places = suite->places;
    other->path = suite->path;
    other->name = suite->name;
    other->spec = root;
    code = assay_suite_select(other, &more, err);
    return code ? code : assay_suite_read(other, err);
}

/* What an option that is not chosen leads to is checked all the same. */
static enum assay_code check_choices(const struct assay_suite *suite,
                                     const struct assay_node *root,
                                     const struct assay_suite_words *words,
                                     struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < suite->option_count; i++) {
        const struct assay_suite_option *option = &suite->option[i];
        const char *choice;

        for (size_t k = 0; !code && (choice = assay_suite_choice_at(suite, i, k)); k++)
            if (!assay_str_equal(assay_node_text(option->value), assay_str_of(choice)))
                code = check_choice(
                    suite, root, words,
                    assay_arena_printf(suite->arena, "%s=%s", option->name, choice), err);
    }
    return code;
}

/* What cannot be read as one of its kind, but as one of another, has the wrong one. */
static enum assay_code read_spec(struct assay_suite *suite, struct assay_error *err)
{
    const enum assay_code code = assay_suite_read(suite, err);

    return code == ASSAY_EDATA && suite->kind
               ? assay_suite_blame_kind(suite, (struct assay_kind_need){0}, err)
               : code;
}

/* What follows the colon of the spec: a part, or the user's own file. */
static enum assay_code read_tail(struct assay_suite *suite, const char *tail,
                                 struct assay_error *err)
{
    if (suite->data.argument && !(tail && tail[0]))
        return assay_fail(err, ASSAY_EUSAGE, "suite %s needs a file: %s:FILE",
                          suite->name, suite->name);
    if (suite->data.argument)
        suite->argument = tail;
    else if (tail)
        return assay_suite_choose(suite, tail, err);
    else if (assay_suite_part_count(suite) > 0) /* until another one is chosen */
        return assay_suite_read_data(suite, &suite->parts->as.map.at[0].value, err);
    return ASSAY_OK;
}

/* Which keys there are depends on the kind. Keys that kinds without items do not have may be those of another kind. */
static enum assay_code check_keys(struct assay_suite *suite,
                                  const struct assay_suite_words *words,
                                  struct assay_error *err)
{
    const struct assay_schema *schema = assay_suite_schema_of(suite->spec);
    const struct assay_node *kind = assay_node_get(suite->spec, "kind");
    struct assay_error ignored;
    enum assay_code code;

    if (assay_node_is(kind, ASSAY_NODE_TEXT) && !assay_kind_find(kind->as.text))
        return assay_suite_no_kind(suite, kind, err);
    code = assay_schema_check_names(schema, suite->spec, suite->path, err);
    if (!code || schema == &assay_suite_schema ||
        assay_suite_select(suite, words, &ignored))
        return code;
    suite->kind = assay_kind_find(assay_node_text(assay_node_get(suite->spec, "kind")));
    suite->fields = assay_node_get(suite->spec, "fields");
    return assay_suite_blame_kind(suite, (struct assay_kind_need){0}, err);
}

/* Reads the description; tail is what follows the colon, or NULL. */
static enum assay_code load(const struct assay_suite_words *words,
                            const struct assay_places *places, struct assay_arena *arena,
                            struct assay_suite **out, const char **tail,
                            struct assay_error *err)
{
    struct assay_suite *suite = assay_arena_new(arena, 1, sizeof(*suite));
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    enum assay_code code;

    suite->arena = arena;
    suite->places = *places;
    suite->part = SIZE_MAX;
    *out = suite;
    code = locate(suite, words->spec, tail, err);
    if (!code)
        code = assay_yaml_read(suite->path, arena, root, err);
    if (code)
        return code;
    suite->spec = root;
    suite->name = assay_node_is(assay_node_get(root, "name"), ASSAY_NODE_TEXT)
                      ? assay_arena_copy(arena, assay_node_get(root, "name")->as.text).ptr
                      : suite->path;
    code = check_keys(suite, words, err);
    if (!code)
        code = assay_suite_select(suite, words, err);
    if (!code)
        code = read_spec(suite, err);
    if (!code)
        code = check_choices(suite, root, words, err);
    return code;
}

enum assay_code assay_suite_load_any(const struct assay_suite_words *words,
                                     const struct assay_places *places,
                                     struct assay_arena *arena, struct assay_suite **out,
                                     struct assay_error *err)
{
    const char *tail = NULL;
    const enum assay_code code = load(words, places, arena, out, &tail, err);

    return code ? code : read_tail(*out, tail, err);
}

enum assay_code assay_suite_load(const struct assay_suite_words *words,
                                 const struct assay_places *places,
                                 struct assay_arena *arena, struct assay_suite **out,
                                 struct assay_error *err)
{
    const char *tail = NULL;
    const enum assay_code code = load(words, places, arena, out, &tail, err);
    const struct assay_suite *suite = *out;

    if (!code && suite->kind->command)
        return assay_fail(err, ASSAY_EUSAGE,
                          "suite %s is of kind %s, of which no model is asked anything; "
                          "`%s` reads it",
                          suite->name, suite->kind->name, suite->kind->command);
    return code ? code : read_tail(*out, tail, err);
}

size_t assay_suite_part_count(const struct assay_suite *suite)
{
    return assay_node_count(suite->parts);
}

const char *assay_suite_part_name(const struct assay_suite *suite, size_t i)
{
    return suite->parts->as.map.at[i].key.ptr;
}

const char *assay_suite_part(const struct assay_suite *suite)
{
    return suite->part == SIZE_MAX ? NULL : assay_suite_part_name(suite, suite->part);
}

enum assay_code assay_suite_choose(struct assay_suite *suite, const char *part,
                                   struct assay_error *err)
{
    const char *names[NAMES_MAX];
    const size_t n = assay_suite_part_count(suite);
    struct assay_error what;

    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        names[i] = assay_suite_part_name(suite, i);
        if (strcmp(names[i], part) != 0)
            continue;
        suite->part = i;
        return assay_suite_read_data(suite, &suite->parts->as.map.at[i].value, err);
    }
    if (n == 0)
        return assay_fail(err, ASSAY_EUSAGE, "suite %s has no parts, so no \"%s\"",
                          suite->name, part);
    (void)assay_fail(&what, ASSAY_EUSAGE, "suite %s has no part", suite->name);
    return assay_slip_tell(&(struct assay_slip){.what = what.text,
                                                .word = assay_str_of(part),
                                                .names = names,
                                                .count = n < NAMES_MAX ? n : NAMES_MAX},
                           ASSAY_EUSAGE, err);
}

const char *assay_suite_name(const struct assay_suite *suite)
{
    return suite->name;
}

const char *assay_suite_version(const struct assay_suite *suite)
{
    return suite->version;
}

const struct assay_kind *assay_suite_kind(const struct assay_suite *suite)
{
    return suite->kind;
}

const struct assay_node *assay_suite_spec(const struct assay_suite *suite)
{
    return suite->spec;
}

const struct assay_replay_map *assay_suite_replay(const struct assay_suite *suite,
                                                  size_t *count)
{
    *count = suite->replay_count;
    return suite->replay;
}

struct assay_node assay_suite_options(const struct assay_suite *suite,
                                      struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < suite->option_count; i++)
        (void)assay_node_put(arena, map, suite->option[i].name, *suite->option[i].value);
    return *map;
}

size_t assay_suite_orders(const struct assay_suite *suite)
{
    return suite->orders;
}

bool assay_suite_is_probe(const struct assay_suite *suite)
{
    return suite->kind->wants == ASSAY_TAKES_VECTORS;
}

bool assay_suite_is_steps(const struct assay_suite *suite)
{
    return suite->kind->stepwise;
}

struct assay_places assay_places_here(const char *data_dir, struct assay_arena *arena)
{
    return (struct assay_places){assay_place_data(data_dir, arena),
                                 assay_place_suites(arena), assay_place_manifest(arena)};
}

bool assay_suite_is_rated(const struct assay_suite *suite)
{
    return suite->kind->rates;
}

bool assay_suite_shows_media(const struct assay_suite *suite)
{
    return suite->mapping.media_count > 0 || suite->mapping.pictures;
}

size_t assay_suite_votes(const struct assay_suite *suite)
{
    return suite->votes;
}

size_t assay_suite_values(const struct assay_suite *suite, enum assay_want want)
{
    return want == ASSAY_WANT_VERDICTS ? suite->orders * suite->votes : suite->orders;
}

void assay_suite_set_ties(struct assay_suite *suite, enum assay_tie_rule rule)
{
    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        suite->ties[want] = rule;
}

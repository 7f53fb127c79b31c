/* suite.c - a description: found by name, read, checked, and asked about. */
#include "suites/suite.h"

#include "harness/core/file.h"
#include "harness/core/yaml.h"
#include "suites/suite_parts.h"

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

static const char *text_of(const struct assay_suite *suite, const char *key)
{
    const struct assay_str text = assay_node_text(assay_node_get(suite->spec, key));

    return assay_arena_copy(suite->arena, text).ptr;
}

static enum assay_code read_number(const struct assay_suite *suite,
                                   const struct assay_node *node, double lo, double hi,
                                   double *out, struct assay_error *err)
{
    double value;

    if (!node)
        return ASSAY_OK;
    if (!(assay_node_number(node, &value) ||
          assay_str_number(assay_node_text(node), &value)) ||
        !(value >= lo && value <= hi) || value != (double)(int64_t)value)
        return assay_suite_fail(suite, node, err, "expected a whole number from %g to %g",
                                lo, hi);
    *out = value;
    return ASSAY_OK;
}

/* `ties: RULE`, or a map of rules by what the values mean. */
static enum assay_code read_ties(struct assay_suite *suite, struct assay_error *err)
{
    static const char *const rules[] = {"loss", "half", "1/k", "drop", "second", NULL};
    const struct assay_node *ties = assay_node_get(suite->spec, "ties");

    for (unsigned i = 0; i < ASSAY_WANTS; i++) {
        const char *want = assay_want_name((enum assay_want)i);
        const bool map = assay_node_is(ties, ASSAY_NODE_MAP);
        size_t rule = ASSAY_TIE_LOSS;
        const enum assay_code code = assay_suite_choice(
            suite, map ? assay_node_get(ties, want) : ties, rules, &rule, err);

        if (code)
            return code;
        if (rule == ASSAY_RULE_SECOND && !suite->kind->two_orders &&
            !suite->kind->knows_second)
            return assay_suite_fail(suite, ties, err, "ties: \"second\" is for pairs");
        suite->ties[i] = (unsigned)rule;
    }
    return ASSAY_OK;
}

static enum assay_code read_words(struct assay_suite *suite, struct assay_error *err)
{
    static const char *const overall[] = {"sections", "micro", NULL};
    static const char *const games[] = {"average", "sum", "both", "first", NULL};
    static const char *const duplicates[] = {"error", "official", "first", NULL};
    static const char *const units[] = {"fraction", "percent", NULL};
    size_t word[4] = {suite->declared ? 0 : 1, 0, 0, 1};
    const struct {
        const char *key;
        const char *const *names;
    } keys[] = {
        {"overall", overall},
        {"games", games},
        {"duplicates", duplicates},
        {"unit", units},
    };
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < sizeof(keys) / sizeof(keys[0]); i++)
        code = assay_suite_choice(suite, assay_node_get(suite->spec, keys[i].key),
                                  keys[i].names, &word[i], err);
    suite->micro = word[0] == 1;
    suite->games = (enum assay_games)word[1];
    suite->duplicates = word[2] == 1;
    suite->first_only = word[2] == 2;
    suite->percent = word[3] == 1;
    return code;
}

/* `unparsable: RULE`, or a map of rules by what the values mean. */
static enum assay_code read_unparsable(struct assay_suite *suite, struct assay_error *err)
{
    static const char *const rules[] = {"drop", "loss", "half",  "chance",
                                        "coin", "tie",  "class", NULL};
    const struct assay_node *node = assay_node_get(suite->spec, "unparsable");
    const bool map = assay_node_is(node, ASSAY_NODE_MAP);

    for (unsigned i = 0; i < ASSAY_WANTS; i++) {
        size_t rule = ASSAY_UNPARSABLE_DROP;
        const enum assay_code code = assay_suite_choice(
            suite, map ? assay_node_get(node, assay_want_name((enum assay_want)i)) : node,
            rules, &rule, err);

        if (code)
            return code;
        suite->unparsable[i] = (enum assay_unparsable)rule;
    }
    return ASSAY_OK;
}

/* What stands for a rating in which no number was found. */
static enum assay_code read_fill(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(suite->spec, "unparsable_score");

    suite->fills = node != NULL;
    if (!node || assay_node_number(node, &suite->unparsable_score))
        return ASSAY_OK;
    return assay_suite_fail(suite, node, err, "unparsable_score: expected a number");
}

static enum assay_code read_rules(struct assay_suite *suite, struct assay_error *err)
{
    double orders = 1.0, votes = 1.0, version = 2.0, seed = 0.0;
    enum assay_code code = read_words(suite, err);

    if (!code)
        code = read_unparsable(suite, err);
    if (!code)
        code = assay_suite_read_classes(suite, err);
    if (!code)
        code = read_ties(suite, err);
    if (!code)
        code = read_number(suite, assay_node_get(suite->spec, "orders"), 1.0,
                           suite->kind->two_orders ? 2.0 : 1.0, &orders, err);
    if (!code)
        code = read_number(
            suite, assay_node_get(suite->spec, "votes"), 1.0,
            suite->kind->wants & ASSAY_TAKES_VERDICTS ? ASSAY_SUITE_VOTES_MAX : 1.0,
            &votes, err);
    if (!code)
        code = assay_suite_read_scoring(suite, err);
    if (!code)
        code = read_fill(suite, err);
    if (!code)
        code = read_number(suite, assay_node_get(suite->spec, "coin_seed"), 0.0,
                           (double)UINT32_MAX, &seed, err);
    if (!code)
        code = read_number(suite, assay_node_get(suite->spec, "ties_version"), 0.0, 2.0,
                           &version, err);
    suite->orders = (size_t)orders;
    suite->votes = (size_t)votes;
    suite->coin_seed = (uint32_t)seed;
    suite->ties_version = (unsigned)version;
    return code;
}

/* Reads what is under `data:`, or under the chosen part of it. */
static enum assay_code read_data(struct assay_suite *suite, const struct assay_node *data,
                                 struct assay_error *err)
{
    struct assay_suite_data *out = &suite->data;
    const struct assay_str name = assay_node_text(assay_node_get(data, "generator"));
    const struct assay_node *model = assay_node_get(data, "model");
    const struct assay_node *argument = assay_node_get(data, "argument");
    double seed = 0.0, size = 1.0;
    size_t layout = out->layout;
    enum assay_code code = assay_suite_choice(suite, assay_node_get(data, "layout"),
                                              assay_layout_names, &layout, err);

    if (assay_node_get(data, "files"))
        out->files = assay_node_get(data, "files");
    out->model = out->model || (model && model->as.truth);
    out->argument = out->argument || (argument && argument->as.truth);
    out->layout = (enum assay_layout)layout;
    if (assay_node_get(data, "group_by"))
        out->group_by = assay_node_get(data, "group_by");
    if (code || name.len == 0)
        return code;
    out->generator = assay_generator_find(assay_arena_copy(suite->arena, name).ptr);
    if (!out->generator)
        return assay_suite_fail(suite, data, err, "no generator \"%.*s\"",
                                ASSAY_STR_ARG(name));
    code = read_number(suite, assay_node_get(data, "seed"), 0.0, 1e15, &seed, err);
    if (!code)
        code = read_number(suite, assay_node_get(data, "size"), 1.0,
                           (double)out->generator->size_max, &size, err);
    out->setting = (struct assay_generator_setting){(uint64_t)seed, (size_t)size};
    return code;
}

static enum assay_code no_such_kind(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    const char *names[NAMES_MAX];
    const char *near;
    size_t n = 0;

    for (; assay_kind_at(n); n++)
        names[n] = assay_kind_at(n)->name;
    near = assay_str_nearest(text_of(suite, "kind"), names, n);
    return assay_suite_fail(suite, assay_node_get(suite->spec, "kind"), err,
                            "no kind \"%s\"%s%s%s", text_of(suite, "kind"),
                            near ? "; nearest is \"" : " (assay ls kinds)",
                            near ? near : "", near ? "\"" : "");
}

/* How published scores are stored, and how items are read where such files hold them. */
static enum assay_code read_replay(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(suite->spec, "replay");
    const size_t n = assay_node_count(list);
    struct assay_replay_map *map = assay_arena_new(suite->arena, n, sizeof(*map));
    struct assay_mapping ignored;
    enum assay_code code = ASSAY_OK;

    suite->replay = map;
    suite->replay_count = n;
    for (size_t i = 0; !code && i < n; i++) {
        code = assay_replay_map_compile(assay_node_at(list, i), suite->path, suite->arena,
                                        &map[i], err);
        if (!code && map[i].items)
            code = assay_suite_mapping(suite, map[i].items, &ignored, err);
    }
    return code;
}

static enum assay_code read_description(struct assay_suite *suite,
                                        struct assay_error *err)
{
    const struct assay_node *data = assay_node_get(suite->spec, "data");
    enum assay_code code = assay_suite_check(suite, err);

    if (code)
        return code;
    suite->name = text_of(suite, "name");
    suite->version = text_of(suite, "version");
    suite->title = text_of(suite, "title");
    suite->citation = text_of(suite, "citation");
    suite->licence = text_of(suite, "licence");
    suite->kind = assay_kind_find(assay_node_text(assay_node_get(suite->spec, "kind")));
    if (!suite->kind)
        return no_such_kind(suite, err);
    suite->parts = assay_node_get(data, "parts");
    suite->fields = assay_node_get(suite->spec, "fields");
    code = read_data(suite, data, err);
    if (!code)
        code = assay_suite_read_sections(suite, err);
    if (!code)
        code = read_rules(suite, err);
    if (!code && !suite->data.generator)
        code = assay_suite_mapping(suite, NULL, &suite->mapping, err);
    return code ? code : read_replay(suite, err);
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
        return read_data(suite, &suite->parts->as.map.at[0].value, err);
    return ASSAY_OK;
}

enum assay_code assay_suite_load(const struct assay_suite_words *words,
                                 const struct assay_places *places,
                                 struct assay_arena *arena, struct assay_suite **out,
                                 struct assay_error *err)
{
    struct assay_suite *suite = assay_arena_new(arena, 1, sizeof(*suite));
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    const char *tail = NULL;
    enum assay_code code;

    suite->arena = arena;
    suite->places = *places;
    suite->part = SIZE_MAX;
    *out = suite;
    code = locate(suite, words->spec, &tail, err);
    if (!code)
        code = assay_yaml_read(suite->path, arena, root, err);
    if (code)
        return code;
    suite->spec = root;
    suite->name = assay_node_get(root, "name") ? text_of(suite, "name") : suite->path;
    code = assay_suite_select(suite, words, err);
    if (!code)
        code = read_description(suite, err);
    return code ? code : read_tail(suite, tail, err);
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
    const char *near;

    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        names[i] = assay_suite_part_name(suite, i);
        if (strcmp(names[i], part) != 0)
            continue;
        suite->part = i;
        return read_data(suite, &suite->parts->as.map.at[i].value, err);
    }
    if (n == 0)
        return assay_fail(err, ASSAY_EUSAGE, "suite %s has no parts, so no \"%s\"",
                          suite->name, part);
    near = assay_str_nearest(part, names, n < NAMES_MAX ? n : NAMES_MAX);
    return assay_fail(err, ASSAY_EUSAGE, "suite %s has no part \"%s\"; %s \"%s\"",
                      suite->name, part, near ? "nearest is" : "the first is",
                      near ? near : names[0]);
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

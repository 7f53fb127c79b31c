/* suite_read.c - a description that is parsed, with its options chosen, into what it says. */
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

enum {
    KINDS_MAX = 64 /* also generators */
};

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
    const struct assay_node *ties = assay_node_get(suite->spec, "ties");

    for (unsigned i = 0; i < ASSAY_WANTS; i++) {
        const char *want = assay_want_name((enum assay_want)i);
        const bool map = assay_node_is(ties, ASSAY_NODE_MAP);
        size_t rule = ASSAY_TIE_LOSS;
        const enum assay_code code = assay_suite_choice(
            suite, map ? assay_node_get(ties, want) : ties, assay_ties_words, &rule, err);

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
    size_t word[4] = {suite->declared ? 0 : 1, 0, 0, 1};
    const struct {
        const char *key;
        const char *const *names;
    } keys[] = {
        {"overall", assay_overall_words},
        {"games", assay_games_words},
        {"duplicates", assay_duplicates_words},
        {"unit", assay_units_words},
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
    const struct assay_node *node = assay_node_get(suite->spec, "unparsable");
    const bool map = assay_node_is(node, ASSAY_NODE_MAP);

    for (unsigned i = 0; i < ASSAY_WANTS; i++) {
        size_t rule = ASSAY_UNPARSABLE_DROP;
        const enum assay_code code = assay_suite_choice(
            suite, map ? assay_node_get(node, assay_want_name((enum assay_want)i)) : node,
            assay_unparsable_words, &rule, err);

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

static enum assay_code no_such_generator(const struct assay_suite *suite,
                                         const struct assay_node *name,
                                         struct assay_error *err)
{
    const char *names[KINDS_MAX];
    size_t n = 0;

    for (; n < KINDS_MAX && assay_generator_at(n); n++)
        names[n] = assay_generator_at(n)->name;
    return assay_slip_tell(&(struct assay_slip){suite->path, name->line, "no generator",
                                                assay_node_text(name), NULL, names, n},
                           ASSAY_EDATA, err);
}

/* Reads what is under `data:`, or under the chosen part of it. */
enum assay_code assay_suite_read_data(struct assay_suite *suite,
                                      const struct assay_node *data,
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
        return no_such_generator(suite, assay_node_get(data, "generator"), err);
    code = read_number(suite, assay_node_get(data, "seed"), 0.0, 1e15, &seed, err);
    if (!code)
        code = read_number(suite, assay_node_get(data, "size"), 1.0,
                           (double)out->generator->size_max, &size, err);
    out->setting = (struct assay_generator_setting){(uint64_t)seed, (size_t)size};
    return code;
}

enum assay_code assay_suite_no_kind(const struct assay_suite *suite,
                                    const struct assay_node *name,
                                    struct assay_error *err)
{
    const char *names[KINDS_MAX];
    size_t n = 0;

    for (; n < KINDS_MAX && assay_kind_at(n); n++)
        names[n] = assay_kind_at(n)->name;
    return assay_slip_tell(&(struct assay_slip){suite->path, name->line, "no kind",
                                                assay_node_text(name), NULL, names, n},
                           ASSAY_EDATA, err);
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

/* Fields that differ for a file. */
static enum assay_code check_files(const struct assay_suite *suite,
                                   const struct assay_node *files,
                                   struct assay_error *err)
{
    struct assay_mapping ignored;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(files); i++) {
        const struct assay_node *fields =
            assay_node_get(assay_node_at(files, i), "fields");

        if (fields)
            code = assay_suite_mapping(suite, fields, &ignored, err);
    }
    return code;
}

/* Where versions are told, so is this one. */
static enum assay_code check_history(const struct assay_suite *suite,
                                     struct assay_error *err)
{
    const struct assay_node *history = assay_node_get(suite->spec, "history");

    if (!history || assay_node_get(history, suite->version))
        return ASSAY_OK;
    return assay_suite_fail(suite, history, err, "history says nothing of version \"%s\"",
                            suite->version);
}

static enum assay_code check_mappings(struct assay_suite *suite, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!suite->data.generator)
        code = assay_suite_mapping(suite, NULL, &suite->mapping, err);
    if (!code)
        code = check_files(suite, suite->data.files, err);
    for (size_t i = 0; !code && i < assay_node_count(suite->parts); i++)
        code = check_files(
            suite, assay_node_get(&suite->parts->as.map.at[i].value, "files"), err);
    return code;
}

/* `fields:` of a kind without items, and those of its files. */
static enum assay_code check_fields(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    enum assay_code code = suite->kind->reads_fields(suite, NULL, err);

    for (size_t i = 0; !code && i < assay_node_count(suite->data.files); i++) {
        const struct assay_node *fields =
            assay_node_get(assay_node_at(suite->data.files, i), "fields");

        if (fields)
            code = suite->kind->reads_fields(suite, fields, err);
    }
    return code;
}

static enum assay_code read_names(struct assay_suite *suite, struct assay_error *err)
{
    suite->name = text_of(suite, "name");
    suite->version = text_of(suite, "version");
    suite->title = text_of(suite, "title");
    suite->citation = text_of(suite, "citation");
    suite->licence = text_of(suite, "licence");
    suite->kind = assay_kind_find(assay_node_text(assay_node_get(suite->spec, "kind")));
    if (!suite->kind)
        return assay_suite_no_kind(suite, assay_node_get(suite->spec, "kind"), err);
    return check_history(suite, err);
}

enum assay_code assay_suite_read(struct assay_suite *suite, struct assay_error *err)
{
    const struct assay_node *data = assay_node_get(suite->spec, "data");
    enum assay_code code = assay_suite_check(suite, err);

    if (!code)
        code = read_names(suite, err);
    if (code)
        return code;
    suite->parts = assay_node_get(data, "parts");
    suite->fields = assay_node_get(suite->spec, "fields");
    code = assay_suite_read_data(suite, data, err);
    if (suite->kind->command)
        return code ? code : check_fields(suite, err);
    if (!code)
        code = assay_suite_check_shape(suite, err);
    if (!code)
        code = assay_suite_read_sections(suite, err);
    if (!code)
        code = read_rules(suite, err);
    if (!code)
        code = check_mappings(suite, err);
    if (!code)
        code = read_replay(suite, err);
    if (!code)
        code = assay_suite_check_answers(suite, err);
    if (code == ASSAY_EUSAGE) /* of a field: the file is at fault, not who runs it */
        err->code = code = ASSAY_EDATA;
    return code;
}

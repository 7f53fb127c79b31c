#include "harness/core/replay_map.h"

#include "harness/core/replay_map_parts.h"

#include <math.h>
#include <string.h>

enum {
    FIRST_RECORDS = 10 /* looked at to recognise a file */
};

struct compiler {
    const struct assay_node *spec;
    const char *name; /* of the file */
    struct assay_arena *arena;
    struct assay_replay_map *out;
};

static enum assay_code complain(const struct compiler *compiler,
                                const struct assay_node *at, const char *what,
                                struct assay_error *err)
{
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", compiler->name, at->line, what);
}

/* A field that may be left out. */
static enum assay_code compile_optional(const struct compiler *compiler, const char *key,
                                        const struct assay_field **out,
                                        struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(compiler->spec, key);

    *out = NULL;
    if (!node)
        return ASSAY_OK;
    return assay_field_compile(node, compiler->name, compiler->arena, out, err);
}

/* One field, or the fields of a list; *lead goes before them, where it is not NULL. */
static enum assay_code compile_fields(const struct compiler *compiler,
                                      const struct assay_node *spec,
                                      const struct assay_field *const *lead,
                                      struct assay_error *err)
{
    const size_t before = lead != NULL;
    const bool list = assay_node_is(spec, ASSAY_NODE_LIST);
    const size_t n = list ? assay_node_count(spec) : 1;
    const struct assay_field **field =
        assay_arena_new(compiler->arena, before + n, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;

    if (n == 0 || n > ASSAY_REPLAY_FIELDS_MAX)
        return complain(compiler, spec, "expected a field or a list of them", err);
    if (lead)
        field[0] = *lead;
    for (size_t i = 0; !code && i < n; i++)
        code = assay_field_compile(list ? assay_node_at(spec, i) : spec, compiler->name,
                                   compiler->arena, &field[before + i], err);
    compiler->out->field = field;
    compiler->out->field_count = before + n;
    return code;
}

/* Two named fields of a map. */
static enum assay_code compile_two(const struct compiler *compiler,
                                   const struct assay_node *map,
                                   const struct assay_schema *schema,
                                   struct assay_error *err)
{
    const struct assay_field **field =
        assay_arena_new(compiler->arena, 2, sizeof(const struct assay_field *));
    enum assay_code code = assay_schema_check(schema, map, compiler->name, err);

    for (size_t i = 0; !code && i < 2; i++)
        code = assay_field_compile(assay_node_get(map, schema->keys[i].name),
                                   compiler->name, compiler->arena, &field[i], err);
    compiler->out->field = field;
    compiler->out->field_count = 2;
    return code;
}

/* A judge's pick, or ratings, or both. */
static enum assay_code compile_judged(const struct compiler *compiler,
                                      const struct assay_node *scores,
                                      struct assay_error *err)
{
    const struct assay_node *picked = assay_node_get(scores, "picked");
    const struct assay_node *rated = assay_node_get(scores, "rated");
    const struct assay_node *of = assay_node_get(scores, "of");
    const struct assay_field *field = NULL;
    double count = 0.0;
    enum assay_code code =
        assay_schema_check(&assay_replay_judged_schema, scores, compiler->name, err);

    compiler->out->shape = ASSAY_REPLAY_JUDGED;
    if (!code &&
        (!picked != !of || (of && (!assay_node_number(of, &count) || !(count >= 2.0) ||
                                   !(count < ASSAY_REPLAY_VALUES_MAX)))))
        return complain(compiler, scores, "picked needs of, the number of completions",
                        err);
    compiler->out->of = (size_t)count;
    if (!code && picked)
        code = assay_field_compile(picked, compiler->name, compiler->arena, &field, err);
    if (!code && rated)
        code = compile_fields(compiler, rated, &field, err);
    if (!rated) {
        const struct assay_field **alone =
            assay_arena_new(compiler->arena, 2, sizeof(const struct assay_field *));

        alone[0] = field;
        compiler->out->field = alone;
        compiler->out->field_count = 2;
    }
    return code;
}

/* True if a map has one of the keys that no field has. */
static bool has_any(const struct assay_node *map, const struct assay_schema *schema)
{
    for (const struct assay_schema_key *key = schema->keys; key->name; key++)
        if (strcmp(key->name, "of") != 0 && assay_node_get(map, key->name))
            return true;
    return false;
}

/* A map that is no field, as it has no origin, and none of the forms. */
static enum assay_code no_such_form(const struct compiler *compiler,
                                    const struct assay_node *map, struct assay_error *err)
{
    static const char *const forms[] = {"field",  "any",   "compare", "const",  "join",
                                        "concat", "place", "value",   "picked", "rated"};
    const struct assay_member *first = &map->as.map.at[0];

    return assay_slip_tell(&(struct assay_slip){compiler->name, first->value.line,
                                                "scores: neither a field nor a form of",
                                                first->key, NULL, forms,
                                                sizeof(forms) / sizeof(forms[0])},
                           ASSAY_EDATA, err);
}

static enum assay_code compile_scores(const struct compiler *compiler,
                                      const struct assay_node *scores,
                                      struct assay_error *err)
{
    const struct assay_node *concat = assay_node_get(scores, "concat");

    if (concat && assay_node_count(scores) == 1) {
        compiler->out->shape = ASSAY_REPLAY_CONCAT;
        return compile_fields(compiler, concat, NULL, err);
    }
    if (has_any(scores, &assay_replay_placed_schema)) {
        compiler->out->shape = ASSAY_REPLAY_PLACED;
        return compile_two(compiler, scores, &assay_replay_placed_schema, err);
    }
    if (has_any(scores, &assay_replay_judged_schema))
        return compile_judged(compiler, scores, err);
    if (assay_node_count(scores) == 1 && assay_node_is(scores, ASSAY_NODE_MAP) &&
        !assay_field_has_origin(scores))
        return no_such_form(compiler, scores, err);
    if (assay_node_is(scores, ASSAY_NODE_LIST))
        compiler->out->shape = ASSAY_REPLAY_EACH;
    return compile_fields(compiler, scores, NULL, err);
}

static enum assay_code compile_verdicts(const struct compiler *compiler,
                                        const struct assay_node *verdicts,
                                        struct assay_error *err)
{
    const struct assay_node *by_row = assay_node_get(verdicts, "rows");
    enum assay_code code = ASSAY_OK;

    if (assay_node_is(verdicts, ASSAY_NODE_LIST))
        return compile_fields(compiler, verdicts, NULL, err);
    code = assay_schema_check(&assay_replay_votes_schema, verdicts, compiler->name, err);
    if (!code && assay_node_count(verdicts) != 1)
        code = complain(compiler, verdicts, "verdicts: one of rows and votes", err);
    if (code)
        return code;
    compiler->out->shape = by_row ? ASSAY_REPLAY_ROWS : ASSAY_REPLAY_VOTES;
    return compile_fields(compiler, by_row ? by_row : assay_node_get(verdicts, "votes"),
                          NULL, err);
}

static enum assay_code compile_wins(const struct compiler *compiler,
                                    const struct assay_node *spec,
                                    struct assay_error *err)
{
    return compile_two(compiler, spec, &assay_replay_wins_schema, err);
}

/* The place of a word that was checked, or 0. */
static unsigned word_of(const struct compiler *compiler, const char *key,
                        const char *const *words)
{
    const struct assay_str word = assay_node_text(assay_node_get(compiler->spec, key));

    for (unsigned i = 0; words[i]; i++)
        if (assay_str_equal(word, assay_str_of(words[i])))
            return i;
    return 0;
}

/* Columns of a table under the names that subsets have in the suite. */
static enum assay_code compile_table(const struct compiler *compiler,
                                     const struct assay_node *spec,
                                     struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(spec); i++)
        if (!assay_node_is(&spec->as.map.at[i].value, ASSAY_NODE_TEXT))
            return complain(compiler, &spec->as.map.at[i].value,
                            "subsets: expected a map of columns and names", err);
    compiler->out->subsets = spec;
    compiler->out->percent = word_of(compiler, "unit", assay_replay_units) == 1;
    return ASSAY_OK;
}

static enum assay_code compile_values(const struct compiler *compiler,
                                      struct assay_error *err)
{
    static const struct {
        const char *key;
        enum assay_replay_shape shape;
        enum assay_code (*compile)(const struct compiler *compiler,
                                   const struct assay_node *spec,
                                   struct assay_error *err); /* NULL: plain fields */
    } answers[] = {
        {"scores", ASSAY_REPLAY_LIST, compile_scores},
        {"preferences", ASSAY_REPLAY_PREFERENCES, NULL},
        {"verdicts", ASSAY_REPLAY_VERDICTS, compile_verdicts},
        {"ratings", ASSAY_REPLAY_RATINGS, NULL},
        {"vectors", ASSAY_REPLAY_VECTORS, NULL},
        {"wins", ASSAY_REPLAY_WINS, compile_wins},
        {"subsets", ASSAY_REPLAY_TABLE, compile_table},
    };
    const struct assay_node *spec;
    size_t given = 0, at = 0;

    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        if (assay_node_get(compiler->spec, answers[i].key)) {
            given++;
            at = i;
        }
    if (given != 1)
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: a mapping of replay needs one of scores, preferences, "
                          "verdicts, ratings, vectors, wins and subsets, found %zu",
                          compiler->name, compiler->spec->line, given);
    spec = assay_node_get(compiler->spec, answers[at].key);
    compiler->out->shape = answers[at].shape;
    return answers[at].compile ? answers[at].compile(compiler, spec, err)
                               : compile_fields(compiler, spec, NULL, err);
}

static enum assay_code compile_shuffles(const struct compiler *compiler,
                                        struct assay_error *err)
{
    const struct assay_node *shuffles = assay_node_get(compiler->spec, "shuffles");
    double times = 0.0;

    if (shuffles && !(assay_node_number(shuffles, &times) && times >= 0.0 &&
                      times <= ASSAY_RECORDS_SHUFFLES_MAX && floor(times) == times))
        return complain(compiler, shuffles,
                        "shuffles: expected a whole number up to 1000", err);
    compiler->out->shuffles = (size_t)times;
    return ASSAY_OK;
}

static enum assay_code compile_layout(const struct compiler *compiler,
                                      struct assay_error *err)
{
    const struct assay_node *group = assay_node_get(compiler->spec, "group_by");
    const struct assay_node *rows_of = assay_node_get(compiler->spec, "rows_of");
    const struct assay_node *where = assay_node_get(rows_of, "where");
    const struct assay_field *ignored;
    enum assay_code code = ASSAY_OK;

    compiler->out->layout =
        (enum assay_layout)word_of(compiler, "layout", assay_layout_names);
    compiler->out->rows_of = rows_of;
    compiler->out->group_by = group;
    if (group)
        code = assay_field_compile(group, compiler->name, compiler->arena, &ignored, err);
    if (!code)
        code = compile_shuffles(compiler, err);
    if (!code && rows_of)
        code = assay_field_compile(assay_node_get(rows_of, "field"), compiler->name,
                                   compiler->arena, &ignored, err);
    for (size_t i = 0; !code && i < assay_node_count(where); i++)
        code = assay_field_compile(assay_node_get(assay_node_at(where, i), "field"),
                                   compiler->name, compiler->arena, &ignored, err);
    return code;
}

/* Texts that stand for failed answers. */
static enum assay_code compile_failures(const struct compiler *compiler,
                                        struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(compiler->spec, "failures");

    for (size_t i = 0; i < assay_node_count(list); i++)
        if (!assay_node_is(assay_node_at(list, i), ASSAY_NODE_TEXT))
            return complain(compiler, list, "failures: expected a list of texts", err);
    compiler->out->failures = list;
    compiler->out->failures_lowest =
        word_of(compiler, "failures_are", assay_replay_failures) == 1;
    return ASSAY_OK;
}

/* A text whose digest names it among those that are known. */
static enum assay_code compile_judge_prompt(const struct compiler *compiler,
                                            struct assay_error *err)
{
    const struct assay_node *spec = assay_node_get(compiler->spec, "judge_prompt");

    if (!spec)
        return ASSAY_OK;
    compiler->out->known_prompts = assay_node_get(spec, "known");
    return assay_field_compile(assay_node_get(spec, "field"), compiler->name,
                               compiler->arena, &compiler->out->judge_prompt, err);
}

enum assay_code assay_replay_path(const char *path, struct assay_arena *arena,
                                  const struct assay_field **out, struct assay_error *err)
{
    struct assay_node *spec = assay_arena_new(arena, 1, sizeof(*spec));

    *spec = assay_node_of_text(assay_arena_copy(arena, assay_str_of(path)));
    return assay_field_compile(spec, "replay", arena, out, err);
}

static enum assay_code compile_key(const struct compiler *compiler,
                                   struct assay_error *err)
{
    enum assay_code code = compile_optional(compiler, "key", &compiler->out->key, err);

    compiler->out->has_key = compiler->out->key != NULL;
    if (code || compiler->out->key)
        return code;
    return assay_replay_path("id", compiler->arena, &compiler->out->key, err);
}

enum assay_code assay_replay_map_compile(const struct assay_node *spec, const char *name,
                                         struct assay_arena *arena,
                                         struct assay_replay_map *out,
                                         struct assay_error *err)
{
    const struct compiler compiler = {spec, name, arena, out};
    const struct assay_node *partial = assay_node_get(spec, "partial");
    const struct assay_node *right = assay_node_get(spec, "right_first");
    enum assay_code code = assay_schema_check(&assay_replay_schema, spec, name, err);

    if (code)
        return code;
    *out = (struct assay_replay_map){
        .name =
            assay_arena_copy(arena, assay_node_text(assay_node_get(spec, "name"))).ptr,
        .partial = partial && partial->as.truth,
        .right_first = right && right->as.truth,
        .skip_conflicts = word_of(&compiler, "conflicts", assay_replay_conflicts) == 1,
        .items = assay_node_get(spec, "items"),
        .file = name,
        .line = spec->line,
    };
    code = compile_layout(&compiler, err);
    if (!code)
        code = compile_key(&compiler, err);
    if (!code)
        code = compile_optional(&compiler, "when", &out->when, err);
    if (!code)
        code = compile_optional(&compiler, "select", &out->select, err);
    if (!code)
        code = compile_optional(&compiler, "stored", &out->stored, err);
    if (!code)
        code = compile_judge_prompt(&compiler, err);
    if (!code)
        code = compile_failures(&compiler, err);
    if (!code)
        code = compile_values(&compiler, err);
    return code;
}

enum assay_want assay_replay_map_want(const struct assay_replay_map *map)
{
    switch (map->shape) {
    case ASSAY_REPLAY_VECTORS:
        return ASSAY_WANT_VECTORS;
    case ASSAY_REPLAY_PREFERENCES:
        return ASSAY_WANT_PREFERENCES;
    case ASSAY_REPLAY_VERDICTS:
    case ASSAY_REPLAY_ROWS:
    case ASSAY_REPLAY_VOTES:
    case ASSAY_REPLAY_RATINGS:
        return ASSAY_WANT_VERDICTS;
    case ASSAY_REPLAY_LIST:
    case ASSAY_REPLAY_EACH:
    case ASSAY_REPLAY_CONCAT:
    case ASSAY_REPLAY_PLACED:
    case ASSAY_REPLAY_JUDGED:
    case ASSAY_REPLAY_WINS:
    case ASSAY_REPLAY_LONG:
    case ASSAY_REPLAY_TABLE:
        break;
    }
    return ASSAY_WANT_SCORES;
}

static enum assay_code open_as(const struct assay_replay_map *map, const char *path,
                               struct assay_records **out, struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = path,
                                                  .layout = map->layout,
                                                  .group_by = map->group_by,
                                                  .rows_of = map->rows_of};

    return assay_records_open(&setting, out, err);
}

enum assay_code assay_replay_map_fits(const struct assay_replay_map *map,
                                      const char *path, bool *fits,
                                      struct assay_error *err)
{
    const struct assay_node *value = NULL;
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    enum assay_code code;

    *fits = false;
    code = open_as(map, path, &records, err);
    for (size_t i = 0; !code && !*fits && i < FIRST_RECORDS; i++) {
        struct assay_field_source at = {.path = path, .row = i};

        assay_arena_reset(&arena);
        code = assay_records_next(records, &arena, &at.record, err);
        if (code || !at.record)
            break;
        at.line = assay_records_line(records);
        if (map->when)
            code = assay_field_value(map->when, &at, &arena, &value, err);
        *fits = !code && (!map->when || value);
    }
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_replay_map_misspelt(const struct assay_replay_map *map,
                                          size_t count, const char *path,
                                          struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < count; i++) {
        const struct assay_field_keys none = {.count = 0};
        struct assay_field_watch watch = {.count = 0};
        struct assay_field_source at = {.path = path};
        struct assay_records *records = NULL;
        struct assay_arena arena = {0};
        struct assay_error ignored;

        if (!map[i].when)
            continue;
        assay_field_watch_add(&watch, map[i].when);
        if (open_as(&map[i], path, &records, &ignored) == ASSAY_OK &&
            assay_records_next(records, &arena, &at.record, &ignored) == ASSAY_OK &&
            at.record) {
            at.line = assay_records_line(records);
            assay_field_watch_see(&watch, &at, &arena);
            code = assay_field_watch_misspelt(&watch, &none, map[i].file, err);
        }
        assay_records_close(records);
        assay_arena_release(&arena);
    }
    return code;
}

/* replay_compile.c - reads a `replay:` mapping from its YAML form. */
#include "adapters/replay_map.h"

#include <string.h>

struct compiler {
    const struct assay_node *spec;
    const char *name; /* of the file */
    struct assay_arena *arena;
    struct assay_replay_map *out;
};

static enum assay_code complain(const struct compiler *compiler, const char *key,
                                const char *what, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE, "%s:%u: %s: %s", compiler->name,
                      compiler->spec->line, key, what);
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

/* The fields of a list of specs, in order. */
static enum assay_code compile_list(const struct compiler *compiler, const char *key,
                                    const struct assay_node *list,
                                    struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    const struct assay_field **field =
        assay_arena_new(compiler->arena, n ? n : 1, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(list, ASSAY_NODE_LIST) || n == 0 || n > ASSAY_REPLAY_FIELDS_MAX)
        return complain(compiler, key, "expected a list of fields", err);
    for (size_t i = 0; !code && i < n; i++)
        code = assay_field_compile(assay_node_at(list, i), compiler->name,
                                   compiler->arena, &field[i], err);
    compiler->out->field = field;
    compiler->out->field_count = n;
    return code;
}

/* Two named fields of a map. */
static enum assay_code compile_two(const struct compiler *compiler, const char *key,
                                   const struct assay_node *map,
                                   const char *const names[2], struct assay_error *err)
{
    const struct assay_field **field =
        assay_arena_new(compiler->arena, 2, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;

    if (assay_node_count(map) != 2)
        return complain(compiler, key, "two fields are needed", err);
    for (size_t i = 0; !code && i < 2; i++) {
        const struct assay_node *node = assay_node_get(map, names[i]);

        if (!node)
            return complain(compiler, key, "a field is missing", err);
        code = assay_field_compile(node, compiler->name, compiler->arena, &field[i], err);
    }
    compiler->out->field = field;
    compiler->out->field_count = 2;
    return code;
}

static enum assay_code compile_one(const struct compiler *compiler,
                                   const struct assay_node *spec, struct assay_error *err)
{
    const struct assay_field **field =
        assay_arena_new(compiler->arena, 1, sizeof(const struct assay_field *));

    compiler->out->field = field;
    compiler->out->field_count = 1;
    return assay_field_compile(spec, compiler->name, compiler->arena, field, err);
}

/* A judge's pick, or ratings, or both. */
static enum assay_code compile_judged(const struct compiler *compiler,
                                      const struct assay_node *scores,
                                      struct assay_error *err)
{
    const struct assay_node *spec[2] = {assay_node_get(scores, "picked"),
                                        assay_node_get(scores, "rated")};
    const struct assay_node *of = assay_node_get(scores, "of");
    const bool apart = assay_node_is(spec[1], ASSAY_NODE_LIST);
    const size_t n = apart ? assay_node_count(spec[1]) : 1;
    const struct assay_field **field =
        assay_arena_new(compiler->arena, n + 1, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;
    double count = 0.0;

    compiler->out->shape = ASSAY_REPLAY_JUDGED;
    compiler->out->field = field;
    compiler->out->field_count = n + 1;
    if (assay_node_count(scores) != (size_t) !!spec[0] + !!spec[1] + !!of)
        return complain(compiler, "scores", "only picked, of and rated go together", err);
    if (!spec[0] != !of || (of && (!assay_node_number(of, &count) || !(count >= 2.0) ||
                                   !(count < ASSAY_REPLAY_VALUES_MAX))))
        return complain(compiler, "scores", "picked needs of, the number of completions",
                        err);
    compiler->out->of = (size_t)count;
    if (n == 0 || n >= ASSAY_REPLAY_FIELDS_MAX)
        return complain(compiler, "rated", "expected a field or a list of them", err);
    if (spec[0])
        code =
            assay_field_compile(spec[0], compiler->name, compiler->arena, &field[0], err);
    for (size_t i = 0; !code && spec[1] && i < n; i++)
        code = assay_field_compile(apart ? assay_node_at(spec[1], i) : spec[1],
                                   compiler->name, compiler->arena, &field[i + 1], err);
    return code;
}

static enum assay_code compile_scores(const struct compiler *compiler,
                                      const struct assay_node *scores,
                                      struct assay_error *err)
{
    static const char *const placed[2] = {"place", "value"};
    const struct assay_node *concat = assay_node_get(scores, "concat");

    if (assay_node_is(scores, ASSAY_NODE_LIST)) {
        compiler->out->shape = ASSAY_REPLAY_EACH;
        return compile_list(compiler, "scores", scores, err);
    }
    if (concat) {
        compiler->out->shape = ASSAY_REPLAY_CONCAT;
        return compile_list(compiler, "scores", concat, err);
    }
    if (assay_node_get(scores, "place")) {
        compiler->out->shape = ASSAY_REPLAY_PLACED;
        return compile_two(compiler, "scores", scores, placed, err);
    }
    if (assay_node_get(scores, "picked") || assay_node_get(scores, "rated"))
        return compile_judged(compiler, scores, err);
    compiler->out->shape = ASSAY_REPLAY_LIST;
    return compile_one(compiler, scores, err);
}

static enum assay_code compile_verdicts(const struct compiler *compiler,
                                        const struct assay_node *verdicts,
                                        struct assay_error *err)
{
    const struct assay_node *rows = assay_node_get(verdicts, "rows");

    if (assay_node_get(verdicts, "votes")) {
        compiler->out->shape = ASSAY_REPLAY_VOTES;
        return compile_list(compiler, "votes", assay_node_get(verdicts, "votes"), err);
    }
    compiler->out->shape = rows ? ASSAY_REPLAY_ROWS : ASSAY_REPLAY_VERDICTS;
    if (rows)
        return compile_one(compiler, rows, err);
    return compile_list(compiler, "verdicts", verdicts, err);
}

static enum assay_code compile_values(const struct compiler *compiler,
                                      struct assay_error *err)
{
    static const char *const letters[2] = {"answers", "chosen"};
    const struct assay_node *scores = assay_node_get(compiler->spec, "scores");
    const struct assay_node *preferences = assay_node_get(compiler->spec, "preferences");
    const struct assay_node *verdicts = assay_node_get(compiler->spec, "verdicts");
    const struct assay_node *ratings = assay_node_get(compiler->spec, "ratings");
    const struct assay_node *vectors = assay_node_get(compiler->spec, "vectors");
    const struct assay_node *wins = assay_node_get(compiler->spec, "wins");

    if (!!scores + !!preferences + !!verdicts + !!ratings + !!vectors + !!wins != 1)
        return complain(compiler, "replay",
                        "exactly one of scores, preferences, verdicts, ratings, vectors "
                        "and wins is needed",
                        err);
    if (ratings) {
        compiler->out->shape = ASSAY_REPLAY_RATINGS;
        return compile_one(compiler, ratings, err);
    }
    if (scores)
        return compile_scores(compiler, scores, err);
    if (preferences) {
        compiler->out->shape = ASSAY_REPLAY_PREFERENCES;
        return compile_list(compiler, "preferences", preferences, err);
    }
    if (vectors) {
        compiler->out->shape = ASSAY_REPLAY_VECTORS;
        return compile_one(compiler, vectors, err);
    }
    if (verdicts)
        return compile_verdicts(compiler, verdicts, err);
    compiler->out->shape = ASSAY_REPLAY_WINS;
    return compile_two(compiler, "wins", wins, letters, err);
}

static enum assay_code compile_layout(const struct compiler *compiler,
                                      struct assay_error *err)
{
    const struct assay_node *layout = assay_node_get(compiler->spec, "layout");
    const struct assay_node *group = assay_node_get(compiler->spec, "group_by");

    if (group && assay_node_text(group).len == 0)
        return complain(compiler, "group_by", "expected the name of a field", err);
    if (group)
        compiler->out->group_by =
            assay_arena_copy(compiler->arena, assay_node_text(group)).ptr;
    compiler->out->rows_of = assay_node_get(compiler->spec, "rows_of");
    compiler->out->layout = ASSAY_LAYOUT_AUTO;
    if (!layout)
        return ASSAY_OK;
    for (unsigned i = 0; assay_layout_names[i]; i++) {
        if (assay_str_equal(assay_node_text(layout),
                            assay_str_of(assay_layout_names[i]))) {
            compiler->out->layout = (enum assay_layout)i;
            return ASSAY_OK;
        }
    }
    return complain(compiler, "layout", "no such layout", err);
}

static enum assay_code compile_conflicts(const struct compiler *compiler,
                                         struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(compiler->spec, "conflicts");
    const struct assay_node *partial = assay_node_get(compiler->spec, "partial");
    const struct assay_str word = assay_node_text(node);

    compiler->out->partial = partial && partial->as.truth;
    compiler->out->skip_conflicts = assay_str_equal(word, ASSAY_STR("skip"));
    if (!node || compiler->out->skip_conflicts ||
        assay_str_equal(word, ASSAY_STR("error")))
        return ASSAY_OK;
    return complain(compiler, "conflicts", "expected error or skip", err);
}

/* Texts that stand for failed answers. */
static enum assay_code compile_failures(const struct compiler *compiler,
                                        struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(compiler->spec, "failures");

    for (size_t i = 0; i < assay_node_count(list); i++)
        if (!assay_node_is(assay_node_at(list, i), ASSAY_NODE_TEXT))
            return complain(compiler, "failures", "expected a list of texts", err);
    if (list && !assay_node_is(list, ASSAY_NODE_LIST))
        return complain(compiler, "failures", "expected a list of texts", err);
    compiler->out->failures = list;
    return ASSAY_OK;
}

/* A text whose digest names it among those that are known. */
static enum assay_code compile_judge_prompt(const struct compiler *compiler,
                                            struct assay_error *err)
{
    const struct assay_node *spec = assay_node_get(compiler->spec, "judge_prompt");
    const struct assay_node *field = assay_node_get(spec, "field");
    const struct assay_node *known = assay_node_get(spec, "known");

    if (!spec)
        return ASSAY_OK;
    if (!field || !assay_node_is(known, ASSAY_NODE_MAP) || assay_node_count(spec) != 2)
        return complain(compiler, "judge_prompt", "expected field and a map known", err);
    compiler->out->known_prompts = known;
    return assay_field_compile(field, compiler->name, compiler->arena,
                               &compiler->out->judge_prompt, err);
}

static enum assay_code check_keys(const struct compiler *compiler,
                                  struct assay_error *err)
{
    static const char *const known[] = {
        "name",    "when",         "layout",   "group_by",    "key",
        "select",  "stored",       "scores",   "preferences", "verdicts",
        "ratings", "vectors",      "wins",     "items",       "conflicts",
        "partial", "judge_prompt", "failures", "rows_of"};
    enum {
        KNOWN = sizeof(known) / sizeof(known[0])
    };

    if (!assay_node_is(compiler->spec, ASSAY_NODE_MAP))
        return complain(compiler, "replay", "a mapping is a map", err);
    for (size_t i = 0; i < assay_node_count(compiler->spec); i++) {
        const struct assay_str key = compiler->spec->as.map.at[i].key;
        size_t k = 0;

        while (k < KNOWN && !assay_str_equal(key, assay_str_of(known[k])))
            k++;
        if (k == KNOWN)
            return assay_fail(err, ASSAY_EUSAGE, "%s:%u: replay: no such key \"%.*s\"",
                              compiler->name, compiler->spec->as.map.at[i].value.line,
                              ASSAY_STR_ARG(key));
    }
    return ASSAY_OK;
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
    enum assay_code code;

    *out = (struct assay_replay_map){0};
    code = check_keys(&compiler, err);
    if (code)
        return code;
    out->name =
        assay_arena_copy(arena, assay_node_text(assay_node_get(spec, "name"))).ptr;
    code = compile_layout(&compiler, err);
    if (!code)
        code = compile_conflicts(&compiler, err);
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

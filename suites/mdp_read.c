/* mdp_read.c - a world from what names it: a file, a description of kind mdp, or a generator. */
#include "suites/mdp_parts.h"

#include "harness/core/archive.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/core/tensor.h"
#include "suites/mdp_generator.h"
#include "suites/suite_parts.h"

#include <string.h>

/* The name of a file without folders, up to its first dot. */
static struct assay_str stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    const struct assay_str name = assay_str_of(slash && slash[1] ? slash + 1 : path);
    const size_t n = assay_str_find(name, ASSAY_STR("."));

    return n > 0 ? (struct assay_str){name.ptr, n} : name;
}

void assay_draft_source(struct world_draft *draft, const char *path, const char *digest)
{
    struct assay_world *world = draft->world;
    struct assay_world_source *source =
        assay_arena_new(draft->arena, world->sources + 1, sizeof(*source));

    if (world->sources)
        memcpy(source, world->source, world->sources * sizeof(*source));
    memcpy(source[world->sources].digest, digest, ASSAY_DIGEST_HEX);
    source[world->sources++].path =
        assay_arena_copy(draft->arena, assay_str_of(path)).ptr;
    world->source = source;
}

static enum assay_code slurp(struct assay_archive *archive, const char *path,
                             size_t limit, struct assay_buf *out, struct assay_error *err)
{
    struct assay_str some;

    for (;;) {
        const enum assay_code code = assay_archive_next(archive, &some, err);

        if (code || some.len == 0)
            return code;
        if (some.len > limit - assay_buf_view(out).len)
            return assay_fail(err, ASSAY_EDATA, "%s: larger than %zu bytes", path, limit);
        assay_buf_add(out, some);
    }
}

enum assay_code assay_world_slurp(const char *path, size_t limit, struct assay_buf *out,
                                  char digest[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    struct assay_archive *archive = NULL;
    enum assay_code code = assay_archive_open(path, &archive, err);

    if (!code)
        code = slurp(archive, path, limit, out, err);
    if (!code)
        code = assay_archive_digest(archive, digest, err);
    assay_archive_close(archive);
    return code;
}

bool assay_world_is_arrays(const char *path)
{
    struct assay_archive *archive = NULL;
    struct assay_error ignored;
    struct assay_str some;
    bool begins;

    if (assay_tensors_is_npz(path))
        return true;
    begins = assay_archive_open(path, &archive, &ignored) == ASSAY_OK &&
             assay_archive_next(archive, &some, &ignored) == ASSAY_OK &&
             assay_tensors_begin(some);
    assay_archive_close(archive);
    return begins;
}

static enum assay_code read_json(struct world_draft *draft, const char *path)
{
    struct assay_buf text = {0};
    char digest[ASSAY_DIGEST_HEX];
    struct assay_node node;
    enum assay_code code =
        assay_world_slurp(path, ASSAY_JSON_BYTES, &text, digest, draft->err);

    if (!code)
        code = assay_json_parse(assay_buf_view(&text), path, draft->arena, &node,
                                draft->err);
    assay_buf_release(&text);
    if (code)
        return code;
    assay_draft_source(draft, path, digest);
    return assay_draft_json(draft, &node, NULL);
}

/* True for "word:...", which is hardly a file. */
static bool is_word(const char *target)
{
    const size_t n = strspn(target, "abcdefghijklmnopqrstuvwxyz-");

    return n > 0 && target[n] == ':' && target[n + 1] != ':';
}

static enum assay_code read_target(struct world_draft *draft, const char *target)
{
    enum assay_code code;

    if (assay_world_generator_of(target))
        return assay_draft_make(draft, target);
    if (is_word(target) && !assay_file_exists(target))
        return assay_world_no_generator(target, draft->err);
    if (assay_world_is_record(target))
        return assay_draft_record(draft, target);
    code = assay_world_is_arrays(target) ? assay_draft_arrays(draft, target)
                                         : read_json(draft, target);
    if (!code && draft->world->name.len == 0)
        draft->world->name = assay_arena_copy(draft->arena, stem(target));
    return code;
}

/* ---- descriptions ---- */

/* The file that a map of a description names. */
static enum assay_code file_of(const struct assay_suite *suite,
                               const struct assay_node *file, struct assay_arena *arena,
                               const char **out, struct assay_error *err)
{
    const enum assay_code code = assay_suite_file(suite, file, arena, out, err);

    if (code || *out)
        return code;
    return assay_suite_fail(suite, file, err, "its data are not in %s",
                            suite->places.data_dir
                                ? suite->places.data_dir
                                : "any data folder (--data-dir, ASSAY_DATA)");
}

/* The one place that a description names (mdp_kind.c has checked that there is one). */
static enum assay_code target_of(const struct assay_suite *suite,
                                 struct assay_arena *arena, const char **out,
                                 struct assay_error *err)
{
    const struct assay_node *world =
        assay_node_get(assay_node_get(suite->spec, "data"), "world");
    const struct assay_node *file = assay_node_at(suite->data.files, 0);

    if (file)
        return file_of(suite, file, arena, out, err);
    *out = world ? assay_arena_copy(arena, world->as.text).ptr : suite->argument;
    return ASSAY_OK;
}

/* An expression as YAML has it: a text, or a number. */
static struct assay_str text_of(const struct assay_node *node, struct assay_arena *arena)
{
    char spelled[ASSAY_STR_REAL];
    double number;

    if (!assay_node_number(node, &number))
        return assay_node_text(node);
    return assay_arena_copy(arena, assay_str_of(assay_str_real(number, spelled)));
}

/* `rewards:` of a description, told at their lines. */
static enum assay_code add_rewards(struct world_draft *draft,
                                   const struct assay_suite *suite)
{
    const struct assay_node *map = assay_node_get(suite->spec, "rewards");
    const char *where = draft->where;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; map && !code && i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];

        draft->where =
            assay_arena_printf(draft->arena, "%s:%u", suite->path, at->value.line);
        code = assay_draft_expression(
            draft, at->key, text_of(&at->value, draft->arena),
            assay_arena_printf(draft->arena, "rewards.%.*s", ASSAY_STR_ARG(at->key)));
    }
    draft->where = where;
    return code;
}

static enum assay_code add_policies(struct world_draft *draft,
                                    const struct assay_suite *suite)
{
    const struct assay_node *map = assay_node_get(suite->spec, "policies");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; map && !code && i < assay_node_count(map); i++) {
        const struct assay_member *at = &map->as.map.at[i];
        const char *path = NULL;

        code = file_of(suite, &at->value, draft->arena, &path, draft->err);
        if (!code)
            code = assay_draft_policy_file(draft, at->key, path);
    }
    return code;
}

static enum assay_code add_words(struct world_draft *draft,
                                 const struct assay_world_setting *setting)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < setting->rewards; i++)
        code = assay_draft_reward_word(draft, setting->reward[i]);
    for (size_t i = 0; !code && i < setting->policies; i++)
        code = assay_draft_policy_word(draft, setting->policy[i]);
    return code;
}

enum assay_code assay_world_read(const struct assay_world_setting *setting,
                                 struct assay_arena *arena, struct assay_world *out,
                                 struct assay_error *err)
{
    const struct assay_suite *suite = setting->suite;
    const char *target = setting->target;
    struct world_draft draft;
    enum assay_code code = ASSAY_OK;

    if (!target)
        code = target_of(suite, arena, &target, err);
    if (code)
        return code;
    assay_draft_begin(&draft, target, arena, out, err);
    draft.leaves_own =
        setting->rewards > 0 || (suite && assay_node_get(suite->spec, "rewards"));
    code = read_target(&draft, target);
    if (suite && !setting->target && !suite->argument)
        out->name = assay_str_of(suite->name);
    if (!code && suite)
        code = add_rewards(&draft, suite);
    if (!code && suite)
        code = add_policies(&draft, suite);
    if (!code)
        code = add_words(&draft, setting);
    return code ? code : assay_draft_end(&draft);
}

/* item_source.c - which files the items of a suite are read from, and how. */
#include "suites/item_source.h"

#include "harness/core/format.h"
#include "harness/core/rollout.h"

#include <string.h>
#include <sys/stat.h>

enum {
    FILES_MAX = 4096
};

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;

    return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

/* The file, of a path that may name a member behind "::". */
const char *assay_item_source_file(const struct assay_item_source *source,
                                   struct assay_arena *arena)
{
    const char *member = strstr(source->path, "::");
    const size_t len = member ? (size_t)(member - source->path) : strlen(source->path);

    return assay_arena_copy(arena, (struct assay_str){source->path, len}).ptr;
}

/* The mapping of `replay:` whose format a file of stored scores has; answers is true where it is
   one of a file without items. */
static enum assay_code detect(struct assay_item_sources *from,
                              struct assay_item_source *source, bool *answers,
                              struct assay_error *err)
{
    const struct assay_suite *suite = from->suite;
    struct assay_error first = {0};

    *answers = false;
    for (size_t i = 0; i < suite->replay_count; i++) {
        const struct assay_replay_map *map = &suite->replay[i];
        bool fits;
        const enum assay_code code = assay_replay_map_fits(map, source->path, &fits, err);

        if (code == ASSAY_EIO || code == ASSAY_EUSAGE)
            return code;
        if (code && !first.code)
            first = *err;
        if (code || !fits)
            continue;
        *answers = (suite->data.files && !map->items) || map->subsets;
        if (*answers)
            break;
        source->layout = map->layout;
        source->group_by = map->group_by;
        source->shuffles = map->shuffles;
        source->rows_of = map->rows_of;
        return assay_suite_mapping(suite, map->items, &from->mapping, err);
    }
    if (first.code)
        return assay_fail(err, first.code, "%s", first.text);
    if (assay_replay_map_misspelt(suite->replay, suite->replay_count, source->path, err))
        return err->code;
    return assay_fail(err, ASSAY_EDATA,
                      "%s: none of the formats in which scores of %s are "
                      "stored",
                      source->path, suite->name);
}

const char *assay_suite_argument(const struct assay_suite *suite)
{
    return suite->argument;
}

bool assay_suite_reads(const struct assay_suite *suite, const char *path)
{
    struct assay_error ignored;
    struct assay_arena arena = {0};
    struct assay_item_sources probe = {.suite = suite, .arena = &arena};
    struct assay_item_source source = {.path = path};
    bool fits, answers;

    if (same_file(suite->argument, path))
        return true;
    if (!suite->data.model || !path)
        return false;
    fits = detect(&probe, &source, &answers, &ignored) == ASSAY_OK;
    assay_arena_release(&arena);
    return fits || (!answers && !assay_suite_has_files(suite));
}

bool assay_suite_lacks(const struct assay_suite *suite, const char *path)
{
    return suite->data.files && !assay_suite_has_files(suite) &&
           !assay_suite_reads(suite, path);
}

static enum assay_code from_model(struct assay_item_sources *from, const char *path,
                                  struct assay_error *err)
{
    bool answers;

    from->at[0] =
        (struct assay_item_source){.path = assay_arena_printf(from->arena, "%s", path)};
    from->count = 1;
    return detect(from, &from->at[0], &answers, err);
}

static enum assay_code missing_data(struct assay_item_sources *from,
                                    const struct assay_node *file,
                                    struct assay_error *err)
{
    const struct assay_suite *suite = from->suite;
    const struct assay_str entry = assay_node_text(assay_node_get(file, "entry"));
    struct assay_str how;
    const enum assay_code code = assay_suite_obtain(suite, false, from->arena, &how, err);

    if (code)
        return code;
    return assay_fail(err, ASSAY_EDATA, "suite %s: its data (%.*s) are not in %s%s%.*s",
                      suite->name, ASSAY_STR_ARG(entry),
                      suite->places.data_dir ? suite->places.data_dir
                                             : "any data folder (--data-dir, ASSAY_DATA)",
                      how.len > 0 ? "; " : "", ASSAY_STR_ARG(how));
}

static enum assay_code add_file(struct assay_item_sources *from,
                                const struct assay_node *file, struct assay_error *err)
{
    const struct assay_node *name = assay_node_get(file, "name");
    const struct assay_node *optional = assay_node_get(file, "optional");
    const struct assay_node *fields = assay_node_get(file, "fields");
    struct assay_item_source *source = &from->at[from->count];
    const char *path = NULL;
    enum assay_code code = assay_suite_file(from->suite, file, from->arena, &path, err);

    if (code)
        return code;
    if (!path && optional && optional->as.truth)
        return ASSAY_OK;
    if (!path)
        return missing_data(from, file, err);
    if (fields) {
        struct assay_mapping *own = assay_arena_new(from->arena, 1, sizeof(*own));

        source->mapping = own;
        code = assay_suite_mapping(from->suite, fields, own, err);
        if (code)
            return code;
    }
    source->path = path;
    source->name = assay_node_text(name);
    source->layout = from->suite->data.layout;
    source->group_by = from->suite->data.group_by;
    from->count++;
    return ASSAY_OK;
}

/* Stored answers are elsewhere: of a record nothing is wanted but the item. */
static enum assay_code choose_keys(struct assay_item_sources *from,
                                   struct assay_error *err)
{
    const struct assay_field *group;
    enum assay_code code;

    from->keys = from->mapping.keys;
    if (!from->suite->data.group_by)
        return ASSAY_OK;
    code = assay_field_compile(from->suite->data.group_by, from->suite->path, from->arena,
                               &group, err);
    if (!code)
        assay_field_keys_add(&from->keys, group);
    return code;
}

static enum assay_code from_files(struct assay_item_sources *from,
                                  struct assay_error *err)
{
    const struct assay_node *files = from->suite->data.files;
    const size_t n = assay_node_count(files);
    enum assay_code code = ASSAY_OK;

    if (n > FILES_MAX)
        return assay_suite_fail(from->suite, files, err, "more than %d files", FILES_MAX);
    from->at = assay_arena_new(from->arena, n, sizeof(*from->at));
    for (size_t i = 0; !code && i < n; i++)
        code = add_file(from, assay_node_at(files, i), err);
    if (!code && from->count == 0)
        return missing_data(from, assay_node_at(files, 0), err);
    from->whole = from->count == n;
    return code ? code : choose_keys(from, err);
}

static enum assay_code open_sources(struct assay_item_sources *from,
                                    const char *model_path, struct assay_error *err)
{
    const struct assay_suite *suite = from->suite;

    if (suite->data.generator)
        return ASSAY_OK;
    if (suite->argument) {
        from->at[0] = (struct assay_item_source){.path = suite->argument,
                                                 .layout = suite->data.layout,
                                                 .group_by = suite->data.group_by};
        if (assay_rollout_is(suite->argument))
            from->at[0].format = &assay_format_rollout;
        from->count = 1;
        return same_file(suite->argument, model_path) ? ASSAY_OK : choose_keys(from, err);
    }
    if (assay_suite_reads(suite, model_path))
        return from_model(from, model_path, err);
    if (!suite->data.files)
        return assay_fail(err, ASSAY_EDATA,
                          "suite %s reads its items from a file of stored scores: "
                          "--model replay:FILE",
                          suite->name);
    return from_files(from, err);
}

struct assay_node assay_item_source_node(const struct assay_item_source *source,
                                         struct assay_arena *arena)
{
    struct assay_node *file = assay_node_map(arena);
    struct stat status;

    (void)assay_node_put(
        arena, file, "path",
        assay_node_of_text(assay_arena_copy(arena, assay_str_of(source->path))));
    (void)assay_node_put(arena, file, "sha256",
                         source->digest[0] ? assay_node_of_text(assay_arena_copy(
                                                 arena, assay_str_of(source->digest)))
                                           : assay_node_null());
    if (stat(assay_item_source_file(source, arena), &status) != 0)
        return *file;
    (void)assay_node_put(arena, file, "bytes",
                         assay_node_of_int((int64_t)status.st_size));
    (void)assay_node_put(arena, file, "modified",
                         assay_node_of_int((int64_t)status.st_mtim.tv_sec * 1000000000 +
                                           (int64_t)status.st_mtim.tv_nsec));
    return *file;
}

enum assay_code assay_item_sources_open(const struct assay_suite *suite,
                                        const char *model_path, struct assay_arena *arena,
                                        struct assay_item_sources *out,
                                        struct assay_error *err)
{
    *out = (struct assay_item_sources){
        .suite = suite, .arena = arena, .mapping = suite->mapping, .keys.all = true};
    out->at = assay_arena_new(arena, 1, sizeof(*out->at));
    return open_sources(out, model_path, err);
}

/* suite_files.c - where the files of a description are: beside it, or in the data folder. */
#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/manifest.h"
#include "suites/suite_parts.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMES_MAX = 512 /* of a folder, looked at for the nearest */
};

/* The part of a path that names the file itself, without a member behind "::". */
static bool is_there(const struct assay_suite *suite, const char *path)
{
    const char *member = strstr(path, "::");
    const size_t len = member ? (size_t)(member - path) : strlen(path);

    return assay_file_exists(
        assay_arena_copy(suite->arena, (struct assay_str){path, len}).ptr);
}

/* A path of the description is relative to its folder. */
static const char *beside(const struct assay_suite *suite, struct assay_str path,
                          struct assay_arena *arena)
{
    const char *slash = strrchr(suite->path, '/');

    if (path.ptr[0] == '/' || !slash)
        return assay_arena_copy(arena, path).ptr;
    return assay_arena_printf(arena, "%.*s/%.*s", (int)(slash - suite->path), suite->path,
                              (int)path.len, path.ptr);
}

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder that end so, without the ending, sorted; hidden ones are left out. */
static size_t list_names(const char *dir, const char *ending, const char **names,
                         size_t max, struct assay_arena *arena)
{
    const size_t tail = strlen(ending);
    DIR *folder = opendir(dir);
    struct dirent *entry;
    size_t n = 0;

    while (folder && n < max && (entry = readdir(folder))) {
        const size_t len = strlen(entry->d_name);

        if (len > tail && entry->d_name[0] != '.' &&
            strcmp(entry->d_name + len - tail, ending) == 0)
            names[n++] =
                assay_arena_copy(arena, (struct assay_str){entry->d_name, len - tail})
                    .ptr;
    }
    if (folder)
        (void)closedir(folder);
    qsort(names, n, sizeof(*names), compare_text);
    return n;
}

size_t assay_suite_list(const char *dir, const char **names, size_t max,
                        struct assay_arena *arena)
{
    return list_names(dir, ".yaml", names, max, arena);
}

/* `path:` names a file that is not there: the nearest of its folder may be meant. */
static enum assay_code no_such_path(const struct assay_suite *suite,
                                    const struct assay_node *path, const char *full,
                                    struct assay_error *err)
{
    const char *slash = strrchr(full, '/');
    const char *name = slash ? slash + 1 : full;
    const struct assay_str folder = {full, (size_t)(name - full)};
    const char *dir = slash ? assay_arena_copy(suite->arena, folder).ptr : ".";
    const char *names[NAMES_MAX];
    const size_t n = list_names(dir, "", names, NAMES_MAX, suite->arena);
    const char *near = assay_str_nearest(name, names, n);

    return assay_suite_fail(suite, path, err, "no file %s%s%s%s", full,
                            near ? "; nearest is \"" : "", near ? near : "",
                            near ? "\"" : "");
}

static enum assay_code no_such_file(const struct assay_suite *suite,
                                    const struct assay_node *file,
                                    const struct assay_manifest_entry *entry,
                                    struct assay_error *err)
{
    const char **names = assay_arena_new(suite->arena, entry->file_count, sizeof(*names));
    const char *what = assay_arena_printf(suite->arena, "entry %.*s has no file",
                                          ASSAY_STR_ARG(entry->name));

    for (size_t i = 0; i < entry->file_count; i++)
        names[i] = entry->files[i].path;
    return assay_slip_tell(&(struct assay_slip){suite->path, file->line, what,
                                                assay_node_text(file), NULL, names,
                                                entry->file_count},
                           ASSAY_EDATA, err);
}

/* The file of an entry of the manifest: the one that `file:` names, or its only one. */
static enum assay_code entry_file(const struct assay_suite *suite,
                                  const struct assay_node *file,
                                  const struct assay_manifest_entry *entry,
                                  const struct assay_manifest_file **out,
                                  struct assay_error *err)
{
    const struct assay_str want = assay_node_text(assay_node_get(file, "file"));

    if (want.len == 0 && entry->file_count == 1) {
        *out = &entry->files[0];
        return ASSAY_OK;
    }
    for (size_t i = 0; i < entry->file_count; i++)
        if (assay_str_equal(want, assay_str_of(entry->files[i].path))) {
            *out = &entry->files[i];
            return ASSAY_OK;
        }
    if (want.len > 0)
        return no_such_file(suite, assay_node_get(file, "file"), entry, err);
    return assay_suite_fail(suite, file, err,
                            "entry %.*s has %zu files; name one with "
                            "\"file\"",
                            ASSAY_STR_ARG(entry->name), entry->file_count);
}

static enum assay_code no_such_entry(const struct assay_suite *suite,
                                     const struct assay_node *name,
                                     const struct assay_manifest *manifest,
                                     struct assay_error *err)
{
    const char *word = assay_arena_copy(suite->arena, assay_node_text(name)).ptr;
    const char *near = assay_manifest_nearest(manifest, word, suite->arena);

    return assay_suite_fail(suite, name, err, "%s has no entry \"%s\"%s%s%s",
                            suite->places.manifest, word, near ? "; nearest is \"" : "",
                            near ? near : "", near ? "\"" : "");
}

enum assay_code assay_suite_manifest_file(const struct assay_suite *suite,
                                          const struct assay_node *file,
                                          const struct assay_manifest_file **out,
                                          struct assay_error *err)
{
    const struct assay_node *name = assay_node_get(file, "entry");
    const struct assay_manifest_entry *entry;
    struct assay_manifest manifest;
    enum assay_code code;

    *out = NULL;
    if (!suite->places.manifest)
        return ASSAY_OK;
    code = assay_manifest_read(suite->places.manifest, suite->arena, &manifest, err);
    if (code)
        return code;
    entry = assay_manifest_find(&manifest, assay_node_text(name));
    if (!entry)
        return no_such_entry(suite, name, &manifest, err);
    return entry_file(suite, file, entry, out, err);
}

/* The path with .parquet instead of what its name ends with, or .jsonl instead of .parquet. */
static const char *as_other(const char *path, struct assay_arena *arena)
{
    const char *dot = strrchr(path, '.');
    const size_t len = dot && !strchr(dot, '/') ? (size_t)(dot - path) : strlen(path);
    const bool parquet = strcmp(path + len, ".parquet") == 0;

    return assay_arena_printf(arena, "%.*s%s", (int)len, path,
                              parquet ? ".jsonl" : ".parquet");
}

/*
 * Where the data of an entry are, as the manifest names them or, as the hub serves them and tools turn
 * them, as Parquet or JSON Lines; *out stays NULL where they are not here.
 */
static enum assay_code entry_path(const struct assay_suite *suite,
                                  const struct assay_node *file,
                                  struct assay_arena *arena, const char **out,
                                  struct assay_error *err)
{
    const struct assay_manifest_file *known;
    const char *path, *other;
    const enum assay_code code = assay_suite_manifest_file(suite, file, &known, err);

    if (code || !known || !suite->places.data_dir)
        return code;
    path = assay_arena_printf(arena, "%s/%s", suite->places.data_dir, known->path);
    other = as_other(path, arena);
    if (is_there(suite, path))
        *out = path;
    else if (is_there(suite, other))
        *out = other;
    return ASSAY_OK;
}

enum assay_code assay_suite_file(const struct assay_suite *suite,
                                 const struct assay_node *file, struct assay_arena *arena,
                                 const char **out, struct assay_error *err)
{
    const struct assay_str path = assay_node_text(assay_node_get(file, "path"));

    *out = NULL;
    if (path.len == 0)
        return entry_path(suite, file, arena, out, err);
    *out = beside(suite, path, arena);
    if (!is_there(suite, *out))
        return no_such_path(suite, assay_node_get(file, "path"), *out, err);
    return ASSAY_OK;
}

static bool file_is_here(const struct assay_suite *suite, const struct assay_node *file)
{
    struct assay_error ignored;
    const char *path;

    return assay_suite_file(suite, file, suite->arena, &path, &ignored) == ASSAY_OK &&
           path;
}

static bool has_files(const struct assay_suite *suite, bool optional_ones)
{
    const size_t n = assay_node_count(suite->data.files);

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *file = assay_node_at(suite->data.files, i);
        const struct assay_node *optional = assay_node_get(file, "optional");

        if ((optional_ones || !optional || !optional->as.truth) &&
            !file_is_here(suite, file))
            return false;
    }
    return n > 0;
}

bool assay_suite_has_files(const struct assay_suite *suite)
{
    return has_files(suite, false);
}

enum assay_suite_presence assay_suite_presence(const struct assay_suite *suite)
{
    if (suite->data.generator ||
        assay_node_get(assay_node_get(suite->spec, "data"), "world"))
        return ASSAY_PRESENCE_MADE;
    if (suite->data.argument)
        return ASSAY_PRESENCE_YOURS;
    if (assay_suite_has_files(suite))
        return has_files(suite, true) ? ASSAY_PRESENCE_HERE : ASSAY_PRESENCE_PART;
    return suite->data.model ? ASSAY_PRESENCE_SCORES : ASSAY_PRESENCE_ABSENT;
}

bool assay_suite_has_part(const struct assay_suite *suite, size_t i)
{
    struct assay_suite part = *suite;
    struct assay_error ignored;

    return assay_suite_choose(&part, assay_suite_part_name(suite, i), &ignored) ==
               ASSAY_OK &&
           assay_suite_has_files(&part);
}

/* Adds those of a list of files; only counts them where out is NULL. */
static size_t add_needs(const struct assay_node *files, struct assay_suite_need *out)
{
    size_t n = 0;

    for (size_t i = 0; i < assay_node_count(files); i++) {
        const struct assay_node *file = assay_node_at(files, i);
        const struct assay_suite_need need = {
            assay_node_text(assay_node_get(file, "entry")),
            assay_node_text(assay_node_get(file, "file"))};

        if (need.entry.len == 0)
            continue;
        if (out)
            out[n] = need;
        n++;
    }
    return n;
}

static size_t all_needs(const struct assay_suite *suite, struct assay_suite_need *out)
{
    const struct assay_node *parts = suite->parts;
    size_t n = 0;

    if (!parts || suite->part != SIZE_MAX)
        return add_needs(suite->data.files, out);
    for (size_t i = 0; i < assay_node_count(parts); i++)
        n += add_needs(assay_node_get(&parts->as.map.at[i].value, "files"),
                       out ? out + n : NULL);
    return n;
}

size_t assay_suite_needs(const struct assay_suite *suite, struct assay_arena *arena,
                         const struct assay_suite_need **out)
{
    const size_t n = all_needs(suite, NULL);
    struct assay_suite_need *needs = assay_arena_new(arena, n, sizeof(*needs));

    *out = needs;
    return all_needs(suite, needs);
}

/* True if the entry of file i is that of a file before it. */
static bool told(const struct assay_suite *suite, size_t i)
{
    const struct assay_node *files = suite->data.files;
    const struct assay_str entry =
        assay_node_text(assay_node_get(assay_node_at(files, i), "entry"));

    for (size_t k = 0; k < i; k++)
        if (assay_str_equal(
                entry, assay_node_text(assay_node_get(assay_node_at(files, k), "entry"))))
            return true;
    return false;
}

enum assay_code assay_suite_absent(const struct assay_suite *suite,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err)
{
    struct assay_buf buf = {0};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(suite->data.files); i++) {
        const struct assay_node *file = assay_node_at(suite->data.files, i);
        const char *path;

        code = assay_suite_file(suite, file, arena, &path, err);
        if (code || path || told(suite, i))
            continue;
        assay_buf_puts(&buf, buf.len ? " " : "");
        assay_buf_add(&buf, assay_node_text(assay_node_get(file, "entry")));
    }
    *out = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return code;
}

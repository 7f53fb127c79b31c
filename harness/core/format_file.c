/* format_file.c - which file a directory of another tool stands for. */
#include "harness/core/buf.h"
#include "harness/core/format.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ENTRIES_MAX = 4096, /* of a directory, looked at */
    NAMED_MAX = 4       /* files that a complaint names */
};

/* Files of one format, found in a directory. */
struct search {
    const char *pattern;
    struct assay_arena *arena;
    const char *first;
    struct assay_buf names; /* of the first ones, with commas */
    size_t found;
};

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a directory, sorted; hidden ones are not told. */
static enum assay_code list(const char *path, struct assay_arena *arena,
                            const char ***out, size_t *count, struct assay_error *err)
{
    const char **names = assay_arena_new(arena, ENTRIES_MAX, sizeof(*names));
    DIR *folder = opendir(path);
    const struct dirent *entry;
    enum assay_code code = ASSAY_OK;

    *count = 0;
    *out = names;
    if (!folder)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    while (!code && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (*count == ENTRIES_MAX)
            code =
                assay_fail(err, ASSAY_EDATA, "%s: more than %d files", path, ENTRIES_MAX);
        else
            names[(*count)++] = assay_arena_printf(arena, "%s", entry->d_name);
    }
    (void)closedir(folder);
    qsort(names, *count, sizeof(*names), compare_text);
    return code;
}

static void note(struct search *search, const char *path)
{
    if (search->found++ == 0)
        search->first = path;
    if (search->found <= NAMED_MAX)
        assay_buf_printf(&search->names, "%s%s", search->found > 1 ? ", " : "", path);
    else if (search->found == NAMED_MAX + 1)
        assay_buf_puts(&search->names, ", ...");
}

/* Files called by the pattern in the directory, or, where there are none, in those in it. */
static enum assay_code look(struct search *search, const char *path, unsigned depth,
                            struct assay_error *err)
{
    const char **names;
    size_t count;
    enum assay_code code = list(path, search->arena, &names, &count, err);

    for (size_t i = 0; !code && i < count; i++) {
        const char *at = assay_arena_printf(search->arena, "%s/%s", path, names[i]);

        if (fnmatch(search->pattern, names[i], 0) == 0 && !is_folder(at))
            note(search, at);
    }
    for (size_t i = 0; !code && depth > 0 && search->found == 0 && i < count; i++)
        names[i] = assay_arena_printf(search->arena, "%s/%s", path, names[i]);
    if (code || depth == 0 || search->found > 0)
        return code;
    for (size_t i = 0; !code && i < count; i++)
        if (is_folder(names[i]))
            code = look(search, names[i], 0, err);
    return code;
}

/* The format's only file; *out stays NULL where there is none. */
static enum assay_code find(const char *path, const struct assay_format *format,
                            struct assay_arena *arena, const char **out,
                            struct assay_error *err)
{
    struct search search = {.pattern = format->file, .arena = arena};
    enum assay_code code = look(&search, path, 1, err);

    if (!code && search.found > 1)
        code = assay_fail(err, ASSAY_EDATA, "%s: holds several files of %s: %s; name one",
                          path, format->name, search.names.data);
    *out = code ? NULL : search.first;
    assay_buf_release(&search.names);
    return code;
}

static enum assay_code find_any(const char *path, bool totals, struct assay_arena *arena,
                                const char **out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && !*out && assay_format_at(i); i++) {
        const struct assay_format *format = assay_format_at(i);

        if (format->file && format->totals == totals)
            code = find(path, format, arena, out, err);
    }
    return code;
}

/* Nothing found: what was looked for. */
static enum assay_code lacks(const char *path, const struct assay_format *wanted,
                             struct assay_error *err)
{
    struct assay_buf names = {0};
    enum assay_code code;

    if (wanted && !wanted->file)
        return assay_fail(err, ASSAY_EDATA, "%s: a directory; %s is a single file", path,
                          wanted->name);
    for (size_t i = 0; assay_format_at(i); i++) {
        const struct assay_format *format = assay_format_at(i);

        if (format->file && (!wanted || format == wanted))
            assay_buf_printf(&names, "%s%s of %s", names.len ? " or " : "", format->file,
                             format->name);
    }
    code = assay_fail(err, ASSAY_EDATA, "%s: a directory without %s", path,
                      names.len ? names.data : "any");
    assay_buf_release(&names);
    return code;
}

enum assay_code assay_format_file(const char *path, const struct assay_format *wanted,
                                  struct assay_arena *arena, const char **out,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = is_folder(path) ? NULL : path;
    if (*out)
        return ASSAY_OK;
    if (wanted && wanted->file) {
        code = find(path, wanted, arena, out, err);
    } else if (!wanted) {
        code = find_any(path, false, arena, out, err);
        if (!code && !*out)
            code = find_any(path, true, arena, out, err);
    }
    if (code || *out)
        return code;
    return lacks(path, wanted, err);
}

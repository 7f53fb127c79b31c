#include "suites/trend_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FORMATS_MAX = 64
};

struct walk {
    struct assay_arena *arena;
    const struct assay_trend_format *wanted; /* or NULL */
    struct assay_trend_files *out;
    const struct assay_trend_format *found; /* of the first file */
    const char *first;
    size_t looked; /* entries so far */
    struct assay_error *err;
};

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted; hidden ones are left out. */
static enum assay_code list(struct walk *w, const char *path, const char ***out,
                            size_t *count)
{
    DIR *folder = opendir(path);
    const char **names = assay_arena_new(w->arena, 16, sizeof(*names));
    size_t cap = 16;
    const struct dirent *entry;

    *count = 0;
    if (!folder)
        return assay_fail(w->err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    while ((entry = readdir(folder)) && w->looked < ASSAY_TREND_FOLDER_ENTRIES) {
        w->looked++;
        if (entry->d_name[0] == '.')
            continue;
        if (*count == cap) {
            const char **more = assay_arena_new(w->arena, 2 * cap, sizeof(*more));

            memcpy(more, names, cap * sizeof(*names));
            names = more;
            cap *= 2;
        }
        names[(*count)++] = assay_arena_copy(w->arena, assay_str_of(entry->d_name)).ptr;
    }
    (void)closedir(folder);
    qsort(names, *count, sizeof(*names), compare_text);
    *out = names;
    return w->looked < ASSAY_TREND_FOLDER_ENTRIES
               ? ASSAY_OK
               : assay_fail(w->err, ASSAY_EDATA, "%s: more than %d names to look at",
                            path, ASSAY_TREND_FOLDER_ENTRIES);
}

/* The format whose files are called so, or NULL. */
static const struct assay_trend_format *called(const struct walk *w, const char *name)
{
    const struct assay_trend_format *format;

    for (size_t i = 0; (format = assay_trend_format_at(i)); i++)
        if (format->file && (!w->wanted || format == w->wanted) &&
            fnmatch(format->file, name, 0) == 0)
            return format;
    return NULL;
}

static enum assay_code add(struct walk *w, const char *path,
                           const struct assay_trend_format *format)
{
    if (w->found && w->found != format)
        return assay_fail(w->err, ASSAY_EDATA,
                          "%s: there is also %s; --log %s or %s says which is meant",
                          path, w->first, w->found->name, format->name);
    if (w->out->count == ASSAY_TREND_FILES_MAX)
        return assay_fail(w->err, ASSAY_EDATA, "more than %d files",
                          ASSAY_TREND_FILES_MAX);
    if (!w->found)
        w->first = path;
    w->found = format;
    w->out->at[w->out->count++] = path;
    return ASSAY_OK;
}

/* The number of a checkpoint's folder, or -1. */
static long checkpoint(const char *name)
{
    static const char prefix[] = "checkpoint-";
    char *end = NULL;
    long number;

    if (strncmp(name, prefix, sizeof(prefix) - 1) != 0 || !name[sizeof(prefix) - 1])
        return -1;
    number = strtol(name + sizeof(prefix) - 1, &end, 10);
    return *end ? -1 : number;
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder to be walked, and how deep. */
struct place {
    const char *path;
    size_t depth;
};

static enum assay_code walk(struct walk *w, struct place place);

/* The files of a folder; *own is true where there is one. */
static enum assay_code walk_files(struct walk *w, struct place place,
                                  const char *const *names, size_t n, bool *own)
{
    enum assay_code code = ASSAY_OK;

    *own = false;
    for (size_t i = 0; !code && i < n; i++) {
        const char *path = assay_arena_printf(w->arena, "%s/%s", place.path, names[i]);
        const struct assay_trend_format *format = called(w, names[i]);

        if (!format || is_folder(path))
            continue;
        *own = true;
        code = add(w, path, format);
    }
    return code;
}

static enum assay_code walk_folders(struct walk *w, struct place place,
                                    const char *const *names, size_t n, bool own)
{
    enum assay_code code = ASSAY_OK;
    long last = -1;

    for (size_t i = 0; i < n; i++)
        last = checkpoint(names[i]) > last ? checkpoint(names[i]) : last;
    for (size_t i = 0; !code && i < n; i++) {
        const struct place inner = {
            assay_arena_printf(w->arena, "%s/%s", place.path, names[i]), place.depth + 1};
        const long number = checkpoint(names[i]);

        if (is_folder(inner.path) && (number < 0 || (number == last && !own)))
            code = walk(w, inner);
    }
    return code;
}

static enum assay_code walk(struct walk *w, struct place place)
{
    const char **names = NULL;
    size_t n = 0;
    bool own = false;
    enum assay_code code;

    if (place.depth > ASSAY_TREND_FOLDER_DEPTH)
        return ASSAY_OK;
    code = list(w, place.path, &names, &n);
    if (!code)
        code = walk_files(w, place, names, n, &own);
    return code ? code : walk_folders(w, place, names, n, own);
}

/* "trainer_state.json, *tfevents*": what files would have been called. */
static enum assay_code none(const struct walk *w, const char *path)
{
    const char *names = "";
    const struct assay_trend_format *format;

    for (size_t i = 0; (format = assay_trend_format_at(i)); i++)
        if (format->file && (!w->wanted || format == w->wanted))
            names = assay_arena_printf(w->arena, "%s%s%s", names, *names ? ", " : "",
                                       format->file);
    return assay_fail(w->err, ASSAY_EDATA, "%s: no log in this folder%s%s%s", path,
                      *names ? " (" : "; name its files", names, *names ? ")" : "");
}

enum assay_code assay_trend_folder(const char *path,
                                   const struct assay_trend_format *format,
                                   struct assay_arena *arena,
                                   struct assay_trend_files *out, struct assay_error *err)
{
    struct walk w = {.arena = arena, .wanted = format, .out = out, .err = err};
    enum assay_code code;

    *out = (struct assay_trend_files){
        assay_arena_new(arena, ASSAY_TREND_FILES_MAX, sizeof(char *)), 0};
    code = walk(&w, (struct place){path, 0});
    return code || out->count > 0 ? code : none(&w, path);
}

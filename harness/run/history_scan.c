#include "harness/run/history_scan.h"

#include "harness/core/file.h"
#include "harness/run/history.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct scanning {
    const char *folder;
    struct assay_arena *arena;
    struct assay_history_scan *out;
    struct assay_error *err;
};

/* "SIZE TIME INODE", or "-" where it is not there. */
static const char *state_of(const char *path, struct assay_arena *arena)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return "-";
    return assay_arena_printf(arena, "%lld %lld.%09ld %llu", (long long)status.st_size,
                              (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                              (unsigned long long)status.st_ino);
}

static enum assay_code add(struct scanning *s, const char *name)
{
    struct assay_history_scan *out = s->out;

    if (out->count == ASSAY_HISTORY_RUNS_MAX)
        return assay_fail(s->err, ASSAY_EDATA, "%s: more than %d runs", s->folder,
                          ASSAY_HISTORY_RUNS_MAX);
    if (out->count == out->room) {
        const size_t room = out->room ? 2 * out->room : 64;
        struct assay_history_entry *more = assay_arena_new(s->arena, room, sizeof(*more));

        if (out->count > 0)
            memcpy(more, out->at, out->count * sizeof(*more));
        out->at = more;
        out->room = room;
    }
    out->at[out->count++] = (struct assay_history_entry){
        .name = assay_str_of(name),
        .state = assay_str_of(assay_arena_printf(
            s->arena, "%s, %s",
            state_of(assay_arena_printf(s->arena, "%s/%s/run.json", s->folder, name),
                     s->arena),
            state_of(assay_arena_printf(s->arena, "%s/%s/result.json", s->folder, name),
                     s->arena))),
    };
    return ASSAY_OK;
}

static bool is_folder(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool is_passed_over(const char *name)
{
    const size_t n = strlen(name);

    return name[0] == '.' || (n > 5 && strcmp(name + n - 5, ".part") == 0);
}

/* What is in a folder of the folder; below is "" or ends in a slash. */
static enum assay_code look_into(struct scanning *s, const char *below, unsigned depth)
{
    const char *path = assay_arena_printf(s->arena, "%s/%s", s->folder, below);
    DIR *folder = opendir(path);
    const struct dirent *entry;
    enum assay_code code = ASSAY_OK;

    if (!folder && depth > 1)
        return ASSAY_OK; /* it has just been removed, or is not ours to read */
    if (!folder)
        return assay_fail(s->err, errno == ENOENT ? ASSAY_EUSAGE : ASSAY_EIO,
                          "%s: %s; --runs says where runs are", s->folder,
                          strerror(errno));
    while (!code && (entry = readdir(folder)) != NULL) {
        const char *name;

        if (is_passed_over(entry->d_name))
            continue;
        name = assay_arena_printf(s->arena, "%s%s", below, entry->d_name);
        if (!is_folder(assay_arena_printf(s->arena, "%s/%s", s->folder, name)))
            continue;
        if (assay_file_exists(
                assay_arena_printf(s->arena, "%s/%s/run.json", s->folder, name)))
            code = add(s, name);
        else if (depth < ASSAY_HISTORY_DEPTH)
            code = look_into(s, assay_arena_printf(s->arena, "%s/", name), depth + 1);
    }
    (void)closedir(folder);
    return code;
}

static int by_name(const void *a, const void *b)
{
    return assay_str_compare(((const struct assay_history_entry *)a)->name,
                             ((const struct assay_history_entry *)b)->name);
}

enum assay_code assay_history_scan(const char *folder, struct assay_arena *arena,
                                   struct assay_history_scan *out,
                                   struct assay_error *err)
{
    struct scanning s = {.folder = folder, .arena = arena, .out = out, .err = err};
    enum assay_code code;

    *out = (struct assay_history_scan){0};
    if (assay_file_exists(assay_arena_printf(arena, "%s/run.json", folder)))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: is a run; --runs wants the folder that runs are in",
                          folder);
    code = look_into(&s, "", 1);
    if (!code && out->count > 1)
        qsort(out->at, out->count, sizeof(*out->at), by_name);
    return code;
}

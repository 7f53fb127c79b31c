#include "harness/run/store.h"

#include "harness/core/clock.h"
#include "harness/core/file.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUNS "assay-runs" /* where runs go that nobody named a directory for */

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

/* A document that a process was killed at writing (document.h). */
static bool is_torn(const char *name)
{
    const size_t n = strlen(name);

    return n > 4 && strcmp(name + n - 4, ".tmp") == 0;
}

/* Entries beside the lock, and whether that is there. */
static enum assay_code list_folder(const char *directory, size_t *others, bool *lock,
                                   struct assay_error *err)
{
    DIR *folder = opendir(directory);
    const struct dirent *entry;

    *others = 0;
    *lock = false;
    if (!folder)
        return refused(directory, err);
    while ((entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, "lock") == 0)
            *lock = true;
        else if (!is_torn(entry->d_name) && strcmp(entry->d_name, ".") != 0 &&
                 strcmp(entry->d_name, "..") != 0)
            ++*others;
    }
    (void)closedir(folder);
    return ASSAY_OK;
}

static enum assay_code take_lock(struct assay_store *store, struct assay_error *err)
{
    long holder;
    enum assay_code code =
        assay_folder_lock(assay_store_path(store, "lock"), &store->lock, &holder, err);

    if (!code && store->lock < 0)
        code = assay_fail(err, ASSAY_EIO, "%s: process %ld is writing this run",
                          store->directory, holder);
    return code;
}

/* RUNS/STEM-TIME, with a number behind it where that is taken. */
static enum assay_code make_default(struct assay_store *store, const char *stem,
                                    struct assay_error *err)
{
    char time[ASSAY_CLOCK_TEXT], compact[ASSAY_CLOCK_TEXT];
    const char *name;
    size_t n = 0;
    enum assay_code code = ASSAY_OK;

    assay_clock_text(time);
    for (const char *at = time; *at; at++)
        if (*at != '-' && *at != ':')
            compact[n++] = *at;
    compact[n] = '\0';
    name = assay_arena_printf(store->arena, RUNS "/%s-%s", stem, compact);
    store->directory = name;
    for (size_t i = 2; !code && !store->made; i++) {
        code = assay_folder_make(store->directory, &store->made, err);
        if (!code && !store->made)
            store->directory = assay_arena_printf(store->arena, "%s-%zu", name, i);
    }
    return code;
}

static bool holds_run(const char *directory, struct assay_arena *arena)
{
    return assay_file_exists(assay_arena_printf(arena, "%s/run.json", directory));
}

enum assay_code assay_store_create(const char *directory, const char *stem,
                                   struct assay_arena *arena, struct assay_store *store,
                                   struct assay_error *err)
{
    enum assay_code code;
    size_t others = 0;
    bool locked = false;

    *store = (struct assay_store){.directory = directory, .lock = -1, .arena = arena};
    if (!directory) {
        code = make_default(store, stem, err);
    } else {
        code = assay_folder_make(directory, &store->made, err);
        if (!code)
            code = list_folder(directory, &others, &locked, err);
    }
    if (!code && (others == 0 || locked))
        code = take_lock(store, err);
    if (code || others == 0)
        return code;
    assay_store_close(store);
    if (!holds_run(directory, arena))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: is not empty, and what is in it is no run", directory);
    return assay_fail(err, ASSAY_EUSAGE,
                      "%s: is not empty; to go on with the run in it: --resume %s",
                      directory, directory);
}

enum assay_code assay_store_expect_run(const char *directory, struct assay_arena *arena,
                                       struct assay_error *err)
{
    if (holds_run(directory, arena))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "%s: no run is stored there (no run.json)",
                      directory);
}

enum assay_code assay_store_open(const char *directory, struct assay_arena *arena,
                                 struct assay_store *store, struct assay_error *err)
{
    enum assay_code code = assay_store_expect_run(directory, arena, err);

    *store = (struct assay_store){.directory = directory, .lock = -1, .arena = arena};
    return code ? code : take_lock(store, err);
}

const char *assay_store_path(const struct assay_store *store, const char *name)
{
    return assay_arena_printf(store->arena, "%s/%s", store->directory, name);
}

void assay_store_close(struct assay_store *store)
{
    if (store->lock >= 0)
        (void)close(store->lock);
    store->lock = -1;
}

static const char *const files[] = {"items.jsonl", "result.json", "samples.jsonl",
                                    "run.json"};

enum {
    FILES = sizeof(files) / sizeof(files[0])
};

/* Copies a file that may be missing. */
static enum assay_code copy_file(const char *from, const char *to,
                                 struct assay_error *err)
{
    enum {
        BLOCK = 1 << 16
    };
    char block[BLOCK];
    size_t got = 1;
    int in = -1, out = -1;
    enum assay_code code = ASSAY_OK;

    if (!assay_file_exists(from))
        return ASSAY_OK;
    code = assay_file_open(from, &in, err);
    if (code)
        return code;
    out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out < 0)
        code = refused(to, err);
    while (!code && got > 0) {
        code = assay_file_read(in, from, block, BLOCK, &got, err);
        if (!code && write(out, block, got) != (ssize_t)got)
            code = refused(to, err);
    }
    if (!code && fsync(out) != 0)
        code = refused(to, err);
    (void)close(in);
    if (out >= 0)
        (void)close(out);
    return code;
}

/* What rename says of a directory that is not to be replaced. */
static enum assay_code not_renamed(const struct assay_store *store, const char *to,
                                   struct assay_error *err)
{
    if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
        return assay_fail(err, ASSAY_EUSAGE, "%s: is there already; the run is in %s", to,
                          store->directory);
    return refused(to, err);
}

/* Copies the documents beside `to`, and renames what came out. */
static enum assay_code publish_copy(struct assay_store *store, const char *to,
                                    struct assay_error *err)
{
    struct assay_store part = {
        .directory = assay_arena_printf(store->arena, "%s.%ld.part", to, (long)getpid()),
        .made = true,
        .lock = -1,
        .arena = store->arena};
    enum assay_code code = ASSAY_OK;

    if (mkdir(part.directory, 0777) != 0)
        return refused(part.directory, err);
    for (size_t i = 0; !code && i < FILES; i++)
        code = copy_file(assay_store_path(store, files[i]),
                         assay_store_path(&part, files[i]), err);
    if (!code && rename(part.directory, to) != 0)
        code = not_renamed(store, to, err);
    if (code)
        assay_store_discard(&part);
    store->made = true;
    if (!code)
        assay_store_discard(store);
    return code;
}

const char *assay_store_name(const char *directory, struct assay_arena *arena)
{
    size_t n = strlen(directory);

    while (n > 1 && directory[n - 1] == '/')
        n--;
    return assay_arena_copy(arena, (struct assay_str){directory, n}).ptr;
}

static enum assay_code make_above(const char *path, struct assay_arena *arena,
                                  struct assay_error *err)
{
    char *above = assay_arena_printf(arena, "%s", path);
    char *slash = strrchr(above, '/');
    bool made;

    if (!slash || slash == above)
        return ASSAY_OK;
    *slash = '\0';
    return assay_folder_make(above, &made, err);
}

static bool is_the_same(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

enum assay_code assay_store_publish(struct assay_store *store, const char *to,
                                    struct assay_error *err)
{
    enum assay_code code;

    to = assay_store_name(to, store->arena);
    if (is_the_same(store->directory, to))
        return ASSAY_OK; /* it was gone on with where it had been published */
    code = make_above(to, store->arena, err);
    if (!code && rename(store->directory, to) != 0)
        code =
            errno == EXDEV ? publish_copy(store, to, err) : not_renamed(store, to, err);
    if (code)
        return code;
    store->directory = to;
    assay_folder_sync(to);
    return ASSAY_OK;
}

enum assay_code assay_store_clear(const char *directory, struct assay_arena *arena,
                                  struct assay_error *err)
{
    struct assay_store store = {
        .directory = directory, .made = true, .lock = -1, .arena = arena};
    enum assay_code code;

    if (!assay_file_exists(directory))
        return ASSAY_OK;
    code = take_lock(&store, err);
    if (!code)
        assay_store_discard(&store);
    return code;
}

void assay_store_discard(struct assay_store *store)
{
    for (size_t i = 0; i < FILES; i++)
        (void)unlink(assay_store_path(store, files[i]));
    (void)unlink(assay_store_path(store, "lock"));
    if (store->made)
        (void)rmdir(store->directory);
    if (store->made && strncmp(store->directory, RUNS "/", sizeof(RUNS)) == 0)
        (void)rmdir(RUNS); /* unless other runs are there */
    assay_store_close(store);
}

static enum assay_code check_format(const struct assay_node *run, const char *path,
                                    struct assay_error *err)
{
    const struct assay_str version = assay_node_text(assay_node_get(run, "version"));

    if (!assay_str_equal(assay_node_text(assay_node_get(run, "format")),
                         ASSAY_STR("assay-run")))
        return assay_fail(err, ASSAY_EDATA, "%s: format: not \"assay-run\"", path);
    if (!assay_str_starts(version, ASSAY_STR("1.")))
        return assay_fail(err, ASSAY_EDATA, "%s: version: \"%.*s\", this program reads 1",
                          path, ASSAY_STR_ARG(version));
    return ASSAY_OK;
}

enum assay_code assay_stored_read(const char *directory, struct assay_arena *arena,
                                  struct assay_stored *out, struct assay_error *err)
{
    const char *path = assay_arena_printf(arena, "%s/run.json", directory);
    struct assay_node *run = assay_arena_new(arena, 1, sizeof(*run));
    enum assay_code code = assay_store_expect_run(directory, arena, err);

    *out = (struct assay_stored){.directory = directory, .run = run};
    if (!code)
        code = assay_json_read(path, arena, run, err);
    if (!code)
        code = check_format(run, path, err);
    if (code)
        return code;
    path = assay_arena_printf(arena, "%s/result.json", directory);
    if (!assay_file_exists(path))
        return ASSAY_OK;
    return assay_results_load(path, arena, &out->result, &out->result_count, err);
}

enum assay_code assay_stored_check_whole(const struct assay_stored *stored,
                                         struct assay_error *err)
{
    const struct assay_node *shard = assay_node_get(stored->run, "shard");
    const struct assay_node *number = assay_node_get(shard, "number");
    const struct assay_node *of = assay_node_get(shard, "of");

    if (stored->result_count > 0 || !assay_node_is(number, ASSAY_NODE_INT) ||
        !assay_node_is(of, ASSAY_NODE_INT) ||
        !assay_str_equal(assay_node_text(assay_node_get(stored->run, "status")),
                         ASSAY_STR("complete")))
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EDATA,
        "%s: shard %lld/%lld of a run; assay merge puts all of them together",
        stored->directory, (long long)number->as.integer, (long long)of->as.integer);
}

enum assay_code assay_stored_check_over(const struct assay_stored *stored,
                                        struct assay_error *err)
{
    const enum assay_code code = assay_stored_check_whole(stored, err);

    if (code || stored->result_count > 0)
        return code;
    return assay_fail(err, ASSAY_EUSAGE,
                      "%s: this run is not over; to go on: assay run --resume %s",
                      stored->directory, stored->directory);
}

const char *assay_stored_command(const struct assay_node *run)
{
    return assay_node_get(assay_node_get(run, "plan"), "sample") ? "sample" : "run";
}

size_t assay_stored_number(const struct assay_stored *stored,
                           const struct assay_result *result)
{
    const struct assay_node *suites = assay_node_get(stored->run, "suites");
    const size_t place = (size_t)(result - stored->result);
    size_t complete = 0;

    for (size_t i = 0; i < assay_node_count(suites); i++) {
        const struct assay_str status =
            assay_node_text(assay_node_get(assay_node_at(suites, i), "status"));

        if (assay_str_equal(status, ASSAY_STR("complete")) && complete++ == place)
            return i;
    }
    return assay_node_count(suites);
}

#include "harness/run/cache_stock.h"

#include "harness/core/document.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/core/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MODEL_BYTES = 1 << 16 /* of who asked */
};

/* One file that holds answers. */
struct file {
    const char *path;
    off_t bytes;
    struct timespec used;
};

struct files {
    struct file *at;
    size_t count, cap;
};

static bool is_name(const char *name)
{
    return strlen(name) == ASSAY_CACHE_NAME &&
           strspn(name, "0123456789abcdef") == ASSAY_CACHE_NAME;
}

bool assay_stock_is_segment(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && strcmp(dot, ASSAY_STOCK_ENDING) == 0;
}

static void add(struct files *files, struct file file)
{
    if (files->count == files->cap) {
        files->cap = assay_memory_grow(files->cap, files->count + 1);
        files->at = assay_memory_resize(files->at, files->cap, sizeof(*files->at));
    }
    files->at[files->count++] = file;
}

/* The segments of one key. */
static void list_segments(const char *folder, struct assay_arena *arena,
                          struct files *files)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;

    while (open && (entry = readdir(open)) != NULL) {
        const char *path = assay_arena_printf(arena, "%s/%s", folder, entry->d_name);
        struct stat status;

        if (assay_stock_is_segment(entry->d_name) && stat(path, &status) == 0)
            add(files, (struct file){path, status.st_size, status.st_mtim});
    }
    if (open)
        (void)closedir(open);
}

/* ---- reading ---- */

static struct assay_str read_model(const char *folder, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out = {"", 0};
    struct assay_error ignored;

    if (assay_document_read(assay_arena_printf(arena, "%s/%s", folder, ASSAY_STOCK_MODEL),
                            MODEL_BYTES, &text, &ignored) == ASSAY_OK)
        out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void read_key(const char *folder, const char *name, struct assay_arena *arena,
                     struct assay_stock *out)
{
    const char *path = assay_arena_printf(arena, "%s/%s", folder, name);
    struct assay_stock_key *key = &out->key[out->count];
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));
    struct assay_error ignored;
    struct files files = {0};

    if (assay_json_read(assay_arena_printf(arena, "%s/key.json", path), arena, node,
                        &ignored) != ASSAY_OK)
        return;
    *key = (struct assay_stock_key){.name = assay_arena_printf(arena, "%s", name),
                                    .node = node};
    key->model = read_model(path, arena);
    list_segments(path, arena, &files);
    for (size_t i = 0; i < files.count; i++) {
        key->bytes += (uint64_t)files.at[i].bytes;
        if (i == 0 || files.at[i].used.tv_sec > key->used)
            key->used = files.at[i].used.tv_sec;
    }
    key->segments = files.count;
    out->bytes += key->bytes;
    out->count++;
    free(files.at);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct assay_stock_key *)a)->name,
                  ((const struct assay_stock_key *)b)->name);
}

enum assay_code assay_stock_read(const char *folder, struct assay_arena *arena,
                                 struct assay_stock *out, struct assay_error *err)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    size_t n = 0;

    *out = (struct assay_stock){0};
    if (!open && errno == ENOENT)
        return ASSAY_OK;
    if (!open)
        return assay_fail(err, ASSAY_EIO, "%s: %s", folder, strerror(errno));
    while ((entry = readdir(open)) != NULL)
        n += is_name(entry->d_name);
    n = n < ASSAY_STOCK_KEYS ? n : ASSAY_STOCK_KEYS;
    out->key = assay_arena_new(arena, n + 1, sizeof(*out->key));
    rewinddir(open);
    while (out->count < n && (entry = readdir(open)) != NULL)
        if (is_name(entry->d_name))
            read_key(folder, entry->d_name, arena, out);
    (void)closedir(open);
    qsort(out->key, out->count, sizeof(*out->key), by_name);
    return ASSAY_OK;
}

/* ---- pruning ---- */

static int by_age(const void *a, const void *b)
{
    const struct file *x = a, *y = b;

    if (x->used.tv_sec != y->used.tv_sec)
        return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
    if (x->used.tv_nsec != y->used.tv_nsec)
        return x->used.tv_nsec < y->used.tv_nsec ? -1 : 1;
    return strcmp(x->path, y->path);
}

static void remove_old(struct files *files, uint64_t limit, struct assay_pruned *out)
{
    if (files->count > 0)
        qsort(files->at, files->count, sizeof(*files->at), by_age);
    for (size_t i = 0; i < files->count; i++)
        out->left_bytes += (uint64_t)files->at[i].bytes;
    out->left = files->count;
    for (size_t i = 0; i < files->count && out->left_bytes > limit; i++) {
        const uint64_t bytes = (uint64_t)files->at[i].bytes;

        if (unlink(files->at[i].path) != 0)
            continue;
        out->removed++;
        out->removed_bytes += bytes;
        out->left--;
        out->left_bytes -= bytes;
    }
}

/* Removes a key that holds nothing; one that got a segment meanwhile stays, and is whole. */
static void remove_empty(const char *folder, struct assay_arena *arena)
{
    struct files files = {0};

    list_segments(folder, arena, &files);
    if (files.count == 0) {
        (void)unlink(assay_arena_printf(arena, "%s/key.json", folder));
        (void)unlink(assay_arena_printf(arena, "%s/%s", folder, ASSAY_STOCK_MODEL));
        (void)rmdir(folder);
    }
    free(files.at);
}

void assay_stock_prune(const struct assay_cache_setting *setting,
                       struct assay_pruned *out)
{
    const uint64_t limit = setting->limit ? setting->limit : ASSAY_CACHE_BYTES;
    struct assay_arena arena = {0};
    struct assay_error ignored;
    struct assay_stock stock;
    struct files files = {0};
    long holder;
    int lock = -1;

    *out = (struct assay_pruned){0};
    if (assay_folder_lock(assay_arena_printf(&arena, "%s/lock", setting->folder), &lock,
                          &holder, &ignored) == ASSAY_OK &&
        lock >= 0 &&
        assay_stock_read(setting->folder, &arena, &stock, &ignored) == ASSAY_OK) {
        for (size_t i = 0; i < stock.count; i++)
            list_segments(
                assay_arena_printf(&arena, "%s/%s", setting->folder, stock.key[i].name),
                &arena, &files);
        remove_old(&files, limit, out);
        for (size_t i = 0; out->removed && i < stock.count; i++)
            remove_empty(
                assay_arena_printf(&arena, "%s/%s", setting->folder, stock.key[i].name),
                &arena);
    }
    if (lock >= 0)
        (void)close(lock);
    free(files.at);
    assay_arena_release(&arena);
}

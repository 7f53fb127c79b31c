/* digest_folder.c - a folder of files as one digest. */
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct names {
    char **at; /* (count,) */
    size_t count, cap;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_name(struct names *names, const char *name)
{
    if (names->count == names->cap) {
        names->cap = assay_memory_grow(names->cap, names->count + 1);
        names->at = assay_memory_resize(names->at, names->cap, sizeof(*names->at));
    }
    names->at[names->count++] = assay_memory_copy(name);
}

static enum assay_code list(const char *path, struct names *out, struct assay_error *err)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;

    if (!dir)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    while ((entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            add_name(out, entry->d_name);
    (void)closedir(dir);
    if (out->count > 0)
        qsort(out->at, out->count, sizeof(*out->at), by_bytes);
    return ASSAY_OK;
}

/* Adds the line of one file; what is no regular file is left out. */
static enum assay_code add_line(const char *folder, const char *name,
                                struct assay_stage *stage, struct assay_buf *out,
                                struct assay_error *err)
{
    struct assay_buf path = {0};
    char hex[ASSAY_DIGEST_HEX];
    struct stat status;
    enum assay_code code = ASSAY_OK;

    assay_buf_printf(&path, "%s/%s", folder, name);
    if (stat(path.data, &status) == 0 && S_ISREG(status.st_mode)) {
        code = assay_digest_counted(path.data, stage, hex, err);
        if (!code)
            assay_buf_printf(out, "%s  %s\n", hex, name);
    }
    assay_buf_release(&path);
    return code;
}

/* Bytes of the files that are hashed. */
static size_t bytes_of(const char *folder, const struct names *names)
{
    struct assay_buf path = {0};
    size_t all = 0;

    for (size_t i = 0; i < names->count; i++) {
        struct stat status;

        assay_buf_reset(&path);
        assay_buf_printf(&path, "%s/%s", folder, names->at[i]);
        if (stat(path.data, &status) == 0 && S_ISREG(status.st_mode))
            all += (size_t)status.st_size;
    }
    assay_buf_release(&path);
    return all;
}

enum assay_code assay_digest_folder(const char *path, struct assay_stage *stage,
                                    char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    struct names names = {0};
    struct assay_buf lines = {0};
    enum assay_code code = list(path, &names, err);

    assay_digest_begin(stage, path, stage ? bytes_of(path, &names) : 0);
    for (size_t i = 0; i < names.count; i++) {
        if (!code)
            code = add_line(path, names.at[i], stage, &lines, err);
        free(names.at[i]);
    }
    assay_stage_end(stage);
    free(names.at);
    assay_digest_of(assay_buf_view(&lines), bytes);
    assay_digest_hex(bytes, out);
    assay_buf_release(&lines);
    return code;
}

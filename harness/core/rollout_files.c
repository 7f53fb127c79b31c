/* rollout_files.c - side files of a rollout log: arrays of 32-bit numbers, little-endian, of a stated SHA-256. */
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NUMBER_BYTES = 4,
    CHUNK = 1 << 14 /* numbers read at once */
};

static bool ends(struct assay_str text, struct assay_str tail)
{
    return text.len > tail.len &&
           memcmp(text.ptr + text.len - tail.len, tail.ptr, tail.len) == 0;
}

/* True of a name of a file beside the log. */
static bool is_plain(struct assay_str name)
{
    return name.ptr[0] != '.' && !memchr(name.ptr, '/', name.len) &&
           !memchr(name.ptr, '\0', name.len) &&
           (ends(name, ASSAY_STR(".f32")) || ends(name, ASSAY_STR(".i32")));
}

static struct rollout_file *find(const struct rollout_files *files, struct assay_str name)
{
    for (size_t i = 0; i < files->count; i++)
        if (assay_str_equal(files->at[i].name, name))
            return &files->at[i];
    return NULL;
}

static struct rollout_file *append(struct rollout_files *files, struct assay_str name)
{
    struct rollout_file *file;

    if (files->count == files->cap) {
        files->cap = assay_memory_grow(files->cap, files->count + 1);
        files->at = assay_memory_resize(files->at, files->cap, sizeof(*files->at));
    }
    file = &files->at[files->count++];
    *file = (struct rollout_file){.fd = -1, .integers = ends(name, ASSAY_STR(".i32"))};
    file->name = assay_arena_copy(&files->arena, name);
    file->path =
        assay_arena_printf(&files->arena, "%s%s", files->folder.ptr, file->name.ptr);
    return file;
}

static enum assay_code add(struct rollout_files *files, const struct rollout_check *check,
                           const struct assay_member *member, struct assay_error *err)
{
    const struct rollout_place up = {NULL, ASSAY_STR("files"), SIZE_MAX};
    const struct rollout_place place = {&up, member->key, SIZE_MAX};
    const struct assay_node *shape = assay_node_get(&member->value, "shape");
    const struct assay_str sha256 =
        assay_node_text(assay_node_get(&member->value, "sha256"));
    struct rollout_file *file = find(files, member->key);

    if (member->key.len == 0 || !is_plain(member->key))
        return assay_rollout_fail(err, check, &place,
                                  "a side file is beside the log, NAME.f32 or NAME.i32");
    if (file && assay_str_equal(file->sha256, sha256))
        return ASSAY_OK;
    if (file)
        return assay_rollout_fail(err, check, &place, "told before with another SHA-256");
    if (files->count == ASSAY_ROLLOUT_FILES_MAX)
        return assay_rollout_fail(err, check, &place, "more than %d side files",
                                  ASSAY_ROLLOUT_FILES_MAX);
    if (shape && assay_node_count(shape) != 2)
        return assay_rollout_fail(err, check, &place, "shape is [rows, columns]");
    file = append(files, member->key);
    file->sha256 = assay_arena_copy(&files->arena, sha256);
    if (shape) {
        file->rows = (size_t)assay_node_at(shape, 0)->as.integer;
        file->columns = (size_t)assay_node_at(shape, 1)->as.integer;
    }
    if (file->columns > ASSAY_ROLLOUT_ARRAY_MAX)
        return assay_rollout_fail(err, check, &place, "more than %d columns",
                                  ASSAY_ROLLOUT_ARRAY_MAX);
    return ASSAY_OK;
}

enum assay_code assay_rollout_files_add(struct rollout_files *files,
                                        const struct rollout_check *check,
                                        const struct assay_node *meta,
                                        struct assay_error *err)
{
    const struct assay_node *all = assay_node_get(meta, "files");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(all); i++)
        code = add(files, check, &all->as.map.at[i], err);
    return code;
}

bool assay_rollout_is_span(const struct assay_node *node)
{
    return assay_node_get(node, "bin") != NULL;
}

/* Holds the file against its digest and its shape. */
static enum assay_code open_file(const struct rollout_check *check,
                                 const struct rollout_place *place,
                                 struct rollout_file *file, struct assay_error *err)
{
    char sha256[ASSAY_DIGEST_HEX];
    struct stat status;
    enum assay_code code = assay_digest_file(file->path, sha256, err);

    if (code)
        return assay_rollout_fail(err, check, place, "side file %s", err->text);
    if (!assay_str_equal(file->sha256, assay_str_of(sha256)))
        return assay_rollout_fail(err, check, place, "%s: SHA-256 is %s, meta says %.*s",
                                  file->path, sha256, ASSAY_STR_ARG(file->sha256));
    code = assay_file_open(file->path, &file->fd, err);
    if (code)
        return code;
    if (fstat(file->fd, &status))
        return assay_fail(err, ASSAY_EIO, "%s: %s", file->path, strerror(errno));
    file->numbers = (uint64_t)status.st_size / NUMBER_BYTES;
    if ((uint64_t)status.st_size % NUMBER_BYTES ||
        (file->columns && file->numbers / file->columns != file->rows) ||
        (file->columns && file->numbers % file->columns))
        return assay_rollout_fail(
            err, check, place, "%s: %llu bytes are not %zu x %zu numbers", file->path,
            (unsigned long long)status.st_size, file->rows, file->columns);
    return ASSAY_OK;
}

/* A whole number, 0 or above, under a key; false where there is none. */
static bool whole(const struct assay_node *map, const char *key, uint64_t *out)
{
    const struct assay_node *node = assay_node_get(map, key);

    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 0)
        return false;
    *out = (uint64_t)node->as.integer;
    return true;
}

/* True of dimensions whose product is within the limit. */
static bool measure(const struct assay_node *shape, struct rollout_span *out)
{
    out->dims = assay_node_count(shape);
    out->count = 1;
    if (!assay_node_is(shape, ASSAY_NODE_LIST) || out->dims == 0 ||
        out->dims > ROLLOUT_DIMS)
        return false;
    for (size_t i = 0; i < out->dims; i++) {
        const struct assay_node *node = assay_node_at(shape, i);

        if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 1 ||
            node->as.integer > ASSAY_ROLLOUT_ARRAY_MAX)
            return false;
        out->shape[i] = (size_t)node->as.integer;
        out->count *= out->shape[i];
        if (out->count > ASSAY_ROLLOUT_ARRAY_MAX)
            return false;
    }
    return true;
}

/* What of the file it is, in numbers. */
static bool locate(const struct assay_node *node, struct rollout_span *out)
{
    uint64_t row;

    if (whole(node, "row", &row)) {
        out->dims = 1;
        out->count = out->shape[0] = out->file->columns;
        out->off = out->file->columns ? row * out->file->columns : 0;
        return out->count > 0 && row < out->file->rows;
    }
    return whole(node, "off", &out->off) && measure(assay_node_get(node, "shape"), out) &&
           out->off <= out->file->numbers && out->count <= out->file->numbers - out->off;
}

enum assay_code assay_rollout_files_span(const struct rollout_check *check,
                                         const struct rollout_place *place,
                                         const struct assay_node *node,
                                         struct rollout_span *out,
                                         struct assay_error *err)
{
    const struct assay_str name = assay_node_text(assay_node_get(node, "bin"));
    enum assay_code code = ASSAY_OK;

    *out = (struct rollout_span){.file = find(check->files, name)};
    if (!out->file)
        return assay_rollout_fail(
            err, check, place,
            "no meta record before has the SHA-256 of side file \"%.*s\"",
            ASSAY_STR_ARG(name));
    if (out->file->fd < 0)
        code = open_file(check, place, out->file, err);
    if (!code && !locate(node, out))
        code = assay_rollout_fail(
            err, check, place, "not within %s: give row, or off and shape (%llu numbers)",
            out->file->path, (unsigned long long)out->file->numbers);
    return code;
}

static double number(const unsigned char *at, bool integer)
{
    const uint32_t bits = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                          (uint32_t)at[3] << 24;
    float real;
    int32_t whole_number;

    memcpy(&real, &bits, sizeof(real));
    memcpy(&whole_number, &bits, sizeof(whole_number));
    return integer ? whole_number : (double)real;
}

enum assay_code assay_rollout_files_read(const struct rollout_span *span, double *out,
                                         struct assay_error *err)
{
    unsigned char bytes[CHUNK * NUMBER_BYTES];
    const struct rollout_file *file = span->file;

    for (size_t done = 0; done < span->count;) {
        const size_t want = span->count - done < CHUNK ? span->count - done : CHUNK;
        const ssize_t got = pread(file->fd, bytes, want * NUMBER_BYTES,
                                  (off_t)((span->off + done) * NUMBER_BYTES));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < NUMBER_BYTES)
            return assay_fail(err, ASSAY_EIO, "%s: %s", file->path,
                              got < 0 ? strerror(errno) : "cut while it was read");
        for (size_t i = 0; i < (size_t)got / NUMBER_BYTES; i++, done++) {
            out[done] = number(bytes + i * NUMBER_BYTES, file->integers);
            if (!isfinite(out[done]))
                return assay_fail(err, ASSAY_EDATA, "%s: number %llu is not finite",
                                  file->path, (unsigned long long)span->off + done);
        }
    }
    return ASSAY_OK;
}

void assay_rollout_files_release(struct rollout_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->at[i].fd >= 0)
            (void)close(files->at[i].fd);
    free(files->at);
    assay_arena_release(&files->arena);
}

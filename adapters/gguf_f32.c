/* A stream with functions of ours (fopencookie) is of glibc and musl, not of POSIX. */
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
#include "adapters/gguf_f32.h"

#include "adapters/gguf_model.h"
#include "adapters/gguf_parts.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <gguf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TENSORS_MAX = 1 << 15
};

/* One file. */
struct part {
    const char *path;
    int fd;
    struct gguf_context *meta; /* as it is stored */
    struct ggml_context *tensors;
};

/* Where the bytes of a tensor are, and what becomes of them. */
struct place {
    int fd;
    size_t from;
    ggml_to_float_t to_float; /* NULL: they stay as they are */
    size_t columns;           /* numbers of a row */
    size_t row, wide;         /* bytes of a row as it is stored, and in the stream */
    size_t begin, bytes;      /* in the stream */
};

struct assay_gguf_f32 {
    struct assay_arena arena;
    struct part *part; /* (parts,) */
    size_t parts;
    struct gguf_context *meta; /* of the stream: the first part's, changed */
    unsigned char *head;       /* (head_bytes,) */
    size_t head_bytes;
    struct place *place; /* (places,), in the order of the stream */
    size_t places;
    size_t bytes, at;   /* of the stream; where it is read */
    void *stored, *row; /* a row as it is in its file, and as it is in the stream: */
    const struct place *held; /* of this tensor; NULL: of none */
    size_t held_row;
};

/* ---- opening ---- */

static enum assay_code open_part(struct part *part, struct assay_error *err)
{
    struct stat status;
    enum assay_code code = assay_file_open(part->path, &part->fd, err);

    if (code)
        return code;
    if (fstat(part->fd, &status) != 0)
        return assay_fail(err, ASSAY_EIO, "%s: %s", part->path, strerror(errno));
    part->meta = gguf_init_from_file(
        part->path, (struct gguf_init_params){.no_alloc = true, .ctx = &part->tensors});
    if (!part->meta) {
        code = assay_gguf_meta_check(part->path, err);
        return code ? code
                    : assay_fail(err, ASSAY_EMODEL, "%s: its metadata cannot be read",
                                 part->path);
    }
    return assay_gguf_meta_whole(part->path, part->meta, (uint64_t)status.st_size, err);
}

/* A whole number under a key of the split, or one that is none. */
static long split_number(const struct gguf_context *meta, const char *name, long none)
{
    const int64_t key = gguf_find_key(meta, name);

    if (key < 0)
        return none;
    return gguf_get_kv_type(meta, key) == GGUF_TYPE_UINT16  ? gguf_get_val_u16(meta, key)
           : gguf_get_kv_type(meta, key) == GGUF_TYPE_INT32 ? gguf_get_val_i32(meta, key)
                                                            : -1;
}

/* Their number is in the name of the first one, and each knows its own. */
static enum assay_code check_parts(const struct assay_gguf_f32 *f32,
                                   struct assay_error *err)
{
    const struct part *first = &f32->part[0];
    const long count = split_number(first->meta, "split.count", 1);
    long tensors = 0;

    if (count != (long)f32->parts && !(count == 0 && f32->parts == 1))
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: it is the first of %ld files, of which its name tells %zu",
                          first->path, count, f32->parts);
    for (size_t i = 0; i < f32->parts; i++) {
        const struct part *part = &f32->part[i];

        if (f32->parts > 1 && split_number(part->meta, "split.no", -1) != (long)i)
            return assay_fail(err, ASSAY_EMODEL, "%s: it is not part %zu of the model",
                              part->path, i + 1);
        tensors += (long)gguf_get_n_tensors(part->meta);
    }
    if (tensors > TENSORS_MAX)
        return assay_fail(err, ASSAY_EMODEL, "%s: %ld tensors; %d can be", first->path,
                          tensors, TENSORS_MAX);
    if (split_number(first->meta, "split.tensors.count", tensors) != tensors)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: its files have not as many tensors as they should",
                          first->path);
    return ASSAY_OK;
}

static void place_tensor(const struct part *part, int64_t tensor, struct place *out)
{
    const struct ggml_tensor *shape =
        ggml_get_tensor(part->tensors, gguf_get_tensor_name(part->meta, tensor));

    *out = (struct place){.fd = part->fd,
                          .from = gguf_get_data_offset(part->meta) +
                                  gguf_get_tensor_offset(part->meta, tensor),
                          .to_float = shape->type == GGML_TYPE_F32
                                          ? NULL
                                          : ggml_get_type_traits(shape->type)->to_float,
                          .columns = (size_t)shape->ne[0],
                          .row = ggml_row_size(shape->type, shape->ne[0])};
}

/* Finds the bytes of all tensors, and lists those of other files in the first one's metadata. */
static enum assay_code join_parts(struct assay_gguf_f32 *f32, struct assay_error *err)
{
    f32->places = 0;
    for (size_t i = 0; i < f32->parts; i++) {
        const struct part *part = &f32->part[i];

        for (int64_t k = 0; k < gguf_get_n_tensors(part->meta); k++)
            place_tensor(part, k, &f32->place[f32->places++]);
    }
    for (size_t i = 1; i < f32->parts; i++) {
        const struct part *part = &f32->part[i];

        for (int64_t k = 0; k < gguf_get_n_tensors(part->meta); k++) {
            const char *name = gguf_get_tensor_name(part->meta, k);

            if (gguf_find_tensor(f32->meta, name) >= 0)
                return assay_fail(err, ASSAY_EMODEL,
                                  "%s: tensor %s is in another file, too", part->path,
                                  name);
            gguf_add_tensor(f32->meta, ggml_get_tensor(part->tensors, name));
        }
    }
    return ASSAY_OK;
}

/* The metadata of one file of f32, and where in it the tensors lie. */
static void lay_out(struct assay_gguf_f32 *f32)
{
    size_t stored = 0, wide = 0;

    for (size_t i = 0; i < f32->places; i++) {
        struct place *place = &f32->place[i];

        place->wide = place->to_float ? place->columns * sizeof(float) : place->row;
        stored = place->row > stored ? place->row : stored;
        wide = place->wide > wide ? place->wide : wide;
        if (place->to_float)
            gguf_set_tensor_type(f32->meta, gguf_get_tensor_name(f32->meta, (int64_t)i),
                                 GGML_TYPE_F32);
    }
    gguf_set_val_u32(f32->meta, "general.file_type", 0); /* LLAMA_FTYPE_ALL_F32 */
    f32->head_bytes = gguf_get_meta_size(f32->meta);
    f32->head = assay_memory_new(f32->head_bytes, 1);
    gguf_get_meta_data(f32->meta, f32->head);
    f32->stored = assay_memory_new(stored + 1, 1);
    f32->row = assay_memory_new(wide + 1, 1);
    f32->bytes = f32->head_bytes;
    for (size_t i = 0; i < f32->places; i++) {
        struct place *place = &f32->place[i];

        place->begin = f32->head_bytes + gguf_get_tensor_offset(f32->meta, (int64_t)i);
        place->bytes = gguf_get_tensor_size(f32->meta, (int64_t)i);
        f32->bytes = place->begin + GGML_PAD(place->bytes, gguf_get_alignment(f32->meta));
    }
}

enum assay_code assay_gguf_f32_open(const char *path, struct assay_gguf_f32 **out,
                                    struct assay_error *err)
{
    struct assay_gguf_f32 *f32 = assay_memory_new(1, sizeof(*f32));
    enum assay_code code = ASSAY_OK;
    size_t tensors = 0;

    *out = f32;
    f32->parts = assay_gguf_part_count(path);
    f32->part = assay_arena_new(&f32->arena, f32->parts, sizeof(*f32->part));
    for (size_t i = 0; i < f32->parts; i++)
        f32->part[i].fd = -1;
    for (size_t i = 0; !code && i < f32->parts; i++) {
        f32->part[i].path = assay_gguf_part(path, i, &f32->arena);
        code = open_part(&f32->part[i], err);
        if (!code)
            tensors += (size_t)gguf_get_n_tensors(f32->part[i].meta);
    }
    if (!code)
        code = check_parts(f32, err);
    if (code)
        return code;
    f32->meta = f32->part[0].meta;
    f32->place = assay_arena_new(&f32->arena, tensors + 1, sizeof(*f32->place));
    code = join_parts(f32, err);
    if (!code)
        lay_out(f32);
    return code;
}

void assay_gguf_f32_free(struct assay_gguf_f32 *f32)
{
    if (!f32)
        return;
    for (size_t i = 0; i < f32->parts; i++) {
        gguf_free(f32->part[i].meta);
        ggml_free(f32->part[i].tensors);
        if (f32->part[i].fd >= 0)
            (void)close(f32->part[i].fd);
    }
    free(f32->head);
    free(f32->stored);
    free(f32->row);
    assay_arena_release(&f32->arena);
    free(f32);
}

/* ---- the stream ---- */

/* The last tensor that begins at a byte behind the metadata or before it; NULL: none does. */
static const struct place *find_place(const struct assay_gguf_f32 *f32, size_t at)
{
    size_t low = 0, high = f32->places;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (f32->place[middle].begin <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? &f32->place[low - 1] : NULL;
}

/* Reads bytes of a file as they are. False: they are not there. */
static bool read_bytes(int fd, size_t from, void *out, size_t n)
{
    size_t done = 0;

    while (done < n) {
        const ssize_t got =
            pread(fd, (unsigned char *)out + done, n - done, (off_t)(from + done));

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Holds a row of a tensor as it is in the stream. */
static bool hold_row(struct assay_gguf_f32 *f32, const struct place *place, size_t row)
{
    if (f32->held == place && f32->held_row == row)
        return true;
    f32->held = NULL;
    if (!read_bytes(place->fd, place->from + row * place->row,
                    place->to_float ? f32->stored : f32->row, place->row))
        return false;
    if (place->to_float)
        place->to_float(f32->stored, f32->row, (int64_t)place->columns);
    f32->held = place;
    f32->held_row = row;
    return true;
}

/* How many bytes lie from where the stream is on, at least one, and where: NULL where all are 0. 0: they cannot be
   read. */
static size_t look(struct assay_gguf_f32 *f32, const void **out)
{
    const struct place *place = find_place(f32, f32->at);
    size_t within;

    *out = NULL;
    if (f32->at < f32->head_bytes || !place) {
        *out = f32->head + f32->at;
        return f32->head_bytes - f32->at;
    }
    within = f32->at - place->begin;
    if (within >= place->bytes) {
        const bool last = place + 1 == f32->place + f32->places;

        return (last ? f32->bytes : place[1].begin) - f32->at;
    }
    if (!hold_row(f32, place, within / place->wide))
        return 0;
    *out = (const unsigned char *)f32->row + within % place->wide;
    return place->wide - within % place->wide;
}

static ssize_t read_stream(void *cookie, char *out, size_t n)
{
    struct assay_gguf_f32 *f32 = cookie;
    size_t done = 0;

    while (done < n && f32->at < f32->bytes) {
        const void *from;
        size_t some = look(f32, &from);

        if (some == 0) {
            errno = EIO;
            return -1;
        }
        some = some < n - done ? some : n - done;
        if (from)
            memcpy(out + done, from, some);
        else
            memset(out + done, 0, some);
        done += some;
        f32->at += some;
    }
    return (ssize_t)done;
}

static int seek_stream(void *cookie, off64_t *offset, int whence)
{
    struct assay_gguf_f32 *f32 = cookie;
    const off64_t from = whence == SEEK_END   ? (off64_t)f32->bytes
                         : whence == SEEK_CUR ? (off64_t)f32->at
                                              : 0;

    if (from + *offset < 0 || from + *offset > (off64_t)f32->bytes) {
        errno = EINVAL;
        return -1;
    }
    f32->at = (size_t)(from + *offset);
    *offset = (off64_t)f32->at;
    return 0;
}

FILE *assay_gguf_f32_stream(struct assay_gguf_f32 *f32)
{
    return fopencookie(f32, "r",
                       (cookie_io_functions_t){.read = read_stream, .seek = seek_stream});
}

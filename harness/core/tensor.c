/* tensor.c - files of arrays: opened, told apart, and read out as numbers. */
#include "harness/core/tensor.h"

#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/core/tensor_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIRST_BYTES = 1 << 26, /* taken before any have come in */
    UTF8_MOST = 4,         /* bytes of a code point */
    NAMES_TOLD = 8         /* of arrays, in messages */
};

static const struct assay_str npy_magic = {"\x93NUMPY", 6};
static const struct assay_str zip_magic = {"PK\x03\x04", 4};
static const struct assay_str npy_tail = {".npy", 4};

enum assay_code assay_tensor_take(struct tensor_input *input, void *out, size_t n,
                                  size_t *got, struct assay_error *err)
{
    unsigned char *to = out;

    *got = 0;
    while (*got < n) {
        size_t some;

        if (input->rest.len == 0 && input->mapped)
            return ASSAY_OK;
        if (input->rest.len == 0) {
            const enum assay_code code =
                assay_archive_next(input->archive, &input->rest, err);

            if (code || input->rest.len == 0)
                return code;
        }
        some = n - *got < input->rest.len ? n - *got : input->rest.len;
        memcpy(to + *got, input->rest.ptr, some);
        input->rest = (struct assay_str){input->rest.ptr + some, input->rest.len - some};
        *got += some;
    }
    return ASSAY_OK;
}

enum assay_code assay_tensor_need(struct tensor_input *input, void *out, size_t n,
                                  const char *what, struct assay_error *err)
{
    size_t got;
    const enum assay_code code = assay_tensor_take(input, out, n, &got, err);

    if (!code && got < n)
        return assay_fail(err, ASSAY_EDATA, "%s: ends inside %s", input->name, what);
    return code;
}

enum assay_code assay_tensor_end(struct tensor_input *input, struct assay_error *err)
{
    char more;
    size_t got;
    const enum assay_code code = assay_tensor_take(input, &more, 1, &got, err);

    if (!code && got > 0)
        return assay_fail(err, ASSAY_EDATA, "%s: bytes behind the last array",
                          input->name);
    return code;
}

bool assay_tensor_total(const struct assay_tensor *tensor, uint64_t limit, uint64_t *out)
{
    *out = tensor->size;
    for (size_t i = 0; i < tensor->dims; i++)
        if (tensor->shape[i] == 0)
            *out = 0;
    for (size_t i = 0; i<tensor->dims && * out> 0; i++) {
        if (tensor->shape[i] > limit / *out)
            return false;
        *out *= tensor->shape[i];
    }
    return *out <= limit;
}

/* Data that stay where they are mapped. */
static enum assay_code fill_mapped(struct tensor_input *input,
                                   struct assay_tensor *tensor, size_t total,
                                   struct assay_error *err)
{
    if (total > input->rest.len)
        return assay_fail(err, ASSAY_EDATA, "%s: ends inside an array", input->name);
    tensor->data = input->mapped + (input->mapped_bytes - input->rest.len);
    input->rest =
        (struct assay_str){input->rest.ptr + total, input->rest.len - (size_t)total};
    return ASSAY_OK;
}

enum assay_code assay_tensor_fill(struct tensor_input *input, struct assay_tensor *tensor,
                                  struct assay_error *err)
{
    const uint64_t limit = input->mapped ? SIZE_MAX : ASSAY_TENSOR_BYTES - input->kept;
    size_t have = 0, cap = 0;
    uint64_t total;

    if (!assay_tensor_total(tensor, limit, &total))
        return assay_fail(err, ASSAY_EDATA, "%s: more than %llu bytes of arrays",
                          input->name, (unsigned long long)ASSAY_TENSOR_BYTES);
    input->kept += total;
    tensor->rows = total == 0 ? 0 : tensor->dims ? tensor->shape[0] : 1;
    tensor->columns = 1;
    for (size_t i = 1; i < tensor->dims && total > 0; i++)
        tensor->columns *= tensor->shape[i];
    if (input->mapped)
        return fill_mapped(input, tensor, (size_t)total, err);
    while (have < total) {
        const size_t want = cap ? assay_memory_grow(cap, cap + 1) : FIRST_BYTES;
        enum assay_code code;

        cap = want < total ? want : (size_t)total;
        tensor->data = assay_memory_resize(tensor->data, cap, 1);
        code = assay_tensor_need(input, tensor->data + have, cap - have, "an array", err);
        if (code)
            return code;
        have = cap;
    }
    return ASSAY_OK;
}

struct assay_tensor *assay_tensors_add(struct assay_tensors *tensors,
                                       struct assay_str name)
{
    const size_t n = tensors->count;

    if ((n & (n - 1)) == 0) { /* full: 0, 1, 2, 4, ... */
        struct assay_tensor *at =
            assay_arena_new(&tensors->arena, n ? 2 * n : 1, sizeof(*at));

        if (n)
            memcpy(at, tensors->at, n * sizeof(*at));
        tensors->at = at;
    }
    tensors->at[n].name = assay_arena_copy(&tensors->arena, name);
    tensors->count++;
    return &tensors->at[n];
}

static bool ends(struct assay_str text, struct assay_str tail)
{
    return text.len > tail.len &&
           memcmp(text.ptr + text.len - tail.len, tail.ptr, tail.len) == 0;
}

bool assay_tensors_begin(struct assay_str first)
{
    uint64_t header = 0;

    if (assay_str_starts(first, npy_magic))
        return true;
    if (first.len < ASSAY_TENSOR_MAGIC || first.ptr[ASSAY_TENSOR_MAGIC - 1] != '{')
        return false;
    for (size_t i = 8; i-- > 0;)
        header = header << 8 | (unsigned char)first.ptr[i];
    return header >= 2 && header <= ASSAY_TENSOR_HEADER_BYTES;
}

static bool is_zip(const char *path)
{
    char first[4];
    struct assay_error ignored;
    size_t got = 0;
    int fd;

    if (!assay_file_exists(path) || assay_file_open(path, &fd, &ignored))
        return false;
    if (assay_file_read(fd, path, first, sizeof(first), &got, &ignored))
        got = 0;
    (void)close(fd);
    return assay_str_equal((struct assay_str){first, got}, zip_magic);
}

bool assay_tensors_is_npz(const char *path)
{
    struct assay_archive *archive = NULL;
    struct assay_str name = {"", 0};
    struct assay_error ignored;
    bool npz = is_zip(path) &&
               assay_archive_open_all(path, &archive, &ignored) == ASSAY_OK &&
               assay_archive_member(archive, &name, &ignored) == ASSAY_OK &&
               ends(name, npy_tail);

    assay_archive_close(archive);
    return npz;
}

static enum assay_code add_member(struct tensor_input *input, const char *path,
                                  struct assay_str member, struct assay_tensors *out,
                                  struct assay_error *err)
{
    const struct assay_str name = {member.ptr, member.len - npy_tail.len};
    struct assay_tensor *tensor;

    if (out->count == ASSAY_TENSORS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d arrays", path,
                          ASSAY_TENSORS_MAX);
    if (!assay_str_is_utf8(name))
        return assay_fail(err, ASSAY_EDATA, "%s: an array's name is not UTF-8", path);
    if (assay_tensors_find(out, name))
        return assay_fail(err, ASSAY_EDATA, "%s: array %.*s: there twice", path,
                          ASSAY_STR_ARG(name));
    input->name =
        assay_arena_printf(&out->arena, "%s::%.*s", path, ASSAY_STR_ARG(member));
    tensor = assay_tensors_add(out, name);
    return assay_tensor_npy(input, tensor, err);
}

static enum assay_code read_members(struct tensor_input *input, const char *path,
                                    struct assay_tensors *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    while (!code) {
        struct assay_str name;

        input->rest = (struct assay_str){"", 0};
        code = assay_archive_member(input->archive, &name, err);
        if (code || name.len == 0)
            break;
        if (ends(name, npy_tail))
            code = add_member(input, path, name, out, err);
    }
    return code;
}

/* A file that is one npy or safetensors. */
static enum assay_code read_single(struct tensor_input *input, struct assay_tensors *out,
                                   struct assay_error *err)
{
    enum assay_code code = assay_archive_next(input->archive, &input->rest, err);

    if (code)
        return code;
    if (assay_str_starts(input->rest, npy_magic))
        return assay_tensor_npy(input, assay_tensors_add(out, (struct assay_str){"", 0}),
                                err);
    if (assay_tensors_begin(input->rest))
        return assay_tensor_safetensors(input, out, err);
    return assay_fail(err, ASSAY_EDATA, "%s: neither npy, npz nor safetensors",
                      input->name);
}

enum assay_code assay_tensors_read(const char *path, struct assay_tensors *out,
                                   struct assay_error *err)
{
    struct tensor_input input = {.name = path};
    enum assay_code code;

    *out = (struct assay_tensors){0};
    if (is_zip(path)) {
        code = assay_archive_open_all(path, &input.archive, err);
        if (!code)
            code = read_members(&input, path, out, err);
    } else {
        code = assay_archive_open(path, &input.archive, err);
        if (!code)
            code = read_single(&input, out, err);
    }
    if (!code && out->count == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: holds no arrays", path);
    if (!code)
        code = assay_archive_digest(input.archive, out->sha256, err);
    assay_archive_close(input.archive);
    return code;
}

void assay_tensors_release(struct assay_tensors *tensors)
{
    for (size_t i = 0; i < tensors->count && !tensors->mapping; i++)
        free(tensors->at[i].data);
    assay_tensors_unmap(tensors);
    assay_arena_release(&tensors->arena);
    *tensors = (struct assay_tensors){0};
}

const struct assay_tensor *assay_tensors_find(const struct assay_tensors *tensors,
                                              struct assay_str name)
{
    for (size_t i = 0; i < tensors->count; i++)
        if (assay_str_equal(tensors->at[i].name, name))
            return &tensors->at[i];
    return NULL;
}

const char *assay_tensors_names(const struct assay_tensors *tensors,
                                struct assay_arena *arena)
{
    struct assay_buf text = {0};
    const size_t told = tensors->count < NAMES_TOLD ? tensors->count : NAMES_TOLD;
    const char *out;

    for (size_t i = 0; i < told; i++)
        assay_buf_printf(&text, "%s%.*s", i ? ", " : "",
                         ASSAY_STR_ARG(tensors->at[i].name));
    if (tensors->count > told)
        assay_buf_printf(&text, " and %zu more", tensors->count - told);
    out = assay_arena_copy(arena, assay_buf_view(&text)).ptr;
    assay_buf_release(&text);
    return out;
}

bool assay_tensor_is_number(const struct assay_tensor *tensor)
{
    return tensor->type != ASSAY_TENSOR_UCS4 && tensor->type != ASSAY_TENSOR_ASCII;
}

/* The place of an element among those stored. */
static size_t place_of(const struct assay_tensor *tensor, size_t row, size_t column)
{
    size_t place = row, stride = tensor->rows, block = tensor->columns;

    if (!tensor->fortran)
        return row * tensor->columns + column;
    for (size_t i = 1; i < tensor->dims; i++) {
        block /= tensor->shape[i];
        place += column / block * stride;
        column %= block;
        stride *= tensor->shape[i];
    }
    return place;
}

/* n bytes as an unsigned integer. */
static uint64_t bits_at(const unsigned char *from, size_t n, bool swapped)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < n; i++)
        bits = bits << 8 | from[swapped ? i : n - 1 - i];
    return bits;
}

static double single_of(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof(value));
    return (double)value;
}

/* IEEE 754 binary16. */
static double half_of(uint64_t bits)
{
    const int exponent = (int)(bits >> 10 & 0x1F);
    const double fraction = (double)(bits & 0x3FF);
    const double sign = bits & 0x8000 ? -1.0 : 1.0;

    if (exponent == 0x1F)
        return fraction > 0.0 ? (double)NAN : sign * (double)INFINITY;
    if (exponent == 0)
        return sign * ldexp(fraction, -24);
    return sign * ldexp(1024.0 + fraction, exponent - 25);
}

/* The bits of an integer in two's complement. */
static int64_t signed_of(uint64_t bits, enum assay_tensor_type type)
{
    const uint64_t top = type == ASSAY_TENSOR_I64   ? UINT64_C(1) << 63
                         : type == ASSAY_TENSOR_I32 ? UINT64_C(1) << 31
                         : type == ASSAY_TENSOR_I16 ? UINT64_C(1) << 15
                                                    : UINT64_C(1) << 7;

    return bits & top ? -(int64_t)(top - 1 - (bits & (top - 1))) - 1 : (int64_t)bits;
}

static const unsigned char *at(const struct assay_tensor *tensor, size_t row,
                               size_t column)
{
    return tensor->data + place_of(tensor, row, column) * tensor->size;
}

double assay_tensor_number(const struct assay_tensor *tensor, size_t row, size_t column)
{
    const uint64_t bits = bits_at(at(tensor, row, column), tensor->size, tensor->swapped);
    double value;

    switch (tensor->type) {
    case ASSAY_TENSOR_F64:
        memcpy(&value, &bits, sizeof(value));
        return value;
    case ASSAY_TENSOR_F32:
        return single_of((uint32_t)bits);
    case ASSAY_TENSOR_F16:
        return half_of(bits);
    case ASSAY_TENSOR_BF16:
        return single_of((uint32_t)bits << 16);
    case ASSAY_TENSOR_I64:
    case ASSAY_TENSOR_I32:
    case ASSAY_TENSOR_I16:
    case ASSAY_TENSOR_I8:
        return (double)signed_of(bits, tensor->type);
    case ASSAY_TENSOR_BOOL:
        return bits ? 1.0 : 0.0;
    case ASSAY_TENSOR_U64:
    case ASSAY_TENSOR_U32:
    case ASSAY_TENSOR_U16:
    case ASSAY_TENSOR_U8:
    case ASSAY_TENSOR_UCS4:
    case ASSAY_TENSOR_ASCII:
    default:
        return (double)bits;
    }
}

void assay_tensor_row(const struct assay_tensor *tensor, size_t row, double *out)
{
    for (size_t i = 0; i < tensor->columns; i++)
        out[i] = assay_tensor_number(tensor, row, i);
}

/* A code point in UTF-8; 0 bytes for what is none. */
static size_t put_utf8(uint64_t point, char out[UTF8_MOST])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point >= 0xD800 && point < 0xE000)
        return 0;
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    if (point > 0x10FFFF)
        return 0;
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* Texts end with their last byte or code point that is not 0. */
static struct assay_str text_of(const struct assay_tensor *tensor,
                                const unsigned char *from, struct assay_arena *arena)
{
    const size_t unit = tensor->type == ASSAY_TENSOR_UCS4 ? 4 : 1;
    size_t n = tensor->size / unit, len = 0;
    char *out;

    while (n > 0 && bits_at(from + (n - 1) * unit, unit, tensor->swapped) == 0)
        n--;
    out = assay_arena_raw(arena, n * UTF8_MOST + 1);
    for (size_t i = 0; i < n; i++) {
        const uint64_t point = bits_at(from + i * unit, unit, tensor->swapped);
        const size_t more = unit == 1 ? 0 : put_utf8(point, out + len);

        if (more == 0)
            out[len] = '?';
        if (unit == 1)
            out[len] = (char)point;
        len += more ? more : 1;
    }
    if (unit == 1 && !assay_str_is_utf8((struct assay_str){out, len}))
        for (size_t i = 0; i < len; i++)
            if ((unsigned char)out[i] >= 0x80)
                out[i] = '?';
    return (struct assay_str){out, len};
}

static struct assay_node node_of(const struct assay_tensor *tensor, size_t row,
                                 size_t column, struct assay_arena *arena)
{
    const unsigned char *from = at(tensor, row, column);
    const uint64_t bits =
        bits_at(from, tensor->size < 8 ? tensor->size : 8, tensor->swapped);
    double value;

    if (!assay_tensor_is_number(tensor))
        return assay_node_of_text(text_of(tensor, from, arena));
    if (tensor->type == ASSAY_TENSOR_BOOL)
        return assay_node_of_bool(bits != 0);
    if (tensor->type >= ASSAY_TENSOR_I64 && tensor->type <= ASSAY_TENSOR_I8)
        return assay_node_of_int(signed_of(bits, tensor->type));
    if (tensor->type >= ASSAY_TENSOR_U64 && bits <= INT64_MAX)
        return assay_node_of_int((int64_t)bits);
    value = assay_tensor_number(tensor, row, column);
    if (isnan(value))
        return assay_node_of_text(ASSAY_STR("NaN"));
    if (isinf(value))
        return assay_node_of_text(value > 0.0 ? ASSAY_STR("Infinity")
                                              : ASSAY_STR("-Infinity"));
    return assay_node_of_real(value);
}

/* The elements of a row from dimension dim on, the first of which is at column. */
static struct assay_node nested(const struct assay_tensor *tensor, size_t row, size_t dim,
                                size_t column, struct assay_arena *arena)
{
    struct assay_node list = {.type = ASSAY_NODE_LIST};
    size_t block = 1;

    if (dim >= tensor->dims)
        return node_of(tensor, row, column, arena);
    for (size_t i = dim + 1; i < tensor->dims; i++)
        block *= tensor->shape[i];
    list.as.list.count = tensor->shape[dim];
    list.as.list.at = assay_arena_new(arena, tensor->shape[dim], sizeof(list));
    for (size_t i = 0; i < tensor->shape[dim]; i++)
        list.as.list.at[i] = nested(tensor, row, dim + 1, column + i * block, arena);
    return list;
}

struct assay_node assay_tensor_node(const struct assay_tensor *tensor, size_t row,
                                    struct assay_arena *arena)
{
    return nested(tensor, row, tensor->dims ? 1 : 0, 0, arena);
}

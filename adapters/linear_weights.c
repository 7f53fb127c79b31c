/* linear_weights.c - reads and writes the weights of the linear model. */
#include "adapters/linear_weights.h"

#include "adapters/linear_features.h"
#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ALIGNMENT = 64,
    FLOAT_BYTES = 4
};

/* Reads the header line, newline included. */
static enum assay_code read_header(int fd, const char *path, struct assay_buf *line,
                                   struct assay_error *err)
{
    while (line->len == 0 || line->data[line->len - 1] != '\n') {
        char *room = assay_buf_room(line, ALIGNMENT);
        size_t got = 0;
        enum assay_code code;

        if (!room)
            return assay_fail(err, ASSAY_EDATA, "%s: not a file of linear weights", path);
        code = assay_file_read(fd, path, room, ALIGNMENT, &got, err);
        if (code)
            return code;
        line->len += got;
        if (got < ALIGNMENT)
            return assay_fail(err, ASSAY_EDATA, "%s: not a file of linear weights", path);
    }
    return ASSAY_OK;
}

/* A whole number of the header, or a fault. */
static enum assay_code header_number(const struct assay_node *header, const char *key,
                                     const char *path, int64_t *out,
                                     struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(header, key);

    if (!assay_node_is(node, ASSAY_NODE_INT))
        return assay_fail(err, ASSAY_EDATA, "%s:1: %s: expected a whole number", path,
                          key);
    *out = node->as.integer;
    return ASSAY_OK;
}

static enum assay_code check_header(const struct assay_node *header, const char *path,
                                    unsigned *bits, struct assay_error *err)
{
    static const char *const keys[] = {"major", "features", "bits"};
    int64_t number[3] = {0};
    enum assay_code code = ASSAY_OK;

    if (!assay_str_equal(assay_node_text(assay_node_get(header, "format")),
                         ASSAY_STR("assay-linear")) ||
        !assay_str_equal(assay_node_text(assay_node_get(header, "dtype")),
                         ASSAY_STR("<f4")))
        return assay_fail(err, ASSAY_EDATA, "%s: not a file of linear weights", path);
    for (size_t i = 0; !code && i < 3; i++)
        code = header_number(header, keys[i], path, &number[i], err);
    if (code)
        return code;
    if (number[0] != ASSAY_LINEAR_MAJOR || number[1] != ASSAY_LINEAR_FEATURES)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: version %lld with features %lld, this program reads %d "
                          "with %d",
                          path, (long long)number[0], (long long)number[1],
                          ASSAY_LINEAR_MAJOR, ASSAY_LINEAR_FEATURES);
    if (number[2] < ASSAY_LINEAR_BITS_MIN || number[2] > ASSAY_LINEAR_BITS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s:1: bits: %lld is not in [%d, %d]", path,
                          (long long)number[2], ASSAY_LINEAR_BITS_MIN,
                          ASSAY_LINEAR_BITS_MAX);
    *bits = (unsigned)number[2];
    return ASSAY_OK;
}

static float decode(const unsigned char *byte)
{
    const uint32_t word = (uint32_t)byte[0] | (uint32_t)byte[1] << 8 |
                          (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
    float value;

    memcpy(&value, &word, sizeof(value));
    return value;
}

static void encode(float value, unsigned char *byte)
{
    uint32_t word;

    memcpy(&word, &value, sizeof(word));
    for (size_t i = 0; i < FLOAT_BYTES; i++)
        byte[i] = (unsigned char)(word >> (8 * i));
}

static enum assay_code read_payload(int fd, const char *path,
                                    struct assay_linear_weights *out,
                                    struct assay_error *err)
{
    const size_t n = (size_t)1 << out->bits;
    unsigned char *bytes = assay_memory_new(n * FLOAT_BYTES + 1, 1);
    size_t got = 0;
    enum assay_code code =
        assay_file_read(fd, path, bytes, n * FLOAT_BYTES + 1, &got, err);

    if (!code && got != n * FLOAT_BYTES)
        code = assay_fail(err, ASSAY_EDATA, "%s: %s than %zu weights", path,
                          got < n * FLOAT_BYTES ? "fewer" : "more", n);
    out->weight = assay_memory_new(n, sizeof(*out->weight));
    for (size_t i = 0; !code && i < n; i++) {
        out->weight[i] = decode(bytes + i * FLOAT_BYTES);
        if (!isfinite(out->weight[i]))
            code = assay_fail(err, ASSAY_EDATA, "%s: weight %zu is not finite", path, i);
    }
    free(bytes);
    return code;
}

enum assay_code assay_linear_weights_read(const char *path,
                                          struct assay_linear_weights *out,
                                          struct assay_error *err)
{
    struct assay_buf line = {.ceiling = ASSAY_LINEAR_HEADER_BYTES};
    struct assay_arena arena = {0};
    struct assay_node header;
    int fd = -1;
    enum assay_code code = assay_file_open(path, &fd, err);

    *out = (struct assay_linear_weights){0};
    if (code)
        return code;
    code = read_header(fd, path, &line, err);
    if (!code)
        code = assay_json_parse(assay_buf_view(&line), path, &arena, &header, err);
    if (!code)
        code = check_header(&header, path, &out->bits, err);
    if (!code)
        code = read_payload(fd, path, out, err);
    (void)close(fd); /* read only: nothing to lose */
    assay_buf_release(&line);
    assay_arena_release(&arena);
    return code;
}

static void put_header(unsigned bits, const struct assay_node *trained,
                       struct assay_buf *out)
{
    struct assay_arena arena = {0};
    struct assay_node *map = assay_node_map(&arena);

    assay_node_put(&arena, map, "format", assay_node_of_string("assay-linear"));
    assay_node_put(&arena, map, "major", assay_node_of_int(ASSAY_LINEAR_MAJOR));
    assay_node_put(&arena, map, "minor", assay_node_of_int(ASSAY_LINEAR_MINOR));
    assay_node_put(&arena, map, "features", assay_node_of_int(ASSAY_LINEAR_FEATURES));
    assay_node_put(&arena, map, "bits", assay_node_of_int((int64_t)bits));
    assay_node_put(&arena, map, "dtype", assay_node_of_string("<f4"));
    assay_node_put(&arena, map, "trained", *trained);
    assay_json_write(map, false, out);
    while (out->len % ALIGNMENT != ALIGNMENT - 1)
        assay_buf_putc(out, ' ');
    assay_buf_putc(out, '\n');
    assay_arena_release(&arena);
}

static bool write_all(FILE *file, const struct assay_buf *header, const float *weight,
                      size_t n)
{
    bool fine = fwrite(header->data, 1, header->len, file) == header->len;

    for (size_t i = 0; fine && i < n; i++) {
        unsigned char byte[FLOAT_BYTES];

        encode(weight[i], byte);
        fine = fwrite(byte, 1, FLOAT_BYTES, file) == FLOAT_BYTES;
    }
    return fflush(file) == 0 && fine;
}

enum assay_code assay_linear_weights_write(const char *path, unsigned bits,
                                           const float *weight,
                                           const struct assay_node *trained,
                                           struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf header = {0};
    const char *part = assay_arena_printf(&arena, "%s.part", path);
    FILE *file = fopen(part, "wb");
    enum assay_code code = ASSAY_OK;

    put_header(bits, trained, &header);
    if (!file || !write_all(file, &header, weight, (size_t)1 << bits))
        code = assay_fail(err, ASSAY_EIO, "%s: %s", part, strerror(errno));
    if (file && fclose(file) != 0 && !code)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", part, strerror(errno));
    if (!code && rename(part, path) != 0)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (code && file)
        (void)remove(part);
    assay_buf_release(&header);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_linear_weights_try(const char *path, struct assay_error *err)
{
    struct assay_arena arena = {0};
    const char *part = assay_arena_printf(&arena, "%s.part", path);
    FILE *file = fopen(part, "wb");
    enum assay_code code = ASSAY_OK;

    if (!file || fclose(file) != 0 || remove(part) != 0)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", part, strerror(errno));
    assay_arena_release(&arena);
    return code;
}

void assay_linear_weights_release(struct assay_linear_weights *weights)
{
    free(weights->weight);
    *weights = (struct assay_linear_weights){0};
}

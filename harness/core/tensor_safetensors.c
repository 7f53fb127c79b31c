/*
 * tensor_safetensors.c - all arrays of a safetensors file.
 *
 * Eight bytes with the length of the header, the header, which is one JSON object
 * {"NAME": {"dtype", "shape", "data_offsets": [begin, end]}, "__metadata__": {...}}, and the
 * elements of all arrays, little-endian, one array behind the other.
 */
#include "harness/core/json.h"
#include "harness/core/memory.h"
#include "harness/core/tensor_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    LENGTH = 8
};

/* An array that the header names. */
struct named {
    const struct assay_member *member;
    uint64_t begin, end;
};

static enum assay_code refuse(const struct tensor_input *input,
                              const struct assay_member *member, const char *what,
                              struct assay_error *err)
{
    return assay_fail(err, ASSAY_EDATA, "%s: array %.*s: %s", input->name,
                      ASSAY_STR_ARG(member->key), what);
}

/* A whole number of at least 0. */
static bool whole(const struct assay_node *node, uint64_t *out)
{
    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 0)
        return false;
    *out = (uint64_t)node->as.integer;
    return true;
}

static bool find_type(struct assay_str name, struct assay_tensor *out)
{
    static const struct {
        const char *name;
        enum assay_tensor_type type;
        size_t size;
    } types[] = {
        {"F64", ASSAY_TENSOR_F64, 8},   {"F32", ASSAY_TENSOR_F32, 4},
        {"F16", ASSAY_TENSOR_F16, 2},   {"BF16", ASSAY_TENSOR_BF16, 2},
        {"I64", ASSAY_TENSOR_I64, 8},   {"I32", ASSAY_TENSOR_I32, 4},
        {"I16", ASSAY_TENSOR_I16, 2},   {"I8", ASSAY_TENSOR_I8, 1},
        {"U64", ASSAY_TENSOR_U64, 8},   {"U32", ASSAY_TENSOR_U32, 4},
        {"U16", ASSAY_TENSOR_U16, 2},   {"U8", ASSAY_TENSOR_U8, 1},
        {"BOOL", ASSAY_TENSOR_BOOL, 1},
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (assay_str_equal(name, assay_str_of(types[i].name))) {
            out->type = types[i].type;
            out->size = types[i].size;
            return true;
        }
    return false;
}

static enum assay_code read_shape(const struct tensor_input *input,
                                  const struct assay_member *member,
                                  struct assay_tensor *out, struct assay_error *err)
{
    const struct assay_node *shape = assay_node_get(&member->value, "shape");

    out->dims = assay_node_count(shape);
    if (!assay_node_is(shape, ASSAY_NODE_LIST))
        return refuse(input, member, "\"shape\" must be a list", err);
    if (out->dims > ASSAY_TENSOR_DIMS)
        return refuse(input, member, "more dimensions than are read", err);
    for (size_t i = 0; i < out->dims; i++) {
        uint64_t n;

        if (!whole(assay_node_at(shape, i), &n))
            return refuse(input, member, "\"shape\" must hold whole numbers", err);
        out->shape[i] = (size_t)n;
    }
    return ASSAY_OK;
}

static enum assay_code read_named(const struct tensor_input *input,
                                  const struct assay_member *member, struct named *out,
                                  struct assay_error *err)
{
    const struct assay_node *offsets = assay_node_get(&member->value, "data_offsets");

    *out = (struct named){.member = member};
    if (!assay_node_is(&member->value, ASSAY_NODE_MAP))
        return refuse(input, member, "expected an object", err);
    if (assay_node_count(offsets) != 2 ||
        !whole(assay_node_at(offsets, 0), &out->begin) ||
        !whole(assay_node_at(offsets, 1), &out->end) || out->end < out->begin)
        return refuse(input, member, "\"data_offsets\" must be a beginning and an end",
                      err);
    return ASSAY_OK;
}

/* By offsets; an empty array comes before the one that begins where it does. */
static int by_offset(const void *a, const void *b)
{
    const struct named *x = a;
    const struct named *y = b;

    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return assay_str_compare(x->member->key, y->member->key);
}

/* Reads the elements of one array, whose bytes must begin at offset. */
static enum assay_code read_array(struct tensor_input *input, const struct named *from,
                                  uint64_t offset, struct assay_tensors *out,
                                  struct assay_error *err)
{
    const struct assay_str dtype =
        assay_node_text(assay_node_get(&from->member->value, "dtype"));
    struct assay_tensor *tensor = assay_tensors_add(out, from->member->key);
    uint64_t total;
    enum assay_code code;

    if (from->begin != offset)
        return refuse(input, from->member,
                      from->begin < offset ? "overlaps the one before it"
                                           : "a gap lies before it",
                      err);
    if (!find_type(dtype, tensor))
        return assay_fail(
            err, ASSAY_EDATA, "%s: array %.*s: elements of type \"%.*s\" are not read",
            input->name, ASSAY_STR_ARG(from->member->key), ASSAY_STR_ARG(dtype));
    code = read_shape(input, from->member, tensor, err);
    if (code)
        return code;
    if (!assay_tensor_total(tensor, UINT64_MAX, &total) ||
        total != from->end - from->begin)
        return refuse(input, from->member, "its offsets do not fit its shape", err);
    return assay_tensor_fill(input, tensor, err);
}

static enum assay_code read_arrays(struct tensor_input *input,
                                   const struct assay_node *header,
                                   struct assay_tensors *out, struct assay_error *err)
{
    const size_t members = assay_node_count(header);
    struct named *named = assay_arena_new(&out->arena, members + 1, sizeof(*named));
    enum assay_code code = ASSAY_OK;
    uint64_t offset = 0;
    size_t n = 0;

    for (size_t i = 0; !code && i < members; i++)
        if (!assay_str_equal(header->as.map.at[i].key, ASSAY_STR("__metadata__")))
            code = read_named(input, &header->as.map.at[i], &named[n++], err);
    if (!code && n > ASSAY_TENSORS_MAX)
        code = assay_fail(err, ASSAY_EDATA, "%s: more than %d arrays", input->name,
                          ASSAY_TENSORS_MAX);
    if (!code && n > 0)
        qsort(named, n, sizeof(*named), by_offset);
    for (size_t i = 0; !code && i < n; i++) {
        code = read_array(input, &named[i], offset, out, err);
        offset = named[i].end;
    }
    return code ? code : assay_tensor_end(input, err);
}

/* Reads n bytes as they come in. */
static enum assay_code read_header(struct tensor_input *input, size_t n,
                                   struct assay_buf *text, struct assay_error *err)
{
    enum {
        BLOCK = 1 << 16
    };

    while (text->len < n) {
        const size_t some = n - text->len < BLOCK ? n - text->len : BLOCK;
        const enum assay_code code =
            assay_tensor_need(input, assay_buf_room(text, some), some, "its header", err);

        if (code)
            return code;
        text->len += some;
    }
    return ASSAY_OK;
}

enum assay_code assay_tensor_safetensors(struct tensor_input *input,
                                         struct assay_tensors *out,
                                         struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    struct assay_node header;
    unsigned char length[LENGTH];
    size_t n = 0;
    enum assay_code code =
        assay_tensor_need(input, length, LENGTH, "its first bytes", err);

    for (size_t i = LENGTH; i-- > 0;)
        n = n << 8 | length[i];
    if (!code && n > ASSAY_TENSOR_HEADER_BYTES)
        code = assay_fail(err, ASSAY_EDATA, "%s: a header longer than %d bytes",
                          input->name, ASSAY_TENSOR_HEADER_BYTES);
    if (!code)
        code = read_header(input, n, &text, err);
    if (!code)
        code = assay_json_parse(assay_buf_view(&text), input->name, &arena, &header, err);
    if (!code && !assay_node_is(&header, ASSAY_NODE_MAP))
        code = assay_fail(err, ASSAY_EDATA, "%s: its header is no object", input->name);
    if (!code)
        code = read_arrays(input, &header, out, err);
    assay_buf_release(&text);
    assay_arena_release(&arena);
    return code;
}

/*
 * tensor_npy.c - one npy file.
 *
 * "\x93NUMPY", a major and a minor version, the length of the header (two bytes in version 1, four
 * later), the header, which is a Python dictionary of three entries, and the elements.
 */
#include "harness/core/tensor_parts.h"

#include <string.h>

enum {
    MAGIC = 6,
    VERSIONS = 3,
    NUMBER_DIGITS = 18, /* of a length or a dimension */
    UCS4 = 4
};

/* A header being read; at is what is left of it. */
struct header {
    struct assay_str at;
    const char *name; /* for messages */
    struct assay_tensor *out;
    struct assay_error *err;
};

static enum assay_code malformed(const struct header *h)
{
    return assay_fail(h->err, ASSAY_EDATA, "%s: a malformed npy header", h->name);
}

static void skip_blanks(struct header *h)
{
    while (h->at.len > 0 &&
           (h->at.ptr[0] == ' ' || h->at.ptr[0] == '\n' || h->at.ptr[0] == '\t'))
        h->at = (struct assay_str){h->at.ptr + 1, h->at.len - 1};
}

/* Passes over a character behind blanks; false where another one stands there. */
static bool eat(struct header *h, char c)
{
    skip_blanks(h);
    if (h->at.len == 0 || h->at.ptr[0] != c)
        return false;
    h->at = (struct assay_str){h->at.ptr + 1, h->at.len - 1};
    return true;
}

static bool eat_word(struct header *h, const char *word)
{
    const struct assay_str text = assay_str_of(word);

    skip_blanks(h);
    if (!assay_str_starts(h->at, text))
        return false;
    h->at = (struct assay_str){h->at.ptr + text.len, h->at.len - text.len};
    return true;
}

/* A text in single or double quotes, without escapes. */
static bool eat_text(struct header *h, struct assay_str *out)
{
    const bool single = eat(h, '\'');
    const int quote = single ? '\'' : '"';
    const char *end =
        (single || eat(h, '"')) && h->at.len ? memchr(h->at.ptr, quote, h->at.len) : NULL;

    if (!end)
        return false;
    *out = (struct assay_str){h->at.ptr, (size_t)(end - h->at.ptr)};
    h->at = (struct assay_str){end + 1, h->at.len - out->len - 1};
    return memchr(out->ptr, '\\', out->len) == NULL;
}

/* Decimal digits at the head of text. */
static bool eat_digits(struct assay_str *text, size_t *out)
{
    size_t n = 0;

    *out = 0;
    for (; n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9'; n++) {
        if (n == NUMBER_DIGITS)
            return false;
        *out = 10 * *out + (size_t)(text->ptr[n] - '0');
    }
    *text = (struct assay_str){text->ptr + n, text->len - n};
    return n > 0;
}

/* "(3, 4)", "(3,)", "()"; Python 2 wrote "3L". */
static enum assay_code read_shape(struct header *h)
{
    struct assay_tensor *out = h->out;

    out->dims = 0;
    if (!eat(h, '('))
        return malformed(h);
    while (!eat(h, ')')) {
        if (out->dims == ASSAY_TENSOR_DIMS)
            return assay_fail(h->err, ASSAY_EDATA, "%s: more than %d dimensions", h->name,
                              ASSAY_TENSOR_DIMS);
        skip_blanks(h);
        if (!eat_digits(&h->at, &out->shape[out->dims++]))
            return malformed(h);
        (void)eat(h, 'L');
        if (!eat(h, ',') && !(h->at.len > 0 && h->at.ptr[0] == ')'))
            return malformed(h);
    }
    return ASSAY_OK;
}

/* What is known of a type by its letter and its bytes; false for what is not read. */
static bool find_type(char letter, size_t bytes, struct assay_tensor *out)
{
    static const struct {
        char letter;
        size_t bytes;
        enum assay_tensor_type type;
    } types[] = {
        {'f', 8, ASSAY_TENSOR_F64}, {'f', 4, ASSAY_TENSOR_F32},
        {'f', 2, ASSAY_TENSOR_F16}, {'i', 8, ASSAY_TENSOR_I64},
        {'i', 4, ASSAY_TENSOR_I32}, {'i', 2, ASSAY_TENSOR_I16},
        {'i', 1, ASSAY_TENSOR_I8},  {'u', 8, ASSAY_TENSOR_U64},
        {'u', 4, ASSAY_TENSOR_U32}, {'u', 2, ASSAY_TENSOR_U16},
        {'u', 1, ASSAY_TENSOR_U8},  {'b', 1, ASSAY_TENSOR_BOOL},
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (types[i].letter == letter && types[i].bytes == bytes) {
            out->type = types[i].type;
            out->size = bytes;
            return true;
        }
    if (letter != 'U' && letter != 'S')
        return false;
    out->type = letter == 'U' ? ASSAY_TENSOR_UCS4 : ASSAY_TENSOR_ASCII;
    out->size = letter == 'U' ? bytes * UCS4 : bytes;
    return bytes > 0 && bytes <= ASSAY_TENSOR_TEXT_BYTES / UCS4;
}

/* "<f8": byte order, letter, bytes. */
static enum assay_code read_type(struct header *h)
{
    struct assay_str text, tail;
    size_t bytes = 0;

    if (eat(h, '['))
        return assay_fail(h->err, ASSAY_EDATA, "%s: an array of records is not read",
                          h->name);
    if (!eat_text(h, &text))
        return malformed(h);
    if (text.len > 1 && text.ptr[1] == 'O')
        return assay_fail(h->err, ASSAY_EDATA,
                          "%s: holds Python objects (pickled), which are not read",
                          h->name);
    tail = text;
    if (tail.len > 2)
        tail = (struct assay_str){text.ptr + 2, text.len - 2};
    if (text.len < 3 || !strchr("<>|=", text.ptr[0]) || !eat_digits(&tail, &bytes) ||
        tail.len > 0 || !find_type(text.ptr[1], bytes, h->out))
        return assay_fail(h->err, ASSAY_EDATA, "%s: elements of type %.*s are not read%s",
                          h->name, ASSAY_STR_ARG(text),
                          text.len > 1 && text.ptr[1] == 'V'
                              ? " (bfloat16 is stored so: write float32, or safetensors)"
                              : "");
    h->out->swapped = text.ptr[0] == '>';
    return ASSAY_OK;
}

static enum assay_code read_order(struct header *h)
{
    h->out->fortran = eat_word(h, "True");
    return h->out->fortran || eat_word(h, "False") ? ASSAY_OK : malformed(h);
}

static enum assay_code read_entry(struct header *h, unsigned *seen)
{
    static const struct {
        const char *key;
        enum assay_code (*read)(struct header *h);
    } entries[] = {
        {"descr", read_type}, {"fortran_order", read_order}, {"shape", read_shape}};
    struct assay_str key;

    if (!eat_text(h, &key) || !eat(h, ':'))
        return malformed(h);
    for (unsigned i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        if (!assay_str_equal(key, assay_str_of(entries[i].key)))
            continue;
        if (*seen & 1U << i)
            return malformed(h);
        *seen |= 1U << i;
        return entries[i].read(h);
    }
    return malformed(h);
}

enum assay_code assay_tensor_npy_header(struct assay_str text, const char *name,
                                        struct assay_tensor *out, struct assay_error *err)
{
    struct header h = {text, name, out, err};
    unsigned seen = 0;

    if (!eat(&h, '{'))
        return malformed(&h);
    while (!eat(&h, '}')) {
        const enum assay_code code = read_entry(&h, &seen);

        if (code)
            return code;
        if (!eat(&h, ',') && !(h.at.len > 0 && h.at.ptr[0] == '}'))
            return malformed(&h);
    }
    skip_blanks(&h);
    return seen == 7 && h.at.len == 0 ? ASSAY_OK : malformed(&h);
}

/* Magic, version and the length of the header. */
static enum assay_code read_length(struct tensor_input *input, size_t *out,
                                   struct assay_error *err)
{
    unsigned char first[MAGIC + 2], length[4] = {0};
    enum assay_code code =
        assay_tensor_need(input, first, sizeof(first), "its first bytes", err);

    if (code)
        return code;
    if (memcmp(first, "\x93NUMPY", MAGIC) != 0)
        return assay_fail(err, ASSAY_EDATA, "%s: is no npy file", input->name);
    if (first[MAGIC] < 1 || first[MAGIC] > VERSIONS || first[MAGIC + 1] != 0)
        return assay_fail(err, ASSAY_EDATA, "%s: npy version %d.%d is not read",
                          input->name, first[MAGIC], first[MAGIC + 1]);
    code = assay_tensor_need(input, length, first[MAGIC] == 1 ? 2 : 4, "its header", err);
    *out = length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 |
           (size_t)length[3] << 24;
    if (!code && *out > ASSAY_TENSOR_NPY_HEADER_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s: a header longer than %d bytes",
                          input->name, ASSAY_TENSOR_NPY_HEADER_BYTES);
    return code;
}

enum assay_code assay_tensor_npy(struct tensor_input *input, struct assay_tensor *out,
                                 struct assay_error *err)
{
    struct assay_arena arena = {0};
    size_t length = 0;
    char *text = NULL;
    enum assay_code code = read_length(input, &length, err);

    if (!code) {
        text = assay_arena_raw(&arena, length + 1);
        code = assay_tensor_need(input, text, length, "its header", err);
    }
    if (!code)
        code = assay_tensor_npy_header((struct assay_str){text, length}, input->name, out,
                                       err);
    if (!code)
        code = assay_tensor_fill(input, out, err);
    if (!code)
        code = assay_tensor_end(input, err);
    assay_arena_release(&arena);
    return code;
}

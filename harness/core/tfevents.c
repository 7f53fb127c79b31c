#include "harness/core/tfevents.h"

#include <math.h>
#include <string.h>

/* Field numbers. */
enum {
    EVENT_WALL_TIME = 1,
    EVENT_STEP = 2,
    EVENT_VERSION = 3,
    EVENT_SUMMARY = 5,
    SUMMARY_VALUE = 1,
    VALUE_TAG = 1,
    VALUE_SIMPLE = 2,
    VALUE_TENSOR = 8,
    TENSOR_TYPE = 1,
    TENSOR_CONTENT = 4,
    TENSOR_FLOATS = 5,
    TENSOR_DOUBLES = 6,
    TENSOR_INTS = 7,
    TENSOR_LONGS = 10
};

/* Wire types. */
enum {
    WIRE_VARINT = 0,
    WIRE_FIXED64 = 1,
    WIRE_BYTES = 2,
    WIRE_FIXED32 = 5
};

/* tensorflow.DataType. */
enum {
    TYPE_FLOAT = 1,
    TYPE_DOUBLE = 2,
    TYPE_INT32 = 3,
    TYPE_INT64 = 9
};

/* ---- records ---- */

uint32_t assay_tfevents_crc(struct assay_str bytes)
{
    static const uint32_t table[16] = {
        0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
        0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
        0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
    };
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        crc = crc >> 4 ^ table[crc & 15U];
        crc = crc >> 4 ^ table[crc & 15U];
    }
    return ~crc;
}

static uint64_t little_endian(const char *at, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

/* True if the checksum behind bytes is theirs. */
static bool is_intact(struct assay_str bytes)
{
    const uint32_t crc = assay_tfevents_crc(bytes);
    const uint32_t masked = (crc >> 15 | crc << 17) + 0xa282ead8U;

    return little_endian(bytes.ptr + bytes.len, 4) == masked;
}

bool assay_tfevents_begin(struct assay_str bytes)
{
    return bytes.len >= ASSAY_TFEVENTS_HEAD &&
           is_intact((struct assay_str){bytes.ptr, 8});
}

size_t assay_tfevents_size(struct assay_str bytes, const char **why)
{
    const uint64_t length = little_endian(bytes.ptr, 8);

    if (!is_intact((struct assay_str){bytes.ptr, 8}))
        *why = "the checksum of its length is another";
    else if (length > ASSAY_TFEVENTS_RECORD_BYTES)
        *why = "it is longer than 256 MiB";
    else
        return (size_t)length + ASSAY_TFEVENTS_HEAD + ASSAY_TFEVENTS_TAIL;
    return 0;
}

bool assay_tfevents_data(struct assay_str record, struct assay_str *data)
{
    *data = (struct assay_str){record.ptr + ASSAY_TFEVENTS_HEAD,
                               record.len - ASSAY_TFEVENTS_HEAD - ASSAY_TFEVENTS_TAIL};
    return is_intact(*data);
}

/* ---- messages ---- */

/* A field of a message: its number, and its value as its wire type has it. */
struct field {
    uint64_t number;
    unsigned wire;
    uint64_t bits;          /* VARINT, FIXED64, FIXED32 */
    struct assay_str bytes; /* BYTES */
};

static bool take_varint(struct assay_str *rest, uint64_t *out)
{
    *out = 0;
    for (unsigned shift = 0; rest->len > 0 && shift < 64; shift += 7) {
        const unsigned char byte = (unsigned char)rest->ptr[0];

        *rest = (struct assay_str){rest->ptr + 1, rest->len - 1};
        *out |= (uint64_t)(byte & 0x7fU) << shift;
        if (!(byte & 0x80U))
            return true;
    }
    return false;
}

static bool take_bytes(struct assay_str *rest, uint64_t n, struct assay_str *out)
{
    if (n > rest->len)
        return false;
    *out = (struct assay_str){rest->ptr, (size_t)n};
    *rest = (struct assay_str){rest->ptr + n, rest->len - (size_t)n};
    return true;
}

/* The next field; false where the message is damaged. */
static bool take_field(struct assay_str *rest, struct field *out)
{
    uint64_t key, length;
    struct assay_str fixed;

    *out = (struct field){0};
    if (!take_varint(rest, &key))
        return false;
    out->number = key >> 3;
    out->wire = (unsigned)(key & 7U);
    switch (out->wire) {
    case WIRE_VARINT:
        return take_varint(rest, &out->bits);
    case WIRE_BYTES:
        return take_varint(rest, &length) && take_bytes(rest, length, &out->bytes);
    case WIRE_FIXED64:
    case WIRE_FIXED32:
        if (!take_bytes(rest, out->wire == WIRE_FIXED64 ? 8 : 4, &fixed))
            return false;
        out->bits = little_endian(fixed.ptr, fixed.len);
        return true;
    default: /* groups, which nothing here uses */
        return false;
    }
}

static double as_double(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static double as_float(uint64_t bits)
{
    const uint32_t low = (uint32_t)bits;
    float value;

    memcpy(&value, &low, sizeof(value));
    return (double)value;
}

/* ---- tensors ---- */

/* One element under a type; false for types that are no numbers here, and for several elements. */
static bool element(struct assay_str bytes, uint64_t type, double *out)
{
    const bool wide = type == TYPE_DOUBLE || type == TYPE_INT64;

    if (bytes.len != (wide ? 8 : 4))
        return false;
    if (type == TYPE_FLOAT)
        *out = as_float(little_endian(bytes.ptr, 4));
    else if (type == TYPE_DOUBLE)
        *out = as_double(little_endian(bytes.ptr, 8));
    else if (type == TYPE_INT32)
        *out = (double)(int32_t)(uint32_t)little_endian(bytes.ptr, 4);
    else if (type == TYPE_INT64)
        *out = (double)(int64_t)little_endian(bytes.ptr, 8);
    else
        return false;
    return true;
}

/* The number in a field of a tensor that holds one, packed or not. */
static bool number_of(const struct field *field, double *out)
{
    struct assay_str rest = field->bytes;
    uint64_t bits = field->bits;

    switch (field->number) {
    case TENSOR_FLOATS:
        if (field->wire == WIRE_BYTES)
            return element(field->bytes, TYPE_FLOAT, out);
        *out = as_float(bits);
        return field->wire == WIRE_FIXED32;
    case TENSOR_DOUBLES:
        if (field->wire == WIRE_BYTES)
            return element(field->bytes, TYPE_DOUBLE, out);
        *out = as_double(bits);
        return field->wire == WIRE_FIXED64;
    case TENSOR_INTS:
    case TENSOR_LONGS:
        if (field->wire == WIRE_BYTES && (!take_varint(&rest, &bits) || rest.len > 0))
            return false;
        *out = (double)(int64_t)bits;
        return field->wire == WIRE_BYTES || field->wire == WIRE_VARINT;
    default:
        return false;
    }
}

/* True, with the number, if a tensor has one element that is one. False in *good: it is damaged. */
static bool read_tensor(struct assay_str rest, double *out, bool *good)
{
    struct assay_str content = {"", 0};
    uint64_t type = TYPE_FLOAT;
    size_t found = 0;

    while (rest.len > 0) {
        struct field field;

        if (!take_field(&rest, &field)) {
            *good = false;
            return false;
        }
        if (field.number == TENSOR_TYPE && field.wire == WIRE_VARINT)
            type = field.bits;
        else if (field.number == TENSOR_CONTENT && field.wire == WIRE_BYTES)
            content = field.bytes;
        else if (field.number == TENSOR_FLOATS || field.number == TENSOR_DOUBLES ||
                 field.number == TENSOR_INTS || field.number == TENSOR_LONGS)
            found += number_of(&field, out) ? 1 : 2;
    }
    return content.len > 0 ? found == 0 && element(content, type, out) : found == 1;
}

/* ---- events ---- */

/* A value of a summary, added to the event if it is a number. False: it is damaged. */
static bool read_value(struct assay_str rest, struct assay_tfevent_value *out,
                       bool *number)
{
    bool good = true;

    *out = (struct assay_tfevent_value){{"", 0}, 0.0};
    *number = false;
    while (rest.len > 0 && good) {
        struct field field;

        if (!take_field(&rest, &field))
            return false;
        if (field.number == VALUE_TAG && field.wire == WIRE_BYTES)
            out->tag = field.bytes;
        if (field.number == VALUE_SIMPLE && field.wire == WIRE_FIXED32) {
            out->value = as_float(field.bits);
            *number = true;
        }
        if (field.number == VALUE_TENSOR && field.wire == WIRE_BYTES &&
            read_tensor(field.bytes, &out->value, &good))
            *number = true;
    }
    return good;
}

static const char *read_summary(struct assay_str rest, struct assay_arena *arena,
                                struct assay_tfevent *out)
{
    struct assay_tfevent_value *value;
    struct assay_str count = rest;
    struct field field;
    size_t n = 0;

    for (; count.len > 0 && take_field(&count, &field); n++)
        if (n == ASSAY_TFEVENTS_VALUES_MAX)
            return "it has more than 4096 values";
    value = assay_arena_new(arena, n + out->count, sizeof(*value));
    if (out->count > 0)
        memcpy(value, out->value, out->count * sizeof(*value));
    out->value = value;
    while (rest.len > 0) {
        bool number;

        if (!take_field(&rest, &field))
            return "its summary is damaged";
        if (field.number != SUMMARY_VALUE || field.wire != WIRE_BYTES)
            continue;
        if (!read_value(field.bytes, &value[out->count], &number))
            return "a value of its summary is damaged";
        if (number && !assay_str_is_utf8(value[out->count].tag))
            return "a tag is not UTF-8";
        out->count += number;
    }
    return NULL;
}

const char *assay_tfevents_event(struct assay_str data, struct assay_arena *arena,
                                 struct assay_tfevent *out)
{
    struct assay_str rest = data;
    const char *why = NULL;

    *out = (struct assay_tfevent){.version = {"", 0}};
    while (rest.len > 0 && !why) {
        struct field field;

        if (!take_field(&rest, &field))
            return "it is no event";
        if (field.number == EVENT_WALL_TIME && field.wire == WIRE_FIXED64)
            out->wall_time = as_double(field.bits);
        else if (field.number == EVENT_STEP && field.wire == WIRE_VARINT)
            out->step = (int64_t)field.bits;
        else if (field.number == EVENT_VERSION && field.wire == WIRE_BYTES)
            out->version = field.bytes;
        else if (field.number == EVENT_SUMMARY && field.wire == WIRE_BYTES)
            why = read_summary(field.bytes, arena, out);
        if (out->count > ASSAY_TFEVENTS_VALUES_MAX)
            return "it has more than 4096 values";
    }
    return why;
}

/*
 * tensor_npy_write.c - one npy file of doubles.
 *
 * Source: numpy/lib/format.py (NEP 1), version 1.0: the header is padded so that the data begin at a multiple of 64.
 */
#include "harness/core/tensor.h"

#include <stdio.h>
#include <string.h>

enum {
    ALIGN = 64,
    PREFIX = 10, /* magic, version, length of the header */
    ENTRIES = 128
};

static void put_header(size_t rows, size_t columns, struct assay_buf *out)
{
    char entries[ENTRIES], length[2];
    const size_t n = (size_t)snprintf(
        entries, sizeof(entries),
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }", rows, columns);
    const size_t whole = (PREFIX + n + 1 + ALIGN - 1) / ALIGN * ALIGN;

    length[0] = (char)((whole - PREFIX) & 0xFF);
    length[1] = (char)((whole - PREFIX) >> 8);
    assay_buf_add(out, ASSAY_STR("\x93NUMPY\x01\x00"));
    assay_buf_add(out, (struct assay_str){length, sizeof(length)});
    assay_buf_add(out, (struct assay_str){entries, n});
    for (size_t i = PREFIX + n + 1; i < whole; i++)
        assay_buf_putc(out, ' ');
    assay_buf_putc(out, '\n');
}

/* Eight bytes, the least first, on any machine. */
static void put_double(double value, struct assay_buf *out)
{
    uint64_t bits;
    char bytes[sizeof(bits)];

    memcpy(&bits, &value, sizeof(bits));
    for (size_t i = 0; i < sizeof(bits); i++)
        bytes[i] = (char)(bits >> (8 * i) & 0xFF);
    assay_buf_add(out, (struct assay_str){bytes, sizeof(bytes)});
}

void assay_npy_write(const double *x, size_t rows, size_t columns, struct assay_buf *out)
{
    put_header(rows, columns, out);
    for (size_t i = 0; i < rows * columns; i++)
        put_double(x[i], out);
}

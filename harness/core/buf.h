/*
 * buf.h - text that grows, up to a ceiling.
 *
 * Zero bytes are an empty buffer without a ceiling. With one, text beyond it is dropped and
 * .over is set: append freely, look once at the end. Content is NUL-terminated whenever
 * it is not empty.
 */
#ifndef ASSAY_CORE_BUF_H
#define ASSAY_CORE_BUF_H

#include "harness/core/attr.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_buf {
    char *data;
    size_t len, cap;
    size_t ceiling; /* most bytes of content; 0: none */
    bool over;      /* something was dropped */
};

void assay_buf_add(struct assay_buf *buf, struct assay_str text);
void assay_buf_puts(struct assay_buf *buf, const char *text);
void assay_buf_putc(struct assay_buf *buf, char c);

/* Adds bytes as UTF-8: U+FFFD for what is none, as assay_str_utf8_part parts it. */
void assay_buf_add_utf8(struct assay_buf *buf, struct assay_str bytes);

ASSAY_PRINTF(2, 3)
void assay_buf_printf(struct assay_buf *buf, const char *fmt, ...);

/* Room for n more bytes at data + len, for a reader that then raises len; NULL if over. */
char *assay_buf_room(struct assay_buf *buf, size_t n);

struct assay_str assay_buf_view(const struct assay_buf *buf);

void assay_buf_reset(struct assay_buf *buf);   /* empty, memory and ceiling kept */
void assay_buf_release(struct assay_buf *buf); /* empty, memory given back */

#endif

#include "harness/core/buf.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *assay_buf_room(struct assay_buf *buf, size_t n)
{
    if (buf->ceiling && (n > buf->ceiling || buf->len > buf->ceiling - n)) {
        buf->over = true;
        return NULL;
    }
    if (buf->cap - buf->len <= n) {
        buf->cap = assay_memory_grow(buf->cap, buf->len + n + 1);
        buf->data = assay_memory_resize(buf->data, buf->cap, 1);
    }
    return buf->data + buf->len;
}

void assay_buf_add(struct assay_buf *buf, struct assay_str text)
{
    char *room = assay_buf_room(buf, text.len);

    if (!room || text.len == 0)
        return;
    memcpy(room, text.ptr, text.len);
    buf->len += text.len;
    buf->data[buf->len] = '\0';
}

void assay_buf_puts(struct assay_buf *buf, const char *text)
{
    assay_buf_add(buf, assay_str_of(text));
}

void assay_buf_putc(struct assay_buf *buf, char c)
{
    assay_buf_add(buf, (struct assay_str){&c, 1});
}

void assay_buf_add_utf8(struct assay_buf *buf, struct assay_str bytes)
{
    while (bytes.len > 0) {
        bool good;
        const size_t n = assay_str_utf8_part(bytes, &good);

        assay_buf_add(buf, good ? (struct assay_str){bytes.ptr, n}
                                : ASSAY_STR("\xEF\xBF\xBD"));
        bytes.ptr += n;
        bytes.len -= n;
    }
}

void assay_buf_printf(struct assay_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    char *room;
    int len;

    va_start(args, fmt);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(len >= 0);
    room = assay_buf_room(buf, (size_t)len);
    if (room) {
        (void)vsnprintf(room, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

struct assay_str assay_buf_view(const struct assay_buf *buf)
{
    return (struct assay_str){buf->data ? buf->data : "", buf->len};
}

void assay_buf_reset(struct assay_buf *buf)
{
    buf->len = 0;
    buf->over = false;
    if (buf->data)
        buf->data[0] = '\0';
}

void assay_buf_release(struct assay_buf *buf)
{
    free(buf->data);
    *buf = (struct assay_buf){.ceiling = buf->ceiling};
}

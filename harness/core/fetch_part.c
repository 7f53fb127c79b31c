#include "harness/core/fetch_part.h"

#include "harness/core/buf.h"
#include "harness/core/document.h"
#include "harness/core/file.h"
#include "harness/core/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FROM_BYTES = 1 << 16
};

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

/* Looks up what the bytes are of. Those of anything but url count for nothing. */
static void read_from(struct assay_part *part)
{
    struct assay_buf text = {0};
    struct assay_error ignored; /* then it is not known */
    struct assay_str url, etag;
    size_t end;

    if (assay_file_exists(part->from) &&
        assay_document_read(part->from, FROM_BYTES, &text, &ignored) == ASSAY_OK) {
        url = assay_buf_view(&text);
        end = assay_str_find(url, ASSAY_STR("\n"));
        etag = (struct assay_str){url.ptr + end, url.len - end};
        url.len = end;
        if (etag.len >= 2 && assay_str_equal(url, assay_str_of(part->url)))
            part->etag = assay_arena_copy(part->arena,
                                          (struct assay_str){etag.ptr + 1, etag.len - 2});
        else
            part->have = 0;
    } else {
        part->have = 0;
    }
    assay_buf_release(&text);
}

enum assay_code assay_part_open(struct assay_part *part, const char *target,
                                const char *url, struct assay_arena *arena,
                                struct assay_error *err)
{
    struct stat status;

    *part = (struct assay_part){.target = target, .url = url, .fd = -1, .arena = arena};
    part->path = assay_arena_printf(arena, "%s.part", target);
    part->from = assay_arena_printf(arena, "%s.part.from", target);
    part->fd =
        open(part->path,
             O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
    if (part->fd < 0 || fstat(part->fd, &status) != 0)
        return refused(part->path, err);
    if (!S_ISREG(status.st_mode))
        return assay_fail(err, ASSAY_EIO, "%s: not a regular file", part->path);
    part->have = (uint64_t)status.st_size;
    read_from(part);
    return ASSAY_OK;
}

enum assay_code assay_part_restart(struct assay_part *part, struct assay_str etag,
                                   struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = ASSAY_OK;

    part->have = 0;
    part->etag = etag;
    if (ftruncate(part->fd, 0) != 0)
        return refused(part->path, err);
    assay_buf_puts(&text, part->url);
    assay_buf_putc(&text, '\n');
    assay_buf_add(&text, etag);
    assay_buf_putc(&text, '\n');
    code = assay_document_save(part->from, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_part_add(struct assay_part *part, const void *data, size_t n,
                               struct assay_error *err)
{
    const char *from = data;

    while (n > 0) {
        const ssize_t some = pwrite(part->fd, from, n, (off_t)part->have);

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return refused(part->path, err);
        from += some;
        n -= (size_t)some;
        part->have += (uint64_t)some;
    }
    return ASSAY_OK;
}

/* Bytes behind those that count are of nothing. */
enum assay_code assay_part_sync(struct assay_part *part, struct assay_error *err)
{
    if (ftruncate(part->fd, (off_t)part->have) != 0 || fsync(part->fd) != 0)
        return refused(part->path, err);
    return ASSAY_OK;
}

enum assay_code assay_part_publish(struct assay_part *part, struct assay_error *err)
{
    if (rename(part->path, part->target) != 0)
        return refused(part->target, err);
    assay_folder_sync(part->target);
    (void)unlink(part->from);
    return ASSAY_OK;
}

void assay_part_discard(struct assay_part *part)
{
    (void)unlink(part->path);
    (void)unlink(part->from);
}

void assay_part_close(struct assay_part *part)
{
    if (part->fd >= 0)
        (void)close(part->fd);
    part->fd = -1;
}

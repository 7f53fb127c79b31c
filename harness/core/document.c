#include "harness/core/document.h"

#include "harness/core/file.h"
#include "harness/core/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST_STEP = 1 << 14,
    LARGEST_STEP = 1 << 24
};

static enum assay_code read_all(int fd, const char *path, size_t limit,
                                struct assay_buf *out, struct assay_error *err)
{
    const size_t start = out->len;
    size_t step = FIRST_STEP;
    size_t got = 0;

    do {
        char *room = assay_buf_room(out, step);
        enum assay_code code;

        if (!room || out->len - start > limit)
            return assay_fail(err, ASSAY_EDATA, "%s: longer than %zu bytes", path, limit);
        code = assay_file_read(fd, path, room, step, &got, err);
        if (code)
            return code;
        out->len += got;
        out->data[out->len] = '\0';
        step = step < LARGEST_STEP ? step * 2 : step;
    } while (got > 0);
    return ASSAY_OK;
}

enum assay_code assay_document_read(const char *path, size_t limit, struct assay_buf *out,
                                    struct assay_error *err)
{
    enum assay_code code;
    int fd;

    code = assay_file_open(path, &fd, err);
    if (code)
        return code;
    code = read_all(fd, path, limit, out, err);
    (void)close(fd);
    return code;
}

/* All of it is in the file, or with a process behind a pipe. */
static bool write_all(int fd, struct assay_str text)
{
    while (text.len > 0) {
        const ssize_t n = write(fd, text.ptr, text.len);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            text.ptr += n;
            text.len -= (size_t)n;
        }
    }
    return fsync(fd) == 0 || errno == EINVAL; /* a pipe or a device has no disk */
}

/* errno tells why not. */
static bool replace(const char *path, const char *temporary, struct assay_str text)
{
    const int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool whole;
    int why;

    if (fd < 0)
        return false;
    whole = write_all(fd, text);
    why = errno;
    if (close(fd) != 0 && whole) {
        whole = false;
        why = errno;
    }
    if (whole && rename(temporary, path) == 0)
        return true;
    why = whole ? errno : why;
    (void)unlink(temporary);
    errno = why;
    return false;
}

/* A device, a pipe or /dev/stdout: a file in its place would take it from everybody. */
static bool is_passage(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return false;
    return (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) ||
           strncmp(path, "/dev/std", strlen("/dev/std")) == 0 ||
           strncmp(path, "/dev/fd/", strlen("/dev/fd/")) == 0;
}

/* errno tells why not. */
static bool pour(const char *path, struct assay_str text)
{
    const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    bool whole;
    int why;

    if (fd < 0)
        return false;
    whole = write_all(fd, text);
    why = errno;
    (void)close(fd);
    errno = why;
    return whole;
}

enum assay_code assay_document_save(const char *path, struct assay_str text,
                                    struct assay_error *err)
{
    struct assay_buf temporary = {0};
    enum assay_code code = ASSAY_OK;

    if (is_passage(path))
        return pour(path, text) ? ASSAY_OK
                                : assay_fail(err, ASSAY_EIO, "%s: cannot be written: %s",
                                             path, strerror(errno));
    assay_buf_printf(&temporary, "%s.%ld.tmp", path, (long)getpid());
    (void)unlink(temporary.data); /* of a process that died and had our number */
    if (replace(path, temporary.data, text))
        assay_folder_sync(path);
    else
        code = assay_fail(err, ASSAY_EIO, "%s: cannot be written: %s", path,
                          strerror(errno));
    assay_buf_release(&temporary);
    return code;
}

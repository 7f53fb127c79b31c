#include "harness/core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum assay_code not_regular(const char *path, mode_t mode, struct assay_error *err)
{
    const char *what = S_ISDIR(mode)    ? "a directory"
                       : S_ISFIFO(mode) ? "a FIFO"
                       : S_ISCHR(mode)  ? "a character device"
                       : S_ISBLK(mode)  ? "a block device"
                       : S_ISSOCK(mode) ? "a socket"
                                        : "something else";

    return assay_fail(err, ASSAY_EDATA, "%s: is %s, not a regular file", path, what);
}

enum assay_code assay_file_open(const char *path, int *fd, struct assay_error *err)
{
    struct stat status;
    int opened;

    if (stat(path, &status) != 0)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return not_regular(path, status.st_mode, err);
    /* What stands there may have changed since: do not wait for a FIFO, and look again. */
    opened = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (opened < 0)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (fstat(opened, &status) != 0 || !S_ISREG(status.st_mode)) {
        (void)close(opened);
        return not_regular(path, status.st_mode, err);
    }
    *fd = opened;
    return ASSAY_OK;
}

enum assay_code assay_file_read(int fd, const char *path, void *data, size_t n,
                                size_t *got, struct assay_error *err)
{
    char *to = data;

    *got = 0;
    while (*got < n) {
        const ssize_t some = read(fd, to + *got, n - *got);

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
        if (some == 0)
            break;
        *got += (size_t)some;
    }
    return ASSAY_OK;
}

bool assay_file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

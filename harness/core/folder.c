#include "harness/core/folder.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

enum assay_code assay_folder_make(const char *path, bool *made, struct assay_error *err)
{
    struct assay_arena arena = {0};
    char *part = assay_arena_printf(&arena, "%s", path);
    enum assay_code code = ASSAY_OK;

    *made = false;
    for (char *at = part + 1; !code && *part && *at; at++) {
        if (*at != '/' || at[-1] == '/')
            continue;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            code = refused(part, err);
        *at = '/';
    }
    if (!code) {
        *made = mkdir(part, 0777) == 0;
        if (!*made && errno != EEXIST)
            code = refused(part, err);
    }
    assay_arena_release(&arena);
    return code;
}

static bool same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* True if the way up from what path really is passes through dir. */
static bool lies_in(const char *dir, const char *path)
{
    struct stat root, before = {0}, here;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool lies = false, top = stat(dir, &root) != 0;

    while (fd >= 0 && !lies && !top) {
        const int up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        top = fstat(fd, &here) != 0 || same(&here, &before);
        lies = !top && same(&here, &root);
        before = here;
        (void)close(fd);
        fd = up;
    }
    if (fd >= 0)
        (void)close(fd);
    return lies;
}

enum assay_code assay_folder_make_below(const char *dir, const char *below,
                                        struct assay_error *err)
{
    const char *slash = strchr(below, '/');
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    while (!code && slash) {
        const char *path =
            assay_arena_printf(&arena, "%s/%.*s", dir, (int)(slash - below), below);

        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            code = refused(path, err);
        else if (!lies_in(dir, path))
            code = assay_fail(err, ASSAY_EDATA, "%s: leads out of %s", path, dir);
        slash = strchr(slash + 1, '/');
    }
    assay_arena_release(&arena);
    return code;
}

const char *assay_folder_above(const char *path, struct assay_arena *arena)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/"
                         : assay_arena_printf(arena, "%.*s", (int)(slash - path), path);
}

const char *assay_folder_temporary(void)
{
    const char *folder = getenv("TMPDIR");

    return folder && *folder ? folder : "/tmp";
}

void assay_folder_sync(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct assay_buf folder = {0};
    int fd;

    if (slash == path)
        slash++;
    assay_buf_add(&folder, slash ? (struct assay_str){path, (size_t)(slash - path)}
                                 : ASSAY_STR("."));
    fd = open(folder.data, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    assay_buf_release(&folder);
}

enum assay_code assay_folder_lock(const char *path, int *fd, long *holder,
                                  struct assay_error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    enum assay_code code = ASSAY_OK;

    *holder = 0;
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (*fd < 0)
        return refused(path, err);
    if (fcntl(*fd, F_SETLK, &lock) == 0)
        return ASSAY_OK;
    if (errno != EACCES && errno != EAGAIN) {
        code = refused(path, err);
    } else {
        lock.l_pid = 0;
        (void)fcntl(*fd, F_GETLK, &lock);
        *holder = (long)lock.l_pid;
    }
    (void)close(*fd);
    *fd = -1;
    return code;
}

bool assay_folder_is_locked(const char *path)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const bool known = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0;

    if (fd >= 0)
        (void)close(fd);
    return known && lock.l_type != F_UNLCK;
}

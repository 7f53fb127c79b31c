#include "reports/gnuplot.h"

#include "harness/core/buf.h"
#include "reports/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SAID = 4096,  /* bytes of its messages that are kept */
    PAUSE_MS = 10 /* between looks at a child that has closed its output */
};

/* A gnuplot at work. */
struct child {
    pid_t pid;
    int output;       /* our end of its stdout and stderr; -1 once closed */
    char said[SAID];  /* NUL-terminated */
    size_t said_size; /* bytes of it in use */
};

static long long now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int spawn(struct child *child, char *const *argv, int output)
{
    struct assay_buf path = {0};
    posix_spawn_file_actions_t actions;
    const char *search = getenv("PATH");
    char locale[] = "LC_ALL=C", terminal[] = "GNUTERM=unknown";
    char *environment[4] = {locale, terminal, NULL, NULL};
    int failed = posix_spawn_file_actions_init(&actions);

    if (failed)
        return failed;
    if (search) {
        assay_buf_printf(&path, "PATH=%s", search);
        environment[2] = path.data;
    }
    failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, output, 2);
    if (!failed)
        failed = posix_spawnp(&child->pid, "gnuplot", &actions, NULL, argv, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    assay_buf_release(&path);
    return failed;
}

static enum assay_code start(struct child *child, char *const *argv,
                             struct assay_error *err)
{
    int ends[2];
    int failed;

    if (pipe(ends) != 0)
        return assay_fail(err, ASSAY_EIO, "gnuplot: pipe: %s", strerror(errno));
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    failed = spawn(child, argv, ends[1]);
    (void)close(ends[1]);
    child->output = ends[0];
    if (!failed)
        return ASSAY_OK;
    (void)close(ends[0]);
    if (failed == ENOENT || failed == EACCES)
        return assay_fail(err, ASSAY_EIO, "gnuplot: not installed");
    return assay_fail(err, ASSAY_EIO, "gnuplot: %s", strerror(failed));
}

/* Keeps the beginning of what it says, drops the rest; closes output at its end. */
static void listen(struct child *child)
{
    char rest[512];
    const size_t room = sizeof(child->said) - 1 - child->said_size;
    const ssize_t got = room ? read(child->output, child->said + child->said_size, room)
                             : read(child->output, rest, sizeof(rest));

    if (got > 0 && room) {
        child->said_size += (size_t)got;
        child->said[child->said_size] = '\0';
    } else if (got == 0 || (got < 0 && errno != EINTR)) {
        (void)close(child->output);
        child->output = -1;
    }
}

/* True, with the status, once it has ended; false if it did not end in time. */
static bool await(struct child *child, int *status)
{
    const long long deadline = now_ms() + ASSAY_GNUPLOT_SECONDS * 1000LL;

    while (now_ms() < deadline) {
        struct pollfd wait = {.fd = child->output, .events = POLLIN};
        const bool open = child->output >= 0;
        const long long left = deadline - now_ms();

        if (!open && waitpid(child->pid, status, WNOHANG) == child->pid)
            return true;
        if (poll(&wait, open ? 1 : 0, open ? (int)left : PAUSE_MS) > 0)
            listen(child);
    }
    return false;
}

/* The line of its message that says what is wrong: `"x.gp" line 3: undefined ...`. */
static const char *complaint(char *said)
{
    char *line = strstr(said, "\" line ");

    if (!line)
        line = said + strspn(said, " \n");
    while (line > said && line[-1] != '\n')
        line--;
    line[strcspn(line, "\n")] = '\0';
    return *line ? line : "ended without a word";
}

static enum assay_code finish(struct child *child, struct assay_error *err)
{
    int status = 0;

    if (!await(child, &status)) {
        (void)kill(child->pid, SIGKILL);
        (void)waitpid(child->pid, &status, 0);
        if (child->output >= 0)
            (void)close(child->output);
        return assay_fail(err, ASSAY_EIO, "gnuplot: no end after %d s",
                          ASSAY_GNUPLOT_SECONDS);
    }
    if (WIFEXITED(status) &&
        WEXITSTATUS(status) == 127) /* some spawns fail in the child */
        return assay_fail(err, ASSAY_EIO, "gnuplot: not installed");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EIO, "gnuplot: %s", complaint(child->said));
}

enum assay_code assay_gnuplot_run(const char *directory, const char *script,
                                  struct assay_error *err)
{
    char program[] = "gnuplot", defaults[] = "-d", command[] = "-e";
    struct assay_buf enter = {0}, file = {0};
    struct child child = {.output = -1};
    enum assay_code code;

    /* A directory whose name assay_escape_gnuplot would change is not to be had this way. */
    assay_buf_puts(&enter, "cd ");
    assay_escape_gnuplot(assay_str_of(directory), &enter);
    assay_buf_puts(&file, script);
    code = start(
        &child, (char *[]){program, defaults, command, enter.data, file.data, NULL}, err);
    if (!code)
        code = finish(&child, err);
    assay_buf_release(&enter);
    assay_buf_release(&file);
    return code;
}

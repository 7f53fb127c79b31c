#include "harness/run/night_child.h"

#include "harness/core/child.h"
#include "harness/core/clock.h"
#include "harness/core/document.h"
#include "harness/run/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum {
    LOOK = 20000000,     /* nanoseconds between two looks at the child */
    GRACE = 10,          /* seconds from SIGTERM to SIGKILL */
    LOG_BYTES = 1 << 26, /* of a log that is read */
    UNDECIDED = 6,       /* exit status */
    INTERRUPTED = 7,
    ROUNDS = 50 /* of looks at what was left behind */
};

/* The child's side, between fork and exec: only what a signal handler may call. */
static void become(char *const *argv, int log, int nothing)
{
    (void)setpgid(0, 0);
    (void)signal(SIGXFSZ, SIG_DFL);
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* also if the night is killed */
#endif
    if (dup2(nothing, 0) >= 0 && dup2(nothing, 1) >= 0 && dup2(log, 2) >= 0)
        (void)execv("/proc/self/exe", argv);
    _exit(127);
}

/* Takes what is left behind by children that end, by whatever end. */
static void adopt(void)
{
#ifdef __linux__
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

static enum assay_code start(char *const *argv, const char *path, pid_t *pid,
                             struct assay_error *err)
{
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
    enum assay_code code = ASSAY_OK;

    adopt();
    *pid = log < 0 || nothing < 0 ? -1 : fork();
    if (*pid == 0)
        become(argv, log, nothing);
    if (*pid < 0)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    else
        (void)setpgid(*pid, *pid);
    if (log >= 0)
        (void)close(log);
    if (nothing >= 0)
        (void)close(nothing);
    return code;
}

/* A child that is being waited for. */
struct watch {
    pid_t pid;
    double until; /* 0: no end */
    double kill;  /* 0: not yet asked to end */
    bool late;
    int handed; /* what was asked for and handed on */
};

static void look(struct watch *w, const atomic_int *stop)
{
    const int asked = stop ? *stop : 0;
    const double now = assay_clock();

    if (asked > w->handed) {
        (void)kill(-w->pid, asked == ASSAY_STOP_SOON ? SIGINT : SIGTERM);
        w->handed = asked;
    }
    if (w->until > 0.0 && now > w->until && w->kill == 0.0) {
        w->late = true;
        w->kill = now + GRACE;
        (void)kill(-w->pid, SIGTERM);
    }
    if (w->kill > 0.0 && now > w->kill)
        (void)kill(-w->pid, SIGKILL);
}

static int wait_for(struct watch *w, const atomic_int *stop)
{
    const struct timespec pause = {0, LOOK};
    int status = 0;

    for (;;) {
        const pid_t got = waitpid(w->pid, &status, WNOHANG);

        if (got == w->pid)
            return status;
        if (got < 0 && errno != EINTR)
            return 0;
        look(w, stop);
        (void)nanosleep(&pause, NULL);
    }
}

/* What the program says last on its standard error, without its own name, and how to go on. */
static struct assay_str last_line(const char *log, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_error ignored;
    struct assay_str line = {0};
    size_t end, colon;

    if (assay_document_read(log, LOG_BYTES, &text, &ignored) == ASSAY_OK) {
        for (end = text.len; end > 0 && text.data[end - 1] == '\n';)
            end--;
        line = (struct assay_str){text.data, end};
        for (size_t i = 0; i < end; i++)
            if (text.data[i] == '\n')
                line = (struct assay_str){text.data + i + 1, end - i - 1};
    }
    if (assay_str_starts(line, ASSAY_STR("assay "))) {
        colon = assay_str_find(line, ASSAY_STR(": ")) + 2;
        line = (struct assay_str){line.ptr + colon, line.len - colon};
    }
    line.len = assay_str_find(line, ASSAY_STR("; to go on: assay"));
    line = assay_arena_copy(arena, assay_str_cut(line, 400));
    assay_buf_release(&text);
    return assay_str_is_utf8(line) ? line : ASSAY_STR("see the log");
}

static struct assay_str tell(int status, const struct watch *w, double timeout,
                             const char *log, struct assay_arena *arena)
{
    struct assay_str line;

    if (w->late)
        return assay_str_of(assay_arena_printf(
            arena, "it took longer than its timeout of %.0f seconds", timeout));
    if (WIFSIGNALED(status))
        return assay_str_of(assay_arena_printf(
            arena, "ended by signal %d (%s)%s", WTERMSIG(status),
            strsignal(WTERMSIG(status)),
            WTERMSIG(status) == SIGKILL ? ": the system may have been out of memory"
                                        : ""));
    line = last_line(log, arena);
    return line.len > 0 ? line
                        : assay_str_of(assay_arena_printf(
                              arena, "ended with exit status %d", WEXITSTATUS(status)));
}

/* Ends what was left behind; that may leave others behind. */
static void clear(void)
{
    const struct timespec pause = {0, LOOK};

    for (int i = 0; i < ROUNDS && assay_child_kill_all() > 0; i++) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        (void)nanosleep(&pause, NULL);
    }
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
}

enum assay_code assay_night_child(const struct assay_night_order *order,
                                  struct assay_arena *arena,
                                  struct assay_night_ended *out, struct assay_error *err)
{
    const double timeout = order->timeout;
    struct watch w = {.until = timeout > 0.0 ? assay_clock() + timeout : 0.0};
    enum assay_code code = start(order->argv, order->log, &w.pid, err);
    int status;

    *out = (struct assay_night_ended){0};
    if (code)
        return code;
    status = wait_for(&w, order->stop);
    (void)kill(-w.pid, SIGKILL);
    clear();
    out->well = WIFEXITED(status) &&
                (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == UNDECIDED);
    out->interrupted =
        w.handed > 0 || (order->stop && *order->stop > 0) ||
        (WIFEXITED(status) && WEXITSTATUS(status) == INTERRUPTED && !w.late);
    if (!out->well)
        out->why = tell(status, &w, timeout, order->log, arena);
    return ASSAY_OK;
}

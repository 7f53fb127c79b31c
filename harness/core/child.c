#include "harness/core/child.h"

#include "harness/core/clock.h"
#include "harness/core/folder.h"
#include "harness/core/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum {
    LAST_MOMENTS = 1, /* seconds from the end of its output to its own */
    DEATH = 60        /* seconds that the system may take to end what is killed */
};

/* Held while one is started, and for good by a process that ends. */
static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;

/* The three ends of each side, -1 where there is none. */
struct pipes {
    int to[2], from[2], err;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void shut_all(struct pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        shut(&pipes->to[i]);
        shut(&pipes->from[i]);
    }
    shut(&pipes->err);
}

/* A file without a name. */
static int open_unnamed(void)
{
    struct assay_buf name = {0};
    int fd;

    assay_buf_printf(&name, "%s/assay-stderr-XXXXXX", assay_folder_temporary());
    fd = mkstemp(name.data);
    if (fd >= 0) {
        (void)unlink(name.data);
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    assay_buf_release(&name);
    return fd;
}

static int open_log(const char *log)
{
    return log ? open(log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)
               : open_unnamed();
}

static bool open_pipes(struct pipes *pipes, const char *log)
{
    if (pipe(pipes->to) != 0 || pipe(pipes->from) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        (void)fcntl(pipes->to[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(pipes->from[i], F_SETFD, FD_CLOEXEC);
    }
    (void)fcntl(pipes->to[1], F_SETFL, O_NONBLOCK);
    (void)fcntl(pipes->from[0], F_SETFL, O_NONBLOCK);
    pipes->err = open_log(log);
    return pipes->err >= 0;
}

static void limit(int what, uint64_t value)
{
    const struct rlimit bound = {(rlim_t)value, (rlim_t)value};

    if (value)
        (void)setrlimit(what, &bound);
}

/* The child's side, between fork and exec: only what a signal handler may call. */
static void become(const struct pipes *pipes, const char *command,
                   const struct assay_child_limits *limits)
{
    sigset_t none;

    (void)setpgid(0, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPIPE, SIG_DFL);
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* also if assay is killed */
#endif
    limit(RLIMIT_AS, limits->memory);
    limit(RLIMIT_CPU, limits->cpu);
    if (dup2(pipes->to[0], 0) >= 0 && dup2(pipes->from[1], 1) >= 0 &&
        dup2(pipes->err, 2) >= 0)
        (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

enum assay_code assay_child_start(struct assay_child *child, const char *command,
                                  const struct assay_child_limits *limits,
                                  const char *log, struct assay_error *err)
{
    struct pipes pipes = {{-1, -1}, {-1, -1}, -1};
    pid_t pid = -1;

    *child = (struct assay_child){0};
    if (open_pipes(&pipes, log)) {
        (void)pthread_mutex_lock(&starting);
        pid = fork();
        if (pid == 0)
            become(&pipes, command, limits);
        (void)pthread_mutex_unlock(&starting);
    }
    if (pid < 0) {
        (void)assay_fail(err, ASSAY_EIO, "%s: %s",
                         pipes.from[1] < 0 || pipes.err >= 0 ? command
                         : log                               ? log
                                                             : assay_folder_temporary(),
                         strerror(errno));
        shut_all(&pipes);
        return ASSAY_EIO;
    }
    (void)setpgid(pid, pid);
    *child = (struct assay_child){pid, pipes.to[1], pipes.from[0], pipes.err};
    shut(&pipes.to[0]);
    shut(&pipes.from[1]);
    return ASSAY_OK;
}

/* The last line or so of its standard error, as one line. */
static void tell_tail(const struct assay_child *child, struct assay_buf *out)
{
    char tail[ASSAY_CHILD_TAIL];
    const off_t end = lseek(child->err, 0, SEEK_END);
    const off_t from = end > ASSAY_CHILD_TAIL ? end - ASSAY_CHILD_TAIL : 0;
    ssize_t n = end > 0 ? pread(child->err, tail, sizeof(tail), from) : 0;
    size_t begin = 0;

    while (n > 0 && strchr("\n\r \t", tail[n - 1]))
        n--;
    for (ssize_t i = 0; i < n; i++)
        if (tail[i] == '\n')
            begin = (size_t)i + 1;
    if (n > 0)
        assay_buf_printf(out, ": %.*s", (int)((size_t)n - begin), tail + begin);
}

/* Waits up to so many seconds for its end; then what is left of its group is ended, too: until it is
   reaped nobody else has the group's number. False where it still runs. */
static bool reap(struct assay_child *child, double seconds, int *status)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    const double end = assay_clock() + seconds;
    siginfo_t info = {.si_pid = 0};

    while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0) {
        if (assay_clock() >= end)
            return false;
        (void)nanosleep(&pause, NULL);
    }
    (void)kill(-child->pid, SIGKILL);
    (void)waitpid(child->pid, status, 0);
    child->pid = 0;
    return true;
}

void assay_child_tell(struct assay_child *child, struct assay_buf *out)
{
    int status = 0;

    /* Its output was closed a moment before it is gone. */
    if (child->pid > 0 && !reap(child, LAST_MOMENTS, &status))
        assay_buf_puts(out, "does not end");
    else if (WIFSIGNALED(status))
        assay_buf_printf(out, "was ended by signal %d", WTERMSIG(status));
    else
        assay_buf_printf(out, "ended with status %d", WEXITSTATUS(status));
    tell_tail(child, out);
}

void assay_child_hush(struct assay_child *child)
{
    shut(&child->in);
}

void assay_child_stop(struct assay_child *child, double seconds)
{
    int status;

    if (child->pid <= 0 && child->in == 0)
        return;
    shut(&child->in);
    if (child->pid > 0 && !reap(child, seconds, &status)) {
        (void)kill(-child->pid, SIGKILL);
        (void)reap(child, DEATH, &status);
    }
    shut(&child->out);
    shut(&child->err);
    *child = (struct assay_child){0};
}

#ifdef __linux__
/* Those that one thread started: numbers with blanks between. */
static size_t kill_of(const char *thread)
{
    char path[sizeof("/proc/self/task//children") + NAME_MAX];
    FILE *file;
    size_t n = 0;
    int pid;

    (void)snprintf(path, sizeof(path), "/proc/self/task/%s/children", thread);
    file = fopen(path, "re");
    while (file && fscanf(file, "%d", &pid) == 1) {
        if (getpgid(pid) == pid)
            (void)kill(-pid, SIGKILL);
        (void)kill(pid, SIGKILL);
        n++;
    }
    if (file)
        (void)fclose(file);
    return n;
}

size_t assay_child_kill_all(void)
{
    DIR *threads = opendir("/proc/self/task");
    const struct dirent *entry;
    size_t n = 0;

    while (threads && (entry = readdir(threads)) != NULL)
        if (entry->d_name[0] != '.')
            n += kill_of(entry->d_name);
    if (threads)
        (void)closedir(threads);
    return n;
}
#else
size_t assay_child_kill_all(void)
{
    return 0;
}
#endif

void assay_child_kill_last(void)
{
    (void)pthread_mutex_lock(&starting);
    (void)assay_child_kill_all();
}

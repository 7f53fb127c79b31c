#include "harness/core/log.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static const double terminal_seconds = 0.1; /* between two lines of progress */
static const double first_seconds = 0.5;    /* before the first that is no terminal's */
static const double plain_seconds = 10.0;

#define MEGABYTE 1e6

struct assay_log assay_log_stderr(bool quiet, bool progress)
{
    const char *no = getenv("ASSAY_NO_PROGRESS");

    return (struct assay_log){
        .out = stderr,
        .quiet = quiet,
        .progress = progress && (!no || !*no),
        .terminal = isatty(STDERR_FILENO) == 1,
        .began = -1,
    };
}

static void strip(struct assay_buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if ((unsigned char)text->data[i] < ' ' || text->data[i] == 0x7F)
            text->data[i] = '?';
}

void assay_log_clear(struct assay_log *log)
{
    if (log->open)
        (void)fputs("\r\x1B[K", log->out); /* to the margin, erase the line */
    if (log->open)
        (void)fflush(log->out);
    log->open = false;
}

void assay_log_note(struct assay_log *log, const char *fmt, ...)
{
    struct assay_buf text = {.ceiling = 4096};
    char line[2048];
    va_list args;

    if (log->quiet)
        return;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    assay_buf_puts(&text, line);
    strip(&text);
    assay_buf_putc(&text, '\n');
    assay_log_clear(log);
    (void)fwrite(text.data, 1, text.len, log->out);
    (void)fflush(log->out);
    assay_buf_release(&text);
}

static void add_left(double seconds, struct assay_buf *out)
{
    const unsigned long whole =
        seconds < 1e9 ? (unsigned long)(seconds + 0.5) : 999999999;

    if (whole >= 3600)
        assay_buf_printf(out, ", %lu:%02lu:%02lu left", whole / 3600, whole / 60 % 60,
                         whole % 60);
    else
        assay_buf_printf(out, ", %lu:%02lu left", whole / 60, whole % 60);
}

static void add_done(const struct assay_progress *progress, struct assay_buf *out)
{
    const double done = (double)progress->done, total = (double)progress->total;

    if (progress->bytes && progress->total)
        assay_buf_printf(out, " %.1f/%.1f MB", done / MEGABYTE, total / MEGABYTE);
    else if (progress->bytes)
        assay_buf_printf(out, " %.1f MB", done / MEGABYTE);
    else if (progress->total)
        assay_buf_printf(out, " %zu/%zu", progress->done, progress->total);
    else
        assay_buf_printf(out, " %zu", progress->done);
    if (progress->total)
        assay_buf_printf(out, " %.0f %%", 100.0 * done / total);
}

/* Seconds that the rest takes. Of what is under way a part is over, at most half of the rest. */
static double left_of(const struct assay_progress *progress, double rate, double stands)
{
    const double rest = (double)(progress->total - progress->done) / rate;

    return stands < rest / 2 ? rest - stands : rest / 2;
}

static void add_rate(const struct assay_progress *progress, double rate, double stands,
                     struct assay_buf *out)
{
    if (progress->bytes)
        assay_buf_printf(out, " %.1f MB/s", rate / MEGABYTE);
    else
        assay_buf_printf(out, rate < 100 ? " %.1f/s" : " %.0f/s", rate);
    if (progress->total > progress->done)
        add_left(left_of(progress, rate, stands), out);
}

void assay_log_line(const struct assay_progress *progress, double seconds, double stands,
                    struct assay_buf *out)
{
    const size_t made = progress->done - progress->at_start;
    const double rate = seconds >= 0.5 ? (double)made / seconds : 0.0;

    assay_buf_puts(out, progress->what);
    if (progress->done || progress->total)
        add_done(progress, out);
    if (rate > 0.0)
        add_rate(progress, rate, stands, out);
    if (progress->more)
        assay_buf_printf(out, "; %s", progress->more);
    strip(out);
}

/* Seconds that what was done took. */
static double seconds_of(struct assay_log *log, const struct assay_progress *progress)
{
    const double worked = log->changed - log->began;
    const double stands = progress->now - log->changed;

    return stands > worked ? progress->now - log->began : worked;
}

void assay_log_progress(struct assay_log *log, const struct assay_progress *progress)
{
    double pause = log->terminal ? terminal_seconds : plain_seconds;
    struct assay_buf text = {.ceiling = 512};

    if (log->quiet || !log->progress)
        return;
    if (log->began < 0)
        log->began = log->told = log->changed = progress->now;
    if (log->began == log->told)
        pause = log->terminal ? 0 : first_seconds;
    if (progress->done != log->done)
        log->changed = progress->now;
    log->done = progress->done;
    if (progress->now - log->told < pause)
        return;
    log->told = progress->now;
    assay_log_line(progress, seconds_of(log, progress), progress->now - log->changed,
                   &text);
    (void)fprintf(log->out, log->terminal ? "\r%.*s\x1B[K" : "%.*s\n", (int)text.len,
                  text.data);
    (void)fflush(log->out);
    log->open = log->terminal;
    assay_buf_release(&text);
}

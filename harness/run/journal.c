#include "harness/run/journal.h"

#include "harness/core/clock.h"
#include "harness/core/jsonl.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct assay_journal {
    int fd;
    char *path;
    pthread_mutex_t lock;
    off_t len;   /* bytes that count */
    int refused; /* errno of the write that was refused; 0: none */
    bool has_grown;
    double seconds;
};

static enum assay_code refuse(const struct assay_journal *journal,
                              struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", journal->path,
                      strerror(journal->refused));
}

/* Writes all of it or leaves the file as long as it was. Returns 0 or errno. */
static int append(struct assay_journal *journal, struct assay_str text)
{
    size_t done = 0;

    while (done < text.len) {
        const ssize_t n = write(journal->fd, text.ptr + done, text.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            const int why = n < 0 ? errno : ENOSPC;

            /* If even that is refused, what is there is a torn line, which resuming cuts. */
            if (ftruncate(journal->fd, journal->len) != 0)
                return why;
            return why;
        }
        done += (size_t)n;
    }
    journal->len += (off_t)text.len;
    return 0;
}

enum assay_code assay_journal_write(struct assay_journal *journal, struct assay_str lines,
                                    struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    double from;

    if (lines.len == 0)
        return ASSAY_OK;
    (void)pthread_mutex_lock(&journal->lock);
    from = assay_clock();
    if (!journal->refused)
        journal->refused = append(journal, lines);
    if (journal->refused)
        code = refuse(journal, err);
    else
        journal->has_grown = true;
    journal->seconds += assay_clock() - from;
    (void)pthread_mutex_unlock(&journal->lock);
    return code;
}

void assay_journal_hold(struct assay_journal *journal)
{
    (void)pthread_mutex_lock(&journal->lock);
    (void)fsync(journal->fd);
}

bool assay_journal_has_grown(struct assay_journal *journal)
{
    bool has_grown;

    (void)pthread_mutex_lock(&journal->lock);
    has_grown = journal->has_grown;
    (void)pthread_mutex_unlock(&journal->lock);
    return has_grown;
}

bool assay_journal_is_refused(struct assay_journal *journal)
{
    bool refused;

    (void)pthread_mutex_lock(&journal->lock);
    refused = journal->refused != 0;
    (void)pthread_mutex_unlock(&journal->lock);
    return refused;
}

double assay_journal_seconds(struct assay_journal *journal)
{
    double seconds;

    (void)pthread_mutex_lock(&journal->lock);
    seconds = journal->seconds;
    (void)pthread_mutex_unlock(&journal->lock);
    return seconds;
}

static struct assay_journal *journal_new(int fd, const char *path)
{
    struct assay_journal *journal = assay_memory_new(1, sizeof(*journal));

    journal->fd = fd;
    journal->path = assay_memory_copy(path);
    (void)pthread_mutex_init(&journal->lock, NULL);
    return journal;
}

static enum assay_code write_header(struct assay_journal *journal, const char *plan,
                                    struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf line = {0};
    struct assay_node *map = assay_node_map(&arena);
    enum assay_code code;

    assay_node_put(&arena, map, "format", assay_node_of_string("assay-items"));
    assay_node_put(&arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(&arena, map, "plan", assay_node_of_string(plan));
    assay_jsonl_write(map, &line);
    code = assay_journal_write(journal, assay_buf_view(&line), err);
    journal->has_grown = false; /* it holds no answers yet */
    assay_buf_release(&line);
    assay_arena_release(&arena);
    return code;
}

/* Opens for appending; NULL, with err, if the system refuses. */
static struct assay_journal *open_at(const char *path, int flags, struct assay_error *err)
{
    const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0666);

    if (fd >= 0)
        return journal_new(fd, path);
    (void)assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    return NULL;
}

enum assay_code assay_journal_create(const char *path, const char *plan,
                                     struct assay_journal **out, struct assay_error *err)
{
    struct assay_journal *journal = open_at(path, O_CREAT | O_EXCL, err);
    enum assay_code code;

    if (!journal)
        return ASSAY_EIO;
    code = write_header(journal, plan, err);
    if (code)
        assay_journal_close(journal);
    else
        *out = journal;
    return code;
}

enum assay_code assay_journal_resume(const char *path, const char *plan, uint64_t whole,
                                     struct assay_journal **out, struct assay_error *err)
{
    struct assay_journal *journal = open_at(path, O_CREAT, err);
    enum assay_code code = ASSAY_OK;

    if (!journal)
        return ASSAY_EIO;
    journal->len = (off_t)whole;
    if (ftruncate(journal->fd, journal->len) != 0)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (!code && whole == 0)
        code = write_header(journal, plan, err);
    if (code)
        assay_journal_close(journal);
    else
        *out = journal;
    return code;
}

void assay_journal_close(struct assay_journal *journal)
{
    if (!journal)
        return;
    (void)close(journal->fd);
    (void)pthread_mutex_destroy(&journal->lock);
    free(journal->path);
    free(journal);
}

/* A note as it may stand in a file: UTF-8, not longer than ASSAY_JOURNAL_NOTE. */
static struct assay_str presentable(struct assay_str note)
{
    note = assay_str_cut(note, ASSAY_JOURNAL_NOTE);
    return assay_str_is_utf8(note) ? note : ASSAY_STR("(a note that is not UTF-8)");
}

static enum assay_state state_of(const struct assay_answer *answer)
{
    if (answer->state == ASSAY_STATE_SCORED && !isfinite(answer->value))
        return ASSAY_STATE_NAN;
    return answer->state;
}

static void put_failures(const struct assay_journal_entry *entry, struct assay_node *map,
                         struct assay_arena *arena)
{
    struct assay_node *states = assay_node_list(arena);
    struct assay_node *notes = assay_node_list(arena);
    bool scored = true, noted = false;

    for (size_t i = 0; i < entry->count; i++) {
        const struct assay_answer *answer = &entry->answers[i];

        scored = scored && state_of(answer) == ASSAY_STATE_SCORED;
        noted = noted || answer->note.len > 0;
        assay_node_push(arena, states,
                        assay_node_of_string(assay_state_name(state_of(answer))));
        assay_node_push(arena, notes, assay_node_of_text(presentable(answer->note)));
    }
    if (!scored)
        assay_node_put_view(arena, map, ASSAY_STR("e"), *states);
    if (noted)
        assay_node_put_view(arena, map, ASSAY_STR("n"), *notes);
}

void assay_journal_line(const struct assay_journal_entry *entry,
                        struct assay_arena *arena, struct assay_buf *out)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *values = assay_node_list(arena);
    struct assay_node *texts = assay_node_list(arena);
    bool plain = true;

    assay_node_put_view(arena, map, ASSAY_STR("s"), assay_node_of_text(entry->suite));
    assay_node_put_view(arena, map, ASSAY_STR("i"), assay_node_of_text(entry->id));
    for (size_t i = 0; i < entry->count; i++) {
        const struct assay_answer *answer = &entry->answers[i];
        const bool scored = state_of(answer) == ASSAY_STATE_SCORED;

        assay_node_push(arena, values,
                        scored ? assay_node_of_real(answer->value) : assay_node_null());
        assay_node_push(arena, texts,
                        scored ? assay_node_of_text(answer->text) : assay_node_null());
        plain = plain && scored && answer->note.len == 0;
    }
    assay_node_put_view(arena, map, ASSAY_STR("v"), *values);
    if (entry->texts)
        assay_node_put_view(arena, map, ASSAY_STR("t"), *texts);
    if (!plain)
        put_failures(entry, map, arena);
    if (entry->again)
        assay_node_put_view(arena, map, ASSAY_STR("r"), assay_node_of_bool(true));
    if (entry->group > 1)
        assay_node_put_view(arena, map, ASSAY_STR("g"),
                            assay_node_of_int((int64_t)entry->group));
    assay_jsonl_write(map, out);
}

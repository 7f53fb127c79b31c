#include "harness/core/intake.h"

#include "harness/core/file.h"
#include "harness/core/memory.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SMALL = 1 << 16 /* bytes of a file that no thread is started for */
};

/* Block number i stands in slot i % ASSAY_INTAKE_AHEAD. */
struct slot {
    char *data; /* (ASSAY_INTAKE_BLOCK,), allocated by the reader when first used */
    size_t len;
};

struct assay_intake {
    char *path;
    int fd;
    bool threaded; /* there is a reader; else all of the file is in the first slot */
    pthread_t reader;
    struct slot slots[ASSAY_INTAKE_AHEAD];

    /* Held for what follows. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t ready;    /* blocks read and hashed by the reader */
    size_t released; /* blocks that the caller has done with */
    bool ended;      /* the reader will bring no more */
    bool stopped;    /* the caller wants no more */
    bool forgone;    /* the caller wants no digest */
    enum assay_code code;
    struct assay_error err;
    unsigned char hash[ASSAY_DIGEST_BYTES];

    bool holding; /* caller only: a block is out */
};

/* Waits for a slot to fill; NULL when the caller wants no more. */
static struct slot *free_slot(struct assay_intake *intake)
{
    struct slot *slot = NULL;

    (void)pthread_mutex_lock(&intake->lock);
    while (!intake->stopped && intake->ready - intake->released >= ASSAY_INTAKE_AHEAD)
        (void)pthread_cond_wait(&intake->changed, &intake->lock);
    if (!intake->stopped)
        slot = &intake->slots[intake->ready % ASSAY_INTAKE_AHEAD];
    (void)pthread_mutex_unlock(&intake->lock);
    return slot;
}

static bool is_hashed(struct assay_intake *intake)
{
    bool hashed;

    (void)pthread_mutex_lock(&intake->lock);
    hashed = !intake->forgone;
    (void)pthread_mutex_unlock(&intake->lock);
    return hashed;
}

static void publish(struct assay_intake *intake, bool block)
{
    (void)pthread_mutex_lock(&intake->lock);
    if (block)
        intake->ready++;
    else
        intake->ended = true;
    (void)pthread_cond_signal(&intake->changed);
    (void)pthread_mutex_unlock(&intake->lock);
}

static void *read_ahead(void *argument)
{
    struct assay_intake *intake = argument;
    struct assay_digest *digest = assay_digest_new();
    struct slot *slot = free_slot(intake);

    while (slot) {
        if (!slot->data)
            slot->data = assay_memory_resize(NULL, ASSAY_INTAKE_BLOCK, 1);
        intake->code = assay_file_read(intake->fd, intake->path, slot->data,
                                       ASSAY_INTAKE_BLOCK, &slot->len, &intake->err);
        if (intake->code || slot->len == 0)
            break;
        if (is_hashed(intake))
            assay_digest_add(digest, slot->data, slot->len);
        publish(intake, true);
        slot = free_slot(intake);
    }
    assay_digest_finish(digest, intake->hash);
    publish(intake, false);
    return NULL;
}

/* Takes a file of size bytes at once; false where it has become longer, or cannot be read: then it is
   at its beginning again. */
static bool take_small(struct assay_intake *intake, size_t size)
{
    struct slot *slot = &intake->slots[0];
    struct assay_digest *digest;
    struct assay_error ignored;

    slot->data = assay_memory_resize(NULL, size + 1, 1);
    if (assay_file_read(intake->fd, intake->path, slot->data, size + 1, &slot->len,
                        &ignored) ||
        slot->len > size) {
        free(slot->data);
        *slot = (struct slot){0};
        (void)lseek(intake->fd, 0, SEEK_SET);
        return false;
    }
    digest = assay_digest_new();
    assay_digest_add(digest, slot->data, slot->len);
    assay_digest_finish(digest, intake->hash);
    intake->ready = slot->len > 0;
    intake->ended = true;
    return true;
}

/* Starts the reader with every signal blocked: signals are the main thread's. */
static int start(struct assay_intake *intake)
{
    sigset_t all, before;
    int failed;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&intake->reader, NULL, read_ahead, intake);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void release(struct assay_intake *intake)
{
    for (size_t i = 0; i < ASSAY_INTAKE_AHEAD; i++)
        free(intake->slots[i].data);
    (void)pthread_cond_destroy(&intake->changed);
    (void)pthread_mutex_destroy(&intake->lock);
    (void)close(intake->fd);
    free(intake->path);
    free(intake);
}

enum assay_code assay_intake_open(const char *path, struct assay_intake **out,
                                  struct assay_error *err)
{
    struct assay_intake *intake;
    struct stat about;
    enum assay_code code;
    int fd, failed;

    code = assay_file_open(path, &fd, err);
    if (code)
        return code;
    intake = assay_memory_new(1, sizeof(*intake));
    intake->path = assay_memory_copy(path);
    intake->fd = fd;
    (void)pthread_mutex_init(&intake->lock, NULL);
    (void)pthread_cond_init(&intake->changed, NULL);
    *out = intake;
    if (!fstat(fd, &about) && about.st_size >= 0 && about.st_size < SMALL &&
        take_small(intake, (size_t)about.st_size))
        return ASSAY_OK;
    failed = start(intake);
    intake->threaded = !failed;
    if (failed) {
        *out = NULL;
        release(intake);
        return assay_fail(err, ASSAY_EIO, "%s: no thread to read it: %s", path,
                          strerror(failed));
    }
    return ASSAY_OK;
}

enum assay_code assay_intake_next(struct assay_intake *intake, struct assay_str *out,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_str){"", 0};
    (void)pthread_mutex_lock(&intake->lock);
    intake->released += intake->holding;
    (void)pthread_cond_signal(&intake->changed);
    while (!intake->ended && intake->ready == intake->released)
        (void)pthread_cond_wait(&intake->changed, &intake->lock);
    intake->holding = intake->ready > intake->released;
    if (intake->holding) {
        const struct slot *slot = &intake->slots[intake->released % ASSAY_INTAKE_AHEAD];

        *out = (struct assay_str){slot->data, slot->len};
    } else if (intake->code) {
        *err = intake->err;
        code = intake->code;
    }
    (void)pthread_mutex_unlock(&intake->lock);
    return code;
}

enum assay_code assay_intake_digest(struct assay_intake *intake,
                                    char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    struct assay_str block;
    enum assay_code code;

    assert(is_hashed(intake));
    do
        code = assay_intake_next(intake, &block, err);
    while (!code && block.len > 0);
    if (!code)
        assay_digest_hex(intake->hash, out);
    return code;
}

void assay_intake_forgo_digest(struct assay_intake *intake)
{
    (void)pthread_mutex_lock(&intake->lock);
    intake->forgone = true;
    (void)pthread_mutex_unlock(&intake->lock);
}

void assay_intake_close(struct assay_intake *intake)
{
    if (!intake)
        return;
    (void)pthread_mutex_lock(&intake->lock);
    intake->stopped = true;
    (void)pthread_cond_signal(&intake->changed);
    (void)pthread_mutex_unlock(&intake->lock);
    if (intake->threaded)
        (void)pthread_join(intake->reader, NULL);
    release(intake);
}

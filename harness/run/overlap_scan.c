#include "harness/run/overlap_scan.h"

#include "harness/core/field.h"
#include "harness/core/memory.h"
#include "harness/core/records.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    BATCH_BYTES = 1 << 18 /* of records in a batch, or one record */
};

/* Texts of some whole records, on their way to a thread and back. */
struct batch {
    struct batch *next;
    struct assay_arena arena;
    struct assay_overlap_text *text;
    size_t count, cap;
};

struct scan {
    const struct assay_plain *plain;
    struct assay_records *records;
    const struct assay_overlap_file *file;
    const struct assay_field **field; /* (file->field_count,) */
    struct assay_overlap_scanned *out;

    pthread_mutex_t lock;
    pthread_cond_t change;
    struct batch *full, *empty;
    bool over; /* no batch will follow */
};

struct worker {
    struct scan *scan;
    struct assay_overlap_tally tally;
    pthread_t thread;
};

static void add_text(struct scan *scan, struct batch *batch, struct assay_str text)
{
    if (batch->count == batch->cap) {
        batch->cap = assay_memory_grow(batch->cap, batch->count + 1);
        batch->text = assay_memory_resize(batch->text, batch->cap, sizeof(*batch->text));
    }
    batch->text[batch->count++] = (struct assay_overlap_text){
        text, scan->out->records, assay_records_line(scan->records)};
}

/* All texts of a value; its depth is ASSAY_TREE_DEPTH at most. */
static void add_texts(struct scan *scan, struct batch *batch,
                      const struct assay_node *node)
{
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        add_text(scan, batch, node->as.text);
    else if (assay_node_is(node, ASSAY_NODE_LIST))
        for (size_t i = 0; i < node->as.list.count; i++)
            add_texts(scan, batch, &node->as.list.at[i]);
    else if (assay_node_is(node, ASSAY_NODE_MAP))
        for (size_t i = 0; i < node->as.map.count; i++)
            add_texts(scan, batch, &node->as.map.at[i].value);
}

static enum assay_code add_fields(struct scan *scan, struct batch *batch,
                                  const struct assay_node *record,
                                  struct assay_error *err)
{
    const struct assay_field_source source = {
        .record = record,
        .path = scan->file->path,
        .line = assay_records_line(scan->records),
        .row = (size_t)scan->out->records - 1,
    };
    size_t found = 0;

    for (size_t i = 0; i < scan->file->field_count; i++) {
        const struct assay_node *value;
        const enum assay_code code =
            assay_field_value(scan->field[i], &source, &batch->arena, &value, err);

        if (code)
            return code;
        found += value != NULL;
        if (value)
            add_texts(scan, batch, value);
    }
    scan->out->without += found == 0;
    return ASSAY_OK;
}

/* Reads records until the batch is full; last: the file is at its end. */
static enum assay_code fill(struct scan *scan, struct batch *batch, bool *last,
                            struct assay_error *err)
{
    const struct assay_node *record;

    while (batch->arena.bytes < BATCH_BYTES) {
        enum assay_code code =
            assay_records_next(scan->records, &batch->arena, &record, err);

        if (code)
            return code;
        *last = !record;
        if (*last)
            return ASSAY_OK;
        scan->out->records++;
        if (scan->file->field_count == 0)
            add_texts(scan, batch, record);
        else
            code = add_fields(scan, batch, record, err);
        if (code)
            return code;
    }
    return ASSAY_OK;
}

static void push(struct scan *scan, struct batch **list, struct batch *batch)
{
    (void)pthread_mutex_lock(&scan->lock);
    batch->next = *list;
    *list = batch;
    (void)pthread_cond_broadcast(&scan->change);
    (void)pthread_mutex_unlock(&scan->lock);
}

/* Waits for a batch; NULL when none will come. */
static struct batch *pop(struct scan *scan, struct batch **list)
{
    struct batch *batch;

    (void)pthread_mutex_lock(&scan->lock);
    while (!*list && !scan->over)
        (void)pthread_cond_wait(&scan->change, &scan->lock);
    batch = *list;
    if (batch)
        *list = batch->next;
    (void)pthread_mutex_unlock(&scan->lock);
    return batch;
}

static void *work(void *self)
{
    struct worker *worker = self;
    struct scan *scan = worker->scan;
    struct batch *batch;

    while ((batch = pop(scan, &scan->full)) != NULL) {
        for (size_t i = 0; i < batch->count; i++)
            assay_overlap_match(&worker->tally, scan->plain, &batch->text[i]);
        push(scan, &scan->empty, batch);
    }
    return NULL;
}

/* Reads the file to its end, one batch after the other. */
static enum assay_code feed(struct scan *scan, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (bool last = false; !code && !last;) {
        struct batch *batch = pop(scan, &scan->empty);

        assert(batch);
        assay_arena_reset(&batch->arena);
        batch->count = 0;
        code = fill(scan, batch, &last, err);
        push(scan, code ? &scan->empty : &scan->full, batch);
    }
    (void)pthread_mutex_lock(&scan->lock);
    scan->over = true;
    (void)pthread_cond_broadcast(&scan->change);
    (void)pthread_mutex_unlock(&scan->lock);
    return code;
}

/* Starts the threads; as many as the system lets. */
static size_t start(struct scan *scan, struct worker *worker, size_t jobs,
                    const struct assay_overlap_index *index)
{
    size_t started = 0;

    for (; started < jobs; started++) {
        worker[started].scan = scan;
        assay_overlap_tally_init(&worker[started].tally, index);
        if (pthread_create(&worker[started].thread, NULL, work, &worker[started])) {
            assay_overlap_tally_release(&worker[started].tally);
            break;
        }
    }
    return started;
}

static enum assay_code run(struct scan *scan, struct assay_overlap_tally *tally,
                           struct assay_error *err)
{
    const size_t jobs = scan->file->jobs;
    struct worker *worker = assay_memory_new(jobs, sizeof(*worker));
    struct batch *batch = assay_memory_new(jobs + 2, sizeof(*batch));
    enum assay_code code;
    size_t started;

    (void)pthread_mutex_init(&scan->lock, NULL);
    (void)pthread_cond_init(&scan->change, NULL);
    for (size_t i = 0; i < jobs + 2; i++)
        push(scan, &scan->empty, &batch[i]);
    started = start(scan, worker, jobs, tally->index);
    code = started ? feed(scan, err)
                   : assay_fail(err, ASSAY_EIO, "the system starts no thread");
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(worker[i].thread, NULL);
        assay_overlap_tally_add(tally, &worker[i].tally);
        assay_overlap_tally_release(&worker[i].tally);
    }
    for (size_t i = 0; i < jobs + 2; i++) {
        assay_arena_release(&batch[i].arena);
        free(batch[i].text);
    }
    (void)pthread_cond_destroy(&scan->change);
    (void)pthread_mutex_destroy(&scan->lock);
    free(batch);
    free(worker);
    return code;
}

static enum assay_code compile(struct scan *scan, struct assay_arena *arena,
                               struct assay_error *err)
{
    const size_t count = scan->file->field_count;
    enum assay_code code = ASSAY_OK;

    scan->field = assay_arena_new(arena, count + 1, sizeof(const struct assay_field *));
    for (size_t i = 0; !code && i < count; i++) {
        struct assay_node *spec = assay_arena_new(arena, 1, sizeof(*spec));

        *spec = assay_node_of_string(scan->file->field[i]);
        code = assay_field_compile(spec, "--field", arena, &scan->field[i], err);
    }
    return code;
}

/* What a whole file must have had. */
static enum assay_code check(const struct scan *scan,
                             const struct assay_overlap_tally *tally,
                             struct assay_error *err)
{
    if (scan->out->records == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: no records", scan->file->path);
    if (scan->out->without == scan->out->records)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: none of %" PRIu64 " records has a field \"%s\"%s",
                          scan->file->path, scan->out->records, scan->file->field[0],
                          scan->file->field_count > 1 ? " or another one named" : "");
    if (tally->words == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: no words in %" PRIu64 " records, so there is nothing to "
                          "compare: token ids? --field says where texts stand",
                          scan->file->path, scan->out->records);
    return ASSAY_OK;
}

enum assay_code assay_overlap_scan(const struct assay_overlap_file *file,
                                   const struct assay_plain *plain,
                                   struct assay_overlap_tally *tally,
                                   struct assay_overlap_scanned *out,
                                   struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = file->path, .words = true};
    struct scan scan = {.plain = plain, .file = file, .out = out};
    struct assay_arena arena = {0};
    enum assay_code code = compile(&scan, &arena, err);

    *out = (struct assay_overlap_scanned){0};
    if (!code)
        code = assay_records_open(&setting, &scan.records, err);
    if (!code)
        code = run(&scan, tally, err);
    if (!code)
        code = check(&scan, tally, err);
    if (!code)
        code = assay_records_digest(scan.records, out->sha256, err);
    assay_records_close(scan.records);
    assay_arena_release(&arena);
    return code;
}

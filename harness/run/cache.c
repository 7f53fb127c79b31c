#include "harness/run/cache.h"

#include "harness/core/document.h"
#include "harness/core/file.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/core/memory.h"
#include "harness/run/cache_record.h"
#include "harness/run/cache_stock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOCK = 1 << 20,
    NAME_TRIES = 1000
};

/* One segment that is read. */
struct segment {
    char *name;
    off_t seen;  /* bytes whose records are known */
    bool broken; /* what comes next is no record, and none will become of it */
    bool used;   /* an answer was taken from it */
};

struct place {
    size_t segment;
    off_t at;
    size_t bytes;
};

struct assay_cache {
    struct assay_cache_setting setting;
    struct assay_arena arena;
    const char *folder; /* of the key */
    struct assay_buf key;
    struct segment *segment;
    size_t segments, segment_cap;
    struct assay_same same; /* content -> number of its place */
    struct place *place;
    size_t places, place_cap;
    struct assay_buf block; /* for reading */
    int in;                 /* the segment read last; -1: none */
    size_t in_number;

    pthread_mutex_t lock; /* all below */
    int out;              /* the segment that is written; -1: not yet */
    char *out_name;
    struct assay_arena out_arena;
    bool refused, wrote;
    struct assay_buf line;
};

void assay_cache_name(const struct assay_node *key, char out[ASSAY_DIGEST_HEX])
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    struct assay_buf text = {0};

    assay_json_write(key, false, &text);
    assay_digest_of(assay_buf_view(&text), digest);
    assay_digest_hex(digest, out);
    out[ASSAY_CACHE_NAME] = '\0';
    assay_buf_release(&text);
}

/* ---- reading ---- */

static bool is_known(const struct assay_cache *cache, const char *name)
{
    for (size_t i = 0; i < cache->segments; i++)
        if (strcmp(cache->segment[i].name, name) == 0)
            return true;
    return cache->out_name && strcmp(cache->out_name, name) == 0;
}

static void add_segment(struct assay_cache *cache, const char *name)
{
    if (cache->segments == cache->segment_cap) {
        cache->segment_cap = assay_memory_grow(cache->segment_cap, cache->segments + 1);
        cache->segment = assay_memory_resize(cache->segment, cache->segment_cap,
                                             sizeof(*cache->segment));
    }
    cache->segment[cache->segments++] = (struct segment){.name = assay_memory_copy(name)};
}

static void find_segments(struct assay_cache *cache)
{
    DIR *folder = opendir(cache->folder);
    const struct dirent *entry;

    (void)pthread_mutex_lock(&cache->lock); /* out_name */
    while (folder && (entry = readdir(folder)) != NULL)
        if (assay_stock_is_segment(entry->d_name) && !is_known(cache, entry->d_name) &&
            cache->segments < ASSAY_CACHE_SEGMENTS)
            add_segment(cache, entry->d_name);
    (void)pthread_mutex_unlock(&cache->lock);
    if (folder)
        (void)closedir(folder);
}

static void add_place(struct assay_cache *cache, const struct assay_record *record,
                      struct place place)
{
    if (assay_same_first(&cache->same, &record->content, cache->places) != cache->places)
        return; /* kept twice */
    if (cache->places == cache->place_cap) {
        cache->place_cap = assay_memory_grow(cache->place_cap, cache->places + 1);
        cache->place =
            assay_memory_resize(cache->place, cache->place_cap, sizeof(*cache->place));
    }
    cache->place[cache->places++] = place;
}

static const char *path_of(const struct assay_cache *cache, const struct segment *segment,
                           struct assay_arena *arena)
{
    return assay_arena_printf(arena, "%s/%s", cache->folder, segment->name);
}

/* Opens a segment in place of the one that was read last; false where it was removed. */
static bool turn_to(struct assay_cache *cache, size_t number)
{
    struct assay_arena arena = {0};

    if (cache->in >= 0 && cache->in_number == number)
        return true;
    if (cache->in >= 0)
        (void)close(cache->in);
    cache->in =
        open(path_of(cache, &cache->segment[number], &arena), O_RDONLY | O_CLOEXEC);
    cache->in_number = number;
    assay_arena_release(&arena);
    return cache->in >= 0;
}

/* n bytes of a segment into the block; false where the file has fewer. */
static bool read_block(struct assay_cache *cache, const struct place *place)
{
    assay_buf_reset(&cache->block);
    (void)assay_buf_room(&cache->block, place->bytes);
    while (cache->block.len < place->bytes) {
        const ssize_t got =
            pread(cache->in, cache->block.data + cache->block.len,
                  place->bytes - cache->block.len, place->at + (off_t)cache->block.len);

        if (got <= 0)
            return false;
        cache->block.len += (size_t)got;
    }
    return true;
}

/* The records of the block; bytes gone through, 0 where the first one is not whole in it. */
static size_t read_records(struct assay_cache *cache, size_t number)
{
    const off_t from = cache->segment[number].seen;
    const struct assay_str all = assay_buf_view(&cache->block);
    struct assay_record record;
    size_t at = 0;

    while (assay_record_read((struct assay_str){all.ptr + at, all.len - at}, &record,
                             NULL, 0)) {
        add_place(cache, &record, (struct place){number, from + (off_t)at, record.bytes});
        at += record.bytes;
    }
    return at;
}

/* Reads on in a segment as far as its records are whole. */
static void read_segment(struct assay_cache *cache, size_t number)
{
    struct segment *segment = &cache->segment[number];
    struct stat status;
    size_t want = BLOCK;

    if (segment->broken || !turn_to(cache, number) || fstat(cache->in, &status) != 0)
        return;
    while (segment->seen < status.st_size) {
        const off_t left = status.st_size - segment->seen;
        size_t got;

        want = (off_t)want < left ? want : (size_t)left;
        if (!read_block(cache, &(struct place){number, segment->seen, want}))
            return;
        got = read_records(cache, number);
        segment->seen += (off_t)got;
        if (got > 0) {
            want = BLOCK;
            continue;
        }
        got = assay_record_length(assay_buf_view(&cache->block));
        segment->broken = want >= ASSAY_RECORD_HEAD && (got == 0 || got <= want);
        if (segment->broken || (off_t)got > left || got <= want)
            return; /* not a record, or not yet a whole one */
        want = got;
    }
}

void assay_cache_refresh(struct assay_cache *cache)
{
    find_segments(cache);
    for (size_t i = 0; i < cache->segments; i++)
        read_segment(cache, i);
}

bool assay_cache_find(struct assay_cache *cache, const struct assay_content *content,
                      struct assay_answer *answers, size_t count)
{
    const size_t n = assay_same_find(&cache->same, content);
    struct assay_record record;
    const struct place *place;

    if (n == SIZE_MAX)
        return false;
    place = &cache->place[n];
    if (!turn_to(cache, place->segment) || !read_block(cache, place))
        return false;
    if (!assay_record_read(assay_buf_view(&cache->block), &record, answers, count) ||
        record.count != count || memcmp(&record.content, content, sizeof(*content)) != 0)
        return false;
    cache->segment[place->segment].used = true;
    return true;
}

/* ---- writing ---- */

bool assay_cache_keeps(const struct assay_answer *answers, size_t count)
{
    size_t i = 0;

    while (i < count &&
           ((answers[i].state == ASSAY_STATE_SCORED && isfinite(answers[i].value)) ||
            answers[i].state == ASSAY_STATE_TRUNCATED))
        i++;
    return count > 0 && i == count && count <= ASSAY_RECORD_VALUES;
}

/* Who asks, for people. */
static void name_model(struct assay_cache *cache)
{
    const char *path =
        assay_arena_printf(&cache->out_arena, "%s/%s", cache->folder, ASSAY_STOCK_MODEL);
    struct assay_error ignored;

    if (cache->setting.model && !assay_file_exists(path) &&
        assay_document_save(path, assay_str_of(cache->setting.model), &ignored))
        return;
}

/* The key's folder and what it is of; another process may have just removed it. */
static enum assay_code make_folder(struct assay_cache *cache, struct assay_error *err)
{
    const char *path =
        assay_arena_printf(&cache->out_arena, "%s/key.json", cache->folder);
    bool made;
    enum assay_code code = assay_folder_make(cache->folder, &made, err);

    if (!code && !assay_file_exists(path))
        code = assay_document_save(path, assay_buf_view(&cache->key), err);
    if (!code)
        name_model(cache);
    return code;
}

/* A segment that nobody else writes: its name holds who made it and when. */
static void make_segment(struct assay_cache *cache)
{
    struct timespec now;
    struct assay_error ignored;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    for (unsigned i = 0; cache->out < 0 && !cache->refused && i < NAME_TRIES; i++) {
        const char *name = assay_arena_printf(&cache->out_arena, "%lld-%09ld-%ld-%u%s",
                                              (long long)now.tv_sec, now.tv_nsec,
                                              (long)getpid(), i, ASSAY_STOCK_ENDING);
        const char *path =
            assay_arena_printf(&cache->out_arena, "%s/%s", cache->folder, name);

        cache->out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
        if (cache->out >= 0)
            cache->out_name = assay_memory_copy(name);
        else if (errno == ENOENT)
            cache->refused = make_folder(cache, &ignored) != ASSAY_OK;
        else
            cache->refused = errno != EEXIST;
    }
    cache->refused = cache->out < 0;
}

void assay_cache_put(struct assay_cache *cache, const struct assay_content *content,
                     const struct assay_answer *answers, size_t count)
{
    (void)pthread_mutex_lock(&cache->lock);
    if (cache->out < 0 && !cache->refused)
        make_segment(cache);
    if (!cache->refused) {
        assay_buf_reset(&cache->line);
        assay_record_write(content, answers, count, &cache->line);
        cache->refused = write(cache->out, cache->line.data, cache->line.len) !=
                         (ssize_t)cache->line.len;
        cache->wrote = true;
    }
    (void)pthread_mutex_unlock(&cache->lock);
}

/* ---- life ---- */

enum assay_code assay_cache_open(const struct assay_cache_setting *setting,
                                 const struct assay_node *key, struct assay_cache **out,
                                 struct assay_error *err)
{
    struct assay_cache *cache = assay_memory_new(1, sizeof(*cache));
    char name[ASSAY_DIGEST_HEX];
    enum assay_code code;

    assay_cache_name(key, name);
    cache->setting = *setting;
    cache->out = cache->in = -1;
    cache->folder = assay_arena_printf(&cache->arena, "%s/%s", setting->folder, name);
    assay_json_write(key, true, &cache->key);
    (void)pthread_mutex_init(&cache->lock, NULL);
    code = make_folder(cache, err);
    if (code) {
        assay_cache_close(cache);
        return code;
    }
    assay_cache_refresh(cache);
    *out = cache;
    return ASSAY_OK;
}

size_t assay_cache_count(const struct assay_cache *cache)
{
    return cache->places;
}

void assay_cache_close(struct assay_cache *cache)
{
    struct assay_pruned ignored;

    if (!cache)
        return;
    for (size_t i = 0; i < cache->segments; i++) {
        struct segment *segment = &cache->segment[i];

        if (segment->used) /* as young as a new one */
            (void)utimensat(AT_FDCWD, path_of(cache, segment, &cache->arena), NULL, 0);
        free(segment->name);
    }
    if (cache->in >= 0)
        (void)close(cache->in);
    if (cache->out >= 0)
        (void)close(cache->out);
    if (cache->wrote)
        assay_stock_prune(&cache->setting, &ignored);
    free(cache->segment);
    free(cache->place);
    free(cache->out_name);
    assay_same_release(&cache->same);
    assay_buf_release(&cache->block);
    assay_buf_release(&cache->key);
    assay_buf_release(&cache->line);
    (void)pthread_mutex_destroy(&cache->lock);
    assay_arena_release(&cache->arena);
    assay_arena_release(&cache->out_arena);
    free(cache);
}

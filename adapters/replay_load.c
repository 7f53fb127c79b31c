/* replay_load.c - one pass over a file of stored answers; texts do not outlive their record. */
#include "adapters/replay_load.h"

#include "adapters/replay_generic.h"
#include "harness/core/buf.h"
#include "harness/core/records.h"

#include <string.h>

enum {
    NAMES_SEEN = 512, /* evaluators that are remembered, for messages */
    NAMES_TOLD = 5    /* that a message lists */
};

/* Evaluators met on the way, the first so many. */
struct owners {
    struct assay_arena arena;
    const char *at[NAMES_SEEN];
    size_t count;
};

struct pass {
    const struct assay_replay_source *source;
    struct assay_records *records;
    struct assay_arena arena; /* of one record */
    struct owners owners;
    struct assay_arena kept;       /* of what the watch tells */
    struct assay_field_watch must; /* fields that some record has */
    struct assay_field_watch may;  /* those that a file may do without, unless misspelt */
    size_t taken;
};

static enum assay_code open_records(const char *path, const struct assay_replay_map *map,
                                    const struct assay_replay_foreign *foreign,
                                    struct assay_records **out, struct assay_error *err)
{
    const struct assay_records_setting setting = {
        .path = path,
        .layout = map ? map->layout : ASSAY_LAYOUT_AUTO,
        .group_by = map ? map->group_by : NULL,
        .shuffles = map ? map->shuffles : 0,
        .rows_of = map ? map->rows_of : NULL,
        .format = foreign ? foreign->format : NULL,
        .metric = foreign ? foreign->metric : NULL,
    };

    return assay_records_open(&setting, out, err);
}

/* The next record as fields see it; .record is NULL at the end. */
static enum assay_code next(struct assay_records *records, const char *path,
                            struct assay_arena *arena, struct assay_field_source *out,
                            struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_field_source){.path = path};
    code = assay_records_next(records, arena, &out->record, err);
    if (!code && out->record) {
        out->line = assay_records_line(records);
        out->row = assay_records_count(records) - 1;
    }
    return code;
}

static void remember(struct owners *owners, struct assay_str name)
{
    for (size_t i = 0; i < owners->count; i++)
        if (assay_str_equal(assay_str_of(owners->at[i]), name))
            return;
    if (owners->count < NAMES_SEEN)
        owners->at[owners->count++] = assay_arena_copy(&owners->arena, name).ptr;
}

/* True in *ours if the record belongs to the evaluator that is wanted. */
static enum assay_code is_ours(struct pass *pass, const struct assay_field_source *record,
                               bool *ours, struct assay_error *err)
{
    const struct assay_replay_source *source = pass->source;
    struct assay_str name;
    enum assay_code code;

    *ours = true;
    if (!source->map->select)
        return ASSAY_OK;
    code = assay_field_text(source->map->select, record, &pass->arena, &name, err);
    if (code)
        return code;
    remember(&pass->owners, name);
    *ours = assay_str_equal(
        name, assay_str_of(source->name ? source->name : pass->owners.at[0]));
    return ASSAY_OK;
}

/* After the pass: was it clear whose answers were wanted, and were there any? */
static enum assay_code check_owner(const struct pass *pass, struct assay_error *err)
{
    const struct owners *owners = &pass->owners;
    const struct assay_replay_source *source = pass->source;
    struct assay_buf list = {.ceiling = 600};
    const char *near = NULL;
    enum assay_code code;

    if (pass->taken > 0 && (source->name || owners->count <= 1))
        return ASSAY_OK;
    if (pass->taken == 0 && (!source->map->select || owners->count == 0))
        return assay_fail(err, ASSAY_EDATA, "%s: no records", source->path);
    for (size_t i = 0; i < owners->count && i < NAMES_TOLD; i++)
        assay_buf_printf(&list, "%s%s", i ? ", " : "", owners->at[i]);
    assay_buf_puts(&list, owners->count > NAMES_TOLD ? ", ..." : "");
    if (source->name)
        near = assay_str_nearest(source->name, owners->at, owners->count);
    if (source->name)
        code =
            assay_fail(err, ASSAY_EUSAGE, "name=%s: not in %s, which holds %s%s%s%s",
                       source->name, source->path, list.data,
                       near ? "; nearest is \"" : "", near ? near : "", near ? "\"" : "");
    else
        code = assay_fail(err, ASSAY_EUSAGE,
                          "%s holds answers of several: choose one with --model-option "
                          "name=NAME (%s)",
                          source->path, list.data);
    assay_buf_release(&list);
    return code;
}

static void count_prompt(struct assay_replay_tally *tally, struct assay_str digest)
{
    size_t i = 0;

    if (digest.len == 0 || digest.len >= sizeof(tally->prompt[0].digest))
        return;
    while (i < tally->prompts &&
           !assay_str_equal(digest, assay_str_of(tally->prompt[i].digest)))
        i++;
    if (i == ASSAY_REPLAY_PROMPTS) {
        tally->other_prompts++;
        return;
    }
    if (i == tally->prompts) {
        memcpy(tally->prompt[i].digest, digest.ptr, digest.len);
        tally->prompts++;
    }
    tally->prompt[i].rows++;
}

/*
 * The fields of a mapping that a suite's description has. A file may lack presentation orders and votes
 * behind the first, and what a judge was not asked for; fields of rows are apart (records.h).
 */
static void watch_map(struct pass *pass, const struct assay_replay_map *map)
{
    const enum assay_replay_shape shape = map->shape;
    const bool by_row = shape == ASSAY_REPLAY_PLACED || shape == ASSAY_REPLAY_ROWS;
    const bool apart = shape == ASSAY_REPLAY_PREFERENCES ||
                       shape == ASSAY_REPLAY_VERDICTS || shape == ASSAY_REPLAY_VOTES;
    const bool loose = shape == ASSAY_REPLAY_JUDGED || map->partial;

    if (map->line == 0) /* made from options and well-known names */
        return;
    if (!pass->source->keyless && map->has_key)
        assay_field_watch_add(&pass->must, map->key);
    if (map->select)
        assay_field_watch_add(&pass->must, map->select);
    if (map->stored)
        assay_field_watch_add(&pass->may, map->stored);
    for (size_t i = 0; !by_row && i < map->field_count; i++)
        if (map->field[i])
            assay_field_watch_add(loose || (apart && i > 0) ? &pass->may : &pass->must,
                                  map->field[i]);
}

/* What no record had, and the file should have: what must be there, or a key that is near to one of the
   file's that nothing reads. */
static enum assay_code check_missing(const struct pass *pass, struct assay_error *err)
{
    const struct assay_replay_map *map = pass->source->map;
    struct assay_field_keys keys = {.count = 0};
    enum assay_code code;

    for (size_t i = 0; i < map->field_count; i++)
        if (map->field[i])
            assay_field_keys_add(&keys, map->field[i]);
    assay_field_keys_add(&keys, map->key);
    code = assay_field_watch_misspelt(&pass->may, &keys, map->file, err);
    return code ? code : assay_field_watch_end(&pass->must, map->file, err);
}

/* What is wrong with a record is first of all that it lacks what the description names. */
static enum assay_code lacking_first(const struct pass *pass, enum assay_code code,
                                     struct assay_error *err)
{
    const struct assay_error own = *err;

    if (code != ASSAY_EDATA || check_missing(pass, err))
        return err->code;
    *err = own;
    return code;
}

static enum assay_code take(struct pass *pass, const struct assay_field_source *record,
                            struct assay_replay_store *store,
                            struct assay_replay_tally *tally, struct assay_error *err)
{
    const struct assay_replay_map *map = pass->source->map;
    struct assay_replay_row row;
    struct assay_str key = {"", 0};
    enum assay_code code = ASSAY_OK;

    if (!pass->source->keyless)
        code = assay_field_text(map->key, record, &pass->arena, &key, err);
    if (!code)
        code = assay_replay_row_read(map, pass->source->reading, record, &pass->arena,
                                     &row, err);
    if (code)
        return code;
    if (store->count >= UINT32_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %u rows", pass->source->path,
                          UINT32_MAX);
    if (row.count > ASSAY_REPLAY_STORED_MAX - store->values)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: more than %llu values: too many to hold at once; cut the "
                          "file into parts of the suite",
                          pass->source->path,
                          (unsigned long long)ASSAY_REPLAY_STORED_MAX);
    if (key.len > ASSAY_REPLAY_KEY_BYTES)
        return assay_field_fail(err, record, assay_field_name(map->key),
                                "a key of more than %d bytes", ASSAY_REPLAY_KEY_BYTES);
    assay_replay_store_add(store, key, &row, record->line);
    tally->contradictions += row.contradicts;
    count_prompt(tally, row.judge_prompt);
    tally->steps = tally->steps || row.steps;
    pass->taken++;
    return ASSAY_OK;
}

/* Reads up to the limit, and on while some field of the mapping was not seen. */
static enum assay_code read_all(struct pass *pass, struct assay_replay_store *store,
                                struct assay_replay_tally *tally, struct assay_error *err)
{
    const struct assay_replay_source *source = pass->source;

    for (size_t n = 0;; n++) {
        const bool beyond = source->limit > 0 && n >= source->limit;
        struct assay_field_source record;
        enum assay_code code;
        bool ours = false;

        if (beyond && pass->must.count == 0)
            return ASSAY_OK;
        assay_arena_reset(&pass->arena);
        code = next(pass->records, source->path, &pass->arena, &record, err);
        if (code || !record.record)
            return code ? code : check_missing(pass, err);
        assay_field_watch_see(&pass->must, &record, &pass->kept);
        assay_field_watch_see(&pass->may, &record, &pass->kept);
        if (beyond)
            continue;
        code = is_ours(pass, &record, &ours, err);
        if (!code && ours)
            code = take(pass, &record, store, tally, err);
        if (code)
            return lacking_first(pass, code, err);
    }
}

enum assay_code assay_replay_load(const struct assay_replay_source *source,
                                  struct assay_replay_store *store,
                                  struct assay_replay_tally *tally,
                                  struct assay_error *err)
{
    struct pass pass = {.source = source};
    enum assay_code code;

    *tally = (struct assay_replay_tally){0};
    watch_map(&pass, source->map);
    code = open_records(source->path, source->map, &source->foreign, &pass.records, err);
    if (!code)
        code = read_all(&pass, store, tally, err);
    if (!code)
        tally->left_out = assay_records_left_out(pass.records, &tally->why);
    if (!code)
        code = check_owner(&pass, err);
    assay_records_close(pass.records);
    assay_arena_release(&pass.arena);
    assay_arena_release(&pass.owners.arena);
    assay_arena_release(&pass.kept);
    return code;
}

enum assay_code assay_replay_guess(const char *path,
                                   const struct assay_replay_foreign *foreign,
                                   const struct assay_replay_names *names,
                                   struct assay_arena *arena,
                                   struct assay_replay_map *out, struct assay_error *err)
{
    struct assay_records *records = NULL;
    struct assay_arena scratch = {0};
    struct assay_field_source first = {.path = path};
    enum assay_code code = open_records(path, NULL, foreign, &records, err);

    if (!code)
        code = next(records, path, &scratch, &first, err);
    if (!code && !first.record)
        code = assay_fail(err, ASSAY_EDATA, "%s: no records", path);
    if (!code)
        code = assay_replay_generic(names, &first, arena, out, err);
    assay_records_close(records);
    assay_arena_release(&scratch);
    return code;
}

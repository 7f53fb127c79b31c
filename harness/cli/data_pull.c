/* data_pull.c - assay data pull: benchmark data, fetched by address and checked. */
#include "harness/cli/data_action.h"

#include "harness/cli/command.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/clock.h"
#include "harness/core/digests.h"
#include "harness/core/fetch.h"
#include "harness/core/file.h"
#include "harness/core/folder.h"
#include "harness/core/hub.h"
#include "harness/core/log.h"
#include "harness/core/manifest.h"
#include "harness/core/place.h"
#include "harness/run/stop.h"
#include "suites/suite.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    WAIT = 50000000 /* nanoseconds between looks at the lock of another process */
};

/* What is to be done about a file. */
enum state {
    STATE_OK,      /* here, as its digest says */
    STATE_PRESENT, /* here, no digest is known */
    STATE_TRUST,   /* the same, and what is here is to be written down */
    STATE_FETCH,
};

struct want {
    const struct assay_manifest_entry *entry;
    const struct assay_manifest_file *file; /* NULL: the set is known by its page alone */
    const char *path;                       /* where it is or will be */
    enum state state;
    enum assay_code code; /* why it cannot be had */
};

/* One `data pull` under way. */
struct pull {
    const struct assay_data_options *options;
    struct assay_arena arena;
    struct assay_log log;
    struct assay_manifest manifest;
    struct assay_digests digests;
    struct assay_hub hub;
    const char *dir; /* of data */
    struct want *want;
    size_t count, capacity;
    const atomic_int *stop;
    struct assay_http *http; /* NULL until something is fetched */
    int lock;                /* on the data folder; -1: not held */
    const struct want *under_way;
    struct assay_error first, last; /* of the faults of single files */
    size_t failed;
};

/* ---- what is wanted ---- */

static void add(struct pull *pull, const struct assay_manifest_entry *entry,
                const struct assay_manifest_file *file)
{
    for (size_t i = 0; i < pull->count; i++)
        if (pull->want[i].entry == entry && pull->want[i].file == file)
            return;
    if (pull->count == pull->capacity) {
        const size_t capacity = pull->capacity ? pull->capacity * 2 : 16;
        struct want *more = assay_arena_new(&pull->arena, capacity, sizeof(*more));

        if (pull->count > 0)
            memcpy(more, pull->want, pull->count * sizeof(*more));
        pull->want = more;
        pull->capacity = capacity;
    }
    pull->want[pull->count++] = (struct want){
        .entry = entry,
        .file = file,
        .path = file ? assay_arena_printf(&pull->arena, "%s/%s", pull->dir, file->path)
                     : NULL};
}

/* A set's files, or of one file alone where it is named. */
static void add_files(struct pull *pull, const struct assay_manifest_entry *entry,
                      struct assay_str file)
{
    if (entry->file_count == 0)
        add(pull, entry, NULL);
    for (size_t i = 0; i < entry->file_count; i++)
        if (file.len == 0 || assay_str_equal(file, assay_str_of(entry->files[i].path)))
            add(pull, entry, &entry->files[i]);
}

static enum assay_code add_suite(struct pull *pull, const char *name,
                                 struct assay_error *err)
{
    const struct assay_places places = {pull->dir, assay_place_suites(&pull->arena),
                                        assay_place_manifest(&pull->arena)};
    const struct assay_suite_words words = {.spec = name};
    const struct assay_suite_need *need;
    struct assay_suite *suite;
    enum assay_code code =
        assay_suite_load_any(&words, &places, &pull->arena, &suite, err);
    size_t n;

    if (code)
        return code;
    n = assay_suite_needs(suite, &pull->arena, &need);
    for (size_t i = 0; i < n; i++) {
        const struct assay_manifest_entry *entry =
            assay_manifest_find(&pull->manifest, need[i].entry);

        if (!entry)
            return assay_fail(err, ASSAY_EDATA, "suite %s: %s has no entry \"%.*s\"",
                              name, places.manifest, ASSAY_STR_ARG(need[i].entry));
        add_files(pull, entry, need[i].file);
    }
    if (n == 0)
        assay_log_note(&pull->log, "suite %s reads no file of data_manifest.txt", name);
    return ASSAY_OK;
}

/* True if a built-in suite, or a part of one, is called so. */
static bool names_suite(struct pull *pull, const char *name)
{
    const size_t n = strcspn(name, ":");
    const char *path = assay_arena_printf(&pull->arena, "%s/%.*s.yaml",
                                          assay_place_suites(&pull->arena), (int)n, name);

    return !strchr(name, '/') && n > 0 && assay_file_exists(path);
}

/* A set, or all that the suite of that name needs, or both where one name is of both. */
static enum assay_code add_named(struct pull *pull, const char *name,
                                 struct assay_error *err)
{
    const struct assay_manifest_entry *entry =
        assay_manifest_find(&pull->manifest, assay_str_of(name));

    if (entry)
        add_files(pull, entry, (struct assay_str){"", 0});
    if (names_suite(pull, name))
        return add_suite(pull, name, err);
    return entry ? ASSAY_OK
                 : assay_data_find(&pull->manifest, name, &pull->arena, &entry, err);
}

static enum assay_code collect(struct pull *pull, const struct assay_words *words,
                               struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (words->count < 2 && !pull->options->suite)
        return assay_fail(err, ASSAY_EUSAGE, "pull: name a data set, or a --suite; %s",
                          "`assay data ls` lists them");
    for (size_t i = 1; !code && i < words->count; i++)
        code = add_named(pull, words->at[i], err);
    if (!code && pull->options->suite)
        code = add_suite(pull, pull->options->suite, err);
    return code;
}

/* ---- what is here ---- */

/* A set that is an archive, or is made out of one: there is no address of the file itself. */
static enum assay_code by_hand(const struct want *want, struct assay_error *err)
{
    const struct assay_manifest_entry *entry = want->entry;

    return assay_fail(err, ASSAY_EUSAGE,
                      "%s: not to be had as a file; go to %.*s, and `assay data path %s` "
                      "tells where to put it",
                      entry->name.ptr,
                      ASSAY_STR_ARG(entry->address.len
                                        ? entry->address
                                        : ASSAY_STR("where it is published")),
                      entry->name.ptr);
}

/* Whether a file that is not here may be fetched. */
static enum assay_code check_address(const struct pull *pull, const struct want *want,
                                     struct assay_error *err)
{
    const struct assay_manifest_entry *entry = want->entry;
    const struct assay_manifest_file *file = want->file;
    const bool trusted =
        pull->options->trust || assay_digests_trusted(&pull->digests, file);

    if (file->address.len == 0)
        return by_hand(want, err);
    if (!trusted && assay_hub_pin(file->address) == ASSAY_PIN_LOOSE)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: %s names no commit, so what is there may change; "
                          "--trust-first-use takes what is there now",
                          entry->name.ptr, file->address.ptr);
    if (!trusted && file->sha256.len == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: the SHA-256 of %s is not known; --trust-first-use takes "
                          "what is there now, and writes its digest down",
                          entry->name.ptr, file->address.ptr);
    if (pull->hub.offline)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: not here, and HF_HUB_OFFLINE says not to fetch it",
                          entry->name.ptr);
    return ASSAY_OK;
}

static enum assay_code look_here(struct pull *pull, struct want *want,
                                 struct assay_error *err)
{
    const struct assay_str expected = assay_digests_expected(&pull->digests, want->file);
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code;

    if (expected.len == 0) {
        want->state = pull->options->trust ? STATE_TRUST : STATE_PRESENT;
        return ASSAY_OK;
    }
    code = assay_digest_file(want->path, hex, err);
    if (code || assay_str_equal(expected, assay_str_of(hex))) {
        want->state = STATE_OK;
        return code;
    }
    want->state = STATE_FETCH;
    if (pull->options->replace)
        return check_address(pull, want, err);
    return assay_fail(err, ASSAY_EDATA,
                      "%s: differs from what its SHA-256 says; --replace fetches it anew",
                      want->path);
}

static enum assay_code look(struct pull *pull, struct want *want, struct assay_error *err)
{
    if (!want->file)
        return by_hand(want, err);
    if (assay_file_exists(want->path))
        return look_here(pull, want, err);
    want->state = STATE_FETCH;
    return check_address(pull, want, err);
}

/* ---- fetching ---- */

static void tell_progress(void *self, uint64_t done, uint64_t total, uint64_t at_start)
{
    struct pull *pull = self;

    assay_log_progress(&pull->log,
                       &(struct assay_progress){.what = pull->under_way->entry->name.ptr,
                                                .done = (size_t)done,
                                                .total = (size_t)total,
                                                .at_start = (size_t)at_start,
                                                .bytes = true,
                                                .now = assay_clock()});
}

static void tell_note(void *self, const char *text)
{
    struct pull *pull = self;

    assay_log_note(&pull->log, "assay data: %s", text);
}

/* What came, and the address at the commit that a branch stood at, or NULL. */
static enum assay_code write_down(struct pull *pull, const struct want *want,
                                  const char *hex, const char *pinned,
                                  struct assay_error *err)
{
    const struct assay_digests_line line = {.sha256 = assay_str_of(hex),
                                            .path = assay_str_of(want->file->path),
                                            .from = want->file->address,
                                            .pinned = assay_str_of(pinned ? pinned : "")};

    return assay_digests_add(pull->dir, &line, err);
}

/* After a fetch from address: what is to hold for later ones is written down. */
static enum assay_code keep(struct pull *pull, const struct want *want,
                            struct assay_str address, const struct assay_fetched *came,
                            struct assay_error *err)
{
    const char *pinned =
        assay_hub_pinned(address, assay_str_of(came->commit), &pull->arena);

    if (pinned)
        assay_log_note(&pull->log, "assay data: %s: taken at commit %s, as from now on",
                       want->file->path, came->commit);
    if (!pinned && assay_digests_expected(&pull->digests, want->file).len > 0)
        return ASSAY_OK;
    return write_down(pull, want, came->sha256, pinned, err);
}

static enum assay_code fetch(struct pull *pull, const struct want *want,
                             struct assay_error *err)
{
    const struct assay_manifest_file *file = want->file;
    const struct assay_str address = assay_digests_address(&pull->digests, file);
    struct assay_fetch setting = {
        .url = assay_hub_address(&pull->hub, address, &pull->arena),
        .token = assay_hub_has(address) ? pull->hub.token : NULL,
        .path = want->path,
        .sha256 = assay_digests_expected(&pull->digests, file),
        .policy = assay_fetch_policy(),
        .stop = pull->stop,
        .tell = tell_progress,
        .note = tell_note,
        .self = pull,
    };
    struct assay_fetched came;
    enum assay_code code = assay_folder_make_below(pull->dir, file->path, err);

    setting.policy.tries = pull->options->tries;
    setting.policy.wait = pull->options->wait;
    setting.policy.stall = pull->options->stall;
    pull->under_way = want;
    pull->log.began = -1;
    if (!code && !pull->http)
        code = assay_http_open(&pull->http, err);
    if (!code)
        code = assay_fetch_file(pull->http, &setting, &came, err);
    assay_log_clear(&pull->log);
    if (code == ASSAY_EIO && want->entry->gated.len > 0)
        code = assay_fail(err, code, "%s; gated: %s",
                          assay_arena_printf(&pull->arena, "%s", err->text),
                          want->entry->gated.ptr);
    return code ? code : keep(pull, want, address, &came, err);
}

static enum assay_code trust(struct pull *pull, const struct want *want,
                             struct assay_error *err)
{
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code = assay_digest_file(want->path, hex, err);

    return code ? code : write_down(pull, want, hex, NULL, err);
}

/* ---- the data folder ---- */

static enum assay_code wait_for_lock(struct pull *pull, const char *path,
                                     struct assay_error *err)
{
    const struct timespec pause = {.tv_nsec = WAIT};
    bool told = false;
    long holder;

    for (;;) {
        const enum assay_code code = assay_folder_lock(path, &pull->lock, &holder, err);

        if (code || pull->lock >= 0)
            return code;
        if (!told)
            assay_log_note(&pull->log, "assay data: process %ld fetches into %s; waiting",
                           holder, pull->dir);
        told = true;
        if (*pull->stop)
            return assay_fail(err, ASSAY_EINTERRUPTED, "interrupted");
        (void)nanosleep(&pause, NULL);
    }
}

static enum assay_code lock_folder(struct pull *pull, struct assay_error *err)
{
    const char *own = assay_arena_printf(&pull->arena, "%s/.assay", pull->dir);
    bool made;
    enum assay_code code = assay_folder_make(own, &made, err);

    if (!code)
        code = wait_for_lock(pull, assay_arena_printf(&pull->arena, "%s/lock", own), err);
    if (!code) /* whoever held it may have fetched what is wanted */
        code = assay_digests_read(pull->dir, &pull->arena, &pull->digests, err);
    return code;
}

/* ---- all of it ---- */

/* A fault of one file: told now, or at the end where it is the first. */
static void note_fault(struct pull *pull, struct want *want,
                       const struct assay_error *why)
{
    const bool again = pull->failed > 0 && strcmp(why->text, pull->last.text) == 0;

    want->code = why->code;
    pull->last = *why;
    if (pull->failed++ == 0)
        pull->first = *why;
    else if (!again)
        assay_log_note(&pull->log, "assay data: %s", why->text);
}

/* True if something of what is here or in the data folder's notes is to be changed. */
static bool look_at_all(struct pull *pull)
{
    bool work = false;

    for (size_t i = 0; i < pull->count; i++) {
        struct want *want = &pull->want[i];
        struct assay_error why;

        if (look(pull, want, &why))
            note_fault(pull, want, &why);
        else
            work = work || want->state == STATE_FETCH || want->state == STATE_TRUST;
    }
    return work;
}

static enum assay_code print_line(const struct want *want, const char *word,
                                  struct assay_error *err)
{
    struct assay_buf line = {0};
    enum assay_code code;

    assay_buf_printf(&line, "%-8s %s\n", word, want->path);
    code = assay_cli_print(assay_buf_view(&line), err);
    assay_buf_release(&line);
    return code;
}

/* Does what is to be done about a file, and tells it. */
static enum assay_code settle(struct pull *pull, struct want *want,
                              struct assay_error *err)
{
    static const char *const words[] = {"ok", "present", "trusted", "fetched"};
    struct assay_error why;
    enum assay_code code = ASSAY_OK;

    if (want->code)
        return ASSAY_OK;
    if (want->state == STATE_FETCH || want->state == STATE_TRUST)
        code = look(pull, want, &why);
    if (!code && want->state == STATE_FETCH)
        code = fetch(pull, want, &why);
    else if (!code && want->state == STATE_TRUST)
        code = trust(pull, want, &why);
    if (!code)
        return print_line(want, words[want->state], err);
    if (code == ASSAY_EINTERRUPTED)
        return assay_fail(err, code, "interrupted; the same command goes on from there");
    note_fault(pull, want, &why);
    return ASSAY_OK;
}

static enum assay_code tell_plan(const struct pull *pull, struct assay_error *err)
{
    static const char *const words[] = {"ok", "present", "trust", "fetch"};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < pull->count; i++)
        if (!pull->want[i].code)
            code = print_line(&pull->want[i], words[pull->want[i].state], err);
    return code;
}

static enum assay_code work(struct pull *pull, struct assay_error *err)
{
    const bool changes = look_at_all(pull);
    enum assay_code code = ASSAY_OK;

    if (pull->options->dry_run) {
        code = tell_plan(pull, err);
    } else {
        if (changes)
            code = lock_folder(pull, err);
        for (size_t i = 0; !code && i < pull->count; i++)
            code = settle(pull, &pull->want[i], err);
    }
    if (code || pull->failed == 0)
        return code;
    if (pull->failed == 1)
        return assay_fail(err, pull->first.code, "%s", pull->first.text);
    return assay_fail(err, pull->first.code, "%s; in all %zu files were not had",
                      pull->first.text, pull->failed);
}

static enum assay_code begin(struct pull *pull, struct assay_error *err)
{
    enum assay_code code = assay_manifest_read(assay_place_manifest(&pull->arena),
                                               &pull->arena, &pull->manifest, err);

    pull->dir = assay_place_data(pull->options->data_dir, &pull->arena);
    if (!code && !pull->dir)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "no data folder: set ASSAY_DATA or give --data-dir");
    if (!code)
        code = assay_digests_read(pull->dir, &pull->arena, &pull->digests, err);
    if (!code)
        code = assay_hub_look(&pull->arena, &pull->hub, err);
    return code;
}

enum assay_code assay_data_pull(const struct assay_data_options *options,
                                const struct assay_words *words, struct assay_error *err)
{
    struct pull pull = {.options = options, .lock = -1};
    enum assay_code code;

    pull.log = assay_log_stderr(options->quiet, !options->no_progress);
    pull.stop = assay_stop_watch();
    code = begin(&pull, err);
    if (!code)
        code = collect(&pull, words, err);
    if (!code)
        code = work(&pull, err);
    assay_http_close(pull.http);
    if (pull.lock >= 0)
        (void)close(pull.lock);
    assay_arena_release(&pull.arena);
    return code;
}

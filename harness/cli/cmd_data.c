/* cmd_data.c - assay data: which data sets there are, which are here, and whether they are whole. */
#include "harness/cli/command.h"
#include "harness/cli/data_action.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/digests.h"
#include "harness/core/file.h"
#include "harness/core/manifest.h"
#include "harness/core/obtain.h"
#include "harness/core/place.h"
#include "harness/run/overlap_check.h"

#include <stdbool.h>
#include <string.h>

static const struct assay_option options[] = {
    {.name = "common",
     .help = "overlap: n-grams of more prompts of the suite are left out; 0: none is",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, common),
     .initial = "10",
     .hi = 1000000},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "dataset",
     .help = "name of the suite's data on the Hugging Face hub, for export",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, dataset),
     .value = "ORG/NAME",
     .optional = true},
    {.name = "fail-above",
     .help = "overlap: exit with 1 if more than this share of the items shares n-grams",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_data_options, fail_above),
     .initial = "1",
     .hi = 1},
    {.name = "field",
     .help =
         "overlap: where texts stand in a record; may be given again; else everywhere",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_data_options, field),
     .value = "FIELD"},
    {.name = "format",
     .help = "one of `assay ls formats`; import finds it out without",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, format),
     .value = "NAME",
     .optional = true},
    {.name = "jobs",
     .help = "overlap: threads that match; results do not depend on it",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, jobs),
     .initial = "2",
     .lo = 1,
     .hi = ASSAY_OVERLAP_JOBS_MAX},
    {.name = "json",
     .help = "overlap: all that was found, as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, json)},
    {.name = "metric",
     .help = "which of several numbers to import; by default the first",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, metric),
     .value = "NAME",
     .optional = true},
    {.name = "near",
     .help = "overlap: resemblance from which on texts are near duplicates",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_data_options, near),
     .initial = "0.8",
     .lo = 0.01,
     .hi = 1},
    {.name = "ngram",
     .help = "overlap: words of an n-gram",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, ngram),
     .initial = "13",
     .lo = ASSAY_OVERLAP_NGRAM_MIN,
     .hi = ASSAY_OVERLAP_WIDTH_MAX},
    {.name = "output",
     .help = "where imported records or an exported run go; without it to stdout",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, output),
     .value = "FILE",
     .optional = true},
    {.name = "shingle",
     .help = "overlap: words of a shingle",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, shingle),
     .initial = "5",
     .lo = 1,
     .hi = ASSAY_OVERLAP_WIDTH_MAX},
    {.name = "show",
     .help = "overlap: items in the table",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, show),
     .initial = "20",
     .hi = 1000000},
    {.name = "sketch",
     .help = "overlap: shingles kept of a text",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, sketch),
     .initial = "256",
     .lo = 1,
     .hi = ASSAY_OVERLAP_SKETCH_MAX},
    {.name = "suite",
     .help = "export: which one, of a run of several; pull: all data that it needs",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, suite),
     .value = "NAME",
     .optional = true},
    {.name = "trust-first-use",
     .help = "pull: take what an address has now, and hold to its SHA-256 from now on",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, trust)},
    {.name = "replace",
     .help = "pull: fetch anew what differs from its SHA-256",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, replace)},
    {.name = "dry-run",
     .help = "pull: tell what would be fetched, and fetch nothing",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, dry_run)},
    {.name = "tries",
     .help = "pull: how often to ask, when nothing more comes",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_data_options, tries),
     .initial = "5",
     .lo = 1,
     .hi = 1000},
    {.name = "retry-wait",
     .help = "pull: seconds before the second try, doubled for each one after it",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_data_options, wait),
     .initial = "1",
     .lo = 0,
     .hi = 3600},
    {.name = "stall",
     .help = "pull: seconds without a byte after which to try again",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_data_options, stall),
     .initial = "30",
     .lo = 0.01,
     .hi = 3600},
    {.name = "quiet",
     .help = "pull: no progress and no notes on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, quiet)},
    {.name = "no-progress",
     .help = "pull: no progress on standard error",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_data_options, no_progress)},
    {.name = "suite-option",
     .help = "overlap: key=value for the suite; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_data_options, suite_option),
     .value = "KEY=VALUE"},
    {0},
};

/* What every action works on. */
struct session {
    struct assay_arena arena;
    struct assay_buf out;
    struct assay_manifest manifest;
    struct assay_digests digests;
    const char *dir; /* of data */
    size_t bad;      /* files that are missing or differ */
};

static const char *path_of(struct session *session,
                           const struct assay_manifest_file *file)
{
    return assay_arena_printf(&session->arena, "%s/%s", session->dir, file->path);
}

static size_t files_here(struct session *session,
                         const struct assay_manifest_entry *entry)
{
    size_t here = 0;

    for (size_t i = 0; i < entry->file_count; i++)
        here += assay_file_exists(path_of(session, &entry->files[i]));
    return here;
}

static int width_of(size_t have, struct assay_str text)
{
    return (int)(text.len > have ? text.len : have);
}

/* Name, short version, files here of files known, how to get the rest, licence, suites. */
static void list(struct session *session)
{
    int name = 4, licence = 7;

    for (size_t i = 0; i < session->manifest.count; i++) {
        name = width_of((size_t)name, session->manifest.entries[i].name);
        licence = width_of((size_t)licence, session->manifest.entries[i].licence);
    }
    assay_buf_printf(&session->out, "%-*s  %-8s  %8s  %-5s  %-*s  %s\n", name, "name",
                     "version", "here", "pull", licence, "licence", "used by");
    for (size_t i = 0; i < session->manifest.count; i++) {
        const struct assay_manifest_entry *entry = &session->manifest.entries[i];
        const char *here = assay_arena_printf(
            &session->arena, "%zu of %zu", files_here(session, entry), entry->file_count);

        assay_buf_printf(&session->out, "%-*s  %-8.8s  %8s  %-5s  %-*s  %s\n", name,
                         entry->name.ptr, entry->version.ptr, here,
                         assay_obtain_word(entry), licence, entry->licence.ptr,
                         entry->used_by.ptr);
    }
    assay_buf_printf(&session->out, "data folder: %s\n", session->dir);
}

static void print_paths(struct session *session, const struct assay_manifest_entry *entry)
{
    for (size_t i = 0; i < entry->file_count; i++)
        assay_buf_printf(&session->out, "%s\n", path_of(session, &entry->files[i]));
}

/* One line: "ok PATH", "missing PATH", "differs PATH", "present PATH" (no digest is known). */
static enum assay_code verify_file(struct session *session,
                                   const struct assay_manifest_file *file,
                                   struct assay_error *err)
{
    const char *path = path_of(session, file);
    const struct assay_str expected = assay_digests_expected(&session->digests, file);
    const char *word = expected.len > 0 ? "ok" : "present";
    char hex[ASSAY_DIGEST_HEX];

    if (!assay_file_exists(path)) {
        word = "missing";
    } else if (expected.len > 0) {
        const enum assay_code code = assay_digest_file(path, hex, err);

        if (code)
            return code;
        if (!assay_str_equal(assay_str_of(hex), expected))
            word = "differs";
    }
    session->bad += word[0] == 'm' || word[0] == 'd';
    assay_buf_printf(&session->out, "%-8s %s\n", word, path);
    return ASSAY_OK;
}

static enum assay_code verify(struct session *session,
                              const struct assay_manifest_entry *entry,
                              struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < entry->file_count; i++)
        code = verify_file(session, &entry->files[i], err);
    return code;
}

enum assay_code assay_data_find(const struct assay_manifest *manifest, const char *name,
                                struct assay_arena *arena,
                                const struct assay_manifest_entry **out,
                                struct assay_error *err)
{
    const char *near;

    *out = assay_manifest_find(manifest, assay_str_of(name));
    if (*out)
        return ASSAY_OK;
    near = assay_manifest_nearest(manifest, name, arena);
    return assay_fail(err, ASSAY_EUSAGE, "no data set \"%s\"%s%s%s", name,
                      near ? "; did you mean \"" : "; `assay data ls` lists them",
                      near ? near : "", near ? "\"?" : "");
}

static enum assay_code find(struct session *session, const char *name,
                            const struct assay_manifest_entry **out,
                            struct assay_error *err)
{
    return assay_data_find(&session->manifest, name, &session->arena, out, err);
}

/* The names given, or without any every set that has a file here. */
static enum assay_code verify_all(struct session *session,
                                  const struct assay_words *words,
                                  struct assay_error *err)
{
    const struct assay_manifest_entry *entry;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 1; !code && i < words->count; i++) {
        code = find(session, words->at[i], &entry, err);
        if (!code)
            code = verify(session, entry, err);
    }
    for (size_t i = 0; !code && words->count == 1 && i < session->manifest.count; i++)
        if (files_here(session, &session->manifest.entries[i]) > 0)
            code = verify(session, &session->manifest.entries[i], err);
    return code;
}

static enum assay_code path_all(struct session *session, const struct assay_words *words,
                                struct assay_error *err)
{
    const struct assay_manifest_entry *entry;
    enum assay_code code = ASSAY_OK;

    if (words->count < 2)
        return assay_fail(err, ASSAY_EUSAGE, "path: name a data set");
    for (size_t i = 1; !code && i < words->count; i++) {
        code = find(session, words->at[i], &entry, err);
        if (!code)
            print_paths(session, entry);
    }
    return code;
}

static const char *const actions[] = {"export", "import", "ls",     "overlap",
                                      "path",   "pull",   "verify", NULL};

static enum assay_code act(struct session *session, const struct assay_words *words,
                           struct assay_error *err)
{
    const char *action = words->count > 0 ? words->at[0] : "ls";
    const char *near;

    if (strcmp(action, "ls") == 0 && words->count > 1)
        return assay_fail(err, ASSAY_EUSAGE, "ls: takes no names");
    if (strcmp(action, "ls") == 0) {
        list(session);
        return ASSAY_OK;
    }
    if (strcmp(action, "verify") == 0)
        return verify_all(session, words, err);
    if (strcmp(action, "path") == 0)
        return path_all(session, words, err);
    near = assay_str_nearest(action, actions, sizeof(actions) / sizeof(actions[0]) - 1);
    return assay_fail(err, ASSAY_EUSAGE, "no action \"%s\"%s%s", action,
                      near ? "; did you mean "
                           : " (export, import, ls, overlap, path, pull and verify are)",
                      near ? near : "");
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct assay_data_options *data = state;
    struct session session = {0};
    struct assay_error second;
    enum assay_code code, printed;

    if (operands->count > 0 && strcmp(operands->at[0], "import") == 0)
        return assay_data_import(data, operands, err);
    if (operands->count > 0 && strcmp(operands->at[0], "export") == 0)
        return assay_data_export(data, operands, err);
    if (operands->count > 0 && strcmp(operands->at[0], "pull") == 0)
        return assay_data_pull(data, operands, err);
    if (operands->count > 0 && strcmp(operands->at[0], "overlap") == 0)
        return assay_data_overlap(data, operands, err);

    code = assay_manifest_read(assay_place_manifest(&session.arena), &session.arena,
                               &session.manifest, err);
    session.dir = assay_place_data(data->data_dir, &session.arena);
    if (!code && !session.dir)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "no data folder: set ASSAY_DATA or give --data-dir");
    if (!code)
        code = assay_digests_read(session.dir, &session.arena, &session.digests, err);
    if (!code)
        code = act(&session, operands, err);
    if (session.out.len > 0) {
        /* What was found out is told, whatever came after. */
        printed = assay_cli_print(assay_buf_view(&session.out), code ? &second : err);
        code = code ? code : printed;
    }
    if (!code && session.bad > 0)
        code = assay_fail(err, ASSAY_EDATA, "%zu %s missing or different", session.bad,
                          session.bad == 1 ? "file is" : "files are");
    assay_buf_release(&session.out);
    assay_arena_release(&session.arena);
    return code;
}

const struct assay_command assay_command_data = {
    .name = "data",
    .summary =
        "list, fetch and check benchmark data; read and write files of other tools",
    .usage =
        "[options] [ls | pull NAME... | verify [NAME...] | path NAME... | import FILE | "
        "export RUN | overlap SUITE FILE]",
    .about =
        "  ls      every data set, how many of its files are here, whether pull can "
        "fetch "
        "it\n          (yes; trust: with --trust-first-use; part of it; gated; no), its "
        "licence and suites\n"
        "  pull    fetch what is not here of sets, or of all that a suite needs, and "
        "check its SHA-256 before it counts: one "
        "line\n          a file, ok, present, trusted or fetched; goes on with what "
        "broke "
        "off\n"
        "  verify  compare SHA-256 of the sets named, or of all that are here: one line "
        "a "
        "file,\n          ok, differs, missing, or present where no digest is known\n"
        "  path    where the files of a set are, or would be\n"
        "  import  a file of another tool (`assay ls formats`) as JSON Lines that\n"
        "          --model replay:FILE reads, with what was lost\n"
        "  export  a stored run in the --format of another tool\n"
        "  overlap which texts of a suite stand in a training file, by word n-grams and "
        "by\n"
        "          MinHash; prompts and completions told apart, with where and what\n"
        "Data are looked for in --data-dir, ASSAY_DATA, $XDG_DATA_HOME/assay and\n"
        "~/.local/share/assay, in this order.\n",
    .actions = actions,
    .options = options,
    .state_size = sizeof(struct assay_data_options),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

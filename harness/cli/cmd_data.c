/* cmd_data.c - assay data: which data sets there are, which are here, and whether they are whole. */
#include "harness/cli/command.h"
#include "harness/cli/data_action.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/file.h"
#include "harness/core/manifest.h"
#include "harness/core/place.h"

#include <stdbool.h>
#include <string.h>

static const struct assay_option options[] = {
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
    {.name = "format",
     .help = "one of `assay ls formats`; import finds it out without",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, format),
     .value = "NAME",
     .optional = true},
    {.name = "metric",
     .help = "which of several numbers to import; by default the first",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, metric),
     .value = "NAME",
     .optional = true},
    {.name = "output",
     .help = "where imported records or an exported run go; without it to stdout",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, output),
     .value = "FILE",
     .optional = true},
    {.name = "suite",
     .help = "which one to export, of a run of several",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_data_options, suite),
     .value = "NAME",
     .optional = true},
    {0},
};

/* What every action works on. */
struct session {
    struct assay_arena arena;
    struct assay_buf out;
    struct assay_manifest manifest;
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

/* Name, short version, files here of files known, licence, suites. */
static void list(struct session *session)
{
    int name = 4, licence = 7;

    for (size_t i = 0; i < session->manifest.count; i++) {
        name = width_of((size_t)name, session->manifest.entries[i].name);
        licence = width_of((size_t)licence, session->manifest.entries[i].licence);
    }
    assay_buf_printf(&session->out, "%-*s  %-8s  %8s  %-*s  %s\n", name, "name",
                     "version", "here", licence, "licence", "used by");
    for (size_t i = 0; i < session->manifest.count; i++) {
        const struct assay_manifest_entry *entry = &session->manifest.entries[i];
        const char *here = assay_arena_printf(
            &session->arena, "%zu of %zu", files_here(session, entry), entry->file_count);

        assay_buf_printf(&session->out, "%-*s  %-8.8s  %8s  %-*s  %s\n", name,
                         entry->name.ptr, entry->version.ptr, here, licence,
                         entry->licence.ptr, entry->used_by.ptr);
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
    const char *word = file->sha256.len > 0 ? "ok" : "present";
    char hex[ASSAY_DIGEST_HEX];

    if (!assay_file_exists(path)) {
        word = "missing";
    } else if (file->sha256.len > 0) {
        const enum assay_code code = assay_digest_file(path, hex, err);

        if (code)
            return code;
        if (!assay_str_equal(assay_str_of(hex), file->sha256))
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

static enum assay_code find(struct session *session, const char *name,
                            const struct assay_manifest_entry **out,
                            struct assay_error *err)
{
    const char *near;

    *out = assay_manifest_find(&session->manifest, assay_str_of(name));
    if (*out)
        return ASSAY_OK;
    near = assay_manifest_nearest(&session->manifest, name, &session->arena);
    return assay_fail(err, ASSAY_EUSAGE, "no data set \"%s\"%s%s%s", name,
                      near ? "; did you mean \"" : "; `assay data ls` lists them",
                      near ? near : "", near ? "\"?" : "");
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

static enum assay_code act(struct session *session, const struct assay_words *words,
                           struct assay_error *err)
{
    static const char *const actions[] = {"export", "import", "ls", "path", "verify"};
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
    near = assay_str_nearest(action, actions, sizeof(actions) / sizeof(actions[0]));
    return assay_fail(err, ASSAY_EUSAGE, "no action \"%s\"%s%s", action,
                      near ? "; did you mean "
                           : " (export, import, ls, path and verify are)",
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

    code = assay_manifest_read(assay_place_manifest(&session.arena), &session.arena,
                               &session.manifest, err);
    if (!code) {
        session.dir = assay_place_data(data->data_dir, &session.arena);
        code = session.dir
                   ? act(&session, operands, err)
                   : assay_fail(err, ASSAY_EUSAGE,
                                "no data folder: set ASSAY_DATA or give --data-dir");
    }
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
        "list benchmark data, check what is here; read and write files of other tools",
    .usage =
        "[options] [ls | verify [NAME...] | path NAME... | import FILE | export RUN]",
    .about =
        "  ls      every data set, how many of its files are here, its licence and its "
        "suites\n"
        "  verify  compare SHA-256 of the sets named, or of all that are here: one line "
        "a "
        "file,\n          ok, differs, missing, or present where no digest is known\n"
        "  path    where the files of a set are, or would be\n"
        "  import  a file of another tool (`assay ls formats`) as JSON Lines that\n"
        "          --model replay:FILE reads, with what was lost\n"
        "  export  a stored run in the --format of another tool\n"
        "Data are looked for in --data-dir, ASSAY_DATA, $XDG_DATA_HOME/assay and\n"
        "~/.local/share/assay, in this order.\n",
    .options = options,
    .state_size = sizeof(struct assay_data_options),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

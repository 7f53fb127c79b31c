/* paper_lock.c - what a paper was made from, and whether it is still what the store says. */
#include "harness/cli/paper.h"

#include "harness/core/digest.h"
#include "harness/core/document.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/core/version.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_BYTES = 1 << 26 /* of a table or of a figure's numbers */
};

#define LOCK "paper.lock"

static const char *in_folder(const struct assay_paper *paper, const char *folder,
                             const char *name)
{
    return assay_arena_printf(paper->arena, "%s/%s", folder, name);
}

/* Calls see(state, name) for every file that the paper may have in its folder. */
static enum assay_code each_file(const struct assay_paper *paper,
                                 enum assay_code (*see)(void *state, const char *name,
                                                        struct assay_error *err),
                                 void *state, struct assay_error *err)
{
    const char *names[ASSAY_PAPER_FILES];
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < paper->entries && !code; i++) {
        const size_t n = assay_paper_files(&paper->entry[i], paper->arena, names);

        for (size_t k = 0; k < n && !code; k++)
            code = see(state, names[k], err);
    }
    if (!code && paper->numbers > 0)
        code = see(state, "numbers.tex", err);
    return code;
}

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     const char *text)
{
    if (text)
        assay_node_put_copy(arena, map, key, assay_str_of(text));
}

/* What a file is put into. */
struct locking {
    const struct assay_paper *paper;
    const char *folder;
    struct assay_node *files;
};

static enum assay_code lock_file(void *state, const char *name, struct assay_error *err)
{
    const struct locking *l = state;
    char hex[ASSAY_DIGEST_HEX];
    const char *path = in_folder(l->paper, l->folder, name);
    enum assay_code code;

    if (access(path, F_OK) != 0)
        return ASSAY_OK; /* gnuplot did not draw it */
    code = assay_digest_file(path, hex, err);
    if (!code)
        put_text(l->paper->arena, l->files, name, hex);
    return code;
}

/* {path, sha256} of every file that the run's suites were read from. */
static struct assay_node data_of(const struct assay_stored *stored,
                                 struct assay_arena *arena)
{
    const struct assay_node *suites = assay_node_get(stored->run, "suites");
    struct assay_node *list = assay_node_list(arena);

    for (size_t s = 0; s < assay_node_count(suites); s++) {
        const struct assay_node *sources =
            assay_node_get(assay_node_at(suites, s), "sources");

        for (size_t k = 0; k < assay_node_count(sources); k++) {
            const struct assay_node *source = assay_node_at(sources, k);
            const struct assay_node *sha = assay_node_get(source, "sha256");

            if (sha)
                (void)assay_node_push(arena, list, *sha);
        }
    }
    return *list;
}

static enum assay_code run_node(const struct assay_paper *paper,
                                const struct assay_paper_run *run, struct assay_node *out,
                                struct assay_error *err)
{
    struct assay_node *map = assay_node_map(paper->arena);
    const struct assay_node *plan = assay_node_get(run->stored.run, "plan_sha256");
    const struct assay_node *version = assay_node_get(run->stored.run, "assay");
    const struct assay_node *host = assay_node_get(run->stored.run, "host");
    const struct assay_node *program = assay_node_get(host, "program_sha256");
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code =
        assay_digest_file(in_folder(paper, run->path, "result.json"), hex, err);

    put_text(paper->arena, map, "directory", run->directory);
    put_text(paper->arena, map, "result_sha256", hex);
    if (plan)
        (void)assay_node_put(paper->arena, map, "plan_sha256", *plan);
    if (run->stored.result_count > 0)
        (void)assay_node_put(
            paper->arena, map, "seed",
            assay_node_of_int((int64_t)(run->stored.result[0].seed & INT64_MAX)));
    if (version)
        (void)assay_node_put(paper->arena, map, "assay", *version);
    if (program)
        (void)assay_node_put(paper->arena, map, "program_sha256", *program);
    (void)assay_node_put(paper->arena, map, "data_sha256",
                         data_of(&run->stored, paper->arena));
    *out = *map;
    return code;
}

enum assay_code assay_paper_lock(const struct assay_paper *paper, const char *folder,
                                 struct assay_error *err)
{
    struct assay_arena *arena = paper->arena;
    struct assay_node *map = assay_node_map(arena), *runs = assay_node_map(arena);
    struct locking l = {paper, folder, assay_node_map(arena)};
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code = assay_digest_file(paper->path, hex, err);

    put_text(arena, map, "format", "assay-paper-lock");
    put_text(arena, map, "version", "1.0");
    put_text(arena, map, "assay", assay_version());
    put_text(arena, map, "sources_sha256", assay_version_sources());
    put_text(arena, map, "command",
             assay_arena_printf(arena, "assay paper %s", paper->name));
    put_text(arena, map, "paper_sha256", hex);
    if (!code && !assay_digest_file("/proc/self/exe", hex, err))
        put_text(arena, map, "program_sha256", hex);
    for (size_t i = 0; i < paper->runs && !code; i++) {
        struct assay_node node;

        code = run_node(paper, &paper->run[i], &node, err);
        if (!code)
            (void)assay_node_put(arena, runs, paper->run[i].name, node);
    }
    if (!code)
        code = each_file(paper, lock_file, &l, err);
    (void)assay_node_put(arena, map, "runs", *runs);
    (void)assay_node_put(arena, map, "files", *l.files);
    return code ? code : assay_json_save(map, in_folder(paper, folder, LOCK), err);
}

/* A folder held against the store. */
struct checking {
    const struct assay_paper *paper;
    const struct assay_node *lock;
    const char *anew; /* where all of it was written again */
    struct assay_buf *told;
    size_t faults;
};

static void tell(struct checking *c, const char *text)
{
    assay_buf_printf(c->told, "%s\n", text);
    c->faults++;
}

/* The file is what was written: its digest is that of the lock. */
static void check_digest(struct checking *c, const char *name)
{
    const struct assay_node *files = assay_node_get(c->lock, "files");
    const struct assay_str was = assay_node_text(assay_node_get(files, name));
    const char *path = in_folder(c->paper, c->paper->output, name);
    char hex[ASSAY_DIGEST_HEX];
    struct assay_error err;

    if (was.len == 0 && access(path, F_OK) != 0)
        return;
    if (assay_digest_file(path, hex, &err))
        tell(c, err.text);
    else if (!assay_str_equal(was, assay_str_of(hex)))
        tell(c, assay_arena_printf(c->paper->arena, "%s: not as it was written", path));
}

static struct assay_str line_at(struct assay_str text, size_t *at)
{
    const char *end;
    struct assay_str line = {text.ptr + *at, 0};

    if (*at >= text.len)
        return line;
    end = memchr(line.ptr, '\n', text.len - *at);
    line.len = end ? (size_t)(end - line.ptr) : text.len - *at;
    *at += line.len + 1;
    return line;
}

/* The first line in which two texts differ, told. */
static void tell_line(struct checking *c, const char *path, struct assay_str is,
                      struct assay_str would)
{
    size_t a = 0, b = 0;

    for (unsigned n = 1; a < is.len || b < would.len; n++) {
        const struct assay_str here = line_at(is, &a), there = line_at(would, &b);

        if (assay_str_equal(here, there))
            continue;
        tell(c,
             assay_arena_printf(c->paper->arena,
                                "%s:%u: the store has \"%.*s\", and here stands \"%.*s\"",
                                path, n, ASSAY_STR_ARG(assay_str_cut(there, 160)),
                                ASSAY_STR_ARG(assay_str_cut(here, 160))));
        return;
    }
}

static bool has_numbers(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && (strcmp(dot, ".tsv") == 0 || strcmp(dot, ".tex") == 0) &&
           !strstr(name, "-cairolatex.") && !strstr(name, "-tikz.");
}

static enum assay_code check_file(void *state, const char *name, struct assay_error *err)
{
    struct checking *c = state;
    const char *path = in_folder(c->paper, c->paper->output, name);
    struct assay_buf is = {0}, would = {0};
    enum assay_code code;

    check_digest(c, name);
    if (!has_numbers(name) || access(path, F_OK) != 0)
        return ASSAY_OK;
    code = assay_document_read(path, FILE_BYTES, &is, err);
    if (!code)
        code = assay_document_read(in_folder(c->paper, c->anew, name), FILE_BYTES, &would,
                                   err);
    if (!code)
        tell_line(c, path, assay_buf_view(&is), assay_buf_view(&would));
    assay_buf_release(&is);
    assay_buf_release(&would);
    return code;
}

/* Runs that are not those that the paper was made from. */
static enum assay_code check_runs(struct checking *c, struct assay_error *err)
{
    const struct assay_node *runs = assay_node_get(c->lock, "runs");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < c->paper->runs && !code; i++) {
        const struct assay_paper_run *run = &c->paper->run[i];
        const struct assay_node *was =
            assay_node_get(assay_node_get(runs, run->name), "result_sha256");
        char hex[ASSAY_DIGEST_HEX];

        code = assay_digest_file(in_folder(c->paper, run->path, "result.json"), hex, err);
        if (!code && !assay_str_equal(assay_node_text(was), assay_str_of(hex)))
            tell(c, assay_arena_printf(
                        c->paper->arena,
                        "%s: %s is not the result that the paper was made from",
                        run->name, run->path));
    }
    return code;
}

/* Takes away what was written anew. */
static void clear(const struct assay_paper *paper, const char *folder)
{
    const char *names[ASSAY_PAPER_FILES];

    for (size_t i = 0; i < paper->entries; i++) {
        const size_t n = assay_paper_files(&paper->entry[i], paper->arena, names);

        for (size_t k = 0; k < n; k++)
            (void)unlink(in_folder(paper, folder, names[k]));
        (void)unlink(
            in_folder(paper, folder,
                      assay_arena_printf(paper->arena, "%s.gp", paper->entry[i].name)));
    }
    (void)unlink(in_folder(paper, folder, "numbers.tex"));
    (void)rmdir(folder);
}

/* An empty folder for a while. */
static enum assay_code scratch(const struct assay_paper *paper, char **out,
                               struct assay_error *err)
{
    char *path = assay_arena_printf(paper->arena, "%s/assay-paper-XXXXXX",
                                    assay_folder_temporary());

    *out = mkdtemp(path);
    if (!*out)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    return ASSAY_OK;
}

static enum assay_code compare(struct checking *c, struct assay_error *err)
{
    struct assay_buf told = {0};
    enum assay_code code = check_runs(c, err);

    if (!code)
        code = assay_paper_write(c->paper, c->anew, &told, err);
    if (!code)
        code = each_file(c->paper, check_file, c, err);
    assay_buf_release(&told);
    return code;
}

enum assay_code assay_paper_check(const struct assay_paper *paper, struct assay_buf *told,
                                  struct assay_error *err)
{
    struct assay_node lock;
    struct checking c = {.paper = paper, .lock = &lock, .told = told};
    char *anew;
    enum assay_code code =
        assay_json_read(in_folder(paper, paper->output, LOCK), paper->arena, &lock, err);

    if (!code)
        code = scratch(paper, &anew, err);
    if (code)
        return code;
    c.anew = anew;
    code = compare(&c, err);
    clear(paper, anew);
    if (!code && c.faults > 0)
        code = assay_fail(err, ASSAY_EGATE, "%s: %zu difference%s from the store",
                          paper->output, c.faults, c.faults == 1 ? "" : "s");
    return code;
}

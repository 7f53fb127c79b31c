/*
 * rows.c - cases of the catalogue of signals, by row: the program runs on a log that stands in the case.
 *
 *     rows:
 *     - row: 5
 *       what: perplexity falls from 20 to 5            # one line
 *       log: [{"k": "meta", "v": 1}, {"k": "group", ...}]   # records of log.jsonl, or
 *       files: {name.yaml: "text"}                     # other files
 *       prepare: awk ...                               # a line of /bin/sh that makes files; assay is the program
 *       run: log fill log.jsonl --signal sar           # by /bin/sh, behind the program's name, which is $assay
 *       rewards: {g/a: 0.75, g/b: null}                # of responses of stdout, GROUP/RESPONSE; null: none
 *       tokens: {g/a: [0, 1]}                          # tok.value
 *       steps: {g/a: [0, 1]}                           # steps.reward
 *       expect: {...}                                  # stdout is one JSON document: what of it is looked at
 *       at: {results.0.overall.value.value: 0.5}       # the same by paths, numbers being places in lists
 *       says: [text]                                   # what stands in stdout or stderr
 *       status: 0
 *       tolerance: 1e-9
 */
#include "tests/cases/rows.h"

#include "harness/core/child.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/core/jsonl.h"
#include "harness/core/rollout_walk.h"
#include "harness/core/yaml.h"
#include "tests/cases/case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const double near = 1e-9;

/* A case at work in a folder of its own. */
struct working {
    const struct assay_node *node;
    const char *id, *program;
    char dir[64];
    struct assay_arena *arena;
};

static const char *path_of(const struct working *w, const char *name)
{
    return assay_arena_printf(w->arena, "%s/%s", w->dir, name);
}

static void write_text(const struct working *w, const char *name, struct assay_str text)
{
    FILE *file = fopen(path_of(w, name), "w");

    if (!file || fwrite(text.ptr, 1, text.len, file) != text.len || fclose(file) != 0)
        abort();
}

static struct assay_str read_text(const struct working *w, const char *name)
{
    FILE *file = fopen(path_of(w, name), "r");
    struct assay_buf text = {0};
    char bytes[4096];
    struct assay_str out;
    size_t n;

    while (file && (n = fread(bytes, 1, sizeof(bytes), file)) > 0)
        assay_buf_add(&text, (struct assay_str){bytes, n});
    if (file)
        (void)fclose(file);
    out = assay_arena_copy(w->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void write_files(const struct working *w)
{
    const struct assay_node *log = assay_node_get(w->node, "log");
    const struct assay_node *files = assay_node_get(w->node, "files");
    struct assay_buf text = {0};

    for (size_t i = 0; i < assay_node_count(log); i++)
        assay_jsonl_write(assay_node_at(log, i), &text);
    if (log)
        write_text(w, "log.jsonl", assay_buf_view(&text));
    assay_buf_release(&text);
    for (size_t i = 0; i < assay_node_count(files); i++)
        write_text(w, assay_arena_copy(w->arena, files->as.map.at[i].key).ptr,
                   assay_node_text(&files->as.map.at[i].value));
}

/* The exit status of a line of /bin/sh. */
static int shell(const char *line)
{
    const struct assay_child_limits none = {0};
    struct assay_child child;
    struct assay_error err;
    siginfo_t info = {0};

    if (assay_child_start(&child, line, &none, NULL, &err) ||
        waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT) != 0)
        abort();
    assay_child_stop(&child, 0.0);
    return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

static const char *text_of(const struct working *w, const char *key)
{
    return assay_arena_copy(w->arena, assay_node_text(assay_node_get(w->node, key))).ptr;
}

static int run(const struct working *w)
{
    /* ASSAY_STR_ARG would cut what is long. */
    const char *prepare = text_of(w, "prepare");

    if (*prepare &&
        shell(assay_arena_printf(w->arena, "cd %s && assay() { %s \"$@\"; } && { %s\n}",
                                 w->dir, w->program, prepare)) != 0)
        return -1;
    return shell(assay_arena_printf(
        w->arena,
        "cd %s && export LC_ALL=C && assay=%s && { $assay %s; } >out 2>err </dev/null",
        w->dir, w->program, text_of(w, "run")));
}

/* What a signal wrote under a map, whatever the digest of its settings. */
static const struct assay_node *said(const struct assay_node *map)
{
    for (size_t i = 0; i < assay_node_count(map); i++)
        if (assay_node_is(map, ASSAY_NODE_MAP) &&
            assay_str_starts(map->as.map.at[i].key, ASSAY_STR("signal:")))
            return &map->as.map.at[i].value;
    return NULL;
}

/* GROUP/RESPONSE to what was said of it. */
struct said {
    struct assay_node *rewards, *tokens, *steps;
};

static void put_said(const struct working *w, struct assay_node *map, const char *key,
                     const struct assay_node *value)
{
    if (value)
        assay_node_put(w->arena, map, key, *value);
}

static void add_group(const struct working *w, const struct assay_node *group,
                      struct said *out)
{
    const struct assay_node *responses = assay_node_get(group, "responses");
    const struct assay_str id = assay_node_text(assay_node_get(group, "id"));

    for (size_t i = 0; i < assay_node_count(responses); i++) {
        const struct assay_node *response = assay_node_at(responses, i);
        const struct assay_str own = assay_node_text(assay_node_get(response, "id"));
        const char *key = assay_arena_printf(w->arena, "%.*s/%.*s", ASSAY_STR_ARG(id),
                                             ASSAY_STR_ARG(own));

        put_said(w, out->rewards, key, said(assay_node_get(response, "reward")));
        put_said(w, out->tokens, key,
                 said(assay_rollout_value(response, ASSAY_STR("tok.value"))));
        put_said(w, out->steps, key,
                 said(assay_rollout_value(response, ASSAY_STR("steps.reward"))));
    }
}

static size_t compare_said(const struct working *w, struct assay_str out,
                           double tolerance)
{
    struct said got = {assay_node_map(w->arena), assay_node_map(w->arena),
                       assay_node_map(w->arena)};
    const struct {
        const char *key;
        const struct assay_node *got;
    } all[] = {{"rewards", got.rewards}, {"tokens", got.tokens}, {"steps", got.steps}};
    size_t wrong = 0;

    while (out.len > 0) {
        const size_t n = assay_str_find(out, ASSAY_STR("\n"));
        struct assay_node node;
        struct assay_error err;

        if (!assay_json_parse((struct assay_str){out.ptr, n}, "out", w->arena, &node,
                              &err))
            add_group(w, &node, &got);
        out.ptr += n + (n < out.len);
        out.len -= n + (n < out.len);
    }
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (assay_node_get(w->node, all[i].key))
            wrong += case_compare(w->id, all[i].got, assay_node_get(w->node, all[i].key),
                                  tolerance);
    return wrong;
}

/* The value that a path leads to, or null. */
static const struct assay_node *value_at(const struct assay_node *node,
                                         struct assay_str path)
{
    while (node && path.len > 0) {
        const size_t n = assay_str_find(path, ASSAY_STR("."));
        const struct assay_str part = {path.ptr, n};

        node = assay_node_is(node, ASSAY_NODE_LIST)
                   ? assay_node_at(node, strtoul(part.ptr, NULL, 10))
                   : assay_node_find(node, part);
        path.ptr += n + (n < path.len);
        path.len -= n + (n < path.len);
    }
    return node;
}

static size_t compare_paths(const struct working *w, const struct assay_node *document,
                            double tolerance)
{
    const struct assay_node *at = assay_node_get(w->node, "at");
    size_t wrong = 0;

    for (size_t i = 0; i < assay_node_count(at); i++) {
        const struct assay_node *value = value_at(document, at->as.map.at[i].key);
        struct assay_node *got = assay_node_map(w->arena);
        struct assay_node *want = assay_node_map(w->arena);

        (void)assay_node_put_view(w->arena, got, at->as.map.at[i].key,
                                  value ? *value : assay_node_null());
        (void)assay_node_put_view(w->arena, want, at->as.map.at[i].key,
                                  at->as.map.at[i].value);
        wrong += case_compare(w->id, got, want, tolerance);
    }
    return wrong;
}

static size_t compare_document(const struct working *w, struct assay_str out,
                               double tolerance)
{
    const struct assay_node *want = assay_node_get(w->node, "expect");
    struct assay_node node;
    struct assay_error err;

    if (!want && !assay_node_get(w->node, "at"))
        return 0;
    if (assay_json_parse(out, "out", w->arena, &node, &err)) {
        printf("%s: %s\n", w->id, err.text);
        return 1;
    }
    return (want ? case_compare(w->id, &node, want, tolerance) : 0) +
           compare_paths(w, &node, tolerance);
}

static size_t compare_words(const struct working *w, struct assay_str out,
                            struct assay_str errors)
{
    const struct assay_node *says = assay_node_get(w->node, "says");
    size_t wrong = 0;

    for (size_t i = 0; i < assay_node_count(says); i++) {
        const struct assay_str text = assay_node_text(assay_node_at(says, i));

        if (assay_str_find(out, text) < out.len ||
            assay_str_find(errors, text) < errors.len)
            continue;
        printf("%s: nowhere says \"%.*s\"\n", w->id, ASSAY_STR_ARG(text));
        wrong++;
    }
    return wrong;
}

static size_t compare(const struct working *w, int status)
{
    const struct assay_str out = read_text(w, "out"), errors = read_text(w, "err");
    double tolerance = near, wanted = 0.0;
    size_t wrong;

    (void)assay_node_number(assay_node_get(w->node, "tolerance"), &tolerance);
    (void)assay_node_number(assay_node_get(w->node, "status"), &wanted);
    if (status != (int)wanted) {
        printf("%s: status %d, want %d: %.*s\n", w->id, status, (int)wanted,
               ASSAY_STR_ARG(errors));
        return 1;
    }
    wrong = compare_said(w, out, tolerance) + compare_document(w, out, tolerance) +
            compare_words(w, out, errors);
    if (wrong > 0 && errors.len > 0)
        printf("%s: %.*s", w->id, ASSAY_STR_ARG(errors));
    return wrong;
}

/* A case that looks at nothing cannot fail. */
static bool looks(const struct assay_node *node)
{
    static const char *const keys[] = {"rewards", "tokens", "steps",
                                       "expect",  "at",     "says"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (assay_node_count(assay_node_get(node, keys[i])) > 0)
            return true;
    return false;
}

static bool row_passes(const struct assay_node *node, const char *program)
{
    struct assay_arena arena = {0};
    const struct assay_str what = assay_node_text(assay_node_get(node, "what"));
    double row = 0.0;
    struct working w = {.node = node, .program = program, .arena = &arena};
    bool passed;

    (void)assay_node_number(assay_node_get(node, "row"), &row);
    w.id = assay_arena_printf(&arena, "row %.0f, %.*s", row, ASSAY_STR_ARG(what));
    (void)snprintf(w.dir, sizeof(w.dir), "%s/assay-row-XXXXXX", assay_folder_temporary());
    if (!mkdtemp(w.dir))
        abort();
    write_files(&w);
    passed = looks(node) && compare(&w, run(&w)) == 0;
    if (!looks(node))
        printf("%s: looks at nothing\n", w.id);
    (void)shell(assay_arena_printf(&arena, "rm -rf %s", w.dir));
    assay_arena_release(&arena);
    return passed;
}

enum assay_code rows_run(const char *path, const char *program, struct rows_tally *tally,
                         struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_node root;
    const struct assay_node *rows;
    enum assay_code code = assay_yaml_read(path, &arena, &root, err);

    rows = code ? NULL : assay_node_get(&root, "rows");
    if (!code && assay_node_count(rows) == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no rows", path);
    for (size_t i = 0; i < assay_node_count(rows); i++) {
        const size_t row = assay_node_size(assay_node_at(rows, i), "row");

        if (row < ROWS_MAX)
            tally->seen[row] = true;
        if (row_passes(assay_node_at(rows, i), program))
            tally->passed++;
        else
            tally->failed++;
    }
    assay_arena_release(&arena);
    return code;
}

#include "tests/unit/history_fixture.h"

#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/run/history_list.h"
#include "tests/unit/report_fixture.h"
#include "tests/unit/scratch.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

struct assay_arena runs_kept;
struct assay_history_told runs_told;
static char folder[SCRATCH_PATH];

void history_set_up(void)
{
    scratch_make(folder);
    runs_told = (struct assay_history_told){0};
}

void history_tear_down(void)
{
    scratch_remove_all(folder);
    assay_arena_release(&runs_kept);
}

const char *history_folder(void)
{
    return folder;
}

const char *history_path(const char *name)
{
    return assay_arena_printf(&runs_kept, "%s/%s", folder, name);
}

/* As assay_document_save, without waiting for the disk. */
void history_put(const char *name, struct assay_str text)
{
    const char *path = history_path(name);
    const char *beside = assay_arena_printf(&runs_kept, "%s.tmp", path);
    FILE *file = fopen(beside, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text.ptr, 1, text.len, file), text.len);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(rename(beside, path), 0);
}

void history_make_folder(const char *name)
{
    struct assay_error err;
    bool made;

    ck_assert_int_eq(assay_folder_make(history_path(name), &made, &err), ASSAY_OK);
}

/* run.json of a run of one suite that was started on a day of November. */
void history_save_run(const char *name, unsigned day, const char *status)
{
    history_make_folder(name);
    history_put(
        assay_arena_printf(&runs_kept, "%s/run.json", name),
        assay_str_of(assay_arena_printf(
            &runs_kept,
            "{\"format\": \"assay-run\", \"version\": \"1.0\", \"assay\": \"0.1.0\", "
            "\"status\": \"%s\", \"config\": {\"label\": \"m%u\"}, \"plan\": {\"model\": "
            "{\"adapter\": \"replay\", \"target\": \"m%u.jsonl\", \"sha256\": \"ab\"}, "
            "\"suites\": [{\"label\": \"judgebench\"}]}, \"suites\": [{\"status\": "
            "\"complete\", \"sources\": [{\"path\": \"x\", \"sha256\": \"%02u\", "
            "\"bytes\": 1}]}], \"host\": {\"program_sha256\": \"cd\"}, \"started\": "
            "\"2026-11-%02uT00:00:00Z\", \"ended\": null}",
            status, day, day, day % 2, day)));
}

/* A whole run, with a result of 350 items, measures and sections. */
void history_make_run(const char *name, unsigned day)
{
    struct assay_result result;
    const struct assay_result *one = &result;
    struct assay_error err;

    history_save_run(name, day, "complete");
    fixture_result(&runs_kept, &result);
    result.overall.value.value = 0.5 + 0.001 * day;
    ck_assert_int_eq(assay_results_save(history_path(assay_arena_printf(
                                            &runs_kept, "%s/result.json", name)),
                                        &one, 1, &err),
                     ASSAY_OK);
}

static struct assay_history_setting setting(bool no_index)
{
    return (struct assay_history_setting){.folder = folder, .no_index = no_index};
}

/* Everything that is known, as text: values of sections too. */
static enum assay_code spell(void *self, const struct assay_history_run *run,
                             struct assay_error *err)
{
    struct assay_buf *out = self;
    struct assay_arena scratch = {0};
    const struct assay_node node = assay_history_run_node(run, &scratch);

    (void)err;
    assay_json_write(&node, true, out);
    for (size_t i = 0; i < run->results; i++)
        for (size_t k = 0; k < run->result[i].values; k++) {
            const struct assay_history_value *value = &run->result[i].value[k];

            assay_buf_printf(out, "%.*s %.*s %.*s %.*s %d %.17g %d %.17g %.17g %zu %zu\n",
                             ASSAY_STR_ARG(value->place), ASSAY_STR_ARG(value->name),
                             ASSAY_STR_ARG(value->section), ASSAY_STR_ARG(value->unit),
                             value->figure.defined, value->figure.value,
                             value->figure.has_bootstrap, value->figure.bootstrap_lo,
                             value->figure.bootstrap_hi, value->items, value->counted);
        }
    assay_arena_release(&scratch);
    return ASSAY_OK;
}

const char *history_read(bool no_index)
{
    struct assay_buf out = {0};
    const struct assay_history_visitor visitor = {.self = &out, .visit = spell};
    const struct assay_history_setting where = setting(no_index);
    struct assay_error err;
    const char *text;

    ck_assert_msg(!assay_history_read(&where, &visitor, &runs_told, &err), "%s",
                  err.text);
    text = assay_arena_copy(&runs_kept, assay_buf_view(&out)).ptr;
    assay_buf_release(&out);
    return text;
}

void history_update(void)
{
    const struct assay_history_setting where = setting(false);
    struct assay_error err;

    ck_assert_msg(!assay_history_update(&where, &runs_told, &err), "%s", err.text);
}

void history_rebuild(void)
{
    const struct assay_history_setting where = setting(false);
    struct assay_error err;

    ck_assert_msg(!assay_history_rebuild(&where, &runs_told, &err), "%s", err.text);
}

void history_make_some(void)
{
    history_make_run("b", 2);
    history_make_run("a", 1);
    history_make_run("night/c", 3);
    history_save_run("half", 4, "interrupted");
    history_make_folder("torn");
    history_put("torn/run.json", ASSAY_STR("{\"format\": \"assay-run\", "));
}

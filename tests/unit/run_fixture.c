#include "tests/unit/run_fixture.h"

#include "harness/core/digest.h"
#include "harness/core/json.h"
#include "harness/core/place.h"

#include <check.h>
#include <stdio.h>

char runs_folder[SCRATCH_PATH];
char runs_spec[SCRATCH_PATH + 8];
struct assay_arena runs_arena;

void runs_set_up(void)
{
    scratch_make(runs_folder);
}

void runs_tear_down(void)
{
    scratch_remove_all(runs_folder);
    assay_arena_release(&runs_arena);
}

void runs_write(const struct assay_buf *text)
{
    char path[SCRATCH_PATH];

    scratch_write(runs_folder, "data.jsonl", text->data, text->len, path);
    (void)snprintf(runs_spec, sizeof(runs_spec), "pairs:%s", path);
}

void runs_write_twins(size_t rows)
{
    struct assay_buf text = {0};

    for (size_t i = 0; i < rows; i++) {
        const size_t c = i % 5 == 4 ? i - 3 : i;

        assay_buf_printf(
            &text,
            "{\"id\":\"r%zu\",\"prompt\":\"What is %zu?\",\"chosen\":\"it is "
            "%zu\",\"rejected\":\"%s%zu\",\"subset\":\"s%zu\"}\n",
            i, c, c, c % 4 ? "" : "surely it is not ", c * 3 % 101, i % 3);
    }
    runs_write(&text);
    assay_buf_release(&text);
}

const char *runs_path(const char *name)
{
    return assay_arena_printf(&runs_arena, "%s/%s", runs_folder, name);
}

struct assay_run_setting runs_setting(const struct assay_adapter *adapter,
                                      const char *name)
{
    static const char *const suites[] = {runs_spec};

    return (struct assay_run_setting){
        .request = {.adapter = adapter,
                    .target = "",
                    .suites = suites,
                    .suite_count = 1,
                    .places = {NULL, assay_place_suites(&runs_arena),
                               assay_place_manifest(&runs_arena)},
                    .level = 0.95,
                    .replicates = 200},
        .directory = runs_path(name),
        .jobs = 1};
}

enum assay_code runs_execute(const struct assay_run_setting *setting,
                             struct assay_error *err)
{
    struct assay_run run;
    struct assay_error unread;
    const enum assay_code code = assay_run_execute(setting, &run, err ? err : &unread);

    assay_run_release(&run);
    return code;
}

const char *runs_digest(const char *name)
{
    char *hex = assay_arena_new(&runs_arena, ASSAY_DIGEST_HEX, 1);
    struct assay_error err;

    ck_assert_int_eq(
        assay_digest_file(
            assay_arena_printf(&runs_arena, "%s/%s/result.json", runs_folder, name), hex,
            &err),
        ASSAY_OK);
    return hex;
}

const char *runs_said(const char *name, const char *key)
{
    struct assay_node run;
    struct assay_error err;

    ck_assert_int_eq(assay_json_read(assay_arena_printf(&runs_arena, "%s/%s/run.json",
                                                        runs_folder, name),
                                     &runs_arena, &run, &err),
                     ASSAY_OK);
    return assay_arena_copy(&runs_arena, assay_node_text(assay_node_get(&run, key))).ptr;
}

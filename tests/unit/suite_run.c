/* suite_run.c - plan, score and measure in one call, for tests. */
#include "tests/unit/suite_run.h"

#include "adapters/adapter.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/core/place.h"
#include "harness/run/score.h"
#include "suites/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *suite_run_data(const char *path)
{
    static char buffer[4][1024];
    static size_t next;
    const char *root = getenv("ASSAY_DATA");
    char *out = buffer[next++ % 4];

    if (!root || !*root)
        return NULL;
    (void)snprintf(out, sizeof(buffer[0]), "%s/%s", root, path);
    ck_assert_msg(assay_file_exists(out), "ASSAY_DATA is set and %s is missing", out);
    return out;
}

static size_t count_words(const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    return n;
}

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    return assay_items_next(self, arena, out, err);
}

static const struct assay_measuring *measuring_of(const struct suite_run *run)
{
    static struct assay_measuring measuring;

    measuring = (struct assay_measuring){
        .level = 0.95, .replicates = run->replicates ? run->replicates : 200, .seed = 1};
    return &measuring;
}

/* A suite and an adapter, ready to meet. */
struct opened {
    struct assay_suite *suite;
    const struct assay_adapter *adapter;
    const void *state;
    const struct assay_subset_value *subset; /* (subset_count,) if it only has these */
    size_t subset_count;
};

static enum assay_code score(const struct opened *opened, const char *target,
                             struct assay_book *book, struct assay_error *err)
{
    const struct assay_scorer scorer = {opened->adapter, opened->state, 1};
    const enum assay_want want = assay_adapter_want(opened->adapter, opened->state);
    struct assay_items *items = NULL;
    struct assay_scored scored;
    struct assay_queue_setting setting = {.suite = ASSAY_STR("suite")};
    enum assay_code code = assay_items_open(opened->suite, target, &items, err);

    assay_book_init(book, want, assay_suite_values(opened->suite, want));
    setting.source = (struct assay_source){next_item, items};
    if (!code)
        code = assay_score(&scorer, &setting, book, &scored, err);
    assay_items_close(items);
    return code;
}

static enum assay_code measure_subsets(const struct suite_run *run,
                                       const struct opened *opened,
                                       struct assay_arena *arena,
                                       struct assay_result *out, struct assay_error *err)
{
    const size_t n = opened->subset_count;
    struct assay_str *names = assay_arena_new(arena, n, sizeof(*names));
    double *values = assay_arena_new(arena, n, sizeof(*values));

    for (size_t i = 0; i < n; i++) {
        names[i] = opened->subset[i].name;
        values[i] = opened->subset[i].value;
    }
    return assay_suite_measure_subsets(opened->suite,
                                       &(struct assay_accuracies){names, values, n},
                                       measuring_of(run), arena, out, err);
}

static enum assay_code run_opened(const struct suite_run *run, struct opened *opened,
                                  struct assay_arena *arena, struct assay_result *out,
                                  struct assay_error *err)
{
    struct assay_book book = {0};
    struct assay_table table;
    enum assay_code code = ASSAY_OK;

    if (opened->adapter->subsets)
        code = opened->adapter->subsets(opened->state, &opened->subset,
                                        &opened->subset_count, err);
    if (code || opened->subset_count > 0)
        return code ? code : measure_subsets(run, opened, arena, out, err);
    code = score(opened, run->target, &book, err);
    if (!code) {
        assay_book_close(&book, &table);
        code = assay_suite_measure(opened->suite, &table, measuring_of(run), arena, out,
                                   err);
    }
    assay_book_release(&book);
    return code;
}

enum assay_code suite_run(const struct suite_run *run, struct assay_arena *arena,
                          struct assay_result *out, struct assay_error *err)
{
    const struct assay_places places = {getenv("ASSAY_DATA"), "suites",
                                        "data_manifest.txt"};
    const struct assay_adapter *adapter =
        assay_adapter_find(run->adapter ? run->adapter : "replay");
    void *state = assay_memory_new(1, adapter->state_size + 1);
    struct assay_suite *suite = NULL;
    enum assay_code code =
        assay_suite_load(&(struct assay_suite_words){run->suite, run->suite_options,
                                                     count_words(run->suite_options)},
                         &places, arena, &suite, err);

    if (!code)
        code = assay_options_parse(adapter->options, run->model_options,
                                   count_words(run->model_options), state, err);
    if (!code) {
        size_t replay_count;
        const struct assay_replay_map *replay = assay_suite_replay(suite, &replay_count);
        const struct assay_setting setting = {
            .target = run->target,
            .suite = assay_suite_name(suite),
            .replay = replay,
            .replay_count = replay_count,
            .own_records = assay_suite_reads(suite, run->target),
            .orders = assay_suite_orders(suite),
            .votes = assay_suite_votes(suite),
            .arena = arena,
        };

        if (adapter->open)
            code = adapter->open(state, &setting, err);
        if (!code)
            code = run_opened(run, &(struct opened){suite, adapter, state, NULL, 0},
                              arena, out, err);
        if (adapter->close)
            adapter->close(state);
    }
    free(state);
    return code;
}

void suite_run_ok(const struct suite_run *run, struct assay_arena *arena,
                  struct assay_result *out)
{
    struct assay_error err = {0};
    const enum assay_code code = suite_run(run, arena, out, &err);

    ck_assert_msg(code == ASSAY_OK, "%s, %s: %s", run->suite, run->target, err.text);
}

const struct assay_section *suite_run_section(const struct assay_result *result,
                                              const char *name)
{
    if (!name[0])
        return &result->overall;
    for (size_t i = 0; i < result->section_count; i++)
        if (assay_str_equal(result->section[i].name, assay_str_of(name)))
            return &result->section[i];
    ck_abort_msg("no section %s", name);
    return NULL;
}

const struct assay_measure *suite_run_measure(const struct assay_result *result,
                                              const char *name, const char *section)
{
    for (size_t i = 0; i < result->measure_count; i++)
        if (assay_str_equal(result->measure[i].name, assay_str_of(name)) &&
            assay_str_equal(result->measure[i].section, assay_str_of(section)))
            return &result->measure[i];
    return NULL;
}

const char *suite_run_percent(const struct assay_figure *figure)
{
    static char buffer[8][32];
    static size_t next;
    char *out = buffer[next++ % 8];

    if (!figure->defined)
        return "-";
    (void)snprintf(out, sizeof(buffer[0]), "%.2f", 100.0 * figure->value);
    return out;
}

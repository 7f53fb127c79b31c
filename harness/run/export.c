#include "harness/run/export.h"

#include "harness/core/format_write.h"
#include "harness/core/manifest.h"
#include "harness/core/memory.h"
#include "harness/run/book.h"
#include "harness/run/reread.h"
#include "suites/kind.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Items under way from the suite's data to the writer. */
struct rows {
    struct assay_reread reread;
    struct assay_arena items; /* all of them */
    struct assay_format_row *at;
    size_t count, cap;
    uint64_t limit; /* of the run; 0: all */
};

/* NAME, or NAME:PART, of a result. */
static bool is_named(const struct assay_result *result, const char *name)
{
    const size_t n = strlen(name);

    if (assay_str_equal(result->suite, assay_str_of(name)))
        return true;
    return result->part.len > 0 && n == result->suite.len + 1 + result->part.len &&
           assay_str_starts(assay_str_of(name), result->suite) &&
           name[result->suite.len] == ':' &&
           assay_str_equal(assay_str_of(name + result->suite.len + 1), result->part);
}

static enum assay_code choose(const struct assay_export *setting,
                              const struct assay_stored *stored,
                              const struct assay_result **out, struct assay_error *err)
{
    const enum assay_code code = assay_stored_check_whole(stored, err);

    *out = NULL;
    if (code)
        return code;
    if (stored->result_count == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: this run is not over; to go on: assay run --resume %s",
                          stored->directory, stored->directory);
    if (!setting->suite && stored->result_count > 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: a run of %zu suites; name one with --suite",
                          stored->directory, stored->result_count);
    for (size_t i = 0; !*out && i < stored->result_count; i++)
        if (!setting->suite || is_named(&stored->result[i], setting->suite))
            *out = &stored->result[i];
    if (!*out)
        return assay_fail(err, ASSAY_EUSAGE, "%s: no suite \"%s\" in this run",
                          stored->directory, setting->suite);
    return ASSAY_OK;
}

/* Answers of an item that has none. */
static const struct assay_answer *skipped(size_t n, struct assay_arena *arena)
{
    return assay_arena_new(arena, n, sizeof(struct assay_answer)); /* SKIPPED is 0 */
}

static enum assay_code read_rows(struct rows *rows, const struct assay_format_run *run,
                                 struct assay_error *err)
{
    const struct assay_book unanswered = {
        .want = run->want, .votes = assay_suite_values(rows->reread.suite, run->want)};
    const struct assay_item *item;
    enum assay_code code;

    for (;;) {
        struct assay_format_row row;

        code = assay_reread_next(&rows->reread, &rows->items, &item, err);
        if (code || !item || (rows->limit && rows->count == rows->limit))
            break;
        if (rows->items.bytes > ASSAY_EXPORT_BYTES)
            return assay_fail(err, ASSAY_EDATA,
                              "%s: more than %" PRIu64 " bytes of items to export",
                              item->file, ASSAY_EXPORT_BYTES);
        row.item = item;
        row.answers = assay_reread_answers(&rows->reread, item, &row.count);
        if (!row.answers) {
            row.count = assay_book_wanted(&unanswered, item);
            row.answers = skipped(row.count, &rows->items);
        }
        if (rows->count == rows->cap) {
            rows->cap = assay_memory_grow(rows->cap, rows->count + 1);
            rows->at = assay_memory_resize(rows->at, rows->cap, sizeof(*rows->at));
        }
        rows->at[rows->count++] = row;
    }
    while (!code && item) /* the rest goes by, for its digest */
        code = assay_reread_next(&rows->reread, &rows->items, &item, err);
    return code ? code : assay_reread_check(&rows->reread, err);
}

static enum assay_code gather(struct rows *rows, const struct assay_export *setting,
                              const struct assay_stored *stored,
                              struct assay_format_run *run, struct assay_error *err)
{
    enum assay_code code = assay_reread_open(stored, run->result, setting->places,
                                             run->arena, &rows->reread, err);

    if (code)
        return code;
    if (!rows->reread.answers)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: no items were answered, so format %s has nothing to hold",
                          stored->directory, setting->format->name);
    rows->limit = assay_reread_limit(&rows->reread);
    run->want = assay_reread_want(&rows->reread);
    if (run->want == ASSAY_WANT_VECTORS)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "%s: its answers are hidden states, which format %s does not hold",
            stored->directory, setting->format->name);
    run->votes = assay_suite_votes(rows->reread.suite);
    code = read_rows(rows, run, err);
    run->row = rows->at;
    run->rows = rows->count;
    return code;
}

/* ORG/NAME where the suite's data come from the Hugging Face hub by the manifest. */
static const char *dataset_of(const struct assay_result *result, const char *manifest,
                              struct assay_arena *arena)
{
    static const char hub[] = "https://huggingface.co/datasets/";
    struct assay_manifest all = {0};
    struct assay_error ignored; /* without a manifest it is not known */

    if (assay_manifest_read(manifest, arena, &all, &ignored))
        return NULL;
    for (size_t i = 0; i < all.count; i++) {
        const struct assay_manifest_entry *entry = &all.entries[i];
        struct assay_str at = entry->address;
        size_t n = 0, slashes = 0;

        if (at.len == 0 && entry->file_count > 0)
            at = entry->files[0].address;
        if (!assay_str_starts(at, assay_str_of(hub)) ||
            !assay_str_equal(entry->used_by, result->suite))
            continue;
        at = (struct assay_str){at.ptr + strlen(hub), at.len - strlen(hub)};
        while (n < at.len && (slashes += at.ptr[n] == '/') < 2)
            n++;
        return assay_arena_copy(arena, (struct assay_str){at.ptr, n}).ptr;
    }
    return NULL;
}

enum assay_code assay_export_write(const struct assay_export *setting,
                                   const struct assay_stored *stored,
                                   struct assay_arena *arena, struct assay_buf *out,
                                   struct assay_exported *told, struct assay_error *err)
{
    struct assay_format_run run = {.document = stored->run, .arena = arena, .votes = 1};
    struct rows rows = {0};
    enum assay_code code = choose(setting, stored, &run.result, err);

    *told = (struct assay_exported){0};
    if (code)
        return code;
    assert(run.result);
    run.dataset = setting->dataset;
    if (!run.dataset)
        run.dataset = dataset_of(run.result, setting->places->manifest, arena);
    if (!setting->format->totals)
        code = gather(&rows, setting, stored, &run, err);
    if (!code)
        code = setting->format->write(&run, out, err);
    told->rows = run.rows;
    for (size_t i = 0; i < run.rows; i++)
        told->unanswered += !assay_format_answered(&run.row[i]);
    assay_reread_close(&rows.reread);
    assay_arena_release(&rows.items);
    free(rows.at);
    return code;
}

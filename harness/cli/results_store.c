/* results_store.c - results that no journal stands behind, as a run's directory. */
#include "harness/cli/results_store.h"

#include "harness/cli/figure_files.h"
#include "harness/core/clock.h"
#include "harness/core/document.h"
#include "harness/core/json.h"
#include "harness/core/log.h"
#include "harness/core/version.h"
#include "harness/run/store.h"
#include "reports/run_page.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct assay_node assay_results_operands(const struct assay_words *operands,
                                         struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; operands && i < operands->count; i++)
        (void)assay_node_push(arena, list, assay_node_of_string(operands->at[i]));
    return *list;
}

static struct assay_node *document_of(const struct assay_results_storing *storing,
                                      struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    char *ended = assay_arena_raw(arena, ASSAY_CLOCK_TEXT);

    assay_clock_text(ended);
    assay_node_put(arena, map, "format", assay_node_of_string("assay-run"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, map, "assay", assay_node_of_string(assay_version()));
    assay_node_put(arena, map, "status", assay_node_of_string("complete"));
    assay_node_put(arena, map, "command", assay_node_of_string(storing->command));
    assay_node_put(arena, map, "config", storing->config);
    assay_node_put(arena, map, "operands",
                   assay_results_operands(storing->operands, arena));
    assay_node_put(arena, map, "sources", storing->sources);
    if (!assay_node_is(&storing->prompts, ASSAY_NODE_NULL))
        assay_node_put(arena, map, "prompts", storing->prompts);
    assay_node_put(arena, map, "started", assay_node_of_string(storing->started));
    assay_node_put(arena, map, "ended", assay_node_of_string(ended));
    return map;
}

/* The page in directory, with the files of its figures. */
static enum assay_code write_page(const struct assay_report_input *input,
                                  struct assay_arena *arena, const char **path,
                                  struct assay_error *err)
{
    struct assay_page page;

    *path = assay_arena_printf(arena, "%s/index.html", input->directory);
    assay_run_page(input, arena, &page);
    return assay_page_save(&page, &assay_writer_html, input->directory, "index", err);
}

/* Where things are that were stored. */
struct written {
    const char *page;         /* NULL: there is none */
    struct assay_buf figures; /* a line a figure */
};

static enum assay_code save(const struct assay_results_storing *storing,
                            const struct assay_result *const *results, size_t count,
                            struct assay_arena *arena, struct written *out,
                            struct assay_error *err)
{
    struct assay_node *run = document_of(storing, arena);
    struct assay_report_run *runs = assay_arena_new(arena, count, sizeof(*runs));
    struct assay_report_input input = {.runs = runs, .count = count};
    struct assay_store at = {.lock = -1};
    enum assay_code code = ASSAY_OK;

    if (storing->open)
        at = *storing->open;
    else
        code = assay_store_create(storing->directory, storing->command, arena, &at, err);
    if (!code && storing->beside)
        code = assay_document_save(assay_store_path(&at, storing->beside),
                                   storing->beside_bytes, err);
    if (!code)
        code = assay_json_save(run, assay_store_path(&at, "run.json"), err);
    if (!code)
        code =
            assay_results_save(assay_store_path(&at, "result.json"), results, count, err);
    for (size_t i = 0; i < count; i++)
        runs[i] = (struct assay_report_run){.result = results[i], .run = run};
    input.directory = code ? NULL : assay_store_path(&at, "report");
    if (!code && storing->page)
        code = write_page(&input, arena, &out->page, err);
    if (!code)
        code = assay_figure_files_write(&storing->figures, &input, arena, &out->figures,
                                        err);
    if (!storing->open)
        assay_store_close(&at);
    return code;
}

enum assay_code assay_results_store(const struct assay_results_storing *storing,
                                    const struct assay_result *const *results,
                                    size_t count, struct assay_arena *arena,
                                    const char **page, struct assay_error *err)
{
    struct written written = {0};
    const enum assay_code code = save(storing, results, count, arena, &written, err);

    *page = written.page;
    assay_buf_release(&written.figures);
    return code;
}

/* A note a line of it. */
static void note_figures(struct assay_log *log, struct assay_str lines)
{
    while (lines.len > 0) {
        const size_t end = assay_str_find(lines, ASSAY_STR("\n"));

        assay_log_note(log, "figure: %.*s", (int)end, lines.ptr);
        lines.ptr += end + (end < lines.len);
        lines.len -= end + (end < lines.len);
    }
}

enum assay_code assay_results_store_tell(const struct assay_results_storing *storing,
                                         const struct assay_result *const *results,
                                         size_t count, struct assay_arena *arena,
                                         struct assay_error *err)
{
    struct assay_log log = assay_log_stderr(false, false);
    struct written written = {0};
    const enum assay_code code = save(storing, results, count, arena, &written, err);

    if (!code) {
        assay_log_note(&log, "stored in %s; the page is %s", storing->directory,
                       written.page);
        note_figures(&log, assay_buf_view(&written.figures));
    }
    assay_buf_release(&written.figures);
    return code;
}

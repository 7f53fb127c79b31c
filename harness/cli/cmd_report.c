/* assay report: stored runs as a page, a table or a file for other programs. */
#include "harness/cli/command.h"
#include "harness/cli/figure_files.h"
#include "harness/cli/page_out.h"
#include "harness/core/arena.h"
#include "harness/core/place.h"
#include "harness/run/board.h"
#include "harness/run/excerpts.h"
#include "harness/run/store.h"
#include "reports/run_page.h"

#include <stdbool.h>

enum {
    RESULTS_MAX = 4096 /* over all runs */
};

struct report {
    const char *format;
    const char *output;
    const char *data_dir;
    struct assay_figure_words figures;
    bool no_text;
};

static const struct assay_option options[] = {
    {.name = "format",
     .help = "html, table, markdown, latex, csv, json or junit",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct report, format),
     .initial = "html",
     .value = "NAME"},
    {.name = "output",
     .help = "where the page goes; report/ in the first run without it",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct report, output),
     .value = "DIR",
     .optional = true},
    {.name = "data-dir",
     .help = "look for benchmark data here, for excerpts of items",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct report, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_FIGURE_OPTIONS(offsetof(struct report, figures)),
    {.name = "no-text",
     .help = "leave prompts and completions out",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct report, no_text)},
    {0},
};

/* What the reports get, growing run by run. */
struct gathering {
    struct assay_report_run *runs; /* (RESULTS_MAX,) */
    size_t count;
    const struct assay_places *places; /* NULL: no excerpts */
    struct assay_arena *arena;
};

static void add(const struct assay_stored *stored, const struct assay_result *result,
                struct gathering *all)
{
    struct assay_report_run *run = &all->runs[all->count++];
    struct assay_excerpts excerpts = {0};

    if (all->places && result->notable_count)
        assay_excerpts_fetch(stored, result, all->places, all->arena, &excerpts);
    *run = (struct assay_report_run){
        .result = result,
        .run = stored->run,
        .basis = assay_board_says(stored, result, all->arena),
        .excerpt = excerpts.at,
        .excerpt_count = excerpts.count,
        .excerpt_why = excerpts.why,
    };
}

static enum assay_code gather(const char *directory, struct gathering *all,
                              struct assay_error *err)
{
    struct assay_stored *stored = assay_arena_new(all->arena, 1, sizeof(*stored));
    enum assay_code code = assay_stored_read(directory, all->arena, stored, err);

    if (!code)
        code = assay_stored_check_whole(stored, err);
    if (code)
        return code;
    if (stored->result_count == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: this run is not over; to go on: assay run --resume %s",
                          directory, directory);
    if (stored->result_count > RESULTS_MAX - all->count)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d results in one report",
                          RESULTS_MAX);
    for (size_t i = 0; i < stored->result_count; i++)
        add(stored, &stored->result[i], all);
    return ASSAY_OK;
}

/* Figures for a paper, in figures/ beside the page; tells where. */
static enum assay_code write_figures(const struct assay_figure_wish *wish,
                                     const struct assay_report_input *page,
                                     struct assay_arena *arena, struct assay_error *err)
{
    struct assay_buf told = {0};
    enum assay_code code = assay_figure_files_write(wish, page, arena, &told, err);

    if (!code)
        code = assay_cli_print(assay_buf_view(&told), err);
    assay_buf_release(&told);
    return code;
}

static enum assay_code tell(const struct report *wanted,
                            const struct assay_figure_wish *wish,
                            const struct assay_page_writer *writer, const char *first,
                            struct gathering *all, struct assay_error *err)
{
    const char *directory = wanted->output
                                ? wanted->output
                                : assay_arena_printf(all->arena, "%s/report", first);
    const struct assay_report_input input = {
        .runs = all->runs, .count = all->count, .directory = directory};
    const struct assay_page_out out = {writer, writer->makes_files ? directory : NULL};
    struct assay_page page;
    enum assay_code code;

    assay_run_page_for(writer, &input, all->arena, &page);
    code = assay_page_out_put(&page, &out, err);
    if (code || !writer->makes_files)
        return code;
    return write_figures(wish, &input, all->arena, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct report *wanted = state;
    const struct assay_page_writer *report;
    struct assay_arena arena = {0};
    struct gathering all = {.arena = &arena};
    struct assay_figure_wish wish = {0};
    enum assay_code code = assay_page_out_find(wanted->format, "report", &report, err);
    const struct assay_places places = assay_places_here(wanted->data_dir, &arena);

    if (!code && wanted->output && !report->makes_files)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "--format %s goes to stdout: redirect it instead of --output",
                          wanted->format);
    if (!code)
        code = assay_figure_files_wish(
            &wanted->figures,
            report->makes_files
                ? NULL
                : assay_arena_printf(&arena, "leave --format %s out", wanted->format),
            &wish, err);
    if (!code && report->makes_files && !wanted->no_text) /* others show no texts */
        all.places = &places;
    all.runs = assay_arena_new(&arena, RESULTS_MAX, sizeof(*all.runs));
    for (size_t i = 0; i < operands->count && !code; i++)
        code = gather(operands->at[i], &all, err);
    if (!code)
        code = tell(wanted, &wish, report, operands->at[0], &all, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_report = {
    .name = "report",
    .summary = "write a page, a table or a file from stored runs",
    .usage = "[options] RUN...",
    .about =
        "RUN is the directory of a run. Several runs of one suite stand side by side.\n"
        "The page is one file; the numbers and gnuplot scripts of its figures lie\n"
        "beside it; --figures writes them for a paper, into figures/ there.\n"
        "Some suites are unsafe by design: --no-text shows ids only.\n",
    .options = options,
    .state_size = sizeof(struct report),
    .operand_min = 1,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

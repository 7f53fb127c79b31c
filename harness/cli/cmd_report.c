/* assay report: stored runs as a page, a table or a file for other programs. */
#include "harness/cli/command.h"
#include "harness/cli/figure_files.h"
#include "harness/cli/terminal.h"
#include "harness/core/arena.h"
#include "harness/core/document.h"
#include "harness/core/place.h"
#include "harness/run/excerpts.h"
#include "harness/run/store.h"
#include "reports/run_page.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FORMATS_MAX = 32,
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

static enum assay_code find_format(const char *name, const struct assay_page_writer **out,
                                   struct assay_error *err)
{
    const char *names[FORMATS_MAX];
    const char *nearest;
    size_t n = 0;

    *out = assay_page_writer_find(name);
    if (*out)
        return ASSAY_OK;
    for (; n < FORMATS_MAX && assay_page_writer_at(n); n++)
        names[n] = assay_page_writer_at(n)->name;
    nearest = assay_str_nearest(name, names, n);
    if (nearest)
        return assay_fail(err, ASSAY_EUSAGE, "unknown format %s; did you mean %s?", name,
                          nearest);
    return assay_fail(err, ASSAY_EUSAGE, "unknown format %s; see 'assay help report'",
                      name);
}

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

static enum assay_code make_directory(const char *path, struct assay_error *err)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

/* Writes the page and its figures and says where. */
static enum assay_code write_files(const struct assay_page_writer *report,
                                   struct assay_report_input *input,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const char *path =
        assay_arena_printf(arena, "%s/index.%s", input->directory, report->ending);
    struct assay_buf text = {0};
    enum assay_code code = make_directory(input->directory, err);

    if (!code)
        code = assay_run_page_write(report, input, &text, err);
    if (!code)
        code = assay_document_save(path, assay_buf_view(&text), err);
    assay_buf_reset(&text);
    assay_buf_printf(&text, "%s\n", path);
    if (!code)
        code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code write_text(const struct assay_page_writer *report,
                                  const struct assay_report_input *input,
                                  struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_run_page_write(report, input, &text, err);

    if (!code)
        code = assay_cli_print(assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
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
                            const struct assay_page_writer *report, const char *first,
                            struct gathering *all, struct assay_error *err)
{
    const struct assay_terminal look = assay_terminal_look();
    struct assay_report_input input = {
        .runs = all->runs,
        .count = all->count,
        .directory = wanted->output ? wanted->output
                                    : assay_arena_printf(all->arena, "%s/report", first),
        .colour = look.colour,
        .width = look.width,
        .ascii = look.ascii,
    };
    enum assay_code code;

    if (report->makes_files) {
        code = write_files(report, &input, all->arena, err);
        return code ? code : write_figures(wish, &input, all->arena, err);
    }
    input.directory = NULL;
    return write_text(report, &input, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct report *wanted = state;
    const struct assay_page_writer *report;
    struct assay_arena arena = {0};
    struct gathering all = {.arena = &arena};
    struct assay_figure_wish wish = {0};
    enum assay_code code = find_format(wanted->format, &report, err);
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

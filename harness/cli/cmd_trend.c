/* assay trend: one number of stored runs over time, where it changed and where it drifts. */
#include "harness/cli/command.h"
#include "harness/cli/figure_files.h"
#include "harness/cli/history_words.h"
#include "harness/cli/measuring.h"
#include "harness/cli/trend_tell.h"
#include "harness/core/log.h"

struct trend {
    struct assay_history_words words;
    const char *section, *output;
    double per_year, level;
    size_t nights;
    bool by_run, json;
    unsigned format;
    struct assay_figure_words figures;
};

static const struct assay_option options[] = {
    ASSAY_HISTORY_OPTIONS(offsetof(struct trend, words)),
    {.name = "section",
     .help = "in place of the headline: a section, subset, MEASURE or SECTION:MEASURE",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct trend, section),
     .value = "NAME",
     .optional = true},
    {.name = "by-run",
     .help = "the trend is from run to run, not from day to day: checkpoints",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct trend, by_run)},
    {.name = "false-changes",
     .help = "changes that a line may have a year on average, though nothing changes",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct trend, per_year),
     .initial = "1",
     .lo = 0.01,
     .hi = 100},
    {.name = "nights",
     .help = "runs of a year",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct trend, nights),
     .initial = "365",
     .lo = 2,
     .hi = ASSAY_CHANGE_POINTS_NIGHTS},
    ASSAY_LEVEL_OPTION(offsetof(struct trend, level)),
    {.name = "output",
     .help = "draw a figure of each suite into this folder",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct trend, output),
     .value = "DIR",
     .optional = true},
    ASSAY_FIGURE_OPTIONS(offsetof(struct trend, figures)),
    ASSAY_TABLES_OPTIONS(offsetof(struct trend, format), offsetof(struct trend, json)),
    {0},
};

static enum assay_code study(struct assay_trend_told *told, struct assay_error *err)
{
    enum assay_code code;

    told->study = assay_arena_new(told->arena, told->courses.count, sizeof(*told->study));
    code = assay_courses_study(&told->courses, &told->how, told->arena, told->study, err);
    if (!code)
        assay_trend_name(told);
    return code;
}

/* A word that is nowhere is a mistake. */
static enum assay_code check_found(const struct assay_trend_told *told,
                                   struct assay_error *err)
{
    const struct assay_str like = told->courses.like;

    if (told->courses.count > 0 || told->courses.lacking == 0)
        return ASSAY_OK;
    if (like.len > 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--section=%s: no result has it; did you mean %.*s?",
                          told->section, ASSAY_STR_ARG(like));
    return assay_fail(
        err, ASSAY_EUSAGE,
        "--section=%s: no section, subset or measure of a result is called so",
        told->section);
}

static enum assay_code print(const struct trend *how, const struct assay_trend_told *told,
                             struct assay_error *err)
{
    struct assay_log log = assay_log_stderr(false, false);
    struct assay_buf out = {0};
    enum assay_code code;

    if (told->courses.count == 0)
        assay_log_note(&log, "no result is meant; `assay ls runs` tells which there are");
    if (how->json)
        return assay_runs_print_json(assay_trend_node(told), err);
    assay_trend_table(told, how->format, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

static enum assay_code draw(const struct trend *how, const struct assay_figure_wish *wish,
                            const struct assay_trend_told *told, struct assay_error *err)
{
    struct assay_log log = assay_log_stderr(false, false);
    struct assay_buf lines = {0};
    struct assay_str left;
    enum assay_code code;

    if (!how->output)
        return ASSAY_OK;
    code = assay_trend_draw(told, how->output, wish, &lines, err);
    left = assay_buf_view(&lines);
    while (!code && left.len > 0) {
        const size_t end = assay_str_find(left, ASSAY_STR("\n"));

        assay_log_note(&log, "figure: %.*s", (int)end, left.ptr);
        left = (struct assay_str){left.ptr + end + 1, left.len - end - 1};
    }
    assay_buf_release(&lines);
    return code;
}

static enum assay_code run_trend(const void *state, const struct assay_words *operands,
                                 struct assay_error *err)
{
    const struct trend *how = state;
    const struct assay_history_setting setting = assay_history_words_setting(&how->words);
    struct assay_arena arena = {0};
    struct assay_trend_told told = {.section = how->section,
                                    .how = {.per_year = how->per_year,
                                            .nights = how->nights,
                                            .level = how->level,
                                            .by_run = how->by_run},
                                    .arena = &arena};
    struct assay_figure_wish wish = {0};
    struct assay_history_filter filter;
    struct assay_history_told index = {0};
    enum assay_code code = assay_history_words_filter(&how->words, &filter, err);

    (void)operands;
    if (!code)
        code = assay_figure_files_wish(
            &how->figures, how->output ? NULL : "--output DIR says where", &wish, err);
    if (!code)
        code = assay_courses_read(&setting,
                                  &(struct assay_course_wish){&filter, how->section},
                                  &arena, &told.courses, &index, err);
    if (!code)
        assay_history_words_tell(&index);
    if (!code)
        code = check_found(&told, err);
    if (!code)
        code = study(&told, err);
    if (!code)
        code = print(how, &told, err);
    if (!code)
        code = draw(how, &wish, &told, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_trend = {
    .name = "trend",
    .summary = "tell where a number of stored runs changed over time, and its trend",
    .usage = "[options]",
    .about =
        "A line of values a suite and model; with --label 'ckpt-*' all models like it "
        "are\n"
        "one line. Values of other data or another version of the suite are apart.\n"
        "Changes are found by cutting the line into stretches of one level; how readily\n"
        "follows from the false changes a year that are put up with.\n",
    .options = options,
    .state_size = sizeof(struct trend),
    .run = run_trend,
};

/* trend_draw.c - figures of assay trend: a suite over time, a line a model. */
#include "harness/cli/trend_tell.h"

#include "harness/core/folder.h"
#include "reports/escape.h"
#include "reports/figures_history.h"
#include "reports/number.h"

enum {
    SLUG = 60 /* bytes of a name of files */
};

static struct assay_history_line line_of(const struct assay_trend_told *told,
                                         size_t number)
{
    const struct assay_course *course = &told->courses.at[number];
    const struct assay_course_study *study = &told->study[number];
    struct assay_history_point *point =
        assay_arena_new(told->arena, course->count, sizeof(*point));
    struct assay_history_level *level =
        assay_arena_new(told->arena, study->segments, sizeof(*level));

    for (size_t i = 0; i < course->count; i++) {
        const struct assay_course_point *from = &course->point[i];

        point[i] = (struct assay_history_point){.at = (int64_t)from->seconds,
                                                .value = from->figure.value,
                                                .n = from->counted};
        point[i].has_interval =
            assay_number_interval(&from->figure, &point[i].lo, &point[i].hi);
    }
    for (size_t k = 0; k < study->segments; k++) {
        const struct assay_change_segment *from = &study->segment[k];

        level[k] = (struct assay_history_level){
            from->first, from->first + from->count - 1, from->mean};
    }
    return (struct assay_history_line){.name = course->name,
                                       .point = point,
                                       .count = course->count,
                                       .level = level,
                                       .level_count = study->segments};
}

/* Title and names of a figure of the suite of a course. */
static void begin(const struct assay_trend_told *told, size_t number,
                  struct assay_history_figure *figure)
{
    struct assay_buf slug = {0}, title = {0};

    assay_buf_add(&title, told->suite[number]);
    if (told->section)
        assay_buf_printf(&title, ", %s", told->section);
    assay_buf_puts(&slug, "trend-");
    assay_escape_slug(assay_buf_view(&title), SLUG, &slug);
    *figure = (struct assay_history_figure){
        .name = assay_arena_copy(told->arena, assay_buf_view(&slug)),
        .title = assay_arena_copy(told->arena, assay_buf_view(&title)),
        .what = told->section ? assay_str_of(told->section) : ASSAY_STR("value"),
        .unit = told->courses.at[number].unit,
        .level = told->courses.at[number].level};
    assay_buf_release(&slug);
    assay_buf_release(&title);
}

/* For a paper, in a folder beside the page's. */
static enum assay_code export(const struct assay_figure_spec *spec, const char *directory,
                              const struct assay_figure_wish *wish,
                              char why[ASSAY_FIGURE_WHY], struct assay_error *err) {
    bool made; const enum assay_code code = assay_folder_make(directory, &made, err);

        return code ? code : assay_figure_export(spec, directory, wish, why, err);
}

static enum assay_code draw(const struct assay_history_figure *figure,
                            const struct assay_trend_told *told, const char *directory,
                            const struct assay_figure_wish *wish, struct assay_buf *lines,
                            struct assay_error *err)
{
    struct assay_figure_drawn drawn = {0};
    struct assay_figure_spec spec;
    char why[ASSAY_FIGURE_WHY] = "";
    enum assay_code code;

    assay_figures_history(figure, told->arena, &spec);
    code = assay_figure_draw(&spec, directory, &drawn, err);
    if (!code && wish->formats)
        code = export(&spec, assay_arena_printf(told->arena, "%s/figures", directory),
                      wish, why, err);
    if (!code) {
        const char *fault = drawn.why[0] ? drawn.why : why;

        assay_buf_printf(lines, "%s/%.*s%s%s\n", directory, ASSAY_STR_ARG(spec.name),
                         fault[0] ? ": " : ".svg", fault);
    }
    assay_buf_release(&drawn.svg);
    return code;
}

enum assay_code assay_trend_draw(const struct assay_trend_told *told,
                                 const char *directory,
                                 const struct assay_figure_wish *wish,
                                 struct assay_buf *lines, struct assay_error *err)
{
    const size_t n = told->courses.count;
    bool made;
    enum assay_code code = assay_folder_make(directory, &made, err);

    for (size_t i = 0, end; !code && i < n; i = end) {
        struct assay_history_line line[ASSAY_HISTORY_LINES];
        struct assay_history_figure figure;

        begin(told, i, &figure);
        figure.line = line;
        for (end = i; end < n && assay_str_equal(told->suite[end], told->suite[i]); end++)
            if (figure.count < ASSAY_HISTORY_LINES)
                line[figure.count++] = line_of(told, end);
        code = draw(&figure, told, directory, wish, lines, err);
        if (!code && end - i > figure.count)
            assay_buf_printf(lines, "%.*s: the first %zu of %zu models are drawn\n",
                             ASSAY_STR_ARG(figure.name), figure.count, end - i);
    }
    return code;
}

#include "harness/cli/site_page.h"

#include "harness/cli/night_page.h"
#include "reports/figures_history.h"

#include <float.h>
#include <string.h>

enum {
    SECONDS_A_DAY = 86400,
    POINTS_MAX = 400 /* of a small line and of a figure: the last ones */
};

/* The course of one run's value on one suite. */
struct course {
    struct assay_str run, label, suite, unit;
    const struct assay_night_value *last;
    enum assay_night_outcome outcome;  /* of the last one */
    const char *date;                  /* of it */
    double *value;                     /* (count,) */
    struct assay_history_point *point; /* (count,) */
    size_t count;
};

struct courses {
    struct course *at; /* (count,) in the order of the newest night, then older ones */
    size_t count;
};

static struct course *find(struct courses *all, struct assay_str run,
                           struct assay_str suite)
{
    for (size_t i = 0; i < all->count; i++)
        if (assay_str_equal(all->at[i].run, run) &&
            assay_str_equal(all->at[i].suite, suite))
            return &all->at[i];
    return NULL;
}

static size_t count_values(const struct assay_nights *nights)
{
    size_t n = 0;

    for (size_t i = 0; i < nights->count; i++)
        for (size_t k = 0; k < nights->at[i].runs; k++)
            n += nights->at[i].run[k].values;
    return n;
}

/* Newest night first, so that the order is that of the newest night's file. */
static void list_courses(const struct assay_nights *nights, struct assay_arena *arena,
                         struct courses *out)
{
    out->at = assay_arena_new(arena, count_values(nights), sizeof(*out->at));
    for (size_t i = nights->count; i-- > 0;)
        for (size_t k = 0; k < nights->at[i].runs; k++)
            for (size_t v = 0; v < nights->at[i].run[k].values; v++) {
                const struct assay_night_run *run = &nights->at[i].run[k];
                const struct assay_night_value *value = &run->value[v];

                if (!find(out, run->name, value->suite))
                    out->at[out->count++] = (struct course){run->name,
                                                            run->label,
                                                            value->suite,
                                                            value->unit,
                                                            value,
                                                            run->outcome,
                                                            nights->at[i].date,
                                                            NULL,
                                                            NULL,
                                                            0};
            }
}

static void add_point(struct course *course, const char *date,
                      const struct assay_night_value *value)
{
    if (!value->defined)
        return;
    if (course->count == POINTS_MAX) {
        memmove(course->value, course->value + 1, (POINTS_MAX - 1) * sizeof(double));
        memmove(course->point, course->point + 1,
                (POINTS_MAX - 1) * sizeof(*course->point));
        course->count--;
    }
    course->value[course->count] = value->value;
    course->point[course->count++] = (struct assay_history_point){
        .at = (int64_t)assay_night_day(date) * SECONDS_A_DAY,
        .value = value->value,
        .has_interval = value->ranged,
        .lo = value->lo,
        .hi = value->hi,
        .n = value->answered,
    };
}

static void gather(const struct assay_nights *nights, struct assay_arena *arena,
                   struct courses *out)
{
    const size_t room = nights->count < POINTS_MAX ? nights->count : POINTS_MAX;

    list_courses(nights, arena, out);
    for (size_t i = 0; i < out->count; i++) {
        out->at[i].value = assay_arena_new(arena, room, sizeof(double));
        out->at[i].point = assay_arena_new(arena, room, sizeof(*out->at[i].point));
    }
    for (size_t i = 0; i < nights->count; i++)
        for (size_t k = 0; k < nights->at[i].runs; k++)
            for (size_t v = 0; v < nights->at[i].run[k].values; v++)
                add_point(find(out, nights->at[i].run[k].name,
                               nights->at[i].run[k].value[v].suite),
                          nights->at[i].date, &nights->at[i].run[k].value[v]);
}

static void tell_latest(const struct courses *all, const char *ending,
                        struct assay_page *page)
{
    struct assay_page_table *table;

    assay_page_section(page, 1, ASSAY_STR("Models"));
    table = assay_page_table(page, "models",
                             ASSAY_STR("The last value of each, and its course"));
    assay_table_text(table, "run", ASSAY_STR("model"));
    assay_table_text(table, "suite", ASSAY_STR("suite"))->choice = true;
    assay_table_number(table, "value", ASSAY_STR("value"))->interval =
        ASSAY_STR("95 % interval");
    assay_table_number(table, "change", ASSAY_STR("change"));
    assay_table_number(table, "course", ASSAY_STR("course"));
    assay_table_text(table, "outcome", ASSAY_STR("gate"))->choice = true;
    assay_table_text(table, "night", ASSAY_STR("night"));
    for (size_t i = 0; i < all->count; i++) {
        const struct course *course = &all->at[i];
        const struct assay_night_value *last = course->last;
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_link(
            course->run, assay_str_of(assay_arena_printf(
                             page->arena, "%s/%.*s/" ASSAY_NIGHT_REPORT "/index.%s",
                             course->date, ASSAY_STR_ARG(course->run), ending)));
        row->cell[1] = assay_cell_text(course->suite);
        row->cell[2] = last->defined ? assay_cell_number(last->value, last->unit)
                                     : assay_cell_undefined(ASSAY_STR("undefined"));
        if (last->ranged)
            row->cell[2] = assay_cell_between(row->cell[2], last->lo, last->hi);
        if (last->changed)
            row->cell[3] = assay_cell_difference(last->change, last->unit);
        row->cell[4] = assay_cell_trend(course->value, course->count, course->unit);
        row->cell[5] = assay_night_cell(course->outcome);
        row->cell[6] = assay_cell_text(assay_str_of(course->date));
    }
}

static void tell_nights(const struct assay_nights *nights, const char *ending,
                        struct assay_page *page)
{
    struct assay_page_table *table;

    assay_page_section(page, 1, ASSAY_STR("Nights"));
    table = assay_page_items(page, "nights", ASSAY_STR("Nights, the last one first"));
    assay_table_text(table, "night", ASSAY_STR("night"));
    assay_table_text(table, "outcome", ASSAY_STR("outcome"))->choice = true;
    assay_table_text(table, "runs", ASSAY_STR("runs"));
    for (size_t i = nights->count; i-- > 0;) {
        const struct assay_night *night = &nights->at[i];
        struct assay_row *row = assay_table_row(table);

        row->cell[0] =
            assay_cell_link(assay_str_of(night->date),
                            assay_str_of(assay_arena_printf(page->arena, "%s/index.%s",
                                                            night->date, ending)));
        row->cell[1] = assay_night_cell(assay_night_worst(night));
        row->cell[2] = assay_cell_text(assay_night_tally(night, page->arena));
    }
}

static size_t count_courses(const struct courses *all, struct assay_str suite)
{
    size_t n = 0;

    for (size_t i = 0; i < all->count; i++)
        n += assay_str_equal(all->at[i].suite, suite) && all->at[i].count > 0;
    return n;
}

/* What a figure does not show. */
static void tell_left_out(const struct courses *all, const struct course *first,
                          struct assay_page *page)
{
    const size_t n = count_courses(all, first->suite);

    if (n > ASSAY_HISTORY_LINES)
        assay_page_text(
            page, assay_str_of(assay_arena_printf(
                      page->arena, "%.*s: the figure shows the first %d of %zu models.",
                      ASSAY_STR_ARG(first->suite), ASSAY_HISTORY_LINES, n)));
}

/* The courses on a suite, as many as can be told apart. */
static void tell_course(const struct courses *all, size_t first, struct assay_page *page)
{
    struct assay_arena *arena = page->arena;
    struct assay_history_line *line =
        assay_arena_new(arena, ASSAY_HISTORY_LINES, sizeof(*line));
    struct assay_history_figure figure = {
        .name = assay_str_of(assay_arena_printf(arena, "history-%.*s",
                                                ASSAY_STR_ARG(all->at[first].suite))),
        .title = all->at[first].suite,
        .what = ASSAY_STR("value"),
        .unit = all->at[first].unit,
        .line = line,
        .level = 0.95,
    };
    struct assay_figure_spec spec;

    for (size_t i = first; i < all->count && figure.count < ASSAY_HISTORY_LINES; i++)
        if (assay_str_equal(all->at[i].suite, all->at[first].suite) &&
            all->at[i].count > 0)
            line[figure.count++] =
                (struct assay_history_line){.name = all->at[i].run,
                                            .point = all->at[i].point,
                                            .count = all->at[i].count,
                                            .has_gate = all->at[i].last->gated,
                                            .gate_lo = all->at[i].last->floor,
                                            .gate_hi = DBL_MAX};
    if (figure.count == 0)
        return;
    for (size_t i = 0; i < figure.count;
         i++) /* bands of several would hide one another */
        line[i].has_gate = line[i].has_gate && figure.count == 1;
    assay_figures_history(&figure, arena, &spec);
    assay_page_figure(page, &spec);
    tell_left_out(all, &all->at[first], page);
}

void assay_site_page(const struct assay_nights *nights, const char *ending,
                     struct assay_arena *arena, struct assay_page *page)
{
    const struct assay_night *last = &nights->at[nights->count - 1];
    struct courses all = {0};

    assay_page_begin(page, arena, ASSAY_STR("Nights"));
    page->subtitle = assay_str_of(assay_arena_printf(
        arena, "%zu nights, %s to %s", nights->count, nights->at[0].date, last->date));
    assay_page_headline(page, ASSAY_STR("Last night"),
                        assay_night_cell(assay_night_worst(last)),
                        assay_night_tally(last, arena));
    gather(nights, arena, &all);
    tell_latest(&all, ending, page);
    assay_page_section(page, 1, ASSAY_STR("History"));
    if (nights->count > POINTS_MAX)
        assay_page_text(page,
                        assay_str_of(assay_arena_printf(
                            arena, "Figures and courses show the last %d of %zu nights.",
                            POINTS_MAX, nights->count)));
    for (size_t i = 0; i < all.count; i++) {
        size_t k = 0;

        while (k < i && !assay_str_equal(all.at[k].suite, all.at[i].suite))
            k++;
        if (k == i)
            tell_course(&all, i, page);
    }
    tell_nights(nights, ending, page);
}

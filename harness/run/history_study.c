/* history_study.c - levels, changes and trend of one number over time. */
#include "harness/run/history_course.h"

enum {
    PENALTIES = 128, /* that are kept */
    FEW = 20,        /* nights up to which each number has its own */
    HISTORIES = 380  /* simulated ones have so many nights squared, all together */
};

static const double day = 86400.0;
static const double step = 1.15;
static const double never = 1e300; /* a penalty at which nothing is cut */

/* The columns that metrics take. */
struct columns {
    double *value, *se, *time; /* (n,) */
    size_t n;
};

static struct columns columns_of(const struct assay_course *course, bool by_run,
                                 struct assay_arena *arena)
{
    struct columns out = {.n = course->count};

    out.value = assay_arena_new(arena, out.n, sizeof(double));
    out.se = assay_arena_new(arena, out.n, sizeof(double));
    out.time = assay_arena_new(arena, out.n, sizeof(double));
    for (size_t i = 0; i < out.n; i++) {
        const struct assay_course_point *point = &course->point[i];

        out.value[i] = point->figure.value;
        out.se[i] = 1.0;
        out.time[i] =
            by_run ? (double)i : (point->seconds - course->point[0].seconds) / day;
    }
    return out;
}

static double range_of(const struct columns *columns)
{
    double lo = columns->value[0], hi = lo;

    for (size_t i = 1; i < columns->n; i++) {
        lo = columns->value[i] < lo ? columns->value[i] : lo;
        hi = columns->value[i] > hi ? columns->value[i] : hi;
    }
    return hi - lo;
}

/* Half an item of the last point, or an eighth of the range; 1 where nothing ever differs. */
static double least_of(const struct assay_course *course, const struct columns *columns)
{
    const size_t counted = course->point[course->count - 1].counted;
    const double range = range_of(columns);
    const double whole =
        assay_str_equal(course->unit, ASSAY_STR("percentage")) ? 100.0 : 1.0;

    if (counted > 0)
        return whole / (2.0 * (double)counted);
    return range > 0.0 ? range / 8.0 : 1.0;
}

static void look_for_trend(const struct columns *columns, double level,
                           struct assay_arena *arena, struct assay_course_study *out)
{
    const struct assay_linear_values values = {
        .time = columns->time, .value = columns->value, .n = columns->n};
    struct assay_error why;

    if (columns->n < 3)
        out->why = ASSAY_STR("fewer than three runs");
    else if (assay_linear_trend_of(&values, level, &out->trend, &why))
        out->why = assay_arena_copy(arena, assay_str_of(why.text));
    else
        out->has_trend = true;
}

/* Penalties that were found, by nights and by whether the noise is estimated. */
struct penalties {
    size_t nights[PENALTIES];
    bool estimated[PENALTIES];
    double value[PENALTIES];
    size_t count;
};

/* Nights of a history that stands for one of n: they are few, since each takes a simulation. */
static size_t stands_for(size_t n)
{
    double nights = FEW;

    if (n <= FEW)
        return n;
    while (nights * step <= (double)n && nights * step <= ASSAY_CHANGE_POINTS_NIGHTS)
        nights *= step;
    return (size_t)nights;
}

static enum assay_code find_penalty(struct penalties *known, size_t nights,
                                    bool estimated, const struct assay_course_how *how,
                                    double *out, struct assay_error *err)
{
    struct assay_change_points_budget budget = {
        .per_year = how->per_year * (double)nights / (double)how->nights,
        .nights = nights,
        .years = nights < HISTORIES ? (size_t)HISTORIES * HISTORIES / nights : 0,
        .estimated = estimated};
    enum assay_code code;

    for (size_t i = 0; i < known->count; i++)
        if (known->nights[i] == nights && known->estimated[i] == estimated) {
            *out = known->value[i];
            return ASSAY_OK;
        }
    if (budget.years > ASSAY_CHANGE_POINTS_YEARS)
        budget.years = ASSAY_CHANGE_POINTS_YEARS;
    code = assay_change_points_penalty(&budget, out, err);
    if (!code && known->count < PENALTIES) {
        known->nights[known->count] = nights;
        known->estimated[known->count] = estimated;
        known->value[known->count++] = *out;
    }
    return code;
}

/* How many nights there are: runs of one moment are one. */
static size_t nights_of(const struct assay_course *course, bool by_run)
{
    size_t n = 1;

    for (size_t i = 1; i < course->count; i++)
        n += by_run || course->point[i].seconds > course->point[i - 1].seconds;
    return n;
}

static enum assay_code look(const struct assay_course *course,
                            const struct assay_course_how *how, struct penalties *known,
                            struct assay_arena *arena, struct assay_course_study *out,
                            struct assay_error *err)
{
    const struct columns columns = columns_of(course, how->by_run, arena);
    const struct assay_history_values values = {.value = columns.value,
                                                .se = columns.se,
                                                .time = how->by_run ? NULL : columns.time,
                                                .n = columns.n};
    const size_t nights = nights_of(course, how->by_run);
    struct assay_change_segment *segment =
        assay_arena_new(arena, columns.n, sizeof(*segment));
    struct assay_change_point *change =
        assay_arena_new(arena, columns.n, sizeof(*change));
    struct assay_change_points_how finding = {.penalty = never, .level = how->level};
    const double least = least_of(course, &columns);
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_course_study){.segment = segment, .change = change};
    if (nights >= 3) {
        code = assay_change_points_noise(&values, &out->noise, err);
        if (!code)
            code = find_penalty(known, stands_for(nights), out->noise > 0.0, how,
                                &out->penalty, err);
        finding.penalty = out->penalty;
    }
    if (code)
        return code;
    out->se = out->noise > least ? out->noise : least;
    for (size_t i = 0; i < columns.n; i++)
        columns.se[i] = out->se;
    look_for_trend(&columns, how->level, arena, out);
    return assay_change_points_find(&values, &finding, segment, &out->segments, change,
                                    err);
}

enum assay_code assay_courses_study(const struct assay_courses *courses,
                                    const struct assay_course_how *how,
                                    struct assay_arena *arena,
                                    struct assay_course_study *out,
                                    struct assay_error *err)
{
    struct penalties known = {0};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < courses->count; i++)
        code = look(&courses->at[i], how, &known, arena, &out[i], err);
    return code;
}

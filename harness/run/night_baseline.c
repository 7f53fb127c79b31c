/* night_baseline.c - which run a night's run is held against. */
#include "harness/core/file.h"
#include "harness/run/night.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define AFTER_ALL "~" /* is later than any date */

/* A night in which a run of the name ended well. */
struct candidate {
    const char *date;
    const struct assay_night_run *run;
    double mean; /* over suites; below everything where one is undefined */
};

static double mean_of(const struct assay_night_run *run)
{
    double sum = 0.0;

    for (size_t i = 0; i < run->values; i++) {
        if (!run->value[i].defined)
            return -1e300;
        sum += run->value[i].value;
    }
    return run->values > 0 ? sum / (double)run->values : -1e300;
}

static bool is_candidate(const struct assay_night_plan *plan,
                         const struct assay_night_run *run, struct assay_str name)
{
    if (!assay_str_equal(run->name, name) || run->outcome == ASSAY_NIGHT_FAILED)
        return false;
    return plan->baseline != ASSAY_NIGHT_PASSED ||
           (run->outcome != ASSAY_NIGHT_GATE_MISSED &&
            run->outcome != ASSAY_NIGHT_GATE_UNDECIDED);
}

/* Candidates before a date, ascending in time. */
static size_t gather(const struct assay_night_plan *plan,
                     const struct assay_nights *nights, const char *date,
                     struct assay_str name, struct candidate *out)
{
    size_t n = 0;

    for (size_t i = 0; i < nights->count && strcmp(nights->at[i].date, date) < 0; i++)
        for (size_t k = 0; k < nights->at[i].runs; k++)
            if (is_candidate(plan, &nights->at[i].run[k], name)) {
                out[n++] = (struct candidate){nights->at[i].date, &nights->at[i].run[k],
                                              mean_of(&nights->at[i].run[k])};
                break;
            }
    return n;
}

/* Highest mean first, of equal ones the latest. */
static int by_mean(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->mean > y->mean || x->mean < y->mean)
        return x->mean > y->mean ? -1 : 1;
    return strcmp(y->date, x->date);
}

static size_t first_of_window(const struct assay_night_plan *plan, size_t n)
{
    return plan->baseline == ASSAY_NIGHT_WINDOW && n > plan->window ? n - plan->window
                                                                    : 0;
}

/* all (n,) is sorted anew. n > 0. */
static const struct candidate *choose(const struct assay_night_plan *plan,
                                      struct candidate *all, size_t n)
{
    const size_t first = first_of_window(plan, n);

    if (plan->baseline == ASSAY_NIGHT_PREVIOUS || plan->baseline == ASSAY_NIGHT_PASSED)
        return &all[n - 1];
    qsort(all + first, n - first, sizeof(*all), by_mean);
    return &all[first + (plan->median ? (n - first) / 2 : 0)];
}

bool assay_night_is_label(const struct assay_night_plan *plan)
{
    for (size_t i = 0; plan->baseline == ASSAY_NIGHT_PINNED && i < plan->models; i++)
        if (strcmp(plan->model[i].label, plan->pinned) == 0)
            return true;
    return false;
}

static enum assay_code find_pinned(const struct assay_night_plan *plan, const char *date,
                                   struct assay_night_run *run, struct assay_arena *arena,
                                   struct assay_error *err)
{
    const char *run_name = assay_arena_copy(arena, run->name).ptr;
    const char *within = assay_arena_printf(arena, "%s/%s", plan->pinned, run_name);

    for (size_t i = 0; i < plan->models; i++) {
        if (strcmp(plan->model[i].label, plan->pinned) != 0)
            continue;
        run->baseline = assay_str_of(plan->pinned);
        run->against =
            assay_arena_printf(arena, "%s/%s/%s", plan->output, date,
                               assay_night_run_name(plan, i, run->group, arena));
        if (i == run->model)
            run->against = NULL; /* itself */
        return ASSAY_OK;
    }
    run->baseline = assay_str_of(plan->pinned);
    run->against = plan->pinned;
    if (assay_file_exists(assay_arena_printf(arena, "%s/run.json", plan->pinned)))
        return ASSAY_OK;
    run->against = within;
    if (assay_file_exists(assay_arena_printf(arena, "%s/run.json", within)))
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EDATA,
        "baseline %s: no run is stored there, nor in %s, and it is no label",
        plan->pinned, within);
}

enum assay_code assay_night_find_baseline(const struct assay_night_plan *plan,
                                          const struct assay_nights *nights,
                                          const char *date, struct assay_night_run *run,
                                          struct assay_arena *arena,
                                          struct assay_error *err)
{
    struct candidate *all = assay_arena_new(arena, nights->count, sizeof(*all));
    const struct candidate *chosen;
    size_t n;

    run->against = NULL;
    if (plan->baseline == ASSAY_NIGHT_PINNED) {
        enum assay_code code = find_pinned(plan, date, run, arena, err);

        if (!run->against)
            run->baseline = ASSAY_STR("");
        return code;
    }
    n = gather(plan, nights, date, run->name, all);
    if (n == 0)
        return ASSAY_OK;
    chosen = choose(plan, all, n);
    run->baseline = assay_str_of(chosen->date);
    run->against = assay_arena_printf(arena, "%s/%s/%.*s", plan->output, chosen->date,
                                      ASSAY_STR_ARG(run->name));
    return ASSAY_OK;
}

/* True where a run of the name that is made after all nights before `until` may be held against a night. */
static bool is_wanted(const struct assay_night_plan *plan,
                      const struct assay_nights *nights, const char *until,
                      struct assay_str name, const char *date)
{
    struct assay_arena arena = {0};
    struct candidate *all = assay_arena_new(&arena, nights->count, sizeof(*all));
    const size_t n = gather(plan, nights, until, name, all);
    bool found = false;

    if (plan->baseline == ASSAY_NIGHT_WINDOW)
        for (size_t i = first_of_window(plan, n); i < n; i++)
            found = found || strcmp(all[i].date, date) == 0;
    else if (n > 0)
        found = strcmp(choose(plan, all, n)->date, date) == 0;
    assay_arena_release(&arena);
    return found;
}

/* A night, or a run in it, also where a link leads there. */
static bool is_pinned(const struct assay_night_plan *plan, const char *date)
{
    struct assay_arena arena = {0};
    const char *night = assay_arena_printf(&arena, "%s/%s", plan->output, date);
    const char *above = assay_arena_printf(&arena, "%s/..", plan->pinned);
    struct stat there, pinned;
    bool found = strstr(plan->pinned, date) != NULL;

    if (!found && stat(night, &there) == 0)
        found = (stat(plan->pinned, &pinned) == 0 && pinned.st_dev == there.st_dev &&
                 pinned.st_ino == there.st_ino) ||
                (stat(above, &pinned) == 0 && pinned.st_dev == there.st_dev &&
                 pinned.st_ino == there.st_ino);
    assay_arena_release(&arena);
    return found;
}

bool assay_night_is_needed(const struct assay_night_plan *plan,
                           const struct assay_nights *nights,
                           const struct assay_night *tonight, const char *date)
{
    if (strcmp(date, tonight->date) >= 0)
        return true;
    if (plan->baseline == ASSAY_NIGHT_PINNED)
        return is_pinned(plan, date);
    for (size_t i = 0; i < tonight->runs; i++) {
        const struct assay_night_run *run = &tonight->run[i];

        if (assay_str_equal(run->baseline, assay_str_of(date)) ||
            is_wanted(plan, nights, tonight->date, run->name, date) ||
            is_wanted(plan, nights, AFTER_ALL, run->name, date))
            return true;
    }
    return false;
}

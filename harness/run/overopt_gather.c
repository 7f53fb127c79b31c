/* overopt_gather.c - rows of a trend into curves of gold against d. */
#include "harness/run/overopt_cells.h"

#include "harness/core/buf.h"
#include "harness/core/names.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NIGHTLY_LEAST = 3 /* rows of one checkpoint that make a curve of it */
};

const char *const assay_overopt_unit_words[] = {"auto",   "seed",  "run",
                                                "prompt", "point", NULL};

/* A gathering under way. */
struct gather {
    const struct assay_trend *trend;
    const struct assay_overopt_asked *asked;
    const struct assay_trend_column *d, *step, *n, *proxy, *run, *seed, *prompt, *se,
        *beta, *implicit, *weight;
    const struct assay_trend_column **by; /* (bys,) what configurations differ in */
    size_t bys;
    bool direct; /* win rates, for want of gold */
    struct assay_overopt_curve *curve;
    struct assay_overopt_curves *out;
    struct assay_arena *arena;
    struct assay_error *err;
};

static double number_at(const struct assay_trend_column *column, size_t row)
{
    return column && column->number ? column->number[row] : (double)NAN;
}

static uint32_t id_at(const struct assay_trend_column *column, size_t row)
{
    return column && column->id ? column->id[row] : ASSAY_TREND_ABSENT;
}

/* ---- which rows are one configuration ---- */

static void add_by(struct gather *g, const struct assay_trend_column *column)
{
    if (column)
        g->by[g->bys++] = column;
}

/* True if, of rows alike in all else, no seed is of two runs: runs are names of seeds (or penalties) then. */
static bool runs_are_seeds(struct gather *g)
{
    const size_t bys = g->bys;
    const struct assay_trend_group *group;
    size_t groups;
    bool are = true;

    add_by(g, g->seed);
    add_by(g, g->direct ? g->beta : NULL);
    groups = assay_trend_group(g->trend, g->by, g->bys, g->arena, &group);
    g->bys = bys;
    for (size_t i = 0; are && i < groups; i++)
        for (size_t k = 1; are && k < group[i].count; k++)
            are = id_at(g->run, group[i].row[k]) == id_at(g->run, group[i].row[0]);
    return are;
}

static bool run_is_unit(struct gather *g)
{
    if (!g->run || g->asked->unit == ASSAY_OVEROPT_RUN)
        return g->run != NULL;
    return (g->seed || (g->direct && g->beta)) && g->asked->unit != ASSAY_OVEROPT_POINT &&
           runs_are_seeds(g);
}

/* True if some checkpoint has a curve of its own. */
static bool is_nightly(struct gather *g, const struct assay_trend_column *checkpoint)
{
    const size_t bys = g->bys;
    const struct assay_trend_group *group;
    size_t groups;
    bool is = false;

    if (!checkpoint)
        return false;
    add_by(g, checkpoint);
    add_by(g, g->run);
    add_by(g, g->seed);
    add_by(g, g->prompt);
    groups = assay_trend_group(g->trend, g->by, g->bys, g->arena, &group);
    g->bys = bys;
    for (size_t i = 0; !is && i < groups; i++)
        is = group[i].count >= NIGHTLY_LEAST;
    return is;
}

static void configure(struct gather *g)
{
    const struct assay_trend_column *checkpoint =
        assay_trend_column(g->trend, ASSAY_TREND_CHECKPOINT, 0);

    g->by = assay_arena_new(g->arena, g->trend->columns + 8,
                            sizeof(const struct assay_trend_column *));
    for (size_t c = 0; c < g->trend->columns; c++) {
        const enum assay_trend_role role = g->trend->column[c].role;

        if (assay_trend_splits(role) && role != ASSAY_TREND_RUN &&
            role != ASSAY_TREND_SEED && role != ASSAY_TREND_PROMPT &&
            role != ASSAY_TREND_CHECKPOINT && !(role == ASSAY_TREND_BETA && g->direct))
            add_by(g, &g->trend->column[c]);
    }
    if (!run_is_unit(g))
        add_by(g, g->run);
    g->out->nightly = is_nightly(g, checkpoint);
    if (g->out->nightly)
        add_by(g, checkpoint);
}

/* ---- names ---- */

static bool varies(const struct assay_trend_column *column, size_t rows)
{
    for (size_t i = 1; i < rows; i++)
        if (column->id[i] != column->id[0])
            return true;
    return false;
}

static struct assay_str level_of(const struct assay_trend_column *column, size_t row)
{
    const uint32_t id = id_at(column, row);

    return id == ASSAY_TREND_ABSENT ? ASSAY_STR("-") : column->level[id];
}

/* What tells the curve of a row from others, but one role (OTHER: all of it); of a run its name alone. */
static struct assay_str name_of(const struct gather *g, size_t row,
                                enum assay_trend_role but)
{
    struct assay_buf text = {0};
    struct assay_str name;

    for (size_t i = 0; i < g->bys; i++) {
        const struct assay_trend_column *column = g->by[i];
        const struct assay_str level = level_of(column, row);

        if (!varies(column, g->trend->rows) || column->role == but)
            continue;
        assay_buf_puts(&text, text.len ? " " : "");
        if (column->role != ASSAY_TREND_RUN)
            assay_buf_printf(&text, "%.*s=", ASSAY_STR_ARG(column->name));
        assay_buf_printf(&text, "%.*s", ASSAY_STR_ARG(level));
    }
    name = text.len ? assay_arena_copy(g->arena, assay_buf_view(&text)) : g->asked->alone;
    assay_buf_release(&text);
    return name;
}

/* The one number of all rows, or NaN. */
static double size_of(const struct gather *g, enum assay_trend_role role,
                      const struct assay_trend_group *group)
{
    const struct assay_trend_column *column = assay_trend_column(g->trend, role, 0);
    const double first = number_at(column, group->row[0]);

    for (size_t i = 1; i < group->count; i++)
        if (number_at(column, group->row[i]) != first)
            return (double)NAN;
    return first;
}

/* ---- cells ---- */

static enum assay_overopt_order order_of(const struct gather *g,
                                         const struct assay_trend_group *group)
{
    size_t n = 0, steps = 0;

    for (size_t i = 0; i < group->count; i++) {
        n += isnan(number_at(g->n, group->row[i])) ? 0 : 1;
        steps += isnan(number_at(g->step, group->row[i])) ? 0 : 1;
    }
    if (n == group->count)
        return ASSAY_OVEROPT_BY_N;
    return steps == group->count ? ASSAY_OVEROPT_BY_STEP : ASSAY_OVEROPT_BY_D;
}

static double x_of(const struct gather *g, enum assay_overopt_order order, size_t row)
{
    if (order == ASSAY_OVEROPT_BY_N)
        return number_at(g->n, row);
    return number_at(order == ASSAY_OVEROPT_BY_STEP ? g->step : g->d, row);
}

static double weight_of(const struct gather *g, size_t row)
{
    const double se = number_at(g->se, row), weight = number_at(g->weight, row);

    if (g->se)
        return 1.0 / (se * se);
    return g->weight ? weight : 1.0;
}

static enum assay_code check_weight(const struct gather *g, size_t row)
{
    const double weight = weight_of(g, row);

    if (isfinite(weight) && weight > 0.0)
        return ASSAY_OK;
    return assay_fail_at(g->err, assay_trend_spot(g->trend, row),
                         "%s: expected a number above 0",
                         g->se ? g->asked->se : g->asked->weight);
}

/* Units of a group's rows, numbered in order of first sight; returns how many. */
static size_t number_units(const struct gather *g, enum assay_overopt_unit unit,
                           const struct assay_trend_group *group, uint32_t *out)
{
    struct assay_names names = {0};
    size_t units;

    for (size_t i = 0; i < group->count; i++) {
        const uint32_t row = group->row[i];
        const bool prompts = unit == ASSAY_OVEROPT_PROMPT;
        char key[40];

        (void)snprintf(key, sizeof(key), "%u/%u/%u", prompts ? 0U : id_at(g->run, row),
                       id_at(prompts ? g->prompt : g->seed, row),
                       g->direct && !prompts ? id_at(g->beta, row) : 0U);
        out[i] = assay_names_add(&names, assay_str_of(key));
    }
    units = names.count;
    assay_names_release(&names);
    return units;
}

/* What is independent in a group: seeds or runs, prompts, points; out: the unit of each row. */
static enum assay_code choose_unit(const struct gather *g,
                                   const struct assay_trend_group *group, uint32_t *out,
                                   size_t *units, enum assay_overopt_unit *unit)
{
    const enum assay_overopt_unit asked = g->asked->unit;

    *unit = asked == ASSAY_OVEROPT_AUTO ? ASSAY_OVEROPT_SEED : asked;
    if (*unit == ASSAY_OVEROPT_SEED && (!g->seed || g->direct))
        *unit = ASSAY_OVEROPT_RUN;
    *units = number_units(g, *unit, group, out);
    if (*units > 1 && *unit != ASSAY_OVEROPT_POINT)
        return ASSAY_OK;
    if (asked != ASSAY_OVEROPT_AUTO && asked != ASSAY_OVEROPT_POINT)
        return assay_fail(g->err, ASSAY_EUSAGE, "--unit %s: %.*s has one alone",
                          assay_overopt_unit_words[asked],
                          ASSAY_STR_ARG(name_of(g, group->row[0], ASSAY_TREND_OTHER)));
    *unit = ASSAY_OVEROPT_PROMPT;
    *units = g->prompt ? number_units(g, *unit, group, out) : 1;
    if (*units > 1 && asked == ASSAY_OVEROPT_AUTO)
        return ASSAY_OK;
    *unit = ASSAY_OVEROPT_POINT;
    *units = 1;
    memset(out, 0, group->count * sizeof(*out));
    return ASSAY_OK;
}

/* ---- curves ---- */

static bool is_base(const struct gather *g, size_t row)
{
    return number_at(g->d, row) == 0.0 || number_at(g->step, row) == 0.0 ||
           number_at(g->n, row) == 1.0;
}

/* Cells of a group's rows that have d and gold. */
static enum assay_code fill_cells(const struct gather *g,
                                  const struct assay_trend_column *gold,
                                  const struct assay_trend_group *group,
                                  const uint32_t *unit, struct assay_overopt_curve *curve,
                                  struct assay_overopt_cell *cell)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < group->count; i++) {
        const size_t row = group->row[i];

        if (isnan(number_at(g->d, row)) || isnan(number_at(gold, row))) {
            curve->incomplete++;
            continue;
        }
        code = check_weight(g, row);
        cell[curve->cells++] = (struct assay_overopt_cell){
            .x = x_of(g, curve->order, row),
            .d = number_at(g->d, row),
            .gold = number_at(gold, row),
            .proxy = number_at(g->proxy, row),
            .implicit = number_at(g->implicit, row),
            .weight = weight_of(g, row),
            .unit = unit[i],
            .base = is_base(g, row),
        };
        curve->has_proxy = curve->has_proxy && !isnan(number_at(g->proxy, row));
    }
    return code;
}

/* Of prompts, what stands at the base is a draw each. */
static void keep_draws(const struct gather *g, struct assay_overopt_curve *curve,
                       const struct assay_overopt_cell *cell)
{
    double *proxy = assay_arena_new(g->arena, curve->cells + 1, sizeof(*proxy));
    double *gold = assay_arena_new(g->arena, curve->cells + 1, sizeof(*gold));
    uint32_t *prompt = assay_arena_new(g->arena, curve->cells + 1, sizeof(*prompt));
    struct assay_overopt_draws *draws = &curve->draws;

    *draws = (struct assay_overopt_draws){proxy, gold, prompt, 0, 0};
    for (size_t i = 0; i < curve->cells; i++) {
        if (!cell[i].base)
            continue;
        proxy[draws->n] = cell[i].proxy;
        gold[draws->n] = cell[i].gold;
        prompt[draws->n] = (uint32_t)draws->n;
        draws->n++;
    }
    draws->prompts = draws->n;
}

static enum assay_code settle_base(const struct gather *g,
                                   struct assay_overopt_curve *curve,
                                   struct assay_overopt_cell *cell)
{
    const double given = g->asked->has_base ? g->asked->base : (double)NAN;

    curve->base = assay_overopt_subtract(cell, curve->cells,
                                         curve->direct ? g->asked->centre : given);
    if (curve->direct && curve->base == ASSAY_OVEROPT_BASE_NONE)
        return assay_fail(g->err, ASSAY_EDATA,
                          "--centre sft: %.*s has no win rate at d = 0 or step 0",
                          ASSAY_STR_ARG(curve->name));
    return ASSAY_OK;
}

static enum assay_code gather_curve(struct gather *g,
                                    const struct assay_trend_column *gold,
                                    const struct assay_trend_group *group)
{
    const struct assay_trend_column *checkpoint =
        assay_trend_column(g->trend, ASSAY_TREND_CHECKPOINT, 0);
    struct assay_overopt_curve *curve = &g->curve[g->out->count];
    struct assay_overopt_cell *cell =
        assay_arena_new(g->arena, group->count + 1, sizeof(*cell));
    uint32_t *unit = assay_arena_new(g->arena, group->count + 1, sizeof(*unit));
    enum assay_code code;

    *curve = (struct assay_overopt_curve){
        .name = name_of(g, group->row[0], ASSAY_TREND_OTHER),
        .series = name_of(g, group->row[0], ASSAY_TREND_CHECKPOINT),
        .family = {name_of(g, group->row[0], ASSAY_TREND_RM_SIZE),
                   name_of(g, group->row[0], ASSAY_TREND_DATA_SIZE)},
        .gold = gold->name,
        .rm_size = size_of(g, ASSAY_TREND_RM_SIZE, group),
        .data_size = size_of(g, ASSAY_TREND_DATA_SIZE, group),
        .order = order_of(g, group),
        .weighted = g->se || g->weight,
        .has_se = g->se != NULL,
        .has_proxy = g->proxy != NULL,
        .direct = gold->role == ASSAY_TREND_WIN_RATE,
        .cell = cell,
        .row = group->row,
        .row_unit = unit,
        .rows = group->count,
    };
    if (g->out->nightly)
        curve->checkpoint = level_of(checkpoint, group->row[0]);
    code = choose_unit(g, group, unit, &curve->units, &curve->unit);
    if (!code)
        code = fill_cells(g, gold, group, unit, curve, cell);
    if (code || curve->cells == 0)
        return code;
    curve->cells =
        assay_overopt_merge(cell, curve->cells, curve->unit == ASSAY_OVEROPT_POINT);
    if (curve->unit == ASSAY_OVEROPT_PROMPT && curve->has_proxy)
        keep_draws(g, curve, cell);
    code = settle_base(g, curve, cell);
    assay_overopt_renumber(curve, cell);
    assay_overopt_grid(curve, g->arena);
    g->out->count++;
    return code;
}

static enum assay_code gather_gold(struct gather *g,
                                   const struct assay_trend_column *gold)
{
    const struct assay_trend_group *group;
    const size_t groups = assay_trend_group(g->trend, g->by, g->bys, g->arena, &group);
    enum assay_code code = ASSAY_OK;

    if (groups + g->out->count > ASSAY_OVEROPT_CURVES_MAX)
        return assay_fail(g->err, ASSAY_EDATA, "%zu curves are more than %d",
                          groups + g->out->count, ASSAY_OVEROPT_CURVES_MAX);
    for (size_t i = 0; !code && i < groups; i++)
        code = gather_curve(g, gold, &group[i]);
    return code;
}

static enum assay_code named(const struct gather *g, const char *name,
                             const struct assay_trend_column **out)
{
    *out = name ? assay_trend_named(g->trend, assay_str_of(name)) : NULL;
    if (name && (!*out || !(*out)->number))
        return assay_fail(g->err, ASSAY_EUSAGE, "%s: no column of numbers is called so",
                          name);
    return ASSAY_OK;
}

/* What no curve can be drawn without. */
static enum assay_code check_whole(const struct gather *g)
{
    const char *path = g->trend->sources ? g->trend->source[0].path : "trend";

    if (!g->d)
        return assay_fail(g->err, ASSAY_EDATA,
                          "%s: no column says how far a policy is from the reference: "
                          "--column kl=NAME, d=NAME or n=NAME",
                          path);
    if (!assay_trend_column(g->trend, ASSAY_TREND_GOLD, 0) &&
        !assay_trend_column(g->trend, ASSAY_TREND_WIN_RATE, 0))
        return assay_fail(g->err, ASSAY_EDATA,
                          "%s: no column of gold or win rates: --column gold=NAME or "
                          "win_rate=NAME",
                          path);
    return ASSAY_OK;
}

enum assay_code assay_overopt_gather(const struct assay_trend *trend,
                                     const struct assay_overopt_asked *asked,
                                     struct assay_arena *arena,
                                     struct assay_overopt_curves *out,
                                     struct assay_error *err)
{
    struct gather g = {
        .trend = trend,
        .asked = asked,
        .d = assay_trend_column(trend, ASSAY_TREND_D, 0),
        .step = assay_trend_column(trend, ASSAY_TREND_STEP, 0),
        .n = assay_trend_column(trend, ASSAY_TREND_N, 0),
        .proxy = assay_trend_column(trend, ASSAY_TREND_PROXY, 0),
        .run = assay_trend_column(trend, ASSAY_TREND_RUN, 0),
        .seed = assay_trend_column(trend, ASSAY_TREND_SEED, 0),
        .prompt = assay_trend_column(trend, ASSAY_TREND_PROMPT, 0),
        .beta = assay_trend_column(trend, ASSAY_TREND_BETA, 0),
        .implicit = assay_trend_column(trend, ASSAY_TREND_MARGIN, 0),
        .curve = assay_arena_new(arena, ASSAY_OVEROPT_CURVES_MAX, sizeof(*g.curve)),
        .out = out,
        .arena = arena,
        .err = err,
    };
    const enum assay_trend_role role = assay_trend_column(trend, ASSAY_TREND_GOLD, 0)
                                           ? ASSAY_TREND_GOLD
                                           : ASSAY_TREND_WIN_RATE;
    const struct assay_trend_column *gold;
    enum assay_code code = check_whole(&g);

    *out = (struct assay_overopt_curves){.at = g.curve};
    g.direct = role == ASSAY_TREND_WIN_RATE;
    if (!g.implicit)
        g.implicit = assay_trend_column(trend, ASSAY_TREND_ACCURACY, 0);
    if (!code)
        code = named(&g, asked->se, &g.se);
    if (!code)
        code = named(&g, asked->weight, &g.weight);
    if (code)
        return code;
    configure(&g);
    if (!g.step && !out->nightly)
        g.step = assay_trend_column(trend, ASSAY_TREND_CHECKPOINT, 0);
    for (size_t k = 0; !code && (gold = assay_trend_column(trend, role, k)); k++)
        code = gather_gold(&g, gold);
    if (!code && out->count == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: no row has both d and gold",
                          trend->source[0].path);
    return code;
}

#include "adapters/signals/step_programme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- observations ---- */

enum {
    LEVELS = 4, /* of maps in maps */
    NAME_BYTES = 128
};

typedef void each_number(void *self, struct assay_str name, double number);

static bool number_of(const struct assay_node *node, double *out)
{
    if (assay_node_is(node, ASSAY_NODE_BOOL)) {
        *out = node->as.truth ? 1.0 : 0.0;
        return true;
    }
    return assay_node_number(node, out);
}

/* The numbers of an observation by their names; what an expression cannot name is passed over. */
static void visit(const struct assay_node *map, const char *prefix, size_t level,
                  each_number *tell, void *self)
{
    for (size_t i = 0; assay_node_is(map, ASSAY_NODE_MAP) && i < map->as.map.count; i++) {
        const struct assay_member *member = &map->as.map.at[i];
        char name[NAME_BYTES];
        const int n = snprintf(name, sizeof(name), "%s%s%.*s", prefix, *prefix ? "_" : "",
                               (int)member->key.len, member->key.ptr);
        double number;

        if (n < 0 || (size_t)n >= sizeof(name))
            continue;
        if (level < LEVELS && assay_node_is(&member->value, ASSAY_NODE_MAP))
            visit(&member->value, name, level + 1, tell, self);
        else if (number_of(&member->value, &number) &&
                 assay_expression_is_name(assay_str_of(name)))
            tell(self, assay_str_of(name), number);
    }
}

static const struct assay_node *observations(const struct assay_rollout_view *view,
                                             size_t i)
{
    return assay_rollout_value(assay_rollout_view_response(view, i),
                               ASSAY_STR("steps.obs"));
}

static void learn(void *self, struct assay_str name, double number)
{
    struct assay_step_programme *programme = self;

    (void)number;
    if (programme->fields.count <= ASSAY_STEP_FIELDS)
        (void)assay_names_add(&programme->fields, name);
}

enum assay_code assay_step_programme_see(struct assay_step_programme *programme,
                                         const struct assay_rollout_view *view,
                                         struct assay_error *err)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *list = observations(view, i);

        for (size_t t = 0; t < assay_node_count(list); t++)
            visit(assay_node_at(list, t), "", 0, learn, programme);
    }
    if (programme->fields.count > ASSAY_STEP_FIELDS)
        return assay_fail_at(err, assay_rollout_view_spot(view),
                             "steps.obs: more than %d different fields",
                             ASSAY_STEP_FIELDS);
    return ASSAY_OK;
}

/* ---- what is known before any value is ---- */

static enum assay_code bad_range(struct assay_str word, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE, "ranges: \"%.*s\" is no FIELD:LOW:HIGH",
                      ASSAY_STR_ARG(word));
}

/* One range: FIELD:LOW:HIGH. */
static enum assay_code read_range(struct assay_step_programme *programme,
                                  struct assay_str word, struct assay_error *err)
{
    const size_t fields = programme->fields.count;
    const size_t a = assay_str_find(word, ASSAY_STR(":"));
    struct assay_str rest = {word.ptr + a, word.len - a};
    struct assay_expression_range range;
    uint32_t number;
    size_t b;

    if (rest.len < 2)
        return bad_range(word, err);
    rest = (struct assay_str){rest.ptr + 1, rest.len - 1};
    b = assay_str_find(rest, ASSAY_STR(":"));
    if (b == rest.len || !assay_str_number((struct assay_str){rest.ptr, b}, &range.lo) ||
        !assay_str_number((struct assay_str){rest.ptr + b + 1, rest.len - b - 1},
                          &range.hi) ||
        range.lo > range.hi)
        return bad_range(word, err);
    if (!assay_names_find(&programme->fields, (struct assay_str){word.ptr, a}, &number))
        return assay_fail(err, ASSAY_EUSAGE, "ranges: no steps.obs has a field \"%.*s\"",
                          (int)a, word.ptr);
    programme->range[number] = range;
    programme->range[fields + number] = range;
    return ASSAY_OK;
}

static enum assay_code read_ranges(struct assay_step_programme *programme,
                                   struct assay_error *err)
{
    struct assay_str rest = assay_str_of(programme->ranges);
    enum assay_code code = ASSAY_OK;

    while (!code && rest.len > 0) {
        const size_t n = assay_str_find(rest, ASSAY_STR(","));

        code = read_range(programme, (struct assay_str){rest.ptr, n}, err);
        rest = n < rest.len ? (struct assay_str){rest.ptr + n + 1, rest.len - n - 1}
                            : (struct assay_str){rest.ptr, 0};
    }
    return code;
}

/* Names of fields, of fields before, step and steps, in the order of ranges and values. */
static const char **name_all(struct assay_step_programme *programme)
{
    const size_t fields = programme->fields.count;
    struct assay_arena *arena = &programme->arena;
    const char **name;

    programme->names = 2 * fields + 2;
    name = assay_arena_new(arena, programme->names, sizeof(*name));
    programme->range =
        assay_arena_new(arena, programme->names, sizeof(*programme->range));
    for (size_t i = 0; i < fields; i++) {
        name[i] = assay_arena_copy(arena, programme->fields.at[i]).ptr;
        name[fields + i] = assay_arena_printf(arena, "prev_%s", name[i]);
    }
    name[2 * fields] = "step";
    name[2 * fields + 1] = "steps";
    for (size_t i = 0; i < programme->names; i++)
        programme->range[i] =
            (struct assay_expression_range){i < 2 * fields ? -HUGE_VAL : 1.0, HUGE_VAL};
    return name;
}

/* Columns are of the formula; those of the text have what stands before it, too. */
static enum assay_code check(const struct assay_step_programme *programme, size_t k,
                             size_t before, struct assay_error *err)
{
    const uint32_t *used;
    const size_t n = assay_expression_names(programme->formula[k], &used);
    struct assay_expression_range range[2 * ASSAY_STEP_FIELDS + 2], out;
    struct assay_expression_fault fault;

    for (size_t i = 0; i < n; i++)
        range[i] = programme->range[used[i]];
    if (programme->unchecked ||
        assay_expression_bounds(programme->formula[k], range, &out, &fault))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "programme: column %zu: %s%s",
                      before + fault.column, fault.what,
                      strcmp(fault.what, "no bound") == 0
                          ? ": give the field a range, or put it between min and max"
                          : "");
}

enum assay_code assay_step_programme_compile(struct assay_step_programme *programme,
                                             struct assay_error *err)
{
    struct assay_expression_setting setting = {.where = "programme"};
    const struct assay_str text = assay_str_of(programme->text);
    size_t at = 0;
    enum assay_code code;

    if (programme->formulas > 0)
        return ASSAY_OK;
    setting.name = name_all(programme);
    setting.names = programme->names;
    code = programme->ranges ? read_ranges(programme, err) : ASSAY_OK;
    while (!code && at <= text.len) {
        struct assay_str rest = {text.ptr + at, text.len - at};
        const size_t k = programme->formulas;

        if (k == ASSAY_STEP_FORMULAS)
            return assay_fail(err, ASSAY_EDATA, "programme: more than %d formulas",
                              ASSAY_STEP_FORMULAS);
        rest.len = assay_str_find(rest, ASSAY_STR(";"));
        if (at > 0)
            setting.where =
                assay_arena_printf(&programme->arena, "programme, formula %zu", k + 1);
        code = assay_expression_compile(&setting, rest, &programme->arena,
                                        &programme->formula[k], err);
        if (!code)
            code = check(programme, k, at, err);
        programme->formulas++;
        at += rest.len + 1;
    }
    return code;
}

/* ---- values ---- */

struct reading {
    const struct assay_names *fields;
    double *value; /* (fields,) */
};

static void read_number(void *self, struct assay_str name, double number)
{
    const struct reading *reading = self;
    uint32_t at;

    if (assay_names_find(reading->fields, name, &at))
        reading->value[at] = number;
}

static bool outside(double x, struct assay_expression_range range)
{
    return x < range.lo || x > range.hi;
}

/* The values of a formula's names at a step; false, and the value lacks the field, where one is missing. */
static bool gather(const struct assay_step_programme *programme, size_t k,
                   const double *all, struct assay_arena *arena,
                   struct assay_signal_value *value, double *out)
{
    const uint32_t *used;
    const size_t n = assay_expression_names(programme->formula[k], &used);
    const size_t fields = programme->fields.count;

    for (size_t i = 0; i < n; i++) {
        const uint32_t at = used[i];

        out[i] = all[at];
        if (isnan(out[i]) || outside(out[i], programme->range[at])) {
            assay_signal_lack(
                value,
                assay_arena_printf(
                    arena, "steps.obs.%.*s%s",
                    ASSAY_STR_ARG(programme->fields.at[at < fields ? at : at - fields]),
                    isnan(out[i]) ? "" : " within its range"));
            return false;
        }
    }
    return true;
}

static enum assay_code run_step(const struct assay_step_programme *programme,
                                const double *all, struct assay_arena *arena,
                                struct assay_signal_value *value, double *out,
                                struct assay_error *err)
{
    double given[2 * ASSAY_STEP_FIELDS + 2];
    struct assay_expression_fault fault;

    for (size_t k = 0; k < programme->formulas; k++) {
        if (!gather(programme, k, all, arena, value, given))
            return ASSAY_OK;
        if (!assay_expression_value(programme->formula[k], given, &out[k], &fault))
            return assay_fail(err, ASSAY_EDATA, "formula %zu, column %zu: %s", k + 1,
                              fault.column, fault.what);
    }
    return ASSAY_OK;
}

/* All names of a step: its own numbers, those of the step before, step and steps. */
static void read_step(const struct assay_step_programme *programme,
                      const struct assay_node *list, size_t t, double *all)
{
    const size_t fields = programme->fields.count;
    struct reading reading = {&programme->fields, all};

    for (size_t f = 0; f < fields; f++) {
        all[fields + f] = all[f];
        all[f] = (double)NAN;
    }
    visit(assay_node_at(list, t), "", 0, read_number, &reading);
    for (size_t f = 0; t == 0 && f < fields; f++)
        all[fields + f] = all[f];
    all[2 * fields] = (double)(t + 1);
    all[2 * fields + 1] = (double)assay_node_count(list);
}

enum assay_code assay_step_programme_run(const struct assay_step_programme *programme,
                                         const struct assay_rollout_view *view, size_t i,
                                         struct assay_signal_value *value,
                                         const double **out, struct assay_error *err)
{
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const struct assay_node *list = observations(view, i);
    const size_t n = assay_node_count(list), width = programme->formulas;
    double *all = assay_arena_new(view->arena, 2 * ASSAY_STEP_FIELDS + 2, sizeof(*all));
    double *made = assay_arena_new(view->arena, n * width + 1, sizeof(*made));
    struct assay_error why;

    *out = NULL;
    if (n == 0)
        assay_signal_lack(value, "steps.obs");
    for (size_t t = 0; t < n && !value->lacks; t++) {
        read_step(programme, list, t, all);
        if (run_step(programme, all, view->arena, value, made + t * width, &why))
            return assay_fail_at(err, assay_rollout_view_spot(view),
                                 "response %.*s, step %zu: programme: %s",
                                 ASSAY_STR_ARG(assay_rollout_text(response, "id")), t + 1,
                                 why.text);
    }
    value->step_count = n;
    if (!value->lacks)
        *out = made;
    return ASSAY_OK;
}

void assay_step_programme_release(struct assay_step_programme *programme)
{
    assay_names_release(&programme->fields);
    assay_arena_release(&programme->arena);
}

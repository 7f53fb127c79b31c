#include "harness/run/night.h"

#include "harness/core/file.h"
#include "harness/core/json.h"

#include <string.h>

const char *const assay_night_outcome_name[] = {"none", "passed", "undecided", "missed",
                                                "failed"};

enum assay_night_outcome assay_night_worst(const struct assay_night *night)
{
    enum assay_night_outcome worst = ASSAY_NIGHT_UNJUDGED;

    for (size_t i = 0; i < night->runs; i++)
        if (night->run[i].outcome > worst)
            worst = night->run[i].outcome;
    return worst;
}

static struct assay_node value_node(const struct assay_night_value *value,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "suite", assay_node_of_text(value->suite));
    assay_node_put(arena, map, "unit", assay_node_of_text(value->unit));
    assay_node_put(arena, map, "value",
                   value->defined ? assay_node_of_real(value->value) : assay_node_null());
    if (value->ranged) {
        assay_node_put(arena, map, "lo", assay_node_of_real(value->lo));
        assay_node_put(arena, map, "hi", assay_node_of_real(value->hi));
    }
    assay_node_put(arena, map, "items", assay_node_of_int((int64_t)value->items));
    assay_node_put(arena, map, "answered", assay_node_of_int((int64_t)value->answered));
    if (value->changed) {
        assay_node_put(arena, map, "change", assay_node_of_real(value->change));
        assay_node_put(arena, map, "change_lo", assay_node_of_real(value->change_lo));
        assay_node_put(arena, map, "change_hi", assay_node_of_real(value->change_hi));
        assay_node_put(arena, map, "verdict", assay_node_of_text(value->verdict));
    }
    if (value->gated)
        assay_node_put(arena, map, "floor", assay_node_of_real(value->floor));
    return *map;
}

static struct assay_node run_node(const struct assay_night_run *run,
                                  struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < run->values; i++)
        assay_node_push(arena, list, value_node(&run->value[i], arena));
    assay_node_put(arena, map, "run", assay_node_of_text(run->name));
    assay_node_put(arena, map, "label", assay_node_of_text(run->label));
    assay_node_put(arena, map, "outcome",
                   assay_node_of_string(assay_night_outcome_name[run->outcome]));
    assay_node_put(arena, map, "reason", assay_node_of_text(run->reason));
    assay_node_put(arena, map, "baseline",
                   run->baseline.len > 0 ? assay_node_of_text(run->baseline)
                                         : assay_node_null());
    assay_node_put(arena, map, "values", *list);
    return *map;
}

struct assay_node *assay_night_node(const struct assay_night *night,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < night->runs; i++)
        assay_node_push(arena, list, run_node(&night->run[i], arena));
    assay_node_put(arena, map, "format", assay_node_of_string("assay-night"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, map, "date", assay_node_of_string(night->date));
    assay_node_put(
        arena, map, "outcome",
        assay_node_of_string(assay_night_outcome_name[assay_night_worst(night)]));
    assay_node_put(arena, map, "runs", *list);
    return map;
}

static struct assay_str text_of(const struct assay_node *map, const char *key)
{
    return assay_node_text(assay_node_get(map, key));
}

static bool number_of(const struct assay_node *map, const char *key, double *out)
{
    const struct assay_node *node = assay_node_get(map, key);

    return node && assay_node_number(node, out);
}

static struct assay_night_value read_value(const struct assay_node *map)
{
    struct assay_night_value out = {
        .suite = text_of(map, "suite"),
        .unit = text_of(map, "unit"),
        .items = assay_node_size(map, "items"),
        .answered = assay_node_size(map, "answered"),
        .verdict = text_of(map, "verdict"),
    };

    out.defined = number_of(map, "value", &out.value);
    out.ranged = number_of(map, "lo", &out.lo) && number_of(map, "hi", &out.hi);
    out.changed = number_of(map, "change", &out.change) &&
                  number_of(map, "change_lo", &out.change_lo) &&
                  number_of(map, "change_hi", &out.change_hi);
    out.gated = number_of(map, "floor", &out.floor);
    return out;
}

static struct assay_night_run read_run(const struct assay_node *map,
                                       struct assay_arena *arena)
{
    const struct assay_node *list = assay_node_get(map, "values");
    const size_t n = assay_node_count(list);
    struct assay_night_value *value = assay_arena_new(arena, n, sizeof(*value));
    struct assay_night_run out = {
        .name = text_of(map, "run"),
        .label = text_of(map, "label"),
        .outcome = ASSAY_NIGHT_FAILED,
        .reason = text_of(map, "reason"),
        .baseline = text_of(map, "baseline"),
        .value = value,
        .values = n,
    };

    for (unsigned i = 0; i < ASSAY_NIGHT_OUTCOMES; i++)
        if (assay_str_equal(text_of(map, "outcome"),
                            assay_str_of(assay_night_outcome_name[i])))
            out.outcome = (enum assay_night_outcome)i;
    for (size_t i = 0; i < n; i++)
        value[i] = read_value(assay_node_at(list, i));
    return out;
}

enum assay_code assay_night_read(const char *output, const char *date,
                                 struct assay_arena *arena, struct assay_night *out,
                                 bool *whole, struct assay_error *err)
{
    const char *path = assay_arena_printf(arena, "%s/%s/night.json", output, date);
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    const struct assay_node *list;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_night){.date = date};
    *whole = assay_file_exists(path);
    if (*whole)
        code = assay_json_read(path, arena, root, err);
    if (!*whole || code)
        return code;
    if (!assay_str_equal(text_of(root, "format"), ASSAY_STR("assay-night")) ||
        !assay_str_starts(text_of(root, "version"), ASSAY_STR("1.")))
        return assay_fail(err, ASSAY_EDATA, "%s: no assay-night 1", path);
    list = assay_node_get(root, "runs");
    out->runs = assay_node_count(list);
    out->run = assay_arena_new(arena, out->runs, sizeof(*out->run));
    for (size_t i = 0; i < out->runs; i++)
        out->run[i] = read_run(assay_node_at(list, i), arena);
    return ASSAY_OK;
}

enum assay_code assay_nights_read(const char *output, struct assay_arena *arena,
                                  struct assay_nights *out, struct assay_error *err)
{
    struct assay_night_dates dates;
    enum assay_code code = assay_night_folder_list(output, arena, &dates, err);

    *out = (struct assay_nights){0};
    if (code)
        return code;
    out->at = assay_arena_new(arena, dates.count, sizeof(*out->at));
    out->unread = assay_arena_new(arena, dates.count, sizeof(*out->unread));
    for (size_t i = 0; i < dates.count; i++) {
        struct assay_error why;
        bool whole;

        if (assay_night_read(output, dates.at[i], arena, &out->at[out->count], &whole,
                             &why) != ASSAY_OK)
            out->unread[out->unread_count++] = assay_arena_printf(arena, "%s", why.text);
        else if (whole)
            out->count++;
    }
    return ASSAY_OK;
}

void assay_night_take_values(const struct assay_stored *stored, struct assay_arena *arena,
                             struct assay_night_run *run)
{
    struct assay_night_value *all =
        assay_arena_new(arena, stored->result_count, sizeof(*all));

    for (size_t i = 0; i < stored->result_count; i++) {
        const struct assay_result *result = &stored->result[i];
        const struct assay_figure *figure = &result->overall.value;
        struct assay_night_value *out = &all[i];

        out->suite = assay_str_of(
            assay_arena_printf(arena, "%.*s%s%.*s", ASSAY_STR_ARG(result->suite),
                               result->part.len ? ":" : "", ASSAY_STR_ARG(result->part)));
        out->unit = assay_arena_copy(arena, result->unit);
        out->defined = figure->defined;
        out->value = figure->value;
        out->ranged = figure->has_bootstrap;
        out->lo = figure->bootstrap_lo;
        out->hi = figure->bootstrap_hi;
        out->items = result->overall.items;
        out->answered = result->overall.count[ASSAY_STATE_SCORED] +
                        result->overall.count[ASSAY_STATE_TIED];
    }
    run->value = all;
    run->values = stored->result_count;
}

static void take_change(const struct assay_gate *gate, struct assay_night_value *value)
{
    for (size_t s = 0; s < gate->comparison->suites; s++) {
        const struct assay_comparison_suite *suite = &gate->comparison->suite[s];
        const struct assay_comparison_line *line =
            suite->pairs == 1 && assay_str_equal(suite->name, value->suite)
                ? assay_comparison_find(&suite->pair[0], NULL, ASSAY_COMPARE_ACCURACY)
                : NULL;

        if (!line || !line->difference.defined || !line->difference.has_bootstrap)
            continue;
        value->changed = true;
        value->change = line->difference.value;
        value->change_lo = line->difference.bootstrap_lo;
        value->change_hi = line->difference.bootstrap_hi;
        value->verdict = assay_str_of(assay_change_name(line->verdict.change));
    }
}

/* What the gate lets the value fall to. */
static void take_floor(const struct assay_gate *gate, struct assay_night_value *value)
{
    for (size_t i = 0; i < gate->lines; i++) {
        const struct assay_gate_line *line = &gate->line[i];

        if (!line->tested || !line->line || !line->line->overall ||
            line->terms->metric != ASSAY_COMPARE_ACCURACY ||
            !assay_str_equal(line->suite, value->suite))
            continue;
        value->gated = true;
        value->floor = line->line->first.value - line->limit;
    }
}

void assay_night_take_gate(const struct assay_night_plan *plan,
                           const struct assay_gate *gate, struct assay_arena *arena,
                           struct assay_night_run *run)
{
    static const enum assay_night_outcome of[] = {
        ASSAY_NIGHT_GATE_PASSED, ASSAY_NIGHT_GATE_MISSED, ASSAY_NIGHT_GATE_UNDECIDED};
    struct assay_night_value *all = assay_arena_new(arena, run->values, sizeof(*all));

    for (size_t i = 0; i < run->values; i++) {
        all[i] = run->value[i];
        take_change(gate, &all[i]);
    }
    run->value = all;
    if (!plan->gated)
        return;
    for (size_t i = 0; i < run->values; i++)
        take_floor(gate, &all[i]);
    run->outcome = of[gate->outcome];
    run->reason = assay_arena_copy(arena, gate->reason);
}

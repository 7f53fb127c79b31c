#include "harness/run/history_record.h"

#include "harness/core/folder.h"
#include "harness/run/board.h"
#include "harness/run/store.h"

#include <string.h>

/* Text of a map within maps: text_at(run, "host", "program_sha256"). */
static struct assay_str text_at(const struct assay_node *node, const char *outer,
                                const char *key)
{
    return assay_node_text(assay_node_get(assay_node_get(node, outer), key));
}

static struct assay_history_value of_section(const struct assay_section *section,
                                             const char *place, struct assay_str unit)
{
    return (struct assay_history_value){
        .place = assay_str_of(place),
        .name = section->name,
        .unit = unit,
        .figure = section->value,
        .items = section->items,
        .counted = section->counted,
        .clusters = section->clusters,
    };
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void add_values(const struct assay_result *result, struct assay_arena *arena,
                       struct assay_history_result *out)
{
    const size_t all =
        result->section_count + result->subset_count + result->measure_count;
    const size_t most = least(all, ASSAY_HISTORY_VALUES_MAX);
    struct assay_history_value *value = assay_arena_new(arena, most, sizeof(*value));
    size_t n = 0;

    for (size_t i = 0; n < most && i < result->section_count; i++)
        value[n++] = of_section(&result->section[i], "section", result->unit);
    for (size_t i = 0; n < most && i < result->subset_count; i++)
        value[n++] = of_section(&result->subset[i], "subset", result->unit);
    for (size_t i = 0; n < most && i < result->measure_count; i++) {
        const struct assay_measure *measure = &result->measure[i];

        value[n++] = (struct assay_history_value){.place = ASSAY_STR("measure"),
                                                  .name = measure->name,
                                                  .section = measure->section,
                                                  .unit = measure->unit,
                                                  .figure = measure->value};
    }
    out->value = value;
    out->values = n;
}

static struct assay_history_result of_result(const struct assay_stored *stored,
                                             const struct assay_result *result,
                                             struct assay_arena *arena)
{
    struct assay_history_result out = {
        .suite = result->suite,
        .part = result->part,
        .version = result->suite_version,
        .kind = result->kind,
        .label = result->label,
        .model = result->model,
        .basis = assay_board_says(stored, result, arena),
        .level = result->level,
        .missing = result->missing_count,
        .ties = result->overall.ties,
        .overall = of_section(&result->overall, "overall", result->unit),
    };

    memcpy(out.count, result->overall.count, sizeof(out.count));
    add_values(result, arena, &out);
    return out;
}

/* What was asked for, for runs that have no results yet. */
static struct assay_str asked_of(const struct assay_node *run, struct assay_arena *arena)
{
    const struct assay_node *suites =
        assay_node_get(assay_node_get(run, "plan"), "suites");
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; i < assay_node_count(suites); i++) {
        if (i > 0)
            assay_buf_putc(&text, ',');
        assay_buf_add(&text,
                      assay_node_text(assay_node_get(assay_node_at(suites, i), "label")));
    }
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static struct assay_str model_of(const struct assay_node *run, struct assay_arena *arena)
{
    const struct assay_node *plan = assay_node_get(run, "plan");
    const struct assay_str adapter = text_at(plan, "model", "adapter");
    const struct assay_str target = text_at(plan, "model", "target");
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_add(&text, adapter);
    if (target.len > 0) {
        assay_buf_putc(&text, ':');
        assay_buf_add(&text, target);
    }
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void add_facts(const struct assay_node *run, struct assay_arena *arena,
                      struct assay_history_run *out)
{
    const struct assay_str command = assay_node_text(assay_node_get(run, "command"));

    out->command = command.len ? command : assay_str_of(assay_stored_command(run));
    out->status = assay_node_text(assay_node_get(run, "status"));
    out->model = model_of(run, arena);
    out->label = text_at(run, "config", "label");
    out->sha256 = text_at(assay_node_get(run, "plan"), "model", "sha256");
    out->asked = asked_of(run, arena);
    out->started = assay_node_text(assay_node_get(run, "started"));
    out->ended = assay_node_text(assay_node_get(run, "ended"));
    out->assay = assay_node_text(assay_node_get(run, "assay"));
    out->program = text_at(run, "host", "program_sha256");
}

static void add_results(const struct assay_stored *stored, struct assay_arena *arena,
                        struct assay_history_run *out)
{
    const size_t n = least(stored->result_count, ASSAY_HISTORY_RESULTS_MAX);
    struct assay_history_result *result = assay_arena_new(arena, n, sizeof(*result));

    for (size_t i = 0; i < n; i++)
        result[i] = of_result(stored, &stored->result[i], arena);
    out->result = result;
    out->results = n;
    if (n > 0)
        out->label = result[0].label;
}

/* A message without the folder and name of the run in front, which are told anyway. */
static struct assay_str without_path(const char *path, const char *text,
                                     struct assay_arena *arena)
{
    const size_t n = strlen(path);

    if (strncmp(text, path, n) == 0 && text[n] == '/')
        text += n + 1;
    return assay_arena_copy(arena, assay_str_of(text));
}

void assay_history_record(const char *folder, struct assay_str name,
                          struct assay_arena *arena, struct assay_history_run *out,
                          bool *lasting)
{
    const char *path = assay_arena_printf(arena, "%s/%s", folder, name.ptr);
    struct assay_stored stored = {0};
    struct assay_error err;
    const enum assay_code code = assay_stored_read(path, arena, &stored, &err);

    *out = (struct assay_history_run){.name = name};
    *lasting = !code || code == ASSAY_EDATA;
    if (stored.run && assay_node_is(stored.run, ASSAY_NODE_MAP))
        add_facts(stored.run, arena, out);
    if (!code) {
        add_results(&stored, arena, out);
        return;
    }
    out->status = ASSAY_STR("broken");
    out->why = without_path(path, err.text, arena);
}

struct assay_str assay_history_status(const char *folder,
                                      const struct assay_history_run *run,
                                      struct assay_arena *arena)
{
    if (!assay_str_equal(run->status, ASSAY_STR("running")) ||
        assay_folder_is_locked(
            assay_arena_printf(arena, "%s/%s/lock", folder, run->name.ptr)))
        return run->status;
    return ASSAY_STR("cut");
}

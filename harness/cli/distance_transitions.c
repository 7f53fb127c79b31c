/* distance_transitions.c - assay distance of transitions: reward functions of which samples alone are known. */
#include "harness/cli/command.h"
#include "harness/cli/distance.h"
#include "harness/cli/results_store.h"
#include "harness/cli/runs_read.h"
#include "harness/core/json.h"
#include "harness/run/transition_result.h"
#include "reports/escape.h"

#include <string.h>

static bool takes(const struct assay_distance_call *call)
{
    return call->operands->count > 0 && strcmp(call->operands->at[0], "transitions") == 0;
}

/* ---- what is printed ---- */

/* What is told, and where to. */
struct telling {
    const struct assay_transition_study *study;
    unsigned format;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(struct telling *t, struct assay_str text)
{
    assay_escape_terminal(text, true, t->out);
    assay_buf_putc(t->out, '\n');
}

/* "0.1423 [0.1201, 0.1650]", or why there is none. */
static struct assay_str text_of(struct telling *t, const struct assay_figure *figure)
{
    if (!figure->defined)
        return assay_str_of(
            assay_arena_printf(t->arena, "undefined: %.*s", ASSAY_STR_ARG(figure->why)));
    if (!figure->has_bootstrap)
        return assay_str_of(assay_arena_printf(t->arena, "%.4f", figure->value));
    return assay_str_of(assay_arena_printf(t->arena, "%.4f [%.4f, %.4f]", figure->value,
                                           figure->bootstrap_lo, figure->bootstrap_hi));
}

static void put_rewards(struct telling *t)
{
    static const char *const headers[] = {"reward", "norm", "noise in plain square"};
    const struct assay_transition_study *study = t->study;
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, 3, study->found.rewards);
    for (size_t c = 0; c < 3; c++)
        grid.column[c] =
            (struct assay_grid_column){.header = headers[c], .number = c > 0};
    for (size_t k = 0; k < study->found.rewards; k++) {
        const struct assay_figure norm = assay_transition_norm(study, k),
                                  noise = assay_transition_noise(study, k);
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = study->rewards->name[k];
        row->cell[1] = assay_runs_text(&norm, ASSAY_STR(""), t->arena);
        row->cell[2] = noise.defined ? assay_str_of(assay_arena_printf(
                                           t->arena, "%.2f %%", 100.0 * noise.value))
                                     : ASSAY_STR("not known");
    }
    assay_runs_grid(&grid, t->format, t->out);
    assay_buf_putc(t->out, '\n');
}

static void put_pair(struct telling *t, size_t a, size_t b, struct assay_grid *grid)
{
    const struct assay_transition_study *study = t->study;
    const struct assay_sampled_distance *d =
        &study->found.distance[a * study->found.rewards + b];
    const struct assay_figure figure = assay_transition_figure(study, a, b);
    struct assay_grid_row *row = assay_grid_add(grid);

    row->cell[0] = study->rewards->name[a];
    row->cell[1] = study->rewards->name[b];
    row->cell[2] = text_of(t, &figure);
    row->cell[3] = d->why ? ASSAY_STR("undefined")
                          : assay_str_of(assay_arena_printf(t->arena, "%.4f", d->plain));
    if (study->epic) {
        const struct assay_figure epic = assay_transition_epic_figure(study, a, b);

        row->cell[4] = text_of(t, &epic);
    }
}

static void put_pairs(struct telling *t)
{
    static const char *const headers[] = {"A", "B", "d", "d, plain", "epic"};
    const size_t n = t->study->found.rewards, columns = t->study->epic ? 5 : 4;
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, columns, n * n);
    for (size_t c = 0; c < columns; c++)
        grid.column[c] =
            (struct assay_grid_column){.header = headers[c], .number = c > 1};
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            put_pair(t, a, b, &grid);
    assay_runs_grid(&grid, t->format, t->out);
}

static void put_all(struct telling *t)
{
    size_t count;
    const struct assay_str *note = assay_transition_notes(t->study, t->arena, &count);

    put_line(t, assay_str_of(assay_transition_words(t->study, t->arena)));
    put_rewards(t);
    put_pairs(t);
    for (size_t i = 0; i < count; i++)
        put_line(t, note[i]);
    put_line(t, assay_str_of(assay_arena_printf(
                    t->arena,
                    "intervals: %g %%, %zu replicates of whole trajectories, seed %llu",
                    100.0 * t->study->how->level, t->study->how->replicates,
                    (unsigned long long)t->study->how->seed)));
}

/* ---- what is stored ---- */

static struct assay_node sources_of(const struct assay_transition_table *table,
                                    struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < table->sources; i++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put_copy(arena, map, "path", assay_str_of(table->source[i].path));
        assay_node_put_copy(arena, map, "sha256", assay_str_of(table->source[i].digest));
        assay_node_push(arena, list, *map);
    }
    return *list;
}

static enum assay_code store(const struct assay_distance_call *call,
                             const struct assay_transition_study *study,
                             const struct assay_node *all, struct assay_error *err)
{
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    struct assay_buf text = {0};
    struct assay_results_storing storing = {.directory = call->words->output,
                                            .command = "distance",
                                            .config = call->config,
                                            .operands = call->operands,
                                            .sources =
                                                sources_of(study->table, call->arena),
                                            .started = call->started,
                                            .page = true,
                                            .beside = "distance.json",
                                            .figures = call->wish};
    enum assay_code code;

    assay_transition_result(study, assay_str_of(study->table->source[0].path),
                            call->arena, &result);
    assay_json_write(all, true, &text);
    storing.beside_bytes = assay_buf_view(&text);
    code = assay_results_store_tell(&storing, results, 1, call->arena, err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code tell(const struct assay_distance_call *call,
                            const struct assay_transition_study *study,
                            struct assay_error *err)
{
    const struct assay_node *all = assay_transition_node(study, call->arena);
    struct assay_buf out = {0};
    struct telling t = {study, call->words->format, call->arena, &out};
    enum assay_code code;

    if (call->words->json)
        assay_json_write(all, true, &out);
    else
        put_all(&t);
    code = assay_cli_print(assay_buf_view(&out), err);
    if (!code && call->words->output)
        code = store(call, study, all, err);
    assay_buf_release(&out);
    return code;
}

/* ---- the mode ---- */

static enum assay_code measure(const struct assay_distance_call *call,
                               const struct assay_transition_table *table,
                               struct assay_transition_rewards *rewards,
                               struct assay_error *err)
{
    const struct assay_distance_words *words = call->words;
    const struct assay_transition_how how = {
        .gamma = words->gamma,
        .ridge = words->ridge,
        .level = words->level,
        .products = (enum assay_transition_products)words->products,
        .absorbing = words->absorbing.at,
        .absorbings = words->absorbing.count,
        .epic = words->epic,
        .coverage = (enum assay_transition_coverage)words->coverage,
        .means = words->means,
        .replicates = words->replicates,
        .jobs = call->jobs,
        .seed = words->seed};
    struct assay_transition_study study;
    enum assay_code code;

    code = assay_transition_rewards_make(table, words->gamma, &words->rewards,
                                         call->arena, rewards, err);
    if (!code)
        code = assay_transition_study(rewards, &how, call->arena, &study, err);
    return code ? code : tell(call, &study, err);
}

static enum assay_code run(const struct assay_distance_call *call,
                           struct assay_error *err)
{
    const struct assay_distance_words *words = call->words;
    const struct assay_transition_setting setting = {
        .path = (const char *const *)call->operands->at + 1,
        .paths = call->operands->count - 1,
        .column = words->columns.at,
        .columns = words->columns.count};
    struct assay_transition_rewards rewards = {0};
    struct assay_transition_table table;
    enum assay_code code;

    if (words->replicates < 2)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--replicates %zu: transitions need two, by which noise is told",
            words->replicates);
    if (!(words->gamma < 1.0))
        return assay_fail(err, ASSAY_EUSAGE, "--gamma %g: not below 1", words->gamma);
    code = assay_transitions_read(&setting, call->arena, &table, err);
    if (!code)
        code = measure(call, &table, &rewards, err);
    assay_transition_rewards_release(&rewards);
    return code;
}

static const char *const own[] = {"column",   "reward",     "absorbing", "gamma", "ridge",
                                  "products", "epic",       "coverage",  "means", "level",
                                  "seed",     "replicates", NULL};

const struct assay_distance_mode assay_distance_mode_transitions = {
    .options = own,
    .what = "transitions (the word, and files of them)",
    .takes = takes,
    .run = run,
};

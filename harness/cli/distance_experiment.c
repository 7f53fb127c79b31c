/* distance_experiment.c - assay distance experiment FILE.yaml: how well distances foretell regret. */
#include "harness/cli/command.h"
#include "harness/cli/distance.h"
#include "harness/cli/results_store.h"
#include "harness/cli/runs_read.h"
#include "harness/cli/vigil.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/run/experiment_journal.h"
#include "harness/run/store.h"
#include "reports/escape.h"

#include <math.h>
#include <string.h>

static bool takes(const struct assay_distance_call *call)
{
    return call->operands->count > 0 && strcmp(call->operands->at[0], "experiment") == 0;
}

/* An experiment on its way. */
struct session {
    const struct assay_distance_call *call;
    struct assay_experiment of;
    struct assay_experiment_data data;
    struct assay_store store;
    char digest[ASSAY_DIGEST_HEX];
};

static struct assay_node sources_node(const struct session *session, const char *digest)
{
    struct assay_arena *arena = session->call->arena;
    struct assay_node *list = assay_node_list(arena), *one = assay_node_map(arena);

    (void)assay_node_put(arena, one, "path", assay_node_of_string(session->of.path));
    (void)assay_node_put(arena, one, "sha256", assay_node_of_string(digest));
    (void)assay_node_push(arena, list, *one);
    return *list;
}

/* The directory, new or of the same experiment before; run.json says that it is under way. */
static enum assay_code open_store(struct session *session, struct assay_error *err)
{
    const struct assay_distance_call *call = session->call;
    struct assay_node *run = assay_node_map(call->arena);
    const char *there =
        assay_arena_printf(call->arena, "%s/run.json", call->words->output);
    enum assay_code code;

    if (assay_file_exists(there))
        return assay_store_open(call->words->output, call->arena, &session->store, err);
    code = assay_store_create(call->words->output, "distance", call->arena,
                              &session->store, err);
    if (code)
        return code;
    (void)assay_node_put(call->arena, run, "format", assay_node_of_string("assay-run"));
    (void)assay_node_put(call->arena, run, "version", assay_node_of_string("1.0"));
    (void)assay_node_put(call->arena, run, "status", assay_node_of_string("running"));
    (void)assay_node_put(call->arena, run, "command", assay_node_of_string("distance"));
    (void)assay_node_put(call->arena, run, "config", call->config);
    (void)assay_node_put(call->arena, run, "operands",
                         assay_results_operands(call->operands, call->arena));
    (void)assay_node_put(call->arena, run, "sources",
                         sources_node(session, session->digest));
    return assay_json_save(run, assay_store_path(&session->store, "run.json"), err);
}

/* "0.906 [0.897, 0.914]" */
static struct assay_str estimate_text(const struct session *session,
                                      const struct assay_experiment_estimate *at)
{
    if (!at->defined)
        return ASSAY_STR("undefined");
    return assay_str_of(assay_arena_printf(session->call->arena, "%.3f [%.3f, %.3f]",
                                           at->value, at->lo, at->hi));
}

static void put_table(const struct session *session,
                      const struct assay_experiment_finding *finding,
                      struct assay_buf *out)
{
    static const char *const headers[] = {"distance", "r with regret", "rank",
                                          "r with worst case"};
    struct assay_grid grid;

    assay_grid_init(&grid, session->call->arena, 4, session->of.metrics);
    for (size_t c = 0; c < 4; c++)
        grid.column[c] =
            (struct assay_grid_column){.header = headers[c], .number = c > 0};
    for (size_t i = 0; i < session->of.metrics; i++) {
        struct assay_grid_row *row = assay_grid_add(&grid);

        row->cell[0] = assay_str_of(session->of.metric[i].name);
        row->cell[1] = estimate_text(session, &finding[i].regret);
        row->cell[2] = isfinite(finding[i].rank)
                           ? assay_str_of(assay_arena_printf(session->call->arena, "%.3f",
                                                             finding[i].rank))
                           : ASSAY_STR("undefined");
        row->cell[3] = estimate_text(session, &finding[i].worst);
    }
    assay_runs_grid(&grid, session->call->words->format, out);
}

static enum assay_code store(struct session *session, const struct assay_result *result,
                             struct assay_error *err)
{
    const struct assay_distance_call *call = session->call;
    const struct assay_result *const results[] = {result};
    const struct assay_results_storing storing = {
        .directory = call->words->output,
        .open = &session->store,
        .command = "distance",
        .config = call->config,
        .operands = call->operands,
        .sources = sources_node(session, session->digest),
        .started = call->started,
        .page = true,
        .figures = call->wish};

    return assay_results_store_tell(&storing, results, 1, call->arena, err);
}

static enum assay_code tell(struct session *session, struct assay_error *err)
{
    const struct assay_distance_call *call = session->call;
    struct assay_experiment_finding *finding;
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    struct assay_buf out = {0};
    enum assay_code code;

    assay_experiment_findings(&session->of, &session->data, call->arena, &finding);
    assay_experiment_result(&session->of, &session->data, finding, call->arena, &result);
    if (call->words->json) {
        assay_json_write(assay_results_node(results, 1, call->arena), true, &out);
    } else {
        put_table(session, finding, &out);
        for (size_t i = 0; i < result.note_count; i++) {
            assay_escape_terminal(result.note[i], true, &out);
            assay_buf_putc(&out, '\n');
        }
    }
    code = assay_cli_print(assay_buf_view(&out), err);
    if (!code && call->words->output)
        code = store(session, &result, err);
    assay_buf_release(&out);
    return code;
}

static enum assay_code work(struct session *session, struct assay_error *err)
{
    const struct assay_distance_call *call = session->call;
    const char *journal =
        call->words->output ? assay_store_path(&session->store, "items.jsonl") : NULL;
    struct assay_vigil vigil;
    enum assay_code code;

    assay_experiment_data_init(&session->of, call->arena, &session->data);
    assay_vigil_start(&vigil, "distance", "experiment", assay_log_stderr(false, true));
    code = assay_experiment_run(&session->of, journal, call->jobs, &vigil.waiting.stage,
                                &session->data, err);
    assay_vigil_end(&vigil);
    return code ? code : tell(session, err);
}

static enum assay_code run(const struct assay_distance_call *call,
                           struct assay_error *err)
{
    struct session session = {.call = call, .store = {.lock = -1}};
    enum assay_code code;

    if (call->operands->count != 2)
        return assay_fail(err, ASSAY_EUSAGE,
                          "experiment: expected one YAML file behind it");
    code = assay_experiment_read(call->operands->at[1], call->arena, &session.of, err);
    if (!code)
        code = assay_digest_file(session.of.path, session.digest, err);
    if (!code && call->words->output)
        code = open_store(&session, err);
    if (!code)
        code = work(&session, err);
    assay_store_close(&session.store);
    return code;
}

static const char *const own[] = {NULL};

const struct assay_distance_mode assay_distance_mode_experiment = {
    .options = own,
    .what = "experiment and a YAML file",
    .takes = takes,
    .run = run,
};

/* cmd_merge.c - assay merge: the shards of a run, put together. */
#include "harness/cli/command.h"

#include "harness/cli/run_settle.h"
#include "harness/core/file.h"
#include "harness/run/merge.h"
#include "harness/run/sampled.h"

#include <string.h>

struct merge_options {
    const char *output;
    struct assay_telling telling;
};

#define AT(field) offsetof(struct merge_options, field)

static const struct assay_option options[] = {
    {.name = "output",
     .help = "directory of the whole run",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(output),
     .value = "DIR",
     .optional = true},
    ASSAY_TELLING_OPTIONS(AT(telling)),
    {0},
};

static bool is_sample(const struct assay_stored *stored)
{
    return strcmp(assay_stored_command(stored->run), "sample") == 0;
}

/* The whole run, where it was merged before from the same shards; false where nothing is there. */
static enum assay_code look_at_output(const struct merge_options *given,
                                      const struct assay_merge *merge,
                                      struct assay_session *session, bool *is_there,
                                      struct assay_error *err)
{
    const struct assay_node shards = assay_merge_node(merge, &session->arena);
    struct assay_stored stored;
    const struct assay_node *merged;
    enum assay_code code;

    *is_there = assay_file_exists(given->output);
    if (!*is_there)
        return ASSAY_OK;
    code = assay_stored_read(given->output, &session->arena, &stored, err);
    if (code)
        return code;
    merged = assay_node_get(stored.run, "merged");
    if (!merged || !assay_node_equal(merged, &shards))
        return assay_fail(err, ASSAY_EUSAGE, "%s: another run is there", given->output);
    assay_log_note(&session->log, "%s: these shards were merged already", given->output);
    if (is_sample(&stored))
        return assay_cli_print(
            assay_str_of(assay_arena_printf(
                &session->arena, "%s/" ASSAY_SAMPLED_FILE "\n", given->output)),
            err);
    return assay_session_print_stored(session, &stored, err);
}

static enum assay_code merge_into(const struct merge_options *given,
                                  const struct assay_merge *merge,
                                  struct assay_session *session, struct assay_error *err)
{
    const char *part = assay_arena_printf(
        &session->arena, "%s.part", assay_store_name(given->output, &session->arena));
    enum assay_code code = assay_store_clear(part, &session->arena, err);

    if (!code)
        code = is_sample(&merge->run[0])
                   ? assay_sample_settle_stored(merge->run[0].directory, session, err)
                   : assay_run_settle_stored(merge->run[0].directory, session, err);
    if (code)
        return code;
    session->setting.request.model_node =
        assay_node_get(assay_node_get(merge->run[0].run, "plan"), "model");
    session->setting.merge = merge;
    session->setting.directory = part;
    session->setting.publish = given->output;
    session->setting.jobs = 1;
    return assay_session_execute(session, err);
}

/* What the shards' audits came to: as of `assay run`, a model that did not pass one is the status. */
static enum assay_code tell_audits(const struct assay_merge *merge,
                                   struct assay_session *session, struct assay_error *err)
{
    const struct assay_node *suites = assay_node_get(merge->run[0].run, "suites");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < assay_node_count(suites); i++) {
        const struct assay_merge_audit audit = assay_merge_audit(merge, i);
        const struct assay_str label =
            assay_node_text(assay_node_get(assay_node_at(suites, i), "label"));

        if (audit.audited == 0)
            continue;
        assay_log_note(&session->log,
                       "%.*s: audits of %zu of %zu shards: largest difference %.4g, "
                       "flips %zu; each is in run.json",
                       ASSAY_STR_ARG(label), audit.audited, merge->count, audit.most,
                       audit.flips);
        if (audit.failed > 0 && !code)
            code = assay_fail(err, ASSAY_EMODEL,
                              "%.*s: audit: %zu of %zu shards did not pass it: numbers "
                              "follow from how they are asked for (run.json: audits)",
                              ASSAY_STR_ARG(label), audit.failed, audit.audited);
    }
    return code;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct merge_options *given = state;
    struct assay_session session = {0};
    struct assay_merge merge;
    bool is_there;
    enum assay_code code = ASSAY_OK;

    assay_session_tell(&session, &given->telling);
    if (!given->output)
        code = assay_fail(err, ASSAY_EUSAGE, "--output DIR is wanted");
    if (!code)
        code =
            assay_merge_read(operands->at, operands->count, &session.arena, &merge, err);
    if (!code)
        code = look_at_output(given, &merge, &session, &is_there, err);
    if (!code && !is_there)
        code = merge_into(given, &merge, &session, err);
    if (!code)
        code = tell_audits(&merge, &session, err);
    assay_arena_release(&session.arena);
    return code;
}

const struct assay_command assay_command_merge = {
    .name = "merge",
    .summary = "put the shards of a run together",
    .usage = "RUN... --output DIR [options]",
    .about =
        "RUN... are all shards of one plan, in any order (--shard I/N of run and "
        "sample).\n"
        "The result has the bytes of a run that was not divided. Nobody is asked: the\n"
        "data must be here, the model need not be.\n",
    .options = options,
    .state_size = sizeof(struct merge_options),
    .operand_min = 1,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

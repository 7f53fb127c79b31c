#include "harness/cli/command.h"
#include "harness/cli/results_print.h"
#include "harness/cli/show_filter.h"
#include "harness/cli/show_scores.h"
#include "harness/core/file.h"
#include "harness/run/audit.h"
#include "harness/run/history.h"
#include "harness/run/sampled.h"
#include "harness/run/store.h"
#include "reports/escape.h"

#include <string.h>

struct show {
    bool items, coverage, scores, answers, json;
    const char *folder;
    struct assay_show_filter filter;
    unsigned colour;
};

static const struct assay_option options[] = {
    {.name = "items",
     .help = "list the items that were most confidently wrong",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct show, items)},
    {.name = "coverage",
     .help = "list how the items of each section ended",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct show, coverage)},
    {.name = "scores",
     .help = "tell the mean and the standard deviation of the scores, as an ensemble's "
             "option spread wants them",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct show, scores)},
    {.name = "answers",
     .help = "list all items that were answered, with values or why there are none",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct show, answers)},
    ASSAY_SHOW_OPTIONS(offsetof(struct show, filter)),
    {.name = "runs",
     .help = "the folder in which a run is looked for that is no directory by itself",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct show, folder),
     .initial = ASSAY_HISTORY_RUNS,
     .value = "DIR"},
    {.name = "json",
     .help = "print all of the results as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct show, json)},
    {.name = "color",
     .help = "colour in tables",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct show, colour),
     .initial = "auto",
     .choices = assay_colour_names},
    {0},
};

static void add_heading(struct assay_buf *out, const struct assay_result *result)
{
    assay_escape_terminal(result->suite, false, out);
    if (result->part.len > 0) {
        assay_buf_putc(out, ':');
        assay_escape_terminal(result->part, false, out);
    }
    assay_buf_puts(out, "  ");
    assay_escape_terminal(result->label, false, out);
    assay_buf_putc(out, '\n');
}

static void add_items(struct assay_buf *out, const struct assay_result *result)
{
    add_heading(out, result);
    for (size_t i = 0; i < result->notable_count; i++) {
        const struct assay_notable *item = &result->notable[i];

        assay_buf_printf(out, "%12.4g  ", item->margin);
        assay_escape_terminal(item->subset, false, out);
        assay_buf_puts(out, "  ");
        assay_escape_terminal(item->id, false, out);
        if (item->line > 0)
            assay_buf_printf(out, "  line %llu", (unsigned long long)item->line);
        assay_buf_putc(out, '\n');
    }
    if (result->notable_count == 0)
        assay_buf_puts(out, "no item was wrong\n");
}

static void add_states(struct assay_buf *out, const struct assay_section *section)
{
    assay_escape_terminal(section->name, false, out);
    assay_buf_printf(out, ": %zu items", section->items);
    for (unsigned i = 0; i < ASSAY_STATES; i++)
        if (section->count[i] > 0)
            assay_buf_printf(out, ", %zu %s", section->count[i],
                             assay_state_name((enum assay_state)i));
    assay_buf_putc(out, '\n');
}

static void add_coverage(struct assay_buf *out, const struct assay_result *result)
{
    add_heading(out, result);
    for (size_t i = 0; i < result->section_count; i++)
        add_states(out, &result->section[i]);
    add_states(out, &result->overall);
}

static enum assay_code print_lists(const struct show *show,
                                   const struct assay_stored *stored,
                                   struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code;

    for (size_t i = 0; i < stored->result_count; i++) {
        if (show->coverage)
            add_coverage(&out, &stored->result[i]);
        if (show->items)
            add_items(&out, &stored->result[i]);
    }
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

/* What an audit of a suite, or of a shard of it, came to. */
static void add_audit(struct assay_str label, const struct assay_node *audit,
                      struct assay_buf *out)
{
    const struct assay_node *passed = assay_node_get(audit, "passed");
    const struct assay_node *shard = assay_node_get(audit, "shard");
    double most = 0.0;

    (void)assay_node_number(assay_node_get(audit, "largest_difference"), &most);
    assay_buf_puts(out, "audit       ");
    assay_escape_terminal(label, false, out);
    if (assay_node_is(shard, ASSAY_NODE_INT))
        assay_buf_printf(out, ", shard %lld", (long long)shard->as.integer);
    assay_buf_printf(out, ": %zu items, largest difference %.4g, %zu flips, %s\n",
                     assay_node_size(audit, "items"), most, assay_audit_flips(audit),
                     assay_node_is(passed, ASSAY_NODE_BOOL) && passed->as.truth
                         ? "passed"
                         : "not passed");
}

/* The audits of a run, a line each. */
static enum assay_code print_audits(const struct assay_node *run, struct assay_error *err)
{
    const struct assay_node *suites = assay_node_get(run, "suites");
    struct assay_buf out = {0};
    enum assay_code code;

    for (size_t i = 0; i < assay_node_count(suites); i++) {
        const struct assay_node *leg = assay_node_at(suites, i);
        const struct assay_str label = assay_node_text(assay_node_get(leg, "label"));
        const struct assay_node *audit = assay_node_get(leg, "audit");
        const struct assay_node *audits = assay_node_get(leg, "audits");

        if (audit)
            add_audit(label, audit, &out);
        for (size_t k = 0; k < assay_node_count(audits); k++)
            add_audit(label, assay_node_at(audits, k), &out);
    }
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

static enum assay_code print_stored(const struct show *show,
                                    const struct assay_stored *stored,
                                    struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_str status =
        assay_node_text(assay_node_get(stored->run, "status"));
    const struct assay_result **results =
        assay_arena_new(arena, stored->result_count, sizeof(struct assay_result *));
    enum assay_code code = assay_stored_check_whole(stored, err);

    if (code)
        return code;
    if (stored->result_count == 0 &&
        strcmp(assay_stored_command(stored->run), "sample") == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: holds texts, no result; assay run --suite "
                          "samples:%s/" ASSAY_SAMPLED_FILE " scores them",
                          stored->directory, stored->directory);
    if (stored->result_count == 0)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: the run has no result (%.*s); to go on: assay run "
                          "--resume %s",
                          stored->directory, ASSAY_STR_ARG(status), stored->directory);
    for (size_t i = 0; i < stored->result_count; i++)
        results[i] = &stored->result[i];
    if (!show->json && (show->items || show->coverage))
        return print_lists(show, stored, err);
    code = assay_results_print(results, stored->result_count, stored->run, show->json,
                               (enum assay_colour)show->colour, err);
    return code || show->json ? code : print_audits(stored->run, err);
}

/* A directory as it is named, or where there is none, one of that name in the folder of runs. */
static const char *find_run(const struct show *show, const char *word,
                            struct assay_arena *arena)
{
    const char *in_folder = assay_arena_printf(arena, "%s/%s", show->folder, word);

    return !assay_file_exists(word) && assay_file_exists(in_folder) ? in_folder : word;
}

static enum assay_code run_show(const void *state, const struct assay_words *operands,
                                struct assay_error *err)
{
    const struct show *show = state;
    struct assay_arena arena = {0};
    struct assay_stored stored;
    enum assay_code code =
        assay_stored_read(find_run(show, operands->at[0], &arena), &arena, &stored, err);

    if (!code)
        code = assay_show_choose(&show->filter, &arena, &stored, err);
    if (!code && show->scores)
        code = assay_show_scores(&stored, err);
    else if (!code && (show->answers || show->filter.state.count > 0))
        code = assay_show_answers(&show->filter, &stored, err);
    else if (!code)
        code = print_stored(show, &stored, &arena, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_show = {
    .name = "show",
    .summary = "print a stored run again",
    .usage = "[options] RUN",
    .about =
        "RUN is the directory of a run, or the name of one in the folder of runs, as\n"
        "`assay ls runs` has it.\n",
    .options = options,
    .state_size = sizeof(struct show),
    .operand_min = 1,
    .operand_max = 1,
    .run = run_show,
};

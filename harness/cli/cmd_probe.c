/* assay probe: linear probes of a user's own features and labels. */
#include "harness/cli/command.h"
#include "harness/cli/probe_table.h"
#include "harness/cli/results_print.h"
#include "harness/cli/results_store.h"
#include "harness/core/clock.h"
#include "harness/core/place.h"
#include "suites/suite.h"

#include <stdio.h>
#include <string.h>

struct probe {
    const char *features, *labels, *vectors, *output;
    double test_share, l2, level;
    uint64_t seed;
    size_t replicates, shuffles;
    bool raw, json;
    unsigned colour;
};

static const struct assay_option options[] = {
    {.name = "features",
     .help = "rows of numbers: npy, npz, safetensors, JSON Lines, ...",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct probe, features),
     .value = "FILE"},
    {.name = "labels",
     .help = "a column a dimension; id or row, and split, where there are any",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct probe, labels),
     .value = "FILE"},
    {.name = "vectors",
     .help = "field or array of the features that holds them; else the usual names, or "
             "the only list",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct probe, vectors),
     .value = "NAME",
     .optional = true},
    {.name = "test-share",
     .help = "share of rows to test on, where labels have no split",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct probe, test_share),
     .initial = "0.2",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "seed",
     .help = "of the split, the shuffled labels, the learning curve and the bootstrap",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct probe, seed),
     .initial = "0"},
    {.name = "l2",
     .help = "penalty of the weights, beside the mean loss",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct probe, l2),
     .initial = "0.01",
     .lo = 1e-12,
     .hi = 1e12},
    {.name = "shuffles",
     .help = "shuffles of the training labels to fit a probe to, for comparison",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct probe, shuffles),
     .initial = "20",
     .lo = 0,
     .hi = 1000,
     .value = "N"},
    {.name = "raw",
     .help = "take columns as they are, do not standardise them",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct probe, raw)},
    {.name = "level",
     .help = "confidence level of intervals",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct probe, level),
     .initial = "0.95",
     .lo = 0.5,
     .hi = 0.9999},
    {.name = "replicates",
     .help = "bootstrap replicates",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct probe, replicates),
     .initial = "2000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    {.name = "output",
     .help = "store the run here, for assay report; nothing is stored without it",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct probe, output),
     .value = "DIR",
     .optional = true},
    {.name = "json",
     .help = "print all of the result as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct probe, json)},
    {.name = "color",
     .help = "colour in tables",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct probe, colour),
     .initial = "auto",
     .choices = assay_colour_names},
    {0},
};

/* The built-in suite `probe` under the options of the command. */
static enum assay_code load_suite(const struct probe *probe, struct assay_arena *arena,
                                  struct assay_suite **out, struct assay_error *err)
{
    const struct assay_places places = {.suites_dir = assay_place_suites(arena),
                                        .manifest = assay_place_manifest(arena)};
    char real[ASSAY_STR_REAL];
    const char *const words[] = {
        assay_arena_printf(arena, "l2=%s", assay_str_real(probe->l2, real)),
        probe->raw ? "standardize=no" : "standardize=yes",
        assay_arena_printf(arena, "shuffles=%zu", probe->shuffles),
    };
    const struct assay_suite_words asked = {
        assay_arena_printf(arena, "probe:%s", probe->labels), words,
        sizeof(words) / sizeof(words[0])};

    return assay_suite_load(&asked, &places, arena, out, err);
}

/* The last part of a path without what follows its first dot. */
static struct assay_str stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const size_t dot = strcspn(name, ".");

    return (struct assay_str){name, dot ? dot : strlen(name)};
}

static void add_notes(const struct assay_probe_table *table, struct assay_arena *arena,
                      struct assay_result *result)
{
    struct assay_str *notes =
        assay_arena_new(arena, result->note_count + table->notes, sizeof(*notes));

    for (size_t i = 0; i < result->note_count; i++)
        notes[i] = result->note[i];
    for (size_t i = 0; i < table->notes; i++)
        notes[result->note_count + i] = table->note[i];
    result->note = notes;
    result->note_count += table->notes;
}

static void put_source(const char *path, const char *digest, struct assay_arena *arena,
                       struct assay_node *list)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "path", assay_node_of_string(path));
    assay_node_put(arena, map, "sha256", assay_node_of_string(digest));
    assay_node_push(arena, list, *map);
}

static enum assay_code store(const struct probe *probe,
                             const struct assay_probe_table *table,
                             const struct assay_result *result, const char *started,
                             struct assay_arena *arena, struct assay_error *err)
{
    struct assay_node *sources = assay_node_list(arena);
    struct assay_results_storing storing = {.directory = probe->output,
                                            .command = "probe",
                                            .config =
                                                assay_options_node(options, probe, arena),
                                            .started = started};
    const char *page;

    put_source(probe->features, table->digest[0], arena, sources);
    put_source(probe->labels, table->digest[1], arena, sources);
    storing.sources = *sources;
    return assay_results_store(&storing, &result, 1, arena, &page, err);
}

static enum assay_code measure(const struct probe *probe,
                               const struct assay_probe_table *table,
                               struct assay_arena *arena, struct assay_result *out,
                               struct assay_error *err)
{
    const struct assay_measuring measuring = {
        .level = probe->level, .replicates = probe->replicates, .seed = probe->seed};
    struct assay_suite *suite;
    enum assay_code code = load_suite(probe, arena, &suite, err);

    if (!code)
        code = assay_suite_measure(suite, &table->table, &measuring, arena, out, err);
    if (code)
        return code;
    out->model = assay_str_of(assay_arena_printf(arena, "features:%s", probe->features));
    out->label = stem_of(probe->features);
    add_notes(table, arena, out);
    return ASSAY_OK;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct probe *probe = state;
    const struct assay_probe_files files = {
        probe->features, probe->labels, probe->vectors, probe->test_share, probe->seed};
    struct assay_arena arena = {0};
    struct assay_probe_table table;
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    char started[ASSAY_CLOCK_TEXT];
    enum assay_code code;

    (void)operands;
    assay_clock_text(started);
    code = assay_probe_table_read(&files, &arena, &table, err);
    if (!code)
        code = measure(probe, &table, &arena, &result, err);
    if (!code && probe->output)
        code = store(probe, &table, &result, started, &arena, err);
    if (!code)
        code = assay_results_print(results, 1, NULL, probe->json,
                                   (enum assay_colour)probe->colour, err);
    assay_probe_table_release(&table);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_probe = {
    .name = "probe",
    .summary = "fit linear probes to features and labels of your own",
    .usage = "--features FILE --labels FILE [options]",
    .about = "For each dimension, a column of the labels, a logistic regression is "
             "fitted to the\n"
             "rows to train on and tested on the others. Beside it stand the most "
             "frequent class,\n"
             "the same on shuffled labels, and the nearest centroid.\n",
    .options = options,
    .state_size = sizeof(struct probe),
    .run = run,
};

/* bon_load.c - what assay bon works on: a file of samples, a suite's, or stored runs. */
#include "harness/cli/bon_load.h"

#include "harness/cli/runs_read.h"
#include "harness/run/sample_runs.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

static bool is_directory(const char *path)
{
    struct stat at;

    return stat(path, &at) == 0 && S_ISDIR(at.st_mode);
}

static struct assay_str text_of(const struct assay_suite *suite, const char *key)
{
    return assay_node_text(assay_node_get(assay_suite_spec(suite), key));
}

/* The words of a file's suite: `samples:FILE`, or the suite that is named, with the file behind it. */
static enum assay_code spec_of(const struct assay_bon_asked *asked,
                               struct assay_arena *arena, const char **out,
                               struct assay_error *err)
{
    const size_t files = asked->operands->count;

    if (files > 1)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "%s: one file of samples at a time; several proxies may stand in it",
            asked->operands->at[1]);
    if (files == 0 && !asked->suite)
        return assay_fail(err, ASSAY_EUSAGE,
                          "name a file of samples, stored runs, or a suite with --suite");
    *out = files == 0 ? asked->suite
                      : assay_arena_printf(arena, "%s:%s",
                                           asked->suite ? asked->suite : "samples",
                                           asked->operands->at[0]);
    return ASSAY_OK;
}

static enum assay_code from_file(const struct assay_bon_asked *asked,
                                 struct assay_arena *arena, struct assay_bon_loaded *out,
                                 struct assay_error *err)
{
    const struct assay_places places = assay_places_here(asked->data_dir, arena);
    const struct assay_sample_asked fields = {
        .proxy = asked->proxies.at,
        .proxies = asked->proxies.count,
        .gold = asked->golds.at,
        .golds = asked->golds.count,
        .steps = asked->steps.at,
        .stepwise = asked->steps.count,
        .answers = asked->answers,
        .tokens = asked->tokens,
        .difficulty = asked->difficulty,
        .group_by = asked->group_by,
        .aggregate = asked->aggregate,
    };
    struct assay_suite_words words = {0};
    struct assay_suite *suite;
    enum assay_code code = spec_of(asked, arena, &words.spec, err);

    if (!code)
        code = assay_suite_load(&words, &places, arena, &suite, err);
    if (code)
        return code;
    if (strcmp(assay_node_text(assay_node_get(assay_suite_spec(suite), "kind")).ptr,
               "samples") != 0)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "suite %s is no suite of samples; run a model on it and name the run",
            assay_suite_name(suite));
    out->name = assay_str_of(assay_suite_name(suite));
    out->version = assay_str_of(assay_suite_version(suite));
    out->title = text_of(suite, "title");
    out->citation = text_of(suite, "citation");
    out->target =
        assay_str_of(asked->operands->count ? asked->operands->at[0] : words.spec);
    return assay_samples_read(suite, &fields, arena, &out->set, &out->sources, err);
}

/* The one column that the runs share, or the one that --suite names. */
static enum assay_code column_of(const struct assay_bon_asked *asked,
                                 const struct assay_board *board, size_t *out,
                                 struct assay_error *err)
{
    size_t found = 0;

    for (size_t c = 0; c < board->columns; c++)
        if (!asked->suite ||
            assay_str_equal(board->column[c].name, assay_str_of(asked->suite))) {
            *out = c;
            found++;
        }
    if (found == 1)
        return ASSAY_OK;
    if (found == 0)
        return assay_fail(err, ASSAY_EUSAGE, "none of the runs is of suite %s",
                          asked->suite);
    return assay_fail(
        err, ASSAY_EUSAGE,
        "the runs are of %zu suites (%.*s, %.*s, ...): choose one with --suite", found,
        ASSAY_STR_ARG(board->column[0].name), ASSAY_STR_ARG(board->column[1].name));
}

static enum assay_code from_runs(const struct assay_bon_asked *asked,
                                 struct assay_arena *arena, struct assay_bon_loaded *out,
                                 struct assay_error *err)
{
    const struct assay_places places = assay_places_here(asked->data_dir, arena);
    const struct assay_result *result = NULL;
    struct assay_board board;
    size_t column = 0;
    enum assay_code code = assay_runs_read(asked->operands, arena, &board, err);

    if (!code && asked->proxies.count + asked->golds.count + asked->steps.count > 0)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "--proxy, --gold and --steps name fields of a file, not of runs");
    if (!code)
        code = column_of(asked, &board, &column, err);
    if (code)
        return code;
    for (size_t m = 0; !result && m < board.models; m++)
        result = assay_board_cell(&board, column, m)->result;
    if (!result)
        return assay_fail(err, ASSAY_EUSAGE, "the runs have no results");
    out->name = result->suite;
    out->version = result->suite_version;
    out->title = result->title;
    out->citation = result->citation;
    out->target = board.column[column].name;
    return assay_sample_runs_read(
        &(struct assay_sample_runs){&board, column, &places, ASSAY_SAMPLE_FIELDS_MAX},
        arena, &out->set, &out->sources, err);
}

/* Gold of right and wrong is told in percent. */
static const char *unit_of(const struct assay_sample_set *set)
{
    for (size_t g = 0; g < set->golds; g++)
        for (size_t i = 0; i < set->samples; i++)
            if (set->gold[g][i] != 0.0 && set->gold[g][i] != 1.0)
                return "fraction";
    return "percent";
}

static enum assay_code check_left(const struct assay_bon_loaded *loaded,
                                  struct assay_error *err)
{
    const struct assay_bon_left *left = &loaded->left;

    if (loaded->set.prompts > 0)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA,
                      "%.*s: no prompt has scores and gold of all its samples (%zu lack "
                      "scores, %zu gold); --missing lowest puts samples without a score "
                      "below all others",
                      ASSAY_STR_ARG(loaded->target), left->unscored, left->unlabelled);
}

enum assay_code assay_bon_load(const struct assay_bon_asked *asked,
                               struct assay_arena *arena, struct assay_bon_loaded *out,
                               struct assay_error *err)
{
    const bool runs = asked->operands->count > 0 && is_directory(asked->operands->at[0]);
    enum assay_code code;

    *out = (struct assay_bon_loaded){0};
    code = runs ? from_runs(asked, arena, out, err) : from_file(asked, arena, out, err);
    if (code)
        return code;
    assay_bon_prepare(&out->set, asked->missing, &out->left);
    out->unit = unit_of(&out->set);
    return check_left(out, err);
}

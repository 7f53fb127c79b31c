/* assay compare: is the second run better than the first, and where? */
#include "harness/cli/command.h"
#include "harness/cli/compare_calibrate.h"
#include "harness/cli/compare_groups.h"
#include "harness/cli/compare_page.h"
#include "harness/cli/measuring.h"
#include "harness/cli/page_out.h"
#include "suites/suite.h"

#include <stdlib.h>
#include <string.h>

struct compare {
    struct assay_option_list metrics, allow, groups;
    const char *data_dir, *suite, *section;
    double alpha, margin, power;
    uint64_t seed;
    size_t replicates, flips, items, jobs;
    unsigned adjust, pairs;
    struct assay_page_words page;
    bool midp, strict, sequential, calibrate;
};

static const char *const pair_words[] = {"first", "all", NULL};

static const struct assay_option options[] = {
    {.name = "suite",
     .help = "only this one of the suites that runs share",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct compare, suite),
     .value = "NAME[:PART]",
     .optional = true},
    {.name = "section",
     .help = "only this section, and the overall value",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct compare, section),
     .value = "NAME",
     .optional = true},
    {.name = "metric",
     .help = "accuracy (the suite's own value; the default), margin, loss, brier, ece, "
             "or all",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct compare, metrics),
     .value = "NAME"},
    {.name = "alpha",
     .help =
         "chance of a finding where nothing changed; intervals are of level 1 - alpha",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct compare, alpha),
     .initial = "0.05",
     .lo = 0.0001,
     .hi = 0.49},
    {.name = "margin",
     .help =
         "accuracy within so much is called the same, if it is found to be; 0.01 is a "
         "point; 0: none is",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct compare, margin),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "adjust",
     .help = "how p is adjusted for many sections, suites and models",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct compare, adjust),
     .initial = "holm",
     .choices = assay_compare_adjust_name},
    {.name = "midp",
     .help = "McNemar's mid-p in place of the exact p",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct compare, midp)},
    {.name = "power",
     .help = "of the smallest difference that is told as detectable",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct compare, power),
     .initial = "0.8",
     .lo = 0.5,
     .hi = 0.999},
    {.name = "pairs",
     .help =
         "of more than two runs: every one against the first, or all against each other",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct compare, pairs),
     .initial = "first",
     .choices = pair_words},
    {.name = "sequential",
     .help = "tell what a test that may stop after any item would have saved",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct compare, sequential)},
    {.name = "calibrate",
     .help = "the runs are repeats of one checkpoint: tell how often they are called "
             "worse than "
             "each other, and thresholds",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct compare, calibrate)},
    {.name = "group",
     .help = "in place of runs: seeds or checkpoints of one configuration, two or more; "
             "the doubt "
             "is split into the items' and the seeds'",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct compare, groups),
     .value = "NAME=RUN,RUN,..."},
    {.name = "allow",
     .help = "compare all the same where this differs: version, data, options, rule, "
             "template, ...",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct compare, allow),
     .value = "FACT"},
    {.name = "strict",
     .help = "refuse also what is only told of: template, max-length, precision, ...",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct compare, strict)},
    {.name = "items",
     .help = "flipped items that are named of each side; a page of HTML has all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct compare, items),
     .initial = "3",
     .lo = 0,
     .hi = 1 << 24,
     .value = "N"},
    {.name = "replicates",
     .help = "bootstrap replicates",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct compare, replicates),
     .initial = "10000",
     .lo = 100,
     .hi = 1000000,
     .value = "N"},
    {.name = "flips",
     .help = "random sets of signs of a sign-flip test",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct compare, flips),
     .initial = "10000",
     .lo = 100,
     .hi = 1000000,
     .value = "N"},
    ASSAY_SEED_OPTION(offsetof(struct compare, seed)),
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct compare, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_THREADS_OPTION(offsetof(struct compare, jobs)),
    ASSAY_PAGE_OPTIONS(offsetof(struct compare, page), assay_page_formats_judged),
    {0},
};

/* The place of a word among names, or n. */
static unsigned place_of(const char *word, const char *const *names, unsigned n)
{
    unsigned k = 0;

    while (k < n && strcmp(word, names[k]) != 0)
        k++;
    return k;
}

static enum assay_code read_metrics(const struct compare *compare, unsigned *out,
                                    struct assay_error *err)
{
    *out = compare->metrics.count == 0 ? 1U << ASSAY_COMPARE_ACCURACY : 0;
    for (size_t i = 0; i < compare->metrics.count; i++) {
        const char *word = compare->metrics.at[i];
        const unsigned k =
            place_of(word, assay_compare_metric_name, ASSAY_COMPARE_METRICS);

        if (strcmp(word, "all") == 0)
            *out |= (1U << ASSAY_COMPARE_METRICS) - 1;
        else if (k < ASSAY_COMPARE_METRICS)
            *out |= 1U << k;
        else
            return assay_fail(err, ASSAY_EUSAGE,
                              "--metric %s: there are accuracy, margin, loss, brier, ece "
                              "and all",
                              word);
    }
    return ASSAY_OK;
}

/* Another part has other items: there is nothing to go on with. */
static enum assay_code read_allowed(const struct compare *compare, unsigned *out,
                                    struct assay_error *err)
{
    struct assay_buf names = {0};
    enum assay_code code = ASSAY_OK;

    *out = 0;
    for (size_t i = 0; i < compare->allow.count && !code; i++) {
        const unsigned k =
            place_of(compare->allow.at[i], assay_compare_fact_name, ASSAY_COMPARE_FACTS);

        if (k > ASSAY_COMPARE_FACT_PART && k < ASSAY_COMPARE_FACTS) {
            *out |= 1U << k;
            continue;
        }
        for (unsigned n = ASSAY_COMPARE_FACT_PART + 1; n < ASSAY_COMPARE_FACTS; n++) {
            assay_buf_puts(&names, n > ASSAY_COMPARE_FACT_PART + 1 ? ", " : "");
            assay_buf_puts(&names, assay_compare_fact_name[n]);
        }
        code = assay_fail(err, ASSAY_EUSAGE, "--allow %s: there are %.*s",
                          compare->allow.at[i], ASSAY_STR_ARG(assay_buf_view(&names)));
    }
    assay_buf_release(&names);
    return code;
}

static enum assay_code read_how(const struct compare *compare,
                                struct assay_comparison_how *out, struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_comparison_how){
        .alpha = compare->alpha,
        .margin = compare->margin,
        .power = compare->power,
        .replicates = compare->replicates,
        .flips = compare->flips,
        .seed = compare->seed,
        .adjust = (enum assay_comparison_adjust)compare->adjust,
        .midp = compare->midp,
        .every_pair = compare->pairs == 1 || compare->calibrate,
        .each_alone = compare->calibrate,
        .strict = compare->strict,
        .sequential = compare->sequential,
        .suite = compare->suite,
        .section = compare->section,
        .jobs = compare->jobs ? compare->jobs : assay_parallel_processors(),
    };
    if (compare->calibrate && compare->metrics.count > 0)
        return assay_fail(err, ASSAY_EUSAGE, "--calibrate is of accuracy: no --metric");
    code = read_metrics(compare, &out->metrics, err);
    return code ? code : read_allowed(compare, &out->allow, err);
}

static enum assay_code read_runs(const char *const *directory, size_t n,
                                 struct assay_arena *arena, struct assay_stored **out,
                                 struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = assay_arena_new(arena, n, sizeof(**out));
    for (size_t i = 0; i < n && !code; i++) {
        for (size_t k = 0; k < i; k++)
            if (strcmp(directory[i], directory[k]) == 0)
                return assay_fail(err, ASSAY_EUSAGE, "%s is named twice", directory[i]);
        code = assay_stored_read(directory[i], arena, &(*out)[i], err);
    }
    return code;
}

/* Nothing could be compared, though there was something to compare: why, as an error. */
static enum assay_code check_told(const struct assay_comparison *comparison,
                                  struct assay_error *err)
{
    const struct assay_comparison_pair *pair = comparison->suite[0].pair;

    for (size_t s = 0; s < comparison->suites; s++)
        for (size_t p = 0; p < comparison->suite[s].pairs; p++)
            if (comparison->suite[s].pair[p].lines > 0)
                return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "nothing to compare: %.*s",
                      ASSAY_STR_ARG(pair->absent));
}

static enum assay_code put(const struct compare *compare,
                           const struct assay_comparison *comparison,
                           const struct assay_page_out *out, struct assay_arena *arena,
                           struct assay_error *err)
{
    const bool paged = out->writer == &assay_writer_html;
    const struct assay_compare_wish wish = {.items = paged ? SIZE_MAX : compare->items,
                                            .paged = paged,
                                            .asked = out->writer == &assay_writer_junit};
    struct assay_repeated repeated;
    struct assay_page page;

    if (compare->calibrate) {
        assay_repeated_of(comparison, arena, &repeated);
        assay_page_begin(&page, arena, assay_repeated_title(&repeated, arena));
        assay_repeated_page(&repeated, &page);
    } else {
        assay_page_begin(&page, arena, assay_compare_title(comparison, arena));
        assay_compare_page(comparison, &wish, &page);
    }
    return assay_page_out_put(&page, out, err);
}

static enum assay_code compare_runs(const struct compare *compare,
                                    const struct assay_words *operands,
                                    const struct assay_comparison_how *how,
                                    const struct assay_page_out *out,
                                    struct assay_arena *arena, struct assay_error *err)
{
    struct assay_comparison comparison;
    struct assay_stored *stored;
    enum assay_code code;

    if (operands->count < 2)
        return assay_fail(err, ASSAY_EUSAGE,
                          "two runs or more are compared, or groups of them (--group)");
    code = read_runs(operands->at, operands->count, arena, &stored, err);
    if (!code)
        code =
            assay_comparison_make(stored, operands->count, how, arena, &comparison, err);
    if (!code)
        code = assay_comparison_check(&comparison, err);
    if (!code)
        code = check_told(&comparison, err);
    return code ? code : put(compare, &comparison, out, arena, err);
}

/* No suite has a number, though there was something to compare: why, as an error. */
static enum assay_code check_groups_told(const struct assay_comparison_groups *groups,
                                         struct assay_error *err)
{
    for (size_t s = 0; s < groups->suites; s++)
        if (groups->suite[s].lines > 0)
            return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "nothing to compare: %.*s",
                      ASSAY_STR_ARG(groups->suite[0].absent.len > 0
                                        ? groups->suite[0].absent
                                        : groups->suite[0].note[0]));
}

static enum assay_code compare_groups(const struct compare *compare,
                                      const struct assay_comparison_how *how,
                                      const struct assay_page_out *out,
                                      struct assay_arena *arena, struct assay_error *err)
{
    struct assay_compare_group_words words;
    struct assay_comparison_groups groups;
    struct assay_stored *stored;
    struct assay_page page;
    enum assay_code code =
        assay_compare_groups_read(&compare->groups, arena, &words, err);

    if (!code)
        code = read_runs(words.run, words.runs, arena, &stored, err);
    if (!code)
        code = assay_comparison_groups_make(
            &(struct assay_grouped){stored, words.group, words.groups}, how, arena,
            &groups, err);
    if (!code)
        code = assay_comparison_check(&groups.facts, err);
    if (!code)
        code = check_groups_told(&groups, err);
    if (code)
        return code;
    assay_compare_groups_page(&groups, arena, &page);
    return assay_page_out_put(&page, out, err);
}

static enum assay_code check_grouped(const struct compare *compare,
                                     const struct assay_words *operands,
                                     struct assay_error *err)
{
    if (operands->count > 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: with --group runs are named in groups alone",
                          operands->at[0]);
    if (compare->calibrate || compare->sequential)
        return assay_fail(err, ASSAY_EUSAGE, "--group goes without %s",
                          compare->calibrate ? "--calibrate" : "--sequential");
    return ASSAY_OK;
}

static enum assay_code run_compare(const void *state, const struct assay_words *operands,
                                   struct assay_error *err)
{
    const struct compare *compare = state;
    struct assay_arena arena = {0};
    const struct assay_places places = assay_places_here(compare->data_dir, &arena);
    const bool grouped = compare->groups.count > 0;
    struct assay_comparison_how how;
    struct assay_page_out out;
    enum assay_code code = assay_page_out_choose(&compare->page, &out, err);

    if (!code)
        code = read_how(compare, &how, err);
    if (!code && grouped)
        code = check_grouped(compare, operands, err);
    if (!code) {
        how.places = &places;
        code = grouped ? compare_groups(compare, &how, &out, &arena, err)
                       : compare_runs(compare, operands, &how, &out, &arena, err);
    }
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_compare = {
    .name = "compare",
    .summary = "tell whether one run is better than another, and where",
    .usage = "[options] FIRST SECOND... | --group NAME=RUN,RUN...",
    .about = "Holds stored runs of the same suites against the first one, on the items "
             "that both\n"
             "answered: per section the difference (SECOND minus FIRST), its interval, "
             "p, p adjusted\n"
             "for there being many, and a verdict; which items were lost and gained; "
             "coverage; and\n"
             "how small a difference could have been found. Runs that differ in what "
             "they must have\n"
             "in common are refused. The exit status is 0 whatever the verdict: see "
             "assay gate.\n",
    .options = options,
    .state_size = sizeof(struct compare),
    .operand_min = 0,
    .operand_max = ASSAY_COMPARISON_RUNS_MAX,
    .run = run_compare,
};

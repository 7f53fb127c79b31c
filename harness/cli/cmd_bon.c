/* assay bon: best-of-n curves, exactly, with what they say of the proxy. */
#include "harness/cli/bon_load.h"
#include "harness/cli/bon_tell.h"
#include "harness/cli/command.h"
#include "harness/cli/figure_files.h"
#include "harness/cli/measuring.h"
#include "harness/cli/results_store.h"
#include "harness/core/clock.h"
#include "harness/core/json.h"
#include "harness/run/bon_parts.h"
#include "harness/run/bon_prompts.h"
#include "metrics/ensemble_score.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRID_MAX = 4096
};

/* Official ways that are told beside the expectation, in the order of the words below. */
enum rule {
    RULE_EXPECTED,
    RULE_FIRST_N,
    RULE_PPE
};

struct bon {
    const char *suite, *data_dir, *n, *answers, *tokens, *difficulty, *group_by, *output;
    struct assay_option_list proxies, golds, steps, ensembles;
    unsigned aggregate, missing, by, rule, axis, format;
    double level, lambda, power;
    uint64_t seed;
    size_t replicates, jobs, quantiles, ddof, draws, orders;
    bool json;
    struct assay_figure_words figures;
};

static const char *const aggregates[] = {"prod", "geomean", "min", "mean",
                                         "last", "max",     NULL};

static const char *const rules[] = {"expected", "first-n", "ppe", NULL};

#define AT(field) offsetof(struct bon, field)
#define NAMES(option, what, place, example)                                              \
    {                                                                                    \
        .name = (option), .help = (what), .type = ASSAY_OPTION_LIST,                     \
        .offset = AT(place), .value = (example)                                          \
    }
#define WORD(option, what, place, example)                                               \
    {                                                                                    \
        .name = (option), .help = (what), .type = ASSAY_OPTION_TEXT,                     \
        .offset = AT(place), .value = (example), .optional = true                        \
    }

static const struct assay_option options[] = {
    WORD("suite", "a suite of samples; for a file, how it is read; of runs, which", suite,
         "SUITE"),
    NAMES("proxy", "a proxy of the file: a number a sample", proxies, "NAME=FIELD"),
    NAMES("gold", "what samples are worth, or whether they are right", golds,
          "NAME=FIELD"),
    NAMES("steps", "a proxy made of scores of steps", steps, "NAME=FIELD"),
    {.name = "aggregate",
     .help = "how scores of steps become one",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(aggregate),
     .initial = "prod",
     .choices = aggregates},
    WORD("answers", "final answers, for voting", answers, "FIELD"),
    WORD("tokens", "tokens that a sample took", tokens, "FIELD"),
    WORD("difficulty", "of a prompt, a number", difficulty, "FIELD"),
    WORD("group-by", "records are samples, of the prompt that this names", group_by,
         "FIELD"),
    {.name = "missing",
     .help = "what becomes of samples without a score",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(missing),
     .initial = "drop",
     .choices = assay_bon_missing_words},
    {.name = "n",
     .help = "numbers of samples: powers (of two), all, or 2,5,...; 1 is always there",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(n),
     .initial = "powers",
     .value = "LIST"},
    {.name = "by",
     .help = "also for some of the prompts: by section, difficulty or length",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(by),
     .initial = "nothing",
     .choices = assay_bon_by_words},
    {.name = "quantiles",
     .help = "parts by difficulty or length",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(quantiles),
     .initial = "4",
     .lo = 2,
     .hi = ASSAY_BON_PARTS_MAX,
     .value = "N"},
    NAMES("ensemble", "a further proxy of them all: mean, worst, variance, spread",
          ensembles, "HOW"),
    {.name = "lambda",
     .help = "of variance and spread: mean - lambda * var, mean - lambda * sd",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(lambda),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "ddof",
     .help = "of that variance: 0, or 1 as of a sample",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(ddof),
     .initial = "0",
     .lo = 0,
     .hi = 1,
     .value = "N"},
    {.name = "rule",
     .help = "expected, or also an official one: first-n (Qwen2.5-Math), ppe (best of K)",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(rule),
     .initial = "expected",
     .choices = rules},
    {.name = "draws",
     .help = "random orders of the samples, for votes that have no closed form",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(draws),
     .initial = "200",
     .lo = 2,
     .hi = 1000000,
     .value = "N"},
    {.name = "orders",
     .help = "random orders of --rule ppe, officially 100",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(orders),
     .initial = "100",
     .lo = 1,
     .hi = 1000000,
     .value = "N"},
    {.name = "power",
     .help = "of votes by rank: (n - rank)^power",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(power),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "axis",
     .help = "of figures: log2, n, kl (the bound) or kl-samples (exact for the samples)",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(axis),
     .initial = "log2",
     .choices = assay_bon_axis_words},
    WORD("data-dir", "look for benchmark data here", data_dir, "DIR"),
    ASSAY_SEED_OPTION(AT(seed)),
    ASSAY_LEVEL_OPTION(AT(level)),
    {.name = "replicates",
     .help = "resamples of prompts behind them; 0: none",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(replicates),
     .initial = "2000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    ASSAY_THREADS_OPTION(AT(jobs)),
    WORD("output", "store results and a page with figures here", output, "DIR"),
    ASSAY_FIGURE_OPTIONS(AT(figures)),
    ASSAY_TABLES_OPTIONS(AT(format), AT(json)),
    {0},
};

/* Powers of two, and the most that there are. */
static size_t powers(size_t most, size_t *n)
{
    size_t ns = 0;

    for (size_t k = 1; k < most; k *= 2)
        n[ns++] = k;
    n[ns++] = most;
    return ns;
}

static enum assay_code refuse_grid(const char *text, size_t most, struct assay_error *err)
{
    return assay_fail(
        err, ASSAY_EUSAGE,
        "--n %s: expected powers, all, or ascending numbers from 1 to %zu, at most "
        "%d of them",
        text, most, GRID_MAX);
}

static enum assay_code read_grid(const char *text, size_t most, size_t *n, size_t *ns,
                                 struct assay_error *err)
{
    const char *at = text;

    n[0] = 1; /* that others are held against */
    *ns = strcmp(text, "1") == 0 || strncmp(text, "1,", 2) == 0 ? 0 : 1;
    while (*at && *ns < GRID_MAX) {
        char *end = NULL;
        unsigned long long k;

        errno = 0;
        k = *at >= '0' && *at <= '9' ? strtoull(at, &end, 10) : 0;
        if (errno || k == 0 || k > most || (*end && (*end != ',' || !end[1])) ||
            (*ns > 0 && k <= n[*ns - 1]))
            return refuse_grid(text, most, err);
        n[(*ns)++] = (size_t)k;
        at = *end ? end + 1 : end;
    }
    return *at || *ns == 0 ? refuse_grid(text, most, err) : ASSAY_OK;
}

/* The numbers of samples that curves are told at. */
static enum assay_code grid_of(const struct bon *bon, const struct assay_sample_set *set,
                               size_t *n, size_t *ns, struct assay_error *err)
{
    size_t most = 1;

    for (size_t i = 0; i < set->prompts; i++)
        most = assay_sample_count(set, i) > most ? assay_sample_count(set, i) : most;
    if (strcmp(bon->n, "powers") == 0) {
        *ns = powers(most, n);
        return ASSAY_OK;
    }
    if (strcmp(bon->n, "all") != 0)
        return read_grid(bon->n, most, n, ns, err);
    if (most > GRID_MAX)
        return refuse_grid(bon->n, most, err);
    for (*ns = 0; *ns < most; ++*ns)
        n[*ns] = *ns + 1;
    return ASSAY_OK;
}

/* Further proxies, made of those that are there. */
static enum assay_code add_ensembles(const struct bon *bon, struct assay_sample_set *set,
                                     struct assay_error *err)
{
    static const char *const words[] = {"mean", "worst", "variance", "spread"};
    const struct assay_ensemble_members members = {(const double *const *)set->proxy,
                                                   set->proxies, set->samples};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < bon->ensembles.count; i++) {
        struct assay_ensemble_rule rule = {.lambda = bon->lambda, .ddof = bon->ddof};
        size_t how = 0;
        double *out;

        while (how < 4 && strcmp(words[how], bon->ensembles.at[i]) != 0)
            how++;
        if (how == 4)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--ensemble %s: expected mean, worst, variance or spread",
                              bon->ensembles.at[i]);
        if (members.members < 2 || set->proxies == ASSAY_SAMPLE_FIELDS_MAX)
            return assay_fail(
                err, ASSAY_EUSAGE,
                "--ensemble: of two proxies or more, %d with the ensembles at most",
                ASSAY_SAMPLE_FIELDS_MAX);
        rule.how = (enum assay_ensemble)how;
        out = assay_sample_set_proxy(set, assay_str_of(bon->ensembles.at[i]));
        code = assay_ensemble_columns(&members, &rule, out, err);
    }
    return code;
}

/* All results, a proxy and a gold each. */
static const struct assay_result **results_of(const struct assay_bon_told *told,
                                              struct assay_arena *arena, size_t *count)
{
    const struct assay_sample_set *set = told->whole->bon->set;
    const struct assay_result **list = assay_arena_new(
        arena, set->proxies * set->golds + 1, sizeof(const struct assay_result *));

    *count = 0;
    for (size_t g = 0; g < set->golds; g++)
        for (size_t p = 0; p < set->proxies; p++) {
            struct assay_result *one = assay_arena_new(arena, 1, sizeof(*one));

            assay_bon_result(told, p, g, arena, one);
            list[(*count)++] = one;
        }
    return list;
}

/* What is under way. */
struct work {
    const struct bon *bon;
    struct assay_bon_loaded *loaded;
    const char *started;
    struct assay_figure_wish wish;
    struct assay_arena *arena;
    struct assay_error *err;
    const struct assay_words *operands;
};

static enum assay_code store(const struct work *work, const struct assay_bon *curves,
                             const struct assay_result *const *results, size_t count)
{
    struct assay_buf prompts = {0};
    struct assay_results_storing storing = {
        .directory = work->bon->output,
        .command = "bon",
        .config = assay_options_node(options, work->bon, work->arena),
        .operands = work->operands,
        .sources = work->loaded->sources,
        .started = work->started,
        .page = true,
        .beside = ASSAY_BON_PROMPTS_FILE,
        .prompts = assay_bon_prompts_write(curves, work->arena, &prompts),
        .figures = work->wish};
    enum assay_code code;

    storing.beside_bytes = assay_buf_view(&prompts);
    code = assay_results_store_tell(&storing, results, count, work->arena, work->err);
    assay_buf_release(&prompts);
    return code;
}

static enum assay_code tell(const struct work *work, const struct assay_bon_told *told)
{
    struct assay_buf out = {0};
    size_t count;
    const struct assay_result *const *results =
        (const struct assay_result *const *)results_of(told, work->arena, &count);
    enum assay_code code = ASSAY_OK;

    if (work->bon->json)
        assay_json_write(assay_results_node(results, count, work->arena), true, &out);
    else
        code = assay_bon_tell(told, work->bon->format, work->arena, &out, work->err);
    if (!code)
        code = assay_cli_print(assay_buf_view(&out), work->err);
    if (!code && work->bon->output)
        code = store(work, told->whole->bon, results, count);
    assay_buf_release(&out);
    return code;
}

/* Curves of what was loaded. */
static enum assay_code measure(const struct work *work)
{
    const struct bon *bon = work->bon;
    struct assay_bon_loaded *loaded = work->loaded;
    const struct assay_bon_how how = {bon->level, bon->replicates, bon->seed,
                                      bon->jobs ? bon->jobs
                                                : assay_parallel_processors()};
    struct assay_bon_study whole;
    struct assay_bon_told told = {
        .suite = loaded->name,
        .version = loaded->version,
        .title = loaded->title,
        .citation = loaded->citation,
        .target = loaded->target,
        .unit = assay_str_of(loaded->unit),
        .left = loaded->left,
        .how = &how,
        .whole = &whole,
        .axis = (enum assay_bon_axis)bon->axis,
        .first_n = bon->rule == RULE_FIRST_N,
    };
    size_t *n = assay_arena_new(work->arena, GRID_MAX + 1, sizeof(*n));
    struct assay_bon_making making = {.n = n,
                                      .jobs = how.jobs,
                                      .draws = bon->draws,
                                      .power = bon->power,
                                      .seed = bon->seed};
    struct assay_bon curves = {0};
    enum assay_code code = grid_of(bon, &loaded->set, n, &making.ns, work->err);

    if (!code)
        code = add_ensembles(bon, &loaded->set, work->err);
    if (!code)
        code = assay_bon_compute(&loaded->set, &making, &curves, work->err);
    if (!code)
        code = assay_bon_study(&curves, NULL, &how, work->arena, &whole, work->err);
    if (!code)
        code = assay_bon_split(&curves, (enum assay_bon_by)bon->by, bon->quantiles, &told,
                               work->arena, work->err);
    if (!code && bon->rule == RULE_PPE)
        code = assay_bon_ppe(&curves, bon->orders, bon->seed, work->arena, &told.ppe,
                             work->err);
    if (!code)
        code = tell(work, &told);
    assay_bon_release(&curves);
    return code;
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct bon *bon = state;
    const struct assay_bon_asked asked = {
        .suite = bon->suite,
        .data_dir = bon->data_dir,
        .proxies = bon->proxies,
        .golds = bon->golds,
        .steps = bon->steps,
        .answers = bon->answers,
        .tokens = bon->tokens,
        .difficulty = bon->difficulty,
        .group_by = bon->group_by,
        .aggregate = (enum assay_aggregate)bon->aggregate,
        .missing = (enum assay_bon_missing)bon->missing,
        .operands = operands,
    };
    struct assay_arena arena = {0};
    struct assay_bon_loaded loaded = {0};
    char started[ASSAY_CLOCK_TEXT];
    struct work work = {bon, &loaded, started, {0}, &arena, err, operands};
    enum assay_code code;

    assay_clock_text(started);
    code = assay_figure_files_wish(
        &bon->figures, bon->output ? NULL : "name its directory with --output",
        &work.wish, err);
    if (!code)
        code = assay_bon_load(&asked, &arena, &loaded, err);
    if (!code)
        code = measure(&work);
    assay_sample_set_release(&loaded.set);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_bon = {
    .name = "bon",
    .summary = "tell what the best of n samples by a proxy is worth",
    .usage = "[options] [FILE | RUN...]",
    .about = "For each n: the gold that is expected of the sample with the highest score "
             "among n\n"
             "of a prompt's N, over all choices of n, with intervals over resampled "
             "prompts; the\n"
             "same of an oracle and of a random pick; and in words whether it turns. "
             "Proxies and\n"
             "golds are fields of a file (docs/SUITES.md, fields), or stored runs of one "
             "suite,\n"
             "a proxy each. Several are compared as whole curves.\n",
    .options = options,
    .state_size = sizeof(struct bon),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

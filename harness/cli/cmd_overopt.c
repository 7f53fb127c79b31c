/* assay overopt: does more optimisation against a proxy still buy gold, where does it turn, how sure is that? */
#include "harness/cli/command.h"
#include "harness/cli/figure_files.h"
#include "harness/cli/measuring.h"
#include "harness/cli/overopt_load.h"
#include "harness/cli/overopt_tell.h"
#include "harness/cli/results_store.h"
#include "harness/core/clock.h"
#include "harness/core/json.h"
#include "harness/run/overopt_extras.h"
#include "harness/run/overopt_kl.h"

#include <math.h>
#include <string.h>

struct overopt {
    const char *suite, *data_dir, *log, *baseline, *centre, *se, *weight, *output,
        *log_probs;
    struct assay_option_list columns, predict;
    double false_alarm, clamp;
    unsigned repeats, unit, form, format;
    double level;
    uint64_t seed;
    size_t replicates, jobs;
    bool json;
    struct assay_figure_words figures;
};

#define AT(field) offsetof(struct overopt, field)
#define WORD(option, what, place, example)                                               \
    {                                                                                    \
        .name = (option), .help = (what), .type = ASSAY_OPTION_TEXT,                     \
        .offset = AT(place), .value = (example), .optional = true                        \
    }
#define CHOICE(option, what, place, words, first)                                        \
    {                                                                                    \
        .name = (option), .help = (what), .type = ASSAY_OPTION_CHOICE,                   \
        .offset = AT(place), .initial = (first), .choices = (words)                      \
    }

static const struct assay_option options[] = {
    WORD("suite", "a trend or samples: samples:FILE, trend:FILE, ./mine.yaml", suite,
         "SUITE"),
    {.name = "column",
     .help = "what a column is: gold=eval/gold, kl=NAME, split=NAME, ...",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(columns),
     .value = "ROLE=NAME"},
    WORD("log", "whose log it is, where that is not recognised", log, "TRAINER"),
    CHOICE("repeats", "what of two values for one step", repeats,
           assay_trend_repeats_names, "error"),
    CHOICE("unit", "what is independent of one another", unit, assay_overopt_unit_words,
           "auto"),
    CHOICE("form", "which form of Gao et al. is told", form, assay_overopt_form_words,
           "auto"),
    WORD("baseline", "gold of the initial policy, instead of its rows", baseline, "GOLD"),
    {.name = "centre",
     .help = "what win rates are relative to: a number, or sft: their rows at d = 0",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(centre),
     .initial = "0.5",
     .value = "RATE"},
    WORD("se", "the column of gold's standard error", se, "NAME"),
    WORD("weight", "the column of how many samples gold is a mean of", weight, "NAME"),
    {.name = "predict",
     .help = "a size whose peak is to be predicted, as 3B",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(predict),
     .value = "SIZE"},
    {.name = "false-alarm",
     .help = "share of runs in which an onset may be told without one",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(false_alarm),
     .initial = "0.05",
     .lo = 0.001,
     .hi = 0.5},
    WORD("log-probs", "files are responses: estimate their KL from these two lists",
         log_probs, "POLICY,REFERENCE"),
    {.name = "clamp",
     .help = "cut a token's estimate to this much, as OpenRLHF does with 10; 0: none",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(clamp),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e6},
    WORD("data-dir", "look for benchmark data here", data_dir, "DIR"),
    ASSAY_SEED_OPTION(AT(seed)),
    ASSAY_LEVEL_OPTION(AT(level)),
    {.name = "replicates",
     .help = "of the bootstrap behind them",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(replicates),
     .initial = "2000",
     .lo = 100,
     .hi = 100000,
     .value = "N"},
    ASSAY_THREADS_OPTION(AT(jobs)),
    WORD("output", "store results and a page with figures here", output, "DIR"),
    ASSAY_FIGURE_OPTIONS(AT(figures)),
    ASSAY_TABLES_OPTIONS(AT(format), AT(json)),
    {0},
};

/* What is under way. */
struct work {
    const struct overopt *overopt;
    const struct assay_overopt_loaded *loaded;
    const char *started;
    struct assay_figure_wish wish;
    struct assay_arena *arena;
    struct assay_error *err;
    const struct assay_words *operands;
};

static enum assay_code store(const struct work *work, const struct assay_node *sources,
                             const struct assay_result *const *results, size_t count)
{
    const struct assay_results_storing storing = {
        .directory = work->overopt->output,
        .command = "overopt",
        .config = assay_options_node(options, work->overopt, work->arena),
        .operands = work->operands,
        .sources = *sources,
        .started = work->started,
        .page = true,
        .figures = work->wish};

    return assay_results_store_tell(&storing, results, count, work->arena, work->err);
}

static const struct assay_result **results_of(const struct assay_overopt_told *told,
                                              struct assay_arena *arena)
{
    const struct assay_result **list =
        assay_arena_new(arena, told->count, sizeof(const struct assay_result *));

    for (size_t i = 0; i < told->count; i++) {
        struct assay_result *one = assay_arena_new(arena, 1, sizeof(*one));

        assay_overopt_result(told, i, arena, one);
        list[i] = one;
    }
    return list;
}

static enum assay_code tell(const struct work *work,
                            const struct assay_overopt_told *told)
{
    const struct assay_result *const *results =
        (const struct assay_result *const *)results_of(told, work->arena);
    struct assay_buf out = {0};
    enum assay_code code;

    if (work->overopt->json)
        assay_json_write(assay_results_node(results, told->count, work->arena), true,
                         &out);
    else
        assay_overopt_tell(told, work->overopt->format, work->arena, &out);
    code = assay_cli_print(assay_buf_view(&out), work->err);
    if (!code && work->overopt->output)
        code = store(work, &work->loaded->sources, results, told->count);
    assay_buf_release(&out);
    return code;
}

/* What else is told of each curve, and of several together. */
static enum assay_code look_further(const struct work *work,
                                    const struct assay_overopt_wish *wish,
                                    const struct assay_overopt_told *told,
                                    struct assay_findings *of,
                                    struct assay_findings *across)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < told->count; i++) {
        assay_findings_init(&of[i], work->arena);
        code = assay_overopt_onset(&told->study[i], told->how, wish, &of[i], work->err);
        assay_overopt_drift(&told->study[i], &work->loaded->trend, told->how, &of[i]);
        assay_overopt_draws(&told->study[i], told->how, &of[i]);
        assay_overopt_direct(&told->study[i], &of[i]);
    }
    assay_findings_init(across, work->arena);
    assay_overopt_history(told, across);
    return code ? code : assay_overopt_scaling(told, wish, across, work->err);
}

/* "125M", "3B": sizes to be predicted. */
static enum assay_code read_sizes(const struct assay_option_list *words, double *out,
                                  struct assay_error *err)
{
    if (words->count > ASSAY_OVEROPT_PREDICT_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "--predict: more than %d sizes",
                          ASSAY_OVEROPT_PREDICT_MAX);
    for (size_t i = 0; i < words->count; i++)
        if (!assay_trend_size(assay_str_of(words->at[i]), &out[i]) || !(out[i] > 0.0))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--predict %s: expected a size above 0, as 125M or 3B",
                              words->at[i]);
    return ASSAY_OK;
}

static enum assay_code measure(const struct work *work)
{
    const struct overopt *overopt = work->overopt;
    const struct assay_overopt_loaded *loaded = work->loaded;
    const struct assay_overopt_how how = {
        .level = overopt->level,
        .replicates = overopt->replicates,
        .seed = overopt->seed,
        .jobs = overopt->jobs ? overopt->jobs : assay_parallel_processors(),
        .form = (enum assay_overopt_form)overopt->form};
    const size_t count = loaded->curves.count;
    struct assay_overopt_study *study =
        assay_arena_new(work->arena, count, sizeof(*study));
    double sizes[ASSAY_OVEROPT_PREDICT_MAX];
    const struct assay_overopt_wish wish = {.false_alarm = overopt->false_alarm,
                                            .predict = sizes,
                                            .predict_word = overopt->predict.at,
                                            .predictions = overopt->predict.count};
    struct assay_findings *of = assay_arena_new(work->arena, count, sizeof(*of));
    struct assay_findings across;
    const struct assay_overopt_told told = {
        .of = of,
        .across = &across,
        .suite = loaded->name,
        .version = loaded->version,
        .title = loaded->title,
        .citation = loaded->citation,
        .target = loaded->target,
        .how = &how,
        .study = study,
        .count = count,
        .proxy = loaded->proxy,
        .centre = strcmp(overopt->centre, "sft") == 0 ? ASSAY_STR("those at d = 0")
                                                      : assay_str_of(overopt->centre),
        .note = loaded->note,
        .notes = loaded->notes,
    };
    enum assay_code code = read_sizes(&overopt->predict, sizes, work->err);

    for (size_t i = 0; !code && i < count; i++)
        code = assay_overopt_study(&loaded->curves.at[i], &how, work->arena, &study[i],
                                   work->err);
    if (!code)
        code = look_further(work, &wish, &told, of, &across);
    return code ? code : tell(work, &told);
}

/* A number of the command line; word: what else it may be, or NULL. */
static enum assay_code read_number(const char *option, const char *text, const char *word,
                                   double *out, struct assay_error *err)
{
    *out = (double)NAN;
    if (!text || (word && strcmp(text, word) == 0) ||
        assay_str_number(assay_str_of(text), out))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "--%s %s: expected a number%s%s", option, text,
                      word ? " or " : "", word ? word : "");
}

/* KL of responses, told and stored. */
static enum assay_code tell_kl(const struct work *work, const struct assay_kl_log *log,
                               const struct assay_kl_asked *asked)
{
    struct assay_result result;
    const struct assay_result *const results[] = {&result};
    struct assay_buf out = {0};
    enum assay_code code;

    assay_kl_log_result(log, asked, work->arena, &result);
    if (work->overopt->json)
        assay_json_write(assay_results_node(results, 1, work->arena), true, &out);
    else
        assay_overopt_tell_kl(log, work->overopt->format, work->arena, &out);
    code = assay_cli_print(assay_buf_view(&out), work->err);
    if (!code && work->overopt->output)
        code = store(work, &log->sources, results, 1);
    assay_buf_release(&out);
    return code;
}

static enum assay_code run_kl(const struct work *work, const struct assay_words *operands)
{
    const char *words = work->overopt->log_probs;
    const size_t comma = assay_str_find(assay_str_of(words), ASSAY_STR(","));
    const struct assay_kl_asked asked = {
        .path = (const char *const *)operands->at,
        .paths = operands->count,
        .policy = assay_arena_printf(work->arena, "%.*s", (int)comma, words),
        .reference = words[comma] ? words + comma + 1 : "",
        .clamp = work->overopt->clamp};
    struct assay_kl_log log;
    enum assay_code code;

    if (!asked.policy[0] || !asked.reference[0] || asked.paths == 0)
        return assay_fail(work->err, ASSAY_EUSAGE,
                          "--log-probs %s: expected two names of lists, as "
                          "policy_logprobs,ref_logprobs, and files",
                          words);
    code = assay_kl_log_read(&asked, work->arena, &log, work->err);
    return code ? code : tell_kl(work, &log, &asked);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct overopt *overopt = state;
    struct assay_overopt_sought sought = {
        .suite = overopt->suite,
        .data_dir = overopt->data_dir,
        .log = overopt->log,
        .columns = overopt->columns,
        .repeats = overopt->repeats,
        .jobs = overopt->jobs ? overopt->jobs : assay_parallel_processors(),
        .asked = {.unit = (enum assay_overopt_unit)overopt->unit,
                  .has_base = overopt->baseline != NULL,
                  .se = overopt->se,
                  .weight = overopt->weight},
        .operands = operands,
    };
    struct assay_arena arena = {0};
    struct assay_overopt_loaded loaded = {0};
    char started[ASSAY_CLOCK_TEXT];
    struct work work = {overopt, &loaded, started, {0}, &arena, err, operands};
    enum assay_code code =
        read_number("baseline", overopt->baseline, NULL, &sought.asked.base, err);

    assay_clock_text(started);
    if (!code)
        code = read_number("centre", overopt->centre, "sft", &sought.asked.centre, err);
    if (!code)
        code = assay_figure_files_wish(
            &overopt->figures,
            overopt->output ? NULL : "name its directory with --output", &work.wish, err);
    if (!code)
        code = overopt->log_probs ? run_kl(&work, operands)
                                  : assay_overopt_load(&sought, &arena, &loaded, err);
    if (!code && !overopt->log_probs)
        code = measure(&work);
    assay_overopt_loaded_release(&loaded);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_overopt = {
    .name = "overopt",
    .summary = "tell whether more optimisation against a proxy still buys gold",
    .usage = "[options] FILE... | RUN...",
    .about =
        "Rows of training runs (step, KL or d, proxy, gold, and what tells runs apart), "
        "trainers'\n"
        "logs, samples (--suite samples:FILE) or runs of assay bon become curves of gold "
        "against d = sqrt(KL), a "
        "configuration\n"
        "each. Of each: fits of R = d (alpha - beta d) and R = d (alpha - beta log d) "
        "with their\n"
        "peak, and in words whether gold turned, with intervals over seeds, runs, "
        "prompts "
        "or points.\n",
    .options = options,
    .state_size = sizeof(struct overopt),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

/* assay distance: how far reward functions are apart, and what that costs. */
#include "harness/cli/command.h"
#include "harness/cli/distance.h"
#include "harness/cli/measuring.h"
#include "harness/core/clock.h"
#include "harness/run/distance_study.h"
#include "harness/run/transition_study.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define AT(field) offsetof(struct assay_distance_words, field)

/* Norms, then the forms of Pearson's correlation (distance_models.c reads them in this order). */
static const char *const metrics[] = {"jrange", "l1",   "l2",   "linf",   "w1",
                                      "w2",     "winf", "epic", "direct", NULL};
static const char *const normalisations[] = {"jrange", "l1",   "l2",   "linf", "w1",
                                             "w2",     "winf", "none", NULL};

static const char *const solvers[] = {"auto", "dense", "sparse", NULL};

static const struct assay_option options[] = {
    {.name = "suite",
     .help = "of runs of several suites: which",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(suite),
     .value = "SUITE",
     .optional = true},
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "section",
     .help = "of runs: only items of this section (subset), again for another",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(sections),
     .value = "NAME"},
    {.name = "weigh",
     .help = "of runs, what counts the same: all prompts, or all sections",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(weigh),
     .initial = "prompts",
     .choices = assay_distance_weigh_words},
    {.name = "no-gold",
     .help = "of runs: leave the labels out, which are a model called gold",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(no_gold)},
    {.name = "metric",
     .help = "of runs: a further distance, a norm or Pearson's epic or direct",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(metric),
     .initial = "jrange",
     .choices = metrics},
    {.name = "normalise",
     .help = "what that norm's rewards are divided by",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(normalise),
     .initial = "jrange",
     .choices = normalisations},
    {.name = "reward",
     .help = "of worlds and transitions: a reward as an expression, again for another",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(rewards),
     .value = "NAME=EXPRESSION"},
    {.name = "policy",
     .help = "of worlds: a policy in a file of its own, whose J is told",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(policies),
     .value = "NAME=FILE"},
    {.name = "starc",
     .help = "of worlds: a distance beside d_J, FORM-NORM-NORM as val-l2-l2, or all",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(starc),
     .value = "KIND"},
    {.name = "quotient",
     .help = "of worlds: least norm of all equivalent rewards: l1, l2, linf, w1, w2",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(quotient),
     .value = "NORM"},
    {.name = "reachable",
     .help = "of worlds: leave out states that no policy reaches",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(reachable)},
    {.name = "sweeps",
     .help =
         "of worlds: sweeps of value iteration until a reward's greedy policy is best",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(sweeps)},
    {.name = "blend",
     .help =
         "of worlds: what best policies for TASK + w AUX lose of TASK, w from -1 to 1",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(blend),
     .value = "TASK,AUX",
     .optional = true},
    {.name = "no-regret",
     .help = "of worlds: leave out regrets, which take most of the time of large ones",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(no_regret)},
    {.name = "solver",
     .help = "of worlds: factorise matrices, or iterate over what is not 0",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(solver),
     .initial = "auto",
     .choices = solvers},
    {.name = "column",
     .help = "of transitions: ROLE=NAME or reward:NAME=COLUMN, which column is what",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(columns),
     .value = "WORD"},
    {.name = "absorbing",
     .help = "of transitions: NAME=NUMBER, what a step after the end pays; else 0",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(absorbing),
     .value = "WORD"},
    {.name = "gamma",
     .help = "of transitions: discount, below 1",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(gamma),
     .initial = "0.99",
     .lo = 0,
     .hi = 1,
     .value = "X"},
    {.name = "ridge",
     .help = "of transitions: of the fit of V, relative to each feature's square",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(ridge),
     .initial = "0",
     .lo = 0,
     .hi = 1e6,
     .value = "X"},
    {.name = "products",
     .help = "of transitions: what keeps the noise of next states out",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(products),
     .initial = "auto",
     .choices = assay_transition_products},
    {.name = "epic",
     .help = "of transitions: EPIC too, of rewards that --reward gives",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(epic)},
    {.name = "coverage",
     .help = "what EPIC's transitions are: rows, or s, a and s' of different rows",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(coverage),
     .initial = "rows",
     .choices = assay_transition_coverages},
    {.name = "means",
     .help = "pairs of action and next state behind EPIC's mean rewards",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(means),
     .initial = "256",
     .lo = 1,
     .hi = ASSAY_TRANSITION_EPIC_MEANS,
     .value = "N"},
    ASSAY_LEVEL_OPTION(AT(level)),
    {.name = "replicates",
     .help = "bootstrap replicates behind intervals; 0: none",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(replicates),
     .initial = "1000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    ASSAY_SEED_OPTION(AT(seed)),
    ASSAY_THREADS_OPTION(AT(jobs)),
    ASSAY_TABLES_OPTIONS(AT(format), AT(json)),
    {.name = "output",
     .help = "store the result and its page in this directory, as a run",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(output),
     .value = "DIR",
     .optional = true},
    ASSAY_FIGURE_OPTIONS(AT(figures)),
    {0},
};

static const struct assay_distance_mode *const modes[] = {
#define MODE(symbol) &(symbol),
#include "harness/cli/distance_modes.def"
#undef MODE
};

enum {
    MODES = sizeof(modes) / sizeof(modes[0])
};

static enum assay_code refuse(const struct assay_words *operands,
                              struct assay_arena *arena, struct assay_error *err)
{
    const char *list = "";
    struct stat at;

    if (stat(operands->at[0], &at) != 0)
        return assay_fail(err, ASSAY_EIO, "%s: %s", operands->at[0], strerror(errno));
    for (size_t i = 0; i < MODES; i++)
        list =
            assay_arena_printf(arena, "%s%s%s", list, i ? ", or " : "", modes[i]->what);
    return assay_fail(err, ASSAY_EUSAGE, "%s: expected %s", operands->at[0], list);
}

static bool is_among(struct assay_str name, const char *const *names)
{
    for (; *names; names++)
        if (assay_str_equal(name, assay_str_of(*names)))
            return true;
    return false;
}

/* Refuses what was given and means nothing in a mode; kept are the others. */
static enum assay_code check_options(const struct assay_distance_call *call,
                                     const struct assay_distance_mode *mode,
                                     struct assay_node *kept, struct assay_error *err)
{
    static const char *const common[] = {"jobs",    "format", "json",     "output",
                                         "figures", "size",   "data-dir", NULL};
    struct assay_distance_words unsaid = {0};
    struct assay_node initial;
    const enum assay_code code = assay_options_parse(options, NULL, 0, &unsaid, err);

    if (code)
        return code;
    initial = assay_options_node(options, &unsaid, call->arena);
    for (size_t i = 0; i < assay_node_count(&initial); i++) {
        const struct assay_member *at = &initial.as.map.at[i];
        const struct assay_node *given = assay_node_find(&call->config, at->key);

        if (is_among(at->key, common) || is_among(at->key, mode->options))
            (void)assay_node_put_view(call->arena, kept, at->key, *given);
        else if (!assay_node_equal(given, &at->value))
            return assay_fail(err, ASSAY_EUSAGE, "--%.*s means nothing of %s",
                              ASSAY_STR_ARG(at->key), mode->what);
    }
    return ASSAY_OK;
}

static enum assay_code run_mode(struct assay_distance_call *call,
                                const struct assay_distance_mode *mode,
                                struct assay_error *err)
{
    struct assay_node *kept = assay_node_map(call->arena);
    const enum assay_code code = check_options(call, mode, kept, err);

    call->config = *kept;
    return code ? code : mode->run(call, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct assay_distance_words *words = state;
    struct assay_arena arena = {0};
    char started[ASSAY_CLOCK_TEXT];
    struct assay_distance_call call = {
        .words = words,
        .operands = operands,
        .config = assay_options_node(options, words, &arena),
        .started = started,
        .jobs = words->jobs ? words->jobs : assay_parallel_processors(),
        .arena = &arena,
    };
    const struct assay_distance_mode *mode = NULL;
    enum assay_code code;

    assay_clock_text(started);
    if (operands->count == 0 && !words->suite)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "nothing to measure: name runs, a world, an experiment or transitions");
    for (size_t i = 0; !mode && i < MODES; i++)
        mode = modes[i]->takes(&call) ? modes[i] : NULL;
    code = assay_figure_files_wish(
        &words->figures, words->output ? NULL : "name its directory with --output",
        &call.wish, err);
    if (!code)
        code = mode ? run_mode(&call, mode, err) : refuse(operands, &arena, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_distance = {
    .name = "distance",
    .summary = "tell how far reward functions are apart, and what that costs",
    .usage = "[options] RUN RUN... | WORLD | experiment FILE | transitions FILE...",
    .about =
        "Stored runs of one suite that scored several completions of every item are "
        "reward\n"
        "functions, and so are the suite's labels (gold). Of every two, a and b: d_J, "
        "the "
        "STARC\n"
        "distance that is at least what is lost by choosing with b under a, as a share "
        "of "
        "a's\n"
        "range; the worst-case regret, exactly; the regret of best-of-K selection, from "
        "lo to\n"
        "hi over equal scores; with intervals over resampled prompts.\n"
        "A world is a tabular decision process with two or more reward functions on it, "
        "a file\n"
        "(docs/WORLDS.md): the same of these, with every STARC distance, EPIC and DARD.\n"
        "Transitions are files of states, actions, next states and rewards: an estimate, "
        "with\n"
        "intervals, where no process is known.\n",
    .options = options,
    .state_size = sizeof(struct assay_distance_words),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

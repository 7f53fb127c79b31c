/* cmd_log.c - assay log: rollout logs, read, checked, joined, and made of what other tools wrote. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/rollout_rules.h"

#include <string.h>

static const struct assay_option options[] = {
    {.name = "alone",
     .help = "fill: write what signals say alone, a log to be joined with this one",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_log_options, alone)},
    {.name = "brief",
     .help = "fill: rewards of responses, without those of tokens and steps",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_log_options, brief)},
    {.name = "ckpt",
     .help = "cat: groups of this checkpoint; convert: the checkpoint of all groups",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, ckpt),
     .value = "NAME",
     .optional = true},
    {.name = "format",
     .help = "convert: the tool that wrote the file; found out without",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, format),
     .value = "NAME",
     .optional = true},
    {.name = "json",
     .help = "stat: all that was counted, as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_log_options, json)},
    {.name = "kind",
     .help = "cat: records of this kind (meta, group, ckpt or mdp)",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, kind),
     .value = "WORD",
     .optional = true},
    {.name = "limit",
     .help = "cat: at most so many records; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_log_options, limit),
     .initial = "0",
     .hi = 1e15},
    {.name = "model-option",
     .help = "fill: an option of all that --policy, --ref and --track name, or of the "
             "model called NAME; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, model_option),
     .value = "[NAME:]KEY=VALUE"},
    {.name = "need",
     .help =
         "stat: a field that a response has to have, tok.lp.policy; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, need),
     .value = "FIELD"},
    {.name = "noctx",
     .help = "fill: tok.lp.noctx, too: the policy's log-probabilities without the prompt",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct assay_log_options, noctx)},
    {.name = "output",
     .help = "where records go; without it to stdout",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, output),
     .value = "FILE",
     .optional = true},
    {.name = "policy",
     .help = "convert: the model that wrote the responses; fill: ADAPTER:TARGET of the "
             "policy, which tells tok.ids, tok.lp.policy, tok.H and tok.slp",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, policy),
     .value = "MODEL",
     .optional = true},
    {.name = "prm",
     .help = "fill: a process reward model, which tells steps.score.NAME (default "
             "prm); may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, prm),
     .value = "[NAME=]ADAPTER:TARGET"},
    {.name = "ref",
     .help = "fill: the reference model, which tells tok.lp.ref",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, ref),
     .value = "ADAPTER:TARGET",
     .optional = true},
    {.name = "run",
     .help = "cat: records of this run; convert: the run of all groups",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, run),
     .value = "NAME",
     .optional = true},
    {.name = "seed",
     .help = "stat: of the coins of --unparsable coin; recycle: of what is drawn",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct assay_log_options, seed),
     .initial = "0",
     .value = "N"},
    {.name = "set",
     .help = "fill: an option of the signals, KEY=VALUE; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, set),
     .value = "KEY=VALUE"},
    {.name = "signal",
     .help = "fill: a signal to compute (`assay signals`); may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, signal),
     .value = "NAME"},
    {.name = "suite",
     .help = "cat: groups of this suite; convert: the suite of all groups",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_log_options, suite),
     .value = "NAME",
     .optional = true},
    {.name = "ties",
     .help = "stat: what a tie counts as",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct assay_log_options, ties),
     .initial = "half",
     .choices = assay_rollout_tie_words,
     .value = "RULE"},
    {.name = "top",
     .help = "fill: likeliest tokens of each place that the policy tells, tok.topk; 0: "
             "none",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_log_options, top),
     .initial = "0",
     .value = "K",
     .hi = 1024},
    {.name = "track",
     .help = "fill: one more model, which tells tok.lp.NAME; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct assay_log_options, track),
     .value = "NAME=ADAPTER:TARGET"},
    {.name = "unparsable",
     .help = "stat: what a judgement without a verdict counts as",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct assay_log_options, unparsable),
     .initial = "exclude",
     .choices = assay_rollout_unparsable_words,
     .value = "RULE"},
    {.name = NULL}};

static const char *const actions[] = {"check", "stat",    "cat",    "join", "convert",
                                      "fill",  "recycle", "fields", NULL};

static const struct {
    assay_log_action *run;
    size_t least, most; /* files */
    const char *wants;
} table[] = {
    {assay_log_check, 1, ASSAY_COMMAND_OPERANDS, "name a log"},
    {assay_log_stat, 1, 1, "name one log"},
    {assay_log_cat, 1, ASSAY_COMMAND_OPERANDS, "name a log"},
    {assay_log_join, 2, 2, "name two logs"},
    {assay_log_convert, 1, 1, "name one file"},
    {assay_log_fill, 1, 1, "name one log"},
    {assay_log_recycle, 1, 1, "name one log"},
    {assay_log_fields, 0, 0, "takes no file"},
};

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    size_t count = 0;

    while (actions[count])
        count++;
    for (size_t i = 0; i < count; i++) {
        const size_t files = operands->count - 1;

        if (strcmp(operands->at[0], actions[i]) != 0)
            continue;
        if (files < table[i].least || files > table[i].most)
            return assay_fail(err, ASSAY_EUSAGE, "%s: %s", actions[i], table[i].wants);
        return table[i].run(state, operands->at + 1, files, err);
    }
    return assay_fail(
        err, ASSAY_EUSAGE,
        "no action \"%s\"; one of check, stat, cat, join, convert, fill, recycle, fields",
        operands->at[0]);
}

const struct assay_command assay_command_log = {
    .name = "log",
    .summary = "check, count, join, convert and fill rollout logs",
    .usage = "[options] check LOG... | stat LOG | cat LOG... | join LOG LOG | convert "
             "FILE | fill LOG | recycle LOG | fields",
    .about =
        "  check    every record and side file against the rules of docs/LOGS.md\n"
        "  stat     which fields how many records have, what judges said, and how many\n"
        "           responses have all fields that are needed\n"
        "  cat      records of logs behind one another, arrays of side files in place\n"
        "  join     what two logs say of each record, by (suite, id, ckpt) and the ids "
        "of\n"
        "           responses; where they say different things, nothing is written\n"
        "  convert  what TRL, OpenRLHF, verl, vLLM or lm-eval wrote, as a log, with "
        "what\n"
        "           was lost\n"
        "  fill     what live models say of the responses (tracks of tokens, scores of "
        "steps),\n"
        "           and what signals make of it, beside what the log says\n"
        "  recycle  checked responses as questions to a judge: point, pair, reflection\n"
        "  fields   every field of the format\n",
    .actions = actions,
    .options = options,
    .state_size = sizeof(struct assay_log_options),
    .operand_min = 1,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run,
};

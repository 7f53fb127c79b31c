/* rollout_schema.c - every field of a rollout log, a line each. */
#include "harness/core/rollout_schema.h"

#include "harness/core/rollout_rules.h"

#include <stdio.h>
#include <string.h>

const char *const assay_rollout_kind_words[] = {"meta", "group", "ckpt", "mdp", NULL};

static const char *const unit_words[] = {"nats", NULL};
static const char *const role_words[] = {"chosen", "rejected", "ref",    "tied",
                                         "anchor", "future",   "sample", NULL};
static const char *const judge_words[] = {"point",     "pair",   "list", "step",
                                          "principle", "region", "gap",  NULL};
static const char *const order_words[] = {"AB", "BA", NULL};
static const char *const vote_words[] = {"A", "B", "tie", NULL};

/* One value; one under each name; a map or maps with fields of their own. */
#define ONE(name, shape, claim, about)                                                   \
    {                                                                                    \
        name, ASSAY_ROLLOUT_##shape, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_##claim, false,    \
            NULL, NULL, about                                                            \
    }
#define NEEDED(name, shape, about)                                                       \
    {                                                                                    \
        name, ASSAY_ROLLOUT_##shape, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_FACT, true, NULL,  \
            NULL, about                                                                  \
    }
#define NAMED(name, shape, claim, about)                                                 \
    {                                                                                    \
        name, ASSAY_ROLLOUT_##shape, ASSAY_ROLLOUT_NAMED, ASSAY_ROLLOUT_##claim, false,  \
            NULL, NULL, about                                                            \
    }
#define WORD(name, words, claim, about)                                                  \
    {                                                                                    \
        name, ASSAY_ROLLOUT_WORD, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_##claim, false, NULL, \
            words, about                                                                 \
    }
#define INNER(name, shape, names, inner, about)                                          \
    {                                                                                    \
        name, ASSAY_ROLLOUT_##shape, ASSAY_ROLLOUT_##names, ASSAY_ROLLOUT_FACT, false,   \
            inner, NULL, about                                                           \
    }
#define KIND                                                                             \
    {                                                                                    \
        "k", ASSAY_ROLLOUT_WORD, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_FACT, true, NULL,      \
            assay_rollout_kind_words, "what the record is"                               \
    }
#define END                                                                              \
    {                                                                                    \
        NULL, ASSAY_ROLLOUT_TEXT, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_FACT, false, NULL,    \
            NULL, NULL                                                                   \
    }

static const struct assay_rollout_field file_fields[] = {
    NEEDED("sha256", SHA256, "of the side file"),
    ONE("shape", COUNTS, FACT,
        "rows and columns of its numbers; without it the file is one long array"),
    END};
static const struct assay_rollout_table file_table = {"a side file", file_fields};

static const struct assay_rollout_field meta_fields[] = {
    KIND,
    NEEDED("v", COUNT, "version of the format: 1"),
    ONE("run", NAME, FACT, "name of the run that records give as theirs"),
    ONE("policy", NAME, FACT, "the model that wrote the responses, NAME@REVISION"),
    ONE("ref", NAME, FACT, "the reference model"),
    ONE("tokenizer", NAME, FACT, "whose tokens are counted"),
    ONE("vocab", COUNT, FACT, "tokens that the tokenizer has"),
    ONE("loss", NAME, FACT, "what the run was trained by: dpo, grpo, ..."),
    ONE("beta", NUMBER, FACT, "weight of the KL penalty, or of DPO's margin"),
    ONE("size", NUMBER, FACT, "parameters of the policy"),
    WORD("units", unit_words, FACT, "of log-probabilities and entropies: nats"),
    WORD("unparsable", assay_rollout_unparsable_words, FACT,
         "rule by which logged rewards count judges' output without a verdict"),
    WORD("ties", assay_rollout_tie_words, FACT,
         "rule by which logged rewards count ties"),
    INNER("files", MAP, NAMED, &file_table, "side files by name, NAME.f32 or NAME.i32"),
    END};

static const struct assay_rollout_field gold_fields[] = {
    ONE("answer", ANY, TRUTH, "the right answer"),
    ONE("set", TEXTS, TRUTH, "the right options"),
    ONE("first_error", NUMBER, TRUTH,
        "the first wrong step, from 0; -1 where all are right"),
    ONE("text", TEXT, TRUTH, "a reference text"),
    ONE("tools", ANY, TRUTH, "the right tool calls"),
    ONE("box", NUMBERS, TRUTH, "the right region, x0 y0 x1 y1"),
    ONE("rank", RESPONSES, TRUTH, "responses, best first"),
    {"score", ASSAY_ROLLOUT_NUMBER, ASSAY_ROLLOUT_BY_RESPONSE, ASSAY_ROLLOUT_TRUTH, false,
     NULL, NULL, "how good a response is"},
    END};
static const struct assay_rollout_table gold_table = {"gold", gold_fields};

static const struct assay_rollout_field media_fields[] = {
    NEEDED("sha256", SHA256, "of the picture or film, which itself is elsewhere"),
    ONE("w", COUNT, FACT, "pixels"), ONE("h", COUNT, FACT, "pixels"),
    ONE("frames", COUNT, FACT, "of a film"), END};
static const struct assay_rollout_table media_table = {"media", media_fields};

static const struct assay_rollout_field last_fields[] = {
    ONE("z", COUNT, FACT, "the token"),
    ONE("policy", NUMBER, FACT, "its log-probability under the policy"),
    ONE("ref", NUMBER, FACT, "the same under the reference model"), END};
static const struct assay_rollout_table last_table = {"tok.last", last_fields};

static const struct assay_rollout_field token_fields[] = {
    ONE("ids", TOKEN_IDS, FACT, "the tokens"),
    NAMED("lp", TOKENS, FACT,
          "log-probabilities by model or prompt: policy, ref, old, dpo, rdpo, rm, noctx, "
          "better, worse"),
    INNER("last", MAP, ONE, &last_table, "one token more behind the response"),
    ONE("H", TOKENS, FACT, "entropy of the distribution"),
    ONE("slp", TOKENS, FACT, "sum of the log-probabilities of the whole vocabulary"),
    ONE("topk", TOKEN_LISTS, FACT, "the likeliest tokens"),
    NAMED("top", TOKEN_LISTS, FACT,
          "the same by model, where several are held together: dpo, rdpo"),
    {"value", ASSAY_ROLLOUT_TOKENS, ASSAY_ROLLOUT_EITHER, ASSAY_ROLLOUT_SIGNAL, false,
     NULL, NULL, "values or rewards of tokens"},
    NAMED("aux", TOKENS, FACT, "other numbers: flow, ..."),
    END};
static const struct assay_rollout_table token_table = {"tok", token_fields};

static const struct assay_rollout_field step_fields[] = {
    ONE("end", STEP_ENDS, FACT, "the token behind each step's last one"),
    ONE("text", STEP_TEXTS, FACT, "texts of the steps"),
    NAMED("score", STEPS, PREDICTION, "a process reward model's scores"),
    NAMED("prefix", NUMBERS, PREDICTION, "scores of prefixes: prm@8, one every 8 tokens"),
    NAMED("reward", STEPS, SIGNAL, "rewards of steps"),
    ONE("label", STEPS, TRUTH, "what a step is: 1 right, 0 neutral, -1 wrong"),
    ONE("votes", STEP_LISTS, PREDICTION, "votes of several judges or samples on a step"),
    ONE("exec", STEPS, FACT, "whether a step's code ran"),
    ONE("obs", STEP_MAPS, FACT, "what was observed, any fields"),
    ONE("factors", STEP_LISTS, FACT, "vectors of latent factors"),
    END};
static const struct assay_rollout_table step_table = {"steps", step_fields};

static const struct assay_rollout_field turn_fields[] = {
    ONE("role", NAME, FACT, "who speaks"),
    ONE("content", TEXT, FACT, "what is said"),
    ONE("score", NUMBER, PREDICTION, "of the turn"),
    ONE("attempt", COUNT, FACT, "which attempt at the answer it is"),
    ONE("correct", FLAG, TRUTH, "whether its answer is right"),
    END};
static const struct assay_rollout_table turn_table = {"a turn", turn_fields};

static const struct assay_rollout_field cut_fields[] = {
    ONE("budget", COUNT, FACT, "tokens of thought before it was cut"),
    ONE("answer", TEXT, FACT, "the answer then given"),
    ONE("correct", FLAG, TRUTH, "whether it is right"), END};
static const struct assay_rollout_table cut_table = {"trunc", cut_fields};

static const struct assay_rollout_field follow_fields[] = {
    ONE("pos", NUMBERS, FACT, "log-likelihoods of follow-ups that praise"),
    ONE("neg", NUMBERS, FACT, "the same of those that complain"),
    ONE("pos_logit", NUMBERS, FACT, "their logits before any softmax, of pos"),
    ONE("neg_logit", NUMBERS, FACT, "of neg"), END};
static const struct assay_rollout_table follow_table = {"fu", follow_fields};

static const struct assay_rollout_field other_fields[] = {
    ONE("answer", TEXT, FACT, "the answer"),
    ONE("correct", FLAG, TRUTH, "whether it is right"), END};
static const struct assay_rollout_table other_table = {"alt", other_fields};

static const struct assay_rollout_field tree_fields[] = {
    NEEDED("node", NAME, "of the search tree that the response ends in"),
    ONE("parent", NAME, FACT, "the node above it"), END};
static const struct assay_rollout_table tree_table = {"tree", tree_fields};

static const struct assay_rollout_field response_fields[] = {
    NEEDED("id", NAME, "of the response, its own in the group"),
    WORD("role", role_words, FACT, "what it is in its group"),
    ONE("src", NAME, FACT, "who wrote it, where not the policy"),
    ONE("text", TEXT, FACT, "the response"),
    ONE("n_tok", COUNT, FACT, "its tokens"),
    ONE("time", NUMBER, FACT, "seconds that it took"),
    ONE("finish", NAME, FACT, "why it ended: stop, length, ..."),
    ONE("answer", TEXT, FACT, "the final answer in it"),
    ONE("correct", FLAG, TRUTH, "whether that is right"),
    ONE("format", FLAG, FACT, "whether it has the form asked for"),
    NAMED("labels", NUMBER, TRUTH, "people's ratings by dimension"),
    NAMED("reward", NUMBER, SIGNAL, "rewards by who gave them"),
    ONE("ref_rewards", NUMBERS, PREDICTION, "rewards of reference responses"),
    ONE("kl", NUMBER, FACT, "KL of the sequence from the reference model"),
    INNER("tok", MAP, ONE, &token_table, "what is known of every token"),
    INNER("steps", MAP, ONE, &step_table, "what is known of every step"),
    INNER("turns", MAPS, ONE, &turn_table, "turns of a conversation"),
    INNER("trunc", MAPS, ONE, &cut_table, "answers after a cut thought"),
    INNER("fu", MAP, NAMED, &follow_table, "follow-ups by dimension"),
    NAMED("ans_lp", NUMBERS, FACT,
          "log-probabilities of the answer's tokens: cot, nocot"),
    INNER("alt", MAP, ONE, &other_table, "the answer under another prompt"),
    ONE("emb", VECTOR, FACT, "embedding"),
    ONE("hid", ARRAY, FACT, "hidden states"),
    INNER("tree", MAP, ONE, &tree_table, "place in a search tree"),
    END};
const struct assay_rollout_table assay_rollout_response_table = {"a response",
                                                                 response_fields};

static const struct assay_rollout_field judge_fields[] = {
    NEEDED("j", NAME, "the judge, NAME@REVISION"),
    ONE("ckpt", NAME, FACT, "the judge's own checkpoint"),
    {"kind", ASSAY_ROLLOUT_WORD, ASSAY_ROLLOUT_ONE, ASSAY_ROLLOUT_FACT, true, NULL,
     judge_words, "what was asked"},
    ONE("resp", RESPONSE, FACT, "the response that is judged, A of a pair"),
    ONE("vs", RESPONSE, FACT, "B of a pair"),
    WORD("order", order_words, FACT, "in which the pair was shown"),
    ONE("k", COUNT, FACT, "which sample of the judge's it is, or which step"),
    WORD("vote", vote_words, PREDICTION, "which of the pair is better"),
    ONE("p", SHARE, PREDICTION, "probability that A is better"),
    ONE("score", NUMBER, PREDICTION, "of the response, or of the gap"),
    {"scores", ASSAY_ROLLOUT_NUMBER, ASSAY_ROLLOUT_BY_RESPONSE, ASSAY_ROLLOUT_PREDICTION,
     false, NULL, NULL, "of several responses"},
    ONE("rank", RESPONSES, PREDICTION, "responses, best first"),
    ONE("meta", NUMBER, PREDICTION, "what a judge of judges gives the judgement"),
    ONE("tools", ANY, FACT, "tools that it used"),
    ONE("bbox", NUMBERS, PREDICTION, "region, x0 y0 x1 y1"),
    ONE("text", TEXT, FACT, "its output as it stands"),
    NEEDED("ok", FLAG, "whether a verdict was found in the output"),
    END};
static const struct assay_rollout_table judge_table = {"a judge", judge_fields};

static const struct assay_rollout_field preference_fields[] = {
    NEEDED("a", RESPONSE, "one response"),
    NEEDED("b", RESPONSE, "another one"),
    ONE("wins", NUMBER, PREDICTION, "votes for a; a tie may be half of one"),
    ONE("n", COUNT, FACT, "votes"),
    ONE("src", NAME, FACT, "who voted: human, ..."),
    END};
static const struct assay_rollout_table preference_table = {"a preference",
                                                            preference_fields};

static const struct assay_rollout_field group_fields[] = {
    KIND,
    NEEDED("id", NAME, "of the prompt in its suite"),
    ONE("suite", NAME, FACT, "the suite that it is of"),
    ONE("subset", NAME, FACT, "part of the suite"),
    ONE("split", NAME, FACT, "train, test, ..."),
    ONE("run", NAME, FACT, "the run, as its meta record says"),
    ONE("ckpt", NAME, FACT, "checkpoint of the policy"),
    ONE("step", COUNT, FACT, "step of the training"),
    ONE("epoch", NUMBER, FACT, "epoch of the training"),
    ONE("prompt", MESSAGES, FACT, "what was asked"),
    ONE("principle", TEXT, FACT, "what counts as better"),
    ONE("variant", NAME, FACT, "which wording of the prompt"),
    ONE("pair_id", NAME, FACT, "the group that words it otherwise"),
    ONE("diff", NUMBER, FACT, "difficulty"),
    INNER("media", MAPS, ONE, &media_table, "pictures and films by hash"),
    INNER("gold", MAP, ONE, &gold_table, "what is right"),
    INNER("responses", MAPS, ONE, &assay_rollout_response_table, "the responses"),
    INNER("judges", MAPS, ONE, &judge_table, "what judges said of them"),
    INNER("prefs", MAPS, ONE, &preference_table, "votes on pairs of them"),
    END};

static const struct assay_rollout_field checkpoint_fields[] = {
    KIND,
    ONE("run", NAME, FACT, "the run, as its meta record says"),
    NEEDED("step", COUNT, "step of the training"),
    ONE("epoch", NUMBER, FACT, "epoch of the training"),
    ONE("kl", NUMBER, FACT, "mean KL of sequences from the reference model"),
    ONE("entropy", NUMBER, FACT, "mean entropy of tokens"),
    ONE("len", NUMBER, FACT, "mean tokens of a response"),
    ONE("proxy", NUMBER, PREDICTION, "mean reward that was trained on"),
    ONE("gold", NUMBER, TRUTH, "mean of what is meant"),
    ONE("winrate", SHARE, PREDICTION, "share won against a baseline"),
    ONE("acc", SHARE, TRUTH, "share of right answers"),
    NAMED("passk", SHARE, TRUTH, "pass@k by k"),
    NAMED("w", NUMBER, FACT, "weights that the trainer adapts"),
    END};

static const struct assay_rollout_field process_fields[] = {
    KIND,
    NEEDED("id", NAME, "of the process"),
    NEEDED("nS", COUNT, "states"),
    NEEDED("nA", COUNT, "actions"),
    ONE("gamma", SHARE, FACT, "discount"),
    ONE("mu0", NUMBERS, FACT, "distribution of the first state, nS numbers"),
    ONE("P", ENTRIES, FACT, "probabilities above 0 of (state, action, next state)"),
    NAMED("R", ENTRIES, FACT, "reward functions: what is not 0"),
    END};

const struct assay_rollout_table assay_rollout_tables[ASSAY_ROLLOUT_KINDS] = {
    [ASSAY_ROLLOUT_META] = {"a meta record", meta_fields},
    [ASSAY_ROLLOUT_GROUP] = {"a group", group_fields},
    [ASSAY_ROLLOUT_CKPT] = {"a ckpt record", checkpoint_fields},
    [ASSAY_ROLLOUT_MDP] = {"an mdp record", process_fields},
};

const struct assay_rollout_field *assay_rollout_field_find(
    const struct assay_rollout_table *table, struct assay_str name)
{
    for (const struct assay_rollout_field *field = table->fields; field->name; field++)
        if (assay_str_equal(name, assay_str_of(field->name)))
            return field;
    return NULL;
}

/* Cuts the first part of a path off. */
static struct assay_str cut_part(struct assay_str *path)
{
    const struct assay_str rest = *path;
    const size_t at = assay_str_find(rest, ASSAY_STR("."));
    const size_t skip = at < rest.len ? at + 1 : at;

    *path = (struct assay_str){rest.ptr + skip, rest.len - skip};
    return (struct assay_str){rest.ptr, at};
}

const struct assay_rollout_field *assay_rollout_field_at(
    const struct assay_rollout_table *table, struct assay_str path,
    struct assay_str *name)
{
    const struct assay_rollout_field *field = NULL;

    *name = (struct assay_str){NULL, 0};
    while (path.len > 0 && table) {
        field = assay_rollout_field_find(table, cut_part(&path));
        if (!field)
            return NULL;
        table = field->inner;
        if (field->names == ASSAY_ROLLOUT_ONE || path.len == 0)
            continue;
        /* A name may hold dots where nothing stands under it. */
        *name = table ? cut_part(&path) : path;
        if (!table)
            path.len = 0;
    }
    return path.len == 0 ? field : NULL;
}

enum {
    NEED_BYTES = 256 /* of a path, without what stands in brackets */
};

/* The path of a table behind "meta." and the like; all of it where its first part is no kind of record. */
static struct assay_str behind_kind(struct assay_str path, enum assay_rollout_kind kind)
{
    const struct assay_str word = assay_str_of(assay_rollout_kind_words[kind]);

    if (path.len <= word.len || path.ptr[word.len] != '.' ||
        !assay_str_starts(path, word))
        return path;
    return (struct assay_str){path.ptr + word.len + 1, path.len - word.len - 1};
}

const struct assay_rollout_field *assay_rollout_field_needed(struct assay_str path)
{
    static const char responses[] = "responses.";
    char plain[NEED_BYTES];
    struct assay_str own = {plain, 0}, name;
    bool inside = false;
    const struct assay_rollout_field *field = NULL;

    for (size_t i = 0; i < path.len && own.len < sizeof(plain); i++) {
        inside = path.ptr[i] == '[' || (inside && path.ptr[i] != ']');
        if (!inside && path.ptr[i] != ']')
            plain[own.len++] = path.ptr[i];
    }
    if (assay_str_starts(own, assay_str_of(responses)))
        own = (struct assay_str){own.ptr + sizeof(responses) - 1,
                                 own.len - (sizeof(responses) - 1)};
    field = assay_rollout_field_at(&assay_rollout_response_table, own, &name);
    for (size_t kind = 0; !field && kind < ASSAY_ROLLOUT_KINDS; kind++)
        field = assay_rollout_field_at(&assay_rollout_tables[kind],
                                       behind_kind(own, (enum assay_rollout_kind)kind),
                                       &name);
    return field;
}

static const char *const shape_words[] = {
    [ASSAY_ROLLOUT_TEXT] = "text",
    [ASSAY_ROLLOUT_NAME] = "text, not empty",
    [ASSAY_ROLLOUT_WORD] = "word",
    [ASSAY_ROLLOUT_NUMBER] = "number",
    [ASSAY_ROLLOUT_COUNT] = "whole number, 0 or above",
    [ASSAY_ROLLOUT_FLAG] = "0 or 1",
    [ASSAY_ROLLOUT_SHARE] = "number from 0 to 1",
    [ASSAY_ROLLOUT_SHA256] = "64 hexadecimal digits",
    [ASSAY_ROLLOUT_ANY] = "anything",
    [ASSAY_ROLLOUT_TEXTS] = "list of texts",
    [ASSAY_ROLLOUT_NUMBERS] = "list of numbers",
    [ASSAY_ROLLOUT_COUNTS] = "list of whole numbers",
    [ASSAY_ROLLOUT_VECTOR] = "list of numbers, or a row of a side file",
    [ASSAY_ROLLOUT_ARRAY] = "list of rows of numbers, or an array of a side file",
    [ASSAY_ROLLOUT_MESSAGES] = "text, or messages with role and content",
    [ASSAY_ROLLOUT_TOKENS] = "numbers, one a token",
    [ASSAY_ROLLOUT_TOKEN_IDS] = "whole numbers, one a token",
    [ASSAY_ROLLOUT_TOKEN_LISTS] = "lists of pairs (token, log-probability), one a token",
    [ASSAY_ROLLOUT_STEP_ENDS] = "whole numbers, rising to n_tok",
    [ASSAY_ROLLOUT_STEPS] = "numbers, one a step",
    [ASSAY_ROLLOUT_STEP_TEXTS] = "texts, one a step",
    [ASSAY_ROLLOUT_STEP_LISTS] = "lists of numbers, one a step",
    [ASSAY_ROLLOUT_STEP_MAPS] = "maps, one a step",
    [ASSAY_ROLLOUT_RESPONSE] = "id of a response",
    [ASSAY_ROLLOUT_RESPONSES] = "list of ids of responses",
    [ASSAY_ROLLOUT_ENTRIES] = "list of (state, action, next state, number)",
    [ASSAY_ROLLOUT_MAP] = "map",
    [ASSAY_ROLLOUT_MAPS] = "list of maps",
};

const char *assay_rollout_shape_words(enum assay_rollout_shape shape)
{
    return shape_words[shape];
}

static const char *const claim_words[] = {
    [ASSAY_ROLLOUT_FACT] = "",
    [ASSAY_ROLLOUT_TRUTH] = "truth",
    [ASSAY_ROLLOUT_PREDICTION] = "prediction",
    [ASSAY_ROLLOUT_SIGNAL] = "prediction, signals write here",
};

static const char *const names_words[] = {
    [ASSAY_ROLLOUT_ONE] = "",
    [ASSAY_ROLLOUT_NAMED] = ".NAME",
    [ASSAY_ROLLOUT_EITHER] = "[.NAME]",
    [ASSAY_ROLLOUT_BY_RESPONSE] = ".RESPONSE",
};

static void write_field(const char *above, const struct assay_rollout_field *field,
                        struct assay_buf *out)
{
    assay_buf_printf(out, "| `%s%s%s`%s | %s", above, field->name,
                     names_words[field->names], field->needed ? " (needed)" : "",
                     shape_words[field->shape]);
    for (size_t i = 0; field->words && field->words[i]; i++)
        assay_buf_printf(out, "%s `%s`", i ? "," : ":", field->words[i]);
    assay_buf_printf(out, " | %s | %s |\n", field->about, claim_words[field->claim]);
}

enum {
    LEVELS = 4,
    PREFIX_BYTES = 128
};

/* Fields in their order, each with what stands under it behind it. */
static void write_table(const struct assay_rollout_table *root, struct assay_buf *out)
{
    const struct assay_rollout_field *at[LEVELS] = {root->fields};
    size_t length[LEVELS] = {0}, level = 0;
    char above[PREFIX_BYTES] = "";

    for (;;) {
        const struct assay_rollout_field *field = at[level]++;

        above[length[level]] = '\0';
        if (!field->name && level == 0)
            return;
        if (!field->name) {
            level--;
            continue;
        }
        write_field(above, field, out);
        if (!field->inner || level + 1 == LEVELS)
            continue;
        (void)snprintf(above + length[level], sizeof(above) - length[level], "%s%s%s.",
                       field->name, field->shape == ASSAY_ROLLOUT_MAPS ? "[]" : "",
                       names_words[field->names]);
        level++;
        length[level] = strlen(above);
        at[level] = field->inner->fields;
    }
}

void assay_rollout_fields_write(struct assay_buf *out)
{
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++) {
        assay_buf_printf(out, "%s### %s\n\n| Field | Value | Meaning | Claim |\n",
                         i ? "\n" : "", assay_rollout_kind_words[i]);
        assay_buf_puts(out, "|---|---|---|---|\n");
        write_table(&assay_rollout_tables[i], out);
    }
}

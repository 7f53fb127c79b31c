/*
 * judge.c - a model that writes, asked which of two completions is better, or how good one is.
 *
 * The prompt is a Jinja template of yours, and one of the official parsers (harness/core/verdict.h)
 * reads what the judge writes. A parser of pairs gives preferences, in as many presentation orders as
 * the suite can use; one of ratings gives scores. With several votes a pair has the sign of their sum,
 * a completion their mean; votes without a verdict do not count, and where none has one the answer is
 * unparsable.
 *
 * Source: positions swapped, Zheng et al. 2023, arXiv:2306.05685, section 3.4; votes summed, Liu et
 *         al. 2025, arXiv:2504.02495, section 4.
 */
#include "adapters/adapter.h"
#include "adapters/dialogue.h"
#include "adapters/identity.h"
#include "adapters/inner.h"
#include "adapters/jinja.h"
#include "harness/core/digest.h"
#include "harness/core/document.h"
#include "harness/core/verdict.h"

#include <string.h>

enum {
    VOTES_MAX = 1024,
    SHORT_DIGEST = 16 /* hexadecimal digits of a prompt's digest that are told */
};

/* A prompt of the judge's: a file in Jinja. */
struct prompt {
    const char *path;
    struct assay_str source;
    const struct assay_jinja *jinja; /* NULL: none */
    char hex[ASSAY_DIGEST_HEX];
};

struct judge {
    /* options */
    struct prompt user, system;
    const char *verdict;
    size_t votes, top_k, max_tokens;
    double temperature, top_p;
    struct assay_option_list option;

    struct assay_inner writer;
    const struct assay_verdict_parser *parser;
    struct assay_sampling sampling;
    struct assay_arena *arena;
};

#define AT(field) offsetof(struct judge, field)

static const struct assay_option options[] = {
    {.name = "prompt",
     .help =
         "what the judge is asked, in Jinja: prompt, messages, and a, b or completion",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(user.path),
     .value = "FILE"},
    {.name = "system",
     .help = "its system message, in Jinja",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(system.path),
     .value = "FILE",
     .optional = true},
    {.name = "verdict",
     .help = "how its text is read: 'assay ls verdicts'",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(verdict),
     .initial = "rewardbench",
     .value = "NAME"},
    {.name = "votes",
     .help = "texts it writes for each question",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(votes),
     .initial = "1",
     .lo = 1,
     .hi = VOTES_MAX},
    {.name = "temperature",
     .help = "of its sampling; 0: the likeliest text",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(temperature),
     .initial = "0",
     .lo = 0,
     .hi = 100},
    {.name = "top_p",
     .help = "probability that its tokens are drawn from",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(top_p),
     .initial = "1",
     .lo = 0.000001,
     .hi = 1},
    {.name = "top_k",
     .help = "tokens that are drawn from; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(top_k),
     .initial = "0",
     .lo = 0,
     .hi = 1e9},
    {.name = "max_tokens",
     .help = "of one text",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(max_tokens),
     .initial = "2048",
     .lo = 1,
     .hi = 1e9},
    {.name = "option",
     .help = "an option of the model that writes",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(option),
     .value = "KEY=VALUE"},
    {0},
};

/* ---- opening ---- */

static enum assay_code read_prompt(struct prompt *prompt, struct assay_arena *arena,
                                   struct assay_error *err)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    struct assay_buf text = {0};
    enum assay_code code;

    if (!prompt->path)
        return ASSAY_OK;
    code = assay_document_read(prompt->path, ASSAY_JINJA_SOURCE_MAX, &text, err);
    if (!code && !assay_str_is_utf8(assay_buf_view(&text)))
        code = assay_fail(err, ASSAY_EDATA, "%s: not UTF-8", prompt->path);
    if (!code) {
        prompt->source = assay_arena_copy(arena, assay_buf_view(&text));
        assay_digest_of(prompt->source, digest);
        assay_digest_hex(digest, prompt->hex);
        code =
            assay_jinja_compile(prompt->source, prompt->path, arena, &prompt->jinja, err);
    }
    assay_buf_release(&text);
    return code;
}

static enum assay_code choose_parser(struct judge *judge, struct assay_error *err)
{
    const char *nearest;

    judge->parser = assay_verdict_find(assay_str_of(judge->verdict));
    if (judge->parser && judge->parser->sense != ASSAY_SENSE_PLACE)
        return ASSAY_OK;
    if (judge->parser)
        return assay_fail(
            err, ASSAY_EUSAGE,
            "verdict %s is of several completions at once: judge asks about pairs "
            "or single ones",
            judge->verdict);
    nearest = assay_verdict_nearest(judge->verdict);
    return assay_fail(err, ASSAY_EUSAGE, "no verdict \"%s\"%s%s%s", judge->verdict,
                      nearest ? "; did you mean " : "; see 'assay ls verdicts'",
                      nearest ? nearest : "", nearest ? "?" : "");
}

static enum assay_code open_writer(struct judge *judge,
                                   const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct assay_setting own = *setting;
    const struct assay_adapter *adapter;
    const char *target;
    enum assay_code code =
        assay_adapter_choose(setting->target, setting->arena, &adapter, &target, err);

    if (!code && !adapter->writes_text)
        code = assay_fail(err, ASSAY_EUSAGE, "%s writes no text", adapter->name);
    if (code)
        return code;
    judge->sampling = (struct assay_sampling){.temperature = judge->temperature,
                                              .top_p = judge->top_p,
                                              .top_k = judge->top_k,
                                              .max_tokens = judge->max_tokens,
                                              .seed = setting->seed};
    own.sampling = &judge->sampling;
    own.replay = NULL;
    return assay_inner_open(&judge->writer, setting->target, judge->option.at,
                            judge->option.count, &own, err);
}

static enum assay_code judge_open(void *state, const struct assay_setting *setting,
                                  struct assay_error *err)
{
    struct judge *judge = state;
    enum assay_code code = choose_parser(judge, err);

    judge->arena = setting->arena;
    if (!code)
        code = read_prompt(&judge->user, setting->arena, err);
    if (!code)
        code = read_prompt(&judge->system, setting->arena, err);
    return code ? code : open_writer(judge, setting, err);
}

static void judge_close(void *state)
{
    assay_inner_close(&((struct judge *)state)->writer);
}

static enum assay_code judge_identity(const void *state, const struct assay_hashes *known,
                                      struct assay_arena *arena,
                                      struct assay_identity *out, struct assay_error *err)
{
    const struct judge *judge = state;

    if (judge->temperature > 0.0)
        out->none = "texts that are drawn are others another time (temperature)";
    assay_identity_hash_text(arena, out->map, "prompt_sha256", judge->user.source);
    assay_identity_hash_text(arena, out->map, "system_sha256", judge->system.source);
    return assay_inner_identity(&judge->writer, "writer", known, arena, out, err);
}

static const char *judge_file(const void *state, const char *target, size_t i,
                              struct assay_arena *arena)
{
    const struct judge *judge = state;
    const struct assay_inner_given given = {target, judge->option.at,
                                            judge->option.count};
    const char *files[2];
    size_t n = 0;

    if (judge->user.path)
        files[n++] = judge->user.path;
    if (judge->system.path)
        files[n++] = judge->system.path;
    if (i < n)
        return files[i];
    i -= n;
    return assay_inner_file(&given, &i, arena);
}

static bool rates(const struct judge *judge)
{
    return judge->parser->sense == ASSAY_SENSE_RATING;
}

static enum assay_want judge_want(const void *state)
{
    return rates(state) ? ASSAY_WANT_SCORES : ASSAY_WANT_PREFERENCES;
}

static bool judge_note(const void *state, size_t i, struct assay_str *out)
{
    const struct judge *judge = state;
    const struct prompt *prompt = i == 0 ? &judge->user : &judge->system;

    if (i > 1 || !prompt->jinja)
        return false;
    *out = assay_str_of(assay_arena_printf(judge->arena, "judge: %s %s, SHA-256 %.*s...",
                                           i == 0 ? "prompt" : "system", prompt->path,
                                           SHORT_DIGEST, prompt->hex));
    return true;
}

/* ---- asking ---- */

/* What templates are told. Of a pair, a is shown first. */
static struct assay_node variables(const struct judge *judge,
                                   const struct assay_item *item, size_t k,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    const struct assay_str none = {"", 0};
    const struct assay_message *last =
        item->message_count ? &item->messages[item->message_count - 1] : NULL;

    assay_node_put(arena, map, "messages",
                   assay_dialogue_messages(assay_dialogue_of(item, NULL, arena), arena));
    assay_node_put(arena, map, "prompt", assay_node_of_text(last ? last->content : none));
    if (rates(judge)) {
        assay_node_put(arena, map, "completion",
                       assay_node_of_text(item->completions[k]));
        return *map;
    }
    assay_node_put(arena, map, "a",
                   assay_node_of_text(item->completions[k == 0 ? 0 : 1]));
    assay_node_put(arena, map, "b",
                   assay_node_of_text(item->completions[k == 0 ? 1 : 0]));
    return *map;
}

static enum assay_code render(const struct prompt *prompt, const struct assay_node *told,
                              const char *role, struct assay_arena *arena,
                              struct assay_message *out, struct assay_error *err)
{
    struct assay_arena own = {0};
    struct assay_buf text = {0};
    const enum assay_code code =
        assay_jinja_render(prompt->jinja, told, &own, &text, err);

    if (!code)
        *out = (struct assay_message){assay_str_of(role),
                                      assay_arena_copy(arena, assay_buf_view(&text))};
    assay_buf_release(&text);
    assay_arena_release(&own);
    return code;
}

/* The k-th question about an item, as an item of the writer's. */
static enum assay_code question(const struct judge *judge, const struct assay_item *item,
                                size_t k, struct assay_arena *arena,
                                struct assay_task *out, struct assay_error *err)
{
    const struct assay_node told = variables(judge, item, k, arena);
    struct assay_message *messages = assay_arena_new(arena, 2, sizeof(*messages));
    struct assay_item *asked = assay_arena_new(arena, 1, sizeof(*asked));
    enum assay_code code = ASSAY_OK;

    *asked = *item;
    asked->id =
        assay_str_of(assay_arena_printf(arena, "%.*s#%zu", ASSAY_STR_ARG(item->id), k));
    asked->messages = messages;
    asked->message_count = 0;
    if (judge->system.jinja)
        code = render(&judge->system, &told, "system", arena,
                      &messages[asked->message_count++], err);
    if (!code)
        code = render(&judge->user, &told, "user", arena,
                      &messages[asked->message_count++], err);
    *out = (struct assay_task){asked, judge->votes, ASSAY_WANT_TEXTS};
    return code;
}

/* ---- verdicts ---- */

/* One answer out of the texts of a question. */
static struct assay_answer decide(const struct judge *judge,
                                  const struct assay_answer *votes, size_t k)
{
    const struct assay_answer *failure = NULL;
    double sum = 0.0;
    size_t found = 0, written = 0;

    for (size_t i = 0; i < judge->votes; i++) {
        double value;

        if (votes[i].state != ASSAY_STATE_SCORED) {
            failure = failure ? failure : &votes[i];
            continue;
        }
        written++;
        if (judge->parser->parse(votes[i].text, &value)) {
            sum += value;
            found++;
        }
    }
    if (!found && !written && failure)
        return *failure;
    if (!found)
        return (struct assay_answer){.state = ASSAY_STATE_UNPARSABLE};
    if (rates(judge))
        return (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                     .value = sum / (double)found};
    sum = k == 0 ? sum : -sum;
    return (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                 .value = (double)((sum > 0.0) - (sum < 0.0))};
}

static bool can_be_asked(const struct judge *judge, const struct assay_task *task)
{
    const struct assay_item *item = task->item;

    return item->completion_count > 0 && item->completions[0].len > 0 &&
           (rates(judge) || item->completion_count == 2);
}

static enum assay_code answer_all(const void *self, const struct assay_task *tasks,
                                  size_t n, struct assay_arena *arena,
                                  struct assay_reply *replies, struct assay_error *err)
{
    const struct judge *judge = self;
    struct assay_inner_answers *given;
    struct assay_task *asked;
    size_t most = 0, count = 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < n; i++)
        most += tasks[i].wanted;
    asked = assay_arena_new(arena, most, sizeof(*asked));
    given = assay_arena_new(arena, most, sizeof(*given));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; !code && can_be_asked(judge, &tasks[i]) && k < tasks[i].wanted;
             k++)
            code = question(judge, tasks[i].item, k, arena, &asked[count++], err);
    if (!code)
        code = assay_inner_ask(&judge->writer, asked, count, arena, given, err);
    count = 0;
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_answer *answers =
            assay_arena_new(arena, tasks[i].wanted, sizeof(*answers));

        for (size_t k = 0; k < tasks[i].wanted; k++)
            answers[k] =
                can_be_asked(judge, &tasks[i])
                    ? decide(judge, given[count++].at, k)
                    : (struct assay_answer){.note = ASSAY_STR("no pair of texts")};
        replies[i] = (struct assay_reply){tasks[i], answers};
    }
    return code;
}

static enum assay_code judge_pull(const void *state, struct assay_work *work,
                                  struct assay_error *err)
{
    return assay_inner_pull(state, answer_all, work, err);
}

/* What the identity tells; texts of temperature 0 follow from no seed. */
static const char *const indifferent[] = {"prompt", "system", "option", "seed", NULL};

const struct assay_adapter assay_adapter_judge = {
    .name = "judge",
    .summary =
        "a model that writes, with a prompt of yours and an official verdict parser",
    .state_size = sizeof(struct judge),
    .options = options,
    .needs_target = true,
    .reads_text = true,
    .indifferent = indifferent,
    .open = judge_open,
    .identity = judge_identity,
    .file = judge_file,
    .want = judge_want,
    .pull = judge_pull,
    .note = judge_note,
    .close = judge_close,
};

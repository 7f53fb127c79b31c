/*
 * judge.c - a model that writes, asked which of two completions is better, or how good one is.
 *
 * The prompt is a Jinja template of yours, and one of the official parsers (harness/core/verdict.h)
 * reads what the judge writes, or the log-probabilities of verdict words are read where it would begin
 * (judge.h). A parser of pairs gives preferences, in as many presentation orders as the suite can use, and of a
 * suite of one order it is asked both ways all the same, as many list the right completion first; one of
 * ratings gives scores. With several votes a pair has the sign of their sum, a completion their mean; votes
 * without a verdict do not count, and where none has one the answer is unparsable. A second model may say
 * what each vote is worth, so that the best of them alone count.
 *
 * Source: positions swapped, Zheng et al. 2023, arXiv:2306.05685, section 3.4; votes summed, Liu et
 *         al. 2025, arXiv:2504.02495, section 4.
 */
#include "adapters/judge.h"
#include "adapters/identity.h"
#include "harness/core/digest.h"
#include "harness/core/document.h"

#include <string.h>
#include <sys/stat.h>

enum {
    VOTES_MAX = 1024,
    SHORT_DIGEST = 16 /* hexadecimal digits of a prompt's digest that are told */
};

#define AT(field) offsetof(struct assay_judge, field)

static const char *const positions[] = {"both", "drawn", "listed", NULL};

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
    {.name = "positions",
     .help = "of a pair, where the suite has one order: asked both ways, shown one "
             "way by the seed, or as the suite lists it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(positions),
     .initial = "both",
     .choices = positions},
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
    {.name = "word",
     .help = "instead of a verdict: a word whose log-probability is looked at; two that "
             "name the completions of a pair, or the numbers of a rating",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(word),
     .value = "TEXT"},
    {.name = "meta",
     .help = "a model that scores the votes",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(meta_model),
     .value = "ADAPTER[:TARGET]",
     .optional = true},
    {.name = "meta_option",
     .help = "an option of that model",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(meta_option),
     .value = "KEY=VALUE"},
    {.name = "keep",
     .help = "votes that count, those that meta scores highest; 0: half of them",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(keep),
     .initial = "0",
     .hi = VOTES_MAX},
    {.name = "option",
     .help = "an option of the model that writes",
     .type = ASSAY_OPTION_LIST,
     .offset = AT(option),
     .value = "KEY=VALUE"},
    {0},
};

/* ---- opening ---- */

static enum assay_code read_prompt(struct assay_judge_prompt *prompt,
                                   struct assay_arena *arena, struct assay_error *err)
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

/* By words: all texts of a question would begin alike, and nothing behind their first token is looked at. */
static enum assay_code choose_words(struct assay_judge *judge, struct assay_error *err)
{
    if (judge->votes > 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "votes=%zu: they all have the same probabilities of words",
                          judge->votes);
    judge->max_tokens = 1;
    return assay_judge_words(judge->word.at, judge->word.count, &judge->rule, err);
}

static enum assay_code choose_parser(struct assay_judge *judge, struct assay_error *err)
{
    const char *nearest;

    if (judge->word.count > 0)
        return choose_words(judge, err);
    if (judge->votes > 1 && !(judge->temperature > 0.0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "votes=%zu: with temperature=0 they are all the same text; say "
                          "--model-option temperature=1, or leave out votes",
                          judge->votes);
    judge->rule.parser = assay_verdict_find(assay_str_of(judge->verdict));
    if (judge->rule.parser && judge->rule.parser->sense != ASSAY_SENSE_PLACE) {
        judge->rule.rates = judge->rule.parser->sense == ASSAY_SENSE_RATING;
        return ASSAY_OK;
    }
    if (judge->rule.parser)
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

static enum assay_code open_writer(struct assay_judge *judge,
                                   const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct assay_setting own = *setting;
    const struct assay_adapter *adapter;
    const char *target;
    enum assay_code code =
        assay_adapter_choose(setting->target, setting->arena, &adapter, &target, err);

    if (!code && !adapter->writes_text)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "judge:%s: %s writes no text; a judge is a model that does, "
                          "judge:ADAPTER:TARGET of gguf, http or worker",
                          setting->target, adapter->name);
    if (code)
        return code;
    judge->sampling = (struct assay_sampling){.temperature = judge->temperature,
                                              .top_p = judge->top_p,
                                              .top_k = judge->top_k,
                                              .max_tokens = judge->max_tokens,
                                              .seed = setting->seed};
    for (size_t i = 0; i < judge->rule.word_count; i++)
        judge->sampling.word[i] = judge->rule.word[i];
    judge->sampling.word_count = judge->rule.word_count;
    own.sampling = &judge->sampling;
    judge->writer.by = "option=";
    own.replay = NULL;
    return assay_inner_open(&judge->writer, setting->target, judge->option.at,
                            judge->option.count, &own, err);
}

/* The model that scores votes. */
static enum assay_code open_meta(struct assay_judge *judge,
                                 const struct assay_setting *setting,
                                 struct assay_error *err)
{
    struct assay_setting own = *setting;
    enum assay_code code;

    if (!judge->meta_model)
        return judge->keep == 0
                   ? ASSAY_OK
                   : assay_fail(err, ASSAY_EUSAGE,
                                "keep=%zu needs meta=MODEL, which says which votes",
                                judge->keep);
    if (judge->keep > judge->votes)
        return assay_fail(err, ASSAY_EUSAGE, "keep=%zu: there are %zu votes (votes=N)",
                          judge->keep, judge->votes);
    judge->rule.keep = judge->keep > 0 ? judge->keep : (judge->votes + 1) / 2;
    own.replay = NULL;
    own.vectors = own.steps = false;
    judge->meta.by = "meta_option=";
    code = assay_inner_open(&judge->meta, judge->meta_model, judge->meta_option.at,
                            judge->meta_option.count, &own, err);
    if (!code && assay_inner_want(&judge->meta) != ASSAY_WANT_SCORES)
        code =
            assay_fail(err, ASSAY_EUSAGE, "meta=%s: gives no scores", judge->meta_model);
    return code;
}

static enum assay_code judge_open(void *state, const struct assay_setting *setting,
                                  struct assay_error *err)
{
    struct assay_judge *judge = state;
    enum assay_code code = choose_parser(judge, err);

    judge->arena = setting->arena;
    judge->orders = setting->orders;
    if (!code)
        code = read_prompt(&judge->user, setting->arena, err);
    if (!code)
        code = read_prompt(&judge->system, setting->arena, err);
    if (!code)
        code = open_writer(judge, setting, err);
    return code ? code : open_meta(judge, setting, err);
}

static const char *judge_idle(const void *state, const char *name)
{
    const struct assay_judge *judge = state;
    const bool drawn = judge->temperature > 0.0, words = judge->word.count > 0;

    if (strcmp(name, "meta_option") == 0 && !judge->meta_model)
        return "it is of the model that scores votes, and meta names none";
    if (judge->rule.rates && strcmp(name, "positions") == 0)
        return "completions are rated one by one, and no pair is shown";
    if (words && strcmp(name, "verdict") == 0)
        return "with word= the probabilities of words are looked at, and no text is read";
    if (!drawn && (strcmp(name, "top_p") == 0 || strcmp(name, "top_k") == 0))
        return "with temperature=0 a text is the likeliest one, and nothing is drawn";
    return NULL;
}

static void judge_close(void *state)
{
    struct assay_judge *judge = state;

    assay_inner_close(&judge->writer);
    assay_inner_close(&judge->meta);
}

/* True if pairs are decided and the suite has one order of them. */
static bool shows_one_order(const struct assay_judge *judge)
{
    return !judge->rule.rates && judge->orders == 1;
}

static enum assay_code judge_identity(const void *state, const struct assay_hashes *known,
                                      struct assay_arena *arena,
                                      struct assay_identity *out, struct assay_error *err)
{
    const struct assay_judge *judge = state;
    enum assay_code code;

    if (judge->temperature > 0.0)
        out->none = "texts that are drawn are others another time (temperature)";
    if (shows_one_order(judge) && judge->positions == ASSAY_JUDGE_DRAWN)
        assay_node_put(arena, out->map, "seed",
                       assay_node_of_string(assay_arena_printf(
                           arena, "%llu", (unsigned long long)judge->sampling.seed)));
    assay_identity_hash_text(arena, out->map, "prompt_sha256", judge->user.source);
    assay_identity_hash_text(arena, out->map, "system_sha256", judge->system.source);
    code = assay_inner_identity(&judge->writer, "writer", known, arena, out, err);
    if (!code && judge->meta.adapter)
        code = assay_inner_identity(&judge->meta, "meta", known, arena, out, err);
    return code;
}

static const char *judge_file(const void *state, const char *target, size_t i,
                              struct assay_arena *arena)
{
    const struct assay_judge *judge = state;
    const struct assay_inner_given given[] = {
        {target, judge->option.at, judge->option.count},
        {judge->meta_model, judge->meta_option.at, judge->meta_option.count}};
    const char *files[2], *found;
    size_t n = 0;

    if (judge->user.path)
        files[n++] = judge->user.path;
    if (judge->system.path)
        files[n++] = judge->system.path;
    if (i < n)
        return files[i];
    i -= n;
    found = assay_inner_file(&given[0], &i, arena);
    return found || !judge->meta_model ? found : assay_inner_file(&given[1], &i, arena);
}

/* Bytes of a prompt's file, as it is; 0 where it is not there. */
static size_t bytes_of(const char *path)
{
    struct stat status;

    return path && stat(path, &status) == 0 ? (size_t)status.st_size : 0;
}

/* Every vote reads its question, and who scores votes, that and all that may be written. */
static void judge_estimate(const void *state, const char *target,
                           const struct assay_load *load, struct assay_arena *arena,
                           struct assay_budget *budget)
{
    struct assay_judge judge = *(const struct assay_judge *)state;
    const struct assay_inner_given writer = {target, judge.option.at, judge.option.count};
    const struct assay_inner_given meta = {judge.meta_model, judge.meta_option.at,
                                           judge.meta_option.count};
    struct assay_error ignored; /* it is told when the judge is opened */
    struct assay_load votes = *load;
    size_t questions, times;

    if (choose_parser(&judge, &ignored))
        return;
    times = assay_judge_times(&judge, load->orders);
    questions = judge.rule.rates ? load->completions : load->items * times;
    votes.bytes = judge.rule.rates ? load->bytes : (load->bytes - load->prompt) * times;
    votes.bytes += questions * (bytes_of(judge.user.path) + bytes_of(judge.system.path));
    votes.bytes *= judge.votes;
    votes.texts = judge.votes * questions;
    votes.tokens = judge.max_tokens;
    assay_inner_estimate(&writer, &votes, arena, budget);
    if (!judge.meta_model)
        return;
    votes.items = questions;
    votes.completions = votes.texts;
    votes.bytes += votes.texts * votes.tokens * ASSAY_BUDGET_BYTES_A_TOKEN;
    votes.texts = votes.tokens = 0;
    assay_inner_estimate(&meta, &votes, arena, budget);
}

static void judge_facts(const void *state, struct assay_arena *arena,
                        struct assay_node *map)
{
    const struct assay_judge *judge = state;

    assay_inner_facts(&judge->writer, "writer", arena, map);
    assay_inner_facts(&judge->meta, "meta", arena, map);
}

static enum assay_want judge_want(const void *state)
{
    return ((const struct assay_judge *)state)->rule.rates ? ASSAY_WANT_SCORES
                                                           : ASSAY_WANT_PREFERENCES;
}

static const char *note_of_prompt(const struct assay_judge *judge, const char *what,
                                  const struct assay_judge_prompt *prompt)
{
    return assay_arena_printf(judge->arena, "judge: %s %s, SHA-256 %.*s...", what,
                              prompt->path, SHORT_DIGEST, prompt->hex);
}

static bool judge_note(const void *state, size_t i, struct assay_str *out)
{
    static const char *const shown[] = {
        "judge: each pair is asked both ways; what contradicts itself is a tie",
        "judge: each pair is shown one way, drawn by the seed",
        ("judge: each pair is shown as the suite lists it: who prefers what is shown "
         "first is right where the right one is listed first")};
    const struct assay_judge *judge = state;
    const char *note[3];
    size_t n = 0;

    if (judge->user.jinja)
        note[n++] = note_of_prompt(judge, "prompt", &judge->user);
    if (judge->system.jinja)
        note[n++] = note_of_prompt(judge, "system", &judge->system);
    if (shows_one_order(judge))
        note[n++] = shown[judge->positions];
    if (i < n)
        *out = assay_str_of(note[i]);
    return i < n;
}

/* What the identity tells, the seed too, where an order is drawn or the model that scores votes heeds it; texts of
   temperature 0 follow from none. */
static const char *const indifferent[] = {"prompt",      "system", "option", "meta",
                                          "meta_option", "seed",   NULL};

const struct assay_adapter assay_adapter_judge = {
    .name = "judge",
    .summary =
        "a model that writes, with a prompt of yours and an official verdict parser",
    .state_size = sizeof(struct assay_judge),
    .options = options,
    .needs_target = true,
    .target_is_model = true,
    .reads_text = true,
    .indifferent = indifferent,
    .estimate = judge_estimate,
    .open = judge_open,
    .idle = judge_idle,
    .identity = judge_identity,
    .file = judge_file,
    .want = judge_want,
    .pull = assay_judge_pull,
    .note = judge_note,
    .facts = judge_facts,
    .close = judge_close,
};

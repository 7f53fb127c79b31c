/*
 * http_handshake.c - who answers there, and does it answer a few known questions with scores?
 *
 * Before the first item: a server that squashes its scores, or gives the same one for everything, is
 * refused here rather than measured.
 */
#include "adapters/http_converse.h"

#include "adapters/reward.h"

#include <math.h>
#include <string.h>

enum {
    KNOWN = 6
};

/* One prompt and answers to it that nobody finds equally good. */
static const struct assay_message question = {{"user", 4},
                                              {"What is the capital of France?", 30}};
static const struct assay_str answers[KNOWN] = {
    {"The capital of France is Paris.", 31},
    {"Paris, on the Seine; it has been the capital since 987.", 55},
    {"I do not know.", 14},
    {"Lyon.", 5},
    {"France is a country in Europe, and bananas are yellow, yellow, yellow.", 70},
    {"!", 1},
};
static const struct assay_item known = {.id = {"handshake", 9},
                                        .messages = &question,
                                        .message_count = 1,
                                        .completions = answers,
                                        .completion_count = KNOWN,
                                        .file = ""};

/* ---- who they are ---- */

/* False where it answers nothing that it is asked, or there is nothing to ask. */
static bool tell_of(struct assay_http_line *line, struct assay_arena *arena,
                    struct assay_http_facts *facts)
{
    bool answered = false;

    for (const struct assay_http_probe *probe = line->http->dialect->probe; probe->path;
         probe++) {
        const struct assay_node *answer = assay_http_converse_get(line, probe->path);

        if (answer)
            probe->read(answer, arena, facts);
        answered = answered || answer;
    }
    return answered;
}

/* The token that the server's tokeniser puts in front of everything. */
static enum assay_code learn_bos(struct assay_http *http, struct assay_http_line *line,
                                 struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_http_query query = {
        .http = http, .input = ASSAY_HTTP_TEXT, .text = {"", 0}};
    const struct assay_node *answer, *first;
    struct assay_node *map;
    struct assay_buf body = {0};

    if (!http->dialect->one_bos || http->input != ASSAY_HTTP_TOKENS)
        return ASSAY_OK;
    map = assay_node_map(arena);
    http->dialect->write_tokenise(&query, true, arena, map);
    assay_jsonl_write(map, &body);
    answer =
        assay_http_converse_post(line, http->dialect->tokenise, assay_buf_view(&body));
    assay_buf_release(&body);
    first = assay_node_at(assay_node_get(answer, "tokens"), 0);
    if (!answer)
        return assay_fail(err, ASSAY_EMODEL, "%s%s: %s", line->url,
                          http->dialect->tokenise, line->why);
    http->bos = assay_node_is(first, ASSAY_NODE_INT) ? first->as.integer : -1;
    return ASSAY_OK;
}

static bool are_alike(const struct assay_http_facts *a, const struct assay_http_facts *b)
{
    return assay_str_equal(a->version, b->version) &&
           assay_str_equal(a->model, b->model) &&
           assay_str_equal(a->revision, b->revision) &&
           assay_str_equal(a->type, b->type) &&
           assay_str_equal(a->template, b->template) && assay_str_equal(a->bos, b->bos) &&
           assay_str_equal(a->eos, b->eos);
}

/* *first is the server that http->facts are of, NULL before one answered. */
static enum assay_code greet_one(struct assay_http *http, struct assay_http_line *line,
                                 const char **first, struct assay_arena *arena,
                                 struct assay_error *err)
{
    struct assay_http_facts facts = {0};

    if (!tell_of(line, arena, &facts)) {
        http->alike = false;
        return ASSAY_OK;
    }
    http->alike = http->alike && (!*first || are_alike(&facts, &http->facts));
    if (!*first) {
        *first = line->url;
        http->facts = facts;
        return learn_bos(http, line, arena, err);
    }
    if (facts.most > 0 && (http->facts.most == 0 || facts.most < http->facts.most))
        http->facts.most = facts.most;
    return facts.model.len == 0 || assay_str_equal(facts.model, http->facts.model)
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EMODEL, "%s serves %.*s, %s serves %.*s", *first,
                            ASSAY_STR_ARG(http->facts.model), line->url,
                            ASSAY_STR_ARG(facts.model));
}

enum assay_code assay_http_greet(struct assay_http *http, struct assay_arena *arena,
                                 struct assay_error *err)
{
    const char *first = NULL;
    enum assay_code code = ASSAY_OK;

    http->alike = true;
    for (size_t i = 0; !code && i < http->url_count; i++) {
        struct assay_http_line line;

        code = assay_http_converse_open(&line, http, http->url[i], err);
        if (!code)
            code = greet_one(http, &line, &first, arena, err);
        assay_http_converse_close(&line);
    }
    return code;
}

/* ---- what they answer ---- */

/* Every number within [0, 1] and the labels of each answer adding up to one. */
static bool is_softmax(const struct assay_http_row *row)
{
    double sum = 0.0;

    for (size_t i = 0; i < row->count; i++) {
        if (!(row->value[i] >= 0.0 && row->value[i] <= 1.0))
            return false;
        sum += row->value[i];
    }
    return row->count > 1 && fabs(sum - 1.0) < 1e-3;
}

bool assay_http_is_raw(const struct assay_http *http, double score)
{
    return http->api->gives != ASSAY_HTTP_LABELS || http->labels != 1 || score < 0.0 ||
           score > 1.0;
}

enum assay_code assay_http_check_scores(const struct assay_http *http, double least,
                                        double most, struct assay_error *err)
{
    static const char declare[] =
        "; if that is right, declare it with --model-option activation=none, sigmoid or "
        "softmax";

    if (http->activation != ASSAY_HTTP_UNKNOWN)
        return ASSAY_OK;
    if (least == most)
        return assay_fail(err, ASSAY_EMODEL, "the server gives %g for everything%s%s",
                          least, least == 1.0 ? ", as a softmax over one label does" : "",
                          declare);
    if (!assay_http_is_raw(http, least) && !assay_http_is_raw(http, most))
        return assay_fail(err, ASSAY_EMODEL,
                          "all scores of the server lie between 0 and 1, as a sigmoid's "
                          "do%s",
                          declare);
    return ASSAY_OK;
}

static enum assay_code check_rows(const struct assay_http *http,
                                  const struct assay_http_row *rows,
                                  struct assay_error *err)
{
    size_t softmax = 0;

    for (size_t i = 0; i < KNOWN; i++)
        softmax += is_softmax(&rows[i]);
    if (http->activation != ASSAY_HTTP_UNKNOWN || softmax < KNOWN ||
        http->api->gives != ASSAY_HTTP_LABELS)
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EMODEL,
        "the labels of every answer add up to 1, as a softmax's do; if that "
        "is right, declare it with --model-option activation=softmax");
}

/* Rows (KNOWN,) for the known answers. */
static enum assay_code ask_known(struct assay_http_line *line, struct assay_arena *arena,
                                 struct assay_http_row *rows, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t n;

    for (size_t i = 0; !code && i < KNOWN; i += n) {
        n = assay_http_at_once(line->http,
                               (struct assay_http_part){&known, i, KNOWN - i});
        code = assay_http_converse_ask(line, (struct assay_http_part){&known, i, n},
                                       arena, rows + i, err);
    }
    return code;
}

/* How many labels there are, and how they count. */
static enum assay_code learn_labels(struct assay_http *http,
                                    const struct assay_http_row *row,
                                    struct assay_arena *arena, struct assay_error *err)
{
    if (http->api->gives == ASSAY_HTTP_LOG_PROBS)
        return ASSAY_OK;
    if (http->api->gives == ASSAY_HTTP_HIDDEN && row->count != http->width)
        return assay_fail(err, ASSAY_EMODEL,
                          "the server's hidden states have %zu numbers, the head wants "
                          "%zu",
                          row->count, http->width);
    if (http->api->gives != ASSAY_HTTP_HIDDEN)
        http->labels = row->width;
    return assay_reward_weights(http->weight_words, http->labels, arena, &http->weight,
                                err);
}

static enum assay_code check_known(struct assay_http *http, const char *url,
                                   const struct assay_http_row *rows,
                                   struct assay_arena *arena, struct assay_error *err)
{
    double least = (double)INFINITY, most = -(double)INFINITY;
    enum assay_code code = check_rows(http, rows, err);

    for (size_t i = 0; !code && i < KNOWN; i++) {
        const struct assay_answer score = assay_http_score(http, &rows[i], arena);

        if (score.state != ASSAY_STATE_SCORED)
            return assay_fail(err, ASSAY_EMODEL, "%s: no score for \"%.*s\": %s%s%.*s",
                              url, ASSAY_STR_ARG(answers[i]),
                              assay_state_name(score.state), score.note.len ? ", " : "",
                              ASSAY_STR_ARG(score.note));
        least = fmin(least, score.value);
        most = fmax(most, score.value);
    }
    return code ? code : assay_http_check_scores(http, least, most, err);
}

/* A text of one token: that one comes is all that can be known of it. */
static enum assay_code shake_writer(struct assay_http *http, struct assay_http_line *line,
                                    struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_sampling *sampling = http->sampling;
    struct assay_sampling *brief = assay_arena_new(arena, 1, sizeof(*brief));
    struct assay_http_row row;
    enum assay_code code;

    *brief = *sampling;
    brief->max_tokens = 1;
    http->sampling = brief;
    code = assay_http_converse_ask(line, (struct assay_http_part){&known, 0, 1}, arena,
                                   &row, err);
    http->sampling = sampling;
    return code;
}

/* Scores of the known answers. */
static enum assay_code shake_scorer(struct assay_http *http, struct assay_http_line *line,
                                    bool first, struct assay_arena *arena,
                                    struct assay_error *err)
{
    struct assay_http_row rows[KNOWN];
    enum assay_code code = ask_known(line, arena, rows, err);

    if (!code && first)
        code = learn_labels(http, rows, arena, err);
    return code ? code : check_known(http, line->url, rows, arena, err);
}

static enum assay_code shake_one(struct assay_http *http, size_t number, bool first,
                                 struct assay_arena *arena, bool *unreached,
                                 struct assay_error *err)
{
    struct assay_http_line line;
    enum assay_code code = assay_http_converse_open(&line, http, http->url[number], err);

    if (!code)
        code = http->sampling ? shake_writer(http, &line, arena, err)
                              : shake_scorer(http, &line, first, arena, err);
    *unreached = line.unreached;
    assay_http_converse_close(&line);
    if (code && strstr(err->text, "status 404")) {
        const struct assay_error why = *err;

        return assay_fail(err, code, "%s; it was asked as a server of dialect=%s",
                          why.text, http->dialect->name);
    }
    return code;
}

/* Servers that are not there are left to the run, if another one is. */
enum assay_code assay_http_shake_hands(struct assay_http *http, struct assay_arena *arena,
                                       struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t answered = 0;

    for (size_t i = 0; i < http->url_count; i++) {
        bool unreached;

        code = shake_one(http, i, answered == 0, arena, &unreached, err);
        if (code && !unreached)
            return code;
        answered += !code;
    }
    return answered > 0 ? ASSAY_OK : code;
}

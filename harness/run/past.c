#include "harness/run/past.h"

#include "harness/core/file.h"
#include "harness/core/jsonl.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BLOCK = 1 << 18,
    GROUP_MAX = 1 << 20
};

/* A journal being read line by line. */
struct reader {
    const char *path, *plan;
    int fd;
    struct assay_buf text; /* read and not yet parsed, from at */
    size_t at;
    unsigned line;
    uint64_t offset;             /* in the file, behind the last line */
    uint64_t until;              /* bytes that are looked at */
    struct assay_past_line last; /* the one in hand */
    struct assay_jsonl *parser;
    struct assay_arena arena;
    struct assay_past *past;
};

static enum assay_code bad(const struct reader *in, const char *what,
                           struct assay_error *err)
{
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", in->path, in->line, what);
}

/* Drops what was parsed and reads on. got is 0 at the end of the file. */
static enum assay_code fill(struct reader *in, size_t *got, struct assay_error *err)
{
    enum assay_code code;

    in->text.len -= in->at;
    memmove(in->text.data, in->text.data + in->at, in->text.len);
    in->at = 0;
    if (in->text.len > ASSAY_JSONL_RECORD_BYTES) {
        in->line++;
        return bad(in, "a line longer than a record may be", err);
    }
    code = assay_file_read(in->fd, in->path,
                           assay_buf_room(&in->text, BLOCK + ASSAY_JSONL_PADDING), BLOCK,
                           got, err);
    if (!code)
        in->text.len += *got;
    return code;
}

/* The next whole line with its newline; an empty view at the end or before a torn line. */
static enum assay_code next_line(struct reader *in, struct assay_str *line,
                                 struct assay_error *err)
{
    enum assay_code code;
    size_t got = 1;

    *line = (struct assay_str){0};
    for (;;) {
        char *from = in->text.data + in->at;
        char *end =
            in->text.len > in->at ? memchr(from, '\n', in->text.len - in->at) : NULL;

        if (end) {
            *line = (struct assay_str){from, (size_t)(end - from) + 1};
            in->at += line->len;
            in->line++;
            return ASSAY_OK;
        }
        if (got == 0)
            return ASSAY_OK;
        code = fill(in, &got, err);
        if (code)
            return code;
    }
}

static enum assay_code parse(struct reader *in, struct assay_str line,
                             const struct assay_node **out, struct assay_error *err)
{
    char *copy;
    enum assay_code code;

    assay_arena_reset(&in->arena);
    copy = assay_arena_new(&in->arena, line.len + ASSAY_JSONL_PADDING, 1);
    memcpy(copy, line.ptr, line.len - 1);
    code = assay_jsonl_parse(
        in->parser, (struct assay_jsonl_text){copy, line.len - 1, in->path, in->line},
        &in->arena, out, err);
    if (!code && !assay_node_is(*out, ASSAY_NODE_MAP))
        return bad(in, "not an object", err);
    return code;
}

static enum assay_code check_header(const struct reader *in,
                                    const struct assay_node *node,
                                    struct assay_error *err)
{
    const struct assay_str version = assay_node_text(assay_node_get(node, "version"));

    if (!assay_str_equal(assay_node_text(assay_node_get(node, "format")),
                         ASSAY_STR("assay-items")))
        return bad(in, "format: not \"assay-items\"", err);
    if (!assay_str_starts(version, ASSAY_STR("1.")))
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: version: \"%.*s\", this program reads 1", in->path,
                          in->line, ASSAY_STR_ARG(version));
    if (!assay_str_equal(assay_node_text(assay_node_get(node, "plan")),
                         assay_str_of(in->plan)))
        return bad(in, "plan: answers to another plan than the one in run.json", err);
    return ASSAY_OK;
}

static struct assay_past_suite *suite_of(struct assay_past *past, struct assay_str name)
{
    const size_t known = past->suites.count;
    const uint32_t n = assay_names_add(&past->suites, name);

    if (n < known)
        return &past->at[n];
    past->at = assay_memory_resize(past->at, known + 1, sizeof(*past->at));
    past->at[n] = (struct assay_past_suite){0};
    past->at[n].first = assay_memory_new(1, sizeof(*past->at[n].first));
    past->at[n].line = assay_memory_new(1, sizeof(*past->at[n].line));
    past->at[n].first_cap = 1;
    return &past->at[n];
}

static void add_answer(struct assay_past_suite *suite, struct assay_answer answer)
{
    if (suite->answers == suite->answer_cap) {
        suite->answer_cap = assay_memory_grow(suite->answer_cap, suite->answers + 1);
        suite->answer =
            assay_memory_resize(suite->answer, suite->answer_cap, sizeof(*suite->answer));
    }
    suite->answer[suite->answers++] = answer;
}

/* The answer in one value and its state; false where the two do not fit together. */
static bool read_answer(const struct assay_node *value, const struct assay_node *state,
                        struct assay_answer *answer)
{
    *answer = (struct assay_answer){.state = ASSAY_STATE_SCORED};
    if (state && !assay_state_parse(assay_node_text(state), &answer->state))
        return false;
    if (answer->state == ASSAY_STATE_SCORED)
        return assay_node_number(value, &answer->value);
    return assay_node_is(value, ASSAY_NODE_NULL);
}

/* A line in the place of an earlier one of item n. */
static enum assay_code replace_item(const struct reader *in,
                                    struct assay_past_suite *suite, uint32_t n,
                                    const struct assay_node *node,
                                    struct assay_error *err)
{
    const struct assay_node *values = assay_node_get(node, "v");
    const struct assay_node *states = assay_node_get(node, "e");
    const size_t from = suite->first[n], count = suite->first[n + 1] - from;
    const struct assay_node *again = assay_node_get(node, "r");

    if (!assay_node_is(again, ASSAY_NODE_BOOL) || !again->as.truth)
        return bad(in, "an item is answered twice", err);
    if (assay_node_count(values) != count)
        return bad(in, "\"r\": not as many values as before", err);
    for (size_t i = 0; i < count; i++)
        if (!read_answer(assay_node_at(values, i), assay_node_at(states, i),
                         &suite->answer[from + i]))
            return bad(in, "\"v\" and \"e\" do not fit together", err);
    suite->line[n] = in->last;
    return ASSAY_OK;
}

static enum assay_code add_item(struct reader *in, const struct assay_node *node,
                                struct assay_error *err)
{
    const struct assay_node *name = assay_node_get(node, "s");
    const struct assay_node *id = assay_node_get(node, "i");
    const struct assay_node *values = assay_node_get(node, "v");
    const struct assay_node *states = assay_node_get(node, "e");
    struct assay_past_suite *suite;
    struct assay_answer answer;
    uint32_t n;

    if (!assay_node_is(name, ASSAY_NODE_TEXT) || !assay_node_is(id, ASSAY_NODE_TEXT))
        return bad(in, "\"s\" and \"i\" must be texts", err);
    if (assay_node_count(values) == 0)
        return bad(in, "\"v\" must be a list of values", err);
    suite = suite_of(in->past, name->as.text);
    n = assay_names_add(&suite->ids, id->as.text);
    if (n < suite->items)
        return replace_item(in, suite, n, node, err);
    for (size_t i = 0; i < assay_node_count(values); i++) {
        if (!read_answer(assay_node_at(values, i), assay_node_at(states, i), &answer))
            return bad(in, "\"v\" and \"e\" do not fit together", err);
        add_answer(suite, answer);
    }
    if (suite->ids.count == suite->first_cap) {
        suite->first_cap = assay_memory_grow(suite->first_cap, suite->ids.count + 1);
        suite->first =
            assay_memory_resize(suite->first, suite->first_cap, sizeof(*suite->first));
        suite->line =
            assay_memory_resize(suite->line, suite->first_cap, sizeof(*suite->line));
    }
    suite->line[suite->ids.count - 1] = in->last;
    suite->items = suite->ids.count;
    suite->first[suite->items] = suite->answers;
    return ASSAY_OK;
}

/* One line behind the header. Only lines that end a group move past->whole. */
static enum assay_code read_item(struct reader *in, struct assay_str line, size_t *left,
                                 struct assay_error *err)
{
    const struct assay_node *node, *group;
    enum assay_code code = parse(in, line, &node, err);

    if (code)
        return code;
    group = assay_node_get(node, "g");
    if (group && (*left > 0 || !assay_node_is(group, ASSAY_NODE_INT) ||
                  group->as.integer < 2 || group->as.integer > GROUP_MAX))
        return bad(in, "\"g\": a group begins inside another, or has no size", err);
    code = add_item(in, node, err);
    if (code)
        return code;
    if (group)
        *left = (size_t)group->as.integer;
    *left -= *left > 0;
    if (*left == 0)
        in->past->whole = in->offset;
    return ASSAY_OK;
}

/* left: lines of a group that are not there. */
static enum assay_code read_all(struct reader *in, size_t *left, struct assay_error *err)
{
    struct assay_str line;
    enum assay_code code;

    for (;;) {
        const struct assay_node *node;

        code = in->offset < in->until ? next_line(in, &line, err) : ASSAY_OK;
        if (code || in->offset >= in->until || line.len == 0)
            break;
        in->last = (struct assay_past_line){in->offset, line.len - 1, in->line};
        in->offset += line.len;
        if (in->line > 1) {
            code = read_item(in, line, left, err);
        } else {
            code = parse(in, line, &node, err);
            if (!code)
                code = check_header(in, node, err);
            in->past->whole = in->offset;
        }
        if (code)
            break;
    }
    return code;
}

/* What the first bytes of a journal hold, up to `until`. */
static enum assay_code read_until(const char *path, const char *plan, uint64_t until,
                                  struct assay_past *past, size_t *left,
                                  struct assay_error *err)
{
    struct reader in = {.path = path, .plan = plan, .until = until, .past = past};
    enum assay_code code;

    *past = (struct assay_past){0};
    *left = 0;
    code = assay_file_open(path, &in.fd, err);
    if (code)
        return code;
    in.parser = assay_jsonl_new();
    (void)assay_buf_room(&in.text, BLOCK);
    code = read_all(&in, left, err);
    assay_jsonl_free(in.parser);
    assay_arena_release(&in.arena);
    assay_buf_release(&in.text);
    (void)close(in.fd);
    return code;
}

enum assay_code assay_past_read(const char *path, const char *plan,
                                struct assay_past *past, struct assay_error *err)
{
    size_t left;
    enum assay_code code;

    *past = (struct assay_past){0};
    if (!assay_file_exists(path))
        return ASSAY_OK;
    code = read_until(path, plan, UINT64_MAX, past, &left, err);
    if (!code &&
        left > 0) { /* a group is torn: what it says is as if it were not there */
        const uint64_t whole = past->whole;

        assay_past_release(past);
        code = read_until(path, plan, whole, past, &left, err);
    }
    return code;
}

const struct assay_past_suite *assay_past_find(const struct assay_past *past,
                                               struct assay_str suite)
{
    uint32_t n;

    return assay_names_find(&past->suites, suite, &n) ? &past->at[n] : NULL;
}

const struct assay_answer *assay_past_answers(const struct assay_past_suite *suite,
                                              struct assay_str id, size_t *count)
{
    uint32_t n;

    if (!assay_names_find(&suite->ids, id, &n) || n >= suite->items)
        return NULL;
    *count = suite->first[n + 1] - suite->first[n];
    return suite->answer + suite->first[n];
}

bool assay_past_has_failed(const struct assay_answer *answers, size_t count)
{
    size_t i = 0;

    while (i < count && answers[i].state != ASSAY_STATE_FAILED &&
           answers[i].state != ASSAY_STATE_TIMED_OUT)
        i++;
    return i < count;
}

size_t assay_past_failures(const struct assay_past *past)
{
    size_t failures = 0;

    for (size_t k = 0; k < past->suites.count; k++) {
        const struct assay_past_suite *suite = &past->at[k];

        for (size_t i = 0; i < suite->items; i++)
            failures += assay_past_has_failed(suite->answer + suite->first[i],
                                              suite->first[i + 1] - suite->first[i]);
    }
    return failures;
}

bool assay_past_line(const struct assay_past_suite *suite, struct assay_str id,
                     struct assay_past_line *line)
{
    uint32_t n;

    if (!assay_names_find(&suite->ids, id, &n) || n >= suite->items)
        return false;
    *line = suite->line[n];
    return true;
}

void assay_past_release(struct assay_past *past)
{
    for (size_t i = 0; i < past->suites.count; i++) {
        assay_names_release(&past->at[i].ids);
        free(past->at[i].first);
        free(past->at[i].line);
        free(past->at[i].answer);
    }
    free(past->at);
    assay_names_release(&past->suites);
    *past = (struct assay_past){0};
}

/* judge_ask.c - from items to questions of a judge, and from its texts to answers. */
#include "adapters/dialogue.h"
#include "adapters/judge.h"

/* What templates are told. Of a pair, a is shown first. */
static struct assay_node variables(const struct assay_judge *judge,
                                   const struct assay_item *item, size_t k,
                                   struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    const struct assay_str none = {"", 0};
    const struct assay_message *last =
        item->message_count ? &item->messages[item->message_count - 1] : NULL;

    assay_node_put(arena, map, ASSAY_JINJA_STRICT, assay_node_of_bool(true));
    assay_node_put(arena, map, "messages",
                   assay_dialogue_messages(assay_dialogue_of(item, NULL, arena), arena));
    assay_node_put(arena, map, "prompt", assay_node_of_text(last ? last->content : none));
    if (judge->rule.rates) {
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

static enum assay_code render(const struct assay_judge_prompt *prompt,
                              const struct assay_node *told, const char *role,
                              struct assay_arena *arena, struct assay_message *out,
                              struct assay_error *err)
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

/* The question about an item that shows its completion k first, or rates it, as an item of the writer's. */
static enum assay_code question(const struct assay_judge *judge,
                                const struct assay_item *item, size_t k,
                                struct assay_arena *arena, struct assay_task *out,
                                struct assay_error *err)
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
    *out = (struct assay_task){
        .item = asked, .wanted = judge->votes, .want = ASSAY_WANT_TEXTS};
    return code;
}

/* ---- verdicts ---- */

/* The votes on a question as completions of it, for the model that scores them. */
static struct assay_task about_votes(const struct assay_judge *judge,
                                     const struct assay_task *asked,
                                     const struct assay_answer *votes,
                                     struct assay_arena *arena)
{
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    struct assay_str *text = assay_arena_new(arena, judge->votes, sizeof(*text));

    for (size_t i = 0; i < judge->votes; i++)
        text[i] = votes[i].text;
    *item = *asked->item;
    item->completions = text;
    item->completion_count = judge->votes;
    item->dimension_count = item->pair_count = item->covariate_count = 0;
    item->gold = assay_arena_new(arena, judge->votes, sizeof(*item->gold));
    return (struct assay_task){
        .item = item, .wanted = judge->votes, .want = ASSAY_WANT_SCORES};
}

/* Questions of the judge's, what it wrote, and what that is worth; .at is NULL where nobody says. */
struct questions {
    struct assay_task *asked; /* (count,) */
    struct assay_inner_answers *given, *worth;
    size_t count;
};

/* What the votes are worth; in arena. */
static enum assay_code score_votes(const struct assay_judge *judge,
                                   const struct questions *all, struct assay_arena *arena,
                                   struct assay_error *err)
{
    struct assay_task *tasks = assay_arena_new(arena, all->count, sizeof(*tasks));

    if (!judge->meta.adapter)
        return ASSAY_OK;
    for (size_t i = 0; i < all->count; i++)
        tasks[i] = about_votes(judge, &all->asked[i], all->given[i].at, arena);
    return assay_inner_ask(&judge->meta, tasks, all->count, arena, all->worth, err);
}

/* The answer that the votes on the question about place k of an item make. */
static struct assay_answer decide(const struct assay_judge *judge,
                                  const struct assay_answer *votes,
                                  const struct assay_answer *worth, size_t k)
{
    struct assay_answer answer =
        assay_judge_decide(&judge->rule, votes, worth, judge->votes);

    if (k > 0 && !judge->rule.rates)
        answer.value = 0.0 - answer.value; /* the other one was shown first; no -0 */
    return answer;
}

static bool can_be_asked(const struct assay_judge *judge, const struct assay_task *task)
{
    const struct assay_item *item = task->item;

    return item->completion_count > 0 && item->completions[0].len > 0 &&
           (judge->rule.rates || item->completion_count == 2);
}

/* Writes the questions about tasks (n,). */
static enum assay_code put_questions(const struct assay_judge *judge,
                                     const struct assay_task *tasks, size_t n,
                                     struct assay_arena *arena, struct questions *out,
                                     struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        most += assay_judge_times(judge, tasks[i].wanted);
    out->asked = assay_arena_new(arena, most, sizeof(*out->asked));
    out->given = assay_arena_new(arena, most, sizeof(*out->given));
    out->worth = assay_arena_new(arena, most, sizeof(*out->worth));
    for (size_t i = 0; i < n; i++) {
        const size_t times = can_be_asked(judge, &tasks[i])
                                 ? assay_judge_times(judge, tasks[i].wanted)
                                 : 0;

        for (size_t k = 0; !code && k < times; k++)
            code = question(judge, tasks[i].item, assay_judge_place(judge, &tasks[i], k),
                            arena, &out->asked[out->count++], err);
    }
    return code;
}

/* The answers (task->wanted,) to a task that was asked, the first of its questions being the at-th. */
static const struct assay_answer *answers_to(const struct assay_judge *judge,
                                             const struct assay_task *task,
                                             const struct questions *all, size_t at,
                                             struct assay_arena *arena)
{
    const size_t times = assay_judge_times(judge, task->wanted);
    struct assay_answer *answers = assay_arena_new(arena, times, sizeof(*answers));

    for (size_t k = 0; k < times; k++)
        answers[k] = decide(judge, all->given[at + k].at, all->worth[at + k].at,
                            assay_judge_place(judge, task, k));
    if (times > task->wanted)
        answers[0] = assay_judge_both(answers);
    return answers;
}

static const struct assay_answer *no_answers(size_t n, struct assay_arena *arena)
{
    struct assay_answer *answers = assay_arena_new(arena, n, sizeof(*answers));

    for (size_t k = 0; k < n; k++)
        answers[k] = (struct assay_answer){.note = ASSAY_STR("no pair of texts")};
    return answers;
}

static enum assay_code answer_all(const void *self, const struct assay_task *tasks,
                                  size_t n, struct assay_arena *arena,
                                  struct assay_reply *replies, struct assay_error *err)
{
    const struct assay_judge *judge = self;
    struct questions all = {.count = 0};
    enum assay_code code = put_questions(judge, tasks, n, arena, &all, err);
    size_t at = 0;

    if (!code)
        code =
            assay_inner_ask(&judge->writer, all.asked, all.count, arena, all.given, err);
    if (!code)
        code = score_votes(judge, &all, arena, err);
    for (size_t i = 0; !code && i < n; i++) {
        const bool asked = can_be_asked(judge, &tasks[i]);

        replies[i] = (struct assay_reply){
            tasks[i], asked ? answers_to(judge, &tasks[i], &all, at, arena)
                            : no_answers(tasks[i].wanted, arena)};
        at += asked ? assay_judge_times(judge, tasks[i].wanted) : 0;
    }
    return code;
}

enum assay_code assay_judge_pull(const void *state, struct assay_work *work,
                                 struct assay_error *err)
{
    return assay_inner_pull(state, answer_all, work, err);
}

/* log_steps.c - scores of steps from a live process reward model, put into the responses of a group. */
#include "harness/cli/log_models.h"

#include "harness/core/rollout_write.h"

static const char blank_line[] = "\n\n";

/* A text's steps: what stands between blank lines, without what is empty. */
static struct assay_node split(struct assay_str text, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    const struct assay_str mark = assay_str_of(blank_line);

    while (text.len > 0) {
        const size_t n = assay_str_find(text, mark);
        const size_t past = n < text.len ? n + mark.len : n;

        if (n > 0)
            (void)assay_node_push(arena, list,
                                  assay_node_of_text((struct assay_str){text.ptr, n}));
        text = (struct assay_str){text.ptr + past, text.len - past};
    }
    return *list;
}

/* The steps of a response, put there where the log has none; NULL: it has no texts of them. */
static enum assay_code find_steps(const struct assay_log_filling *filling, size_t i,
                                  const char *who, const struct assay_node **out,
                                  struct assay_error *err)
{
    const struct assay_node *response = filling->response[i];
    const struct assay_str text = assay_node_text(assay_node_get(response, "text"));
    enum assay_code code = ASSAY_OK;

    if (!assay_node_get(response, "steps") && text.len > 0) {
        const struct assay_node steps = split(text, filling->view->arena);

        if (assay_node_count(&steps) > 0)
            code = assay_log_put(filling, i, who, "steps.text", steps, err);
    }
    *out = assay_rollout_value(filling->response[i], ASSAY_STR("steps.text"));
    return code;
}

/* The task of scoring the steps of one response; false where it has none. */
static bool make_task(const struct assay_log_filling *filling,
                      const struct assay_node *steps, struct assay_task *out)
{
    struct assay_arena *arena = filling->view->arena;
    const size_t n = assay_node_count(steps);
    struct assay_str *text = assay_arena_new(arena, n + 1, sizeof(*text));
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));

    for (size_t i = 0; i < n; i++) {
        if (!assay_node_is(assay_node_at(steps, i), ASSAY_NODE_TEXT))
            return false;
        text[i] = assay_node_text(assay_node_at(steps, i));
    }
    item->id = assay_rollout_text(filling->view->record.node, "id");
    item->messages = assay_log_prompt(filling->view, &item->message_count);
    item->completions = text;
    item->completion_count = n;
    item->file = "log";
    item->line = filling->view->record.line;
    *out = (struct assay_task){item, n, ASSAY_WANT_SCORES, NULL};
    return n > 0 && item->messages;
}

/* Puts the scores of one response where all are there, or counts why not. */
static enum assay_code settle(const struct assay_log_model *model,
                              const struct assay_log_filling *filling, size_t i,
                              const struct assay_answer *answer, size_t n,
                              struct assay_error *err)
{
    struct assay_arena *arena = filling->view->arena;
    double *score = assay_arena_new(arena, n, sizeof(*score));

    for (size_t k = 0; k < n; k++) {
        score[k] = answer[k].value;
        if (answer[k].state == ASSAY_STATE_SCORED)
            continue;
        if (answer[k].note.len > 0)
            assay_log_lack(filling->lacks, "%s: %.*s", model->name,
                           ASSAY_STR_ARG(answer[k].note));
        else
            assay_log_lack(filling->lacks, "%s: a step %s", model->name,
                           assay_state_name(answer[k].state));
        return ASSAY_OK;
    }
    return assay_log_put(filling, i, model->name,
                         assay_arena_printf(arena, "steps.score.%s", model->name),
                         assay_rollout_list(score, n, arena), err);
}

enum assay_code assay_log_fill_steps(const struct assay_log_model *model,
                                     const struct assay_log_filling *filling,
                                     struct assay_error *err)
{
    const size_t count = filling->view->count;
    struct assay_arena *arena = filling->view->arena;
    struct assay_task *task = assay_arena_new(arena, count, sizeof(*task));
    struct assay_inner_answers *answers = assay_arena_new(arena, count, sizeof(*answers));
    size_t *at = assay_arena_new(arena, count, sizeof(*at));
    size_t n = 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < count; i++) {
        const struct assay_node *steps;

        code = find_steps(filling, i, model->name, &steps, err);
        if (!code && make_task(filling, steps, &task[n]))
            at[n++] = i;
        else if (!code)
            assay_log_lack(filling->lacks, "%s: no prompt and steps.text", model->name);
    }
    if (!code && n > 0)
        code = assay_inner_ask(&model->inner, task, n, arena, answers, err);
    for (size_t k = 0; !code && k < n; k++)
        code = settle(model, filling, at[k], answers[k].at, task[k].wanted, err);
    return code;
}

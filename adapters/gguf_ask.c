#include "adapters/gguf_ask.h"

#include "adapters/gguf_steps.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

void assay_gguf_asking_reset(struct assay_gguf_asking *asking)
{
    assay_arena_reset(&asking->arena);
    asking->rows = 0;
    asking->asks = 0;
}

void assay_gguf_asking_release(struct assay_gguf_asking *asking)
{
    assay_arena_release(&asking->arena);
    free(asking->row);
    free(asking->ask);
    *asking = (struct assay_gguf_asking){0};
}

static void refuse(struct assay_answer *answers, size_t n, enum assay_state state,
                   const char *note)
{
    for (size_t i = 0; i < n; i++)
        answers[i] = (struct assay_answer){.state = state, .note = assay_str_of(note)};
}

/* ---- rows ---- */

static struct assay_gguf_ask *add_ask(struct assay_gguf_asking *asking,
                                      struct assay_answer *answers, size_t count)
{
    if (asking->asks == asking->ask_cap) {
        asking->ask_cap = assay_memory_grow(asking->ask_cap, asking->asks + 1);
        asking->ask =
            assay_memory_resize(asking->ask, asking->ask_cap, sizeof(*asking->ask));
    }
    asking->ask[asking->asks] =
        (struct assay_gguf_ask){.answers = answers, .count = count, .row = asking->rows};
    return &asking->ask[asking->asks++];
}

/* Adds a row of the ask in hand, the last one. */
static void add_row(struct assay_gguf_asking *asking, struct assay_gguf_row row)
{
    const struct assay_gguf *gguf = asking->gguf;
    const size_t n = assay_gguf_numbers(gguf->model, &gguf->reading);

    if (asking->rows == asking->row_cap) {
        asking->row_cap = assay_memory_grow(asking->row_cap, asking->rows + 1);
        asking->row =
            assay_memory_resize(asking->row, asking->row_cap, sizeof(*asking->row));
    }
    row.out = assay_arena_new(&asking->arena, row.places * n, sizeof(*row.out));
    asking->row[asking->rows++] = row;
    asking->ask[asking->asks - 1].rows++;
}

void assay_gguf_count_seen(struct assay_gguf_seen *seen,
                           const struct assay_gguf_tokens *tokens)
{
    size_t most = atomic_load(&seen->most);

    atomic_fetch_add(&seen->texts, 1);
    if (tokens->doubled)
        atomic_fetch_add(&seen->doubled, 1);
    if (tokens->open)
        atomic_fetch_add(&seen->open, 1);
    while (tokens->count > most &&
           !atomic_compare_exchange_weak(&seen->most, &most, tokens->count))
        continue;
}

/* Cuts a text that is too long, where that was asked for. False where it stays too long. */
static bool fits(const struct assay_gguf *gguf, struct assay_gguf_tokens *tokens,
                 bool whole)
{
    const size_t most = gguf->max_length;

    if (tokens->count <= most)
        return true;
    if (whole || gguf->truncate == ASSAY_GGUF_CUT_NO || tokens->second > 0) {
        atomic_fetch_add(&gguf->seen->too_long, 1);
        return false;
    }
    if (gguf->truncate == ASSAY_GGUF_CUT_LEFT)
        tokens->at += tokens->count - most;
    tokens->count = most;
    atomic_fetch_add(&gguf->seen->cut, 1);
    return true;
}

static void refuse_long(struct assay_gguf_asking *asking,
                        const struct assay_gguf_tokens *tokens,
                        struct assay_answer *answers, size_t n)
{
    refuse(answers, n, ASSAY_STATE_TRUNCATED,
           assay_arena_printf(&asking->arena, "%zu tokens, the limit is %zu",
                              tokens->count, asking->gguf->max_length));
}

/* A fault that concerns a text alone is its answer's; others end the run. */
static enum assay_code keep_fault(struct assay_gguf_asking *asking, enum assay_code code,
                                  struct assay_answer *answers, size_t n,
                                  const struct assay_error *err)
{
    if (code != ASSAY_EDATA)
        return code;
    refuse(answers, n, ASSAY_STATE_FAILED,
           assay_arena_copy(&asking->arena, assay_str_of(err->text)).ptr);
    return ASSAY_OK;
}

/* ---- completions ---- */

/* True for what is told of each token of a completion, by the one before it. */
static bool tells_tokens(const struct assay_gguf *gguf)
{
    return gguf->model->kind == ASSAY_GGUF_POLICY && !gguf->vectors;
}

/*
 * The places that are read of a text: of a completion that begins at a token, one before each of
 * its tokens; else the last token of all, or an encoder's first.
 */
static size_t place_row(const struct assay_gguf *gguf,
                        const struct assay_gguf_tokens *tokens, size_t begin,
                        struct assay_arena *arena, size_t **place)
{
    const size_t last =
        gguf->reading.what == ASSAY_GGUF_HEAD
            ? assay_gguf_model_last(gguf->model, tokens->at, tokens->count)
            : tokens->count - 1;
    const bool each = tells_tokens(gguf);
    const size_t from = each                                      ? begin - (begin > 0)
                        : gguf->model->kind == ASSAY_GGUF_ENCODER ? 0
                                                                  : last;
    const size_t n = each ? (last > from ? last - from : 0) : 1;

    *place = assay_arena_new(arena, n + 1, sizeof(**place));
    for (size_t i = 0; i < n; i++)
        (*place)[i] = from + i;
    return n;
}

/* Makes a row of tokens, whose completion begins at one of them, or answers why not. */
static void put_tokens(struct assay_gguf_asking *asking, struct assay_gguf_tokens *tokens,
                       size_t begin, size_t prompt, const struct assay_gguf_ask *ask)
{
    const struct assay_gguf *gguf = asking->gguf;
    const size_t all = tokens->count;
    size_t *place, places;

    if (all == 0) {
        refuse(ask->answers, ask->count, ASSAY_STATE_FAILED, "no tokens");
        return;
    }
    if (!fits(gguf, tokens, false)) {
        refuse_long(asking, tokens, ask->answers, ask->count);
        return;
    }
    if (gguf->truncate == ASSAY_GGUF_CUT_LEFT)
        begin -= begin < all - tokens->count ? begin : all - tokens->count;
    places = place_row(gguf, tokens, begin, &asking->arena, &place);
    if (places == 0) {
        const bool cut = all > tokens->count;

        refuse(ask->answers, ask->count, cut ? ASSAY_STATE_TRUNCATED : ASSAY_STATE_FAILED,
               cut ? "nothing of the completion is left" : "no tokens");
        return;
    }
    assay_gguf_count_seen(gguf->seen, tokens);
    add_row(asking, (struct assay_gguf_row){.token = tokens->at,
                                            .count = tokens->count,
                                            .place = place,
                                            .places = places,
                                            .prompt = prompt,
                                            .second = tokens->second});
}

/* Puts a prompt with a completion into a row of the ask in hand, or answers why not. */
static enum assay_code put_row(struct assay_gguf_asking *asking,
                               const struct assay_item *item,
                               const struct assay_str *completion,
                               const struct assay_gguf_tokens *prompt,
                               struct assay_error *err)
{
    const struct assay_gguf *gguf = asking->gguf;
    const struct assay_gguf_ask *ask = &asking->ask[asking->asks - 1];
    struct assay_gguf_tokens tokens;
    enum assay_code code = assay_gguf_tokens_of(
        gguf->model, &gguf->template, assay_dialogue_of(item, completion, &asking->arena),
        &asking->arena, &tokens, err);

    if (code)
        return keep_fault(asking, code, ask->answers, ask->count, err);
    put_tokens(asking, &tokens,
               tells_tokens(gguf) ? assay_gguf_begin(prompt, &tokens) : 0, item->index,
               ask);
    return ASSAY_OK;
}

/* ---- solutions in steps ---- */

/* A row for each step, of the solution so far. */
static enum assay_code put_prefixes(struct assay_gguf_asking *asking,
                                    const struct assay_gguf_solution *solution,
                                    const struct assay_gguf_tokens *prompt,
                                    struct assay_error *err)
{
    const struct assay_gguf_steps *steps = &asking->gguf->steps;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < solution->count; i++) {
        const size_t rows = asking->rows;
        const struct assay_str text =
            assay_gguf_steps_prefix(steps, solution, i, &asking->arena);

        code = put_row(asking, solution->item, &text, prompt, err);
        if (!code && asking->rows == rows) { /* refused: so is all of it */
            struct assay_gguf_ask *ask = &asking->ask[asking->asks - 1];

            asking->rows = ask->row;
            ask->rows = 0;
            return ASSAY_OK;
        }
    }
    return code;
}

/* One row with a place a step. */
static enum assay_code put_places(struct assay_gguf_asking *asking,
                                  const struct assay_gguf_solution *solution,
                                  struct assay_error *err)
{
    const struct assay_gguf *gguf = asking->gguf;
    const struct assay_gguf_ask *ask = &asking->ask[asking->asks - 1];
    struct assay_gguf_tokens tokens;
    size_t *place;
    const struct assay_gguf_placing placing = {gguf->model, &gguf->template, &gguf->steps,
                                               solution, &asking->arena};
    enum assay_code code = assay_gguf_steps_place(&placing, &tokens, &place, err);

    if (code)
        return keep_fault(asking, code, ask->answers, ask->count, err);
    if (!fits(gguf, &tokens, true)) {
        refuse_long(asking, &tokens, ask->answers, ask->count);
        return ASSAY_OK;
    }
    assay_gguf_count_seen(gguf->seen, &tokens);
    add_row(asking, (struct assay_gguf_row){.token = tokens.at,
                                            .count = tokens.count,
                                            .place = place,
                                            .places = solution->count,
                                            .prompt = solution->item->index});
    return ASSAY_OK;
}

static enum assay_code put_solution(struct assay_gguf_asking *asking,
                                    const struct assay_gguf_solution *solution,
                                    const struct assay_gguf_tokens *prompt,
                                    struct assay_answer *answers, size_t n,
                                    struct assay_error *err)
{
    add_ask(asking, answers, n)->steps = true;
    if (solution->count > ASSAY_GGUF_STEPS_MAX) {
        refuse(answers, n, ASSAY_STATE_FAILED, "too many steps");
        return ASSAY_OK;
    }
    return asking->gguf->steps.how == ASSAY_GGUF_STEPS_PREFIX
               ? put_prefixes(asking, solution, prompt, err)
               : put_places(asking, solution, err);
}

/* ---- tasks ---- */

static bool has_texts(const struct assay_item *item)
{
    for (size_t i = 0; i < item->completion_count; i++)
        if (item->completions[i].len > 0)
            return true;
    return false;
}

static enum assay_code put_completion(struct assay_gguf_asking *asking,
                                      const struct assay_item *item, size_t k,
                                      const struct assay_gguf_tokens *prompt,
                                      struct assay_answer *answer,
                                      struct assay_error *err)
{
    const struct assay_gguf *gguf = asking->gguf;

    if (gguf->steps.how != ASSAY_GGUF_STEPS_NONE) {
        const struct assay_gguf_solution solution = assay_gguf_steps_split(
            &gguf->steps, item, item->completions[k], &asking->arena);

        return put_solution(asking, &solution, prompt, answer, 1, err);
    }
    (void)add_ask(asking, answer, 1);
    return put_row(asking, item, &item->completions[k], prompt, err);
}

/* A hidden state: of prompt and completion, or of the prompt that has none. */
static enum assay_code put_vector(struct assay_gguf_asking *asking,
                                  const struct assay_item *item,
                                  struct assay_answer *answers, size_t n,
                                  struct assay_error *err)
{
    const bool completed = has_texts(item);

    if (!completed && item->message_count == 0)
        return ASSAY_OK;
    (void)add_ask(asking, answers, n);
    return put_row(asking, item, completed ? &item->completions[0] : NULL, NULL, err);
}

/* The label of a dimension: that of its name, or of its place where the labels have no names. */
static enum assay_code label_of(const struct assay_gguf_model *model,
                                const struct assay_item *item, size_t dimension,
                                size_t *out, struct assay_error *err)
{
    const struct assay_str name = item->dimension[dimension];

    *out = dimension;
    if (model->label && assay_gguf_model_label(model, name, out))
        return ASSAY_OK;
    if (!model->label && model->labels == item->dimension_count)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EMODEL,
                      model->label
                          ? "no label of the model's %zu is called \"%.*s\"; with "
                            "weights= they make one score"
                          : "the model's %zu labels have no names, and one is to be "
                            "\"%.*s\"; with weights= they make one score",
                      model->labels, ASSAY_STR_ARG(name));
}

/* A number for each dimension that the completion was rated for. */
static enum assay_code put_ratings(struct assay_gguf_asking *asking,
                                   const struct assay_task *task,
                                   struct assay_answer *answers, struct assay_error *err)
{
    const struct assay_item *item = task->item;
    size_t *label = assay_arena_new(&asking->arena, task->wanted, sizeof(*label));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < task->wanted && i < item->dimension_count; i++)
        code = label_of(asking->gguf->model, item, i, &label[i], err);
    if (code)
        return code;
    add_ask(asking, answers, task->wanted)->label = label;
    return put_row(asking, item, &item->completions[0], NULL, err);
}

enum assay_code assay_gguf_ask(struct assay_gguf_asking *asking,
                               const struct assay_task *task,
                               struct assay_answer *answers, struct assay_error *err)
{
    const struct assay_gguf *gguf = asking->gguf;
    const struct assay_item *item = task->item;
    struct assay_gguf_tokens prompt = {0};
    enum assay_code code = ASSAY_OK;

    refuse(answers, task->wanted, ASSAY_STATE_SKIPPED, "the data hold no texts");
    if (gguf->vectors)
        return put_vector(asking, item, answers, task->wanted, err);
    if (!has_texts(item))
        return ASSAY_OK;
    if (gguf->rates)
        return put_ratings(asking, task, answers, err);
    if (tells_tokens(gguf))
        code = assay_gguf_tokens_of(gguf->model, &gguf->template,
                                    assay_dialogue_of(item, NULL, &asking->arena),
                                    &asking->arena, &prompt, err);
    if (code)
        return keep_fault(asking, code, answers, task->wanted, err);
    if (gguf->solutions) /* the completions are steps of one solution */
        return put_solution(asking,
                            &(struct assay_gguf_solution){item, item->completions,
                                                          item->completion_count},
                            &prompt, answers, task->wanted, err);
    for (size_t k = 0; !code && k < task->wanted; k++)
        code = put_completion(asking, item, k, &prompt, &answers[k], err);
    return code;
}

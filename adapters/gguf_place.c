/* gguf_place.c - solutions in steps: how they are told to a model, and where each step is read. */
#include "adapters/gguf_steps.h"

#include <string.h>

struct assay_gguf_solution assay_gguf_steps_split(const struct assay_gguf_steps *steps,
                                                  const struct assay_item *item,
                                                  struct assay_str completion,
                                                  struct assay_arena *arena)
{
    const struct assay_str mark = steps->split_text;
    struct assay_str rest = completion;
    struct assay_str *step;
    size_t most = 1, n = 0;

    for (size_t i = 0; mark.len > 0 && i < completion.len; i++)
        most += completion.ptr[i] == mark.ptr[0];
    step = assay_arena_new(arena, most, sizeof(*step));
    while (mark.len > 0 && rest.len > 0) {
        const size_t end = assay_str_find(rest, mark);
        const size_t next = end < rest.len ? end + mark.len : rest.len;

        if (end > 0)
            step[n++] = (struct assay_str){rest.ptr, end};
        rest = (struct assay_str){rest.ptr + next, rest.len - next};
    }
    if (n == 0)
        step[n++] = completion;
    return (struct assay_gguf_solution){item, step, n};
}

struct assay_str assay_gguf_steps_prefix(const struct assay_gguf_steps *steps,
                                         const struct assay_gguf_solution *solution,
                                         size_t n, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    for (size_t i = 0; i <= n; i++) {
        if (i > 0)
            assay_buf_add(&text, steps->join_text);
        assay_buf_add(&text, solution->step[i]);
        assay_buf_add(&text, steps->mark_text);
    }
    copy = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

size_t assay_gguf_begin(const struct assay_gguf_tokens *prompt,
                        const struct assay_gguf_tokens *whole)
{
    size_t n = 0;

    while (n < prompt->count && n + 1 < whole->count && prompt->at[n] == whole->at[n])
        n++;
    return n > 0 ? n : 1;
}

size_t assay_gguf_steps_find(const struct assay_gguf_steps *steps,
                             const struct assay_gguf_tokens *tokens, size_t from,
                             struct assay_arena *arena, size_t **place)
{
    size_t n = 0;

    *place = assay_arena_new(arena, tokens->count + 1, sizeof(**place));
    for (size_t i = from; i < tokens->count; i++)
        if (tokens->at[i] == steps->mark_token)
            (*place)[n++] = i;
    return n;
}

static enum assay_code tokens_of(const struct assay_gguf_placing *p,
                                 struct assay_dialogue dialogue,
                                 struct assay_gguf_tokens *out, struct assay_error *err)
{
    return assay_gguf_tokens_of(p->model, p->template, dialogue, p->arena, out, err);
}

/* Marks in what the template says behind a text, which is not the solution's. */
static enum assay_code count_behind(const struct assay_gguf_placing *p,
                                    struct assay_dialogue dialogue, size_t *out,
                                    struct assay_error *err)
{
    const struct assay_str text = dialogue.message[dialogue.count - 1].content;
    struct assay_gguf_tokens tokens = {0};
    struct assay_buf whole = {0};
    size_t *ignored, end;
    enum assay_code code =
        assay_gguf_render(p->model, p->template, dialogue, p->arena, &whole, err);

    for (end = whole.len; end > text.len; end--)
        if (memcmp(whole.data + end - text.len, text.ptr, text.len) == 0)
            break;
    if (!code && end > text.len)
        code = assay_gguf_tokenise(p->model,
                                   (struct assay_str){whole.data + end, whole.len - end},
                                   p->arena, &tokens, err);
    *out = code ? 0 : assay_gguf_steps_find(p->steps, &tokens, 0, p->arena, &ignored);
    assay_buf_release(&whole);
    return code;
}

static enum assay_code place_marks(const struct assay_gguf_placing *p,
                                   struct assay_gguf_tokens *out, size_t **place,
                                   struct assay_error *err)
{
    const struct assay_gguf_solution *solution = p->solution;
    const struct assay_str text =
        assay_gguf_steps_prefix(p->steps, solution, solution->count - 1, p->arena);
    const struct assay_dialogue dialogue =
        assay_dialogue_of(solution->item, &text, p->arena);
    struct assay_gguf_tokens prompt = {0};
    size_t found = 0, behind = 0;
    enum assay_code code =
        tokens_of(p, assay_dialogue_of(solution->item, NULL, p->arena), &prompt, err);

    if (!code)
        code = tokens_of(p, dialogue, out, err);
    if (!code)
        code = count_behind(p, dialogue, &behind, err);
    if (!code)
        found = assay_gguf_steps_find(p->steps, out, assay_gguf_begin(&prompt, out),
                                      p->arena, place);
    return code || found == solution->count + behind
               ? code
               : assay_fail(err, ASSAY_EDATA, "%zu step marks for %zu steps",
                            found - (behind < found ? behind : found), solution->count);
}

/* Three texts as one. */
static struct assay_str joined(const struct assay_str part[3], struct assay_arena *arena)
{
    const size_t n = part[0].len + part[1].len + part[2].len;
    char *out = assay_arena_raw(arena, n + 1);
    size_t at = 0;

    for (size_t i = 0; i < 3; i++) {
        if (part[i].len > 0)
            memcpy(out + at, part[i].ptr, part[i].len);
        at += part[i].len;
    }
    return (struct assay_str){out, n};
}

/* Tokens behind one another. */
static void append(struct assay_gguf_tokens *to, const struct assay_gguf_tokens *more,
                   struct assay_arena *arena)
{
    int32_t *at = assay_arena_new(arena, to->count + more->count + 1, sizeof(*at));

    if (to->count > 0)
        memcpy(at, to->at, to->count * sizeof(*at));
    if (more->count > 0)
        memcpy(at + to->count, more->at, more->count * sizeof(*at));
    to->at = at;
    to->count += more->count;
}

static enum assay_code place_pieces(const struct assay_gguf_placing *p,
                                    struct assay_gguf_tokens *out, size_t **place,
                                    struct assay_error *err)
{
    const struct assay_gguf_solution *solution = p->solution;
    enum assay_code code =
        tokens_of(p, assay_dialogue_of(solution->item, NULL, p->arena), out, err);

    *place = assay_arena_new(p->arena, solution->count, sizeof(**place));
    for (size_t i = 0; !code && i < solution->count; i++) {
        const struct assay_str part[] = {i ? p->steps->join_text : ASSAY_STR(""),
                                         solution->step[i], p->steps->mark_text};
        struct assay_gguf_tokens piece;

        code =
            assay_gguf_tokenise(p->model, joined(part, p->arena), p->arena, &piece, err);
        if (!code && piece.count == 0)
            code = assay_fail(err, ASSAY_EDATA, "step %zu has no tokens", i + 1);
        if (code)
            break;
        append(out, &piece, p->arena);
        (*place)[i] = out->count - 1;
    }
    return code;
}

/* The conversation up to the user's turn that tells a step. */
static struct assay_dialogue turns(const struct assay_gguf_placing *p, size_t step)
{
    const struct assay_item *item = p->solution->item;
    const size_t n = item->message_count;
    struct assay_message *message =
        assay_arena_new(p->arena, n + 2 * step + 2, sizeof(*message));
    const struct assay_str last = n > 0 ? item->messages[n - 1].content : ASSAY_STR("");
    size_t count = n > 0 ? n - 1 : 0;

    if (count > 0)
        memcpy(message, item->messages, count * sizeof(*message));
    for (size_t i = 0; i <= step; i++) {
        if (i > 0)
            message[count++] =
                (struct assay_message){ASSAY_STR("assistant"), p->steps->good_text};
        message[count++] =
            (struct assay_message){ASSAY_STR("user"), p->solution->step[i]};
        if (i == 0 && last.len > 0)
            message[count - 1].content =
                joined((const struct assay_str[]){last, p->steps->join_text,
                                                  p->solution->step[0]},
                       p->arena);
    }
    return (struct assay_dialogue){message, count, true};
}

static enum assay_code place_turns(const struct assay_gguf_placing *p,
                                   struct assay_gguf_tokens *out, size_t **place,
                                   struct assay_error *err)
{
    const size_t n = p->solution->count;
    enum assay_code code = tokens_of(p, turns(p, n - 1), out, err);

    *place = assay_arena_new(p->arena, n, sizeof(**place));
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_gguf_tokens part;

        code = tokens_of(p, turns(p, i), &part, err);
        if (!code && (part.count == 0 || part.count > out->count ||
                      memcmp(part.at, out->at, part.count * sizeof(*part.at)) != 0))
            code = assay_fail(err, ASSAY_EDATA,
                              "the template changes what it says of earlier turns");
        if (!code)
            (*place)[i] = part.count - 1;
    }
    return code;
}

enum assay_code assay_gguf_steps_place(const struct assay_gguf_placing *placing,
                                       struct assay_gguf_tokens *out, size_t **place,
                                       struct assay_error *err)
{
    if (placing->steps->how == ASSAY_GGUF_STEPS_TURN)
        return place_turns(placing, out, place, err);
    return placing->steps->how == ASSAY_GGUF_STEPS_PIECE
               ? place_pieces(placing, out, place, err)
               : place_marks(placing, out, place, err);
}

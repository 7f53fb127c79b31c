#include "adapters/gguf_steps.h"

#include <math.h>
#include <string.h>

/* A text of an option with its escapes read. */
static struct assay_str unescape(const char *text, struct assay_arena *arena)
{
    const size_t n = strlen(text);
    char *out = assay_arena_raw(arena, n + 1);
    size_t len = 0;

    for (size_t i = 0; i < n; i++) {
        static const char names[] = "nt\\", meant[] = "\n\t\\";
        const char *name =
            text[i] == '\\' && text[i + 1] != '\0' ? strchr(names, text[i + 1]) : NULL;

        out[len] = text[i];
        if (name) {
            out[len] = meant[name - names];
            i++;
        }
        len++;
    }
    out[len] = '\0';
    return (struct assay_str){out, len};
}

/* "#12902": a token by its id; false for any other text. */
static bool numbered(const struct assay_gguf_model *model, struct assay_str text,
                     int32_t *out)
{
    const struct assay_str digits = {text.ptr + 1, text.len - 1};
    double id;

    if (text.len < 2 || text.ptr[0] != '#' || !assay_str_number(digits, &id) ||
        !(id >= 0.0) || !(id < (double)model->vocabulary) || floor(id) != id)
        return false;
    *out = (int32_t)id;
    return true;
}

/* A text of an option, its token spelt out where it is given by its id. */
static struct assay_str read_text(const struct assay_gguf_model *model, const char *text,
                                  struct assay_arena *arena)
{
    struct assay_str out = unescape(text, arena);
    struct assay_buf piece = {0};
    int32_t token;

    if (numbered(model, out, &token)) {
        assay_gguf_spell(model, &token, 1, &piece);
        out = assay_arena_copy(arena, assay_buf_view(&piece));
    }
    assay_buf_release(&piece);
    return out;
}

/* The last token of a text: step tags may be of several, of which official code takes the last. */
static enum assay_code last_token(const struct assay_gguf_model *model,
                                  const char *option, const char *word,
                                  struct assay_arena *arena, int32_t *out,
                                  struct assay_error *err)
{
    const struct assay_str text = unescape(word, arena);
    struct assay_gguf_tokens tokens;
    enum assay_code code;

    if (numbered(model, text, out))
        return ASSAY_OK;
    code = assay_gguf_tokenise(model, text, arena, &tokens, err);
    if (!code && tokens.count == 0)
        code = assay_fail(err, ASSAY_EUSAGE, "%s=\"%s\": no token", option, word);
    if (!code)
        *out = tokens.at[tokens.count - 1];
    return code;
}

static enum assay_code find_label(const struct assay_gguf_model *model,
                                  struct assay_gguf_steps *steps, struct assay_error *err)
{
    const struct assay_str word = assay_str_of(steps->label ? steps->label : "");
    double number;

    steps->number = model->labels > 1 ? 1 : 0;
    if (!steps->label)
        return ASSAY_OK;
    for (size_t i = 0; model->label && i < model->labels; i++)
        if (assay_str_equal(model->label[i], word)) {
            steps->number = i;
            return ASSAY_OK;
        }
    if (!assay_str_number(word, &number) || !(number >= 0.0) ||
        !(number < (double)model->labels) || floor(number) != number)
        return assay_fail(err, ASSAY_EUSAGE, "label=%s: the model gives labels 0 to %zu",
                          steps->label, model->labels - 1);
    steps->number = (size_t)number;
    return ASSAY_OK;
}

/* The tokens whose probabilities a policy's numbers are. */
static enum assay_code find_answers(const struct assay_gguf_model *model,
                                    struct assay_gguf_steps *steps,
                                    struct assay_arena *arena, struct assay_error *err)
{
    enum assay_code code;

    if (!steps->good)
        return assay_fail(err, ASSAY_EUSAGE,
                          "the model has no score head: name the token that calls a step "
                          "right with --model-option good=TOKEN, and bad=TOKEN");
    code = last_token(model, "good", steps->good, arena, &steps->token[0], err);
    steps->token_count = 1;
    if (code || !steps->bad)
        return code;
    steps->token_count = 2;
    return last_token(model, "bad", steps->bad, arena, &steps->token[1], err);
}

enum assay_code assay_gguf_steps_open(const struct assay_gguf_model *model,
                                      struct assay_gguf_steps *steps,
                                      struct assay_arena *arena, struct assay_error *err)
{
    const bool apart =
        steps->how == ASSAY_GGUF_STEPS_TURN || steps->how == ASSAY_GGUF_STEPS_PREFIX;
    enum assay_code code = ASSAY_OK;

    if (steps->how == ASSAY_GGUF_STEPS_NONE)
        return ASSAY_OK;
    if (model->kind == ASSAY_GGUF_ENCODER && steps->how != ASSAY_GGUF_STEPS_PREFIX)
        return assay_fail(err, ASSAY_EUSAGE, "an encoder has steps=prefix alone");
    if (steps->how == ASSAY_GGUF_STEPS_MARK && !steps->mark)
        return assay_fail(err, ASSAY_EUSAGE,
                          "steps=mark: name the token that ends a step with "
                          "--model-option mark=TOKEN");
    steps->mark_text = read_text(model, steps->mark ? steps->mark : "", arena);
    steps->join_text = unescape(steps->join ? steps->join : apart ? "\n\n" : "", arena);
    steps->split_text = unescape(steps->split, arena);
    steps->good_text = read_text(model, steps->good ? steps->good : "+", arena);
    if (steps->how == ASSAY_GGUF_STEPS_PREFIX)
        return ASSAY_OK;
    if (steps->how == ASSAY_GGUF_STEPS_MARK)
        code = last_token(model, "mark", steps->mark, arena, &steps->mark_token, err);
    if (code)
        return code;
    return model->kind == ASSAY_GGUF_POLICY ? find_answers(model, steps, arena, err)
                                            : find_label(model, steps, err);
}

struct assay_gguf_reading assay_gguf_steps_reading(const struct assay_gguf_model *model,
                                                   const struct assay_gguf_steps *steps)
{
    if (model->kind == ASSAY_GGUF_POLICY)
        return (struct assay_gguf_reading){
            .what = ASSAY_GGUF_AMONG, .token = steps->token, .count = steps->token_count};
    return (struct assay_gguf_reading){.what = ASSAY_GGUF_HEAD};
}

static double softmax(const double *logit, size_t n, size_t which)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += exp(logit[i] - logit[which]);
    return 1.0 / sum;
}

double assay_gguf_step_number(const struct assay_gguf_model *model,
                              const struct assay_gguf_steps *steps, const double *read)
{
    const unsigned how = steps->activation != ASSAY_GGUF_RAW_OR_SOFTMAX
                             ? steps->activation
                         : model->labels > 1 ? ASSAY_GGUF_SOFTMAX
                                             : ASSAY_GGUF_RAW;

    if (model->kind == ASSAY_GGUF_POLICY)
        return steps->token_count == 2 ? softmax(read, 2, 0) : exp(read[0]);
    if (how == ASSAY_GGUF_SOFTMAX)
        return softmax(read, model->labels, steps->number);
    return how == ASSAY_GGUF_SIGMOID ? 1.0 / (1.0 + exp(-read[steps->number]))
                                     : read[steps->number];
}

double assay_gguf_steps_fold(const struct assay_gguf_steps *steps, const double *number,
                             size_t n)
{
    double sum = 0.0, product = 1.0, least = number[0];

    for (size_t i = 0; i < n; i++) {
        sum += number[i];
        product *= number[i];
        least = number[i] < least || isnan(number[i]) ? number[i] : least;
    }
    switch (steps->fold) {
    case ASSAY_GGUF_FOLD_MEAN:
        return sum / (double)n;
    case ASSAY_GGUF_FOLD_PRODUCT:
        return product;
    case ASSAY_GGUF_FOLD_LAST:
        return number[n - 1];
    default:
        return least;
    }
}

/* ---- solutions ---- */

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
                                 struct assay_gguf_saying saying,
                                 struct assay_gguf_tokens *out, struct assay_error *err)
{
    return assay_gguf_tokens_of(p->model, p->template, saying, p->arena, out, err);
}

/* Marks in what the template says behind a text, which is not the solution's. */
static enum assay_code count_behind(const struct assay_gguf_placing *p,
                                    struct assay_gguf_saying saying, size_t *out,
                                    struct assay_error *err)
{
    const struct assay_str text = saying.message[saying.count - 1].content;
    struct assay_gguf_tokens tokens = {0};
    struct assay_buf whole = {0};
    size_t *ignored, end;
    enum assay_code code =
        assay_gguf_render(p->model, p->template, saying, p->arena, &whole, err);

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
    const struct assay_gguf_saying saying =
        assay_gguf_saying_of(solution->item, &text, p->arena);
    struct assay_gguf_tokens prompt = {0};
    size_t found = 0, behind = 0;
    enum assay_code code =
        tokens_of(p, assay_gguf_saying_of(solution->item, NULL, p->arena), &prompt, err);

    if (!code)
        code = tokens_of(p, saying, out, err);
    if (!code)
        code = count_behind(p, saying, &behind, err);
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
        tokens_of(p, assay_gguf_saying_of(solution->item, NULL, p->arena), out, err);

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
static struct assay_gguf_saying turns(const struct assay_gguf_placing *p, size_t step)
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
    return (struct assay_gguf_saying){message, count, true};
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

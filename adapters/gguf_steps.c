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
        code =
            assay_fail(err, ASSAY_EUSAGE,
                       "%s=%s: the tokenizer makes no token of it; name a text that it "
                       "does, or #ID",
                       option, word);
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
    if (!steps->label || assay_gguf_model_label(model, word, &steps->number))
        return ASSAY_OK;
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

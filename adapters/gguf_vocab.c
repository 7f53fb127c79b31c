#include "adapters/gguf_vocab.h"

#include "adapters/hf_words.h"

#include <limits.h>
#include <llama.h>
#include <string.h>

enum {
    ROOM = 16,  /* tokens around a text, and what a tokeniser may add */
    PIECE = 256 /* bytes of a token */
};

static const struct llama_vocab *vocab_of(const struct assay_gguf_model *model)
{
    return llama_model_get_vocab(model->llama);
}

bool assay_gguf_reads_texts(const struct assay_gguf_model *model)
{
    return model->words ? model->words->tokenizer != NULL
                        : llama_vocab_type(vocab_of(model)) != LLAMA_VOCAB_TYPE_NONE;
}

/* What the template of a folder's tokenizer puts first, or last; -1: nothing. */
static int32_t front_of(const struct assay_hf_words *words)
{
    return words->tokenizer ? assay_tokenizer_front(words->tokenizer) : -1;
}

static int32_t back_of(const struct assay_hf_words *words)
{
    return words->tokenizer ? assay_tokenizer_back(words->tokenizer) : -1;
}

static struct assay_str spelling_of(const struct assay_hf_words *words, int32_t token)
{
    return words->tokenizer ? assay_tokenizer_spelling(words->tokenizer, token)
                            : (struct assay_str){"", 0};
}

int32_t assay_gguf_bos(const struct assay_gguf_model *model)
{
    const bool encoder = model->kind == ASSAY_GGUF_ENCODER;
    char word[ROOM] = "";
    double id;

    if (model->words)
        return encoder ? front_of(model->words) : model->words->bos.id;
    if (encoder &&
        llama_model_meta_val_str(model->llama, "tokenizer.ggml.cls_token_id", word,
                                 sizeof(word)) > 0 &&
        assay_str_number(assay_str_of(word), &id) && id >= 0.0 &&
        id < (double)model->vocabulary)
        return (int32_t)id;
    return llama_vocab_bos(vocab_of(model));
}

int32_t assay_gguf_eos(const struct assay_gguf_model *model)
{
    if (!model->words)
        return llama_vocab_eos(vocab_of(model));
    return model->kind == ASSAY_GGUF_ENCODER ? back_of(model->words)
                                             : model->words->eos.id;
}

bool assay_gguf_adds_bos(const struct assay_gguf_model *model)
{
    return model->words ? assay_gguf_bos(model) >= 0 &&
                              front_of(model->words) == assay_gguf_bos(model)
                        : llama_vocab_get_add_bos(vocab_of(model));
}

bool assay_gguf_adds_eos(const struct assay_gguf_model *model)
{
    return model->words ? assay_gguf_eos(model) >= 0 &&
                              back_of(model->words) == assay_gguf_eos(model)
                        : llama_vocab_get_add_eos(vocab_of(model));
}

bool assay_gguf_is_end(const struct assay_gguf_model *model, int32_t token)
{
    if (!model->words)
        return llama_vocab_is_eog(vocab_of(model), token);
    for (size_t i = 0; i < ASSAY_HF_ENDS; i++)
        if (model->words->end[i] == token)
            return true;
    return token == assay_gguf_eos(model);
}

struct assay_str assay_gguf_name(const struct assay_gguf_model *model, int32_t token,
                                 struct assay_arena *arena)
{
    const char *text;

    if (model->words)
        return spelling_of(model->words, token);
    text = token == LLAMA_TOKEN_NULL || !assay_gguf_reads_texts(model)
               ? ""
               : llama_vocab_get_text(vocab_of(model), token);
    return assay_arena_copy(arena, assay_str_of(text));
}

struct assay_str assay_gguf_chat_template(const struct assay_gguf_model *model)
{
    return model->words ? model->words->template
                        : assay_str_of(llama_model_chat_template(model->llama, NULL));
}

/* Copies ids to where a BOS has room in front and an EOS behind. */
static void take_ids(const struct assay_token_ids *ids, struct assay_arena *arena,
                     struct assay_gguf_tokens *out)
{
    out->at = (int32_t *)assay_arena_new(arena, ids->count + 2, sizeof(*out->at)) + 1;
    out->count = ids->count;
    if (ids->count > 0)
        memcpy(out->at, ids->id, ids->count * sizeof(*out->at));
    for (size_t i = ids->count; i-- > 0;)
        if (ids->type[i] == 1)
            out->second = i;
}

enum assay_code assay_gguf_check_pad(const struct assay_gguf_model *model,
                                     const int32_t *token, size_t count,
                                     struct assay_error *err)
{
    for (size_t i = 0; model->no_pad && i < count; i++)
        if (token[i] == model->pad)
            return assay_fail(
                err, ASSAY_EDATA,
                "the text holds the padding token %d, which has no place in "
                "the order of this model",
                (int)model->pad);
    return ASSAY_OK;
}

/* The folder's own tokenizer may know more tokens than the model has. */
static enum assay_code check_ids(const struct assay_gguf_model *model,
                                 const struct assay_token_ids *ids,
                                 struct assay_error *err)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->id[i] < 0 || (size_t)ids->id[i] >= model->vocabulary)
            return assay_fail(err, ASSAY_EMODEL,
                              "token %d of the tokenizer is none of the model's %zu",
                              (int)ids->id[i], model->vocabulary);
    return assay_gguf_check_pad(model, ids->id, ids->count, err);
}

static enum assay_code tokenise_words(const struct assay_gguf_model *model,
                                      struct assay_tokenizer_input input,
                                      struct assay_arena *arena,
                                      struct assay_gguf_tokens *out,
                                      struct assay_error *err)
{
    struct assay_token_ids ids;
    enum assay_code code;

    *out = (struct assay_gguf_tokens){0};
    if (!model->words->tokenizer)
        return assay_fail(err, ASSAY_EMODEL, "the folder has no tokenizer.json");
    code = assay_tokenizer_encode(model->words->tokenizer, input, arena, &ids, err);
    if (!code)
        code = check_ids(model, &ids, err);
    if (!code)
        take_ids(&ids, arena, out);
    return code;
}

enum assay_code assay_gguf_tokenise(const struct assay_gguf_model *model,
                                    struct assay_str text, struct assay_arena *arena,
                                    struct assay_gguf_tokens *out,
                                    struct assay_error *err)
{
    const size_t most = text.len + ROOM;
    int32_t n;

    if (model->words)
        return tokenise_words(model, (struct assay_tokenizer_input){text, NULL, false},
                              arena, out, err);
    *out = (struct assay_gguf_tokens){0};
    if (!assay_gguf_reads_texts(model))
        return assay_fail(err, ASSAY_EMODEL, "the file has no tokenizer");
    if (text.len > INT_MAX / 2)
        return assay_fail(err, ASSAY_EDATA, "a text of more than a gigabyte");
    /* room in front for a BOS and behind for an EOS */
    out->at = (int32_t *)assay_arena_new(arena, most + 2, sizeof(*out->at)) + 1;
    n = llama_tokenize(vocab_of(model), text.ptr, (int32_t)text.len, out->at,
                       (int32_t)most, false, true);
    if (n < 0)
        return assay_fail(err, ASSAY_EMODEL, "libllama cannot tokenise a text");
    out->count = (size_t)n;
    return ASSAY_OK;
}

/* Copies tokens; where they end. */
static int32_t *put(int32_t *to, const struct assay_gguf_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++)
        *to++ = tokens->at[i];
    return to;
}

/* [CLS] first [SEP] second [SEP], or <s> first </s></s> second </s>. */
static void join(const struct assay_gguf_model *model,
                 const struct assay_gguf_tokens *first,
                 const struct assay_gguf_tokens *second, struct assay_arena *arena,
                 struct assay_gguf_tokens *out)
{
    const struct llama_vocab *vocab = vocab_of(model);
    const bool twice = llama_vocab_type(vocab) != LLAMA_VOCAB_TYPE_WPM;
    const llama_token end = twice || llama_vocab_sep(vocab) == LLAMA_TOKEN_NULL
                                ? llama_vocab_eos(vocab)
                                : llama_vocab_sep(vocab);
    int32_t *to =
        assay_arena_new(arena, first->count + second->count + ROOM, sizeof(*to));

    out->at = to;
    *to++ = assay_gguf_bos(model);
    to = put(to, first);
    *to++ = end;
    if (twice)
        *to++ = end;
    out->second = (size_t)(to - out->at);
    to = put(to, second);
    *to++ = end;
    out->count = (size_t)(to - out->at);
}

enum assay_code assay_gguf_pair(const struct assay_gguf_model *model,
                                struct assay_str first, struct assay_str second,
                                struct assay_arena *arena, struct assay_gguf_tokens *out,
                                struct assay_error *err)
{
    struct assay_gguf_tokens a, b;
    enum assay_code code;

    if (model->words)
        return tokenise_words(model, (struct assay_tokenizer_input){first, &second, true},
                              arena, out, err);
    code = assay_gguf_tokenise(model, first, arena, &a, err);
    if (!code)
        code = assay_gguf_tokenise(model, second, arena, &b, err);
    if (!code)
        join(model, &a, &b, arena, out);
    return code;
}

void assay_gguf_spell(const struct assay_gguf_model *model, const int32_t *token,
                      size_t count, struct assay_buf *out)
{
    for (size_t i = 0; i < count && assay_gguf_reads_texts(model); i++) {
        char piece[PIECE];
        int32_t n;

        if (model->words) {
            if (model->words->tokenizer)
                assay_tokenizer_say(model->words->tokenizer, token[i], out);
            continue;
        }
        n = llama_token_to_piece(vocab_of(model), token[i], piece, sizeof(piece), 0,
                                 true);
        assay_buf_add(out, (struct assay_str){piece, n > 0 ? (size_t)n : 0});
    }
}

void assay_gguf_say(const struct assay_gguf_model *model, int32_t token,
                    struct assay_buf *out)
{
    const struct llama_vocab *vocab = vocab_of(model);
    size_t room = PIECE;
    int32_t n = -1;

    while (n < 0) { /* the first time it may tell how much it needs */
        n = llama_token_to_piece(vocab, token, assay_buf_room(out, room), (int32_t)room,
                                 0, false);
        room = n < 0 ? (size_t)-n : room;
    }
    out->len += (size_t)n;
    out->data[out->len] = '\0';
}

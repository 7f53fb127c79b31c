#include "adapters/tokenizer.h"

#include "adapters/tokenizer_parts.h"
#include "harness/core/document.h"
#include "harness/core/json.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

void assay_tokenizer_push(struct tokenizer_pieces *pieces, struct assay_str text,
                          bool first, int32_t added)
{
    if (text.len == 0)
        return;
    if (pieces->count == pieces->cap) {
        struct tokenizer_piece *at;

        pieces->cap = pieces->cap ? 2 * pieces->cap : 16;
        at = assay_arena_new(pieces->arena, pieces->cap, sizeof(*at));
        if (pieces->count > 0)
            memcpy(at, pieces->at, pieces->count * sizeof(*at));
        pieces->at = at;
    }
    pieces->at[pieces->count++] = (struct tokenizer_piece){text, first, added};
}

void assay_tokenizer_put(struct tokenizer_ids *ids, int32_t id)
{
    if (ids->count == ids->cap) {
        int32_t *at;

        ids->cap = ids->cap ? 2 * ids->cap : 64;
        at = assay_arena_new(ids->arena, ids->cap, sizeof(*at));
        if (ids->count > 0)
            memcpy(at, ids->at, ids->count * sizeof(*at));
        ids->at = at;
    }
    ids->at[ids->count++] = id;
}

/* Tokens that are looked for in normalised text are normalised themselves. */
static enum assay_code normalise_added(const struct tokenizer_reading *reading,
                                       struct assay_tokenizer *tokenizer)
{
    size_t kept = 0;

    for (size_t i = 0; i < tokenizer->added.count; i++) {
        struct tokenizer_added *added = &tokenizer->added.at[i];
        enum assay_code code = ASSAY_OK;

        if (added->normalized)
            code =
                assay_tokenizer_normalise(&tokenizer->normal, added->content,
                                          reading->arena, &added->content, reading->err);
        if (code)
            return code;
        if (added->content.len > 0)
            tokenizer->added.at[kept++] = *added;
    }
    tokenizer->added.count = kept;
    assay_tokenizer_added_sort(&tokenizer->added);
    return ASSAY_OK;
}

static enum assay_code read_parts(const struct tokenizer_reading *reading,
                                  const struct assay_node *root,
                                  struct assay_tokenizer *out)
{
    enum assay_code code;

    if (!assay_node_is(root, ASSAY_NODE_MAP))
        return assay_tokenizer_malformed(reading, "is no object");
    code =
        assay_tokenizer_model_read(reading, assay_node_get(root, "model"), &out->model);
    if (!code)
        code = assay_tokenizer_normal_read(reading, assay_node_get(root, "normalizer"),
                                           &out->normal);
    if (!code)
        code = assay_tokenizer_split_read(reading, assay_node_get(root, "pre_tokenizer"),
                                          &out->split);
    if (!code)
        code = assay_tokenizer_added_read(reading, assay_node_get(root, "added_tokens"),
                                          &out->model.vocab, &out->added);
    if (!code)
        code = normalise_added(reading, out);
    return code ? code
                : assay_tokenizer_template_read(
                      reading, assay_node_get(root, "post_processor"), &out->template);
}

enum assay_code assay_tokenizer_parse(struct assay_str text, const char *name,
                                      struct assay_tokenizer **out,
                                      struct assay_error *err)
{
    struct assay_tokenizer *tokenizer = assay_memory_new(1, sizeof(*tokenizer));
    const struct tokenizer_reading reading = {name, &tokenizer->arena, err};
    struct assay_arena arena = {0};
    struct assay_node root;
    enum assay_code code = assay_json_parse(text, name, &arena, &root, err);

    *out = tokenizer;
    if (!code)
        code = read_parts(&reading, &root, tokenizer);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_tokenizer_read(const char *path, struct assay_tokenizer **out,
                                     struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_document_read(path, ASSAY_TOKENIZER_BYTES, &text, err);

    *out = NULL;
    if (!code)
        code = assay_tokenizer_parse(assay_buf_view(&text), path, out, err);
    assay_buf_release(&text);
    return code;
}

void assay_tokenizer_free(struct assay_tokenizer *tokenizer)
{
    if (!tokenizer)
        return;
    assay_tokenizer_steps_release(&tokenizer->normal);
    assay_tokenizer_steps_release(&tokenizer->split);
    assay_arena_release(&tokenizer->arena);
    free(tokenizer);
}

static void put_piece(const struct tokenizer_model *model, struct assay_str text,
                      struct tokenizer_ids *out)
{
    switch (model->kind) {
    case TOKENIZER_BPE:
        assay_tokenizer_bpe(model, text, out);
        break;
    case TOKENIZER_WORDPIECE:
        assay_tokenizer_wordpiece(model, text, out);
        break;
    case TOKENIZER_UNIGRAM:
        assay_tokenizer_unigram(model, text, out);
        break;
    }
}

/* A stretch without tokens that are looked for before normalisation. */
static enum assay_code put_stretch(const struct assay_tokenizer *tokenizer,
                                   struct tokenizer_piece stretch,
                                   struct tokenizer_ids *out, struct assay_error *err)
{
    struct tokenizer_pieces parts = {.arena = out->arena};
    enum assay_code code = assay_tokenizer_normalise(&tokenizer->normal, stretch.text,
                                                     out->arena, &stretch.text, err);

    if (code)
        return code;
    assay_tokenizer_added_split(&tokenizer->added, true, stretch, &parts);
    for (size_t i = 0; !code && i < parts.count; i++) {
        struct tokenizer_pieces pieces = {.arena = out->arena};

        if (parts.at[i].added >= 0) {
            assay_tokenizer_put(out, parts.at[i].added);
            continue;
        }
        code = assay_tokenizer_split(&tokenizer->split, parts.at[i], &pieces, err);
        for (size_t k = 0; !code && k < pieces.count; k++)
            put_piece(&tokenizer->model, pieces.at[k].text, out);
    }
    return code;
}

static enum assay_code encode_text(const struct assay_tokenizer *tokenizer,
                                   struct assay_str text, struct tokenizer_ids *out,
                                   struct assay_error *err)
{
    struct tokenizer_pieces stretches = {.arena = out->arena};
    const struct tokenizer_piece whole = {text, true, -1};
    enum assay_code code = ASSAY_OK;

    if (text.len > ASSAY_TOKENIZER_TEXT)
        return assay_fail(err, ASSAY_EDATA, "a text of more than %d bytes",
                          ASSAY_TOKENIZER_TEXT);
    assay_tokenizer_added_split(&tokenizer->added, false, whole, &stretches);
    for (size_t i = 0; !code && i < stretches.count; i++)
        if (stretches.at[i].added >= 0)
            assay_tokenizer_put(out, stretches.at[i].added);
        else
            code = put_stretch(tokenizer, stretches.at[i], out, err);
    return code;
}

static void put_out(struct assay_token_ids *out, int32_t id, uint8_t type)
{
    out->id[out->count] = id;
    out->type[out->count++] = type;
}

enum assay_code assay_tokenizer_encode(const struct assay_tokenizer *tokenizer,
                                       struct assay_tokenizer_input input,
                                       struct assay_arena *arena,
                                       struct assay_token_ids *out,
                                       struct assay_error *err)
{
    const struct tokenizer_template *template = &tokenizer->template;
    const struct tokenizer_part *parts = input.pair ? template->pair : template->single;
    const size_t count = input.pair ? template->pair_count : template->single_count;
    struct tokenizer_ids ids[2] = {{.arena = arena}, {.arena = arena}};
    size_t most = count;
    enum assay_code code = encode_text(tokenizer, input.text, &ids[0], err);

    if (!code && input.pair)
        code = encode_text(tokenizer, *input.pair, &ids[1], err);
    if (code)
        return code;
    for (size_t i = 0; i < count; i++)
        most += parts[i].id < 0 ? ids[parts[i].sequence].count : 0;
    out->count = 0;
    out->id = assay_arena_new(arena, most + 1, sizeof(*out->id));
    out->type = assay_arena_new(arena, most + 1, sizeof(*out->type));
    for (size_t i = 0; i < count; i++) {
        const struct tokenizer_ids *from = &ids[parts[i].sequence];

        if (parts[i].id >= 0 && input.special)
            put_out(out, parts[i].id, parts[i].type);
        for (size_t k = 0; parts[i].id < 0 && k < from->count; k++)
            put_out(out, from->at[k], parts[i].type);
    }
    return ASSAY_OK;
}

int32_t assay_tokenizer_id(const struct assay_tokenizer *tokenizer,
                           struct assay_str token)
{
    for (size_t i = 0; i < tokenizer->added.count; i++)
        if (assay_str_equal(tokenizer->added.at[i].content, token))
            return tokenizer->added.at[i].id;
    return assay_tokenizer_vocab_id(&tokenizer->model.vocab, token);
}

size_t assay_tokenizer_size(const struct assay_tokenizer *tokenizer)
{
    int32_t largest = tokenizer->model.vocab.largest;

    for (size_t i = 0; i < tokenizer->added.count; i++)
        if (tokenizer->added.at[i].id > largest)
            largest = tokenizer->added.at[i].id;
    return (size_t)largest + 1;
}

struct assay_str assay_tokenizer_spelling(const struct assay_tokenizer *tokenizer,
                                          int32_t id)
{
    const struct tokenizer_vocab *vocab = &tokenizer->model.vocab;

    if (id < 0)
        return (struct assay_str){"", 0};
    for (size_t i = 0; i < tokenizer->added.count; i++)
        if (tokenizer->added.at[i].id == id)
            return tokenizer->added.at[i].content;
    for (size_t i = 0; i < vocab->slots; i++)
        if (vocab->entry[i].text.ptr && vocab->entry[i].id == id)
            return vocab->entry[i].text;
    return (struct assay_str){"", 0};
}

static bool is_added(const struct assay_tokenizer *tokenizer, int32_t id)
{
    for (size_t i = 0; i < tokenizer->added.count; i++)
        if (tokenizer->added.at[i].id == id)
            return true;
    return false;
}

void assay_tokenizer_say(const struct assay_tokenizer *tokenizer, int32_t id,
                         struct assay_buf *out)
{
    const struct assay_str spelt = assay_tokenizer_spelling(tokenizer, id);
    const struct tokenizer_steps *split = &tokenizer->split;
    bool bytes = false;

    for (size_t i = 0; i < split->count; i++)
        bytes |= split->at[i].kind == TOKENIZER_BYTES;
    if (bytes && !is_added(tokenizer, id))
        assay_tokenizer_unspell(spelt, out);
    else
        assay_buf_add(out, spelt);
}

int32_t assay_tokenizer_front(const struct assay_tokenizer *tokenizer)
{
    const struct tokenizer_template *template = &tokenizer->template;

    return template->single_count > 0 ? template->single[0].id : -1;
}

int32_t assay_tokenizer_back(const struct assay_tokenizer *tokenizer)
{
    const struct tokenizer_template *template = &tokenizer->template;

    return template->single_count > 0 ? template->single[template->single_count - 1].id
                                      : -1;
}

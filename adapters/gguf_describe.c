/* gguf_describe.c - what a model is, how it is asked, and what was seen of the texts it got. */
#include "adapters/gguf_open.h"
#include "adapters/gguf_vocab.h"
#include "adapters/hf_words.h"

#include <llama.h>
#include <stdio.h>

enum {
    DESCRIPTION = 128
};

/* A map under way. */
struct map {
    struct assay_arena *arena;
    struct assay_node *node;
};

static struct map new_map(struct assay_arena *arena)
{
    return (struct map){arena, assay_node_map(arena)};
}

static void put(struct map map, const char *key, struct assay_node value)
{
    (void)assay_node_put(map.arena, map.node, key, value);
}

static void put_text(struct map map, const char *key, const char *text)
{
    put(map, key,
        assay_node_of_text(assay_str_is_utf8(assay_str_of(text))
                               ? assay_arena_copy(map.arena, assay_str_of(text))
                               : ASSAY_STR("(not UTF-8)")));
}

static void put_count(struct map map, const char *key, size_t n)
{
    put(map, key, assay_node_of_int((int64_t)n));
}

static const char *kind_of(const struct assay_gguf_model *model)
{
    static const char *const kinds[] = {"policy", "reward model", "encoder"};

    return model->kind == ASSAY_GGUF_ENCODER && model->labels > 0 ? "cross-encoder"
                                                                  : kinds[model->kind];
}

static void put_labels(struct map map, const struct assay_gguf_model *model)
{
    struct assay_node *list = assay_node_list(map.arena);

    put_count(map, "labels", model->labels);
    for (size_t i = 0; model->label && i < model->labels; i++)
        (void)assay_node_push(
            map.arena, list,
            assay_node_of_text(assay_arena_copy(map.arena, model->label[i])));
    if (model->label)
        put(map, "label_names", *list);
}

static void put_head(struct map map, const struct assay_gguf *gguf)
{
    const struct assay_gguf_model *model = gguf->model;
    struct map head = new_map(map.arena);

    if (model->kind != ASSAY_GGUF_SCORES)
        return;
    put_text(head, "from",
             gguf->head     ? gguf->head
             : model->words ? "the folder"
                            : "the model's metadata");
    if (model->head_sha256[0])
        put_text(head, "sha256", model->head_sha256);
    put_count(head, "layers", model->head.layers);
    if (model->padded)
        put_text(head, "read_at",
                 assay_arena_printf(map.arena,
                                    "the last token that is not %d, the padding",
                                    (int)model->pad));
    put(map, "head", *head.node);
}

static struct assay_node token_node(struct map map, const struct assay_gguf_model *model,
                                    int32_t token)
{
    const struct assay_str text = assay_gguf_name(model, token, map.arena);

    return text.len > 0 ? assay_node_of_string(assay_arena_printf(
                              map.arena, "%d %.*s", token, ASSAY_STR_ARG(text)))
                        : assay_node_null();
}

/* What libllama's vocabulary has beside a folder's. */
static void put_libllama(struct map tokenizer, const struct assay_gguf *gguf)
{
    const struct assay_gguf_model *model = gguf->model;
    const struct llama_vocab *vocab = llama_model_get_vocab(model->llama);
    char sha256[ASSAY_DIGEST_HEX];
    struct assay_error ignored; /* no GGUF file: another kind of tokenizer */

    if (assay_gguf_meta_tokenizer(gguf->path, sha256, &ignored) == ASSAY_OK)
        put_text(tokenizer, "sha256", sha256);
    put(tokenizer, "eot", token_node(tokenizer, model, llama_vocab_eot(vocab)));
    put(tokenizer, "sep", token_node(tokenizer, model, llama_vocab_sep(vocab)));
}

static void put_tokenizer(struct map map, const struct assay_gguf *gguf)
{
    static const char *const ends[] = {"auto", "add", "no"};
    const struct assay_gguf_model *model = gguf->model;
    struct map tokenizer = new_map(map.arena);

    if (!model->words)
        put_libllama(tokenizer, gguf);
    else if (model->words->tokenizer)
        put_text(tokenizer, "sha256", model->words->sha256);
    else
        put_text(tokenizer, "fault", "no tokenizer.json is there");
    put_count(tokenizer, "tokens", model->vocabulary);
    put(tokenizer, "bos", token_node(map, model, assay_gguf_bos(model)));
    put(tokenizer, "eos", token_node(map, model, assay_gguf_eos(model)));
    put(tokenizer, "add_bos", assay_node_of_bool(assay_gguf_adds_bos(model)));
    put(tokenizer, "add_eos", assay_node_of_bool(assay_gguf_adds_eos(model)));
    put_text(tokenizer, "option_bos", ends[gguf->bos]);
    put_text(tokenizer, "option_eos", ends[gguf->eos]);
    put(map, "tokenizer", *tokenizer.node);
}

/* What a short conversation becomes, or why it cannot be rendered. */
static void put_example(struct map map, const struct assay_gguf *gguf)
{
    static const struct assay_message message[] = {
        {{"user", 4}, {"How much is 2 + 2?", 18}}, {{"assistant", 9}, {"4", 1}}};
    const struct assay_dialogue dialogue = {message, 2, false};
    struct assay_buf text = {0};
    struct assay_gguf_tokens tokens;
    struct assay_error err = {0};
    enum assay_code code = assay_gguf_tokens_of(gguf->model, &gguf->template, dialogue,
                                                map.arena, &tokens, &err);

    if (code) {
        put_text(map, "refused", err.text);
        return;
    }
    assay_gguf_spell(gguf->model, tokens.at, tokens.count, &text);
    put_text(map, "example", text.len ? text.data : "");
    put_count(map, "example_tokens", tokens.count);
    put(map, "doubled_bos", assay_node_of_bool(tokens.doubled));
    put(map, "ends_text", assay_node_of_bool(!tokens.open));
    assay_buf_release(&text);
}

static void put_template(struct map map, const struct assay_gguf *gguf)
{
    const struct assay_gguf_template *template = &gguf->template;
    struct map node = new_map(map.arena);
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char sha256[ASSAY_DIGEST_HEX];

    put_text(node, "from",
             template->from ? template->from
             : gguf->model->kind == ASSAY_GGUF_ENCODER
                 ? "none: a pair of prompt and completion"
             : template->whole ? "none: texts without a break"
                               : "none: texts a line apart");
    if (gguf->template_fault)
        put_text(node, "fault", gguf->template_fault);
    if (template->source.len > 0) {
        assay_digest_of(template->source, digest);
        assay_digest_hex(digest, sha256);
        put_text(node, "sha256", sha256);
        put(node, "renders", assay_node_of_bool(template->jinja != NULL));
    }
    if (template->jinja || !gguf->template_fault)
        put_example(node, gguf);
    put(map, "template", *node.node);
}

/* Where a process reward model tells a step's number, and which. */
static void put_steps(struct map map, const struct assay_gguf *gguf)
{
    static const char *const how[] = {"none", "mark", "piece", "turn", "prefix"};
    const struct assay_gguf_steps *steps = &gguf->steps;
    struct map node = new_map(map.arena);

    if (steps->how == ASSAY_GGUF_STEPS_NONE)
        return;
    put_text(node, "read_at", how[steps->how]);
    if (steps->how == ASSAY_GGUF_STEPS_MARK)
        put(node, "mark", token_node(map, gguf->model, steps->mark_token));
    if (steps->token_count > 0)
        put(node, "good", token_node(map, gguf->model, steps->token[0]));
    if (steps->token_count > 1)
        put(node, "bad", token_node(map, gguf->model, steps->token[1]));
    if (gguf->model->labels > 0 && steps->how != ASSAY_GGUF_STEPS_PREFIX)
        put_count(node, "label", steps->number);
    put(map, "steps", *node.node);
}

/* What the weights are, and what follows from it for numbers that are to be exact. */
static void put_weights(struct map map, const struct assay_gguf *gguf)
{
    const struct assay_gguf_model *model = gguf->model;
    struct map node = new_map(map.arena);

    put_text(node, "stored", model->stored);
    put_text(node, "computed", model->rounding ? "as stored" : "f32");
    if (model->rounding && gguf->precision == 0)
        put_text(node, "moves",
                 assay_arena_printf(
                     map.arena,
                     "what such weights are multiplied with is rounded to %s: "
                     "%s by up to about %s; with dtype=f32 by %s",
                     model->rounding,
                     assay_gguf_orderless()
                         ? "order and batching move no score, another machine, "
                           "build or program may"
                         : "order and batching may move a score",
                     assay_gguf_moves(model->rounding), assay_gguf_moves(NULL)));
    put(map, "weights", *node.node);
}

static void put_seen(struct map map, const struct assay_gguf *gguf)
{
    static const char *const side[] = {NULL, "left", "right"};
    const struct assay_gguf_seen *seen = gguf->seen;
    struct map node = new_map(map.arena);

    if (atomic_load(&seen->texts) + atomic_load(&seen->too_long) == 0)
        return;
    put_count(node, "asked", atomic_load(&seen->texts));
    put_count(node, "doubled_bos", atomic_load(&seen->doubled));
    put_count(node, "no_end_of_text", atomic_load(&seen->open));
    put_count(node, "cut", atomic_load(&seen->cut));
    if (gguf->truncate != ASSAY_GGUF_CUT_NO)
        put_text(node, "truncate", side[gguf->truncate]);
    put_count(node, "too_long", atomic_load(&seen->too_long));
    put_count(node, "beside_others", atomic_load(&seen->shared));
    put_count(node, "most_tokens", atomic_load(&seen->most));
    put(map, "texts", *node.node);
}

static void put_written(struct map map, const struct assay_gguf_seen *seen)
{
    struct map node = new_map(map.arena);

    if (atomic_load(&seen->written) == 0)
        return;
    put_count(node, "texts", atomic_load(&seen->written));
    put_count(node, "tokens", atomic_load(&seen->tokens));
    put_count(node, "not_ended_by_the_model", atomic_load(&seen->unended));
    put(map, "written", *node.node);
}

void assay_gguf_facts(const void *state, struct assay_arena *arena,
                      struct assay_node *out)
{
    const struct assay_gguf *gguf = state;
    const struct assay_gguf_model *model = gguf->model;
    const struct map map = {arena, out};
    char description[DESCRIPTION] = "";

    (void)llama_model_desc(model->llama, description, sizeof(description));
    put_text(map, "kind", kind_of(model));
    put_text(map, "architecture", model->architecture);
    put_text(map, "description", description);
    put_count(map, "parameters", model->parameters + assay_head_numbers(&model->head));
    put_labels(map, model);
    put_head(map, gguf);
    put_count(map, "layers", model->blocks);
    put_count(map, "width", model->width);
    put_count(map, "context", model->context);
    put_count(map, "max_length", gguf->max_length);
    put_text(map, "precision",
             gguf->precision == 0 ? "exact: f32 keys and values, no flash attention"
                                  : "fast: keys, values and attention as libllama likes");
    put_weights(map, gguf);
    put_text(map, "engine",
             assay_arena_printf(arena, "libllama %s", assay_gguf_library()));
    put_tokenizer(map, gguf);
    put_template(map, gguf);
    put_steps(map, gguf);
    put_seen(map, gguf);
    put_written(map, gguf->seen);
}

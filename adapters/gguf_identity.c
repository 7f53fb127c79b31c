/* gguf_identity.c - what the answers of a model depend on, and the files that it is made of. */
#include "adapters/gguf_open.h"
#include "adapters/gguf_parts.h"
#include "adapters/hf_words.h"
#include "adapters/identity.h"

#include <llama.h>
#include <string.h>

enum {
    DESCRIPTION = 128
};

/* ---- files ---- */

static bool names_a_file(const char *template)
{
    return strcmp(template, "model") != 0 && strcmp(template, "none") != 0 &&
           strcmp(template, "joined") != 0;
}

const char *assay_gguf_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena)
{
    const struct assay_gguf *gguf = state;
    const size_t parts = assay_gguf_part_count(target) - 1; /* beside the target */
    const char *files[2];
    size_t n = 0;

    if (i < parts)
        return assay_gguf_part(target, i + 1, arena);
    if (gguf->head)
        files[n++] = assay_head_file(gguf->head, arena);
    if (names_a_file(gguf->template_word))
        files[n++] = gguf->template_word;
    return i - parts < n ? files[i - parts] : NULL;
}

/* ---- the model ---- */

/* All numbers and words of the model; what was loaded is what was hashed. */
static enum assay_code put_weights(const struct assay_gguf *gguf,
                                   const struct assay_hashes *known,
                                   struct assay_arena *arena, struct assay_node *map,
                                   struct assay_error *err)
{
    const size_t parts = gguf->model->words ? 1 : assay_gguf_part_count(gguf->path);
    struct assay_node *weights = assay_node_map(arena);
    enum assay_code code =
        assay_identity_hash(known, gguf->path, arena, weights, "sha256", err);

    for (size_t i = 1; !code && i < parts; i++)
        code = assay_identity_hash(known, assay_gguf_part(gguf->path, i, arena), arena,
                                   weights, assay_arena_printf(arena, "part_%zu", i + 1),
                                   err);
    assay_node_put(arena, map, "weights", *weights);
    return code;
}

static enum assay_code put_tokenizer(const struct assay_gguf *gguf,
                                     struct assay_arena *arena, struct assay_node *map,
                                     struct assay_error *err)
{
    char sha256[ASSAY_DIGEST_HEX];
    enum assay_code code;

    if (gguf->model->words) {
        assay_node_put_copy(arena, map, "tokenizer_sha256",
                            assay_str_of(gguf->model->words->sha256));
        return ASSAY_OK;
    }
    code = assay_gguf_meta_tokenizer(gguf->path, sha256, err);
    if (!code)
        assay_node_put_copy(arena, map, "tokenizer_sha256", assay_str_of(sha256));
    return code;
}

/* A head beside the model, by its file and the array in it. */
static void put_head(const struct assay_gguf *gguf, struct assay_arena *arena,
                     struct assay_node *map)
{
    const size_t file = gguf->head ? strlen(assay_head_file(gguf->head, arena)) : 0;

    if (!gguf->head)
        return;
    assay_node_put_copy(arena, map, "head_sha256",
                        assay_str_of(gguf->model->head_sha256));
    assay_node_put_copy(arena, map, "head_array",
                        assay_str_of(gguf->head[file] ? gguf->head + file + 1 : ""));
}

static void put_template(const struct assay_gguf *gguf, struct assay_arena *arena,
                         struct assay_node *map)
{
    const struct assay_gguf_template *template = &gguf->template;

    assay_node_put_copy(arena, map, "texts",
                        assay_str_of(template->jinja   ? "template"
                                     : template->whole ? "joined"
                                     : gguf->model->kind == ASSAY_GGUF_ENCODER &&
                                             strcmp(gguf->template_word, "model") == 0
                                         ? "pair"
                                         : "lines"));
    if (template->jinja)
        assay_identity_hash_text(arena, map, "template_sha256", template->source);
}

enum assay_code assay_gguf_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err)
{
    const struct assay_gguf *gguf = state;
    struct assay_node *engine = assay_node_map(arena);
    char description[DESCRIPTION] = "";
    enum assay_code code;

    (void)llama_model_desc(gguf->model->llama, description, sizeof(description));
    assay_node_put_copy(arena, out->map, "model", assay_str_of(description));
    code = put_weights(gguf, known, arena, out->map, err);
    if (!code)
        code = put_tokenizer(gguf, arena, out->map, err);
    if (!code)
        code = assay_gguf_engine_tell(arena, engine, err);
    put_head(gguf, arena, out->map);
    put_template(gguf, arena, out->map);
    if (gguf->precision != 0) /* what is summed by whom may follow from it */
        assay_node_put(arena, out->map, "threads",
                       assay_node_of_int((int64_t)gguf->threads));
    assay_node_put(arena, out->map, "engine", *engine);
    return code;
}

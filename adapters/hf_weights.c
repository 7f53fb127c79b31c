#include "adapters/hf_weights.h"

#include "harness/core/file.h"
#include "harness/core/json.h"

#include <stdio.h>
#include <string.h>

enum {
    NAME_MAX_BYTES = 256
};

static enum assay_code map_one(const char *folder, struct assay_str file,
                               struct assay_arena *arena, struct assay_hf_weights *out,
                               struct assay_error *err)
{
    const char *path = assay_arena_printf(arena, "%s/%.*s", folder, ASSAY_STR_ARG(file));

    return assay_tensors_map(path, &out->shard[out->count++], err);
}

/* A plain name: nothing outside the folder is opened. */
static bool is_plain(struct assay_str file)
{
    return file.len > 0 && file.len < NAME_MAX_BYTES && file.ptr[0] != '.' &&
           !memchr(file.ptr, '/', file.len) && !memchr(file.ptr, '\0', file.len);
}

/* An index, and the files that it has named so far. */
struct index {
    const char *path;
    struct assay_str *files; /* (shards,) */
};

/* The shard of a file, opened when it is first named. */
static enum assay_code shard_of(const struct index *index, struct assay_str file,
                                struct assay_arena *arena, struct assay_hf_weights *out,
                                size_t *shard, struct assay_error *err)
{
    for (*shard = 0; *shard < out->count; (*shard)++)
        if (assay_str_equal(index->files[*shard], file))
            return ASSAY_OK;
    if (!is_plain(file))
        return assay_fail(err, ASSAY_EDATA, "%s: \"%.*s\" is no file of the folder",
                          index->path, ASSAY_STR_ARG(file));
    if (out->count == ASSAY_HF_SHARDS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d files", index->path,
                          ASSAY_HF_SHARDS_MAX);
    index->files[*shard] = file;
    return map_one(out->folder, file, arena, out, err);
}

static enum assay_code open_shards(const char *path, const struct assay_node *root,
                                   struct assay_arena *arena,
                                   struct assay_hf_weights *out, struct assay_error *err)
{
    const struct assay_node *map = assay_node_get(root, "weight_map");
    const size_t n = assay_node_count(map);
    const struct index index = {path,
                                assay_arena_new(arena, n + 1, sizeof(struct assay_str))};
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(map, ASSAY_NODE_MAP) || n == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: no \"weight_map\"", path);
    out->shard = assay_arena_new(arena, n, sizeof(*out->shard));
    for (size_t i = 0; !code && i < n; i++) {
        const struct assay_member *member = &map->as.map.at[i];
        size_t shard;

        code = shard_of(&index, assay_node_text(&member->value), arena, out, &shard, err);
        if (!code && !assay_tensors_find(&out->shard[shard], member->key))
            code =
                assay_fail(err, ASSAY_EDATA, "%s: array %.*s is not in %.*s", path,
                           ASSAY_STR_ARG(member->key), ASSAY_STR_ARG(index.files[shard]));
    }
    return code;
}

enum assay_code assay_hf_weights_open(const char *folder, struct assay_arena *arena,
                                      struct assay_hf_weights *out,
                                      struct assay_error *err)
{
    const char *index =
        assay_arena_printf(arena, "%s/model.safetensors.index.json", folder);
    const char *single = assay_arena_printf(arena, "%s/model.safetensors", folder);
    struct assay_node root;
    enum assay_code code;

    *out = (struct assay_hf_weights){.folder = assay_arena_printf(arena, "%s", folder)};
    if (assay_file_exists(single)) {
        out->shard = assay_arena_new(arena, 1, sizeof(*out->shard));
        return map_one(folder, ASSAY_STR("model.safetensors"), arena, out, err);
    }
    if (!assay_file_exists(index))
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: neither model.safetensors nor "
                          "model.safetensors.index.json is there",
                          folder);
    code = assay_json_read(index, arena, &root, err);
    return code ? code : open_shards(index, &root, arena, out, err);
}

void assay_hf_weights_release(struct assay_hf_weights *weights)
{
    for (size_t i = 0; i < weights->count; i++)
        assay_tensors_release(&weights->shard[i]);
    weights->count = 0;
}

static const struct assay_tensor *find(const struct assay_hf_weights *weights,
                                       struct assay_str name)
{
    const struct assay_tensor *found = NULL;

    for (size_t i = 0; !found && i < weights->count; i++)
        found = assay_tensors_find(&weights->shard[i], name);
    return found;
}

const struct assay_tensor *assay_hf_weights_find(const struct assay_hf_weights *weights,
                                                 const char *name)
{
    static const char *const old[][2] = {{"LayerNorm.weight", "LayerNorm.gamma"},
                                         {"LayerNorm.bias", "LayerNorm.beta"}};
    const struct assay_str text = assay_str_of(name);
    const struct assay_tensor *found = find(weights, text);
    char other[NAME_MAX_BYTES];

    for (size_t i = 0; !found && i < 2; i++) {
        const size_t tail = strlen(old[i][0]);

        if (text.len < tail || strcmp(name + text.len - tail, old[i][0]) != 0)
            continue;
        (void)snprintf(other, sizeof(other), "%.*s%s", (int)(text.len - tail), name,
                       old[i][1]);
        found = find(weights, assay_str_of(other));
    }
    return found;
}

/* rollout_state.c - what of a rollout log is remembered from record to record, and records held against it. */
#include "harness/core/memory.h"
#include "harness/core/rollout_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void assay_rollout_state_init(struct rollout_state *state, const char *path)
{
    const char *slash = strrchr(path, '/');

    memset(state, 0, sizeof(*state));
    state->path = assay_memory_copy(path);
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        state->seen[i].words = 2;
    state->files.folder = assay_arena_copy(
        &state->files.arena,
        (struct assay_str){path, slash ? (size_t)(slash - path) + 1 : 0});
}

void assay_rollout_state_release(struct rollout_state *state)
{
    assay_rollout_files_release(&state->files);
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        assay_keys_release(&state->seen[i]);
    free(state->path);
}

static enum assay_code find_kind(const struct rollout_check *check,
                                 struct assay_rollout_record *record,
                                 struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(record->node, "k");

    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        if (assay_str_equal(assay_node_text(node),
                            assay_str_of(assay_rollout_kind_words[i]))) {
            record->kind = (enum assay_rollout_kind)i;
            return ASSAY_OK;
        }
    return assay_rollout_fail(
        err, check, NULL,
        "no record of a rollout log: \"k\" is %s meta, group, ckpt, mdp",
        node ? "none of" : "missing, one of");
}

static enum assay_code check_version(const struct rollout_check *check,
                                     const struct assay_node *meta,
                                     struct assay_error *err)
{
    const int64_t v = assay_node_get(meta, "v")->as.integer;

    return v == ASSAY_ROLLOUT_VERSION
               ? ASSAY_OK
               : assay_rollout_fail(err, check, NULL,
                                    "version %" PRId64 "; this program reads version %d",
                                    v, ASSAY_ROLLOUT_VERSION);
}

static const char *const key_words[] = {
    [ASSAY_ROLLOUT_META] = "another meta record has this run",
    [ASSAY_ROLLOUT_GROUP] = "another group has this suite, id and ckpt",
    [ASSAY_ROLLOUT_CKPT] = "another ckpt record has this run and step",
    [ASSAY_ROLLOUT_MDP] = "another mdp record has this id",
};

static enum assay_code remember(struct rollout_state *state,
                                const struct rollout_check *check,
                                const struct assay_rollout_record *record,
                                struct assay_error *err)
{
    struct assay_keys *seen = &state->seen[record->kind];
    uint64_t key[2];
    uint32_t value = (uint32_t)seen->count;

    if (seen->count == ASSAY_KEYS_MAX)
        return assay_rollout_fail(err, check, NULL, "more than %d records",
                                  ASSAY_KEYS_MAX);
    assay_rollout_key(record, key);
    return assay_keys_add(seen, key, &value)
               ? ASSAY_OK
               : assay_rollout_fail(err, check, NULL, "%s", key_words[record->kind]);
}

enum assay_code assay_rollout_state_take(struct rollout_state *state,
                                         struct assay_rollout_record *record,
                                         struct assay_error *err)
{
    struct rollout_check check = {
        .path = state->path, .line = record->line, .files = &state->files};
    enum assay_code code = find_kind(&check, record, err);

    if (!code)
        code = assay_rollout_check_record(&check, record->kind, record->node, err);
    if (!code && record->kind == ASSAY_ROLLOUT_META)
        code = check_version(&check, record->node, err);
    if (!code && record->kind == ASSAY_ROLLOUT_META)
        code = assay_rollout_files_add(&state->files, &check, record->node, err);
    if (!code)
        code = remember(state, &check, record, err);
    return code;
}

static const char *const keys_of[][3] = {
    [ASSAY_ROLLOUT_META] = {"run", NULL, NULL},
    [ASSAY_ROLLOUT_GROUP] = {"suite", "id", "ckpt"},
    [ASSAY_ROLLOUT_CKPT] = {"run", "step", NULL},
    [ASSAY_ROLLOUT_MDP] = {"id", NULL, NULL},
};

void assay_rollout_key_of(const struct assay_node *node, const char *const fields[],
                          size_t n, uint64_t key[2])
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    struct assay_digest *digest = assay_digest_new();

    for (size_t i = 0; i < n && fields[i]; i++) {
        const struct assay_node *value = assay_node_get(node, fields[i]);
        const struct assay_str text = assay_node_text(value);
        const uint64_t head[2] = {value ? (uint64_t)value->type : 0,
                                  value && value->type == ASSAY_NODE_INT
                                      ? (uint64_t)value->as.integer
                                      : text.len};

        assay_digest_add(digest, head, sizeof(head));
        if (text.len)
            assay_digest_add(digest, text.ptr, text.len);
    }
    assay_digest_finish(digest, hash);
    memcpy(key, hash, 2 * sizeof(*key));
}

void assay_rollout_key(const struct assay_rollout_record *record, uint64_t key[2])
{
    assay_rollout_key_of(record->node, keys_of[record->kind], 3, key);
}

struct assay_rollout_checker {
    struct rollout_state state;
};

struct assay_rollout_checker *assay_rollout_checker_new(const char *path)
{
    struct assay_rollout_checker *checker = assay_memory_new(1, sizeof(*checker));

    assay_rollout_state_init(&checker->state, path);
    return checker;
}

void assay_rollout_checker_free(struct assay_rollout_checker *checker)
{
    if (!checker)
        return;
    assay_rollout_state_release(&checker->state);
    free(checker);
}

enum assay_code assay_rollout_checker_take(struct assay_rollout_checker *checker,
                                           struct assay_rollout_record *record,
                                           struct assay_error *err)
{
    return assay_rollout_state_take(&checker->state, record, err);
}

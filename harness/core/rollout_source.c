#include "harness/core/rollout_source.h"

#include "harness/core/records.h"

#include <stdio.h>
#include <string.h>

static const struct assay_rollout_source *const sources[] = {
#define ROLLOUT_SOURCE(symbol) &(symbol),
#include "harness/core/rollout_sources.def"
#undef ROLLOUT_SOURCE
};

enum {
    SOURCES = sizeof(sources) / sizeof(sources[0]),
    ID_DIGITS = 16
};

const struct assay_rollout_source *assay_rollout_source_at(size_t i)
{
    return i < SOURCES ? sources[i] : NULL;
}

const struct assay_rollout_source *assay_rollout_source_find(const char *name)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (strcmp(sources[i]->name, name) == 0)
            return sources[i];
    return NULL;
}

enum assay_code assay_rollout_source_detect(const char *path,
                                            const struct assay_rollout_source **out,
                                            struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = path, .words = true};
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    enum assay_code code = assay_records_open(&setting, &records, err);

    *out = NULL;
    if (!code)
        code = assay_records_next(records, &arena, &record, err);
    for (size_t i = 0; !code && record && !*out && i < SOURCES; i++)
        if (sources[i]->is(record))
            *out = sources[i];
    if (!code && !*out)
        code = assay_fail(err, ASSAY_EDATA,
                          "%s: of no tool whose rollouts are known; name one by --format",
                          path);
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

static void put_text(struct rollout_made *made, const char *key, const char *text)
{
    if (text)
        (void)assay_node_put(made->arena, made->group, key, assay_node_of_string(text));
}

static struct assay_str id_of(struct assay_str prompt, struct assay_arena *arena)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    assay_digest_of(prompt, digest);
    assay_digest_hex(digest, hex);
    return assay_arena_copy(arena, (struct assay_str){hex, ID_DIGITS});
}

void assay_rollout_made_begin(struct rollout_made *made,
                              const struct assay_rollout_import *import,
                              const struct assay_node *prompt, struct assay_str id,
                              struct assay_arena *arena)
{
    *made = (struct rollout_made){arena, assay_node_map(arena), assay_node_list(arena)};
    put_text(made, "k", "group");
    if (id.len == 0)
        id = id_of(assay_node_text(prompt), arena);
    (void)assay_node_put(arena, made->group, "id", assay_node_of_text(id));
    put_text(made, "suite", import->suite);
    put_text(made, "run", import->run);
    put_text(made, "ckpt", import->ckpt);
    if (assay_node_is(prompt, ASSAY_NODE_TEXT))
        (void)assay_node_put(arena, made->group, "prompt", *prompt);
}

void assay_rollout_made_put(struct assay_arena *arena, struct assay_node *map,
                            const char *key, const struct assay_node *value)
{
    if (value && !assay_node_is(value, ASSAY_NODE_NULL))
        (void)assay_node_put(arena, map, key, *value);
}

struct assay_node *assay_rollout_made_response(struct rollout_made *made)
{
    struct assay_node *response = assay_node_map(made->arena);

    (void)assay_node_put(made->arena, response, "id",
                         assay_node_of_string(assay_arena_printf(
                             made->arena, "r%zu", assay_node_count(made->responses))));
    return response;
}

void assay_rollout_made_add(struct rollout_made *made, const struct assay_node *response)
{
    (void)assay_node_push(made->arena, made->responses, *response);
}

const struct assay_node *assay_rollout_made_end(struct rollout_made *made)
{
    (void)assay_node_put(made->arena, made->group, "responses", *made->responses);
    return made->group;
}

/* A whole number, or a text that spells one. */
static bool step_of(const struct assay_node *node, double *step)
{
    return (assay_node_number(node, step) ||
            assay_str_number(assay_node_text(node), step)) &&
           *step >= 0.0 && *step <= 9007199254740992.0;
}

enum assay_code assay_rollout_made_step(struct rollout_made *made,
                                        const struct assay_rollout_import *import,
                                        const struct assay_field_source *source,
                                        const struct assay_node *rows,
                                        struct assay_error *err)
{
    double first, other;

    if (!step_of(assay_node_get(assay_node_at(rows, 0), "step"), &first))
        return ASSAY_OK;
    for (size_t i = 1; i < assay_node_count(rows); i++)
        if (!step_of(assay_node_get(assay_node_at(rows, i), "step"), &other) ||
            !(other >= first && other <= first))
            return assay_field_fail(
                err, source, "step",
                "rows with one prompt have several steps; convert one file a step");
    (void)assay_node_put(made->arena, made->group, "step",
                         assay_node_of_int((int64_t)first));
    if (!import->ckpt)
        put_text(made, "ckpt", assay_arena_printf(made->arena, "%.0f", first));
    return ASSAY_OK;
}

static bool is_one_of(struct assay_str key, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (assay_str_equal(key, assay_str_of(words[i])))
            return true;
    return false;
}

void assay_rollout_made_rewards(struct rollout_made *made, const struct assay_node *row,
                                const char *const *skip, struct assay_node *response)
{
    struct assay_node *rewards = assay_node_map(made->arena);
    double ignored;

    for (size_t i = 0; i < assay_node_count(row); i++) {
        const struct assay_member *member = &row->as.map.at[i];

        if (member->key.len > 0 && !is_one_of(member->key, skip) &&
            assay_node_number(&member->value, &ignored))
            (void)assay_node_put_view(made->arena, rewards, member->key, member->value);
    }
    if (assay_node_count(rewards) > 0)
        (void)assay_node_put(made->arena, response, "reward", *rewards);
}

void assay_rollout_made_flag(struct rollout_made *made, struct assay_node *response,
                             const char *key, const struct assay_node *value)
{
    double x;

    if (assay_node_is(value, ASSAY_NODE_BOOL))
        x = value->as.truth;
    else if (!assay_node_number(value, &x) || (x < 1.0 && x > 0.0) || x > 1.0 || x < 0.0)
        return;
    (void)assay_node_put(made->arena, response, key, assay_node_of_int((int64_t)x));
}

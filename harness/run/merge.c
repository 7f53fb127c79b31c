#include "harness/run/merge.h"

#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/run/audit.h"
#include "harness/run/plan.h"

#include <string.h>

static const char *text_of(const struct assay_node *node, const char *key)
{
    const struct assay_str text = assay_node_text(assay_node_get(node, key));

    return text.len > 0 ? text.ptr : "";
}

/* The shard that a run is; count 0: none. */
static struct assay_shard shard_of(const struct assay_node *run)
{
    const struct assay_node *shard = assay_node_get(run, "shard");
    const struct assay_node *number = assay_node_get(shard, "number");
    const struct assay_node *of = assay_node_get(shard, "of");
    struct assay_shard out = {0};

    if (!assay_node_is(number, ASSAY_NODE_INT) || !assay_node_is(of, ASSAY_NODE_INT) ||
        number->as.integer < 1 || number->as.integer > of->as.integer ||
        of->as.integer > ASSAY_SHARDS_MAX)
        return out;
    return (struct assay_shard){(size_t)number->as.integer - 1, (size_t)of->as.integer};
}

static enum assay_code check_alone(const struct assay_stored *stored,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const char *path = assay_arena_printf(arena, "%s/items.jsonl", stored->directory);
    const char *want = text_of(stored->run, "items_sha256");
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code;

    if (shard_of(stored->run).count == 0)
        return assay_fail(err, ASSAY_EUSAGE, "%s: is no shard (assay %s --shard I/N)",
                          stored->directory, assay_stored_command(stored->run));
    if (strcmp(text_of(stored->run, "status"), "complete") != 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s: is %s, not complete; to go on: assay %s --resume %s",
                          stored->directory, text_of(stored->run, "status"),
                          assay_stored_command(stored->run), stored->directory);
    code = assay_digest_file(path, hex, err);
    if (!code && strcmp(hex, want) != 0)
        code = assay_fail(err, ASSAY_EDATA,
                          "%s: its SHA-256 is %s, and was %s when the shard was done",
                          path, hex, want);
    return code;
}

static bool same_text(const struct assay_node *a, const struct assay_node *b,
                      const char *key)
{
    return assay_str_equal(assay_node_text(assay_node_get(a, key)),
                           assay_node_text(assay_node_get(b, key)));
}

/* The data that two shards read, and what they made of them. */
static enum assay_code compare_suite(const struct assay_stored *a,
                                     const struct assay_stored *b, size_t n,
                                     struct assay_error *err)
{
    const struct assay_node *x = assay_node_at(assay_node_get(a->run, "suites"), n);
    const struct assay_node *y = assay_node_at(assay_node_get(b->run, "suites"), n);
    const struct assay_node *from = assay_node_get(x, "sources");
    const struct assay_node *to = assay_node_get(y, "sources");

    for (size_t i = 0; i < assay_node_count(from); i++)
        if (!same_text(assay_node_at(from, i), assay_node_at(to, i), "sha256"))
            return assay_fail(err, ASSAY_EDATA, "%s: %s was not the file that %s read",
                              b->directory, text_of(assay_node_at(from, i), "path"),
                              a->directory);
    if (assay_node_count(from) != assay_node_count(to) || !same_text(x, y, "part") ||
        !same_text(x, y, "answers"))
        return assay_fail(err, ASSAY_EDATA, "%s: %s was not read as in %s", b->directory,
                          text_of(x, "label"), a->directory);
    return ASSAY_OK;
}

static enum assay_code compare(const struct assay_stored *a, const struct assay_stored *b,
                               struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_shard x = shard_of(a->run), y = shard_of(b->run);
    struct assay_plan plan = {.node = assay_arena_new(arena, 1, sizeof(*plan.node))};
    enum assay_code code = ASSAY_OK;

    *plan.node = assay_node_get(a->run, "plan") ? *assay_node_get(a->run, "plan")
                                                : assay_node_null();
    if (!same_text(a->run, b->run, "plan_sha256"))
        code =
            assay_plan_compare(&plan, assay_node_get(b->run, "plan"),
                               assay_arena_printf(arena, "%s is of another plan than %s",
                                                  b->directory, a->directory),
                               err);
    if (!code && x.count != y.count)
        code = assay_fail(err, ASSAY_EUSAGE, "%s: shard %zu/%zu, and %s is shard %zu/%zu",
                          b->directory, y.index + 1, y.count, a->directory, x.index + 1,
                          x.count);
    for (size_t i = 0; !code && i < assay_node_count(assay_node_get(a->run, "suites"));
         i++)
        code = compare_suite(a, b, i, err);
    return code;
}

static enum assay_code check_all_there(const struct assay_merge *merge,
                                       struct assay_error *err)
{
    struct assay_buf missing = {.ceiling = 200};
    enum assay_code code = ASSAY_OK;
    size_t n = 0;

    for (size_t i = 0; i < merge->count; i++)
        if (!merge->run[i].directory)
            assay_buf_printf(&missing, "%s%zu", n++ ? ", " : "", i + 1);
    if (n)
        code = assay_fail(err, ASSAY_EUSAGE, "shard%s %s%s of %zu %s missing",
                          n > 1 ? "s" : "", missing.data, missing.over ? "..." : "",
                          merge->count, n > 1 ? "are" : "is");
    assay_buf_release(&missing);
    return code;
}

enum assay_code assay_merge_read(const char *const *directories, size_t n,
                                 struct assay_arena *arena, struct assay_merge *out,
                                 struct assay_error *err)
{
    struct assay_stored first = {0};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_merge){0};
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_stored stored, *place;
        struct assay_shard shard;

        code = assay_stored_read(directories[i], arena, &stored, err);
        if (!code)
            code = check_alone(&stored, arena, err);
        if (code)
            return code;
        shard = shard_of(stored.run);
        if (i == 0) {
            first = stored;
            out->count = shard.count;
            out->run = assay_arena_new(arena, shard.count, sizeof(*out->run));
        }
        code = compare(&first, &stored, arena, err);
        if (code)
            return code;
        place = &out->run[shard.index];
        if (place->directory)
            return assay_fail(err, ASSAY_EUSAGE, "%s: shard %zu/%zu again, as %s",
                              stored.directory, shard.index + 1, shard.count,
                              place->directory);
        *place = stored;
    }
    return code ? code : check_all_there(out, err);
}

struct assay_node assay_merge_node(const struct assay_merge *merge,
                                   struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < merge->count; i++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "shard", assay_node_of_int((int64_t)i + 1));
        assay_node_put(arena, map, "items_sha256",
                       assay_node_of_string(text_of(merge->run[i].run, "items_sha256")));
        assay_node_push(arena, list, *map);
    }
    return *list;
}

const struct assay_node *assay_merge_suite(const struct assay_merge *merge, size_t shard,
                                           size_t n)
{
    return assay_node_at(assay_node_get(merge->run[shard].run, "suites"), n);
}

static bool holds(const struct assay_node *list, const struct assay_node *text)
{
    for (size_t i = 0; i < assay_node_count(list); i++)
        if (assay_node_equal(assay_node_at(list, i), text))
            return true;
    return false;
}

struct assay_node assay_merge_notes(const struct assay_merge *merge, size_t n,
                                    struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < merge->count; i++) {
        const struct assay_node *notes =
            assay_node_get(assay_merge_suite(merge, i, n), "notes");

        for (size_t k = 0; k < assay_node_count(notes); k++)
            if (!holds(list, assay_node_at(notes, k)))
                assay_node_push(arena, list, *assay_node_at(notes, k));
    }
    return *list;
}

/* Counts of two maps of texts, added up; a number of the most is the larger one. */
static struct assay_node add_counts(const struct assay_node *a,
                                    const struct assay_node *b, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(a); i++) {
        const struct assay_member *member = &a->as.map.at[i];
        const struct assay_node *other = assay_node_find(b, member->key);
        struct assay_node value = member->value;

        if (assay_node_is(&value, ASSAY_NODE_INT) && assay_node_is(other, ASSAY_NODE_INT))
            value.as.integer = !assay_str_starts(member->key, ASSAY_STR("most_"))
                                   ? value.as.integer + other->as.integer
                               : value.as.integer > other->as.integer ? value.as.integer
                                                                      : other->as.integer;
        assay_node_put_view(arena, map, member->key, value);
    }
    return *map;
}

static bool counts_texts(struct assay_str key)
{
    return assay_str_equal(key, ASSAY_STR("texts")) ||
           assay_str_equal(key, ASSAY_STR("written"));
}

/* Counts that one of two has, since the other had nothing to ask. */
static void put_others(struct assay_node *map, const struct assay_node *from,
                       struct assay_arena *arena)
{
    for (size_t i = 0; i < assay_node_count(from); i++) {
        const struct assay_member *member = &from->as.map.at[i];

        if (counts_texts(member->key) && !assay_node_find(map, member->key))
            assay_node_put_view(arena, map, member->key, member->value);
    }
}

/* What two say alike, with the counts of both. */
static struct assay_node join_facts(const struct assay_node *a,
                                    const struct assay_node *b, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(a); i++) {
        const struct assay_member *member = &a->as.map.at[i];
        const struct assay_node *other = assay_node_find(b, member->key);

        if (!other || !assay_node_is(&member->value, ASSAY_NODE_MAP) ||
            !assay_node_is(other, ASSAY_NODE_MAP)) {
            if (other && assay_node_equal(&member->value, other))
                assay_node_put_view(arena, map, member->key, member->value);
            continue;
        }
        assay_node_put_view(arena, map, member->key,
                            counts_texts(member->key)
                                ? add_counts(&member->value, other, arena)
                                : join_facts(&member->value, other, arena));
    }
    put_others(map, a, arena);
    put_others(map, b, arena);
    return *map;
}

struct assay_node assay_merge_facts(const struct assay_merge *merge, size_t n,
                                    struct assay_arena *arena)
{
    struct assay_node out = *assay_node_map(arena);
    bool any = false;

    for (size_t i = 0; i < merge->count; i++) {
        const struct assay_node *facts =
            assay_node_get(assay_merge_suite(merge, i, n), "model");

        if (!assay_node_is(facts, ASSAY_NODE_MAP))
            continue;
        out = any ? join_facts(&out, facts, arena) : *facts;
        any = true;
    }
    return out;
}

struct assay_merge_audit assay_merge_audit(const struct assay_merge *merge, size_t n)
{
    struct assay_merge_audit out = {0};

    for (size_t i = 0; i < merge->count; i++) {
        const struct assay_node *audit =
            assay_node_get(assay_merge_suite(merge, i, n), "audit");
        const struct assay_node *passed = assay_node_get(audit, "passed");
        const size_t flips = assay_audit_flips(audit);
        double most = 0.0;

        if (!audit)
            continue;
        out.audited++;
        out.failed += !assay_node_is(passed, ASSAY_NODE_BOOL) || !passed->as.truth;
        (void)assay_node_number(assay_node_get(audit, "largest_difference"), &most);
        out.most = most > out.most ? most : out.most;
        out.flips = flips > out.flips ? flips : out.flips;
    }
    return out;
}

struct assay_node assay_merge_audits(const struct assay_merge *merge, size_t n,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < merge->count; i++) {
        const struct assay_node *audit =
            assay_node_get(assay_merge_suite(merge, i, n), "audit");
        struct assay_node *map = assay_node_map(arena);

        if (!assay_node_is(audit, ASSAY_NODE_MAP))
            continue;
        assay_node_put(arena, map, "shard", assay_node_of_int((int64_t)i + 1));
        for (size_t k = 0; k < assay_node_count(audit); k++)
            assay_node_put_view(arena, map, audit->as.map.at[k].key,
                                audit->as.map.at[k].value);
        assay_node_push(arena, list, *map);
    }
    return *list;
}

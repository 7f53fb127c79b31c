/* item_build.c - records into items: completions and labels; item_prompt.c has the prompt. */
#include "suites/item_build.h"

#include "harness/core/digest.h"
#include "suites/item_ids.h"
#include "suites/item_prompt.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct builder {
    const struct assay_suite *suite;
    const struct assay_mapping *mapping;
    const struct assay_field_source *source;
    struct assay_arena *arena;
    struct assay_error *err;
    struct assay_item *item;
};

ASSAY_PRINTF(2, 3)
static enum assay_code refuse(const struct builder *b, const char *fmt, ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return assay_fail_at(b->err, assay_field_spot(b->source), "%s", text);
}

/* The first spelling of a place that is there; NULL: none. name is for messages. */
static enum assay_code place_value(const struct builder *b,
                                   const struct assay_place *place,
                                   const struct assay_node **out, const char **name)
{
    *out = NULL;
    *name = place->count ? assay_field_name(place->at[0]) : "";
    for (size_t i = 0; i < place->count; i++) {
        const enum assay_code code =
            assay_field_value(place->at[i], b->source, b->arena, out, b->err);

        if (code || *out)
            return code;
    }
    return ASSAY_OK;
}

/* The text of a place; empty where no field is named, an error where the record lacks it. */
static enum assay_code place_text(const struct builder *b,
                                  const struct assay_place *place, struct assay_str *out)
{
    const struct assay_node *found = NULL;

    *out = (struct assay_str){"", 0};
    for (size_t i = 0; i < place->count; i++) {
        enum assay_code code =
            assay_field_value(place->at[i], b->source, b->arena, &found, b->err);

        if (code)
            return code;
        if (found || i + 1 == place->count)
            return assay_field_text(place->at[i], b->source, b->arena, out, b->err);
    }
    return ASSAY_OK;
}

/* As place_text, and empty where the record lacks all of several spellings. */
static enum assay_code optional_text(const struct builder *b,
                                     const struct assay_place *place,
                                     struct assay_str *out)
{
    const struct assay_node *found;
    const char *name;
    const enum assay_code code = place_value(b, place, &found, &name);

    *out = (struct assay_str){"", 0};
    if (code || (!found && place->optional))
        return code;
    return place_text(b, place, out);
}

/* A finite number in a node, or in the text that spells it. */
static bool number_in(const struct assay_node *node, double *out)
{
    return assay_node_number(node, out) || assay_str_number(assay_node_text(node), out);
}

/* A whole number in [0, most]; a list counts its elements where `lists` is true. */
static enum assay_code place_count(const struct builder *b,
                                   const struct assay_place *place, size_t most,
                                   bool lists, size_t *out)
{
    const struct assay_node *found;
    const char *name;
    double value;
    enum assay_code code = place_value(b, place, &found, &name);

    if (code)
        return code;
    if (lists && assay_node_is(found, ASSAY_NODE_LIST))
        value = (double)assay_node_count(found);
    else if (!number_in(found, &value))
        return refuse(b, "%s: expected a whole number, found %s", name,
                      found ? assay_node_type_name(found) : "nothing");
    if (!(value >= 0.0 && value <= (double)most) || floor(value) != value)
        return refuse(b, "%s: %g is no whole number from 0 to %zu", name, value, most);
    *out = (size_t)value;
    return ASSAY_OK;
}

/* The completion in a node: a text, or the last message of a conversation. */
static bool completion_text(const struct assay_node *node, struct assay_str *out)
{
    if (node && node->type == ASSAY_NODE_TEXT) {
        *out = node->as.text;
        return true;
    }
    if (!assay_prompt_is_messages(node))
        return false;
    *out = assay_node_text(
        assay_node_get(assay_node_at(node, assay_node_count(node) - 1), "content"));
    return true;
}

/* Counts, or with texts set fills, the completions of one field. */
static enum assay_code add_completions(const struct builder *b,
                                       const struct assay_node *node, const char *name,
                                       struct assay_str *texts, size_t *n)
{
    const bool list =
        assay_node_is(node, ASSAY_NODE_LIST) && !assay_prompt_is_messages(node);
    const size_t count = list ? assay_node_count(node) : 1;

    for (size_t i = 0; i < count; i++) {
        const struct assay_node *one = list ? assay_node_at(node, i) : node;
        struct assay_str text;

        if (!completion_text(one, &text))
            return refuse(b, "%s: expected a text, found %s", name,
                          one ? assay_node_type_name(one) : "nothing");
        if (*n == ASSAY_ITEM_COMPLETIONS_MAX)
            return refuse(b, "more than %d completions", ASSAY_ITEM_COMPLETIONS_MAX);
        if (texts)
            texts[*n] = text;
        (*n)++;
    }
    return ASSAY_OK;
}

static enum assay_code each_completion(const struct builder *b, struct assay_str *texts,
                                       size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < b->mapping->completions_count; i++) {
        const struct assay_node *node;
        const char *name;
        enum assay_code code = place_value(b, &b->mapping->completions[i], &node, &name);

        if (!code)
            code = add_completions(b, node, name, texts, n);
        if (code)
            return code;
    }
    return ASSAY_OK;
}

static enum assay_code build_completions(const struct builder *b)
{
    struct assay_str *texts;
    size_t n = 0;
    enum assay_code code;

    if (b->mapping->completions_count == 0) {
        code = place_count(b, &b->mapping->count, ASSAY_ITEM_COMPLETIONS_MAX, true, &n);
        texts = assay_arena_new(b->arena, n, sizeof(*texts));
    } else {
        code = each_completion(b, NULL, &n);
        texts = assay_arena_new(b->arena, n, sizeof(*texts));
        if (!code)
            code = each_completion(b, texts, &n);
    }
    if (!code && n == 0)
        return refuse(b, "no completions");
    b->item->completions = texts;
    b->item->completion_count = n;
    return code;
}

/* `gold` has a number for every completion: in one list, or a field each. */
static enum assay_code read_gold(const struct builder *b, double *gold)
{
    const struct assay_mapping *m = b->mapping;
    const size_t n = b->item->completion_count;
    size_t have = 0;

    for (size_t i = 0; i < m->gold_count; i++) {
        const struct assay_node *node;
        const char *name;
        const enum assay_code code = place_value(b, &m->gold[i], &node, &name);
        const bool list = assay_node_is(node, ASSAY_NODE_LIST);
        const size_t count = list ? assay_node_count(node) : 1;

        if (code)
            return code;
        for (size_t k = 0; k < count; k++, have++) {
            const struct assay_node *one = list ? assay_node_at(node, k) : node;

            if (have < n && !number_in(one, &gold[have]))
                return refuse(b, "%s: expected a number, found %s", name,
                              one ? assay_node_type_name(one) : "nothing");
        }
    }
    if (have != n)
        return refuse(b, "%zu gold values for %zu completions", have, n);
    return ASSAY_OK;
}

/* A wrong completion, told by its number. */
static enum assay_code mark_error(const struct builder *b, const struct assay_node *node,
                                  const char *name, double *gold)
{
    const double from = (double)b->mapping->errors_from;
    const size_t n = b->item->completion_count;
    double place;

    if (!number_in(node, &place) || floor(place) != place)
        return refuse(b, "%s: expected whole numbers of completions", name);
    if (place == -1.0)
        return ASSAY_OK;
    if (!(place >= from && place < from + (double)n))
        return refuse(b, "%s: %g is none of %zu completions, counted from %zu", name,
                      place, n, b->mapping->errors_from);
    gold[(size_t)(place - from)] = 0.0;
    return ASSAY_OK;
}

/* `errors` names the wrong ones, or the only wrong one; the others are right. */
static enum assay_code read_errors(const struct builder *b, double *gold)
{
    const struct assay_node *node;
    const char *name;
    enum assay_code code = place_value(b, &b->mapping->errors, &node, &name);

    for (size_t i = 0; i < b->item->completion_count; i++)
        gold[i] = 1.0;
    if (!code && !assay_node_is(node, ASSAY_NODE_LIST))
        return mark_error(b, node, name, gold);
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = mark_error(b, assay_node_at(node, i), name, gold);
    return code;
}

/* `chosen` is the index of the right one; else the first `correct` ones are, by default 1. */
static enum assay_code read_labels(const struct builder *b, double *gold)
{
    const size_t n = b->item->completion_count;
    size_t index = 0, right = 1;
    enum assay_code code = ASSAY_OK;

    if (b->mapping->chosen.count) {
        code = place_count(b, &b->mapping->chosen, n - 1, false, &index);
        gold[code ? 0 : index] = 1.0;
        return code;
    }
    if (b->mapping->correct.count)
        code = place_count(b, &b->mapping->correct, n, false, &right);
    for (size_t i = 0; !code && i < right; i++)
        gold[i] = 1.0;
    return code;
}

static enum assay_code build_gold(const struct builder *b)
{
    double *gold = assay_arena_new(b->arena, b->item->completion_count, sizeof(*gold));

    b->item->gold = gold;
    if (b->mapping->gold_count)
        return read_gold(b, gold);
    return b->mapping->errors.count ? read_errors(b, gold) : read_labels(b, gold);
}

static enum assay_code build_names(const struct builder *b)
{
    const struct assay_mapping *m = b->mapping;
    struct assay_item *item = b->item;
    enum assay_code code = optional_text(b, &m->id, &item->id);

    if (!code)
        code = optional_text(b, &m->subset, &item->subset);
    if (!code && m->key.count)
        code = place_text(b, &m->key, &item->key);
    if (!code)
        code = optional_text(b, &m->cluster, &item->cluster);
    if (!code)
        code = optional_text(b, &m->group, &item->group);
    return code;
}

static enum assay_code build_prompt(const struct builder *b)
{
    const struct assay_mapping *m = b->mapping;
    const struct assay_node *node = NULL;
    const char *name = "";
    enum assay_code code;

    if (m->user.len > 0)
        return assay_prompt_split(m->user, m->assistant, b->source, b->arena, b->item,
                                  b->err);
    code = place_value(b, &m->prompt, &node, &name);
    if (!code && !node &&
        m->completions_count > 0) { /* conversations hold it themselves */
        code = place_value(b, &m->completions[0], &node, &name);
        if (!code && assay_prompt_is_messages(node))
            return assay_prompt_messages(node, assay_node_count(node) - 1, b->source,
                                         b->arena, b->item, b->err);
        node = NULL;
    }
    if (code || (!node && (m->prompt.optional || m->prompt.count == 0)))
        return code;
    if (!node)
        return refuse(b, "%s: nothing there", assay_field_name(m->prompt.at[0]));
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return assay_prompt_messages(node, assay_node_count(node), b->source, b->arena,
                                     b->item, b->err);
    return assay_prompt_text(node, name, b->source, b->arena, b->item, b->err);
}

enum assay_code assay_item_build(const struct assay_suite *suite,
                                 const struct assay_mapping *mapping,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, struct assay_item *out,
                                 struct assay_error *err)
{
    const struct builder b = {suite, mapping, source, arena, err, out};
    enum assay_code code;

    *out = (struct assay_item){.record = source->record,
                               .file = source->path,
                               .line = source->line,
                               .row = source->row};
    code = build_names(&b);
    if (!code)
        code = build_completions(&b);
    if (!code)
        code = build_gold(&b);
    if (!code)
        code = build_prompt(&b);
    return code ? code : assay_suite_kind_of(suite, out->subset)->check(out, err);
}

static void digest_text(struct assay_digest *digest, struct assay_str text)
{
    assay_digest_add(digest, text.ptr, text.len);
    assay_digest_add(digest, "\0", 1);
}

struct assay_str assay_item_digest(const struct assay_item *item,
                                   struct assay_arena *arena)
{
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];
    struct assay_digest *digest = assay_digest_new();
    size_t texts = 0;

    for (size_t i = 0; i < item->message_count; i++) {
        digest_text(digest, item->messages[i].role);
        digest_text(digest, item->messages[i].content);
        texts++;
    }
    for (size_t i = 0; i < item->completion_count; i++) {
        digest_text(digest, item->completions[i]);
        texts += item->completions[i].len > 0;
    }
    assay_digest_finish(digest, bytes);
    assay_digest_hex(bytes, hex);
    if (texts == 0)
        return assay_str_of(assay_arena_printf(arena, "line-%zu", item->line));
    return assay_arena_copy(arena, (struct assay_str){hex, 16});
}

struct assay_str assay_item_prompt_cluster(const struct assay_item *item,
                                           struct assay_arena *arena)
{
    uint64_t hash = 0;

    if (item->message_count == 0)
        return (struct assay_str){"", 0};
    for (size_t i = 0; i < item->message_count; i++)
        hash = assay_item_hash(item->messages[i].content, hash);
    return assay_str_of(assay_arena_printf(arena, "%016llx", (unsigned long long)hash));
}

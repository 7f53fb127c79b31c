/* item_build.c - records into items; item_gold.c has the labels, item_prompt.c the prompt. */
#include "suites/item_build.h"

#include "harness/core/digest.h"
#include "suites/item_ids.h"
#include "suites/item_parts.h"
#include "suites/item_prompt.h"

#include <assert.h>
#include <string.h>

/* As assay_builder_text, and empty where the record lacks all of several spellings. */
static enum assay_code optional_text(const struct assay_builder *b,
                                     const struct assay_place *place,
                                     struct assay_str *out)
{
    const struct assay_node *found;
    const char *name;
    const enum assay_code code = assay_builder_value(b, place, &found, &name);

    *out = (struct assay_str){"", 0};
    if (code || (!found && place->optional))
        return code;
    return assay_builder_text(b, place, out);
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
static enum assay_code add_completions(const struct assay_builder *b,
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
            return assay_builder_refuse(b, "%s: expected a text, found %s", name,
                                        one ? assay_node_type_name(one) : "nothing");
        if (*n == ASSAY_ITEM_COMPLETIONS_MAX)
            return assay_builder_refuse(b, "more than %d completions",
                                        ASSAY_ITEM_COMPLETIONS_MAX);
        if (texts)
            texts[*n] = text;
        (*n)++;
    }
    return ASSAY_OK;
}

static enum assay_code each_completion(const struct assay_builder *b,
                                       struct assay_str *texts, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < b->mapping->completions_count; i++) {
        const struct assay_node *node;
        const char *name;
        enum assay_code code =
            assay_builder_value(b, &b->mapping->completions[i], &node, &name);

        if (!code)
            code = add_completions(b, node, name, texts, n);
        if (code)
            return code;
    }
    return ASSAY_OK;
}

static enum assay_code build_completions(const struct assay_builder *b)
{
    struct assay_str *texts;
    size_t n = 0;
    enum assay_code code;

    if (b->mapping->completions_count == 0) {
        code = assay_builder_count(b, &b->mapping->count, ASSAY_ITEM_COMPLETIONS_MAX,
                                   true, &n);
        texts = assay_arena_new(b->arena, n, sizeof(*texts));
    } else {
        code = each_completion(b, NULL, &n);
        texts = assay_arena_new(b->arena, n, sizeof(*texts));
        if (!code)
            code = each_completion(b, texts, &n);
    }
    if (!code && n == 0)
        return assay_builder_refuse(b, "no completions");
    b->item->completions = texts;
    b->item->pictures = b->mapping->pictures && b->mapping->completions_count > 0;
    b->item->completion_count = n;
    return code;
}

static enum assay_code build_names(const struct assay_builder *b)
{
    const struct assay_mapping *m = b->mapping;
    struct assay_item *item = b->item;
    enum assay_code code = optional_text(b, &m->id, &item->id);

    if (!code)
        code = optional_text(b, &m->subset, &item->subset);
    if (!code && m->key.count)
        code = assay_builder_text(b, &m->key, &item->key);
    if (!code)
        code = optional_text(b, &m->cluster, &item->cluster);
    if (!code)
        code = optional_text(b, &m->group, &item->group);
    return code;
}

/* Puts the principle before the messages that there are. */
static enum assay_code add_principle(const struct assay_builder *b)
{
    struct assay_item *item = b->item;
    struct assay_message *messages =
        assay_arena_new(b->arena, item->message_count + 1, sizeof(*messages));
    enum assay_code code =
        assay_builder_text(b, &b->mapping->principle, &item->principle);

    messages[0] = (struct assay_message){ASSAY_STR("system"), item->principle};
    for (size_t i = 0; i < item->message_count; i++)
        messages[i + 1] = item->messages[i];
    item->messages = messages;
    item->message_count++;
    return code;
}

static enum assay_code build_prompt(const struct assay_builder *b)
{
    const struct assay_mapping *m = b->mapping;
    const struct assay_node *node = NULL;
    const char *name = "";
    enum assay_code code;

    if (m->user.len > 0)
        return assay_prompt_split(m->user, m->assistant, b->source, b->arena, b->item,
                                  b->err);
    code = assay_builder_value(b, &m->prompt, &node, &name);
    if (!code && !node &&
        m->completions_count > 0) { /* conversations hold it themselves */
        code = assay_builder_value(b, &m->completions[0], &node, &name);
        if (!code && assay_prompt_is_messages(node))
            return assay_prompt_messages(node, assay_node_count(node) - 1, b->source,
                                         b->arena, b->item, b->err);
        node = NULL;
    }
    if (code || (!node && (m->prompt.optional || m->prompt.count == 0)))
        return code;
    if (!node)
        return assay_builder_refuse(b, "%s: nothing there",
                                    assay_field_name(m->prompt.at[0]));
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return assay_prompt_messages(node, assay_node_count(node), b->source, b->arena,
                                     b->item, b->err);
    return assay_prompt_text(node, name, b->source, b->arena, b->item, b->err);
}

/* Counts, or with out set fills, what one field shows: a path, or a list of them; may lack. */
static enum assay_code add_media(const struct assay_builder *b,
                                 const struct assay_node *node, const char *name,
                                 struct assay_str *out, size_t *n)
{
    const bool list = assay_node_is(node, ASSAY_NODE_LIST);
    const size_t count = list ? assay_node_count(node) : 1;

    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_OK;
    for (size_t i = 0; i < count; i++) {
        const struct assay_node *one = list ? assay_node_at(node, i) : node;

        if (!assay_node_is(one, ASSAY_NODE_TEXT))
            return assay_builder_refuse(b, "%s: expected a path or a digest, found %s",
                                        name, assay_node_type_name(one));
        if (*n == ASSAY_ITEM_MEDIA_MAX)
            return assay_builder_refuse(b, "more than %d pictures", ASSAY_ITEM_MEDIA_MAX);
        if (one->as.text.len == 0)
            continue;
        if (out)
            out[*n] = one->as.text;
        (*n)++;
    }
    return ASSAY_OK;
}

static enum assay_code each_media(const struct assay_builder *b, struct assay_str *out,
                                  size_t *n)
{
    enum assay_code code = ASSAY_OK;

    *n = 0;
    for (size_t i = 0; !code && i < b->mapping->media_count; i++) {
        const struct assay_node *node;
        const char *name;

        code = assay_builder_value(b, &b->mapping->media[i], &node, &name);
        if (!code)
            code = add_media(b, node, name, out, n);
    }
    return code;
}

static enum assay_code build_media(const struct assay_builder *b)
{
    struct assay_str *out;
    size_t n;
    enum assay_code code = each_media(b, NULL, &n);

    if (code || n == 0)
        return code;
    out = assay_arena_new(b->arena, n, sizeof(*out));
    b->item->media = out;
    b->item->media_count = n;
    return each_media(b, out, &n);
}

/* Refuses a place that the first record of a file does not have: the description is wrong. */
static enum assay_code check_place(const struct assay_builder *b,
                                   const struct assay_place *place)
{
    struct assay_field_lack lack;

    if (place->optional || place->count == 0 ||
        !assay_field_lacks(place->at[0], b->source->record, b->arena, &lack))
        return ASSAY_OK;
    return assay_field_lack_tell(&lack, b->suite->path, assay_field_spot(b->source),
                                 b->err);
}

/* The i-th of the places that are read, or NULL past the last; media may be lacking anywhere. */
static const struct assay_place *place_at(const struct assay_mapping *m, size_t i)
{
    const struct assay_place *const one[] = {
        &m->id,        &m->key,    &m->subset,  &m->cluster, &m->group, &m->prompt,
        &m->principle, &m->chosen, &m->correct, &m->errors,  &m->count, &m->pairs};
    const size_t n = sizeof(one) / sizeof(one[0]);

    if (i < n)
        return one[i];
    i -= n;
    if (i < m->completions_count)
        return &m->completions[i];
    i -= m->completions_count;
    if (i < m->gold_count)
        return &m->gold[i];
    i -= m->gold_count;
    return i < m->class_count ? &m->classes[i] : NULL;
}

static enum assay_code check_places(const struct assay_builder *b)
{
    const struct assay_place *place;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && (place = place_at(b->mapping, i)); i++)
        code = check_place(b, place);
    return code;
}

void assay_item_watch(const struct assay_mapping *mapping, struct assay_field_watch *must,
                      struct assay_field_watch *may)
{
    const struct assay_place *place;

    assert(mapping);
    for (size_t i = 0; (place = place_at(mapping, i)); i++)
        if (place->count > 0)
            assay_field_watch_add(place->optional ? may : must, place->whole);
    for (size_t i = 0; i < mapping->media_count; i++)
        assay_field_watch_add(mapping->media[i].optional ? may : must,
                              mapping->media[i].whole);
    for (size_t i = 0; i < mapping->covariate_count; i++)
        assay_field_watch_add(may, mapping->covariate[i].whole);
}

/* In the first record of a file, the kind may be what is wrong. */
static enum assay_code check_kind(const struct assay_builder *b)
{
    const struct assay_kind *kind = assay_suite_kind_of(b->suite, b->item->subset);
    const enum assay_code code = kind->check(b->item, b->err);
    struct assay_error why;

    if (!code || b->source->row > 0)
        return code;
    why = *b->err;
    (void)assay_fail(b->err, code, "%s (kind %s)", why.text, kind->name);
    return kind == b->suite->kind
               ? assay_suite_blame_kind(b->suite,
                                        (struct assay_kind_need){.item = b->item}, b->err)
               : code;
}

enum assay_code assay_item_build(const struct assay_suite *suite,
                                 const struct assay_mapping *mapping,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, struct assay_item *out,
                                 struct assay_error *err)
{
    const struct assay_builder b = {suite, mapping, source, arena, err, out};
    enum assay_code code;

    *out = (struct assay_item){.record = source->record,
                               .file = source->path,
                               .line = source->line,
                               .row = source->row};
    code = source->row == 0 ? check_places(&b) : ASSAY_OK;
    if (!code)
        code = build_names(&b);
    if (!code)
        code = build_completions(&b);
    if (!code)
        code = assay_builder_gold(&b);
    if (!code)
        code = build_prompt(&b);
    if (!code)
        code = build_media(&b);
    if (!code && mapping->principle.count)
        code = add_principle(&b);
    return code ? code : check_kind(&b);
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
    for (size_t i = 0; i < item->media_count; i++)
        digest_text(digest, item->media[i]);
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
    const size_t from =
        item->principle.len > 0; /* which differs between a prompt's items */
    uint64_t hash = 0;

    if (item->message_count == from)
        return (struct assay_str){"", 0};
    for (size_t i = from; i < item->message_count; i++)
        hash = assay_item_hash(item->messages[i].content, hash);
    return assay_str_of(assay_arena_printf(arena, "%016llx", (unsigned long long)hash));
}

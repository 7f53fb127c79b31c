/* tokenizer_template.c - post-processors: the special tokens around a text or a pair. */
#include "adapters/tokenizer_parts.h"

enum {
    PARTS_MAX = 64
};

/* A template under construction. */
struct parts {
    struct tokenizer_part at[PARTS_MAX];
    size_t count;
};

static enum assay_code put(const struct tokenizer_reading *reading, struct parts *parts,
                           struct tokenizer_part part)
{
    if (parts->count == PARTS_MAX)
        return assay_tokenizer_malformed(reading, "a template of too many parts");
    parts->at[parts->count++] = part;
    return ASSAY_OK;
}

static struct tokenizer_part *keep(const struct tokenizer_reading *reading,
                                   const struct parts *parts)
{
    struct tokenizer_part *kept =
        assay_arena_new(reading->arena, parts->count + 1, sizeof(*kept));

    for (size_t i = 0; i < parts->count; i++)
        kept[i] = parts->at[i];
    return kept;
}

/* The ids that a template's special token stands for. */
static enum assay_code put_special(const struct tokenizer_reading *reading,
                                   const struct assay_node *specials,
                                   struct assay_str name, uint8_t type, struct parts *out)
{
    const struct assay_node *ids = assay_node_get(assay_node_find(specials, name), "ids");
    enum assay_code code = ASSAY_OK;

    if (assay_node_count(ids) == 0)
        return assay_tokenizer_unknown(reading, "the template's special token", name);
    for (size_t i = 0; !code && i < assay_node_count(ids); i++) {
        struct tokenizer_part part = {.type = type};

        if (!assay_tokenizer_is_id(assay_node_at(ids, i), &part.id))
            return assay_tokenizer_unknown(reading, "the template's special token", name);
        code = put(reading, out, part);
    }
    return code;
}

static uint8_t type_of(const struct assay_node *node)
{
    const struct assay_node *type = assay_node_get(node, "type_id");

    return assay_node_is(type, ASSAY_NODE_INT) && type->as.integer > 0;
}

static enum assay_code read_parts(const struct tokenizer_reading *reading,
                                  const struct assay_node *list,
                                  const struct assay_node *specials, struct parts *out)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(list); i++) {
        const struct assay_node *node = assay_node_at(list, i);
        const struct assay_node *special = assay_node_get(node, "SpecialToken");
        const struct assay_node *text = assay_node_get(node, "Sequence");
        const struct assay_str name =
            assay_node_text(assay_node_get(special ? special : text, "id"));

        if (!special && !text)
            return assay_tokenizer_malformed(
                reading, "a template's part is neither SpecialToken nor Sequence");
        if (special)
            code = put_special(reading, specials, name, type_of(special), out);
        else
            code = put(
                reading, out,
                (struct tokenizer_part){.id = -1,
                                        .sequence = assay_str_equal(name, ASSAY_STR("B")),
                                        .type = type_of(text)});
    }
    return code;
}

static enum assay_code read_template(const struct tokenizer_reading *reading,
                                     const struct assay_node *node,
                                     struct tokenizer_template *out)
{
    const struct assay_node *specials = assay_node_get(node, "special_tokens");
    struct parts single = {.count = 0}, pair = {.count = 0};
    enum assay_code code =
        read_parts(reading, assay_node_get(node, "single"), specials, &single);

    if (!code)
        code = read_parts(reading, assay_node_get(node, "pair"), specials, &pair);
    out->single = keep(reading, &single);
    out->single_count = single.count;
    out->pair = keep(reading, &pair);
    out->pair_count = pair.count;
    return code;
}

/* {"sep": ["[SEP]", 102], "cls": ["[CLS]", 101]}: RoBERTa parts a pair with two, and has one type. */
static enum assay_code read_bert(const struct tokenizer_reading *reading,
                                 const struct assay_node *node, bool roberta,
                                 struct tokenizer_template *out)
{
    const struct tokenizer_part first = {.id = -1};
    const struct tokenizer_part second = {.id = -1, .sequence = 1, .type = !roberta};
    struct tokenizer_part cls = {.type = 0}, sep = {.type = 0}, last;
    struct parts parts = {.count = 0};

    if (!assay_tokenizer_is_id(assay_node_at(assay_node_get(node, "cls"), 1), &cls.id) ||
        !assay_tokenizer_is_id(assay_node_at(assay_node_get(node, "sep"), 1), &sep.id))
        return assay_tokenizer_malformed(reading,
                                         "no \"cls\" and \"sep\" with their ids");
    last = sep;
    last.type = !roberta;
    parts.at[parts.count++] = cls;
    parts.at[parts.count++] = first;
    parts.at[parts.count++] = sep;
    out->single = keep(reading, &parts);
    out->single_count = parts.count;
    if (roberta)
        parts.at[parts.count++] = sep;
    parts.at[parts.count++] = second;
    parts.at[parts.count++] = last;
    out->pair = keep(reading, &parts);
    out->pair_count = parts.count;
    return ASSAY_OK;
}

static void default_template(const struct tokenizer_reading *reading,
                             struct tokenizer_template *out)
{
    const struct parts parts = {.at = {{.id = -1}, {.id = -1, .sequence = 1, .type = 1}},
                                .count = 2};

    out->single = keep(reading, &parts);
    out->single_count = 1;
    out->pair = out->single;
    out->pair_count = 2;
}

enum {
    TEMPLATE,
    BERT,
    ROBERTA,
    BYTE_LEVEL
};

static enum assay_code read_one(const struct tokenizer_reading *reading,
                                const struct assay_node *node,
                                const struct tokenizer_type *type, void *out)
{
    if (type->kind == TEMPLATE)
        return read_template(reading, node, out);
    return type->kind == BYTE_LEVEL
               ? ASSAY_OK
               : read_bert(reading, node, type->kind == ROBERTA, out);
}

enum assay_code assay_tokenizer_template_read(const struct tokenizer_reading *reading,
                                              const struct assay_node *node,
                                              struct tokenizer_template *out)
{
    static const struct tokenizer_type processors[] = {
        {"TemplateProcessing", TEMPLATE, 0},
        {"BertProcessing", BERT, 0},
        {"RobertaProcessing", ROBERTA, 0},
        {"ByteLevel", BYTE_LEVEL, 0},
        {0},
    };
    static const struct tokenizer_section section = {"the post_processor", "processors",
                                                     processors};

    default_template(reading, out);
    return assay_tokenizer_section_read(reading, node, &section, read_one, out);
}

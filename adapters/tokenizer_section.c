/* tokenizer_section.c - what the sections of a tokenizer.json have in common: types by name, lists. */
#include "adapters/tokenizer_parts.h"

enum assay_code assay_tokenizer_unknown(const struct tokenizer_reading *reading,
                                        const char *what, struct assay_str word)
{
    return assay_fail(reading->err, ASSAY_EMODEL, "%s: %s \"%.*s\" is not known",
                      reading->name, what, ASSAY_STR_ARG(word));
}

enum assay_code assay_tokenizer_malformed(const struct tokenizer_reading *reading,
                                          const char *what)
{
    return assay_fail(reading->err, ASSAY_EDATA, "%s: %s", reading->name, what);
}

bool assay_tokenizer_true(const struct assay_node *map, const char *key, bool otherwise)
{
    const struct assay_node *node = assay_node_get(map, key);

    return assay_node_is(node, ASSAY_NODE_BOOL) ? node->as.truth : otherwise;
}

bool assay_tokenizer_is_id(const struct assay_node *node, int32_t *out)
{
    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 0 ||
        node->as.integer > ASSAY_TOKENIZER_VOCABULARY)
        return false;
    *out = (int32_t)node->as.integer;
    return true;
}

enum assay_code assay_tokenizer_section_read(const struct tokenizer_reading *reading,
                                             const struct assay_node *node,
                                             const struct tokenizer_section *section,
                                             assay_tokenizer_read_type *read, void *out)
{
    const struct assay_str name = assay_node_text(assay_node_get(node, "type"));
    const struct assay_node *list = assay_node_get(node, section->list);
    enum assay_code code = ASSAY_OK;

    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_OK;
    if (assay_str_equal(name, ASSAY_STR("Sequence"))) {
        for (size_t i = 0; !code && i < assay_node_count(list); i++)
            code = assay_tokenizer_section_read(reading, assay_node_at(list, i), section,
                                                read, out);
        return code;
    }
    for (const struct tokenizer_type *type = section->types; type->name; type++)
        if (assay_str_equal(name, assay_str_of(type->name)))
            return read(reading, node, type, out);
    return assay_tokenizer_unknown(reading, section->what, name);
}

/* ---- steps ---- */

/* Steps under construction. */
struct steps {
    assay_tokenizer_read_details *read;
    struct tokenizer_steps *out;
};

static enum assay_code add_step(const struct tokenizer_reading *reading,
                                const struct assay_node *node,
                                const struct tokenizer_type *type, void *data)
{
    const struct steps *steps = data;
    struct tokenizer_step *step = &steps->out->at[steps->out->count];

    if (steps->out->count == ASSAY_TOKENIZER_STEPS)
        return assay_tokenizer_malformed(reading, "too many steps");
    *step = (struct tokenizer_step){.kind = (enum tokenizer_step_kind)type->kind,
                                    .form = (enum tokenizer_form)type->form};
    steps->out->count++;
    return steps->read(reading, node, step);
}

enum assay_code assay_tokenizer_steps_read(const struct tokenizer_reading *reading,
                                           const struct assay_node *node,
                                           const struct tokenizer_section *section,
                                           assay_tokenizer_read_details *read,
                                           struct tokenizer_steps *out)
{
    struct steps steps = {read, out};

    return assay_tokenizer_section_read(reading, node, section, add_step, &steps);
}

void assay_tokenizer_steps_release(struct tokenizer_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        assay_tokenizer_regex_free(steps->at[i].pattern.regex);
    steps->count = 0;
}

#include "adapters/hf_fields.h"

enum assay_code assay_hf_refuse(const struct assay_hf_fields *fields, const char *key,
                                const char *what)
{
    return assay_fail(fields->err, ASSAY_EDATA, "%s: \"%s\" %s", fields->path, key, what);
}

enum assay_code assay_hf_unknown(const struct assay_hf_fields *fields, const char *key,
                                 const char *what)
{
    return assay_fail(fields->err, ASSAY_EMODEL, "%s: \"%s\" %s for %s", fields->path,
                      key, what, fields->out->architecture);
}

bool assay_hf_is_given(const struct assay_node *node)
{
    return node && !assay_node_is(node, ASSAY_NODE_NULL);
}

bool assay_hf_is_true(const struct assay_node *map, const char *key)
{
    const struct assay_node *node = assay_node_get(map, key);

    return assay_node_is(node, ASSAY_NODE_BOOL) && node->as.truth;
}

enum assay_code assay_hf_size(const struct assay_hf_fields *fields, const char *key,
                              size_t otherwise, size_t most, size_t *out)
{
    const struct assay_node *node = assay_node_get(fields->root, key);

    *out = otherwise;
    if (!assay_hf_is_given(node))
        return otherwise ? ASSAY_OK : assay_hf_refuse(fields, key, "is missing");
    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 1 ||
        (uint64_t)node->as.integer > most)
        return assay_fail(fields->err, ASSAY_EDATA,
                          "%s: \"%s\" must be a whole number from 1 to %zu", fields->path,
                          key, most);
    *out = (size_t)node->as.integer;
    return ASSAY_OK;
}

enum assay_code assay_hf_number(const struct assay_hf_fields *fields,
                                const struct assay_node *map, const char *key,
                                double otherwise, double *out)
{
    const struct assay_node *node = assay_node_get(map, key);

    *out = otherwise;
    if (!assay_hf_is_given(node))
        return ASSAY_OK;
    if (!assay_node_number(node, out) || !(*out > 0.0))
        return assay_hf_refuse(fields, key, "must be a number above 0");
    return ASSAY_OK;
}

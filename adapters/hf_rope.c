/*
 * hf_rope.c - rotary positions of a config.json.
 *
 * Until version 5 transformers wrote rope_theta and rope_scaling, since then rope_parameters. What
 * libllama's graphs compute otherwise is refused: frequencies of Llama 3 in another family, bounds
 * of YaRN's ramp, heads that turn in part.
 *
 * Source: transformers modeling_rope_utils.py (_compute_yarn_parameters, _compute_llama3_parameters,
 * standardize_rope_params); llama.cpp src/llama-context.cpp (yarn_attn_factor).
 */
#include "adapters/hf_fields.h"

#include <math.h>

static const struct {
    const char *name;
    enum assay_hf_rope rope;
} kinds[] = {
    {"default", ASSAY_HF_ROPE_PLAIN},
    {"dynamic", ASSAY_HF_ROPE_PLAIN}, /* within the context, which we keep to */
    {"linear", ASSAY_HF_ROPE_LINEAR},
    {"llama3", ASSAY_HF_ROPE_LLAMA3},
    {"yarn", ASSAY_HF_ROPE_YARN},
};

static enum assay_code read_kind(const struct assay_hf_fields *fields,
                                 const struct assay_node *map)
{
    const struct assay_node *kind = assay_node_get(map, "rope_type");
    struct assay_str name = assay_node_text(kind ? kind : assay_node_get(map, "type"));
    struct assay_hf_config *out = fields->out;
    size_t i = 0;

    name = name.len ? name : ASSAY_STR("default");
    while (i < sizeof(kinds) / sizeof(kinds[0]) &&
           !assay_str_equal(name, assay_str_of(kinds[i].name)))
        i++;
    if (i == sizeof(kinds) / sizeof(kinds[0]) ||
        (kinds[i].rope == ASSAY_HF_ROPE_LLAMA3 && out->family != ASSAY_HF_LLAMA))
        return assay_fail(fields->err, ASSAY_EMODEL,
                          "%s: rotary positions of type \"%.*s\" are not known for %s",
                          fields->path, ASSAY_STR_ARG(name), out->architecture);
    out->rope = kinds[i].rope;
    return ASSAY_OK;
}

/* Theta and what part of a head turns stand in the map, or beside it. */
static enum assay_code read_base(const struct assay_hf_fields *fields,
                                 const struct assay_node *map)
{
    struct assay_hf_config *out = fields->out;
    double part = 1.0;
    enum assay_code code =
        assay_hf_number(fields, fields->root, "rope_theta", 10000.0, &out->rope_base);

    if (!code)
        code =
            assay_hf_number(fields, map, "rope_theta", out->rope_base, &out->rope_base);
    if (!code)
        code = assay_hf_number(fields, fields->root, "partial_rotary_factor", 1.0, &part);
    if (!code)
        code = assay_hf_number(fields, map, "partial_rotary_factor", part, &part);
    if (!code && part < 1.0)
        code = assay_hf_unknown(fields, "partial_rotary_factor", "below 1 is not known");
    return code;
}

/* The context before scaling, beside the map or in it. */
static enum assay_code read_context(const struct assay_hf_fields *fields,
                                    const struct assay_node *map)
{
    static const char key[] = "original_max_position_embeddings";
    double length = (double)fields->out->positions;
    enum assay_code code = assay_hf_number(fields, map, key, length, &length);

    if (!code)
        code = assay_hf_number(fields, fields->root, key, length, &length);
    if (!code && !(length >= 1.0 && length <= ASSAY_HF_CONTEXT_MAX))
        code = assay_hf_refuse(fields, key, "is out of range");
    fields->out->rope_context = code ? 0 : (size_t)length;
    return code;
}

static enum assay_code read_llama3(const struct assay_hf_fields *fields,
                                   const struct assay_node *map)
{
    struct assay_hf_config *out = fields->out;
    enum assay_code code =
        assay_hf_number(fields, map, "low_freq_factor", 1.0, &out->rope_low);

    if (!code)
        code = assay_hf_number(fields, map, "high_freq_factor", 4.0, &out->rope_high);
    return code;
}

/* 0.1 m ln s + 1, of the paper's appendix and DeepSeek's code. */
static double temperature(double factor, double scale)
{
    return factor <= 1.0 ? 1.0 : 0.1 * scale * log(factor) + 1.0;
}

/* What the cosines are multiplied by, as a multiple of what libllama has for the factor alone. */
static enum assay_code read_attention(const struct assay_hf_fields *fields,
                                      const struct assay_node *map)
{
    struct assay_hf_config *out = fields->out;
    const double usual = temperature(out->rope_factor, 1.0);
    double scale, all;
    enum assay_code code = assay_hf_number(fields, map, "mscale", 0.0, &scale);

    if (!code)
        code = assay_hf_number(fields, map, "mscale_all_dim", 0.0, &all);
    if (code)
        return code;
    out->rope_attention = usual;
    if (scale > 0.0 && all > 0.0)
        out->rope_attention =
            temperature(out->rope_factor, scale) / temperature(out->rope_factor, all);
    code = assay_hf_number(fields, map, "attention_factor", out->rope_attention,
                           &out->rope_attention);
    out->rope_attention /= usual;
    return code;
}

static enum assay_code read_yarn(const struct assay_hf_fields *fields,
                                 const struct assay_node *map)
{
    const struct assay_node *whole = assay_node_get(map, "truncate");
    double fast = 32.0, slow = 1.0;
    enum assay_code code = assay_hf_number(fields, map, "beta_fast", fast, &fast);

    if (!code)
        code = assay_hf_number(fields, map, "beta_slow", slow, &slow);
    if (!code && (fast < 32.0 || fast > 32.0 || slow < 1.0 || slow > 1.0))
        code = assay_hf_unknown(fields, "beta_fast",
                                "and \"beta_slow\" other than 32 and 1 are not known");
    if (!code && assay_node_is(whole, ASSAY_NODE_BOOL) && !whole->as.truth)
        code = assay_hf_unknown(fields, "truncate", "false is not known");
    return code ? code : read_attention(fields, map);
}

enum assay_code assay_hf_read_rope(const struct assay_hf_fields *fields)
{
    const struct assay_node *old = assay_node_get(fields->root, "rope_scaling");
    const struct assay_node *map =
        assay_hf_is_given(old) ? old : assay_node_get(fields->root, "rope_parameters");
    struct assay_hf_config *out = fields->out;
    double factor = 1.0;
    enum assay_code code = read_base(fields, map);

    if (!code)
        code = read_kind(fields, map);
    if (!code)
        code = read_context(fields, map);
    if (!code && out->rope == ASSAY_HF_ROPE_YARN)
        factor = (double)out->positions / (double)out->rope_context;
    if (!code)
        code = assay_hf_number(fields, map, "factor", factor, &out->rope_factor);
    if (code)
        return code;
    if (out->rope == ASSAY_HF_ROPE_LLAMA3)
        return read_llama3(fields, map);
    return out->rope == ASSAY_HF_ROPE_YARN ? read_yarn(fields, map) : ASSAY_OK;
}

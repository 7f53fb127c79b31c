/* mdp_policy.c - policies beside a world: a table (states, actions) in a JSON file or one of arrays. */
#include "suites/mdp_parts.h"

#include "harness/core/json.h"
#include "harness/core/tensor.h"

#include <string.h>

static const struct assay_str names[] = {{"policy", 6}, {"pi", 2}};

enum {
    NAMES = sizeof(names) / sizeof(names[0])
};

static enum assay_code read_json(struct world_draft *draft, const char *path,
                                 const double **out)
{
    struct assay_buf text = {0};
    char digest[ASSAY_DIGEST_HEX];
    struct assay_node node;
    const struct assay_node *table = &node;
    enum assay_code code =
        assay_world_slurp(path, ASSAY_JSON_BYTES, &text, digest, draft->err);

    if (!code)
        code = assay_json_parse(assay_buf_view(&text), path, draft->arena, &node,
                                draft->err);
    assay_buf_release(&text);
    if (code)
        return code;
    assay_draft_source(draft, path, digest);
    for (size_t i = 0; i < NAMES && assay_node_is(table, ASSAY_NODE_MAP); i++)
        if (assay_node_find(&node, names[i]))
            table = assay_node_find(&node, names[i]);
    return assay_json_policy(draft, table, "policy", out);
}

/* The array that holds it: the only one, or the one of its name. */
static const struct assay_tensor *choose(const struct assay_tensors *tensors)
{
    const struct assay_tensor *found = NULL;

    if (tensors->count == 1)
        return &tensors->at[0];
    for (size_t i = 0; i < NAMES && !found; i++)
        found = assay_tensors_find(tensors, names[i]);
    return found;
}

static enum assay_code read_arrays(struct world_draft *draft, const char *path,
                                   const double **out)
{
    struct assay_tensors tensors = {0};
    const struct assay_tensor *found;
    enum assay_code code = assay_tensors_read(path, &tensors, draft->err);

    if (!code) {
        assay_draft_source(draft, path, tensors.sha256);
        found = choose(&tensors);
        code = found ? assay_tensor_policy(draft, found, 0, "policy", out)
                     : assay_draft_fail(draft, "no array \"policy\" among %s",
                                        assay_tensors_names(&tensors, draft->arena));
    }
    assay_tensors_release(&tensors);
    return code;
}

enum assay_code assay_draft_policy_file(struct world_draft *draft, struct assay_str name,
                                        const char *path)
{
    const char *where = draft->where;
    const double *policy = NULL;
    enum assay_code code;

    draft->where = path;
    code = assay_world_is_arrays(path) ? read_arrays(draft, path, &policy)
                                       : read_json(draft, path, &policy);
    if (!code)
        code = assay_draft_policy(draft, name, policy, "policy");
    draft->where = where;
    return code;
}

enum assay_code assay_draft_policy_word(struct world_draft *draft, const char *word)
{
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));

    if (n == 0 || n + 1 >= text.len)
        return assay_fail(draft->err, ASSAY_EUSAGE, "policy \"%.*s\": expected NAME=FILE",
                          ASSAY_STR_ARG(text));
    return assay_draft_policy_file(draft, (struct assay_str){text.ptr, n}, word + n + 1);
}

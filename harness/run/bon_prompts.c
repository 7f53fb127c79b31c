/* bon_prompts.c - what each prompt adds to best-of-n curves, as a file of a run's directory. */
#include "harness/run/bon_prompts.h"

#include "harness/core/digest.h"
#include "harness/core/tensor.h"

#include <math.h>
#include <string.h>

/* ---- writing ---- */

/* Values of a curve, NaN where the prompt has not so many samples; gives where the next one goes. */
static double *put_curve(const struct assay_bon *bon, size_t prompt,
                         const struct assay_bon_curve *curve, double *out)
{
    const double *row = bon->x + prompt * bon->columns + curve->at;

    for (size_t k = 0; k < bon->ns; k++)
        *out++ = bon->n[k] <= assay_sample_count(bon->set, prompt) ? row[k] : (double)NAN;
    return out;
}

static void put_prompt(const struct assay_bon *bon, size_t prompt, double *out)
{
    const struct assay_sample_set *set = bon->set;

    *out++ = (double)set->cluster[prompt];
    for (size_t g = 0; g < set->golds; g++)
        for (size_t p = 0; p < set->proxies; p++) {
            out = put_curve(bon, prompt, assay_bon_find(bon, ASSAY_BON_GAIN, p, g), out);
            out = put_curve(bon, prompt, assay_bon_find(bon, ASSAY_BON_CLIMB, p, 0), out);
        }
}

/* Of lines "ID<TAB>CLUSTER". */
static const char *digest_of_ids(const struct assay_sample_set *set,
                                 struct assay_arena *arena)
{
    struct assay_digest *digest = assay_digest_new();
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    char *hex = assay_arena_raw(arena, ASSAY_DIGEST_HEX);

    for (size_t i = 0; i < set->prompts; i++) {
        const struct assay_str id = set->ids.at[i];
        const struct assay_str cluster = set->clusters.at[set->cluster[i]];

        assay_digest_add(digest, id.ptr, id.len);
        assay_digest_add(digest, "\t", 1);
        assay_digest_add(digest, cluster.ptr, cluster.len);
        assay_digest_add(digest, "\n", 1);
    }
    assay_digest_finish(digest, bytes);
    assay_digest_hex(bytes, hex);
    return hex;
}

struct assay_node assay_bon_prompts_write(const struct assay_bon *bon,
                                          struct assay_arena *arena,
                                          struct assay_buf *out)
{
    const struct assay_sample_set *set = bon->set;
    const size_t columns = 1 + 2 * set->proxies * set->golds * bon->ns;
    double *x = assay_arena_new(arena, set->prompts * columns + 1, sizeof(*x));
    struct assay_node *map = assay_node_map(arena), *n = assay_node_list(arena);
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    char *hex = assay_arena_raw(arena, ASSAY_DIGEST_HEX);

    for (size_t i = 0; i < set->prompts; i++)
        put_prompt(bon, i, x + i * columns);
    assay_npy_write(x, set->prompts, columns, out);
    assay_digest_of(assay_buf_view(out), bytes);
    assay_digest_hex(bytes, hex);
    for (size_t k = 0; k < bon->ns; k++)
        assay_node_push(arena, n, assay_node_of_int((int64_t)bon->n[k]));
    assay_node_put(arena, map, "path", assay_node_of_string(ASSAY_BON_PROMPTS_FILE));
    assay_node_put(arena, map, "sha256", assay_node_of_string(hex));
    assay_node_put(arena, map, "ids_sha256",
                   assay_node_of_string(digest_of_ids(set, arena)));
    assay_node_put(arena, map, "n", *n);
    return *map;
}

/* ---- reading ---- */

static enum assay_code read_grid(const struct assay_node *list, const char *directory,
                                 struct assay_arena *arena, struct assay_bon_prompts *out,
                                 struct assay_error *err)
{
    out->ns = assay_node_count(list);
    out->n = assay_arena_new(arena, out->ns + 1, sizeof(*out->n));
    for (size_t k = 0; k < out->ns; k++) {
        double n = 0.0;

        if (!assay_node_number(assay_node_at(list, k), &n) || !(n >= 1.0) || n > 0x1p32 ||
            (k == 0 ? n != 1.0 : n <= (double)out->n[k - 1]))
            return assay_fail(err, ASSAY_EDATA,
                              "%s/run.json: prompts: the n do not ascend from 1",
                              directory);
        out->n[k] = (size_t)n;
    }
    return ASSAY_OK;
}

static bool is_shaped(const struct assay_tensors *tensors,
                      const struct assay_bon_prompts *as)
{
    const struct assay_tensor *x = tensors->at;

    return tensors->count == 1 && x->dims == 2 && x->type == ASSAY_TENSOR_F64 &&
           x->rows > 0 && x->columns == 1 + 2 * as->results * as->ns;
}

static enum assay_code take(const char *path, const struct assay_tensors *tensors,
                            struct assay_str sha256, struct assay_arena *arena,
                            struct assay_bon_prompts *out, struct assay_error *err)
{
    const struct assay_tensor *x = tensors->at;

    if (!assay_str_equal(sha256, assay_str_of(tensors->sha256)))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: not the file that the run wrote (SHA-256)", path);
    if (!is_shaped(tensors, out))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: not an array of prompts as run.json says", path);
    out->prompts = x->rows;
    out->x = assay_arena_new(arena, x->rows * x->columns, sizeof(*out->x));
    for (size_t i = 0; i < x->rows; i++) {
        double *row = out->x + i * x->columns;

        assay_tensor_row(x, i, row);
        if (!(row[0] >= 0.0 && row[0] < (double)UINT32_MAX) || row[0] != floor(row[0]))
            return assay_fail(err, ASSAY_EDATA, "%s: prompt %zu has no cluster", path, i);
    }
    return ASSAY_OK;
}

enum assay_code assay_bon_prompts_read(const char *directory,
                                       const struct assay_node *run, size_t results,
                                       struct assay_arena *arena,
                                       struct assay_bon_prompts *out,
                                       struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(run, "prompts");
    const char *path = assay_arena_printf(arena, "%s/" ASSAY_BON_PROMPTS_FILE, directory);
    struct assay_tensors tensors = {0};
    enum assay_code code;

    *out = (struct assay_bon_prompts){.results = results};
    if (!node)
        return ASSAY_OK;
    out->ids = assay_node_text(assay_node_get(node, "ids_sha256"));
    code = read_grid(assay_node_get(node, "n"), directory, arena, out, err);
    if (!code)
        code = assay_tensors_read(path, &tensors, err);
    if (!code)
        code = take(path, &tensors, assay_node_text(assay_node_get(node, "sha256")),
                    arena, out, err);
    assay_tensors_release(&tensors);
    return code;
}

#include "adapters/head.h"

#include "harness/core/memory.h"
#include "harness/core/tensor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char usual[] = "score.weight";

/* What is read, for messages and for what is read on. */
struct source {
    const char *file;
    const struct assay_tensors *tensors;
    struct assay_arena *arena;
};

static const char *colon_of(const char *place)
{
    const char *colon = strrchr(place, ':');

    return colon && colon > place && colon[-1] != ':' ? colon : NULL;
}

const char *assay_head_file(const char *place, struct assay_arena *arena)
{
    const char *colon = colon_of(place);

    return colon ? assay_arena_copy(arena,
                                    (struct assay_str){place, (size_t)(colon - place)})
                       .ptr
                 : place;
}

static const struct assay_tensor *find(const struct source *source, const char *base,
                                       const char *ending)
{
    return assay_tensors_find(source->tensors, assay_str_of(assay_arena_printf(
                                                   source->arena, "%s%s", base, ending)));
}

static const float *copy(const struct source *source, const struct assay_tensor *tensor)
{
    const size_t n = tensor->rows * tensor->columns;
    float *out = assay_arena_new(source->arena, n, sizeof(*out));

    for (size_t i = 0; i < n; i++)
        out[i] =
            (float)assay_tensor_number(tensor, i / tensor->columns, i % tensor->columns);
    return out;
}

/* One layer, whose weight is (outputs, inputs), or (inputs,) for one output. */
static enum assay_code read_layer(const struct source *source,
                                  const struct assay_tensor *weight,
                                  const struct assay_tensor *bias, size_t inputs,
                                  struct assay_head_layer *out, struct assay_error *err)
{
    const size_t numbers = weight->rows * weight->columns;

    if (!assay_tensor_is_number(weight) || (bias && !assay_tensor_is_number(bias)))
        return assay_fail(err, ASSAY_EDATA, "%s: array %.*s: its head holds no numbers",
                          source->file, ASSAY_STR_ARG(weight->name));
    out->outputs = weight->dims == 2 ? weight->rows : 1;
    out->inputs = out->outputs > 0 ? numbers / out->outputs : 0;
    if (weight->dims < 1 || weight->dims > 2 || out->outputs < 1 || numbers == 0 ||
        (inputs > 0 && out->inputs != inputs))
        return assay_fail(
            err, ASSAY_EDATA,
            "%s: array %.*s: states of %zu numbers do not fit a head for %zu",
            source->file, ASSAY_STR_ARG(weight->name), inputs,
            weight->dims == 2 ? weight->columns : numbers);
    if (bias && (bias->dims != 1 || bias->rows != out->outputs))
        return assay_fail(
            err, ASSAY_EDATA,
            "%s: array %.*s has %zu numbers, and the head gives %zu labels: "
            "it wants one for each",
            source->file, ASSAY_STR_ARG(bias->name), bias->rows * bias->columns,
            out->outputs);
    out->weight = copy(source, weight);
    out->bias = bias ? copy(source, bias) : NULL;
    return ASSAY_OK;
}

static enum assay_code read_two(const struct source *source, const char *base,
                                size_t width, struct assay_head *out,
                                struct assay_error *err)
{
    const struct assay_tensor *first = find(source, base, ".0.weight");
    const struct assay_tensor *second = find(source, base, ".2.weight");
    enum assay_code code;

    if (!first || !second)
        return assay_fail(
            err, ASSAY_EDATA,
            "%s: it has no array \"%s\" or \"%s.weight\" that a score head could "
            "be; it has %s",
            source->file, base, base,
            assay_tensors_names(source->tensors, source->arena));
    code = read_layer(source, first, find(source, base, ".0.bias"), width, &out->layer[0],
                      err);
    if (!code)
        code = read_layer(source, second, find(source, base, ".2.bias"),
                          out->layer[0].outputs, &out->layer[1], err);
    out->layers = 2;
    return code;
}

static enum assay_code read_named(const struct source *source, const char *name,
                                  size_t width, struct assay_head *out,
                                  struct assay_error *err)
{
    static const char ending[] = ".weight";
    const size_t n = strlen(name), m = sizeof(ending) - 1;
    const struct assay_tensor *weight = find(source, name, "");
    const char *base = name;

    if (n > m && strcmp(name + n - m, ending) == 0)
        base = assay_arena_printf(source->arena, "%.*s", (int)(n - m), name);
    else if (!weight)
        weight = find(source, name, ending);
    if (!weight)
        return read_two(source, base, width, out, err);
    out->layers = 1;
    return read_layer(source, weight, find(source, base, ".bias"), width, &out->layer[0],
                      err);
}

enum assay_code assay_head_check(const struct assay_head *head, const char *from,
                                 struct assay_error *err)
{
    bool finite = true;

    if (head->labels < 1 || head->labels > ASSAY_HEAD_LABELS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: a head of %zu labels; 1 to %d can be",
                          from, head->labels, ASSAY_HEAD_LABELS_MAX);
    for (size_t i = 0; i < head->layers; i++) {
        const struct assay_head_layer *layer = &head->layer[i];

        for (size_t k = 0; k < layer->inputs * layer->outputs; k++)
            finite = finite && isfinite(layer->weight[k]);
        for (size_t k = 0; layer->bias && k < layer->outputs; k++)
            finite = finite && isfinite(layer->bias[k]);
    }
    return finite ? ASSAY_OK
                  : assay_fail(err, ASSAY_EDATA,
                               "%s: its head holds what is not a number", from);
}

enum assay_code assay_head_read(const char *place, size_t width,
                                struct assay_arena *arena, struct assay_head *out,
                                char sha256[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    const char *colon = colon_of(place);
    struct assay_tensors tensors = {0};
    const struct source source = {assay_head_file(place, arena), &tensors, arena};
    enum assay_code code;

    *out = (struct assay_head){0};
    code = assay_tensors_read(source.file, &tensors, err);
    if (!code)
        code =
            read_named(&source, colon && colon[1] ? colon + 1 : usual, width, out, err);
    if (!code) {
        memcpy(sha256, tensors.sha256, ASSAY_DIGEST_HEX);
        out->labels = out->layer[out->layers - 1].outputs;
        code = assay_head_check(out, source.file, err);
    }
    assay_tensors_release(&tensors);
    return code;
}

/* weight . input + bias of one output. */
static double output_of(const struct assay_head_layer *layer, size_t output,
                        const double *input)
{
    const float *weight = layer->weight + output * layer->inputs;
    double sum = 0.0;

    for (size_t i = 0; i < layer->inputs; i++)
        sum += (double)weight[i] * input[i];
    return sum + (layer->bias ? (double)layer->bias[output] : 0.0);
}

/* What is not a number stays so. */
static double rectified(double x)
{
    return x < 0.0 ? 0.0 : x;
}

void assay_head_apply(const struct assay_head *head, const float *state, double *out)
{
    const struct assay_head_layer *first = &head->layer[0];
    const struct assay_head_layer *last = &head->layer[head->layers - 1];
    double *input = assay_memory_new(first->inputs + first->outputs, sizeof(*input));
    const double *between = input;

    for (size_t i = 0; i < first->inputs; i++)
        input[i] = (double)state[i];
    if (head->layers == 2) {
        between = input + first->inputs;
        for (size_t i = 0; i < first->outputs; i++)
            input[first->inputs + i] = rectified(output_of(first, i, input));
    }
    for (size_t label = 0; label < head->labels; label++)
        out[label] = output_of(last, label, between);
    free(input);
}

size_t assay_head_numbers(const struct assay_head *head)
{
    size_t n = 0;

    for (size_t i = 0; i < head->layers; i++)
        n += head->layer[i].outputs *
             (head->layer[i].inputs + (head->layer[i].bias ? 1 : 0));
    return n;
}

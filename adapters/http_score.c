/* http_score.c - the numbers of an answer as a score, with a head on this side where there is one. */
#include "adapters/http_parts.h"

#include "adapters/reward.h"
#include "metrics/implicit.h"

#include <math.h>
#include <string.h>

enum {
    LABELS_MAX = 1024
};

enum {
    STEPS_LAST,
    STEPS_LEAST,
    STEPS_MEAN,
    STEPS_PRODUCT
};

/* A matrix of numbers in the arena. */
static const double *copy_of(const struct assay_tensor *tensor, struct assay_arena *arena)
{
    double *out = assay_arena_new(arena, tensor->rows * tensor->columns, sizeof(*out));

    for (size_t i = 0; i < tensor->rows; i++)
        assay_tensor_row(tensor, i, out + i * tensor->columns);
    return out;
}

/* The bias beside NAME.weight, called NAME.bias, where there is one of that size. */
static const struct assay_tensor *bias_of(const struct assay_tensors *tensors,
                                          const char *name, size_t labels,
                                          struct assay_arena *arena)
{
    const size_t n = strlen(name);
    const struct assay_tensor *bias;

    if (n < 7 || strcmp(name + n - 7, ".weight") != 0)
        return NULL;
    bias = assay_tensors_find(
        tensors, assay_str_of(assay_arena_printf(arena, "%.*s.bias", (int)n - 7, name)));
    return bias && bias->rows * bias->columns == labels && assay_tensor_is_number(bias)
               ? bias
               : NULL;
}

/* The matrix of that name. */
static enum assay_code find_head(const struct assay_tensors *tensors, const char *path,
                                 const char *name, struct assay_arena *arena,
                                 const struct assay_tensor **out, struct assay_error *err)
{
    const struct assay_tensor *head = assay_tensors_find(tensors, assay_str_of(name));

    if (!head || !assay_tensor_is_number(head) || head->dims < 1 || head->dims > 2)
        return assay_fail(err, ASSAY_EDATA, "%s: it has no matrix \"%s\"; it has %s",
                          path, name, assay_tensors_names(tensors, arena));
    if (head->dims == 2 && head->rows > LABELS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: %s has more than %d labels", path, name,
                          LABELS_MAX);
    *out = head;
    return ASSAY_OK;
}

static enum assay_code take_head(struct assay_http *http, const char *path,
                                 const char *name, struct assay_arena *arena,
                                 struct assay_error *err)
{
    struct assay_tensors tensors = {0};
    const struct assay_tensor *head = NULL, *bias;
    enum assay_code code = assay_tensors_read(path, &tensors, err);

    if (!code)
        code = find_head(&tensors, path, name, arena, &head, err);
    if (!code && head) {
        http->labels = head->dims == 2 ? head->rows : 1;
        http->width = head->dims == 2 ? head->columns : head->rows;
        http->head = copy_of(head, arena);
        bias = bias_of(&tensors, name, http->labels, arena);
        http->bias = bias ? copy_of(bias, arena) : NULL;
    }
    assay_tensors_release(&tensors);
    return code;
}

enum assay_code assay_http_head_open(struct assay_http *http, struct assay_arena *arena,
                                     struct assay_error *err)
{
    const char *word = http->head_word, *colon = word ? strrchr(word, ':') : NULL;

    if (http->api->gives != ASSAY_HTTP_HIDDEN)
        return word ? assay_fail(err, ASSAY_EUSAGE,
                                 "%s /%s has a head of its own: no "
                                 "head=FILE:TENSOR",
                                 http->dialect->name, http->api->name)
                    : ASSAY_OK;
    if (!colon || colon == word || !colon[1])
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s /%s gives hidden states: name the score head with "
                          "--model-option head=model.safetensors:score.weight",
                          http->dialect->name, http->api->name);
    return take_head(http, assay_arena_printf(arena, "%.*s", (int)(colon - word), word),
                     colon + 1, arena, err);
}

const double *assay_http_logits(const struct assay_http *http,
                                const struct assay_http_row *row,
                                struct assay_arena *arena)
{
    double *logit;

    if (http->api->gives != ASSAY_HTTP_HIDDEN)
        return row->value;
    if (row->count != http->width)
        return NULL;
    logit = assay_arena_new(arena, http->labels, sizeof(*logit));
    for (size_t i = 0; i < http->labels; i++)
        logit[i] =
            assay_reward_weighted(http->head + i * http->width, row->value, http->width) +
            (http->bias ? http->bias[i] : 0.0);
    return logit;
}

/* The score of each token, as one. */
static double of_steps(const struct assay_http *http, const struct assay_http_row *row)
{
    const size_t steps = row->count / row->width;
    double least = (double)INFINITY, sum = 0.0, product = 1.0, last = (double)NAN;

    for (size_t i = 0; i < steps; i++) {
        last =
            assay_reward_weighted(http->weight, row->value + i * row->width, row->width);
        least = last < least ? last : least;
        sum += last;
        product *= last;
    }
    switch (http->steps) {
    case STEPS_LEAST:
        return isnan(sum) ? sum : least;
    case STEPS_MEAN:
        return sum / (double)steps;
    case STEPS_PRODUCT:
        return product;
    default:
        return last;
    }
}

static double value_of(const struct assay_http *http, const struct assay_http_row *row,
                       struct assay_arena *arena)
{
    if (http->api->gives == ASSAY_HTTP_LOG_PROBS)
        return assay_implicit_free(row->value, row->count,
                                   (enum assay_implicit)http->reward);
    if (http->api->gives == ASSAY_HTTP_STEPS)
        return of_steps(http, row);
    return assay_reward_weighted(http->weight, assay_http_logits(http, row, arena),
                                 http->labels);
}

static struct assay_answer failed(const char *note)
{
    return (struct assay_answer){.state = ASSAY_STATE_FAILED, .note = assay_str_of(note)};
}

struct assay_answer assay_http_score(const struct assay_http *http,
                                     const struct assay_http_row *row,
                                     struct assay_arena *arena)
{
    const size_t width =
        http->api->gives == ASSAY_HTTP_HIDDEN ? http->width : http->labels;
    double value;

    if (row->count == 0)
        return failed("an answer without numbers");
    if (http->api->gives != ASSAY_HTTP_LOG_PROBS && row->width != width)
        return failed(assay_arena_printf(arena, "%zu numbers, %zu are expected",
                                         row->width, width));
    value = value_of(http, row, arena);
    return isfinite(value)
               ? (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = value}
               : (struct assay_answer){.state = ASSAY_STATE_NAN};
}

/*
 * variants.c - how far do scores and verdicts hold when the same prompt is put otherwise: other wording, other demonstrations?
 *
 * Groups are of one prompt where they have one id, or where pair_id of one is the id (or pair_id) of the other. Responses are paired by
 * checkpoint and id between the base variant and each other one:
 *
 *   shift    mean of reward(variant) - reward(base), with an interval over prompts
 *   McNemar  of correct: b right under the base alone, c right under the variant alone
 *
 * Source: "Are Human-generated Demonstrations Necessary for In-context Learning?" (SEC), whose self-made demonstrations are one
 *         variant of a prompt; McNemar (1947), Psychometrika 12:153.
 */
#include "metrics/bootstrap.h"
#include "metrics/paired.h"
#include "reports/diagnostics/diagnostic.h"

#include "harness/core/memory.h"
#include "harness/core/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    VARIANTS_MAX = 64
};

/* A response under one variant; NaN: not known. */
struct scored {
    uint32_t prompt, checkpoint, response, variant;
    double reward, correct;
};

struct variants {
    const char *base, *reward;
    struct assay_names variants, prompts, checkpoints, responses;
    uint32_t *
        same; /* (prompts.count,) an earlier prompt that it is another wording of; itself: none */
    struct scored *at;
    size_t count, room;
    struct assay_arena arena; /* the reward's name */
};

static const struct assay_option options[] = {
    {.name = "base",
     .help =
         "the variant that others are held against; without it base, or the first one",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct variants, base),
     .value = "NAME",
     .optional = true},
    {.name = "reward",
     .help = "which of the rewards; without it the first one that a response has",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct variants, reward),
     .value = "NAME",
     .optional = true},
    {0},
};

/* ---- collecting ---- */

static uint32_t first_of(const struct variants *self, uint32_t prompt)
{
    while (self->same[prompt] != prompt)
        prompt = self->same[prompt];
    return prompt;
}

/* The number of a prompt by suite and id. */
static uint32_t prompt_of(struct variants *self, struct assay_str suite,
                          struct assay_str id)
{
    const size_t before = self->prompts.count;
    struct assay_buf text = {0};
    uint32_t prompt;

    assay_buf_add(&text, suite);
    assay_buf_add(&text, (struct assay_str){"", 1});
    assay_buf_add(&text, id);
    prompt = assay_names_add(&self->prompts, assay_buf_view(&text));
    assay_buf_release(&text);
    if (self->prompts.count > before) {
        self->same =
            assay_memory_resize(self->same, self->prompts.count, sizeof(*self->same));
        self->same[prompt] = prompt;
    }
    return prompt;
}

static uint32_t find_prompt(struct variants *self, const struct assay_node *group)
{
    const struct assay_str suite = assay_rollout_text(group, "suite");
    const struct assay_str other = assay_rollout_text(group, "pair_id");
    const uint32_t prompt = prompt_of(self, suite, assay_rollout_text(group, "id"));
    uint32_t a, b;

    if (other.len == 0)
        return prompt;
    b = first_of(self, prompt_of(self, suite, other));
    a = first_of(self, prompt);
    if (a < b)
        self->same[b] = a;
    else
        self->same[a] = b;
    return prompt;
}

static double reward_of(struct variants *self, const struct assay_node *response)
{
    const struct assay_node *map = assay_node_get(response, "reward");
    double value = NAN;

    if (!map || assay_node_count(map) == 0)
        return NAN;
    if (!self->reward)
        self->reward = assay_arena_copy(&self->arena, map->as.map.at[0].key).ptr;
    (void)assay_node_number(assay_node_get(map, self->reward), &value);
    return value;
}

static void keep(struct variants *self, const struct scored *scored)
{
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = *scored;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct variants *self = state;
    const struct assay_str variant = assay_rollout_text(view->record.node, "variant");
    struct scored scored = {0};

    if (view->count == 0 || variant.len == 0)
        return ASSAY_OK;
    scored.variant = assay_names_add(&self->variants, variant);
    if (scored.variant >= VARIANTS_MAX)
        return assay_fail(err, ASSAY_EDATA, "variants: more than %d", VARIANTS_MAX);
    scored.prompt = find_prompt(self, view->record.node);
    scored.checkpoint = assay_names_add(&self->checkpoints,
                                        assay_rollout_text(view->record.node, "ckpt"));
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        scored.response =
            assay_names_add(&self->responses, assay_rollout_text(response, "id"));
        scored.reward = reward_of(self, response);
        scored.correct = NAN;
        (void)assay_rollout_number(response, "correct", &scored.correct);
        keep(self, &scored);
    }
    return ASSAY_OK;
}

/* ---- pairing ---- */

static int compare_scored(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;

    if (x->prompt != y->prompt)
        return x->prompt < y->prompt ? -1 : 1;
    if (x->checkpoint != y->checkpoint)
        return x->checkpoint < y->checkpoint ? -1 : 1;
    if (x->response != y->response)
        return x->response < y->response ? -1 : 1;
    return x->variant < y->variant ? -1 : x->variant > y->variant;
}

/* A variant against the base. */
struct against {
    size_t pairs, judged;    /* with rewards; with correct */
    size_t base_only, only;  /* right under the base alone, under the variant alone */
    double *shift;           /* (pairs,) */
    uint32_t *cluster;       /* (pairs,) prompts that have pairs, numbered from 0 */
    uint32_t clusters, last; /* last: the prompt of the last cluster */
};

static void add_pair(const struct scored *base, const struct scored *other,
                     struct against *out)
{
    if (!isnan(base->correct) && !isnan(other->correct)) {
        const bool right = base->correct > 0.5, too = other->correct > 0.5;

        out->judged++;
        out->base_only += right && !too;
        out->only += too && !right;
    }
    if (isnan(base->reward) || isnan(other->reward))
        return;
    if (out->clusters == 0 || out->last != base->prompt)
        out->clusters++;
    out->last = base->prompt;
    out->cluster[out->pairs] = out->clusters - 1;
    out->shift[out->pairs++] = other->reward - base->reward;
}

/* Pairs of one variant; what is kept is sorted, so that variants of a response stand together. */
static void pair_up(const struct variants *self, uint32_t base, uint32_t variant,
                    struct against *out, struct assay_arena *arena)
{
    const struct scored *mine = NULL;
    size_t begin = 0;

    *out = (struct against){0};
    out->shift = assay_arena_new(arena, self->count + 1, sizeof(*out->shift));
    out->cluster = assay_arena_new(arena, self->count + 1, sizeof(*out->cluster));
    while (begin < self->count) {
        const struct scored *other = NULL;
        size_t i = begin;

        mine = NULL;
        for (; i < self->count && self->at[i].prompt == self->at[begin].prompt &&
               self->at[i].checkpoint == self->at[begin].checkpoint &&
               self->at[i].response == self->at[begin].response;
             i++) {
            mine = self->at[i].variant == base ? &self->at[i] : mine;
            other = self->at[i].variant == variant ? &self->at[i] : other;
        }
        if (mine && other)
            add_pair(mine, other, out);
        begin = i;
    }
}

/* Mean shift with its interval, of prompts drawn whole. */
static enum assay_code shift_of(const struct against *against,
                                const struct assay_diagnosis *out,
                                struct assay_cell *cell, double *mean,
                                struct assay_error *err)
{
    const struct assay_sample sample = {.credit = against->shift,
                                        .cluster = against->cluster,
                                        .n = against->pairs,
                                        .cells = 1};
    const struct assay_resampling how = {.replicates = out->replicates,
                                         .seed = out->seed};
    struct assay_percentile band;
    enum assay_code code;

    *mean = NAN;
    *cell = assay_cell_undefined(ASSAY_STR("no rewards of both"));
    if (against->pairs == 0)
        return ASSAY_OK;
    *mean = 0.0;
    for (size_t i = 0; i < against->pairs; i++)
        *mean += against->shift[i] / (double)against->pairs;
    *cell = assay_cell_difference(*mean, (struct assay_str){"", 0});
    if (how.replicates < 2 || against->clusters < 2)
        return ASSAY_OK;
    code = assay_bootstrap_mean(&sample, &how, out->level, &band, err);
    if (!code)
        *cell = assay_cell_between(*cell, band.lo, band.hi);
    return code;
}

/* ---- telling ---- */

/* name is in the arena. */
static enum assay_code put_variant(struct assay_str name, const struct against *against,
                                   struct assay_diagnosis *out,
                                   struct assay_page_table *table,
                                   struct assay_node *found, struct assay_error *err)
{
    const struct assay_mcnemar test =
        assay_paired_mcnemar((unsigned)against->base_only, (unsigned)against->only);
    struct assay_node *one = assay_node_map(out->arena);
    struct assay_row *row = assay_table_row(table);
    double shift;
    const enum assay_code code = shift_of(against, out, &row->cell[1], &shift, err);

    if (code)
        return code;
    row->cell[0] = assay_cell_text(name);
    row->cell[2] = assay_cell_count(against->base_only);
    row->cell[3] = assay_cell_count(against->only);
    row->cell[4] = against->judged
                       ? assay_cell_p(test.exact)
                       : assay_cell_undefined(ASSAY_STR("correct is not logged"));
    assay_node_put_count(out->arena, one, "pairs", against->pairs);
    assay_node_put(out->arena, one, "shift", assay_node_of_real(shift));
    assay_node_put_count(out->arena, one, "judged", against->judged);
    assay_node_put_count(out->arena, one, "base_only", against->base_only);
    assay_node_put_count(out->arena, one, "variant_only", against->only);
    assay_node_put(out->arena, one, "p",
                   against->judged ? assay_node_of_real(test.exact) : assay_node_null());
    (void)assay_node_put_view(out->arena, found, name, *one);
    return ASSAY_OK;
}

static enum assay_code tell_all(struct variants *self, uint32_t base,
                                struct assay_diagnosis *out, struct assay_error *err)
{
    struct assay_node *found = assay_node_map(out->arena);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu variants of the prompts, held against %.*s on the same responses.",
            self->variants.count, ASSAY_STR_ARG(self->variants.at[base]))));
    table =
        assay_page_table(out->page, "variants", ASSAY_STR("Against the base variant"));
    (void)assay_table_text(table, "variant", ASSAY_STR("variant"));
    assay_table_number(table, "shift", ASSAY_STR("score shift"))->interval =
        ASSAY_STR("interval");
    (void)assay_table_number(table, "base_only", ASSAY_STR("right under the base alone"));
    (void)assay_table_number(table, "variant_only", ASSAY_STR("under the variant alone"));
    (void)assay_table_number(table, "p", ASSAY_STR("p, McNemar"));
    table->intervals = ASSAY_STR("bootstrap over prompts");
    for (uint32_t v = 0; !code && v < self->variants.count; v++) {
        struct against against;

        if (v == base)
            continue;
        pair_up(self, base, v, &against, out->arena);
        code = put_variant(assay_arena_copy(out->arena, self->variants.at[v]), &against,
                           out, table, found, err);
    }
    assay_node_put_copy(out->arena, out->values, "base", self->variants.at[base]);
    assay_node_put(out->arena, out->values, "variants", *found);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct variants *self = state;
    uint32_t base = 0;

    if (self->variants.count < 2) {
        out->lacks = "two variants of prompts (variant, pair_id)";
        return ASSAY_OK;
    }
    if (!assay_names_find(&self->variants, assay_str_of(self->base ? self->base : "base"),
                          &base) &&
        self->base)
        return assay_fail(err, ASSAY_EUSAGE, "--set base=%s: no group is of this variant",
                          self->base);
    for (size_t i = 0; i < self->count; i++)
        self->at[i].prompt = first_of(self, self->at[i].prompt);
    qsort(self->at, self->count, sizeof(*self->at), compare_scored);
    return tell_all(self, base, out, err);
}

static void end(void *state)
{
    struct variants *self = state;

    assay_names_release(&self->variants);
    assay_names_release(&self->prompts);
    assay_names_release(&self->checkpoints);
    assay_names_release(&self->responses);
    assay_arena_release(&self->arena);
    free(self->same);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_variants = {
    .name = "variants",
    .summary = "do scores and verdicts hold when a prompt is put otherwise?",
    .formula =
        "mean of reward(variant) - reward(base) over the same responses; McNemar's test "
        "of correct",
    .needs = "variant pair_id reward correct",
    .source =
        "SEC, Are Human-generated Demonstrations Necessary for In-context Learning?; "
        "McNemar 1947",
    .rows = {73},
    .options = options,
    .state_size = sizeof(struct variants),
    .take = take,
    .tell = tell,
    .end = end,
};

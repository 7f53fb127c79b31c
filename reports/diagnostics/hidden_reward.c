/*
 * hidden_reward.c - which tokens of a group carry the right responses, and how few of them carry how much.
 *
 * Of every group with right and wrong responses the hidden reward of each token (metrics/token_hidden_reward.h): h from `hid`, one row a
 * token, pi from `tok.topk` on the ids that the group has sampled, where what is not among the likeliest counts as 0. Groups that are
 * all right or all wrong are skipped, and counted, as those that lack a field.
 */
#include "metrics/token_hidden_reward.h"
#include "reports/diagnostics/diagnostic.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STRONGEST = 10, /* tokens that are named */
    CELLS_MAX =
        1 << 27 /* numbers of a group: tokens by vocabulary, vocabulary by width */
};

struct named_token {
    const char *group, *response;
    size_t token;
    double value;
};

struct hidden_reward {
    double top, tau, p;
    size_t groups, one_sided,
        lacking;                 /* measured; all right or all wrong; without a field */
    size_t positive, reweighted; /* tokens */
    double seen;                 /* sum over tokens of the mass that topk has */
    double *value;               /* (count,) of all tokens */
    size_t count, room;
    struct named_token strongest[STRONGEST];
    size_t named;
    struct assay_arena arena;
};

static const struct assay_option options[] = {
    {.name = "top",
     .help = "of which share of the tokens the mass is told",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct hidden_reward, top),
     .initial = "0.2",
     .lo = 0.001,
     .hi = 1.0,
     .value = "X"},
    {.name = "tau",
     .help = "above which |hidden reward| an advantage is weighted anew",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct hidden_reward, tau),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e12,
     .value = "X"},
    {.name = "p",
     .help = "by how much: 1 + p where it is positive, 1 - p where it is negative",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct hidden_reward, p),
     .initial = "0.1",
     .lo = -1.0,
     .hi = 1.0,
     .value = "X"},
    {0},
};

/* ---- a group ---- */

struct hidden_group {
    const struct assay_rollout_view *view;
    size_t *begin;  /* (view->count + 1,) */
    bool *right;    /* (view->count,) */
    uint32_t *id;   /* (tokens,) */
    uint32_t *word; /* (words,) ids that were sampled, ascending */
    size_t words, width;
    double *hidden, *residual;
    double seen;
};

static size_t tokens_of(const struct hidden_group *group)
{
    return group->begin[group->view->count];
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* Lengths, verdicts and token ids; false where a response lacks one. */
static enum assay_code read_ids(struct hidden_group *group, bool *whole,
                                struct assay_error *err)
{
    const struct assay_rollout_view *view = group->view;
    const double **ids = assay_arena_new(view->arena, view->count + 1, sizeof(*ids));
    enum assay_code code = ASSAY_OK;
    double right;

    *whole = view->count > 0;
    for (size_t i = 0; !code && *whole && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        size_t n = 0;

        code = assay_rollout_array(view, response, "tok.ids", &ids[i], &n, err);
        *whole =
            !code && ids[i] && n > 0 && assay_rollout_number(response, "correct", &right);
        group->right[i] = *whole && right > 0.5;
        group->begin[i + 1] = group->begin[i] + n;
    }
    if (code || !*whole)
        return code;
    group->id = assay_arena_new(view->arena, tokens_of(group), sizeof(*group->id));
    for (size_t i = 0; i < view->count; i++)
        for (size_t t = group->begin[i]; t < group->begin[i + 1]; t++)
            group->id[t] = (uint32_t)ids[i][t - group->begin[i]];
    return ASSAY_OK;
}

static void find_words(struct hidden_group *group)
{
    const size_t n = tokens_of(group);

    group->word = assay_arena_new(group->view->arena, n, sizeof(*group->word));
    memcpy(group->word, group->id, n * sizeof(*group->word));
    qsort(group->word, n, sizeof(*group->word), compare_ids);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || group->word[i] != group->word[group->words - 1])
            group->word[group->words++] = group->word[i];
}

/* Place of an id among the words, or words. */
static size_t word_of(const struct hidden_group *group, double id)
{
    const uint32_t key =
        id >= 0.0 && id <= (double)UINT32_MAX ? (uint32_t)id : UINT32_MAX;
    const uint32_t *at =
        bsearch(&key, group->word, group->words, sizeof(*group->word), compare_ids);

    return at ? (size_t)(at - group->word) : group->words;
}

/* e - pi of one token; false where its own probability is not logged. */
static bool fill_residual(struct hidden_group *group, size_t token,
                          const struct assay_node *likely)
{
    double *g = group->residual + token * group->words;
    const size_t own = word_of(group, group->id[token]);
    bool known = false;
    double id, lp;

    for (size_t i = 0; i < assay_node_count(likely); i++) {
        const struct assay_node *pair = assay_node_at(likely, i);
        size_t word;

        if (!assay_node_number(assay_node_at(pair, 0), &id) ||
            !assay_node_number(assay_node_at(pair, 1), &lp))
            continue;
        group->seen += exp(lp);
        word = word_of(group, id);
        if (word == group->words)
            continue;
        g[word] -= exp(lp);
        known = known || word == own;
    }
    g[own] += 1.0;
    return known;
}

static bool read_residuals(struct hidden_group *group)
{
    bool whole = true;

    group->residual =
        assay_memory_new(tokens_of(group) * group->words, sizeof(*group->residual));
    for (size_t i = 0; whole && i < group->view->count; i++) {
        const struct assay_node *topk = assay_rollout_value(
            assay_rollout_view_response(group->view, i), ASSAY_STR("tok.topk"));

        for (size_t t = group->begin[i]; whole && t < group->begin[i + 1]; t++)
            whole = fill_residual(group, t, assay_node_at(topk, t - group->begin[i]));
    }
    return whole;
}

/* Numbers of `hid`, rows behind one another, from a list of rows or a side file; NULL: missing, or not a row a token. */
static enum assay_code hidden_of(const struct hidden_group *group, size_t i,
                                 const double **out, size_t *n, struct assay_error *err)
{
    const struct assay_rollout_view *view = group->view;
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const struct assay_node *rows = assay_rollout_value(response, ASSAY_STR("hid"));
    const size_t width = assay_node_count(assay_node_at(rows, 0));
    double *number;

    if (!assay_node_is(rows, ASSAY_NODE_LIST))
        return assay_rollout_array(view, response, "hid", out, n, err);
    *n = assay_node_count(rows) * width;
    number = assay_arena_new(view->arena, *n + 1, sizeof(*number));
    *out = number;
    for (size_t k = 0; k < *n; k++)
        if (!assay_node_number(assay_node_at(assay_node_at(rows, k / width), k % width),
                               &number[k]))
            *out = NULL;
    return ASSAY_OK;
}

static enum assay_code read_hidden(struct hidden_group *group, bool *whole,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    const double *row;
    size_t n;

    for (size_t i = 0; !code && *whole && i < group->view->count; i++) {
        const size_t tokens = group->begin[i + 1] - group->begin[i];

        code = hidden_of(group, i, &row, &n, err);
        *whole = !code && row && n > 0 && n % tokens == 0 &&
                 (i == 0 || n / tokens == group->width);
        if (!*whole)
            break;
        group->width = n / tokens;
        group->hidden = assay_memory_resize(
            group->hidden, group->begin[i + 1] * group->width, sizeof(*group->hidden));
        memcpy(group->hidden + group->begin[i] * group->width, row, n * sizeof(*row));
    }
    return code;
}

/* ---- collecting ---- */

static void name_token(struct hidden_reward *self, const struct hidden_group *group,
                       size_t response, size_t token, double value)
{
    const struct assay_rollout_view *view = group->view;
    size_t at = self->named < STRONGEST ? self->named++ : STRONGEST;

    for (; at > 0 && fabs(self->strongest[at - 1].value) < fabs(value); at--)
        if (at < STRONGEST)
            self->strongest[at] = self->strongest[at - 1];
    if (at == STRONGEST)
        return;
    self->strongest[at] = (struct named_token){
        .group =
            assay_arena_copy(&self->arena, assay_rollout_text(view->record.node, "id"))
                .ptr,
        .response =
            assay_arena_copy(
                &self->arena,
                assay_rollout_text(assay_rollout_view_response(view, response), "id"))
                .ptr,
        .token = token,
        .value = value};
}

static void keep(struct hidden_reward *self, const struct hidden_group *group,
                 const double *value)
{
    const size_t n = tokens_of(group);

    if (self->count + n > self->room) {
        self->room = assay_memory_grow(self->room, self->count + n);
        self->value = assay_memory_resize(self->value, self->room, sizeof(*self->value));
    }
    memcpy(self->value + self->count, value, n * sizeof(*value));
    self->count += n;
    self->groups++;
    self->seen += group->seen;
    for (size_t i = 0; i < group->view->count; i++)
        for (size_t t = group->begin[i]; t < group->begin[i + 1]; t++) {
            const double weight = assay_token_hidden_weight(value[t], self->tau, self->p);

            self->positive += value[t] > 0.0;
            self->reweighted += weight < 1.0 || weight > 1.0;
            name_token(self, group, i, t - group->begin[i], value[t]);
        }
}

static bool is_one_sided(const struct hidden_group *group)
{
    for (size_t i = 1; i < group->view->count; i++)
        if (group->right[i] != group->right[0])
            return false;
    return true;
}

static enum assay_code measure(struct hidden_reward *self, struct hidden_group *group,
                               struct assay_error *err)
{
    bool whole = true;
    double *value;
    enum assay_code code;

    find_words(group);
    if (tokens_of(group) * group->words > CELLS_MAX)
        return assay_fail_at(err, assay_rollout_view_spot(group->view),
                             "hidden-reward: a group of %zu tokens and %zu different "
                             "ones is too large",
                             tokens_of(group), group->words);
    whole = read_residuals(group);
    code = read_hidden(group, &whole, err);
    if (code || !whole || group->words * group->width > CELLS_MAX) {
        self->lacking += !code;
        return code;
    }
    value = assay_arena_new(group->view->arena, tokens_of(group), sizeof(*value));
    code = assay_token_hidden_reward(
        &(struct assay_hidden_tokens){group->hidden, group->residual, group->begin,
                                      group->right, group->view->count, group->width,
                                      group->words},
        value, err);
    if (!code)
        keep(self, group, value);
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct hidden_reward *self = state;
    struct hidden_group group = {.view = view};
    bool whole;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    group.begin = assay_arena_new(view->arena, view->count + 1, sizeof(*group.begin));
    group.right = assay_arena_new(view->arena, view->count + 1, sizeof(*group.right));
    code = read_ids(&group, &whole, err);
    if (code || !whole) {
        self->lacking += !code;
        return code;
    }
    if (is_one_sided(&group)) {
        self->one_sided++;
        return ASSAY_OK;
    }
    code = measure(self, &group, err);
    free(group.hidden);
    free(group.residual);
    return code;
}

/* ---- telling ---- */

static void put_strongest(const struct hidden_reward *self, struct assay_diagnosis *out)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "strongest", ASSAY_STR("Strongest tokens"));
    struct assay_node *list = assay_node_list(out->arena);

    (void)assay_table_text(table, "group", ASSAY_STR("group"));
    (void)assay_table_text(table, "response", ASSAY_STR("response"));
    (void)assay_table_number(table, "token", ASSAY_STR("token"));
    (void)assay_table_number(table, "value", ASSAY_STR("hidden reward"));
    (void)assay_table_number(table, "weight", ASSAY_STR("weight"));
    for (size_t i = 0; i < self->named; i++) {
        const struct named_token *at = &self->strongest[i];
        const double weight = assay_token_hidden_weight(at->value, self->tau, self->p);
        struct assay_node *one = assay_node_map(out->arena);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_str_of(at->group));
        row->cell[1] = assay_cell_text(assay_str_of(at->response));
        row->cell[2] = assay_cell_count(at->token);
        row->cell[3] = assay_cell_number(at->value, (struct assay_str){"", 0});
        row->cell[4] = assay_cell_number(weight, (struct assay_str){"", 0});
        assay_node_put_copy(out->arena, one, "group", assay_str_of(at->group));
        assay_node_put_copy(out->arena, one, "response", assay_str_of(at->response));
        assay_node_put_count(out->arena, one, "token", at->token);
        assay_node_put_real(out->arena, one, "value", at->value);
        assay_node_put_real(out->arena, one, "weight", weight);
        (void)assay_node_push(out->arena, list, *one);
    }
    assay_node_put(out->arena, out->values, "strongest", *list);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct hidden_reward *self = state;
    const double n = (double)self->count;
    double mass;

    (void)err;
    if (self->groups == 0) {
        out->lacks = self->one_sided > 0
                         ? "a group with right and wrong responses"
                         : "responses[].hid with tok.ids, tok.topk and correct";
        return ASSAY_OK;
    }
    mass = assay_token_mass(self->value, self->count, self->top);
    (void)assay_page_text(out->page,
                          assay_str_of(assay_arena_printf(
                              out->arena,
                              "The strongest %.4g %% of %zu tokens carry %.1f %% of the "
                              "hidden reward; %.1f %% of "
                              "tokens raise the right responses of their group.",
                              100.0 * self->top, self->count, 100.0 * mass,
                              100.0 * (double)self->positive / n)));
    assay_node_put_count(out->arena, out->values, "groups", self->groups);
    assay_node_put_count(out->arena, out->values, "one_sided", self->one_sided);
    assay_node_put_count(out->arena, out->values, "lacking", self->lacking);
    assay_node_put_count(out->arena, out->values, "tokens", self->count);
    assay_node_put_real(out->arena, out->values, "mass_of_top", mass);
    assay_node_put_real(out->arena, out->values, "positive", (double)self->positive / n);
    assay_node_put_real(out->arena, out->values, "reweighted",
                        (double)self->reweighted / n);
    assay_node_put_real(out->arena, out->values, "mass_logged", self->seen / n);
    (void)assay_page_fact(
        out->page, "Skipped",
        assay_str_of(assay_arena_printf(
            out->arena, "%zu groups all right or all wrong, %zu without a field",
            self->one_sided, self->lacking)));
    put_strongest(self, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct hidden_reward *self = state;

    assay_arena_release(&self->arena);
    free(self->value);
}

const struct assay_diagnostic assay_diagnostic_hidden_reward = {
    .name = "hidden-reward",
    .summary = "which tokens carry the right responses of a group?",
    .formula = "THR = (2r - 1) g'(sum over right responses of 1/|y| sum g h') h, g = e - "
               "pi on the "
               "group's sampled ids",
    .needs = "hid tok.ids tok.topk correct",
    .source = "Token Hidden Reward, by notes of others",
    .rows = {11},
    .quirk = "formula of secondary notes; what is not among the logged likeliest tokens "
             "counts as 0 "
             "(mass_logged says how much is logged)",
    .options = options,
    .state_size = sizeof(struct hidden_reward),
    .take = take,
    .tell = tell,
    .end = end,
};

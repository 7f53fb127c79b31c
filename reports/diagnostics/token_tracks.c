/*
 * token_tracks.c - logged numbers of tokens by domain: a heat map, beside how often a reward orders pairs rightly there.
 *
 * Whatever a writer put under tok.aux (attention that a head leaves on the first token, say) is averaged over the tokens of a
 * response, its responses, and the groups of a domain; a domain is a subset, else a suite.
 *
 * Source: "Active-Dormant Attention Heads: Mechanistically Demystifying Extreme-Token Phenomena in LLMs", whose heads are active
 *         in one domain and dormant in another. Nothing of its mechanism is computed.
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "reports/diagnostics/diagnostic.h"
#include "reports/figure_raster.h"

#include <math.h>
#include <stdlib.h>

enum {
    MOST = ASSAY_FIGURE_CELLS /* domains, and tracks */
};

struct mean {
    double sum;
    size_t n;
};

struct token_tracks {
    const char *reward;
    struct assay_names domains, tracks;
    struct mean *cell; /* (MOST, MOST) domain by track */
    struct mean
        *right; /* (MOST,) pairs of a domain that the reward orders rightly, ties half */
    struct assay_arena arena; /* the reward's name */
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "which reward orders pairs; without it the first one of a chosen response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct token_tracks, reward),
     .value = "NAME",
     .optional = true},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct token_tracks *self = state;

    (void)err;
    self->cell = assay_memory_new((size_t)MOST * MOST, sizeof(*self->cell));
    self->right = assay_memory_new(MOST, sizeof(*self->right));
    return ASSAY_OK;
}

static void add(struct mean *mean, double value)
{
    mean->sum += value;
    mean->n++;
}

/* The mean of every track of a response. */
static enum assay_code take_tracks(struct token_tracks *self, size_t domain,
                                   const struct assay_rollout_view *view,
                                   const struct assay_node *response,
                                   struct assay_error *err)
{
    const struct assay_node *map = assay_rollout_value(response, ASSAY_STR("tok.aux"));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const struct assay_str name = map->as.map.at[i].key;
        const uint32_t track = assay_names_add(&self->tracks, name);
        const double *number;
        double sum = 0.0;
        size_t n;

        if (track >= MOST)
            return assay_fail(err, ASSAY_EDATA, "token-tracks: more than %d tracks",
                              MOST);
        code = assay_rollout_array(
            view, response,
            assay_arena_printf(view->arena, "tok.aux.%s",
                               assay_arena_copy(view->arena, name).ptr),
            &number, &n, err);
        for (size_t t = 0; !code && number && t < n; t++)
            sum += number[t];
        if (!code && number && n > 0)
            add(&self->cell[domain * MOST + track], sum / (double)n);
    }
    return code;
}

/* The reward of the first response of a role; NaN: none. */
static double reward_of(struct token_tracks *self, const struct assay_rollout_view *view,
                        const char *role)
{
    double value = NAN;

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const struct assay_node *map = assay_node_get(response, "reward");

        if (!assay_str_equal(assay_rollout_text(response, "role"), assay_str_of(role)) ||
            !map || assay_node_count(map) == 0)
            continue;
        if (!self->reward)
            self->reward = assay_arena_copy(&self->arena, map->as.map.at[0].key).ptr;
        (void)assay_node_number(assay_node_get(map, self->reward), &value);
        return value;
    }
    return value;
}

static void take_pair(struct token_tracks *self, size_t domain,
                      const struct assay_rollout_view *view)
{
    const double chosen = reward_of(self, view, "chosen");
    const double rejected = reward_of(self, view, "rejected");

    if (!isnan(chosen) && !isnan(rejected))
        add(&self->right[domain], chosen > rejected    ? 1.0
                                  : chosen == rejected ? 0.5
                                                       : 0.0);
}

static bool has_tracks(const struct assay_rollout_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (assay_node_count(assay_rollout_value(assay_rollout_view_response(view, i),
                                                 ASSAY_STR("tok.aux"))) > 0)
            return true;
    return false;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct token_tracks *self = state;
    struct assay_str domain = assay_rollout_text(view->record.node, "subset");
    enum assay_code code = ASSAY_OK;
    uint32_t at;

    if (!has_tracks(view))
        return ASSAY_OK;
    if (domain.len == 0)
        domain = assay_rollout_text(view->record.node, "suite");
    at = assay_names_add(&self->domains, domain.len ? domain : ASSAY_STR("all"));
    if (at >= MOST)
        return assay_fail(err, ASSAY_EDATA, "token-tracks: more than %d domains", MOST);
    take_pair(self, at, view);
    for (size_t i = 0; !code && i < view->count; i++)
        code = take_tracks(self, at, view, assay_rollout_view_response(view, i), err);
    return code;
}

static double value_of(const struct mean *mean)
{
    return mean->n > 0 ? mean->sum / (double)mean->n : (double)NAN;
}

static void put_values(const struct token_tracks *self, struct assay_diagnosis *out)
{
    struct assay_node *domains = assay_node_map(out->arena);

    for (size_t d = 0; d < self->domains.count; d++) {
        struct assay_node *one = assay_node_map(out->arena);
        struct assay_node *tracks = assay_node_map(out->arena);

        for (size_t t = 0; t < self->tracks.count; t++)
            (void)assay_node_put_view(
                out->arena, tracks, assay_arena_copy(out->arena, self->tracks.at[t]),
                assay_node_of_real(value_of(&self->cell[d * MOST + t])));
        assay_node_put(out->arena, one, "tracks", *tracks);
        assay_node_put_real(out->arena, one, "accuracy", value_of(&self->right[d]));
        assay_node_put_count(out->arena, one, "pairs", self->right[d].n);
        (void)assay_node_put_view(
            out->arena, domains, assay_arena_copy(out->arena, self->domains.at[d]), *one);
    }
    assay_node_put(out->arena, out->values, "domains", *domains);
}

static void put_table(const struct token_tracks *self, struct assay_diagnosis *out)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "domains", ASSAY_STR("Means by domain"));

    (void)assay_table_text(table, "domain", ASSAY_STR("domain"));
    (void)assay_table_number(table, "accuracy", ASSAY_STR("pairs ordered rightly"));
    for (size_t t = 0; t < self->tracks.count; t++) {
        const struct assay_str name = assay_arena_copy(out->arena, self->tracks.at[t]);

        (void)assay_table_number(table, name.ptr, name);
    }
    for (size_t d = 0; d < self->domains.count; d++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_arena_copy(out->arena, self->domains.at[d]));
        row->cell[1] = assay_cell_number(value_of(&self->right[d]), ASSAY_STR("percent"));
        for (size_t t = 0; t < self->tracks.count; t++)
            row->cell[2 + t] = assay_cell_number(value_of(&self->cell[d * MOST + t]),
                                                 (struct assay_str){"", 0});
    }
}

static const struct assay_str *copies(const struct assay_names *names,
                                      struct assay_arena *arena)
{
    struct assay_str *copy = assay_arena_new(arena, names->count + 1, sizeof(*copy));

    for (size_t i = 0; i < names->count; i++)
        copy[i] = assay_arena_copy(arena, names->at[i]);
    return copy;
}

static void put_map(const struct token_tracks *self, struct assay_diagnosis *out)
{
    const size_t cells = self->domains.count * self->tracks.count;
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    struct assay_point *point = assay_arena_new(out->arena, cells + 1, sizeof(*point));
    double *value = assay_arena_new(out->arena, cells + 1, sizeof(*value));
    size_t n = 0;

    for (size_t d = 0; d < self->domains.count; d++)
        for (size_t t = 0; t < self->tracks.count; t++) {
            const struct mean *cell = &self->cell[d * MOST + t];

            if (cell->n == 0)
                continue;
            point[n] = (struct assay_point){.x = (double)t, .y = (double)d, .n = cell->n};
            value[n++] = value_of(cell);
        }
    *series = (struct assay_series){.name = ASSAY_STR("mean over tokens"),
                                    .look = ASSAY_LOOK_CELLS,
                                    .points = point,
                                    .count = n,
                                    .value = value};
    if (n > 0)
        (void)assay_page_figure(
            out->page, &(struct assay_figure_spec){
                           .kind = "cells",
                           .name = ASSAY_STR("token-tracks"),
                           .title = ASSAY_STR("Tracks of tokens by domain"),
                           .description = ASSAY_STR(
                               "Mean of each track over the tokens of a domain."),
                           .series = series,
                           .series_count = 1,
                           .category = copies(&self->tracks, out->arena),
                           .category_count = self->tracks.count,
                           .row = copies(&self->domains, out->arena),
                           .row_count = self->domains.count});
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct token_tracks *self = state;

    (void)err;
    if (self->tracks.count == 0) {
        out->lacks = "responses[].tok.aux";
        return ASSAY_OK;
    }
    (void)assay_page_text(out->page,
                          assay_str_of(assay_arena_printf(
                              out->arena, "%zu logged track%s of tokens in %zu domain%s.",
                              self->tracks.count, self->tracks.count == 1 ? "" : "s",
                              self->domains.count, self->domains.count == 1 ? "" : "s")));
    put_values(self, out);
    put_table(self, out);
    put_map(self, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct token_tracks *self = state;

    assay_names_release(&self->domains);
    assay_names_release(&self->tracks);
    assay_arena_release(&self->arena);
    free(self->cell);
    free(self->right);
}

const struct assay_diagnostic assay_diagnostic_token_tracks = {
    .name = "token-tracks",
    .summary = "logged numbers of tokens by domain, as a heat map",
    .formula = "mean over tokens, responses and groups of each tok.aux track, by subset",
    .needs = "tok.aux subset suite role reward",
    .source = "Active-Dormant Attention Heads: far from rewards; what it logs is shown",
    .rows = {48},
    .options = options,
    .state_size = sizeof(struct token_tracks),
    .begin = begin,
    .take = take,
    .tell = tell,
    .end = end,
};

/* distance_study.c - distances between the models of several runs. */
#include "harness/run/distance_study.h"

#include "harness/core/memory.h"
#include "metrics/bandit_draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const assay_distance_weigh_words[] = {"prompts", "sections", NULL};

/* What is under way. */
struct work {
    struct assay_sample_set *set;
    const struct assay_distance_models_how *how;
    struct assay_distance_models *out;
    struct assay_arena *arena;
    struct assay_error *err;
};

static bool lacks(const double *column, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (!isfinite(column[i]))
            return true;
    return false;
}

/* Numbers of the sections that count; every one where none was named. */
static enum assay_code choose_sections(const struct work *w, bool *counts)
{
    const struct assay_names *sections = &w->set->sections;

    for (size_t i = 0; i < sections->count; i++)
        counts[i] = w->how->sections == 0;
    for (size_t i = 0; i < w->how->sections; i++) {
        uint32_t at;

        if (!assay_names_find(sections, assay_str_of(w->how->section[i]), &at))
            return assay_fail(w->err, ASSAY_EUSAGE,
                              "--section %s: the items are in no such section%s%.*s%s",
                              w->how->section[i], sections->count ? ", but in " : "",
                              sections->count ? (int)sections->at[0].len : 0,
                              sections->count ? sections->at[0].ptr : "",
                              sections->count > 1 ? ", ..." : "");
        counts[at] = true;
    }
    return ASSAY_OK;
}

/* Without a single label, labels are no model. */
static bool has_gold(const struct work *w)
{
    return !w->how->no_gold && w->set->golds > 0 &&
           assay_sample_set_has(w->set->gold[0], w->set->samples);
}

/* Whether a prompt counts; where it does not, it is counted as left out. */
static bool counts_prompt(const struct work *w, size_t i, bool in_section, bool gold)
{
    struct assay_distance_left *left = &w->out->left;
    const size_t first = w->set->first[i], end = w->set->first[i + 1];
    bool scored = true;

    if (!in_section) {
        left->elsewhere++;
        return false;
    }
    for (size_t m = 0; m < w->set->proxies; m++)
        if (lacks(w->set->proxy[m], first, end)) {
            left->lacking[m]++;
            scored = false;
        }
    if (!scored) {
        left->unscored++;
        return false;
    }
    if (gold && lacks(w->set->gold[0], first, end)) {
        left->unlabelled++;
        return false;
    }
    return true;
}

static enum assay_code leave_out(const struct work *w, bool gold)
{
    const struct assay_distance_left *left = &w->out->left;
    bool *counts = assay_memory_new(w->set->sections.count + 1, sizeof(*counts));
    bool *keep = assay_memory_new(w->set->prompts + 1, sizeof(*keep));
    enum assay_code code = choose_sections(w, counts);

    for (size_t i = 0; !code && i < w->set->prompts; i++)
        keep[i] = counts_prompt(w, i, counts[w->set->section[i]], gold);
    if (!code)
        assay_sample_set_keep(w->set, keep);
    if (!code && w->set->prompts == 0)
        code = assay_fail(w->err, ASSAY_EDATA,
                          "no item with two or more completions was scored wholly by all "
                          "of %zu models: %zu lack scores, %zu labels, %zu are in other "
                          "sections",
                          w->set->proxies, left->unscored, left->unlabelled,
                          left->elsewhere);
    free(counts);
    free(keep);
    return code;
}

/* Models, and gold behind them. */
static enum assay_code name_models(const struct work *w, bool gold)
{
    struct assay_distance_models *out = w->out;
    const char *of_gold = "gold";

    out->models = w->set->proxies + gold;
    out->gold = gold ? w->set->proxies : out->models;
    if (out->models < 2)
        return assay_fail(w->err, ASSAY_EUSAGE,
                          "one model, and no labels to hold it against: name two runs");
    out->name = assay_arena_new(w->arena, out->models, sizeof(*out->name));
    for (size_t m = 0; m < w->set->proxies; m++) {
        out->name[m] = w->set->proxy_name[m];
        if (assay_str_equal(out->name[m], ASSAY_STR("gold")))
            of_gold = "gold labels";
    }
    if (gold)
        out->name[out->gold] = assay_str_of(of_gold);
    return ASSAY_OK;
}

/* Weights of prompts; NULL: all the same. */
static double *weigh(const struct work *w)
{
    const struct assay_sample_set *set = w->set;
    double *weight;
    size_t *in;

    if (w->how->weigh == ASSAY_DISTANCE_PROMPTS)
        return NULL;
    weight = assay_memory_new(set->prompts, sizeof(*weight));
    in = assay_memory_new(set->sections.count + 1, sizeof(*in));
    for (size_t i = 0; i < set->prompts; i++)
        in[set->section[i]]++;
    for (size_t i = 0; i < set->prompts; i++)
        weight[i] = 1.0 / (double)in[set->section[i]];
    free(in);
    return weight;
}

static size_t clusters_of(const struct assay_sample_set *set)
{
    bool *seen = assay_memory_new(set->clusters.count + 1, sizeof(*seen));
    size_t count = 0;

    for (size_t i = 0; i < set->prompts; i++) {
        count += !seen[set->cluster[i]];
        seen[set->cluster[i]] = true;
    }
    free(seen);
    return count;
}

static struct assay_distance_value *values_new(const struct work *w)
{
    return assay_arena_new(w->arena, w->out->models * w->out->models,
                           sizeof(struct assay_distance_value));
}

static bool is_headline(const struct assay_bandit_metric *metric)
{
    return metric->kind == assay_bandit_headline.kind &&
           metric->n == assay_bandit_headline.n && metric->m == assay_bandit_headline.m;
}

static struct assay_distance_value *distances(const struct work *w,
                                              const struct assay_bandit *bandit,
                                              const struct assay_bandit_metric *metric)
{
    const size_t cells = w->out->models * w->out->models;
    struct assay_distance_value *out = values_new(w);
    double *distance = assay_memory_new(cells, sizeof(*distance));

    assay_bandit_distances(bandit, metric, w->how->jobs, distance);
    for (size_t k = 0; k < cells; k++)
        out[k].value = distance[k];
    free(distance);
    return out;
}

static void put_regrets(const struct work *w, const struct assay_bandit *bandit)
{
    struct assay_distance_models *out = w->out;
    const size_t cells = out->models * out->models;
    struct assay_bandit_worst *worst = assay_memory_new(cells, sizeof(*worst));
    struct assay_bandit_range *regret = assay_memory_new(cells, sizeof(*regret));

    assay_bandit_worsts(bandit, w->how->jobs, worst);
    assay_bandit_regrets(bandit, w->how->jobs, regret);
    out->worst = values_new(w);
    out->price = assay_arena_new(w->arena, cells, sizeof(*out->price));
    out->lo = values_new(w);
    out->hi = values_new(w);
    for (size_t k = 0; k < cells; k++) {
        out->worst[k].value = worst[k].value;
        out->price[k] = worst[k].lambda;
        out->lo[k].value = regret[k].lo;
        out->hi[k].value = regret[k].hi;
        out->uncertain = fmax(out->uncertain, worst[k].value - worst[k].lower);
    }
    free(worst);
    free(regret);
}

static void put_models(const struct work *w, const struct assay_bandit *bandit)
{
    struct assay_distance_models *out = w->out;

    out->range = assay_arena_new(w->arena, out->models, sizeof(*out->range));
    out->trivial = assay_arena_new(w->arena, out->models, sizeof(*out->trivial));
    for (size_t m = 0; m < out->models; m++) {
        out->range[m] = bandit->range[m];
        out->trivial[m] = bandit->trivial[m];
    }
}

/* Which prompts are drawn together, of sections that are drawn each by itself. */
struct drawing {
    uint32_t *cluster, *cell;
    size_t clusters, cells;
};

static struct drawing drawing_of(const struct assay_sample_set *set)
{
    const struct drawing out = {
        assay_memory_new(set->prompts, sizeof(uint32_t)),
        assay_memory_new(set->prompts, sizeof(uint32_t)),
        set->clusters.count,
        set->sections.count,
    };

    memcpy(out.cluster, set->cluster, set->prompts * sizeof(uint32_t));
    memcpy(out.cell, set->section, set->prompts * sizeof(uint32_t));
    return out;
}

static void put_bands(const struct assay_bandit_range *band, size_t cells,
                      struct assay_distance_value *out)
{
    for (size_t k = 0; k < cells; k++) {
        out[k].has_band = true;
        out[k].lo = band[k].lo;
        out[k].hi = band[k].hi;
    }
}

static void put_regret_bands(const struct work *w, const struct assay_bandit_draws *draws,
                             struct assay_bandit_range *band)
{
    struct assay_distance_models *out = w->out;
    const size_t cells = out->models * out->models;
    struct assay_bandit_worst *worst = assay_memory_new(cells, sizeof(*worst));

    for (size_t k = 0; k < cells; k++)
        worst[k] = (struct assay_bandit_worst){.value = out->worst[k].value,
                                               .lambda = out->price[k]};
    assay_bandit_draws_worsts(draws, worst, band);
    put_bands(band, cells, out->worst);
    assay_bandit_draws_regrets(draws, band, band + cells);
    put_bands(band, cells, out->lo);
    put_bands(band + cells, cells, out->hi);
    free(worst);
}

static enum assay_code put_intervals(const struct work *w,
                                     const struct assay_bandit *bandit,
                                     const struct drawing *drawing)
{
    struct assay_distance_models *out = w->out;
    const size_t cells = out->models * out->models;
    const struct assay_bandit_drawing how = {
        w->how->replicates, w->how->seed,  w->how->level,     w->how->jobs,
        drawing->cluster,   drawing->cell, drawing->clusters, drawing->cells};
    struct assay_bandit_draws *draws;
    struct assay_bandit_range *band;
    enum assay_code code;

    if (w->how->replicates < 2 || out->clusters < 2)
        return ASSAY_OK;
    code = assay_bandit_draws_new(bandit, &how, &draws, w->err);
    if (code)
        return code;
    band = assay_memory_new(2 * cells, sizeof(*band));
    assay_bandit_draws_distances(draws, &assay_bandit_headline, band);
    put_bands(band, cells, out->headline);
    if (out->metric) {
        assay_bandit_draws_distances(draws, &w->how->metric, band);
        put_bands(band, cells, out->metric);
    }
    put_regret_bands(w, draws, band);
    assay_bandit_draws_free(draws);
    free(band);
    return ASSAY_OK;
}

/* The tree and the map of d_J. */
static enum assay_code put_shape(const struct work *w)
{
    struct assay_distance_models *out = w->out;
    const size_t n = out->models;
    double *d = assay_memory_new(n * n, sizeof(*d));
    enum assay_code code;

    for (size_t k = 0; k < n * n; k++)
        d[k] = out->headline[k].value;
    out->merge = assay_arena_new(w->arena, n, sizeof(*out->merge));
    out->order = assay_arena_new(w->arena, n, sizeof(*out->order));
    out->place = assay_arena_new(w->arena, 2 * n, sizeof(*out->place));
    assay_linkage_average(d, n, out->merge, out->order);
    code = assay_classical_scaling(d, n, out->place, &out->scaling, w->err);
    free(d);
    return code;
}

static enum assay_code measure_packed(const struct work *w,
                                      const struct assay_bandit *bandit,
                                      const struct drawing *drawing)
{
    struct assay_distance_models *out = w->out;
    enum assay_code code;

    put_models(w, bandit);
    out->headline = distances(w, bandit, &assay_bandit_headline);
    if (!is_headline(&w->how->metric))
        out->metric = distances(w, bandit, &w->how->metric);
    put_regrets(w, bandit);
    code = put_shape(w);
    return code ? code : put_intervals(w, bandit, drawing);
}

static enum assay_code measure(const struct work *w)
{
    struct assay_distance_models *out = w->out;
    const double **score = assay_memory_new(out->models, sizeof(*score));
    const struct drawing drawing = drawing_of(w->set);
    double *weight = weigh(w);
    struct assay_bandit bandit = {0};
    enum assay_code code;

    for (size_t m = 0; m < out->models; m++)
        score[m] = m == out->gold ? w->set->gold[0] : w->set->proxy[m];
    code = assay_bandit_pack(&(struct assay_bandit_scores){out->models, w->set->prompts,
                                                           w->set->first, score, weight},
                             w->how->jobs, &bandit, w->err);
    out->prompts = w->set->prompts;
    out->completions = w->set->samples;
    out->clusters = clusters_of(w->set);
    assay_sample_set_release(w->set);
    if (!code)
        code = measure_packed(w, &bandit, &drawing);
    assay_bandit_release(&bandit);
    free(drawing.cluster);
    free(drawing.cell);
    free(weight);
    free(score);
    return code;
}

enum assay_code assay_distance_models(struct assay_sample_set *set,
                                      const struct assay_distance_models_how *how,
                                      struct assay_arena *arena,
                                      struct assay_distance_models *out,
                                      struct assay_error *err)
{
    const struct work w = {set, how, out, arena, err};
    const bool gold = has_gold(&w);
    enum assay_code code;

    *out = (struct assay_distance_models){.how = how};
    out->left.lacking =
        assay_arena_new(arena, set->proxies + 1, sizeof(*out->left.lacking));
    code = name_models(&w, gold);
    if (!code)
        code = leave_out(&w, gold);
    return code ? code : measure(&w);
}

/*
 * balance.c - do a policy's samples still explore, does its reward still exploit, and which threshold balances both?
 *
 * By checkpoint, over samples with correct and with scores of steps (a process reward model's):
 *
 *   score        min over steps / scale + 1[right]
 *   balance      metrics/balance_score.h at the threshold told, and at the best one of -1, -.99, ..., 1
 *   exploration  share of prompts with a right sample among all of theirs (pass@K), different right texts a prompt
 *   exploitation share of prompts whose best sample by the step scores is right (best of K); share right of what is selected
 *
 * Source: Zeng et al., "B-STaR: Monitoring and Balancing Exploration and Exploitation in Self-Taught Reasoners"; hkust-nlp/B-STaR
 *         train_code/determine_hyper.py@05c0e3f.
 */
#include "metrics/balance_score.h"
#include "reports/diagnostics/training.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

enum track {
    BALANCE,
    PASS,
    DISTINCT,
    BEST,
    SELECTED,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [BALANCE] = {"balance", "balance", "", "balance"},
    [PASS] = {"pass", "pass@K", "percent", "prompts solved"},
    [DISTINCT] = {"distinct_right", "different right texts", "", "different right texts"},
    [BEST] = {"best_of_k", "best of K", "percent", "prompts solved"},
    [SELECTED] = {"selected_right", "right of selected", "percent", "right of selected"},
};

enum {
    SWEEP = 201, /* thresholds -1, -0.99, ..., 1 */
    PLACES = 64  /* of a prompt, at most, where a target is set */
};

/* A sample of a checkpoint. */
struct sampled {
    uint32_t checkpoint;
    struct assay_balance_sample as;
};

struct balance {
    struct assay_training training;
    const char *prm;
    double scale, threshold, enough;
    size_t target;
    bool official;
    struct sampled *at;
    size_t count, room;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct balance, training)),
    {.name = "prm",
     .help = "which scores of steps; without it the first ones that a response has",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct balance, prm),
     .value = "NAME",
     .optional = true},
    {.name = "scale",
     .help = "what the lowest step score is divided by",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct balance, scale),
     .initial = "5",
     .lo = 1e-6,
     .hi = 1e6,
     .value = "X"},
    {.name = "threshold",
     .help = "above which a sample is selected",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct balance, threshold),
     .initial = "0",
     .lo = -1e6,
     .hi = 1e6,
     .value = "X"},
    {.name = "enough",
     .help = "right selected samples of a prompt that are enough, n*",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct balance, enough),
     .initial = "8",
     .lo = 1.0,
     .hi = 1e6,
     .value = "N"},
    {.name = "target",
     .help = "select no more a prompt than it takes to have so many in all; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct balance, target),
     .initial = "0",
     .lo = 0,
     .hi = 1e9,
     .value = "N"},
    {.name = "official",
     .help =
         "the reference solution is a sample too, right and of score 1, as in the code",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct balance, official)},
    {0},
};

/* ---- collecting ---- */

/* The lowest score of a response's steps; NaN: none. */
static enum assay_code lowest(struct balance *self, const struct assay_rollout_view *view,
                              const struct assay_node *response, double *out,
                              struct assay_error *err)
{
    const struct assay_node *map =
        assay_rollout_value(response, ASSAY_STR("steps.score"));
    const double *score;
    size_t n;
    enum assay_code code;

    *out = NAN;
    if (!map || assay_node_count(map) == 0)
        return ASSAY_OK;
    if (!self->prm)
        self->prm = assay_arena_copy(&self->training.arena, map->as.map.at[0].key).ptr;
    code = assay_rollout_array(view, map, self->prm, &score, &n, err);
    for (size_t i = 0; !code && score && i < n; i++)
        *out = i == 0 ? score[0] : fmin(*out, score[i]);
    return code;
}

static void keep(struct balance *self, uint32_t checkpoint,
                 const struct assay_balance_sample *as)
{
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = (struct sampled){checkpoint, *as};
}

/* What a group's samples are together. */
struct group {
    size_t samples, right, distinct; /* distinct: different right texts */
    double best;                     /* the highest step score */
    bool best_right;
};

static void add_to(struct group *group, double score, bool right, bool again)
{
    group->samples++;
    group->right += right;
    group->distinct += right && !again;
    if (group->samples == 1 || score > group->best) {
        group->best = score;
        group->best_right = right;
    }
}

static enum assay_code take_samples(struct balance *self,
                                    const struct assay_rollout_view *view,
                                    uint32_t checkpoint, struct group *group,
                                    struct assay_error *err)
{
    struct assay_balance_sample as = {
        .prompt = assay_training_prompt(&self->training, view->record.node)};
    struct assay_names texts = {0};
    enum assay_code code = ASSAY_OK;
    double score, right;

    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const struct assay_str text = assay_rollout_text(response, "text");
        const size_t before = texts.count;

        code = lowest(self, view, response, &score, err);
        if (code || isnan(score) || !assay_rollout_number(response, "correct", &right))
            continue;
        as.right = right > 0.5;
        as.score = score / self->scale + as.right;
        as.again = text.len > 0 && assay_names_add(&texts, text) < before;
        keep(self, checkpoint, &as);
        add_to(group, score, as.right, as.again);
    }
    if (!code && self->official && group->samples > 0)
        keep(self, checkpoint,
             &(struct assay_balance_sample){
                 .prompt = as.prompt, .score = 1.0, .right = true});
    assay_names_release(&texts);
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct balance *self = state;
    struct assay_training *training = &self->training;
    struct group group = {0};
    uint32_t checkpoint, prompt;
    enum assay_code code;

    if (view->count == 0 ||
        !assay_training_takes(training, view->record.node, &checkpoint))
        return ASSAY_OK;
    code = take_samples(self, view, checkpoint, &group, err);
    if (code || group.samples == 0)
        return code;
    prompt = assay_training_prompt(training, view->record.node);
    assay_training_add(training, PASS, checkpoint, prompt, group.right > 0);
    assay_training_add(training, DISTINCT, checkpoint, prompt, (double)group.distinct);
    assay_training_add(training, BEST, checkpoint, prompt, group.best_right);
    return ASSAY_OK;
}

/* ---- by checkpoint ---- */

/* The samples of one checkpoint, sorted. */
struct stock {
    struct assay_balance_sample *at;
    size_t count;
};

static struct stock stock_of(const struct balance *self, uint32_t checkpoint,
                             struct assay_arena *arena)
{
    struct stock stock = {.at =
                              assay_arena_new(arena, self->count + 1, sizeof(*stock.at))};

    for (size_t i = 0; i < self->count; i++)
        if (self->at[i].checkpoint == checkpoint)
            stock.at[stock.count++] = self->at[i].as;
    assay_balance_sort(stock.at, stock.count);
    return stock;
}

static struct assay_balance_how how_at(const struct balance *self,
                                       const struct stock *stock, double threshold)
{
    struct assay_balance_how how = {.threshold = threshold, .enough = self->enough};

    if (self->target > 0)
        how.most = assay_balance_places(stock->at, stock->count, threshold, self->target,
                                        PLACES);
    return how;
}

/* Balance and share right of each prompt at the threshold told. */
static void add_prompts(struct balance *self, uint32_t checkpoint,
                        const struct stock *stock)
{
    const struct assay_balance_how how = how_at(self, stock, self->threshold);
    const struct assay_balance_how plain = {
        /* one right is enough: the share right alone */
        .threshold = how.threshold,
        .most = how.most,
        .enough = 1e-300};

    for (size_t i = 0, end; i < stock->count; i = end) {
        size_t selected;
        double value;

        for (end = i; end < stock->count && stock->at[end].prompt == stock->at[i].prompt;)
            end++;
        value = assay_balance_of(stock->at + i, end - i, &how, &selected);
        if (selected == 0)
            continue;
        assay_training_add(&self->training, BALANCE, checkpoint, stock->at[i].prompt,
                           value);
        assay_training_add(&self->training, SELECTED, checkpoint, stock->at[i].prompt,
                           assay_balance_of(stock->at + i, end - i, &plain, &selected));
    }
}

/* Balance over all thresholds of one checkpoint. */
struct sweep {
    struct assay_point point[SWEEP];
    size_t best; /* the first of the highest */
};

static void sweep_over(const struct balance *self, const struct stock *stock,
                       struct sweep *out)
{
    out->best = 0;
    for (size_t i = 0; i < SWEEP; i++) {
        const double threshold = ((double)i - (SWEEP - 1) / 2.0) / ((SWEEP - 1) / 2.0);
        const struct assay_balance_how how = how_at(self, stock, threshold);
        struct assay_balance got;

        assay_balance_mean(stock->at, stock->count, &how, &got);
        out->point[i] =
            (struct assay_point){.x = threshold, .y = got.score, .n = got.prompts};
        if (got.score > out->point[out->best].y)
            out->best = i;
    }
}

/* ---- telling ---- */

static void put_sweeps(const struct assay_courses *courses, const struct sweep *sweep,
                       struct assay_diagnosis *out)
{
    struct assay_series *series =
        assay_arena_new(out->arena, ASSAY_FIGURE_SERIES, sizeof(*series));
    struct assay_node *thresholds = assay_node_list(out->arena);
    struct assay_node *scores = assay_node_list(out->arena);
    size_t n = 0;

    for (size_t i = 0; i < courses->count; i++) {
        const struct assay_point *best = &sweep[i].point[sweep[i].best];

        (void)assay_node_push(out->arena, thresholds, assay_node_of_real(best->x));
        (void)assay_node_push(out->arena, scores, assay_node_of_real(best->y));
        if (n < ASSAY_FIGURE_SERIES)
            series[n++] = (struct assay_series){.name = courses->label[i],
                                                .look = ASSAY_LOOK_FIT,
                                                .points = sweep[i].point,
                                                .count = SWEEP};
    }
    assay_node_put(out->arena, out->values, "best_threshold", *thresholds);
    assay_node_put(out->arena, out->values, "best_balance", *scores);
    (void)assay_page_figure(
        out->page,
        &(struct assay_figure_spec){
            .kind = "curves",
            .name = ASSAY_STR("balance-thresholds"),
            .title = ASSAY_STR("Balance by threshold"),
            .description = ASSAY_STR("Balance score of samples above a threshold."),
            .x_label = ASSAY_STR("threshold"),
            .y_label = ASSAY_STR("balance"),
            .series = series,
            .series_count = n,
            .left_out = courses->count - n});
}

static void tell_words(const struct assay_courses *courses, const struct sweep *sweep,
                       struct assay_diagnosis *out)
{
    const size_t last = courses->count - 1;
    const struct assay_point *best = &sweep[last].point[sweep[last].best];

    (void)assay_page_text(out->page,
                          assay_str_of(assay_arena_printf(
                              out->arena,
                              "At %s samples above %.4g balance right against enough "
                              "best: %.4g, of %.4g at "
                              "the threshold told.",
                              assay_training_place(courses, last, out->arena), best->x,
                              best->y, courses->track[BALANCE].value[last])));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct balance *self = state;
    struct assay_courses courses;
    struct sweep *sweep;
    enum assay_code code;

    if (self->count == 0) {
        out->lacks = "responses[].steps.score with correct";
        return ASSAY_OK;
    }
    code = assay_training_settle(&self->training, tracks, 0, out, &courses, err);
    if (code || out->lacks)
        return code;
    sweep = assay_arena_new(out->arena, courses.count, sizeof(*sweep));
    for (size_t i = 0; i < courses.count; i++) {
        const struct stock stock = stock_of(self, courses.order[i], out->arena);

        add_prompts(self, courses.order[i], &stock);
        sweep_over(self, &stock, &sweep[i]);
    }
    code = assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);
    if (code)
        return code;
    tell_words(&courses, sweep, out);
    assay_training_tell(&courses, "balance", out);
    put_sweeps(&courses, sweep, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct balance *self = state;

    assay_training_release(&self->training);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_balance = {
    .name = "balance",
    .summary = "do samples still explore and rewards exploit, and which threshold "
               "balances both?",
    .formula = "bs = mean over prompts of min(n'/n*, 1) n'/n, n selected by score > "
               "threshold, n' "
               "of them right; score = min step score / 5 + 1[right]",
    .needs = "correct steps.score text step ckpt",
    .source = "B-STaR; hkust-nlp/B-STaR train_code/determine_hyper.py@05c0e3f",
    .rows = {32},
    .quirk =
        "the code counts a text once a prompt, adds the reference solution as a sample "
        "(official=true) and takes no more a prompt than a target needs (target=N); its "
        "thresholds are sums of 0.01, here they are hundredths. Reward@K of the paper is "
        "not computed: its definition was not seen",
    .options = options,
    .state_size = sizeof(struct balance),
    .take = take,
    .tell = tell,
    .end = end,
};

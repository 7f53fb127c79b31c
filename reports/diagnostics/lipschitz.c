/*
 * lipschitz.c - how much can a reward change from one response to one that is like it?
 *
 * Over pairs of responses u, v of one reward:
 *
 *   q = |r(u) - r(v)| / |e(u) - e(v)|,    e the embedding (emb), Euclidean
 *
 * Pairs are responses by one id in two groups of a checkpoint that word a prompt otherwise (pair_id), or, where there is no
 * pair_id, each response and the one nearest to it in its group. L is the largest q; points that coincide are left out and
 * counted, and so is what is beyond numbers or memory. For a reward that is linear in e, r = w . e, L is at most |w|, and |w|
 * on a pair along w.
 *
 * Source: Blonde et al. 2022, Lipschitzness Is All You Need To Tame Off-policy Generative Adversarial Imitation Learning,
 *         arXiv:2006.16785 (local Lipschitz continuity of the learned reward).
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout_label.h"
#include "metrics/quantile.h"
#include "reports/diagnostics/diagnostic.h"

#include <math.h>
#include <stdlib.h>

enum {
    KEPT_MAX = 1 << 20 /* responses of groups with a pair_id, and quotients of a reward */
};

/* A response of a group that has another wording. */
struct waiting {
    double *vector; /* (width,) */
    size_t width;
    double reward;
    uint32_t other; /* key of its partner, whether that is kept or not */
};

struct lipschitz {
    const char *reward;
    struct assay_names keys; /* of a group, by suite and ckpt too, and a response */
    struct waiting *waiting; /* (room_waiting,) of keys; vector NULL: not in the log */
    size_t room_waiting, kept;
    double *quotient; /* (n,) */
    size_t n, room, same, paired, beyond;
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "which reward, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct lipschitz, reward),
     .initial = "rm",
     .value = "NAME"},
    {0},
};

/* A response with what is needed of it. */
struct point {
    const double *vector;
    size_t width;
    double reward;
    struct assay_str id;
};

/* Scaled, so that no square is too large or too small for a number. */
static double distance(const double *a, const double *b, size_t n)
{
    double most = 0.0, sum = 0.0;

    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(a[i] - b[i]));
    if (most == 0.0 || isinf(most))
        return most;
    for (size_t i = 0; i < n; i++)
        sum += (a[i] - b[i]) / most * ((a[i] - b[i]) / most);
    return most * sqrt(sum);
}

static void add(struct lipschitz *self, double rise, double run)
{
    if (run == 0.0) {
        self->same++;
        return;
    }
    if (self->n == KEPT_MAX || !isfinite(rise / run) || isinf(run)) {
        self->beyond++;
        return;
    }
    if (self->n == self->room) {
        self->room = assay_memory_grow(self->room, self->n + 1);
        self->quotient =
            assay_memory_resize(self->quotient, self->room, sizeof(*self->quotient));
    }
    self->quotient[self->n++] = fabs(rise) / run;
}

static enum assay_code points_of(const struct lipschitz *self,
                                 const struct assay_rollout_view *view,
                                 struct point *point, size_t *n, struct assay_error *err)
{
    const char *path = assay_arena_printf(view->arena, "reward.%s", self->reward);
    enum assay_code code = ASSAY_OK;

    *n = 0;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        struct point *at = &point[*n];

        code = assay_rollout_array(view, response, "emb", &at->vector, &at->width, err);
        at->id = assay_rollout_text(response, "id");
        if (!code && at->vector && assay_rollout_number(response, path, &at->reward))
            ++*n;
    }
    return code;
}

/* The point nearest to the i-th, i where there is none. */
static size_t nearest_to(const struct point *point, size_t n, size_t i)
{
    double least = HUGE_VAL;
    size_t nearest = i;

    for (size_t k = 0; k < n; k++) {
        double d;

        if (k == i || point[k].width != point[i].width)
            continue;
        d = distance(point[i].vector, point[k].vector, point[i].width);
        if (d >= least)
            continue;
        least = d;
        nearest = k;
    }
    return nearest;
}

/* Each with the one nearest to it; a pair that is nearest both ways counts once. */
static void take_nearest(struct lipschitz *self, const struct point *point, size_t n,
                         struct assay_arena *arena)
{
    size_t *nearest = assay_arena_new(arena, n + 1, sizeof(*nearest));

    for (size_t i = 0; i < n; i++)
        nearest[i] = nearest_to(point, n, i);
    for (size_t i = 0; i < n; i++)
        if (nearest[i] != i && !(nearest[nearest[i]] == i && nearest[i] < i))
            add(self, point[i].reward - point[nearest[i]].reward,
                distance(point[i].vector, point[nearest[i]].vector, point[i].width));
}

static uint32_t key_of(struct lipschitz *self, const struct assay_rollout_view *view,
                       struct assay_str group, struct assay_str response)
{
    struct assay_buf key = {0};
    uint32_t at;

    assay_buf_add(&key, assay_rollout_group_key(view, group));
    assay_buf_add(&key, (struct assay_str){"", 1});
    assay_buf_add(&key, response);
    at = assay_names_add(&self->keys, assay_buf_view(&key));
    assay_buf_release(&key);
    if (at >= self->room_waiting) {
        const size_t before = self->room_waiting;

        self->room_waiting = assay_memory_grow(before, (size_t)at + 1);
        self->waiting = assay_memory_resize(self->waiting, self->room_waiting,
                                            sizeof(*self->waiting));
        for (size_t i = before; i < self->room_waiting; i++)
            self->waiting[i] = (struct waiting){0};
    }
    return at;
}

/* Kept until the last group is read, since the other wording may stand anywhere. */
static void keep_paired(struct lipschitz *self, const struct assay_rollout_view *view,
                        const struct point *point, size_t n, struct assay_str pair_id)
{
    const struct assay_str id = assay_rollout_text(view->record.node, "id");

    for (size_t i = 0; i < n; i++) {
        const uint32_t other = key_of(self, view, pair_id, point[i].id);
        struct waiting *at = &self->waiting[key_of(self, view, id, point[i].id)];

        if (self->kept == KEPT_MAX) {
            self->beyond++;
            continue;
        }
        self->kept++;
        *at = (struct waiting){assay_memory_new(point[i].width + 1, sizeof(*at->vector)),
                               point[i].width, point[i].reward, other};
        for (size_t k = 0; k < point[i].width; k++)
            at->vector[k] = point[i].vector[k];
    }
}

/* Each with its partner; two that name one another count once. */
static void pair_up(struct lipschitz *self)
{
    for (uint32_t i = 0; i < self->keys.count; i++) {
        const struct waiting *own = &self->waiting[i];
        const struct waiting *other = own->vector ? &self->waiting[own->other] : NULL;

        if (!other || own->other == i || !other->vector || other->width != own->width ||
            (other->other == i && own->other < i))
            continue;
        self->paired++;
        add(self, own->reward - other->reward,
            distance(own->vector, other->vector, own->width));
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct lipschitz *self = state;
    struct point *point;
    const struct assay_str pair_id = assay_rollout_text(view->record.node, "pair_id");
    size_t n;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP || view->count == 0)
        return ASSAY_OK;
    point = assay_arena_new(view->arena, view->count + 1, sizeof(*point));
    code = points_of(self, view, point, &n, err);
    if (code)
        return code;
    if (pair_id.len > 0)
        keep_paired(self, view, point, n, pair_id);
    else
        take_nearest(self, point, n, view->arena);
    return ASSAY_OK;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void put(struct assay_diagnosis *out, struct assay_page_table *table,
                const char *key, const char *what, double value)
{
    struct assay_row *row = assay_table_row(table);

    row->cell[0] = assay_cell_text(assay_str_of(what));
    row->cell[1] = assay_cell_number(value, ASSAY_STR(""));
    assay_node_put_real(out->arena, out->values, key, value);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct lipschitz *self = state;
    struct assay_page_table *table;

    (void)err;
    pair_up(self);
    if (self->n == 0) {
        out->lacks =
            self->same > 0
                ? "embeddings that differ"
                : assay_arena_printf(out->arena,
                                     "two responses with emb and reward.%s, of one "
                                     "group or of groups by pair_id",
                                     self->reward);
        return ASSAY_OK;
    }
    qsort(self->quotient, self->n, sizeof(*self->quotient), compare);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Between responses that are alike reward.%s changes by at most %.4g for a "
            "step "
            "of 1 between embeddings, by %.4g in the middle (%zu pairs%s).",
            self->reward, self->quotient[self->n - 1],
            assay_quantile(self->quotient, self->n, 0.5), self->n,
            self->paired > 0 ? ", of two wordings" : ", nearest in their group")));
    table = assay_page_table(out->page, "quotients",
                             ASSAY_STR("Change of the reward over distance"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    (void)assay_table_number(table, "value", ASSAY_STR("quotient"));
    put(out, table, "largest", "largest", self->quotient[self->n - 1]);
    put(out, table, "q99", "99 % are below",
        assay_quantile(self->quotient, self->n, 0.99));
    put(out, table, "q90", "90 % are below",
        assay_quantile(self->quotient, self->n, 0.9));
    put(out, table, "median", "half are below",
        assay_quantile(self->quotient, self->n, 0.5));
    assay_node_put_count(out->arena, out->values, "pairs", self->n);
    assay_node_put_count(out->arena, out->values, "coincide", self->same);
    assay_node_put_count(out->arena, out->values, "beyond", self->beyond);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct lipschitz *self = state;

    for (size_t i = 0; i < self->room_waiting; i++)
        free(self->waiting[i].vector);
    free(self->waiting);
    free(self->quotient);
    assay_names_release(&self->keys);
}

const struct assay_diagnostic assay_diagnostic_lipschitz = {
    .name = "lipschitz",
    .summary = "how much a reward changes between responses that are alike",
    .formula = "L = max |r(u) - r(v)| / |e(u) - e(v)| over pairs that are alike",
    .needs = "responses[].emb responses[].reward",
    .source = "Blonde et al. 2022, arXiv:2006.16785",
    .rows = {69},
    .options = options,
    .state_size = sizeof(struct lipschitz),
    .take = take,
    .tell = tell,
    .end = end,
};

#include "harness/core/rollout_judged.h"

#include "harness/core/names.h"

#include <math.h>
#include <string.h>

bool assay_rollout_response(const struct assay_rollout_view *view, struct assay_str id,
                            size_t *out)
{
    for (size_t i = 0; i < view->count; i++)
        if (assay_str_equal(
                assay_rollout_text(assay_rollout_view_response(view, i), "id"), id)) {
            *out = i;
            return true;
        }
    return false;
}

static bool is_kind(const struct assay_node *judge, const char *kind, const char *of)
{
    const struct assay_str name = assay_rollout_text(judge, "j");

    return assay_str_equal(assay_rollout_text(judge, "kind"), assay_str_of(kind)) &&
           (!of || assay_str_equal(name, assay_str_of(of)));
}

/* ---- points ---- */

/* Two walks over the judgements: one counts those of each response, the other puts them in their places. */
struct gather {
    const struct assay_rollout_view *view;
    const struct assay_rollout_reading *how;
    struct assay_names ids; /* of responses, whose numbers are their places */
    size_t *next;           /* (count + 1,) how many; then where the next one goes */
    struct assay_rollout_point *point; /* NULL: they are counted */
    uint64_t key[2];
};

/* What has no verdict counts by its rule. */
static void settle(const struct gather *gather, struct assay_rollout_point *point)
{
    const struct assay_rollout_reading *how = gather->how;
    const struct assay_rollout_draw draw = {.seed = how->seed,
                                            .key = {gather->key[0], gather->key[1]},
                                            .place = point->place};
    double u;

    if (point->parsed && how->lo < how->hi)
        point->parsed = point->score >= how->lo && point->score <= how->hi;
    point->counts = point->parsed;
    if (point->parsed)
        return;
    point->counts = assay_rollout_unparsable_value(how->unparsable, &draw, &u);
    if (point->counts)
        point->score = how->lo + u * (how->hi - how->lo);
}

/* Judgement k of response i; score NaN: it has no verdict. */
static void visit(struct gather *gather, size_t i, size_t k, double score)
{
    const struct assay_node *judges = assay_node_get(gather->view->record.node, "judges");
    struct assay_rollout_point *point;

    if (!gather->point) {
        gather->next[i + 1]++;
        return;
    }
    point = &gather->point[gather->next[i]++];
    *point = (struct assay_rollout_point){
        .score = score, .meta = (double)NAN, .place = k, .parsed = !isnan(score)};
    (void)assay_rollout_number(assay_node_at(judges, k), "meta", &point->meta);
    settle(gather, point);
}

/* The score of a point judgement, by its text where texts are read; NaN: none. */
static double point_score(const struct assay_node *judge, enum assay_rollout_parse parse)
{
    const struct assay_str text = assay_rollout_text(judge, "text");
    double out;
    const bool found = parse != ASSAY_ROLLOUT_LOGGED && text.len > 0
                           ? assay_rollout_text_number(text, parse, &out)
                           : assay_rollout_number(judge, "score", &out);

    return found ? out : (double)NAN;
}

static void visit_point(struct gather *gather, const struct assay_node *judge, size_t k)
{
    uint32_t i;

    if (assay_names_find(&gather->ids, assay_rollout_text(judge, "resp"), &i))
        visit(gather, i, k, gather->point ? point_score(judge, gather->how->parse) : 0.0);
}

/* A list of scores, or one of ids, of which the last of n has 1 and the first n. */
static void visit_list(struct gather *gather, const struct assay_node *judge, size_t k,
                       bool ranks)
{
    const struct assay_node *said = assay_node_get(judge, ranks ? "rank" : "scores");
    const size_t n = assay_node_count(said);
    uint32_t i;

    for (size_t r = 0; n == 0 && r < gather->view->count; r++)
        visit(gather, r, k, (double)NAN);
    for (size_t r = 0; r < n; r++) {
        const struct assay_str id =
            ranks ? assay_node_text(assay_node_at(said, r)) : said->as.map.at[r].key;
        double score = (double)(n - r);

        if (!ranks && !assay_node_number(&said->as.map.at[r].value, &score))
            score = (double)NAN;
        if (assay_names_find(&gather->ids, id, &i))
            visit(gather, i, k, score);
    }
}

static void walk_judges(struct gather *gather)
{
    const struct assay_node *judges = assay_node_get(gather->view->record.node, "judges");
    const bool points = strcmp(gather->how->kind, "point") == 0;
    const bool ranks = strcmp(gather->how->kind, "rank") == 0;

    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);

        if (!is_kind(judge, points ? "point" : "list", gather->how->judge))
            continue;
        if (points)
            visit_point(gather, judge, k);
        else
            visit_list(gather, judge, k, ranks);
    }
}

static void index_ids(const struct assay_rollout_view *view, struct assay_names *ids)
{
    for (size_t i = 0; i < view->count; i++)
        (void)assay_names_add(
            ids, assay_rollout_text(assay_rollout_view_response(view, i), "id"));
}

void assay_rollout_points(const struct assay_rollout_view *view,
                          const struct assay_rollout_reading *how,
                          struct assay_rollout_points *out)
{
    struct gather gather = {.view = view, .how = how};
    size_t *first = assay_arena_new(view->arena, view->count + 1, sizeof(*first));

    index_ids(view, &gather.ids);
    assay_rollout_key(&view->record, gather.key);
    gather.next = assay_arena_new(view->arena, view->count + 1, sizeof(*gather.next));
    walk_judges(&gather);
    for (size_t i = 0; i < view->count; i++)
        gather.next[i + 1] += gather.next[i];
    memcpy(first, gather.next, (view->count + 1) * sizeof(*first));
    gather.point =
        assay_arena_new(view->arena, first[view->count] + 1, sizeof(*gather.point));
    walk_judges(&gather);
    assay_names_release(&gather.ids);
    *out = (struct assay_rollout_points){first, gather.point};
}

size_t assay_rollout_points_of(const struct assay_rollout_points *points, size_t response,
                               const struct assay_rollout_point **out)
{
    *out = points->point + points->first[response];
    return points->first[response + 1] - points->first[response];
}

bool assay_rollout_step_verdict(const struct assay_rollout_view *view,
                                const struct assay_node *judge,
                                struct assay_rollout_step_verdict *out)
{
    const struct assay_str text = assay_rollout_text(judge, "text");
    double step, score = 0.0;

    if (!is_kind(judge, "step", NULL) || !assay_rollout_number(judge, "k", &step) ||
        !assay_rollout_response(view, assay_rollout_text(judge, "resp"), &out->response))
        return false;
    out->step = (size_t)step;
    if (text.len > 0) {
        out->says = assay_rollout_text_step(text);
        return true;
    }
    (void)assay_rollout_number(judge, "score", &score);
    out->says = (score > 0.0) - (score < 0.0);
    return true;
}

/* ---- pairs ---- */

/* Two responses, the share of a win that each has, and how much it counts in either order. */
struct game {
    size_t a, b;
    double a_wins, b_wins;
    double first, second; /* games in which a was shown first, and second */
};

static void add_game(struct assay_rollout_pairs *pairs, const struct game *game)
{
    const size_t ab = game->a * pairs->n + game->b, ba = game->b * pairs->n + game->a;

    pairs->games[0][ab] += game->first;
    pairs->wins[0][ab] += game->first * game->a_wins;
    pairs->games[1][ba] += game->first;
    pairs->wins[1][ba] += game->first * game->b_wins;
    pairs->games[1][ab] += game->second;
    pairs->wins[1][ab] += game->second * game->a_wins;
    pairs->games[0][ba] += game->second;
    pairs->wins[0][ba] += game->second * game->b_wins;
}

static bool sides_of(const struct assay_names *ids, const struct assay_node *of,
                     const char *a, const char *b, struct game *game)
{
    uint32_t first, second;

    if (!assay_names_find(ids, assay_rollout_text(of, a), &first) ||
        !assay_names_find(ids, assay_rollout_text(of, b), &second))
        return false;
    game->a = first;
    game->b = second;
    return first != second;
}

/* What a judgement is worth; false where it does not count. */
static bool judged(const struct assay_rollout_view *view, const struct assay_node *judge,
                   const struct assay_rollout_pairing *how, size_t place,
                   struct assay_rollout_pairs *pairs, struct game *game)
{
    const struct assay_str vote = assay_rollout_text(judge, "vote");
    struct assay_rollout_draw draw = {.seed = how->seed, .place = place};
    double p;
    bool counts = true;

    if (assay_rollout_number(judge, "p", &p)) {
        game->a_wins = p;
        game->b_wins = 1.0 - p;
    } else if (assay_str_equal(vote, ASSAY_STR("tie"))) {
        game->a_wins = game->b_wins = assay_rollout_tie_value(how->ties, 2);
        pairs->tied++;
    } else if (vote.len > 0) {
        game->a_wins = assay_str_equal(vote, ASSAY_STR("A"));
        game->b_wins = 1.0 - game->a_wins;
    } else {
        assay_rollout_key(&view->record, draw.key);
        counts = assay_rollout_unparsable_value(how->unparsable, &draw, &game->a_wins);
        game->b_wins =
            how->unparsable == ASSAY_ROLLOUT_AS_LOSS ? 0.0 : 1.0 - game->a_wins;
        pairs->unparsed++;
    }
    return counts;
}

static void add_judges(const struct assay_rollout_view *view,
                       const struct assay_names *ids,
                       const struct assay_rollout_pairing *how,
                       struct assay_rollout_pairs *pairs)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");

    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);
        const struct assay_str order = assay_rollout_text(judge, "order");
        struct game game = {.first = 0.5, .second = 0.5};

        if (!is_kind(judge, "pair", how->judge) ||
            !sides_of(ids, judge, "resp", "vs", &game))
            continue;
        pairs->judged++;
        if (order.len > 0) {
            game.first = assay_str_equal(order, ASSAY_STR("AB"));
            game.second = 1.0 - game.first;
        }
        if (judged(view, judge, how, k, pairs, &game))
            add_game(pairs, &game);
    }
}

static void add_people(const struct assay_rollout_view *view,
                       const struct assay_names *ids, struct assay_rollout_pairs *pairs)
{
    const struct assay_node *prefs = assay_node_get(view->record.node, "prefs");

    for (size_t k = 0; k < assay_node_count(prefs); k++) {
        const struct assay_node *pref = assay_node_at(prefs, k);
        struct game game = {0};
        double wins, n = 1.0;

        if (!sides_of(ids, pref, "a", "b", &game) ||
            !assay_rollout_number(pref, "wins", &wins))
            continue;
        (void)assay_rollout_number(pref, "n", &n);
        if (!(n > 0.0) || !(wins >= 0.0) || wins > n)
            continue;
        game.a_wins = wins / n;
        game.b_wins = 1.0 - game.a_wins;
        game.first = game.second = n / 2.0;
        add_game(pairs, &game);
    }
}

void assay_rollout_pairs(const struct assay_rollout_view *view,
                         const struct assay_rollout_pairing *how,
                         struct assay_rollout_pairs *out)
{
    const size_t n = view->count;
    struct assay_names ids = {0};

    *out = (struct assay_rollout_pairs){0};
    if (n > ASSAY_ROLLOUT_PAIRED_MAX)
        return;
    out->n = n;
    for (size_t o = 0; o < 2; o++) {
        out->wins[o] = assay_arena_new(view->arena, n * n + 1, sizeof(double));
        out->games[o] = assay_arena_new(view->arena, n * n + 1, sizeof(double));
    }
    index_ids(view, &ids);
    if (how->judges)
        add_judges(view, &ids, how, out);
    if (how->people)
        add_people(view, &ids, out);
    assay_names_release(&ids);
}

bool assay_rollout_share(const struct assay_rollout_pairs *pairs, size_t i, size_t j,
                         bool balanced, double *out)
{
    const size_t at = i * pairs->n + j;
    const double first = pairs->games[0][at], second = pairs->games[1][at];

    if (!(first + second > 0.0) || (balanced && !(first > 0.0 && second > 0.0)))
        return false;
    *out = balanced ? (pairs->wins[0][at] / first + pairs->wins[1][at] / second) / 2.0
                    : (pairs->wins[0][at] + pairs->wins[1][at]) / (first + second);
    return true;
}

#include "harness/core/rollout_judged.h"

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

/* The score of a point judgement, by its text where texts are read. */
static bool point_score(const struct assay_node *judge,
                        const struct assay_rollout_reading *how, double *out)
{
    const struct assay_str text = assay_rollout_text(judge, "text");

    if (how->parse != ASSAY_ROLLOUT_LOGGED && text.len > 0)
        return assay_rollout_text_number(text, how->parse, out);
    return assay_rollout_number(judge, "score", out);
}

/* n for the first of n ranked responses, 1 for the last. */
static bool rank_score(const struct assay_node *rank, struct assay_str id, double *out)
{
    const size_t n = assay_node_count(rank);

    for (size_t i = 0; i < n; i++)
        if (assay_str_equal(assay_node_text(assay_node_at(rank, i)), id)) {
            *out = (double)(n - i);
            return true;
        }
    return false;
}

/* Whether a judgement is of a response. */
static bool of_response(const struct assay_node *judge, struct assay_str id,
                        const struct assay_rollout_reading *how)
{
    const bool ranks = strcmp(how->kind, "rank") == 0;
    const struct assay_node *said = assay_node_get(judge, ranks ? "rank" : "scores");
    double score;

    if (strcmp(how->kind, "point") == 0)
        return is_kind(judge, "point", how->judge) &&
               assay_str_equal(assay_rollout_text(judge, "resp"), id);
    return is_kind(judge, "list", how->judge) &&
           (!said ||
            (ranks ? rank_score(said, id, &score) : assay_node_find(said, id) != NULL));
}

/* What it says of the response; false: nothing. */
static bool said_of(const struct assay_node *judge, struct assay_str id,
                    const struct assay_rollout_reading *how, double *out)
{
    if (strcmp(how->kind, "point") == 0)
        return point_score(judge, how, out);
    if (strcmp(how->kind, "rank") == 0)
        return rank_score(assay_node_get(judge, "rank"), id, out);
    return assay_node_number(assay_node_find(assay_node_get(judge, "scores"), id), out);
}

static void settle(const struct assay_rollout_view *view,
                   const struct assay_rollout_reading *how,
                   struct assay_rollout_point *point)
{
    struct assay_rollout_draw draw = {.seed = how->seed, .place = point->place};
    double u;

    if (point->parsed && how->lo < how->hi)
        point->parsed = point->score >= how->lo && point->score <= how->hi;
    point->counts = point->parsed;
    if (point->parsed)
        return;
    assay_rollout_key(&view->record, draw.key);
    point->counts = assay_rollout_unparsable_value(how->unparsable, &draw, &u);
    if (point->counts)
        point->score = how->lo + u * (how->hi - how->lo);
}

size_t assay_rollout_points(const struct assay_rollout_view *view, size_t response,
                            const struct assay_rollout_reading *how,
                            const struct assay_rollout_point **out)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    const struct assay_str id =
        assay_rollout_text(assay_rollout_view_response(view, response), "id");
    struct assay_rollout_point *points;
    size_t n = 0;

    for (size_t k = 0; k < assay_node_count(judges); k++)
        n += of_response(assay_node_at(judges, k), id, how);
    points = assay_arena_new(view->arena, n + 1, sizeof(*points));
    *out = points;
    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);

        if (!of_response(judge, id, how))
            continue;
        *points = (struct assay_rollout_point){.place = k, .meta = (double)NAN};
        points->parsed = said_of(judge, id, how, &points->score);
        (void)assay_rollout_number(judge, "meta", &points->meta);
        settle(view, how, points++);
    }
    return n;
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

static bool sides_of(const struct assay_rollout_view *view, const struct assay_node *of,
                     const char *a, const char *b, struct game *game)
{
    return assay_rollout_response(view, assay_rollout_text(of, a), &game->a) &&
           assay_rollout_response(view, assay_rollout_text(of, b), &game->b) &&
           game->a != game->b;
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
                       const struct assay_rollout_pairing *how,
                       struct assay_rollout_pairs *pairs)
{
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");

    for (size_t k = 0; k < assay_node_count(judges); k++) {
        const struct assay_node *judge = assay_node_at(judges, k);
        const struct assay_str order = assay_rollout_text(judge, "order");
        struct game game = {.first = 0.5, .second = 0.5};

        if (!is_kind(judge, "pair", how->judge) ||
            !sides_of(view, judge, "resp", "vs", &game))
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
                       struct assay_rollout_pairs *pairs)
{
    const struct assay_node *prefs = assay_node_get(view->record.node, "prefs");

    for (size_t k = 0; k < assay_node_count(prefs); k++) {
        const struct assay_node *pref = assay_node_at(prefs, k);
        struct game game = {0};
        double wins, n = 1.0;

        if (!sides_of(view, pref, "a", "b", &game) ||
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

    *out = (struct assay_rollout_pairs){0};
    if (n > ASSAY_ROLLOUT_PAIRED_MAX)
        return;
    out->n = n;
    for (size_t o = 0; o < 2; o++) {
        out->wins[o] = assay_arena_new(view->arena, n * n + 1, sizeof(double));
        out->games[o] = assay_arena_new(view->arena, n * n + 1, sizeof(double));
    }
    if (how->judges)
        add_judges(view, how, out);
    if (how->people)
        add_people(view, out);
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

/* overopt_grid.c - the points that all units of a curve have, so that whole curves can be compared. */
#include "harness/run/overopt.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells of a unit: first and one past the last. */
struct span {
    size_t from, end;
};

static struct span *spans_of(const struct assay_overopt_curve *curve,
                             struct assay_arena *arena)
{
    struct span *span = assay_arena_new(arena, curve->units + 1, sizeof(*span));

    for (size_t i = 0; i < curve->cells; i++) {
        struct span *at = &span[curve->cell[i].unit];

        at->from = at->end == 0 ? i : at->from;
        at->end = i + 1;
    }
    return span;
}

/* The cell of a unit at x, or NULL. */
static const struct assay_overopt_cell *cell_at(const struct assay_overopt_curve *curve,
                                                const struct span *span, double x)
{
    size_t lo = span->from, hi = span->end;

    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;

        if (curve->cell[middle].x < x)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < span->end && curve->cell[lo].x == x ? &curve->cell[lo] : NULL;
}

static bool all_have(const struct assay_overopt_curve *curve, const struct span *span,
                     double x)
{
    for (size_t g = 1; g < curve->units; g++)
        if (!cell_at(curve, &span[g], x))
            return false;
    return true;
}

/* x that all units have, ascending. Returns how many. */
static size_t shared(const struct assay_overopt_curve *curve, const struct span *span,
                     double *x)
{
    size_t n = 0;

    for (size_t i = span[0].from; i < span[0].end; i++)
        if (all_have(curve, span, curve->cell[i].x))
            x[n++] = curve->cell[i].x;
    return n;
}

/* Which of n shared points the k-th of so many places begins with. */
static size_t begins(size_t k, size_t n, size_t places)
{
    return k * n / places;
}

/* What a unit has at a place. */
struct own {
    double gold, gap;
};

/* Adds what a unit has at the points of a place; returns its means there. */
static struct own add_unit(const struct assay_overopt_curve *curve,
                           const struct span *span, const double *x, size_t points,
                           struct assay_overopt_place *place)
{
    const double share = 1.0 / ((double)points * (double)curve->units);
    struct own own = {0};

    for (size_t i = 0; i < points; i++) {
        const struct assay_overopt_cell *cell = cell_at(curve, span, x[i]);

        place->d += share * cell->d;
        place->proxy += share * cell->proxy;
        own.gold += cell->gold / (double)points;
        own.gap += (cell->proxy - cell->gold) / (double)points;
    }
    place->gold += own.gold / (double)curve->units;
    return own;
}

/* Standard errors of means over units. */
static void measure_spread(struct assay_overopt_place *place, const struct own *own,
                           size_t units)
{
    const double mean_gap = place->proxy - place->gold;
    double gold = 0.0, gap = 0.0;

    for (size_t g = 0; g < units; g++) {
        gold += (own[g].gold - place->gold) * (own[g].gold - place->gold);
        gap += (own[g].gap - mean_gap) * (own[g].gap - mean_gap);
    }
    place->se = sqrt(gold / (double)(units - 1) / (double)units);
    place->gap_se = sqrt(gap / (double)(units - 1) / (double)units);
    place->has_se = true;
    place->has_gap_se = isfinite(gap);
}

static int compare_d(const void *left, const void *right)
{
    const struct assay_overopt_cell *a = left, *b = right;

    if (a->d != b->d)
        return a->d < b->d ? -1 : 1;
    return (a->gold > b->gold) - (a->gold < b->gold);
}

/* Points of their own, by x: neighbours together where there are too many. */
static void place_points(struct assay_overopt_curve *curve,
                         struct assay_overopt_place *place, double *matrix)
{
    const size_t n = curve->cells;
    struct assay_overopt_cell *cells = assay_memory_new(n + 1, sizeof(*cells));

    memcpy(cells, curve->cell, n * sizeof(*cells));
    if (curve->direct)
        qsort(cells, n, sizeof(*cells), compare_d);
    curve->places = n < ASSAY_OVEROPT_PLACES_MAX ? n : ASSAY_OVEROPT_PLACES_MAX;
    curve->binned = n > curve->places;
    for (size_t k = 0; k < curve->places; k++) {
        const size_t from = begins(k, n, curve->places);
        const size_t end = begins(k + 1, n, curve->places);
        const double share = 1.0 / (double)(end - from);
        double variance = 0.0;

        for (size_t i = from; i < end; i++) {
            const struct assay_overopt_cell *cell = &cells[i];

            place[k].x += share * cell->x;
            place[k].d += share * cell->d;
            place[k].gold += share * cell->gold;
            place[k].proxy += share * cell->proxy;
            variance += share * share / cell->weight;
        }
        place[k].has_se = curve->has_se;
        place[k].se = curve->has_se ? sqrt(variance) : 0.0;
        matrix[k] = place[k].gold;
    }
    free(cells);
}

static void place_shared(struct assay_overopt_curve *curve, struct assay_arena *arena,
                         struct assay_overopt_place *place, double *matrix)
{
    const struct span *span = spans_of(curve, arena);
    struct own *own = assay_arena_new(arena, curve->units, sizeof(*own));
    double *x = assay_memory_new(curve->cells + 1, sizeof(*x));
    const size_t n = shared(curve, span, x);

    curve->places = n < ASSAY_OVEROPT_PLACES_MAX ? n : ASSAY_OVEROPT_PLACES_MAX;
    curve->binned = n > curve->places;
    for (size_t k = 0; k < curve->places; k++) {
        const size_t from = begins(k, n, curve->places);
        const size_t end = begins(k + 1, n, curve->places);

        for (size_t i = from; i < end; i++)
            place[k].x += x[i] / (double)(end - from);
        for (size_t g = 0; g < curve->units; g++) {
            own[g] = add_unit(curve, &span[g], x + from, end - from, &place[k]);
            matrix[g * curve->places + k] = own[g].gold;
        }
        if (curve->units > 1)
            measure_spread(&place[k], own, curve->units);
    }
    free(x);
}

void assay_overopt_grid(struct assay_overopt_curve *curve, struct assay_arena *arena)
{
    const bool points = curve->unit == ASSAY_OVEROPT_POINT || curve->direct;
    const size_t most = ASSAY_OVEROPT_PLACES_MAX, units = points ? 1 : curve->units;
    struct assay_overopt_place *place = assay_arena_new(arena, most, sizeof(*place));
    double *matrix = assay_arena_new(arena, units * most, sizeof(*matrix));

    if (points)
        place_points(curve, place, matrix);
    else
        place_shared(curve, arena, place, matrix);
    curve->place = place;
    curve->matrix = matrix;
}

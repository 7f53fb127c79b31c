/* overopt_cells.c - rows of one place become one, relative to where gold begins. */
#include "harness/run/overopt_cells.h"

#include "metrics/best_of_n.h"

#include <math.h>
#include <stdlib.h>

static int compare_cells(const void *left, const void *right)
{
    const struct assay_overopt_cell *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->d != b->d)
        return a->d < b->d ? -1 : 1;
    return (a->gold > b->gold) - (a->gold < b->gold);
}

/* Cells [from, end) become one: weighted means. */
static struct assay_overopt_cell merged(const struct assay_overopt_cell *cell, size_t n)
{
    struct assay_overopt_cell out = cell[0];
    double d = 0.0, gold = 0.0, proxy = 0.0, weight = 0.0, implicit = 0.0;

    for (size_t i = 0; n > 1 && i < n; i++) {
        d += cell[i].weight * cell[i].d;
        gold += cell[i].weight * cell[i].gold;
        proxy += cell[i].weight * cell[i].proxy;
        implicit += cell[i].weight * cell[i].implicit;
        weight += cell[i].weight;
        out.base = out.base && cell[i].base;
    }
    if (n == 1)
        return out;
    out.d = d / weight;
    out.gold = gold / weight;
    out.proxy = proxy / weight;
    out.implicit = implicit / weight;
    out.weight = weight;
    return out;
}

size_t assay_overopt_merge(struct assay_overopt_cell *cell, size_t n, bool points)
{
    size_t kept = 0;

    qsort(cell, n, sizeof(*cell), compare_cells);
    for (size_t i = 0, end; i < n; i = end) {
        end = i + 1;
        while (!points && end < n && cell[end].unit == cell[i].unit &&
               cell[end].x == cell[i].x)
            end++;
        cell[kept++] = merged(&cell[i], end - i);
    }
    return kept;
}

/* ---- where gold begins ---- */

/* Means over a unit's cells of the initial policy; false where it has none. */
static bool base_of(const struct assay_overopt_cell *cell, size_t n, double out[2])
{
    size_t found = 0;

    out[0] = out[1] = 0.0;
    for (size_t i = 0; i < n; i++)
        if (cell[i].base) {
            out[0] += cell[i].gold;
            out[1] += cell[i].proxy;
            found++;
        }
    if (found == 0)
        return false;
    out[0] /= (double)found;
    out[1] /= (double)found;
    return true;
}

static size_t unit_end(const struct assay_overopt_cell *cell, size_t n, size_t from)
{
    size_t end = from;

    while (end < n && cell[end].unit == cell[from].unit)
        end++;
    return end;
}

/* Mean over the units that have one; false where none has. */
static bool common_base(const struct assay_overopt_cell *cell, size_t n, double out[2])
{
    size_t found = 0;
    double sum[2] = {0.0, 0.0}, one[2];

    for (size_t i = 0; i < n; i = unit_end(cell, n, i))
        if (base_of(&cell[i], unit_end(cell, n, i) - i, one)) {
            sum[0] += one[0];
            sum[1] += one[1];
            found++;
        }
    out[0] = found ? sum[0] / (double)found : 0.0;
    out[1] = found ? sum[1] / (double)found : 0.0;
    return found > 0;
}

enum assay_overopt_base assay_overopt_subtract(struct assay_overopt_cell *cell, size_t n,
                                               double given)
{
    double common[2], own[2];
    const bool has = common_base(cell, n, common);

    for (size_t i = 0, end; i < n; i = end) {
        end = unit_end(cell, n, i);
        if (!base_of(&cell[i], end - i, own)) {
            own[0] = common[0];
            own[1] = common[1];
        }
        for (size_t k = i; k < end; k++) {
            cell[k].gold -= isnan(given) ? own[0] : given;
            cell[k].proxy -= own[1];
        }
    }
    if (!isnan(given))
        return ASSAY_OVEROPT_BASE_GIVEN;
    return has ? ASSAY_OVEROPT_BASE_ROWS : ASSAY_OVEROPT_BASE_NONE;
}

void assay_overopt_renumber(struct assay_overopt_curve *curve,
                            struct assay_overopt_cell *cell)
{
    uint32_t units = 0;

    for (size_t i = 0, end; i < curve->cells; i = end) {
        end = unit_end(cell, curve->cells, i);
        for (size_t k = i; k < end; k++)
            cell[k].unit = units;
        units++;
    }
    curve->units = units;
    if (curve->unit != ASSAY_OVEROPT_POINT)
        return;
    for (size_t i = 0; i < curve->cells; i++)
        cell[i].unit = (uint32_t)i;
    curve->units = curve->cells;
}

struct assay_overopt_cell assay_overopt_cell_of_n(size_t n, double gold, double proxy,
                                                  uint32_t unit)
{
    return (struct assay_overopt_cell){.x = (double)n,
                                       .d = sqrt(assay_best_of_n_kl(n)),
                                       .gold = gold,
                                       .proxy = proxy,
                                       .implicit = (double)NAN,
                                       .weight = 1.0,
                                       .unit = unit,
                                       .base = n == 1};
}

void assay_overopt_settle(struct assay_overopt_curve *curve,
                          struct assay_overopt_cell *cell, size_t n,
                          struct assay_arena *arena)
{
    curve->unit = ASSAY_OVEROPT_PROMPT;
    curve->has_proxy = true;
    curve->cell = cell;
    curve->cells = assay_overopt_merge(cell, n, false);
    curve->weighted = curve->cells < n;
    assay_overopt_renumber(curve, cell);
    assay_overopt_grid(curve, arena);
}

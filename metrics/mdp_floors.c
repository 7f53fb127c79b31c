#include "metrics/mdp_floors.h"

#include "metrics/row_loops.h"

enum {
    PART = 4,   /* entries of tau to one above a floor, at least */
    NEAR = 4096 /* numbers that the nearest cache holds */
};

static double least_of(const double *x, size_t n)
{
    double out = x[0];

    for (size_t i = 1; i < n; i++)
        out = x[i] < out ? x[i] : out;
    return out;
}

/* Entries above the floor of their row; stops where they are more than so many. */
static size_t count_above(const struct assay_mdp *mdp, size_t most)
{
    const size_t n = mdp->states, rows = n * mdp->actions;
    size_t count = 0;

    for (size_t k = 0; k < rows && count <= most; k++) {
        const double *chance = mdp->chance + k * n, least = least_of(chance, n);

        for (size_t i = 0; i < n; i++)
            count += chance[i] > least;
    }
    return count;
}

const struct assay_mdp_floors *assay_mdp_floors_find(const struct assay_mdp *mdp,
                                                     struct assay_arena *arena)
{
    const size_t n = mdp->states, rows = n * mdp->actions;
    const size_t entries = assay_mdp_entries(mdp), most = entries / PART;
    struct assay_mdp_floors *out;
    double *floor, *above;
    size_t *row, count = 0;
    uint32_t *next;

    if (entries != rows * n || count_above(mdp, most) > most)
        return NULL;
    out = assay_arena_new(arena, 1, sizeof(*out));
    floor = assay_arena_new(arena, rows, sizeof(*floor));
    row = assay_arena_new(arena, rows + 1, sizeof(*row));
    next = assay_arena_new(arena, most, sizeof(*next));
    above = assay_arena_new(arena, most, sizeof(*above));
    for (size_t k = 0; k < rows; k++) {
        const double *chance = mdp->chance + k * n;

        floor[k] = least_of(chance, n);
        for (size_t i = 0; i < n; i++) {
            if (!(chance[i] > floor[k]))
                continue;
            next[count] = (uint32_t)i;
            above[count++] = chance[i] - floor[k];
        }
        row[k + 1] = count;
    }
    *out = (struct assay_mdp_floors){floor, row, next, above};
    return out;
}

bool assay_mdp_is_short(const struct assay_mdp *mdp, struct assay_mdp_floors *out)
{
    if (mdp->floors) {
        *out = *mdp->floors;
        return true;
    }
    *out = (struct assay_mdp_floors){NULL, mdp->row, mdp->next, mdp->chance};
    return assay_mdp_entries(mdp) <= mdp->states * mdp->states * mdp->actions / PART;
}

void assay_floors_expects(const struct assay_mdp_floors *floors,
                          const struct assay_floors_rows *rows, const double *v,
                          double *out)
{
    const double sum = floors->floor ? assay_row_sum(v, rows->states) : 0.0;

    for (size_t i = 0; i < rows->count; i++)
        out[i] = assay_floors_expect(floors, rows->first + i, v, sum);
}

double assay_floors_level(const struct assay_mdp *mdp,
                          const struct assay_mdp_floors *floors, const double *reward,
                          double *out)
{
    const size_t n = mdp->states, rows = n * mdp->actions;
    const size_t block = n < NEAR ? NEAR / n : 1;
    double size = 0.0;

    for (size_t first = 0, end; first < rows; first = end) {
        end = rows - first < block ? rows : first + block;
        if (floors->floor)
            size += assay_rows_sums(reward + first * n, end - first, n, out + first);
        else
            size += assay_row_size(reward + first * n, (end - first) * n);
        for (size_t k = first; k < end; k++)
            out[k] = assay_floors_expect(floors, k, reward + k * n,
                                         floors->floor ? out[k] : 0.0);
    }
    return size;
}

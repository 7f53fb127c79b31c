#include "metrics/quotient_norm.h"

#include "harness/core/memory.h"
#include "metrics/linear_programme.h"

#include <math.h>
#include <stdlib.h>

enum {
    ROWS_MAX = 100000 /* of (s, a), which simplex goes through */
};

/* A programme as it is filled. */
struct building {
    const struct assay_mdp *mdp;
    double *gain, *lo, *hi, *value;
    size_t *start;
    uint32_t *row;
    size_t columns;
};

static void building_init(struct building *building, const struct assay_mdp *mdp,
                          size_t columns)
{
    /* a column (s, a) has its successors, s itself and the row of the sum */
    const size_t times = columns / (mdp->states * mdp->actions);
    const size_t most = (assay_mdp_entries(mdp) + 2 * mdp->states * mdp->actions) * times;

    *building = (struct building){.mdp = mdp};
    building->gain = assay_memory_new(columns, sizeof(*building->gain));
    building->lo = assay_memory_new(columns, sizeof(*building->lo));
    building->hi = assay_memory_new(columns, sizeof(*building->hi));
    building->start = assay_memory_new(columns + 1, sizeof(*building->start));
    building->row = assay_memory_new(most, sizeof(*building->row));
    building->value = assay_memory_new(most, sizeof(*building->value));
}

static void building_release(struct building *building)
{
    free(building->gain);
    free(building->lo);
    free(building->hi);
    free(building->start);
    free(building->row);
    free(building->value);
}

/* sign times row k of B as a column, a row a state. */
static void add_column(struct building *building, size_t k, double sign)
{
    const struct assay_mdp *mdp = building->mdp;
    const uint32_t s = (uint32_t)(k / mdp->actions);
    size_t at = building->start[building->columns];
    bool there = false;

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        const bool same = mdp->next[i] == s;

        building->row[at] = mdp->next[i];
        building->value[at++] = sign * ((same ? 1.0 : 0.0) - mdp->gamma * mdp->chance[i]);
        there = there || same;
    }
    if (!there) {
        building->row[at] = s;
        building->value[at++] = sign;
    }
    building->start[++building->columns] = at;
}

/* max r'y over |y| <= w with B'y = 0: the dual of min sum w |r - B Phi|. */
static void build_sum(struct building *building, enum assay_reward_norm norm,
                      const double *level)
{
    const struct assay_mdp *mdp = building->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double weight =
            norm == ASSAY_NORM_L1 ? 1.0 / assay_mdp_largest_chance(mdp, k) : 1.0;

        building->gain[k] = level[k];
        building->lo[k] = -weight;
        building->hi[k] = weight;
        add_column(building, k, 1.0);
    }
}

/* max r'(u - v) over u, v >= 0 with B'(u - v) = 0, sum u + v <= 1: the dual of min max |r - B Phi|. */
static void build_largest(struct building *building, const double *level)
{
    const struct assay_mdp *mdp = building->mdp;
    const size_t rows = mdp->states * mdp->actions;

    for (size_t k = 0; k < 2 * rows; k++) {
        const double sign = k < rows ? 1.0 : -1.0;
        size_t at;

        building->gain[k] = sign * level[k % rows];
        building->lo[k] = 0.0;
        building->hi[k] = (double)INFINITY;
        add_column(building, k % rows, sign);
        at = building->start[building->columns]++;
        building->row[at] = (uint32_t)mdp->states;
        building->value[at] = 1.0;
    }
}

enum assay_code assay_quotient_norm(const struct assay_mdp *mdp,
                                    enum assay_reward_norm norm, const double *level,
                                    double *out, struct assay_error *err)
{
    const size_t rows = mdp->states * mdp->actions;
    const bool largest = norm == ASSAY_NORM_LINF;
    struct building building;
    struct assay_linear_programme programme;
    enum assay_code code;

    if (rows > ROWS_MAX)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "quotient norms are linear programmes of a column for each of "
                          "%zu states and actions: at most %d",
                          rows, ROWS_MAX);
    building_init(&building, mdp, largest ? 2 * rows : rows);
    if (largest)
        build_largest(&building, level);
    else
        build_sum(&building, norm, level);
    programme = (struct assay_linear_programme){
        .columns = building.columns,
        .rows = mdp->states + (largest ? 1 : 0),
        .gain = building.gain,
        .lo = building.lo,
        .hi = building.hi,
        .start = building.start,
        .row = building.row,
        .value = building.value,
        .limit = largest ? 1.0 : (double)NAN,
    };
    code = assay_linear_programme_solve(&programme, out, err);
    building_release(&building);
    return code;
}

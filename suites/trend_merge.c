/*
 * trend_merge.c - rows that are of one step of one run become one.
 *
 * A trainer logs losses and an evaluation apart, an export of a dashboard has a file a metric, and an event file
 * a record a number: what belongs together has the same step and the same values in all columns that tell
 * rows apart. Rows without a step, n or checkpoint are points of their own.
 */
#include "suites/trend_parts.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEYS_MAX = 64 /* columns that tell rows apart */
};

struct merging {
    struct assay_trend_reading *reading;
    struct assay_trend_sheet *all;
    const struct assay_trend_cells *key[KEYS_MAX];
    size_t keys;
    bool *gone;   /* (rows,) */
    size_t *slot; /* (slots,) row + 1; 0: free */
    size_t slots;
    size_t later; /* values that a later row has in place of another */
    size_t at;    /* the first row with one */
    const struct assay_trend_cells *what;
    struct assay_error *err;
};

/* What only says when a row was written. */
static bool is_clock(struct assay_str name)
{
    static const char *const clocks[] = {"wall_time", "_timestamp", "_runtime", "_step"};

    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
        if (assay_str_equal(name, assay_str_of(clocks[i])))
            return true;
    return false;
}

static bool equal(const struct assay_trend_cells *cells, size_t a, size_t b)
{
    const double x = assay_trend_cells_number(cells, a);
    const double y = assay_trend_cells_number(cells, b);

    if (isnan(x) != isnan(y))
        return false;
    return isnan(x) ? assay_str_equal(assay_trend_cells_text(cells, a),
                                      assay_trend_cells_text(cells, b))
                    : x == y;
}

static bool same_key(const struct merging *m, size_t a, size_t b)
{
    for (size_t i = 0; i < m->keys; i++)
        if (!equal(m->key[i], a, b))
            return false;
    return true;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const struct merging *m, size_t row)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < m->keys; i++) {
        const double number = assay_trend_cells_number(m->key[i], row);
        const struct assay_trend_cells *cells = m->key[i];
        uint64_t bits = row < cells->ids ? cells->id[row] : ASSAY_TREND_ABSENT;

        if (number == 0.0)
            bits = 0;
        else if (!isnan(number))
            memcpy(&bits, &number, sizeof(bits));
        hash = mix(hash, bits);
    }
    return hash;
}

/* True if a row is of something that others can be of, too. */
static bool has_key(const struct merging *m, size_t row)
{
    for (size_t i = 0; i < m->keys; i++)
        if ((m->key[i]->role == ASSAY_TREND_STEP || m->key[i]->role == ASSAY_TREND_N ||
             m->key[i]->role == ASSAY_TREND_CHECKPOINT) &&
            assay_trend_cells_has(m->key[i], row))
            return true;
    return false;
}

static enum assay_code contradict(const struct merging *m,
                                  const struct assay_trend_cells *cells, size_t first,
                                  size_t row)
{
    const struct assay_spot before = assay_trend_reading_spot(m->reading, first);
    const struct assay_trend_cells *step =
        assay_trend_cells_of(m->all, ASSAY_TREND_STEP, 0);
    const struct assay_trend_cells *run =
        assay_trend_cells_of(m->all, ASSAY_TREND_RUN, 0);
    char of[64] = "";

    if (step)
        (void)snprintf(of, sizeof(of), "step %.15g of ",
                       assay_trend_cells_number(step, row));
    return assay_fail_at(m->err, assay_trend_reading_spot(m->reading, row),
                         "%srun %.*s once more, with another %.*s than in %s %zu of %s; "
                         "--repeats last counts the later one",
                         of, ASSAY_STR_ARG(assay_trend_cells_text(run, row)),
                         ASSAY_STR_ARG(cells->name), before.line ? "line" : "record",
                         before.line ? before.line : before.row, before.path);
}

/* One value of a later row, in the row that is kept. */
static enum assay_code join_value(struct merging *m, struct assay_trend_cells *cells,
                                  size_t first, size_t row)
{
    if (!assay_trend_cells_has(cells, row))
        return ASSAY_OK;
    if (assay_trend_cells_has(cells, first) && !equal(cells, first, row)) {
        if (cells->role != ASSAY_TREND_OTHER &&
            m->reading->setting->repeats == ASSAY_TREND_REPEATS_ERROR)
            return contradict(m, cells, first, row);
        if (!is_clock(cells->name) && m->later++ == 0) {
            m->at = row;
            m->what = cells;
        }
    }
    assay_trend_cells_shift(cells, row, first);
    return ASSAY_OK;
}

static enum assay_code join_row(struct merging *m, size_t first, size_t row)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < m->all->columns; i++)
        code = join_value(m, &m->all->column[i], first, row);
    m->gone[row] = true;
    return code;
}

static enum assay_code join_rows(struct merging *m)
{
    enum assay_code code = ASSAY_OK;

    for (size_t row = 0; !code && row < m->all->rows; row++) {
        size_t i = hash_of(m, row) & (m->slots - 1);

        if (!has_key(m, row))
            continue;
        while (m->slot[i] && !same_key(m, m->slot[i] - 1, row))
            i = (i + 1) & (m->slots - 1);
        if (m->slot[i])
            code = join_row(m, m->slot[i] - 1, row);
        else
            m->slot[i] = row + 1;
    }
    return code;
}

/* Closes the gaps. */
static void close_up(struct merging *m)
{
    size_t n = 0;

    for (size_t row = 0; row < m->all->rows; row++) {
        if (m->gone[row])
            continue;
        for (size_t i = 0; n < row && i < m->all->columns; i++)
            assay_trend_cells_shift(&m->all->column[i], row, n);
        m->all->place[n++] = m->all->place[row];
    }
    m->all->rows = n;
}

static enum assay_code find_keys(struct merging *m)
{
    for (size_t i = 0; i < m->all->columns; i++) {
        const struct assay_trend_cells *cells = &m->all->column[i];

        if (!assay_trend_splits(cells->role) && cells->role != ASSAY_TREND_STEP &&
            cells->role != ASSAY_TREND_N)
            continue;
        if (m->keys == KEYS_MAX)
            return assay_fail(m->err, ASSAY_EDATA,
                              "%s: more than %d columns that tell rows apart",
                              m->reading->source[0].path, KEYS_MAX);
        m->key[m->keys++] = cells;
    }
    return ASSAY_OK;
}

enum assay_code assay_trend_merge(struct assay_trend_reading *reading,
                                  struct assay_error *err)
{
    struct merging m = {
        .reading = reading, .all = &reading->all, .slots = 16, .err = err};
    struct assay_spot spot;
    enum assay_code code = find_keys(&m);

    while (m.slots < 2 * m.all->rows)
        m.slots *= 2;
    m.slot = assay_memory_new(m.slots, sizeof(*m.slot));
    m.gone = assay_memory_new(m.all->rows + 1, sizeof(*m.gone));
    if (!code)
        code = join_rows(&m);
    if (!code && m.later) {
        spot = assay_trend_reading_spot(reading, m.at);
        assay_trend_note(&reading->notes,
                         "%s: %s %zu: another value of %.*s for a step that was there "
                         "before; later ones count (%zu %s)",
                         spot.path, spot.line ? "line" : "record",
                         spot.line ? spot.line : spot.row, ASSAY_STR_ARG(m.what->name),
                         m.later, m.later == 1 ? "value" : "values");
    }
    if (!code)
        close_up(&m);
    free(m.slot);
    free(m.gone);
    return code;
}

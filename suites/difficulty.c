#include "suites/difficulty.h"

#include "harness/core/memory.h"
#include "harness/core/records.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A file in the reading. Arrays grow outside the arena. */
struct reader {
    struct assay_records *records;
    const char *path;
    double *of;
    size_t count;                        /* instructions */
    double *share, *excess, *difficulty; /* of the gamed baseline */
    size_t rows, room;
    struct assay_error *err;
};

static struct assay_spot here(const struct reader *r)
{
    return (struct assay_spot){r->path, assay_records_line(r->records),
                               assay_records_count(r->records) - 1};
}

/* The number in a column; NaN where the record has none there. */
static enum assay_code number_of(const struct reader *r, const struct assay_node *record,
                                 const char *column, double *out)
{
    const struct assay_node *node = assay_node_get(record, column);
    const struct assay_str text = assay_node_text(node);

    *out = (double)NAN;
    if (!node || assay_node_is(node, ASSAY_NODE_NULL) || assay_node_number(node, out) ||
        (assay_node_is(node, ASSAY_NODE_TEXT) &&
         (text.len == 0 || assay_str_number(text, out))))
        return ASSAY_OK;
    return assay_fail_at(r->err, here(r), "%s: expected a number", column);
}

static enum assay_code take_instruction(struct reader *r, const struct assay_node *record,
                                        double *difficulty)
{
    double index;
    enum assay_code code = number_of(r, record, "index", &index);

    if (!code)
        code = number_of(r, record, "instruction_difficulty", difficulty);
    if (code)
        return code;
    if (!(index >= 0.0 && index < ASSAY_DIFFICULTY_INSTRUCTIONS && floor(index) == index))
        return assay_fail_at(r->err, here(r),
                             "index: expected the number of an instruction");
    if (!isfinite(*difficulty))
        return assay_fail_at(r->err, here(r),
                             "instruction_difficulty: expected a number");
    if ((size_t)index >= r->count) {
        const size_t count = assay_memory_grow(r->count, (size_t)index + 1);

        r->of = assay_memory_resize(r->of, count, sizeof(*r->of));
        while (r->count < count)
            r->of[r->count++] = (double)NAN;
    }
    if (isnan(r->of[(size_t)index]))
        r->of[(size_t)index] = *difficulty;
    return ASSAY_OK;
}

/* True if the column says that the row is the gamed baseline's, or says nothing. */
static bool is_gamed(const struct assay_node *record)
{
    const struct assay_node *node = assay_node_get(record, "not_gamed_baseline");

    if (assay_node_is(node, ASSAY_NODE_BOOL))
        return !node->as.truth;
    return !node || assay_str_equal(assay_node_text(node), ASSAY_STR("False"));
}

static enum assay_code take_gamed(struct reader *r, const struct assay_node *record,
                                  double difficulty)
{
    double share = 0.0, excess = 0.0;
    enum assay_code code = number_of(r, record, "preference", &share);

    if (!code)
        code = number_of(r, record, "std_delta_len", &excess);
    if (code || isnan(share) || isnan(excess))
        return code;
    if (!(share >= 0.0 && share <= 1.0))
        return assay_fail_at(r->err, here(r),
                             "preference: expected a share of a win, from 0 to 1");
    if (!is_gamed(record))
        return assay_fail_at(r->err, here(r), "not_gamed_baseline: expected False");
    if (r->rows == ASSAY_DIFFICULTY_ROWS)
        return assay_fail_at(r->err, here(r), "more than %d rows", ASSAY_DIFFICULTY_ROWS);
    if (r->rows == r->room) {
        r->room = assay_memory_grow(r->room, r->rows + 1);
        r->share = assay_memory_resize(r->share, r->room, sizeof(*r->share));
        r->excess = assay_memory_resize(r->excess, r->room, sizeof(*r->excess));
        r->difficulty =
            assay_memory_resize(r->difficulty, r->room, sizeof(*r->difficulty));
    }
    r->share[r->rows] = share;
    r->excess[r->rows] = excess;
    r->difficulty[r->rows++] = difficulty;
    return ASSAY_OK;
}

static enum assay_code read_all(struct reader *r)
{
    struct assay_arena arena = {0};
    const struct assay_node *record;
    enum assay_code code;
    double difficulty;

    for (;;) {
        assay_arena_reset(&arena);
        code = assay_records_next(r->records, &arena, &record, r->err);
        if (code || !record)
            break;
        code = take_instruction(r, record, &difficulty);
        if (!code)
            code = take_gamed(r, record, difficulty);
        if (code)
            break;
    }
    assay_arena_release(&arena);
    if (!code && r->count == 0)
        return assay_fail(r->err, ASSAY_EDATA, "%s: no records", r->path);
    return code;
}

static const double *kept(const double *x, size_t n, struct assay_arena *arena)
{
    double *out = assay_arena_new(arena, n + 1, sizeof(*out));

    if (n > 0)
        memcpy(out, x, n * sizeof(*x));
    return out;
}

enum assay_code assay_difficulty_read(const char *path, struct assay_arena *arena,
                                      struct assay_opened *out, struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = path};
    struct assay_difficulty *got = assay_arena_new(arena, 1, sizeof(*got));
    struct reader r = {.path = path, .err = err};
    enum assay_code code = assay_records_open(&setting, &r.records, err);

    if (code)
        return code;
    code = read_all(&r);
    if (!code)
        code = assay_records_digest(r.records, out->digest, err);
    *got = (struct assay_difficulty){
        .of = kept(r.of, r.count, arena),
        .count = r.count,
        .gamed = {kept(r.share, r.rows, arena), kept(r.excess, r.rows, arena),
                  kept(r.difficulty, r.rows, arena), r.rows},
    };
    out->content = got;
    out->path = assay_arena_printf(arena, "%s", path);
    assay_records_close(r.records);
    free(r.of);
    free(r.share);
    free(r.excess);
    free(r.difficulty);
    return code;
}

#include "harness/run/shared.h"

#include "harness/core/buf.h"
#include "harness/core/memory.h"
#include "harness/run/reread_table.h"

#include <stdlib.h>
#include <string.h>

/* One run's items, by their number among the ids of all. */
struct part {
    size_t items;
    uint32_t *number;  /* (items,) */
    uint32_t *cluster; /* (items,) the run's own numbers */
    struct assay_outcomes outcomes;
};

static enum assay_code measure(struct assay_reread *reread, struct assay_book *book,
                               struct assay_names *ids, struct part *part,
                               struct assay_error *err)
{
    struct assay_table table;
    enum assay_code code = assay_reread_table(reread, book, &table, err);

    if (code)
        return code;
    code =
        assay_suite_outcomes(reread->suite, &table, reread->arena, &part->outcomes, err);
    if (code)
        return code;
    part->items = table.items;
    part->number = assay_arena_new(reread->arena, table.items, sizeof(*part->number));
    part->cluster = assay_arena_new(reread->arena, table.items, sizeof(*part->cluster));
    for (size_t i = 0; i < table.items; i++) {
        part->number[i] = assay_names_add(ids, table.id[i]);
        part->cluster[i] = table.cluster[i];
    }
    return ASSAY_OK;
}

static enum assay_code read_part(const struct assay_board_cell *cell,
                                 const struct assay_places *places,
                                 struct assay_arena *arena, struct assay_names *ids,
                                 struct part *part, struct assay_error *err)
{
    struct assay_reread reread;
    enum assay_code code =
        assay_reread_open(cell->stored, cell->result, places, arena, &reread, err);

    if (!code && !reread.answers)
        code = assay_fail(err, ASSAY_EDATA, "it has values of subsets, not of items");
    if (!code) {
        const enum assay_want want = assay_reread_want(&reread);
        struct assay_book book;

        assay_book_init(&book, want, assay_suite_values(reread.suite, want));
        code = measure(&reread, &book, ids, part, err);
        assay_book_release(&book);
    }
    assay_reread_close(&reread);
    return code;
}

/*
 * Numbers of prompts over all runs: a run's prompt is the one that an item of it already has, else
 * a new one.
 */
static void join_clusters(struct assay_shared *out, const struct part *part,
                          struct assay_arena *arena)
{
    uint32_t most = 0;
    uint32_t *of; /* of the run's numbers, plus one; 0: not settled */

    for (size_t i = 0; i < part->items; i++)
        most = part->cluster[i] > most ? part->cluster[i] : most;
    of = assay_arena_new(arena, (size_t)most + 1, sizeof(*of));
    for (size_t i = 0; i < part->items; i++)
        if (out->cluster[part->number[i]] != UINT32_MAX)
            of[part->cluster[i]] = out->cluster[part->number[i]] + 1;
    for (size_t i = 0; i < part->items; i++) {
        if (of[part->cluster[i]] == 0)
            of[part->cluster[i]] = (uint32_t)++out->clusters;
        if (out->cluster[part->number[i]] == UINT32_MAX)
            out->cluster[part->number[i]] = of[part->cluster[i]] - 1;
    }
}

/* True if two runs at least earned something on the item, or nothing of what there was. */
static bool is_common(const struct assay_shared *shared, size_t item)
{
    size_t runs = 0;

    for (size_t m = 0; m < shared->models; m++)
        runs += shared->earned[item * shared->models + m] >= 0.0;
    return runs > 1;
}

static void join(struct assay_shared *out, const struct part *parts,
                 struct assay_arena *arena)
{
    const size_t cells = out->items * out->models;

    out->earned = assay_arena_new(arena, cells, sizeof(*out->earned));
    out->choice = assay_arena_new(arena, cells, sizeof(*out->choice));
    out->cluster = assay_arena_new(arena, out->items, sizeof(*out->cluster));
    for (size_t i = 0; i < cells; i++) {
        out->earned[i] = -1.0;
        out->choice[i] = ASSAY_CHOICE_NONE;
    }
    for (size_t i = 0; i < out->items; i++)
        out->cluster[i] = UINT32_MAX;
    for (size_t m = 0; m < out->models; m++) {
        join_clusters(out, &parts[m], arena);
        out->credits = out->credits || parts[m].outcomes.credits;
        for (size_t i = 0; i < parts[m].items; i++) {
            const size_t at = parts[m].number[i] * out->models + m;

            out->earned[at] = parts[m].outcomes.earned[i];
            out->choice[at] = parts[m].outcomes.choice[i];
        }
    }
    for (size_t i = 0; i < out->items; i++)
        out->common += is_common(out, i);
}

/* "no items: RUN, RUN: why" for the runs that share the reason of model first. */
static struct assay_str absent_for(const struct assay_board *board, size_t column,
                                   size_t first, const struct assay_shared *shared,
                                   struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_puts(&text, "no items: ");
    for (size_t m = first; m < shared->models; m++) {
        if (!assay_str_equal(shared->why[m], shared->why[first]))
            continue;
        assay_buf_puts(&text, m > first ? ", " : "");
        assay_buf_puts(&text, assay_board_cell(board, column, m)->stored->directory);
    }
    assay_buf_puts(&text, ": ");
    assay_buf_add(&text, shared->why[first]);
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void tell_absent(const struct assay_board *board, size_t column,
                        struct assay_arena *arena, struct assay_shared *out)
{
    out->absent = assay_arena_new(arena, out->models, sizeof(*out->absent));
    for (size_t m = 0; m < out->models; m++) {
        size_t first = 0;

        while (!assay_str_equal(out->why[first], out->why[m]))
            first++;
        if (out->why[m].len > 0 && first == m)
            out->absent[out->absents++] = absent_for(board, column, m, out, arena);
    }
}

void assay_shared_read(const struct assay_board *board, size_t column,
                       const struct assay_places *places, struct assay_arena *arena,
                       struct assay_shared *out)
{
    struct part *parts = assay_arena_new(arena, board->models, sizeof(*parts));

    *out = (struct assay_shared){.models = board->models};
    out->why = assay_arena_new(arena, board->models, sizeof(*out->why));
    for (size_t m = 0; m < board->models; m++) {
        const struct assay_board_cell *cell = assay_board_cell(board, column, m);
        struct assay_error err;

        if (!cell->result || !read_part(cell, places, arena, &out->ids, &parts[m], &err))
            continue;
        parts[m] = (struct part){0};
        out->why[m] = assay_arena_copy(arena, assay_str_of(err.text));
    }
    tell_absent(board, column, arena, out);
    out->items = out->ids.count;
    join(out, parts, arena);
}

void assay_shared_release(struct assay_shared *shared)
{
    assay_names_release(&shared->ids);
}

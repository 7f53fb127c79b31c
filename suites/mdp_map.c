/* mdp_map.c - a world as a map: cells in rows of letters, and which state is where. */
#include "suites/mdp_parts.h"

#include "harness/core/memory.h"

#include <string.h>

/* What a letter of the map says, or 255. */
static unsigned char flag_of(char letter)
{
    switch (letter) {
    case '.':
        return 0;
    case '#':
        return ASSAY_GRID_WALL;
    case 'S':
        return ASSAY_GRID_START;
    case 'G':
        return ASSAY_GRID_GOAL;
    case 'C':
        return ASSAY_GRID_CLIFF;
    default:
        return UINT8_MAX;
    }
}

static enum assay_code read_map(struct world_draft *draft, const struct assay_str *text,
                                size_t rows, unsigned char *flag)
{
    const size_t columns = text[0].len;

    for (size_t i = 0; i < rows * columns; i++) {
        const size_t y = i / columns, x = i % columns;

        if (text[y].len != columns)
            return assay_draft_fail(draft, "grid[%zu]: %zu cells, not %zu", y,
                                    text[y].len, columns);
        flag[i] = flag_of(text[y].ptr[x]);
        if (flag[i] == UINT8_MAX)
            return assay_draft_fail(
                draft, "grid[%zu]: cell %zu is none of \".\", \"#\", S, G, C", y, x);
    }
    return ASSAY_OK;
}

enum assay_code assay_draft_grid(struct world_draft *draft, const struct assay_str *text,
                                 size_t rows)
{
    const size_t states = draft->world->mdp.states, columns = rows ? text[0].len : 0;
    struct assay_world_grid *grid = assay_arena_new(draft->arena, 1, sizeof(*grid));
    uint32_t *cell;
    unsigned char *flag;
    size_t count = 0;
    enum assay_code code;

    if (columns == 0)
        return assay_draft_fail(draft, "grid: no cells");
    if (columns > ASSAY_WORLD_CELLS_MAX / rows)
        return assay_draft_fail(draft, "grid: more than %d cells", ASSAY_WORLD_CELLS_MAX);
    flag = assay_arena_new(draft->arena, rows * columns, 1);
    cell = assay_arena_new(draft->arena, states, sizeof(*cell));
    code = read_map(draft, text, rows, flag);
    for (size_t i = 0; !code && i < rows * columns; i++) {
        if (flag[i] & ASSAY_GRID_WALL)
            continue;
        if (count < states)
            cell[count] = (uint32_t)i;
        count++;
    }
    if (!code && count > states)
        return assay_draft_fail(draft, "grid: %zu open cells for %zu states", count,
                                states);
    for (; count < states; count++)
        cell[count] = ASSAY_GRID_NOWHERE;
    *grid = (struct assay_world_grid){columns, rows, flag, cell};
    draft->world->grid = grid;
    return code;
}

/*
 * fuzz_world.c - a world in JSON, behind "=" an expression, or behind "@" a file of any kind that a world may be in: what is
 * accepted keeps the promises of mdp_world.h and expression.h, and what is small takes little memory.
 */
#include "harness/core/expression.h"
#include "harness/core/json.h"
#include "suites/mdp_world.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BYTES =
        2048, /* more are not looked at: rewards of expressions are states times as many numbers */
    NAMES = 4,
    MEMORY = 512 * 1024 /* of a draft and its names, whatever is in it */
};

/* A value is finite, and the same a second time. */
static void check_expression(struct assay_str text, struct assay_arena *arena)
{
    static const char *const names[NAMES] = {"s", "a", "next", "x"};
    const struct assay_expression_setting setting = {"f", names, NAMES};
    static const double values[][NAMES] = {
        {0, 0, 0, 0}, {1, 2, 3, -0.5}, {-7, 1e300, 2, 1}};
    struct assay_expression *expression;
    struct assay_expression_fault fault;
    struct assay_error err;
    const uint32_t *used;

    if (assay_expression_compile(&setting, text, arena, &expression, &err)) {
        assert(strncmp(err.text, "f: ", 3) == 0 && !strchr(err.text, '\n'));
        return;
    }
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        const size_t n = assay_expression_names(expression, &used);
        double at[NAMES], x, again;

        assert(n <= NAMES);
        for (size_t k = 0; k < n; k++)
            at[k] = values[i][used[k]];
        if (!assay_expression_value(expression, at, &x, &fault)) {
            assert(fault.what && fault.column >= 1 && fault.column <= text.len);
            continue;
        }
        assert(isfinite(x));
        if (!assay_expression_value(expression, at, &again, &fault))
            abort();
        assert(x <= again && x >= again);
    }
}

static void check_world(const struct assay_world *world)
{
    const struct assay_mdp *mdp = &world->mdp;
    struct assay_error err;

    if (assay_mdp_check(mdp, "f", &err))
        abort();
    assert(world->rewards >= 2 && world->rewards <= ASSAY_WORLD_REWARDS_MAX);
    for (size_t i = 0; i < world->rewards; i++) {
        if (assay_reward_check(mdp, &world->reward[i], "f", &err))
            abort();
        assert(assay_world_reward(world, world->reward_name[i]) == i);
    }
    for (size_t i = 0; i < world->policies; i++)
        for (size_t s = 0; s < mdp->states; s++) {
            double sum = 0.0;

            for (size_t a = 0; a < mdp->actions; a++)
                sum += world->policy[i][s * mdp->actions + a];
            assert(fabs(sum - 1.0) <= 1e-8);
        }
    for (size_t s = 0; world->grid && s < mdp->states; s++)
        assert(world->grid->cell[s] == ASSAY_GRID_NOWHERE ||
               world->grid->cell[s] < world->grid->columns * world->grid->rows);
}

static void check_file(struct assay_str bytes, struct assay_arena *arena)
{
    char path[FUZZ_PATH];
    struct assay_world world;
    struct assay_error err = {0};
    enum assay_code code;

    if (!fuzz_file_make(bytes, path))
        return;
    code = assay_world_read(&(struct assay_world_setting){.target = path}, arena, &world,
                            &err);
    fuzz_file_remove(path);
    if (code)
        fuzz_check_error(code, &err);
    else
        check_world(&world);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct assay_str text = {(const char *)data, size};
    struct assay_arena arena = {0};
    struct assay_world world;
    struct assay_node node;
    struct assay_error err = {0};
    size_t before;

    if (size > 0 && data[0] == '=') {
        check_expression((struct assay_str){text.ptr + 1, text.len - 1}, &arena);
    } else if (size > 0 && size <= BYTES && data[0] == '@') {
        check_file((struct assay_str){text.ptr + 1, text.len - 1}, &arena);
    } else if (size <= BYTES &&
               assay_json_parse(text, "f", &arena, &node, &err) == ASSAY_OK) {
        before = arena.bytes;
        if (assay_world_of_node(&node, "f", NULL, &arena, &world, &err)) {
            assert(err.code == ASSAY_EDATA && strncmp(err.text, "f: ", 3) == 0);
            assert(!strchr(err.text, '\n'));
        } else {
            check_world(&world);
        }
        /* an entry of a row is 8 bytes of text or more, and a reward at most states^2 actions numbers */
        assert(arena.bytes - before <= MEMORY + size * size * size / 4);
    }
    assay_arena_release(&arena);
    return 0;
}

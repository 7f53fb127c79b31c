/* mdp_kind.c - kind mdp: worlds, of which no model is asked anything, and what a description of one says. */
#include "suites/kind.h"
#include "suites/mdp_generator.h"
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

enum {
    NAMES_MAX = 64
};

static enum assay_code no_such_generator(const struct assay_suite *suite,
                                         const struct assay_node *world,
                                         struct assay_error *err)
{
    const struct assay_str text = assay_node_text(world);
    const char *names[NAMES_MAX];
    size_t n = 0;

    for (; n < NAMES_MAX && assay_world_generator_at(n); n++)
        names[n] = assay_world_generator_at(n)->name;
    return assay_slip_tell(
        &(struct assay_slip){
            suite->path, world->line, "no generator of worlds",
            (struct assay_str){text.ptr, assay_str_find(text, ASSAY_STR(":"))}, NULL,
            names, n},
        ASSAY_EDATA, err);
}

/* A description names one world. */
static enum assay_code reads_fields(const struct assay_suite *suite,
                                    const struct assay_node *over,
                                    struct assay_error *err)
{
    const struct assay_node *data = assay_node_get(suite->spec, "data"),
                            *world = assay_node_get(data, "world"),
                            *rewards = assay_node_get(suite->spec, "rewards");
    double ignored;
    const size_t files = assay_node_count(suite->data.files);

    (void)over;
    if (files + (world != NULL) + suite->data.argument != 1)
        return assay_suite_fail(
            suite, data, err,
            "data names one of files, with one file, world and argument");
    if (world && !assay_world_generator_of(
                     assay_arena_copy(suite->arena, assay_node_text(world)).ptr))
        return no_such_generator(suite, world, err);
    for (size_t i = 0; rewards && i < assay_node_count(rewards); i++) {
        const struct assay_node *at = &rewards->as.map.at[i].value;

        if (!assay_node_is(at, ASSAY_NODE_TEXT) && !assay_node_number(at, &ignored))
            return assay_suite_fail(suite, at, err, "rewards: expected an expression");
    }
    return ASSAY_OK;
}

const struct assay_kind assay_kind_mdp = {
    .name = "mdp",
    .summary = "tabular worlds, and reward functions on them that are compared",
    .command = "assay distance",
    .keys = &assay_mdp_schema,
    .reads_fields = reads_fields,
};

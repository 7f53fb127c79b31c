/* mdp_generator.c - generators of worlds by name, and the words behind it. */
#include "suites/mdp_generator.h"

#include "harness/core/schema.h"
#include "suites/mdp_parts.h"

#include <string.h>

enum {
    WORDS_MAX = 64
};

static const struct assay_world_generator *const generators[] = {
#define WORLD(symbol) &(symbol),
#include "suites/worlds.def"
#undef WORLD
    NULL,
};

const struct assay_world_generator *assay_world_generator_at(size_t i)
{
    return i < sizeof(generators) / sizeof(generators[0]) ? generators[i] : NULL;
}

const struct assay_world_generator *assay_world_generator_of(const char *target)
{
    const size_t n = strcspn(target, ":");

    for (size_t i = 0; generators[i]; i++)
        if (strlen(generators[i]->name) == n &&
            memcmp(generators[i]->name, target, n) == 0)
            return generators[i];
    return NULL;
}

enum assay_code assay_world_no_generator(const char *target, struct assay_error *err)
{
    const char *names[sizeof(generators) / sizeof(generators[0])];
    size_t n = 0;

    for (; generators[n]; n++)
        names[n] = generators[n]->name;
    return assay_slip_tell(&(struct assay_slip){.what = "no generator of worlds",
                                                .word = {target, strcspn(target, ":")},
                                                .names = names,
                                                .count = n},
                           ASSAY_EUSAGE, err);
}

/* "slip=0.1" as it is, "cliff" as "cliff=true", and any other word as the value of the first option. */
static const char *spell(const struct assay_world_generator *generator,
                         struct assay_str word, struct assay_arena *arena)
{
    const struct assay_option *option = assay_option_find(generator->options, word);

    if (memchr(word.ptr, '=', word.len))
        return assay_arena_copy(arena, word).ptr;
    if (option && option->type == ASSAY_OPTION_FLAG)
        return assay_arena_printf(arena, "%s=true", option->name);
    return assay_arena_printf(arena, "%s=%.*s", generator->first, ASSAY_STR_ARG(word));
}

/* The words between commas; false where there are too many. */
static bool split(const struct assay_world_generator *generator, const char *text,
                  struct assay_arena *arena, const char **word, size_t *count)
{
    *count = 0;
    while (*text) {
        const size_t n = strcspn(text, ",");

        if (*count == WORDS_MAX)
            return false;
        if (n > 0)
            word[(*count)++] = spell(generator, (struct assay_str){text, n}, arena);
        text += n + (text[n] == ',');
    }
    return true;
}

/* What is in effect, the generator's name first. */
static const struct assay_node *made_of(const struct assay_world_generator *generator,
                                        const void *state, struct assay_arena *arena)
{
    const struct assay_node options =
        assay_options_node(generator->options, state, arena);
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_copy(arena, map, "generator", assay_str_of(generator->name));
    for (size_t i = 0; i < assay_node_count(&options); i++)
        assay_node_put_view(arena, map, options.as.map.at[i].key,
                            options.as.map.at[i].value);
    return map;
}

enum assay_code assay_draft_make(struct world_draft *draft, const char *target)
{
    const struct assay_world_generator *generator = assay_world_generator_of(target);
    const char *tail = target + strcspn(target, ":"), *word[WORDS_MAX];
    void *state = assay_arena_new(draft->arena, 1, generator->state_size);
    struct assay_error why;
    enum assay_code code;
    size_t count;

    draft->world->name = assay_arena_copy(draft->arena, assay_str_of(target));
    if (!split(generator, *tail ? tail + 1 : tail, draft->arena, word, &count))
        return assay_fail(draft->err, ASSAY_EUSAGE, "%s: more than %d words", target,
                          WORDS_MAX);
    code = assay_options_parse(generator->options, word, count, state, &why);
    if (code)
        return assay_fail(draft->err, code, "%s: %s", target, why.text);
    draft->world->made = made_of(generator, state, draft->arena);
    code = generator->make(state, draft);
    if (code == ASSAY_EDATA)
        draft->err->code = code = ASSAY_EUSAGE;
    return code;
}

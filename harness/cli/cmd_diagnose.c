/* assay diagnose: what a rollout log says of a run and of its rewards, diagnostic by diagnostic. */
#include "harness/cli/command.h"
#include "harness/cli/measuring.h"
#include "harness/cli/page_out.h"
#include "harness/core/memory.h"
#include "reports/diagnostics/diagnostic.h"

#include <stdlib.h>

enum {
    WORDS_MAX = ASSAY_OPTION_LIST_MAX
};

struct diagnose {
    struct assay_option_list set;
    uint64_t seed;
    size_t replicates;
    double level;
    struct assay_page_words page;
};

static const struct assay_option options[] = {
    ASSAY_SEED_OPTION(offsetof(struct diagnose, seed)),
    ASSAY_LEVEL_OPTION(offsetof(struct diagnose, level)),
    {.name = "replicates",
     .help = "bootstrap replicates behind intervals; 0: none",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct diagnose, replicates),
     .initial = "1000",
     .lo = 0,
     .hi = 100000,
     .value = "N"},
    {.name = "set",
     .help = "an option of the diagnostics, KEY=VALUE; may be given again",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct diagnose, set),
     .value = "KEY=VALUE"},
    ASSAY_PAGE_OPTIONS(offsetof(struct diagnose, page), assay_page_formats),
    {0},
};

/* A diagnostic at work. */
struct one {
    const struct assay_diagnostic *diagnostic;
    void *state;
    const char *refused; /* why the log is no data for it; NULL: it is not refused */
};

struct work {
    const struct diagnose *how;
    struct one *one; /* (count,) */
    size_t count, room;
    bool named; /* they were, and are not all there are */
    struct assay_arena *arena;
};

static bool has_option(const struct assay_diagnostic *diagnostic, const char *word)
{
    size_t n = 0;

    while (word[n] && word[n] != '=')
        n++;
    return assay_option_find(diagnostic->options, (struct assay_str){word, n}) != NULL;
}

static enum assay_code start(struct work *work, struct one *one, struct assay_error *err)
{
    const struct assay_option_list *set = &work->how->set;
    const char *words[WORDS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < set->count; i++)
        if (work->count == 1 || has_option(one->diagnostic, set->at[i]))
            words[n++] = set->at[i];
    return assay_diagnostic_start(one->diagnostic, words, n, &one->state, err);
}

/* A word that no diagnostic has an option for does nothing, which nobody shall believe it did. */
static enum assay_code check_words(const struct work *work, struct assay_error *err)
{
    const struct assay_option_list *set = &work->how->set;

    for (size_t i = 0; i < set->count; i++) {
        bool some = false;

        for (size_t k = 0; k < work->count; k++)
            some = some || has_option(work->one[k].diagnostic, set->at[i]);
        if (!some && work->count != 1)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--set %s: none of these diagnostics has such an option",
                              set->at[i]);
    }
    return ASSAY_OK;
}

/* One that is named twice is there once. */
static void add(struct work *work, const struct assay_diagnostic *diagnostic)
{
    for (size_t i = 0; i < work->count; i++)
        if (work->one[i].diagnostic == diagnostic)
            return;
    if (work->count == work->room) {
        work->room = assay_memory_grow(work->room, work->count + 1);
        work->one = assay_memory_resize(work->one, work->room, sizeof(*work->one));
    }
    work->one[work->count++] = (struct one){.diagnostic = diagnostic};
}

/* Those that are named behind the log, or all. */
static enum assay_code choose(struct work *work, const struct assay_words *operands,
                              struct assay_error *err)
{
    const size_t named = operands->count - 1;
    const struct assay_diagnostic *each;
    enum assay_code code = ASSAY_OK;

    work->named = named > 0;
    for (size_t i = 0; !code && i < named; i++) {
        code = assay_diagnostic_find(operands->at[i + 1], &each, err);
        if (!code)
            add(work, each);
    }
    for (size_t i = 0; named == 0 && (each = assay_diagnostic_at(i)) != NULL; i++)
        add(work, each);
    if (!code)
        code = check_words(work, err);
    for (size_t i = 0; !code && i < work->count; i++)
        code = start(work, &work->one[i], err);
    return code;
}

/* Of all diagnostics one that the log is no data for says why, and the others go on; one that was named stops. */
static enum assay_code refuse(struct work *work, struct one *one, enum assay_code code,
                              const struct assay_error *err)
{
    if (work->named || (code != ASSAY_EDATA && code != ASSAY_EDOMAIN))
        return code;
    one->refused = assay_arena_printf(work->arena, "%s", err->text);
    return ASSAY_OK;
}

static enum assay_code take(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct work *work = self;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < work->count; i++) {
        struct one *one = &work->one[i];

        if (!one->refused)
            code = refuse(work, one, one->diagnostic->take(one->state, view, err), err);
    }
    return code;
}

/* What one found is a section; a section of one that lacks something is taken back. */
static enum assay_code tell_one(struct work *work, struct one *one,
                                struct assay_page *page, struct assay_node *found,
                                struct assay_node *lacking, struct assay_error *err)
{
    struct assay_page_part *before = page->part_end;
    struct assay_diagnosis out = {.arena = work->arena,
                                  .seed = work->how->seed,
                                  .level = work->how->level,
                                  .replicates = work->how->replicates,
                                  .values = assay_node_map(work->arena),
                                  .page = page};
    enum assay_code code;

    (void)assay_page_section(page, 1, assay_str_of(one->diagnostic->name));
    code = one->refused
               ? ASSAY_OK
               : refuse(work, one, one->diagnostic->tell(one->state, &out, err), err);
    if (code)
        return code;
    out.lacks = one->refused ? one->refused : out.lacks;
    if (out.lacks) {
        page->part_end = before;
        before->next = NULL;
        assay_node_put(work->arena, lacking, one->diagnostic->name,
                       assay_node_of_string(out.lacks));
        return ASSAY_OK;
    }
    (void)assay_page_fact(page, "Formula", assay_str_of(one->diagnostic->formula));
    (void)assay_page_fact(page, "Source", assay_str_of(one->diagnostic->source));
    if (one->diagnostic->quirk)
        (void)assay_page_fact(page, "Note", assay_str_of(one->diagnostic->quirk));
    assay_node_put(work->arena, found, one->diagnostic->name, *out.values);
    return ASSAY_OK;
}

/* Diagnostics that the log cannot serve, with what it lacks. */
static void tell_lacking(const struct work *work, struct assay_page *page,
                         const struct assay_node *lacking)
{
    struct assay_page_table *table;

    if (assay_node_count(lacking) == 0)
        return;
    (void)assay_page_section(page, 1, ASSAY_STR("Not served by this log"));
    table = assay_page_table(page, "lacking", ASSAY_STR("What the log lacks"));
    (void)assay_table_text(table, "diagnostic", ASSAY_STR("diagnostic"));
    assay_table_text(table, "lacks", ASSAY_STR("lacks"))->wrap = true;
    for (size_t i = 0; i < assay_node_count(lacking); i++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(lacking->as.map.at[i].key);
        row->cell[1] = assay_cell_text(lacking->as.map.at[i].value.as.text);
    }
    (void)work;
}

static enum assay_code tell(struct work *work, const char *path,
                            const struct assay_page_out *out, struct assay_error *err)
{
    struct assay_node *data = assay_node_map(work->arena);
    struct assay_node *found = assay_node_map(work->arena);
    struct assay_node *lacking = assay_node_map(work->arena);
    struct assay_page page;
    enum assay_code code = ASSAY_OK;

    assay_page_begin(&page, work->arena,
                     assay_str_of(assay_arena_printf(work->arena, "%s", path)));
    for (size_t i = 0; !code && i < work->count; i++)
        code = tell_one(work, &work->one[i], &page, found, lacking, err);
    if (code)
        return code;
    tell_lacking(work, &page, lacking);
    assay_node_put(work->arena, data, "log", assay_node_of_string(path));
    assay_node_put(work->arena, data, "diagnostics", *found);
    assay_node_put(work->arena, data, "lacking", *lacking);
    page.data = data;
    return assay_page_out_put(&page, out, err);
}

static enum assay_code run_diagnose(const void *state, const struct assay_words *operands,
                                    struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct work work = {.how = state, .arena = &arena};
    struct assay_page_out out;
    enum assay_code code = assay_page_out_choose(&work.how->page, &out, err);

    if (!code)
        code = choose(&work, operands, err);
    if (!code)
        code = assay_rollout_walk(operands->at[0], take, &work, err);
    if (!code)
        code = tell(&work, operands->at[0], &out, err);
    for (size_t i = 0; i < work.count; i++)
        assay_diagnostic_end(work.one[i].diagnostic, work.one[i].state);
    free(work.one);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_diagnose = {
    .name = "diagnose",
    .summary = "tell from a rollout log how a run and its rewards fare",
    .usage = "[options] LOG [DIAGNOSTIC...]",
    .about = "Reads the log once and tells what the named diagnostics find, with "
             "intervals and\n"
             "figures; without names, all that the log has the fields for, and what it "
             "lacks for\n"
             "the others. `assay signals` lists them with their formulas and papers.\n",
    .options = options,
    .state_size = sizeof(struct diagnose),
    .operand_min = 1,
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run_diagnose,
};

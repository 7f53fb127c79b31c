/* assay signals: the catalogue of reward signals and diagnostics, and what a log can serve of it. */
#include "harness/cli/catalogue_serve.h"
#include "harness/cli/command.h"
#include "harness/cli/page_out.h"

#include <stdlib.h>
#include <string.h>

struct signals {
    const char *log;
    struct assay_page_words page;
};

static const struct assay_option options[] = {
    {.name = "for",
     .help = "which of them this rollout log can serve, and what it lacks for the rest",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct signals, log),
     .value = "LOG",
     .optional = true},
    ASSAY_PAGE_OPTIONS(offsetof(struct signals, page), assay_page_formats),
    {0},
};

/* "5", or a system's name. */
static const struct assay_paper *find_paper(const char *name)
{
    const struct assay_paper *paper;
    char *end;
    const unsigned long row = strtoul(name, &end, 10);

    if (*name && !*end)
        return assay_paper_find((unsigned)row);
    for (size_t i = 0; (paper = assay_paper_at(i)) != NULL; i++)
        if (strcmp(paper->system, name) == 0)
            return paper;
    return NULL;
}

static enum assay_code unknown(const struct assay_catalogue *catalogue, const char *name,
                               struct assay_arena *arena, struct assay_error *err)
{
    const char **names = assay_arena_new(arena, catalogue->count + 1, sizeof(*names));
    const char *nearest;

    for (size_t i = 0; i < catalogue->count; i++)
        names[i] = catalogue->entry[i].name;
    nearest = assay_str_nearest(name, names, catalogue->count);
    return assay_fail(err, ASSAY_EUSAGE, "no signal, diagnostic or row \"%s\"%s%s%s",
                      name, nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
}

static enum assay_code tell_one(const struct assay_catalogue *catalogue, const char *name,
                                struct assay_page *page, struct assay_error *err)
{
    const struct assay_paper *paper = find_paper(name);
    bool found = paper != NULL;

    if (paper)
        assay_catalogue_system(catalogue, paper, page);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct assay_catalogue_entry *entry = &catalogue->entry[i];

        if (strcmp(entry->name, name) != 0 || entry->kind == ASSAY_CATALOGUE_COMMAND)
            continue;
        found = true;
        (void)assay_page_section(page, 1, assay_str_of(entry->name));
        assay_catalogue_entry(entry, page);
        for (size_t k = 0; entry->rows[k]; k++) {
            paper = assay_paper_find(entry->rows[k]);
            (void)assay_page_fact(
                page, "Row",
                assay_str_of(assay_arena_printf(page->arena, "%u, %s: %s", paper->row,
                                                paper->title, paper->evidence)));
        }
    }
    return found ? ASSAY_OK : unknown(catalogue, name, page->arena, err);
}

static enum assay_code make(const struct signals *how, const struct assay_words *operands,
                            struct assay_page *page, struct assay_error *err)
{
    struct assay_catalogue catalogue;
    struct assay_catalogue_served *served;
    enum assay_code code = ASSAY_OK;

    assay_catalogue_make(page->arena, &catalogue);
    if (how->log) {
        code = assay_catalogue_serve(&catalogue, how->log, page->arena, &served, err);
        if (!code)
            assay_catalogue_for(&catalogue, served, page);
        return code;
    }
    if (operands->count == 0)
        assay_catalogue_list(&catalogue, page);
    for (size_t i = 0; !code && i < operands->count; i++) {
        if (strcmp(operands->at[i], "all") != 0) {
            code = tell_one(&catalogue, operands->at[i], page, err);
            continue;
        }
        assay_catalogue_systems(&catalogue, page);
        assay_catalogue_others(&catalogue, page);
    }
    return code;
}

static enum assay_code run_signals(const void *state, const struct assay_words *operands,
                                   struct assay_error *err)
{
    const struct signals *how = state;
    struct assay_arena arena = {0};
    struct assay_page page;
    struct assay_page_out out;
    enum assay_code code = assay_page_out_choose(&how->page, &out, err);

    assay_page_begin(&page, &arena, ASSAY_STR("Reward signals"));
    if (!code && how->log && operands->count > 0)
        code = assay_fail(err, ASSAY_EUSAGE, "--for LOG: takes no name beside it");
    if (!code)
        code = make(how, operands, &page, err);
    if (!code)
        code = assay_page_out_put(&page, &out, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_signals = {
    .name = "signals",
    .summary = "list reward signals and diagnostics with their formulas and papers",
    .usage = "[options] [NAME... | ROW... | all]",
    .about =
        "Without a name: the published systems that define, use or audit a reward, and "
        "what\n"
        "runs for each. With the name of a signal or diagnostic, the number of a row or "
        "all:\n"
        "its command, formula, fields of a rollout log, options, papers and what is "
        "known "
        "of\n"
        "them. With --for LOG: which of them that log can serve.\n",
    .options = options,
    .state_size = sizeof(struct signals),
    .operand_max = ASSAY_COMMAND_OPERANDS,
    .run = run_signals,
};

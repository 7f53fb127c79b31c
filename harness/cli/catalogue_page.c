#include "harness/cli/catalogue_page.h"

#include "harness/core/buf.h"

#include <string.h>

static const char *const kinds[] = {[ASSAY_CATALOGUE_SIGNAL] = "signal",
                                    [ASSAY_CATALOGUE_DIAGNOSTIC] = "diagnostic",
                                    [ASSAY_CATALOGUE_COMMAND] = "command"};

static struct assay_str class_of(const struct assay_paper *paper)
{
    return assay_str_of(assay_paper_class_words[paper->class]);
}

/* "laser, laser-ref; diagnose boundary". */
static struct assay_str names_of(const struct assay_catalogue *catalogue, unsigned row,
                                 struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct assay_catalogue_entry *entry = &catalogue->entry[i];

        if (!assay_catalogue_serves(entry, row))
            continue;
        assay_buf_printf(&text, "%s%s%s", text.len ? ", " : "",
                         entry->kind == ASSAY_CATALOGUE_DIAGNOSTIC ? "diagnose "
                         : entry->kind == ASSAY_CATALOGUE_SIGNAL   ? "signal:"
                                                                   : "",
                         entry->name);
    }
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

void assay_catalogue_list(const struct assay_catalogue *catalogue,
                          struct assay_page *page)
{
    struct assay_page_table *table =
        assay_page_table(page, "systems", ASSAY_STR("Published systems"));
    const struct assay_paper *paper;

    (void)assay_table_number(table, "row", ASSAY_STR("row"));
    (void)assay_table_text(table, "system", ASSAY_STR("system"));
    assay_table_text(table, "class", ASSAY_STR("class"))->drop = 1;
    assay_table_text(table, "runs", ASSAY_STR("what runs"))->wrap = true;
    for (size_t i = 0; (paper = assay_paper_at(i)) != NULL; i++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_count(paper->row);
        row->cell[1] = assay_cell_text(assay_str_of(paper->system));
        row->cell[2] = assay_cell_text(class_of(paper));
        row->cell[3] = assay_cell_text(names_of(catalogue, paper->row, page->arena));
    }
}

static void fact(struct assay_page *page, const char *key, const char *text)
{
    if (text && *text)
        (void)assay_page_fact(page, key, assay_str_of(text));
}

static void put_options(const struct assay_catalogue_entry *entry,
                        struct assay_page *page)
{
    struct assay_page_table *table;

    if (!entry->options || !entry->options->name)
        return;
    table = assay_page_table(
        page, assay_arena_printf(page->arena, "options-%s", entry->name),
        assay_str_of(assay_arena_printf(page->arena, "Options of %s", entry->name)));
    (void)assay_table_text(table, "option", ASSAY_STR("option"));
    (void)assay_table_text(table, "default", ASSAY_STR("default"));
    assay_table_text(table, "about", ASSAY_STR("meaning"))->wrap = true;
    for (const struct assay_option *option = entry->options; option->name; option++) {
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(assay_str_of(option->name));
        row->cell[1] =
            assay_cell_text(assay_str_of(option->initial ? option->initial : ""));
        row->cell[2] = assay_cell_text(assay_str_of(option->help));
    }
}

static void put_facts(const struct assay_catalogue_entry *entry, struct assay_page *page)
{
    fact(page, "Command", entry->command);
    fact(page, "Formula", entry->formula);
    fact(page, "Fields", entry->needs);
    fact(page, "Settings", entry->settings);
    fact(page, "Source", entry->source);
    fact(page, "Note", entry->quirk);
}

void assay_catalogue_entry(const struct assay_catalogue_entry *entry,
                           struct assay_page *page)
{
    (void)assay_page_text(page, assay_str_of(entry->summary));
    put_facts(entry, page);
    put_options(entry, page);
}

void assay_catalogue_system(const struct assay_catalogue *catalogue,
                            const struct assay_paper *paper, struct assay_page *page)
{
    (void)assay_page_section(page, 1,
                             assay_str_of(assay_arena_printf(page->arena, "%u. %s",
                                                             paper->row, paper->system)));
    fact(page, "Paper", paper->title);
    fact(page, "Class", assay_paper_class_words[paper->class]);
    fact(page, "Contributes", paper->contributes);
    fact(page, "Evidence", paper->evidence);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct assay_catalogue_entry *entry = &catalogue->entry[i];

        if (!assay_catalogue_serves(entry, paper->row))
            continue;
        (void)assay_page_section(
            page, 2,
            assay_str_of(entry->kind == ASSAY_CATALOGUE_COMMAND
                             ? "by a command"
                             : assay_arena_printf(page->arena, "%s %s",
                                                  kinds[entry->kind], entry->name)));
        put_facts(entry, page);
    }
}

void assay_catalogue_systems(const struct assay_catalogue *catalogue,
                             struct assay_page *page)
{
    const struct assay_paper *paper;

    for (size_t i = 0; (paper = assay_paper_at(i)) != NULL; i++)
        assay_catalogue_system(catalogue, paper, page);
}

void assay_catalogue_others(const struct assay_catalogue *catalogue,
                            struct assay_page *page)
{
    (void)assay_page_section(page, 1, ASSAY_STR("Computations"));
    (void)assay_page_text(
        page, ASSAY_STR("What papers are presets of, and what is of none: each with its "
                        "options."));
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct assay_catalogue_entry *entry = &catalogue->entry[i];

        if (entry->rows[0] && !entry->options)
            continue;
        if (entry->kind == ASSAY_CATALOGUE_COMMAND || *entry->settings)
            continue;
        (void)assay_page_section(
            page, 2,
            assay_str_of(assay_arena_printf(page->arena, "%s %s", kinds[entry->kind],
                                            entry->name)));
        assay_catalogue_entry(entry, page);
    }
}

static struct assay_str rows_of(const struct assay_catalogue_entry *entry,
                                struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; entry->rows[i]; i++)
        assay_buf_printf(&text, "%s%u", i ? ", " : "", entry->rows[i]);
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static void put_served(const struct assay_catalogue_entry *entry,
                       const struct assay_catalogue_served *served,
                       struct assay_page_table *table)
{
    struct assay_row *row = assay_table_row(table);

    row->cell[0] = assay_cell_text(assay_str_of(entry->name));
    row->cell[1] = assay_cell_text(assay_str_of(kinds[entry->kind]));
    row->cell[2] = assay_cell_text(rows_of(entry, table->arena));
    if (entry->kind == ASSAY_CATALOGUE_SIGNAL) {
        row->cell[3] = assay_cell_count(served->served);
        row->cell[3].of = served->of;
    }
    if (served->lacks)
        row->cell[4] = assay_cell_text(assay_str_of(served->lacks));
}

static struct assay_page_table *begin_served(struct assay_page *page, const char *name,
                                             const char *caption)
{
    struct assay_page_table *table = assay_page_table(page, name, assay_str_of(caption));

    (void)assay_table_text(table, "name", ASSAY_STR("name"));
    assay_table_text(table, "kind", ASSAY_STR("kind"))->drop = 1;
    (void)assay_table_text(table, "rows", ASSAY_STR("rows"));
    (void)assay_table_number(table, "responses", ASSAY_STR("responses"));
    assay_table_text(table, "lacks", ASSAY_STR("what is lacking"))->wrap = true;
    return table;
}

/* Every entry once: served or not. */
static size_t put_all(const struct assay_catalogue *catalogue,
                      const struct assay_catalogue_served *served, bool runs,
                      struct assay_page_table *table)
{
    size_t n = 0;

    for (size_t i = 0; i < catalogue->count; i++) {
        if (!served[i].asked || (served[i].served > 0) != runs)
            continue;
        n++;
        put_served(&catalogue->entry[i], &served[i], table);
    }
    return n;
}

void assay_catalogue_for(const struct assay_catalogue *catalogue,
                         const struct assay_catalogue_served *served,
                         struct assay_page *page)
{
    size_t n, others;

    (void)assay_page_section(page, 1, ASSAY_STR("What runs on this log"));
    n = put_all(
        catalogue, served, true,
        begin_served(page, "served", "Signals and diagnostics that this log can serve"));
    (void)assay_page_section(page, 1, ASSAY_STR("What does not"));
    others = put_all(catalogue, served, false,
                     begin_served(page, "lacking", "What the log lacks for the others"));
    if (n == 0)
        (void)assay_page_note(page, ASSAY_STR("The log can serve none."));
    if (others == 0)
        (void)assay_page_note(page, ASSAY_STR("The log can serve all."));
}

/* paper_write.c - the files of a paper. */
#include "harness/cli/paper.h"

#include "harness/core/document.h"
#include "harness/core/schema.h"
#include "reports/escape.h"
#include "reports/latex.h"
#include "reports/number.h"
#include "reports/page.h"

enum {
    NAMES_MAX = 256 /* tables or figures of a page that a message names the nearest of */
};

/* Where an entry is looked for, and what was seen there. */
struct picking {
    const struct assay_paper *paper;
    const struct assay_paper_entry *entry;
    const char *names[NAMES_MAX];
    size_t count;
};

/* True if this is the one; else its name is kept for a message. */
static bool picks(struct picking *p, struct assay_str name)
{
    if (p->entry->pick.len == 0 || assay_str_equal(p->entry->pick, name))
        return true;
    if (p->count < NAMES_MAX)
        p->names[p->count++] = assay_arena_copy(p->paper->arena, name).ptr;
    return false;
}

/* The block of a page that an entry wants, or NULL. */
static const struct assay_block *pick(struct picking *p, const struct assay_page *page)
{
    const enum assay_block_kind kind =
        p->entry->figure ? ASSAY_BLOCK_FIGURE : ASSAY_BLOCK_TABLE;

    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *b = part->block; b; b = b->next)
            if (b->kind == kind && (p->entry->figure || b->table->rows > 0) &&
                picks(p, p->entry->figure ? b->figure->name : b->table->slug))
                return b;
    return NULL;
}

static enum assay_code no_block(const struct picking *p, struct assay_error *err)
{
    const struct assay_slip slip = {
        .file = p->paper->path,
        .line = p->entry->node->line,
        .what = p->entry->figure ? "no figure" : "no table",
        .word = p->entry->pick,
        .where = "in that page",
        .names = p->names,
        .count = p->count,
    };

    if (p->entry->pick.len == 0)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: that page has no %s", p->paper->path,
                          p->entry->node->line, p->entry->figure ? "figure" : "table");
    return assay_slip_tell(&slip, ASSAY_EDATA, err);
}

static enum assay_code find_column(const struct picking *p,
                                   const struct assay_page_table *table,
                                   const struct assay_node *key, size_t *out,
                                   struct assay_error *err)
{
    const char *names[ASSAY_TABLE_COLUMNS];
    const struct assay_slip slip = {.file = p->paper->path,
                                    .line = key->line,
                                    .what = "no column",
                                    .word = assay_node_text(key),
                                    .names = names,
                                    .count = table->columns};

    for (*out = 0; *out < table->columns; (*out)++) {
        names[*out] = table->column[*out]->key;
        if (assay_str_equal(slip.word, assay_str_of(names[*out])))
            return ASSAY_OK;
    }
    return assay_slip_tell(&slip, ASSAY_EDATA, err);
}

/* Leaves the columns that the entry names, in its order. */
static enum assay_code choose_columns(const struct picking *p,
                                      struct assay_page_table *table,
                                      struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(p->entry->node, "columns");
    const size_t n = assay_node_count(list);
    struct assay_column *chosen[ASSAY_TABLE_COLUMNS];
    size_t at[ASSAY_TABLE_COLUMNS];
    enum assay_code code = ASSAY_OK;

    if (n == 0)
        return ASSAY_OK;
    if (n > ASSAY_TABLE_COLUMNS)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: columns: more than %d",
                          p->paper->path, list->line, ASSAY_TABLE_COLUMNS);
    for (size_t k = 0; k < n && !code; k++) {
        code = find_column(p, table, assay_node_at(list, k), &at[k], err);
        if (!code)
            chosen[k] = table->column[at[k]];
    }
    for (size_t r = 0; r < table->rows && !code; r++) {
        struct assay_cell *cell = assay_arena_new(p->paper->arena, n, sizeof(*cell));

        for (size_t k = 0; k < n; k++)
            cell[k] = table->row[r]->cell[at[k]];
        table->row[r]->cell = cell;
    }
    for (size_t k = 0; k < n && !code; k++)
        table->column[k] = chosen[k];
    table->columns = n;
    return code;
}

static enum assay_code save(const struct assay_paper *paper, const char *folder,
                            const char *name, const struct assay_buf *text,
                            struct assay_buf *told, struct assay_error *err)
{
    const char *path = assay_arena_printf(paper->arena, "%s/%s.tex", folder, name);

    assay_buf_printf(told, "%s\n", path);
    return assay_document_save(path, assay_buf_view(text), err);
}

static void head(const struct assay_paper *paper, struct assay_buf *out)
{
    assay_buf_printf(out, "%% Written by assay paper from %s: change that, not this.\n",
                     paper->name);
}

static enum assay_code write_table(struct picking *p, const struct assay_block *block,
                                   const char *folder, struct assay_buf *told,
                                   struct assay_error *err)
{
    const struct assay_node *caption = assay_node_get(p->entry->node, "caption");
    struct assay_page_table *table = block->table;
    struct assay_buf text = {0};
    enum assay_code code = choose_columns(p, table, err);

    if (code)
        return code;
    table->slug = assay_str_of(p->entry->name);
    if (caption)
        table->caption = assay_node_text(caption);
    head(p->paper, &text);
    assay_latex_table(table, &text);
    code = save(p->paper, folder, p->entry->name, &text, told, err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code write_figure(struct picking *p, const struct assay_block *block,
                                    const char *folder, struct assay_buf *told,
                                    struct assay_error *err)
{
    struct assay_figure_spec spec = *block->figure;
    char why[ASSAY_FIGURE_WHY];
    enum assay_code code;

    spec.name = assay_str_of(p->entry->name);
    code = assay_figure_export(&spec, folder, &p->entry->wish, why, err);
    if (code)
        return code;
    assay_buf_printf(told, "%s/%s%s%s\n", folder, p->entry->name, *why ? ": " : "", why);
    return ASSAY_OK;
}

static enum assay_code write_entry(const struct assay_paper *paper,
                                   const struct assay_paper_entry *entry,
                                   const char *folder, struct assay_buf *told,
                                   struct assay_error *err)
{
    struct picking p = {.paper = paper, .entry = entry};
    const struct assay_block *block;
    struct assay_page page;
    enum assay_code code;

    assay_page_begin(&page, paper->arena, assay_str_of(entry->name));
    code = entry->maker->make(paper, entry, &page, err);
    if (code)
        return code;
    block = pick(&p, &page);
    if (!block)
        return no_block(&p, err);
    return entry->figure ? write_figure(&p, block, folder, told, err)
                         : write_table(&p, block, folder, told, err);
}

/* The section of a result by its name, "Overall" and nothing being all of it; or NULL. */
static const struct assay_section *section_of(const struct assay_result *result,
                                              struct assay_str name)
{
    if (name.len == 0 || assay_str_equal(name, ASSAY_STR("Overall")))
        return &result->overall;
    for (size_t i = 0; i < result->section_count; i++)
        if (assay_str_equal(result->section[i].name, name))
            return &result->section[i];
    for (size_t i = 0; i < result->subset_count; i++)
        if (assay_str_equal(result->subset[i].name, name))
            return &result->subset[i];
    return NULL;
}

static const struct assay_result *result_of(const struct assay_paper_number *number)
{
    const struct assay_stored *stored = &number->run->stored;

    for (size_t i = 0; i < stored->result_count; i++)
        if (assay_str_equal(stored->result[i].suite, number->suite))
            return &stored->result[i];
    return NULL;
}

static enum assay_code tell_number(const struct assay_paper *paper,
                                   const struct assay_paper_number *number,
                                   struct assay_str *out, struct assay_error *err)
{
    const struct assay_result *result = result_of(number);
    const struct assay_section *section =
        result ? section_of(result, number->section) : NULL;
    double lo, hi;

    if (!section)
        return assay_fail(
            err, ASSAY_EDATA, "%s:%u: %s has no %.*s%s%.*s", paper->path, number->line,
            number->run->directory, ASSAY_STR_ARG(number->suite),
            result ? ", section " : "",
            ASSAY_STR_ARG(result ? number->section : (struct assay_str){0}));
    if (number->of == 3) {
        *out = assay_number_count(paper->arena, section->counted);
        return ASSAY_OK;
    }
    if (!section->value.defined)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: undefined: %.*s", paper->path,
                          number->line, ASSAY_STR_ARG(section->value.why));
    if (number->of > 0 && !assay_number_interval(&section->value, &lo, &hi))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: it has no interval", paper->path,
                          number->line);
    *out = assay_number_text(paper->arena,
                             number->of == 0   ? section->value.value
                             : number->of == 1 ? lo
                                               : hi,
                             result->unit);
    return ASSAY_OK;
}

static enum assay_code write_numbers(const struct assay_paper *paper, const char *folder,
                                     struct assay_buf *told, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = ASSAY_OK;
    struct assay_str value = {0};

    head(paper, &text);
    for (size_t i = 0; i < paper->numbers && !code; i++) {
        code = tell_number(paper, &paper->number[i], &value, err);
        if (code)
            break;
        assay_buf_printf(&text, "\\newcommand{\\%s}{", paper->number[i].name);
        assay_escape_tex(value, &text);
        assay_buf_puts(&text, "}\n");
    }
    if (!code && paper->numbers > 0)
        code = save(paper, folder, "numbers", &text, told, err);
    assay_buf_release(&text);
    return code;
}

enum assay_code assay_paper_write(const struct assay_paper *paper, const char *folder,
                                  struct assay_buf *told, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < paper->entries && !code; i++)
        code = write_entry(paper, &paper->entry[i], folder, told, err);
    return code ? code : write_numbers(paper, folder, told, err);
}

size_t assay_paper_files(const struct assay_paper_entry *entry, struct assay_arena *arena,
                         const char *out[ASSAY_PAPER_FILES])
{
    static const char *const endings[ASSAY_FIGURE_FORMATS][2] = {
        [ASSAY_FIGURE_SVG] = {".svg"},
        [ASSAY_FIGURE_PDF] = {".pdf"},
        [ASSAY_FIGURE_PNG] = {".png"},
        [ASSAY_FIGURE_CAIROLATEX] = {"-cairolatex.tex", "-cairolatex.pdf"},
        [ASSAY_FIGURE_TIKZ] = {"-tikz.tex"},
    };
    size_t n = 0;

    if (!entry->figure) {
        out[n++] = assay_arena_printf(arena, "%s.tex", entry->name);
        return n;
    }
    out[n++] = assay_arena_printf(arena, "%s.tsv", entry->name);
    for (unsigned f = 0; f < ASSAY_FIGURE_FORMATS; f++)
        for (unsigned k = 0; k < 2 && endings[f][k]; k++)
            if (entry->wish.formats & 1U << f)
                out[n++] = assay_arena_printf(arena, "%s%s", entry->name, endings[f][k]);
    return n;
}

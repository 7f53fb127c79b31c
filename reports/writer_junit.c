/*
 * `junit`: rows with an outcome as test cases, for what reads the results of tests. A suite is a
 * table; a case is named by the texts its row begins with. What was missed is a failure, what stays undecided an error,
 * what does not apply is skipped, each with its reason.
 *
 * Source: https://github.com/testmoapp/junitxml (what servers of continuous integration read).
 */
#include "reports/escape.h"
#include "reports/page_grid.h"
#include "reports/page_writer.h"

struct counts {
    size_t tests, of[ASSAY_OUTCOMES];
};

static void count_rows(const struct assay_page_table *table, struct counts *counts)
{
    for (size_t r = 0; r < table->rows; r++) {
        counts->tests += table->row[r]->outcome != ASSAY_OUTCOME_NONE;
        counts->of[table->row[r]->outcome]++;
    }
}

static void put_attribute(const char *name, struct assay_str text, struct assay_buf *out)
{
    struct assay_buf line = {0};

    assay_escape_terminal(text, false, &line); /* a line end would come back as a blank */
    assay_buf_printf(out, " %s=\"", name);
    assay_escape_html(assay_buf_view(&line), out);
    assay_buf_putc(out, '"');
    assay_buf_release(&line);
}

static void put_counts(const struct counts *counts, struct assay_buf *out)
{
    assay_buf_printf(
        out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
        counts->tests, counts->of[ASSAY_OUTCOME_MISSED],
        counts->of[ASSAY_OUTCOME_UNDECIDED], counts->of[ASSAY_OUTCOME_SKIPPED]);
}

/* The texts that a row begins with: "judgebench, Coding, accuracy". */
static struct assay_str name_of(const struct assay_page_table *table,
                                const struct assay_row *row, struct assay_arena *arena)
{
    struct assay_buf name = {0};
    struct assay_str out;

    for (size_t c = 0; c < table->columns && !table->column[c]->number; c++) {
        const struct assay_cell *cell = &row->cell[c];

        if (cell->kind != ASSAY_CELL_TEXT || cell->text.len == 0)
            continue;
        assay_buf_puts(&name, name.len ? ", " : "");
        assay_buf_add(&name, cell->text);
    }
    out = assay_arena_copy(arena, assay_buf_view(&name));
    assay_buf_release(&name);
    return out;
}

static void put_case(const struct assay_page *page, const struct assay_page_table *table,
                     const struct assay_row *row, struct assay_buf *out)
{
    static const char *const element[ASSAY_OUTCOMES] = {NULL, NULL, "failure", "error",
                                                        "skipped"};
    struct assay_arena arena = {0};
    const char *what = element[row->outcome];

    assay_buf_puts(out, "    <testcase");
    put_attribute("classname", page->title, out);
    put_attribute("name", name_of(table, row, &arena), out);
    if (what) {
        assay_buf_printf(out, ">\n      <%s", what);
        if (row->outcome != ASSAY_OUTCOME_SKIPPED)
            put_attribute("type", assay_str_of(assay_outcome_name[row->outcome]), out);
        put_attribute("message", row->reason, out);
        assay_buf_puts(out, "/>\n    </testcase>\n");
    } else {
        assay_buf_puts(out, "/>\n");
    }
    assay_arena_release(&arena);
}

/* "model B: Differences by section": where the table stands, and what it is. */
static void put_suite_name(const struct assay_page *page,
                           const struct assay_page_part *part,
                           const struct assay_page_table *table, struct assay_buf *out)
{
    const struct assay_str place = part->level ? part->title : page->subtitle;
    struct assay_buf name = {0};

    assay_buf_add(&name, place);
    assay_buf_puts(&name, place.len && table->caption.len ? ": " : "");
    assay_buf_add(&name, table->caption);
    put_attribute("name", assay_buf_view(&name), out);
    assay_buf_release(&name);
}

static void put_suite(const struct assay_page *page, const struct assay_page_part *part,
                      const struct assay_page_table *table, struct assay_buf *out)
{
    struct counts counts = {0};

    count_rows(table, &counts);
    if (counts.tests == 0)
        return;
    assay_buf_puts(out, "  <testsuite");
    put_suite_name(page, part, table, out);
    put_counts(&counts, out);
    for (size_t r = 0; r < table->rows; r++)
        if (table->row[r]->outcome != ASSAY_OUTCOME_NONE)
            put_case(page, table, table->row[r], out);
    assay_buf_puts(out, "  </testsuite>\n");
}

static enum assay_code write_junit(const struct assay_page *page,
                                   const struct assay_page_look *look,
                                   struct assay_buf *out, struct assay_error *err)
{
    struct counts all = {0};

    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next)
            if (block->kind == ASSAY_BLOCK_TABLE)
                count_rows(block->table, &all);
    assay_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_attribute("name", page->title, out);
    put_counts(&all, out);
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next)
            if (block->kind == ASSAY_BLOCK_TABLE)
                put_suite(page, part, block->table, out);
    assay_buf_puts(out, "</testsuites>\n");
    (void)look;
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_junit = {
    .name = "junit",
    .summary = "what was passed and missed, for servers of tests",
    .ending = "xml",
    .write = write_junit,
};

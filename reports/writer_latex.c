/* `latex`: the tables of a page, for a paper (latex.h). Lists of items are none. */
#include "reports/escape.h"
#include "reports/latex.h"
#include "reports/page_grid.h"
#include "reports/page_writer.h"

static void put_comment(struct assay_str text, struct assay_buf *out)
{
    if (text.len == 0)
        return;
    assay_buf_puts(out, "% ");
    assay_escape_terminal(text, false, out);
    assay_buf_putc(out, '\n');
}

static enum assay_code write_latex(const struct assay_page *page,
                                   const struct assay_page_look *look,
                                   struct assay_buf *out, struct assay_error *err)
{
    put_comment(page->title, out);
    put_comment(page->subtitle, out);
    put_comment(ASSAY_STR("\\usepackage[T1]{fontenc}"), out);
    put_comment(ASSAY_STR("\\usepackage{booktabs,longtable,siunitx}"), out);
    for (const struct assay_page_part *part = page->part; part; part = part->next)
        for (const struct assay_block *block = part->block; block; block = block->next) {
            if (block->kind != ASSAY_BLOCK_TABLE || block->table->items ||
                !assay_block_shows(block, ASSAY_DEPTH_MORE))
                continue;
            assay_buf_putc(out, '\n');
            put_comment(part->title, out);
            assay_latex_table(block->table, out);
        }
    (void)look;
    (void)err;
    return ASSAY_OK;
}

const struct assay_page_writer assay_writer_latex = {
    .name = "latex",
    .summary = "tables for a paper: booktabs, siunitx",
    .ending = "tex",
    .write = write_latex,
};

/* The most confidently wrong items, and their texts where they may be shown. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/number.h"

enum {
    EXCERPT = 480 /* columns of a text that are shown */
};

static const struct assay_excerpt *find_excerpt(const struct assay_report_run *run,
                                                struct assay_str id)
{
    for (size_t i = 0; i < run->excerpt_count; i++)
        if (assay_str_equal(run->excerpt[i].id, id))
            return &run->excerpt[i];
    return NULL;
}

static void put_text(struct assay_html *page, const char *label, const double *score,
                     struct assay_str text)
{
    const struct assay_str cut = assay_escape_cut(text, EXCERPT);

    if (text.len == 0)
        return;
    assay_buf_printf(page->out, "<p class=\"label\">%s", label);
    if (score)
        assay_buf_printf(page->out, ", scored %s",
                         assay_number_text(page->arena, *score, ASSAY_STR("")).ptr);
    assay_buf_puts(page->out, "</p><pre>");
    assay_escape_html(cut, page->out);
    if (cut.len < text.len)
        assay_buf_printf(page->out,
                         " \u2026 <span class=\"soft\">(%zu bytes more)</span>",
                         text.len - cut.len);
    assay_buf_puts(page->out, "</pre>\n");
}

static void put_head(struct assay_html *page, const struct assay_notable *item)
{
    struct assay_buf *out = page->out;

    assay_buf_printf(out, "<span class=\"margin\">%s</span> ",
                     assay_number_signed(page->arena, item->margin, ASSAY_STR("")).ptr);
    assay_escape_html(item->subset, out);
    assay_buf_puts(out, item->subset.len ? " \u00B7 <code>" : "<code>");
    assay_escape_html(item->id, out);
    assay_buf_puts(out, "</code>");
    if (item->line)
        assay_buf_printf(out, " <span class=\"soft\">line %llu</span>",
                         (unsigned long long)item->line);
}

static void put_item(struct assay_html *page, const struct assay_notable *item,
                     const struct assay_excerpt *excerpt)
{
    struct assay_buf *out = page->out;

    if (!excerpt) {
        assay_buf_puts(out, "<li>");
        put_head(page, item);
        assay_buf_puts(out, "</li>\n");
        return;
    }
    assay_buf_puts(out, "<li><details class=\"item\"><summary>");
    put_head(page, item);
    assay_buf_puts(out, "</summary>\n");
    put_text(page, "Prompt", NULL, excerpt->prompt);
    put_text(page, "Right", &excerpt->right_score, excerpt->right);
    put_text(page, "Wrong, yet preferred", &excerpt->wrong_score, excerpt->wrong);
    assay_buf_puts(out, "</details></li>\n");
}

void assay_html_notable(struct assay_html *page, const struct assay_report_run *run)
{
    const struct assay_result *result = run->result;

    if (result->notable_count == 0)
        return;
    assay_buf_puts(page->out, "<h3>Most confidently wrong</h3>\n<p class=\"lede\">Items "
                              "where the wrong completion won by the widest margin: "
                              "mistakes of the model, or of the labels.</p>\n");
    if (run->excerpt_why)
        assay_html_put(page, "p", "soft", assay_str_of(run->excerpt_why));
    assay_buf_puts(page->out, "<ol class=\"items\">\n");
    for (size_t i = 0; i < result->notable_count; i++)
        put_item(page, &result->notable[i], find_excerpt(run, result->notable[i].id));
    assay_buf_puts(page->out, "</ol>\n");
}

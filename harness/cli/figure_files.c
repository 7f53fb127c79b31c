/* figure_files.c - figures for a paper, beside the page of a command. */
#include "harness/cli/figure_files.h"

#include "reports/figures.h"

enum assay_code assay_figure_files_wish(const struct assay_figure_words *words,
                                        const char *remedy, struct assay_figure_wish *out,
                                        struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_figure_wish){0};
    if (!words->formats)
        return ASSAY_OK;
    if (remedy)
        return assay_fail(err, ASSAY_EUSAGE, "--figures go beside a page: %s", remedy);
    code = assay_figures_formats(words->formats, &out->formats, err);
    return code ? code : assay_figures_size(words->size, &out->size, err);
}

enum assay_code assay_figure_files_write(const struct assay_figure_wish *wish,
                                         const struct assay_report_input *page,
                                         struct assay_arena *arena,
                                         struct assay_buf *told, struct assay_error *err)
{
    struct assay_report_input input = *page;

    if (!wish->formats)
        return ASSAY_OK;
    input.directory = assay_arena_printf(arena, "%s/figures", page->directory);
    return assay_figures_export(&input, wish, told, err);
}

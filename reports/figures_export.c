/* Figures of results as files for a paper. */
#include "reports/figures.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static enum assay_code export_one(const struct assay_figure_spec *spec,
                                  const char *directory,
                                  const struct assay_figure_wish *wish,
                                  struct assay_buf *told, struct assay_error *err)
{
    char why[ASSAY_FIGURE_WHY];
    const enum assay_code code = assay_figure_export(spec, directory, wish, why, err);

    if (code)
        return code;
    assay_buf_printf(told, "%s/%.*s", directory, ASSAY_STR_ARG(spec->name));
    if (*why)
        assay_buf_printf(told, ": %s", why);
    else if (spec->left_out)
        assay_buf_printf(told, ": %zu series are not drawn, for want of room",
                         spec->left_out);
    assay_buf_putc(told, '\n');
    return ASSAY_OK;
}

enum assay_code assay_figures_export(const struct assay_report_input *input,
                                     const struct assay_figure_wish *wish,
                                     struct assay_buf *told, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_figures figures = {0};
    enum assay_code code = ASSAY_OK;
    struct assay_group *groups;
    size_t count;

    if (mkdir(input->directory, 0777) != 0 && errno != EEXIST)
        return assay_fail(err, ASSAY_EIO, "%s: %s", input->directory, strerror(errno));
    assay_group_runs(input, &arena, &groups, &count);
    for (size_t g = 0; g < count; g++) {
        assay_figures_of_sections(&groups[g], &arena, &figures);
        assay_figures_of_series(&groups[g], &arena, &figures);
    }
    for (size_t i = 0; i < figures.count && !code; i++)
        code = export_one(&figures.spec[i], input->directory, wish, told, err);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code add_format(struct assay_str name, unsigned *formats,
                                  struct assay_error *err)
{
    for (unsigned i = 0; i < ASSAY_FIGURE_FORMATS; i++)
        if (assay_str_equal(name, assay_str_of(assay_figure_format_name[i]))) {
            *formats |= 1U << i;
            return ASSAY_OK;
        }
    return assay_fail(err, ASSAY_EUSAGE,
                      "figures: \"%.*s\" is none of svg, pdf, png, cairolatex, tikz",
                      ASSAY_STR_ARG(name));
}

enum assay_code assay_figures_formats(const char *list, unsigned *formats,
                                      struct assay_error *err)
{
    struct assay_str rest = assay_str_of(list);
    enum assay_code code = ASSAY_OK;
    bool more = true;

    *formats = 0;
    while (more && !code) {
        const size_t end = assay_str_find(rest, ASSAY_STR(","));

        code = add_format((struct assay_str){rest.ptr, end}, formats, err);
        more = end < rest.len;
        rest.ptr += end + more;
        rest.len -= end + more;
    }
    return code;
}

enum assay_code assay_figures_size(const char *name, enum assay_figure_size *size,
                                   struct assay_error *err)
{
    for (unsigned i = ASSAY_FIGURE_COLUMN; i < ASSAY_FIGURE_SIZES; i++)
        if (strcmp(name, assay_figure_size_name[i]) == 0) {
            *size = (enum assay_figure_size)i;
            return ASSAY_OK;
        }
    return assay_fail(err, ASSAY_EUSAGE, "size: \"%s\" is neither column nor page", name);
}

#include "reports/figure.h"

#include "harness/core/document.h"
#include "reports/figure_sheet.h"
#include "reports/figure_undate.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct assay_figure_kind *const kinds[] = {
#define FIGURE(name) &assay_figure_##name,
#include "reports/figure_kinds.def"
#undef FIGURE
};

const char *const assay_figure_format_name[ASSAY_FIGURE_FORMATS] = {
    [ASSAY_FIGURE_SVG] = "svg",   [ASSAY_FIGURE_PDF] = "pdf",
    [ASSAY_FIGURE_PNG] = "png",   [ASSAY_FIGURE_CAIROLATEX] = "cairolatex",
    [ASSAY_FIGURE_TIKZ] = "tikz",
};

const char *const assay_figure_size_name[ASSAY_FIGURE_SIZES] = {
    [ASSAY_FIGURE_WEB] = "web",
    [ASSAY_FIGURE_COLUMN] = "column",
    [ASSAY_FIGURE_PAGE] = "page",
};

static const struct assay_figure_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

static void path_of(const char *directory, const struct assay_figure_spec *spec,
                    const char *ending, struct assay_buf *path)
{
    assay_buf_reset(path);
    assay_buf_printf(path, "%s/%.*s%s", directory, ASSAY_STR_ARG(spec->name), ending);
}

/* The .tsv and the .gp. */
static enum assay_code write_sources(const struct assay_figure_kind *kind,
                                     const struct assay_figure_spec *spec,
                                     const char *directory, struct assay_error *err)
{
    struct assay_buf text = {0}, path = {0};
    enum assay_code code;

    kind->data(spec, &text);
    path_of(directory, spec, ".tsv", &path);
    code = assay_document_save(path.data, assay_buf_view(&text), err);
    if (!code) {
        assay_buf_reset(&text);
        kind->script(spec, &text);
        assay_figure_put_end(spec, &text);
        path_of(directory, spec, ".gp", &path);
        code = assay_document_save(path.data, assay_buf_view(&text), err);
    }
    assay_buf_release(&text);
    assay_buf_release(&path);
    return code;
}

/* Every file that gnuplot may have drawn, so that no older one is taken for this figure. */
static void remove_drawn(const struct assay_figure_spec *spec, const char *directory)
{
    static const char *const endings[] = {
        ".svg", ".pdf", ".png", "-cairolatex.tex", "-cairolatex.pdf", "-tikz.tex"};
    struct assay_buf path = {0};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        path_of(directory, spec, endings[i], &path);
        (void)unlink(path.data);
    }
    assay_buf_release(&path);
}

static enum assay_code run_script(const struct assay_figure_spec *spec,
                                  const char *directory, struct assay_error *err)
{
    struct assay_buf script = {0};
    enum assay_code code;

    remove_drawn(spec, directory);
    assay_buf_printf(&script, "%.*s.gp", ASSAY_STR_ARG(spec->name));
    code = assay_gnuplot_run(directory, script.data, err);
    assay_buf_release(&script);
    return code;
}

/* Rewrites the SVG that gnuplot drew. */
static enum assay_code adopt_svg(const struct assay_figure_spec *spec,
                                 const char *directory, struct assay_buf *svg,
                                 struct assay_error *err)
{
    struct assay_buf path = {0}, raw = {0};
    enum assay_code code;

    path_of(directory, spec, ".svg", &path);
    code = assay_document_read(path.data, ASSAY_SVG_BYTES, &raw, err);
    if (!code)
        code = assay_svg_adopt(assay_buf_view(&raw), spec, svg, err);
    if (!code)
        code = assay_document_save(path.data, assay_buf_view(svg), err);
    assay_buf_release(&path);
    assay_buf_release(&raw);
    return code;
}

/* Everything but drawing: the series fit, the sources are there. */
static enum assay_code prepare(const struct assay_figure_spec *spec,
                               const char *directory, struct assay_error *err)
{
    const struct assay_figure_kind *kind = find_kind(spec->kind);
    enum assay_code code;
    size_t most;

    if (!kind)
        return assay_fail(err, ASSAY_EUSAGE, "no figures of kind \"%s\"", spec->kind);
    most = kind->most ? kind->most : ASSAY_FIGURE_SERIES;
    if (spec->series_count == 0 || spec->series_count > most)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu series",
                          ASSAY_STR_ARG(spec->name), spec->series_count);
    code = kind->check ? kind->check(spec, err) : ASSAY_OK;
    return code ? code : write_sources(kind, spec, directory, err);
}

static void tell_why(const struct assay_error *err, char why[ASSAY_FIGURE_WHY])
{
    (void)snprintf(why, ASSAY_FIGURE_WHY, "%.*s", ASSAY_FIGURE_WHY - 1, err->text);
}

enum assay_code assay_figure_draw(const struct assay_figure_spec *spec,
                                  const char *directory, struct assay_figure_drawn *drawn,
                                  struct assay_error *err)
{
    enum assay_code code = prepare(spec, directory, err);

    if (code)
        return code;
    code = run_script(spec, directory, err);
    if (!code)
        code = adopt_svg(spec, directory, &drawn->svg, err);
    if (code) {
        assay_buf_reset(&drawn->svg);
        tell_why(err, drawn->why);
    }
    return ASSAY_OK;
}

/* Lines of no kind of their own are drawn on paper with dashes and markers. */
static struct assay_figure_spec for_paper(const struct assay_figure_spec *spec,
                                          const struct assay_figure_wish *wish)
{
    struct assay_figure_spec paper = *spec;

    assert(wish->formats && wish->size != ASSAY_FIGURE_WEB);
    if (strcmp(spec->kind, "lines") == 0)
        paper.kind = "curves";
    paper.formats = wish->formats;
    paper.size = wish->size;
    return paper;
}

enum assay_code assay_figure_export(const struct assay_figure_spec *spec,
                                    const char *directory,
                                    const struct assay_figure_wish *wish,
                                    char why[ASSAY_FIGURE_WHY], struct assay_error *err)
{
    const struct assay_figure_spec paper = for_paper(spec, wish);
    struct assay_buf svg = {0};
    enum assay_code code = prepare(&paper, directory, err);

    why[0] = '\0';
    if (code)
        return code;
    code = run_script(&paper, directory, err);
    if (!code && wish->formats & 1U << ASSAY_FIGURE_SVG)
        code = adopt_svg(&paper, directory, &svg, err);
    if (!code)
        code = assay_figure_undate(&paper, directory, err);
    if (code)
        tell_why(err, why);
    assay_buf_release(&svg);
    return ASSAY_OK;
}

#include "reports/figure.h"

#include "harness/core/document.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct assay_figure_kind *const kinds[] = {
#define FIGURE(name) &assay_figure_##name,
#include "reports/figure_kinds.def"
#undef FIGURE
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
        path_of(directory, spec, ".gp", &path);
        code = assay_document_save(path.data, assay_buf_view(&text), err);
    }
    assay_buf_release(&text);
    assay_buf_release(&path);
    return code;
}

/* Runs gnuplot and rewrites what it drew. */
static enum assay_code render(const struct assay_figure_spec *spec, const char *directory,
                              struct assay_buf *svg, struct assay_error *err)
{
    struct assay_buf path = {0}, script = {0}, raw = {0};
    enum assay_code code;

    path_of(directory, spec, ".svg", &path);
    (void)unlink(path.data); /* no older figure is taken for this one */
    assay_buf_printf(&script, "%.*s.gp", ASSAY_STR_ARG(spec->name));
    code = assay_gnuplot_run(directory, script.data, err);
    if (!code)
        code = assay_document_read(path.data, ASSAY_SVG_BYTES, &raw, err);
    if (!code)
        code = assay_svg_adopt(assay_buf_view(&raw), spec, svg, err);
    if (!code)
        code = assay_document_save(path.data, assay_buf_view(svg), err);
    assay_buf_release(&path);
    assay_buf_release(&script);
    assay_buf_release(&raw);
    return code;
}

enum assay_code assay_figure_draw(const struct assay_figure_spec *spec,
                                  const char *directory, struct assay_figure_drawn *drawn,
                                  struct assay_error *err)
{
    const struct assay_figure_kind *kind = find_kind(spec->kind);
    enum assay_code code;

    if (!kind)
        return assay_fail(err, ASSAY_EUSAGE, "no figures of kind \"%s\"", spec->kind);
    if (spec->series_count == 0 || spec->series_count > ASSAY_FIGURE_SERIES)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu series",
                          ASSAY_STR_ARG(spec->name), spec->series_count);
    code = kind->check ? kind->check(spec, err) : ASSAY_OK;
    if (!code)
        code = write_sources(kind, spec, directory, err);
    if (code)
        return code;
    if (render(spec, directory, &drawn->svg, err) != ASSAY_OK) {
        assay_buf_reset(&drawn->svg);
        (void)snprintf(drawn->why, sizeof(drawn->why), "%.*s",
                       (int)sizeof(drawn->why) - 1, err->text);
    }
    return ASSAY_OK;
}

#include "reports/figure_sheet.h"

#include "reports/escape.h"

#include <math.h>
#include <stddef.h>

static const struct assay_figure_sheet sheets[ASSAY_FIGURE_SIZES] = {
    [ASSAY_FIGURE_WEB] = {760, 13, 20, 280, 0.6, false},
    [ASSAY_FIGURE_COLUMN] = {237.6, 8, 10.5, 132, 0.7, true}, /* 3.3 in */
    [ASSAY_FIGURE_PAGE] = {504, 9, 12, 212, 0.8, true},       /* 7 in */
};

/* Points on paper in what a terminal measures in. */
#define PER_INCH     72.0
#define SVG_PER_INCH 96.0
#define PNG_PER_INCH 300.0

const struct assay_figure_sheet *assay_figure_sheet(const struct assay_figure_spec *spec)
{
    return &sheets[spec->size];
}

size_t assay_figure_columns(const struct assay_figure_spec *spec, size_t columns)
{
    const struct assay_figure_sheet *web = &sheets[ASSAY_FIGURE_WEB];
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);

    return (size_t)((double)columns * (sheet->width / sheet->font) /
                    (web->width / web->font));
}

double assay_figure_text_width(const struct assay_figure_spec *spec,
                               struct assay_str text)
{
    return (double)assay_escape_width(text) * assay_figure_sheet(spec)->font * 0.52;
}

typedef void (*escape_function)(struct assay_str text, struct assay_buf *out);

/* TeX without percent signs, for gnuplot cuts labels of tics that have one after 63 bytes. */
static void put_tex_tic(struct assay_str tex, struct assay_buf *out)
{
    while (tex.len) {
        const size_t at = assay_str_find(tex, ASSAY_STR("\\%"));
        const bool found = at < tex.len;

        assay_buf_add(out, (struct assay_str){tex.ptr, at});
        assay_buf_puts(out, found ? "\\char37{}" : "");
        tex.ptr += at + (found ? 2 : 0);
        tex.len -= at + (found ? 2 : 0);
    }
}

/* Letters of another size than the sheet's, where font > 0. */
static void put_tex(struct assay_str text, double font, escape_function quote,
                    struct assay_buf *out)
{
    struct assay_buf raw = {0}, spelt = {0};

    if (font > 0.0)
        assay_buf_printf(&raw, "\\fontsize{%.4g}{%.4g}\\selectfont{}", font, 1.2 * font);
    assay_escape_tex(text, &raw);
    if (quote == assay_escape_tic)
        put_tex_tic(assay_buf_view(&raw), &spelt);
    else
        assay_buf_add(&spelt, assay_buf_view(&raw));
    quote(assay_buf_view(&spelt), out);
    assay_buf_release(&raw);
    assay_buf_release(&spelt);
}

/* Text in quotes, and the same for TeX before it where that is another. */
static void put_both(const struct assay_figure_spec *spec, struct assay_str text,
                     double font, escape_function quote, struct assay_buf *gp)
{
    struct assay_buf plain = {0}, tex = {0};

    quote(text, &plain);
    if (assay_figure_sheet(spec)->paper)
        put_tex(text, font, quote, &tex);
    if (tex.len && !assay_str_equal(assay_buf_view(&tex), assay_buf_view(&plain)))
        assay_buf_printf(gp, "(tex ? %s : %s)", tex.data, plain.data);
    else
        assay_buf_add(gp, assay_buf_view(&plain));
    assay_buf_release(&plain);
    assay_buf_release(&tex);
}

static void put_cut(const struct assay_figure_spec *spec, struct assay_str text,
                    size_t width, escape_function quote, struct assay_buf *gp)
{
    const struct assay_str cut = assay_escape_cut(text, width);
    struct assay_buf shown = {0};

    assay_buf_add(&shown, cut);
    if (cut.len < text.len)
        assay_buf_puts(&shown, "\u2026");
    put_both(spec, assay_buf_view(&shown), 0.0, quote, gp);
    assay_buf_release(&shown);
}

void assay_figure_put_text(const struct assay_figure_spec *spec, struct assay_str text,
                           size_t width, struct assay_buf *gp)
{
    put_cut(spec, text, width, assay_escape_gnuplot, gp);
}

void assay_figure_put_tic(const struct assay_figure_spec *spec, struct assay_str text,
                          size_t width, struct assay_buf *gp)
{
    put_cut(spec, text, width, assay_escape_tic, gp);
}

void assay_figure_put_sized_text(const struct assay_figure_spec *spec,
                                 struct assay_str text, double font, struct assay_buf *gp)
{
    put_both(spec, text, font, assay_escape_gnuplot, gp);
}

void assay_figure_put_sized_tic(const struct assay_figure_spec *spec,
                                struct assay_str text, double font, struct assay_buf *gp)
{
    put_both(spec, text, font, assay_escape_tic, gp);
}

static void put_page(const struct assay_figure_spec *spec, double height,
                     struct assay_buf *gp)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);

    assay_buf_printf(gp,
                     "# Drawn by gnuplot 5 or later from the .tsv beside it.\n"
                     "set encoding utf8\n"
                     "set terminal svg noenhanced size %.0f,%.0f font 'Helvetica,%.0f' "
                     "linewidth 1\n"
                     "set output '%.*s.svg'\n",
                     sheet->width, height, sheet->font, ASSAY_STR_ARG(spec->name));
}

/* "if (format eq 'NAME') { set terminal " */
static void begin_terminal(const char *format, struct assay_buf *gp)
{
    assay_buf_printf(gp, "if (format eq '%s') { set terminal ", format);
}

static void end_terminal(const struct assay_figure_spec *spec, const char *ending,
                         struct assay_buf *gp)
{
    assay_buf_printf(gp, "; set output '%.*s%s' }\n", ASSAY_STR_ARG(spec->name), ending);
}

/*
 * linewidth 1 is half a point and font sizes are true in each of them; the factors are what a
 * terminal makes of both on its own (gnuplot 5.4).
 */
static void put_pictures(const struct assay_figure_spec *spec, double height,
                         struct assay_buf *gp)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const double svg = SVG_PER_INCH / PER_INCH, png = PNG_PER_INCH / PER_INCH;

    begin_terminal("svg", gp);
    assay_buf_printf(gp,
                     "svg noenhanced size %.0f,%.0f font 'Helvetica,%.10g' fontscale "
                     "%.4f linewidth %.4f dashlength 0.6 background '#ffffff'",
                     sheet->width * svg, height * svg, sheet->font, svg, svg / 2.0);
    end_terminal(spec, ".svg", gp);
    begin_terminal("pdf", gp);
    assay_buf_printf(gp,
                     "pdfcairo noenhanced size %.4fin,%.4fin font 'Helvetica,%.10g' "
                     "fontscale 0.75 linewidth 1 pointscale 0.65",
                     sheet->width / PER_INCH, height / PER_INCH, sheet->font);
    end_terminal(spec, ".pdf", gp);
    begin_terminal("png", gp);
    assay_buf_printf(gp,
                     "pngcairo noenhanced size %.0f,%.0f font 'Helvetica,%.10g' "
                     "fontscale %.4f linewidth %.4f pointscale %.4f",
                     sheet->width * png, height * png, sheet->font,
                     PNG_PER_INCH / SVG_PER_INCH, png / 2.0, png * 0.6);
    end_terminal(spec, ".png", gp);
}

static void put_latex(const struct assay_figure_spec *spec, double height,
                      struct assay_buf *gp)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const double width_in = sheet->width / PER_INCH, height_in = height / PER_INCH;

    begin_terminal("cairolatex", gp);
    assay_buf_printf(gp,
                     "cairolatex pdf input header '\\fontsize{%.10g}{%.10g}\\selectfont' "
                     "colourtext size %.4fin,%.4fin font ',%.10g' linewidth 2 "
                     "pointscale 0.65",
                     sheet->font, sheet->font * 1.2, width_in, height_in, sheet->font);
    end_terminal(spec, "-cairolatex.tex", gp);
    begin_terminal("tikz", gp);
    assay_buf_printf(
        gp,
        "tikz size %.4fin,%.4fin font '\\fontsize{%.10g}{%.10g}\\selectfont' "
        "linewidth 1.25 dashlength 0.6",
        width_in, height_in, sheet->font, sheet->font * 1.2);
    end_terminal(spec, "-tikz.tex", gp);
}

void assay_figure_put_terminals(const struct assay_figure_spec *spec, double height,
                                struct assay_buf *gp)
{
    bool any = false;

    if (!assay_figure_sheet(spec)->paper) {
        put_page(spec, height, gp);
        return;
    }
    assay_buf_puts(gp, "# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each "
                       "of these formats:\nformats = '");
    for (unsigned i = 0; i < ASSAY_FIGURE_FORMATS; i++)
        if (spec->formats & 1U << i) {
            assay_buf_printf(gp, "%s%s", any ? " " : "", assay_figure_format_name[i]);
            any = true;
        }
    assay_buf_puts(gp, "'\ndo for [format in formats] {\nreset\n"
                       "tex = format eq 'cairolatex' || format eq 'tikz'\n"
                       "set encoding utf8\n");
    put_pictures(spec, height, gp);
    put_latex(spec, height, gp);
}

void assay_figure_put_end(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    if (assay_figure_sheet(spec)->paper)
        assay_buf_puts(gp, "set output\n}\n");
}

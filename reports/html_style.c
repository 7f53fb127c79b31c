/* How pages look: light and dark, narrow and wide, on paper. */
#include "reports/figure_scale.h"
#include "reports/figure_style.h"
#include "reports/html.h"

static const char style_base[] =
    ":root{color-scheme:light dark;--paper:#fff;--card:#f7f7f9;--ink:#1d1f24;"
    "--soft:#5c606b;--line:#e2e2e6;--accent:#0066a1;--warn:#a34700;--good:#1b7437;--bad:#"
    "b3261e}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,"
    "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif}\n"
    "main,footer{max-width:70rem;margin:0 auto;padding:0 1.5rem}\n"
    "main{padding-top:2.5rem}\n"
    "h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:0 0 .4rem;"
    "overflow-wrap:anywhere}\n"
    "h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .7rem;overflow-wrap:anywhere}\n"
    "h3{font-size:1.05rem;margin:1.9rem 0 .5rem;overflow-wrap:anywhere}\n"
    "p{margin:.5rem 0 .9rem;max-width:44rem;overflow-wrap:anywhere}\n"
    ".lede{color:var(--soft);margin-top:0}\n"
    ".soft,.faint{color:var(--soft)}\n"
    ".warn{color:var(--warn)}.good{color:var(--good)}.bad{color:var(--bad)}\n"
    "a{color:var(--accent)}\n"
    ":focus-visible{outline:2px solid var(--accent);outline-offset:2px}\n"
    ".vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n"
    "code,pre{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans "
    "Mono',"
    "monospace}\n"
    "pre{background:var(--card);border:1px solid var(--line);border-radius:6px;"
    "padding:.7rem .9rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;"
    "margin:.3rem 0 .8rem}\n";

static const char style_blocks[] =
    ".cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));"
    "gap:.9rem;margin:1.3rem 0 0;padding:0;list-style:none}\n"
    ".card{background:var(--card);border:1px solid var(--line);border-radius:8px;"
    "padding:.9rem 1.1rem}\n"
    ".card.lone{grid-column:1/-1}\n"
    ".card b{display:block;font-weight:600;overflow-wrap:anywhere}\n"
    ".card .big{font-size:2.5rem;line-height:1.15;font-weight:650;letter-spacing:-.02em;"
    "font-variant-numeric:tabular-nums;margin:.1rem 0;color:var(--accent);"
    "overflow-wrap:anywhere}\n"
    ".card .big.warn{color:var(--warn)}.card .big.good{color:var(--good)}"
    ".card .big.bad{color:var(--bad)}\n"
    ".card .soft{font-size:.9rem;overflow-wrap:anywhere}\n"
    ".up{margin:0 0 .6rem}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:1.2rem 0 0;padding:0;"
    "list-style:none;font-size:.95rem}\n"
    "dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;"
    "margin:1.3rem 0 0;font-size:.95rem}\n"
    "dl.facts dt{color:var(--soft)}\n"
    "dl.facts dd{margin:0;overflow-wrap:anywhere}\n"
    ".notes{border-left:3px solid var(--warn);padding:.1rem 0 .1rem 1rem;margin:1.2rem 0;"
    "list-style:none}\n"
    ".notes li{margin:.25rem 0;overflow-wrap:anywhere}\n"
    ".scroll{overflow-x:auto;margin:.6rem 0 1.2rem}\n";

static const char style_tables[] =
    "table{border-collapse:collapse;font-size:.94rem;font-variant-numeric:tabular-nums;"
    "min-width:50%}\n"
    "caption{text-align:left;color:var(--soft);font-size:.88rem;padding:0 0 .35rem;"
    "caption-side:top;white-space:nowrap}\n"
    "th,td{padding:.34rem .8rem .34rem 0;text-align:left;vertical-align:top;"
    "white-space:nowrap}\n"
    "th+th,th+td,td+td{padding-left:.8rem}\n"
    "tbody th{font-weight:400;white-space:normal;min-width:7rem;overflow-wrap:anywhere}\n"
    "@media(min-width:44rem){tbody th{overflow-wrap:break-word;max-width:22rem}}\n"
    "thead th{font-weight:600;font-size:.84rem;color:var(--soft);"
    "border-bottom:1.5px solid var(--soft);vertical-align:bottom;white-space:normal;"
    "max-width:18rem;overflow-wrap:break-word}\n"
    "thead tr:last-child td{border-bottom:1.5px solid var(--soft)}\n"
    "tbody tr+tr>*{border-top:1px solid var(--line)}\n"
    "tbody tr.total>*{border-top:1.5px solid var(--soft);font-weight:600}\n"
    "tbody tr.total .faint{font-weight:400}\n"
    "thead th.g{text-align:center;white-space:nowrap;border-bottom:1px solid "
    "var(--line)}\n"
    ".n{text-align:right}\n"
    ".strong{font-weight:600}\n"
    ".marks{display:inline-block;width:1.4em;margin-right:-1.4em;text-align:left}\n"
    "td.m{padding-right:1.6em}\n"
    "td.wrap{white-space:normal;overflow-wrap:anywhere;min-width:14rem}\n"
    "thead th button{all:unset;cursor:pointer;border-bottom:1px dotted var(--soft)}\n"
    "thead th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}\n"
    "th[aria-sort] button{color:var(--ink);border-bottom-style:solid}\n"
    "th[aria-sort=ascending] button::after{content:' \\2191'}\n"
    "th[aria-sort=descending] button::after{content:' \\2193'}\n"
    ".spark{width:6.5rem;height:1.3rem;vertical-align:-.25rem;margin-right:.6rem;"
    "overflow:visible}\n"
    ".spark polyline{fill:none;stroke:var(--soft);stroke-width:1.5;"
    "vector-effect:non-scaling-stroke}\n"
    ".spark circle{fill:var(--accent)}\n"
    ".basis{color:var(--soft);font-size:.88rem;margin-top:-.7rem}\n";

static const char style_items[] =
    ".bar{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin:.7rem 0;"
    "font-size:.9rem}\n"
    ".bar label{color:var(--soft);max-width:100%}\n"
    ".bar input,.bar select,.bar button{font:inherit;color:var(--ink);"
    "background:var(--card);border:1px solid var(--soft);border-radius:5px;"
    "padding:.2rem .5rem;max-width:100%}\n"
    ".bar button{cursor:pointer}.bar button:disabled{opacity:.45;cursor:default}\n"
    ".items .caption{color:var(--soft);font-size:.88rem;margin:1rem 0 .3rem}\n"
    ".items .names span{overflow-wrap:anywhere}\n"
    ".items ol{margin:0;padding:0;list-style:none}\n"
    ".items li{border-top:1px solid var(--line)}\n"
    ".items .names{color:var(--soft);font-size:.84rem;font-weight:600;"
    "border-bottom:1.5px solid var(--soft);padding:.3rem 0 .3rem 1.1rem}\n"
    ".items .names,.items .line,.items summary{display:grid;"
    "grid-template-columns:var(--columns);gap:0 1rem}\n"
    ".items .line,.items summary{position:relative;padding:.4rem 0 .4rem 1.1rem;"
    "overflow-wrap:anywhere;color:inherit;font-variant-numeric:tabular-nums}\n"
    ".items "
    "summary::before{content:'\\25B8';position:absolute;left:0;top:.4rem;color:var(--"
    "soft)}\n"
    ".items [open]>summary::before{content:'\\25BE'}\n"
    ".items summary::-webkit-details-marker{display:none}\n"
    ".items summary:hover{background:var(--card)}\n"
    ".items pre{margin-left:1.1rem}.items .label{margin-left:1.1rem}\n";

static const char style_rest[] =
    "figure{margin:1.2rem 0 1.6rem;overflow-x:auto}\n"
    "figure svg{display:block;max-width:100%;height:auto}\n"
    "figure svg text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Helvetica Neue',Arial,'Noto Sans',sans-serif}\n"
    "figcaption{color:var(--soft);font-size:.9rem;max-width:44rem;margin-top:.3rem}\n"
    "details{margin:.5rem 0}\n"
    "summary{cursor:pointer;color:var(--accent)}\n"
    "details.item{margin:0}\n"
    ".label{color:var(--soft);font-size:.85rem;margin:.5rem 0 0}\n"
    "footer{color:var(--soft);font-size:.88rem;padding-top:1.4rem;padding-bottom:2.5rem;"
    "margin-top:3rem}\n"
    "footer p{border-top:1px solid var(--line);padding-top:1rem;max-width:none}\n"
    "@media (max-width:36rem){dl.facts{grid-template-columns:1fr;gap:0}"
    "dl.facts dd{margin-bottom:.5rem}h1{font-size:1.5rem}main,footer{padding:0 1rem}"
    "main{padding-top:1.5rem}"
    ".items .names{display:none}.items .line,.items summary{display:flex;flex-wrap:wrap}"
    ".items .n{text-align:left}}\n"
    "@media print{body{font-size:10.5pt}main,footer{max-width:none;padding:0}"
    "figure,tr,.card{break-inside:avoid}h2,h3{break-after:avoid}"
    ".scroll,figure{overflow:visible}pre{white-space:pre-wrap}"
    ".bar,nav,.up{display:none}a{color:inherit;text-decoration:none}"
    "details>summary{list-style:none}details.fold[open]>summary{display:none}}\n";

/* gnuplot writes colours into attributes, of shapes with blanks and of text without: on dark
   paper each gives way to its sister. */
static void put_swap(struct assay_figure_colour colour, struct assay_buf *out)
{
    static const char *const property[] = {"fill", "stroke", "color"};
    const unsigned char *light = colour.light, *dark = colour.dark;

    for (size_t i = 0; i < sizeof(property) / sizeof(property[0]); i++)
        assay_buf_printf(out,
                         "figure svg [%s=\"rgb(%3d, %3d, %3d)\"],"
                         "figure svg [%s=\"rgb(%d,%d,%d)\"]{%s:#%02x%02x%02x}\n",
                         property[i], light[0], light[1], light[2], property[i], light[0],
                         light[1], light[2], property[i], dark[0], dark[1], dark[2]);
}

/* The colours of cells, which are shapes alone. */
static void put_ramps(struct assay_buf *out)
{
    for (size_t i = 0; i < 2 * (size_t)ASSAY_FIGURE_LEVELS; i++) {
        const struct assay_figure_colour colour =
            assay_figure_ramp(i >= ASSAY_FIGURE_LEVELS, i % ASSAY_FIGURE_LEVELS);
        const unsigned char *light = colour.light, *dark = colour.dark;

        assay_buf_printf(out,
                         "figure svg [fill=\"rgb(%3d, %3d, %3d)\"]{fill:#%02x%02x%02x}\n",
                         light[0], light[1], light[2], dark[0], dark[1], dark[2]);
    }
}

static void put_dark(struct assay_buf *out)
{
    assay_buf_puts(
        out,
        "@media screen and (prefers-color-scheme:dark){\n"
        ":root{--paper:#15171c;--card:#1d2026;--ink:#e4e6eb;--soft:#9da2ad;"
        "--line:#31353d;--accent:#6bb6ec;--warn:#f2a35e;--good:#6fce8b;--bad:#ff8f86}\n"
        "figure svg [fill=\"black\"]{fill:#d8dae0}\n"
        "figure svg [stroke=\"black\"]{stroke:#d8dae0}\n"
        "figure svg [color=\"black\"]{color:#d8dae0}\n"
        "figure svg [fill=\"white\"]{fill:#15171c}\n"
        "figure svg [stroke=\"white\"]{stroke:#15171c}\n"
        "figure svg [color=\"white\"]{color:#15171c}\n");
    for (size_t i = 0; i < ASSAY_FIGURE_COLOURS; i++)
        put_swap(assay_figure_colour(i), out);
    for (int ink = ASSAY_FIGURE_NEUTRAL; ink < ASSAY_FIGURE_INKS; ink++)
        put_swap(assay_figure_ink((enum assay_figure_ink)ink), out);
    put_ramps(out);
    assay_buf_puts(out, "}\n");
}

void assay_html_put_style(struct assay_buf *out)
{
    assay_buf_puts(out, "<style>\n");
    assay_buf_puts(out, style_base);
    assay_buf_puts(out, style_blocks);
    assay_buf_puts(out, style_tables);
    assay_buf_puts(out, style_items);
    assay_buf_puts(out, style_rest);
    put_dark(out);
    assay_buf_puts(out, "</style>\n");
}

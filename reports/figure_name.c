#include "reports/figure_name.h"

#include "reports/escape.h"

#include <math.h>

#define SLACK     1.1
#define NARROWEST 0.25 /* no letter is narrower, in ems */

/* Hundredths of an em, from the blank on: the hmtx table of DejaVuSans.ttf 2.37. */
static const unsigned char widths[] = {
    32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36,  32, 34, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 69, 69, 70, 77, 64,
    58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64,  61, 74, 69, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 62, 64, 55, 64, 62, 36,  64, 64, 28, 28, 58,
    28, 98, 64, 62, 64, 64, 42, 52, 40, 64, 60, 82, 60, 60,  53, 64, 34, 64, 84};

double assay_figure_ems(struct assay_str text)
{
    double hundredths = 0.0;

    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.ptr[i];

        if (byte >= ' ' && byte < ' ' + sizeof(widths))
            hundredths += widths[byte - ' '];
        else if (byte >= 0xC0)
            hundredths += byte >= 0xE0 ? 100.0 : 72.0;
    }
    return hundredths / 100.0;
}

void assay_figure_shorten(struct assay_str text, size_t columns, struct assay_buf *out)
{
    struct assay_str tail = text;

    if (assay_escape_width(text) <= columns) {
        assay_buf_add(out, text);
        return;
    }
    while (assay_escape_width(tail) > columns / 2) {
        const size_t first = assay_escape_cut(tail, 1).len;

        tail.ptr += first ? first : 1;
        tail.len -= first ? first : 1;
    }
    assay_buf_add(out, assay_escape_cut(text, columns - columns / 2 - 1));
    assay_buf_puts(out, "\u2026");
    assay_buf_add(out, tail);
}

double assay_figure_width(const struct assay_figure_spec *spec, struct assay_str text,
                          double font)
{
    return assay_figure_ems(text) * font *
           (assay_figure_sheet(spec)->paper ? SLACK : 1.0);
}

struct assay_str assay_figure_fit(const struct assay_figure_spec *spec,
                                  struct assay_str text, double font, double room,
                                  struct assay_arena *arena)
{
    const size_t most = (size_t)(room / (NARROWEST * font));
    size_t columns = assay_escape_width(text);
    struct assay_buf shown = {0};
    struct assay_str out;

    columns = columns < most ? columns : most;
    assay_figure_shorten(text, columns, &shown);
    while (assay_figure_width(spec, assay_buf_view(&shown), font) > room && columns > 3) {
        assay_buf_reset(&shown);
        assay_figure_shorten(text, --columns, &shown);
    }
    out = assay_arena_copy(arena, assay_buf_view(&shown));
    assay_buf_release(&shown);
    return out;
}

struct assay_str *assay_figure_fit_names(const struct assay_figure_spec *spec,
                                         double font, double room,
                                         struct assay_arena *arena, double *widest)
{
    const size_t count = spec->category_count;
    struct assay_str *shown = assay_arena_new(arena, count, sizeof(*shown));

    *widest = 0.0;
    for (size_t i = 0; i < count; i++) {
        shown[i] = assay_figure_fit(spec, spec->category[i], font, room, arena);
        *widest = fmax(*widest, assay_figure_width(spec, shown[i], font));
    }
    return shown;
}

#include "reports/figure_ruler.h"

#include <math.h>

enum {
    MOST = 12
};

/* True if a label has room behind the last one, which ends at *end of the axis. */
static bool has_room(const struct assay_figure_spec *spec,
                     const struct assay_figure_ruler *ruler,
                     const struct assay_figure_tic *tic, double *end)
{
    const double half = assay_figure_text_width(spec, assay_str_of(tic->text)) / 2.0;
    const double at = assay_figure_axis_share(ruler->axis, tic->at) * ruler->length;

    if (ruler->length > 0.0 && at - half < *end)
        return false;
    *end = at + half + assay_figure_sheet(spec)->font * 0.4;
    return true;
}

size_t assay_figure_ruler_tics(const struct assay_figure_spec *spec,
                               const struct assay_figure_axis *axis, double length)
{
    const double apart = 1.2 * assay_figure_sheet(spec)->font;
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    size_t most = MOST;

    for (; most > 2; most--) {
        const size_t count = assay_figure_axis_tics(axis, most, tics);
        double needed = 0.0;

        for (size_t i = 0; i < count; i++)
            needed =
                fmax(needed, assay_figure_text_width(spec, assay_str_of(tics[i].text)));
        if ((double)count * (needed + apart) <= length)
            break;
    }
    return most;
}

void assay_figure_put_ruler(const struct assay_figure_spec *spec,
                            const struct assay_figure_ruler *ruler, struct assay_buf *gp)
{
    const struct assay_figure_axis *axis = ruler->axis;
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    const size_t count = assay_figure_axis_tics(axis, ruler->most, tics);
    double end = -HUGE_VAL;

    assay_buf_printf(gp, "set %crange [%.10g:%.10g]\nset %ctics (", ruler->which,
                     axis->lo, axis->hi, ruler->which);
    for (size_t i = 0; i < count; i++) {
        assay_buf_puts(gp, i ? ", " : "");
        if (ruler->labelled && has_room(spec, ruler, &tics[i], &end))
            assay_figure_put_tic(spec, assay_str_of(tics[i].text), sizeof(tics[i].text),
                                 gp);
        else
            assay_buf_puts(gp, "''");
        assay_buf_printf(gp, " %.10g", tics[i].at);
    }
    assay_buf_puts(gp, ")\n");
}

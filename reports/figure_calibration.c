/* Calibration: how sure the model was against how often it was right, with the diagonal. */
#include "reports/figure_lines.h"
#include "reports/figure_style.h"

enum {
    INNER = 340 /* px, both ways */
};

/* From 0, or from 0.5 where everything lies above, as confidences of pairs do. */
static struct assay_figure_range x_range(const struct assay_figure_spec *spec)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (spec->series[s].points[0].x < 0.5) /* points ascend */
            return (struct assay_figure_range){0.0, 1.0, 0.2};
    return (struct assay_figure_range){0.5, 1.0, 0.1};
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_figure_frame frame =
        assay_figure_frame(spec, 76, INNER, spec->series_count + 1);
    const struct assay_figure_range unit = {0.0, 1.0, 0.2};
    struct assay_buf lead = {0};

    frame.right = frame.width - frame.left - frame.inner;
    assay_figure_prologue(spec, &frame, gp);
    assay_figure_put_axis('x', x_range(spec), gp);
    assay_figure_put_axis('y', unit, gp);
    assay_buf_puts(&lead, "x with lines dashtype 2 linewidth 1");
    assay_figure_put_colour(assay_figure_ink(ASSAY_FIGURE_NEUTRAL), &lead);
    assay_buf_puts(&lead, " title 'perfectly calibrated'");
    assay_figure_lines_plot(spec, lead.data, gp);
    assay_buf_release(&lead);
}

const struct assay_figure_kind assay_figure_calibration = {
    .name = "calibration",
    .check = assay_figure_lines_check,
    .data = assay_figure_lines_data,
    .script = put_script,
};

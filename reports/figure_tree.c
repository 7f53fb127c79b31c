/*
 * Tree: a dendrogram. Leaves stand on the left from top to bottom, and the further to the right
 * two branches are joined, the further apart is what hangs on them.
 */
#include "harness/core/arena.h"
#include "reports/escape.h"
#include "reports/figure_name.h"
#include "reports/figure_ruler.h"
#include "reports/figure_style.h"

#include <math.h>

enum {
    LEAVES = 256,
    PAGE = 1800, /* the highest tree, px on a web page */
    PAPER = 560  /* and points on paper */
};

#define BESIDE  0.36 /* of the width may be names */
#define SMALL   0.62 /* the smallest letters of names, of those of the sheet */
#define LARGEST 1e200
#define NEAR    1e-6 /* positions that are one */

/* A branch that nothing has joined yet. */
struct branch {
    double height, at;
    bool joined;
};

struct plan {
    const struct assay_figure_sheet *sheet;
    struct assay_str *shown; /* (leaves,) what fits of each name */
    size_t leaves, step;
    double font, left, row;
    struct assay_figure_axis axis;
};

static struct plan plan_of(const struct assay_figure_spec *spec,
                           struct assay_arena *arena)
{
    const struct assay_figure_sheet *sheet = assay_figure_sheet(spec);
    const struct assay_series *series = spec->series;
    struct assay_figure_extent extent = assay_figure_extent();
    struct plan plan = {.sheet = sheet, .leaves = spec->category_count};
    double widest;

    plan.row =
        fmin(sheet->line * 1.15, (sheet->paper ? PAPER : PAGE) / (double)plan.leaves);
    plan.font = fmin(fmax(plan.row / 1.15, SMALL * sheet->font), sheet->font);
    plan.step = (size_t)ceil(plan.font * 1.1 / plan.row);
    plan.shown =
        assay_figure_fit_names(spec, plan.font, BESIDE * sheet->width, arena, &widest);
    plan.left = widest + 1.2 * sheet->font;
    assay_figure_extent_add(&extent, 0.0);
    for (size_t i = 0; i < series->count; i++)
        assay_figure_extent_add(&extent, series->points[i].x);
    plan.axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    return plan;
}

/* The branch that ends at a position, or NULL. */
static struct branch *find_branch(struct branch *branch, size_t count, double at)
{
    for (size_t i = count; i-- > 0;)
        if (!branch[i].joined && fabs(branch[i].at - at) <= NEAR)
            return &branch[i];
    return NULL;
}

static struct branch *leaves_of(const struct assay_figure_spec *spec,
                                struct assay_arena *arena)
{
    const size_t leaves = spec->category_count;
    struct branch *branch =
        assay_arena_new(arena, leaves + spec->series->count, sizeof(*branch));

    for (size_t i = 0; i < leaves; i++)
        branch[i].at = (double)i;
    return branch;
}

/* Joins what merge i joins; false if one of the two is not there. */
static bool join(const struct assay_figure_spec *spec, size_t i, struct branch *branch,
                 double height[2])
{
    const struct assay_point *merge = &spec->series->points[i];
    const size_t count = spec->category_count + i;
    struct branch *from = find_branch(branch, count, merge->lo);
    struct branch *to = find_branch(branch, count, merge->hi);

    if (!from || !to || from == to)
        return false;
    from->joined = to->joined = true;
    height[0] = from->height;
    height[1] = to->height;
    branch[count] = (struct branch){merge->x, (merge->lo + merge->hi) / 2.0, false};
    return true;
}

static void put_data(const struct assay_figure_spec *spec, struct assay_buf *tsv)
{
    const struct assay_series *series = spec->series;
    struct assay_arena arena = {0};
    struct branch *branch = leaves_of(spec, &arena);
    struct assay_buf lines = {0};
    double height[2] = {0.0, 0.0};

    assay_figure_data_head(spec, "height, position, from, to", tsv);
    for (size_t i = 0; i < spec->category_count; i++) {
        assay_buf_printf(tsv, "# %zu: ", i);
        assay_escape_tsv(spec->category[i], tsv);
        assay_buf_putc(tsv, '\n');
    }
    assay_figure_data_series(spec, 0, tsv);
    for (size_t i = 0; i < series->count; i++) {
        const struct assay_point *merge = &series->points[i];

        (void)join(spec, i, branch, height);
        assay_buf_printf(tsv, "%.10g\t%.10g\t%.10g\t%.10g\n", merge->x,
                         (merge->lo + merge->hi) / 2.0, merge->lo, merge->hi);
        assay_buf_printf(&lines,
                         "%.10g\t%.10g\n%.10g\t%.10g\n%.10g\t%.10g\n%.10g\t%.10g\n\n",
                         height[0], merge->lo, merge->x, merge->lo, merge->x, merge->hi,
                         height[1], merge->hi);
    }
    assay_buf_puts(tsv, "\n\n# lines: height, position\n");
    assay_buf_add(tsv, assay_buf_view(&lines));
    assay_buf_release(&lines);
    assay_arena_release(&arena);
}

static void put_names(const struct assay_figure_spec *spec, const struct plan *plan,
                      struct assay_buf *gp)
{
    assay_buf_printf(gp, "set yrange [%zu.5:-0.5]\nset ytics font ',%.4g' (",
                     plan->leaves - 1, plan->font);
    for (size_t i = 0; i < plan->leaves; i += plan->step) {
        assay_buf_puts(gp, i ? ", " : "");
        assay_figure_put_sized_tic(spec, plan->shown[i], plan->font, gp);
        assay_buf_printf(gp, " %zu", i);
    }
    assay_buf_puts(gp, ")\n");
}

static void put_script(const struct assay_figure_spec *spec, struct assay_buf *gp)
{
    struct assay_arena arena = {0};
    const struct plan plan = plan_of(spec, &arena);
    const struct assay_figure_sheet *sheet = plan.sheet;
    struct assay_figure_frame frame = {
        .width = (unsigned)sheet->width,
        .left = (unsigned)plan.left,
        .right = (unsigned)(1.6 * sheet->font),
        .top = sheet->paper ? 6 : 40,
        .bottom = (unsigned)((spec->x_label.len ? 2.9 : 1.6) * sheet->line),
        .inner = (unsigned)(plan.row * (double)plan.leaves),
    };
    const struct assay_figure_ruler ruler = {
        'x', &plan.axis, 6, sheet->width - frame.left - frame.right, true};
    struct assay_figure_spec labelled = *spec;

    frame.height = frame.top + frame.inner + frame.bottom;
    labelled.y_label = ASSAY_STR("");
    assay_figure_prologue(&labelled, &frame, gp);
    assay_figure_put_ruler(spec, &ruler, gp);
    put_names(spec, &plan, gp);
    assay_buf_puts(gp, "set grid noytics\n");
    assay_figure_put_source(spec, 1, true, gp);
    assay_buf_printf(gp, "1:2 with lines linewidth %g", plan.leaves > 80 ? 1.4 : 2.2);
    assay_figure_put_colour(assay_figure_colour(0), gp);
    assay_buf_puts(gp, " notitle\n");
    assay_arena_release(&arena);
}

static enum assay_code check_merge(const struct assay_figure_spec *spec, size_t i,
                                   struct branch *branch, struct assay_error *err)
{
    const struct assay_point *merge = &spec->series->points[i];
    double height[2];

    if (!merge->has_band)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": merge %zu joins nothing",
                          ASSAY_STR_ARG(spec->name), i + 1);
    if (!(merge->x >= (i ? merge[-1].x : 0.0) && merge->x <= LARGEST))
        return assay_fail(err, ASSAY_EDATA,
                          "figure \"%.*s\": merge %zu at height %g is not in order",
                          ASSAY_STR_ARG(spec->name), i + 1, merge->x);
    if (!join(spec, i, branch, height))
        return assay_fail(err, ASSAY_EDATA,
                          "figure \"%.*s\": merge %zu joins %g and %g, where no two "
                          "branches end",
                          ASSAY_STR_ARG(spec->name), i + 1, merge->lo, merge->hi);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_figure_spec *spec,
                             struct assay_error *err)
{
    const size_t leaves = spec->category_count;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;
    struct branch *branch;

    if (leaves < 2 || leaves > LEAVES)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": a tree of %zu leaves",
                          ASSAY_STR_ARG(spec->name), leaves);
    if (spec->series->count == 0 || spec->series->count >= leaves)
        return assay_fail(err, ASSAY_EDATA, "figure \"%.*s\": %zu merges of %zu leaves",
                          ASSAY_STR_ARG(spec->name), spec->series->count, leaves);
    branch = leaves_of(spec, &arena);
    for (size_t i = 0; i < spec->series->count && !code; i++)
        code = check_merge(spec, i, branch, err);
    assay_arena_release(&arena);
    return code;
}

const struct assay_figure_kind assay_figure_tree = {
    .name = "tree",
    .most = 1,
    .check = check,
    .data = put_data,
    .script = put_script,
};

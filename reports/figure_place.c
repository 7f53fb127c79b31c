#include "reports/figure_place.h"

#include "harness/core/arena.h"

#include <math.h>

enum {
    AROUND = 8,      /* places beside a point, */
    FAR_AROUND = 16, /* and at each distance further away */
    RINGS = 7,       /* such distances */
    STEPS = 12       /* of a line that is kept clear of names */
};

#define NEAR    1.35 /* the first distance from the point, in radii of its marker */
#define CORNER  0.8  /* of the height, names at corners */
#define FURTHER 0.8  /* from one distance to the next, in heights of a name */
#define AIR     0.6  /* about a name, in the unit of the sheet */

/* What is taken: markers, then names and the lines to them. */
struct taken {
    struct assay_figure_box *box;
    size_t count;
};

static bool overlap(const struct assay_figure_box *a, const struct assay_figure_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom &&
           b->top < a->bottom;
}

static bool is_free(const struct taken *taken, size_t own,
                    const struct assay_figure_box *box)
{
    for (size_t i = 0; i < taken->count; i++)
        if (i != own && overlap(&taken->box[i], box))
            return false;
    return true;
}

static bool is_inside(const struct assay_figure_box *box,
                      const struct assay_figure_box *within)
{
    return box->left >= within->left && box->right <= within->right &&
           box->top >= within->top && box->bottom <= within->bottom;
}

static void take(struct taken *taken, struct assay_figure_box box)
{
    taken->box[taken->count++] = box;
}

/* The place in a direction, at a distance beyond the half of the name. */
static struct assay_figure_box box_at(const struct assay_figure_tag *tag, double x,
                                      double y, double distance)
{
    const double at_x = tag->x + x * (distance + tag->width / 2.0);
    const double at_y = tag->y + y * (distance + tag->height / 2.0);

    return (struct assay_figure_box){at_x - tag->width / 2.0, at_x + tag->width / 2.0,
                                     at_y - tag->height / 2.0, at_y + tag->height / 2.0};
}

/* The end of the line from a point to its name. */
static void end_of(const struct assay_figure_tag *tag, const struct assay_figure_box *box,
                   double *x, double *y)
{
    *x = fmin(fmax(tag->x, box->left), box->right);
    *y = fmin(fmax(tag->y, box->top), box->bottom);
}

static struct assay_figure_box speck(const struct assay_figure_tag *tag, double x,
                                     double y, size_t step)
{
    const double share = (double)step / STEPS;
    const double at_x = tag->x + (x - tag->x) * share;
    const double at_y = tag->y + (y - tag->y) * share;

    return (struct assay_figure_box){at_x - AIR, at_x + AIR, at_y - AIR, at_y + AIR};
}

/* True if no name and no other marker lies on the line. */
static bool line_is_free(const struct taken *taken, size_t own,
                         const struct assay_figure_tag *tag,
                         const struct assay_figure_box *box)
{
    double x, y;

    end_of(tag, box, &x, &y);
    for (size_t step = 1; step < STEPS; step++) {
        const struct assay_figure_box at = speck(tag, x, y, step);

        if (!is_free(taken, own, &at))
            return false;
    }
    return true;
}

static void settle(struct taken *taken, struct assay_figure_tag *tag,
                   struct assay_figure_box box, bool led)
{
    double x, y;

    tag->placed = true;
    tag->led = led;
    tag->left = box.left;
    tag->top = box.top;
    end_of(tag, &box, &x, &y);
    for (size_t step = 1; led && step < STEPS; step++)
        take(taken, speck(tag, x, y, step));
    take(taken,
         (struct assay_figure_box){box.left - AIR, box.right + AIR, box.top, box.bottom});
}

/* What stands above or below its point may be moved into the plot. */
static struct assay_figure_box slide(struct assay_figure_box box,
                                     const struct assay_figure_box *within, bool may)
{
    const double by =
        fmax(within->left - box.left, 0.0) - fmax(box.right - within->right, 0.0);

    if (may) {
        box.left += by;
        box.right += by;
    }
    return box;
}

/* Takes a place if it is free. */
static void try_place(struct taken *taken, size_t own, struct assay_figure_tag *tag,
                      struct assay_figure_box box, bool led)
{
    if (!tag->placed && is_free(taken, own, &box) &&
        (!led || line_is_free(taken, own, tag, &box)))
        settle(taken, tag, box, led);
}

static void place_one(struct taken *taken, size_t own, struct assay_figure_tag *tag,
                      const struct assay_figure_box *within)
{
    static const double near[AROUND][2] = {{1, 0},        {-1, 0},      {0, -1},
                                           {0, 1},        {1, -CORNER}, {1, CORNER},
                                           {-1, -CORNER}, {-1, CORNER}};
    const double turn = 2.0 * acos(-1.0) / FAR_AROUND;

    for (size_t i = 0; i < AROUND; i++) {
        const struct assay_figure_box box =
            slide(box_at(tag, near[i][0], near[i][1], tag->radius * NEAR), within,
                  near[i][1] != 0.0);

        if (is_inside(&box, within))
            try_place(taken, own, tag, box, false);
    }
    for (size_t i = 0; i < (size_t)RINGS * FAR_AROUND && !tag->placed; i++) {
        const size_t ring = i / FAR_AROUND + 1;
        const double angle = turn * (double)(i % FAR_AROUND);
        const double far = tag->radius * NEAR + (double)ring * FURTHER * tag->height;
        const struct assay_figure_box box = slide(
            box_at(tag, cos(angle), sin(angle), far), within, fabs(sin(angle)) > 0.5);

        if (is_inside(&box, within))
            try_place(taken, own, tag, box, true);
    }
}

void assay_figure_place(struct assay_figure_tag *tag, size_t count,
                        struct assay_figure_box within)
{
    struct assay_arena arena = {0};
    struct taken taken = {.box = assay_arena_new(&arena, count * (STEPS + 1),
                                                 sizeof(struct assay_figure_box))};

    for (size_t i = 0; i < count; i++)
        take(&taken, (struct assay_figure_box){
                         tag[i].x - tag[i].radius, tag[i].x + tag[i].radius,
                         tag[i].y - tag[i].radius, tag[i].y + tag[i].radius});
    for (size_t i = 0; i < count; i++)
        if (tag[i].width > 0.0)
            place_one(&taken, i, &tag[i], &within);
    assay_arena_release(&arena);
}

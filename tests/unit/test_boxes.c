#include "harness/core/rng.h"
#include "metrics/boxes.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    SIDE = 12,
    BOXES = 6
};

static const struct {
    struct assay_box a, b;
    double overlap;
} pairs[] = {
    {{0, 0, 2, 2}, {1, 1, 3, 3}, 1.0 / 7.0}, /* one of 4 + 4 - 1 */
    {{0, 0, 2, 2}, {0, 0, 2, 2}, 1.0},
    {{0, 0, 2, 2}, {2, 0, 4, 2}, 0.0},
    {{0, 0, 4, 4}, {1, 1, 3, 3}, 0.25},
    {{0, 0, 2, 2}, {3, 1, 1, 1}, 0.0}, /* holds nothing */
};

START_TEST(overlap_is_what_is_shared_of_both)
{
    struct assay_error err;
    double there, back;

    ck_assert_int_eq(assay_boxes_overlap(&pairs[_i].a, &pairs[_i].b, &there, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_boxes_overlap(&pairs[_i].b, &pairs[_i].a, &back, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(there, pairs[_i].overlap, 1e-15);
    ck_assert_double_eq(there, back);
}
END_TEST

START_TEST(boxes_that_hold_nothing_have_no_overlap)
{
    const struct assay_box none = {1, 1, 1, 5};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_boxes_overlap(&none, &none, &out, &err), ASSAY_EDOMAIN);
}
END_TEST

/* As the map of pixels that the official code makes. */
static double by_pixels(const struct assay_boxes *boxes, double background)
{
    double sum = 0.0;

    for (int x = 0; x < SIDE; x++)
        for (int y = 0; y < SIDE; y++) {
            double m = background;

            for (size_t i = 0; i < boxes->n; i++) {
                const struct assay_box *box = &boxes->at[i];

                if (box->x0 <= x && x < box->x1 && box->y0 <= y && y < box->y1)
                    m = fmax(m, boxes->value[i]);
            }
            sum += m;
        }
    return sum / (SIDE * SIDE);
}

START_TEST(mean_is_that_of_pixels)
{
    struct assay_rng rng = assay_rng_stream(7, (uint64_t)_i);
    struct assay_box box[BOXES];
    double value[BOXES], mean;
    const struct assay_boxes boxes = {box, value, (size_t)_i % (BOXES + 1), SIDE, SIDE};
    struct assay_error err;

    for (size_t i = 0; i < BOXES; i++) {
        box[i].x0 = (double)assay_rng_index(&rng, SIDE + 4) - 4.0;
        box[i].y0 = (double)assay_rng_index(&rng, SIDE + 4) - 4.0;
        box[i].x1 = box[i].x0 + 1.0 + (double)assay_rng_index(&rng, SIDE);
        box[i].y1 = box[i].y0 + 1.0 + (double)assay_rng_index(&rng, SIDE);
        value[i] = assay_rng_uniform(&rng);
    }
    ck_assert_int_eq(assay_boxes_mean(&boxes, 0.5, &mean, &err), ASSAY_OK);
    ck_assert_double_eq_tol(mean, by_pixels(&boxes, 0.5), 1e-12);
}
END_TEST

START_TEST(a_picture_without_area_has_no_mean)
{
    const struct assay_boxes boxes = {.width = 0.0, .height = 3.0};
    struct assay_error err;
    double mean;

    ck_assert_int_eq(assay_boxes_mean(&boxes, 0.5, &mean, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_boxes(void)
{
    Suite *suite = suite_create("boxes");
    TCase *tests = tcase_create("boxes");

    tcase_add_loop_test(tests, overlap_is_what_is_shared_of_both, 0,
                        sizeof(pairs) / sizeof(pairs[0]));
    tcase_add_test(tests, boxes_that_hold_nothing_have_no_overlap);
    tcase_add_loop_test(tests, mean_is_that_of_pixels, 0, 60);
    tcase_add_test(tests, a_picture_without_area_has_no_mean);
    suite_add_tcase(suite, tests);
    return suite;
}

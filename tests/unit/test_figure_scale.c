/* test_figure_scale.c - numbers as colours, and names that have to fit. */
#include "reports/figure_name.h"
#include "reports/figure_place.h"
#include "reports/figure_scale.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

/* Y of CIE XYZ, which lightness rises with. */
static double luminance(const unsigned char rgb[3])
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0.0;

    for (size_t i = 0; i < 3; i++) {
        const double c = rgb[i] / 255.0;

        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

START_TEST(levels_differ_in_lightness_and_from_all_other_colours)
{
    for (size_t i = 0; i < 2 * (size_t)ASSAY_FIGURE_LEVELS; i++) {
        const bool below = i >= ASSAY_FIGURE_LEVELS;
        const size_t level = i % ASSAY_FIGURE_LEVELS;
        const struct assay_figure_colour colour = assay_figure_ramp(below, level);

        for (size_t k = 0; k < ASSAY_FIGURE_COLOURS; k++)
            ck_assert_uint_ne(assay_figure_rgb(colour),
                              assay_figure_rgb(assay_figure_colour(k)));
        for (int ink = 0; ink < ASSAY_FIGURE_INKS; ink++)
            ck_assert_uint_ne(assay_figure_rgb(colour), assay_figure_rgb(assay_figure_ink(
                                                            (enum assay_figure_ink)ink)));
        if (level > 0) {
            const struct assay_figure_colour last = assay_figure_ramp(below, level - 1);

            ck_assert(luminance(colour.light) < luminance(last.light));
            ck_assert(luminance(colour.dark) > luminance(last.dark));
        }
    }
}
END_TEST

/* Contrast as WCAG 2.1 has it: at least 3 for what is large or a graphic. */
static double contrast(const unsigned char a[3], const unsigned char b[3])
{
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

    return x > y ? x / y : y / x;
}

START_TEST(texts_are_read_on_every_level)
{
    const double ends[] = {-1.0, 1.0};
    const struct assay_figure_scale scale = assay_figure_scale_of(ends, 2);

    for (int i = -100; i <= 100; i++) {
        const struct assay_figure_colour colour =
            assay_figure_scale_colour(&scale, i / 100.0);
        const struct assay_figure_colour ink = assay_figure_scale_ink(&scale, i / 100.0);

        ck_assert_msg(contrast(colour.light, ink.light) >= 3.0, "%d", i);
        ck_assert_msg(contrast(colour.dark, ink.dark) >= 3.0, "%d", i);
    }
}
END_TEST

static bool is_blue(struct assay_figure_colour colour)
{
    return colour.light[2] > colour.light[0];
}

START_TEST(a_scale_of_both_signs_has_zero_in_its_middle)
{
    const double both[] = {-0.5, 0.25}, one[] = {0.25, 0.5}, high[] = {10.0, 11.0};
    const double noise[] = {-1e-17, 0.5};
    struct assay_figure_scale scale = assay_figure_scale_of(both, 2);

    ck_assert(scale.diverging);
    ck_assert_double_eq(scale.axis.lo, -scale.axis.hi);
    ck_assert(!is_blue(assay_figure_scale_colour(&scale, -0.5)));
    ck_assert(is_blue(assay_figure_scale_colour(&scale, 0.25)));
    ck_assert_uint_eq(assay_figure_rgb(assay_figure_scale_colour(&scale, 0.0)),
                      assay_figure_rgb(assay_figure_ramp(false, 0)));
    scale = assay_figure_scale_of(one, 2);
    ck_assert(!scale.diverging);
    ck_assert_double_eq(scale.axis.lo, 0.0);
    scale = assay_figure_scale_of(noise, 2);
    ck_assert(!scale.diverging);
    ck_assert_double_eq(scale.axis.lo, 0.0);
    ck_assert_double_eq_tol(scale.width, 2.24, 1e-9);
    scale = assay_figure_scale_of(high, 2); /* differences would not be seen from zero */
    ck_assert(scale.axis.lo > 9.0);
    ck_assert_uint_eq(
        assay_figure_rgb(assay_figure_scale_colour(&scale, 1e9)),
        assay_figure_rgb(assay_figure_ramp(false, ASSAY_FIGURE_LEVELS - 1)));
}
END_TEST

static const struct {
    double value[2];
    int decimals;
    double bare, width; /* 0: not looked at */
} digits[] = {
    {{0, 3}, 0, 0, 0},
    {{0.5, 0.25}, 2, 1.60, 2.24}, /* ".25", "0.25" */
    {{-1, 0.04}, 2, 2.44, 3.08},
    {{1.5, 0.25}, 2, 1.60, 2.24}, /* "1.5", "1.50" */
    {{15.5, 0.25}, 1, 1.28, 2.24},
    {{155.5, 0.25}, 0, 0, 1.92},
    {{0.05, 0.01}, 3, 2.24, 2.88},
    {{0.005, 0.001}, 4, 2.88, 3.52},
    {{1e-5, 0}, -1, 0, 0},
    {{1e6, 0}, -1, 0, 0},
};

START_TEST(numbers_in_cells_have_three_digits)
{
    const struct assay_figure_scale scale = assay_figure_scale_of(digits[_i].value, 2);

    ck_assert_int_eq(scale.decimals, digits[_i].decimals);
    ck_assert_double_eq_tol(scale.bare_width, digits[_i].bare, 1e-9);
    if (digits[_i].width > 0.0)
        ck_assert_double_eq_tol(scale.width, digits[_i].width, 1e-9);
}
END_TEST

enum {
    NAMED = 200
};

static struct assay_figure_box box_of(const struct assay_figure_tag *tag)
{
    return (struct assay_figure_box){tag->left, tag->left + tag->width, tag->top,
                                     tag->top + tag->height};
}

static bool overlap(struct assay_figure_box a, struct assay_figure_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static struct assay_figure_box marker_of(const struct assay_figure_tag *tag)
{
    return (struct assay_figure_box){tag->x - tag->radius, tag->x + tag->radius,
                                     tag->y - tag->radius, tag->y + tag->radius};
}

START_TEST(no_name_lies_on_another_nor_on_a_point)
{
    const struct assay_figure_box within = {0, 500, 0, 300};
    struct assay_figure_tag tag[NAMED];
    uint64_t state = 11 + (uint64_t)_i;
    size_t placed = 0;

    for (size_t i = 0; i < NAMED; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        tag[i] = (struct assay_figure_tag){.x = (double)(state >> 40U & 0x3FFU) * 0.48,
                                           .y = (double)(state >> 50U & 0x3FFU) * 0.29,
                                           .radius = 3,
                                           .width = 40,
                                           .height = 8};
    }
    assay_figure_place(tag, NAMED, within);
    ck_assert(tag[0].placed);
    for (size_t i = 0; i < NAMED; i++) {
        if (!tag[i].placed)
            continue;
        placed++;
        ck_assert(tag[i].left >= -1e-9 && tag[i].left + 40 <= 500 + 1e-9);
        ck_assert(tag[i].top >= 0 && tag[i].top + 8 <= 300);
        for (size_t k = 0; k < NAMED; k++) {
            ck_assert(k == i || !overlap(box_of(&tag[i]), marker_of(&tag[k])));
            ck_assert(k <= i || !tag[k].placed ||
                      !overlap(box_of(&tag[i]), box_of(&tag[k])));
        }
    }
    ck_assert_uint_gt(placed, NAMED / 3);
}
END_TEST

START_TEST(names_lose_their_middle_where_they_are_too_wide)
{
    struct assay_arena arena = {0};
    const struct assay_figure_spec spec = {.size = ASSAY_FIGURE_COLUMN};
    const struct assay_str name = ASSAY_STR("Skywork-Reward-Gemma-2-27B");
    struct assay_str shown = assay_figure_fit(&spec, name, 10.0, 1000.0, &arena);

    ck_assert(assay_str_equal(shown, name));
    shown = assay_figure_fit(&spec, name, 10.0, 80.0, &arena);
    ck_assert(assay_figure_width(&spec, shown, 10.0) <= 80.0);
    ck_assert(assay_str_starts(shown, ASSAY_STR("Skywo")));
    ck_assert_int_eq(strncmp(shown.ptr + shown.len - 5, "2-27B", 5), 0);
    ck_assert_double_eq_tol(assay_figure_ems(ASSAY_STR("0.5")), 0.64 + 0.32 + 0.64,
                            1e-12);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_figure_scale(void)
{
    Suite *suite = suite_create("figure_scale");
    TCase *colours = tcase_create("colours");
    TCase *names = tcase_create("names");

    tcase_add_test(colours, levels_differ_in_lightness_and_from_all_other_colours);
    tcase_add_test(colours, texts_are_read_on_every_level);
    tcase_add_test(colours, a_scale_of_both_signs_has_zero_in_its_middle);
    tcase_add_loop_test(colours, numbers_in_cells_have_three_digits, 0,
                        sizeof(digits) / sizeof(digits[0]));
    tcase_add_loop_test(names, no_name_lies_on_another_nor_on_a_point, 0, 20);
    tcase_add_test(names, names_lose_their_middle_where_they_are_too_wide);
    suite_add_tcase(suite, colours);
    suite_add_tcase(suite, names);
    return suite;
}

#include "harness/core/result_shape.h"

/* Initialisers, written between braces. */
#define FIELD(kind, owner, member)                                                       \
    .type = ASSAY_SHAPE_##kind, .key = #member, .offset = offsetof(struct owner, member)
#define PART(kind, owner, member, shape)                                                 \
    .type = ASSAY_SHAPE_##kind, .key = #member,                                          \
    .offset = offsetof(struct owner, member), .of = (shape)
#define WORD(owner, member, words)                                                       \
    FIELD(WORD, owner, member), .word = (words),                                         \
                                .word_count = sizeof(words) / sizeof((words)[0])
#define SERIES(owner, member, shape)                                                     \
    PART(LIST, owner, member, shape),                                                    \
        .count_offset = offsetof(struct owner, member##_count)
#define SHAPE(owner, fields)                                                             \
    .size = sizeof(struct owner), .count = sizeof(fields) / sizeof((fields)[0]),         \
    .field = (fields)
#define ALONE(kind) .type = ASSAY_SHAPE_##kind

static const struct assay_shape_field text_fields[] = {{ALONE(TEXT)}};
static const struct assay_shape text_shape = {SHAPE(assay_str, text_fields)};

static const struct assay_shape_field real_fields[] = {{ALONE(REAL)}};
static const struct assay_shape real_shape = {
    .size = sizeof(double), .count = 1, .field = real_fields};

static const struct assay_shape_field figure_fields[] = {{ALONE(FIGURE)}};
static const struct assay_shape figure_shape = {SHAPE(assay_figure, figure_fields)};

static const struct assay_shape_field point_fields[] = {{ALONE(POINT)}};
static const struct assay_shape point_shape = {SHAPE(assay_point, point_fields)};

static const struct assay_shape_field section_fields[] = {
    {FIELD(TEXT, assay_section, name)},    {FIELD(SIZE, assay_section, items)},
    {FIELD(SIZE, assay_section, counted)}, {FIELD(STATES, assay_section, count)},
    {FIELD(SIZE, assay_section, ties)},    {FIELD(SIZE, assay_section, clusters)},
    {FIELD(REAL, assay_section, weight)},  {FIELD(FIGURE, assay_section, value)},
    {FIELD(RULES, assay_section, rule)},   {FIELD(FIGURE, assay_section, worst)},
    {FIELD(FIGURE, assay_section, best)},
};
static const struct assay_shape section_shape = {SHAPE(assay_section, section_fields)};

static const struct assay_shape_field measure_fields[] = {
    {FIELD(TEXT, assay_measure, name)},    {FIELD(TEXT, assay_measure, section)},
    {FIELD(TEXT, assay_measure, unit)},    {FIELD(TEXT, assay_measure, text)},
    {FIELD(FIGURE, assay_measure, value)},
};
static const struct assay_shape measure_shape = {SHAPE(assay_measure, measure_fields)};

static const struct assay_shape_field series_fields[] = {
    {FIELD(TEXT, assay_series, figure)},
    {FIELD(TEXT, assay_series, name)},
    {FIELD(TEXT, assay_series, x_label)},
    {FIELD(TEXT, assay_series, y_label)},
    {WORD(assay_series, look, assay_look_name), .optional = true},
    {WORD(assay_series, x_scale, assay_scale_name), .optional = true},
    {WORD(assay_series, y_scale, assay_scale_name), .optional = true},
    {FIELD(TEXT, assay_series, panel), .optional = true},
    {FIELD(TEXT, assay_series, of), .optional = true},
    {SERIES(assay_series, category, &text_shape), .optional = true},
    {PART(LIST, assay_series, points, &point_shape),
     .count_offset = offsetof(struct assay_series, count)},
    {PART(PER_POINT, assay_series, value, &real_shape),
     .count_offset = offsetof(struct assay_series, count), .optional = true},
};
static const struct assay_shape series_shape = {SHAPE(assay_series, series_fields)};

static const struct assay_shape_field notable_fields[] = {
    {FIELD(TEXT, assay_notable, id)},
    {FIELD(TEXT, assay_notable, subset)},
    {FIELD(REAL, assay_notable, margin)},
    {FIELD(NUMBER, assay_notable, line)},
};
static const struct assay_shape notable_shape = {SHAPE(assay_notable, notable_fields)};

static const struct assay_shape_field null_fields[] = {
    {FIELD(TEXT, assay_null, name)},
    {FIELD(FIGURE, assay_null, overall)},
    {PART(PER_SECTION, assay_null, section, &figure_shape)},
};
static const struct assay_shape null_shape = {SHAPE(assay_null, null_fields)};

static const struct assay_shape_field result_fields[] = {
    {FIELD(TEXT, assay_result, suite)},
    {FIELD(TEXT, assay_result, suite_version)},
    {FIELD(TEXT, assay_result, part)},
    {FIELD(TEXT, assay_result, kind)},
    {FIELD(TEXT, assay_result, title)},
    {FIELD(TEXT, assay_result, citation)},
    {FIELD(TEXT, assay_result, model)},
    {FIELD(TEXT, assay_result, label)},
    {FIELD(TEXT, assay_result, rule)},
    {FIELD(TEXT, assay_result, unit)},
    {FIELD(TEXT, assay_result, overall_rule)},
    {FIELD(REAL, assay_result, level)},
    {FIELD(NUMBER, assay_result, seed)},
    {FIELD(SIZE, assay_result, replicates)},
    {PART(STRUCT, assay_result, overall, &section_shape)},
    {SERIES(assay_result, missing, &text_shape), .optional = true},
    {SERIES(assay_result, section, &section_shape)},
    {SERIES(assay_result, subset, &section_shape)},
    {SERIES(assay_result, measure, &measure_shape)},
    {SERIES(assay_result, series, &series_shape)},
    {SERIES(assay_result, notable, &notable_shape)},
    {SERIES(assay_result, null, &null_shape)},
    {SERIES(assay_result, note, &text_shape)},
};
const struct assay_shape assay_result_shape = {SHAPE(assay_result, result_fields)};

/* trend_node.c - what assay trend tells, as a document. */
#include "harness/cli/runs_read.h"
#include "harness/cli/trend_tell.h"

static struct assay_node reals(double lo, double hi, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    assay_node_push(arena, list, assay_node_of_real(lo));
    assay_node_push(arena, list, assay_node_of_real(hi));
    return *list;
}

static struct assay_node point_node(const struct assay_course_point *point,
                                    struct assay_arena *arena)
{
    struct assay_node figure = assay_runs_figure(&point->figure, arena);
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "run",
                   assay_node_of_text(assay_history_clean(point->run, arena)));
    assay_node_put(arena, map, "started", assay_node_of_text(point->started));
    assay_node_put(arena, map, "label", assay_node_of_text(point->label));
    assay_node_put(arena, map, "figure", figure);
    assay_node_put_count(arena, map, "counted", point->counted);
    assay_node_put_count(arena, map, "items", point->items);
    assay_node_put_count(arena, map, "answered", point->answered);
    return *map;
}

static struct assay_node level_node(const struct assay_change_segment *segment,
                                    struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_count(arena, map, "first", segment->first);
    assay_node_put_count(arena, map, "count", segment->count);
    assay_node_put(arena, map, "value", assay_node_of_real(segment->mean));
    assay_node_put(arena, map, "se", assay_node_of_real(segment->se));
    return *map;
}

static struct assay_node change_node(const struct assay_change_point *change,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_count(arena, map, "at", change->at);
    assay_node_put(arena, map, "before", assay_node_of_real(change->before));
    assay_node_put(arena, map, "after", assay_node_of_real(change->after));
    assay_node_put(arena, map, "size", assay_node_of_real(change->size));
    assay_node_put(arena, map, "interval", reals(change->lo, change->hi, arena));
    return *map;
}

static struct assay_node trend_node(const struct assay_course_study *study, bool by_run,
                                    struct assay_arena *arena)
{
    const struct assay_linear_trend *trend = &study->trend;
    struct assay_node *map = assay_node_map(arena);

    if (!study->has_trend) {
        assay_node_put(arena, map, "why", assay_node_of_text(study->why));
        return *map;
    }
    assay_node_put(arena, map, "per", assay_node_of_string(by_run ? "run" : "day"));
    assay_node_put(arena, map, "slope", assay_node_of_real(trend->slope));
    assay_node_put(arena, map, "interval", reals(trend->lo, trend->hi, arena));
    assay_node_put(arena, map, "p", assay_node_of_real(trend->p));
    assay_node_put(arena, map, "theil_sen", assay_node_of_real(trend->sen));
    assay_node_put(arena, map, "theil_sen_interval",
                   reals(trend->sen_lo, trend->sen_hi, arena));
    return *map;
}

static struct assay_node course_node(const struct assay_trend_told *told, size_t number)
{
    const struct assay_course *course = &told->courses.at[number];
    const struct assay_course_study *study = &told->study[number];
    struct assay_arena *arena = told->arena;
    struct assay_node *map = assay_node_map(arena), *points = assay_node_list(arena);
    struct assay_node *levels = assay_node_list(arena), *changes = assay_node_list(arena);

    for (size_t i = 0; i < course->count; i++)
        assay_node_push(arena, points, point_node(&course->point[i], arena));
    for (size_t i = 0; i < study->segments; i++)
        assay_node_push(arena, levels, level_node(&study->segment[i], arena));
    for (size_t i = 0; i + 1 < study->segments; i++)
        assay_node_push(arena, changes, change_node(&study->change[i], arena));
    assay_node_put(arena, map, "suite", assay_node_of_text(told->suite[number]));
    assay_node_put(arena, map, "model", assay_node_of_text(course->name));
    assay_node_put(arena, map, "basis", assay_node_of_text(course->basis));
    assay_node_put(arena, map, "unit", assay_node_of_text(course->unit));
    assay_node_put(arena, map, "points", *points);
    assay_node_put(arena, map, "noise", assay_node_of_real(study->noise));
    assay_node_put(arena, map, "se", assay_node_of_real(study->se));
    assay_node_put(arena, map, "penalty", assay_node_of_real(study->penalty));
    assay_node_put(arena, map, "levels", *levels);
    assay_node_put(arena, map, "changes", *changes);
    assay_node_put(arena, map, "trend", trend_node(study, told->how.by_run, arena));
    return *map;
}

const struct assay_node *assay_trend_node(const struct assay_trend_told *told)
{
    struct assay_arena *arena = told->arena;
    struct assay_node *map = assay_node_map(arena), *lines = assay_node_list(arena);
    struct assay_node *left = assay_node_map(arena);

    for (size_t i = 0; i < told->courses.count; i++)
        assay_node_push(arena, lines, course_node(told, i));
    assay_node_put_count(arena, left, "partial", told->courses.partial);
    assay_node_put_count(arena, left, "undefined", told->courses.undefined);
    assay_node_put_count(arena, left, "lacking", told->courses.lacking);
    assay_node_put(arena, map, "format", assay_node_of_string("assay-trend"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, map, "section", assay_node_of_string(told->section));
    assay_node_put(arena, map, "level", assay_node_of_real(told->how.level));
    assay_node_put(arena, map, "false_changes", assay_node_of_real(told->how.per_year));
    assay_node_put_count(arena, map, "nights", told->how.nights);
    assay_node_put(arena, map, "lines", *lines);
    assay_node_put(arena, map, "left_out", *left);
    return map;
}

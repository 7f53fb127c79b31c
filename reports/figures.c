#include "reports/figures_sink.h"

#include <stdio.h>
#include <string.h>

struct assay_str assay_figures_name(const struct assay_figures_sink *sink,
                                    const char *what, size_t number)
{
    char tail[32] = "";

    if (number > 0)
        (void)snprintf(tail, sizeof(tail), "-%zu", number);
    return assay_str_of(assay_arena_printf(sink->arena, "%.*s-%s%s",
                                           ASSAY_STR_ARG(sink->group->slug), what, tail));
}

/* Appends a figure; its series move into the arena. */
void assay_figures_add(const struct assay_figures_sink *sink,
                       const struct assay_figure_spec *spec)
{
    struct assay_figures *figures = sink->figures;
    struct assay_series *series =
        assay_arena_new(sink->arena, spec->series_count, sizeof(*series));

    memcpy(series, spec->series, spec->series_count * sizeof(*series));
    if (figures->count == figures->room) {
        struct assay_figure_spec *more;

        figures->room = figures->room ? 2 * figures->room : 8;
        more = assay_arena_new(sink->arena, figures->room, sizeof(*more));
        if (figures->count)
            memcpy(more, figures->spec, figures->count * sizeof(*more));
        figures->spec = more;
    }
    figures->spec[figures->count] = *spec;
    figures->spec[figures->count++].series = series;
}

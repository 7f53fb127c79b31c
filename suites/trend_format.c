/* trend_format.c - which trainers' logs there are, and which one a file is. */
#include "suites/trend_format.h"

#include "harness/core/schema.h"

#include <string.h>

static const struct assay_trend_format *const formats[] = {
#define TREND_FORMAT(symbol) &(symbol),
#include "suites/trend_formats.def"
#undef TREND_FORMAT
    NULL};

const struct assay_trend_format *assay_trend_format_at(size_t i)
{
    size_t n = 0;

    while (n < i && formats[n])
        n++;
    return formats[n];
}

const struct assay_trend_format *assay_trend_format_find(const char *name)
{
    for (size_t i = 0; assay_trend_format_at(i); i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

enum assay_code assay_trend_format_unknown(const char *name, struct assay_error *err)
{
    const char *names[sizeof(formats) / sizeof(formats[0])];
    size_t n = 0;

    for (; assay_trend_format_at(n); n++)
        names[n] = formats[n]->name;
    return assay_slip_tell(&(struct assay_slip){.what = "no format",
                                                .word = assay_str_of(name),
                                                .where = "of a trainer",
                                                .names = names,
                                                .count = n},
                           ASSAY_EUSAGE, err);
}

/* The first record as it stands; NULL where there is none or it cannot be read, which is told when rows are. */
static const struct assay_node *first_record(const char *path,
                                             struct assay_records **records,
                                             struct assay_arena *arena,
                                             struct assay_error *err)
{
    const struct assay_records_setting setting = {
        .path = path, .layout = ASSAY_LAYOUT_AUTO, .words = true};
    const struct assay_node *record = NULL;

    if (assay_records_open(&setting, records, err) ||
        assay_records_next(*records, arena, &record, err))
        return NULL;
    return record;
}

enum assay_code assay_trend_format_detect(const char *path,
                                          const struct assay_trend_format **out,
                                          struct assay_error *err)
{
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    struct assay_error ignored = {0};
    const struct assay_node *record = first_record(path, &records, &arena, &ignored);

    *out = NULL;
    for (size_t i = 0; record && !*out && assay_trend_format_at(i); i++)
        if (formats[i]->is && formats[i]->is(record))
            *out = formats[i];
    assay_records_close(records);
    assay_arena_release(&arena);
    if (ignored.code != ASSAY_EIO)
        return ASSAY_OK;
    *err = ignored;
    return err->code;
}

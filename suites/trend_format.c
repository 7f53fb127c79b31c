/* trend_format.c - which trainers' logs there are, and which one a file is. */
#include "suites/trend_format.h"

#include "harness/core/file.h"
#include "harness/core/schema.h"

#include <string.h>
#include <unistd.h>

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

/* A file that is looked at. */
struct look {
    const char *path;
    const struct assay_trend_format *wanted;
    struct assay_trend_found *out;
};

/* Calls see for records until it has found something or said that it will not. */
static enum assay_code each_record(const struct look *look, enum assay_layout layout,
                                   bool (*see)(const struct look *look,
                                               const struct assay_node *record,
                                               enum assay_layout layout),
                                   struct assay_error *err)
{
    const struct assay_records_setting setting = {
        .path = look->path, .layout = layout, .words = true};
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    enum assay_code code = assay_records_open(&setting, &records, err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_records_next(records, &arena, &record, err);
        if (code || !record || !see(look, record, assay_records_layout(records)))
            break;
    }
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

/* The format whose record this is; one is enough to tell. */
static bool see_record(const struct look *look, const struct assay_node *record,
                       enum assay_layout layout)
{
    for (size_t i = 0; !look->out->format && formats[i]; i++) {
        const struct assay_trend_format *format = formats[i];

        if (look->wanted && format != look->wanted)
            continue;
        if (format->is && format->is(record) &&
            (format->layout == layout ||
             (format->layout == ASSAY_LAYOUT_AUTO && layout != ASSAY_LAYOUT_DOCUMENT)))
            *look->out = (struct assay_trend_found){format, layout};
    }
    return false;
}

/* The format whose line this is, or on. */
static bool see_line(const struct look *look, const struct assay_node *record,
                     enum assay_layout layout)
{
    const struct assay_str line = assay_node_text(assay_node_get(record, "@line"));

    for (size_t i = 0; !look->out->format && formats[i]; i++)
        if ((!look->wanted || formats[i] == look->wanted) && formats[i]->is_line &&
            formats[i]->is_line(line))
            *look->out = (struct assay_trend_found){formats[i], layout};
    return look->out->format == NULL;
}

/* True if a path ends so, whatever compression added. */
static bool named(const char *path, const char *tail)
{
    const char *at = strrchr(path, '/');
    const size_t n = strlen(tail);

    for (at = strstr(at ? at : path, tail); at; at = strstr(at + 1, tail))
        if (at[n] == '\0' || at[n] == '.')
            return true;
    return false;
}

/* Offline runs of wandb begin with these letters. */
static enum assay_code refuse_wandb(const char *path, struct assay_error *err)
{
    static const char magic[4] = ":W&B";
    char first[sizeof(magic)];
    size_t got = 0;
    int fd;
    enum assay_code code;

    if (!assay_file_exists(path)) /* a member of an archive, or told when it is read */
        return ASSAY_OK;
    code = assay_file_open(path, &fd, err);
    if (code)
        return code;
    code = assay_file_read(fd, path, first, sizeof(first), &got, err);
    (void)close(fd);
    if (code || got < sizeof(first) || memcmp(first, magic, sizeof(magic)) != 0)
        return code;
    return assay_fail(
        err, ASSAY_EDATA,
        "%s: an offline run of wandb, which nothing but wandb reads; `wandb "
        "sync` it and export its history as CSV or JSON Lines",
        path);
}

enum assay_code assay_trend_format_detect(const char *path,
                                          const struct assay_trend_format *wanted,
                                          struct assay_trend_found *out,
                                          struct assay_error *err)
{
    const struct look look = {path, wanted, out};
    struct assay_error told = {0}; /* again when the file is read */
    enum assay_code code = refuse_wandb(path, err);

    *out = (struct assay_trend_found){NULL, ASSAY_LAYOUT_AUTO};
    if (code)
        return code;
    if (named(path, ".json"))
        code = each_record(&look, ASSAY_LAYOUT_DOCUMENT, see_record, &told);
    if (!out->format)
        code = each_record(&look, ASSAY_LAYOUT_AUTO, see_record, &told);
    if (!out->format && code == ASSAY_EDATA)
        code = each_record(&look, ASSAY_LAYOUT_LINES, see_line, &told);
    if (!out->format && wanted)
        *out = (struct assay_trend_found){wanted, wanted->layout == ASSAY_LAYOUT_TFEVENTS
                                                      ? ASSAY_LAYOUT_TFEVENTS
                                                      : ASSAY_LAYOUT_AUTO};
    if (code != ASSAY_EIO)
        return ASSAY_OK;
    *err = told;
    return code;
}

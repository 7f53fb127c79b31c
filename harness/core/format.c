/* format.c - which formats there are. */
#include "harness/core/format.h"

#include <string.h>

static const struct assay_format *const formats[] = {
#define FORMAT(symbol) &(symbol),
#include "harness/core/formats.def"
#undef FORMAT
};

enum {
    FORMATS = sizeof(formats) / sizeof(formats[0])
};

const struct assay_format *assay_format_find(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

const struct assay_format *assay_format_at(size_t i)
{
    return i < FORMATS ? formats[i] : NULL;
}

enum assay_code assay_format_unknown(const char *name, struct assay_error *err)
{
    const char *names[FORMATS];
    const char *nearest;

    for (size_t i = 0; i < FORMATS; i++)
        names[i] = formats[i]->name;
    nearest = assay_str_nearest(name, names, FORMATS);
    return assay_fail(err, ASSAY_EUSAGE, "unknown format %s%s%s%s", name,
                      nearest ? "; did you mean " : "; `assay ls formats` lists them",
                      nearest ? nearest : "", nearest ? "?" : "");
}

#include "harness/core/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

enum assay_code assay_fail(struct assay_error *err, enum assay_code code, const char *fmt,
                           ...)
{
    va_list args;

    assert(code != ASSAY_OK);
    err->code = code;
    err->status = 0;
    va_start(args, fmt);
    (void)vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    for (char *at = err->text; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            *at = '?';
    return code;
}

enum assay_code assay_fail_at(struct assay_error *err, struct assay_spot spot,
                              const char *fmt, ...)
{
    struct assay_error what;
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what.text, sizeof(what.text), fmt, args);
    va_end(args);
    if (spot.line == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: record %zu: %s", spot.path, spot.row,
                          what.text);
    return assay_fail(err, ASSAY_EDATA, "%s:%zu: %s", spot.path, spot.line, what.text);
}

int assay_exit_status(enum assay_code code)
{
    switch (code) {
    case ASSAY_OK:
        return 0;
    case ASSAY_EGATE:
        return 1;
    case ASSAY_EUSAGE:
        return 2;
    case ASSAY_EDATA:
    case ASSAY_EDOMAIN:
        return 3;
    case ASSAY_EMODEL:
        return 4;
    case ASSAY_EIO:
        return 5;
    case ASSAY_ECOVERAGE:
        return 6;
    case ASSAY_EINTERRUPTED:
        return 7;
    }
    assert(0 && "code");
    return 5;
}

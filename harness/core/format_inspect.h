/* format_inspect.h - what the files format_inspect*.c share; nobody else includes it. */
#ifndef ASSAY_CORE_FORMAT_INSPECT_H
#define ASSAY_CORE_FORMAT_INSPECT_H

#include "harness/core/format_write.h"

/* format_inspect_write.c: a log as one JSON document. */
ASSAY_MUST_USE
enum assay_code assay_inspect_write_json(const struct assay_format_run *run,
                                         struct assay_buf *out, struct assay_error *err);

/* format_inspect_write.c: a log as a zip. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_inspect_write_zip(const struct assay_format_run *run,
                                        struct assay_buf *out, struct assay_error *err);

#endif

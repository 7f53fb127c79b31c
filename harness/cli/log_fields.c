/* log_fields.c - assay log fields: the format itself, from the tables that records are checked by. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/rollout_schema.h"

enum assay_code assay_log_fields(const struct assay_log_options *options,
                                 const char *const *files, size_t n,
                                 struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code;

    (void)options;
    (void)files;
    (void)n;
    assay_rollout_fields_write(&out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

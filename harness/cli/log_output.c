/* log_output.c - records on their way to a file, whole or not at all, or to stdout. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FLUSH_BYTES = 1 << 16
};

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

enum assay_code assay_log_output_open(struct assay_log_output *output,
                                      struct assay_error *err)
{
    struct assay_buf part = {0};

    if (!output->path)
        return ASSAY_OK;
    assay_buf_printf(&part, "%s.part", output->path);
    output->part = assay_memory_copy(part.data);
    assay_buf_release(&part);
    output->file = fopen(output->part, "w");
    return output->file ? ASSAY_OK : refused(output->part, err);
}

static enum assay_code write_all(struct assay_log_output *output, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (output->text.len == 0)
        return ASSAY_OK;
    if (!output->path)
        code = assay_cli_print(assay_buf_view(&output->text), err);
    else if (fwrite(output->text.data, 1, output->text.len, output->file) !=
             output->text.len)
        code = refused(output->part, err);
    assay_buf_reset(&output->text);
    return code;
}

enum assay_code assay_log_output_flush(struct assay_log_output *output,
                                       struct assay_error *err)
{
    return output->text.len < FLUSH_BYTES ? ASSAY_OK : write_all(output, err);
}

enum assay_code assay_log_output_close(struct assay_log_output *output,
                                       enum assay_code code, struct assay_error *err)
{
    if (!code)
        code = write_all(output, err);
    if (output->file) {
        if (!code && (fflush(output->file) || fsync(fileno(output->file))))
            code = refused(output->part, err);
        if (fclose(output->file) && !code)
            code = refused(output->part, err);
        if (!code && rename(output->part, output->path))
            code = refused(output->path, err);
        if (code)
            (void)unlink(output->part);
    }
    free(output->part);
    assay_buf_release(&output->text);
    return code;
}

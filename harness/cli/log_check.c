/* log_check.c - assay log check: every record and every side file of a log against the rules of docs/LOGS.md. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/rollout.h"

static enum assay_code read_all(struct assay_rollout *log, size_t *counts,
                                size_t *responses, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_rollout_record record;
    const struct assay_node *ignored;
    enum assay_code code;

    for (;;) {
        assay_arena_reset(&arena);
        code = assay_rollout_next(log, &arena, &record, err);
        /* Numbers of side files are looked at, too. */
        if (!code && record.node)
            code = assay_rollout_inline(log, record.node, &arena, &ignored, err);
        if (code || !record.node)
            break;
        counts[record.kind]++;
        *responses += assay_node_count(assay_node_get(record.node, "responses"));
    }
    assay_arena_release(&arena);
    return code;
}

static enum assay_code check(const char *path, struct assay_error *err)
{
    size_t counts[ASSAY_ROLLOUT_KINDS] = {0}, responses = 0;
    struct assay_buf out = {0};
    struct assay_rollout *log = NULL;
    enum assay_code code = assay_rollout_open(path, &log, err);

    if (!code)
        code = read_all(log, counts, &responses, err);
    if (!code) {
        assay_buf_printf(&out, "%s: sound; ", path);
        for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
            assay_buf_printf(&out, "%s%zu %s", i ? ", " : "", counts[i],
                             assay_rollout_kind_words[i]);
        assay_buf_printf(&out, "; %zu responses\n", responses);
        code = assay_cli_print(assay_buf_view(&out), err);
    }
    assay_buf_release(&out);
    assay_rollout_close(log);
    return code;
}

enum assay_code assay_log_check(const struct assay_log_options *options,
                                const char *const *files, size_t n,
                                struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    (void)options;
    for (size_t i = 0; !code && i < n; i++)
        code = check(files[i], err);
    return code;
}

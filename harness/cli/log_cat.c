/* log_cat.c - assay log cat: records of logs behind one another, whole in themselves. */
#include "harness/cli/log_action.h"
#include "harness/core/jsonl.h"
#include "harness/core/names.h"
#include "harness/core/rollout_write.h"

#include <string.h>

struct cat {
    const struct assay_log_options *options;
    struct assay_log_output output;
    struct assay_rollout_writer *writer;
    struct assay_names metas; /* lines of meta records: logs of one run have the same */
    size_t written;
};

static bool is_asked(const struct assay_node *node, const char *key, const char *wanted)
{
    return !wanted || assay_str_equal(assay_node_text(assay_node_get(node, key)),
                                      assay_str_of(wanted));
}

static bool is_wanted(const struct cat *cat, const struct assay_rollout_record *record)
{
    const struct assay_log_options *options = cat->options;

    return is_asked(record->node, "k", options->kind) &&
           is_asked(record->node, "run", options->run) &&
           (record->kind != ASSAY_ROLLOUT_GROUP ||
            (is_asked(record->node, "suite", options->suite) &&
             is_asked(record->node, "ckpt", options->ckpt)));
}

/* True of a meta record that was written already. */
static bool is_known(struct cat *cat, const struct assay_rollout_record *record,
                     const struct assay_node *node)
{
    struct assay_buf line = {0};
    uint32_t number;
    bool known;

    if (record->kind != ASSAY_ROLLOUT_META)
        return false;
    assay_jsonl_write(node, &line);
    known = assay_names_find(&cat->metas, assay_buf_view(&line), &number);
    if (!known)
        (void)assay_names_add(&cat->metas, assay_buf_view(&line));
    assay_buf_release(&line);
    return known;
}

static enum assay_code pass_on(struct cat *cat, struct assay_rollout *log,
                               const struct assay_rollout_record *record,
                               struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_node *node;
    enum assay_code code;

    if (!is_wanted(cat, record))
        return ASSAY_OK;
    code = assay_rollout_inline(log, record->node, arena, &node, err);
    if (code || is_known(cat, record, node))
        return code;
    cat->written++;
    code = assay_rollout_write(cat->writer, node, &cat->output.text, err);
    return code ? code : assay_log_output_flush(&cat->output, err);
}

static enum assay_code cat_one(struct cat *cat, const char *path, struct assay_error *err)
{
    const size_t limit = cat->options->limit;
    struct assay_arena arena = {0};
    struct assay_rollout *log;
    struct assay_rollout_record record;
    enum assay_code code = assay_rollout_open(path, &log, err);

    while (!code && (limit == 0 || cat->written < limit)) {
        assay_arena_reset(&arena);
        code = assay_rollout_next(log, &arena, &record, err);
        if (code || !record.node)
            break;
        code = pass_on(cat, log, &record, &arena, err);
    }
    assay_rollout_close(log);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code check_kind(const char *kind, struct assay_error *err)
{
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        if (!kind || strcmp(kind, assay_rollout_kind_words[i]) == 0)
            return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "--kind %s: none of meta, group, ckpt, mdp",
                      kind);
}

enum assay_code assay_log_cat(const struct assay_log_options *options,
                              const char *const *files, size_t n, struct assay_error *err)
{
    struct cat cat = {.options = options, .output.path = options->output};
    enum assay_code code = check_kind(options->kind, err);

    if (!code)
        code = assay_log_output_open(&cat.output, err);
    cat.writer = assay_rollout_writer_new(options->output ? options->output : "output");
    for (size_t i = 0; !code && i < n; i++)
        code = cat_one(&cat, files[i], err);
    code = assay_log_output_close(&cat.output, code, err);
    assay_rollout_writer_free(cat.writer);
    assay_names_release(&cat.metas);
    return code;
}

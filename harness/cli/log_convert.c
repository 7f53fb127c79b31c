/* log_convert.c - assay log convert: what other tools wrote of their rollouts, as a log. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/log.h"
#include "harness/core/records.h"
#include "harness/core/rollout_source.h"
#include "harness/core/rollout_write.h"
#include "harness/core/schema.h"

struct conversion {
    const struct assay_log_options *options;
    const char *path;
    const struct assay_rollout_source *source;
    struct assay_rollout_import import;
    struct assay_records *records;
    struct assay_log_output output;
    struct assay_rollout_writer *writer;
    size_t groups, responses;
};

static enum assay_code unknown(const char *name, struct assay_error *err)
{
    const char *names[64];
    size_t n = 0;

    for (; n < 64 && assay_rollout_source_at(n); n++)
        names[n] = assay_rollout_source_at(n)->name;
    return assay_slip_tell(&(struct assay_slip){.what = "no rollouts are known of",
                                                .word = assay_str_of(name),
                                                .names = names,
                                                .count = n},
                           ASSAY_EUSAGE, err);
}

static enum assay_code choose(struct conversion *conversion, struct assay_error *err)
{
    const char *name = conversion->options->format;

    if (!name)
        return assay_rollout_source_detect(conversion->path, &conversion->source, err);
    conversion->source = assay_rollout_source_find(name);
    return conversion->source ? ASSAY_OK : unknown(name, err);
}

static enum assay_code write_meta(struct conversion *conversion, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_node *meta = assay_node_map(&arena);
    const struct assay_log_options *options = conversion->options;
    enum assay_code code;

    (void)assay_node_put(&arena, meta, "k", assay_node_of_string("meta"));
    (void)assay_node_put(&arena, meta, "v", assay_node_of_int(ASSAY_ROLLOUT_VERSION));
    if (options->run)
        (void)assay_node_put(&arena, meta, "run", assay_node_of_string(options->run));
    if (options->policy)
        (void)assay_node_put(&arena, meta, "policy",
                             assay_node_of_string(options->policy));
    (void)assay_node_put(&arena, meta, "units", assay_node_of_string("nats"));
    code = assay_rollout_write(conversion->writer, meta, &conversion->output.text, err);
    assay_arena_release(&arena);
    return code;
}

/* A fault of the group that was made is one of the record that it was made of. */
static enum assay_code write_group(struct conversion *conversion,
                                   const struct assay_field_source *at,
                                   const struct assay_node *group,
                                   struct assay_error *err)
{
    struct assay_error fault;
    enum assay_code code =
        assay_rollout_write(conversion->writer, group, &conversion->output.text, &fault);

    if (code)
        return assay_fail_at(err, assay_field_spot(at), "as a group: %s", fault.text);
    conversion->groups++;
    conversion->responses += assay_node_count(assay_node_get(group, "responses"));
    return assay_log_output_flush(&conversion->output, err);
}

static enum assay_code convert(struct conversion *conversion, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_field_source at = {.path = conversion->path};
    const struct assay_node *group;
    enum assay_code code = write_meta(conversion, err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_records_next(conversion->records, &arena, &at.record, err);
        if (code || !at.record)
            break;
        at.line = assay_records_line(conversion->records);
        at.row = assay_records_count(conversion->records) - 1;
        code = conversion->source->read(&conversion->import, &at, &arena, &group, err);
        if (!code && group)
            code = write_group(conversion, &at, group, err);
    }
    assay_arena_release(&arena);
    return code;
}

static void tell(const struct conversion *conversion)
{
    struct assay_log log = assay_log_stderr(false, false);

    assay_log_note(&log, "%s: %s; %zu groups, %zu responses", conversion->path,
                   conversion->source->name, conversion->groups, conversion->responses);
    if (conversion->import.left_out)
        assay_log_note(&log, "left out: %zu (%s)", conversion->import.left_out,
                       conversion->import.why);
    assay_log_note(&log, "lost: %s", conversion->source->lost);
}

enum assay_code assay_log_convert(const struct assay_log_options *options,
                                  const char *const *files, size_t n,
                                  struct assay_error *err)
{
    struct conversion conversion = {
        .options = options,
        .path = files[0],
        .import = {.suite = options->suite, .run = options->run, .ckpt = options->ckpt},
        .output.path = options->output};
    struct assay_records_setting setting = {.path = files[0], .words = true};
    struct assay_node field;
    enum assay_code code = choose(&conversion, err);

    (void)n;
    if (!code && conversion.source->group_by) {
        field = assay_node_of_string(conversion.source->group_by);
        setting.group_by = &field;
    }
    if (!code)
        code = assay_records_open(&setting, &conversion.records, err);
    if (!code)
        code = assay_log_output_open(&conversion.output, err);
    conversion.writer =
        assay_rollout_writer_new(options->output ? options->output : "output");
    if (!code)
        code = convert(&conversion, err);
    code = assay_log_output_close(&conversion.output, code, err);
    if (!code)
        tell(&conversion);
    assay_rollout_writer_free(conversion.writer);
    assay_records_close(conversion.records);
    assay_arena_release(&conversion.import.arena);
    return code;
}

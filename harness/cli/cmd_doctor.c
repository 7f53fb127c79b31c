/* cmd_doctor.c - assay doctor: what is installed, and what a model answers to tokens. */
#include "harness/cli/command.h"
#include "harness/cli/doctor_audit.h"
#include "harness/cli/run_session.h"
#include "harness/cli/vigil.h"

#include "adapters/adapter.h"
#include "adapters/identity.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/document.h"
#include "harness/core/json.h"
#include "harness/core/parquet.h"
#include "harness/core/place.h"
#include "harness/core/version.h"
#include "harness/run/model.h"

#include <stdbool.h>
#include <unistd.h>

enum {
    TOKENS_BYTES = 1 << 28, /* of --tokens */
    FACT_BYTES = 4096       /* of a text that is told as it is */
};

struct doctor {
    const char *data_dir, *model, *tokens;
    struct assay_option_list model_options;
    bool audits;
    struct assay_doctor_audit audit;
    struct assay_telling telling; /* .quiet, .no_progress */
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct doctor, data_dir),
     .value = "DIR",
     .optional = true},
    {.name = "model",
     .help = "tell what this model is and how it is asked; with --tokens, ask it",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct doctor, model),
     .value = "ADAPTER:TARGET",
     .optional = true},
    {.name = "model-option",
     .help = "an option of the adapter",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct doctor, model_options),
     .value = "KEY=VALUE"},
    {.name = "tokens",
     .help = "token ids, a sequence a line, or \"prompt ids|completion ids\"; an array a "
             "line "
             "comes back",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct doctor, tokens),
     .value = "FILE",
     .optional = true},
    {.name = "audit",
     .help =
         "ask it the same items again, from the last to the first and one by one; exit "
         "with 4 if its numbers differ",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct doctor, audits)},
    {.name = "suite",
     .help = "whose first items are asked; else two of each kind and difficulty of core",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct doctor, audit.suite),
     .value = "SUITE",
     .optional = true},
    {.name = "items",
     .help = "so many of them",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct doctor, audit.items),
     .initial = "64",
     .lo = 1,
     .hi = ASSAY_DOCTOR_ITEMS},
    {.name = "audit-tolerance",
     .help = "difference that is let pass, times the score where that is above 1",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct doctor, audit.tolerance),
     .initial = ASSAY_AUDIT_TOLERANCE,
     .lo = 0,
     .hi = 1e9},
    {.name = "json",
     .help = "print the audit as JSON",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct doctor, audit.json)},
    ASSAY_QUIET_OPTIONS(offsetof(struct doctor, telling)),
    {0},
};

static void line(struct assay_buf *out, const char *name, const char *what)
{
    assay_buf_printf(out, "%-14s%s\n", name, what);
}

/* A place that should be there, and what is lost where it is not. */
static void place(struct assay_buf *out, const char *name, const char *path,
                  const char *without)
{
    if (path && access(path, R_OK) == 0)
        assay_buf_printf(out, "%-14s%s\n", name, path);
    else
        assay_buf_printf(out, "%-14s%s: not there, %s\n", name, path ? path : "-",
                         without);
}

/* What Parquet is read with, or how to get it. */
static void library(struct assay_buf *out, struct assay_arena *arena)
{
    struct assay_error err;
    const char *found = NULL;
    const enum assay_code code = assay_parquet_library(arena, &found, &err);

    line(out, "Parquet", code ? err.text : found);
}

/* The libraries that run models in this process, or what to do about those that are missing. */
static void engines(struct assay_buf *out)
{
    const struct assay_adapter *adapter;

    for (size_t i = 0; (adapter = assay_adapter_at(i)); i++) {
        if (!adapter->engine)
            continue;
        if (adapter->engine())
            assay_buf_printf(out, "%-14slibllama %s\n", adapter->name, adapter->engine());
        else
            assay_buf_printf(out,
                             "%-14snot there, GGUF models cannot be run; `make "
                             "deps-llama`, then build again\n",
                             adapter->name);
    }
}

/* A scalar as text; texts with their line ends and controls escaped. */
static void put_scalar(struct assay_buf *out, const struct assay_node *node)
{
    const struct assay_str text = assay_node_text(node);

    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == '\\' || i > FACT_BYTES) {
            assay_json_write(node, false, out);
            return;
        }
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        assay_buf_add(out, text);
    else
        assay_json_write(node, false, out);
}

/* What a model says of itself: a line a fact, "template.sha256  ..." within maps. */
static void put_facts(struct assay_buf *out, const struct assay_node *map,
                      const char *prefix, struct assay_arena *arena)
{
    for (size_t i = 0; i < map->as.map.count; i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const char *name =
            assay_arena_printf(arena, "%s%.*s", prefix, ASSAY_STR_ARG(member->key));

        if (assay_node_is(&member->value, ASSAY_NODE_MAP)) {
            put_facts(out, &member->value, assay_arena_printf(arena, "%s.", name), arena);
            continue;
        }
        assay_buf_printf(out, "%-23s ", name);
        put_scalar(out, &member->value);
        assay_buf_putc(out, '\n');
    }
}

/* What is known of an open model, as text. */
static void describe(const struct assay_model *model, const char *target,
                     struct assay_stage *stage, struct assay_arena *arena,
                     struct assay_buf *out)
{
    struct assay_node *facts = assay_node_map(arena);
    struct assay_error
        ignored; /* of a target that is no file, and no folder that makes a model */
    char hex[ASSAY_DIGEST_HEX];

    assay_buf_printf(out, "%-24s%s\n", "model", *target ? target : model->adapter->name);
    if ((model->adapter->takes_folder
             ? assay_identity_digest(target, stage, hex, &ignored)
             : assay_digest_watched(target, stage, hex, &ignored)) == ASSAY_OK)
        assay_buf_printf(out, "%-24s%s\n", "sha256", hex);
    if (model->adapter->facts)
        model->adapter->facts(model->state, arena, facts);
    put_facts(out, facts, "", arena);
}

static enum assay_code answer_lines(const struct assay_model *model, const char *path,
                                    struct assay_str text, struct assay_error *err)
{
    struct assay_buf out = {0};
    enum assay_code code = ASSAY_OK;
    size_t line = 1;

    while (!code && text.len > 0) {
        struct assay_error why;
        size_t n = 0;

        while (n < text.len && text.ptr[n] != '\n')
            n++;
        code = model->adapter->tokens(model->state, (struct assay_str){text.ptr, n}, &out,
                                      &why);
        if (code)
            code = assay_fail(err, code, "%s:%zu: %s", path, line, why.text);
        n += n < text.len;
        text = (struct assay_str){text.ptr + n, text.len - n};
        line++;
        if (!code)
            code = assay_cli_print(assay_buf_view(&out), err);
        assay_buf_reset(&out);
    }
    assay_buf_release(&out);
    return code;
}

static enum assay_code answer_tokens(const struct doctor *doctor,
                                     const struct assay_model *model,
                                     struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    if (!model->adapter->tokens)
        return assay_fail(err, ASSAY_EUSAGE, "adapter %s does not work on tokens",
                          model->adapter->name);
    code = assay_document_read(doctor->tokens, TOKENS_BYTES, &text, err);
    if (!code)
        code = answer_lines(model, doctor->tokens, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

static struct assay_log log_of(const struct doctor *doctor)
{
    return assay_log_stderr(doctor->telling.quiet, !doctor->telling.no_progress);
}

static enum assay_code examine(const struct doctor *doctor, struct assay_arena *arena,
                               struct assay_error *err)
{
    const struct assay_adapter *adapter;
    struct assay_vigil vigil;
    struct assay_setting setting = {.suite = "",
                                    .orders = 1,
                                    .votes = 1,
                                    .stage = &vigil.waiting.stage,
                                    .arena = arena};
    struct assay_model model = {0};
    struct assay_buf out = {0};
    enum assay_code code =
        assay_adapter_choose(doctor->model, arena, &adapter, &setting.target, err);

    if (code)
        return code;
    assay_vigil_start(&vigil, "doctor", "model", log_of(doctor));
    code = assay_model_open(&model, adapter, doctor->model_options.at,
                            doctor->model_options.count, &setting, err);
    if (!code && !doctor->tokens)
        describe(&model, setting.target, &vigil.waiting.stage, arena, &out);
    assay_vigil_end(&vigil);
    if (!code)
        code = doctor->tokens ? answer_tokens(doctor, &model, err)
                              : assay_cli_print(assay_buf_view(&out), err);
    assay_model_close(&model);
    assay_buf_release(&out);
    return code;
}

static enum assay_code audit(const struct doctor *doctor, struct assay_arena *arena,
                             struct assay_error *err)
{
    struct assay_doctor_audit how = doctor->audit;

    if (doctor->tokens)
        return assay_fail(err, ASSAY_EUSAGE, "--audit goes without --tokens");
    how.model = doctor->model;
    how.model_options = &doctor->model_options;
    how.data_dir = doctor->data_dir;
    how.log = log_of(doctor);
    return assay_doctor_audit(&how, arena, err);
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct doctor *doctor = state;
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    enum assay_code code;

    (void)operands;
    if (doctor->model || doctor->tokens || doctor->audits) {
        code = doctor->audits ? audit(doctor, &arena, err) : examine(doctor, &arena, err);
        assay_arena_release(&arena);
        return code;
    }
    line(&out, "assay", assay_version());
    line(&out, "libraries", assay_version_libraries());
    place(&out, "gnuplot", assay_place_program("gnuplot", &arena),
          "reports have no figures; install gnuplot-nox");
    library(&out, &arena);
    place(&out, "suites", assay_place_suites(&arena),
          "only suites named by their file can be run; set ASSAY_SUITES");
    place(&out, "manifest", assay_place_manifest(&arena), "data are not known by name");
    place(&out, "data", assay_place_data(doctor->data_dir, &arena),
          "benchmark data are not found; set ASSAY_DATA or give --data-dir");
    engines(&out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_doctor = {
    .name = "doctor",
    .summary = "tell what is installed, what is missing and where things are looked for",
    .usage = "[--data-dir DIR] | --model ADAPTER:TARGET [--tokens FILE | --audit]",
    .options = options,
    .state_size = sizeof(struct doctor),
    .run = run,
};

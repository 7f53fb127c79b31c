#include "harness/cli/command.h"

#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/parquet.h"
#include "harness/core/place.h"
#include "harness/core/version.h"

#include <stdbool.h>
#include <unistd.h>

struct doctor {
    const char *data_dir;
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct doctor, data_dir),
     .value = "DIR",
     .optional = true},
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

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct doctor *doctor = state;
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    enum assay_code code;

    (void)operands;
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
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    return code;
}

const struct assay_command assay_command_doctor = {
    .name = "doctor",
    .summary = "tell what is installed, what is missing and where things are looked for",
    .usage = "[--data-dir DIR]",
    .options = options,
    .state_size = sizeof(struct doctor),
    .run = run,
};

#include "harness/run/history_shape.h"

#include "harness/run/history.h"

#include <stdbool.h>

/* clang-format off */
#define TEXT(owner, member) {#member, ASSAY_HISTORY_TEXT, offsetof(struct owner, member), 0}
#define SIZE(owner, member) {#member, ASSAY_HISTORY_SIZE, offsetof(struct owner, member), 0}
#define NAMED(owner, word, kind, member)                                                 \
    {word, ASSAY_HISTORY_##kind, offsetof(struct owner, member), 0}
#define STATE(word, state)                                                               \
    {word, ASSAY_HISTORY_SIZE,                                                           \
     offsetof(struct assay_history_result, count) + (state) * sizeof(size_t), 0}
/* A number of a struct assay_figure at an offset, which may be missing. */
#define MAYBE(word, at, member, there)                                                   \
    {word, ASSAY_HISTORY_REAL, (at) + offsetof(struct assay_figure, member),             \
     (at) + offsetof(struct assay_figure, there)}
#define FIGURE(at)                                                                       \
    MAYBE("value", at, value, defined),                                                  \
    MAYBE("bootstrap_lo", at, bootstrap_lo, has_bootstrap),                              \
    MAYBE("bootstrap_hi", at, bootstrap_hi, has_bootstrap),                              \
    MAYBE("wilson_lo", at, wilson_lo, has_wilson),                                       \
    MAYBE("wilson_hi", at, wilson_hi, has_wilson),                                       \
    {"why", ASSAY_HISTORY_TEXT, (at) + offsetof(struct assay_figure, why), 0}
/* clang-format on */

#define TABLE(word, list)                                                                \
    {                                                                                    \
        .name = (word), .column = (list), .columns = sizeof(list) / sizeof((list)[0])    \
    }

static const struct assay_history_column run_columns[] = {
    TEXT(assay_history_run, command), TEXT(assay_history_run, status),
    TEXT(assay_history_run, label),   TEXT(assay_history_run, model),
    TEXT(assay_history_run, sha256),  TEXT(assay_history_run, asked),
    TEXT(assay_history_run, started), TEXT(assay_history_run, ended),
    TEXT(assay_history_run, assay),   TEXT(assay_history_run, program),
    TEXT(assay_history_run, why),     SIZE(assay_history_run, results),
};
const struct assay_history_table assay_history_run_table = TABLE("run", run_columns);

static const struct assay_history_column result_columns[] = {
    TEXT(assay_history_result, suite),
    TEXT(assay_history_result, part),
    TEXT(assay_history_result, version),
    TEXT(assay_history_result, kind),
    TEXT(assay_history_result, label),
    TEXT(assay_history_result, model),
    TEXT(assay_history_result, basis),
    NAMED(assay_history_result, "unit", TEXT, overall.unit),
    NAMED(assay_history_result, "headline", TEXT, overall.name),
    FIGURE(offsetof(struct assay_history_result, overall.figure)),
    {"level", ASSAY_HISTORY_REAL, offsetof(struct assay_history_result, level), 0},
    SIZE(assay_history_result, missing),
    NAMED(assay_history_result, "items", SIZE, overall.items),
    NAMED(assay_history_result, "counted", SIZE, overall.counted),
    NAMED(assay_history_result, "clusters", SIZE, overall.clusters),
    SIZE(assay_history_result, ties),
    STATE("skipped", ASSAY_STATE_SKIPPED),
    STATE("scored", ASSAY_STATE_SCORED),
    STATE("tied", ASSAY_STATE_TIED),
    STATE("not_a_number", ASSAY_STATE_NAN),
    STATE("unparsable", ASSAY_STATE_UNPARSABLE),
    STATE("timed_out", ASSAY_STATE_TIMED_OUT),
    STATE("refused", ASSAY_STATE_REFUSED),
    STATE("truncated", ASSAY_STATE_TRUNCATED),
    STATE("failed", ASSAY_STATE_FAILED),
    SIZE(assay_history_result, values),
};
const struct assay_history_table assay_history_result_table =
    TABLE("result", result_columns);

static const struct assay_history_column value_columns[] = {
    TEXT(assay_history_value, place),
    TEXT(assay_history_value, name),
    TEXT(assay_history_value, section),
    TEXT(assay_history_value, unit),
    FIGURE(offsetof(struct assay_history_value, figure)),
    SIZE(assay_history_value, items),
    SIZE(assay_history_value, counted),
    SIZE(assay_history_value, clusters),
};
const struct assay_history_table assay_history_value_table =
    TABLE("value", value_columns);

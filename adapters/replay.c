/*
 * replay.c - the adapter that reads back what some model answered earlier.
 *
 * Published scores of hundreds of models lie in files of a dozen shapes. A suite says how its
 * own are stored (`replay:`); anything else is read by the names of its fields. Answers are
 * joined by key and never by position, so a file may be shuffled, cut or made of parts.
 */
#include "adapters/replay.h"

#include "adapters/batch.h"
#include "harness/core/format_write.h"
#include "harness/core/memory.h"
#include "metrics/ensemble_score.h"

#include <string.h>

#include <math.h>
#include <stdlib.h>

static enum assay_want replay_want(const void *state)
{
    const struct assay_replay *replay = state;

    return assay_replay_map_want(&replay->map);
}

/* All vectors have as many numbers as the first; one that has not is told when it is asked for. */
static size_t replay_width(const void *state)
{
    const struct assay_replay *replay = state;
    const struct assay_replay_entry *first = NULL;

    for (size_t i = 0; i < replay->store.count; i++) {
        const struct assay_replay_entry *entry = &replay->store.entry[i];

        if (replay->store.state[entry->first] == ASSAY_STATE_SCORED &&
            (!first || entry->row < first->row))
            first = entry;
    }
    return first ? first->count : 1;
}

static bool replay_covers(const void *state, struct assay_str key)
{
    const struct assay_replay *replay = state;

    return replay->own_records || replay->by_place ||
           assay_replay_store_find(&replay->store, key) != NULL;
}

static bool replay_spread(const void *state, double *mean, double *sd)
{
    const struct assay_replay_store *store = &((const struct assay_replay *)state)->store;
    double *score = assay_memory_new(store->values, sizeof(*score));
    struct assay_ensemble_unit unit;

    for (size_t i = 0; i < store->values; i++)
        score[i] = store->state[i] == ASSAY_STATE_SCORED ? store->value[i] : (double)NAN;
    unit = assay_ensemble_unit_of(score, store->values, 0);
    free(score);
    *mean = unit.mean;
    *sd = unit.sd;
    return unit.n > 0;
}

static enum assay_code replay_subset_values(const void *state,
                                            const struct assay_subset_value **out,
                                            size_t *count, struct assay_error *err)
{
    const struct assay_replay *replay = state;

    (void)err; /* open has read them */
    *out = replay->subset;
    *count = replay->subsets;
    return ASSAY_OK;
}

static void skip(const struct assay_task *task, const char *why,
                 struct assay_answer *answers)
{
    for (size_t i = 0; i < task->wanted; i++)
        answers[i] = (struct assay_answer){.state = ASSAY_STATE_SKIPPED,
                                           .note = assay_str_of(why)};
}

/* The place of the item's dimension i among named values, or row->count. */
static size_t find_dimension(const struct assay_replay_row *row,
                             const struct assay_item *item, size_t i)
{
    size_t k = 0;

    while (k < row->count && !assay_str_equal(row->name[k], item->dimension[i]))
        k++;
    return k;
}

/* Answers from ratings by name; what the file says of other dimensions is left alone. */
static void answer_named(const struct assay_task *task,
                         const struct assay_replay_row *row, struct assay_answer *answers)
{
    skip(task, "no stored value for this dimension", answers);
    for (size_t i = 0; i < task->item->dimension_count && i < task->wanted; i++) {
        const size_t k = find_dimension(row, task->item, i);

        if (k == row->count)
            continue;
        answers[i] = (struct assay_answer){.state = (enum assay_state)row->state[k],
                                           .value = row->value[k]};
    }
}

/*
 * Answers from a row of values. A file may lack the second presentation order; a file that
 * holds another number of scores than the item has completions is about something else, unless
 * the mapping says that it may lack the last ones.
 */
static enum assay_code answer_from(const struct assay_replay *replay,
                                   const struct assay_task *task,
                                   const struct assay_replay_row *row,
                                   struct assay_spot spot, struct assay_answer *answers,
                                   struct assay_error *err)
{
    const bool fits =
        row->count == task->wanted || (replay->map.partial && row->count < task->wanted);

    if (task->want == ASSAY_WANT_SCORES && !fits)
        return assay_fail_at(err, spot, "%zu scores, item %.*s has %zu completions",
                             row->count, ASSAY_STR_ARG(task->item->id), task->wanted);
    if (row->name) {
        answer_named(task, row, answers);
        return ASSAY_OK;
    }
    if (task->item->dimension_count > 0 && task->want == ASSAY_WANT_VERDICTS &&
        row->count != task->wanted)
        return assay_fail_at(err, spot, "%zu ratings, item %.*s has %zu dimensions",
                             row->count, ASSAY_STR_ARG(task->item->id), task->wanted);
    skip(task, "", answers);
    if (task->want == ASSAY_WANT_VECTORS && row->state[0] != ASSAY_STATE_SCORED) {
        for (size_t i = 0; i < task->wanted; i++)
            answers[i].state = (enum assay_state)row->state[0];
        return ASSAY_OK;
    }
    if (task->want == ASSAY_WANT_VECTORS && row->count != task->wanted)
        return assay_fail_at(err, spot, "a vector of %zu numbers; the first one has %zu",
                             row->count, task->wanted);
    for (size_t i = 0; i < task->wanted && i < row->count; i++) {
        answers[i].state = (enum assay_state)row->state[i];
        answers[i].value = row->value[i];
    }
    return ASSAY_OK;
}

/* What stored answers to an item are joined by. */
static struct assay_str key_of(const struct assay_replay *replay,
                               const struct assay_item *item, struct assay_arena *arena)
{
    if (!replay->by_place)
        return item->key;
    return assay_str_of(assay_arena_printf(arena, "%zu", item->index));
}

static enum assay_code answer_joined(const struct assay_replay *replay,
                                     const struct assay_task *task,
                                     struct assay_arena *arena,
                                     struct assay_answer *answers,
                                     struct assay_error *err)
{
    const struct assay_replay_entry *entry =
        assay_replay_store_find(&replay->store, key_of(replay, task->item, arena));
    struct assay_replay_row row;

    if (!entry) {
        skip(task, "no stored answer", answers);
        return ASSAY_OK;
    }
    row = assay_replay_store_row(&replay->store, entry, arena);
    return answer_from(replay, task, &row,
                       (struct assay_spot){replay->path, entry->line, entry->row},
                       answers, err);
}

/* True in *repeat if a row before this one has the same key. */
static enum assay_code look_back(const struct assay_replay *replay,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, bool *repeat,
                                 struct assay_error *err)
{
    const struct assay_replay_entry *entry;
    struct assay_str key;
    enum assay_code code;

    *repeat = false;
    if (replay->rows != ASSAY_REPLAY_UNIQUE || !replay->map.has_key)
        return ASSAY_OK;
    code = assay_field_text(replay->map.key, source, arena, &key, err);
    if (code)
        return code;
    entry = assay_replay_store_find(&replay->store, key);
    *repeat = entry && entry->row < source->row;
    return ASSAY_OK;
}

static enum assay_code answer_own(const struct assay_replay *replay,
                                  const struct assay_task *task,
                                  struct assay_arena *arena, struct assay_answer *answers,
                                  struct assay_error *err)
{
    const struct assay_item *item = task->item;
    const struct assay_field_source source = {.record = item->record,
                                              .path = item->file,
                                              .line = (unsigned)item->line,
                                              .row = item->index};
    struct assay_replay_row row;
    bool repeat;
    enum assay_code code = look_back(replay, &source, arena, &repeat, err);

    if (!code && repeat) {
        skip(task, "repeats an earlier row", answers);
        return ASSAY_OK;
    }
    if (!code)
        code = assay_replay_row_read(&replay->map, &replay->reading, &source, arena, &row,
                                     err);
    return code ? code
                : answer_from(replay, task, &row, assay_item_spot(item), answers, err);
}

/* Puts answers that are told right completions first into the order of the item. */
static void to_own_order(const struct assay_task *task, struct assay_arena *arena,
                         struct assay_answer *answers)
{
    struct assay_answer *told = assay_arena_new(arena, task->wanted, sizeof(*told));
    size_t right;
    const size_t *place = assay_format_order(task->item, arena, &right);

    memcpy(told, answers, task->wanted * sizeof(*told));
    for (size_t i = 0; i < task->wanted; i++)
        answers[place[i]] = told[i];
}

static enum assay_code answer(const void *self, const struct assay_task *task,
                              struct assay_arena *arena, struct assay_answer *answers,
                              struct assay_error *err)
{
    const struct assay_replay *replay = self;
    const enum assay_code code = replay->own_records
                                     ? answer_own(replay, task, arena, answers, err)
                                     : answer_joined(replay, task, arena, answers, err);

    if (!code && replay->map.right_first && task->want == ASSAY_WANT_SCORES &&
        task->item->dimension_count == 0)
        to_own_order(task, arena, answers);
    return code;
}

static enum assay_code replay_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    return assay_batch_pull(state, answer, work, err);
}

static bool replay_note(const void *state, size_t i, struct assay_str *out)
{
    const struct assay_replay *replay = state;

    if (i >= replay->notes)
        return false;
    *out = replay->note[i];
    return true;
}

static void replay_close(void *state)
{
    struct assay_replay *replay = state;

    assay_replay_store_release(&replay->store);
}

static const char *const aggregates[] = {"default", "prod", "geomean", "min",
                                         "mean",    "last", "max",     NULL};
static const char *const rows_choices[] = {
    [ASSAY_REPLAY_OFFICIAL] = "official", [ASSAY_REPLAY_UNIQUE] = "unique", NULL};
static const char *const nan_choices[] = {
    [ASSAY_REPLAY_NAN_REJECT] = "reject", [ASSAY_REPLAY_NAN_LOSS] = "loss", NULL};

static const struct assay_option replay_options[] = {
    {
        .name = "format",
        .help = "mapping of the suite, auto, generic, subsets (a table of accuracies), "
                "or one "
                "of `assay ls formats`",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, format),
        .initial = "auto",
        .value = "NAME",
    },
    {
        .name = "name",
        .help = "whose answers, in a file that holds those of several",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, names) +
                  offsetof(struct assay_replay_names, name),
        .value = "NAME",
        .optional = true,
    },
    {
        .name = "metric",
        .help =
            "which of several numbers, in a file of another tool; by default its first",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, metric),
        .value = "NAME",
        .optional = true,
        .later = true,
    },
    {
        .name = "id",
        .help =
            "field that holds the key of the item; @row: rows are in the order of the "
            "items",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, names) +
                  offsetof(struct assay_replay_names, key),
        .value = "PATH",
        .optional = true,
    },
    {
        .name = "scores",
        .help = "field with the list of scores, or one a completion with commas",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, names) +
                  offsetof(struct assay_replay_names, scores),
        .value = "PATH",
        .optional = true,
    },
    {
        .name = "score_chosen",
        .help = "field with the score of the chosen completion",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, names) +
                  offsetof(struct assay_replay_names, chosen),
        .value = "PATH",
        .optional = true,
    },
    {
        .name = "score_rejected",
        .help = "field with the score of the rejected completion",
        .type = ASSAY_OPTION_TEXT,
        .offset = offsetof(struct assay_replay, names) +
                  offsetof(struct assay_replay_names, rejected),
        .value = "PATH",
        .optional = true,
    },
    {
        .name = "aggregate",
        .help = "how step scores become one score; by default their product",
        .type = ASSAY_OPTION_CHOICE,
        .offset = offsetof(struct assay_replay, aggregate),
        .initial = "default",
        .choices = aggregates,
    },
    {
        .name = "rows",
        .help = "rows that repeat a key: counted as official figures do, or once",
        .type = ASSAY_OPTION_CHOICE,
        .offset = offsetof(struct assay_replay, rows),
        .initial = "official",
        .choices = rows_choices,
    },
    {
        .name = "nan",
        .help = "what a score that is no number means",
        .type = ASSAY_OPTION_CHOICE,
        .offset = offsetof(struct assay_replay, nan),
        .initial = "reject",
        .choices = nan_choices,
    },
    {0},
};

/* Who stored them knows what they are. */
static bool replay_log_probs(const void *state)
{
    (void)state;
    return true;
}

const struct assay_adapter assay_adapter_replay = {
    .name = "replay",
    .summary = "answers that some model gave earlier, from a file",
    .state_size = sizeof(struct assay_replay),
    .options = replay_options,
    .needs_target = true,
    .open = assay_replay_open,
    .want = replay_want,
    .log_probs = replay_log_probs,
    .width = replay_width,
    .covers = replay_covers,
    .spread = replay_spread,
    .subsets = replay_subset_values,
    .pull = replay_pull,
    .note = replay_note,
    .close = replay_close,
};

/*
 * replay_open.c - which file, read how.
 *
 * A suite says how its published scores are stored (`replay:`); the first mapping that fits is
 * taken, and anything else is read by the names of its fields.
 */
#include "adapters/replay.h"
#include "adapters/replay_load.h"
#include "adapters/replay_subsets.h"

#include <string.h>

static void put_note(struct assay_replay *replay, const char *text)
{
    replay->note[replay->notes++] = assay_str_of(text);
}

/* "WHAT: N; THEN", without the tail where there is none. */
static void put_count(struct assay_replay *replay, struct assay_arena *arena, size_t n,
                      const char *what, const char *then)
{
    put_note(replay,
             assay_arena_printf(arena, "%s: %zu%s%s", what, n, *then ? "; " : "", then));
}

/* The mapping called format, among those of the suite, or NULL. */
static const struct assay_replay_map *named(const struct assay_setting *setting,
                                            const char *format)
{
    for (size_t i = 0; i < setting->replay_count; i++)
        if (strcmp(setting->replay[i].name, format) == 0)
            return &setting->replay[i];
    return NULL;
}

static enum assay_code no_such_mapping(const struct assay_replay *replay,
                                       const struct assay_setting *setting,
                                       struct assay_error *err)
{
    const char *names[64] = {"auto", "generic", "subsets"};
    const char *nearest;
    size_t n = 3;

    for (size_t i = 0; i < setting->replay_count; i++)
        if (n < sizeof(names) / sizeof(names[0]))
            names[n++] = setting->replay[i].name;
    nearest = assay_str_nearest(replay->format, names, n);
    return assay_fail(err, ASSAY_EUSAGE, "format=%s: %s has no such mapping%s%s%s",
                      replay->format, setting->suite, nearest ? "; did you mean " : "",
                      nearest ? nearest : "", nearest ? "?" : "");
}

/* The first mapping of the suite that fits the file, or NULL. */
static enum assay_code find_fitting(const char *path, const struct assay_setting *setting,
                                    const struct assay_replay_map **out,
                                    struct assay_error *err)
{
    *out = NULL;
    for (size_t i = 0; i < setting->replay_count; i++) {
        bool fits;
        const enum assay_code code =
            assay_replay_map_fits(&setting->replay[i], path, &fits, err);

        if (code && code != ASSAY_EDATA)
            return code;
        if (!code && fits) {
            *out = &setting->replay[i];
            return ASSAY_OK;
        }
    }
    return ASSAY_OK;
}

/* True of a format that does not give the records which items of this file are: of rollout logs, suites read those, too. */
static bool is_apart(const struct assay_replay *replay)
{
    return replay->own_records && replay->foreign && !replay->foreign->totals &&
           replay->foreign != &assay_format_rollout;
}

/* What the file is, where no mapping of the suite fits: of another tool, or anything. */
static enum assay_code choose_foreign(struct assay_replay *replay,
                                      struct assay_error *err)
{
    enum assay_code code;

    replay->foreign = assay_format_find(replay->format);
    if (replay->foreign && !replay->foreign->read)
        return assay_fail(err, ASSAY_EUSAGE, "format=%s: is written, but not read",
                          replay->format);
    if (is_apart(replay))
        return assay_fail(err, ASSAY_EUSAGE,
                          "format=%s: items are the records of this file as it stands; "
                          "`assay data import` makes one of its own",
                          replay->format);
    if (replay->foreign || strcmp(replay->format, "generic") == 0)
        return ASSAY_OK;
    code = assay_format_detect(replay->path, &replay->foreign, err);
    if (!code && is_apart(replay))
        replay->foreign = NULL; /* items stand in the file as it is */
    return code;
}

/* By well-known names; where there are none, a mapping may have been meant that names nearly what is there. */
static enum assay_code guess(struct assay_replay *replay,
                             const struct assay_setting *setting,
                             const struct assay_replay_foreign *foreign,
                             struct assay_error *err)
{
    struct assay_error slip;
    const enum assay_code code = assay_replay_guess(replay->path, foreign, &replay->names,
                                                    setting->arena, &replay->map, err);

    if (code == ASSAY_EDATA &&
        assay_replay_map_misspelt(setting->replay, setting->replay_count, replay->path,
                                  &slip))
        *err = slip;
    return code;
}

static enum assay_code choose_map(struct assay_replay *replay,
                                  const struct assay_setting *setting,
                                  struct assay_error *err)
{
    const bool pointed =
        replay->names.scores || replay->names.chosen || replay->names.rejected;
    const bool is_auto = strcmp(replay->format, "auto") == 0;
    const struct assay_replay_map *map = named(setting, replay->format);
    struct assay_replay_foreign foreign;
    enum assay_code code = ASSAY_OK;

    if (!map && !is_auto && strcmp(replay->format, "generic") != 0 &&
        !assay_format_find(replay->format))
        return no_such_mapping(replay, setting, err);
    if (is_auto && !pointed)
        code = find_fitting(replay->path, setting, &map, err);
    if (!code && !map && !pointed)
        code = choose_foreign(replay, err);
    if (code)
        return code;
    foreign = (struct assay_replay_foreign){replay->foreign, replay->metric};
    if (replay->foreign && replay->foreign->totals)
        return ASSAY_OK;
    if (!map)
        return guess(replay, setting, &foreign, err);
    replay->map = *map;
    if (!replay->names.key)
        return ASSAY_OK;
    replay->map.has_key = true;
    return assay_replay_path(replay->names.key, setting->arena, &replay->map.key, err);
}

/* Which prompts the judge was given, by name where the suite knows them. */
static void tell_prompts(struct assay_replay *replay, struct assay_arena *arena,
                         const struct assay_replay_tally *tally)
{
    if (!replay->map.judge_prompt)
        return;
    if (tally->prompts == 0)
        put_note(replay, "judge prompt: not in the file, so not known");
    for (size_t i = 0; i < tally->prompts; i++) {
        const struct assay_replay_prompt *prompt = &tally->prompt[i];
        const struct assay_str name =
            assay_node_text(assay_node_get(replay->map.known_prompts, prompt->digest));

        put_note(replay,
                 assay_arena_printf(arena, "judge prompt: %.*s, sha256 %s, rows: %zu",
                                    name.len ? (int)name.len : 20,
                                    name.len ? name.ptr : "unknown to the suite",
                                    prompt->digest, prompt->rows));
    }
    if (tally->other_prompts)
        put_count(replay, arena, tally->other_prompts, "rows with further judge prompts",
                  "not told apart");
}

/* Sentences that follow from the file alone, so that a resumed run tells the same. */
static void tell_file(struct assay_replay *replay, const struct assay_setting *setting,
                      const struct assay_replay_tally *tally)
{
    if (replay->by_place)
        put_note(replay, "the n-th row answers the n-th item (id=@row)");
    if (replay->foreign)
        put_note(replay,
                 assay_arena_printf(setting->arena, "read as %s: %s",
                                    replay->foreign->name, replay->foreign->summary));
    tell_prompts(replay, setting->arena, tally);
    if (tally->left_out)
        put_count(replay, setting->arena, tally->left_out, tally->why, "left out");
    if (tally->steps)
        put_note(replay,
                 assay_arena_printf(
                     setting->arena, "step scores are aggregated by %s%s",
                     assay_aggregate_name(replay->reading.aggregate),
                     replay->aggregate ? "" : " (default; aggregate= changes it)"));
    if (replay->store.repeats)
        put_count(replay, setting->arena, replay->store.repeats,
                  "repeated rows with the same scores",
                  !replay->own_records ? ""
                  : replay->rows == ASSAY_REPLAY_UNIQUE
                      ? "left out (rows=unique)"
                      : "counted, as official figures do");
    if (replay->store.conflicts)
        put_count(replay, setting->arena, replay->store.conflicts,
                  "keys that repeat with other scores",
                  replay->own_records ? "their rows are counted" : "they answer nothing");
    if (tally->contradictions)
        put_count(replay, setting->arena, tally->contradictions,
                  "stored decisions that disagree with the stored scores",
                  "the scores decide");
}

/* Reads the file: all of it to join, or to look for repeated keys; else its first records. */
static enum assay_code load(struct assay_replay *replay,
                            const struct assay_setting *setting, struct assay_error *err)
{
    const bool whole = !replay->own_records || replay->map.has_key ||
                       replay->map.stored || replay->map.judge_prompt;
    const struct assay_replay_source source = {
        .path = replay->path,
        .foreign = {replay->foreign, replay->metric},
        .map = &replay->map,
        .reading = &replay->reading,
        .name = replay->names.name,
        .limit = whole ? 0 : ASSAY_REPLAY_PROBE,
        .keyless = !whole,
    };
    struct assay_replay_tally tally;
    enum assay_code code = assay_replay_load(&source, &replay->store, &tally, err);

    if (!code && whole)
        code = assay_replay_store_seal(&replay->store, &replay->map, replay->path, err);
    if (!code)
        tell_file(replay, setting, &tally);
    return code;
}

enum assay_code assay_replay_open(void *state, const struct assay_setting *setting,
                                  struct assay_error *err)
{
    struct assay_replay *replay = state;
    struct assay_replay_table table = {.path = setting->target,
                                       .name = replay->names.name,
                                       .foreign = {.metric = replay->metric}};
    enum assay_code code;

    replay->path = setting->target;
    replay->own_records = setting->own_records;
    replay->by_place = !replay->own_records && replay->names.key &&
                       strcmp(replay->names.key, "@row") == 0;
    replay->reading.aggregate = replay->aggregate
                                    ? (enum assay_aggregate)(replay->aggregate - 1)
                                    : ASSAY_AGGREGATE_PROD;
    replay->reading.votes = setting->votes;
    replay->reading.nan_is_loss = replay->nan == ASSAY_REPLAY_NAN_LOSS;
    replay->names.vectors = setting->vectors;
    replay->names.lists_are_steps = replay->aggregate != 0;
    if (strcmp(replay->format, "subsets") == 0)
        return assay_replay_subsets(&table, setting->arena, &replay->subset,
                                    &replay->subsets, err);
    code = choose_map(replay, setting, err);
    if (code)
        return code;
    table.subsets = replay->map.subsets;
    table.percent = replay->map.percent;
    if (!table.subsets && !(replay->foreign && replay->foreign->totals))
        return load(replay, setting, err);
    table.foreign.format = replay->foreign;
    return assay_replay_subsets(&table, setting->arena, &replay->subset, &replay->subsets,
                                err);
}

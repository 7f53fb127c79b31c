/* log_stat.c - assay log stat: which fields how many records have, what judges said, whom a signal could serve. */
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/json.h"
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout.h"
#include "harness/core/rollout_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIELDS_MAX = 4096, /* different fields and names of a log */
    JUDGES_MAX = 1024,
    PATH_BYTES = 512
};

struct judge {
    size_t count, without; /* judgements; of them without a verdict */
    size_t counted;        /* pairs that count by the rules */
    double sum;            /* what they count as; exact: halves and fractions of few */
};

struct stat {
    const struct assay_log_options *options;
    const char *path;
    size_t records[ASSAY_ROLLOUT_KINDS], responses, served;
    size_t lacking
        [ASSAY_OPTION_LIST_MAX]; /* responses that lack a needed field, by the first that they lack */
    struct assay_names fields, judges;
    size_t present[FIELDS_MAX];
    struct judge judge[JUDGES_MAX];
    char prefix[PATH_BYTES];
    char sha256[ASSAY_DIGEST_HEX];
};

static bool is_there(const struct assay_node *node)
{
    return node && !assay_node_is(node, ASSAY_NODE_NULL);
}

/* Counts a field under its path. */
static enum assay_code count_path(struct stat *stat, struct assay_error *err)
{
    const uint32_t number = assay_names_add(&stat->fields, assay_str_of(stat->prefix));

    if (number >= FIELDS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d different fields",
                          stat->path, FIELDS_MAX);
    stat->present[number]++;
    return ASSAY_OK;
}

static enum assay_code count_map(struct stat *stat,
                                 const struct assay_rollout_table *table,
                                 const struct assay_node *map, struct assay_error *err);

/* Lengthens the path; gives what it was. */
static size_t enter(struct stat *stat, struct assay_str name)
{
    const size_t before = strlen(stat->prefix);

    (void)snprintf(stat->prefix + before, sizeof(stat->prefix) - before, "%s%.*s",
                   before ? "." : "", ASSAY_STR_ARG(name));
    return before;
}

static enum assay_code count_value(struct stat *stat,
                                   const struct assay_rollout_field *field,
                                   const struct assay_node *value,
                                   struct assay_error *err)
{
    const bool list = assay_node_is(value, ASSAY_NODE_LIST);
    enum assay_code code = ASSAY_OK;

    if (!is_there(value))
        return ASSAY_OK;
    if (!field->inner)
        return count_path(stat, err);
    if (!list)
        return count_map(stat, field->inner, value, err);
    for (size_t i = 0; !code && i < assay_node_count(value); i++)
        code = count_map(stat, field->inner, assay_node_at(value, i), err);
    return code;
}

/* A value under each of several names; of one a response, names would be no fields. */
static enum assay_code count_names(struct stat *stat,
                                   const struct assay_rollout_field *field,
                                   const struct assay_node *map, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (field->names == ASSAY_ROLLOUT_BY_RESPONSE || assay_node_get(map, "bin") ||
        !assay_node_is(map, ASSAY_NODE_MAP))
        return count_value(stat, field, map, err);
    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const size_t before = enter(stat, map->as.map.at[i].key);

        code = count_value(stat, field, &map->as.map.at[i].value, err);
        stat->prefix[before] = '\0';
    }
    return code;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tables are */
static enum assay_code count_map(struct stat *stat,
                                 const struct assay_rollout_table *table,
                                 const struct assay_node *map, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const struct assay_rollout_field *field =
            assay_rollout_field_find(table, member->key);
        const size_t before = enter(stat, member->key);

        if (field)
            code = field->names == ASSAY_ROLLOUT_ONE
                       ? count_value(stat, field, &member->value, err)
                       : count_names(stat, field, &member->value, err);
        stat->prefix[before] = '\0';
    }
    return code;
}

/* What a judgement of a pair counts as for the first response; false where it does not count. */
static bool pair_value(const struct stat *stat, const struct assay_node *judgement,
                       const struct assay_rollout_draw *draw, double *value)
{
    const struct assay_node *ok = assay_node_get(judgement, "ok");
    const struct assay_str vote = assay_node_text(assay_node_get(judgement, "vote"));
    double p;

    if (!(assay_node_is(ok, ASSAY_NODE_BOOL) ? ok->as.truth : ok->as.integer == 1))
        return assay_rollout_unparsable_value(
            (enum assay_rollout_unparsable)stat->options->unparsable, draw, value);
    if (vote.len > 0) {
        *value = vote.ptr[0] == 'A' ? 1.0
                 : vote.ptr[0] == 'B'
                     ? 0.0
                     : assay_rollout_tie_value(
                           (enum assay_rollout_ties)stat->options->ties, 2);
        return true;
    }
    if (!assay_node_number(assay_node_get(judgement, "p"), &p))
        return false;
    *value =
        p > 0.5 ? 1.0
        : p < 0.5
            ? 0.0
            : assay_rollout_tie_value((enum assay_rollout_ties)stat->options->ties, 2);
    return true;
}

static enum assay_code count_judges(struct stat *stat,
                                    const struct assay_rollout_record *record,
                                    struct assay_error *err)
{
    const struct assay_node *all = assay_node_get(record->node, "judges");
    struct assay_rollout_draw draw = {.seed = stat->options->seed};

    assay_rollout_key(record, draw.key);
    for (; draw.place < assay_node_count(all); draw.place++) {
        const struct assay_node *one = assay_node_at(all, draw.place);
        const struct assay_node *ok = assay_node_get(one, "ok");
        const uint32_t number =
            assay_names_add(&stat->judges, assay_node_text(assay_node_get(one, "j")));
        double value;

        if (number >= JUDGES_MAX)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: more than %d judges", stat->path,
                              record->line, JUDGES_MAX);
        stat->judge[number].count++;
        stat->judge[number].without +=
            !(assay_node_is(ok, ASSAY_NODE_BOOL) ? ok->as.truth : ok->as.integer == 1);
        if (assay_str_equal(assay_node_text(assay_node_get(one, "kind")),
                            ASSAY_STR("pair")) &&
            pair_value(stat, one, &draw, &value)) {
            stat->judge[number].counted++;
            stat->judge[number].sum += value;
        }
    }
    return ASSAY_OK;
}

/* Rule 2: a response that lacks a needed field is skipped, and counted by what it lacks. */
static void count_served(struct stat *stat, const struct assay_node *group)
{
    const struct assay_node *responses = assay_node_get(group, "responses");
    const struct assay_option_list *need = &stat->options->need;

    stat->responses += assay_node_count(responses);
    for (size_t i = 0; i < assay_node_count(responses); i++) {
        size_t k = 0;

        while (k < need->count && (assay_rollout_value(assay_node_at(responses, i),
                                                       assay_str_of(need->at[k])) ||
                                   assay_rollout_value(group, assay_str_of(need->at[k]))))
            k++;
        if (k < need->count)
            stat->lacking[k]++;
        else
            stat->served++;
    }
}

static enum assay_code count_record(struct stat *stat,
                                    const struct assay_rollout_record *record,
                                    struct assay_error *err)
{
    enum assay_code code;

    stat->records[record->kind]++;
    (void)snprintf(stat->prefix, sizeof(stat->prefix), "%s",
                   assay_rollout_kind_words[record->kind]);
    code = count_map(stat, &assay_rollout_tables[record->kind], record->node, err);
    if (code || record->kind != ASSAY_ROLLOUT_GROUP)
        return code;
    count_served(stat, record->node);
    return count_judges(stat, record, err);
}

static enum assay_code count_all(struct stat *stat, struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_rollout *log;
    struct assay_rollout_record record;
    enum assay_code code = assay_rollout_open(stat->path, &log, err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_rollout_next(log, &arena, &record, err);
        if (code || !record.node)
            break;
        code = count_record(stat, &record, err);
    }
    if (!code)
        code = assay_rollout_digest(log, stat->sha256, err);
    assay_rollout_close(log);
    assay_arena_release(&arena);
    return code;
}

static struct assay_node count_node(size_t n)
{
    return assay_node_of_int((int64_t)n);
}

static struct assay_node judge_node(const struct stat *stat, size_t i,
                                    struct assay_arena *arena)
{
    const struct judge *judge = &stat->judge[i];
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(arena, map, "judgements", count_node(judge->count));
    (void)assay_node_put(arena, map, "without_verdict", count_node(judge->without));
    (void)assay_node_put(arena, map, "pairs", count_node(judge->counted));
    (void)assay_node_put(arena, map, "first_better",
                         judge->counted
                             ? assay_node_of_real(judge->sum / (double)judge->counted)
                             : assay_node_null());
    return *map;
}

static struct assay_node rules_node(const struct stat *stat, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(
        arena, map, "unparsable",
        assay_node_of_string(assay_rollout_unparsable_words[stat->options->unparsable]));
    (void)assay_node_put(
        arena, map, "ties",
        assay_node_of_string(assay_rollout_tie_words[stat->options->ties]));
    (void)assay_node_put(arena, map, "seed",
                         assay_node_of_int((int64_t)stat->options->seed));
    return *map;
}

/* All that was counted, as a tree. */
static const struct assay_node *tree_of(const struct stat *stat,
                                        struct assay_arena *arena)
{
    struct assay_node *root = assay_node_map(arena), *records = assay_node_map(arena);
    struct assay_node *fields = assay_node_map(arena), *judges = assay_node_map(arena);
    struct assay_node *lacking = assay_node_map(arena);

    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        (void)assay_node_put(arena, records, assay_rollout_kind_words[i],
                             count_node(stat->records[i]));
    for (size_t i = 0; i < stat->fields.count; i++)
        (void)assay_node_put_view(arena, fields, stat->fields.at[i],
                                  count_node(stat->present[i]));
    for (size_t i = 0; i < stat->judges.count; i++)
        (void)assay_node_put_view(arena, judges, stat->judges.at[i],
                                  judge_node(stat, i, arena));
    for (size_t i = 0; i < stat->options->need.count; i++)
        if (stat->lacking[i])
            (void)assay_node_put(arena, lacking, stat->options->need.at[i],
                                 count_node(stat->lacking[i]));
    (void)assay_node_put(arena, root, "log", assay_node_of_string(stat->path));
    (void)assay_node_put(arena, root, "sha256", assay_node_of_string(stat->sha256));
    (void)assay_node_put(arena, root, "records", *records);
    (void)assay_node_put(arena, root, "responses", count_node(stat->responses));
    (void)assay_node_put(arena, root, "served", count_node(stat->served));
    (void)assay_node_put(arena, root, "lacking", *lacking);
    (void)assay_node_put(arena, root, "fields", *fields);
    (void)assay_node_put(arena, root, "judges", *judges);
    (void)assay_node_put(arena, root, "rules", rules_node(stat, arena));
    return root;
}

static void tell_judges(const struct stat *stat, struct assay_buf *out)
{
    if (stat->judges.count == 0)
        return;
    assay_buf_printf(out, "judges (no verdict: %s; ties: %s; seed %llu)\n",
                     assay_rollout_unparsable_words[stat->options->unparsable],
                     assay_rollout_tie_words[stat->options->ties],
                     (unsigned long long)stat->options->seed);
    for (size_t i = 0; i < stat->judges.count; i++) {
        const struct judge *judge = &stat->judge[i];

        assay_buf_printf(out, "    %-30.*s %zu judgements, %zu without a verdict",
                         ASSAY_STR_ARG(stat->judges.at[i]), judge->count, judge->without);
        if (judge->counted)
            assay_buf_printf(out, "; of %zu pairs the first is better in %.2f%%",
                             judge->counted, 100.0 * judge->sum / (double)judge->counted);
        assay_buf_putc(out, '\n');
    }
}

static void tell(const struct stat *stat, struct assay_buf *out)
{
    const struct assay_option_list *need = &stat->options->need;

    assay_buf_printf(out, "%s\nsha256 %s\n", stat->path, stat->sha256);
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        assay_buf_printf(out, "%s%zu %s", i ? ", " : "", stat->records[i],
                         assay_rollout_kind_words[i]);
    assay_buf_printf(out, "; %zu responses\n", stat->responses);
    if (need->count)
        assay_buf_printf(out, "served %zu of %zu responses\n", stat->served,
                         stat->responses);
    for (size_t i = 0; i < need->count; i++)
        if (stat->lacking[i])
            assay_buf_printf(out, "    skipped %zu: no %s\n", stat->lacking[i],
                             need->at[i]);
    tell_judges(stat, out);
    assay_buf_puts(out, "fields\n");
    for (size_t i = 0; i < stat->fields.count; i++)
        assay_buf_printf(out, "    %-40.*s %zu\n", ASSAY_STR_ARG(stat->fields.at[i]),
                         stat->present[i]);
}

/* A needed field is one that a table has. */
static enum assay_code check_need(const struct assay_option_list *need,
                                  struct assay_error *err)
{
    struct assay_str name;

    for (size_t i = 0; i < need->count; i++) {
        const struct assay_str path = assay_str_of(need->at[i]);

        if (!assay_rollout_field_at(&assay_rollout_response_table, path, &name) &&
            !assay_rollout_field_at(&assay_rollout_tables[ASSAY_ROLLOUT_GROUP], path,
                                    &name))
            return assay_fail(
                err, ASSAY_EUSAGE,
                "--need %s: neither a response nor a group has such a field",
                need->at[i]);
    }
    return ASSAY_OK;
}

enum assay_code assay_log_stat(const struct assay_log_options *options,
                               const char *const *files, size_t n,
                               struct assay_error *err)
{
    struct stat *stat = assay_memory_new(1, sizeof(*stat));
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    enum assay_code code = check_need(&options->need, err);

    (void)n;
    stat->options = options;
    stat->path = files[0];
    if (!code)
        code = count_all(stat, err);
    if (!code && options->json) {
        assay_json_write(tree_of(stat, &arena), true, &out);
    } else if (!code) {
        tell(stat, &out);
    }
    if (!code)
        code = assay_cli_print(assay_buf_view(&out), err);
    assay_names_release(&stat->fields);
    assay_names_release(&stat->judges);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    free(stat);
    return code;
}

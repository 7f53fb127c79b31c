/* overopt_kl.c - KL step by step from logged log-probabilities. */
#include "harness/run/overopt_kl.h"

#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/records.h"
#include "harness/run/overopt_findings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Tokens of all responses, in their order. */
struct reading {
    const struct assay_kl_asked *asked;
    struct assay_arena *arena;
    struct assay_names names;   /* of steps */
    double *policy, *reference; /* (tokens,) */
    uint32_t *sequence, *step;  /* (tokens,) (sequences,) */
    size_t tokens, token_cap, sequences, sequence_cap;
    struct assay_spot spot;
    struct assay_error *err;
};

static enum assay_code take_number(const struct reading *r, const struct assay_node *node,
                                   const char *key, double *out)
{
    if (assay_node_number(node, out) && isfinite(*out) && *out <= 0.0)
        return ASSAY_OK;
    return assay_fail_at(r->err, r->spot, "%s: expected logarithms of probabilities",
                         key);
}

static void make_room(struct reading *r, size_t tokens)
{
    if (r->tokens + tokens > r->token_cap) {
        r->token_cap = assay_memory_grow(r->token_cap, r->tokens + tokens);
        r->policy = assay_memory_resize(r->policy, r->token_cap, sizeof(*r->policy));
        r->reference =
            assay_memory_resize(r->reference, r->token_cap, sizeof(*r->reference));
        r->sequence =
            assay_memory_resize(r->sequence, r->token_cap, sizeof(*r->sequence));
    }
    if (r->sequences == r->sequence_cap) {
        r->sequence_cap = assay_memory_grow(r->sequence_cap, r->sequences + 1);
        r->step = assay_memory_resize(r->step, r->sequence_cap, sizeof(*r->step));
    }
}

/* What a record calls its step, spelt out. */
static struct assay_str step_of(const struct assay_node *record, char out[ASSAY_STR_REAL])
{
    const struct assay_node *node = assay_node_get(record, "step");
    double number;

    return assay_node_number(node, &number) ? assay_str_of(assay_str_real(number, out))
                                            : assay_node_text(node);
}

static enum assay_code add_response(struct reading *r, const struct assay_node *record)
{
    const struct assay_node *policy = assay_node_get(record, r->asked->policy);
    const struct assay_node *reference = assay_node_get(record, r->asked->reference);
    const size_t n = assay_node_count(policy);
    char spelt[ASSAY_STR_REAL];
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(policy, ASSAY_NODE_LIST) ||
        !assay_node_is(reference, ASSAY_NODE_LIST))
        return assay_fail_at(r->err, r->spot, "no list \"%s\"",
                             assay_node_is(policy, ASSAY_NODE_LIST) ? r->asked->reference
                                                                    : r->asked->policy);
    if (n != assay_node_count(reference))
        return assay_fail_at(r->err, r->spot, "%zu values of %s and %zu of %s", n,
                             r->asked->policy, assay_node_count(reference),
                             r->asked->reference);
    if (r->tokens + n > ASSAY_KL_TOKENS_MAX)
        return assay_fail_at(r->err, r->spot, "more than %zu tokens",
                             ASSAY_KL_TOKENS_MAX);
    make_room(r, n);
    for (size_t i = 0; !code && i < n; i++) {
        code = take_number(r, assay_node_at(policy, i), r->asked->policy,
                           &r->policy[r->tokens + i]);
        if (!code)
            code = take_number(r, assay_node_at(reference, i), r->asked->reference,
                               &r->reference[r->tokens + i]);
        r->sequence[r->tokens + i] = (uint32_t)r->sequences;
    }
    r->tokens += code ? 0 : n;
    r->step[r->sequences++] = assay_names_add(&r->names, step_of(record, spelt));
    if (!code && r->names.count > ASSAY_KL_STEPS_MAX)
        return assay_fail_at(r->err, r->spot, "more than %d steps", ASSAY_KL_STEPS_MAX);
    return code;
}

static enum assay_code read_file(struct reading *r, const char *path,
                                 char digest[ASSAY_DIGEST_HEX])
{
    const struct assay_records_setting setting = {.path = path};
    struct assay_records *records = NULL;
    struct assay_arena scratch = {0};
    const struct assay_node *record;
    enum assay_code code = assay_records_open(&setting, &records, r->err);

    while (!code) {
        assay_arena_reset(&scratch);
        code = assay_records_next(records, &scratch, &record, r->err);
        if (code || !record)
            break;
        r->spot = (struct assay_spot){path, assay_records_line(records),
                                      assay_records_count(records) - 1};
        code = add_response(r, record);
    }
    if (!code)
        code = assay_records_digest(records, digest, r->err);
    if (!code && assay_records_count(records) == 0)
        code = assay_fail(r->err, ASSAY_EDATA, "%s: no responses", path);
    assay_records_close(records);
    assay_arena_release(&scratch);
    return code;
}

/* Tokens step by step. */
struct sorted {
    double *policy, *reference;
    uint32_t *sequence;
    size_t *first; /* (steps + 1,) */
};

/* In arena: tokens of step s are first[s], ..., first[s + 1] - 1. */
static struct sorted sort_by_step(const struct reading *r)
{
    const size_t steps = r->names.count;
    struct sorted by = {
        .policy = assay_arena_new(r->arena, r->tokens + 1, sizeof(double)),
        .reference = assay_arena_new(r->arena, r->tokens + 1, sizeof(double)),
        .sequence = assay_arena_new(r->arena, r->tokens + 1, sizeof(uint32_t)),
        .first = assay_arena_new(r->arena, steps + 2, sizeof(size_t))};
    size_t *next = assay_arena_new(r->arena, steps + 1, sizeof(*next));

    for (size_t i = 0; i < r->tokens; i++)
        by.first[r->step[r->sequence[i]] + 1]++;
    for (size_t s = 0; s < steps; s++) {
        by.first[s + 1] += by.first[s];
        next[s] = by.first[s];
    }
    for (size_t i = 0; i < r->tokens; i++) {
        const size_t at = next[r->step[r->sequence[i]]]++;

        by.policy[at] = r->policy[i];
        by.reference[at] = r->reference[i];
        by.sequence[at] = r->sequence[i];
    }
    return by;
}

/* Sequences of a step get numbers from 0: they stand together. */
static enum assay_code estimate(const struct reading *r, const struct sorted *by,
                                size_t step, struct assay_kl_step *out)
{
    const size_t from = by->first[step], n = by->first[step + 1] - from;
    uint32_t *sequence = by->sequence + from, last = n ? sequence[0] : 0, count = 0;
    struct assay_kl_tokens tokens = {.log_policy = by->policy + from,
                                     .log_reference = by->reference + from,
                                     .sequence = sequence,
                                     .n = n};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < n; i++) {
        count += sequence[i] != last;
        last = sequence[i];
        sequence[i] = count;
    }
    tokens.sequences = (size_t)count + 1;
    out->name = assay_arena_copy(r->arena, r->names.at[step]);
    for (int k = 0; !code && k < ASSAY_KL_ESTIMATORS; k++)
        code = assay_kl_estimate(&tokens, (enum assay_kl)k, r->asked->clamp, &out->of[k],
                                 r->err);
    return code;
}

static enum assay_code read_all(struct reading *r, struct assay_node *list)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < r->asked->paths; i++) {
        struct assay_node *map = assay_node_map(r->arena);
        char digest[ASSAY_DIGEST_HEX] = "";

        code = read_file(r, r->asked->path[i], digest);
        assay_node_put_copy(r->arena, map, "path", assay_str_of(r->asked->path[i]));
        assay_node_put_copy(r->arena, map, "sha256", assay_str_of(digest));
        assay_node_push(r->arena, list, *map);
    }
    return code;
}

enum assay_code assay_kl_log_read(const struct assay_kl_asked *asked,
                                  struct assay_arena *arena, struct assay_kl_log *out,
                                  struct assay_error *err)
{
    struct reading r = {.asked = asked, .arena = arena, .err = err};
    struct assay_node *list = assay_node_list(arena);
    struct assay_kl_step *step;
    struct sorted by;
    enum assay_code code = read_all(&r, list);

    *out = (struct assay_kl_log){.steps = r.names.count, .sources = *list};
    step = assay_arena_new(arena, r.names.count + 1, sizeof(*step));
    if (!code)
        by = sort_by_step(&r);
    for (size_t i = 0; !code && i < r.names.count; i++)
        code = estimate(&r, &by, i, &step[i]);
    out->step = step;
    free(r.policy);
    free(r.reference);
    free(r.sequence);
    free(r.step);
    assay_names_release(&r.names);
    return code;
}

/* ---- the result ---- */

static void measure(struct assay_findings *found, enum assay_kl kind,
                    const struct assay_kl_step *step)
{
    const struct assay_kl_estimate *of = &step->of[kind];
    const char *name = assay_kl_name(kind);

    assay_findings_measure(found, name, "sequence", of->sequence.mean, NULL);
    assay_findings_measure(found, name, "token", of->token.mean, NULL);
    if (of->sequence.has_spread) {
        assay_findings_measure(found, name, "sequence_se", of->sequence.se, NULL);
        assay_findings_measure(found, name, "sequence_variance", of->sequence.variance,
                               NULL);
        assay_findings_measure(found, name, "token_se", of->token.se, NULL);
        assay_findings_measure(found, name, "token_variance", of->token.variance, NULL);
    }
}

static void draw(const struct assay_kl_log *log, enum assay_kl kind,
                 struct assay_findings *found)
{
    struct assay_point *point = assay_arena_new(found->arena, log->steps, sizeof(*point));
    struct assay_str *name = assay_arena_new(found->arena, log->steps, sizeof(*name));
    const struct assay_series series = {.figure = ASSAY_STR("KL of sequences by step"),
                                        .name = assay_str_of(assay_kl_name(kind)),
                                        .x_label = ASSAY_STR("step"),
                                        .y_label = ASSAY_STR("KL, nats a sequence"),
                                        .category = name,
                                        .category_count = log->steps,
                                        .points = point,
                                        .count = log->steps};

    for (size_t i = 0; i < log->steps; i++) {
        name[i] = log->step[i].name;
        point[i] = (struct assay_point){.x = (double)i,
                                        .y = log->step[i].of[kind].sequence.mean,
                                        .n = log->step[i].of[kind].sequence.n};
    }
    assay_findings_series(found, &series);
}

void assay_kl_log_result(const struct assay_kl_log *log,
                         const struct assay_kl_asked *asked, struct assay_arena *arena,
                         struct assay_result *out)
{
    const struct assay_kl_step *last = &log->step[log->steps - 1];
    const struct assay_kl_level *k1 = &last->of[ASSAY_KL_K1].sequence;
    struct assay_findings found;

    *out = (struct assay_result){
        .suite = ASSAY_STR("kl"),
        .suite_version = ASSAY_STR("1"),
        .kind = ASSAY_STR("kl"),
        .model = assay_str_of(asked->path[0]),
        .label = assay_str_of(asked->path[0]),
        .rule = ASSAY_STR("k1 = log policy - log reference, summed over the tokens of a "
                          "response, mean over responses, at the last step"),
        .unit = ASSAY_STR("fraction"),
        .overall_rule = ASSAY_STR("mean of responses"),
        .level = 0.95,
        .overall = {.name = ASSAY_STR("Overall"),
                    .items = k1->n,
                    .counted = k1->n,
                    .clusters = k1->n,
                    .value = {.defined = true, .value = k1->mean}},
    };
    out->overall.count[ASSAY_STATE_SCORED] = k1->n;
    assay_findings_init(&found, arena);
    for (int k = 0; k < ASSAY_KL_ESTIMATORS; k++) {
        measure(&found, (enum assay_kl)k, last);
        draw(log, (enum assay_kl)k, &found);
    }
    assay_findings_note(&found, "d = sqrt(KL) of fits is of sequences, never of tokens");
    assay_findings_settle(&found, out);
}

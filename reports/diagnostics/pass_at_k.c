/*
 * pass_at_k.c - does training widen what a policy can solve, or only sharpen what it could solve already?
 *
 *   pass@k   1 - C(n - c, k) / C(n, k), n samples of a prompt with c right ones; the mean over prompts
 *   k*       of a checkpoint that is at least as good as the base at k = 1: the first k at which the base is better
 *   gained   prompts with a right sample that the base has none of; lost: the other way round
 *
 * The boundary is pass@K, K the samples that all prompts have. It shrinks where it falls below the base's, and expands
 * where it rises again behind its lowest checkpoint, each beyond the interval over prompts.
 *
 * Source: "The Debate on RLVR Reasoning Capability Boundary: Shrinkage, Expansion, or Both? A Two-Stage Dynamic View";
 *         pass@k: Chen et al. 2021, arXiv:2107.03374.
 */
#include "metrics/best_of_n.h"
#include "metrics/paired.h"
#include "reports/diagnostics/training.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    KS_MAX = ASSAY_TRACKS_MAX - 1,
    EVERY = 16 /* k* is looked for at every k up to this, then in steps of k / EVERY */
};

struct samples {
    uint32_t checkpoint, prompt;
    size_t n, right;
};

struct pass_at_k {
    struct assay_training training;
    const char *ks;
    size_t least;
    struct samples *at;
    size_t count, room;
};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct pass_at_k, training)),
    {.name = "k",
     .help = "which k are told, with commas between; without it powers of two",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct pass_at_k, ks),
     .value = "LIST",
     .optional = true},
    {.name = "samples",
     .help = "leave out prompts that have fewer samples",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct pass_at_k, least),
     .initial = "1",
     .lo = 1,
     .hi = ASSAY_ROLLOUT_RESPONSES_MAX,
     .value = "N"},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct pass_at_k *self = state;
    struct samples samples = {0};
    double right;

    (void)err;
    for (size_t i = 0; i < view->count; i++)
        if (assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                 &right)) {
            samples.n++;
            samples.right += right > 0.5;
        }
    if (samples.n < self->least || samples.n == 0 ||
        !assay_training_takes(&self->training, view->record.node, &samples.checkpoint))
        return ASSAY_OK;
    samples.prompt = assay_training_prompt(&self->training, view->record.node);
    if (self->count == self->room) {
        self->room = assay_memory_grow(self->room, self->count + 1);
        self->at = assay_memory_resize(self->at, self->room, sizeof(*self->at));
    }
    self->at[self->count++] = samples;
    return ASSAY_OK;
}

static size_t fewest(const struct pass_at_k *self)
{
    size_t n = SIZE_MAX;

    for (size_t i = 0; i < self->count; i++)
        n = self->at[i].n < n ? self->at[i].n : n;
    return n;
}

/* The k that are told, ascending, most the last; how many. */
static size_t choose_ks(const struct pass_at_k *self, size_t most, size_t *k,
                        struct assay_error *err)
{
    size_t n = 0;

    for (const char *at = self->ks; at && *at && n < KS_MAX; at += *at == ',') {
        char *end;
        const unsigned long one = strtoul(at, &end, 10);

        if (end == at || one < 1 || one > most || (*end && *end != ',') ||
            (n > 0 && one <= k[n - 1])) {
            (void)assay_fail(err, ASSAY_EUSAGE,
                             "--set k=%s: expected rising numbers from 1 to %zu, which "
                             "all prompts have samples of",
                             self->ks, most);
            return 0;
        }
        k[n++] = one;
        at = end;
    }
    for (size_t one = 1; !self->ks && one < most && n < KS_MAX; one *= 2)
        k[n++] = one;
    if (n == 0 || k[n - 1] != most)
        k[n++] = most;
    return n;
}

/* Tracks of all k, filled with every prompt's pass@k. */
static enum assay_code add_tracks(struct pass_at_k *self, const size_t *k, size_t ks,
                                  struct assay_arena *arena, struct assay_track *about,
                                  struct assay_error *err)
{
    double value;

    for (size_t j = 0; j < ks; j++) {
        const char *name = assay_arena_printf(arena, "pass@%zu", k[j]);

        about[j] = (struct assay_track){name, name, "percent", "pass@k"};
        for (size_t i = 0; i < self->count; i++) {
            const struct samples *at = &self->at[i];
            const enum assay_code code =
                assay_pass_at_k(at->n, at->right, k[j], &value, err);

            if (code)
                return code;
            assay_training_add(&self->training, j, at->checkpoint, at->prompt, value);
        }
    }
    return ASSAY_OK;
}

/* ---- against the base ---- */

/* Samples of every prompt at one checkpoint; n 0: none. */
static void samples_at(const struct pass_at_k *self, uint32_t checkpoint,
                       struct samples *out)
{
    memset(out, 0, self->training.prompts.count * sizeof(*out));
    for (size_t i = 0; i < self->count; i++)
        if (self->at[i].checkpoint == checkpoint)
            out[self->at[i].prompt] = self->at[i];
}

/* What one checkpoint is against the base. */
struct against {
    size_t prompts, gained, lost;
    size_t crossing; /* k*; 0: there is none */
};

/* Sum of pass@k over prompts that both have, the base's less the checkpoint's. */
static enum assay_code lead_at(const struct samples *base, const struct samples *other,
                               size_t prompts, size_t k, double *out,
                               struct assay_error *err)
{
    double a = 0.0, b = 0.0, one;
    enum assay_code code = ASSAY_OK;

    for (size_t p = 0; !code && p < prompts; p++) {
        if (base[p].n == 0 || other[p].n == 0)
            continue;
        code = assay_pass_at_k(base[p].n, base[p].right, k, &one, err);
        a += one;
        if (!code)
            code = assay_pass_at_k(other[p].n, other[p].right, k, &one, err);
        b += one;
    }
    *out = a - b;
    return code;
}

static enum assay_code compare(const struct samples *base, const struct samples *other,
                               size_t prompts, size_t most, struct against *out,
                               struct assay_error *err)
{
    const double slack = 1e-12 * (double)prompts;
    enum assay_code code;
    double lead;

    *out = (struct against){0};
    for (size_t p = 0; p < prompts; p++) {
        const bool both = base[p].n > 0 && other[p].n > 0;

        out->prompts += both;
        out->gained += both && base[p].right == 0 && other[p].right > 0;
        out->lost += both && base[p].right > 0 && other[p].right == 0;
    }
    code = lead_at(base, other, prompts, 1, &lead, err);
    if (code || lead > slack)
        return code;
    for (size_t k = 2; !code && k <= most && !out->crossing;
         k += k < EVERY ? 1 : k / EVERY) {
        code = lead_at(base, other, prompts, k, &lead, err);
        out->crossing = !code && lead > slack ? k : 0;
    }
    return code;
}

static void put_against(const struct assay_courses *courses,
                        const struct against *against, struct assay_diagnosis *out)
{
    struct assay_page_table *table = assay_page_table(
        out->page, "boundary",
        assay_str_of(assay_arena_printf(out->arena, "Against %.*s",
                                        ASSAY_STR_ARG(courses->label[0]))));
    struct assay_node *crossing = assay_node_list(out->arena);
    struct assay_node *gained = assay_node_list(out->arena);
    struct assay_node *lost = assay_node_list(out->arena);

    (void)assay_table_text(table, "checkpoint", ASSAY_STR("checkpoint"));
    (void)assay_table_number(table, "crossing", ASSAY_STR("k*"));
    (void)assay_table_number(table, "gained", ASSAY_STR("solved anew"));
    (void)assay_table_number(table, "lost", ASSAY_STR("solved no longer"));
    (void)assay_table_number(table, "p", ASSAY_STR("p, McNemar"));
    for (size_t i = 1; i < courses->count; i++) {
        const struct against *at = &against[i];
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(courses->label[i]);
        row->cell[1] = at->crossing ? assay_cell_count(at->crossing)
                                    : assay_cell_undefined(ASSAY_STR("no crossing"));
        row->cell[2] = assay_cell_count(at->gained);
        row->cell[3] = assay_cell_count(at->lost);
        row->cell[4] = assay_cell_p(
            assay_paired_mcnemar((unsigned)at->lost, (unsigned)at->gained).exact);
        (void)assay_node_push(out->arena, crossing,
                              at->crossing ? assay_node_of_int((int64_t)at->crossing)
                                           : assay_node_null());
        (void)assay_node_push(out->arena, gained, assay_node_of_int((int64_t)at->gained));
        (void)assay_node_push(out->arena, lost, assay_node_of_int((int64_t)at->lost));
    }
    assay_node_put(out->arena, out->values, "crossing", *crossing);
    assay_node_put(out->arena, out->values, "gained", *gained);
    assay_node_put(out->arena, out->values, "lost", *lost);
}

static enum assay_code tell_against(const struct pass_at_k *self,
                                    const struct assay_courses *courses, size_t most,
                                    struct assay_diagnosis *out, struct assay_error *err)
{
    const size_t prompts = self->training.prompts.count;
    struct samples *base = assay_arena_new(out->arena, prompts + 1, sizeof(*base));
    struct samples *other = assay_arena_new(out->arena, prompts + 1, sizeof(*other));
    struct against *against =
        assay_arena_new(out->arena, courses->count + 1, sizeof(*against));
    enum assay_code code = ASSAY_OK;

    samples_at(self, courses->order[0], base);
    for (size_t i = 1; !code && i < courses->count; i++) {
        samples_at(self, courses->order[i], other);
        code = compare(base, other, prompts, most, &against[i], err);
    }
    if (!code)
        put_against(courses, against, out);
    return code;
}

/* ---- stages ---- */

/* The checkpoint of the lowest boundary, and whether it is below what comes before and after. */
struct stages {
    size_t turn;
    bool shrinks, expands;
};

static enum assay_code find_stages(const struct assay_courses *courses, size_t track,
                                   const struct assay_diagnosis *out,
                                   struct stages *stages, struct assay_error *err)
{
    const double *value = courses->track[track].value;
    struct assay_training_change fall, rise;
    enum assay_code code;

    *stages = (struct stages){0};
    for (size_t i = 1; i < courses->count; i++)
        if (value[i] < value[stages->turn])
            stages->turn = i;
    code = assay_training_change_of(
        courses, (struct assay_training_between){track, 0, stages->turn}, out, &fall,
        err);
    if (!code)
        code = assay_training_change_of(
            courses,
            (struct assay_training_between){track, stages->turn, courses->count - 1}, out,
            &rise, err);
    if (code)
        return code;
    stages->shrinks = stages->turn > 0 && assay_training_side(&fall) < 0;
    stages->expands = stages->turn + 1 < courses->count && assay_training_side(&rise) > 0;
    return ASSAY_OK;
}

static const char *stage_words(const struct stages *stages)
{
    if (stages->shrinks && stages->expands)
        return "shrink, then expand";
    if (stages->shrinks)
        return "shrink";
    return stages->expands ? "expand" : "level";
}

static void tell_stages(const struct assay_courses *courses, const struct stages *stages,
                        size_t most, struct assay_diagnosis *out)
{
    const char *where = assay_training_place(courses, stages->turn, out->arena);
    const char *text;

    if (courses->count < 2)
        text = assay_arena_printf(out->arena,
                                  "One checkpoint alone: whether what the policy can "
                                  "solve in %zu samples shrinks or expands is not told.",
                                  most);
    else if (stages->shrinks && stages->expands)
        text = assay_arena_printf(
            out->arena,
            "What the policy can solve in %zu samples shrinks up to %s and expands from "
            "there on.",
            most, where);
    else if (stages->shrinks)
        text = assay_arena_printf(
            out->arena,
            "What the policy can solve in %zu samples shrinks, and is lowest at %s.",
            most, where);
    else if (stages->expands)
        text = assay_arena_printf(
            out->arena, "What the policy can solve in %zu samples expands from %s on.",
            most, where);
    else
        text = assay_arena_printf(
            out->arena,
            "What the policy can solve in %zu samples neither shrinks nor expands beyond "
            "chance.",
            most);
    (void)assay_page_text(out->page, assay_str_of(text));
    assay_node_put(out->arena, out->values, "boundary",
                   courses->count < 2 ? assay_node_null()
                                      : assay_node_of_string(stage_words(stages)));
    assay_training_flag(courses, "shrinks", stages->shrinks ? stages->turn : SIZE_MAX,
                        out);
    assay_training_flag(courses, "expands", stages->expands ? stages->turn : SIZE_MAX,
                        out);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct pass_at_k *self = state;
    struct assay_track *about = assay_arena_new(out->arena, KS_MAX + 1, sizeof(*about));
    struct assay_courses courses;
    struct stages stages;
    size_t k[KS_MAX + 1], ks, most;
    enum assay_code code;

    if (self->count == 0) {
        out->lacks = "responses[].correct";
        return ASSAY_OK;
    }
    most = fewest(self);
    ks = choose_ks(self, most, k, err);
    if (ks == 0)
        return ASSAY_EUSAGE;
    code = add_tracks(self, k, ks, out->arena, about, err);
    if (!code)
        code = assay_training_settle(&self->training, about, ks, out, &courses, err);
    if (code || out->lacks)
        return code;
    code = find_stages(&courses, ks - 1, out, &stages, err);
    if (code)
        return code;
    tell_stages(&courses, &stages, most, out);
    assay_node_put_count(out->arena, out->values, "samples", most);
    assay_training_tell(&courses, "pass-at-k", out);
    return courses.count > 1 ? tell_against(self, &courses, most, out, err) : ASSAY_OK;
}

static void end(void *state)
{
    struct pass_at_k *self = state;

    assay_training_release(&self->training);
    free(self->at);
}

const struct assay_diagnostic assay_diagnostic_pass_at_k = {
    .name = "pass-at-k",
    .summary = "does training widen what a policy can solve, or only sharpen it?",
    .formula =
        "pass@k = 1 - C(n - c, k) / C(n, k); k*: first k at which the base is better; "
        "prompts solved anew and no longer",
    .needs = "correct step ckpt",
    .source = "Two-stage view of the RLVR boundary debate; pass@k: Chen et al. 2021, "
              "arXiv:2107.03374",
    .rows = {7},
    .quirk = "the mass of high-reward against optimal tokens, which the paper looks at "
             "too, is "
             "not computed: its formula was not seen",
    .options = options,
    .state_size = sizeof(struct pass_at_k),
    .take = take,
    .tell = tell,
    .end = end,
};

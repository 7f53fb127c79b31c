#include "harness/run/experiment_journal.h"

#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/version.h"
#include "harness/run/journal.h"
#include "harness/run/past.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    NUMBER = 24 /* bytes of an environment's number as an id */
};

static const struct assay_str suite_name = {"experiment", 10};

void assay_experiment_digest(const struct assay_experiment *of,
                             char out[ASSAY_DIGEST_HEX])
{
    const struct assay_random_setting *world = &of->world;
    struct assay_buf text = {0};
    unsigned char digest[ASSAY_DIGEST_BYTES];

    assay_buf_printf(
        &text, "%s %zu %zu %.17g %d %.17g %.17g %.17g %.17g %llu %zu %zu %zu",
        assay_version(), world->states, world->actions, world->gamma, (int)world->tail,
        world->chances.sparse, world->chances.scaled, world->chances.offset,
        world->chances.shaped, (unsigned long long)world->seed, of->environments,
        of->pairs, of->steps);
    for (size_t i = 0; i < of->metrics; i++)
        assay_buf_printf(&text, " %s", of->metric[i].name);
    assay_digest_of(assay_buf_view(&text), digest);
    assay_digest_hex(digest, out);
    assay_buf_release(&text);
}

/* What threads share. */
struct work {
    const struct assay_experiment *of;
    struct assay_experiment_data *data;
    struct assay_journal *journal;
    struct assay_stage *stage;
    enum assay_code *code;   /* (environments,) */
    struct assay_error *err; /* (environments,) of those that failed */
};

static const char *id_of(size_t number, char out[NUMBER])
{
    (void)snprintf(out, NUMBER, "%zu", number);
    return out;
}

static enum assay_code keep(const struct work *work, size_t number,
                            struct assay_error *err)
{
    const size_t count = work->data->comparisons * work->data->columns;
    const double *value = work->data->value + number * count;
    struct assay_arena arena = {0};
    struct assay_answer *answers = assay_arena_new(&arena, count, sizeof(*answers));
    struct assay_buf line = {0};
    char id[NUMBER];
    const struct assay_journal_entry entry = {.suite = suite_name,
                                              .id = assay_str_of(id_of(number, id)),
                                              .answers = answers,
                                              .count = count};
    enum assay_code code;

    for (size_t i = 0; i < count; i++)
        answers[i] =
            isfinite(value[i])
                ? (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = value[i]}
                : (struct assay_answer){.state = ASSAY_STATE_NAN};
    assay_journal_line(&entry, &arena, &line);
    code = assay_journal_write(work->journal, assay_buf_view(&line), err);
    assay_buf_release(&line);
    assay_arena_release(&arena);
    return code;
}

static void work_one(void *state, size_t worker, size_t number)
{
    struct work *work = state;

    (void)worker;
    if (work->data->there[number])
        return;
    work->code[number] =
        assay_experiment_environment(work->of, number, work->data, &work->err[number]);
    if (!work->code[number] && work->journal)
        work->code[number] = keep(work, number, &work->err[number]);
    assay_stage_add(work->stage, 1);
}

/* Environments that the journal has. */
static void take_past(const struct assay_experiment *of, const struct assay_past *past,
                      struct assay_experiment_data *data)
{
    const struct assay_past_suite *suite = assay_past_find(past, suite_name);
    const size_t count = data->comparisons * data->columns;

    for (size_t e = 0; suite && e < of->environments; e++) {
        char id[NUMBER];
        size_t answers;
        const struct assay_answer *answer =
            assay_past_answers(suite, assay_str_of(id_of(e, id)), &answers);

        if (!answer || answers != count)
            continue;
        for (size_t i = 0; i < count; i++)
            data->value[e * count + i] =
                answer[i].state == ASSAY_STATE_SCORED ? answer[i].value : (double)NAN;
        data->there[e] = true;
    }
}

static enum assay_code open_journal(const struct assay_experiment *of, const char *path,
                                    struct assay_experiment_data *data,
                                    struct assay_journal **out, struct assay_error *err)
{
    char digest[ASSAY_DIGEST_HEX];
    struct assay_past past = {0};
    enum assay_code code;

    assay_experiment_digest(of, digest);
    if (!assay_file_exists(path))
        return assay_journal_create(path, digest, out, err);
    code = assay_past_read(path, digest, &past, err);
    if (!code) {
        take_past(of, &past, data);
        code = assay_journal_resume(path, digest, past.whole, out, err);
    }
    assay_past_release(&past);
    return code;
}

static enum assay_code work_all(struct work *work, size_t jobs, struct assay_error *err)
{
    const size_t environments = work->of->environments;
    size_t there = 0;

    for (size_t e = 0; e < environments; e++)
        there += work->data->there[e] ? 1 : 0;
    work->code = assay_memory_new(environments, sizeof(*work->code));
    work->err = assay_memory_new(environments, sizeof(*work->err));
    assay_stage_begin(work->stage, ASSAY_STR("environments"), environments, false);
    assay_stage_set(work->stage, there);
    assay_parallel(jobs, environments, work_one, work);
    assay_stage_end(work->stage);
    for (size_t e = 0; e < environments; e++) {
        if (work->code[e]) {
            *err = work->err[e];
            return work->code[e];
        }
    }
    return ASSAY_OK;
}

enum assay_code assay_experiment_run(const struct assay_experiment *of, const char *path,
                                     size_t jobs, struct assay_stage *stage,
                                     struct assay_experiment_data *data,
                                     struct assay_error *err)
{
    struct work work = {.of = of, .data = data, .stage = stage};
    enum assay_code code = ASSAY_OK;

    if (path)
        code = open_journal(of, path, data, &work.journal, err);
    if (!code)
        code = work_all(&work, jobs, err);
    assay_journal_close(work.journal);
    free(work.code);
    free(work.err);
    return code;
}

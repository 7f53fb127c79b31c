/*
 * training.h - numbers of a training run by its checkpoints: what diagnostics of runs collect, and how it is told.
 *
 * A number is of a track (what it measures), of a checkpoint, and of a prompt or of the checkpoint as a whole. A track's value at
 * a checkpoint is the mean over prompts, so that its interval is that of a bootstrap over prompts; what ckpt records say stands as
 * it is, without one. Groups and ckpt records are of one checkpoint where they have the same step or the same name.
 */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_TRAINING_H
#define ASSAY_REPORTS_DIAGNOSTICS_TRAINING_H

#include "harness/core/names.h"
#include "reports/diagnostics/diagnostic.h"

enum {
    ASSAY_TRACKS_MAX = 12 /* of a diagnostic: as many as a figure has lines */
};

/* Instead of a prompt: of the checkpoint as a whole. */
#define ASSAY_TRAINING_WHOLE UINT32_MAX

/* What is measured. */
struct assay_track {
    const char *key; /* among the values and in the table */
    const char *header;
    const char *unit;  /* as of number.h: "percent", "" */
    const char *panel; /* of the figure; NULL: not drawn */
};

struct assay_training_checkpoint {
    const char *name; /* as groups say, else "step 400" */
    double step, epoch;
    bool has_step, has_epoch;
};

struct assay_training_number {
    uint32_t track, checkpoint, prompt;
    double value;
};

/* What numbers stand along in place of checkpoints: budgets of a thought, beginnings of a response. */
struct assay_training_axis {
    const char *name; /* "budget, tokens" */
    const char *key;  /* among the values: "budgets" */
    bool doubling;    /* drawn by powers of two; all are above 0 */
};

/* Zero bytes are an empty one; release with assay_training_release. */
struct assay_training {
    const char *
        run; /* the option `run`; NULL: the log's only one. Stands first, for ASSAY_TRAINING_RUN */
    const struct assay_training_axis *axis; /* NULL: checkpoints */
    struct assay_arena arena;
    struct assay_names runs, keys, prompts;
    uint32_t *of; /* (keys.count,) the checkpoint of a key */
    struct assay_training_checkpoint *at;
    size_t count, room;
    struct assay_training_number *number;
    size_t numbers, numbers_room;
};

/* The option `run` of a diagnostic whose struct assay_training is at this offset. */
#define ASSAY_TRAINING_RUN(place)                                                        \
    {                                                                                    \
        .name = "run", .help = "which run, of a log that has several",                   \
        .type = ASSAY_OPTION_TEXT,                                                       \
        .offset = (place) + offsetof(struct assay_training, run), .value = "NAME",       \
        .optional = true                                                                 \
    }

/*
 * True, with its checkpoint, if a group or ckpt record is of the run that is looked at. A record that says neither step nor ckpt
 * is of a checkpoint called "all".
 */
bool assay_training_takes(struct assay_training *training,
                          const struct assay_node *record, uint32_t *checkpoint);

/* The place of a number of the axis, in place of a checkpoint. */
uint32_t assay_training_at(struct assay_training *t, double x);

/* The prompt of a group: alike at all checkpoints. */
uint32_t assay_training_prompt(struct assay_training *t, const struct assay_node *group);

/* Adds a number; several of one place are averaged. NaN is none. */
void assay_training_add(struct assay_training *t, size_t track, uint32_t checkpoint,
                        uint32_t prompt, double value);

/* Mean of a number over the responses of a group that have it, "correct"; NaN: none has. */
double assay_training_mean(const struct assay_rollout_view *view, const char *path);

/* The same of the means of an array, "tok.H". Errors: those of side files. */
ASSAY_MUST_USE
enum assay_code assay_training_mean_tokens(const struct assay_rollout_view *view,
                                           const char *path, double *out,
                                           struct assay_error *err);

/* What a number of a record is called is added where it is there: a track of the checkpoint as a whole. */
void assay_training_add_whole(struct assay_training *t, size_t track, uint32_t checkpoint,
                              const struct assay_node *record, const char *path);

/* A track along the checkpoints. */
struct assay_course {
    bool any;      /* some checkpoint has a value */
    double *value; /* (count,) NaN: none */
    double *lo, *hi;
    bool *banded;    /* (count,) lo and hi are there */
    size_t *prompts; /* (count,) behind the value */

    /* of single prompts, for paired differences: (prompts, count) NaN: none; NULL: there are none */
    const double *single;
};

/* All tracks. In the arena of the diagnosis. */
struct assay_courses {
    const struct assay_training *training;
    size_t count; /* checkpoints */
    const uint32_t *
        order; /* (count,) of training->at: by step where all have one, else of first sight */
    const double *x; /* (count,) step, or 0, 1, ... */
    bool by_step;
    const struct assay_str *label; /* (count,) */
    const struct assay_track *about;
    struct assay_course *track; /* (tracks,) */
    size_t tracks;
};

/*
 * Puts the numbers in order. out->lacks is set, and nothing else done, where the log has several runs and none is chosen.
 * Errors: ASSAY_EDOMAIN.
 */
ASSAY_MUST_USE
enum assay_code assay_training_settle(const struct assay_training *training,
                                      const struct assay_track *about, size_t tracks,
                                      struct assay_diagnosis *out,
                                      struct assay_courses *courses,
                                      struct assay_error *err);

/*
 * A difference of two checkpoints over the prompts that have both; where no prompt has, of the means of two batches of two or more
 * prompts, drawn apart (prompts is 0); of whole checkpoints without an interval.
 */
struct assay_training_change {
    bool any;
    double value; /* later less earlier */
    size_t prompts;
    bool banded;
    double lo, hi; /* of the bootstrap over prompts */
};

/* Of which track, from which checkpoint to which. */
struct assay_training_between {
    size_t track, earlier, later;
};

/* Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_training_change_of(const struct assay_courses *courses,
                                         struct assay_training_between between,
                                         const struct assay_diagnosis *out,
                                         struct assay_training_change *change,
                                         struct assay_error *err);

/* Intervals of a track over prompts, where there are two or more; for training.c alone. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_training_bands(const struct assay_courses *courses,
                                     struct assay_course *course,
                                     const struct assay_diagnosis *out,
                                     struct assay_error *err);

/* -1 or 1 where the interval leaves 0 out; without one the sign. 0 where nothing is told. */
int assay_training_side(const struct assay_training_change *change);

/* First and last checkpoint that have a value of a track; false where there are not two. */
bool assay_training_ends(const struct assay_course *course, size_t count, size_t *first,
                         size_t *last);

/* "step 400", or the checkpoint's name. */
const char *assay_training_place(const struct assay_courses *courses, size_t i,
                                 struct assay_arena *arena);

/* The table of all tracks that have values, their figure, called name, and among the values a list of each. */
void assay_training_tell(const struct assay_courses *courses, const char *name,
                         struct assay_diagnosis *out);

/* A flag among the values, with the step (or place) where it is raised; place SIZE_MAX: it is not. */
void assay_training_flag(const struct assay_courses *courses, const char *key,
                         size_t place, struct assay_diagnosis *out);

void assay_training_release(struct assay_training *t);

#endif

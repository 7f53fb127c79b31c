/*
 * signal.h - what a reward signal looks like: a computation from fields of a rollout log to a reward of each response.
 *
 * A computation is a constant struct in a file of its own, adapters/signals/NAME.c, listed once in signals.def. Papers are
 * presets in its table: a name of their own, a row of the catalogue (papers.h) and the settings that make the computation
 * theirs. The word is the same everywhere: `--model signal:NAME --model-option KEY=VALUE`, `assay log fill --signal NAME`,
 * `assay signals NAME`; NAME is a computation or a preset.
 *
 * Life of a state:
 *
 *     zeroed -> options parsed into it -> begin -> [look at every group] -> take every group, or each response -> end
 *
 * Groups come in the order of the log, one is in memory. A computation that needs the whole log before it can say
 * anything has look, and the log is read twice. A response that lacks a field has no reward and says what it lacks.
 */
#ifndef ASSAY_ADAPTERS_SIGNALS_SIGNAL_H
#define ASSAY_ADAPTERS_SIGNALS_SIGNAL_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "harness/core/rollout_walk.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_SIGNAL_SETTINGS = 12, /* of a preset, at most */
};

/* What a signal says of one response. */
struct assay_signal_value {
    double reward; /* finite; NaN: none, and lacks says why */
    const char *
        lacks; /* "tok.lp.policy": the field that is not there, or a reason in words; a literal or in the
                             view's arena */
    const double *
        tokens; /* (n_tok,) a reward or value a token, written under tok.value; NULL: none */
    size_t token_count;
    const double
        *steps; /* (steps,) a reward a step, written under steps.reward; NULL: none */
    size_t step_count;
};

struct assay_signal_preset {
    const char *name;    /* "dpo"; NULL ends a list */
    unsigned row;        /* of the catalogue; 0: none */
    const char *formula; /* one line; NULL: the computation's */
    const char *needs;   /* fields, blanks between; NULL: the computation's */
    const char *settings[ASSAY_SIGNAL_SETTINGS]; /* KEY=VALUE, NULL behind the last */
    const char *
        quirk; /* what the official code does otherwise and which option does it, or what is not known of the
                          formula and which option has it open; NULL: nothing */
};

struct assay_signal {
    const char *name;
    const char *summary; /* one line, lower case */
    const char *formula; /* one line, as it is computed */
    const char *
        needs; /* fields of a log (docs/LOGS.md), blanks between; names that options choose by their defaults */
    const char
        *source; /* papers and code: "Kang et al. 2025, arXiv:2502.18581, equation 6" */
    const struct assay_option *options; /* NULL: none */
    size_t state_size;
    const struct assay_signal_preset *presets; /* NULL: none */

    /* Acquires, and checks options against each other. NULL: nothing. Errors: ASSAY_EUSAGE. If it fails, end is called. */
    ASSAY_MUST_USE enum assay_code (*begin)(void *state, struct assay_error *err);

    /* Sees a group before any is taken; NULL: one pass is enough. looks says whether it does under these options; NULL: it does. */
    bool (*looks)(const void *state);
    ASSAY_MUST_USE enum assay_code (*look)(void *state,
                                           const struct assay_rollout_view *view,
                                           struct assay_error *err);

    /*
     * The reward of the i-th response of a group, where it follows from that response alone; else NULL, and take is there.
     *
     *   out  without a reward at first; arrays go to the view's arena
     *
     * Errors: as take.
     */
    ASSAY_MUST_USE enum assay_code (*each)(void *state,
                                           const struct assay_rollout_view *view,
                                           size_t i, struct assay_signal_value *out,
                                           struct assay_error *err);

    /*
     * Rewards of a group.
     *
     *   out  (view->count,) without rewards at first; arrays go to the view's arena
     *
     * Errors: those of side files; ASSAY_EDATA "path:line: ..." for values that cannot be what the field holds.
     */
    ASSAY_MUST_USE enum assay_code (*take)(void *state,
                                           const struct assay_rollout_view *view,
                                           struct assay_signal_value *out,
                                           struct assay_error *err);

    /* Releases. NULL: nothing. */
    void (*end)(void *state);
};

/* The i-th computation in alphabetical order, or NULL past the last. */
const struct assay_signal *assay_signal_at(size_t i);

/* What a name stands for. */
struct assay_signal_choice {
    const struct assay_signal *signal;
    const struct assay_signal_preset *preset; /* NULL: the computation itself */
    const char *name;                         /* of the preset, else of the computation */
    const struct assay_option *
        options; /* the computation's with the preset's settings as defaults; NULL: none */
};

/* Errors: ASSAY_EUSAGE where nothing is called so, with the nearest. */
ASSAY_MUST_USE
enum assay_code assay_signal_choose(const char *name, struct assay_arena *arena,
                                    struct assay_signal_choice *out,
                                    struct assay_error *err);

/* ---- a signal at work ---- */

struct assay_signal_run;

/* words (n,), KEY=VALUE, must outlive the run. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_signal_open(const char *name, const char *const *words, size_t n,
                                  struct assay_signal_run **out, struct assay_error *err);

/* The same with a state that was filled by choice->options, which stays the caller's. */
ASSAY_MUST_USE
enum assay_code assay_signal_open_state(const struct assay_signal_choice *choice,
                                        void *state, struct assay_signal_run **out,
                                        struct assay_error *err);

void assay_signal_close(struct assay_signal_run *run); /* NULL is allowed */

const struct assay_signal_choice *assay_signal_chosen(const struct assay_signal_run *run);

/* All that its values depend on beside the log, spelt out in one way: "NAME {options in effect}". */
const char *assay_signal_parameters(const struct assay_signal_run *run);

/* True if the signal looks at every group before it takes any. */
bool assay_signal_looks(const struct assay_signal_run *run);

/* Lets it look at a group; only where it looks. Errors: those of its look. */
ASSAY_MUST_USE
enum assay_code assay_signal_look_group(struct assay_signal_run *run,
                                        const struct assay_rollout_view *view,
                                        struct assay_error *err);

/*
 * Reads the log where the signal looks before it takes; call once, before the first take. Several signals look in one pass by
 * signal_set.h.
 * Errors: those of reading.
 */
ASSAY_MUST_USE
enum assay_code assay_signal_look(struct assay_signal_run *run, const char *path,
                                  struct assay_error *err);

/*
 * What the signal says of a group.
 *
 *   out  (view->count,) in the view's arena
 *
 * A reward that came out infinite or not a number is none: it lacks "a finite value".
 */
ASSAY_MUST_USE
enum assay_code assay_signal_take(struct assay_signal_run *run,
                                  const struct assay_rollout_view *view,
                                  const struct assay_signal_value **out,
                                  struct assay_error *err);

/* ---- for computations ---- */

/* Says that a response has no reward for want of a field; the first reason stays. */
void assay_signal_lack(struct assay_signal_value *value, const char *what);

/* Numbers of a response, one a token or a step. */
struct assay_signal_track {
    const double *at; /* (n,) in the view's arena */
    size_t n;
};

/*
 * An array of a response, as assay_rollout_array; where it is missing, the value lacks the field.
 *
 *   path  "tok.lp.%s" in effect: put together by assay_signal_path where a name is an option
 *   out   at is NULL where it is missing
 */
ASSAY_MUST_USE
enum assay_code assay_signal_array(const struct assay_rollout_view *view, size_t i,
                                   const char *path, struct assay_signal_value *value,
                                   struct assay_signal_track *out,
                                   struct assay_error *err);

/* A number of a response; false, and the value lacks the field, where it is missing. */
bool assay_signal_number(const struct assay_rollout_view *view, size_t i,
                         const char *path, struct assay_signal_value *value, double *out);

/* PREFIX.NAME in the view's arena. */
const char *assay_signal_path(const struct assay_rollout_view *view, const char *prefix,
                              const char *name);

#define SIGNAL(symbol) extern const struct assay_signal symbol;
#include "adapters/signals/signals.def"
#undef SIGNAL

#endif

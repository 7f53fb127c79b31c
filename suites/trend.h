/*
 * trend.h - what a training run logged, as columns: step, KL, proxy, gold, and what tells runs apart.
 *
 * Rows come from files of any layout (harness/core/records.h) or of a trainer (trend_format.h). What a
 * column is, its role, is told by the user (`--column gold=eval/gold`), else by the description
 * (`kind: trend`, docs/SUITES.md), else by the tool that wrote the file, else by its name (trend_names.def).
 * Columns without a role keep their names, so that anything logged along the run can be looked at.
 *
 * Trainers write what belongs to one step in several rows (losses, then an evaluation): rows of one run,
 * step, seed and whatever else tells rows apart (split columns, prompt) become one. Where two of them have
 * different values in one column they are refused, unless setting.repeats says that the later one counts.
 */
#ifndef ASSAY_SUITES_TREND_H
#define ASSAY_SUITES_TREND_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TREND_FILES_MAX = 4096,
    ASSAY_TREND_COLUMNS_MAX = 4096,
    ASSAY_TREND_NOTES_MAX = 64 /* further ones are counted */
};

#define ASSAY_TREND_ROWS_MAX  ((size_t)1 << 24)
#define ASSAY_TREND_CELLS_MAX ((size_t)1 << 28) /* rows x columns */

#define ASSAY_TREND_ABSENT UINT32_MAX /* id of no level */

enum assay_trend_role {
    ASSAY_TREND_OTHER, /* numbers under their own name */
    ASSAY_TREND_STEP,  /* of the trainer; the x of onset */
    ASSAY_TREND_KL,    /* KL(policy || reference), nats */
    ASSAY_TREND_D,     /* root of the KL */
    ASSAY_TREND_N,     /* best of n */
    ASSAY_TREND_PROXY, /* what was optimised: one column or several */
    ASSAY_TREND_GOLD,  /* what was wanted: one column or several */
    ASSAY_TREND_WIN_RATE, /* against a reference, in [0, 1]; stands in for gold in direct alignment */
    ASSAY_TREND_MARGIN,   /* of implicit rewards, chosen less rejected */
    ASSAY_TREND_ACCURACY, /* of implicit rewards, in [0, 1] */
    ASSAY_TREND_LENGTH,   /* of responses, tokens or whatever was logged */
    ASSAY_TREND_REPETITION,
    ASSAY_TREND_FORMAT,
    /* what follows tells rows apart: see assay_trend_splits */
    ASSAY_TREND_RUN,
    ASSAY_TREND_SEED,
    ASSAY_TREND_RM_SIZE,   /* parameters of the reward model: numbers, or "125M", "3B" */
    ASSAY_TREND_DATA_SIZE, /* comparisons that it was trained on, likewise */
    ASSAY_TREND_BETA,      /* KL penalty */
    ASSAY_TREND_ALGORITHM,
    ASSAY_TREND_CHECKPOINT, /* one of several of a run */
    ASSAY_TREND_PROMPT,     /* rows are of single prompts: resampled together */
    ASSAY_TREND_SPLIT,      /* further ones, of `split:` or --column split=NAME */
    ASSAY_TREND_ROLES
};

/* "other", "step", "kl", ..., NULL, in the order of the enum: words of `fields:` and --column. */
extern const char *const assay_trend_role_names[];

/* Over what a logged KL is summed. */
enum assay_trend_unit {
    ASSAY_TREND_UNIT_UNSTATED, /* taken for a sequence, and noted */
    ASSAY_TREND_UNIT_SEQUENCE, /* a sum over the tokens of a response, mean over responses */
    ASSAY_TREND_UNIT_TOKEN,    /* a mean over tokens */
};

/* "unstated", "sequence", "token", NULL: words of `kl_unit:`. */
extern const char *const assay_trend_unit_names[];

/* Which estimator it is, r = log pi_ref - log pi: k1 = -r, k2 = r^2 / 2, k3 = expm1(r) - r. */
enum assay_trend_estimator {
    ASSAY_TREND_ESTIMATOR_UNSTATED,
    ASSAY_TREND_ESTIMATOR_K1,
    ASSAY_TREND_ESTIMATOR_K2,
    ASSAY_TREND_ESTIMATOR_K3,
    ASSAY_TREND_ESTIMATOR_EXACT, /* a sum over the vocabulary, or of best of n by its formula */
};

/* "unstated", "k1", "k2", "k3", "exact", NULL: words of `kl_estimator:`. */
extern const char *const assay_trend_estimator_names[];

struct assay_trend_column {
    struct assay_str name; /* in the file that it was first found in */
    enum assay_trend_role role;
    const double *number; /* (rows,) NaN: absent; NULL: the column is of texts */
    const uint32_t *
        id; /* (rows,) place in level, ASSAY_TREND_ABSENT: absent; NULL where the column is
                               neither of texts nor splits */
    const struct assay_str
        *level; /* (level_count,) in order of first sight; numbers spelt out */
    size_t level_count;
    size_t present; /* rows that have a value */
    bool derived;   /* not in the data: d of KL, KL of d or n, run of the file's name */
};

/* A file that rows come from. */
struct assay_trend_source {
    const char *path;
    const char
        *format; /* that it is in (trend_format.h), or NULL: a table as any other */
    const char *trainer; /* whose names its columns have, or NULL: common ones */
    char digest[ASSAY_DIGEST_HEX];
    size_t records; /* as they stand in the file */
};

/* Where a row, or the first of those that it was made of, stands. */
struct assay_trend_place {
    uint32_t source;
    uint32_t line; /* from 1; 0: the layout has no lines */
    size_t record; /* from 0 */
};

struct assay_trend {
    size_t rows; /* in order of first sight */
    const struct assay_trend_column
        *column; /* (columns,) by role, then in order of first sight */
    size_t columns;
    const struct assay_trend_place *place; /* (rows,) */
    const struct assay_trend_source *source;
    size_t sources;
    enum assay_trend_unit unit;           /* of the KL; without one UNSTATED */
    enum assay_trend_estimator estimator; /* of the KL, where all files say the same */
    const char *const *note;              /* (notes,) "path:line: what" or "path: what" */
    size_t notes;
    size_t untold; /* notes beyond ASSAY_TREND_NOTES_MAX */
};

/* What of two values that one row and column has. */
enum assay_trend_repeats {
    ASSAY_TREND_REPEATS_ERROR, /* refused unless they are equal */
    ASSAY_TREND_REPEATS_LAST, /* the later one counts: a training that was resumed; noted */
};

extern const char *const assay_trend_repeats_names[]; /* "error", "last", NULL */

struct assay_suite;
struct assay_trend_format;

struct assay_trend_setting {
    const struct assay_suite
        *suite; /* of kind trend, whose files are read and fields hold; or NULL */
    const char *const *
        path; /* (paths,) more files, or folders of a trainer; "run=path" names the run */
    size_t paths;
    const struct assay_trend_format
        *format; /* of all of them; NULL: recognised, each by itself */
    const char *const *
        column; /* (columns,) "ROLE=NAME", NAME a key of records or a field (field.h); of the
                                  KL also "kl_unit=WORD" and "kl_estimator=WORD" */
    size_t columns;
    enum assay_trend_repeats repeats;
};

/*
 * Reads rows into columns, all of it in arena.
 *
 * d is the root of the KL where it is not logged, the KL the square of d or, where rows have an n alone,
 * that of best of n, log n - (n - 1) / n. A KL below 0 is noise of an estimator or a fault: k2, k3 and exact ones
 * cannot be negative and are refused; others are, below -1 for a sequence (where TRL's PPO trainer warns) or
 * -0.05 for a mean over tokens; above that d is 0, which a note tells. Values that are no finite numbers are
 * absent, which a note tells. Rows without a run are of one named as their file, or by the path in front
 * of "=". Where no row of a file has a step there is none; where some have one all have.
 *
 * Errors: ASSAY_EUSAGE for words of setting.column; ASSAY_EDATA "path:line: what" for data and
 * descriptions: rows that repeat, a negative KL, KL of sequences beside KL of tokens, no rows, neither proxy nor
 * gold nor win rate nor margin, a column of numbers with a text; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_read(const struct assay_trend_setting *setting,
                                 struct assay_arena *arena, struct assay_trend *out,
                                 struct assay_error *err);

/* The k-th column of a role, or NULL. */
const struct assay_trend_column *assay_trend_column(const struct assay_trend *trend,
                                                    enum assay_trend_role role, size_t k);

/* The column of a name, or NULL. */
const struct assay_trend_column *assay_trend_named(const struct assay_trend *trend,
                                                   struct assay_str name);

/* "125M", "1.3B", "40k" or a plain number: parameters or comparisons. */
bool assay_trend_size(struct assay_str text, double *out);

/* True for roles whose columns tell rows apart: RUN to SPLIT. */
bool assay_trend_splits(enum assay_trend_role role);

/* Where a row stands, for messages. */
struct assay_spot assay_trend_spot(const struct assay_trend *trend, size_t row);

/* Rows that share what they are grouped by. */
struct assay_trend_group {
    const uint32_t
        *row; /* (count,) by step, those without one in the order of the data */
    size_t count;
};

/*
 * Rows by equal values of columns with levels; absent is a value of its own. Groups in order of first sight.
 * Returns how many. In arena.
 */
size_t assay_trend_group(const struct assay_trend *trend,
                         const struct assay_trend_column *const *by, size_t count,
                         struct assay_arena *arena, const struct assay_trend_group **out);

/* The same by run, seed and every other split but checkpoint and prompt: one a curve. */
size_t assay_trend_curves(const struct assay_trend *trend, struct assay_arena *arena,
                          const struct assay_trend_group **out);

#endif

/*
 * format_write.h - a stored run as the writers of formats see it; for format_*.c and who calls them.
 */
#ifndef ASSAY_CORE_FORMAT_WRITE_H
#define ASSAY_CORE_FORMAT_WRITE_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/format.h"
#include "harness/core/item.h"
#include "harness/core/result.h"

/* An item with what was answered of it. */
struct assay_format_row {
    const struct assay_item *item;
    const struct assay_answer *answers; /* (count,) */
    size_t count;
};

struct assay_format_run {
    const struct assay_result *result;  /* of the suite that is written */
    const struct assay_node *document;  /* run.json */
    const char *dataset;                /* on the hub, "ORG/NAME"; NULL: not known */
    enum assay_want want;               /* of the answers */
    size_t votes;                       /* a presentation order, where want is VERDICTS */
    const struct assay_format_row *row; /* (rows,) in suite order; none for totals */
    size_t rows;
    struct assay_arena *arena; /* for what a writer makes */
};

/* True if every value of the row was scored. */
bool assay_format_answered(const struct assay_format_row *row);

/* The id of the item in its subset: its key without "SUBSET/" in front. */
struct assay_str assay_format_row_id(const struct assay_format_row *row);

/* The same where its data tell subsets as the format does, in a field `subset`; else its key. */
struct assay_str assay_format_subset_id(const struct assay_format_row *row);

/*
 * The places of the completions, right ones (highest gold) first and otherwise in their order:
 * place (completion_count,) in arena, and how many are right.
 */
const size_t *assay_format_order(const struct assay_item *item, struct assay_arena *arena,
                                 size_t *right);

/*
 * 1.0 where the right completion alone is on top, else 0.0; for verdicts the first one. False
 * where something was not answered.
 */
bool assay_format_reward(const struct assay_format_run *run,
                         const struct assay_format_row *row, double *reward);

/*
 * The item's key and all that was answered, as records of assay are (format.h): {id, scores | preferences |
 * verdicts | ratings, states}. It goes under the key "assay" where a format has room for what is the user's
 * own, so that what is written can be read back whole (format_record.h, assay_format_carried).
 */
struct assay_node assay_format_carry(const struct assay_format_run *run,
                                     const struct assay_format_row *row);

/* " (partial: without math)", to stand behind a name of the overall value; empty where it is whole. */
const char *assay_format_partial(const struct assay_format_run *run);

/* The prompt: its text where it is one message of a user, else a list of {role, content}. */
struct assay_node assay_format_prompt(const struct assay_item *item,
                                      struct assay_arena *arena);

/* A `read` that leaves records as they are. */
ASSAY_MUST_USE
enum assay_code assay_format_as_it_stands(struct assay_format_reading *reading,
                                          const struct assay_field_source *source,
                                          struct assay_arena *arena,
                                          const struct assay_node **out,
                                          struct assay_error *err);

/* Why a format cannot hold the run: ASSAY_EUSAGE "format NAME holds WHAT, this run has ...". */
enum assay_code assay_format_unfit(const struct assay_format_run *run, const char *name,
                                   const char *what, struct assay_error *err);

#endif

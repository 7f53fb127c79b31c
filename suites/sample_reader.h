/*
 * sample_reader.h - the samples of a description of kind `samples`, or of a file, as columns.
 *
 * What stands where is said by `fields:` of the description, and by the command line over it:
 *
 *     proxies: {rm-a: scores_a, rm-b: scores_b}   a field a name: a list with a number a sample, or a
 *                                  map of such lists, which then are proxies of their own
 *     golds: {correct: score}      the same of what people or a checker say; else `gold`
 *     steps: {prm: step_scores}    a list of numbers a sample, made one by an aggregate: further proxies
 *     answers: pred                final answers: texts; null and "" are none
 *     tokens: lengths              tokens generated; lengths: characters, else of completions
 *     difficulty: pass_rate        a number a prompt
 *
 * A proxy's number may be missing (null, NaN): so may gold's. Of arrays whose rows have one length, samples
 * at the end of which nothing is known are padding. One number in a list of its own, as a classifier
 * writes it, is that number.
 */
#ifndef ASSAY_SUITES_SAMPLE_READER_H
#define ASSAY_SUITES_SAMPLE_READER_H

#include "metrics/aggregate.h"
#include "suites/sample_set.h"
#include "suites/suite.h"

/* What a command line says of a file, over what its description does. */
struct assay_sample_asked {
    const char *const
        *proxy; /* (proxies,) NAME=FIELD, or NAME alone where it is the field */
    size_t proxies;
    const char *const *gold; /* (golds,) the same */
    size_t golds;
    const char *const *steps; /* (stepwise,) the same */
    size_t stepwise;
    const char *answers, *tokens, *difficulty; /* fields, or NULL */
    const char
        *group_by; /* records are samples, of the prompt that this field names; or NULL */
    enum assay_aggregate aggregate; /* of steps */
};

/*
 * Reads all of it.
 *
 *   suite    of kind samples
 *   out      zero bytes at first; release in any case. Names are in arena
 *   sources  a list of {path, sha256, bytes, modified}
 *
 * Errors: ASSAY_EUSAGE for a NAME=FIELD that is none; ASSAY_EDATA "path:line: what" for columns of a
 * prompt that are not of one length, what is no number, no proxy or gold anywhere; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_samples_read(const struct assay_suite *suite,
                                   const struct assay_sample_asked *asked,
                                   struct assay_arena *arena,
                                   struct assay_sample_set *out,
                                   struct assay_node *sources, struct assay_error *err);

#endif

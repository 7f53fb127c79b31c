/*
 * sampled.h - the texts that a policy wrote, as a file that is read as items.
 *
 * samples.jsonl has a line a prompt, in the order of the suite; `--suite samples:FILE` reads it:
 *
 *     {"id": "7", "subset": "math", "prompt": [{"role": "user", "content": "..."}],
 *      "completions": ["...", "..."], "missing": {"timed-out": 1}, "prompt_sha256": "..."}
 *
 *     completions    those that were written, in the order of their seeds
 *     missing        why texts are fewer than were asked for; absent where they are not
 *     prompt_sha256  of the prompt as it stands there, in JSON without blanks
 *
 * A prompt that nothing was written behind has no line. The bytes follow from the plan alone, and do not
 * depend on threads. run.json beside it says what wrote them: model, sampling, seed, and the file's SHA-256.
 */
#ifndef ASSAY_RUN_SAMPLED_H
#define ASSAY_RUN_SAMPLED_H

#include "harness/run/plan.h"

#define ASSAY_SAMPLED_FILE "samples.jsonl"

/* How it ended. */
struct assay_sampled {
    size_t prompts, texts;         /* in the file */
    size_t asked;                  /* prompts */
    size_t fewer;                  /* of them: with fewer texts than were asked for */
    size_t repeated;               /* items whose prompt another one has */
    char sha256[ASSAY_DIGEST_HEX]; /* of the file */
};

/*
 * Writes the file of the plan's suite out of its journal, beside, and then under its name: whole or
 * not at all.
 *
 *   journal  path; complete
 *
 * Errors: those of the items and of the journal; ASSAY_EDATA where they do not belong together;
 * ASSAY_EDOMAIN where nothing was written at all; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_sampled_save(const struct assay_plan *plan, const char *journal,
                                   const char *path, struct assay_sampled *out,
                                   struct assay_error *err);

#endif

/* texts_tell.h - what a model's adapter saw of the texts that it was given, where that is not as it should be. */
#ifndef ASSAY_CLI_TEXTS_TELL_H
#define ASSAY_CLI_TEXTS_TELL_H

#include "harness/core/log.h"
#include "harness/core/tree.h"

/*
 * A note for each model of a suite, also those inside others, of whose texts some were cut, begin twice or have no
 * end: "pairs: 52 of 80 texts were cut (truncate=left)". facts is what the adapter tells (adapter.h). Prompts behind
 * which a model writes have no end.
 */
void assay_texts_tell(struct assay_log *log, const char *suite,
                      const struct assay_node *facts);

#endif

/*
 * golden.h - comparing with bytes that somebody looked at and kept.
 *
 * With ASSAY_GOLDEN_ACCEPT set, what came out becomes what is expected; look at the diff.
 */
#ifndef ASSAY_TESTS_UNIT_GOLDEN_H
#define ASSAY_TESTS_UNIT_GOLDEN_H

#include "harness/core/str.h"

/* Fails the test unless folder/name holds just these bytes. */
void golden_same(const char *folder, const char *name, struct assay_str got);

/* The same for the content of a file. */
void golden_same_file(const char *folder, const char *name, const char *path);

#endif

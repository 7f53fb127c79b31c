/*
 * fuzz.h - what a fuzz target is: one function over foreign bytes, in fuzz_NAME.c.
 *
 * `make check` replays tests/fuzz/corpus/NAME/ through it in every mode, `make fuzz` lets libFuzzer
 * look for more. A target asserts what must hold of whatever came out, and never leaks.
 */
#ifndef ASSAY_TESTS_FUZZ_H
#define ASSAY_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry, under the name that it looks for. Returns 0. */
/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif

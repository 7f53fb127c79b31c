/*
 * place.h - where assay finds what it ships with, and the data of benchmarks.
 *
 * What it ships with lies under one root: `suites/NAME.yaml` and `data_manifest.txt`. The root is
 * the source tree for a program that lies in it (build/MODE/assay), else ../share/assay beside
 * the folder of the program, else the folder of `make install`. Moving a tree moves its root.
 */
#ifndef ASSAY_CORE_PLACE_H
#define ASSAY_CORE_PLACE_H

#include "harness/core/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* The root; the folder of `make install` where no other one is there. Never NULL. */
const char *assay_place_root(struct assay_arena *arena);

/* The folder of built-in suites: ASSAY_SUITES, else suites/ in the root. Never NULL. */
const char *assay_place_suites(struct assay_arena *arena);

/* ASSAY_MANIFEST, else data_manifest.txt in the root. Never NULL. */
const char *assay_place_manifest(struct assay_arena *arena);

/*
 * The folder of benchmark data: the first one that is told of `given` (--data-dir; may be
 * NULL), ASSAY_DATA, $XDG_DATA_HOME/assay and ~/.local/share/assay. It need not exist. NULL if
 * nothing tells, which takes an unset HOME.
 */
const char *assay_place_data(const char *given, struct assay_arena *arena);

/* The folder of kept answers: ASSAY_CACHE, $XDG_CACHE_HOME/assay, ~/.cache/assay; NULL: none. */
const char *assay_place_cache(struct assay_arena *arena);

/* The bytes that ASSAY_CACHE_SIZE says ("800M"), 0 where it is not set or says none. */
uint64_t assay_place_cache_size(void);

/*
 * The i-th name under which the shared library libNAME.so may be loaded, or NULL past the last: the
 * path in ASSAY_NAME alone where that is set, else build/deps in the root (make deps-parquet),
 * lib/assay beside the folder of the program, $XDG_DATA_HOME/assay/lib or
 * ~/.local/share/assay/lib, what pkg-config knew when assay was built, and libNAME.so where the
 * system looks. The files need not be there.
 */
const char *assay_place_library(const char *name, size_t i, struct assay_arena *arena);

/* True if ASSAY_ALLOW_CHANGED_DATA is set and not empty: as --allow-changed-data, for every run. */
bool assay_place_allows_changes(void);

/* The program called name in the folders of PATH, or NULL. */
const char *assay_place_program(const char *name, struct assay_arena *arena);

#endif

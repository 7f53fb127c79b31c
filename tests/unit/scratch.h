/* scratch.h - a folder of a test's own, under TMPDIR or /tmp; the test fails where the system refuses. */
#ifndef ASSAY_TESTS_UNIT_SCRATCH_H
#define ASSAY_TESTS_UNIT_SCRATCH_H

#include <stddef.h>

enum {
    SCRATCH_PATH = 512
};

void scratch_make(char dir[SCRATCH_PATH]);

/* dir/name. */
void scratch_path(const char *dir, const char *name, char path[SCRATCH_PATH]);

/* Writes n bytes to dir/name and gives its path. */
void scratch_write(const char *dir, const char *name, const void *data, size_t n,
                   char path[SCRATCH_PATH]);

/* As scratch_write, for a NUL-terminated text. */
void scratch_text(const char *dir, const char *name, const char *text,
                  char path[SCRATCH_PATH]);

/* Removes dir and the files in it; folders in it must be empty. */
void scratch_remove(const char *dir);

/* Removes dir and all that is in it. */
void scratch_remove_all(const char *dir);

#endif

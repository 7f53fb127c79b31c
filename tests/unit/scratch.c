#include "tests/unit/scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void scratch_make(char dir[SCRATCH_PATH])
{
    const char *base = getenv("TMPDIR");

    ck_assert_int_lt(
        snprintf(dir, SCRATCH_PATH, "%s/assay-unit-XXXXXX", base ? base : "/tmp"),
        SCRATCH_PATH);
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

void scratch_path(const char *dir, const char *name, char path[SCRATCH_PATH])
{
    ck_assert_int_lt(snprintf(path, SCRATCH_PATH, "%s/%s", dir, name), SCRATCH_PATH);
}

void scratch_write(const char *dir, const char *name, const void *data, size_t n,
                   char path[SCRATCH_PATH])
{
    FILE *file;

    scratch_path(dir, name, path);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, n, file), n);
    ck_assert_int_eq(fclose(file), 0);
}

void scratch_text(const char *dir, const char *name, const char *text,
                  char path[SCRATCH_PATH])
{
    scratch_write(dir, name, text, strlen(text), path);
}

void scratch_remove(const char *dir)
{
    char path[SCRATCH_PATH];
    DIR *open = opendir(dir);

    ck_assert_ptr_nonnull(open);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        scratch_path(dir, entry->d_name, path);
        ck_assert_int_eq(remove(path), 0);
    }
    ck_assert_int_eq(closedir(open), 0);
    ck_assert_int_eq(rmdir(dir), 0);
}

void scratch_remove_all(const char *dir)
{
    char command[SCRATCH_PATH + 16];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

#include "tests/unit/golden.h"

#include "harness/core/buf.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    SHOWN = 600
};

static void read_all(const char *path, struct assay_buf *out)
{
    FILE *file = fopen(path, "r");
    int c;

    ck_assert_msg(file != NULL, "%s is not there", path);
    while ((c = getc(file)) != EOF)
        assay_buf_putc(out, (char)c);
    (void)fclose(file);
}

static void accept(const char *path, struct assay_str got)
{
    FILE *file = fopen(path, "w");

    ck_assert_msg(file != NULL, "%s cannot be written", path);
    ck_assert_uint_eq(fwrite(got.ptr, 1, got.len, file), got.len);
    ck_assert_int_eq(fclose(file), 0);
}

/* As much of a difference as a message holds. */
static int shown(size_t bytes)
{
    return bytes < SHOWN ? (int)bytes : SHOWN;
}

void golden_same(const char *folder, const char *name, struct assay_str got)
{
    struct assay_buf want = {0};
    char path[512];
    size_t at = 0;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (getenv("ASSAY_GOLDEN_ACCEPT"))
        accept(path, got);
    read_all(path, &want);
    while (at < want.len && at < got.len && want.data[at] == got.ptr[at])
        at++;
    ck_assert_msg(assay_str_equal(assay_buf_view(&want), got),
                  "%s differs at byte %zu; expected there:\n%.*s\ngot:\n%.*s", path, at,
                  shown(want.len - at), want.data + at, shown(got.len - at),
                  got.ptr + at);
    assay_buf_release(&want);
}

void golden_same_file(const char *folder, const char *name, const char *path)
{
    struct assay_buf got = {0};

    read_all(path, &got);
    golden_same(folder, name, assay_buf_view(&got));
    assay_buf_release(&got);
}

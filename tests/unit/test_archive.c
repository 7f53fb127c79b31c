#include "harness/core/archive.h"
#include "harness/core/archive_write.h"
#include "harness/core/buf.h"
#include "tests/unit/packed.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <archive.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[SCRATCH_PATH];

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
}

/* Everything behind path, and the digest of what is stored; both checked against errors. */
static enum assay_code slurp(const char *path, struct assay_buf *out,
                             char hex[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    struct assay_archive *archive;
    struct assay_str block;
    enum assay_code code = assay_archive_open(path, &archive, err);

    if (code)
        return code;
    do {
        code = assay_archive_next(archive, &block, err);
        if (!code)
            assay_buf_add(out, block);
    } while (!code && block.len > 0);
    if (!code)
        code = assay_archive_digest(archive, hex, err);
    assay_archive_close(archive);
    return code;
}

static void must_read(const char *path, const char *stored, struct assay_str expected)
{
    char hex[ASSAY_DIGEST_HEX], whole[ASSAY_DIGEST_HEX];
    struct assay_buf got = {0};
    struct assay_error err;

    ck_assert_msg(slurp(path, &got, hex, &err) == ASSAY_OK, "%s", err.text);
    ck_assert(assay_str_equal(assay_buf_view(&got), expected));
    ck_assert_int_eq(assay_digest_file(stored, whole, &err), ASSAY_OK);
    ck_assert_str_eq(hex, whole);
    assay_buf_release(&got);
}

/* Reading path must fail with a message that begins with "DIR/" + what. */
static void must_fail(const char *path, enum assay_code code, const char *what)
{
    char hex[ASSAY_DIGEST_HEX], expected[2 * SCRATCH_PATH];
    struct assay_buf got = {.ceiling = 1 << 20};
    struct assay_error err;

    ck_assert_msg(slurp(path, &got, hex, &err) == code, "%s", path);
    ck_assert_int_eq(err.code, code);
    (void)snprintf(expected, sizeof(expected), "%s/%s", dir, what);
    ck_assert_msg(strncmp(err.text, expected, strlen(expected)) == 0, "%s", err.text);
    assay_buf_release(&got);
}

/* Bytes that do not compress to nothing and tell every place apart. */
static char *pattern(size_t n)
{
    char *data = malloc(n);
    unsigned state = 1;

    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525 + 1013904223;
        data[i] = (char)(state >> 24);
    }
    return data;
}

static const struct {
    int format, filter;
    const char *member;
} packings[] = {
    {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_NONE, NULL},
    {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL},
    {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, NULL},
    {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD, NULL},
    {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2, NULL},
    {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, "in/it"},
    {ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_ZSTD, "./in/it"},
    {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP, "in/it"},
    {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "in/it"},
};

START_TEST(every_packing_gives_the_same_bytes)
{
    static const size_t sizes[] = {1, 100, (1 << 20) - 1, 1 << 20, 2500000};
    char path[SCRATCH_PATH], address[SCRATCH_PATH + 8];

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *data = pattern(sizes[i]);
        const struct packed_entry entries[] = {
            {.name = "in/it", .data = data, .len = sizes[i]},
            {.name = "in/it", .data = "the second of a name is not read"},
        };

        scratch_path(dir, "file", path);
        packed_write(path, packings[_i].format, packings[_i].filter, entries,
                     packings[_i].member ? 2 : 1);
        (void)snprintf(address, sizeof(address), "%s%s%s", path,
                       packings[_i].member ? "::" : "",
                       packings[_i].member ? packings[_i].member : "");
        must_read(address, path, (struct assay_str){data, sizes[i]});
        free(data);
    }
}
END_TEST

START_TEST(nothing_is_read_from_nothing)
{
    char path[SCRATCH_PATH];
    const struct packed_entry none = {.name = "x", .data = ""};

    scratch_text(dir, "empty", "", path);
    must_read(path, path, ASSAY_STR(""));
    scratch_path(dir, "empty.gz", path);
    packed_write(path, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &none, 1);
    must_read(path, path, ASSAY_STR(""));
}
END_TEST

static const struct packed_entry hostile[] = {
    {.name = "../up", .data = "up"},
    {.name = "/abs", .data = "abs"},
    {.name = "./good", .data = "good"},
    {.name = "link", .data = "/etc/passwd", .type = PACKED_SYMLINK},
    {.name = "hard", .data = "./good", .type = PACKED_HARDLINK},
    {.name = "folder", .type = PACKED_FOLDER},
    {.name = "a..b/..c", .data = "dots"},
};

static const struct {
    const char *member;
    enum assay_code code;
    const char *text; /* content, or message behind the folder */
} members[] = {
    {"good", ASSAY_OK, "good"},
    {"././good", ASSAY_OK, "good"},
    {"a..b/..c", ASSAY_OK, "dots"},
    {"../up", ASSAY_EUSAGE,
     "h.tar::../up: a member is addressed without \"..\" and from the top"},
    {"x/../up", ASSAY_EUSAGE,
     "h.tar::x/../up: a member is addressed without \"..\" and from the top"},
    {"x/..", ASSAY_EUSAGE,
     "h.tar::x/..: a member is addressed without \"..\" and from the top"},
    {"/abs", ASSAY_EUSAGE,
     "h.tar::/abs: a member is addressed without \"..\" and from the top"},
    {"", ASSAY_EUSAGE, "h.tar::: a member is addressed without \"..\" and from the top"},
    {"link", ASSAY_EDATA, "h.tar::link: is a link; links are not followed"},
    {"hard", ASSAY_EDATA, "h.tar::hard: is a link; links are not followed"},
    {"folder/", ASSAY_EDATA, "h.tar::folder/: is not a regular file"},
    {"up", ASSAY_EDATA, "h.tar: holds no member \"up\""},
};

START_TEST(members_are_addressed_from_inside_only)
{
    char path[SCRATCH_PATH], address[2 * SCRATCH_PATH];

    scratch_path(dir, "h.tar", path);
    packed_write(path, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, hostile,
                 sizeof(hostile) / sizeof(hostile[0]));
    (void)snprintf(address, sizeof(address), "%s::%s", path, members[_i].member);
    if (members[_i].code)
        must_fail(address, members[_i].code, members[_i].text);
    else
        must_read(address, path, assay_str_of(members[_i].text));
}
END_TEST

START_TEST(an_archive_asks_for_its_member)
{
    char path[SCRATCH_PATH], expected[4 * SCRATCH_PATH], hex[ASSAY_DIGEST_HEX];
    struct assay_buf got = {0};
    struct assay_error err;

    scratch_path(dir, "h.tar.gz", path);
    packed_write(path, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, hostile, 3);
    ck_assert_int_eq(slurp(path, &got, hex, &err), ASSAY_EDATA);
    (void)snprintf(expected, sizeof(expected),
                   "%s: is an archive; name a member as %s::MEMBER", path, path);
    ck_assert_str_eq(err.text, expected);
}
END_TEST

START_TEST(what_is_no_archive_has_no_members)
{
    char path[SCRATCH_PATH], address[2 * SCRATCH_PATH];

    scratch_text(dir, "plain", "{}\n", path);
    (void)snprintf(address, sizeof(address), "%s::x", path);
    must_fail(address, ASSAY_EDATA,
              "plain: is no tar or zip archive, so it has no members");
    scratch_text(dir, "none", "", path);
    (void)snprintf(address, sizeof(address), "%s::x", path);
    must_fail(address, ASSAY_EDATA,
              "none: is no tar or zip archive, so it has no members");
}
END_TEST

START_TEST(a_name_with_colons_is_a_name)
{
    char path[SCRATCH_PATH];

    scratch_text(dir, "a::b", "text", path);
    must_read(path, path, ASSAY_STR("text"));
    scratch_path(dir, "x::y", path);
    must_fail(path, ASSAY_EIO, "x: No such file or directory");
}
END_TEST

static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
                              ARCHIVE_FILTER_BZIP2};

START_TEST(a_truncated_file_is_not_taken_for_whole)
{
    char path[SCRATCH_PATH];
    char *data = pattern(2000000);
    const struct packed_entry entry = {.name = "x", .data = data, .len = 2000000};
    struct stat status;

    scratch_path(dir, "cut", path);
    packed_write(path, ARCHIVE_FORMAT_RAW, filters[_i], &entry, 1);
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(truncate(path, status.st_size / 2), 0);
    must_fail(path, ASSAY_EDATA, "cut: damaged or cut short (");
    free(data);
}
END_TEST

START_TEST(a_truncated_archive_is_not_taken_for_whole)
{
    char path[SCRATCH_PATH], address[2 * SCRATCH_PATH];
    char *data = pattern(300000);
    const struct packed_entry entry = {.name = "x", .data = data, .len = 300000};

    scratch_path(dir, "t.tar", path);
    packed_write(path, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, &entry, 1);
    ck_assert_int_eq(truncate(path, 200000), 0);
    (void)snprintf(address, sizeof(address), "%s::x", path);
    must_fail(address, ASSAY_EDATA, "t.tar::x: damaged or cut short (");
    free(data);
}
END_TEST

static const struct {
    const char *magic;
} foreign[] = {
    {"7z\xBC\xAF\x27\x1C"},
    {"\x04\x22\x4D\x18"},
    {"\x1F\x9D"},
    {"LZIP"},
    {"Rar!"},
    {"\x89LZO"},
    {"ARROW1"},
};

START_TEST(an_unknown_packing_is_named_as_such)
{
    char path[SCRATCH_PATH], text[64];

    (void)snprintf(text, sizeof(text), "%s and more", foreign[_i].magic);
    scratch_text(dir, "odd", text, path);
    must_fail(
        path, ASSAY_EDATA,
        "odd: packed in a way that is not read here (gzip, xz, zstd, bzip2, tar and "
        "zip are)");
}
END_TEST

START_TEST(a_bomb_does_not_go_off)
{
    char path[SCRATCH_PATH], address[2 * SCRATCH_PATH];
    const struct packed_entry entries[] = {
        {.name = "blanks", .len = 70 << 20, .type = PACKED_BLANKS},
        {.name = "good", .data = "good"},
    };

    scratch_path(dir, "bomb", path);
    packed_write(path, ARCHIVE_FORMAT_RAW, filters[_i], entries, 1);
    must_fail(path, ASSAY_EDATA, "bomb: expands to more than 500 times its size");
    packed_write(path, ARCHIVE_FORMAT_TAR_USTAR, filters[_i], entries, 2);
    (void)snprintf(address, sizeof(address), "%s::good", path);
    must_fail(address, ASSAY_EDATA,
              "bomb::good: expands to more than 500 times its size");
}
END_TEST

START_TEST(what_is_no_file_is_refused_at_once)
{
    char path[SCRATCH_PATH];

    scratch_path(dir, "fifo", path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    must_fail(path, ASSAY_EDATA, "fifo: is a FIFO, not a regular file");
    scratch_path(dir, ".", path);
    must_fail(path, ASSAY_EDATA, ".: is a directory, not a regular file");
    scratch_path(dir, "absent", path);
    must_fail(path, ASSAY_EIO, "absent: No such file or directory");
}
END_TEST

START_TEST(one_may_stop_early_and_still_have_the_digest)
{
    char path[SCRATCH_PATH], hex[ASSAY_DIGEST_HEX], whole[ASSAY_DIGEST_HEX];
    char *data = pattern(9000000);
    struct assay_archive *archive;
    struct assay_str block;
    struct assay_error err;

    scratch_write(dir, "long", data, 9000000, path);
    ck_assert_int_eq(assay_archive_open(path, &archive, &err), ASSAY_OK);
    assay_archive_close(archive);
    ck_assert_int_eq(assay_archive_open(path, &archive, &err), ASSAY_OK);
    ck_assert_int_eq(assay_archive_next(archive, &block, &err), ASSAY_OK);
    ck_assert_int_eq(assay_archive_digest(archive, hex, &err), ASSAY_OK);
    assay_archive_close(archive);
    ck_assert_int_eq(assay_digest_file(path, whole, &err), ASSAY_OK);
    ck_assert_str_eq(hex, whole);
    free(data);
}
END_TEST

static void make_zip(bool packed, struct assay_str text, struct assay_buf *out)
{
    struct assay_archive_writer *zip = NULL;
    struct assay_error err;

    ck_assert_int_eq(assay_archive_zip(out, packed, &zip, &err), ASSAY_OK);
    ck_assert_int_eq(assay_archive_add(zip, "a/b.json", text, &err), ASSAY_OK);
    ck_assert_int_eq(assay_archive_add(zip, "empty", ASSAY_STR(""), &err), ASSAY_OK);
    ck_assert_int_eq(assay_archive_finish(zip, ASSAY_OK, &err), ASSAY_OK);
}

/* The same members are the same bytes, deflated (_i 1) or stored. */
START_TEST(what_is_written_is_read)
{
    char path[SCRATCH_PATH], member[2 * SCRATCH_PATH];
    char *data = pattern(70000);
    const struct assay_str text = {data, 70000};
    struct assay_buf zip = {0}, again = {0};

    make_zip(_i == 1, text, &zip);
    make_zip(_i == 1, text, &again);
    ck_assert_uint_eq(zip.len, again.len);
    ck_assert_mem_eq(zip.data, again.data, zip.len);
    if (_i == 0)
        ck_assert_uint_gt(zip.len, text.len);
    scratch_write(dir, "w.zip", zip.data, zip.len, path);
    (void)snprintf(member, sizeof(member), "%s::a/b.json", path);
    must_read(member, path, text);
    (void)snprintf(member, sizeof(member), "%s::empty", path);
    must_read(member, path, ASSAY_STR(""));
    assay_buf_release(&zip);
    assay_buf_release(&again);
    free(data);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_archive(void)
{
    Suite *suite = suite_create("archive");
    TCase *all = tcase_create("archive");

    tcase_add_checked_fixture(all, make_dir, remove_dir);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, every_packing_gives_the_same_bytes, 0, COUNT(packings));
    tcase_add_test(all, nothing_is_read_from_nothing);
    tcase_add_loop_test(all, members_are_addressed_from_inside_only, 0, COUNT(members));
    tcase_add_test(all, an_archive_asks_for_its_member);
    tcase_add_test(all, what_is_no_archive_has_no_members);
    tcase_add_test(all, a_name_with_colons_is_a_name);
    tcase_add_loop_test(all, a_truncated_file_is_not_taken_for_whole, 0, COUNT(filters));
    tcase_add_test(all, a_truncated_archive_is_not_taken_for_whole);
    tcase_add_loop_test(all, an_unknown_packing_is_named_as_such, 0, COUNT(foreign));
    tcase_add_loop_test(all, a_bomb_does_not_go_off, 0, COUNT(filters));
    tcase_add_test(all, what_is_no_file_is_refused_at_once);
    tcase_add_test(all, one_may_stop_early_and_still_have_the_digest);
    tcase_add_loop_test(all, what_is_written_is_read, 0, 2);
    suite_add_tcase(suite, all);
    return suite;
}

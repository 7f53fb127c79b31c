#include "harness/core/digests.h"

#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/document.h"
#include "harness/core/file.h"

#include <string.h>

static const char heading[] = "# SHA-256 of files as they were first fetched (assay data "
                              "pull --trust-first-use).\n";

/* "HEX  PATH", as sha256sum writes it. */
static bool parse_line(struct assay_str line, struct assay_digests_line *out)
{
    const size_t hex = ASSAY_DIGEST_HEX - 1;

    if (line.len < hex + 3 || strncmp(line.ptr + hex, "  ", 2) != 0)
        return false;
    out->sha256 = (struct assay_str){line.ptr, hex};
    out->path = (struct assay_str){line.ptr + hex + 2, line.len - hex - 2};
    return assay_str_is_hex(out->sha256, hex);
}

/* The line at the start of rest, which loses it. */
static struct assay_str next_line(struct assay_str *rest)
{
    const size_t end = assay_str_find(*rest, ASSAY_STR("\n"));
    const size_t n = end < rest->len ? end + 1 : end;
    const struct assay_str line = {rest->ptr, end};

    *rest = (struct assay_str){rest->ptr + n, rest->len - n};
    return line;
}

static size_t count_lines(struct assay_str text)
{
    size_t n = 0;

    while (text.len > 0) {
        (void)next_line(&text);
        n++;
    }
    return n;
}

/* An address behind a mark that comments begin with. */
static void note_address(struct assay_str line, const char *mark, struct assay_str *out)
{
    const struct assay_str begin = assay_str_of(mark);

    if (assay_str_starts(line, begin))
        *out = (struct assay_str){line.ptr + begin.len, line.len - begin.len};
}

enum assay_code assay_digests_parse(struct assay_str text, const char *name,
                                    struct assay_arena *arena, struct assay_digests *out,
                                    struct assay_error *err)
{
    struct assay_str rest = assay_arena_copy(arena, text);
    struct assay_digests_line *lines =
        assay_arena_new(arena, count_lines(rest), sizeof(*lines));
    struct assay_digests_line told = {0};
    size_t n = 0;

    for (size_t number = 1; rest.len > 0; number++) {
        const struct assay_str line = next_line(&rest);

        note_address(line, "# from ", &told.from);
        note_address(line, "# pinned ", &told.pinned);
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (!assay_str_is_utf8(line) || memchr(line.ptr, '\0', line.len) ||
            !parse_line(line, &lines[n]))
            return assay_fail(err, ASSAY_EDATA,
                              "%s:%zu: not 64 hex digits, two blanks and a path", name,
                              number);
        lines[n].from = told.from;
        lines[n++].pinned = told.pinned;
        told = (struct assay_digests_line){0};
    }
    *out = (struct assay_digests){lines, n};
    return ASSAY_OK;
}

static const char *place(const char *dir, struct assay_arena *arena)
{
    return assay_arena_printf(arena, "%s/.assay/digests", dir);
}

enum assay_code assay_digests_read(const char *dir, struct assay_arena *arena,
                                   struct assay_digests *out, struct assay_error *err)
{
    const char *path = place(dir, arena);
    struct assay_buf text = {0};
    enum assay_code code;

    *out = (struct assay_digests){0};
    if (!assay_file_exists(path))
        return ASSAY_OK;
    code = assay_document_read(path, ASSAY_DIGESTS_BYTES, &text, err);
    if (!code)
        code = assay_digests_parse(assay_buf_view(&text), path, arena, out, err);
    assay_buf_release(&text);
    return code;
}

static const struct assay_digests_line *find(const struct assay_digests *digests,
                                             const char *path)
{
    for (size_t i = 0; i < digests->count; i++)
        if (assay_str_equal(digests->at[i].path, assay_str_of(path)))
            return &digests->at[i];
    return NULL;
}

struct assay_str assay_digests_expected(const struct assay_digests *digests,
                                        const struct assay_manifest_file *file)
{
    const struct assay_digests_line *line;

    if (file->sha256.len > 0)
        return file->sha256;
    line = find(digests, file->path);
    return line ? line->sha256 : (struct assay_str){"", 0};
}

bool assay_digests_trusted(const struct assay_digests *digests,
                           const struct assay_manifest_file *file)
{
    const struct assay_digests_line *line = find(digests, file->path);

    return line && assay_str_equal(line->from, file->address);
}

struct assay_str assay_digests_address(const struct assay_digests *digests,
                                       const struct assay_manifest_file *file)
{
    const struct assay_digests_line *line = find(digests, file->path);

    return assay_digests_trusted(digests, file) && line->pinned.len > 0 ? line->pinned
                                                                        : file->address;
}

static void write_address(const char *mark, struct assay_str address,
                          struct assay_buf *out)
{
    if (address.len == 0)
        return;
    assay_buf_puts(out, mark);
    assay_buf_add(out, address);
    assay_buf_putc(out, '\n');
}

static void write_line(const struct assay_digests_line *line, struct assay_buf *out)
{
    write_address("# from ", line->from, out);
    write_address("# pinned ", line->pinned, out);
    assay_buf_add(out, line->sha256);
    assay_buf_puts(out, "  ");
    assay_buf_add(out, line->path);
    assay_buf_putc(out, '\n');
}

enum assay_code assay_digests_add(const char *dir, const struct assay_digests_line *line,
                                  struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    struct assay_digests before;
    enum assay_code code = assay_digests_read(dir, &arena, &before, err);

    assay_buf_puts(&text, heading);
    for (size_t i = 0; !code && i < before.count; i++)
        if (!assay_str_equal(before.at[i].path, line->path))
            write_line(&before.at[i], &text);
    write_line(line, &text);
    if (!code)
        code = assay_document_save(place(dir, &arena), assay_buf_view(&text), err);
    assay_buf_release(&text);
    assay_arena_release(&arena);
    return code;
}

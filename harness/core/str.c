#include "harness/core/str.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct assay_str assay_str_of(const char *text)
{
    return text ? (struct assay_str){text, strlen(text)} : (struct assay_str){"", 0};
}

bool assay_str_equal(struct assay_str a, struct assay_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int assay_str_compare(struct assay_str a, struct assay_str b)
{
    const size_t shared = a.len < b.len ? a.len : b.len;
    const int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool assay_str_starts(struct assay_str text, struct assay_str prefix)
{
    return text.len >= prefix.len &&
           (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

size_t assay_str_find(struct assay_str text, struct assay_str needle)
{
    const char *at = text.ptr, *end;

    if (needle.len == 0 || text.len == 0)
        return 0;
    end = text.ptr + text.len;
    while (at && (size_t)(end - at) >= needle.len) {
        at = memchr(at, needle.ptr[0], (size_t)(end - at) - needle.len + 1);
        if (at && memcmp(at, needle.ptr, needle.len) == 0)
            return (size_t)(at - text.ptr);
        if (at)
            at++;
    }
    return text.len;
}

bool assay_str_number(struct assay_str text, double *value)
{
    /* The process keeps LC_NUMERIC at "C" (cli/main.c), so strtod reads a point. */
    char copy[512];
    char *end;

    if (text.len == 0 || text.len >= sizeof(copy))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (strspn(copy, "+-.0123456789eE") != text.len)
        return false;
    *value = strtod(copy, &end);
    return *end == '\0' && isfinite(*value);
}

/* How many of the bytes at s (n >= 1) belong together, and of how many: RFC 3629, section 4; *whole is 0 where
   none begins so. */
static size_t utf8_sequence(const unsigned char *s, size_t n, size_t *whole)
{
    const unsigned char lead = s[0];
    unsigned char lo = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    size_t i = 1;

    *whole = 1;
    if (lead < 0x80)
        return 1;
    *whole = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (; i < *whole && i < n && s[i] >= lo && s[i] <= hi; i++) {
        lo = 0x80;
        hi = 0xBF;
    }
    return i;
}

size_t assay_str_utf8_part(struct assay_str text, bool *good)
{
    size_t whole;
    const size_t n = utf8_sequence((const unsigned char *)text.ptr, text.len, &whole);

    *good = n == whole;
    return n;
}

bool assay_str_bytes(struct assay_str text, uint64_t *bytes)
{
    static const char units[] = "KMG";
    const char *unit = text.len > 0 ? strchr(units, text.ptr[text.len - 1]) : NULL;
    uint64_t n = 0;

    text.len -= unit && *unit;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || n > UINT64_MAX / 100)
            return false;
        n = n * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    for (const char *at = units; unit && *unit && at <= unit; at++) {
        if (n > UINT64_MAX / 1000)
            return false;
        n *= 1000;
    }
    *bytes = n;
    return text.len > 0;
}

const char *assay_str_size(uint64_t bytes, char out[ASSAY_STR_SIZE])
{
    static const char *const units[] = {"KB", "MB", "GB", "TB", "PB", "EB"};
    double size = (double)bytes / 1e3;
    size_t i = 0;

    while (size >= 999.95 && i + 1 < sizeof(units) / sizeof(units[0])) { /* not 1000.0 */
        size /= 1e3;
        i++;
    }
    if (bytes < 1000)
        (void)snprintf(out, ASSAY_STR_SIZE, "%u B", (unsigned)bytes);
    else
        (void)snprintf(out, ASSAY_STR_SIZE, "%.1f %s", size, units[i]);
    return out;
}

struct assay_str assay_str_cut(struct assay_str text, size_t most)
{
    size_t n = text.len < most ? text.len : most;

    while (n > 0 && n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
        n--;
    return (struct assay_str){text.ptr, n};
}

bool assay_str_is_utf8(struct assay_str text)
{
    bool good = true;
    size_t i = 0;

    while (good && i < text.len)
        i += assay_str_utf8_part((struct assay_str){text.ptr + i, text.len - i}, &good);
    return good;
}

size_t assay_str_code_points(struct assay_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0U) != 0x80U;
    return n;
}

bool assay_str_is_hex(struct assay_str text, size_t n)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789abcdef", text.ptr[i]) || text.ptr[i] == '\0')
            return false;
    return text.len == n;
}

const char *assay_str_real(double value, char out[ASSAY_STR_REAL])
{
    const int first = floor(value) == value ? 17 : 15; /* whole ones stay without e */
    double back;

    for (int digits = first; digits <= 17; digits++) {
        (void)snprintf(out, ASSAY_STR_REAL, "%.*g", digits, value);
        if (assay_str_number(assay_str_of(out), &back) && back == value)
            break;
    }
    return out;
}

enum {
    LONGEST_NAME = 128,
    EDIT = 4,     /* what a slip costs; a letter in the other case costs one */
    EXCHANGE = 3, /* of two neighbours: the likeliest slip */
};

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t replace_cost(char a, char b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? 1 : EDIT;
}

/* Damerau-Levenshtein distance (neighbours exchanged are one slip), no piece edited twice, in units of
   EDIT; both at most LONGEST_NAME bytes. */
static size_t edit_distance(const char *a, const char *b)
{
    const size_t n = strlen(b);
    size_t rows[3][LONGEST_NAME + 1];

    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j * EDIT;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
        const size_t *second = rows[(i + 1) % 3];

        row[0] = i * EDIT;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least_of(above[j], row[j - 1]) + EDIT;
            row[j] = least_of(row[j], above[j - 1] + replace_cost(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least_of(row[j], second[j - 2] + EXCHANGE);
        }
    }
    return rows[strlen(a) % 3][n];
}

/* Slips that still leave a word near: three, one in three letters of a short one, and half is right. */
static size_t slips_of(size_t length, size_t other)
{
    const size_t half = (length > other ? length : other) / 2;

    return least_of(least_of(half, length / 3 + 1), 3) * EDIT;
}

const char *assay_str_nearest(const char *word, const char *const *names, size_t n)
{
    const size_t length = strlen(word);
    const char *best = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < n && length <= LONGEST_NAME; i++) {
        const size_t other = strlen(names[i]);
        const size_t distance =
            other <= LONGEST_NAME ? edit_distance(word, names[i]) : SIZE_MAX;

        if (distance < least && distance <= slips_of(length, other)) {
            least = distance;
            best = names[i];
        }
    }
    return best;
}

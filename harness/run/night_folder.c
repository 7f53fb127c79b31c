#include "harness/run/night_folder.h"

#include "harness/core/document.h"
#include "harness/core/file.h"
#include "harness/core/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NIGHTS_MARKER ".assay-nights"
#define NIGHT_MARKER  ".assay-night"
#define GOING         ".removing-"
#define NEW_LINK      ".latest.new"
#define UNFINISHED    ".tmp"

enum {
    DATE_LEN = 10,
    DEPTH_MAX = 16 /* of folders in a night */
};

static int number(const char *text, size_t digits)
{
    int n = 0;

    for (size_t i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        n = 10 * n + (text[i] - '0');
    }
    return n;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool assay_night_is_date(const char *text)
{
    int year, month, day;

    if (strlen(text) != DATE_LEN || text[4] != '-' || text[7] != '-')
        return false;
    year = number(text, 4);
    month = number(text + 5, 2);
    day = number(text + 8, 2);
    return year >= 1970 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of(year, month);
}

long assay_night_day(const char *date)
{
    const int year = number(date, 4), month = number(date + 5, 2);
    long days = number(date + 8, 2) - 1;

    for (int y = 1970; y < year; y++)
        days += is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++)
        days += days_of(year, m);
    return days;
}

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

enum assay_code assay_night_folder_open(const char *output, int *lock,
                                        struct assay_error *err)
{
    struct assay_arena arena = {0};
    const char *marker = assay_arena_printf(&arena, "%s/" NIGHTS_MARKER, output);
    const char *path = assay_arena_printf(&arena, "%s/.lock", output);
    bool made;
    long holder = 0;
    enum assay_code code = assay_folder_make(output, &made, err);

    *lock = -1;
    if (!code)
        code = assay_folder_lock(path, lock, &holder, err);
    if (!code && *lock < 0)
        code = assay_fail(err, ASSAY_EIO, "%s: process %ld is at work on these nights",
                          output, holder);
    if (!code && !assay_file_exists(marker))
        code = assay_document_save(marker, ASSAY_STR("nights of assay\n"), err);
    assay_arena_release(&arena);
    return code;
}

/* True where nothing is in a folder, but what a process that was killed had begun to write. */
static bool is_empty(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    bool empty = dir != NULL;

    while (empty && (entry = readdir(dir)) != NULL)
        empty = entry->d_name[0] == '.';
    if (dir)
        (void)closedir(dir);
    return empty;
}

enum assay_code assay_night_folder_begin(const char *output, const char *date,
                                         struct assay_error *err)
{
    struct assay_arena arena = {0};
    const char *night = assay_arena_printf(&arena, "%s/%s", output, date);
    const char *marker = assay_arena_printf(&arena, "%s/" NIGHT_MARKER, night);
    bool made;
    enum assay_code code = assay_folder_make(night, &made, err);

    if (!code && !assay_file_exists(marker)) {
        code = is_empty(night)
                   ? assay_document_save(marker, ASSAY_STR("a night of assay\n"), err)
                   : assay_fail(err, ASSAY_EUSAGE,
                                "%s: something is there that assay nightly did not make",
                                night);
    }
    assay_arena_release(&arena);
    return code;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum assay_code assay_night_folder_list(const char *output, struct assay_arena *arena,
                                        struct assay_night_dates *out,
                                        struct assay_error *err)
{
    DIR *dir = opendir(output);
    const struct dirent *entry;
    const char **all;

    *out = (struct assay_night_dates){0};
    if (!dir)
        return ASSAY_OK;
    all = assay_arena_new(arena, ASSAY_NIGHTS_MAX, sizeof(*all));
    while ((entry = readdir(dir)) != NULL && out->count < ASSAY_NIGHTS_MAX) {
        const char *marker =
            assay_arena_printf(arena, "%s/%s/" NIGHT_MARKER, output, entry->d_name);

        if (assay_night_is_date(entry->d_name) && assay_file_exists(marker))
            all[out->count++] = assay_arena_printf(arena, "%s", entry->d_name);
    }
    (void)closedir(dir);
    if (out->count == ASSAY_NIGHTS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d nights", output,
                          ASSAY_NIGHTS_MAX - 1);
    qsort(all, out->count, sizeof(*all), by_text);
    out->at = all;
    return ASSAY_OK;
}

enum assay_code assay_night_folder_point(const char *output, const char *date,
                                         struct assay_error *err)
{
    struct assay_arena arena = {0};
    const char *latest = assay_arena_printf(&arena, "%s/latest", output);
    const char *fresh = assay_arena_printf(&arena, "%s/" NEW_LINK, output);
    char now[DATE_LEN + 1] = "";
    const ssize_t n = readlink(latest, now, DATE_LEN);
    enum assay_code code = ASSAY_OK;

    now[n > 0 ? n : 0] = '\0';
    if (n != DATE_LEN || !assay_file_exists(latest) || strcmp(now, date) < 0) {
        (void)unlink(fresh);
        if (symlink(date, fresh) != 0 || rename(fresh, latest) != 0)
            code = refused(latest, err);
        else
            assay_folder_sync(latest);
    }
    assay_arena_release(&arena);
    return code;
}

bool assay_night_folder_may_go(const char *output, const char *date)
{
    struct assay_arena arena = {0};
    const bool may =
        assay_file_exists(
            assay_arena_printf(&arena, "%s/%s/" NIGHT_MARKER, output, date)) &&
        !assay_file_exists(assay_arena_printf(&arena, "%s/%s/pinned", output, date));

    assay_arena_release(&arena);
    return may;
}

/* Removes what is in a folder, and it; links are not followed. */
static enum assay_code remove_all(const char *path, unsigned depth,
                                  struct assay_error *err);

static enum assay_code remove_one(const char *path, unsigned depth,
                                  struct assay_error *err)
{
    struct stat is;

    if (lstat(path, &is) != 0)
        return errno == ENOENT ? ASSAY_OK : refused(path, err);
    if (S_ISDIR(is.st_mode))
        return remove_all(path, depth + 1, err);
    return unlink(path) == 0 ? ASSAY_OK : refused(path, err);
}

static enum assay_code remove_all(const char *path, unsigned depth,
                                  struct assay_error *err)
{
    DIR *dir = depth < DEPTH_MAX ? opendir(path) : NULL;
    const struct dirent *entry;
    struct assay_arena arena = {0};
    enum assay_code code = dir ? ASSAY_OK : refused(path, err);

    while (!code && dir && (entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            code = remove_one(assay_arena_printf(&arena, "%s/%s", path, entry->d_name),
                              depth, err);
    if (dir)
        (void)closedir(dir);
    if (!code && rmdir(path) != 0)
        code = refused(path, err);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_night_folder_remove(const char *output, const char *date,
                                          struct assay_error *err)
{
    struct assay_arena arena = {0};
    const char *night = assay_arena_printf(&arena, "%s/%s", output, date);
    const char *going = assay_arena_printf(&arena, "%s/" GOING "%s", output, date);
    enum assay_code code = ASSAY_OK;

    if (rename(night, going) != 0)
        code = refused(night, err);
    if (!code)
        code = remove_all(going, 0, err);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_night_folder_clear(const char *output, struct assay_error *err)
{
    DIR *dir = opendir(output);
    const struct dirent *entry;
    struct assay_arena arena = {0};
    const size_t n = sizeof(GOING) - 1;
    enum assay_code code = ASSAY_OK;

    (void)unlink(assay_arena_printf(&arena, "%s/" NEW_LINK, output));
    while (!code && dir && (entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, GOING, n) == 0 &&
            assay_night_is_date(entry->d_name + n))
            code = remove_all(assay_arena_printf(&arena, "%s/%s", output, entry->d_name),
                              0, err);
    if (dir)
        (void)closedir(dir);
    assay_arena_release(&arena);
    return code;
}

/* "index.html.4711.tmp". */
static bool is_unfinished(const char *name)
{
    const size_t n = strlen(name), tail = sizeof(UNFINISHED) - 1;
    size_t digits = 0;

    if (n <= tail || strcmp(name + n - tail, UNFINISHED) != 0)
        return false;
    while (digits < n - tail && name[n - tail - 1 - digits] >= '0' &&
           name[n - tail - 1 - digits] <= '9')
        digits++;
    return digits > 0 && digits < n - tail && name[n - tail - 1 - digits] == '.';
}

static void sweep(const char *path, unsigned depth)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    struct assay_arena arena = {0};
    struct stat is;

    while (dir && (entry = readdir(dir)) != NULL) {
        const char *file = assay_arena_printf(&arena, "%s/%s", path, entry->d_name);

        if (is_unfinished(entry->d_name))
            (void)unlink(file);
        else if (depth > 0 && entry->d_name[0] != '.' && lstat(file, &is) == 0 &&
                 S_ISDIR(is.st_mode))
            sweep(file, depth - 1);
    }
    if (dir)
        (void)closedir(dir);
    assay_arena_release(&arena);
}

void assay_night_folder_sweep(const char *output, const char *date)
{
    struct assay_arena arena = {0};

    sweep(output, 0);
    sweep(assay_arena_printf(&arena, "%s/%s", output, date), 2);
    assay_arena_release(&arena);
}

#include "harness/core/place.h"

#include "harness/core/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of shared libraries that pkg-config named when this was built. */
#ifndef ASSAY_LIBDIR
#define ASSAY_LIBDIR NULL
#endif

#ifndef ASSAY_SHAREDIR
#error "compile with -DASSAY_SHAREDIR=..., as the Makefile does"
#endif

/* The value of a variable that is set and not empty, else NULL. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

/*
 * The path of the running program without its last n parts and the slash before them; NULL
 * where it has fewer, or /proc is missing. The link is canonical.
 */
static const char *above_program(size_t n, struct assay_arena *arena)
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

    if (length <= 0)
        return NULL;
    path[length] = '\0';
    for (size_t i = 0; i < n; i++) {
        char *slash = strrchr(path, '/');

        if (!slash)
            return NULL;
        *slash = '\0';
    }
    return assay_arena_printf(arena, "%s", path);
}

/* A path, NULL where its folder is NULL. */
static const char *below(const char *folder, const char *name, struct assay_arena *arena)
{
    return folder ? assay_arena_printf(arena, "%s/%s", folder, name) : NULL;
}

static bool is_root(const char *folder, struct assay_arena *arena)
{
    return access(assay_arena_printf(arena, "%s/suites", folder), R_OK) == 0;
}

const char *assay_place_root(struct assay_arena *arena)
{
    static const struct {
        size_t parts;
        const char *below;
    } ways[] = {
        {3, ""},             /* build/MODE/assay */
        {4, ""},             /* build/MODE/tests/unit */
        {2, "/share/assay"}, /* bin/assay */
    };

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        const char *above = above_program(ways[i].parts, arena);
        const char *root = above ? assay_arena_printf(arena, "%s%s", above, ways[i].below)
                                 : ASSAY_SHAREDIR;

        if (is_root(root, arena))
            return root;
    }
    return ASSAY_SHAREDIR;
}

const char *assay_place_suites(struct assay_arena *arena)
{
    const char *told = variable("ASSAY_SUITES");

    return told ? told : assay_arena_printf(arena, "%s/suites", assay_place_root(arena));
}

const char *assay_place_manifest(struct assay_arena *arena)
{
    const char *told = variable("ASSAY_MANIFEST");

    return told ? told
                : assay_arena_printf(arena, "%s/data_manifest.txt",
                                     assay_place_root(arena));
}

/* The user's folder of data, or NULL. */
static const char *home(struct assay_arena *arena)
{
    if (variable("XDG_DATA_HOME"))
        return below(variable("XDG_DATA_HOME"), "assay", arena);
    return below(variable("HOME"), ".local/share/assay", arena);
}

const char *assay_place_data(const char *given, struct assay_arena *arena)
{
    if (given && *given)
        return given;
    if (variable("ASSAY_DATA"))
        return variable("ASSAY_DATA");
    return home(arena);
}

const char *assay_place_cache(struct assay_arena *arena)
{
    if (variable("ASSAY_CACHE"))
        return variable("ASSAY_CACHE");
    if (variable("XDG_CACHE_HOME"))
        return below(variable("XDG_CACHE_HOME"), "assay", arena);
    return below(variable("HOME"), ".cache/assay", arena);
}

uint64_t assay_place_cache_size(void)
{
    const char *size = variable("ASSAY_CACHE_SIZE");
    uint64_t bytes;

    return size && assay_str_bytes(assay_str_of(size), &bytes) ? bytes : 0;
}

/* The value of ASSAY_NAME. */
static const char *told(const char *name, struct assay_arena *arena)
{
    char *key = assay_arena_printf(arena, "ASSAY_%s", name);

    for (char *at = key; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return variable(key);
}

const char *assay_place_library(const char *name, size_t i, struct assay_arena *arena)
{
    const char *const file = assay_arena_printf(arena, "lib%s.so", name);
    const char *const set = told(name, arena);
    const char *const folders[] = {
        assay_arena_printf(arena, "%s/build/deps", assay_place_root(arena)),
        below(above_program(2, arena), "lib/assay", arena),
        below(home(arena), "lib", arena),
        ASSAY_LIBDIR,
    };
    const size_t n = sizeof(folders) / sizeof(folders[0]);

    if (set)
        return i == 0 ? set : NULL;
    for (size_t k = 0; k < n; k++) {
        const char *path = below(folders[k], file, arena);

        if (path && access(path, R_OK) == 0 && i-- == 0)
            return path;
    }
    return i == 0 ? file : NULL;
}

bool assay_place_allows_changes(void)
{
    return variable("ASSAY_ALLOW_CHANGED_DATA") != NULL;
}

const char *assay_place_program(const char *name, struct assay_arena *arena)
{
    const char *at = variable("PATH");

    while (at && *at) {
        const size_t n = strcspn(at, ":");
        const char *path = assay_arena_printf(arena, "%.*s/%s", (int)n, at, name);

        if (n > 0 && access(path, X_OK) == 0)
            return path;
        at += n + (at[n] == ':');
    }
    return NULL;
}

#include "harness/core/place.h"

#include "harness/core/str.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    return assay_arena_printf(arena, "%s/data_manifest.txt", assay_place_root(arena));
}

const char *assay_place_data(const char *given, struct assay_arena *arena)
{
    if (given && *given)
        return given;
    if (variable("ASSAY_DATA"))
        return variable("ASSAY_DATA");
    if (variable("XDG_DATA_HOME"))
        return assay_arena_printf(arena, "%s/assay", variable("XDG_DATA_HOME"));
    if (variable("HOME"))
        return assay_arena_printf(arena, "%s/.local/share/assay", variable("HOME"));
    return NULL;
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

/*
 * gguf_engine.c - which libllama computes, in so far as the last bits of a number follow from it.
 *
 * The same sources built otherwise round otherwise, so a build is told by its digest: of the archives
 * that were linked in, or of the libraries that are loaded. What both it and libm choose by the
 * processor that they find is told, too.
 */
#include "adapters/gguf_open.h"
#include "adapters/identity.h"

#include <llama.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#ifdef ASSAY_LLAMA_BUILD

static enum assay_code put_build(struct assay_arena *arena, struct assay_node *map,
                                 struct assay_error *err)
{
    (void)err;
    assay_node_put_copy(arena, map, "build_sha256", assay_str_of(ASSAY_LLAMA_BUILD));
    return ASSAY_OK;
}

#else

/* Of a line of /proc/self/maps the file, where it is a part of the engine; else NULL. */
static const char *engine_file(char *line)
{
    char *path = strchr(line, '/');
    const char *name;

    if (!path)
        return NULL;
    path[strcspn(path, "\n")] = '\0';
    name = strrchr(path, '/') + 1;
    return strncmp(name, "libllama", 8) == 0 || strncmp(name, "libggml", 7) == 0 ? path
                                                                                 : NULL;
}

static enum assay_code put_build(struct assay_arena *arena, struct assay_node *map,
                                 struct assay_error *err)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    enum assay_code code = ASSAY_OK;
    char *line = NULL;
    size_t size = 0;

    while (!code && maps && getline(&line, &size, maps) > 0) {
        const char *path = engine_file(line);

        if (path && !assay_node_get(map, strrchr(path, '/') + 1))
            code = assay_identity_hash(
                NULL, path, arena, map, /* a key is kept, and the line is not */
                assay_arena_printf(arena, "%s", strrchr(path, '/') + 1), err);
    }
    free(line);
    if (maps)
        (void)fclose(maps);
    return code;
}

#endif

/* What libm's functions are chosen by. */
static const char *processor(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "avx2 fma"
           : __builtin_cpu_supports("avx")                                 ? "avx"
                                                                           : "sse2";
#else
    return "";
#endif
}

static const char *libc(void)
{
#ifdef __GLIBC__
    return gnu_get_libc_version();
#else
    return "";
#endif
}

enum assay_code assay_gguf_engine_tell(struct assay_arena *arena, struct assay_node *map,
                                       struct assay_error *err)
{
    const enum assay_code code = put_build(arena, map, err);

    assay_node_put_copy(arena, map, "libllama", assay_str_of(assay_gguf_library()));
    assay_node_put_copy(arena, map, "system", assay_str_of(llama_print_system_info()));
    assay_node_put_copy(arena, map, "processor", assay_str_of(processor()));
    assay_node_put_copy(arena, map, "libc", assay_str_of(libc()));
    return code;
}

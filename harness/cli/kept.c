#include "harness/cli/kept.h"

#include "harness/core/json.h"
#include "harness/core/yaml.h"
#include "harness/run/config.h"
#include "harness/run/store.h"

#include <string.h>

/* Runs of another command are gone on with by that one. */
static enum assay_code check_command(const struct assay_kept *kept, const char *directory,
                                     const struct assay_node *run,
                                     struct assay_error *err)
{
    const char *command = assay_stored_command(run);

    return strcmp(command, kept->command) == 0
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EUSAGE,
                            "%s: go on with it by assay %s --resume %s", directory,
                            command, directory);
}

static enum assay_code read_config(const struct assay_kept *kept,
                                   const struct assay_kept_line *line,
                                   struct assay_arena *arena, struct assay_config *config,
                                   struct assay_error *err)
{
    struct assay_node *map = assay_arena_new(arena, 1, sizeof(*map));
    enum assay_code code;

    *config = (struct assay_config){.map = map, .path = line->config};
    if (line->config)
        return assay_yaml_read(line->config, arena, map, err);
    config->path = assay_arena_printf(arena, "%s/run.json", line->resume);
    config->strict = true;
    code = assay_store_expect_run(line->resume, arena, err);
    if (!code)
        code = assay_json_read(config->path, arena, map, err);
    if (!code)
        code = check_command(kept, line->resume, map, err);
    if (!code && !assay_node_is(assay_node_get(map, "config"), ASSAY_NODE_MAP))
        code = assay_fail(err, ASSAY_EDATA, "%s: no config to go on with", config->path);
    if (!code)
        config->map = assay_node_get(map, "config");
    return code;
}

/* A value that the line alone did not have ("--jobs=x: why"): says where it stands. */
static enum assay_code place_fault(const struct assay_config *config,
                                   struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_str told = assay_arena_copy(arena, assay_str_of(err->text));
    const char *name = told.ptr + strspn(told.ptr, "-");
    const struct assay_node *value =
        assay_node_find(config->map, (struct assay_str){name, strcspn(name, "=: ")});

    return assay_fail(err, err->code, "%s:%u: %s", config->path, value ? value->line : 1,
                      told.ptr);
}

enum assay_code assay_kept_settle(const struct assay_kept *kept,
                                  const struct assay_kept_line *line,
                                  struct assay_arena *arena, void *out,
                                  struct assay_error *err)
{
    const struct assay_line given = {line->words->argc, line->words->argv};
    struct assay_words operands = {.max = 0};
    struct assay_config config;
    struct assay_line merged;
    enum assay_code code;

    memcpy(out, line->given, kept->size);
    if (line->resume && (line->config || line->output))
        return assay_fail(err, ASSAY_EUSAGE, "--resume goes without --%s",
                          line->config ? "config" : "output");
    if (!line->resume && !line->config)
        return ASSAY_OK;
    code = read_config(kept, line, arena, &config, err);
    if (!code)
        code = assay_config_merge(kept->options, &config, &given, arena, &merged, err);
    if (code)
        return code;
    code = assay_options_parse_line(kept->options, merged.argc, merged.argv, out,
                                    &operands, err);
    return code && line->config ? place_fault(&config, arena, err) : code;
}

const struct assay_node *assay_kept_options(const struct assay_kept *kept,
                                            const void *given, struct assay_arena *arena)
{
    const struct assay_node all = assay_options_node(kept->options, given, arena);
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; kept->names[i]; i++)
        if (assay_node_get(&all, kept->names[i]))
            assay_node_put(arena, map, kept->names[i],
                           *assay_node_get(&all, kept->names[i]));
    return map;
}

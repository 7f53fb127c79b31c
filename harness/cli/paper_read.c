/* paper_read.c - the YAML file of a paper. */
#include "harness/cli/paper.h"

#include "harness/core/folder.h"
#include "harness/core/schema.h"
#include "harness/core/yaml.h"

#include <ctype.h>
#include <string.h>

const char *const assay_paper_number_words[] = {"value", "lo", "hi", "n", NULL};

static const char *const sizes[] = {"column", "page", NULL};
static const char *const makers[] = {
#define PAPER(name) #name,
#include "harness/cli/paper_makers.def"
#undef PAPER
    NULL,
};

#define TEXT(key)                                                                        \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_TEXT                                        \
    }
#define NUMBER(key)                                                                      \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_NUMBER                                      \
    }
#define LIST(key)                                                                        \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_LIST                                        \
    }
#define WORD(key, list)                                                                  \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_TEXT, .form = ASSAY_SCHEMA_WORD,            \
        .words = (list)                                                                  \
    }
#define NAMED(key, map)                                                                  \
    {                                                                                    \
        .name = (key), .types = ASSAY_SCHEMA_MAP, .form = ASSAY_SCHEMA_NAMED,            \
        .inner = (map)                                                                   \
    }
/* What makers ask for beside runs. */
#define ASKED                                                                            \
    TEXT("suite"), LIST("metrics"), TEXT("policy"), NUMBER("alpha"), NUMBER("margin"),   \
        NUMBER("seed"), NUMBER("replicates")

static const struct assay_schema_key table_keys[] = {
    {.name = "of",
     .types = ASSAY_SCHEMA_TEXT,
     .form = ASSAY_SCHEMA_WORD,
     .words = makers,
     .needed = true},
    {.name = "runs", .types = ASSAY_SCHEMA_LIST, .needed = true},
    TEXT("table"),
    LIST("columns"),
    TEXT("caption"),
    ASKED,
    {0},
};
static const struct assay_schema_key figure_keys[] = {
    {.name = "of",
     .types = ASSAY_SCHEMA_TEXT,
     .form = ASSAY_SCHEMA_WORD,
     .words = makers,
     .needed = true},
    {.name = "runs", .types = ASSAY_SCHEMA_LIST, .needed = true},
    TEXT("figure"),
    LIST("formats"),
    WORD("size", sizes),
    ASKED,
    {0},
};
static const struct assay_schema_key number_keys[] = {
    {.name = "run", .types = ASSAY_SCHEMA_TEXT, .needed = true},
    {.name = "suite", .types = ASSAY_SCHEMA_TEXT, .needed = true},
    TEXT("section"),
    WORD("of", assay_paper_number_words),
    {0},
};
static const struct assay_schema table = {"a table", table_keys};
static const struct assay_schema figure = {"a figure", figure_keys};
static const struct assay_schema number = {"a number", number_keys};
static const struct assay_schema_key paper_keys[] = {
    TEXT("output"),
    LIST("formats"),
    WORD("size", sizes),
    {.name = "runs", .types = ASSAY_SCHEMA_MAP, .needed = true},
    NAMED("tables", &table),
    NAMED("figures", &figure),
    NAMED("numbers", &number),
    {0},
};
static const struct assay_schema schema = {"the paper", paper_keys};

/* The file as it is read. */
struct reading {
    struct assay_paper *paper;
    const struct assay_node *root;
    struct assay_figure_wish wish; /* of figures that do not say theirs */
};

static const char *text_of(const struct reading *r, struct assay_str text)
{
    return assay_arena_copy(r->paper->arena, text).ptr;
}

static enum assay_code too_many(const struct reading *r, const struct assay_node *node,
                                const char *what, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EDATA, "%s:%u: more than %d %s", r->paper->path,
                      node->line, ASSAY_PAPER_ENTRIES_MAX, what);
}

/* A name that becomes a file's: letters, digits, hyphens and underscores. */
static enum assay_code check_name(const struct reading *r, const struct assay_member *at,
                                  bool macro, struct assay_error *err)
{
    for (size_t i = 0; i < at->key.len; i++) {
        const unsigned char c = (unsigned char)at->key.ptr[i];

        if (isalpha(c) || (!macro && (isdigit(c) || c == '-' || c == '_')))
            continue;
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %.*s: expected a name of %s",
                          r->paper->path, at->value.line, ASSAY_STR_ARG(at->key),
                          macro ? "letters alone, for TeX"
                                : "letters, digits, - and _, for files");
    }
    return ASSAY_OK;
}

static enum assay_code read_runs(struct reading *r, struct assay_error *err)
{
    struct assay_paper *paper = r->paper;
    const struct assay_node *map = assay_node_get(r->root, "runs");
    const size_t n = assay_node_count(map);
    enum assay_code code = ASSAY_OK;

    if (n > ASSAY_PAPER_ENTRIES_MAX)
        return too_many(r, map, "runs", err);
    paper->run = assay_arena_new(paper->arena, n, sizeof(*paper->run));
    for (size_t i = 0; i < n && !code; i++) {
        const struct assay_member *at = &map->as.map.at[i];
        struct assay_paper_run *run = &paper->run[paper->runs++];

        if (!assay_node_is(&at->value, ASSAY_NODE_TEXT))
            return assay_fail(err, ASSAY_EDATA, "%s:%u: %.*s: expected a directory",
                              paper->path, at->value.line, ASSAY_STR_ARG(at->key));
        run->name = text_of(r, at->key);
        run->directory = text_of(r, assay_node_text(&at->value));
        run->path = run->directory[0] == '/'
                        ? run->directory
                        : assay_arena_printf(paper->arena, "%s/%s", paper->folder,
                                             run->directory);
        code = assay_stored_read(run->path, paper->arena, &run->stored, err);
        if (!code)
            code = assay_stored_check_whole(&run->stored, err);
    }
    return code;
}

static enum assay_code find_run(const struct reading *r, const struct assay_node *node,
                                const struct assay_paper_run **out,
                                struct assay_error *err)
{
    const char *names[ASSAY_PAPER_ENTRIES_MAX];
    struct assay_slip slip = {.file = r->paper->path,
                              .line = node->line,
                              .what = "no run",
                              .word = assay_node_text(node),
                              .names = names,
                              .count = r->paper->runs};

    for (size_t i = 0; i < r->paper->runs; i++) {
        names[i] = r->paper->run[i].name;
        *out = &r->paper->run[i];
        if (assay_str_equal(slip.word, assay_str_of(names[i])))
            return ASSAY_OK;
    }
    return assay_slip_tell(&slip, ASSAY_EDATA, err);
}

static enum assay_code read_wish(const struct reading *r, const struct assay_node *map,
                                 struct assay_figure_wish *wish, struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(map, "formats");
    const struct assay_node *size = assay_node_get(map, "size");

    if (size)
        wish->size = assay_str_equal(assay_node_text(size), ASSAY_STR("page"))
                         ? ASSAY_FIGURE_PAGE
                         : ASSAY_FIGURE_COLUMN;
    if (list)
        wish->formats = 0;
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *at = assay_node_at(list, i);
        const unsigned before = wish->formats;

        for (unsigned f = 0; f < ASSAY_FIGURE_FORMATS; f++)
            if (assay_str_equal(assay_node_text(at),
                                assay_str_of(assay_figure_format_name[f])))
                wish->formats |= 1U << f;
        if (wish->formats == before)
            return assay_fail(err, ASSAY_EDATA,
                              "%s:%u: formats: expected svg, pdf, png, cairolatex or "
                              "tikz, each once",
                              r->paper->path, at->line ? at->line : list->line);
    }
    return ASSAY_OK;
}

static enum assay_code read_entry(const struct reading *r, const struct assay_member *at,
                                  bool is_figure, struct assay_paper_entry *out,
                                  struct assay_error *err)
{
    const struct assay_node *runs = assay_node_get(&at->value, "runs");
    const struct assay_node *pick =
        assay_node_get(&at->value, is_figure ? "figure" : "table");
    const struct assay_paper_run **run =
        assay_arena_new(r->paper->arena, assay_node_count(runs) + 1, sizeof(void *));
    enum assay_code code = check_name(r, at, false, err);

    *out = (struct assay_paper_entry){
        .name = text_of(r, at->key),
        .maker =
            assay_paper_maker_find(assay_node_text(assay_node_get(&at->value, "of"))),
        .run = run,
        .runs = assay_node_count(runs),
        .pick = pick ? assay_node_text(pick) : (struct assay_str){0},
        .figure = is_figure,
        .wish = r->wish,
        .node = &at->value,
    };
    for (size_t i = 0; i < out->runs && !code; i++)
        code = find_run(r, assay_node_at(runs, i), &run[i], err);
    if (!code && (out->runs < out->maker->run_min || out->runs > out->maker->run_max))
        code = assay_fail(err, ASSAY_EDATA, "%s:%u: runs: %s is of %zu to %zu runs",
                          r->paper->path, runs->line, out->maker->name,
                          out->maker->run_min, out->maker->run_max);
    return code ? code : read_wish(r, &at->value, &out->wish, err);
}

static enum assay_code read_entries(struct reading *r, const char *key, bool is_figure,
                                    struct assay_error *err)
{
    const struct assay_node *map = assay_node_get(r->root, key);
    const size_t n = assay_node_count(map);
    enum assay_code code = ASSAY_OK;

    if (n > ASSAY_PAPER_ENTRIES_MAX)
        return too_many(r, map, key, err);
    for (size_t i = 0; i < n && !code; i++)
        code = read_entry(r, &map->as.map.at[i], is_figure,
                          &r->paper->entry[r->paper->entries++], err);
    return code;
}

static enum assay_code read_numbers(struct reading *r, struct assay_error *err)
{
    const struct assay_node *map = assay_node_get(r->root, "numbers");
    const size_t n = assay_node_count(map);
    enum assay_code code = ASSAY_OK;

    if (n > ASSAY_PAPER_ENTRIES_MAX)
        return too_many(r, map, "numbers", err);
    r->paper->number = assay_arena_new(r->paper->arena, n + 1, sizeof(*r->paper->number));
    for (size_t i = 0; i < n && !code; i++) {
        const struct assay_member *at = &map->as.map.at[i];
        const struct assay_node *of = assay_node_get(&at->value, "of");
        struct assay_paper_number *out = &r->paper->number[r->paper->numbers++];

        *out = (struct assay_paper_number){
            .name = text_of(r, at->key),
            .suite = assay_node_text(assay_node_get(&at->value, "suite")),
            .section = assay_node_text(assay_node_get(&at->value, "section")),
            .line = at->value.line,
        };
        for (unsigned k = 0; of && assay_paper_number_words[k]; k++)
            if (assay_str_equal(assay_node_text(of),
                                assay_str_of(assay_paper_number_words[k])))
                out->of = k;
        code = check_name(r, at, true, err);
        if (!code)
            code = find_run(r, assay_node_get(&at->value, "run"), &out->run, err);
    }
    return code;
}

static enum assay_code read_all(struct reading *r, struct assay_error *err)
{
    struct assay_paper *paper = r->paper;
    const struct assay_node *output = assay_node_get(r->root, "output");
    enum assay_code code = read_wish(r, r->root, &r->wish, err);

    paper->output =
        assay_arena_printf(paper->arena, "%s/%s", paper->folder,
                           output ? text_of(r, assay_node_text(output)) : "generated");
    if (strncmp(paper->output, "./", 2) == 0)
        paper->output += 2;
    paper->entry = assay_arena_new(paper->arena, (size_t)2 * ASSAY_PAPER_ENTRIES_MAX,
                                   sizeof(*paper->entry));
    if (!code)
        code = read_runs(r, err);
    if (!code)
        code = read_entries(r, "tables", false, err);
    if (!code)
        code = read_entries(r, "figures", true, err);
    return code ? code : read_numbers(r, err);
}

enum assay_code assay_paper_read(const char *path, const char *data_dir,
                                 struct assay_arena *arena, struct assay_paper *out,
                                 struct assay_error *err)
{
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    struct reading r = {
        .paper = out,
        .root = root,
        .wish = {.formats = 1U << ASSAY_FIGURE_PDF, .size = ASSAY_FIGURE_COLUMN},
    };
    enum assay_code code = assay_yaml_read(path, arena, root, err);

    *out = (struct assay_paper){
        .path = path,
        .name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path,
        .data_dir = data_dir,
        .folder = assay_folder_above(path, arena),
        .arena = arena,
    };
    if (!code)
        code = assay_schema_check(&schema, root, path, err);
    return code ? code : read_all(&r, err);
}

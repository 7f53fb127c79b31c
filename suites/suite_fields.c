/* suite_fields.c - `fields:` of a description, compiled. */
#include "suites/suite_parts.h"
#include "suites/suite_schema.h"

#include <string.h>

struct compiler {
    const struct assay_suite *suite;
    const struct assay_node *over; /* wins over the suite's own fields; may be NULL */
    struct assay_field_keys *keys; /* gains what is compiled */
    struct assay_error *err;
};

static const struct assay_node *spec_of(const struct compiler *c, const char *key)
{
    const struct assay_node *found = assay_node_get(c->over, key);

    return found ? found : assay_node_get(c->suite->fields, key);
}

/* One field, or {any: [field, ...]}, whose spellings are apart where nothing is done with them. */
static enum assay_code compile_place(const struct compiler *c,
                                     const struct assay_node *spec,
                                     struct assay_place *out)
{
    const bool optional = assay_node_get(spec, "any") != NULL;
    const struct assay_node *any =
        assay_node_count(spec) == 1 ? assay_node_get(spec, "any") : NULL;
    const size_t n = any ? assay_node_count(any) : 1;
    const struct assay_field **at =
        assay_arena_new(c->suite->arena, n, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_place){at, n, optional, NULL};
    if (any && (!assay_node_is(any, ASSAY_NODE_LIST) || n == 0))
        return assay_suite_fail(c->suite, any, c->err, "any: expected a list of fields");
    code =
        assay_field_compile(spec, c->suite->path, c->suite->arena, &out->whole, c->err);
    for (size_t i = 0; !code && i < n; i++) {
        code = assay_field_compile(any ? assay_node_at(any, i) : spec, c->suite->path,
                                   c->suite->arena, &at[i], c->err);
        if (!code)
            assay_field_keys_add(c->keys, at[i]);
    }
    return code;
}

static enum assay_code compile_key(const struct compiler *c, const char *key,
                                   struct assay_place *out)
{
    const struct assay_node *spec = spec_of(c, key);

    *out = (struct assay_place){0};
    return spec ? compile_place(c, spec, out) : ASSAY_OK;
}

/* One field, or a list of them: completions and gold. */
static enum assay_code compile_places(const struct compiler *c,
                                      const struct assay_node *spec, const char *key,
                                      struct assay_place *out, size_t *count)
{
    const bool list = assay_node_is(spec, ASSAY_NODE_LIST);
    enum assay_code code = ASSAY_OK;

    if (list && assay_node_count(spec) > ASSAY_SUITE_CLUSTERS_MAX)
        return assay_suite_fail(c->suite, spec, c->err, "more than %d %s fields",
                                ASSAY_SUITE_CLUSTERS_MAX, key);
    *count = list ? assay_node_count(spec) : 1;
    for (size_t i = 0; !code && i < *count; i++)
        code = compile_place(c, list ? assay_node_at(spec, i) : spec, &out[i]);
    return code;
}

static enum assay_code compile_completions(const struct compiler *c,
                                           struct assay_mapping *out)
{
    const struct assay_node *spec = spec_of(c, "completions");
    const struct assay_node *pictures = spec_of(c, "pictures");

    out->completions_count = 0;
    out->pictures = !spec && pictures;
    if (!spec)
        spec = pictures;
    if (!spec || assay_node_get(c->over, "count"))
        return ASSAY_OK; /* a file of scores without texts */
    return compile_places(c, spec, "completions", out->completions,
                          &out->completions_count);
}

/* `gold`, or `ranks`, of which 1 is the best. */
static enum assay_code compile_numbers(const struct compiler *c,
                                       struct assay_mapping *out)
{
    const struct assay_node *gold = spec_of(c, "gold");
    const struct assay_node *ranks = spec_of(c, "ranks");

    out->ranks = ranks != NULL;
    if (gold && ranks)
        return assay_suite_fail(c->suite, ranks, c->err,
                                "fields name both \"gold\" and \"ranks\"");
    if (!gold && !ranks)
        return ASSAY_OK;
    return compile_places(c, ranks ? ranks : gold, ranks ? "ranks" : "gold", out->gold,
                          &out->gold_count);
}

static enum assay_code compile_gold(const struct compiler *c, struct assay_mapping *out)
{
    const struct assay_node *from = spec_of(c, "errors_from");
    double number = 0.0;
    size_t ignored = 0;
    enum assay_code code;

    out->gold_count = 0;
    if (from && (!assay_node_number(from, &number) || (number != 0.0 && number != 1.0)))
        return assay_suite_fail(c->suite, from, c->err, "errors_from is 0 or 1");
    out->errors_from = (size_t)number;
    code = assay_suite_choice(c->suite, spec_of(c, "errors_beyond"), assay_beyond_words,
                              &ignored, c->err);
    out->errors_beyond = ignored == 1;
    if (code)
        return code;
    return compile_numbers(c, out);
}

static enum assay_code compile_class(const struct compiler *c, struct assay_mapping *out)
{
    const struct assay_node *spec = spec_of(c, "class");

    out->class_count = 0;
    return spec ? compile_places(c, spec, "class", out->classes, &out->class_count)
                : ASSAY_OK;
}

static enum assay_code compile_media(const struct compiler *c, struct assay_mapping *out)
{
    const struct assay_node *media = spec_of(c, "media");

    out->media_count = 0;
    return media ? compile_places(c, media, "media", out->media, &out->media_count)
                 : ASSAY_OK;
}

static enum assay_code compile_covariates(const struct compiler *c,
                                          struct assay_mapping *out)
{
    const struct assay_node *spec = spec_of(c, "covariates");

    out->covariate_count = 0;
    return spec ? compile_places(c, spec, "covariates", out->covariate,
                                 &out->covariate_count)
                : ASSAY_OK;
}

/* A list of texts, or one text with commas. */
static enum assay_code compile_dimensions(const struct compiler *c,
                                          struct assay_mapping *out)
{
    const struct assay_node *spec = spec_of(c, "dimensions");
    struct assay_str rest = assay_node_text(spec);
    struct assay_str *at =
        assay_arena_new(c->suite->arena, ASSAY_ITEM_DIMENSIONS_MAX, sizeof(*at));
    size_t n = assay_node_count(spec);

    out->dimension = at;
    out->dimension_count = 0;
    if (n > ASSAY_ITEM_DIMENSIONS_MAX)
        return assay_suite_fail(c->suite, spec, c->err, "more than %d dimensions",
                                ASSAY_ITEM_DIMENSIONS_MAX);
    for (size_t i = 0; i < n; i++)
        at[out->dimension_count++] = assay_node_text(assay_node_at(spec, i));
    while (rest.len > 0 && out->dimension_count < ASSAY_ITEM_DIMENSIONS_MAX) {
        n = assay_str_find(rest, ASSAY_STR(","));
        at[out->dimension_count++] = (struct assay_str){rest.ptr, n};
        n += n < rest.len;
        rest = (struct assay_str){rest.ptr + n, rest.len - n};
    }
    for (size_t i = 0; i < out->dimension_count; i++)
        if (at[i].len == 0)
            return assay_suite_fail(c->suite, spec, c->err,
                                    "dimensions: expected names, separated by commas");
    return ASSAY_OK;
}

/* Fields that items have no part for, and that assay bon reads (sample_fields.h): a mistake in them is told
   when the description is loaded, as any other is. */
static enum assay_code check_samples(const struct compiler *c)
{
    static const char *const keys[] = {"answers", "tokens", "lengths", "difficulty"};
    static const char *const maps[] = {"proxies", "golds", "steps"};
    struct assay_field_keys unread = {.count = 0};
    const struct compiler aside = {c->suite, c->over, &unread, c->err};
    struct assay_place at[ASSAY_SUITE_CLUSTERS_MAX];
    enum assay_code code = ASSAY_OK;
    size_t n;

    for (size_t i = 0; !code && i < sizeof(keys) / sizeof(keys[0]); i++)
        if (spec_of(c, keys[i]))
            code = compile_places(&aside, spec_of(c, keys[i]), keys[i], at, &n);
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        const struct assay_node *map = spec_of(c, maps[i]);

        for (size_t k = 0; !code && k < assay_node_count(map); k++)
            code = compile_places(&aside, &map->as.map.at[k].value, maps[i], at, &n);
    }
    return code;
}

enum assay_code assay_suite_mapping(const struct assay_suite *suite,
                                    const struct assay_node *over,
                                    struct assay_mapping *out, struct assay_error *err)
{
    const struct compiler c = {suite, over, &out->keys, err};
    const struct {
        const char *key;
        struct assay_place *place;
    } keys[] = {
        {"id", &out->id},         {"key", &out->key},
        {"subset", &out->subset}, {"cluster", &out->cluster},
        {"prompt", &out->prompt}, {"count", &out->count},
        {"chosen", &out->chosen}, {"correct", &out->correct},
        {"errors", &out->errors}, {"group", &out->group},
        {"pairs", &out->pairs},   {"principle", &out->principle},
    };
    const struct assay_node *transcript = assay_node_get(suite->spec, "transcript");
    enum assay_code code = ASSAY_OK;

    out->keys = (struct assay_field_keys){.count = 0};
    for (size_t i = 0; !code && i < sizeof(keys) / sizeof(keys[0]); i++)
        code = compile_key(&c, keys[i].key, keys[i].place);
    if (!code)
        code = compile_completions(&c, out);
    if (!code)
        code = compile_gold(&c, out);
    if (!code)
        code = compile_class(&c, out);
    if (!code)
        code = compile_media(&c, out);
    if (!code)
        code = compile_covariates(&c, out);
    if (!code)
        code = compile_dimensions(&c, out);
    if (!code)
        code = check_samples(&c);
    if (code)
        return code;
    out->user = assay_node_text(assay_node_get(transcript, "user"));
    out->assistant = assay_node_text(assay_node_get(transcript, "assistant"));
    return assay_suite_fits_kind(suite, over, out, err);
}

/* overopt_load.c - what assay overopt works on: logs of training runs, samples, or stored best-of-n curves. */
#include "harness/cli/overopt_load.h"

#include "harness/cli/bon_load.h"
#include "harness/core/digest.h"
#include "harness/run/overopt_samples.h"
#include "harness/run/overopt_stored.h"
#include "harness/run/store.h"
#include "suites/suite.h"
#include "suites/trend_format.h"

#include <string.h>
#include <sys/stat.h>

/* True for the directory of a run that assay stored. */
static bool is_stored(const char *path, struct assay_arena *arena)
{
    struct stat at;

    return stat(path, &at) == 0 && S_ISDIR(at.st_mode) &&
           stat(assay_arena_printf(arena, "%s/run.json", path), &at) == 0;
}

/* The name of a file up to its first dot. */
static struct assay_str stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    const struct assay_str name = assay_str_of(slash && slash[1] ? slash + 1 : path);
    const size_t n = assay_str_find(name, ASSAY_STR("."));

    return n > 0 ? (struct assay_str){name.ptr, n} : name;
}

/* ---- stored best-of-n curves ---- */

static void put_source(struct assay_node *list, const char *path, const char *digest,
                       struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put_copy(arena, map, "path", assay_str_of(path));
    if (digest)
        assay_node_put_copy(arena, map, "sha256", assay_str_of(digest));
    assay_node_push(arena, list, *map);
}

/* Of several runs, each is a checkpoint of the proxies that they share. */
static void name_checkpoint(struct assay_overopt_curve *curve, const char *path,
                            struct assay_arena *arena)
{
    const char *directory = assay_store_name(path, arena);
    const char *slash = strrchr(directory, '/');

    curve->checkpoint = assay_str_of(slash ? slash + 1 : directory);
    curve->name = assay_str_of(
        assay_arena_printf(arena, "%s %.*s", directory, ASSAY_STR_ARG(curve->series)));
}

static enum assay_code add_stored(const char *path, bool several,
                                  struct assay_arena *arena,
                                  struct assay_overopt_curve *curve,
                                  struct assay_overopt_loaded *out,
                                  struct assay_error *err)
{
    struct assay_stored stored;
    struct assay_bon_prompts prompts;
    enum assay_code code = assay_stored_read(path, arena, &stored, err);

    if (!code)
        code = assay_stored_check_whole(&stored, err);
    if (!code && stored.result_count == 0)
        return assay_fail(err, ASSAY_EUSAGE, "%s: the run is not over", path);
    if (!code)
        code = assay_bon_prompts_read(path, stored.run, stored.result_count, arena,
                                      &prompts, err);
    if (!code && prompts.prompts > 0)
        out->proxy = ASSAY_STR("proxy");
    for (size_t i = 0; !code && i < stored.result_count; i++) {
        if (out->curves.count == ASSAY_OVEROPT_CURVES_MAX)
            return assay_fail(err, ASSAY_EDATA, "more than %d curves",
                              ASSAY_OVEROPT_CURVES_MAX);
        code = assay_overopt_of_bon(&stored.result[i],
                                    &(struct assay_bon_prompts_of){&prompts, i}, path,
                                    arena, &curve[out->curves.count], err);
        if (!code && several)
            name_checkpoint(&curve[out->curves.count], path, arena);
        out->curves.count += !code;
        out->name = stored.result[i].suite;
        out->version = stored.result[i].suite_version;
        out->title = stored.result[i].title;
        out->citation = stored.result[i].citation;
    }
    return code;
}

static enum assay_code check_words(const struct assay_overopt_sought *sought,
                                   struct assay_error *err)
{
    if (sought->suite || sought->log || sought->columns.count || sought->asked.se ||
        sought->asked.weight)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--suite, --log, --column, --se and --weight are about files, "
                          "not stored runs");
    return ASSAY_OK;
}

static enum assay_code from_stored(const struct assay_overopt_sought *sought,
                                   struct assay_arena *arena,
                                   struct assay_overopt_loaded *out,
                                   struct assay_error *err)
{
    struct assay_overopt_curve *curve =
        assay_arena_new(arena, ASSAY_OVEROPT_CURVES_MAX, sizeof(*curve));
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = check_words(sought, err);

    out->curves.at = curve;
    out->proxy = ASSAY_STR("proxy, sd of one sample");
    for (size_t i = 0; !code && i < sought->operands->count; i++) {
        const char *path = sought->operands->at[i];

        code = is_stored(path, arena)
                   ? add_stored(path, sought->operands->count > 1, arena, curve, out, err)
                   : assay_fail(err, ASSAY_EUSAGE,
                                "%s: name either stored runs or files of rows", path);
        put_source(list, path, NULL, arena);
    }
    out->sources = *list;
    return code;
}

/* ---- rows ---- */

static struct assay_str text_of(const struct assay_suite *suite, const char *key)
{
    return assay_node_text(assay_node_get(assay_suite_spec(suite), key));
}

static bool is_kind(const struct assay_suite *suite, const char *kind)
{
    return assay_str_equal(text_of(suite, "kind"), assay_str_of(kind));
}

static enum assay_code load_suite(const struct assay_overopt_sought *sought,
                                  struct assay_arena *arena,
                                  struct assay_overopt_loaded *out,
                                  struct assay_suite **suite, struct assay_error *err)
{
    const struct assay_places places = assay_places_here(sought->data_dir, arena);
    const struct assay_suite_words words = {.spec = sought->suite};
    const enum assay_code code = assay_suite_load_any(&words, &places, arena, suite, err);

    if (code)
        return code;
    if (!is_kind(*suite, "trend") && !is_kind(*suite, "samples"))
        return assay_fail(err, ASSAY_EUSAGE, "suite %s is neither a trend nor of samples",
                          assay_suite_name(*suite));
    out->name = assay_str_of(assay_suite_name(*suite));
    out->version = assay_str_of(assay_suite_version(*suite));
    out->title = text_of(*suite, "title");
    out->citation = text_of(*suite, "citation");
    return ASSAY_OK;
}

static enum assay_code find_log(const char *name, const struct assay_trend_format **out,
                                struct assay_error *err)
{
    *out = name ? assay_trend_format_find(name) : NULL;
    return name && !*out ? assay_trend_format_unknown(name, err) : ASSAY_OK;
}

static void keep_sources(struct assay_arena *arena, struct assay_overopt_loaded *out)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < out->trend.sources; i++)
        put_source(list, out->trend.source[i].path, out->trend.source[i].digest, arena);
    out->sources = *list;
    out->note = out->trend.note;
    out->notes = out->trend.notes;
}

/* ---- samples ---- */

/* `proxy=FIELD` and `gold=FIELD` of --column. */
static enum assay_code name_fields(const struct assay_option_list *columns,
                                   struct assay_bon_asked *asked, struct assay_error *err)
{
    for (size_t i = 0; i < columns->count; i++) {
        const char *word = columns->at[i];

        if (strncmp(word, "proxy=", 6) == 0)
            asked->proxies.at[asked->proxies.count++] = word + 6;
        else if (strncmp(word, "gold=", 5) == 0)
            asked->golds.at[asked->golds.count++] = word + 5;
        else
            return assay_fail(err, ASSAY_EUSAGE,
                              "--column %s: of samples only proxy=FIELD and gold=FIELD",
                              word);
    }
    return ASSAY_OK;
}

/* Powers of two that some prompt has samples for, and the most that there are. */
static size_t grid_of(const struct assay_sample_set *set, size_t *n)
{
    size_t most = 1, count = 0;

    for (size_t i = 0; i < set->prompts; i++)
        most = assay_sample_count(set, i) > most ? assay_sample_count(set, i) : most;
    for (size_t k = 1; k < most; k *= 2)
        n[count++] = k;
    n[count++] = most;
    return count;
}

static enum assay_code compute(const struct assay_overopt_sought *sought,
                               struct assay_arena *arena,
                               struct assay_overopt_loaded *out, struct assay_error *err)
{
    const size_t curves = out->set.proxies * out->set.golds;
    struct assay_overopt_curve *curve = assay_arena_new(arena, curves, sizeof(*curve));
    size_t *n = assay_arena_new(arena, 8 * sizeof(size_t) + 2, sizeof(*n));
    const struct assay_bon_making making = {.n = n,
                                            .ns = grid_of(&out->set, n),
                                            .jobs = sought->jobs,
                                            .draws =
                                                2, /* of votes, which are not told here */
                                            .power = 1.0};
    const enum assay_code code = assay_bon_compute(&out->set, &making, &out->bon, err);

    for (size_t g = 0; !code && g < out->set.golds; g++)
        for (size_t p = 0; p < out->set.proxies; p++)
            assay_overopt_of_samples(&out->bon, p, g, arena, &curve[out->curves.count++]);
    out->curves.at = curve;
    return code;
}

static enum assay_code from_samples(const struct assay_overopt_sought *sought,
                                    struct assay_arena *arena,
                                    struct assay_overopt_loaded *out,
                                    struct assay_error *err)
{
    struct assay_bon_asked asked = {.suite = sought->suite,
                                    .data_dir = sought->data_dir,
                                    .operands = sought->operands};
    struct assay_bon_loaded loaded = {0};
    enum assay_code code = name_fields(&sought->columns, &asked, err);

    if (!code && (sought->operands->count > 0 || sought->log || sought->asked.se ||
                  sought->asked.weight))
        return assay_fail(
            err, ASSAY_EUSAGE,
            "operands, --log, --se and --weight are about rows of logs, not "
            "samples");
    if (!code)
        code = assay_bon_load(&asked, arena, &loaded, err);
    out->set = loaded.set;
    out->sources = loaded.sources;
    out->proxy = ASSAY_STR("proxy");
    return code ? code : compute(sought, arena, out, err);
}

/* ---- either ---- */

/* What a curve is called that is the only one: as its run, or else as its file. */
static struct assay_str alone(const struct assay_trend *trend)
{
    const struct assay_trend_column *run = assay_trend_column(trend, ASSAY_TREND_RUN, 0);

    return run && run->level_count == 1 ? run->level[0] : stem(trend->source[0].path);
}

static enum assay_code from_rows(const struct assay_overopt_sought *sought,
                                 struct assay_arena *arena,
                                 struct assay_overopt_loaded *out,
                                 struct assay_error *err)
{
    struct assay_overopt_asked asked = sought->asked;
    struct assay_trend_setting setting = {
        .path = (const char *const *)sought->operands->at,
        .paths = sought->operands->count,
        .column = sought->columns.at,
        .columns = sought->columns.count,
        .repeats = (enum assay_trend_repeats)sought->repeats};
    const struct assay_trend_column *proxy;
    struct assay_suite *suite = NULL;
    enum assay_code code = find_log(sought->log, &setting.format, err);

    out->name = ASSAY_STR("trend");
    out->version = ASSAY_STR("1");
    if (!code && sought->suite)
        code = load_suite(sought, arena, out, &suite, err);
    if (!code && suite && is_kind(suite, "samples"))
        return from_samples(sought, arena, out, err);
    setting.suite = suite;
    if (!code)
        code = assay_trend_read(&setting, arena, &out->trend, err);
    if (code)
        return code;
    asked.alone = alone(&out->trend);
    proxy = assay_trend_column(&out->trend, ASSAY_TREND_PROXY, 0);
    out->proxy = proxy ? proxy->name : ASSAY_STR("");
    keep_sources(arena, out);
    return assay_overopt_gather(&out->trend, &asked, arena, &out->curves, err);
}

enum assay_code assay_overopt_load(const struct assay_overopt_sought *sought,
                                   struct assay_arena *arena,
                                   struct assay_overopt_loaded *out,
                                   struct assay_error *err)
{
    const struct assay_words *operands = sought->operands;

    *out = (struct assay_overopt_loaded){0};
    if (operands->count == 0 && !sought->suite)
        return assay_fail(err, ASSAY_EUSAGE,
                          "name files of rows, a trainer's logs, a stored best-of-n run, "
                          "or a suite with --suite");
    out->target = assay_str_of(operands->count ? operands->at[0] : sought->suite);
    if (operands->count > 0 && is_stored(operands->at[0], arena))
        return from_stored(sought, arena, out, err);
    return from_rows(sought, arena, out, err);
}

void assay_overopt_loaded_release(struct assay_overopt_loaded *loaded)
{
    assay_bon_release(&loaded->bon);
    assay_sample_set_release(&loaded->set);
}

#include "harness/run/plan.h"

#include "adapters/identity.h"
#include "harness/core/clock.h"
#include "harness/core/file.h"
#include "harness/core/json.h"
#include "harness/run/model.h"
#include "harness/run/store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LONGEST_STEM = 100
};

/* ---- names ---- */

static const char *base_name(const char *path)
{
    const char *member = strstr(path, "::");
    const char *slash = strrchr(path, '/');

    if (member && !strchr(member, '/'))
        return member + 2;
    return slash ? slash + 1 : path;
}

/* What follows `key` ("name=") in the last of the words that begins so, or NULL. */
static const char *said(const char *const *words, size_t n, const char *key)
{
    const char *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (strncmp(words[i], key, strlen(key)) == 0)
            found = words[i] + strlen(key);
    return found;
}

/* Which model of a file that holds several: an option of an adapter that reads such files, or of the suite;
   or NULL. */
static const char *named(const struct assay_request *request)
{
    const char *name = said(request->model_words, request->model_word_count, "name=");

    if (!name && assay_adapter_has_option(request->adapter, "name"))
        name = said(request->suite_words, request->suite_word_count, "model=");
    return name && *name ? name : NULL;
}

/* Of a name made of settings (dataset=a,judge_model=b) what the last one says. */
static const char *last_setting(const char *name)
{
    const char *equals = strrchr(name, '=');

    return equals && strchr(name, ',') && equals[1] ? equals + 1 : name;
}

static const char *label_of(const struct assay_request *request,
                            struct assay_arena *arena)
{
    static const char *const endings[] = {".gz",   ".xz",  ".zst", ".bz2", ".jsonl",
                                          ".json", ".csv", ".tsv", NULL};
    struct assay_str label;

    if (request->label)
        return request->label;
    if (named(request))
        return named(request);
    if (!*request->target)
        return request->adapter->name;
    label = assay_str_of(last_setting(base_name(request->target)));
    for (size_t i = 0; endings[i]; i++) {
        const size_t n = strlen(endings[i]);

        if (label.len > n && strcmp(label.ptr + label.len - n, endings[i]) == 0) {
            label = assay_arena_copy(arena, (struct assay_str){label.ptr, label.len - n});
        }
    }
    return label.ptr;
}

static const char *stem_of(const struct assay_plan *plan, struct assay_arena *arena)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789._+";
    const size_t n = plan->request->suite_count;
    char *stem =
        n > 1 ? assay_arena_printf(arena, "%s+%zu-%s", plan->suite[0].label, n - 1,
                                   plan->label)
              : assay_arena_printf(arena, "%s-%s", plan->suite[0].label, plan->label);

    if (strlen(stem) > LONGEST_STEM)
        stem[LONGEST_STEM] = '\0';
    for (char *at = stem; *at; at++)
        if (!strchr(safe, *at))
            *at = '-';
    if (*stem == '.')
        *stem = '-';
    return stem;
}

static bool label_is_taken(const struct assay_plan *plan, const char *label, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(plan->suite[i].label, label) == 0)
            return true;
    return false;
}

static const char *suite_label(const struct assay_plan *plan, size_t n,
                               struct assay_arena *arena)
{
    const struct assay_suite *suite = plan->suite[n].suite;
    const char *part = assay_suite_part(suite);
    const char *name = assay_suite_name(suite);
    const char *label = part ? assay_arena_printf(arena, "%s:%s", name, part) : name;
    const char *unique = label;

    for (size_t i = 2; label_is_taken(plan, unique, n); i++)
        unique = assay_arena_printf(arena, "%s#%zu", label, i);
    return unique;
}

/* ---- what determines answers ---- */

static struct assay_node string_node(struct assay_arena *arena, const char *text)
{
    return assay_str_is_utf8(assay_str_of(text))
               ? assay_node_of_string(text)
               : assay_node_of_string(assay_arena_printf(arena, "(not UTF-8)"));
}

static struct assay_node seed_node(uint64_t seed, struct assay_arena *arena)
{
    if (seed <= INT64_MAX)
        return assay_node_of_int((int64_t)seed);
    return assay_node_of_string(
        assay_arena_printf(arena, "%llu", (unsigned long long)seed));
}

/* True if some suite needs the target beside its own data. */
static bool target_is_joined(const struct assay_plan *plan)
{
    for (size_t i = 0; i < plan->request->suite_count; i++)
        if (!assay_suite_reads(plan->suite[i].suite, plan->request->target))
            return true;
    return false;
}

/* A target that is no file at all: fine unless answers are stored in it. */
static enum assay_code check_target(const struct assay_plan *plan,
                                    struct assay_error *err)
{
    const char *target = plan->request->target;

    if (!plan->request->adapter->covers || strstr(target, "::"))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EIO, "%s: %s", target, strerror(errno));
}

/* The digest of a target that is a regular file, and is not hashed as a suite's data, or a folder
   whose files make the model. */
static enum assay_code put_target_digest(const struct assay_plan *plan,
                                         struct assay_arena *arena,
                                         struct assay_node *model,
                                         struct assay_error *err)
{
    const char *target = plan->request->target;
    char hex[ASSAY_DIGEST_HEX];
    struct stat status;
    enum assay_code code;

    if (!plan->request->adapter->needs_target)
        return ASSAY_OK;
    if (stat(target, &status) != 0)
        return check_target(plan, err);
    if (S_ISDIR(status.st_mode) && plan->request->adapter->takes_folder)
        code = assay_digest_folder(target, plan->request->stage, hex, err);
    else if (S_ISREG(status.st_mode) && target_is_joined(plan))
        code = assay_digest_watched(target, plan->request->stage, hex, err);
    else
        return ASSAY_OK;
    if (!code)
        assay_node_put(arena, model, "sha256",
                       assay_node_of_string(assay_arena_printf(arena, "%s", hex)));
    return code;
}

/* Files beside the target that answers depend on, with their digests. */
static enum assay_code put_files(const struct assay_request *request,
                                 struct assay_arena *arena, struct assay_node *model,
                                 struct assay_error *err)
{
    const struct assay_model_words words = {request->model_words,
                                            request->model_word_count};
    struct assay_node *list = assay_node_list(arena);
    struct assay_files files;
    enum assay_code code =
        assay_model_files(request->adapter, request->target, &words, arena, &files, err);

    for (size_t i = 0; !code && i < files.count; i++) {
        struct assay_node *file = assay_node_map(arena);
        char hex[ASSAY_DIGEST_HEX];

        code = assay_identity_digest(files.at[i], request->stage, hex, err);
        if (code)
            break;
        assay_node_put(arena, file, "path", string_node(arena, files.at[i]));
        assay_node_put(arena, file, "sha256",
                       assay_node_of_string(assay_arena_printf(arena, "%s", hex)));
        assay_node_push(arena, list, *file);
    }
    if (!code && files.count > 0)
        assay_node_put(arena, model, "files", *list);
    return code;
}

static enum assay_code model_node(const struct assay_plan *plan,
                                  struct assay_arena *arena, struct assay_node **out,
                                  struct assay_error *err)
{
    const struct assay_request *request = plan->request;
    struct assay_node *model = assay_node_map(arena);
    struct assay_node options;
    enum assay_code code;

    *out = model;
    if (request->model_node) {
        *model = *request->model_node;
        return ASSAY_OK;
    }
    code = assay_adapter_options(request->adapter, request->model_words,
                                 request->model_word_count, arena, &options, err);
    if (code)
        return code;
    assay_node_put(arena, model, "adapter", assay_node_of_string(request->adapter->name));
    assay_node_put(arena, model, "target", string_node(arena, request->target));
    assay_node_put(arena, model, "options", options);
    code = put_files(request, arena, model, err);
    return code ? code : put_target_digest(plan, arena, model, err);
}

/* The digests that are in a model's node, so that nobody hashes its files again. */
static struct assay_hashes hashes_of(const struct assay_request *request,
                                     const struct assay_node *model,
                                     struct assay_arena *arena)
{
    const struct assay_node *files = assay_node_get(model, "files");
    const size_t n = assay_node_count(files);
    struct assay_hashed *at = assay_arena_new(arena, n + 1, sizeof(*at));
    struct assay_str target = assay_node_text(assay_node_get(model, "sha256"));
    size_t count = 0;

    if (target.len > 0)
        at[count++] = (struct assay_hashed){request->target, target.ptr};
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *file = assay_node_at(files, i);

        at[count++] =
            (struct assay_hashed){assay_node_text(assay_node_get(file, "path")).ptr,
                                  assay_node_text(assay_node_get(file, "sha256")).ptr};
    }
    return (struct assay_hashes){at, count};
}

static struct assay_node suites_node(const struct assay_plan *plan,
                                     struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < plan->request->suite_count; i++) {
        const struct assay_plan_suite *at = &plan->suite[i];
        struct assay_node *suite = assay_node_map(arena);

        assay_node_put(arena, suite, "label", string_node(arena, at->label));
        assay_node_put(arena, suite, "spec", string_node(arena, at->spec));
        assay_node_put(arena, suite, "version",
                       assay_node_of_string(assay_suite_version(at->suite)));
        assay_node_put(arena, suite, "options", assay_suite_options(at->suite, arena));
        assay_node_push(arena, list, *suite);
    }
    return *list;
}

/* How texts are written. */
static struct assay_node sample_node(const struct assay_sample *sample,
                                     struct assay_arena *arena)
{
    const struct assay_sampling *sampling = &sample->sampling;
    struct assay_node *map = assay_node_map(arena), *stops = assay_node_list(arena);

    for (size_t i = 0; i < sampling->stop_count; i++)
        assay_node_push(arena, stops, assay_node_of_text(sampling->stop[i]));
    assay_node_put(arena, map, "n", assay_node_of_int((int64_t)sample->texts));
    assay_node_put(arena, map, "temperature", assay_node_of_real(sampling->temperature));
    assay_node_put(arena, map, "top_p", assay_node_of_real(sampling->top_p));
    assay_node_put(arena, map, "top_k", assay_node_of_int((int64_t)sampling->top_k));
    assay_node_put(arena, map, "max_tokens",
                   assay_node_of_int((int64_t)sampling->max_tokens));
    assay_node_put(arena, map, "stop", *stops);
    return *map;
}

/* The answers that the run is held against, and how surely. */
static enum assay_code put_until(struct assay_plan *plan, struct assay_arena *arena,
                                 struct assay_error *err)
{
    const struct assay_until *until = plan->request->until;
    struct assay_node *map = assay_node_map(arena);
    char *hex = assay_arena_new(arena, ASSAY_DIGEST_HEX, 1);
    enum assay_code code;

    if (!until)
        return ASSAY_OK;
    code = assay_store_expect_run(until->directory, arena, err);
    if (!code)
        code = assay_digest_file(
            assay_arena_printf(arena, "%s/items.jsonl", until->directory), hex, err);
    assay_node_put(arena, map, "items_sha256", assay_node_of_string(hex));
    assay_node_put(arena, map, "alpha", assay_node_of_real(until->alpha));
    assay_node_put(arena, plan->node, "until_settled", *map);
    return code;
}

static enum assay_code settle(struct assay_plan *plan, struct assay_arena *arena,
                              struct assay_error *err)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    struct assay_buf text = {0};
    struct assay_node *model;
    enum assay_code code = model_node(plan, arena, &model, err);

    if (code)
        return code;
    if (!plan->request->model_node)
        plan->hashes = hashes_of(plan->request, model, arena);
    plan->node = assay_node_map(arena);
    assay_node_put(arena, plan->node, "model", *model);
    assay_node_put(arena, plan->node, "suites", suites_node(plan, arena));
    if (plan->request->sample)
        assay_node_put(arena, plan->node, "sample",
                       sample_node(plan->request->sample, arena));
    assay_node_put(arena, plan->node, "limit",
                   assay_node_of_int((int64_t)plan->request->limit));
    assay_node_put(arena, plan->node, "seed", seed_node(plan->request->seed, arena));
    assay_node_put(arena, plan->node, "max_length",
                   assay_node_of_int((int64_t)plan->request->max_length));
    code = put_until(plan, arena, err);
    if (code)
        return code;
    assay_json_write(plan->node, false, &text);
    assay_digest_of(assay_buf_view(&text), digest);
    assay_digest_hex(digest, plan->digest);
    assay_buf_release(&text);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_request *request, struct assay_error *err)
{
    if (request->adapter->needs_target && !*request->target)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--model %s wants a target: --model %s:TARGET",
                          request->adapter->name, request->adapter->name);
    if (!request->adapter->needs_target && *request->target)
        return assay_fail(err, ASSAY_EUSAGE, "--model %s takes no target (\"%s\")",
                          request->adapter->name, request->target);
    if (request->adapter->check_target) {
        const enum assay_code code = request->adapter->check_target(request->target, err);

        if (code)
            return code;
    }
    if (request->sample && !request->adapter->writes_text)
        return assay_fail(err, ASSAY_EUSAGE, "--model %s writes no text",
                          request->adapter->name);
    if (request->suite_count == 0)
        return assay_fail(err, ASSAY_EUSAGE, "no suite named: --suite NAME");
    if (request->until && request->suite_count > 1)
        return assay_fail(err, ASSAY_EUSAGE, "--until-settled is of one suite");
    if (request->until && request->nulls)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--until-settled: null baselines are of all items (--nulls)");
    if (request->suite_count > ASSAY_PLAN_SUITES)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d suites", ASSAY_PLAN_SUITES);
    return ASSAY_OK;
}

/* Options that only suites measured from vectors heed, where there is none. */
static enum assay_code check_vectors(const struct assay_plan *plan,
                                     struct assay_error *err)
{
    const struct assay_request *request = plan->request;

    for (size_t i = 0; !request->sample && i < request->suite_count; i++)
        if (assay_suite_is_probe(plan->suite[i].suite))
            return ASSAY_OK;
    for (size_t i = 0; i < request->model_word_count; i++) {
        const struct assay_option *option =
            assay_adapter_option(request->adapter, request->model_words[i]);

        if (option && option->of_vectors)
            return assay_fail(err, ASSAY_EUSAGE,
                              "%s: it is of suites that are measured from hidden states, "
                              "and none of this run is",
                              request->model_words[i]);
    }
    return ASSAY_OK;
}

const char *assay_plan_command(const struct assay_request *request)
{
    return request->sample ? "sample" : "run";
}

/* A model that reads texts alone says nothing of what pictures show. */
static enum assay_code check_media(const struct assay_request *request,
                                   const struct assay_suite *suite,
                                   struct assay_error *err)
{
    const struct assay_adapter *adapter = request->adapter;

    if (!assay_suite_shows_media(suite) || !adapter->reads_text || adapter->sees_media)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "suite %s shows pictures, and --model %s reads texts only",
                      assay_suite_name(suite), adapter->name);
}

enum assay_code assay_plan_make(const struct assay_request *request,
                                struct assay_arena *arena, struct assay_plan *plan,
                                struct assay_error *err)
{
    enum assay_code code = check(request, err);

    if (code)
        return code;
    *plan = (struct assay_plan){.request = request, .begun = assay_clock()};
    plan->suite = assay_arena_new(arena, request->suite_count, sizeof(*plan->suite));
    plan->model =
        *request->target
            ? assay_arena_printf(arena, "%s:%s", request->adapter->name, request->target)
            : request->adapter->name;
    plan->label = label_of(request, arena);
    for (size_t i = 0; i < request->suite_count; i++) {
        code = assay_suite_load(&(struct assay_suite_words){request->suites[i],
                                                            request->suite_words,
                                                            request->suite_word_count},
                                &request->places, arena, &plan->suite[i].suite, err);
        if (!code)
            code = check_media(request, plan->suite[i].suite, err);
        if (code)
            return code;
        plan->suite[i].spec = request->suites[i];
        plan->suite[i].label = suite_label(plan, i, arena);
    }
    plan->stem = stem_of(plan, arena);
    code = check_vectors(plan, err);
    return code ? code : settle(plan, arena, err);
}

struct assay_setting assay_plan_setting(const struct assay_plan *plan, size_t number,
                                        struct assay_arena *arena)
{
    const struct assay_request *request = plan->request;
    const struct assay_suite *suite = plan->suite[number].suite;
    size_t replay_count;
    const struct assay_replay_map *replay = assay_suite_replay(suite, &replay_count);

    return (struct assay_setting){
        .target = request->target,
        .suite = assay_suite_name(suite),
        .replay = replay,
        .replay_count = replay_count,
        .records = assay_suite_argument(suite),
        .own_records =
            request->adapter->covers && assay_suite_reads(suite, request->target),
        .orders = assay_suite_orders(suite),
        .votes = assay_suite_votes(suite),
        .media = assay_suite_shows_media(suite),
        .vectors = !request->sample && assay_suite_is_probe(suite),
        .sampling = request->sample ? &request->sample->sampling : NULL,
        .steps = !request->sample && assay_suite_is_steps(suite),
        .ratings = !request->sample && assay_suite_is_rated(suite),
        .begun = plan->begun,
        .stage = request->stage,
        .spending = request->spending,
        .seed = request->seed,
        .max_length = request->max_length,
        .arena = arena,
    };
}

#include "harness/run/sampled.h"

#include "adapters/dialogue.h"
#include "harness/core/folder.h"
#include "harness/core/json.h"
#include "harness/core/jsonl.h"
#include "harness/run/leg.h"
#include "harness/run/past_text.h"
#include "harness/run/prompts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A file being made. */
struct making {
    const struct assay_plan *plan;
    const char *journal;
    struct assay_past past;
    const struct assay_past_suite *suite; /* NULL: nothing was answered */
    struct assay_past_texts *texts;
    struct assay_arena arena; /* of a prompt */
    struct assay_buf line;
    struct assay_sampled *told;
};

static struct assay_node digest_of(const struct assay_node *node,
                                   struct assay_arena *arena)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char *hex = assay_arena_new(arena, ASSAY_DIGEST_HEX, 1);
    struct assay_buf text = {0};

    assay_json_write(node, false, &text);
    assay_digest_of(assay_buf_view(&text), digest);
    assay_digest_hex(digest, hex);
    assay_buf_release(&text);
    return assay_node_of_string(hex);
}

/* The texts of a journal's line, and how many are missing in each state. */
static enum assay_code read_texts(struct making *making, const struct assay_node *line,
                                  struct assay_node *texts, struct assay_node *missing,
                                  struct assay_error *err)
{
    const struct assay_node *states = assay_node_get(line, "e");
    const struct assay_node *list = assay_node_get(line, "t");
    size_t count[ASSAY_STATES] = {0};

    for (size_t i = 0; i < making->plan->request->sample->texts; i++) {
        const struct assay_node *text = assay_node_at(list, i);
        enum assay_state state = ASSAY_STATE_SKIPPED;

        if (assay_node_is(text, ASSAY_NODE_TEXT)) {
            assay_node_push(&making->arena, texts, *text);
            continue;
        }
        if (assay_node_at(states, i) &&
            !assay_state_parse(assay_node_text(assay_node_at(states, i)), &state))
            return assay_fail(err, ASSAY_EDATA, "%s: no state of a text",
                              making->journal);
        count[state]++;
    }
    for (unsigned i = 0; i < ASSAY_STATES; i++)
        if (count[i] > 0)
            assay_node_put(&making->arena, missing, assay_state_name((enum assay_state)i),
                           assay_node_of_int((int64_t)count[i]));
    return ASSAY_OK;
}

/* Appends the line of a prompt, if anything was written behind it. */
static enum assay_code put_prompt(struct making *making, const struct assay_item *item,
                                  struct assay_error *err)
{
    struct assay_arena *arena = &making->arena;
    struct assay_node *map = assay_node_map(arena), *texts = assay_node_list(arena);
    struct assay_node *missing = assay_node_map(arena);
    const struct assay_node *line,
        prompt = assay_dialogue_messages(assay_dialogue_of(item, NULL, arena), arena);
    enum assay_code code =
        assay_past_texts_line(making->texts, making->suite, item->id, arena, &line, err);

    if (!code)
        code = read_texts(making, line, texts, missing, err);
    if (code)
        return code;
    making->told->asked++;
    making->told->fewer += assay_node_count(missing) > 0;
    if (assay_node_count(texts) == 0)
        return ASSAY_OK;
    making->told->prompts++;
    making->told->texts += assay_node_count(texts);
    assay_node_put(arena, map, "id", assay_node_of_text(item->id));
    if (item->subset.len > 0)
        assay_node_put(arena, map, "subset", assay_node_of_text(item->subset));
    assay_node_put(arena, map, "prompt", prompt);
    assay_node_put(arena, map, "completions", *texts);
    if (assay_node_count(missing) > 0)
        assay_node_put(arena, map, "missing", *missing);
    assay_node_put(arena, map, "prompt_sha256", digest_of(&prompt, arena));
    assay_jsonl_write(map, &making->line);
    return ASSAY_OK;
}

static enum assay_code write_all(struct making *making, struct assay_prompts *prompts,
                                 FILE *out, const char *path, struct assay_error *err)
{
    const size_t limit = making->plan->request->limit;
    enum assay_code code = ASSAY_OK;

    while (!code && (limit == 0 || prompts->count < limit)) {
        const struct assay_item *item;

        assay_arena_reset(&making->arena);
        assay_buf_reset(&making->line);
        code = assay_prompts_next(prompts, &making->arena, &item, err);
        if (code || !item)
            break;
        code = put_prompt(making, item, err);
        if (!code && fwrite(making->line.data ? making->line.data : "", 1,
                            making->line.len, out) != making->line.len)
            code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    }
    making->told->repeated = prompts->repeated;
    return code;
}

/* Writes a file under a name of its own, to the disk. */
static enum assay_code write_file(struct making *making, const char *path,
                                  struct assay_error *err)
{
    const struct assay_plan *plan = making->plan;
    struct assay_prompts prompts = {0};
    FILE *out = NULL;
    enum assay_code code = assay_items_open(
        plan->suite[0].suite, assay_leg_model_path(plan), &prompts.items, err);

    if (!code)
        out = fopen(path, "w");
    if (!code && !out)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (!code)
        code = write_all(making, &prompts, out, path, err);
    if (!code && (fflush(out) != 0 || fsync(fileno(out)) != 0))
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (out && fclose(out) != 0 && !code)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    assay_items_close(prompts.items);
    assay_prompts_release(&prompts);
    return code;
}

static enum assay_code save(struct making *making, const char *path,
                            struct assay_error *err)
{
    struct assay_buf aside = {0};
    enum assay_code code =
        assay_past_read(making->journal, making->plan->digest, &making->past, err);

    making->suite =
        assay_past_find(&making->past, assay_str_of(making->plan->suite[0].label));
    assay_buf_printf(&aside, "%s.tmp", path);
    if (!code)
        code = assay_past_texts_open(making->journal, &making->texts, err);
    if (!code)
        code = write_file(making, aside.data, err);
    if (!code && making->told->texts == 0)
        code =
            assay_fail(err, ASSAY_EDOMAIN, "%s: nothing was written behind %zu prompts",
                       making->plan->suite[0].label, making->told->asked);
    if (!code)
        code = assay_digest_file(aside.data, making->told->sha256, err);
    if (!code && rename(aside.data, path) != 0)
        code = assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (code)
        (void)unlink(aside.data);
    else
        assay_folder_sync(path);
    assay_buf_release(&aside);
    return code;
}

enum assay_code assay_sampled_save(const struct assay_plan *plan, const char *journal,
                                   const char *path, struct assay_sampled *out,
                                   struct assay_error *err)
{
    struct making making = {.plan = plan, .journal = journal, .told = out};
    enum assay_code code;

    *out = (struct assay_sampled){0};
    code = save(&making, path, err);
    assay_past_texts_close(making.texts);
    assay_past_release(&making.past);
    assay_arena_release(&making.arena);
    assay_buf_release(&making.line);
    return code;
}

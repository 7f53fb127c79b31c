#include "harness/run/run_document.h"

#include "harness/core/clock.h"
#include "harness/core/version.h"

#include <string.h>
#include <sys/utsname.h>

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     const char *text)
{
    if (text && !assay_str_is_utf8(assay_str_of(text)))
        text = "(not UTF-8)";
    if (text)
        text = assay_arena_printf(arena, "%s", text);
    assay_node_put(arena, map, key, assay_node_of_string(text));
}

static struct assay_node states_node(const size_t count[ASSAY_STATES],
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (unsigned i = 0; i < ASSAY_STATES; i++)
        if (count[i] > 0)
            assay_node_put_count(arena, map, assay_state_name((enum assay_state)i),
                                 count[i]);
    return *map;
}

static struct assay_node seconds_node(const struct assay_leg *leg,
                                      struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "read", assay_node_of_real(leg->read));
    assay_node_put(arena, map, "score", assay_node_of_real(leg->score));
    assay_node_put(arena, map, "measure", assay_node_of_real(leg->measure));
    assay_node_put(arena, map, "nulls", assay_node_of_real(leg->nulls));
    return *map;
}

/* What shards say for the one that puts them together. */
static void put_for_merge(struct assay_arena *arena, struct assay_node *map,
                          const struct assay_leg *leg)
{
    assay_node_put_count(arena, map, "values", leg->values);
    put_text(arena, map, "part_note", leg->part_note);
    assay_node_put(arena, map, "notes", leg->notes);
}

static void put_settled(struct assay_arena *arena, struct assay_node *map,
                        const struct assay_settled *told)
{
    struct assay_node *settled = assay_node_map(arena);

    assay_node_put_count(arena, settled, "at", told->at);
    assay_node_put_count(arena, settled, "of", told->of);
    assay_node_put_count(arena, settled, "saved", told->saved);
    assay_node_put(arena, settled, "p", assay_node_of_real(told->p));
    put_text(arena, settled, "verdict", assay_settled_name(told->verdict));
    assay_node_put(arena, map, "settled", *settled);
}

static struct assay_node leg_node(const struct assay_leg *leg, const char *label,
                                  bool shard, struct assay_arena *arena)
{
    static const char *const status[] = {"pending", "complete", "failed", "interrupted"};
    struct assay_node *map = assay_node_map(arena);

    put_text(arena, map, "label", label);
    put_text(arena, map, "part", leg->part);
    put_text(arena, map, "status", status[leg->status]);
    if (leg->err.code)
        put_text(arena, map, "error", leg->err.text);
    if (leg->ledger.items > 0)
        put_text(arena, map, "answers", assay_want_name(leg->want));
    assay_node_put_count(arena, map, "items", leg->ledger.items - leg->ledger.others);
    assay_node_put_count(arena, map, "asked", leg->ledger.asked);
    assay_node_put_count(arena, map, "merged", leg->ledger.merged);
    assay_node_put_count(arena, map, "resumed", leg->ledger.resumed);
    if (leg->ledger.again)
        assay_node_put_count(arena, map, "failed_before", leg->ledger.again);
    assay_node_put_count(arena, map, "cached", leg->ledger.cached);
    if (assay_node_is(&leg->cache, ASSAY_NODE_MAP))
        assay_node_put(arena, map, "cache", leg->cache);
    assay_node_put(arena, map, "states", states_node(leg->count, arena));
    assay_node_put(arena, map, "sources", leg->sources);
    if (assay_node_count(&leg->changed) > 0)
        assay_node_put(arena, map, "changed", leg->changed);
    if (leg->held)
        put_settled(arena, map, &leg->settled);
    if (leg->audited)
        assay_node_put(arena, map, "audit", *assay_audit_node(&leg->audit, arena));
    if (assay_node_count(&leg->facts) > 0)
        assay_node_put(arena, map, "model", leg->facts);
    assay_node_put(arena, map, "seconds", seconds_node(leg, arena));
    if (shard && leg->status == ASSAY_LEG_COMPLETE)
        put_for_merge(arena, map, leg);
    return *map;
}

static void put_shard(struct assay_arena *arena, struct assay_node *map,
                      const struct assay_run_setting *setting,
                      const struct assay_run *run)
{
    struct assay_node *shard = assay_node_map(arena);

    assay_node_put_count(arena, shard, "number", setting->shard.index + 1);
    assay_node_put_count(arena, shard, "of", setting->shard.count);
    assay_node_put(arena, map, "shard", *shard);
    if (run->items_sha256)
        put_text(arena, map, "items_sha256", run->items_sha256);
}

static void put_samples(struct assay_arena *arena, struct assay_node *map,
                        const struct assay_sampled *told)
{
    struct assay_node *samples = assay_node_map(arena);

    if (told->asked == 0)
        return;
    assay_node_put_count(arena, samples, "prompts", told->prompts);
    assay_node_put_count(arena, samples, "texts", told->texts);
    assay_node_put_count(arena, samples, "asked", told->asked);
    assay_node_put_count(arena, samples, "fewer", told->fewer);
    assay_node_put_count(arena, samples, "repeated", told->repeated);
    put_text(arena, samples, "sha256", told->sha256);
    assay_node_put(arena, map, "samples", *samples);
}

/* What all attempts took, as far as servers count it. */
static void put_usage(struct assay_arena *arena, struct assay_node *map,
                      struct assay_spending *spending)
{
    const struct assay_spent spent = assay_spending_look(spending);
    struct assay_node *usage = assay_node_map(arena);

    if (spent.read + spent.written == 0 && (!spending || spending->limit == 0))
        return;
    assay_node_put_count(arena, usage, "tokens_read", spent.read);
    assay_node_put_count(arena, usage, "tokens_written", spent.written);
    if (spent.cost > 0.0)
        assay_node_put(arena, usage, "cost", assay_node_of_real(spent.cost));
    if (spending->limit > 0)
        assay_node_put_count(arena, usage, "budget_tokens", spending->limit);
    assay_node_put(arena, map, "usage", *usage);
}

static struct assay_node host_node(struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_error err;
    struct utsname host;
    char hex[ASSAY_DIGEST_HEX];

    if (uname(&host) == 0) {
        put_text(arena, map, "name", host.nodename);
        put_text(arena, map, "system", host.sysname);
        put_text(arena, map, "release", host.release);
        put_text(arena, map, "machine", host.machine);
    }
    if (assay_digest_file("/proc/self/exe", hex, &err) == ASSAY_OK)
        put_text(arena, map, "program_sha256", hex);
    return *map;
}

struct assay_node *assay_run_document(const struct assay_run_setting *setting,
                                      const struct assay_run *run, const char *status,
                                      struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *suites = assay_node_list(arena);
    char now[ASSAY_CLOCK_TEXT];

    for (size_t i = 0; i < setting->request.suite_count; i++) {
        struct assay_node leg = leg_node(&run->leg[i], run->plan.suite[i].label,
                                         setting->shard.count > 0, arena);

        if (setting->merge && assay_merge_audit(setting->merge, i).audited > 0)
            assay_node_put(arena, &leg, "audits",
                           assay_merge_audits(setting->merge, i, arena));
        assay_node_push(arena, suites, leg);
    }
    assay_clock_text(now);
    put_text(arena, map, "format", "assay-run");
    put_text(arena, map, "version", "1.0");
    put_text(arena, map, "assay", assay_version());
    put_text(arena, map, "status", status);
    assay_node_put(arena, map, "config",
                   setting->config ? *setting->config : assay_node_null());
    assay_node_put(arena, map, "plan", *run->plan.node);
    put_text(arena, map, "plan_sha256", run->plan.digest);
    if (run->changes && assay_node_count(run->changes) > 0)
        assay_node_put(arena, map, "changes", *run->changes);
    assay_node_put(arena, map, "suites", *suites);
    if (setting->shard.count > 0)
        put_shard(arena, map, setting, run);
    put_usage(arena, map, setting->request.spending);
    put_samples(arena, map, &run->samples);
    if (setting->merge)
        assay_node_put(arena, map, "merged", assay_merge_node(setting->merge, arena));
    assay_node_put(arena, map, "host", host_node(arena));
    assay_node_put_count(arena, map, "jobs", setting->jobs);
    put_text(arena, map, "started", run->started);
    put_text(arena, map, "ended", strcmp(status, "running") == 0 ? NULL : now);
    assay_node_put(arena, map, "journal_seconds",
                   assay_node_of_real(run->journal_seconds));
    return map;
}

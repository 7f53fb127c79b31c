#include "harness/run/shard.h"

#include "harness/core/memory.h"
#include "harness/run/same.h"

#include <stdlib.h>
#include <string.h>

/* ---- words and variables ---- */

static bool read_count(const char *text, size_t *out)
{
    char *end;
    unsigned long long n;

    if (!text || *text < '0' || *text > '9')
        return false;
    n = strtoull(text, &end, 10);
    *out = (size_t)n;
    return *end == '\0' && n <= 1000000000;
}

static enum assay_code check(const char *word, size_t number, size_t count,
                             struct assay_error *err)
{
    if (count < 1 || count > ASSAY_SHARDS_MAX)
        return assay_fail(err, ASSAY_EUSAGE, "--shard=%s: 1 to %d shards", word,
                          ASSAY_SHARDS_MAX);
    if (number < 1 || number > count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--shard=%s: shards are numbered from 1 to %zu", word, count);
    return ASSAY_OK;
}

/* What started the process, if it is an array; number from 0. */
struct array {
    const char *name;
    bool here;
    size_t number, count; /* count 0: not told */
};

static struct array nel(char *(*variable)(const char *name))
{
    struct array array = {.name = "NEL_SHARD_IDX"};

    array.here = read_count(variable("NEL_SHARD_IDX"), &array.number);
    (void)read_count(variable("NEL_TOTAL_SHARDS"), &array.count);
    return array;
}

/* Slurm numbers an array as its user likes; one with holes in it is no array of shards. */
static struct array slurm(char *(*variable)(const char *name))
{
    struct array array = {.name = "SLURM_ARRAY_TASK_ID"};
    size_t id, least, most, count, step = 1;

    array.here = read_count(variable("SLURM_ARRAY_TASK_ID"), &id);
    if (!array.here || !read_count(variable("SLURM_ARRAY_TASK_MIN"), &least) ||
        !read_count(variable("SLURM_ARRAY_TASK_MAX"), &most) ||
        !read_count(variable("SLURM_ARRAY_TASK_COUNT"), &count))
        return array;
    if (!read_count(variable("SLURM_ARRAY_TASK_STEP"), &step) || step == 0)
        step = 1;
    if (id < least || most < least || (most - least) / step + 1 != count)
        return array;
    array.number = (id - least) / step;
    array.count = count;
    return array;
}

static struct array kubernetes(char *(*variable)(const char *name))
{
    struct array array = {.name = "JOB_COMPLETION_INDEX"};

    array.here = read_count(variable("JOB_COMPLETION_INDEX"), &array.number);
    (void)read_count(variable("JOB_COMPLETIONS"), &array.count);
    return array;
}

static enum assay_code from_variables(const char *word, size_t wanted,
                                      char *(*variable)(const char *name),
                                      struct assay_shard *out, struct assay_error *err)
{
    const struct array arrays[] = {nel(variable), slurm(variable), kubernetes(variable)};
    const struct array *found = NULL;
    size_t count;

    for (size_t i = 0; i < 3 && !found; i++)
        found = arrays[i].here ? &arrays[i] : NULL;
    if (!found)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--shard=%s: none of NEL_SHARD_IDX, SLURM_ARRAY_TASK_ID and "
                          "JOB_COMPLETION_INDEX is set",
                          word);
    count = found->count ? found->count : wanted;
    if (count == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--shard=%s: %s does not say of how many: --shard auto/N", word,
                          found->name);
    if (wanted && count != wanted)
        return assay_fail(err, ASSAY_EUSAGE, "--shard=%s: %s is of an array of %zu", word,
                          found->name, count);
    *out = (struct assay_shard){found->number, count};
    return check(word, found->number + 1, count, err);
}

enum assay_code assay_shard_parse(const char *word, char *(*variable)(const char *name),
                                  struct assay_shard *out, struct assay_error *err)
{
    const char *slash = strchr(word, '/');
    char number[24];
    size_t index, count = 0;
    const size_t n = slash ? (size_t)(slash - word) : strlen(word);

    if (n >= sizeof(number) || (slash && !read_count(slash + 1, &count)))
        return assay_fail(err, ASSAY_EUSAGE, "--shard=%s: I/N, auto or auto/N", word);
    memcpy(number, word, n);
    number[n] = '\0';
    if (strcmp(number, "auto") == 0)
        return from_variables(word, count, variable, out, err);
    if (!slash || !read_count(number, &index))
        return assay_fail(err, ASSAY_EUSAGE, "--shard=%s: I/N, auto or auto/N", word);
    *out = (struct assay_shard){index - 1, count};
    return check(word, index, count, err);
}

/* ---- division ---- */

/* Items that cannot be parted, as trees of units; a unit is a stretch of `together` places. */
struct division {
    uint32_t *unit; /* (items,) */
    size_t items, item_cap;
    uint32_t *parent; /* (units,) */
    uint64_t *cost;   /* (units,) */
    size_t units, unit_cap;
    struct assay_same prompts; /* content -> unit */
};

static uint32_t root_of(const struct division *division, uint32_t unit)
{
    while (division->parent[unit] != unit) {
        division->parent[unit] = division->parent[division->parent[unit]];
        unit = division->parent[unit];
    }
    return unit;
}

static void add_unit(struct division *division)
{
    if (division->units == division->unit_cap) {
        division->unit_cap = assay_memory_grow(division->unit_cap, division->units + 1);
        division->parent = assay_memory_resize(division->parent, division->unit_cap,
                                               sizeof(*division->parent));
        division->cost = assay_memory_resize(division->cost, division->unit_cap,
                                             sizeof(*division->cost));
    }
    division->parent[division->units] = (uint32_t)division->units;
    division->cost[division->units++] = 0;
}

/* Bytes that are read for an item, and something for being asked at all. */
static uint64_t cost_of(const struct assay_item *item)
{
    uint64_t bytes = 32;

    for (size_t i = 0; i < item->message_count; i++)
        bytes += item->messages[i].content.len;
    for (size_t i = 0; i < item->completion_count; i++)
        bytes += item->completions[i].len;
    return bytes;
}

/* Puts an item into the last unit, and that together with the first one of the same prompt. */
static void add_item(struct division *division, const struct assay_item *item)
{
    const struct assay_content prompt = assay_same_prompt(item);
    const uint32_t unit = (uint32_t)division->units - 1;
    const size_t first = assay_same_first(&division->prompts, &prompt, unit);
    uint32_t a = root_of(division, unit), b = root_of(division, (uint32_t)first);

    if (division->items == division->item_cap) {
        division->item_cap = assay_memory_grow(division->item_cap, division->items + 1);
        division->unit = assay_memory_resize(division->unit, division->item_cap,
                                             sizeof(*division->unit));
    }
    division->unit[division->items++] = unit;
    if (a < b) {
        const uint32_t lower = a;

        a = b;
        b = lower;
    }
    if (a != b) {
        division->parent[a] = b;
        division->cost[b] += division->cost[a];
    }
    division->cost[b] += cost_of(item);
}

static enum assay_code read_items(const struct assay_source *source,
                                  const struct assay_sharing *sharing,
                                  struct division *division, struct assay_error *err)
{
    const size_t together = sharing->together > 1 ? sharing->together : 1;
    struct assay_arena arena = {0};
    const struct assay_item *item = NULL;
    enum assay_code code = ASSAY_OK;
    size_t place = 0;

    while (!sharing->limit || division->items < sharing->limit) {
        if (assay_chunk_is_full(place, &arena)) {
            assay_arena_reset(&arena);
            place = 0;
        }
        code = source->next(source->self, &arena, &item, err);
        if (code || !item)
            break;
        if (place++ % together == 0)
            add_unit(division);
        add_item(division, item);
    }
    assay_arena_release(&arena);
    return code;
}

/* A tree of units. */
struct load {
    uint64_t cost;
    uint32_t root;
};

static int heavier(const void *a, const void *b)
{
    const struct load *x = a, *y = b;

    if (x->cost != y->cost)
        return x->cost > y->cost ? -1 : 1;
    return x->root < y->root ? -1 : x->root > y->root;
}

static uint32_t lightest(const uint64_t *bytes, size_t count)
{
    size_t least = 0;

    for (size_t i = 1; i < count; i++)
        if (bytes[i] < bytes[least])
            least = i;
    return (uint32_t)least;
}

static void share_out(const struct division *division, size_t count,
                      struct assay_shares *out)
{
    struct load *load = assay_memory_new(division->units + 1, sizeof(*load));
    uint32_t *owner = assay_memory_new(division->units + 1, sizeof(*owner));
    size_t n = 0;

    for (size_t i = 0; i < division->units; i++)
        if (division->parent[i] == i)
            load[n++] = (struct load){division->cost[i], (uint32_t)i};
    qsort(load, n, sizeof(*load), heavier);
    for (size_t i = 0; i < n; i++) {
        const uint32_t to = lightest(out->bytes, count);

        owner[load[i].root] = to;
        out->bytes[to] += load[i].cost;
    }
    for (size_t i = 0; i < division->items; i++)
        out->owner[i] = owner[root_of(division, division->unit[i])];
    free(owner);
    free(load);
}

enum assay_code assay_shares_make(const struct assay_source *source,
                                  const struct assay_sharing *sharing,
                                  struct assay_shares *out, struct assay_error *err)
{
    struct division division = {0};
    enum assay_code code = read_items(source, sharing, &division, err);

    *out = (struct assay_shares){0};
    if (!code) {
        out->items = division.items;
        out->owner = assay_memory_new(division.items + 1, sizeof(*out->owner));
        out->bytes = assay_memory_new(sharing->count, sizeof(*out->bytes));
        share_out(&division, sharing->count, out);
    }
    assay_same_release(&division.prompts);
    free(division.unit);
    free(division.parent);
    free(division.cost);
    return code;
}

void assay_shares_release(struct assay_shares *shares)
{
    free(shares->owner);
    free(shares->bytes);
    *shares = (struct assay_shares){0};
}

#include "harness/run/overlap_check.h"

#include "harness/core/memory.h"
#include "harness/run/overlap_common.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* A suite being read into an index. */
struct reading {
    struct assay_overlap *out;
    const struct assay_plain *plain;
    struct assay_arena *arena; /* ids */
    struct assay_buf scratch;
    uint32_t *number; /* of texts, item after item */
    size_t count, cap, item_cap;
};

static enum assay_code add_text(struct reading *in, struct assay_str text,
                                struct assay_error *err)
{
    if (in->count == in->cap) {
        in->cap = assay_memory_grow(in->cap, in->count + 1);
        in->number = assay_memory_resize(in->number, in->cap, sizeof(*in->number));
    }
    return assay_overlap_index_add(&in->out->index, in->plain, text, &in->scratch,
                                   &in->number[in->count++], err);
}

static enum assay_code add_item(struct reading *in, const struct assay_item *item,
                                struct assay_error *err)
{
    struct assay_overlap *out = in->out;
    struct assay_overlap_item own = {.first = (uint32_t)in->count};
    enum assay_code code = ASSAY_OK;

    own.texts[ASSAY_OVERLAP_PROMPT] = (uint32_t)item->message_count;
    own.texts[ASSAY_OVERLAP_COMPLETIONS] = (uint32_t)item->completion_count;
    for (size_t i = 0; !code && i < item->message_count; i++)
        code = add_text(in, item->messages[i].content, err);
    for (size_t i = 0; !code && i < item->completion_count; i++)
        code = add_text(in, item->completions[i], err);
    if (out->items == in->item_cap) {
        in->item_cap = assay_memory_grow(in->item_cap, out->items + 1);
        out->item = assay_memory_resize(out->item, in->item_cap, sizeof(*out->item));
    }
    own.id = assay_arena_copy(in->arena, item->id);
    out->item[out->items++] = own;
    if (in->arena->bytes + in->count * sizeof(*in->number) > ASSAY_OVERLAP_BYTES)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: more than %" PRIu64 " bytes of items to check", item->file,
                          ASSAY_OVERLAP_BYTES);
    return code;
}

static enum assay_code read_suite(struct reading *in, const struct assay_suite *suite,
                                  struct assay_error *err)
{
    struct assay_items *items = NULL;
    struct assay_arena arena = {0};
    const struct assay_item *item;
    enum assay_code code = assay_items_open(suite, NULL, &items, err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_items_next(items, &arena, &item, err);
        if (code || !item)
            break;
        code = add_item(in, item, err);
    }
    if (!code && in->out->index.positions == 0)
        code = assay_fail(err, ASSAY_EDATA, "suite %s: its items have no texts",
                          assay_suite_name(suite));
    assay_items_close(items);
    assay_arena_release(&arena);
    return code;
}

/* Adds a text of the suite, the i-th of its side, to what is known of the item. */
static void judge_text(const struct assay_overlap_tally *tally, uint32_t text, size_t i,
                       struct assay_overlap_part *part)
{
    const struct assay_overlap_index *index = tally->index;
    const struct assay_overlap_run *longest = &tally->longest[text];
    const struct assay_overlap_near *near = &tally->near[text];

    for (size_t p = index->first[text]; p < index->first[text + 1]; p++) {
        const uint32_t gram = index->gram[p];

        if (gram == ASSAY_OVERLAP_NONE)
            continue;
        *(index->common[gram] ? &part->common : &part->grams) += 1;
        *(index->common[gram] ? &part->common_found : &part->found) += tally->hit[gram];
    }
    part->has_shingles = part->has_shingles || index->sketch[text].count > 0;
    if (longest->words > part->longest.words) {
        part->longest = *longest;
        part->longest_in = i;
    }
    if (near->value > part->near.value) {
        part->near = *near;
        part->near_in = i;
    }
}

static void count(const struct assay_overlap_part *part, double similar,
                  struct assay_overlap_sum *sum)
{
    sum->grams += part->grams > 0;
    sum->overlapping += part->found > 0;
    sum->share += part->grams ? (double)part->found / (double)part->grams : 0.0;
    sum->shingles += part->has_shingles;
    sum->similar += part->near.value >= similar;
}

/* Both sides of an item as one. */
static struct assay_overlap_part join(const struct assay_overlap_part *part)
{
    struct assay_overlap_part both = part[0];

    both.grams += part[1].grams;
    both.found += part[1].found;
    both.has_shingles = both.has_shingles || part[1].has_shingles;
    if (part[1].near.value > both.near.value)
        both.near = part[1].near;
    return both;
}

static void judge_item(const struct assay_overlap_tally *tally, const uint32_t *number,
                       double similar, struct assay_overlap_item *item,
                       struct assay_overlap *out)
{
    struct assay_overlap_part both;

    for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++) {
        for (uint32_t i = 0; i < item->texts[side]; i++)
            judge_text(tally, *number++, i, &item->part[side]);
        count(&item->part[side], similar, &out->side[side]);
    }
    both = join(item->part);
    count(&both, similar, &out->either);
}

static void finish(struct assay_overlap_sum *sum)
{
    if (sum->grams)
        sum->share /= (double)sum->grams;
}

/* Texts by the last message of their items; an item without a prompt is a group of its own. */
static struct assay_overlap_uses uses_of(const struct reading *in, size_t most)
{
    const struct assay_overlap *out = in->out;
    struct assay_overlap_uses uses = {.most = most};

    uses.at = assay_memory_new(in->count + 1, sizeof(*uses.at));
    for (size_t i = 0; in->number && i < out->items; i++) {
        const struct assay_overlap_item *item = &out->item[i];
        const uint32_t messages = item->texts[ASSAY_OVERLAP_PROMPT];
        const uint32_t *number = in->number + item->first;
        const uint32_t group =
            messages ? number[messages - 1] : (uint32_t)(out->index.texts.count + i);

        for (uint32_t k = 0; k < messages + item->texts[ASSAY_OVERLAP_COMPLETIONS]; k++)
            uses.at[uses.count++] = (struct assay_overlap_use){group, number[k]};
    }
    return uses;
}

/* How many n-grams are common, and stand in the file. */
static void count_common(const struct assay_overlap_tally *tally,
                         struct assay_overlap *out)
{
    for (size_t g = 0; g < out->index.grams; g++) {
        out->common += out->index.common[g];
        out->common_found += out->index.common[g] && tally->hit[g];
    }
}

static enum assay_code judge(struct reading *in,
                             const struct assay_overlap_setting *setting,
                             struct assay_error *err)
{
    struct assay_overlap *out = in->out;
    struct assay_overlap_uses uses = uses_of(in, setting->common);
    struct assay_overlap_tally tally;
    enum assay_code code;

    assay_overlap_index_build(&out->index, &uses);
    free(uses.at);
    assay_overlap_tally_init(&tally, &out->index);
    code = assay_overlap_scan(&setting->file, in->plain, &tally, &out->scanned, err);
    assert(in->number); /* a suite without texts was refused */
    for (size_t i = 0; !code && i < out->items; i++)
        judge_item(&tally, in->number + out->item[i].first, setting->similar,
                   &out->item[i], out);
    for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++)
        finish(&out->side[side]);
    finish(&out->either);
    count_common(&tally, out);
    out->texts = tally.texts;
    out->words = tally.words;
    out->overlapping = tally.overlapping;
    assay_overlap_tally_release(&tally);
    return code;
}

enum assay_code assay_overlap_check(const struct assay_overlap_setting *setting,
                                    struct assay_arena *arena, struct assay_overlap *out,
                                    struct assay_error *err)
{
    struct assay_plain *plain = NULL;
    struct reading in = {.out = out, .arena = arena};
    enum assay_code code;

    *out = (struct assay_overlap){.index.widths = setting->widths};
    code = assay_plain_open(&plain, err);
    in.plain = plain;
    if (!code)
        code = read_suite(&in, setting->suite, err);
    if (!code)
        code = judge(&in, setting, err);
    assay_plain_close(plain);
    assay_buf_release(&in.scratch);
    free(in.number);
    return code;
}

bool assay_overlap_is_found(const struct assay_overlap_item *item, double similar)
{
    for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++)
        if (item->part[side].found > 0 || item->part[side].near.value >= similar)
            return true;
    return false;
}

struct assay_str assay_overlap_words(const struct assay_overlap *overlap,
                                     const struct assay_overlap_run *run,
                                     struct assay_arena *arena)
{
    const struct assay_overlap_index *index = &overlap->index;
    struct assay_buf text = {0};
    struct assay_str copy;

    for (uint32_t i = 0; i < run->words; i++) {
        if (i)
            assay_buf_putc(&text, ' ');
        assay_buf_add(&text, index->vocabulary.at[index->word[run->start + i]]);
    }
    copy = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

void assay_overlap_release(struct assay_overlap *overlap)
{
    assay_overlap_index_release(&overlap->index);
    free(overlap->item);
    overlap->item = NULL;
}

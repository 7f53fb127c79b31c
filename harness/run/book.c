#include "harness/run/book.h"

#include "harness/core/memory.h"
#include "suites/item_ids.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void assay_book_init(struct assay_book *book, enum assay_want want, size_t votes)
{
    *book = (struct assay_book){.want = want, .votes = votes, .clusters.words = 1};
    book->first = assay_memory_new(1, sizeof(*book->first));
}

void assay_book_release(struct assay_book *book)
{
    assay_arena_release(&book->texts_of_ids);
    assay_names_release(&book->subsets);
    assay_names_release(&book->groups);
    assay_names_release(&book->dimensions);
    assay_keys_release(&book->clusters);
    free(book->id);
    free(book->subset);
    free(book->cluster);
    free(book->group);
    free(book->line);
    free(book->gold_first);
    free(book->pair_first);
    free(book->pair);
    free(book->first);
    free(book->gold);
    free(book->covariate);
    free(book->dimension);
    free(book->value);
    free(book->state);
    assay_buf_release(&book->why);
    *book = (struct assay_book){0};
}

size_t assay_book_wanted(const struct assay_book *book, const struct assay_item *item)
{
    if (book->want == ASSAY_WANT_SCORES)
        return item->completion_count;
    if (book->want == ASSAY_WANT_VERDICTS && item->dimension_count > 0)
        return item->dimension_count * book->votes;
    return book->votes;
}

static void grow_items(struct assay_book *book)
{
    const size_t cap = assay_memory_grow(book->item_cap, book->items + 1);

    book->id = assay_memory_resize(book->id, cap, sizeof(*book->id));
    book->subset = assay_memory_resize(book->subset, cap, sizeof(*book->subset));
    book->cluster = assay_memory_resize(book->cluster, cap, sizeof(*book->cluster));
    book->group = assay_memory_resize(book->group, cap, sizeof(*book->group));
    book->line = assay_memory_resize(book->line, cap, sizeof(*book->line));
    book->first = assay_memory_resize(book->first, cap + 1, sizeof(*book->first));
    if (book->gold_first)
        book->gold_first =
            assay_memory_resize(book->gold_first, cap + 1, sizeof(*book->gold_first));
    if (book->pair_first)
        book->pair_first =
            assay_memory_resize(book->pair_first, cap + 1, sizeof(*book->pair_first));
    book->item_cap = cap;
}

/* The dimensions of n gold values more; while there are none, nothing is kept of them. */
static void add_dimensions(struct assay_book *book, const struct assay_item *item,
                           size_t n)
{
    if (item->dimension_count && !book->dimension) {
        book->dimension =
            assay_memory_resize(NULL, book->gold_cap, sizeof(*book->dimension));
        for (size_t i = 0; i < book->golds; i++)
            book->dimension[i] = ASSAY_TABLE_COMPLETION;
    }
    for (size_t i = 0; i < n && book->dimension; i++)
        book->dimension[book->golds + i] =
            item->dimension_count ? assay_names_add(&book->dimensions, item->dimension[i])
                                  : ASSAY_TABLE_COMPLETION;
}

static void add_gold(struct assay_book *book, const struct assay_item *item)
{
    const size_t n = assay_item_golds(item);

    if (book->gold_cap - book->golds < n) {
        book->gold_cap = assay_memory_grow(book->gold_cap, book->golds + n);
        book->gold = assay_memory_resize(book->gold, book->gold_cap, sizeof(*book->gold));
        if (book->dimension)
            book->dimension = assay_memory_resize(book->dimension, book->gold_cap,
                                                  sizeof(*book->dimension));
    }
    memcpy(book->gold + book->golds, item->gold, n * sizeof(*item->gold));
    add_dimensions(book, item, n);
    book->golds += n;
}

/* Where the gold values of the item just entered end: told from the first one on of which there are not as
   many as values. */
static void end_gold(struct assay_book *book)
{
    if (!book->gold_first && book->golds == book->values)
        return;
    if (!book->gold_first) {
        book->gold_first =
            assay_memory_resize(NULL, book->item_cap + 1, sizeof(*book->gold_first));
        memcpy(book->gold_first, book->first, book->items * sizeof(*book->gold_first));
    }
    book->gold_first[book->items] = book->golds;
}

static void add_pairs(struct assay_book *book, const uint32_t *pair, size_t n)
{
    if (n == 0)
        return;
    if (!book->pair_first)
        book->pair_first =
            assay_memory_new(book->item_cap + 1, sizeof(*book->pair_first));
    if (book->pair_cap - book->pairs < n) {
        book->pair_cap = assay_memory_grow(book->pair_cap, book->pairs + n);
        book->pair =
            assay_memory_resize(book->pair, 2 * book->pair_cap, sizeof(*book->pair));
    }
    memcpy(book->pair + 2 * book->pairs, pair, 2 * n * sizeof(*pair));
    book->pairs += n;
}

/* Every item has as many as the first one: what is beyond them is not known. */
static void add_covariates(struct assay_book *book, const struct assay_item *item)
{
    const size_t n = book->items ? book->covariate_count : item->covariate_count;
    const size_t i = book->items;

    book->covariate_count = n;
    if (n == 0)
        return;
    if (i == 0 || (i & (i - 1)) == 0)
        book->covariate = assay_memory_resize(book->covariate, (i ? 2 * i : 1) * n,
                                              sizeof(*book->covariate));
    for (size_t k = 0; k < n; k++)
        book->covariate[i * n + k] =
            k < item->covariate_count ? item->covariate[k] : (double)NAN;
}

static void add_open_values(struct assay_book *book, size_t n)
{
    if (book->value_cap - book->values < n) {
        book->value_cap = assay_memory_grow(book->value_cap, book->values + n);
        book->value =
            assay_memory_resize(book->value, book->value_cap, sizeof(*book->value));
        book->state =
            assay_memory_resize(book->state, book->value_cap, sizeof(*book->state));
    }
    for (size_t i = 0; i < n; i++) {
        book->value[book->values + i] = 0.0;
        book->state[book->values + i] = ASSAY_BOOK_OPEN;
    }
    book->values += n;
}

/* The number of a cluster: a new one for an item on its own. */
static uint32_t cluster_of(struct assay_book *book, struct assay_str name)
{
    const uint64_t key = assay_item_hash(name, 0);
    uint32_t number = book->cluster_count;

    if (name.len == 0 || assay_keys_add(&book->clusters, &key, &number))
        book->cluster_count++;
    return number;
}

void assay_book_add(struct assay_book *book, const struct assay_item *item)
{
    const size_t i = book->items;

    assert(item->index == i && i < ASSAY_BOOK_ITEMS_MAX);
    if (i == book->item_cap)
        grow_items(book);
    book->id[i] = assay_arena_pack(&book->texts_of_ids, item->id);
    book->subset[i] = assay_names_add(&book->subsets, item->subset);
    book->cluster[i] = cluster_of(book, item->cluster);
    book->group[i] = assay_names_add(&book->groups, item->group);
    book->line[i] = item->line;
    add_gold(book, item);
    add_pairs(book, item->pair, item->pair_count);
    add_covariates(book, item);
    add_open_values(book, assay_book_wanted(book, item));
    for (size_t k = 0; k < item->completion_count && !book->texts; k++)
        book->texts = item->completions[k].len > 0;
    book->items = i + 1;
    book->first[i + 1] = book->values;
    if (book->pair_first)
        book->pair_first[i + 1] = book->pairs;
    end_gold(book);
}

bool assay_book_answered(const struct assay_book *book, size_t item)
{
    assert(item < book->items);
    return book->state[book->first[item]] != ASSAY_BOOK_OPEN;
}

static void keep_why(struct assay_book *book, size_t item, struct assay_str note)
{
    if (note.len == 0 || (book->why.len > 0 && book->why_item <= item))
        return;
    assay_buf_reset(&book->why);
    assay_buf_add(&book->why, note);
    book->why_item = item;
}

void assay_book_answer(struct assay_book *book, size_t item,
                       const struct assay_answer *answers)
{
    const size_t first = book->first[item];

    for (size_t i = first; i < book->first[item + 1]; i++) {
        const struct assay_answer *answer = &answers[i - first];
        const bool scored = answer->state == ASSAY_STATE_SCORED;

        book->state[i] =
            (unsigned char)(scored && !isfinite(answer->value) ? ASSAY_STATE_NAN
                                                               : answer->state);
        book->value[i] = scored && isfinite(answer->value) ? answer->value : 0.0;
        if (!scored)
            keep_why(book, item, answer->note);
    }
}

void assay_book_copy(struct assay_book *book, size_t from, size_t item)
{
    const size_t n = book->first[item + 1] - book->first[item];

    assert(book->first[from + 1] - book->first[from] == n);
    memcpy(book->value + book->first[item], book->value + book->first[from],
           n * sizeof(*book->value));
    memcpy(book->state + book->first[item], book->state + book->first[from], n);
}

void assay_book_count(const struct assay_book *book, size_t count[ASSAY_STATES])
{
    memset(count, 0, ASSAY_STATES * sizeof(*count));
    for (size_t i = 0; i < book->items; i++) {
        unsigned char state = ASSAY_STATE_SCORED;

        for (size_t k = book->first[i]; k < book->first[i + 1]; k++)
            if (state == ASSAY_STATE_SCORED)
                state = book->state[k];
        count[state == ASSAY_BOOK_OPEN ? ASSAY_STATE_SKIPPED : state]++;
    }
}

static struct assay_table table_of(const struct assay_book *book)
{
    return (struct assay_table){
        .want = book->want,
        .items = book->items,
        .width = book->want == ASSAY_WANT_VECTORS ? book->votes : 0,
        .subset_count = book->subsets.count,
        .subset_name = book->subsets.at,
        .id = book->id,
        .subset = book->subset,
        .cluster = book->cluster,
        .group = book->group,
        .line = book->line,
        .group_count = book->groups.count,
        .group_name = book->groups.at,
        .gold_first = book->gold_first ? book->gold_first : book->first,
        .pair_first = book->pair_first,
        .pair = book->pair,
        .gold = book->gold,
        .dimension = book->dimension,
        .dimension_count = book->dimensions.count,
        .dimension_name = book->dimensions.at,
        .covariate_count = book->covariate_count,
        .covariate = book->covariate,
        .first = book->first,
        .value = book->value,
        .state = book->state,
        .why = assay_buf_view(&book->why),
    };
}

void assay_book_close(struct assay_book *book, struct assay_table *table)
{
    assay_keys_release(&book->clusters); /* they have their numbers */
    for (size_t i = 0; i < book->values; i++)
        if (book->state[i] == ASSAY_BOOK_OPEN)
            book->state[i] = ASSAY_STATE_SKIPPED;
    *table = table_of(book);
}

/* The bounds of one item's part of an array, moved to its beginning. */
static const size_t *alone(const size_t *first, size_t item, struct assay_arena *arena)
{
    size_t *out = assay_arena_new(arena, 2, sizeof(*out));

    out[1] = first[item + 1] - first[item];
    return out;
}

void assay_book_look(const struct assay_book *book, size_t item,
                     struct assay_arena *arena, struct assay_table *table)
{
    const struct assay_table all = table_of(book);

    *table = all;
    table->items = 1;
    table->id += item;
    table->subset += item;
    table->cluster = assay_arena_new(arena, 1, sizeof(*table->cluster));
    table->group += item;
    table->line += item;
    table->gold_first = alone(all.gold_first, item, arena);
    table->gold += all.gold_first[item];
    if (all.dimension)
        table->dimension += all.gold_first[item];
    if (all.pair_first) {
        table->pair_first = alone(all.pair_first, item, arena);
        table->pair += 2 * all.pair_first[item];
    }
    if (all.covariate)
        table->covariate += item * all.covariate_count;
    table->first = alone(all.first, item, arena);
    table->value += all.first[item];
    table->state += all.first[item];
}

void assay_book_forget(struct assay_book *book, size_t from)
{
    for (size_t i = from < book->items ? book->first[from] : book->values;
         i < book->values; i++) {
        book->state[i] = ASSAY_BOOK_OPEN;
        book->value[i] = 0.0;
    }
    if (book->why.len > 0 && book->why_item >= from)
        assay_buf_reset(&book->why);
}

static const struct assay_str *lasting(const struct assay_str *names, size_t n,
                                       struct assay_arena *arena)
{
    struct assay_str *out = assay_arena_new(arena, n, sizeof(*out));

    for (size_t i = 0; i < n; i++)
        out[i] = assay_arena_copy(arena, names[i]);
    return out;
}

void assay_book_keep_names(struct assay_table *table, struct assay_arena *arena)
{
    table->subset_name = lasting(table->subset_name, table->subset_count, arena);
    table->group_name = lasting(table->group_name, table->group_count, arena);
    table->dimension_name = lasting(table->dimension_name, table->dimension_count, arena);
}

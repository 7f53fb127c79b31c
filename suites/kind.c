/* kind.c - kinds by name, and what they share: cases of a table and lists of measures. */
#include "suites/kind.h"

#include <string.h>

static const struct assay_kind *const kinds[] = {
#define KIND(symbol) &(symbol),
#include "suites/kinds.def"
#undef KIND
};

const struct assay_kind *assay_kind_at(size_t i)
{
    return i < sizeof(kinds) / sizeof(kinds[0]) ? kinds[i] : NULL;
}

const struct assay_kind *assay_kind_find(struct assay_str name)
{
    for (size_t i = 0; assay_kind_at(i); i++)
        if (assay_str_equal(name, assay_str_of(kinds[i]->name)))
            return kinds[i];
    return NULL;
}

struct assay_case assay_study_case(const struct assay_study *study, size_t i)
{
    const struct assay_table *table = study->table;

    return (struct assay_case){
        .want = table->want,
        .gold = table->gold + table->gold_first[i],
        .gold_count = table->gold_first[i + 1] - table->gold_first[i],
        .value = table->value + table->first[i],
        .state = table->state + table->first[i],
        .count = table->first[i + 1] - table->first[i],
        .games = study->games,
    };
}

bool assay_study_has(const struct assay_study *study, struct assay_members members,
                     size_t i)
{
    return study->counted[i] && members.subset[study->table->subset[i]];
}

void assay_measures_add(struct assay_measures *list, const struct assay_measure *measure)
{
    if (list->count == list->cap) {
        struct assay_measure *old = list->at;

        list->cap = list->cap ? 2 * list->cap : 16;
        list->at = assay_arena_new(list->arena, list->cap, sizeof(*list->at));
        if (list->count)
            memcpy(list->at, old, list->count * sizeof(*old));
    }
    list->at[list->count++] = *measure;
}

/* kind.c - kinds by name, and what they share: cases of a table and lists of measures. */
#include "suites/kind.h"

#include "harness/core/buf.h"

#include <string.h>

static const struct assay_kind *const kinds[] = {
#define KIND(symbol) &(symbol),
#include "suites/kinds.def"
#undef KIND
};

const char *const assay_scoring_text[] = {NULL};

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

enum assay_code assay_kind_takes(const struct assay_kind *kind, const char *place,
                                 enum assay_want want, struct assay_error *err)
{
    struct assay_buf list = {0};
    enum assay_code code;

    if (kind->wants & 1U << want)
        return ASSAY_OK;
    for (unsigned i = 0; i < ASSAY_WANTS; i++)
        if (kind->wants & 1U << i)
            assay_buf_printf(&list, "%s%s", list.len ? " or " : "",
                             assay_want_name((enum assay_want)i));
    code = assay_fail(err, ASSAY_EUSAGE, "%s: kind %s is measured from %s, not from %s",
                      place, kind->name, list.data, assay_want_name(want));
    assay_buf_release(&list);
    return code;
}

struct assay_worth assay_worth_tie(unsigned rule)
{
    static const struct assay_worth worth[ASSAY_RULES] = {
        [ASSAY_TIE_LOSS] = {0.0, 1.0},    [ASSAY_TIE_HALF] = {0.5, 1.0},
        [ASSAY_TIE_SHARE] = {0.5, 1.0},   [ASSAY_TIE_DROP] = {0.0, 0.0},
        [ASSAY_RULE_SECOND] = {0.0, 1.0},
    };

    return worth[rule];
}

struct assay_case assay_study_case(const struct assay_study *study, size_t i)
{
    const struct assay_table *table = study->table;
    const size_t *pairs = table->pair_first;

    return (struct assay_case){
        .want = table->want,
        .gold = table->gold + table->gold_first[i],
        .gold_count = table->gold_first[i + 1] - table->gold_first[i],
        .value = table->value + table->first[i],
        .state = table->state + table->first[i],
        .count = table->first[i + 1] - table->first[i],
        .games = study->games,
        .votes = study->votes,
        .number = i,
        .study = study,
        .pair = pairs ? table->pair + 2 * pairs[i] : NULL,
        .pair_count = pairs ? pairs[i + 1] - pairs[i] : 0,
    };
}

double assay_study_number(const struct assay_study *study, const char *name,
                          double initial)
{
    (void)assay_node_number(assay_node_get(study->scoring, name), &initial);
    return initial;
}

size_t assay_study_word(const struct assay_study *study, const char *const *words,
                        const char *name)
{
    const struct assay_str said = assay_node_text(assay_node_get(study->scoring, name));

    for (size_t i = 0; words[i]; i++)
        if (assay_str_equal(said, assay_str_of(words[i])))
            return i;
    return 0;
}

bool assay_study_has(const struct assay_study *study, struct assay_members members,
                     size_t i)
{
    return study->counted[i] && members.subset[study->table->subset[i]];
}

size_t assay_study_times(const struct assay_study *study, struct assay_members members,
                         size_t i)
{
    if (!assay_study_has(study, members, i))
        return 0;
    return members.times ? members.times[i] : 1;
}

/* The list with room for one more of size bytes. */
static void *grown(void *at, size_t count, size_t *cap, size_t size,
                   struct assay_arena *arena)
{
    void *more;

    if (count < *cap)
        return at;
    *cap = *cap ? 2 * *cap : 16;
    more = assay_arena_new(arena, *cap, size);
    if (count)
        memcpy(more, at, count * size);
    return more;
}

void assay_measures_add(struct assay_measures *list, const struct assay_measure *measure)
{
    list->at = grown(list->at, list->count, &list->cap, sizeof(*list->at), list->arena);
    list->at[list->count++] = *measure;
}

void assay_measures_tell(struct assay_measures *list, const char *name,
                         struct assay_str section, const char *unit,
                         struct assay_figure figure)
{
    assay_measures_add(list, &(struct assay_measure){.name = assay_str_of(name),
                                                     .section = section,
                                                     .unit = assay_str_of(unit),
                                                     .value = figure});
}

void assay_serieses_add(struct assay_serieses *list, const struct assay_series *series)
{
    list->at = grown(list->at, list->count, &list->cap, sizeof(*list->at), list->arena);
    list->at[list->count++] = *series;
}

void assay_sentences_add(struct assay_sentences *list, struct assay_str text)
{
    list->at = grown(list->at, list->count, &list->cap, sizeof(*list->at), list->arena);
    list->at[list->count++] = text;
}

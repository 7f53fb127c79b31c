/* sample_set.c - samples of many prompts as columns. */
#include "suites/sample_set.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void grow_samples(struct assay_sample_set *set, size_t need)
{
    const size_t cap = assay_memory_grow(set->sample_cap, need);

    for (size_t i = 0; i < set->proxies; i++)
        set->proxy[i] = assay_memory_resize(set->proxy[i], cap, sizeof(double));
    for (size_t i = 0; i < set->golds; i++)
        set->gold[i] = assay_memory_resize(set->gold[i], cap, sizeof(double));
    set->answer = assay_memory_resize(set->answer, cap, sizeof(*set->answer));
    set->length = assay_memory_resize(set->length, cap, sizeof(double));
    set->tokens = assay_memory_resize(set->tokens, cap, sizeof(double));
    set->sample_cap = cap;
}

static void grow_prompts(struct assay_sample_set *set, size_t need)
{
    const size_t cap = assay_memory_grow(set->prompt_cap, need);

    set->first = assay_memory_resize(set->first, cap + 1, sizeof(*set->first));
    set->section = assay_memory_resize(set->section, cap, sizeof(*set->section));
    set->cluster = assay_memory_resize(set->cluster, cap, sizeof(*set->cluster));
    set->difficulty = assay_memory_resize(set->difficulty, cap, sizeof(double));
    set->prompt_cap = cap;
}

/* Copies numbers; where none are known, NaN. */
static void put(double *to, const double *from, size_t n)
{
    if (from)
        memcpy(to, from, n * sizeof(*to));
    for (size_t i = 0; !from && i < n; i++)
        to[i] = (double)NAN;
}

static void put_answers(struct assay_sample_set *set, const struct assay_sample_row *row)
{
    int32_t *to = set->answer + set->samples;

    for (size_t i = 0; i < row->count; i++)
        to[i] = row->answer && row->answer[i].ptr
                    ? (int32_t)assay_names_add(&set->answers, row->answer[i])
                    : ASSAY_SAMPLE_NO_ANSWER;
}

bool assay_sample_set_add(struct assay_sample_set *set,
                          const struct assay_sample_row *row)
{
    const size_t n = set->prompts, at = set->samples;
    uint32_t number;

    if (assay_names_find(&set->ids, row->id, &number))
        return false;
    if (n + 1 > set->prompt_cap)
        grow_prompts(set, n + 1);
    if (at + row->count > set->sample_cap)
        grow_samples(set, at + row->count);
    (void)assay_names_add(&set->ids, row->id);
    set->section[n] = assay_names_add(&set->sections, row->section);
    set->cluster[n] =
        assay_names_add(&set->clusters, row->cluster.len > 0 ? row->cluster : row->id);
    set->difficulty[n] = row->difficulty;
    for (size_t i = 0; i < set->proxies; i++)
        put(set->proxy[i] + at, row->proxy[i], row->count);
    for (size_t i = 0; i < set->golds; i++)
        put(set->gold[i] + at, row->gold[i], row->count);
    put(set->length + at, row->length, row->count);
    put(set->tokens + at, row->tokens, row->count);
    put_answers(set, row);
    set->first[n] = at;
    set->prompts++;
    set->samples += row->count;
    set->first[n + 1] = set->samples;
    return true;
}

/* Moves the samples of prompt from to where those of the kept ones end. */
static void move_samples(struct assay_sample_set *set, size_t from, size_t to)
{
    const size_t at = set->first[from], n = assay_sample_count(set, from);

    for (size_t i = 0; i < set->proxies; i++)
        memmove(set->proxy[i] + to, set->proxy[i] + at, n * sizeof(double));
    for (size_t i = 0; i < set->golds; i++)
        memmove(set->gold[i] + to, set->gold[i] + at, n * sizeof(double));
    memmove(set->length + to, set->length + at, n * sizeof(double));
    memmove(set->tokens + to, set->tokens + at, n * sizeof(double));
    memmove(set->answer + to, set->answer + at, n * sizeof(*set->answer));
}

void assay_sample_set_keep(struct assay_sample_set *set, const bool *keep)
{
    struct assay_names ids = {0};
    size_t kept = 0, samples = 0;

    for (size_t i = 0; i < set->prompts; i++) {
        const size_t n = assay_sample_count(set, i);

        if (!keep[i])
            continue;
        move_samples(set, i, samples);
        (void)assay_names_add(&ids, set->ids.at[i]);
        set->section[kept] = set->section[i];
        set->cluster[kept] = set->cluster[i];
        set->difficulty[kept] = set->difficulty[i];
        set->first[kept++] = samples; /* never past the prompt that is moved */
        samples += n;
    }
    if (set->first)
        set->first[kept] = samples;
    assay_names_release(&set->ids);
    set->ids = ids;
    set->prompts = kept;
    set->samples = samples;
}

double *assay_sample_set_proxy(struct assay_sample_set *set, struct assay_str name)
{
    const size_t k = set->proxies++;

    set->proxy_name[k] = name;
    set->proxy[k] = assay_memory_new(set->sample_cap + 1, sizeof(double));
    put(set->proxy[k], NULL, set->samples);
    return set->proxy[k];
}

bool assay_sample_set_has_answers(const struct assay_sample_set *set)
{
    return set->answers.count > 0;
}

bool assay_sample_set_has(const double *column, size_t samples)
{
    for (size_t i = 0; i < samples; i++)
        if (!isnan(column[i]))
            return true;
    return false;
}

void assay_sample_set_release(struct assay_sample_set *set)
{
    for (size_t i = 0; i < set->proxies; i++)
        free(set->proxy[i]);
    for (size_t i = 0; i < set->golds; i++)
        free(set->gold[i]);
    free(set->first);
    free(set->section);
    free(set->cluster);
    free(set->difficulty);
    free(set->answer);
    free(set->length);
    free(set->tokens);
    assay_names_release(&set->ids);
    assay_names_release(&set->sections);
    assay_names_release(&set->clusters);
    assay_names_release(&set->answers);
    *set = (struct assay_sample_set){0};
}

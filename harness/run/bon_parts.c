/* bon_parts.c - some of the prompts: sections, and quantiles of difficulty and length. */
#include "harness/run/bon_parts.h"

#include <math.h>
#include <stdlib.h>

const char *const assay_bon_by_words[] = {"nothing", "section", "difficulty", "length",
                                          NULL};

/* A split under way: the part of each prompt. */
struct split {
    const struct assay_bon *bon;
    size_t *part; /* (prompts,) */
    struct assay_str name[ASSAY_BON_PARTS_MAX];
    size_t parts;
    struct assay_arena *arena;
};

static enum assay_code split_sections(struct split *split, struct assay_error *err)
{
    const struct assay_sample_set *set = split->bon->set;

    split->parts = set->sections.count;
    if (split->parts > ASSAY_BON_PARTS_MAX)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by section: %zu sections are more than %d", split->parts,
                          ASSAY_BON_PARTS_MAX);
    for (size_t s = 0; s < split->parts; s++)
        split->name[s] =
            set->sections.at[s].len ? set->sections.at[s] : ASSAY_STR("(none)");
    for (size_t i = 0; i < set->prompts; i++)
        split->part[i] = set->section[i];
    return ASSAY_OK;
}

/* A prompt and its number. */
struct ranked {
    double number;
    size_t prompt;
};

static int by_number(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;

    if (one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return one->prompt < other->prompt ? -1 : 1;
}

static double difficulty_of(const struct assay_bon *bon, size_t prompt)
{
    const struct assay_sample_set *set = bon->set;

    if (assay_sample_set_has(set->difficulty, set->prompts))
        return set->difficulty[prompt];
    return 1.0 - bon->mean[prompt * set->golds];
}

static double length_of(const struct assay_bon *bon, size_t prompt)
{
    const struct assay_sample_set *set = bon->set;
    double sum = 0.0;

    for (size_t i = set->first[prompt]; i < set->first[prompt + 1]; i++)
        sum += set->length[i];
    return sum / (double)assay_sample_count(set, prompt);
}

static void name_quantile(struct split *split, const char *what,
                          const struct ranked *from, const struct ranked *to)
{
    split->name[split->parts++] = assay_str_of(assay_arena_printf(
        split->arena, "%s %.4g to %.4g", what, from->number, to->number));
}

static enum assay_code split_quantiles(struct split *split, enum assay_bon_by by,
                                       size_t quantiles, struct assay_error *err)
{
    const size_t n = split->bon->set->prompts;
    const char *what = by == ASSAY_BON_BY_LENGTH ? "length" : "difficulty";
    struct ranked *at = assay_arena_new(split->arena, n + 1, sizeof(*at));
    size_t from = 0;

    for (size_t i = 0; i < n; i++) {
        at[i] = (struct ranked){by == ASSAY_BON_BY_LENGTH ? length_of(split->bon, i)
                                                          : difficulty_of(split->bon, i),
                                i};
        if (isnan(at[i].number))
            return assay_fail(err, ASSAY_EDATA, "--by %s: prompt \"%.*s\" has none", what,
                              ASSAY_STR_ARG(split->bon->set->ids.at[i]));
    }
    qsort(at, n, sizeof(*at), by_number);
    for (size_t q = 1; q <= quantiles && from < n; q++) {
        size_t end = q * n / quantiles;

        while (end > from && end < n && at[end].number == at[end - 1].number)
            end++;
        for (size_t i = from; i < end; i++)
            split->part[at[i].prompt] = split->parts;
        if (end > from)
            name_quantile(split, what, &at[from], &at[end - 1]);
        from = end;
    }
    return ASSAY_OK;
}

enum assay_code assay_bon_split(const struct assay_bon *bon, enum assay_bon_by by,
                                size_t quantiles, struct assay_bon_told *told,
                                struct assay_arena *arena, struct assay_error *err)
{
    const size_t n = bon->set->prompts;
    struct split split = {.bon = bon, .arena = arena};
    struct assay_bon_part *part =
        assay_arena_new(arena, ASSAY_BON_PARTS_MAX, sizeof(*part));
    bool *member = assay_arena_new(arena, n + 1, sizeof(*member));
    enum assay_code code = ASSAY_OK;

    if (by == ASSAY_BON_BY_NOTHING)
        return ASSAY_OK;
    split.part = assay_arena_new(arena, n + 1, sizeof(*split.part));
    code = by == ASSAY_BON_BY_SECTION ? split_sections(&split, err)
                                      : split_quantiles(&split, by, quantiles, err);
    for (size_t s = 0; !code && s < split.parts; s++) {
        size_t members = 0;

        for (size_t i = 0; i < n; i++) {
            member[i] = split.part[i] == s;
            members += member[i];
        }
        if (members == 0)
            continue;
        part[told->parts].name = split.name[s];
        code =
            assay_bon_study(bon, member, told->how, arena, &part[told->parts].study, err);
        told->parts++;
    }
    told->part = part;
    return code;
}

/* linear_tokens.c - prompts and completions as hashed words. */
#include "adapters/linear_tokens.h"

#include "adapters/ngrams.h"

#include <stdlib.h>

uint64_t assay_linear_mix(uint64_t a, uint64_t b)
{
    uint64_t mixed = (a ^ (b + 0x9E3779B97F4A7C15U)) * 0xBF58476D1CE4E5B9U;

    mixed ^= mixed >> 29;
    return mixed * 0x94D049BB133111EBU;
}

static bool holds_digit(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

/* True if a gap between words is blanks alone; counts its line ends. */
static bool only_blanks(struct assay_str text, size_t from, size_t to, uint32_t *line)
{
    bool blank = true;

    for (size_t i = from; i < to; i++) {
        if (text.ptr[i] == '\n')
            ++*line;
        blank = blank && text.ptr[i] == ' ';
    }
    return blank;
}

static void grow(struct assay_linear_words *words, struct assay_arena *arena)
{
    struct assay_linear_word *at;

    if (words->count > 0 && (words->count < 64 || (words->count & (words->count - 1))))
        return; /* room was made at 0, 64 and then at every power of two */
    at = assay_arena_new(arena, words->count ? 2 * words->count : 64, sizeof(*at));
    for (size_t i = 0; i < words->count; i++)
        at[i] = words->at[i];
    words->at = at;
}

void assay_linear_words_add(struct assay_linear_words *words, struct assay_str text,
                            uint32_t *line, struct assay_arena *arena)
{
    size_t at = 0, end = 0;
    uint64_t hash;

    while (words->count < ASSAY_LINEAR_WORDS) {
        struct assay_str word;
        bool joined;

        if (!assay_ngrams_word(text, &at, &word, &hash))
            break;
        joined = only_blanks(text, end, (size_t)(word.ptr - text.ptr), line);
        end = at;
        grow(words, arena);
        words->at[words->count] = (struct assay_linear_word){
            .hash = hash,
            .text = word,
            .line = *line,
            .digits = holds_digit(word),
            .joined = joined && words->count > 0,
        };
        words->count++;
    }
    ++*line;
}

static int by_hash(const void *left, const void *right)
{
    const struct assay_linear_entry *a = left;
    const struct assay_linear_entry *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* Distinct words, counted. */
static void count_words(struct assay_linear_prompt *prompt, struct assay_arena *arena)
{
    const size_t n = prompt->words.count;
    struct assay_linear_entry *entry = assay_arena_new(arena, n ? n : 1, sizeof(*entry));
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        entry[i] = (struct assay_linear_entry){prompt->words.at[i].hash, 1,
                                               prompt->words.at[i].line, true};
    qsort(entry, n, sizeof(*entry), by_hash);
    for (size_t i = 0; i < n; i++) {
        if (kept && entry[kept - 1].hash == entry[i].hash) {
            entry[kept - 1].count++;
            entry[kept - 1].one_line =
                entry[kept - 1].one_line && entry[kept - 1].line == entry[i].line;
        } else {
            entry[kept++] = entry[i];
        }
    }
    prompt->entry = entry;
    prompt->entries = kept;
}

static bool add_distinct(uint64_t *list, size_t *n, uint64_t hash)
{
    for (size_t i = 0; i < *n; i++)
        if (list[i] == hash)
            return true;
    if (*n == ASSAY_LINEAR_TERMS)
        return false;
    list[(*n)++] = hash;
    return true;
}

/* The last distinct words and pairs: a question mostly stands at the end. */
static void pick_terms(struct assay_linear_prompt *prompt)
{
    const struct assay_linear_word *at = prompt->words.at;

    for (size_t i = prompt->words.count; i > 0; i--)
        if (!add_distinct(prompt->term, &prompt->terms, at[i - 1].hash))
            break;
    for (size_t i = prompt->words.count; i > 1; i--)
        if (!add_distinct(prompt->pair, &prompt->pairs,
                          assay_linear_mix(at[i - 2].hash, at[i - 1].hash)))
            break;
}

/* How much each line has in common with the last one. */
static void compare_lines(struct assay_linear_prompt *prompt, struct assay_arena *arena)
{
    const struct assay_linear_words *words = &prompt->words;
    uint64_t asked[ASSAY_LINEAR_TERMS];
    size_t n = 0;

    prompt->last_line = words->count ? words->at[words->count - 1].line : 0;
    prompt->kinship = assay_arena_new(arena, prompt->last_line + 1, sizeof(double));
    for (size_t i = words->count; i > 0 && words->at[i - 1].line == prompt->last_line;
         i--)
        if (!add_distinct(asked, &n, words->at[i - 1].hash))
            break;
    for (size_t i = 0; i < words->count; i++) {
        const struct assay_linear_word *word = &words->at[i];

        for (size_t k = 0; k < n; k++)
            if (asked[k] == word->hash)
                prompt->kinship[word->line] += 1.0 / (double)n;
    }
}

struct assay_linear_prompt assay_linear_prompt_of(const struct assay_item *item,
                                                  struct assay_arena *arena)
{
    struct assay_linear_prompt prompt = {0};
    uint32_t line = 0;

    for (size_t m = 0; m < item->message_count; m++)
        assay_linear_words_add(&prompt.words, item->messages[m].content, &line, arena);
    count_words(&prompt, arena);
    pick_terms(&prompt);
    compare_lines(&prompt, arena);
    return prompt;
}

const struct assay_linear_entry *assay_linear_entry_find(
    const struct assay_linear_prompt *prompt, uint64_t hash)
{
    size_t lo = 0, hi = prompt->entries;

    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;

        if (prompt->entry[middle].hash == hash)
            return &prompt->entry[middle];
        if (prompt->entry[middle].hash < hash)
            lo = middle + 1;
        else
            hi = middle;
    }
    return NULL;
}

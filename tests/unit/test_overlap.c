#include "harness/run/overlap_scan.h"

#include "harness/core/rng.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

enum {
    TEXTS = 12,   /* of the suite */
    RECORDS = 90, /* of the file: several batches would need more, threads do not */
    WORDS_MAX = 24,
    NGRAM = 3
};

/* Texts of few different words, so that much is in common by chance; the file has one word more. */
struct text {
    char word[WORDS_MAX];
    size_t words;
};

static void draw(struct assay_rng *rng, uint64_t different, struct text *out)
{
    out->words = (size_t)assay_rng_index(rng, WORDS_MAX + 1);
    for (size_t i = 0; i < out->words; i++)
        out->word[i] = (char)('a' + assay_rng_index(rng, different));
}

static void spell(const struct text *text, struct assay_buf *out)
{
    for (size_t i = 0; i < text->words; i++)
        assay_buf_printf(out, "%s%c", i ? " " : "", text->word[i]);
}

struct world {
    struct text own[TEXTS], file[RECORDS];
    uint32_t number[TEXTS];
    struct assay_plain *plain;
    struct assay_overlap_index index;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
};

static void make_world(uint64_t seed, struct world *world)
{
    struct assay_rng rng = {seed};
    struct assay_buf text = {0}, scratch = {0};
    struct assay_error err;

    *world = (struct world){.index.widths = {NGRAM, 2, 8}};
    ck_assert_int_eq(assay_plain_open(&world->plain, &err), ASSAY_OK);
    for (size_t t = 0; t < TEXTS; t++) {
        draw(&rng, 5, &world->own[t]);
        assay_buf_reset(&text);
        spell(&world->own[t], &text);
        ck_assert_int_eq(assay_overlap_index_add(&world->index, world->plain,
                                                 assay_buf_view(&text), &scratch,
                                                 &world->number[t], &err),
                         ASSAY_OK);
    }
    assay_overlap_index_build(&world->index, NULL);
    assay_buf_reset(&text);
    for (size_t r = 0; r < RECORDS; r++) {
        draw(&rng, 6, &world->file[r]);
        assay_buf_puts(&text, "{\"text\": \"");
        spell(&world->file[r], &text);
        assay_buf_puts(&text, "\"}\n");
    }
    scratch_make(world->dir);
    scratch_text(world->dir, "train.jsonl", text.data, world->path);
    assay_buf_release(&text);
    assay_buf_release(&scratch);
}

static void scan_world(const struct world *world, size_t jobs,
                       struct assay_overlap_tally *tally)
{
    const struct assay_overlap_file file = {world->path, NULL, 0, jobs};
    struct assay_overlap_scanned scanned;
    struct assay_error err;

    assay_overlap_tally_init(tally, &world->index);
    ck_assert_int_eq(assay_overlap_scan(&file, world->plain, tally, &scanned, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(scanned.records, RECORDS);
}

/* Words in a row that are the same from there on. */
static size_t common(const struct text *a, size_t i, const struct text *b, size_t j)
{
    size_t n = 0;

    while (i + n < a->words && j + n < b->words && a->word[i + n] == b->word[j + n])
        n++;
    return n;
}

/* Every word of one text against every word of every other. */
static void check_text(const struct world *world, const struct assay_overlap_tally *tally,
                       size_t t)
{
    const struct text *own = &world->own[t];
    const struct assay_overlap_run *longest = &tally->longest[world->number[t]];
    const size_t first = world->index.first[world->number[t]];
    size_t most = 0, record = 0, start = 0;

    for (size_t r = 0; r < RECORDS; r++)
        for (size_t i = 0; i < own->words; i++)
            for (size_t j = 0; j < world->file[r].words; j++) {
                const size_t n = common(own, i, &world->file[r], j);

                if (n >= NGRAM && n > most) {
                    most = n;
                    record = r + 1;
                    start = i;
                }
            }
    ck_assert_uint_eq(longest->words, most);
    ck_assert_uint_eq(longest->record, record);
    ck_assert_uint_eq(longest->line, record);
    if (most)
        ck_assert_uint_eq(longest->start, first + start);
}

static bool occurs(const struct world *world, const struct text *own, size_t i)
{
    for (size_t r = 0; r < RECORDS; r++)
        for (size_t j = 0; j < world->file[r].words; j++)
            if (common(own, i, &world->file[r], j) >= NGRAM)
                return true;
    return false;
}

static void check_hits(const struct world *world, const struct assay_overlap_tally *tally,
                       size_t t)
{
    const struct text *own = &world->own[t];
    const size_t first = world->index.first[world->number[t]];

    for (size_t i = 0; i < own->words; i++) {
        const uint32_t gram = world->index.gram[first + i];

        ck_assert_int_eq(gram != ASSAY_OVERLAP_NONE, i + NGRAM <= own->words);
        if (gram != ASSAY_OVERLAP_NONE)
            ck_assert_int_eq(tally->hit[gram], occurs(world, own, i));
    }
}

/* Resemblance of the sketches, record by record. */
static void check_nearest(const struct world *world,
                          const struct assay_overlap_tally *tally, size_t t)
{
    const struct assay_overlap_near *near = &tally->near[world->number[t]];
    double most = 0.0;
    size_t record = 0;

    for (size_t r = 0; r < RECORDS; r++) {
        const struct text *text = &world->file[r];
        uint64_t word[WORDS_MAX], hash[WORDS_MAX];
        double value;

        for (size_t i = 0; i < text->words; i++)
            word[i] = assay_overlap_word((struct assay_str){&text->word[i], 1});
        value = assay_minhash_resemblance(
            world->index.sketch[world->number[t]],
            assay_minhash_sketch(hash, assay_minhash_shingles(word, text->words, 2, hash),
                                 8),
            8);
        if (value > most) {
            most = value;
            record = r + 1;
        }
    }
    ck_assert_double_eq(near->value, most);
    ck_assert_uint_eq(near->record, record);
}

START_TEST(a_scan_finds_what_comparing_all_words_finds)
{
    struct world world;
    struct assay_overlap_tally tally;

    make_world((uint64_t)_i, &world);
    scan_world(&world, 1 + (size_t)_i % 4, &tally);
    for (size_t t = 0; t < TEXTS; t++) {
        check_text(&world, &tally, t);
        check_hits(&world, &tally, t);
        check_nearest(&world, &tally, t);
    }
    assay_overlap_tally_release(&tally);
    assay_overlap_index_release(&world.index);
    assay_plain_close(world.plain);
    scratch_remove(world.dir);
}
END_TEST

/* Other words under the same hash are no hit. */
START_TEST(words_are_compared_where_hashes_agree)
{
    struct assay_overlap_index index = {.widths = {3, 2, 8}};
    struct assay_plain *plain;
    struct assay_buf scratch = {0};
    struct assay_error err;
    uint32_t number;
    const uint32_t own[] = {0, 1, 2}, other[] = {2, 1, 0};

    ck_assert_int_eq(assay_plain_open(&plain, &err), ASSAY_OK);
    ck_assert_int_eq(assay_overlap_index_add(&index, plain, ASSAY_STR("One two: three."),
                                             &scratch, &number, &err),
                     ASSAY_OK);
    assay_overlap_index_build(&index, NULL);
    ck_assert_uint_eq(assay_overlap_index_gram(&index, own, assay_overlap_hash(own, 3)),
                      0);
    ck_assert_uint_eq(assay_overlap_index_gram(&index, other, assay_overlap_hash(own, 3)),
                      ASSAY_OVERLAP_NONE);
    assay_buf_release(&scratch);
    assay_overlap_index_release(&index);
    assay_plain_close(plain);
}
END_TEST

Suite *unit_overlap(void)
{
    Suite *suite = suite_create("overlap");
    TCase *scans = tcase_create("scans");

    tcase_add_loop_test(scans, a_scan_finds_what_comparing_all_words_finds, 0, 20);
    tcase_add_test(scans, words_are_compared_where_hashes_agree);
    suite_add_tcase(suite, scans);
    return suite;
}

/* data_overlap.c - assay data overlap: does a training file hold a suite's texts? */
#include "harness/cli/data_action.h"

#include "harness/cli/command.h"
#include "harness/cli/terminal.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "harness/run/overlap_check.h"
#include "reports/grid.h"
#include "reports/number.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    SHOWN_WORDS = 8 /* of a common run, in the table */
};

static const char *const sides[] = {"prompt", "completion"};

/* A check, and what is printed of it. */
struct telling {
    const struct assay_data_options *options;
    const char *suite, *path; /* as given */
    const struct assay_suite *loaded;
    struct assay_overlap overlap;
    struct assay_arena arena;
};

static struct assay_node whole(uint64_t n)
{
    return assay_node_of_int((int64_t)n);
}

static void put_place(struct assay_arena *arena, struct assay_node *map, uint64_t record,
                      unsigned line)
{
    assay_node_put(arena, map, "record", whole(record));
    if (line)
        assay_node_put(arena, map, "line", whole(line));
}

static struct assay_node run_node(struct telling *telling,
                                  const struct assay_overlap_part *part)
{
    struct assay_arena *arena = &telling->arena;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "text", whole(part->longest_in));
    assay_node_put(arena, map, "words", whole(part->longest.words));
    put_place(arena, map, part->longest.record, part->longest.line);
    assay_node_put(arena, map, "span",
                   assay_node_of_text(
                       assay_overlap_words(&telling->overlap, &part->longest, arena)));
    return *map;
}

static struct assay_node near_node(struct assay_arena *arena,
                                   const struct assay_overlap_part *part)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "text", whole(part->near_in));
    assay_node_put(arena, map, "resemblance", assay_node_of_real(part->near.value));
    put_place(arena, map, part->near.record, part->near.line);
    return *map;
}

static struct assay_node part_node(struct telling *telling,
                                   const struct assay_overlap_part *part)
{
    struct assay_arena *arena = &telling->arena;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "ngrams", whole(part->grams));
    assay_node_put(arena, map, "found", whole(part->found));
    if (part->common > 0) {
        assay_node_put(arena, map, "common_ngrams", whole(part->common));
        assay_node_put(arena, map, "common_found", whole(part->common_found));
    }
    assay_node_put(arena, map, "share",
                   part->grams
                       ? assay_node_of_real((double)part->found / (double)part->grams)
                       : assay_node_null());
    if (part->longest.words)
        assay_node_put(arena, map, "longest", run_node(telling, part));
    if (part->near.value > 0.0)
        assay_node_put(arena, map, "nearest", near_node(arena, part));
    return *map;
}

static struct assay_node sum_node(struct assay_arena *arena,
                                  const struct assay_overlap_sum *sum)
{
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "with_ngrams", whole(sum->grams));
    assay_node_put(arena, map, "overlapping", whole(sum->overlapping));
    assay_node_put(arena, map, "mean_share",
                   sum->grams ? assay_node_of_real(sum->share) : assay_node_null());
    assay_node_put(arena, map, "with_shingles", whole(sum->shingles));
    assay_node_put(arena, map, "near_duplicates", whole(sum->similar));
    return *map;
}

static struct assay_node file_node(struct telling *telling)
{
    struct assay_arena *arena = &telling->arena;
    const struct assay_overlap *overlap = &telling->overlap;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "path", assay_node_of_string(telling->path));
    assay_node_put(arena, map, "sha256", assay_node_of_string(overlap->scanned.sha256));
    assay_node_put(arena, map, "records", whole(overlap->scanned.records));
    assay_node_put(arena, map, "without_fields", whole(overlap->scanned.without));
    assay_node_put(arena, map, "texts", whole(overlap->texts));
    assay_node_put(arena, map, "words", whole(overlap->words));
    assay_node_put(arena, map, "overlapping_records", whole(overlap->overlapping));
    return *map;
}

/* N-grams that were left out. */
static struct assay_node common_node(struct telling *telling)
{
    struct assay_arena *arena = &telling->arena;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "prompts_above", whole(telling->options->common));
    assay_node_put(arena, map, "ngrams", whole(telling->overlap.common));
    assay_node_put(arena, map, "found", whole(telling->overlap.common_found));
    return *map;
}

static struct assay_node items_node(struct telling *telling,
                                    const struct assay_overlap_item *const *found,
                                    size_t count)
{
    struct assay_arena *arena = &telling->arena;
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < count; i++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "id", assay_node_of_text(found[i]->id));
        for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++)
            assay_node_put(arena, map, side ? "completions" : "prompt",
                           part_node(telling, &found[i]->part[side]));
        assay_node_push(arena, list, *map);
    }
    return *list;
}

static struct assay_node *document(struct telling *telling,
                                   const struct assay_overlap_item *const *found,
                                   size_t count)
{
    struct assay_arena *arena = &telling->arena;
    const struct assay_data_options *options = telling->options;
    const struct assay_overlap *overlap = &telling->overlap;
    struct assay_node *map = assay_node_map(arena);
    const char *part = assay_suite_part(telling->loaded);

    assay_node_put(arena, map, "format", assay_node_of_string("assay-overlap"));
    assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    assay_node_put(arena, map, "suite",
                   assay_node_of_string(assay_suite_name(telling->loaded)));
    assay_node_put(arena, map, "suite_version",
                   assay_node_of_string(assay_suite_version(telling->loaded)));
    if (part)
        assay_node_put(arena, map, "part", assay_node_of_string(part));
    assay_node_put(arena, map, "ngram", whole(options->ngram));
    assay_node_put(arena, map, "shingle", whole(options->shingle));
    assay_node_put(arena, map, "sketch", whole(options->sketch));
    assay_node_put(arena, map, "near", assay_node_of_real(options->near));
    assay_node_put(arena, map, "common", common_node(telling));
    assay_node_put(arena, map, "file", file_node(telling));
    assay_node_put(arena, map, "items", whole(overlap->items));
    assay_node_put(arena, map, "prompt", sum_node(arena, &overlap->side[0]));
    assay_node_put(arena, map, "completions", sum_node(arena, &overlap->side[1]));
    assay_node_put(arena, map, "either", sum_node(arena, &overlap->either));
    assay_node_put(arena, map, "found", items_node(telling, found, count));
    return map;
}

static void set_columns(struct assay_grid *grid, const char *const *headers)
{
    for (size_t i = 0; i < grid->columns; i++)
        grid->column[i] = (struct assay_grid_column){.header = headers[i], .number = i};
}

static struct assay_str number(struct assay_arena *arena, size_t n)
{
    return assay_number_count(arena, n);
}

static void add_sum(struct assay_grid *grid, const char *name,
                    const struct assay_overlap_sum *sum)
{
    struct assay_grid_row *row = assay_grid_add(grid);

    row->cell[0] = assay_str_of(name);
    row->cell[1] = number(grid->arena, sum->grams);
    row->cell[2] = number(grid->arena, sum->overlapping);
    row->cell[3] = sum->grams
                       ? assay_number_text(grid->arena, sum->share, ASSAY_STR("percent"))
                       : ASSAY_STR("–");
    row->cell[4] = number(grid->arena, sum->shingles);
    row->cell[5] = number(grid->arena, sum->similar);
}

static void add_sums(struct telling *telling, struct assay_grid *grid)
{
    static const char *const headers[] = {"items",        "with n-grams",  "overlapping",
                                          "mean share %", "with shingles", "near"};

    assay_grid_init(grid, &telling->arena, 6, 3);
    set_columns(grid, headers);
    add_sum(grid, "prompt", &telling->overlap.side[0]);
    add_sum(grid, "completions", &telling->overlap.side[1]);
    add_sum(grid, "either", &telling->overlap.either);
    grid->row[2].apart = true;
}

static struct assay_str place(struct assay_arena *arena, uint64_t record, unsigned line)
{
    return assay_str_of(line ? assay_arena_printf(arena, "line %u", line)
                             : assay_arena_printf(arena, "record %" PRIu64, record));
}

/* The first words of a run. */
static struct assay_str excerpt(struct telling *telling,
                                const struct assay_overlap_run *run)
{
    struct assay_overlap_run head = *run;
    struct assay_str words;

    if (run->words <= SHOWN_WORDS)
        return assay_overlap_words(&telling->overlap, run, &telling->arena);
    head.words = SHOWN_WORDS;
    words = assay_overlap_words(&telling->overlap, &head, &telling->arena);
    return assay_str_of(
        assay_arena_printf(&telling->arena, "%.*s ...", (int)words.len, words.ptr));
}

static void add_evidence(struct telling *telling, const struct assay_overlap_item *item,
                         unsigned side, struct assay_grid *grid)
{
    const struct assay_overlap_part *part = &item->part[side];
    struct assay_arena *arena = &telling->arena;
    struct assay_grid_row *row;

    if (part->found == 0 && part->near.value < telling->options->near)
        return;
    row = assay_grid_add(grid);
    row->cell[0] = item->id;
    row->cell[1] = assay_str_of(sides[side]);
    row->cell[2] = assay_str_of(
        assay_arena_printf(arena, "%" PRIu64 " of %" PRIu64, part->found, part->grams));
    if (part->near.value > 0.0) {
        row->cell[5] = assay_str_of(assay_arena_printf(arena, "%.3f", part->near.value));
        row->cell[6] = place(arena, part->near.record, part->near.line);
    }
    if (part->longest.words == 0)
        return;
    row->cell[3] = number(arena, part->longest.words);
    row->cell[4] = place(arena, part->longest.record, part->longest.line);
    row->cell[7] = excerpt(telling, &part->longest);
}

/* Items beyond --show are only counted. */
static void add_items(struct telling *telling,
                      const struct assay_overlap_item *const *found, size_t count,
                      struct assay_grid *grid)
{
    static const char *const headers[] = {"item", "part",        "n-grams", "longest",
                                          "in",   "resemblance", "to",      "words"};
    const size_t shown = count < telling->options->show ? count : telling->options->show;

    assay_grid_init(grid, &telling->arena, 8, shown * ASSAY_OVERLAP_SIDES);
    set_columns(grid, headers);
    grid->column[1].number = grid->column[7].number = false;
    grid->column[7].drop = 1;
    for (size_t i = 0; i < shown; i++)
        for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++)
            add_evidence(telling, found[i], side, grid);
}

static void write_table(struct telling *telling,
                        const struct assay_overlap_item *const *found, size_t count,
                        struct assay_buf *out)
{
    const struct assay_data_options *options = telling->options;
    const struct assay_overlap *overlap = &telling->overlap;
    const struct assay_terminal terminal = assay_terminal_look();
    const struct assay_grid_look look = {terminal.colour, terminal.ascii, terminal.width};
    struct assay_grid grid;

    assay_buf_printf(
        out,
        "suite %s: items %zu\n%s: records %" PRIu64 ", texts %" PRIu64 ", words %" PRIu64
        "; records with n-grams of the suite %" PRIu64 "\n",
        telling->suite, overlap->items, telling->path, overlap->scanned.records,
        overlap->texts, overlap->words, overlap->overlapping);
    assay_buf_printf(out,
                     "n-grams of %zu words; near: a resemblance of %.4g or more by "
                     "MinHash, %zu-word shingles, %zu a sketch\n\n",
                     options->ngram, options->near, options->shingle, options->sketch);
    if (overlap->common > 0)
        assay_buf_printf(out,
                         "left out as common, being of more than %zu prompts: %" PRIu64
                         " n-grams, %" PRIu64 " of which are in the file\n\n",
                         options->common, overlap->common, overlap->common_found);
    add_sums(telling, &grid);
    assay_grid_text(&grid, &look, out);
    if (count > 0 && options->show > 0) {
        assay_buf_putc(out, '\n');
        add_items(telling, found, count, &grid);
        assay_grid_text(&grid, &look, out);
    }
    if (count > options->show)
        assay_buf_printf(out, "%zu more: --show %zu, or --json\n", count - options->show,
                         count);
}

static double share_of(const struct assay_overlap_item *item)
{
    double most = 0.0;

    for (unsigned side = 0; side < ASSAY_OVERLAP_SIDES; side++) {
        const struct assay_overlap_part *part = &item->part[side];
        const double share =
            part->grams ? (double)part->found / (double)part->grams : 0.0;

        most = share > most ? share : most;
    }
    return most;
}

static double nearest_of(const struct assay_overlap_item *item)
{
    const double a = item->part[0].near.value;
    const double b = item->part[1].near.value;

    return a > b ? a : b;
}

/* Greatest share first, then greatest resemblance, then in the order of the suite. */
static int compare(const void *a, const void *b)
{
    const struct assay_overlap_item *x = *(const struct assay_overlap_item *const *)a;
    const struct assay_overlap_item *y = *(const struct assay_overlap_item *const *)b;
    const double share[] = {share_of(x), share_of(y)};
    const double near[] = {nearest_of(x), nearest_of(y)};

    if (share[0] != share[1])
        return share[0] < share[1] ? 1 : -1;
    if (near[0] != near[1])
        return near[0] < near[1] ? 1 : -1;
    return (x > y) - (x < y);
}

static enum assay_code tell(struct telling *telling, struct assay_error *err)
{
    const struct assay_overlap *overlap = &telling->overlap;
    const struct assay_overlap_item **found = assay_arena_new(
        &telling->arena, overlap->items, sizeof(const struct assay_overlap_item *));
    struct assay_buf out = {0};
    size_t count = 0;
    enum assay_code code;

    for (size_t i = 0; i < overlap->items; i++)
        if (assay_overlap_is_found(&overlap->item[i], telling->options->near))
            found[count++] = &overlap->item[i];
    qsort(found, count, sizeof(const struct assay_overlap_item *), compare);
    if (telling->options->json)
        assay_json_write(document(telling, found, count), true, &out);
    else
        write_table(telling, found, count, &out);
    code = assay_cli_print(assay_buf_view(&out), err);
    assay_buf_release(&out);
    return code;
}

/* The gate: items that share n-grams, of all items. */
static enum assay_code hold(const struct telling *telling, struct assay_error *err)
{
    const size_t overlapping = telling->overlap.either.overlapping;
    const size_t items = telling->overlap.items;

    if ((double)overlapping / (double)items <= telling->options->fail_above)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EGATE,
                      "%zu of %zu items of suite %s share n-grams with %s, more than "
                      "--fail-above %.4g",
                      overlapping, items, telling->suite, telling->path,
                      telling->options->fail_above);
}

static enum assay_code check(struct telling *telling, struct assay_error *err)
{
    const struct assay_data_options *options = telling->options;
    const struct assay_places places =
        assay_places_here(options->data_dir, &telling->arena);
    struct assay_overlap_setting setting = {
        .file = {telling->path, options->field.at, options->field.count, options->jobs},
        .widths = {options->ngram, options->shingle, options->sketch},
        .similar = options->near,
        .common = options->common,
    };
    enum assay_code code = assay_suite_load(
        &(struct assay_suite_words){telling->suite, options->suite_option.at,
                                    options->suite_option.count},
        &places, &telling->arena, &setting.suite, err);

    telling->loaded = setting.suite;
    if (!code)
        code = assay_overlap_check(&setting, &telling->arena, &telling->overlap, err);
    if (!code)
        code = tell(telling, err);
    return code ? code : hold(telling, err);
}

enum assay_code assay_data_overlap(const struct assay_data_options *options,
                                   const struct assay_words *words,
                                   struct assay_error *err)
{
    struct telling telling = {.options = options};
    enum assay_code code;

    if (words->count != 3)
        return assay_fail(err, ASSAY_EUSAGE, "overlap: name a suite and a file");
    telling.suite = words->at[1];
    telling.path = words->at[2];
    code = check(&telling, err);
    assay_overlap_release(&telling.overlap);
    assay_arena_release(&telling.arena);
    return code;
}

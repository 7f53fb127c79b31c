/* test_reference.c - docs/SUITES.md has every key of the tables, with its types, and no other. */
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/field.h"
#include "harness/core/file.h"
#include "suites/suite_schema.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

enum {
    SCHEMAS_MAX = 64
};

static char *page; /* docs/SUITES.md */

/* The tables below a table, each once. */
struct schemas {
    const struct assay_schema *at[SCHEMAS_MAX];
    size_t count;
};

static void read_page(void)
{
    FILE *file = fopen("docs/SUITES.md", "r");
    struct assay_buf text = {0};
    char line[4096];

    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof(line), file))
        assay_buf_puts(&text, line);
    (void)fclose(file);
    page = text.data;
}

static void drop_page(void)
{
    struct assay_buf text = {.data = page};

    assay_buf_release(&text);
}

static void gather(const struct assay_schema *schema, struct schemas *out)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->at[i] == schema)
            return;
    ck_assert_uint_lt(out->count, SCHEMAS_MAX);
    out->at[out->count++] = schema;
    for (const struct assay_schema_key *key = schema->keys; key->name; key++)
        if (key->inner)
            gather(key->inner, out);
}

/* The part of the page under a heading, up to the next one. */
static struct assay_str section_of(const char *what, struct assay_arena *arena)
{
    const char *start = strstr(page, assay_arena_printf(arena, "\n## %s\n", what));
    const char *end;

    ck_assert_msg(start, "no heading ## %s", what);
    end = strstr(start + 1, "\n## ");
    return (struct assay_str){start, end ? (size_t)(end - start) : strlen(start)};
}

static size_t rows_in(struct assay_str section)
{
    size_t n = 0;

    for (size_t i = 0; i + 3 < section.len; i++)
        n += memcmp(section.ptr + i, "\n| `", 4) == 0;
    return n;
}

static bool has_row(struct assay_str section, const char *row)
{
    return assay_str_find(section, assay_str_of(row)) < section.len;
}

/* "text, map", as the page has it. */
static const char *types_of(const struct assay_schema_key *key, struct assay_arena *arena)
{
    const bool field = key->form == ASSAY_SCHEMA_FIELDS &&
                       (key->types & ASSAY_SCHEMA_FIELD) == ASSAY_SCHEMA_FIELD;
    const struct {
        bool is;
        const char *name;
    } types[] = {
        {field, "field"},
        {!field && key->types & ASSAY_SCHEMA_TEXT, "text"},
        {key->types & ASSAY_SCHEMA_NUMBER, "number"},
        {key->types & ASSAY_SCHEMA_TRUTH, "true/false"},
        {key->types & ASSAY_SCHEMA_LIST, "list"},
        {!field && key->types & ASSAY_SCHEMA_MAP, "map"},
    };
    const char *out = "";

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (types[i].is)
            out =
                assay_arena_printf(arena, "%s%s%s", out, *out ? ", " : "", types[i].name);
    return out;
}

START_TEST(every_key_of_a_description_is_on_the_page)
{
    struct assay_arena arena = {0};
    struct schemas schemas = {.count = 0};

    gather(&assay_suite_schema, &schemas);
    gather(&assay_trend_schema, &schemas);
    gather(&assay_mdp_schema, &schemas);
    ck_assert_uint_gt(schemas.count, 10);
    for (size_t i = 0; i < schemas.count; i++) {
        const struct assay_str section = section_of(schemas.at[i]->what, &arena);
        size_t keys = 0;

        for (const struct assay_schema_key *key = schemas.at[i]->keys; key->name; key++) {
            const char *row = assay_arena_printf(&arena, "\n| `%s` | %s |%s", key->name,
                                                 types_of(key, &arena),
                                                 key->needed ? " *needed* |" : "");

            ck_assert_msg(has_row(section, row), "## %s has no row %s",
                          schemas.at[i]->what, row + 1);
            keys++;
        }
        ck_assert_msg(rows_in(section) == keys, "## %s has %zu rows for %zu keys",
                      schemas.at[i]->what, rows_in(section), keys);
    }
    assay_arena_release(&arena);
}
END_TEST

START_TEST(every_word_of_a_field_is_on_the_page)
{
    struct assay_arena arena = {0};
    const struct assay_str section = section_of("Fields", &arena);
    size_t words = 0;

    for (const char *word; (word = assay_field_word(words)); words++)
        ck_assert_msg(has_row(section, assay_arena_printf(&arena, "\n| `%s` |", word)),
                      "no row for %s", word);
    ck_assert_uint_eq(rows_in(section), words);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_reference(void)
{
    Suite *suite = suite_create("reference");
    TCase *all = tcase_create("page");

    tcase_add_checked_fixture(all, read_page, drop_page);
    tcase_add_test(all, every_key_of_a_description_is_on_the_page);
    tcase_add_test(all, every_word_of_a_field_is_on_the_page);
    suite_add_tcase(suite, all);
    return suite;
}

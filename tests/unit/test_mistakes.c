/*
 * test_mistakes.c - every description that assay ships, with one mistake at a time.
 *
 * The tables of keys (suites/suite_schema.h, harness/core/replay_map.h) say where words stand. Each key and
 * each word is misspelt, each kind replaced by every other one, needed keys and weights are left out,
 * and values have the wrong type: all of that must be refused with the line and, where a word was
 * misspelt, the word that was meant. What is the writer's own (titles, names of sections) is left alone.
 */
#include "harness/core/buf.h"
#include "harness/core/critique.h"
#include "harness/core/memory.h"
#include "harness/core/replay_map.h"
#include "harness/core/yaml.h"
#include "suites/kind.h"
#include "suites/suite.h"
#include "suites/suite_schema.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

enum {
    SUITES_MAX = 256
};

static char dir[SCRATCH_PATH], path[SCRATCH_PATH];
static const char *names[SUITES_MAX];
static size_t name_count;

/* A description on its way through the mistakes. */
struct walk {
    const char *name;
    const struct assay_kind *kind;
    struct assay_node root;
    struct assay_arena arena;
    size_t tried;
};

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    scratch_remove(dir);
}

static void write_suite(const struct walk *walk, struct assay_buf *text)
{
    assay_yaml_write(&walk->root, text);
    scratch_text(dir, "mine.yaml", text->data, path);
}

static enum assay_code load(const struct walk *walk, struct assay_arena *arena,
                            struct assay_suite **suite, struct assay_error *err)
{
    const bool asks =
        assay_node_get(assay_node_get(&walk->root, "data"), "argument") != NULL;
    const char *spec = assay_arena_printf(arena, "%s%s", path, asks ? ":x" : "");
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};

    /* what is behind the colon is taken by a description that asks for a file */
    return assay_suite_load_any(&(struct assay_suite_words){.spec = spec}, &places, arena,
                                suite, err);
}

/* The line of the first place of a text, from 1. */
static unsigned line_of(const char *text, const char *what)
{
    const char *at = strstr(text, what);
    unsigned line = 1;

    ck_assert_msg(at, "no %s in\n%s", what, text);
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

/* Refused in one line that begins with the place; token is at that line, where there is one. */
static void refused(const struct walk *walk, const struct assay_error *err,
                    const char *text, const char *token)
{
    char place[SCRATCH_PATH + 32];

    (void)snprintf(place, sizeof(place), "%s:", path);
    if (token)
        (void)snprintf(place, sizeof(place), "%s:%u: ", path, line_of(text, token));
    ck_assert_msg(strncmp(err->text, place, strlen(place)) == 0, "%s, %s: %s", walk->name,
                  token ? token : "", err->text);
    ck_assert_msg(!strchr(err->text, '\n'), "%s: %s", walk->name, err->text);
}

/* Loads the description as it stands now, which must be refused; near is the word that was meant. */
static void mistake(struct walk *walk, const char *token, const char *near,
                    const char *what)
{
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};
    struct assay_buf text = {0};
    char meant[256];
    enum assay_code code;

    write_suite(walk, &text);
    code = load(walk, &arena, &suite, &err);
    walk->tried++;
    ck_assert_msg(code != ASSAY_OK, "%s: %s %s was accepted", walk->name, what,
                  token ? token : "");
    refused(walk, &err, text.data, token);
    (void)snprintf(meant, sizeof(meant), "nearest is \"%s\"", near ? near : "");
    ck_assert_msg(!near || strstr(err.text, meant), "%s, %s: %s", walk->name, token,
                  err.text);
    assay_buf_release(&text);
    assay_arena_release(&arena);
}

/* The word with a letter too many. */
static struct assay_str misspelt(struct walk *walk, struct assay_str word)
{
    const size_t head = word.len > 1 ? 1 : word.len;

    return assay_str_of(assay_arena_printf(&walk->arena, "%.*sqz%.*s", (int)head,
                                           word.ptr, (int)(word.len - head),
                                           word.ptr + head));
}

static void misspell(struct walk *walk, struct assay_str *word, const char *what,
                     bool known)
{
    const struct assay_str was = *word;
    const char *meant = assay_arena_copy(&walk->arena, was).ptr;

    *word = misspelt(walk, was);
    mistake(walk, word->ptr, known ? meant : NULL, what);
    *word = was;
}

static bool is_text(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_TEXT);
}

static bool is_map(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_MAP);
}

typedef void on_value(struct walk *walk, struct assay_node *node, const void *what);

/* Where `option` itself is misspelt, what is wrong is the map in the place of a value. */
static void misspell_choice(struct walk *walk, struct assay_member *member)
{
    const struct assay_str was = member->key;

    member->key = misspelt(walk, was);
    mistake(walk, NULL, NULL, "choice of an option");
    member->key = was;
}

/* Calls for the value, or for each that an option may put in its place. */
static void each_choice(struct walk *walk, struct assay_node *node, on_value *call,
                        const void *what)
{
    if (!is_map(node) || !assay_node_get(node, "option")) {
        call(walk, node, what);
        return;
    }
    for (size_t i = 0; i < assay_node_count(node); i++) {
        struct assay_member *member = &node->as.map.at[i];

        if (assay_str_equal(member->key, ASSAY_STR("option")))
            misspell(walk, &member->value.as.text, "option", true);
        else
            each_choice(walk, &member->value, call, what);
        if (assay_node_count(node) > 2)
            misspell_choice(walk, member);
    }
}

static void misspell_value(struct walk *walk, struct assay_node *node, const void *what)
{
    if (is_text(node))
        misspell(walk, &node->as.text, what, true);
    for (size_t i = 0; assay_node_is(node, ASSAY_NODE_LIST) && i < assay_node_count(node);
         i++)
        each_choice(walk, &node->as.list.at[i], misspell_value, what);
}

/* ---- fields ---- */

static void mistake_field(struct walk *walk, struct assay_node *node, const void *what);

/* What stands under a key of a field, or of a form that values have in a mapping. */
static void mistake_member(struct walk *walk, struct assay_member *member)
{
    static const char *const fields[] = {"field", "any",   "compare", "concat",
                                         "join",  "rated", "picked",  "place",
                                         "value", "rows",  "votes"};
    const char *key = assay_arena_copy(&walk->arena, member->key).ptr;

    misspell(walk, &member->key, "key of a field", true);
    if (strcmp(key, "verdict") == 0 || strcmp(key, "critique") == 0)
        each_choice(walk, &member->value, misspell_value, key);
    if (strcmp(key, "of") == 0 && is_map(&member->value))
        for (size_t i = 0; i < assay_node_count(&member->value); i++)
            each_choice(walk, &member->value.as.map.at[i].value, mistake_field, key);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strcmp(key, fields[i]) == 0)
            each_choice(walk, &member->value, mistake_field, key);
}

static void mistake_field(struct walk *walk, struct assay_node *node, const void *what)
{
    for (size_t i = 0; is_map(node) && i < assay_node_count(node); i++)
        mistake_member(walk, &node->as.map.at[i]);
    for (size_t i = 0; assay_node_is(node, ASSAY_NODE_LIST) && i < assay_node_count(node);
         i++)
        each_choice(walk, &node->as.list.at[i], mistake_field, what);
}

/* ---- keys ---- */

static void mistake_map(struct walk *walk, struct assay_node *map, const void *what);

static void mistake_maps(struct walk *walk, struct assay_node *node, const void *what)
{
    const struct assay_schema_key *key = what;

    if (is_map(node) && key->form != ASSAY_SCHEMA_NAMED)
        mistake_map(walk, node, key->inner);
    else if (is_map(node))
        for (size_t i = 0; i < assay_node_count(node); i++)
            mistake_map(walk, &node->as.map.at[i].value, key->inner);
    else
        for (size_t i = 0; i < assay_node_count(node); i++)
            each_choice(walk, &node->as.list.at[i], mistake_map, key->inner);
}

/* True if what the kind's `scoring:` has there is a text that it reads itself. */
static bool reads_itself(const struct walk *walk, struct assay_str name)
{
    for (const struct assay_scoring *known = walk->kind->scoring; known && known->name;
         known++)
        if (assay_str_equal(name, assay_str_of(known->name)))
            return known->words == assay_scoring_text;
    return false;
}

/* Told at its value, which an option may put on a line below. */
static void misspell_scoring(struct walk *walk, struct assay_member *member)
{
    const struct assay_str was = member->key;

    member->key = misspelt(walk, was);
    mistake(walk, NULL, assay_arena_copy(&walk->arena, was).ptr, "scoring");
    member->key = was;
}

/* Keys and words that the kind alone knows. */
static void mistake_scoring(struct walk *walk, struct assay_node *map, const void *what)
{
    for (size_t i = 0; i < assay_node_count(map); i++) {
        struct assay_member *member = &map->as.map.at[i];

        if (!reads_itself(walk, member->key))
            each_choice(walk, &member->value, misspell_value, what);
        misspell_scoring(walk, member);
    }
}

static void mistake_words(struct walk *walk, struct assay_node *node, const void *what)
{
    const struct assay_schema_key *key = what;

    if (is_map(node) && key->inner)
        mistake_map(walk, node, key->inner);
    else if (is_map(node) && strcmp(key->name, "scoring") == 0)
        mistake_scoring(walk, node, key->name);
    else if (is_map(node))
        for (size_t i = 0; i < assay_node_count(node); i++)
            misspell_value(walk, &node->as.map.at[i].value, key->name);
    else
        misspell_value(walk, node, key->name);
}

/* A value of a type that the key has not. */
static void mistake_type(struct walk *walk, struct assay_node *node, const void *what)
{
    const struct assay_schema_key *key = what;
    struct assay_node element = assay_node_of_string("qzx");
    struct assay_node wrong = {.type = ASSAY_NODE_LIST, .as.list = {&element, 1}};
    const struct assay_node was = *node;

    if (key->types & ASSAY_SCHEMA_LIST)
        wrong = assay_node_of_bool(true);
    *node = wrong;
    mistake(walk, NULL, NULL, key->name);
    *node = was;
}

static const struct assay_schema_key *key_of(const struct assay_schema *schema,
                                             struct assay_str name)
{
    for (const struct assay_schema_key *key = schema->keys; key->name; key++)
        if (assay_str_equal(name, assay_str_of(key->name)))
            return key;
    return NULL;
}

static void leave_out(struct walk *walk, struct assay_node *map, size_t i,
                      const char *what)
{
    const size_t n = map->as.map.count;
    struct assay_member was = map->as.map.at[i];

    memmove(&map->as.map.at[i], &map->as.map.at[i + 1], (n - 1 - i) * sizeof(was));
    map->as.map.count--;
    mistake(walk, NULL, NULL, what);
    map->as.map.count++;
    memmove(&map->as.map.at[i + 1], &map->as.map.at[i], (n - 1 - i) * sizeof(was));
    map->as.map.at[i] = was;
}

static void mistake_map(struct walk *walk, struct assay_node *map, const void *what)
{
    const struct assay_schema *schema = what;

    for (size_t i = 0; i < assay_node_count(map); i++) {
        struct assay_member *member = &map->as.map.at[i];
        const struct assay_schema_key *key = key_of(schema, member->key);

        ck_assert_ptr_nonnull(key);
        misspell(walk, &member->key, "key", true);
        each_choice(walk, &member->value, mistake_type, key);
        if (key->needed)
            leave_out(walk, map, i, key->name);
        if (key->form == ASSAY_SCHEMA_WORD)
            each_choice(walk, &member->value, mistake_words, key);
        else if (key->inner)
            each_choice(walk, &member->value, mistake_maps, key);
        else if (key->form == ASSAY_SCHEMA_FIELDS)
            each_choice(walk, &member->value, mistake_field, key->name);
        else if (strcmp(key->name, "items") == 0)
            mistake_map(walk, &member->value, &assay_fields_schema);
    }
}

static struct assay_node *member_of(struct assay_node *map, const char *name)
{
    for (size_t i = 0; i < assay_node_count(map); i++)
        if (assay_str_equal(map->as.map.at[i].key, assay_str_of(name)))
            return &map->as.map.at[i].value;
    return NULL;
}

/* ---- descriptions ---- */

static void begin(struct walk *walk, const char *name)
{
    struct assay_error err;

    *walk = (struct walk){.name = name};
    ck_assert_int_eq(
        assay_yaml_read(assay_arena_printf(&walk->arena, "suites/%s.yaml", name),
                        &walk->arena, &walk->root, &err),
        ASSAY_OK);
    walk->kind = assay_kind_find(assay_node_text(assay_node_get(&walk->root, "kind")));
    ck_assert_ptr_nonnull(walk->kind);
}

START_TEST(a_misspelt_key_or_word_is_told_with_the_one_that_was_meant)
{
    struct walk walk;

    begin(&walk, names[_i]);
    mistake_map(&walk, &walk.root, assay_suite_schema_of(&walk.root));
    ck_assert_uint_gt(walk.tried, 15);
    assay_arena_release(&walk.arena);
}
END_TEST

/* The index of a key, or of the end. */
static size_t index_of(const struct assay_node *map, const char *name)
{
    size_t i = 0;

    while (i < assay_node_count(map) &&
           !assay_str_equal(map->as.map.at[i].key, assay_str_of(name)))
        i++;
    return i;
}

START_TEST(a_weight_that_is_left_out_is_missed)
{
    struct walk walk;
    struct assay_node *sections, *weights;
    size_t weighted = 0;

    begin(&walk, names[_i]);
    sections = member_of(&walk.root, "sections");
    weights = member_of(&walk.root, "weights");
    for (size_t i = 0; i < assay_node_count(sections); i++)
        weighted += assay_node_get(&sections->as.list.at[i], "weight") != NULL;
    for (size_t i = 0; weighted > 1 && i < assay_node_count(sections); i++)
        leave_out(&walk, &sections->as.list.at[i],
                  index_of(&sections->as.list.at[i], "weight"), "weight");
    for (size_t i = 0; i < assay_node_count(weights); i++)
        leave_out(&walk, weights, i, "weights");
    assay_arena_release(&walk.arena);
}
END_TEST

/* True if answers that the kind of the description takes are refused under another one. */
static bool refuses_answers(const struct walk *walk, const struct assay_suite *suite)
{
    struct assay_error err;

    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        if (walk->kind->wants & 1U << want &&
            assay_suite_takes(suite, (enum assay_want)want, &err) == ASSAY_OK)
            return false;
    return true;
}

/*
 * What is of both kinds: a pair is a best of two, sets of right and wrong answers are of every kind that
 * counts the right ones, and pairs where there is one of each. Where the shapes of items differ, their
 * first record tells (test_items.c).
 */
static bool may_be(const char *kind, const char *other)
{
    static const char *const both[][2] = {
        {"pairs", "bestof"},   {"bestof", "pairs"}, {"bestof", "matrix"},
        {"bestof", "samples"}, {"bestof", "ties"},  {"bestof", "votes"},
        {"matrix", "bestof"},  {"matrix", "pairs"}, {"matrix", "samples"},
        {"matrix", "ties"},    {"matrix", "votes"},
    };

    for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++)
        if (strcmp(both[i][0], kind) == 0 && strcmp(both[i][1], other) == 0)
            return true;
    return false;
}

/* Refused at `kind:`, where the right one is told. */
static void right_kind(const struct walk *walk, const struct assay_error *err,
                       const char *text)
{
    char right[64];

    refused(walk, err, text, "kind: ");
    (void)snprintf(right, sizeof(right), " \"%s\"", walk->kind->name);
    ck_assert_msg(strstr(strstr(err->text, "nearest kind that fits is"), right), "%s: %s",
                  walk->name, err->text);
}

START_TEST(a_wrong_kind_is_refused)
{
    struct walk walk;
    struct assay_node *kind;

    begin(&walk, names[_i]);
    kind = member_of(&walk.root, "kind");
    for (size_t i = 0; assay_kind_at(i); i++) {
        const char *other = assay_kind_at(i)->name;
        struct assay_arena arena = {0};
        struct assay_buf text = {0};
        struct assay_suite *suite;
        struct assay_error err = {0};

        if (assay_kind_at(i) == walk.kind || may_be(walk.kind->name, other))
            continue;
        kind->as.text = assay_str_of(other);
        write_suite(&walk, &text);
        if (load(&walk, &arena, &suite, &err) && !walk.kind->command)
            right_kind(&walk, &err, text.data);
        else if (err.code) /* without fields it may be of any kind */
            refused(&walk, &err, text.data, NULL);
        else
            ck_assert_msg(refuses_answers(&walk, suite), "%s: kind %s was accepted",
                          walk.name, other);
        assay_buf_release(&text);
        assay_arena_release(&arena);
    }
    assay_arena_release(&walk.arena);
}
END_TEST

Suite *unit_mistakes(void)
{
    static struct assay_arena arena; /* names outlive the suite */
    Suite *suite = suite_create("mistakes");
    TCase *all = tcase_create("descriptions");
    int n;

    name_count = assay_suite_list("suites", names, SUITES_MAX, &arena);
    n = (int)name_count;
    tcase_add_checked_fixture(all, make, drop);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, a_misspelt_key_or_word_is_told_with_the_one_that_was_meant,
                        0, n);
    tcase_add_loop_test(all, a_weight_that_is_left_out_is_missed, 0, n);
    tcase_add_loop_test(all, a_wrong_kind_is_refused, 0, n);
    suite_add_tcase(suite, all);
    return suite;
}

/* transition_map.c - which column of transitions is what: by the user's words, else by names. */
#include "harness/core/schema.h"
#include "suites/transition_parts.h"

#include <string.h>

const struct transition_role_info assay_transition_roles[TRANSITION_ROLES] = {
    {"state", TRANSITION_LABEL, false, {"state"}},
    {"action", TRANSITION_LABEL, false, {"action"}},
    {"next", TRANSITION_LABEL, false, {"next", "next_state"}},
    {"done", TRANSITION_FLAG, false, {"done", "terminated", "terminal"}},
    {"truncated", TRANSITION_FLAG, false, {"truncated", "timeout"}},
    {"trajectory", TRANSITION_LABEL, false, {"trajectory", "episode"}},
    {"step", TRANSITION_NUMBER, false, {"step"}},
    {"reward", TRANSITION_NUMBER, true, {"reward"}},
    {"feature", TRANSITION_NUMBER, true, {NULL}},
    {"next_feature", TRANSITION_NUMBER, true, {NULL}},
    {"phi", TRANSITION_LIST, false, {"phi", "obs", "observation", "features"}},
    {"next_phi",
     TRANSITION_LIST,
     false,
     {"next_phi", "next_obs", "next_observation", "next_features"}},
    {"second_next", TRANSITION_LABEL, false, {"second_next"}},
    {"second_done", TRANSITION_FLAG, false, {"second_done"}},
    {"second_reward", TRANSITION_NUMBER, true, {"second_reward"}},
    {"second_feature", TRANSITION_NUMBER, true, {NULL}},
    {"second_phi", TRANSITION_LIST, false, {"second_phi"}},
};

struct transition_column *assay_transition_column(const struct transition_reading *r,
                                                  enum transition_role role)
{
    for (size_t i = 0; i < r->columns; i++)
        if (r->column[i].role == role)
            return &r->column[i];
    return NULL;
}

static enum assay_code add(struct transition_reading *r,
                           const struct transition_column *column)
{
    for (size_t i = 0; i < r->columns; i++)
        if (r->column[i].role == column->role &&
            (!assay_transition_roles[column->role].several ||
             assay_str_equal(r->column[i].name, column->name)))
            return assay_fail(r->err, ASSAY_EUSAGE, "column %s: there is one %s %.*s",
                              column->key.ptr, assay_transition_roles[column->role].word,
                              ASSAY_STR_ARG(column->name));
    if (r->columns == ASSAY_TRANSITION_COLUMNS_MAX)
        return assay_fail(r->err, ASSAY_EDATA, "more than %d columns",
                          ASSAY_TRANSITION_COLUMNS_MAX);
    r->column[r->columns++] = *column;
    return ASSAY_OK;
}

/* ---- the user's words ---- */

static enum assay_code no_such_role(const struct transition_reading *r, const char *word,
                                    struct assay_str role)
{
    const char *names[TRANSITION_ROLES];
    struct assay_error what;

    for (size_t i = 0; i < TRANSITION_ROLES; i++)
        names[i] = assay_transition_roles[i].word;
    (void)assay_fail(&what, ASSAY_EUSAGE, "--column %s: nothing is called", word);
    return assay_slip_tell(
        &(struct assay_slip){
            .what = what.text, .word = role, .names = names, .count = TRANSITION_ROLES},
        ASSAY_EUSAGE, r->err);
}

static size_t role_of(struct assay_str word)
{
    size_t i = 0;

    while (i < TRANSITION_ROLES &&
           !assay_str_equal(word, assay_str_of(assay_transition_roles[i].word)))
        i++;
    return i;
}

/* "ROLE=NAME", "ROLE:NAME=COLUMN": a key of records as it stands, else a field. */
static enum assay_code read_word(struct transition_reading *r, const char *word)
{
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));
    const size_t colon = assay_str_find((struct assay_str){word, n}, ASSAY_STR(":"));
    const size_t role = role_of((struct assay_str){word, colon});
    struct transition_column column = {.told = true};
    struct assay_node spec;
    struct assay_error ignored;

    if (n + 1 >= text.len || colon + 1 == n)
        return assay_fail(r->err, ASSAY_EUSAGE,
                          "--column %s: expected ROLE=NAME or reward:NAME=COLUMN", word);
    if (role == TRANSITION_ROLES)
        return no_such_role(r, word, (struct assay_str){word, colon});
    if (colon < n && !assay_transition_roles[role].several)
        return assay_fail(r->err, ASSAY_EUSAGE, "--column %s: there is one %s", word,
                          assay_transition_roles[role].word);
    column.role = (enum transition_role)role;
    column.key =
        assay_arena_copy(r->arena, (struct assay_str){word + n + 1, text.len - n - 1});
    column.name = column.key;
    if (colon < n)
        column.name = assay_arena_copy(
            r->arena, (struct assay_str){word + colon + 1, n - colon - 1});
    spec = assay_node_of_text(column.key);
    if (assay_field_compile(assay_node_keep(r->arena, spec, 0), "column", r->arena,
                            &column.field, &ignored))
        column.field = NULL;
    return add(r, &column);
}

enum assay_code assay_transition_map_words(struct transition_reading *r)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < r->setting->columns; i++)
        code = read_word(r, r->setting->column[i]);
    return code;
}

/* ---- names ---- */

static bool claimed(const struct transition_reading *r, struct assay_str key)
{
    for (size_t i = 0; i < r->columns; i++)
        if (assay_str_equal(r->column[i].key, key))
            return true;
    return false;
}

/* What is behind a role's word and a colon or underscore; empty: it is another word. */
static struct assay_str name_behind(struct assay_str key, enum transition_role role)
{
    const struct assay_str word = assay_str_of(assay_transition_roles[role].word);

    if (!assay_str_starts(key, word) || key.len < word.len + 2 ||
        !strchr(":_", key.ptr[word.len]))
        return (struct assay_str){"", 0};
    return (struct assay_str){key.ptr + word.len + 1, key.len - word.len - 1};
}

static bool known_as(struct assay_str key, enum transition_role role)
{
    const char *const *names = assay_transition_roles[role].names;

    for (size_t i = 0; i < 5 && names[i]; i++)
        if (assay_str_equal(key, assay_str_of(names[i])))
            return true;
    return false;
}

/* A list where a label stands is a continuous action, say, and no label. */
static bool fits(const struct assay_node *value, enum transition_role role)
{
    const bool list = assay_node_is(value, ASSAY_NODE_LIST);

    return !assay_node_is(value, ASSAY_NODE_MAP) &&
           (assay_node_is(value, ASSAY_NODE_NULL) ||
            list == (assay_transition_roles[role].type == TRANSITION_LIST));
}

static enum assay_code recognise(struct transition_reading *r,
                                 const struct assay_member *member)
{
    for (size_t i = 0; i < TRANSITION_ROLES; i++) {
        const enum transition_role role = (enum transition_role)i;
        const bool several = assay_transition_roles[role].several;
        struct assay_str name =
            several ? name_behind(member->key, role) : (struct assay_str){"", 0};
        const bool known = known_as(member->key, role);

        if ((!known && name.len == 0) || !fits(&member->value, role) ||
            (!several && assay_transition_column(r, role)))
            continue;
        return add(r, &(struct transition_column){
                          .role = role,
                          .name = assay_arena_copy(r->arena, known ? member->key : name),
                          .key = assay_arena_copy(r->arena, member->key)});
    }
    return ASSAY_OK;
}

/* A role that was told several columns of has no others by name. */
static bool told(const struct transition_reading *r, const struct assay_member *member)
{
    for (size_t i = 0; i < r->columns; i++) {
        const enum transition_role role = r->column[i].role;

        if (r->column[i].told && assay_transition_roles[role].several &&
            (known_as(member->key, role) || name_behind(member->key, role).len > 0))
            return true;
    }
    return false;
}

/* "second_reward" stands beside "reward" and is called as it is. */
static void name_second(struct transition_reading *r)
{
    for (size_t i = 0; i < r->columns; i++)
        if (r->column[i].role == TRANSITION_SECOND_REWARD &&
            assay_str_equal(r->column[i].name, ASSAY_STR("second_reward")))
            r->column[i].name = ASSAY_STR("reward");
}

/* Two columns of the data that are called as one. */
static enum assay_code collide(const struct transition_reading *r)
{
    const struct assay_error what = *r->err;

    return assay_fail(r->err, ASSAY_EDATA, "%s: %s", r->source[0].path, what.text);
}

enum assay_code assay_transition_map_names(struct transition_reading *r,
                                           const struct assay_node *record)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(record); i++) {
        const struct assay_member *member = &record->as.map.at[i];

        if (!claimed(r, member->key) && !told(r, member))
            code = recognise(r, member);
    }
    name_second(r);
    return code ? collide(r) : ASSAY_OK;
}

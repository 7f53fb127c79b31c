#include "harness/core/hub.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static const struct {
    const char *address;
    enum assay_pin pin;
} addresses[] = {
    {"https://huggingface.co/datasets/o/n/resolve/" COMMIT "/a/b.jsonl", ASSAY_PIN_FULL},
    {"https://huggingface.co/datasets/o/n/raw/" COMMIT "/a.jsonl", ASSAY_PIN_FULL},
    {"https://huggingface.co/o/n/resolve/" COMMIT "/a", ASSAY_PIN_FULL},
    {"https://huggingface.co/gpt2/resolve/" COMMIT "/a", ASSAY_PIN_FULL},
    {"https://huggingface.co/datasets/o/n/resolve/main/a", ASSAY_PIN_LOOSE},
    {"https://huggingface.co/datasets/o/n/resolve/01234567/a", ASSAY_PIN_LOOSE},
    {"https://huggingface.co/datasets/o/n/resolve/"
     "0123456789ABCDEF0123456789abcdef01234567/"
     "a",
     ASSAY_PIN_LOOSE},
    {"https://huggingface.co/datasets/o/n/resolve/main/resolve/" COMMIT "/a",
     ASSAY_PIN_LOOSE},
    {"https://huggingface.co/datasets/o/n", ASSAY_PIN_NONE},
    {"https://huggingface.co.evil.example/o/n/resolve/main/a", ASSAY_PIN_NONE},
    {"https://raw.githubusercontent.com/o/n/" COMMIT "/a", ASSAY_PIN_FULL},
    {"https://raw.githubusercontent.com/o/n/main/" COMMIT, ASSAY_PIN_LOOSE},
    {"https://github.com/o/n/raw/" COMMIT "/a", ASSAY_PIN_FULL},
    {"https://github.com/o/n/raw/cd543a14/a", ASSAY_PIN_LOOSE},
    {"https://github.com/o/n", ASSAY_PIN_NONE},
    {"https://example.com/a.jsonl", ASSAY_PIN_NONE},
};

START_TEST(an_address_is_pinned_by_a_full_hash)
{
    ck_assert_msg(assay_hub_pin(assay_str_of(addresses[_i].address)) == addresses[_i].pin,
                  "%s", addresses[_i].address);
}
END_TEST

/* A branch's address at the commit that it stands at; NULL where there is nothing to pin. */
static const struct {
    const char *address, *commit, *pinned;
} branches[] = {
    {"https://huggingface.co/datasets/o/n/resolve/main/a/b", COMMIT,
     "https://huggingface.co/datasets/o/n/resolve/" COMMIT "/a/b"},
    {"https://huggingface.co/gpt2/raw/v1/a", COMMIT,
     "https://huggingface.co/gpt2/raw/" COMMIT "/a"},
    {"https://huggingface.co/datasets/o/n/resolve/main/a", "abc", NULL},
    {"https://huggingface.co/datasets/o/n/resolve/main/a", "", NULL},
    {"https://huggingface.co/datasets/o/n/resolve/" COMMIT "/a", COMMIT, NULL},
    {"https://huggingface.co/datasets/o/n", COMMIT, NULL},
    {"https://raw.githubusercontent.com/o/n/main/a", COMMIT,
     NULL}, /* tells none of its own */
    {"https://example.com/main/a", COMMIT, NULL},
};

START_TEST(a_branch_is_pinned_where_the_hub_says)
{
    struct assay_arena arena = {0};
    const char *pinned = assay_hub_pinned(assay_str_of(branches[_i].address),
                                          assay_str_of(branches[_i].commit), &arena);

    if (branches[_i].pinned)
        ck_assert_str_eq(pinned, branches[_i].pinned);
    else
        ck_assert_ptr_null(pinned);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_large_file_is_told_by_its_digest_alone)
{
    const char hex[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    char quoted[80];

    (void)snprintf(quoted, sizeof(quoted), "\"%s\"", hex);
    ck_assert_uint_eq(assay_hub_digest(assay_str_of(hex)).len, 64);
    ck_assert(assay_str_equal(assay_hub_digest(assay_str_of(quoted)), assay_str_of(hex)));
    ck_assert_uint_eq(assay_hub_digest(ASSAY_STR("\"" COMMIT "\"")).len, 0); /* of git */
    ck_assert_uint_eq(assay_hub_digest(ASSAY_STR("")).len, 0);
}
END_TEST

/* The variable `name` set to value, or not set. */
static void put(const char *name, const char *value)
{
    ck_assert_int_eq(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static struct assay_hub look(struct assay_arena *arena, const char *endpoint,
                             const char *token, const char *offline)
{
    struct assay_hub hub;
    struct assay_error err;

    put("HF_ENDPOINT", endpoint);
    put("HF_TOKEN", token);
    put("HF_HUB_OFFLINE", offline);
    ck_assert_int_eq(assay_hub_look(arena, &hub, &err), ASSAY_OK);
    return hub;
}

START_TEST(the_environment_says_where_the_hub_is)
{
    const struct assay_str on_hub = ASSAY_STR("https://huggingface.co/o/n/resolve/x/a");
    const struct assay_str other = ASSAY_STR("https://huggingface.com/a");
    struct assay_arena arena = {0};
    struct assay_error err;
    struct assay_hub hub = look(&arena, NULL, NULL, NULL);

    ck_assert(assay_hub_has(on_hub) && !assay_hub_has(other));
    ck_assert_str_eq(assay_hub_address(&hub, on_hub, &arena), on_hub.ptr);
    ck_assert(!hub.token && !hub.offline);

    hub = look(&arena, " https://mirror.example/hf// ", " hf_x\n", "TRUE");
    ck_assert_str_eq(assay_hub_address(&hub, on_hub, &arena),
                     "https://mirror.example/hf/o/n/resolve/x/a");
    ck_assert_str_eq(assay_hub_address(&hub, other, &arena), other.ptr);
    ck_assert_str_eq(hub.token, "hf_x");
    ck_assert(hub.offline);

    hub = look(&arena, "", "\n", "0");
    ck_assert_str_eq(hub.base, "https://huggingface.co");
    ck_assert(!hub.token && !hub.offline);

    put("HF_ENDPOINT", "mirror.example");
    ck_assert_int_eq(assay_hub_look(&arena, &hub, &err), ASSAY_EUSAGE);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_hub(void)
{
    Suite *suite = suite_create("hub");
    TCase *all = tcase_create("hub");

    tcase_add_loop_test(all, a_branch_is_pinned_where_the_hub_says, 0,
                        sizeof(branches) / sizeof(branches[0]));
    tcase_add_test(all, a_large_file_is_told_by_its_digest_alone);
    tcase_add_loop_test(all, an_address_is_pinned_by_a_full_hash, 0,
                        sizeof(addresses) / sizeof(addresses[0]));
    tcase_add_test(all, the_environment_says_where_the_hub_is);
    suite_add_tcase(suite, all);
    return suite;
}

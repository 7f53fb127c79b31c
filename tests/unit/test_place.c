#include "harness/core/place.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(the_tree_that_holds_the_program_is_the_root)
{
    struct assay_arena arena = {0};
    char here[4096];

    ck_assert_ptr_nonnull(getcwd(here, sizeof(here))); /* make runs tests in the tree */
    ck_assert_str_eq(assay_place_root(&arena), here);
    ck_assert_int_eq(access(assay_place_suites(&arena), R_OK), 0);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(the_environment_names_suites)
{
    struct assay_arena arena = {0};

    ck_assert_int_eq(setenv("ASSAY_SUITES", "/my/suites", 1), 0);
    ck_assert_str_eq(assay_place_suites(&arena), "/my/suites");
    ck_assert_int_eq(setenv("ASSAY_SUITES", "", 1), 0);
    ck_assert_str_ne(assay_place_suites(&arena), "");
    assay_arena_release(&arena);
}
END_TEST

START_TEST(data_are_looked_for_in_a_fixed_order)
{
    struct assay_arena arena = {0};

    ck_assert_int_eq(setenv("HOME", "/home/me", 1), 0);
    ck_assert_int_eq(setenv("XDG_DATA_HOME", "/xdg", 1), 0);
    ck_assert_int_eq(setenv("ASSAY_DATA", "/data", 1), 0);
    ck_assert_str_eq(assay_place_data("given", &arena), "given");
    ck_assert_str_eq(assay_place_data(NULL, &arena), "/data");
    ck_assert_int_eq(unsetenv("ASSAY_DATA"), 0);
    ck_assert_str_eq(assay_place_data("", &arena), "/xdg/assay");
    ck_assert_int_eq(unsetenv("XDG_DATA_HOME"), 0);
    ck_assert_str_eq(assay_place_data(NULL, &arena), "/home/me/.local/share/assay");
    ck_assert_int_eq(unsetenv("HOME"), 0);
    ck_assert_ptr_null(assay_place_data(NULL, &arena));
    assay_arena_release(&arena);
}
END_TEST

START_TEST(programs_are_found_along_the_path)
{
    struct assay_arena arena = {0};

    ck_assert_int_eq(setenv("PATH", "::/nowhere:/bin:/usr/bin", 1), 0);
    ck_assert_str_eq(assay_place_program("sh", &arena), "/bin/sh");
    ck_assert_ptr_null(assay_place_program("no-such-program", &arena));
    ck_assert_int_eq(unsetenv("PATH"), 0);
    ck_assert_ptr_null(assay_place_program("sh", &arena));
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_variable_names_a_library_and_else_the_system_does)
{
    struct assay_arena arena = {0};
    const char *last = NULL, *path;
    size_t n = 0;

    ck_assert_int_eq(setenv("ASSAY_NOSUCH", "/my/lib.so", 1), 0);
    ck_assert_str_eq(assay_place_library("nosuch", 0, &arena), "/my/lib.so");
    ck_assert_ptr_null(assay_place_library("nosuch", 1, &arena));
    ck_assert_int_eq(unsetenv("ASSAY_NOSUCH"), 0);
    while ((path = assay_place_library("nosuch", n, &arena)) && n < 100) {
        last = path;
        n++;
    }
    ck_assert_uint_eq(n, 1); /* none of the folders has it */
    ck_assert_str_eq(last, "libnosuch.so");
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_place(void)
{
    Suite *suite = suite_create("place");
    TCase *all = tcase_create("places");

    tcase_add_test(all, the_tree_that_holds_the_program_is_the_root);
    tcase_add_test(all, the_environment_names_suites);
    tcase_add_test(all, data_are_looked_for_in_a_fixed_order);
    tcase_add_test(all, programs_are_found_along_the_path);
    tcase_add_test(all, a_variable_names_a_library_and_else_the_system_does);
    suite_add_tcase(suite, all);
    return suite;
}

/* The tables of signals, diagnostics and papers: everybody there once, with what is true of a log. */
#include "adapters/signals/papers.h"
#include "adapters/signals/signal.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_schema.h"
#include "reports/diagnostics/diagnostic.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

START_TEST(papers_are_numbered_from_one_without_a_gap)
{
    const struct assay_paper *paper;
    size_t n = 0;

    for (; (paper = assay_paper_at(n)) != NULL; n++)
        ck_assert_uint_eq(paper->row, n + 1);
    ck_assert_uint_eq(n, 79);
}
END_TEST

START_TEST(diagnostics_are_sorted_and_each_is_there_once)
{
    const struct assay_diagnostic *one, *next;

    for (size_t i = 0; (next = assay_diagnostic_at(i + 1)) != NULL; i++) {
        one = assay_diagnostic_at(i);
        ck_assert_msg(strcmp(one->name, next->name) < 0, "%s, %s", one->name, next->name);
    }
}
END_TEST

/* True if a name is another computation's, or a preset's before it. */
static bool is_taken(const char *name, size_t before)
{
    size_t n = 0;

    for (size_t i = 0; assay_signal_at(i); i++) {
        const struct assay_signal_preset *preset = assay_signal_at(i)->presets;

        if (n++ == before)
            return false;
        if (strcmp(assay_signal_at(i)->name, name) == 0)
            return true;
        for (; preset && preset->name; preset++) {
            if (n++ == before)
                return false;
            if (strcmp(preset->name, name) == 0)
                return true;
        }
    }
    return false;
}

START_TEST(names_of_signals_are_sorted_and_each_means_one_thing)
{
    const struct assay_signal *signal;
    size_t n = 0;

    for (size_t i = 0; (signal = assay_signal_at(i)) != NULL; i++) {
        const struct assay_signal_preset *preset = signal->presets;

        if (i > 0)
            ck_assert_msg(strcmp(assay_signal_at(i - 1)->name, signal->name) < 0, "%s",
                          signal->name);
        ck_assert_msg(!is_taken(signal->name, n++), "%s", signal->name);
        for (; preset && preset->name; preset++)
            ck_assert_msg(!is_taken(preset->name, n++), "%s", preset->name);
    }
}
END_TEST

static void check_preset(const struct assay_signal *signal,
                         const struct assay_signal_preset *preset)
{
    struct assay_arena arena = {0};
    struct assay_signal_choice choice;
    void *state = assay_memory_new(1, signal->state_size + 1);
    struct assay_error err;

    for (size_t k = 0; k < ASSAY_SIGNAL_SETTINGS && preset->settings[k]; k++) {
        const char *word = preset->settings[k];

        ck_assert_msg(assay_option_find(signal->options,
                                        (struct assay_str){word, strcspn(word, "=")}),
                      "%s: %s", preset->name, word);
    }
    ck_assert_int_eq(assay_signal_choose(preset->name, &arena, &choice, &err), ASSAY_OK);
    ck_assert_msg(assay_options_parse(choice.options, NULL, 0, state, &err) == ASSAY_OK,
                  "%s: %s", preset->name, err.text);
    free(state);
    assay_arena_release(&arena);
    ck_assert(preset->row == 0 || assay_paper_find(preset->row));
}

/* Every preset's settings are options of its computation, and values that these take. */
START_TEST(presets_set_options_that_there_are)
{
    const struct assay_signal *signal;

    for (size_t i = 0; (signal = assay_signal_at(i)) != NULL; i++)
        for (const struct assay_signal_preset *preset = signal->presets;
             preset && preset->name; preset++)
            check_preset(signal, preset);
}
END_TEST

static void check_needs(const char *who, const char *needs)
{
    ck_assert_msg(needs && *needs, "%s says nothing of what it needs", who);
    while (*needs) {
        const size_t n = strcspn(needs, " ");

        ck_assert_msg(assay_rollout_field_needed((struct assay_str){needs, n}),
                      "%s: %.*s is no field", who, (int)n, needs);
        needs += n;
        needs += strspn(needs, " ");
    }
}

START_TEST(what_they_need_are_fields_of_the_format)
{
    const struct assay_diagnostic *diagnostic;
    const struct assay_signal *signal;

    for (size_t i = 0; (diagnostic = assay_diagnostic_at(i)) != NULL; i++)
        check_needs(diagnostic->name, diagnostic->needs);
    for (size_t i = 0; (signal = assay_signal_at(i)) != NULL; i++) {
        const struct assay_signal_preset *preset = signal->presets;

        check_needs(signal->name, signal->needs);
        for (; preset && preset->name; preset++)
            if (preset->needs)
                check_needs(preset->name, preset->needs);
    }
}
END_TEST

Suite *unit_catalogue(void)
{
    Suite *suite = suite_create("catalogue");
    TCase *tcase = tcase_create("tables");

    tcase_add_test(tcase, papers_are_numbered_from_one_without_a_gap);
    tcase_add_test(tcase, diagnostics_are_sorted_and_each_is_there_once);
    tcase_add_test(tcase, names_of_signals_are_sorted_and_each_means_one_thing);
    tcase_add_test(tcase, presets_set_options_that_there_are);
    tcase_add_test(tcase, what_they_need_are_fields_of_the_format);
    suite_add_tcase(suite, tcase);
    return suite;
}

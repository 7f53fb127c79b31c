/* suite_page.c - one suite in words, from its description as loaded. */
#include "suites/suite_page.h"

#include "suites/suite_parts.h"

#include <string.h>

enum {
    MARGIN = 12, /* column where texts begin */
    WIDTH = 100
};

const char *assay_suite_tie_words(const struct assay_suite *suite, enum assay_want want)
{
    static const char *const words[ASSAY_RULES] = {
        "a tie is wrong",
        "a tie counts one half",
        "a tie of k counts 1/k",
        "ties are left out",
        "a tie counts for the second completion",
    };

    if (suite->kind->ties)
        return suite->kind->ties;
    return suite->classes.tie >= 0 ? "a tie is one of the classes"
                                   : words[suite->ties[want]];
}

const char *assay_suite_games_words(const struct assay_suite *suite)
{
    static const char *const words[] = {
        [ASSAY_GAMES_AVERAGE] = "each order counts one half",
        [ASSAY_GAMES_SUM] = "both orders together decide",
        [ASSAY_GAMES_BOTH] = "both orders must be right",
        [ASSAY_GAMES_FIRST] = "the first order alone counts",
    };

    return words[suite->games];
}

/* A word and a text that is wrapped at blanks. */
static void line(struct assay_buf *out, const char *word, struct assay_str text)
{
    size_t column = MARGIN;

    if (text.len == 0)
        return;
    assay_buf_printf(out, "%-*s", MARGIN, word);
    for (size_t from = 0; from < text.len;) {
        const struct assay_str rest = {text.ptr + from, text.len - from};
        const size_t n = assay_str_find(rest, ASSAY_STR(" "));

        if (column > MARGIN && column + 1 + n > WIDTH) {
            assay_buf_printf(out, "\n%*s", MARGIN, "");
            column = MARGIN;
        } else if (column > MARGIN) {
            assay_buf_putc(out, ' ');
            column++;
        }
        assay_buf_printf(out, "%.*s", (int)n, rest.ptr);
        column += n;
        from += n + 1;
    }
    assay_buf_putc(out, '\n');
}

/* The same from a buffer, which is released. */
static void line_of(struct assay_buf *out, const char *word, struct assay_buf *text)
{
    line(out, word, assay_buf_view(text));
    assay_buf_release(text);
}

static void tell_member(struct assay_buf *out, const struct assay_suite *suite,
                        const char *word)
{
    line(out, word, assay_node_text(assay_node_get(suite->spec, word)));
}

/* What a reader needs to know, so that it is said where nobody did. */
static void tell_needed(struct assay_buf *out, const struct assay_suite *suite,
                        const char *word)
{
    const struct assay_str text = assay_node_text(assay_node_get(suite->spec, word));

    line(out, word, text.len ? text : ASSAY_STR("not stated"));
}

/* The parts, and which of them are not here where others are. */
static void tell_parts(const struct assay_suite *suite, bool some, struct assay_buf *out)
{
    struct assay_buf text = {0};

    for (size_t i = 0; i < assay_suite_part_count(suite); i++)
        assay_buf_printf(&text, "%s%s%s%s", i ? ", " : "",
                         assay_suite_part_name(suite, i), i ? "" : " (default)",
                         some && !assay_suite_has_part(suite, i) ? " (not here)" : "");
    line_of(out, "parts", &text);
}

/* True if a part that may be chosen is not here, where none was chosen. */
static bool lacks_parts(const struct assay_suite *suite)
{
    for (size_t i = 0; suite->part == SIZE_MAX && i < assay_suite_part_count(suite); i++)
        if (!assay_suite_has_part(suite, i))
            return true;
    return false;
}

/* Files that are not those that the manifest, or a first use, knows. */
static enum assay_code tell_changed(const struct assay_suite *suite,
                                    struct assay_arena *arena, struct assay_buf *out,
                                    struct assay_error *err)
{
    struct assay_node changed;
    const enum assay_code code = assay_suite_verify(suite, true, arena, &changed, err);

    for (size_t i = 0; !code && i < assay_node_count(&changed); i++) {
        const struct assay_node *file =
            assay_node_get(assay_node_at(&changed, i), "file");

        assay_buf_printf(out, "%s%.*s", i ? ", " : "; not as known by SHA-256: ",
                         ASSAY_STR_ARG(assay_node_text(file)));
    }
    return code;
}

static enum assay_code tell_data(const struct assay_suite *suite,
                                 struct assay_arena *arena, struct assay_buf *out,
                                 struct assay_error *err)
{
    static const char *const words[] = {
        [ASSAY_PRESENCE_HERE] = "all files are here",
        [ASSAY_PRESENCE_PART] =
            "here in part, so that the overall value is partial: without ",
        [ASSAY_PRESENCE_ABSENT] = "not here: ",
        [ASSAY_PRESENCE_SCORES] = "items are read from a file of stored scores",
        [ASSAY_PRESENCE_MADE] = "made by assay itself",
        [ASSAY_PRESENCE_YOURS] = "a file of yours: --suite NAME:FILE",
    };
    const enum assay_suite_presence presence = assay_suite_presence(suite);
    const bool here = presence == ASSAY_PRESENCE_HERE;
    struct assay_buf text = {0};
    struct assay_str absent = {"", 0}, how = {"", 0};
    enum assay_code code = ASSAY_OK;

    if (presence == ASSAY_PRESENCE_ABSENT || presence == ASSAY_PRESENCE_PART)
        code = assay_suite_absent(suite, arena, &absent, err);
    if (!code)
        code = assay_suite_obtain(suite, true, arena, &how, err);
    if (here && lacks_parts(suite))
        assay_buf_printf(&text,
                         "all files of %s are here, those of some other parts are not",
                         assay_suite_part_name(suite, 0));
    else
        assay_buf_puts(&text, words[presence]);
    assay_buf_add(&text, absent);
    if (!code && (here || presence == ASSAY_PRESENCE_PART))
        code = tell_changed(suite, arena, &text, err);
    if (presence == ASSAY_PRESENCE_SCORES && how.len > 0)
        assay_buf_puts(&text, "; the data set is not here");
    assay_buf_printf(&text, "%s%.*s", how.len > 0 ? "; " : "", ASSAY_STR_ARG(how));
    line_of(out, "data", &text);
    tell_parts(suite, here || presence == ASSAY_PRESENCE_PART, out);
    return code;
}

static const char *value_words(const struct assay_suite_section *section)
{
    static const char *const words[] = {
        [ASSAY_SECTION_MICRO] = "every item alike in",
        [ASSAY_SECTION_WEIGHTED] = "weighted mean of",
        [ASSAY_SECTION_MEAN] = "plain mean of",
        [ASSAY_SECTION_PARTS] = "mean of the parts in",
    };

    return words[section->value];
}

/* One section: its weight in the overall value, its rule, its subsets with their weights. */
static void tell_section(const struct assay_suite *suite,
                         const struct assay_suite_section *section, struct assay_buf *out)
{
    struct assay_buf text = {0};
    double weight;

    assay_buf_printf(&text, "%.*s", ASSAY_STR_ARG(section->name));
    if (section->aside)
        assay_buf_puts(&text, " (aside: it counts nowhere else)");
    else if (!suite->micro)
        assay_buf_printf(&text, " (weight %g)", section->weight);
    if (section->unreleased.len > 0)
        assay_buf_printf(&text, " (partial: %.*s was never released)",
                         ASSAY_STR_ARG(section->unreleased));
    if (section->subset_count > 1)
        assay_buf_printf(&text, ": %s", value_words(section));
    for (size_t k = 0; section->subset_count > 1 && k < section->subset_count; k++) {
        assay_buf_printf(&text, "%s %.*s", k ? "," : "",
                         ASSAY_STR_ARG(section->subset[k]));
        if (section->value == ASSAY_SECTION_WEIGHTED &&
            assay_node_number(assay_node_find(suite->weights, section->subset[k]),
                              &weight))
            assay_buf_printf(&text, " %g", weight);
    }
    line_of(out, "", &text);
}

static void tell_sections(const struct assay_suite *suite, struct assay_buf *out)
{
    struct assay_buf groups = {0};

    line(out, "sections",
         suite->declared ? ASSAY_STR("in this order")
                         : ASSAY_STR("the subsets that the data name"));
    for (size_t i = 0; i < suite->each_count; i++)
        tell_section(suite, &suite->each[i], out);
    for (size_t i = 0; suite->each_count > 0 && i < suite->section_count; i++)
        assay_buf_printf(&groups, "%s%.*s%s", i ? ", " : "",
                         ASSAY_STR_ARG(suite->section[i].name),
                         suite->section[i].expected ? "" : " (optional)");
    if (suite->each_count > 0)
        line_of(out, "each of", &groups);
    for (size_t i = 0;
         suite->declared && suite->each_count == 0 && i < suite->section_count; i++)
        tell_section(suite, &suite->section[i], out);
    line(out, "overall",
         suite->micro ? ASSAY_STR("micro: every item weighs the same")
         : suite->each_count > 0
             ? ASSAY_STR("mean of these, each the mean of its sections")
             : ASSAY_STR("mean of the sections under their weights"));
}

static void tell_ties(const struct assay_suite *suite, struct assay_buf *out)
{
    struct assay_buf text = {0};
    struct assay_error ignored;

    if (suite->kind->ties) {
        line(out, "ties", assay_str_of(suite->kind->ties));
        return;
    }
    if (suite->kind->composite) {
        line(out, "ties", ASSAY_STR("as the kind says: its value is no mean over items"));
        return;
    }
    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        if (assay_suite_takes(suite, (enum assay_want)want, &ignored) == ASSAY_OK)
            assay_buf_printf(&text, "%s%s: %s", text.len ? "; " : "",
                             assay_want_name((enum assay_want)want),
                             assay_suite_tie_words(suite, (enum assay_want)want));
    line_of(out, "ties", &text);
}

static void tell_unparsable(const struct assay_suite *suite, struct assay_buf *out)
{
    static const char *const words[] = {
        [ASSAY_UNPARSABLE_DROP] =
            "an answer in which no verdict is found is left out, and counted",
        [ASSAY_UNPARSABLE_LOSS] = "an answer in which no verdict is found is wrong",
        [ASSAY_UNPARSABLE_HALF] =
            "an answer in which no verdict is found counts one half",
        [ASSAY_UNPARSABLE_CHANCE] =
            "an answer in which no verdict is found counts 1/k of k completions",
        [ASSAY_UNPARSABLE_COIN] = "a seeded coin decides where no verdict is found",
        [ASSAY_UNPARSABLE_TIE] = "an answer in which no verdict is found is a tie",
        [ASSAY_UNPARSABLE_CLASS] =
            "an answer in which no verdict is found is wrong, in a class of its own",
    };

    const bool kind_sees = suite->kind->sees_unparsable && !suite->kind->needs_class;
    const bool map =
        assay_node_is(assay_node_get(suite->spec, "unparsable"), ASSAY_NODE_MAP);

    if (kind_sees)
        line(out, "no verdict",
             ASSAY_STR("the kind's rule sees it; it is counted in the coverage too"));
    for (unsigned want = 0; !kind_sees && want < ASSAY_WANTS; want++) {
        struct assay_buf text = {0};

        if (!(suite->kind->wants & 1U << want) ||
            (!map && want != ASSAY_WANT_SCORES &&
             suite->kind->wants & ASSAY_TAKES_SCORES))
            continue;
        assay_buf_printf(&text, "%s%s%s",
                         map ? assay_want_name((enum assay_want)want) : "",
                         map ? ": " : "", words[suite->unparsable[want]]);
        line_of(out, "no verdict", &text);
    }
    if (suite->fills)
        line(
            out, "no rating",
            ASSAY_STR("a completion without one has `unparsable_score`, if another has"));
    line(out, "failures",
         ASSAY_STR(
             "a refused, failed, truncated or missing answer is never scored; best and "
             "worst case stand beside the value"));
}

static void tell_options(const struct assay_suite *suite, struct assay_buf *out)
{
    for (size_t i = 0; i < suite->option_count; i++) {
        const struct assay_suite_option *option = &suite->option[i];
        const struct assay_node *choices = assay_node_get(
            assay_node_get(assay_node_get(suite->spec, "options"), option->name),
            "choices");
        struct assay_buf text = {0};

        assay_buf_printf(&text, "%s=", option->name);
        assay_suite_option_spell(option, &text);
        for (size_t k = 0; k < assay_node_count(choices); k++) {
            assay_buf_puts(&text, k ? ", " : " of ");
            if (assay_node_is(choices, ASSAY_NODE_MAP))
                assay_buf_printf(
                    &text, "%.*s (%.*s)", ASSAY_STR_ARG(choices->as.map.at[k].key),
                    ASSAY_STR_ARG(assay_node_text(&choices->as.map.at[k].value)));
            else
                assay_buf_add(&text, assay_node_text(assay_node_at(choices, k)));
        }
        line_of(out, i ? "" : "options", &text);
    }
}

/* The names that a list of texts or of maps with `name` holds. */
static void tell_names(const struct assay_suite *suite, const char *key, const char *word,
                       struct assay_buf *out)
{
    const struct assay_node *list = assay_node_get(suite->spec, key);
    struct assay_buf text = {0};

    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *one = assay_node_at(list, i);
        const struct assay_node *name = assay_node_get(one, "name");

        assay_buf_puts(&text, i ? ", " : "");
        assay_buf_add(&text, assay_node_text(name ? name : one));
    }
    line_of(out, word, &text);
}

static void tell_history(const struct assay_suite *suite, struct assay_buf *out)
{
    const struct assay_node *history = assay_node_get(suite->spec, "history");

    for (size_t i = 0; i < assay_node_count(history); i++) {
        const struct assay_member *member = &history->as.map.at[i];
        struct assay_buf text = {0};

        assay_buf_add(&text, member->key);
        assay_buf_puts(&text, ": ");
        assay_buf_add(&text, assay_node_text(&member->value));
        line_of(out, i ? "" : "history", &text);
    }
}

enum assay_code assay_suite_page(const struct assay_suite *suite,
                                 struct assay_arena *arena, struct assay_buf *out,
                                 struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    assay_buf_printf(out, "%s %s: %s\n", suite->name, suite->version, suite->title);
    tell_member(out, suite, "summary");
    assay_buf_printf(&text, "%s: %s", suite->kind->name, suite->kind->summary);
    line_of(out, "kind", &text);
    tell_needed(out, suite, "citation");
    tell_needed(out, suite, "licence");
    code = tell_data(suite, arena, out, err);
    if (suite->kind->command) {
        line(out, "read by", assay_str_of(suite->kind->command));
        tell_needed(out, suite, "source");
        tell_options(suite, out);
        tell_history(suite, out);
        return code;
    }
    tell_sections(suite, out);
    tell_ties(suite, out);
    tell_unparsable(suite, out);
    if (suite->orders == 2)
        line(out, "orders", assay_str_of(assay_suite_games_words(suite)));
    tell_needed(out, suite, "source");
    tell_options(suite, out);
    tell_names(suite, "measures", "measures", out);
    tell_names(suite, "replay", "replays", out);
    tell_history(suite, out);
    return code;
}

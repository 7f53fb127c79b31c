/* cmd_ls.c - assay ls: the suites, kinds, adapters, reports, formats, verdicts, logs, worlds and runs there are. */
#include "harness/cli/command.h"
#include "harness/cli/ls_runs.h"

#include "adapters/adapter.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/format.h"
#include "harness/core/manifest.h"
#include "harness/core/obtain.h"
#include "harness/core/place.h"
#include "harness/core/verdict.h"
#include "reports/page_writer.h"
#include "suites/kind.h"
#include "suites/mdp_generator.h"
#include "suites/suite.h"
#include "suites/suite_page.h"
#include "suites/trend_format.h"

#include <string.h>

enum {
    SUITES_MAX = 1024
};

struct ls {
    const char *data_dir;
    struct assay_ls_runs runs;
};

static const struct assay_option options[] = {
    {.name = "data-dir",
     .help = "look for benchmark data here",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct ls, data_dir),
     .value = "DIR",
     .optional = true},
    ASSAY_LS_RUNS_OPTIONS(offsetof(struct ls, runs)),
    {0},
};

struct listing {
    struct assay_arena arena;
    struct assay_buf out;
    struct assay_buf absent; /* names of data sets that are not here, each once */
    struct assay_places places;
    const char *name; /* of the one that is asked about, or NULL: all */
    const struct ls *ls;
};

static bool noted(const struct listing *listing, struct assay_str name)
{
    const struct assay_str all = assay_buf_view(&listing->absent);
    struct assay_buf line = {0};
    bool found;

    assay_buf_printf(&line, " %.*s ", ASSAY_STR_ARG(name));
    found = assay_str_find(all, assay_buf_view(&line)) < all.len;
    assay_buf_release(&line);
    return found;
}

/* Adds the words of text to the data sets that are not here. */
static void note_absent(struct listing *listing, struct assay_str text)
{
    while (text.len > 0) {
        const size_t end = assay_str_find(text, ASSAY_STR(" "));
        const struct assay_str name = {text.ptr, end};
        const size_t skip = end < text.len ? end + 1 : end;

        if (!noted(listing, name))
            assay_buf_printf(&listing->absent, " %.*s ", ASSAY_STR_ARG(name));
        text = (struct assay_str){text.ptr + skip, text.len - skip};
    }
}

static enum assay_code presence_of(struct listing *listing,
                                   const struct assay_suite *suite, const char **out,
                                   struct assay_error *err)
{
    static const char *const words[] = {
        [ASSAY_PRESENCE_HERE] = "here",
        [ASSAY_PRESENCE_PART] = "here in part",
        [ASSAY_PRESENCE_ABSENT] = "not here",
        [ASSAY_PRESENCE_SCORES] = "in files of scores",
        [ASSAY_PRESENCE_MADE] = "generated",
        [ASSAY_PRESENCE_YOURS] = "your own file",
    };
    const enum assay_suite_presence presence = assay_suite_presence(suite);
    struct assay_str absent;
    enum assay_code code = ASSAY_OK;

    *out = words[presence];
    if (presence != ASSAY_PRESENCE_ABSENT && presence != ASSAY_PRESENCE_SCORES &&
        presence != ASSAY_PRESENCE_PART)
        return ASSAY_OK;
    code = assay_suite_absent(suite, &listing->arena, &absent, err);
    if (!code)
        note_absent(listing, absent);
    return code;
}

static enum assay_code tell_suite(struct listing *listing,
                                  const struct assay_suite *suite, const char *name,
                                  struct assay_error *err)
{
    const struct assay_str title =
        assay_node_text(assay_node_get(assay_suite_spec(suite), "title"));
    const char *presence = "";
    const enum assay_code code = presence_of(listing, suite, &presence, err);

    if (!code)
        assay_buf_printf(&listing->out, "%-22s  %-7s  %-18s  %.*s\n", name,
                         assay_suite_kind(suite)->name, presence, ASSAY_STR_ARG(title));
    return code;
}

/* Loads a suite; one that needs a file is read with any name for it. */
static enum assay_code load(struct listing *listing, const char *name,
                            struct assay_suite **out, struct assay_error *err)
{
    struct assay_suite_words words = {.spec = name};
    struct assay_error again;
    enum assay_code code =
        assay_suite_load_any(&words, &listing->places, &listing->arena, out, err);

    if (code != ASSAY_EUSAGE || strchr(name, ':'))
        return code;
    words.spec = assay_arena_printf(&listing->arena, "%s:FILE", name);
    return assay_suite_load_any(&words, &listing->places, &listing->arena, out, &again)
               ? code
               : ASSAY_OK;
}

/* A suite with its data, or each of its parts. */
static enum assay_code list_suite(struct listing *listing, const char *name,
                                  struct assay_error *err)
{
    struct assay_suite *suite;
    enum assay_code code = load(listing, name, &suite, err);

    if (code)
        return code;
    if (assay_suite_part_count(suite) == 0)
        return tell_suite(listing, suite, name, err);
    for (size_t i = 0; !code && i < assay_suite_part_count(suite); i++) {
        const char *part = assay_suite_part_name(suite, i);

        code = assay_suite_choose(suite, part, err);
        if (!code)
            code =
                tell_suite(listing, suite,
                           assay_arena_printf(&listing->arena, "%s:%s", name, part), err);
    }
    return code;
}

/* Where to get what is not here. */
static enum assay_code list_absent(struct listing *listing, struct assay_error *err)
{
    struct assay_manifest manifest;
    enum assay_code code;

    if (listing->absent.len == 0)
        return ASSAY_OK;
    code = assay_manifest_read(listing->places.manifest, &listing->arena, &manifest, err);
    if (code)
        return code;
    assay_buf_printf(
        &listing->out, "\nNot in %s (`assay data path NAME` tells where it goes):\n",
        listing->places.data_dir ? listing->places.data_dir : "any data folder");
    for (size_t i = 0; i < manifest.count; i++) {
        const struct assay_manifest_entry *entry = &manifest.entries[i];

        if (!noted(listing, entry->name))
            continue;
        assay_buf_printf(&listing->out, "  %-22.*s  ", ASSAY_STR_ARG(entry->name));
        assay_obtain_tell(entry, &listing->out);
        assay_buf_putc(&listing->out, '\n');
    }
    return ASSAY_OK;
}

/* One suite in words: NAME, NAME:PART, ./file.yaml. */
static enum assay_code page(struct listing *listing, struct assay_error *err)
{
    struct assay_suite *suite;
    enum assay_code code = load(listing, listing->name, &suite, err);

    return code ? code : assay_suite_page(suite, &listing->arena, &listing->out, err);
}

static enum assay_code list_suites(struct listing *listing, struct assay_error *err)
{
    const char *names[SUITES_MAX];
    const size_t n =
        assay_suite_list(listing->places.suites_dir, names, SUITES_MAX, &listing->arena);
    enum assay_code code = ASSAY_OK;

    if (listing->name)
        return page(listing, err);
    assay_buf_printf(&listing->out, "%-22s  %-7s  %-18s  %s\n", "suite", "kind", "data",
                     "title");
    for (size_t i = 0; !code && i < n; i++)
        code = list_suite(listing, names[i], err);
    return code ? code : list_absent(listing, err);
}

static enum assay_code list_kinds(struct listing *listing, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; assay_kind_at(i); i++)
        assay_buf_printf(&listing->out, "%-12s  %s\n", assay_kind_at(i)->name,
                         assay_kind_at(i)->summary);
    return ASSAY_OK;
}

/* What one adapter takes. */
static enum assay_code page_adapter(struct listing *listing, struct assay_error *err)
{
    const struct assay_adapter *adapter;
    const char *target;
    enum assay_code code =
        assay_adapter_choose(listing->name, &listing->arena, &adapter, &target, err);

    if (code)
        return code;
    assay_buf_printf(&listing->out, "--model %s%s\n\n%s\n", adapter->name,
                     adapter->needs_target ? ":TARGET" : "", adapter->summary);
    if (adapter->options && adapter->options->name)
        assay_buf_puts(&listing->out, "\nIts options, each behind a --model-option:\n\n");
    assay_options_help(adapter->options, "", &listing->out);
    return ASSAY_OK;
}

static enum assay_code list_adapters(struct listing *listing, struct assay_error *err)
{
    if (listing->name)
        return page_adapter(listing, err);
    for (size_t i = 0; assay_adapter_at(i); i++)
        assay_buf_printf(&listing->out, "%-12s  %s\n", assay_adapter_at(i)->name,
                         assay_adapter_at(i)->summary);
    return ASSAY_OK;
}

static enum assay_code list_reports(struct listing *listing, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; assay_page_writer_at(i); i++)
        assay_buf_printf(&listing->out, "%-12s  %s\n", assay_page_writer_at(i)->name,
                         assay_page_writer_at(i)->summary);
    return ASSAY_OK;
}

static enum assay_code list_formats(struct listing *listing, struct assay_error *err)
{
    (void)err;
    assay_buf_printf(&listing->out, "%-21s  %-10s  %s\n", "format", "assay can", "what");
    for (size_t i = 0; assay_format_at(i); i++) {
        const struct assay_format *format = assay_format_at(i);

        assay_buf_printf(&listing->out, "%-21s  %-10s  %s\n", format->name,
                         !format->write  ? "read"
                         : !format->read ? "write"
                                         : "read/write",
                         format->summary);
        assay_buf_printf(&listing->out, "%-21s  %-10s  lost: %s\n", "", "", format->lost);
    }
    return ASSAY_OK;
}

static enum assay_code list_verdicts(struct listing *listing, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; assay_verdict_at(i); i++) {
        const struct assay_verdict_parser *parser = assay_verdict_at(i);

        assay_buf_printf(&listing->out, "%-17s  %-6s  %s\n", parser->name,
                         assay_verdict_sense_name(parser->sense), parser->source);
    }
    return ASSAY_OK;
}

/* What the names that a trainer logs mean, the first of a role that is there. */
static void tell_names(const struct assay_trend_format *format, struct assay_buf *out)
{
    enum assay_trend_role last = ASSAY_TREND_OTHER;

    for (size_t i = 0; format->names && format->names[i].name; i++) {
        const struct assay_trend_name *name = &format->names[i];

        if (name->role == ASSAY_TREND_OTHER)
            continue;
        if (name->role == last)
            assay_buf_printf(out, ", %s", name->name);
        else
            assay_buf_printf(out, "%s%-12s    %-9s %s",
                             last == ASSAY_TREND_OTHER ? "" : "\n", "",
                             assay_trend_role_names[name->role], name->name);
        if (name->unit)
            assay_buf_printf(out, " (%s)", assay_trend_unit_names[name->unit]);
        last = name->role;
    }
    if (last != ASSAY_TREND_OTHER)
        assay_buf_putc(out, '\n');
}

static enum assay_code list_logs(struct listing *listing, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; assay_trend_format_at(i); i++) {
        const struct assay_trend_format *format = assay_trend_format_at(i);

        assay_buf_printf(&listing->out, "%-12s  %s\n", format->name, format->summary);
        tell_names(format, &listing->out);
    }
    return ASSAY_OK;
}

/* What one generator of worlds takes. */
static enum assay_code page_world(struct listing *listing, struct assay_error *err)
{
    const struct assay_world_generator *generator =
        assay_world_generator_of(listing->name);

    if (!generator)
        return assay_world_no_generator(listing->name, err);
    assay_buf_printf(&listing->out,
                     "%s:%s=VALUE,...\n\n%s\n\nIts options, with commas between; "
                     "\"%s=\" may be left out:\n\n",
                     generator->name, generator->first, generator->summary,
                     generator->first);
    assay_options_help(generator->options, "", &listing->out);
    return ASSAY_OK;
}

static enum assay_code list_worlds(struct listing *listing, struct assay_error *err)
{
    if (listing->name)
        return page_world(listing, err);
    for (size_t i = 0; assay_world_generator_at(i); i++)
        assay_buf_printf(&listing->out, "%-12s  %s\n", assay_world_generator_at(i)->name,
                         assay_world_generator_at(i)->summary);
    return ASSAY_OK;
}

static enum assay_code list_runs(struct listing *listing, struct assay_error *err)
{
    return assay_ls_runs(&listing->ls->runs, err);
}

static const struct {
    const char *name;
    enum assay_code (*list)(struct listing *listing, struct assay_error *err);
    bool has_pages; /* listing->name may ask for one of them */
} lists[] = {
    {"suites", list_suites, true},     {"kinds", list_kinds, false},
    {"adapters", list_adapters, true}, {"reports", list_reports, false},
    {"formats", list_formats, false},  {"verdicts", list_verdicts, false},
    {"logs", list_logs, false},        {"worlds", list_worlds, true},
    {"runs", list_runs, false},
};

enum {
    LISTS = sizeof(lists) / sizeof(lists[0])
};

static enum assay_code list(struct listing *listing, const char *what,
                            struct assay_error *err)
{
    const char *names[LISTS];
    const char *near;

    for (size_t i = 0; i < LISTS; i++) {
        names[i] = lists[i].name;
        if (strcmp(what, lists[i].name) != 0)
            continue;
        if (listing->name && !lists[i].has_pages)
            return assay_fail(err, ASSAY_EUSAGE, "%s have no pages: %s", what,
                              "only ls suites, ls adapters and ls worlds take a NAME");
        return lists[i].list(listing, err);
    }
    near = assay_str_nearest(what, names, LISTS);
    return assay_fail(err, ASSAY_EUSAGE, "nothing called \"%s\" to list%s%s", what,
                      near ? "; did you mean "
                           : " (suites, kinds, adapters, reports, formats, verdicts, "
                             "logs, worlds, runs are)",
                      near ? near : "");
}

static enum assay_code run(const void *state, const struct assay_words *operands,
                           struct assay_error *err)
{
    const struct ls *ls = state;
    struct listing listing = {.ls = ls};
    enum assay_code code;

    listing.places = assay_places_here(ls->data_dir, &listing.arena);
    listing.name = operands->count > 1 ? operands->at[1] : NULL;
    code = list(&listing, operands->count > 0 ? operands->at[0] : "suites", err);
    if (!code)
        code = assay_cli_print(assay_buf_view(&listing.out), err);
    assay_buf_release(&listing.out);
    assay_buf_release(&listing.absent);
    assay_arena_release(&listing.arena);
    return code;
}

const struct assay_command assay_command_ls = {
    .name = "ls",
    .summary =
        "list suites, kinds, adapters, reports, formats, verdicts, logs, worlds and runs",
    .usage = "[options] [suites [NAME] | kinds | adapters [NAME] | reports | formats | "
             "verdicts | logs | worlds [NAME] | runs]",
    .about =
        "  suites    benchmarks, whether their data are here, and how to get the "
        "rest; of\n"
        "            one of them NAME tells all its rules and where they come from\n"
        "  kinds     what an item of a suite can ask\n"
        "  adapters  ways to reach a model, --model ADAPTER:TARGET; of one of them "
        "NAME\n"
        "            tells the options\n"
        "  reports   formats of `assay report`\n"
        "  formats   files of other tools, for replay and `assay data import`\n"
        "  verdicts  how judges' texts are read: {field: text, verdict: NAME}\n"
        "  logs      of training runs, by trainer, and what is known in them\n"
        "  worlds    that assay makes itself, for distances; of one of them NAME tells\n"
        "            the options\n"
        "  runs      stored runs, their status and headlines; all options but the first\n"
        "            are about them\n",
    .options = options,
    .state_size = sizeof(struct ls),
    .operand_max = 2,
    .run = run,
};

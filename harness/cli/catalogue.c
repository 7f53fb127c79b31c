#include "harness/cli/catalogue.h"

#include "adapters/signals/signal.h"
#include "harness/core/buf.h"
#include "reports/diagnostics/diagnostic.h"

enum {
    ENTRIES_MAX = 512
};

static const struct {
    unsigned row;
    const char *command, *formula, *needs;
} commands[] = {
#define ROW(row, command, formula, needs) {row, command, formula, needs},
#include "harness/cli/catalogue_commands.def"
#undef ROW
};

static const char *join_settings(const struct assay_signal_preset *preset,
                                 struct assay_arena *arena)
{
    struct assay_buf text = {0};
    const char *out;

    for (size_t i = 0; i < ASSAY_SIGNAL_SETTINGS && preset->settings[i]; i++)
        assay_buf_printf(&text, "%s%s", i ? " " : "", preset->settings[i]);
    out = assay_arena_copy(arena, assay_buf_view(&text)).ptr;
    assay_buf_release(&text);
    return out;
}

static void add_signal(struct assay_catalogue *out, const struct assay_signal *signal,
                       const struct assay_signal_preset *preset,
                       struct assay_arena *arena)
{
    struct assay_catalogue_entry *entry = &out->entry[out->count++];
    const char *name = preset ? preset->name : signal->name;
    struct assay_signal_choice choice;
    struct assay_error ignored;

    *entry = (struct assay_catalogue_entry){
        .kind = ASSAY_CATALOGUE_SIGNAL,
        .name = name,
        .command = assay_arena_printf(
            arena, "assay run --suite samples:LOG --model signal:%s", name),
        .summary = signal->summary,
        .formula = preset && preset->formula ? preset->formula : signal->formula,
        .needs = preset && preset->needs ? preset->needs : signal->needs,
        .source =
            preset && preset->row ? "" : signal->source, /* its paper stands above it */
        .quirk = preset ? preset->quirk : NULL,
        .settings = preset ? join_settings(preset, arena) : "",
        .options = signal->options,
    };
    if (preset && !assay_signal_choose(name, arena, &choice, &ignored))
        entry->options = choice.options;
    if (preset)
        entry->rows[0] = preset->row;
}

static void add_signals(struct assay_catalogue *out, struct assay_arena *arena)
{
    const struct assay_signal *signal;

    for (size_t i = 0; (signal = assay_signal_at(i)) != NULL; i++) {
        const struct assay_signal_preset *preset = signal->presets;

        add_signal(out, signal, NULL, arena);
        for (; preset && preset->name; preset++)
            add_signal(out, signal, preset, arena);
    }
}

static void add_diagnostics(struct assay_catalogue *out, struct assay_arena *arena)
{
    const struct assay_diagnostic *each;

    for (size_t i = 0; (each = assay_diagnostic_at(i)) != NULL; i++) {
        struct assay_catalogue_entry *entry = &out->entry[out->count++];

        *entry = (struct assay_catalogue_entry){
            .kind = ASSAY_CATALOGUE_DIAGNOSTIC,
            .name = each->name,
            .command = assay_arena_printf(arena, "assay diagnose LOG %s", each->name),
            .summary = each->summary,
            .formula = each->formula,
            .needs = each->needs,
            .source = each->source,
            .quirk = each->quirk,
            .settings = "",
            .options = each->options,
        };
        for (size_t k = 0; k < ASSAY_DIAGNOSTIC_ROWS; k++)
            entry->rows[k] = each->rows[k];
    }
}

void assay_catalogue_make(struct assay_arena *arena, struct assay_catalogue *out)
{
    *out = (struct assay_catalogue){
        .entry = assay_arena_new(arena, ENTRIES_MAX, sizeof(*out->entry))};
    add_signals(out, arena);
    add_diagnostics(out, arena);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        out->entry[out->count++] = (struct assay_catalogue_entry){
            .kind = ASSAY_CATALOGUE_COMMAND,
            .name = commands[i].command,
            .command = commands[i].command,
            .summary = "",
            .formula = commands[i].formula,
            .needs = commands[i].needs,
            .source = "",
            .settings = "",
            .rows = {commands[i].row},
        };
}

bool assay_catalogue_serves(const struct assay_catalogue_entry *entry, unsigned row)
{
    for (size_t i = 0; entry->rows[i]; i++)
        if (entry->rows[i] == row)
            return true;
    return false;
}

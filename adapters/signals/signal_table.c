/* signal_table.c - which signals there are, by the names of computations and papers. */
#include "adapters/signals/signal.h"

#include <string.h>

static const struct assay_signal *const signals[] = {
#define SIGNAL(symbol) &(symbol),
#include "adapters/signals/signals.def"
#undef SIGNAL
};

enum {
    SIGNALS = sizeof(signals) / sizeof(signals[0]),
    NAMES_MAX = 512 /* computations and presets */
};

const struct assay_signal *assay_signal_at(size_t i)
{
    return i < SIGNALS ? signals[i] : NULL;
}

static enum assay_code unknown(const char *name, struct assay_error *err)
{
    const char *names[NAMES_MAX];
    const char *nearest;
    size_t n = 0;

    for (size_t i = 0; i < SIGNALS; i++) {
        const struct assay_signal_preset *preset = signals[i]->presets;

        names[n++] = signals[i]->name;
        for (; preset && preset->name && n < NAMES_MAX - 1; preset++)
            names[n++] = preset->name;
    }
    nearest = assay_str_nearest(name, names, n);
    return assay_fail(err, ASSAY_EUSAGE, "no signal \"%s\"%s%s%s", name,
                      nearest ? "; did you mean " : "; see 'assay signals'",
                      nearest ? nearest : "", nearest ? "?" : "");
}

static bool find(const char *name, struct assay_signal_choice *out)
{
    for (size_t i = 0; i < SIGNALS; i++) {
        const struct assay_signal_preset *preset = signals[i]->presets;

        *out = (struct assay_signal_choice){.signal = signals[i], .name = name};
        if (strcmp(signals[i]->name, name) == 0)
            return true;
        for (; preset && preset->name; preset++) {
            out->preset = preset;
            if (strcmp(preset->name, name) == 0)
                return true;
        }
    }
    return false;
}

/* What a preset sets an option to, or what it is at first. */
static const char *initial_of(const struct assay_signal_preset *preset,
                              const struct assay_option *option)
{
    const size_t n = strlen(option->name);

    for (size_t i = 0; i < ASSAY_SIGNAL_SETTINGS && preset->settings[i]; i++)
        if (strncmp(preset->settings[i], option->name, n) == 0 &&
            preset->settings[i][n] == '=')
            return preset->settings[i] + n + 1;
    return option->initial;
}

static const struct assay_option *preset_options(const struct assay_signal_choice *choice,
                                                 struct assay_arena *arena)
{
    const struct assay_option *from = choice->signal->options;
    struct assay_option *made;
    size_t n = 0;

    if (!from || !choice->preset)
        return from;
    while (from[n].name)
        n++;
    made = assay_arena_new(arena, n + 1, sizeof(*made));
    for (size_t i = 0; i < n; i++) {
        made[i] = from[i];
        made[i].initial = initial_of(choice->preset, &from[i]);
    }
    return made;
}

enum assay_code assay_signal_choose(const char *name, struct assay_arena *arena,
                                    struct assay_signal_choice *out,
                                    struct assay_error *err)
{
    if (!find(name, out))
        return unknown(name, err);
    out->name = out->preset ? out->preset->name : out->signal->name;
    out->options = preset_options(out, arena);
    return ASSAY_OK;
}

/*
 * gguf.c - a model in a GGUF file, run in this process by libllama.
 *
 * What libllama does, and why the score head is assay's own, says gguf_model.h; how completions
 * share their prompt, gguf_decode.h. Without libllama (`make deps-llama`) this adapter tells so.
 */
#include "adapters/adapter.h"

#include "adapters/gguf_open.h"

static const char *const rewards[] = {"avg", "sum", "norm", NULL};
static const char *const precisions[] = {"exact", "fast", NULL};

const struct assay_option assay_gguf_options[] = {
    {.name = "precision",
     .help = "exact: f32 keys and values, no flash attention; fast: as libllama likes it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct assay_gguf, precision),
     .initial = "exact",
     .choices = precisions},
    {.name = "threads",
     .help = "threads that compute one batch; --jobs is the better place for them",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_gguf, threads),
     .initial = "1",
     .lo = 1,
     .hi = 1024},
    {.name = "reward",
     .help = "what a policy's log-probabilities of a completion give",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct assay_gguf, reward),
     .initial = "avg",
     .choices = rewards},
    {.name = "weights",
     .help = "how much each label of a head of several counts",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_gguf, weights),
     .value = "W,W,...",
     .optional = true},
    {.name = "template",
     .help = "chat template: the model's own, none, or a file in Jinja",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_gguf, template_word),
     .initial = "model",
     .value = "model|none|FILE"},
    {.name = "date",
     .help = "what a template is told that asks for the date",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_gguf, date),
     .value = "YYYY-MM-DD",
     .optional = true},
    {0},
};

const struct assay_adapter assay_adapter_gguf = {
    .name = "gguf",
    .summary = "a reward model or policy in a GGUF file, through libllama",
    .state_size = sizeof(struct assay_gguf),
    .options = assay_gguf_options,
    .needs_target = true,
    .reads_text = true,
    .together = ASSAY_GGUF_TASKS,
    .open = assay_gguf_open,
    .pull = assay_gguf_pull,
    .tokens = assay_gguf_tokens,
    .engine = assay_gguf_engine,
    .close = assay_gguf_close,
};

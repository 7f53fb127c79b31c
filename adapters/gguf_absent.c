/* gguf_absent.c - the adapters gguf and hf where assay was built without libllama. */
#include "adapters/gguf_open.h"
#include "adapters/hf_load.h"

static enum assay_code refuse(struct assay_error *err)
{
    return assay_fail(
        err, ASSAY_EMODEL,
        "this assay was built without libllama; `make deps-llama` fetches and "
        "builds it, then build assay again");
}

enum assay_code assay_gguf_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err)
{
    (void)state;
    (void)setting;
    return refuse(err);
}

enum assay_code assay_hf_open(void *state, const struct assay_setting *setting,
                              struct assay_error *err)
{
    return assay_gguf_open(state, setting, err);
}

enum assay_code assay_gguf_pull(const void *state, struct assay_work *work,
                                struct assay_error *err)
{
    (void)state;
    (void)work;
    return refuse(err);
}

enum assay_code assay_gguf_tokens(const void *state, struct assay_str line,
                                  struct assay_buf *out, struct assay_error *err)
{
    (void)state;
    (void)line;
    (void)out;
    return refuse(err);
}

enum assay_code assay_gguf_tracks(const void *state, const struct assay_track_wish *wish,
                                  struct assay_arena *arena, struct assay_track *out,
                                  struct assay_error *err)
{
    (void)state;
    (void)wish;
    (void)arena;
    (void)out;
    return refuse(err);
}

size_t assay_gguf_vocabulary(const void *state)
{
    (void)state;
    return 0;
}

void assay_gguf_facts(const void *state, struct assay_arena *arena,
                      struct assay_node *out)
{
    (void)state;
    (void)arena;
    (void)out;
}

const char *assay_gguf_idle(const void *state, const char *name)
{
    (void)state;
    (void)name;
    return NULL;
}

enum assay_want assay_gguf_want(const void *state)
{
    (void)state;
    return ASSAY_WANT_SCORES;
}

bool assay_gguf_log_probs(const void *state)
{
    (void)state;
    return false;
}

size_t assay_gguf_width(const void *state)
{
    (void)state;
    return 0;
}

enum assay_code assay_gguf_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err)
{
    (void)state;
    (void)known;
    (void)arena;
    (void)out;
    return refuse(err);
}

const char *assay_gguf_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena)
{
    (void)state;
    (void)target;
    (void)i;
    (void)arena;
    return NULL;
}

const char *assay_gguf_engine(void)
{
    return NULL;
}

void assay_gguf_close(void *state)
{
    (void)state;
}

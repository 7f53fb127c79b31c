/* fuzz_history.c - any bytes as the index of a folder of runs: what it says of a run holds, or a line says why not. */
#include "harness/run/history_index.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_file.h"

#include <math.h>
#include <sys/stat.h>

static void check_value(const struct assay_history_value *value)
{
    assert(isfinite(value->figure.value) && isfinite(value->figure.bootstrap_lo));
    assert(assay_str_is_utf8(value->name) && assay_str_is_utf8(value->figure.why));
}

static void check_run(const struct assay_history_run *run)
{
    assert(run->results <= ASSAY_HISTORY_RESULTS_MAX);
    assert(assay_str_is_utf8(run->label) && assay_str_is_utf8(run->status));
    for (size_t i = 0; i < run->results; i++) {
        check_value(&run->result[i].overall);
        assert(run->result[i].values <= ASSAY_HISTORY_VALUES_MAX);
        for (size_t k = 0; k < run->result[i].values; k++)
            check_value(&run->result[i].value[k]);
    }
}

/* The list, and the run of the corpus. */
static void look(const char *folder)
{
    const struct assay_history_entry entry = {ASSAY_STR("a"), ASSAY_STR("s")};
    struct assay_history_index *index = NULL;
    struct assay_history_scan list;
    struct assay_history_run run;
    struct assay_arena arena = {0};
    struct assay_error note = {0}, err = {0};
    bool found = false;
    enum assay_code code =
        assay_history_index_open(folder, ASSAY_HISTORY_LOOK, &index, &note, &err);

    if (!code)
        code = assay_history_index_list(index, &arena, &list, &err);
    if (!code)
        code = assay_history_index_find(index, &entry, &arena, &run, &found, &err);
    if (!code && found)
        check_run(&run);
    assert(!code || (err.code == code && err.text[0] && !strchr(err.text, '\n')));
    assay_history_index_close(index);
    assay_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[FUZZ_PATH], folder[FUZZ_PATH + 8], file[2 * FUZZ_PATH];
    const struct assay_str bytes = {(const char *)data, size};

    if (!fuzz_file_make(bytes, path))
        return 0;
    (void)snprintf(folder, sizeof(folder), "%s.d", path);
    (void)snprintf(file, sizeof(file), "%s/" ASSAY_HISTORY_FILE, folder);
    if (mkdir(folder, 0777) == 0 && rename(path, file) == 0)
        look(folder);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        (void)snprintf(file, sizeof(file), "%s/" ASSAY_HISTORY_FILE "%s", folder,
                       endings[i]);
        (void)unlink(file);
    }
    (void)unlink(path);
    (void)rmdir(folder);
    return 0;
}

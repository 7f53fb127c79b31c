/* fuzz_arrays.h - what the targets for files of arrays share: whatever was read has its elements. */
#ifndef ASSAY_TESTS_FUZZ_ARRAYS_H
#define ASSAY_TESTS_FUZZ_ARRAYS_H

#include "harness/core/tensor.h"
#include "tests/fuzz/fuzz_file.h"

#include <math.h>
#include <stdint.h>

static inline void fuzz_arrays_check_one(const struct assay_tensor *array)
{
    struct assay_arena arena = {0};

    assert(assay_str_is_utf8(array->name));
    assert(array->dims <= ASSAY_TENSOR_DIMS);
    for (size_t r = 0; r < array->rows; r++) {
        const struct assay_node node = assay_tensor_node(array, r, &arena);
        double value;

        if (assay_node_number(&node, &value))
            assert(isfinite(value));
        assert(assay_str_is_utf8(assay_node_text(&node)));
        for (size_t c = 0; c < array->columns && assay_tensor_is_number(array); c++)
            (void)assay_tensor_number(array, r, c);
        assay_arena_reset(&arena);
    }
    assay_arena_release(&arena);
}

/* The bytes as a file: refused in one line, or arrays no larger than limit bytes. */
static inline void fuzz_arrays_read(struct assay_str bytes, uint64_t limit)
{
    struct assay_tensors arrays;
    struct assay_error err;
    char path[FUZZ_PATH];
    uint64_t total = 0;
    enum assay_code code;

    if (!fuzz_file_make(bytes, path))
        return;
    code = assay_tensors_read(path, &arrays, &err);
    if (code)
        fuzz_check_error(code, &err);
    for (size_t i = 0; !code && i < arrays.count; i++) {
        total += arrays.at[i].rows * arrays.at[i].columns * arrays.at[i].size;
        fuzz_arrays_check_one(&arrays.at[i]);
    }
    assert(total <= limit);
    assay_tensors_release(&arrays);
    fuzz_file_remove(path);
}

#endif

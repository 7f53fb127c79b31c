/* tensor_map.c - safetensors files of models: mapped, for they may be larger than memory. */
#include "harness/core/file.h"
#include "harness/core/tensor_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum assay_code map(const char *path, int fd, struct assay_tensors *out,
                           struct assay_error *err)
{
    struct stat stat;
    void *at;

    if (fstat(fd, &stat) != 0)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    if (stat.st_size == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: is empty", path);
    at = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
        return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
    out->mapping = at;
    out->mapping_bytes = (size_t)stat.st_size;
    return ASSAY_OK;
}

enum assay_code assay_tensors_map(const char *path, struct assay_tensors *out,
                                  struct assay_error *err)
{
    struct tensor_input input = {.name = path};
    int fd = -1;
    enum assay_code code;

    *out = (struct assay_tensors){0};
    code = assay_file_open(path, &fd, err);
    if (!code)
        code = map(path, fd, out, err);
    if (fd >= 0)
        (void)close(fd);
    if (code)
        return code;
    input.mapped = out->mapping;
    input.mapped_bytes = out->mapping_bytes;
    input.rest = (struct assay_str){out->mapping, out->mapping_bytes};
    return assay_tensor_safetensors(&input, out, err);
}

void assay_tensors_unmap(struct assay_tensors *tensors)
{
    if (tensors->mapping)
        (void)munmap(tensors->mapping, tensors->mapping_bytes);
    tensors->mapping = NULL;
}

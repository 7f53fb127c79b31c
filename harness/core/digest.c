#include "harness/core/digest.h"

#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 1 << 18
};

struct assay_digest {
    EVP_MD_CTX *context;
};

struct assay_digest *assay_digest_new(void)
{
    struct assay_digest *digest = assay_memory_new(1, sizeof(*digest));

    digest->context = EVP_MD_CTX_new();
    /* Only a libcrypto without SHA-256 or without memory refuses; nothing can go on then. */
    if (!digest->context || EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1)
        abort();
    return digest;
}

void assay_digest_add(struct assay_digest *digest, const void *data, size_t n)
{
    if (EVP_DigestUpdate(digest->context, data, n) != 1)
        abort();
}

void assay_digest_finish(struct assay_digest *digest,
                         unsigned char out[ASSAY_DIGEST_BYTES])
{
    unsigned len = ASSAY_DIGEST_BYTES;

    if (EVP_DigestFinal_ex(digest->context, out, &len) != 1)
        abort();
    assert(len == ASSAY_DIGEST_BYTES);
    EVP_MD_CTX_free(digest->context);
    free(digest);
}

void assay_digest_of(struct assay_str text, unsigned char out[ASSAY_DIGEST_BYTES])
{
    struct assay_digest *digest = assay_digest_new();

    assay_digest_add(digest, text.ptr, text.len);
    assay_digest_finish(digest, out);
}

void assay_digest_hex(const unsigned char digest[ASSAY_DIGEST_BYTES],
                      char out[ASSAY_DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < ASSAY_DIGEST_BYTES; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[ASSAY_DIGEST_HEX - 1] = '\0';
}

void assay_digest_base64(const unsigned char digest[ASSAY_DIGEST_BYTES],
                         char out[ASSAY_DIGEST_BASE64])
{
    (void)EVP_EncodeBlock((unsigned char *)out, digest, ASSAY_DIGEST_BYTES);
}

enum assay_code assay_digest_counted(const char *path, struct assay_stage *stage,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    struct assay_digest *digest;
    enum assay_code code;
    size_t got = 1;
    char *block;
    int fd;

    code = assay_file_open(path, &fd, err);
    if (code)
        return code;
    digest = assay_digest_new();
    block = assay_memory_resize(NULL, BLOCK, 1);
    while (!code && got > 0) {
        code = assay_file_read(fd, path, block, BLOCK, &got, err);
        assay_digest_add(digest, block, got);
        assay_stage_add(stage, got);
    }
    assay_digest_finish(digest, hash);
    assay_digest_hex(hash, out);
    free(block);
    (void)close(fd);
    return code;
}

enum assay_code assay_digest_file(const char *path, char out[ASSAY_DIGEST_HEX],
                                  struct assay_error *err)
{
    return assay_digest_counted(path, NULL, out, err);
}

void assay_digest_begin(struct assay_stage *stage, const char *path, size_t bytes)
{
    const char *slash = strrchr(path, '/');
    struct assay_buf what = {.ceiling = ASSAY_STAGE_WORDS};

    assay_buf_printf(&what, "hash %s", slash && slash[1] ? slash + 1 : path);
    assay_stage_begin(stage, assay_buf_view(&what), bytes, true);
    assay_buf_release(&what);
}

enum assay_code assay_digest_watched(const char *path, struct assay_stage *stage,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    struct stat status;
    enum assay_code code;

    assay_digest_begin(stage, path,
                       stat(path, &status) == 0 ? (size_t)status.st_size : 0);
    code = assay_digest_counted(path, stage, out, err);
    assay_stage_end(stage);
    return code;
}

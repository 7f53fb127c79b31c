#include "harness/core/http_library.h"

#include "harness/core/version.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    AGENT = 64 /* bytes of who asks */
};

/* Where in the struct the address of a function goes. */
struct symbol {
    const char *name;
    size_t offset;
};

#define SYMBOL(function)                                                                 \
    {                                                                                    \
        "curl_" #function, offsetof(struct assay_http_library, function)                 \
    }

static const struct symbol symbols[] = {
    SYMBOL(global_init),
    SYMBOL(version),
    SYMBOL(free),
    SYMBOL(slist_append),
    SYMBOL(slist_free_all),
    SYMBOL(easy_init),
    SYMBOL(easy_cleanup),
    SYMBOL(easy_setopt),
    SYMBOL(easy_getinfo),
    SYMBOL(easy_strerror),
    SYMBOL(easy_header),
    SYMBOL(multi_init),
    SYMBOL(multi_add_handle),
    SYMBOL(multi_perform),
    SYMBOL(multi_remove_handle),
    SYMBOL(multi_poll),
    SYMBOL(multi_info_read),
    SYMBOL(multi_cleanup),
    SYMBOL(multi_setopt),
    SYMBOL(multi_socket_action),
    SYMBOL(url),
    SYMBOL(url_cleanup),
    SYMBOL(url_get),
    SYMBOL(url_set),
};

/*
 * Never unloaded: TLS libraries leave handlers for the end of the process behind. Opening it
 * again finds it loaded.
 */
static void *open_library(void)
{
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4",
                                        "libcurl.so"};
    void *handle = NULL;

    for (size_t i = 0; !handle && i < sizeof(names) / sizeof(names[0]); i++)
        handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    return handle;
}

enum assay_code assay_http_library_load(struct assay_http_library *out,
                                        struct assay_error *err)
{
    void *handle = open_library();

    if (!handle)
        return assay_fail(err, ASSAY_EIO,
                          "libcurl.so.4 is not here, so nothing can be fetched; install "
                          "Debian's libcurl4 or what holds it elsewhere");
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *address = dlsym(handle, symbols[i].name);

        if (!address)
            return assay_fail(err, ASSAY_EIO, "libcurl is older than 7.85: it has no %s",
                              symbols[i].name);
        memcpy((char *)out + symbols[i].offset, &address, sizeof(address));
    }
    return ASSAY_OK;
}

enum assay_code assay_http_library_begin(struct assay_http_library *out, CURLM **multi,
                                         struct assay_error *err)
{
    const enum assay_code code = assay_http_library_load(out, err);

    *multi = NULL;
    if (code)
        return code;
    if (out->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        *multi = out->multi_init();
    return *multi ? ASSAY_OK : assay_fail(err, ASSAY_EIO, "libcurl does not start");
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

/* What libcurl was built with where nothing is said. */
static bool set_trust(const struct assay_http_library *curl, CURL *easy)
{
    const char *file = variable("CURL_CA_BUNDLE");
    const char *folder = variable("SSL_CERT_DIR");
    bool set = true;

    if (!file)
        file = variable("SSL_CERT_FILE");
    if (file)
        set = curl->easy_setopt(easy, CURLOPT_CAINFO, file) == CURLE_OK;
    if (folder)
        set = curl->easy_setopt(easy, CURLOPT_CAPATH, folder) == CURLE_OK && set;
    return set;
}

bool assay_http_library_prepare(const struct assay_http_library *curl, CURL *easy,
                                long connect, char *fault)
{
    CURLcode (*const set)(CURL *, CURLoption, ...) = curl->easy_setopt;
    char agent[AGENT];

    (void)snprintf(agent, sizeof(agent), "assay/%s", assay_version());
    return set(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           set(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           set(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           set(easy, CURLOPT_USERAGENT, agent) == CURLE_OK &&
           set(easy, CURLOPT_CONNECTTIMEOUT_MS, connect) == CURLE_OK &&
           set(easy, CURLOPT_ERRORBUFFER, fault) == CURLE_OK && set_trust(curl, easy);
}

/*
 * http_library.h - libcurl, loaded when it is first needed. Inside of http_*.c only.
 *
 * The shared library brings some thirty others with it, and Debian's archive of it cannot be linked
 * statically, as Kerberos has none: linked, they would triple the time in which every command
 * starts. libcurl's headers are needed to build, the library only to fetch.
 */
#ifndef ASSAY_CORE_HTTP_LIBRARY_H
#define ASSAY_CORE_HTTP_LIBRARY_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <curl/curl.h>
#include <stdbool.h>

/* The functions of libcurl that http_*.c call, without their prefix. */
struct assay_http_library {
    CURLcode (*global_init)(long flags);
    const char *(*version)(void);
    void (*free)(void *text);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
    void (*slist_free_all)(struct curl_slist *list);
    CURL *(*easy_init)(void);
    void (*easy_cleanup)(CURL *easy);
    CURLcode (*easy_setopt)(CURL *easy, CURLoption option, ...);
    CURLcode (*easy_getinfo)(CURL *easy, CURLINFO info, ...);
    const char *(*easy_strerror)(CURLcode code);
    CURLHcode (*easy_header)(CURL *easy, const char *name, size_t index, unsigned origin,
                             int request, struct curl_header **out);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_add_handle)(CURLM *multi, CURL *easy);
    CURLMcode (*multi_remove_handle)(CURLM *multi, CURL *easy);
    CURLMcode (*multi_perform)(CURLM *multi, int *running);
    CURLMcode (*multi_poll)(CURLM *multi, struct curl_waitfd *more, unsigned n,
                            int milliseconds, int *ready);
    CURLMsg *(*multi_info_read)(CURLM *multi, int *left);
    CURLMcode (*multi_cleanup)(CURLM *multi);
    CURLMcode (*multi_setopt)(CURLM *multi, CURLMoption option, ...);
    CURLMcode (*multi_socket_action)(CURLM *multi, curl_socket_t socket, int events,
                                     int *running);
    CURLU *(*url)(void);
    void (*url_cleanup)(CURLU *url);
    CURLUcode (*url_get)(const CURLU *url, CURLUPart part, char **out, unsigned flags);
    CURLUcode (*url_set)(CURLU *url, CURLUPart part, const char *text, unsigned flags);
};

/* Errors: ASSAY_EIO "libcurl.so.4 is not here ...", or too old a one. */
ASSAY_MUST_USE
enum assay_code assay_http_library_load(struct assay_http_library *out,
                                        struct assay_error *err);

/* Loads it and begins; *multi is the caller's to clean up. Errors: ASSAY_EIO; *multi is NULL then. */
ASSAY_MUST_USE
enum assay_code assay_http_library_begin(struct assay_http_library *out, CURLM **multi,
                                         struct assay_error *err);

/*
 * Sets what all transfers have in common: http and https alone, no redirects followed, who asks, and
 * whose certificates are believed (http_get.h). False where it cannot.
 *
 *   connect  milliseconds for a connection
 *   fault    (CURL_ERROR_SIZE,) what went wrong, in libcurl's words; outlives the handle
 */
bool assay_http_library_prepare(const struct assay_http_library *curl, CURL *easy,
                                long connect, char *fault);

#endif

#include "harness/core/fetch.h"

#include "harness/core/clock.h"
#include "harness/core/fetch_part.h"
#include "harness/core/hub.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum {
    PROGRESS = 1 << 20, /* bytes that make a try worth another one */
    SLICE = 50000000,   /* nanoseconds between looks for a signal */
    PASSED_OVER = 1 << 20,
    LOOKED_AT = 512 /* bytes in which HTML is told */
};

/* A file under way. */
struct work {
    struct assay_http *http;
    const struct assay_fetch *fetch;
    struct assay_arena arena;
    struct assay_part part;
    struct assay_http_reply reply; /* to the last try */
    struct assay_error *err;
    uint64_t total;          /* bytes of the whole file; 0: not known */
    uint64_t at_start;       /* bytes that the try went on from */
    uint64_t best, credited; /* most bytes there ever were; those that were rewarded */
    size_t idle;             /* tries in a row without a reward */
    size_t passed_over;      /* bytes of pages that tell of an error */
    bool doubted;            /* it came without a length, and may have been broken off */
    bool resumed;            /* part comes from several answers */
    bool again;              /* the fault may pass */
};

struct assay_fetch_policy assay_fetch_policy(void)
{
    return (struct assay_fetch_policy){.tries = 5,
                                       .wait = 1,
                                       .longest_wait = 60,
                                       .patience = 300,
                                       .stall = 30,
                                       .redirects = 10,
                                       .bytes = (uint64_t)1 << 38};
}

/* ---- what the server says ---- */

/* "bytes FIRST-LAST/TOTAL"; total 0 where it is "*". */
static bool parse_range(struct assay_str text, uint64_t *first, uint64_t *total)
{
    char *end;

    if (!assay_str_starts(text, ASSAY_STR("bytes ")) ||
        !isdigit((unsigned char)text.ptr[6]))
        return false;
    *first = strtoull(text.ptr + 6, &end, 10);
    end = strchr(end, '/');
    *total = end ? strtoull(end + 1, NULL, 10) : 0;
    return end != NULL;
}

static bool is_strong(struct assay_str etag)
{
    return etag.len > 2 && etag.ptr[0] == '"';
}

/* The whole file comes: what was there before is of another version, or unasked for. */
static enum assay_code begin_whole(struct work *work,
                                   const struct assay_http_reply *reply,
                                   struct assay_error *err)
{
    const struct assay_str none = {"", 0};

    work->total = reply->length;
    work->at_start = 0;
    work->resumed = false;
    return assay_part_restart(&work->part, is_strong(reply->etag) ? reply->etag : none,
                              err);
}

static enum assay_code begin_rest(struct work *work, const struct assay_http_reply *reply,
                                  struct assay_error *err)
{
    const struct assay_str none = {"", 0};
    const struct assay_str etag = work->part.etag;
    uint64_t first = 0;
    enum assay_code code;

    if (work->at_start > 0 && parse_range(reply->range, &first, &work->total) &&
        first == work->at_start &&
        (etag.len == 0 || reply->etag.len == 0 || assay_str_equal(etag, reply->etag))) {
        work->resumed = true;
        return ASSAY_OK;
    }
    work->again = true;
    code = assay_part_restart(&work->part, none, err);
    return code ? code
                : assay_fail(err, ASSAY_EIO,
                             "%s: the server sent another part than was asked for",
                             work->fetch->url);
}

static bool has_data(unsigned status)
{
    return status == 200 || status == 206;
}

static enum assay_code check_length(const struct work *work, uint64_t length,
                                    struct assay_error *err)
{
    if (length <= work->fetch->policy.bytes)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "%s: longer than %llu bytes", work->fetch->url,
                      (unsigned long long)work->fetch->policy.bytes);
}

static enum assay_code on_head(void *self, const struct assay_http_reply *reply,
                               struct assay_error *err)
{
    struct work *work = self;
    enum assay_code code = ASSAY_OK;

    if (!has_data(reply->status))
        return ASSAY_OK;
    code = reply->status == 200 ? begin_whole(work, reply, err)
                                : begin_rest(work, reply, err);
    return code ? code : check_length(work, work->total, err);
}

static bool may_pass(unsigned status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

static enum assay_code refused(struct work *work, struct assay_error *err)
{
    const unsigned status = work->reply.status;
    const char *hint = "";

    work->again = may_pass(status);
    if (status == 404 || status == 410)
        hint = ": it is not there";
    if (status == 401 || status == 403)
        hint = work->fetch->token
                   ? ": HF_TOKEN does not open it; terms may have to be accepted there"
                   : ": it is not open to all; HF_TOKEN may open what is on the hub";
    return assay_fail(err, ASSAY_EIO, "%s: the server says %u%s", work->fetch->url,
                      status, hint);
}

static enum assay_code on_body(void *self, const void *data, size_t n,
                               struct assay_error *err)
{
    struct work *work = self;
    const struct assay_fetch *fetch = work->fetch;
    enum assay_code code;

    if (!has_data(work->reply.status)) { /* what an error page says is nobody's concern */
        work->passed_over += n;
        return work->passed_over <= PASSED_OVER ? ASSAY_OK : refused(work, err);
    }
    code = check_length(work, work->part.have + n, err);
    if (!code)
        code = assay_part_add(&work->part, data, n, err);
    if (fetch->tell)
        fetch->tell(fetch->self, work->part.have, work->total, work->at_start);
    return code;
}

/* ---- one try ---- */

/* True if the bytes on the disk may be gone on with. */
static bool can_resume(const struct work *work)
{
    return work->part.have > 0 &&
           (work->part.etag.len > 0 || work->fetch->sha256.len > 0);
}

static enum assay_code ask(struct work *work, struct assay_error *err)
{
    const struct assay_fetch *fetch = work->fetch;
    const struct assay_http_sink sink = {on_head, on_body, work};
    struct assay_http_request request = {.url = fetch->url,
                                         .token = fetch->token,
                                         .redirects = fetch->policy.redirects,
                                         .stall = fetch->policy.stall,
                                         .stop = fetch->stop};
    size_t n = 0;

    request.header[n++] = "Accept-Encoding: identity";
    work->total = work->passed_over = 0;
    if (!can_resume(work))
        work->part.have = 0;
    work->at_start = work->part.have;
    if (work->at_start > 0)
        request.header[n++] = assay_arena_printf(&work->arena, "Range: bytes=%llu-",
                                                 (unsigned long long)work->at_start);
    if (work->at_start > 0 && work->part.etag.len > 0)
        request.header[n++] =
            assay_arena_printf(&work->arena, "If-Range: %s", work->part.etag.ptr);
    return assay_http_get(work->http, &request, &sink, &work->arena, &work->reply, err);
}

/* The server has no bytes behind those that are here: they are all, or of something else. */
static enum assay_code beyond_end(struct work *work, struct assay_error *err)
{
    const struct assay_str none = {"", 0};
    enum assay_code code;

    if (work->fetch->sha256.len > 0) {
        work->resumed = true; /* so that a wrong digest starts it over */
        return ASSAY_OK;
    }
    work->again = true;
    code = assay_part_restart(&work->part, none, err);
    return code ? code
                : assay_fail(err, ASSAY_EIO, "%s: the file there is shorter than before",
                             work->fetch->url);
}

/* Brings the part to its end, or says why not. */
static enum assay_code try_once(struct work *work, struct assay_error *err)
{
    enum assay_code code;

    work->again = false;
    code = ask(work, err);
    if (code) {
        work->again = work->again || work->reply.again;
        return code;
    }
    if (work->reply.status == 416 && work->at_start > 0)
        return beyond_end(work, err);
    if (!has_data(work->reply.status))
        return refused(work, err);
    if (work->total > 0 && work->part.have != work->total) {
        work->again = true;
        return assay_fail(err, ASSAY_EIO, "%s: %llu bytes of %llu came", work->fetch->url,
                          (unsigned long long)work->part.have,
                          (unsigned long long)work->total);
    }
    return ASSAY_OK;
}

/* ---- what came ---- */

static bool starts_like(const char *text, const char *word)
{
    return strncasecmp(text, word, strlen(word)) == 0;
}

/* True if what came is a page for people. */
static bool is_page(const struct work *work)
{
    char text[LOOKED_AT + 1];
    const ssize_t n = pread(work->part.fd, text, LOOKED_AT, 0);
    const char *at = text;

    text[n > 0 ? n : 0] = '\0';
    at += strspn(at, " \t\r\n\xEF\xBB\xBF");
    return starts_like(at, "<!doctype html") || starts_like(at, "<html") ||
           (work->reply.type.len > 0 && starts_like(work->reply.type.ptr, "text/html"));
}

/* What is not the file that was asked for. */
static enum assay_code wrong(struct work *work, const char *hex, struct assay_str want,
                             struct assay_error *err)
{
    const struct assay_fetch *fetch = work->fetch;
    const struct assay_str none = {"", 0};
    enum assay_code code;

    if (work->resumed || (work->total == 0 && !work->doubted && !is_page(work))) {
        work->again = work->doubted = true;
        code = assay_part_restart(&work->part, none, err);
        return code ? code
                    : assay_fail(err, ASSAY_EIO,
                                 "%s: what came in parts or without a length is not the "
                                 "file; from its start",
                                 fetch->url);
    }
    code =
        is_page(work)
            ? assay_fail(err, ASSAY_EDATA,
                         "%s: a page in HTML came instead of data: asking to log in, or "
                         "telling of an error?",
                         fetch->url)
            : assay_fail(err, ASSAY_EDATA,
                         "%s: the file there has SHA-256 %s, and %.*s is %s", fetch->url,
                         hex, ASSAY_STR_ARG(want),
                         fetch->sha256.len > 0 ? "wanted" : "what the server told");
    assay_part_discard(&work->part);
    return code;
}

static enum assay_code settle(struct work *work, struct assay_fetched *out,
                              struct assay_error *err)
{
    const struct assay_str told = assay_hub_digest(work->reply.linked);
    const struct assay_str want =
        work->fetch->sha256.len > 0 ? work->fetch->sha256 : told;
    enum assay_code code = assay_part_sync(&work->part, err);

    if (!code)
        code = assay_digest_file(work->part.path, out->sha256, err);
    if (code)
        return code;
    if (want.len > 0 ? !assay_str_equal(want, assay_str_of(out->sha256)) : is_page(work))
        return wrong(work, out->sha256, want, err);
    if (work->reply.commit.len < sizeof(out->commit))
        memcpy(out->commit, work->reply.commit.ptr, work->reply.commit.len);
    return assay_part_publish(&work->part, err);
}

/* ---- patience ---- */

static enum assay_code sleep_for(const struct work *work, double seconds,
                                 struct assay_error *err)
{
    const double until = assay_clock() + seconds;
    const struct timespec slice = {.tv_nsec = SLICE};
    double left = seconds;

    while (left > 0) {
        const struct timespec rest = {.tv_nsec = (long)(left * 1e9)};

        if (work->fetch->stop && *work->fetch->stop)
            return assay_fail(err, ASSAY_EINTERRUPTED, "interrupted");
        (void)nanosleep(left * 1e9 < SLICE ? &rest : &slice, NULL);
        left = until - assay_clock();
    }
    return ASSAY_OK;
}

/* Waits for the next try; err holds why the last one ended, and what is returned if it was the last. */
static enum assay_code pause_for(struct work *work, struct assay_error *err)
{
    const struct assay_fetch_policy *policy = &work->fetch->policy;
    const char *why = assay_arena_printf(&work->arena, "%s", err->text);
    double wait = policy->wait;

    if (work->part.have > work->best)
        work->best = work->part.have;
    if (work->best - work->credited >= PROGRESS) {
        work->credited = work->best;
        work->idle = 0;
    }
    work->idle++;
    if (work->idle >= policy->tries)
        return policy->tries == 1 ? err->code
                                  : assay_fail(err, err->code, "%s; tried %zu times", why,
                                               policy->tries);
    for (size_t i = 1; i < work->idle && wait < policy->longest_wait; i++)
        wait *= 2;
    if (wait > policy->longest_wait)
        wait = policy->longest_wait;
    if (work->reply.retry_after > policy->patience)
        return assay_fail(err, err->code, "%s; it wants to be left alone for %.0f s", why,
                          work->reply.retry_after);
    if (wait < work->reply.retry_after)
        wait = work->reply.retry_after;
    if (work->fetch->note)
        work->fetch->note(
            work->fetch->self,
            assay_arena_printf(&work->arena, "%s; trying again in %g s", why, wait));
    return sleep_for(work, wait, err);
}

enum assay_code assay_fetch_file(struct assay_http *http, const struct assay_fetch *fetch,
                                 struct assay_fetched *out, struct assay_error *err)
{
    struct work work = {.http = http, .fetch = fetch};
    enum assay_code code =
        assay_part_open(&work.part, fetch->path, fetch->url, &work.arena, err);

    *out = (struct assay_fetched){0};
    work.resumed = work.part.have > 0;
    work.best = work.credited = work.part.have;
    while (!code) {
        code = try_once(&work, err);
        if (!code)
            code = settle(&work, out, err);
        if (!code || !work.again)
            break;
        code = pause_for(&work, err);
    }
    if (code && work.part.fd >= 0 && work.part.have == 0)
        assay_part_discard(&work.part);
    assay_part_close(&work.part);
    assay_arena_release(&work.arena);
    return code;
}

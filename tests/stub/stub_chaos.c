/*
 * stub_chaos.c - a server on the worst of its days, as every request wants it to be.
 *
 * A request with "[plan: WORD WORD ...]" in its body is answered the first time as the first word
 * says, the second time as the second, and well once there are no more; a last word with a star
 * behind it holds for ever. What becomes of an item thus stands in its text, and a test can say
 * what is to come of it without asking this file. Words that are not here are those of `wrong=`.
 *
 *     NNN        that status, in words of the server's own; NNN/S with Retry-After: S
 *     long, filter  400, in the words for a text that is too long, that is filtered
 *     close      goes away without an answer; rst with a reset; headcut, cut in the middle of it
 *     garbage    answers with what is no HTTP; badchunk with chunks that are none
 *     stall      says nothing more; mute not after half of the body; loris a byte now and then
 *     large      a body of 9 MiB; endless one without end
 *     double     the answer, and another one that nobody asked for; late a refusal and such a one
 *     chunked, interim, http10, last, pieces   an answer that is as good as any other
 */
#include "tests/stub/stub.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    SEEN = 1 << 17, /* a power of two, above the requests that differ */
    WORD = 16,
    LARGE = 9 << 20,
    BLOCK = 1 << 16,
    PIECE = 7
};

/* How often each body was asked, by its digest. */
struct stub_chaos {
    pthread_mutex_t lock;
    struct {
        uint64_t key;
        unsigned asked;
    } seen[SEEN];
};

struct stub_chaos *stub_chaos_new(void)
{
    struct stub_chaos *chaos = calloc(1, sizeof(*chaos));

    if (!chaos)
        abort();
    (void)pthread_mutex_init(&chaos->lock, NULL);
    return chaos;
}

/* FNV-1a. */
static uint64_t digest(const char *text, size_t len)
{
    uint64_t hash = 14695981039346656037U;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211U;
    return hash ? hash : 1;
}

/* How often it was asked before. */
static unsigned asked_before(struct stub_chaos *chaos, const struct stub_request *request)
{
    const uint64_t key = digest(request->body, request->len);
    size_t at = key % SEEN;
    unsigned before;

    (void)pthread_mutex_lock(&chaos->lock);
    while (chaos->seen[at].key && chaos->seen[at].key != key)
        at = (at + 1) % SEEN;
    chaos->seen[at].key = key;
    before = chaos->seen[at].asked++;
    (void)pthread_mutex_unlock(&chaos->lock);
    return before;
}

void stub_chaos_plan(struct stub_request *request)
{
    static const char mark[] = "[plan: ";
    const char *at = request->body ? strstr(request->body, mark) : NULL;
    unsigned left;
    size_t n;

    if (!at)
        return;
    at += sizeof(mark) - 1;
    for (left = asked_before(request->setting->chaos, request);; left--) {
        n = strcspn(at, "*] ");
        if (left == 0 || at[n] == '*')
            break;
        if (at[n] != ' ')
            return;
        at += n + 1;
    }
    request->wrong = assay_arena_copy(&request->arena, (struct assay_str){at, n}).ptr;
}

/* ---- answers of several kinds ---- */

bool stub_send_all(int fd, struct assay_str text)
{
    while (text.len > 0) {
        const ssize_t some = send(fd, text.ptr, text.len, MSG_NOSIGNAL);

        if (some <= 0)
            return false;
        text = (struct assay_str){text.ptr + some, text.len - (size_t)some};
    }
    return true;
}

static void rest(long milliseconds)
{
    const struct timespec pause = {.tv_nsec = milliseconds * 1000000};

    (void)nanosleep(&pause, NULL);
}

/* Until the client goes away. */
static bool wait_for_end(int fd)
{
    char byte;

    while (read(fd, &byte, 1) > 0)
        ;
    return false;
}

static void put_head(const struct stub_request *request, const char *more,
                     struct assay_buf *out)
{
    assay_buf_printf(out,
                     "HTTP/1.1 %d Whatever\r\nContent-Type: application/json\r\n%s"
                     "Content-Length: %zu\r\n\r\n",
                     request->status, more, request->out.len);
}

static bool send_part(int fd, const struct assay_buf *whole, size_t n)
{
    return stub_send_all(fd, (struct assay_str){whole->data, n});
}

static bool reset(int fd, const struct assay_buf *whole)
{
    const struct linger at_once = {.l_onoff = 1};

    (void)whole;
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    return false;
}

static bool go_away(int fd, const struct assay_buf *whole)
{
    (void)fd;
    (void)whole;
    return false;
}

static bool cut_head(int fd, const struct assay_buf *whole)
{
    (void)send_part(fd, whole, 20);
    return false;
}

static bool cut(int fd, const struct assay_buf *whole)
{
    (void)send_part(fd, whole, whole->len - 3);
    return false;
}

static bool talk_rubbish(int fd, const struct assay_buf *whole)
{
    (void)whole;
    (void)stub_send_all(fd, ASSAY_STR("\x16\x03\x01 no such thing as HTTP\r\n\r\n"));
    return false;
}

static bool stall(int fd, const struct assay_buf *whole)
{
    (void)whole;
    return wait_for_end(fd);
}

static bool fall_mute(int fd, const struct assay_buf *whole)
{
    (void)send_part(fd, whole, whole->len - 3);
    return wait_for_end(fd);
}

/* The head alone takes longer than anybody waits. */
static bool creep(int fd, const struct assay_buf *whole)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nX-Slow: ";

    (void)whole;
    if (!stub_send_all(fd, assay_str_of(head)))
        return false;
    while (stub_send_all(fd, ASSAY_STR("z")))
        rest(30);
    return false;
}

static bool send_large(int fd, const struct assay_buf *whole)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 9437184\r\n\r\n";
    static char blanks[BLOCK];
    bool kept = stub_send_all(fd, assay_str_of(head));

    (void)whole;
    for (size_t n = 0; kept && n < LARGE; n += BLOCK)
        kept = stub_send_all(fd, (struct assay_str){blanks, BLOCK});
    return kept;
}

static bool never_end(int fd, const struct assay_buf *whole)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    static char blanks[BLOCK];

    (void)whole;
    if (!stub_send_all(fd, assay_str_of(head)))
        return false;
    while (stub_send_all(fd, (struct assay_str){blanks, BLOCK}))
        ;
    return false;
}

static void spoil_numbers(char *text, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++)
        if (text[i] == '.' && text[i + 1] == '5')
            text[i + 1] = '7';
}

/* The same once more with other numbers, which the next question must not get. */
static bool send_double(int fd, const struct assay_buf *whole)
{
    struct assay_buf both = {0};
    bool kept;

    assay_buf_add(&both, assay_buf_view(whole));
    assay_buf_add(&both, assay_buf_view(whole));
    spoil_numbers(both.data + whole->len, both.len - whole->len);
    kept = stub_send_all(fd, assay_buf_view(&both));
    assay_buf_release(&both);
    return kept;
}

/* A refusal, and while the client waits to ask again an answer that nobody asked for. */
static bool send_late(int fd, const struct assay_buf *whole)
{
    static const char refusal[] = "HTTP/1.1 429 Whatever\r\nContent-Length: 2\r\n\r\n{}";
    struct assay_buf other = {0};
    bool kept = stub_send_all(fd, assay_str_of(refusal));

    assay_buf_add(&other, assay_buf_view(whole));
    spoil_numbers(other.data, other.len);
    rest(5);
    kept = kept && stub_send_all(fd, assay_buf_view(&other));
    assay_buf_release(&other);
    return kept;
}

static struct assay_str body_of(const struct assay_buf *whole)
{
    const struct assay_str all = assay_buf_view(whole);
    const size_t at = assay_str_find(all, ASSAY_STR("\r\n\r\n")) + 4;

    return (struct assay_str){all.ptr + at, all.len - at};
}

static bool send_chunks(int fd, const struct assay_buf *whole)
{
    const struct assay_str body = body_of(whole);
    struct assay_buf out = {0};
    bool kept;

    assay_buf_puts(&out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (size_t i = 0; i < body.len; i += PIECE) {
        const size_t n = body.len - i < PIECE ? body.len - i : PIECE;

        assay_buf_printf(&out, "%zx\r\n%.*s\r\n", n, (int)n, body.ptr + i);
    }
    assay_buf_puts(&out, "0\r\n\r\n");
    kept = stub_send_all(fd, assay_buf_view(&out));
    assay_buf_release(&out);
    return kept;
}

static bool send_bad_chunk(int fd, const struct assay_buf *whole)
{
    static const char text[] =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nzz\r\n";

    (void)whole;
    (void)stub_send_all(fd, assay_str_of(text));
    return false;
}

static bool send_interim(int fd, const struct assay_buf *whole)
{
    return stub_send_all(fd, ASSAY_STR("HTTP/1.1 102 Processing\r\n\r\n")) &&
           stub_send_all(fd, assay_buf_view(whole));
}

/* Without a length: it ends with the connection. */
static bool send_http10(int fd, const struct assay_buf *whole)
{
    (void)(stub_send_all(fd, ASSAY_STR("HTTP/1.0 200 OK\r\n\r\n")) &&
           stub_send_all(fd, body_of(whole)));
    return false;
}

static bool send_last(int fd, const struct assay_buf *whole)
{
    (void)(stub_send_all(fd, ASSAY_STR("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")) &&
           stub_send_all(fd, body_of(whole)));
    return false;
}

static bool send_pieces(int fd, const struct assay_buf *whole)
{
    bool kept = true;

    for (size_t i = 0; kept && i < whole->len; i += whole->len / 4 + 1) {
        const size_t step = whole->len / 4 + 1, left = whole->len - i;

        rest(1);
        kept = stub_send_all(
            fd, (struct assay_str){whole->data + i, left < step ? left : step});
    }
    return kept;
}

static const struct {
    const char *word;
    bool (*send)(int fd, const struct assay_buf *whole);
} ways[] = {
    {"close", go_away},        {"rst", reset},
    {"headcut", cut_head},     {"cut", cut},
    {"garbage", talk_rubbish}, {"stall", stall},
    {"mute", fall_mute},       {"loris", creep},
    {"large", send_large},     {"endless", never_end},
    {"double", send_double},   {"late", send_late},
    {"chunked", send_chunks},  {"badchunk", send_bad_chunk},
    {"interim", send_interim}, {"http10", send_http10},
    {"last", send_last},       {"pieces", send_pieces},
};

/* ---- statuses ---- */

/* "NNN" or "NNN/S": puts the refusal and the header that goes with it. */
static void refuse(struct stub_request *request, struct assay_buf *header)
{
    char *end;
    const long status = strtol(request->wrong, &end, 10);

    if (end == request->wrong)
        return;
    stub_refuse(request, (int)status, "Whatever", "not now");
    if (*end == '/')
        assay_buf_printf(header, "Retry-After: %s\r\n", end + 1);
    if (status == 502) {
        assay_buf_reset(&request->out);
        assay_buf_puts(&request->out, "<html><body>Bad gateway</body></html>");
    }
}

static void refuse_in_words(struct stub_request *request)
{
    if (stub_is_wrong(request, "long"))
        stub_refuse_long(request, 1);
    if (stub_is_wrong(request, "filter"))
        stub_refuse(request, 400, "content_filter", "content_filter: not this text");
}

bool stub_chaos_send(int fd, struct stub_request *request)
{
    struct assay_buf whole = {0}, header = {0};
    bool (*send)(int fd, const struct assay_buf *whole) = NULL;
    bool kept;

    if (request->wrong) {
        refuse(request, &header);
        refuse_in_words(request);
    }
    put_head(request, header.len ? header.data : "", &whole);
    assay_buf_add(&whole, assay_buf_view(&request->out));
    for (size_t i = 0; request->wrong && i < sizeof(ways) / sizeof(ways[0]); i++)
        if (strcmp(ways[i].word, request->wrong) == 0)
            send = ways[i].send;
    kept = send ? send(fd, &whole) : stub_send_all(fd, assay_buf_view(&whole));
    assay_buf_release(&whole);
    assay_buf_release(&header);
    return kept;
}

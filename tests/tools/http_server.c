/*
 * http_server.c - a web server for tests that does what servers do on bad days, on 127.0.0.1.
 *
 * usage: http_server PORTFILE LOG [--tls CERT KEY] STEP...
 *
 * Every STEP answers one request, in order; after the last one the server ends, and after two minutes
 * in any case. The port it got is in PORTFILE once that is there; what was asked goes to LOG. A step is
 * words with commas between them:
 *
 *     file=PATH     what is sent; an empty body without
 *     status=N      200 without; 206 where a Range was asked for and is obeyed
 *     etag=TEXT     "TEXT" as ETag; weak=TEXT a weak one
 *     commit=HASH   X-Repo-Commit; linked=TEXT X-Linked-Etag, as the Hugging Face hub sends them
 *     norange       Range is passed over
 *     place=N       answers a Range as if it began at N
 *     cut=N         goes away after N bytes of the body
 *     stall=N       after N bytes sends no more, until the client goes away
 *     hold=N        after N bytes waits until a file called PORTFILE.go is there
 *     length=N      says that so many bytes come
 *     close         says nothing of a length: the end is the end
 *     type=TEXT     Content-Type
 *     after=N       Retry-After
 *     to=URL        Location; PORT in it stands for the server's own
 *     endless       the body never ends
 */
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    LIFE = 120, /* seconds */
    HEAD = 1 << 16,
    BLOCK = 1 << 14,
    VALUE = 1024
};

/* A client. */
struct peer {
    int fd;
    SSL *ssl; /* NULL: plain */
};

struct body {
    char *data;
    size_t len;
};

/* A step while it is answered. */
struct answer {
    const char *step;
    const char *port_file;
    struct body body;
    size_t from; /* first byte that is sent */
    long status;
};

static void die(const char *why)
{
    perror(why);
    exit(1);
}

/* The value of a word of the step in text, or NULL; for a word without one "". */
static const char *word(const char *step, const char *name, char text[VALUE])
{
    const size_t len = strlen(name);

    for (const char *at = step; *at; at += *at == ',') {
        const size_t n = strcspn(at, ",");

        if (strncmp(at, name, len) == 0 && (n == len || at[len] == '=')) {
            (void)snprintf(text, VALUE, "%.*s", n > len ? (int)(n - len - 1) : 0,
                           n > len ? at + len + 1 : "");
            return text;
        }
        at += n;
    }
    return NULL;
}

static long number(const char *step, const char *name, long otherwise)
{
    char text[VALUE];

    return word(step, name, text) ? strtol(text, NULL, 10) : otherwise;
}

static ssize_t receive(const struct peer *peer, char *data, size_t n)
{
    return peer->ssl ? SSL_read(peer->ssl, data, (int)n) : read(peer->fd, data, n);
}

static bool send_all(const struct peer *peer, const char *data, size_t n)
{
    while (n > 0) {
        const size_t step = n < BLOCK ? n : BLOCK;
        const ssize_t some = peer->ssl ? SSL_write(peer->ssl, data, (int)step)
                                       : write(peer->fd, data, step);

        if (some <= 0)
            return false;
        data += some;
        n -= (size_t)some;
    }
    return true;
}

static struct body read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct body body = {0};
    long len = 0;

    if (!file || fseek(file, 0, SEEK_END) != 0 || (len = ftell(file)) < 0)
        die(path);
    rewind(file);
    body.data = malloc((size_t)len + 1);
    body.len = (size_t)len;
    if (!body.data || fread(body.data, 1, body.len, file) != body.len)
        die(path);
    (void)fclose(file);
    return body;
}

/* Reads a request's head; false where the client went away. */
static bool read_head(const struct peer *peer, char head[HEAD])
{
    size_t n = 0;

    head[0] = '\0';
    while (!strstr(head, "\r\n\r\n")) {
        const ssize_t some = n < HEAD - 1 ? receive(peer, head + n, HEAD - 1 - n) : 0;

        if (some <= 0)
            return false;
        n += (size_t)some;
        head[n] = '\0';
    }
    return true;
}

/* The lines of a request that tests look at. */
static void write_log(const char *path, const char *head)
{
    static const char *const kept[] = {"GET ",
                                       "Range: ", "If-Range: ", "Authorization: "};
    FILE *log = fopen(path, "a");

    if (!log)
        die(path);
    for (const char *line = head; *line; line += strcspn(line, "\n") + 1) {
        for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
            if (strncmp(line, kept[i], strlen(kept[i])) == 0)
                (void)fprintf(log, "%.*s\n", (int)strcspn(line, "\r\n"), line);
        if (!strchr(line, '\n'))
            break;
    }
    (void)fclose(log);
}

/* A strong ETag that the client names must be the one of the step. */
static bool is_same(const char *step, const char *head)
{
    const char *asked = strstr(head, "If-Range: ");
    char etag[VALUE], quoted[VALUE + 2];

    if (!asked)
        return true;
    if (!word(step, "etag", etag))
        return false;
    (void)snprintf(quoted, sizeof(quoted), "\"%s\"", etag);
    return strncmp(asked + strlen("If-Range: "), quoted, strlen(quoted)) == 0;
}

/* What of the body is sent, and with which status. */
static void settle_range(struct answer *answer, const char *head)
{
    const char *range = strstr(head, "Range: bytes=");
    char text[VALUE];

    answer->status = number(answer->step, "status", 200);
    if (!range || word(answer->step, "norange", text) || answer->status != 200 ||
        !is_same(answer->step, head))
        return;
    answer->from = strtoul(range + strlen("Range: bytes="), NULL, 10);
    answer->status = answer->from < answer->body.len ? 206 : 416;
    if (answer->status == 416)
        answer->from = answer->body.len;
    answer->from = (size_t)number(answer->step, "place", (long)answer->from);
}

/* Puts the server's own port where PORT stands. */
static void spell_port(const struct peer *peer, char value[VALUE])
{
    struct sockaddr_in address = {0};
    socklen_t size = sizeof(address);
    char *at = strstr(value, "PORT");
    char rest[VALUE];

    if (!at || getsockname(peer->fd, (struct sockaddr *)&address, &size) != 0)
        return;
    (void)snprintf(rest, sizeof(rest), "%s", at + strlen("PORT"));
    (void)snprintf(at, VALUE - (size_t)(at - value), "%u%s",
                   (unsigned)ntohs(address.sin_port), rest);
}

/* Adds a header with the value of a word, if the step has it. */
static void add_line(const struct peer *peer, char head[HEAD], const char *step,
                     const char *name, const char *before, const char *after)
{
    char value[VALUE];
    const size_t n = strlen(head);

    if (!word(step, name, value))
        return;
    spell_port(peer, value);
    (void)snprintf(head + n, HEAD - n, "%s%s%s\r\n", before, value, after);
}

static bool send_head(const struct peer *peer, const struct answer *answer)
{
    const size_t rest = answer->body.len - answer->from;
    char head[HEAD], text[VALUE];
    size_t n;

    (void)snprintf(head, sizeof(head), "HTTP/1.1 %ld Whatever\r\nConnection: close\r\n",
                   answer->status);
    add_line(peer, head, answer->step, "etag", "ETag: \"", "\"");
    add_line(peer, head, answer->step, "weak", "ETag: W/\"", "\"");
    add_line(peer, head, answer->step, "commit", "X-Repo-Commit: ", "");
    add_line(peer, head, answer->step, "linked", "X-Linked-Etag: \"", "\"");
    add_line(peer, head, answer->step, "type", "Content-Type: ", "");
    add_line(peer, head, answer->step, "after", "Retry-After: ", "");
    add_line(peer, head, answer->step, "to", "Location: ", "");
    n = strlen(head);
    if (answer->status == 206)
        (void)snprintf(head + n, HEAD - n, "Content-Range: bytes %zu-%zu/%zu\r\n",
                       answer->from, answer->body.len - 1, answer->body.len);
    n = strlen(head);
    if (!word(answer->step, "close", text) && !word(answer->step, "endless", text))
        (void)snprintf(head + n, HEAD - n, "Content-Length: %ld\r\n",
                       number(answer->step, "length", (long)rest));
    n = strlen(head);
    (void)snprintf(head + n, HEAD - n, "\r\n");
    return send_all(peer, head, strlen(head));
}

static void wait_for_go(const char *port_file)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    char path[VALUE];

    (void)snprintf(path, sizeof(path), "%s.go", port_file);
    while (access(path, F_OK) != 0)
        (void)nanosleep(&pause, NULL);
}

static void send_body(const struct peer *peer, const struct answer *answer)
{
    static const char *const stops[] = {"cut", "stall", "hold"};
    const char *data = answer->body.data + answer->from;
    const size_t rest = answer->body.len - answer->from;
    char text[VALUE], block[BLOCK];
    size_t first = rest;

    for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
        first = (size_t)number(answer->step, stops[i], (long)first);
    first = first < rest ? first : rest;
    if (!send_all(peer, data, first))
        return;
    if (word(answer->step, "endless", text)) {
        memset(block, ' ', sizeof(block));
        while (send_all(peer, block, sizeof(block)))
            ;
    }
    if (word(answer->step, "stall", text))
        (void)receive(peer, block, sizeof(block)); /* until it goes away */
    if (word(answer->step, "hold", text)) {
        wait_for_go(answer->port_file);
        (void)send_all(peer, data + first, rest - first);
    }
}

/* Answers one request; false where none came. */
static bool serve(const struct peer *peer, const char *step, const char *port_file,
                  const char *log)
{
    struct answer answer = {.step = step, .port_file = port_file};
    char head[HEAD], path[VALUE];

    if (!read_head(peer, head))
        return false;
    write_log(log, head);
    if (word(step, "file", path))
        answer.body = read_file(path);
    settle_range(&answer, head);
    if (send_head(peer, &answer))
        send_body(peer, &answer);
    free(answer.body.data);
    return true;
}

/* A socket on a port of the system's choice, whose number goes to a file. */
static int listen_somewhere(const char *port_file)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    char part[VALUE];
    FILE *file;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 ||
        listen(fd, 8) != 0 || getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        die("listen");
    (void)snprintf(part, sizeof(part), "%s.part", port_file);
    file = fopen(part, "w");
    if (!file || fprintf(file, "%u\n", (unsigned)ntohs(address.sin_port)) < 0 ||
        fclose(file) != 0 || rename(part, port_file) != 0)
        die(port_file);
    return fd;
}

static SSL_CTX *begin_tls(const char *certificate, const char *key)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    if (!tls || SSL_CTX_use_certificate_file(tls, certificate, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
        die("certificate");
    return tls;
}

/* Takes clients until one asks something, and answers that. */
static void answer_one(int listener, SSL_CTX *tls, const char *const file[2],
                       const char *step)
{
    bool answered = false;

    while (!answered) {
        struct peer peer = {.fd = accept(listener, NULL, NULL)};

        if (peer.fd < 0)
            die("accept");
        if (tls) {
            peer.ssl = SSL_new(tls);
            (void)SSL_set_fd(peer.ssl, peer.fd);
        }
        if (!tls || SSL_accept(peer.ssl) == 1)
            answered = serve(&peer, step, file[0], file[1]);
        if (tls && answered)
            (void)SSL_shutdown(peer.ssl);
        if (tls)
            SSL_free(peer.ssl);
        (void)close(peer.fd);
    }
}

int main(int argc, char **argv)
{
    const bool tls = argc > 5 && strcmp(argv[3], "--tls") == 0;
    const char *const file[2] = {argc > 3 ? argv[1] : "", argc > 3 ? argv[2] : ""};
    SSL_CTX *context = NULL;
    int listener;

    if (argc < 4) {
        (void)fputs("usage: http_server PORTFILE LOG [--tls CERT KEY] STEP...\n", stderr);
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)alarm(LIFE);
    if (tls)
        context = begin_tls(argv[4], argv[5]);
    listener = listen_somewhere(file[0]);
    for (int i = tls ? 6 : 3; i < argc; i++)
        answer_one(listener, context, file, argv[i]);
    (void)close(listener);
    SSL_CTX_free(context);
    return 0;
}

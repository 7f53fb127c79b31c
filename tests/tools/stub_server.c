/*
 * stub_server.c - model servers for tests, on 127.0.0.1: their requests and answers, and no model.
 *
 * usage: stub_server PORTFILE DIALECT [WORD...]
 *        stub_server sources                     where every row of the schemas comes from
 *        stub_server asked DIALECT <QUESTIONS    how it answers, without a port
 *
 * The port it got is in PORTFILE once that is there; every request is a line of PORTFILE.log, every
 * connection one of PORTFILE.clients. It ends after two minutes. Written from the official sources
 * (tests/stub/README.md): what is refused is in tests/stub/schema_NAME.c, what is answered in
 * tests/stub/stub_NAME.c. The score of a text is its length in bytes, of a pair that of the completion, or
 * 12.5 where it says "worth 12.5"; a token is a byte, and BOS is 1; every log-probability is -0.5; a hidden
 * state is (tokens, last id, 1).
 *
 *     sigmoid, softmax, constant   what became of the scores
 *     wrong=KIND    what is wrong with answers: count, twice, nan, page, short, 500
 *     at=TEXT       they are wrong where the request has this text
 *     key=TEXT      what has to be shown as a bearer's; a refusal says what was
 *     busy=N        the first N questions are answered with 429 (of them the last with 503)
 *     long=N        longest text in bytes
 *     after=N       the first N scores are not squashed
 *     while=FILE    they are, and answers are wrong, only while it is there
 *     chaos         requests say themselves what becomes of them (tests/stub/stub_chaos.c); no log
 */
#include "tests/stub/stub.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LIFE = 600, /* seconds */
    BODY = 1 << 22,
    BEARER = 22 /* bytes before the key in its header */
};

/* ---- routes ---- */

static const struct stub_route *const routes[] = {
    stub_vllm, stub_openai, stub_sglang, stub_tei, stub_llama_server, stub_openrlhf};

static bool leads_to(const struct stub_request *request, const struct stub_route *route)
{
    char line[256];

    (void)snprintf(line, sizeof(line), "%s %s ", route->method, route->path);
    return strcmp(route->dialect, request->setting->dialect) == 0 &&
           strncmp(request->head, line, strlen(line)) == 0;
}

static const struct stub_route *route_of(const struct stub_request *request)
{
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        for (const struct stub_route *route = routes[i]; route->path; route++)
            if (leads_to(request, route))
                return route;
    return NULL;
}

static bool has_key(const struct stub_request *request)
{
    const char *key = request->setting->key;
    const char *shown = strstr(request->head, "Authorization: Bearer ");

    return !key || (shown && strncmp(shown + BEARER, key, strlen(key)) == 0 &&
                    shown[BEARER + strlen(key)] == '\r');
}

/* It says what it was shown, as some servers do. */
static void refuse_key(struct stub_request *request)
{
    const char *shown = strstr(request->head, "Authorization: Bearer ");
    const size_t n = shown ? strcspn(shown + BEARER, "\r") : 0;

    stub_refuse(request, 401, "Unauthorized",
                assay_arena_printf(&request->arena, "not the key: %.*s", (int)n,
                                   shown ? shown + BEARER : ""));
}

static void answer(struct stub_request *request)
{
    const struct stub_route *route = route_of(request);
    const bool post = strncmp(request->head, "POST ", 5) == 0;
    struct assay_error err = {0};
    struct stub_fault fault = {0};
    long busy;

    if (!has_key(request)) {
        refuse_key(request);
        return;
    }
    if (!route) {
        stub_refuse(request, 404, "NotFound", "no such route");
        return;
    }
    if (post && assay_json_parse((struct assay_str){request->body, request->len},
                                 "request", &request->arena, &request->json, &err))
        fault.status =
            route->schema->unread ? route->schema->unread : route->schema->status;
    else if (post)
        stub_fault_of(&request->json, route->schema, &fault);
    if (fault.status) {
        stub_refuse(request, fault.status, "Validation",
                    fault.why[0] ? fault.why : err.text);
        return;
    }
    busy = post ? atomic_fetch_sub(&request->setting->busy, 1) : 0;
    if (busy > 0) {
        stub_refuse(request, busy == 1 ? 503 : 429, "Overloaded", "Model is overloaded");
        return;
    }
    route->answer(request);
    if (post && request->status == 200)
        stub_spoil(request);
}

/* What is to be wrong with the answer, and what its text is worth. */
static void look_at(struct stub_request *request)
{
    struct stub_setting *setting = request->setting;

    if (!setting->at || strstr(request->body, setting->at))
        request->wrong = setting->wrong;
    if (setting->during && access(setting->during, F_OK) != 0)
        request->squash = request->wrong = NULL;
    if (atomic_fetch_sub(&setting->after, 1) > 0)
        request->squash = NULL;
    request->worth = stub_worth_in(request->body, request->len);
    if (setting->chaos)
        stub_chaos_plan(request);
}

/* ---- connections ---- */

static bool read_request(int fd, struct stub_request *request)
{
    size_t n = 0, want, have;
    const char *length;
    char *end = NULL;

    while (!end) {
        const ssize_t some =
            n < STUB_HEAD - 1 ? read(fd, request->head + n, STUB_HEAD - 1 - n) : 0;

        if (some <= 0)
            return false;
        n += (size_t)some;
        request->head[n] = '\0';
        end = strstr(request->head, "\r\n\r\n");
    }
    length = strstr(request->head, "Content-Length: ");
    want = length ? strtoul(length + 16, NULL, 10) : 0;
    have = n - (size_t)(end + 4 - request->head);
    if (want > BODY || have > want)
        return false;
    request->body = malloc(want + 1);
    request->len = want;
    if (!request->body)
        return false;
    memcpy(request->body, end + 4, have);
    for (ssize_t some; have < want; have += (size_t)some) {
        some = read(fd, request->body + have, want - have);
        if (some <= 0)
            return false;
    }
    request->body[want] = '\0';
    return true;
}

static void write_log(const struct stub_request *request)
{
    FILE *log = fopen(request->setting->log, "a");

    if (!log)
        return;
    (void)fprintf(log, "%.*s %d\n", (int)strcspn(request->head, "?\r") - 9, request->head,
                  request->status);
    (void)fclose(log);
}

static bool send_answer(int fd, struct stub_request *request)
{
    char head[256];

    (void)snprintf(head, sizeof(head),
                   "HTTP/1.1 %d Whatever\r\nContent-Type: application/json\r\n%s"
                   "Content-Length: %zu\r\n\r\n",
                   request->status, request->status == 503 ? "Retry-After: 1\r\n" : "",
                   request->out.len);
    return stub_send_all(fd, assay_str_of(head)) &&
           stub_send_all(fd, assay_buf_view(&request->out));
}

/* One request on a connection that is kept; false at its end. */
static bool serve(int fd, struct stub_setting *setting)
{
    struct stub_request request = {
        .setting = setting, .squash = setting->squash, .status = 200};
    bool kept = read_request(fd, &request);

    if (kept) {
        look_at(&request);
        answer(&request);
        if (setting->log)
            write_log(&request);
        kept = setting->chaos ? stub_chaos_send(fd, &request) : send_answer(fd, &request);
    }
    free(request.body);
    assay_buf_release(&request.out);
    assay_arena_release(&request.arena);
    return kept;
}

struct peer {
    int fd;
    struct stub_setting *setting;
};

static void *attend(void *data)
{
    struct peer *peer = data;

    while (serve(peer->fd, peer->setting))
        ;
    (void)close(peer->fd);
    free(peer);
    return NULL;
}

/* One more line in PORTFILE.clients. */
static void count_client(const struct stub_setting *setting)
{
    char path[1024];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%.*sclients", (int)strlen(setting->log) - 3,
                   setting->log);
    file = fopen(path, "a");
    if (!file)
        return;
    (void)fputs("one\n", file);
    (void)fclose(file);
}

/* A thread for the next client. */
static bool take_client(int listener, struct stub_setting *setting)
{
    struct peer *peer = malloc(sizeof(*peer));
    pthread_t thread;

    if (!peer)
        return false;
    *peer = (struct peer){accept(listener, NULL, NULL), setting};
    if (setting->log)
        count_client(setting);
    if (peer->fd >= 0 && pthread_create(&thread, NULL, attend, peer) == 0) {
        (void)pthread_detach(thread);
        return true;
    }
    free(peer);
    return false;
}

static int listen_somewhere(const char *port_file)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    char part[1024];
    FILE *file;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)snprintf(part, sizeof(part), "%s.part", port_file);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 ||
        listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        return -1;
    file = fopen(part, "w");
    if (!file || fprintf(file, "%u\n", (unsigned)ntohs(address.sin_port)) < 0 ||
        fclose(file) != 0 || rename(part, port_file) != 0)
        return -1;
    return fd;
}

static void read_word(struct stub_setting *setting, const char *word)
{
    const char *value = strchr(word, '=');

    if (strcmp(word, "chaos") == 0)
        setting->chaos = stub_chaos_new();
    else if (!value)
        setting->squash = word;
    else if (strncmp(word, "key=", 4) == 0)
        setting->key = value + 1;
    else if (strncmp(word, "at=", 3) == 0)
        setting->at = value + 1;
    else if (strncmp(word, "while=", 6) == 0)
        setting->during = value + 1;
    else if (strncmp(word, "wrong=", 6) == 0)
        setting->wrong = value + 1;
    else if (strncmp(word, "busy=", 5) == 0)
        atomic_store(&setting->busy, strtol(value + 1, NULL, 10));
    else if (strncmp(word, "after=", 6) == 0)
        atomic_store(&setting->after, strtol(value + 1, NULL, 10));
    else
        setting->longest = strtol(value + 1, NULL, 10);
}

/* ---- without a port ---- */

static int print_sources(void)
{
    char where[STUB_FAULT];

    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        for (const struct stub_route *route = routes[i]; route->path; route++) {
            (void)snprintf(where, sizeof(where), "%s %s", route->dialect, route->path);
            stub_schema_print(where, route->schema);
        }
    return 0;
}

/* What becomes of "PATH BODY"; an answer that is no JSON has status 0. */
static void ask(struct stub_request *request, char *line)
{
    const size_t path = strcspn(line, " ");
    struct assay_error err;
    struct assay_node tree;

    (void)snprintf(request->head, sizeof(request->head), "POST %.*s ", (int)path, line);
    request->body = line + path;
    request->len = strlen(request->body);
    answer(request);
    if (assay_json_parse(assay_buf_view(&request->out), "answer", &request->arena, &tree,
                         &err))
        request->status = 0;
}

/* A line "STATUS PATH BODY"; says so where the status is another one. */
static bool is_answered(struct stub_setting *setting, char *line, int *status)
{
    struct stub_request request = {.setting = setting, .status = 200};
    char *rest;
    const int want = (int)strtol(line, &rest, 10);
    bool same;

    ask(&request, rest + strspn(rest, " "));
    *status = request.status;
    same = request.status == want;
    if (!same)
        (void)printf("%d: %s\n  %.*s\n", request.status, line, (int)request.out.len,
                     request.out.data);
    assay_buf_release(&request.out);
    assay_arena_release(&request.arena);
    return same;
}

/* Questions, one a line, and the status that each is to be answered with. */
static int hear(const char *dialect)
{
    struct stub_setting setting = {.dialect = dialect};
    size_t taken = 0, refused = 0, room = 0;
    char *line = NULL;
    bool good = true;
    int status;

    for (ssize_t n; (n = getline(&line, &room, stdin)) > 0;) {
        line[n - 1] = '\0';
        if (n == 1 || line[0] == '#')
            continue;
        good = is_answered(&setting, line, &status) && good;
        *(status == 200 ? &taken : &refused) += 1;
    }
    free(line);
    (void)printf("%s: %zu taken, %zu refused\n", dialect, taken, refused);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct stub_setting setting = {0};
    char log[1024];
    int listener;

    if (argc == 2 && strcmp(argv[1], "sources") == 0)
        return print_sources();
    if (argc == 3 && strcmp(argv[1], "asked") == 0)
        return hear(argv[2]);
    if (argc < 3) {
        (void)fputs("usage: stub_server PORTFILE DIALECT [WORD...]\n", stderr);
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)alarm(LIFE);
    (void)snprintf(log, sizeof(log), "%s.log", argv[1]);
    setting.log = log;
    setting.dialect = argv[2];
    for (int i = 3; i < argc; i++)
        read_word(&setting, argv[i]);
    if (setting.chaos)
        setting.log = NULL;
    listener = listen_somewhere(argv[1]);
    if (listener < 0) {
        perror(argv[1]);
        return 1;
    }
    for (;;)
        if (!take_client(listener, &setting))
            return 1;
}

/*
 * score_server.c - the least that a model server can do, for measuring clients against it.
 *
 * usage: score_server PORTFILE
 *
 * On 127.0.0.1, at a port that PORTFILE names once it is there; it ends after ten minutes. One thread
 * and epoll; every POST is answered as vLLM's /classify does, with the length of the body as the
 * score, every GET with {}. It must not be what limits a client.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LIFE = 600,     /* seconds */
    ROOM = 1 << 16, /* bytes of a request */
    MOST = 4096,    /* connections */
    EVENTS = 256
};

struct client {
    size_t len;
    char data[ROOM + 1];
};

static struct client *clients[MOST];

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
        listen(fd, MOST) != 0 || getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        return -1;
    file = fopen(part, "w");
    if (!file || fprintf(file, "%u\n", (unsigned)ntohs(address.sin_port)) < 0 ||
        fclose(file) != 0 || rename(part, port_file) != 0)
        return -1;
    return fd;
}

/* What the head says of the body's length; 0 where it says nothing. */
static size_t length_in(const char *head, const char *end)
{
    static const char name[] = "\ncontent-length:";

    for (; head < end; head++)
        if (*head == '\n' && strncasecmp(head, name, sizeof(name) - 1) == 0)
            return strtoul(head + sizeof(name) - 1, NULL, 10);
    return 0;
}

/* Bytes of the request at the beginning of data, 0 where it is not whole; *body is its body's. */
static size_t request_length(const char *data, size_t len, size_t *body)
{
    const char *end = strstr(data, "\r\n\r\n");
    size_t head;

    if (!end)
        return 0;
    head = (size_t)(end - data) + 4;
    *body = length_in(data, end);
    return len >= head + *body ? head + *body : 0;
}

static int put_answer(char *out, size_t room, size_t body)
{
    char json[512];
    const int n =
        body > 0
            ? snprintf(json, sizeof(json),
                       "{\"id\":\"c\",\"object\":\"list\",\"created\":1,\"model\":\"m\","
                       "\"data\":[{\"index\":0,\"label\":\"LABEL_0\",\"probs\":[%zu.5],"
                       "\"num_classes\":1}],\"usage\":{\"prompt_tokens\":%zu,"
                       "\"total_tokens\":%zu,\"completion_tokens\":0}}",
                       body, body, body)
            : snprintf(json, sizeof(json), "{}");

    return snprintf(out, room,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    "Content-Length: %d\r\n\r\n%s",
                    n, json);
}

/* Reads what is there and answers what is whole; 0 at the end of the connection. */
static int serve(int fd, struct client *client)
{
    const ssize_t some = read(fd, client->data + client->len, ROOM - client->len);
    char out[1024];
    size_t n, body, at = 0;

    if (some <= 0)
        return 0;
    client->len += (size_t)some;
    client->data[client->len] = '\0';
    while ((n = request_length(client->data + at, client->len - at, &body)) > 0) {
        const int len = put_answer(out, sizeof(out), body);

        if (write(fd, out, (size_t)len) != len)
            return 0;
        at += n;
    }
    client->len -= at;
    memmove(client->data, client->data + at, client->len);
    return client->len < ROOM;
}

static void take_client(int epoll, int listener)
{
    const int fd = accept(listener, NULL, NULL), one = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    if (fd < 0 || fd >= MOST || !(clients[fd] = calloc(1, sizeof(struct client))))
        exit(1);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    (void)epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void attend(int epoll, int listener, int fd)
{
    if (fd == listener) {
        take_client(epoll, listener);
        return;
    }
    if (serve(fd, clients[fd]))
        return;
    free(clients[fd]);
    clients[fd] = NULL;
    (void)close(fd);
}

int main(int argc, char **argv)
{
    const int listener = argc == 2 ? listen_somewhere(argv[1]) : -1;
    const int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[EVENTS];

    if (listener < 0 || epoll < 0 ||
        epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) != 0) {
        (void)fputs("usage: score_server PORTFILE\n", stderr);
        return 2;
    }
    (void)alarm(LIFE);
    for (;;) {
        const int n = epoll_wait(epoll, ready, EVENTS, -1);

        for (int i = 0; i < n; i++)
            attend(epoll, listener, ready[i].data.fd);
    }
}

/*
 * A worker of assay in C (docs/WORKER.md): it likes completions of about 200 bytes, and takes them in batches.
 *
 *     cc -o worker_length worker_length.c -ljansson
 *     assay run --suite rewardbench --model worker:./worker_length
 */
#define _POSIX_C_SOURCE 200809L
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(json_t *line)
{
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(line);
}

static json_t *values_of(json_t *completions)
{
    json_t *values = json_array(), *text;
    size_t i;

    json_array_foreach(completions, i, text)
        json_array_append_new(values, json_real(-fabs((double)json_string_length(text) - 200)));
    return values;
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;

    if (getline(&line, &room, stdin) < 0) /* what assay says of the suite */
        return 1;
    say(json_pack("{s:i, s:s, s:s, s:s, s:i, s:i}", "assay", 1, "name", "length near 200",
                  "version", "1", "gives", "scores", "in_flight", 64, "batch", 32));
    while (getline(&line, &room, stdin) > 0) {
        json_t *batch = json_loads(line, 0, NULL), *answers = json_array(), *ask;
        size_t i;

        if (!batch)
            return 1;
        json_array_foreach(batch, i, ask)
            json_array_append_new(
                answers, json_pack("{s:O, s:o}", "id", json_object_get(ask, "id"), "values",
                                   values_of(json_object_get(ask, "completions"))));
        say(answers);
        json_decref(batch);
    }
    free(line);
    return 0;
}

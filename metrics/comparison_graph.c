#include "metrics/comparison_graph.h"

#include "harness/core/memory.h"
#include "metrics/dense_cholesky.h"

#include <stdlib.h>
#include <string.h>

/* The thing that stands for a component. */
static size_t find(size_t *parent, size_t at)
{
    while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    return at;
}

/* The Laplacian (m, m) of a component's comparisons, without the grounded thing's row and column. */
static void put_laplacian(const struct assay_graph_edge *edge, size_t edges,
                          const size_t *place, size_t m, double *matrix)
{
    memset(matrix, 0, m * m * sizeof(*matrix));
    for (size_t e = 0; e < edges; e++) {
        const size_t a = place[edge[e].a], b = place[edge[e].b];

        if (a == SIZE_MAX)
            continue;
        if (a > 0)
            matrix[(a - 1) * m + a - 1] += edge[e].n;
        if (b > 0)
            matrix[(b - 1) * m + b - 1] += edge[e].n;
        if (a > 0 && b > 0) {
            matrix[(a - 1) * m + b - 1] -= edge[e].n;
            matrix[(b - 1) * m + a - 1] -= edge[e].n;
        }
    }
}

/* The resistance of each pair, by the inverse (n, n) of what is above, whose row and column 0 are 0. */
static void add_pairs(const double *inverse, size_t n, struct assay_graph *out)
{
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            const double r =
                inverse[a * n + a] + inverse[b * n + b] - 2.0 * inverse[a * n + b];

            out->mean += r;
            out->pairs++;
            out->largest = r > out->largest ? r : out->largest;
        }
}

/* Resistances within a component of n things, which place numbers 0 .. n - 1, thing 0 grounded. */
static enum assay_code measure_component(const struct assay_graph_edge *edge,
                                         size_t edges, const size_t *place, size_t n,
                                         struct assay_graph *out, struct assay_error *err)
{
    struct assay_dense_cholesky *cholesky = assay_dense_cholesky_new(n - 1);
    double *inverse = assay_memory_new(n * n, sizeof(*inverse));
    enum assay_code code = ASSAY_OK;

    put_laplacian(edge, edges, place, n - 1, assay_dense_cholesky_matrix(cholesky));
    if (assay_dense_cholesky_factorise(cholesky)) {
        for (size_t i = 1; i < n; i++) {
            double *row = inverse + i * n;

            row[i] = 1.0;
            assay_dense_cholesky_solve(cholesky, row + 1);
        }
        add_pairs(inverse, n, out);
    } else {
        code = assay_fail(
            err, ASSAY_EDOMAIN,
            "comparisons differ too much in number for their graph to be solved");
    }
    assay_dense_cholesky_free(cholesky);
    free(inverse);
    return code;
}

enum assay_code assay_graph_measure(const struct assay_graph_edge *edge, size_t edges,
                                    size_t nodes, struct assay_graph *out,
                                    struct assay_error *err)
{
    size_t *parent, *place;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_graph){0};
    if (nodes == 0 || nodes > ASSAY_GRAPH_NODES)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "a graph of %zu things; 1 to %d can be solved", nodes,
                          ASSAY_GRAPH_NODES);
    parent = assay_memory_new(2 * nodes, sizeof(*parent));
    place = parent + nodes;
    for (size_t i = 0; i < nodes; i++)
        parent[i] = i;
    for (size_t e = 0; e < edges; e++)
        parent[find(parent, edge[e].a)] = find(parent, edge[e].b);
    for (size_t root = 0; !code && root < nodes; root++) {
        size_t n = 0;

        if (find(parent, root) != root)
            continue;
        for (size_t i = 0; i < nodes; i++)
            place[i] = find(parent, i) == root ? n++ : SIZE_MAX;
        out->components++;
        out->alone += n == 1;
        if (n > 1)
            code = measure_component(edge, edges, place, n, out, err);
    }
    if (out->pairs > 0)
        out->mean /= (double)out->pairs;
    free(parent);
    return code;
}

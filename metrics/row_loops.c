#include "metrics/row_loops.h"

#include "metrics/row_lanes.h"

ASSAY_CLONES
double assay_row_sum(const double *x, size_t n)
{
    assay_lanes a = {0.0}, b = {0.0}, c = {0.0}, d = {0.0};
    size_t i = 0;
    double out;

    for (; i + WIDE <= n; i += WIDE) {
        a += AT(x + i);
        b += AT(x + i + ASSAY_LANES);
        c += AT(x + i + TWO);
        d += AT(x + i + THREE);
    }
    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        a += AT(x + i);
    a = (a + b) + (c + d);
    out = lanes_sum(&a);
    for (; i < n; i++)
        out += x[i];
    return out;
}

static inline double dot_of(const double *x, const double *y, size_t n)
{
    assay_lanes a = {0.0}, b = {0.0}, c = {0.0}, d = {0.0};
    size_t i = 0;
    double out;

    for (; i + WIDE <= n; i += WIDE) {
        a += AT(x + i) * AT(y + i);
        b += AT(x + i + ASSAY_LANES) * AT(y + i + ASSAY_LANES);
        c += AT(x + i + TWO) * AT(y + i + TWO);
        d += AT(x + i + THREE) * AT(y + i + THREE);
    }
    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        a += AT(x + i) * AT(y + i);
    a = (a + b) + (c + d);
    out = lanes_sum(&a);
    for (; i < n; i++)
        out += x[i] * y[i];
    return out;
}

ASSAY_CLONES
double assay_row_dot(const double *x, const double *y, size_t n)
{
    return dot_of(x, y, n);
}

ASSAY_CLONES
void assay_rows_dot(const double *x, size_t rows, const double *y, size_t n, double *out)
{
    for (size_t k = 0; k < rows; k++)
        out[k] = dot_of(x + k * n, y, n);
}

ASSAY_CLONES
void assay_rows_dot_two(const double *x, size_t rows, const double *const y[2], size_t n,
                        double *const out[2])
{
    const double *y0 = y[0], *y1 = y[1];

    for (size_t k = 0; k < rows; k++, x += n) {
        assay_lanes a = {0.0}, b = {0.0}, c = {0.0}, d = {0.0};
        assay_lanes e = {0.0}, f = {0.0}, g = {0.0}, h = {0.0};
        size_t i = 0;

        for (; i + WIDE <= n; i += WIDE) {
            const assay_lanes one = AT(x + i), two = AT(x + i + ASSAY_LANES);
            const assay_lanes three = AT(x + i + TWO), four = AT(x + i + THREE);

            a += one * AT(y0 + i);
            e += one * AT(y1 + i);
            b += two * AT(y0 + i + ASSAY_LANES);
            f += two * AT(y1 + i + ASSAY_LANES);
            c += three * AT(y0 + i + TWO);
            g += three * AT(y1 + i + TWO);
            d += four * AT(y0 + i + THREE);
            h += four * AT(y1 + i + THREE);
        }
        for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
            a += AT(x + i) * AT(y0 + i);
            e += AT(x + i) * AT(y1 + i);
        }
        a = (a + b) + (c + d);
        e = (e + f) + (g + h);
        out[0][k] = lanes_sum(&a);
        out[1][k] = lanes_sum(&e);
        for (; i < n; i++) {
            out[0][k] += x[i] * y0[i];
            out[1][k] += x[i] * y1[i];
        }
    }
}

/* The greater of it and |x| in each lane. */
static inline void take_size(assay_lanes *of, const assay_lanes *x)
{
    const lanes_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    const assay_lanes size = (assay_lanes)((lanes_mask)*x & sign);
    const lanes_mask more = size > *of;

    *of = (assay_lanes)(((lanes_mask)size & more) | ((lanes_mask)*of & ~more));
}

/* Sizes lane by lane, in four turns, since each waits for the one before it. */
struct sizes {
    assay_lanes turn[4];
    double rest;
};

static const struct sizes no_sizes = {{{0.0}, {0.0}, {0.0}, {0.0}}, 0.0};

static inline double sizes_greatest(const struct sizes *of)
{
    assay_lanes all = of->turn[0];
    double out = of->rest;

    take_size(&all, &of->turn[1]);
    take_size(&all, &of->turn[2]);
    take_size(&all, &of->turn[3]);
    for (int i = 0; i < ASSAY_LANES; i++)
        out = all[i] > out ? all[i] : out;
    return out;
}

static inline void take_rest(struct sizes *of, double x)
{
    of->rest = absolute(x) > of->rest ? absolute(x) : of->rest;
}

ASSAY_CLONES
double assay_rows_weigh(const double *w, const double *x, size_t rows, size_t n,
                        double *out)
{
    assay_lanes even = {0.0}, odd = {0.0};
    double rest = 0.0;

    for (size_t k = 0; k < rows; k++, w += n, x += n) {
        assay_lanes a = {0.0}, b = {0.0};
        size_t i = 0;

        for (; i + WIDE <= n; i += WIDE) {
            const assay_lanes one = AT(x + i), two = AT(x + i + ASSAY_LANES);
            const assay_lanes three = AT(x + i + TWO), four = AT(x + i + THREE);

            AHEAD(w + i);
            AHEAD(x + i);
            a += AT(w + i) * one;
            b += AT(w + i + ASSAY_LANES) * two;
            a += AT(w + i + TWO) * three;
            b += AT(w + i + THREE) * four;
            add_size(&even, &one, &three);
            add_size(&odd, &two, &four);
        }
        a += b;
        out[k] = lanes_sum(&a);
        for (; i < n; i++) {
            out[k] += w[i] * x[i];
            rest += absolute(x[i]);
        }
    }
    even += odd;
    return lanes_sum(&even) + rest;
}

ASSAY_CLONES
void assay_row_apart(const struct assay_row_apart *apart, double *out, size_t n)
{
    const struct assay_row_apart of = *apart;
    const lanes_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        assay_lanes z = of.c * AT(of.x + i);

        if (of.y)
            z -= of.d * AT(of.y + i);
        *(assay_lanes_at *)(out + i) = (assay_lanes)((lanes_mask)z & sign);
    }
    for (; i < n; i++)
        out[i] = absolute(of.c * of.x[i] - (of.y ? of.d * of.y[i] : 0.0));
}

ASSAY_CLONES
double assay_row_largest(const double *x, size_t n)
{
    struct sizes sizes = no_sizes;
    size_t i = 0;

    for (; i + WIDE <= n; i += WIDE) {
        const assay_lanes one = AT(x + i), two = AT(x + i + ASSAY_LANES);
        const assay_lanes three = AT(x + i + TWO), four = AT(x + i + THREE);

        take_size(&sizes.turn[0], &one);
        take_size(&sizes.turn[1], &two);
        take_size(&sizes.turn[2], &three);
        take_size(&sizes.turn[3], &four);
    }
    for (; i < n; i++)
        take_rest(&sizes, x[i]);
    return sizes_greatest(&sizes);
}

ASSAY_CLONES
void assay_row_fill(double c, double *out, size_t n)
{
    const assay_lanes four = {c, c, c, c};
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        *(assay_lanes_at *)(out + i) = four;
    for (; i < n; i++)
        out[i] = c;
}

ASSAY_CLONES
void assay_row_times(double c, const double *x, double *out, size_t n)
{
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        *(assay_lanes_at *)(out + i) = c * AT(x + i);
    for (; i < n; i++)
        out[i] = c * x[i];
}

ASSAY_CLONES
void assay_row_add(double c, const double *x, double *out, size_t n)
{
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES)
        *(assay_lanes_at *)(out + i) += c * AT(x + i);
    for (; i < n; i++)
        out[i] += c * x[i];
}

/* Of four rows, one behind the other: the sum, and out += c times their sum. */
static inline double add_four(double c, const double *x, double *out, size_t n)
{
    assay_lanes sum = {0.0};
    size_t i = 0;
    double all;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        const assay_lanes four =
            (AT(x + i) + AT(x + n + i)) + (AT(x + 2 * n + i) + AT(x + 3 * n + i));

        sum += four;
        *(assay_lanes_at *)(out + i) += c * four;
    }
    all = lanes_sum(&sum);
    for (; i < n; i++) {
        const double four = (x[i] + x[n + i]) + (x[2 * n + i] + x[3 * n + i]);

        all += four;
        out[i] += c * four;
    }
    return all;
}

static inline double add_one(double c, const double *x, double *out, size_t n)
{
    assay_lanes sum = {0.0};
    size_t i = 0;
    double all;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        sum += AT(x + i);
        *(assay_lanes_at *)(out + i) += c * AT(x + i);
    }
    all = lanes_sum(&sum);
    for (; i < n; i++) {
        all += x[i];
        out[i] += c * x[i];
    }
    return all;
}

ASSAY_CLONES
double assay_rows_sum_add(double c, const double *x, size_t rows, double *out, size_t n)
{
    double sum = 0.0;
    size_t k = 0;

    for (; k + 4 <= rows; k += 4)
        sum += add_four(c, x + k * n, out, n);
    for (; k < rows; k++)
        sum += add_one(c, x + k * n, out, n);
    return sum;
}

static inline void shape_at(const struct assay_row_shape *shape, const double *x,
                            size_t i, assay_lanes *out)
{
    *out = AT(x + i) + (AT(shape->after + i) - shape->less);
    if (shape->pair)
        *out -= AT(shape->pair + i);
}

static inline double shaped_one(const struct assay_row_shape *shape, const double *x,
                                size_t i)
{
    const double out = x[i] + (shape->after[i] - shape->less);

    return shape->pair ? out - shape->pair[i] : out;
}

ASSAY_CLONES
void assay_row_shaped(const struct assay_row_shape *shape, const double *x, double *out,
                      size_t n)
{
    const struct assay_row_shape of = *shape;
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        assay_lanes z;

        shape_at(&of, x, i, &z);
        *(assay_lanes_at *)(out + i) = z;
    }
    for (; i < n; i++)
        out[i] = shaped_one(&of, x, i);
}

ASSAY_CLONES
double assay_rows_shaped_largest(const struct assay_row_shape *shape, const double *x,
                                 size_t rows, size_t n)
{
    const struct assay_row_shape of = *shape;
    struct sizes sizes = no_sizes;

    for (size_t k = 0; k < rows; k++, x += n) {
        size_t i = 0;

        for (; i + WIDE <= n; i += WIDE) {
            assay_lanes one, two, three, four;

            shape_at(&of, x, i, &one);
            shape_at(&of, x, i + ASSAY_LANES, &two);
            shape_at(&of, x, i + TWO, &three);
            shape_at(&of, x, i + THREE, &four);
            take_size(&sizes.turn[0], &one);
            take_size(&sizes.turn[1], &two);
            take_size(&sizes.turn[2], &three);
            take_size(&sizes.turn[3], &four);
        }
        for (; i < n; i++)
            take_rest(&sizes, shaped_one(&of, x, i));
    }
    return sizes_greatest(&sizes);
}

static inline void pair_at(const struct assay_row_pair *pair, size_t i,
                           assay_lanes out[2])
{
    out[0] = AT(pair->x[0] + i) + (AT(pair->after[0] + i) - pair->less[0]);
    out[1] = AT(pair->x[1] + i) + (AT(pair->after[1] + i) - pair->less[1]);
}

static inline double pair_one(const struct assay_row_pair *pair, int j, size_t i)
{
    return pair->x[j][i] + (pair->after[j][i] - pair->less[j]);
}

ASSAY_CLONES
void assay_row_products(const struct assay_row_pair *pair, const double *w, size_t n,
                        double out[3])
{
    const struct assay_row_pair of = *pair;
    assay_lanes one = {0.0}, both = {0.0}, two = {0.0};
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        assay_lanes e[2], x;

        pair_at(&of, i, e);
        x = AT(w + i) * e[0];
        one += x * e[0];
        both += x * e[1];
        two += AT(w + i) * e[1] * e[1];
    }
    out[0] = lanes_sum(&one);
    out[1] = lanes_sum(&both);
    out[2] = lanes_sum(&two);
    for (; i < n; i++) {
        const double a = pair_one(&of, 0, i), b = pair_one(&of, 1, i);

        out[0] += w[i] * a * a;
        out[1] += w[i] * a * b;
        out[2] += w[i] * b * b;
    }
}

ASSAY_CLONES
double assay_row_mixed_square(const struct assay_row_pair *pair, const double c[2],
                              const double *w, size_t n)
{
    const struct assay_row_pair of = *pair;
    const double c0 = c[0], c1 = c[1];
    assay_lanes sum = {0.0};
    size_t i = 0;
    double out;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        assay_lanes e[2], z;

        pair_at(&of, i, e);
        z = c0 * e[0] + c1 * e[1];
        sum += AT(w + i) * z * z;
    }
    out = lanes_sum(&sum);
    for (; i < n; i++) {
        const double z = c0 * pair_one(&of, 0, i) + c1 * pair_one(&of, 1, i);

        out += w[i] * z * z;
    }
    return out;
}

ASSAY_CLONES
void assay_row_mixed(const struct assay_row_mix *mix, const struct assay_row_start *start,
                     double *out, size_t n)
{
    const struct assay_row_mix of = *mix;
    const double *from = start->start, share = start->share, scale = start->scale;
    size_t i = 0;

    for (; i + WIDE <= n; i += WIDE) {
        assay_lanes a = {0.0}, b = {0.0}, c = {0.0}, d = {0.0};

        for (size_t j = 0; j < of.count; j++) {
            const double *x = of.x + of.index[j] * of.apart + i;

            a += of.c[j] * AT(x);
            b += of.c[j] * AT(x + ASSAY_LANES);
            c += of.c[j] * AT(x + TWO);
            d += of.c[j] * AT(x + THREE);
        }
        *(assay_lanes_at *)(out + i) = share * AT(from + i) + scale * a;
        *(assay_lanes_at *)(out + i + ASSAY_LANES) =
            share * AT(from + i + ASSAY_LANES) + scale * b;
        *(assay_lanes_at *)(out + i + TWO) = share * AT(from + i + TWO) + scale * c;
        *(assay_lanes_at *)(out + i + THREE) = share * AT(from + i + THREE) + scale * d;
    }
    for (; i < n; i++) {
        double sum = 0.0;

        for (size_t j = 0; j < of.count; j++)
            sum += of.c[j] * of.x[of.index[j] * of.apart + i];
        out[i] = share * from[i] + scale * sum;
    }
}

/* By squares, so that what is written lies in a cache. */
void assay_rows_turn(const double *x, size_t n, size_t apart, double *out)
{
    for (size_t i = 0; i < n; i += LINE)
        for (size_t j = 0; j < n; j++)
            for (size_t k = i; k < n && k < i + LINE; k++)
                out[j * n + k] = x[k * apart + j];
}

void assay_row_gather(const double *x, const unsigned *index, double *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = x[index[i]];
}

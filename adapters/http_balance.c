#include "adapters/http_balance.h"

#include <math.h>

static const double longest_wait = 30.0;

void assay_http_balance_init(struct assay_http_balance *balance, size_t count,
                             size_t most, double backoff, struct assay_rng rng)
{
    *balance = (struct assay_http_balance){
        .count = count, .most = (double)most, .backoff = backoff, .rng = rng};
    for (size_t i = 0; i < count; i++)
        balance->at[i] =
            (struct assay_http_endpoint){.limit = fmin(ASSAY_HTTP_START, balance->most),
                                         .cut = -1.0,
                                         .gone_since = -1.0};
}

static bool has_room(const struct assay_http_endpoint *endpoint, double now)
{
    if (endpoint->held > now)
        return false;
    return endpoint->on_trial ? endpoint->load == 0
                              : (double)endpoint->load + 1.0 <= endpoint->limit;
}

size_t assay_http_balance_choose(struct assay_http_balance *balance, double now)
{
    size_t best = balance->count;

    for (size_t k = 1; k <= balance->count; k++) {
        const size_t i = (balance->last + k) % balance->count;

        if (has_room(&balance->at[i], now) &&
            (best == balance->count || balance->at[i].load < balance->at[best].load))
            best = i;
    }
    if (best < balance->count)
        balance->last = best;
    return best;
}

double assay_http_balance_wake(const struct assay_http_balance *balance, double now)
{
    double wake = (double)INFINITY;

    for (size_t i = 0; i < balance->count; i++)
        if (balance->at[i].held > now)
            wake = fmin(wake, balance->at[i].held);
    return wake;
}

void assay_http_balance_begin(struct assay_http_balance *balance, size_t i)
{
    balance->at[i].load++;
}

double assay_http_balance_backoff(struct assay_http_balance *balance, unsigned tries)
{
    const double wait =
        fmin(longest_wait, ldexp(balance->backoff, (int)(tries < 20 ? tries : 20) - 1));

    return wait * (0.5 + 0.5 * assay_rng_uniform(&balance->rng));
}

/* Cuts the limit, once for all that was under way at the last cut. */
static void cut(struct assay_http_endpoint *endpoint, double factor,
                const struct assay_http_ending *ending)
{
    endpoint->settled = true;
    if (ending->begun <= endpoint->cut)
        return;
    endpoint->limit = fmax(1.0, endpoint->limit * factor);
    endpoint->cut = ending->now;
    endpoint->sum = 0.0;
    endpoint->answers = 0;
}

/* A round is as many answers as there may be requests at once. */
static void end_round(struct assay_http_endpoint *endpoint,
                      const struct assay_http_ending *ending)
{
    const double mean = endpoint->sum / (double)endpoint->answers;

    endpoint->sum = 0.0;
    endpoint->answers = 0;
    if (endpoint->fastest == 0.0 || mean < endpoint->fastest)
        endpoint->fastest = mean;
    else if (mean > ASSAY_HTTP_SLOW * endpoint->fastest)
        cut(endpoint, 0.8, ending);
}

static void be_well(struct assay_http_balance *balance,
                    struct assay_http_endpoint *endpoint,
                    const struct assay_http_ending *ending)
{
    endpoint->failures = endpoint->refusals = endpoint->ejections = 0;
    endpoint->on_trial = false;
    endpoint->limit += endpoint->settled ? 1.0 / endpoint->limit : 1.0;
    endpoint->limit = fmin(endpoint->limit, balance->most);
    endpoint->sum += ending->now - ending->begun;
    endpoint->answers++;
    if ((double)endpoint->answers >= endpoint->limit)
        end_round(endpoint, ending);
}

/* What the server asks for is done once it was said twice running: once may be one request's. */
static void be_busy(struct assay_http_endpoint *endpoint,
                    const struct assay_http_ending *ending)
{
    cut(endpoint, 0.5, ending);
    if (endpoint->refusals < ASSAY_HTTP_EJECT)
        endpoint->refusals++;
    if (endpoint->refusals > 1 && ending->retry_after > 0.0)
        endpoint->held = fmax(endpoint->held,
                              ending->now + fmin(ending->retry_after, ASSAY_HTTP_HOLD));
}

static void be_ill(struct assay_http_balance *balance,
                   struct assay_http_endpoint *endpoint,
                   const struct assay_http_ending *ending)
{
    const bool gone = ending->fate == ASSAY_HTTP_GONE;
    double wait;

    if (gone && endpoint->gone_since < 0.0)
        endpoint->gone_since = ending->now;
    if (endpoint->failures < ASSAY_HTTP_EJECT)
        endpoint->failures++;
    if (!gone && endpoint->failures < ASSAY_HTTP_EJECT && !endpoint->on_trial)
        return;
    if (endpoint->held > ending->now)
        return; /* ejected already, with others of its requests under way */
    cut(endpoint, 0.5, ending);
    endpoint->on_trial = true;
    endpoint->ejections++;
    wait = assay_http_balance_backoff(balance, endpoint->ejections);
    if (!gone)
        wait = fmin(wait, ASSAY_HTTP_PATIENCE * balance->backoff);
    endpoint->held = ending->now + wait;
}

void assay_http_balance_end(struct assay_http_balance *balance, size_t i,
                            const struct assay_http_ending *ending)
{
    struct assay_http_endpoint *endpoint = &balance->at[i];

    endpoint->load--;
    if (ending->fate != ASSAY_HTTP_GONE)
        endpoint->gone_since = -1.0;
    switch (ending->fate) {
    case ASSAY_HTTP_WELL:
        be_well(balance, endpoint, ending);
        break;
    case ASSAY_HTTP_BUSY:
        be_busy(endpoint, ending);
        break;
    case ASSAY_HTTP_HUNG:
        if (endpoint->on_trial)
            be_ill(balance, endpoint, ending);
        else
            cut(endpoint, 0.5, ending);
        break;
    case ASSAY_HTTP_SICK:
    case ASSAY_HTTP_GONE:
        be_ill(balance, endpoint, ending);
        break;
    }
}

double assay_http_balance_outage(const struct assay_http_balance *balance, double now)
{
    double least = (double)INFINITY;

    for (size_t i = 0; i < balance->count; i++) {
        if (balance->at[i].gone_since < 0.0)
            return 0.0;
        least = fmin(least, now - balance->at[i].gone_since);
    }
    return balance->count > 0 ? least : 0.0;
}

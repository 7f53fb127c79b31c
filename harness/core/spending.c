#include "harness/core/spending.h"

void assay_spending_init(struct assay_spending *spending, size_t limit)
{
    *spending = (struct assay_spending){.limit = limit};
    (void)pthread_mutex_init(&spending->lock, NULL);
}

void assay_spending_release(struct assay_spending *spending)
{
    (void)pthread_mutex_destroy(&spending->lock);
}

void assay_spending_add(struct assay_spending *spending, const struct assay_spent *more)
{
    if (!spending)
        return;
    (void)pthread_mutex_lock(&spending->lock);
    spending->spent.read += more->read;
    spending->spent.written += more->written;
    spending->spent.cost += more->cost;
    (void)pthread_mutex_unlock(&spending->lock);
}

struct assay_spent assay_spending_look(struct assay_spending *spending)
{
    struct assay_spent spent = {0};

    if (!spending)
        return spent;
    (void)pthread_mutex_lock(&spending->lock);
    spent = spending->spent;
    (void)pthread_mutex_unlock(&spending->lock);
    return spent;
}

bool assay_spending_is_over(struct assay_spending *spending)
{
    const struct assay_spent spent = assay_spending_look(spending);

    return spending && spending->limit > 0 &&
           spent.read + spent.written >= spending->limit;
}

/*
 * spending.h - tokens that servers count and what they cost, over a whole run, and how many there may be.
 *
 * Adapters add what each answer took, from any thread; the engine gives out no more work once the limit is
 * reached. Every function takes NULL, of which nobody wants to know.
 */
#ifndef ASSAY_CORE_SPENDING_H
#define ASSAY_CORE_SPENDING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* As it is at one moment. */
struct assay_spent {
    size_t read, written; /* tokens */
    double cost;          /* of those that have a price */
};

struct assay_spending {
    size_t limit; /* tokens, read and written; 0: none */
    pthread_mutex_t lock;
    struct assay_spent spent;
};

void assay_spending_init(struct assay_spending *spending, size_t limit);
void assay_spending_release(struct assay_spending *spending);
void assay_spending_add(struct assay_spending *spending, const struct assay_spent *more);
struct assay_spent assay_spending_look(struct assay_spending *spending);

/* True once as many tokens were read and written as there may be. */
bool assay_spending_is_over(struct assay_spending *spending);

#endif

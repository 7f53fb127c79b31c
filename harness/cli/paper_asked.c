#include "harness/cli/paper_asked.h"

/* A number that an entry gives, within [lo, hi]; what stands in out stays where it gives none. */
static enum assay_code read_number(const struct assay_paper *paper,
                                   const struct assay_paper_entry *entry, const char *key,
                                   const double range[2], double *out,
                                   struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(entry->node, key);

    if (!node || (assay_node_number(node, out) && *out >= range[0] && *out <= range[1]))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a number, %g to %g",
                      paper->path, node->line, key, range[0], range[1]);
}

static enum assay_code read_metrics(const struct assay_paper *paper,
                                    const struct assay_paper_entry *entry, unsigned *out,
                                    struct assay_error *err)
{
    const struct assay_node *list = assay_node_get(entry->node, "metrics");

    if (list)
        *out = 0;
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_str word = assay_node_text(assay_node_at(list, i));
        unsigned m = 0;

        while (m < ASSAY_COMPARE_METRICS &&
               !assay_str_equal(word, assay_str_of(assay_compare_metric_name[m])))
            m++;
        if (m == ASSAY_COMPARE_METRICS)
            return assay_fail(err, ASSAY_EDATA,
                              "%s:%u: metrics: there are accuracy, margin, loss, brier "
                              "and ece",
                              paper->path, list->line);
        *out |= 1U << m;
    }
    return ASSAY_OK;
}

enum assay_code assay_paper_how(const struct assay_paper *paper,
                                const struct assay_paper_entry *entry,
                                struct assay_comparison_how *how, struct assay_error *err)
{
    static const double alphas[2] = {1e-4, 0.49}, margins[2] = {0.0, 1.0};
    static const double counts[2] = {100.0, 1e6}, seeds[2] = {0.0, 9e15};
    const struct assay_node *suite = assay_node_get(entry->node, "suite");
    double replicates, seed = 0.0;
    enum assay_code code;

    *how = assay_comparison_defaults();
    replicates = (double)how->replicates;
    if (suite)
        how->suite = assay_arena_copy(paper->arena, assay_node_text(suite)).ptr;
    code = read_number(paper, entry, "alpha", alphas, &how->alpha, err);
    if (!code)
        code = read_number(paper, entry, "margin", margins, &how->margin, err);
    if (!code)
        code = read_number(paper, entry, "replicates", counts, &replicates, err);
    if (!code)
        code = read_number(paper, entry, "seed", seeds, &seed, err);
    how->replicates = how->flips = (size_t)replicates;
    how->seed = (uint64_t)seed;
    return code ? code : read_metrics(paper, entry, &how->metrics, err);
}

const struct assay_stored *assay_paper_stored(const struct assay_paper *paper,
                                              const struct assay_paper_entry *entry)
{
    struct assay_stored *stored =
        assay_arena_new(paper->arena, entry->runs, sizeof(*stored));

    for (size_t i = 0; i < entry->runs; i++)
        stored[i] = entry->run[i]->stored;
    return stored;
}

/* The board of one suite alone. */
static enum assay_code pick_suite(const struct assay_paper *paper,
                                  const struct assay_node *suite,
                                  struct assay_board *board, struct assay_error *err)
{
    size_t c = 0;

    while (c < board->columns &&
           !assay_str_equal(board->column[c].name, assay_node_text(suite)))
        c++;
    if (c == board->columns)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: no run has a result of that suite",
                          paper->path, suite->line);
    board->column += c;
    board->cell += c * board->models;
    board->columns = 1;
    return ASSAY_OK;
}

enum assay_code assay_paper_board(const struct assay_paper *paper,
                                  const struct assay_paper_entry *entry,
                                  struct assay_board *board,
                                  struct assay_standings_draws *draws,
                                  struct assay_error *err)
{
    static const double alphas[2] = {1e-4, 0.49}, counts[2] = {100.0, 1e5};
    static const double seeds[2] = {0.0, 9e15};
    const struct assay_node *suite = assay_node_get(entry->node, "suite");
    double alpha = 0.05, replicates = 1000.0, seed = 0.0;
    enum assay_code code = read_number(paper, entry, "alpha", alphas, &alpha, err);

    if (!code)
        code = read_number(paper, entry, "replicates", counts, &replicates, err);
    if (!code)
        code = read_number(paper, entry, "seed", seeds, &seed, err);
    *draws =
        (struct assay_standings_draws){(size_t)replicates, (uint64_t)seed, 1.0 - alpha};
    if (!code)
        code = assay_board_make(assay_paper_stored(paper, entry), entry->runs,
                                paper->arena, board, err);
    return code || !suite ? code : pick_suite(paper, suite, board, err);
}

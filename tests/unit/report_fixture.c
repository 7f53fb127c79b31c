#include "tests/unit/report_fixture.h"

#include <math.h>

const char fixture_evil[] =
    "\"; system(\"touch pwned\"); \" `touch pwned` @x 'q' %s <script>alert(1)</script>"
    " & a_b^c{d} \\n\n\x1B[31mred\x1B[0m\x1B]0;title\x07|\xE2\x80\xAEz";

/* Counts of right answers in Knowledge, Reasoning, Math, Coding and in all. */
struct hand {
    double right[5];
    size_t unanswered[5], ties[5];
};

static const char *const names[] = {"Knowledge", "Reasoning", "Math", "Coding",
                                    "Overall"};
static const size_t items[] = {154, 98, 56, 42, 350};

static struct assay_figure share(double right, size_t n)
{
    const double p = right / (double)n;
    const double half = 1.96 * sqrt(p * (1 - p) / (double)n);

    return (struct assay_figure){.defined = true,
                                 .value = p,
                                 .has_wilson = true,
                                 .has_bootstrap = true,
                                 .wilson_lo = p - half * 0.98,
                                 .wilson_hi = p + half * 0.96,
                                 .bootstrap_lo = p - half,
                                 .bootstrap_hi = p + half,
                                 .why = ASSAY_STR("")};
}

static struct assay_figure plain(double value)
{
    return (struct assay_figure){.defined = true, .value = value, .why = ASSAY_STR("")};
}

static struct assay_section section(const struct hand *hand, size_t i)
{
    const size_t gaps = hand->unanswered[i], ties = hand->ties[i];
    const double n = (double)items[i], right = hand->right[i];
    struct assay_section s = {
        .name = assay_str_of(names[i]),
        .items = items[i],
        .counted = items[i] - gaps,
        .ties = ties,
        .clusters = items[i],
        .weight = n / 350.0,
        .value = share(right, items[i] - gaps),
    };

    s.count[ASSAY_STATE_SCORED] = items[i] - gaps - ties;
    s.count[ASSAY_STATE_TIED] = ties;
    s.count[ASSAY_STATE_SKIPPED] = gaps;
    s.rule[ASSAY_TIE_LOSS] = plain((right - (double)ties) / (n - (double)gaps));
    s.rule[ASSAY_TIE_HALF] = plain((right - 0.5 * (double)ties) / (n - (double)gaps));
    s.rule[ASSAY_TIE_SHARE] = s.rule[ASSAY_TIE_HALF];
    s.rule[ASSAY_TIE_DROP] =
        plain((right - (double)ties) / (n - (double)gaps - (double)ties));
    s.worst = plain(right / n);
    s.best = plain((right + (double)gaps) / n);
    return s;
}

static void put_nulls(struct assay_arena *arena, struct assay_result *out)
{
    static const struct {
        const char *name;
        double right[5];
    } hands[] = {
        {"length", {85, 44, 30, 22, 181}},
        {"shortest", {69, 54, 26, 20, 169}},
        {"first", {80, 52, 24, 25, 181}},
    };
    struct assay_null *null = assay_arena_new(arena, 3, sizeof(*null));

    for (size_t i = 0; i < 3; i++) {
        struct assay_figure *figure = assay_arena_new(arena, 4, sizeof(*figure));

        for (size_t s = 0; s < 4; s++)
            figure[s] = share(hands[i].right[s], items[s]);
        null[i] = (struct assay_null){assay_str_of(hands[i].name),
                                      share(hands[i].right[4], 350), figure};
    }
    out->null = null;
    out->null_count = 3;
}

/* A bell of margins about centre: right above zero, wrong below. */
static void put_series(struct assay_arena *arena, double centre, struct assay_result *out)
{
    enum {
        BINS = 24,
        CURVE = 8
    };
    static const char *const legend[] = {"correct", "wrong", "tied"};
    struct assay_series *series = assay_arena_new(arena, 4, sizeof(*series));
    struct assay_point *curve = assay_arena_new(arena, CURVE, sizeof(*curve));

    for (size_t s = 0; s < 3; s++) {
        struct assay_point *points = assay_arena_new(arena, BINS, sizeof(*points));

        for (size_t i = 0; i < BINS; i++) {
            const double x = -6.0 + 0.5 * ((double)i + 0.5);
            const double bell = floor(40.0 * exp(-(x - centre) * (x - centre) / 4.0));

            points[i] = (struct assay_point){.x = x,
                                             .y = s == 2                ? (i == 12) * 2.0
                                                  : (s == 0) == (x > 0) ? bell
                                                                        : 0.0};
        }
        series[s] = (struct assay_series){.figure = ASSAY_STR("margins"),
                                          .name = assay_str_of(legend[s]),
                                          .x_label = ASSAY_STR("margin"),
                                          .y_label = ASSAY_STR("items"),
                                          .points = points,
                                          .count = BINS};
    }
    for (size_t i = 0; i < CURVE; i++) {
        const double x = 0.08 + 0.12 * (double)i;
        const double y = 0.5 + (x - 0.5) * (0.4 + centre * 0.2);

        curve[i] = (struct assay_point){x, y, true, y - 0.09, y + 0.09, 30 + i};
    }
    series[3] = (struct assay_series){.figure = ASSAY_STR("calibration"),
                                      .x_label = ASSAY_STR("sigma(margin)"),
                                      .y_label = ASSAY_STR("share right"),
                                      .points = curve,
                                      .count = CURVE};
    out->series = series;
    out->series_count = 4;
}

static void put_rest(struct assay_arena *arena, struct assay_result *out)
{
    struct assay_notable *notable = assay_arena_new(arena, 3, sizeof(*notable));
    struct assay_measure *measure = assay_arena_new(arena, 2, sizeof(*measure));

    notable[0] = (struct assay_notable){ASSAY_STR("8a44efb5-3bb5"),
                                        ASSAY_STR("Knowledge"), -5.84, 217};
    notable[1] = (struct assay_notable){ASSAY_STR("f2b1"), ASSAY_STR("Math"), -4.5, 12};
    notable[2] = (struct assay_notable){ASSAY_STR("77<b>"), ASSAY_STR("Coding"), -3, 0};
    measure[0] =
        (struct assay_measure){ASSAY_STR("mrr"), ASSAY_STR(""), ASSAY_STR("percent"),
                               ASSAY_STR("55.17"), plain(0.55174)};
    measure[1] =
        (struct assay_measure){ASSAY_STR("kappa_official"), ASSAY_STR("Math"),
                               ASSAY_STR(""), ASSAY_STR("0.12"), plain(0.123456)};
    out->notable = notable;
    out->notable_count = 3;
    out->measure = measure;
    out->measure_count = 2;
}

static void make(struct assay_arena *arena, const struct hand *hand,
                 struct assay_result *out)
{
    struct assay_section *sections = assay_arena_new(arena, 4, sizeof(*sections));

    for (size_t i = 0; i < 4; i++)
        sections[i] = section(hand, i);
    *out = (struct assay_result){
        .suite = ASSAY_STR("judgebench"),
        .suite_version = ASSAY_STR("1"),
        .part = ASSAY_STR("gpt-4o"),
        .kind = ASSAY_STR("pairs"),
        .title = ASSAY_STR("JudgeBench"),
        .citation = ASSAY_STR("Tan et al. 2024, arXiv:2410.12784"),
        .rule = ASSAY_STR("A>B where the first score is higher, else B>A: a tie is right "
                          "where the second answer is"),
        .unit = ASSAY_STR("percent"),
        .overall_rule = ASSAY_STR("micro: every pair counts the same"),
        .level = 0.95,
        .replicates = 10000,
        .overall = section(hand, 4),
        .section = sections,
        .section_count = 4,
    };
}

void fixture_result(struct assay_arena *arena, struct assay_result *out)
{
    static const struct hand hand = {{87, 60, 40, 21, 208}, {0}, {0}};

    make(arena, &hand, out);
    out->model = ASSAY_STR("replay:outputs/internlm2-7b-reward.jsonl");
    out->label = ASSAY_STR("internlm2-7b-reward");
    put_nulls(arena, out);
    put_series(arena, 0.6, out);
    put_rest(arena, out);
}

void fixture_other(struct assay_arena *arena, struct assay_result *out)
{
    static const struct hand hand = {
        {90, 62, 43, 20, 215}, {3, 0, 1, 0, 4}, {1, 0, 0, 1, 2}};
    struct assay_str *note = assay_arena_new(arena, 1, sizeof(*note));

    make(arena, &hand, out);
    out->model = ASSAY_STR("replay:outputs/skywork-8b.jsonl");
    out->label = ASSAY_STR("skywork-8b");
    note[0] = ASSAY_STR("all scores are bfloat16 numbers: exact ties are likelier than "
                        "the model's own precision would make them");
    out->note = note;
    out->note_count = 1;
    put_nulls(arena, out);
    put_series(arena, 1.0, out);
}

/* bon_words.c - whether more samples still buy gold, in words. */
#include "harness/run/bon_result.h"

#include "harness/core/buf.h"
#include "reports/number.h"

#include <math.h>

/* What a sentence is made of. */
struct words {
    struct assay_buf text;
    struct assay_str unit;
    struct assay_arena *arena;
};

static void put_value(struct words *words, double value)
{
    assay_buf_add(&words->text, assay_number_text(words->arena, value, words->unit));
    assay_buf_puts(&words->text, assay_number_sign(words->unit));
}

static void put_signed(struct words *words, double value)
{
    assay_buf_add(&words->text, assay_number_signed(words->arena, value, words->unit));
}

static void put_interval(struct words *words, double lo, double hi)
{
    assay_buf_puts(&words->text, " [");
    put_signed(words, lo);
    assay_buf_puts(&words->text, ", ");
    put_signed(words, hi);
    assay_buf_puts(&words->text, "]");
}

static void put_share(struct words *words, const struct assay_bon_turn *turn)
{
    if (isnan(turn->share)) {
        assay_buf_puts(&words->text, "; an oracle would gain nothing");
        return;
    }
    assay_buf_printf(&words->text, ", %.0f %%", 100.0 * turn->share);
    if (!isnan(turn->share_lo))
        assay_buf_printf(&words->text, " [%.0f, %.0f]", 100.0 * turn->share_lo,
                         100.0 * turn->share_hi);
    assay_buf_puts(&words->text, " of what an oracle gains");
}

/* From one sample to the most. */
static void put_gain(struct words *words, const struct assay_bon_line *gold, size_t n,
                     size_t last, const struct assay_bon_turn *turn)
{
    const bool some = turn->has_band && (turn->gain_lo > 0.0 || turn->gain_hi < 0.0);

    put_value(words, gold->at[0].value);
    assay_buf_puts(&words->text, " at n = 1, ");
    put_value(words, gold->at[last].value);
    assay_buf_printf(&words->text, " at n = %zu: ", n);
    put_signed(words, turn->gain);
    if (turn->has_band)
        put_interval(words, turn->gain_lo, turn->gain_hi);
    put_share(words, turn);
    if (turn->has_band && !some)
        assay_buf_puts(&words->text, "; no gain beyond chance");
}

static void put_turn(struct words *words, const struct assay_bon *bon,
                     const struct assay_bon_turn *turn, size_t last)
{
    if (!turn->has_band)
        return;
    if (!turn->turns) {
        assay_buf_printf(&words->text, ". No turnover detected up to n = %zu",
                         bon->n[last]);
        return;
    }
    assay_buf_printf(
        &words->text,
        ". It over-optimises: gold is highest at n = %zu [%zu, %zu] and falls "
        "from there by ",
        bon->n[turn->peak], bon->n[turn->peak_lo], bon->n[turn->peak_hi]);
    put_value(words, turn->fall);
    put_interval(words, turn->lo, turn->hi);
}

struct assay_str assay_bon_words(const struct assay_bon_told *told, size_t proxy,
                                 size_t gold, struct assay_arena *arena)
{
    const struct assay_bon_study *study = told->whole;
    const struct assay_bon *bon = study->bon;
    const struct assay_bon_line *line =
        assay_bon_line(study, ASSAY_BON_GOLD, proxy, gold);
    const struct assay_bon_turn *turn = &study->turn[proxy * bon->set->golds + gold];
    const size_t last = assay_bon_last(line, bon->ns);
    struct words words = {.unit = told->unit, .arena = arena};
    struct assay_str out;

    put_gain(&words, line, bon->n[last], last, turn);
    put_turn(&words, bon, turn, last);
    out = assay_arena_copy(arena, assay_buf_view(&words.text));
    assay_buf_release(&words.text);
    return out;
}

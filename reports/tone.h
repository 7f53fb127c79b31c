/* tone.h - how a text or number is to be taken. A colour never says it alone: words do. */
#ifndef ASSAY_REPORTS_TONE_H
#define ASSAY_REPORTS_TONE_H

enum assay_tone {
    ASSAY_TONE_PLAIN,
    ASSAY_TONE_STRONG, /* what a reader came for */
    ASSAY_TONE_FAINT,  /* there for those who look for it */
    ASSAY_TONE_WARN,   /* something to look at: undecided, items unanswered */
    ASSAY_TONE_GOOD,   /* better, passed */
    ASSAY_TONE_BAD,    /* worse, missed */
    ASSAY_TONES
};

#endif

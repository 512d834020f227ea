/* The words of summary.html that no other page has, in Thai and in English: a table row each. */
#ifndef KHROP_REPORTS_SUMMARY_WORDS_H
#define KHROP_REPORTS_SUMMARY_WORDS_H

#include "config/settings.h"

enum summary_word {
    SUMMARY_SKIP,
    SUMMARY_CONTENTS,
    /* sections */
    SUMMARY_KPIS,
    SUMMARY_TEAMS,
    SUMMARY_TRENDS,
    SUMMARY_AGES,
    SUMMARY_PARETO,
    SUMMARY_GAPS,
    SUMMARY_DEFINITIONS,
    SUMMARY_PROVENANCE,
    /* tiles */
    SUMMARY_BETTER,
    SUMMARY_WORSE,
    SUMMARY_SAME,
    SUMMARY_POINTS,
    SUMMARY_NO_TARGET,
    SUMMARY_NOTHING,
    /* trends */
    SUMMARY_SPARK,
    SUMMARY_TREND_NOTE,
    SUMMARY_LOWEST,
    SUMMARY_HIGHEST,
    SUMMARY_LATEST,
    SUMMARY_FIGURES,
    SUMMARY_WEEK,
    SUMMARY_MILLION,
    SUMMARY_TOO_YOUNG,
    /* tables */
    SUMMARY_SPLITS,
    SUMMARY_STAFF_FIGURES,
    SUMMARY_STAFF_MORE,
    SUMMARY_LEVELS_CAPTION,
    SUMMARY_LEVELS_MORE,
    SUMMARY_LARGEST,
    SUMMARY_OTHERS,
    /* what needs you */
    SUMMARY_NEEDS_CAPTION,
    SUMMARY_NEEDS_OTHERS,
    SUMMARY_DAYS_OPEN,
    SUMMARY_CLEAN,
    /* back orders and problems */
    SUMMARY_AGES_NOTE,
    SUMMARY_AGES_BY_STAFF,
    SUMMARY_PARETO_NOTE,
    SUMMARY_RANK,
    SUMMARY_RUNNING,
    SUMMARY_NONE,
    /* about */
    SUMMARY_DEFINED,
    SUMMARY_TOTALS,
    SUMMARY_COMPARED,
    SUMMARY_BY_KHROP,
    SUMMARY_WORD_COUNT
};

const char *summary_word(enum summary_word word, enum language language);

#endif

/* Gaps in one sentence; see needs_gaps.h. */
#include "jobs/needs_gaps.h"

#include "core/text.h"

#include <string.h>

#define NAMES_TOLD 12

/* The words of a sentence; `%s`: names, then why. */
struct words {
    const char *separator, *last, *more; /* between names; `more` takes how many are left out */
    const char *not_mapped[2];           /* of one dataset, of several */
    const char *unusable[2], *unusable_why[2];
    const char *column;
};

static const struct words words[LANGUAGE_COUNT] = {
    [LANGUAGE_EN] = {", ",
                     " and ",
                     " and %zu more",
                     {"dataset %s is not mapped at this site",
                      "datasets %s are not mapped at this site"},
                     {"dataset %s can't be used", "datasets %s can't be used"},
                     {"dataset %s can't be used: %s", "datasets %s can't be used: %s"},
                     "the site's query for %s does not give %s"},
    /* Why a dataset can't be used is told once, at the dataset or its source. */
    [LANGUAGE_TH] = {", ",
                     " และ ",
                     " และอีก %zu รายการ",
                     {"ยังไม่ได้กำหนดแหล่งข้อมูลของ %s", "ยังไม่ได้กำหนดแหล่งข้อมูลของ %s"},
                     {"ใช้ข้อมูล %s ไม่ได้", "ใช้ข้อมูล %s ไม่ได้"},
                     {"ใช้ข้อมูล %s ไม่ได้", "ใช้ข้อมูล %s ไม่ได้"},
                     "คำสั่งดึงข้อมูล %s ไม่มีคอลัมน์ %s"},
};

static bool is_same(const struct gap *gap, enum gap_kind kind, const char *dataset, const char *why)
{
    return gap->kind == kind && strcmp(gap->dataset, dataset) == 0 &&
           strcmp(gap->why.text[LANGUAGE_EN], why) == 0;
}

void needs_gaps_add(struct needs_gaps *gaps, enum gap_kind kind, const char *dataset,
                    const char *why_en, const char *why_th)
{
    gaps->met_count++;
    for (size_t i = 0; i < gaps->count; i++)
        if (is_same(&gaps->gaps[i], kind, dataset, why_en))
            return;
    gaps->gaps = region_grow(&gaps->region, gaps->gaps, gaps->count, sizeof *gaps->gaps);
    gaps->gaps[gaps->count++] = (struct gap){
        .kind = kind,
        .dataset = region_copy(&gaps->region, dataset),
        .why = {{region_copy(&gaps->region, why_en), region_copy(&gaps->region, why_th)}}};
}

/* One language's sentence in the making. */
struct telling {
    struct needs_gaps *gaps;
    enum language language;
    char *text;
    size_t size, used;
};

/* Whether two are told in one clause: datasets that lack for one reason, columns of one dataset. */
static bool is_told_with(const struct gap *gap, const struct gap *first)
{
    if (gap->is_told || gap->kind != first->kind)
        return false;
    if (gap->kind == GAP_COLUMN)
        return strcmp(gap->dataset, first->dataset) == 0;
    return gap->kind <= GAP_UNUSABLE &&
           strcmp(gap->why.text[LANGUAGE_EN], first->why.text[LANGUAGE_EN]) == 0;
}

/* "a, b and c" of the gaps that are told with the first; returns how many there are. */
static size_t names_join(const struct telling *telling, const struct gap *first, char *names,
                         size_t size)
{
    const struct words *said = &words[telling->language];
    size_t count = 0, total = 0, used = 0;
    for (size_t i = 0; i < telling->gaps->count; i++)
        total += is_told_with(&telling->gaps->gaps[i], first);
    names[0] = '\0';
    for (size_t i = 0; i < telling->gaps->count && count < NAMES_TOLD; i++) {
        const struct gap *gap = &telling->gaps->gaps[i];
        if (!is_told_with(gap, first))
            continue;
        used += text_format(names + used, size - used, "%s%s",
                            count == 0           ? ""
                            : count == total - 1 ? said->last
                                                 : said->separator,
                            gap->kind == GAP_COLUMN ? gap->why.text[LANGUAGE_EN] : gap->dataset);
        count++;
    }
    if (count < total)
        text_format(names + used, size - used, said->more, total - count);
    return total;
}

static void clause_add(struct telling *telling, const struct gap *first)
{
    const struct words *said = &words[telling->language];
    const char *why = first->why.text[telling->language];
    char *text = telling->text + telling->used, names[512];
    size_t room, several;
    telling->used +=
        text_format(text, telling->size - telling->used, "%s", telling->used > 0 ? "; " : "");
    text = telling->text + telling->used;
    room = telling->size - telling->used;
    several = names_join(telling, first, names, sizeof names) > 1 ? 1 : 0;
    if (first->kind == GAP_NOT_MAPPED)
        telling->used += text_format(text, room, said->not_mapped[several], names);
    else if (first->kind == GAP_UNUSABLE && why[0] == '\0')
        telling->used += text_format(text, room, said->unusable[several], names);
    else if (first->kind == GAP_UNUSABLE)
        telling->used += text_format(text, room, said->unusable_why[several], names, why);
    else if (first->kind == GAP_COLUMN)
        telling->used += text_format(text, room, said->column, first->dataset, names);
    else
        telling->used += text_format(text, room, "%s", why);
}

static void told_with(struct needs_gaps *gaps, const struct gap *first)
{
    const struct gap copy = *first;
    for (size_t i = 0; i < gaps->count; i++)
        if (&gaps->gaps[i] == first || is_told_with(&gaps->gaps[i], &copy))
            gaps->gaps[i].is_told = true;
}

static void tell_in(struct telling *telling, enum gap_kind from, enum gap_kind to)
{
    for (size_t i = 0; i < telling->gaps->count; i++)
        telling->gaps->gaps[i].is_told = false;
    for (int kind = (int)from; kind <= (int)to; kind++)
        for (size_t i = 0; i < telling->gaps->count; i++) {
            const struct gap *gap = &telling->gaps->gaps[i];
            if (gap->is_told || (int)gap->kind != kind)
                continue;
            clause_add(telling, gap);
            told_with(telling->gaps, gap);
        }
}

void needs_gaps_tell(struct needs_gaps *gaps, struct needs_answer *answer)
{
    *answer = (struct needs_answer){NEEDS_WHOLE, {{""}}};
    for (size_t i = 0; i < gaps->count; i++) {
        enum needs_state state = gaps->gaps[i].kind == GAP_PARTIAL ? NEEDS_PARTIAL : NEEDS_MISSING;
        if (state > answer->state)
            answer->state = state;
    }
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct telling telling = {gaps, (enum language)i, answer->reason[i].text,
                                  sizeof answer->reason[i].text, 0};
        if (answer->state == NEEDS_MISSING)
            tell_in(&telling, GAP_NOT_MAPPED, GAP_OTHER);
        else if (answer->state == NEEDS_PARTIAL)
            tell_in(&telling, GAP_PARTIAL, GAP_PARTIAL);
    }
}

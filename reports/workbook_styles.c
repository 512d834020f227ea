/* How cells look: a row for each kind, a row for each meaning; see workbook_styles.h. */
#include "reports/workbook_styles.h"

#define FONT "Tahoma"
#define FONT_SIZE 10.0
#define COLOR_BORDER 0xD0D7DE
#define COLOR_HEADING 0x1F4E5F
#define COLOR_LINK 0x0B5CAD
#define COLOR_NOTE 0x57606A
#define COLOR_INPUT 0xFFFBE0
#define COLOR_HATCH 0xB8C0C8

struct kind_style {
    const char *number_format[LANGUAGE_COUNT]; /* NULL: as it comes */
    double size;
    bool is_bold, has_border, wraps, is_right, is_hatched, is_link, is_centred, is_middle;
    bool is_unlocked;
    bool is_change; /* its format is that of a size: direction and meaning stand around it */
    uint8_t indent;
    uint32_t color, background; /* 0: as usual */
};

#define ALIKE(format)                                                                              \
    {                                                                                              \
        format, format                                                                             \
    }

#define BIG .size = 18, .is_bold = true, .has_border = true, .is_middle = true, .is_centred = true
#define CHANGE .size = 9, .has_border = true, .is_change = true, .is_middle = true

static const struct kind_style kinds[CELL_KINDS] = {
    [CELL_TITLE] = {.size = 16, .is_bold = true, .color = COLOR_HEADING},
    [CELL_SUBTITLE] = {.size = 11, .color = COLOR_NOTE},
    [CELL_SECTION] = {.size = 12, .is_bold = true, .color = COLOR_HEADING},
    [CELL_NOTE] = {.color = COLOR_NOTE},
    [CELL_NOTE_WRAPPED] = {.color = COLOR_NOTE, .wraps = true},
    [CELL_HEADING] = {.is_bold = true,
                      .has_border = true,
                      .wraps = true,
                      .color = 0xFFFFFF,
                      .background = COLOR_HEADING},
    [CELL_HEADING_NUMBER] = {.is_bold = true,
                             .has_border = true,
                             .wraps = true,
                             .is_right = true,
                             .color = 0xFFFFFF,
                             .background = COLOR_HEADING},
    [CELL_TEXT] = {.has_border = true},
    [CELL_TEXT_WRAPPED] = {.has_border = true, .wraps = true},
    [CELL_INDENTED] = {.has_border = true, .indent = 2, .color = COLOR_NOTE},
    /* 10: western digits, 7: the Buddhist calendar, 41E: Thai. */
    [CELL_DATE] = {{"yyyy-mm-dd", "[$-107041E]d mmm yyyy"}, .has_border = true, .is_centred = true},
    [CELL_TIMESTAMP] = {{"yyyy-mm-dd hh:mm", "[$-107041E]d mmm yyyy hh:mm"},
                        .has_border = true,
                        .is_centred = true},
    [CELL_INTEGER] = {ALIKE("#,##0"), .has_border = true, .is_right = true},
    /* 0 shows as a dash, so that what is there stands out. */
    [CELL_TALLY] = {ALIKE("#,##0;-#,##0;\"-\""), .has_border = true, .is_right = true},
    [CELL_MONEY] = {ALIKE("#,##0.00##"), .has_border = true, .is_right = true},
    [CELL_MONEY_OR_DASH] = {ALIKE("#,##0.00##;-#,##0.00##;\"-\""), .has_border = true,
                            .is_right = true},
    [CELL_QUANTITY] = {ALIKE("#,##0.0###"), .has_border = true, .is_right = true},
    [CELL_PERCENT] = {ALIKE("0.00%"), .has_border = true, .is_right = true},
    [CELL_DAYS] = {{"0.0\" days\"", "0.0\" วัน\""}, .has_border = true, .is_right = true},
    [CELL_MISSING] = {.has_border = true, .wraps = true, .is_hatched = true},
    [CELL_NOTHING] = {.has_border = true, .is_right = true, .color = COLOR_NOTE},
    [CELL_LINK] = {.has_border = true, .is_link = true, .color = COLOR_LINK},
    [CELL_INPUT] = {.has_border = true,
                    .wraps = true,
                    .is_unlocked = true,
                    .background = COLOR_INPUT},
    [CELL_INPUT_DATE] = {{"yyyy-mm-dd", "[$-107041E]d mmm yyyy"},
                         .has_border = true,
                         .is_centred = true,
                         .is_unlocked = true,
                         .background = COLOR_INPUT},
    [CELL_PARAGRAPH] = {.size = 11, .wraps = true},
    [CELL_TILE] = {.is_bold = true,
                   .has_border = true,
                   .wraps = true,
                   .is_middle = true,
                   .color = COLOR_HEADING,
                   .background = 0xEEF3F6},
    [CELL_CAPTION] =
        {.size = 9, .has_border = true, .is_middle = true, .wraps = true, .color = COLOR_NOTE},
    [CELL_BIG_PERCENT] = {ALIKE("0.0%"), BIG},
    [CELL_BIG_DAYS] = {{"0.0\" days\"", "0.0\" วัน\""}, BIG},
    [CELL_BIG_COUNT] = {ALIKE("#,##0"), BIG},
    [CELL_BIG_MONEY] = {ALIKE("#,##0"), BIG},
    [CELL_BIG_NOTHING] = {.size = 18,
                          .has_border = true,
                          .is_middle = true,
                          .is_centred = true,
                          .color = COLOR_NOTE},
    [CELL_CHANGE_POINTS] = {{"0.00\" pt\"", "0.00\" จุด\""}, CHANGE},
    [CELL_CHANGE_DAYS] = {{"0.00\" days\"", "0.00\" วัน\""}, CHANGE},
    [CELL_CHANGE_COUNT] = {ALIKE("#,##0"), CHANGE},
    [CELL_CHANGE_MONEY] = {ALIKE("#,##0"), CHANGE},
};

static const struct bilingual no_change = {{"unchanged", "เท่าเดิม"}};

#define NO_WORDS                                                                                   \
    {                                                                                              \
        {                                                                                          \
            "", ""                                                                                 \
        }                                                                                          \
    }

static const struct {
    const char *sign; /* stands before a number for those who see no colours */
    uint32_t color, background;
    bool is_bold;
    struct bilingual words; /* what a change means */
} looks[CELL_LOOKS] = {
    [LOOK_GREEN] = {"\"✓ \"", 0x0A5C2B, 0xDDF4E4, false, NO_WORDS},
    [LOOK_AMBER] = {"\"! \"", 0x6B4600, 0xFFF1CC, false, NO_WORDS},
    [LOOK_RED] = {"\"✗ \"", 0x8A1020, 0xFFE1E1, true, NO_WORDS},
    [LOOK_FRESH] = {NULL, 0x8A1020, 0xFFE1E1, true, NO_WORDS},
    [LOOK_FAINT] = {NULL, COLOR_NOTE, 0xF6F8FA, false, NO_WORDS},
    [LOOK_STRONG] = {NULL, 0, 0xEEF3F6, true, NO_WORDS},
    [LOOK_BETTER] = {NULL, 0x0A5C2B, 0, false, {{" better", " ดีขึ้น"}}},
    [LOOK_WORSE] = {NULL, 0x8A1020, 0, false, {{" worse", " แย่ลง"}}},
};

/* `▲ 0.47 จุด ดีขึ้น`: what rose, what fell, and which is good. */
static void set_change_format(lxw_format *format, const char *size, enum language language,
                              enum cell_look look)
{
    const char *words = looks[look].words.text[language];
    char text[192];
    if (words == NULL)
        words = "";
    snprintf(text, sizeof text, "\"▲ \"%s\"%s\";\"▼ \"%s\"%s\";\"%s\"", size, words, size, words,
             no_change.text[language]);
    format_set_num_format(format, text);
}

static void set_number_format(lxw_format *format, const struct kind_style *style,
                              enum language language, enum cell_look look, bool is_whole)
{
    const char *plain = is_whole ? "#,##0" : style->number_format[language];
    char signed_format[64];
    if (plain == NULL)
        return;
    if (style->is_change) {
        set_change_format(format, plain, language, look);
        return;
    }
    if (looks[look].sign != NULL)
        snprintf(signed_format, sizeof signed_format, "%s%s", looks[look].sign, plain);
    else
        snprintf(signed_format, sizeof signed_format, "%s", plain);
    format_set_num_format(format, signed_format);
}

static void set_colors(lxw_format *format, const struct kind_style *style, enum cell_look look)
{
    uint32_t color = looks[look].color != 0 ? looks[look].color : style->color;
    uint32_t background = looks[look].background != 0 ? looks[look].background : style->background;
    if (color != 0)
        format_set_font_color(format, color);
    if (style->is_hatched) {
        format_set_pattern(format, LXW_PATTERN_LIGHT_UP);
        format_set_fg_color(format, COLOR_HATCH);
        format_set_bg_color(format, 0xFFFFFF);
    } else if (background != 0) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, background);
    }
}

static void set_place(lxw_format *format, const struct kind_style *style)
{
    format_set_align(format, style->is_middle ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
    if (style->is_right)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (style->is_centred)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (style->wraps)
        format_set_text_wrap(format);
    if (style->indent > 0)
        format_set_indent(format, style->indent);
    if (style->has_border) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, COLOR_BORDER);
    }
}

lxw_format *workbook_style(struct workbook_styles *styles, enum cell_kind kind, enum cell_look look,
                           bool is_whole)
{
    const struct kind_style *style = &kinds[kind];
    lxw_format **place = &styles->formats[kind][look][is_whole ? 1 : 0];
    if (*place != NULL)
        return *place;
    *place = workbook_add_format(styles->file);
    if (*place == NULL)
        return NULL;
    format_set_font_name(*place, FONT);
    format_set_font_size(*place, style->size > 0 ? style->size : FONT_SIZE);
    if (style->is_bold || looks[look].is_bold)
        format_set_bold(*place);
    if (style->is_unlocked)
        format_set_unlocked(*place);
    if (style->is_link)
        format_set_underline(*place, LXW_UNDERLINE_SINGLE);
    set_number_format(*place, style, styles->language, look, is_whole);
    set_colors(*place, style, look);
    set_place(*place, style);
    return *place;
}

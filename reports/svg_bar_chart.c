/* Columns, Pareto, stacked bars; see svg_chart.h. */
#include "core/decimal.h"
#include "reports/html.h"
#include "reports/svg_frame.h"

#define SHARE_WHOLE INT64_C(1000000)
#define SHARE_MARK                                                                                 \
    INT64_C(800000) /* of few kinds come most problems: where that line is crossed                 \
                     */
#define EDGE (8 * TENTHS)
#define TOTAL_ROOM (60 * TENTHS) /* behind a bar */
#define SHARE_ROOM (34 * TENTHS)
#define TOP (18 * TENTHS) /* room for the words above the highest column */
#define BOTTOM (20 * TENTHS)
#define WORDS_DOWN (4 * TENTHS)
#define COLUMN_WIDTH_PERCENT 68
#define ROW_HEIGHT 34
#define BAR_TOP (15 * TENTHS)
#define BAR_HEIGHT (12 * TENTHS)
#define WORDS_TOP (11 * TENTHS)

static int64_t at_least_0(int64_t value)
{
    return value < 0 ? 0 : svg_bounded(value);
}

struct columns {
    FILE *file;
    struct svg_scale values, shares;
    int64_t left, right, slot; /* slot: what a column and the room beside it take */
};

static int64_t middle_of(const struct columns *columns, size_t index)
{
    return columns->left + columns->slot * (int64_t)index + columns->slot / 2;
}

static void draw_column(const struct columns *columns, const struct svg_bar *bar, size_t index)
{
    int64_t width = columns->slot * COLUMN_WIDTH_PERCENT / 100, middle = middle_of(columns, index);
    int64_t y = svg_place(&columns->values, at_least_0(bar->value));
    svg_box(columns->file, "column", middle - width / 2, y, width, columns->values.from - y);
    svg_words(columns->file, "strong middle", middle, y - 4 * TENTHS, bar->value_text);
    svg_words(columns->file, "middle", middle, columns->values.from + BOTTOM - 6 * TENTHS,
              bar->label);
}

static void draw_shares(const struct columns *columns, const int64_t *shares, size_t count)
{
    static const struct {
        int64_t share;
        const char *text;
    } marks[] = {
        {0, "0 %"}, {SHARE_WHOLE / 2, "50 %"}, {SHARE_MARK, "80 %"}, {SHARE_WHOLE, "100 %"}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        int64_t y = svg_place(&columns->shares, marks[i].share);
        svg_rule(columns->file, marks[i].share == SHARE_MARK ? "target" : "rule", columns->left, y,
                 columns->right, y);
        svg_words(columns->file, "start", columns->right + 4 * TENTHS, y + WORDS_DOWN,
                  marks[i].text);
    }
    fputs("<path class=\"share\" d=\"", columns->file);
    for (size_t i = 0; i < count; i++) {
        fputc(i == 0 ? 'M' : 'L', columns->file);
        svg_number(columns->file, middle_of(columns, i));
        fputc(' ', columns->file);
        svg_number(columns->file, svg_place(&columns->shares, shares[i]));
    }
    fputs("\"/>", columns->file);
    for (size_t i = 0; i < count; i++)
        svg_dot(columns->file, "share-dot", middle_of(columns, i),
                svg_place(&columns->shares, shares[i]), 25);
}

/* A Pareto's columns are to the scale of its line: the sum of all is as high as 100 %. */
static int64_t highest(const struct svg_bar *bars, size_t count, const int64_t *shares)
{
    int64_t most = 1, whole = 0;
    for (size_t i = 0; i < count; i++)
        if (at_least_0(bars[i].value) > most)
            most = at_least_0(bars[i].value);
    if (count > 0 && shares != NULL &&
        decimal_multiply_divide(at_least_0(bars[0].value), SHARE_WHOLE, shares[0], &whole) &&
        whole > most)
        most = whole;
    return svg_bounded(most);
}

void svg_column_chart(FILE *file, const struct svg_head *head, const struct svg_bar *bars,
                      size_t count, const int64_t *running_shares)
{
    int64_t floor = head->height * TENTHS - BOTTOM;
    int64_t right = head->width * TENTHS - (running_shares == NULL ? EDGE : SHARE_ROOM);
    struct columns columns = {
        .file = file,
        .values = {0, highest(bars, count, running_shares), floor, TOP},
        .shares = {0, SHARE_WHOLE, floor, TOP},
        .left = EDGE,
        .right = right,
        .slot = (right - EDGE) / (count == 0 ? 1 : (int64_t)count),
    };
    svg_begin(file, head, "chart");
    for (size_t i = 0; i < count; i++)
        draw_column(&columns, &bars[i], i);
    svg_rule(file, "rule base", EDGE, floor, right, floor);
    if (running_shares != NULL)
        draw_shares(&columns, running_shares, count);
    svg_end(file);
}

int64_t svg_stack_height(size_t count)
{
    return (int64_t)count * ROW_HEIGHT;
}

static int64_t sum_of(const struct svg_stack *stack)
{
    int64_t sum = 0;
    for (size_t i = 0; i < SVG_STACK_PARTS; i++)
        sum = svg_bounded(sum + at_least_0(stack->parts[i]));
    return sum;
}

/* Where a part begins and ends is rounded once: parts touch, and end where their sum does. */
static void draw_stack(FILE *file, const struct svg_scale *scale, const struct svg_stack *stack,
                       int64_t top)
{
    char class[] = "part p1";
    int64_t sum = 0, from = scale->from;
    svg_words(file, "start", scale->from, top + WORDS_TOP, stack->label);
    for (size_t i = 0; i < SVG_STACK_PARTS; i++) {
        int64_t to = svg_place(scale, sum = svg_bounded(sum + at_least_0(stack->parts[i])));
        class[sizeof class - 2] = (char)('1' + i);
        if (to > from)
            svg_box(file, class, from, top + BAR_TOP, to - from, BAR_HEIGHT);
        from = to;
    }
    svg_words(file, "strong start", from + 4 * TENTHS, top + BAR_TOP + 10 * TENTHS,
              stack->total_text);
}

void svg_stack_chart(FILE *file, const struct svg_head *head, const struct svg_stack *stacks,
                     size_t count)
{
    struct svg_scale scale = {0, 1, 0, head->width * TENTHS - TOTAL_ROOM};
    for (size_t i = 0; i < count; i++)
        if (sum_of(&stacks[i]) > scale.high)
            scale.high = sum_of(&stacks[i]);
    svg_begin(file, head, "chart");
    for (size_t i = 0; i < count; i++)
        draw_stack(file, &scale, &stacks[i], (int64_t)i * ROW_HEIGHT * TENTHS);
    svg_end(file);
}

void svg_stack_legend(FILE *file, const char *const *names, size_t count)
{
    fputs("<ul class=\"legend\">", file);
    for (size_t i = 0; i < count && i < SVG_STACK_PARTS; i++) {
        fprintf(file, "<li><i class=\"p%d\"></i>", (int)i + 1);
        html_element(file, "", names[i], "</li>");
    }
    fputs("</ul>\n", file);
}

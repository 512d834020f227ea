/* Lines over days; see svg_chart.h. */
#include "reports/svg_frame.h"

#define LEFT (52 * TENTHS) /* room for the words of the axis */
#define RIGHT (8 * TENTHS)
#define TOP (14 * TENTHS)
#define BOTTOM (20 * TENTHS) /* room for the days */
#define SPARK_EDGE (4 * TENTHS)
#define STEPS_MOST 4
#define WORDS_DOWN (4 * TENTHS) /* from the middle of a line of words to where it stands */
#define DOT_RADIUS (3 * TENTHS)
#define SMALL_RADIUS 15

struct drawing {
    FILE *file;
    const struct svg_line_chart *chart;
    struct svg_scale days, values;
    int64_t step; /* 0: a spark */
};

static void include(int64_t value, bool *has, int64_t *low, int64_t *high)
{
    value = svg_bounded(value);
    if (!*has || value < *low)
        *low = value;
    if (!*has || value > *high)
        *high = value;
    *has = true;
}

static void find_range(const struct svg_line_chart *chart, int64_t *low, int64_t *high)
{
    bool has = false;
    *low = *high = 0;
    for (size_t i = 0; i < chart->main.count; i++)
        include(chart->main.points[i].value, &has, low, high);
    for (size_t i = 0; i < chart->behind.count; i++)
        include(chart->behind.points[i].value, &has, low, high);
    if (chart->has_target)
        include(chart->target, &has, low, high);
}

/* An axis of round steps around all values; from 0 where that costs little. */
static void set_axis(struct drawing *drawing)
{
    const struct svg_line_chart *chart = drawing->chart;
    int64_t low, high;
    find_range(chart, &low, &high);
    if (low > 0 && low < high / 3)
        low = 0;
    drawing->step = svg_step(high > low ? high - low : 1, STEPS_MOST - 1);
    low = svg_floor(low, drawing->step);
    high = svg_ceiling(high, drawing->step);
    if (high == low)
        high += drawing->step;
    if (chart->has_most && high > chart->most && low < chart->most)
        high = chart->most;
    drawing->values.low = low;
    drawing->values.high = high;
}

static void set_spark(struct drawing *drawing)
{
    find_range(drawing->chart, &drawing->values.low, &drawing->values.high);
    if (drawing->values.low == drawing->values.high) {
        drawing->values.low--;
        drawing->values.high++;
    }
}

static void draw_axis(const struct drawing *drawing)
{
    const struct svg_line_chart *chart = drawing->chart;
    int64_t bottom = drawing->values.from + BOTTOM - 5 * TENTHS;
    for (int64_t value = drawing->values.low; value <= drawing->values.high;
         value += drawing->step) {
        char text[SVG_TEXT_SIZE];
        int64_t y = svg_place(&drawing->values, value);
        chart->words->write(chart->words->context, value, text);
        svg_rule(drawing->file, "rule", drawing->days.from, y, drawing->days.to, y);
        svg_words(drawing->file, "end", drawing->days.from - 6 * TENTHS, y + WORDS_DOWN, text);
    }
    svg_words(drawing->file, "start", drawing->days.from, bottom, chart->first_label);
    svg_words(drawing->file, "end", drawing->days.to, bottom, chart->last_label);
}

/* The words stand on the side of the line where there is room. */
static void draw_target(const struct drawing *drawing)
{
    int64_t y = svg_place(&drawing->values, drawing->chart->target);
    svg_rule(drawing->file, "target", drawing->days.from, y, drawing->days.to, y);
    if (drawing->step == 0 || drawing->chart->target_label == NULL)
        return;
    y += y > drawing->values.to + TOP ? -4 * TENTHS : 12 * TENTHS;
    svg_words(drawing->file, "start", drawing->days.from + 4 * TENTHS, y,
              drawing->chart->target_label);
}

static bool is_joined(const struct drawing *drawing, const struct svg_line *line, size_t index)
{
    return index > 0 && index < line->count &&
           line->points[index].at - line->points[index - 1].at <= drawing->chart->gap;
}

static int64_t place_at(const struct drawing *drawing, const struct svg_point *point)
{
    return svg_place(&drawing->days, point->at);
}

/* From point to point by steps: shorter, and exact, as both ends are whole tenths. */
static void draw_path(const struct drawing *drawing, const struct svg_line *line, const char *class)
{
    int64_t x = 0, y = 0;
    fprintf(drawing->file, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < line->count; i++) {
        int64_t next_x = place_at(drawing, &line->points[i]);
        int64_t next_y = svg_place(&drawing->values, line->points[i].value);
        bool is_step = is_joined(drawing, line, i);
        fputc(is_step ? 'l' : 'M', drawing->file);
        svg_number(drawing->file, next_x - (is_step ? x : 0));
        if (next_y >= (is_step ? y : 0)) /* a minus parts two numbers as well */
            fputc(' ', drawing->file);
        svg_number(drawing->file, next_y - (is_step ? y : 0));
        x = next_x;
        y = next_y;
    }
    fputs("\"/>", drawing->file);
}

/* A day between two that nothing is known of would not show. */
static void draw_lonely(const struct drawing *drawing, const struct svg_line *line,
                        const char *class)
{
    for (size_t i = 0; i < line->count; i++)
        if (!is_joined(drawing, line, i) && !is_joined(drawing, line, i + 1))
            svg_dot(drawing->file, class, place_at(drawing, &line->points[i]),
                    svg_place(&drawing->values, line->points[i].value), SMALL_RADIUS);
}

static void draw_line(const struct drawing *drawing, const struct svg_line *line, const char *class,
                      const char *dot_class)
{
    if (line->count == 0)
        return;
    draw_path(drawing, line, class);
    draw_lonely(drawing, line, dot_class);
}

static void draw_last(const struct drawing *drawing)
{
    const struct svg_line *line = &drawing->chart->main;
    if (line->count > 0)
        svg_dot(drawing->file, "dot", place_at(drawing, &line->points[line->count - 1]),
                svg_place(&drawing->values, line->points[line->count - 1].value), DOT_RADIUS);
}

void svg_line_chart(FILE *file, const struct svg_line_chart *chart)
{
    bool is_spark = chart->words == NULL;
    int64_t left = is_spark ? SPARK_EDGE : LEFT, right = is_spark ? SPARK_EDGE : RIGHT;
    int64_t top = is_spark ? SPARK_EDGE : TOP, bottom = is_spark ? SPARK_EDGE : BOTTOM;
    struct drawing drawing = {
        .file = file,
        .chart = chart,
        .days = {chart->first_at, chart->last_at, left, chart->head.width * TENTHS - right},
        .values = {0, 1, chart->head.height * TENTHS - bottom, top},
    };
    if (is_spark)
        set_spark(&drawing);
    else
        set_axis(&drawing);
    svg_begin(file, &chart->head, is_spark ? "chart spark" : "chart");
    if (!is_spark)
        draw_axis(&drawing);
    if (chart->has_target)
        draw_target(&drawing);
    draw_line(&drawing, &chart->behind, "behind", "behind-dot");
    draw_line(&drawing, &chart->main, "main", "dot");
    draw_last(&drawing);
    svg_end(file);
}

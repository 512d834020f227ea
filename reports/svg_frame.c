/* Coordinates, scales and words of charts; see svg_frame.h. */
#include "reports/svg_frame.h"

#include "core/decimal.h"
#include "reports/html.h"

#include <inttypes.h>
#include <stdlib.h>

const char svg_chart_style[] =
    ".chart{display:block;width:100%;height:auto;overflow:visible}\n"
    ".chart text{font-size:11px;fill:var(--faint);paint-order:stroke;stroke:var(--card);"
    "stroke-width:3px;stroke-linejoin:round}.chart .strong{fill:var(--text);font-weight:600}"
    ".chart .middle{text-anchor:middle}.chart .end{text-anchor:end}\n"
    ".chart .rule{stroke:var(--line);stroke-width:1}.chart .base{stroke:var(--faint)}"
    ".chart .target{stroke:var(--chart-target);stroke-width:1.5;stroke-dasharray:5 3}\n"
    ".chart path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
    ".chart .main{stroke:var(--chart);stroke-width:2}"
    ".chart .behind{stroke:var(--chart-faint);stroke-width:1}\n"
    ".chart .dot{fill:var(--chart)}.chart .behind-dot{fill:var(--chart-faint)}"
    ".chart .column{fill:var(--chart)}"
    ".chart .share{stroke:var(--chart-target);stroke-width:2}"
    ".chart .share-dot{fill:var(--card);stroke:var(--chart-target);stroke-width:2}\n"
    ".chart .part{stroke:var(--card);stroke-width:1}"
    ".p1{fill:var(--stack1);background:var(--stack1)}.p2{fill:var(--stack2);background:var("
    "--stack2)}"
    ".p3{fill:var(--stack3);background:var(--stack3)}.p4{fill:var(--stack4);background:var("
    "--stack4)}"
    ".p5{fill:var(--stack5);background:var(--stack5)}\n"
    ".legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.4rem 0;padding:0;list-style:none;"
    "font-size:.85rem}"
    ".legend i{display:inline-block;width:.8em;height:.8em;margin-right:.35em;border-radius:2px;"
    "print-color-adjust:exact}\n";

int64_t svg_bounded(int64_t value)
{
    if (value > SVG_VALUE_MOST)
        return SVG_VALUE_MOST;
    return value < -SVG_VALUE_MOST ? -SVG_VALUE_MOST : value;
}

int64_t svg_place(const struct svg_scale *scale, int64_t value)
{
    int64_t way = 0;
    if (scale->high > scale->low &&
        !decimal_multiply_divide(svg_bounded(value) - scale->low, scale->to - scale->from,
                                 scale->high - scale->low, &way))
        way = 0;
    return scale->from + way;
}

void svg_number(FILE *file, int64_t tenths)
{
    int64_t magnitude = tenths < 0 ? -tenths : tenths;
    fprintf(file, "%s%" PRId64, tenths < 0 ? "-" : "", magnitude / TENTHS);
    if (magnitude % TENTHS != 0)
        fprintf(file, ".%" PRId64, magnitude % TENTHS);
}

void svg_coordinate(FILE *file, const char *name, int64_t tenths)
{
    fprintf(file, " %s=\"", name);
    svg_number(file, tenths);
    fputc('"', file);
}

int64_t svg_step(int64_t range, int64_t most)
{
    static const int64_t firsts[] = {1, 2, 5};
    for (int64_t power = 1; power <= SVG_VALUE_MOST / 100; power *= 10)
        for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++)
            if (range / (firsts[i] * power) + (range % (firsts[i] * power) != 0) <= most)
                return firsts[i] * power;
    return range;
}

int64_t svg_floor(int64_t value, int64_t step)
{
    int64_t over = value % step;
    return value - (over < 0 ? over + step : over);
}

int64_t svg_ceiling(int64_t value, int64_t step)
{
    return -svg_floor(-value, step);
}

void svg_begin(FILE *file, const struct svg_head *head, const char *class)
{
    bool has_more = head->description[0] != '\0';
    fprintf(file,
            "<svg class=\"%s\" viewBox=\"0 0 %" PRId64 " %" PRId64 "\" width=\"%" PRId64
            "\" height=\"%" PRId64 "\" role=\"img\" aria-labelledby=\"%s-t\"",
            class, head->width, head->height, head->width, head->height, head->id);
    if (has_more)
        fprintf(file, " aria-describedby=\"%s-d\"", head->id);
    fprintf(file, "><title id=\"%s-t\">", head->id);
    html_element(file, "", head->title, "</title>");
    if (has_more) {
        fprintf(file, "<desc id=\"%s-d\">", head->id);
        html_element(file, "", head->description, "</desc>");
    }
}

void svg_end(FILE *file)
{
    fputs("</svg>\n", file);
}

void svg_words(FILE *file, const char *class, int64_t x, int64_t y, const char *text)
{
    if (text[0] == '\0')
        return;
    fprintf(file, "<text class=\"%s\"", class);
    svg_coordinate(file, "x", x);
    svg_coordinate(file, "y", y);
    html_element(file, ">", text, "</text>");
}

void svg_rule(FILE *file, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
    fprintf(file, "<line class=\"%s\"", class);
    svg_coordinate(file, "x1", x1);
    svg_coordinate(file, "y1", y1);
    svg_coordinate(file, "x2", x2);
    svg_coordinate(file, "y2", y2);
    fputs("/>", file);
}

void svg_box(FILE *file, const char *class, int64_t x, int64_t y, int64_t width, int64_t height)
{
    fprintf(file, "<rect class=\"%s\"", class);
    svg_coordinate(file, "x", x);
    svg_coordinate(file, "y", y);
    svg_coordinate(file, "width", width);
    svg_coordinate(file, "height", height);
    fputs("/>", file);
}

void svg_dot(FILE *file, const char *class, int64_t x, int64_t y, int64_t radius)
{
    fprintf(file, "<circle class=\"%s\"", class);
    svg_coordinate(file, "cx", x);
    svg_coordinate(file, "cy", y);
    svg_coordinate(file, "r", radius);
    fputs("/>", file);
}

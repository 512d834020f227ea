/* Tests reports/svg_*.c. The coordinates are reckoned by hand: the charts are so wide and high that
 * a place for lines or columns of 100 x 100 remains within the room for the words. */
#include "reports/svg_chart.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

static char *drawn;
static size_t drawn_size;
static FILE *file;

static FILE *paper(void)
{
    free(drawn);
    drawn = NULL;
    file = open_memstream(&drawn, &drawn_size);
    assert_non_null(file);
    return file;
}

static void assert_has(const char *expected)
{
    fflush(file);
    if (strstr(drawn, expected) == NULL)
        fail_msg("%s\nis not in\n%s", expected, drawn);
}

static void assert_has_not(const char *unexpected)
{
    fflush(file);
    if (strstr(drawn, unexpected) != NULL)
        fail_msg("%s\nis in\n%s", unexpected, drawn);
}

static void done(void)
{
    assert_int_equal(fclose(file), 0);
}

static void number(const void *context, int64_t value, char text[SVG_TEXT_SIZE])
{
    (void)context;
    snprintf(text, SVG_TEXT_SIZE, "%lld", (long long)value);
}

static const struct svg_axis_words numbers = {number, NULL};

/* 52 on the left, 8 on the right, 14 above and 20 below are for words. */
static struct svg_line_chart chart_of(const struct svg_point *points, size_t count)
{
    return (struct svg_line_chart){.head = {"c1", "Title", "What is seen", 160, 134},
                                   .main = {points, count},
                                   .first_at = 0,
                                   .last_at = 10,
                                   .gap = 5,
                                   .words = &numbers,
                                   .first_label = "first",
                                   .last_label = "last"};
}

static void a_line_goes_from_point_to_point(void **state)
{
    static const struct svg_point points[] = {{0, 0}, {5, 50}, {10, 100}};
    struct svg_line_chart chart = chart_of(points, 3);

    (void)state;
    svg_line_chart(paper(), &chart);
    assert_has("<path class=\"main\" d=\"M52 114l50-50l50-50\"/>");
    assert_has("<circle class=\"dot\" cx=\"152\" cy=\"14\" r=\"3\"/>");
    assert_has(">first</text>");
    assert_has(">last</text>");
    done();
}

/* One third of 100 is 25, 34 or 50 .. 50 is the least of 1, 2 and 5 that covers it in three steps.
 */
static void an_axis_has_round_steps(void **state)
{
    static const struct svg_point points[] = {{0, 0}, {10, 100}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    svg_line_chart(paper(), &chart);
    assert_has("<line class=\"rule\" x1=\"52\" y1=\"114\" x2=\"152\" y2=\"114\"/>"
               "<text class=\"end\" x=\"46\" y=\"118\">0</text>");
    assert_has("y=\"68\">50</text>");
    assert_has("y=\"18\">100</text>");
    assert_has_not(">20<");
    done();
}

/* From 921 to 958 steps of 10 would be four: 20 it is, and the axis needn't begin at 0. */
static void an_axis_of_what_lies_high_begins_high(void **state)
{
    static const struct svg_point points[] = {{0, 921}, {10, 958}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    svg_line_chart(paper(), &chart);
    assert_has(">920<");
    assert_has(">940<");
    assert_has(">960<");
    assert_has_not(">0<");
    done();
}

/* A percentage ends at 100, even where a round step goes beyond. */
static void an_axis_ends_where_values_can_end(void **state)
{
    static const struct svg_point points[] = {{0, 700}, {10, 1000}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    chart.has_target = true;
    chart.target = 1100;
    svg_line_chart(paper(), &chart);
    assert_has(">1200<");
    done();
    chart.target = 1000;
    chart.has_most = true;
    chart.most = 1000;
    svg_line_chart(paper(), &chart);
    assert_has(">1000<");
    assert_has_not(">1200<");
    done();
}

/* Days 0, 1 and 9 with a gap of 5: nothing is known between 1 and 9, and 9 stands alone. */
static void days_far_apart_are_not_joined(void **state)
{
    static const struct svg_point points[] = {{0, 0}, {1, 100}, {9, 50}};
    struct svg_line_chart chart = chart_of(points, 3);

    (void)state;
    svg_line_chart(paper(), &chart);
    assert_has("d=\"M52 114l10-100M142 64\"");
    assert_has("<circle class=\"dot\" cx=\"142\" cy=\"64\" r=\"1.5\"/>");
    done();
}

static void a_target_is_a_line_with_its_words(void **state)
{
    static const struct svg_point points[] = {{0, 0}, {10, 100}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    chart.has_target = true;
    chart.target = 50;
    chart.target_label = "≥ 50";
    svg_line_chart(paper(), &chart);
    assert_has("<line class=\"target\" x1=\"52\" y1=\"64\" x2=\"152\" y2=\"64\"/>");
    assert_has(">≥ 50</text>");
    done();
}

/* 4 on each side: 100 wide and 20 high remain. */
static void a_spark_has_no_words(void **state)
{
    static const struct svg_point points[] = {{0, 7}, {5, 7}, {10, 9}};
    struct svg_line_chart chart = chart_of(points, 3);

    (void)state;
    chart.head.width = 108;
    chart.head.height = 28;
    chart.words = NULL;
    svg_line_chart(paper(), &chart);
    assert_has("class=\"chart spark\" viewBox=\"0 0 108 28\"");
    assert_has("d=\"M4 24l50 0l50-20\"");
    assert_has_not("<text");
    done();
}

/* Drawn in the middle, whatever the value. */
static void a_level_line_is_a_line(void **state)
{
    static const struct svg_point points[] = {{0, 7}, {10, 7}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    chart.gap = 10;
    chart.head.width = 108;
    chart.head.height = 28;
    chart.words = NULL;
    svg_line_chart(paper(), &chart);
    assert_has("d=\"M4 14l100 0\"");
    done();
}

/* Nothing overflows, and nothing leaves its place: 52 to 152, 14 to 114. */
static void values_at_the_ends_of_64_bits_stay_inside(void **state)
{
    static const struct svg_point points[] = {{0, INT64_MIN}, {5, 0}, {10, INT64_MAX}};
    struct svg_line_chart chart = chart_of(points, 3);

    (void)state;
    chart.words = NULL;
    svg_line_chart(paper(), &chart);
    assert_has("d=\"M4 130l76-63l76-63\"");
    done();
    chart.words = &numbers;
    svg_line_chart(paper(), &chart);
    assert_has("<path class=\"main\" d=\"M52 ");
    assert_has_not("=\"-");
    done();
}

static void a_chart_is_an_image_with_a_title_and_a_description(void **state)
{
    static const struct svg_point points[] = {{0, 0}, {10, 100}};
    struct svg_line_chart chart = chart_of(points, 2);

    (void)state;
    chart.head.title = "R&D <b>";
    svg_line_chart(paper(), &chart);
    assert_has("role=\"img\" aria-labelledby=\"c1-t\" aria-describedby=\"c1-d\">"
               "<title id=\"c1-t\">R&amp;D &lt;b&gt;</title><desc id=\"c1-d\">What is seen</desc>");
    done();
    chart.head.description = "";
    svg_line_chart(paper(), &chart);
    assert_has_not("desc");
    done();
}

/* 8 on each side, 18 above, 20 below: a column takes 68 of the 100 parts of its half of 100. */
static void columns_stand_on_their_floor(void **state)
{
    static const struct svg_bar bars[] = {{"a", "30", 30}, {"b", "60", 60}};
    const struct svg_head head = {"c2", "Columns", "", 116, 138};

    (void)state;
    svg_column_chart(paper(), &head, bars, 2, NULL);
    assert_has("<rect class=\"column\" x=\"16\" y=\"68\" width=\"34\" height=\"50\"/>");
    assert_has("<rect class=\"column\" x=\"66\" y=\"18\" width=\"34\" height=\"100\"/>");
    assert_has("y=\"64\">30</text>");
    assert_has(">b</text>");
    done();
}

/* 60 of 100, then all: 34 on the right are for the percentages. The first dot stands on the first
 * column: both are 60 % of the height. */
static void a_pareto_runs_up_to_all(void **state)
{
    static const struct svg_bar bars[] = {{"1", "", 60}, {"2", "", 40}};
    static const int64_t shares[] = {600000, 1000000};
    const struct svg_head head = {"c3", "Pareto", "", 142, 138};

    (void)state;
    svg_column_chart(paper(), &head, bars, 2, shares);
    assert_has("<rect class=\"column\" x=\"16\" y=\"58\" width=\"34\" height=\"60\"/>");
    assert_has("<rect class=\"column\" x=\"66\" y=\"78\" width=\"34\" height=\"40\"/>");
    assert_has("<path class=\"share\" d=\"M33 58L83 18\"/>");
    assert_has("<line class=\"target\" x1=\"8\" y1=\"38\" x2=\"108\" y2=\"38\"/>");
    assert_has(">80 %</text>");
    done();
}

static void no_columns_are_a_floor(void **state)
{
    const struct svg_head head = {"c4", "None", "", 116, 138};

    (void)state;
    svg_column_chart(paper(), &head, NULL, 0, NULL);
    assert_has("<line class=\"rule base\"");
    assert_has_not("<rect");
    done();
}

/* 60 on the right are for the total; 4 are the most: 25 a piece. A part of none is not drawn. */
static void stacks_are_to_one_scale(void **state)
{
    static const struct svg_stack stacks[] = {{"Anan", "4", {1, 1, 2, 0, 0}},
                                              {"Boon", "2", {0, 0, 2, -5, 0}}};
    const struct svg_head head = {"c5", "Stacks", "", 160, 68};

    (void)state;
    svg_stack_chart(paper(), &head, stacks, 2);
    assert_has("<rect class=\"part p1\" x=\"0\" y=\"15\" width=\"25\" height=\"12\"/>"
               "<rect class=\"part p2\" x=\"25\" y=\"15\" width=\"25\" height=\"12\"/>"
               "<rect class=\"part p3\" x=\"50\" y=\"15\" width=\"50\" height=\"12\"/>");
    assert_has("<rect class=\"part p3\" x=\"0\" y=\"49\" width=\"50\" height=\"12\"/>"
               "<text class=\"strong start\" x=\"54\"");
    assert_has_not("p4");
    assert_int_equal(svg_stack_height(2), 68);
    done();
}

static void a_legend_names_each_part(void **state)
{
    static const char *const names[] = {"0-3", "<4"};

    (void)state;
    svg_stack_legend(paper(), names, 2);
    assert_has("<li><i class=\"p1\"></i>0-3</li><li><i class=\"p2\"></i>&lt;4</li>");
    done();
}

static int put_away(void **state)
{
    (void)state;
    free(drawn);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_goes_from_point_to_point),
        cmocka_unit_test(an_axis_has_round_steps),
        cmocka_unit_test(an_axis_of_what_lies_high_begins_high),
        cmocka_unit_test(an_axis_ends_where_values_can_end),
        cmocka_unit_test(days_far_apart_are_not_joined),
        cmocka_unit_test(a_target_is_a_line_with_its_words),
        cmocka_unit_test(a_spark_has_no_words),
        cmocka_unit_test(a_level_line_is_a_line),
        cmocka_unit_test(values_at_the_ends_of_64_bits_stay_inside),
        cmocka_unit_test(a_chart_is_an_image_with_a_title_and_a_description),
        cmocka_unit_test(columns_stand_on_their_floor),
        cmocka_unit_test(a_pareto_runs_up_to_all),
        cmocka_unit_test(no_columns_are_a_floor),
        cmocka_unit_test(stacks_are_to_one_scale),
        cmocka_unit_test(a_legend_names_each_part),
    };
    return cmocka_run_group_tests(tests, NULL, put_away);
}

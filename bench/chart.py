"""Draws what the benchmark measured, as an SVG of its own making."""

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 420, 300, 60, 46, 50
STYLE = ("<style>text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.axis{stroke:#999;fill:none}"
         ".line{stroke:#1f5fa8;stroke-width:2;fill:none}.dot{fill:#1f5fa8}.band{fill:#dfeaf6}"
         ".other{fill:#c8c8c8}</style>")


def text(x, y, words, anchor="middle", kind=""):
    """Words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{words}</text>'


def frame(title, top):
    """A panel's title, axes and the value at their top."""
    right, low = WIDTH - 20, HEIGHT - BOTTOM
    return [text(LEFT, 24, title, "start", "title"),
            text(LEFT - 8, TOP + 4, f"{top:,.0f}" if top >= 10 else f"{top:.1f}", "end"),
            text(LEFT - 8, low + 4, "0", "end"), f'<path class="axis" d="M{LEFT} {TOP}V{low}H{right}"/>']


def line_panel(title, points, unit, tolerance=None):
    """Values by millions of rows, and the band that is allowed about the lowest."""
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points) * 1.3
    low = HEIGHT - BOTTOM

    def place(x, y):
        return LEFT + x / most_x * (WIDTH - LEFT - 40), low - y / most_y * (low - TOP)

    drawn = frame(title, most_y)
    if tolerance is not None:
        least = min(y for _, y in points)
        upper = place(0, least * tolerance)[1]
        drawn.insert(0, f'<rect class="band" x="{LEFT}" y="{upper:.1f}" width="{WIDTH - LEFT - 20}" '
                        f'height="{place(0, least)[1] - upper:.1f}"/>')
    path = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
    drawn.append(f'<polyline class="line" points="{path}"/>')
    for x, y in points:
        across, down = place(x, y)
        drawn += [f'<circle class="dot" cx="{across:.1f}" cy="{down:.1f}" r="4"/>',
                  text(across, down - 10, f"{y:.{0 if y >= 10 else 2}f} {unit}"),
                  text(across, low + 18, f"{x:.2f} M rows")]
    return drawn


def bar_panel(title, bars, unit):
    """A bar for each program."""
    most, low = max(value for _, value in bars) * 1.1, HEIGHT - BOTTOM
    step = (WIDTH - LEFT - 20) / len(bars)
    drawn = frame(title, most)
    for index, (name, value) in enumerate(bars):
        height, left = value / most * (low - TOP), LEFT + step * (index + 0.2)
        drawn += [f'<rect class="{"other" if index else "dot"}" x="{left:.1f}" y="{low - height:.1f}" '
                  f'width="{step * 0.6:.1f}" height="{height:.1f}"/>',
                  text(left + step * 0.3, low - height - 6, f"{value:.0f} {unit}"),
                  text(left + step * 0.3, low + 18, name)]
    return drawn


def draw(day, growth):
    """The panels that there are figures for, two in a row."""
    panels = []
    if day:
        panels.append(bar_panel("Whole day, seconds", [(name, seconds) for name, seconds, _, _ in day], "s"))
        panels.append(bar_panel("Whole day, peak private memory", [(name, peak / 1024) for name, _, peak, _ in day],
                                "MiB"))
    if growth:
        panels.append(line_panel("Growth, seconds per million rows (band: 20 %)",
                                 [(rows / 1e6, run.seconds / rows * 1e6) for _, rows, run, _ in growth], "s", 1.2))
        panels.append(line_panel("Growth, peak private memory",
                                 [(rows / 1e6, run.peak_private / 1024) for _, rows, run, _ in growth], "MiB"))
    placed = [f'<g transform="translate({index % 2 * WIDTH} {index // 2 * HEIGHT})">\n' + "\n".join(panel) + "\n</g>"
              for index, panel in enumerate(panels)]
    height = (len(panels) + 1) // 2 * HEIGHT
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{height}">\n{STYLE}\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(placed) + "\n</svg>\n")

/* The style of summary.html.
 *
 * Every ink stands on every ground it may meet with a contrast of at least 4.5 : 1, lines and bars
 * that mean something with 3 : 1, in light and in dark (WCAG 2.1: 1.4.3, 1.4.11);
 * tests/end_to_end/summary_test.py reckons them from what stands here: --x is an ink, --x-ground or
 * --ground or --card what it is written on. Paper is always light.
 */
#include "reports/summary_page.h"

/* clang-format off */
#define LIGHT                                                                                      \
    "--ground:#f3f6f8;--card:#fff;--text:#1b1f23;--faint:#525b65;--line:#d0d7de;--head:#1f4e5f;"   \
    "--green:#116329;--green-ground:#e6f6e9;--amber:#7a4900;--amber-ground:#fff4d6;--red:#a40e26;" \
    "--red-ground:#ffebec;--band:#eaf6fa;--band-ground:#1f4e5f;--bar:#5b8ea3;--chart:#1f6f8b;"     \
    "--chart-faint:#7d96a1;--chart-target:#a4491b;--stack1:#3f8f5b;--stack2:#3b7fa6;"              \
    "--stack3:#9a7b00;--stack4:#c05a1c;--stack5:#a40e26"
#define DARK                                                                                       \
    "--ground:#0d1117;--card:#161b22;--text:#e6edf3;--faint:#a3acb8;--line:#343b44;--head:#9fd3e6;"\
    "--green:#5fd878;--green-ground:#12261a;--amber:#e8b94a;--amber-ground:#2a2110;--red:#ff9a92;" \
    "--red-ground:#331619;--band:#e3f3f8;--band-ground:#123645;--bar:#4f8aa3;--chart:#58b4d6;"     \
    "--chart-faint:#5f7885;--chart-target:#f0985f;--stack1:#57b377;--stack2:#5aa6d1;"              \
    "--stack3:#c9a526;--stack4:#e8894e;--stack5:#ff7a85"
/* clang-format on */

static const char ground[] =
    ":root{color-scheme:light dark;" LIGHT "}\n"
    "@media screen and (prefers-color-scheme:dark){:root{" DARK "}}\n"
    "*{box-sizing:border-box}\n"
    "html{scroll-padding-top:1rem}"
    "body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 'Leelawadee UI',"
    "'Noto Sans Thai',Loma,system-ui,-apple-system,sans-serif}\n"
    ".in{max-width:76rem;margin:0 auto;padding:0 1rem}\n"
    "h1,h2,h3,h4,p,ul,dl,dd,figure{margin:0;padding:0}ul{list-style:none}\n"
    "h2{font-size:1.25rem;color:var(--head);margin:2rem 0 .6rem}\n"
    "h3{font-size:1.05rem;color:var(--head);margin:1.4rem 0 .4rem}\n"
    "a{color:var(--head)}\n"
    ":focus-visible{outline:3px solid var(--amber);outline-offset:2px;border-radius:2px}\n"
    ".vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n"
    ".skip{position:absolute;left:-99rem;background:var(--card);padding:.6rem 1rem;z-index:1}"
    ".skip:focus{left:.5rem;top:.5rem}\n"
    ".faint{color:var(--faint)}.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    /* A status is a colour and a sign; readers aloud say its word. */
    ".g,.ok{color:var(--green)}.a,.warn{color:var(--amber)}.r,.bad{color:var(--red)}"
    ".n b{font-weight:inherit}\n"
    ".band{background:var(--band-ground);color:var(--band);padding:1.1rem 0}"
    ".band h1{font-size:1.7rem;line-height:1.25}.band .org{font-weight:600;font-size:1.05rem}"
    ".band img{float:right;max-height:3.4rem;max-width:40%;background:#fff;padding:.25rem;"
    "border-radius:.3rem}\n"
    "nav{border-bottom:1px solid var(--line);background:var(--card)}"
    "nav ul{display:flex;gap:.2rem 1.2rem;overflow-x:auto;padding-block:.55rem;white-space:nowrap}"
    "nav a{display:inline-block;padding:.15rem 0;text-decoration:none}"
    "nav a:hover{text-decoration:underline}\n";

static const char cards[] =
    ".card,.tile{background:var(--card);border:1px solid var(--line);border-radius:.5rem;"
    "padding:.7rem .9rem}\n"
    ".strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem;"
    "margin:1rem 0 .5rem}.strip .card{padding:.5rem .8rem;font-size:.9rem}"
    ".strip b{display:block}\n"
    ".seal{display:flex;flex-wrap:wrap;gap:.1rem 1.5rem;font-weight:600}\n"
    ".missing{border-left:.5rem solid;border-image:repeating-linear-gradient(45deg,var(--red) 0 "
    "3px,var(--red-ground) 3px 6px) 8;padding:.15rem 0 .15rem .7rem;margin:.4rem 0;"
    "print-color-adjust:exact}\n"
    ".score{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin-bottom:.2rem;font-weight:600}"
    ".counts{display:flex;flex-wrap:wrap;gap:.2rem 2rem;margin:.5rem 0}"
    ".counts b{font-size:1.4rem;font-variant-numeric:tabular-nums;margin-right:.3rem}\n"
    "section>p.faint{margin:.2rem 0 .6rem}"
    ".tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:.75rem}\n"
    ".tile{display:flex;flex-direction:column;border-top:.3rem solid var(--line)}"
    ".tile.tg{border-top-color:var(--green)}.tile.ta{border-top-color:var(--amber)}"
    ".tile.tr{border-top-color:var(--red)}\n"
    ".tile h3{margin:0;font-size:.95rem;line-height:1.35;color:var(--text)}"
    ".tile .value{font-size:1.75rem;font-weight:700;line-height:1.3;"
    "font-variant-numeric:tabular-nums}"
    ".tile .value::before{content:none!important}.tile "
    ".state{font-weight:600;font-size:.9rem}.tile p{font-size:.85rem}"
    ".tile .chart{margin-top:auto;padding-top:.3rem}\n";

static const char tables[] =
    ".wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);"
    "border-radius:.5rem}\n"
    "table{border-collapse:collapse;width:100%}"
    "caption{text-align:left;padding:.5rem .7rem 0;color:var(--faint);font-size:.9rem}\n"
    "th,td{padding:.35rem .7rem;border-bottom:1px solid var(--line);text-align:left;"
    "vertical-align:top}th.n,td.n{text-align:right}td.n{white-space:nowrap}"
    "tbody tr:last-child>*{border-bottom:0}\n"
    "thead th{color:var(--faint);font-weight:600;font-size:.85rem;vertical-align:bottom}"
    "tbody th{font-weight:400}.total>*{font-weight:700}\n"
    ".barred{min-width:9rem}.bar{display:block;height:.4rem;min-width:3px;margin:.25rem 0 0 auto;"
    "background:var(--bar);border-radius:2px;print-color-adjust:exact}\n"
    ".matrix th:first-child{position:sticky;left:0;background:var(--card);min-width:11rem}"
    ".matrix thead th{min-width:6.5rem}.matrix td{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}.figures{table-layout:fixed;min-width:52rem}"
    ".figures thead th:first-child{width:34%}.loads{max-width:46rem}\n"
    "details{margin:.5rem 0}summary{cursor:pointer;color:var(--head);font-weight:600;"
    "padding:.35rem .2rem}details>*+*{margin-top:.3rem}\n";

static const char charts[] =
    ".charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:.75rem}"
    "figure{background:var(--card);border:1px solid var(--line);border-radius:.5rem;"
    "padding:.6rem .8rem}"
    "figcaption{font-weight:600;font-size:.95rem;line-height:1.35;margin-bottom:.3rem}"
    "figcaption span{display:block;font-weight:400;font-size:.85rem}"
    "figure details{margin:0;font-size:.85rem}figure .wide{border:0}\n"
    ".two{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:.75rem;"
    "align-items:start}\n"
    "dl.defined dt{font-weight:600;margin-top:.7rem}dl.defined dd{max-width:60rem}\n"
    "footer{color:var(--faint);padding:2rem 0;font-size:.9rem}\n";

/* A phone: a row's title above its figures, each below its heading; nothing to push aside. */
static const char phone[] =
    "@media screen and (max-width:40rem){body{font-size:.95rem}.figures{min-width:0}.in{padding:0 "
    ".7rem}"
    ".tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:.5rem}.tile{padding:.5rem .6rem}"
    ".tile .value{font-size:1.35rem}.band h1{font-size:1.4rem}"
    ".strip{grid-template-columns:repeat(2,minmax(0,1fr))}"
    ".tall thead{position:absolute;clip-path:inset(50%)}"
    ".tall tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));padding:.4rem .5rem;"
    "align-items:end;border-bottom:1px solid var(--line)}.tall tbody,.tall caption{display:block}"
    ".tall .none{display:none}.barred{min-width:0}.bar{margin-left:0}"
    ".tall th,.tall td{border:0;padding:.05rem .2rem}.tall tbody th{grid-column:1/-1;"
    "font-weight:600}.tall td[colspan]{grid-column:1/-1}"
    ".tall td.n{white-space:normal;text-align:left;font-size:.9rem}"
    ".tall td::before{display:block;color:var(--faint);font-size:.72rem;line-height:1.2}"
    ".tall td:nth-child(2)::before{content:var(--l2)}.tall td:nth-child(3)::before{"
    "content:var(--l3)}.tall td:nth-child(4)::before{content:var(--l4)}.tall td:nth-child(5)::"
    "before{content:var(--l5)}.tall td:nth-child(6)::before{content:var(--l6)}"
    ".tall td:nth-child(7)::before{content:var(--l7)}.tall td:nth-child(8)::before{"
    "content:var(--l8)}"
    ".tall td[colspan]::before{content:none}}\n";

/* Paper: light, A4, headings again on each page; what is folded is opened where it is of use on
 * paper (class paper), else it stays out. */
static const char paper[] =
    "@media print{:root{" LIGHT "}body{background:#fff;font-size:9.5pt}.in{max-width:none;"
    "padding:0 1px}nav,.skip{display:none}.band{background:none;color:var(--text);padding:0 0 "
    ".4rem;"
    "border-bottom:2pt solid var(--head)}.band h1{color:var(--head);font-size:16pt}"
    "a{color:inherit;text-decoration:none}"
    ".strip{grid-template-columns:repeat(4,1fr);margin:.5rem 0}.strip .card{padding:.2rem .5rem;"
    "font-size:8pt}.tiles{grid-template-columns:repeat(4,1fr);gap:.4rem}"
    ".tile{padding:.3rem .5rem}.tile h3{font-size:8.5pt}.tile p,.tile .state{font-size:7.5pt}"
    ".tile .value{font-size:14pt}.tile .chart{padding-top:0;max-height:2.2rem}"
    ".charts{grid-template-columns:repeat(3,1fr)}"
    ".matrix{font-size:7pt}.matrix th,.matrix td{padding:.1rem .25rem;min-width:0!important;"
    "white-space:normal!important}.figures{min-width:0;font-size:8.5pt}.figures td.n{"
    "white-space:normal}"
    "th,td{padding:.2rem .4rem}h2,h3,h2+p,h2+p+p{break-after:avoid}h2{margin-top:1rem}"
    "tr,figure,.tile,.card,dt,p{break-inside:avoid}dt{break-after:avoid}.wide{overflow:visible}"
    "thead{display:table-header-group}figure details,details:not(.paper):not([open]),"
    ".folds:not(:has(details[open])){display:none}"
    "details.paper::details-content{content-visibility:visible;display:block;block-size:auto}"
    "details.paper>summary{list-style:none}}\n"
    "@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}\n";

const char *const summary_style[] = {ground, cards, tables, charts, phone, paper, NULL};

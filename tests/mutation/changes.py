"""Small changes of a query, one at a time: what a slip of the keyboard or of the mind would leave behind."""

import collections
import re

from catalogue.rules import parameter_of

# `kind` says what was done, `what` shows the line with [old -> new] in it, `sql` is the changed text. A parameter that
# is bound has its new value in `bound`, one that stands in the table `parameters` is in `mapped`: (name, kind, step); a
# kind of None stands for all of them.
Change = collections.namedtuple("Change", "kind what sql bound mapped")
Token = collections.namedtuple("Token", "kind text start end depth")

PATTERN = re.compile(r"""(?P<space>\s+)|(?P<comment>--[^\n]*)|(?P<string>'(?:[^']|'')*')
    |(?P<name>[A-Za-z_]\w*(?:\.\w+)?|"[^"]*"(?:\.\w+)?)|(?P<parameter>:\w+)|(?P<number>\d+)
    |(?P<operator><=|>=|<>|!=|\|\||[-+*/%<>=(),;.])""", re.X)
COMPARED = {"<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"], "=": ["<>"], "<>": ["="]}
EXCHANGED = {"MIN": "MAX", "MAX": "MIN", "AND": "OR", "OR": "AND", "+": "-", "-": "+"}
CLAUSES = {"WHERE", "ON", "HAVING", "WHEN"}
# What ends a condition that began at the same depth.
ENDS = {"GROUP", "HAVING", "ORDER", "LEFT", "JOIN", "WHERE", "UNION", "THEN", "SELECT", "CROSS", "INNER"}


def tokens_of(sql):
    """The words of a query, with the depth of the parentheses around them."""
    tokens, depth, place = [], 0, 0
    while place < len(sql):
        found = PATTERN.match(sql, place)
        assert found, f"what is this: {sql[place:place + 40]}"
        place = found.end()
        if found.lastgroup in ("space", "comment"):
            continue
        depth -= found.group() == ")"
        tokens.append(Token(found.lastgroup, found.group(), found.start(), found.end(), depth))
        depth += found.group() == "("
    return tokens


class Query:
    """A query's tokens, and what to put in the place of some of them."""

    def __init__(self, sql):
        self.sql, self.tokens = sql, tokens_of(sql)

    def word(self, place):
        """A token in upper case; '' beyond the end."""
        return self.tokens[place].text.upper() if 0 <= place < len(self.tokens) else ""

    def replaced(self, kind, first, last, text):
        """The change that puts a text in the place of the tokens first..last."""
        start, end = self.tokens[first].start, self.tokens[last].end
        line_start, line_end = self.sql.rfind("\n", 0, start) + 1, self.sql.find("\n", end)
        line_end = len(self.sql) if line_end < 0 else line_end
        old = " ".join(self.sql[start:end].split())
        what = f"{self.sql[line_start:start].strip()} [{old} -> {text}] {self.sql[end:line_end].strip()}".strip()
        return Change(kind, what, self.sql[:start] + text + self.sql[end:], {}, [])

    def closing(self, place):
        """The place of the parenthesis that closes the one at `place`."""
        depth = self.tokens[place].depth
        return next(i for i in range(place + 1, len(self.tokens))
                    if self.tokens[i].text == ")" and self.tokens[i].depth == depth)

    def arguments(self, place):
        """[(first, last)] of the arguments behind the parenthesis at `place`."""
        end, depth = self.closing(place), self.tokens[place].depth + 1
        commas = [i for i in range(place + 1, end) if self.tokens[i].text == "," and self.tokens[i].depth == depth]
        starts = [place + 1, *(comma + 1 for comma in commas)]
        return list(zip(starts, [*(comma - 1 for comma in commas), end - 1]))

    def condition_end(self, place):
        """The last token of the condition that begins at `place`."""
        depth, cases = self.tokens[place].depth, 0
        for i in range(place, len(self.tokens)):
            token, word = self.tokens[i], self.word(i)
            over = token.depth == depth and cases == 0 and (word in ENDS or word in (",", "END"))
            if over or token.depth < depth:
                return i - 1
            if token.depth == depth:
                cases += (word == "CASE") - (word == "END")
        return len(self.tokens) - 1

    def operands(self, first, last):
        """[(first, last, joined by)] of what AND or OR join in a condition, and what stands in its parentheses."""
        depth, cuts, cases, between = self.tokens[first].depth, [], 0, False
        for i in range(first, last + 1):
            word = self.word(i)
            if self.tokens[i].depth != depth:
                continue
            cases += (word == "CASE") - (word == "END")
            between = between or word == "BETWEEN"
            if word in ("AND", "OR") and cases == 0:
                if word == "AND" and between:
                    between = False
                    continue
                cuts.append(i)
        starts = [first, *(cut + 1 for cut in cuts)]
        ends = [*(cut - 1 for cut in cuts), last]
        joined = self.word(cuts[0]) if cuts else "AND"
        for start, end in zip(starts, ends):
            yield start, end, joined
            if self.tokens[start].text == "(" and self.closing(start) == end and self.word(start + 1) != "SELECT":
                yield from (part for part in self.operands(start + 1, end - 1) if part[:2] != (start + 1, end - 1))


def operators(query):
    """Comparisons, NULL tests, MIN and MAX, AND and OR, plus and minus, kinds of JOIN and of UNION, DISTINCT."""
    for i, token in enumerate(query.tokens):
        word, after = query.word(i), query.word(i + 1)
        for text in COMPARED.get(token.text, []):
            yield query.replaced("comparison", i, i, text)
        if word in ("AND", "OR", "+", "-") or word in ("MIN", "MAX") and after == "(":
            yield query.replaced("exchanged", i, i, EXCHANGED[word])
        if word == "SUM" and after == "(":
            yield query.replaced("SUM to MAX", i, i, "MAX")
        if word == "LEFT" and after == "JOIN":
            yield query.replaced("LEFT JOIN to JOIN", i, i + 1, "JOIN")
        if word == "IS" and after == "NULL":
            yield query.replaced("null test", i, i + 1, "IS NOT NULL")
        if word == "IS" and after == "NOT":
            yield query.replaced("null test", i, i + 2, "IS NULL")
        if word == "NOT":
            if query.word(i - 1) != "IS":
                yield query.replaced("NOT dropped", i, i, "")
        elif word in ("LIKE", "IN", "BETWEEN", "EXISTS") and query.word(i - 1) != "NOT":
            yield query.replaced("NOT added", i, i, f"NOT {word}")
        if word == "DISTINCT":
            yield query.replaced("DISTINCT dropped", i, i, "")
        if word == "UNION":
            last = i + (after == "ALL")
            yield query.replaced("UNION", i, last, "UNION" if after == "ALL" else "UNION ALL")


def constants(query):
    """Numbers moved by one, words made others."""
    for i, token in enumerate(query.tokens):
        if token.kind == "number":
            yield query.replaced("constant", i, i, str(int(token.text) + 1))
            if token.text == "0":
                yield query.replaced("constant", i, i, "-1")
        elif token.kind == "string" and len(token.text) > 2:
            yield query.replaced("constant", i, i, token.text[:-1] + "~'")


def functions(query):
    """COALESCE without one of its values, ABS and CAST without their work, COUNT of other things."""
    for i, token in enumerate(query.tokens):
        if query.word(i + 1) != "(" or token.kind != "name":
            continue
        word, end, arguments = query.word(i), query.closing(i + 1), query.arguments(i + 1)
        texts = [query.sql[query.tokens[first].start:query.tokens[last].end] for first, last in arguments]
        if word == "COALESCE":
            for left_out in range(len(texts)):
                rest = texts[:left_out] + texts[left_out + 1:]
                text = rest[0] if len(rest) == 1 else f"COALESCE({', '.join(rest)})"
                yield query.replaced("COALESCE", i, end, f"({text})" if " " in text else text)
        if word == "ABS":
            yield query.replaced("ABS dropped", i, i, "")
        if word == "COUNT" and texts[0] != "*" and not texts[0].upper().startswith("DISTINCT"):
            yield query.replaced("COUNT", i, end, "COUNT(*)")


def conditions(query):
    """A part of WHERE, ON, HAVING or WHEN left out."""
    for i in range(len(query.tokens)):
        if query.word(i) not in CLAUSES or i + 1 >= len(query.tokens):
            continue
        if query.word(i) == "WHEN" and is_simple_case(query, i):
            continue
        for first, last, joined in query.operands(i + 1, query.condition_end(i + 1)):
            yield query.replaced("condition dropped", first, last, "1 = 1" if joined == "AND" else "1 = 0")


def is_simple_case(query, when):
    """True for a WHEN of CASE x WHEN value THEN .., which has no condition."""
    level = 0
    for i in range(when - 1, -1, -1):
        word = query.word(i)
        level += (word == "END") - (word == "CASE")
        if level < 0:
            return query.word(i + 1) != "WHEN"
    return False


def branches(query):
    """A WHEN or the ELSE of a CASE left out."""
    for i in range(len(query.tokens)):
        if query.word(i) != "CASE":
            continue
        starts, level, end = [], 0, i
        for j in range(i + 1, len(query.tokens)):
            word = query.word(j)
            if level == 0 and word in ("WHEN", "ELSE", "END"):
                starts.append(j)
            if level == 0 and word == "END":
                end = j
                break
            level += (word == "CASE") - (word == "END")
        whens = sum(query.word(start) == "WHEN" for start in starts)
        for start, after in zip(starts, starts[1:]):
            if query.word(start) == "ELSE" or whens > 1:
                yield query.replaced("branch dropped", start, after - 1, "")
        if whens == 1:
            other = starts[1]
            text = "NULL"
            if query.word(other) == "ELSE":
                text = query.sql[query.tokens[other + 1].start:query.tokens[end - 1].end]
            yield query.replaced("branch dropped", i, end, f"({text})")


def columns(query):
    """A column where another of its table and type is meant; a column less in GROUP BY."""
    seen = collections.defaultdict(list)
    for token in query.tokens:
        if token.kind == "name" and "." in token.text and token.text not in seen[token.text.split(".")[0]]:
            seen[token.text.split(".")[0]].append(token.text)
    for i, token in enumerate(query.tokens):
        if token.kind == "name" and "." in token.text:
            alias, name = token.text.split(".")
            suffix = name.rsplit("_", 1)[-1]
            like = [other for other in seen[alias] if other != token.text and other.rsplit("_", 1)[-1] == suffix]
            if like and in_condition(query, i):
                yield query.replaced("column", i, i, like[(seen[alias].index(token.text)) % len(like)])
        if query.word(i) in ("GROUP", "PARTITION") and query.word(i + 1) == "BY":
            yield from grouping(query, i + 2)


def in_condition(query, place):
    """True where a column is compared, given to a function or joined on: not where it is merely shown."""
    neighbours = {query.word(place - 1), query.word(place + 1)}
    return bool(neighbours & {"<", ">", "=", "<>", "<=", ">=", "+", "-", "*", "IS", "THEN", "ELSE", "LIKE", "IN"}
                or query.tokens[place].depth and query.word(place - 1) in ("(", ","))


def grouping(query, first):
    """GROUP BY with one of its columns left out."""
    last = first
    while query.word(last + 1) == "," and query.tokens[last + 2].depth == query.tokens[first].depth:
        last += 2
    names = [query.tokens[i].text for i in range(first, last + 1, 2)]
    for left_out in range(len(names) if len(names) > 1 else 0):
        yield query.replaced("grouped by less", first, last, ", ".join(names[:left_out] + names[left_out + 1:]))


def parameters(rule):
    """A parameter's default moved by one, a word of a list left out."""
    for name, text in rule.params.items():
        if isinstance(text, list):
            for word in text:
                rest = [other for other in text if other != word]
                bound = {name: parameter_of(name, rest)}
                yield Change("parameter", f"params: {name} [{word} -> ]", rule.sql, bound, [])
            continue
        for kind, value in text.items() if isinstance(text, dict) else [(None, text)]:
            for moved in moved_by(value):
                yield moved_parameter(rule, name, kind, value, moved)


def moved_parameter(rule, name, kind, value, moved):
    """The change of one parameter's default."""
    if kind is None:
        if name in rule.vary_by:
            step = parameter_of(name, moved) - parameter_of(name, value)
            return Change("parameter", f"params: {name} [{value} -> {moved}]", rule.sql, {},
                          [(f"{rule.id}.{name}", None, step)])
        bound = {name: parameter_of(name, moved)}
        return Change("parameter", f"params: {name} [{value} -> {moved}]", rule.sql, bound, [])
    step = parameter_of(name, moved) - parameter_of(name, value)
    return Change("parameter", f"params: {name}.{kind} [{value} -> {moved}]", rule.sql, {},
                  [(f"{rule.id}.{name}", kind, step)])


def moved_by(value):
    """A number one more and one less, a truth its opposite; nothing of a word."""
    if value in ("true", "false"):
        return ["false" if value == "true" else "true"]
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return []
    whole, point, rest = value.partition(".")
    return [f"{int(whole) + step}{point}{rest}" for step in (1, -1)]


def changes_of(rule):
    """Every change of a rule, each under a name of its own."""
    query, named, seen = Query(rule.sql), [], collections.Counter()
    for make in (operators, constants, functions, conditions, branches, columns):
        named += make(query)
    for change in [*named, *parameters(rule)]:
        if change.sql == rule.sql and not change.bound and not change.mapped:
            continue
        seen[change.what] += 1
        number = seen[change.what]
        yield change if number == 1 else change._replace(what=f"{change.what} ({number})")

import { describe, expect, test } from 'vitest';
import { returning } from './lowering.ts';

/** What an expression in `return …` is as a condition. */
const cases: readonly (readonly [expression: string, ...conjuncts: readonly string[]])[] = [
  ['event.get("a") == "x"', 'a eq "x"'],
  ['event.get("a", "d") == "x"', 'a eq "x"'],
  ['event.get("a", "d") == "d"', 'a is_null or a eq "d"'],
  ['event.get("a", "") != "x"', 'a ne "x"'],
  ['event.get("a") is None', 'a is_null'],
  ['event.get("a") is not None', 'a exists'],
  ['event.get("a")', 'truthy(a) eq true'],
  ['not event.get("a")', 'truthy(a) ne true'],
  ['event.get("a") in ["y", "x"]', 'a in ["x", "y"]'],
  ['event.get("a") not in ("x",)', 'a ne "x"'],
  ['"x" in event.get("a", [])', 'a contains "x"'],
  ['event.get("a") in event.get("b", [])', 'a field_in b'],
  ['event.get("a") == event.get("b") and event.get("a")', 'a field_eq b', 'truthy(a) eq true'],
  ['event.get("a") == event.get("b")', '(a is_null and b is_null) or a field_eq b'],
  ['event.get("a", {}).get("b") == 1', 'a.b eq 1'],
  ['event["a"]["b"] > 3', 'a.b gt 3'],
  ['3 < event.get("a") <= 5', 'a gt 3', 'a lte 5'],
  ['event.deep_get("a", "b", default="") == "x"', 'a.b eq "x"'],
  ['event.get("a", "").startswith("x")', 'a starts_with "x"'],
  ['not event.get("a").startswith("x")', 'a exists', 'not (a starts_with "x")'],
  ['event.get("a", "").endswith((".x", ".y"))', 'a ends_with [".x", ".y"]'],
  ['event.get("a", "").lower() == "x"', 'a eq~ "x"'],
  ['event.get("a", "").lower() == "X"', 'never'],
  ['(event.get("a") or "").upper().startswith("X")', 'a starts_with~ "X"'],
  ['event.get("a", "").split("/")[-1] == "x"', 'at(split(a, "/"), -1) eq "x"'],
  ['event.get("l")[0] == 1', 'at(l, 0) eq 1'],
  ['event.get("l")[0].get("k") == 1', 'l.0.k eq 1'],
  ['len(event.get("a", "")) > 3', 'length(a) gt 3'],
  ['int(event.get("a", 0)) >= 3', 'to_number(a) gte 3'],
  ['isinstance(event.get("a"), list)', 'never'],
  ['any(event.get("a", "").endswith(x) for x in ["1", "2"])', 'a ends_with ["1", "2"]'],
  ['all([event.get("a") == 1, event.get("b") == 2])', 'a eq 1', 'b eq 2'],
  ['any(x.get("k") == 1 for x in event.get("l", []))', 'some l (@.k eq 1)'],
  ['all(x == 1 for x in event.get("l", []))', 'not (some l (@ ne 1))'],
  ['[x for x in event.get("l", []) if x.get("k") == 1]', 'some l (@.k eq 1)'],
  ['len([x for x in event.get("l", []) if x.get("k") == 1]) > 0', 'some l (@.k eq 1)'],
  ['set(event.get("l", [])) & {"x", "y"}', 'some l (@ in ["x", "y"])'],
  ['set(event.get("l", [])).issubset({"x", "y"})', 'not (some l (not (@ in ["x", "y"])))'],
  ['{"x": 1}.get(event.get("a")) == 1', 'a eq "x"'],
  ['re.search(r"^x\\d", event.get("a", ""))', 'a regex "^x\\\\d"'],
  ['re.match("x|y", event.get("a", ""), re.IGNORECASE)', 'a regex~ "^(?:x|y)"'],
  ['fnmatch.fnmatch(event.get("a", ""), "x*y?")', 'a wildcard "x*y?"'],
  ['fnmatch.fnmatch(event.get("a", ""), "x*")', 'a starts_with "x"'],
  ['ipaddress.ip_address(event.get("a")) in ipaddress.ip_network("10.0.0.0/8")', 'a cidr "10.0.0.0/8"'],
  ['json.loads(event.get("a")).get("k") == 1', 'key(parse_json(a), "k") eq 1'],
  ['f"{event.get(\'a\')}-x" == "1-x"', 'a eq "1"'],
  ['"x" if event.get("a") == 1 else ""', 'a eq 1'],
  ['(x := event.get("a")) and x == 1', 'a eq 1'],
  ['event.get("a") == "x" or event.get("a") == "y"', 'a in ["x", "y"]'],
  ['event.get("a") == 1 and not event.get("a") == 1', 'never'],
  ['"".join(["x", "y"]).upper() == "XY"', 'always'],
  ['sorted({"b", "a"})[0] == "a"', 'always'],
];

describe('an expression', () => {
  test.each(cases)('%s', (expression, ...expected) => {
    expect(returning(expression)).toEqual(expected);
  });
});

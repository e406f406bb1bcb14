import fc, { type Arbitrary } from "fast-check";

/** JSON as it is written, so that names can stand twice and numbers can be what no value is. */
type Tree =
  | { readonly kind: "object"; readonly members: readonly (readonly [name: string, value: Tree])[] }
  | { readonly kind: "list"; readonly items: readonly Tree[] }
  | { readonly kind: "raw"; readonly text: string };

const raw = (text: string): Tree => ({ kind: "raw", text });

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: "list", items: value.map(treeOf) };
  if (typeof value !== "object" || value === null) return raw(JSON.stringify(value) ?? "null");
  return { kind: "object", members: Object.entries(value).map(([name, item]) => [name, treeOf(item)]) };
}

function write(tree: Tree): string {
  switch (tree.kind) {
    case "raw":
      return tree.text;
    case "list":
      return `[${tree.items.map(write).join(",")}]`;
    case "object":
      return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`).join(",")}}`;
  }
}

const strange = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "-0",
    "0.5",
    "1.5",
    "2",
    "3",
    "1e999",
    "-1e999",
    "1e-400",
    "1e308",
    "3.5e38",
  ],
  ...[
    "4294967295",
    "4294967296",
    "2147483648",
    "9007199254740991",
    "9007199254740993",
    "1e21",
    "NaN",
    "Infinity",
    "undefined",
  ],
  ...[
    '""',
    '"0"',
    '"1"',
    '"NaN"',
    '" "',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\u001b[2J\\n"',
  ],
  ...[
    "[]",
    "[[]]",
    "[null]",
    "[0]",
    "[1,2,3]",
    "[1e9,1e9]",
    "{}",
    '{"a":1}',
    '{"__proto__":{}}',
    '{"length":4294967295}',
  ],
  ...["[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "", ",", "}", '"'],
  `"${"long ".repeat(800)}"`,
  `"${"\\u001b".repeat(300)}"`,
  "[".repeat(40) + "]".repeat(40),
  "[".repeat(9000) + "]".repeat(9000),
  '{"a":'.repeat(9000) + "1" + "}".repeat(9000),
].map(raw);

const strangeNames = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "a",
  "length",
  "tensor",
  "digest",
  "kind",
  "\u001b[31m",
  "long ".repeat(800),
];

interface Damage {
  readonly kind: "drop" | "replace" | "copy" | "rename" | "twice" | "swap" | "change" | "add";
  readonly at: number;
  readonly value: number;
}

/** The place of every part, the whole first. */
type Place = readonly number[];

function placesIn(tree: Tree, place: Place = [], places: Place[] = []): Place[] {
  places.push(place);
  const parts =
    tree.kind === "list" ? tree.items : tree.kind === "object" ? tree.members.map(([, value]) => value) : [];
  parts.forEach((part, index) => placesIn(part, [...place, index], places));
  return places;
}

function partAt(tree: Tree, [first, ...rest]: Place): Tree {
  if (first === undefined) return tree;
  return partAt(
    tree.kind === "list"
      ? tree.items[first]!
      : (tree as Extract<Tree, { kind: "object" }>).members[first]![1],
    rest,
  );
}

/** What stands in the list or object around a part, as changed. */
type Members = readonly (readonly [name: string, value: Tree])[];

function withMembers(tree: Tree, place: Place, change: (members: Members, index: number) => Members): Tree {
  if (place.length === 0) return change([["", tree]], 0)[0]?.[1] ?? raw("null");
  const [first, ...rest] = place as [number, ...number[]];
  const members: Members =
    tree.kind === "list"
      ? tree.items.map((item) => ["", item])
      : (tree as Extract<Tree, { kind: "object" }>).members;
  const changed =
    rest.length === 0
      ? change(members, first)
      : members.map(
          ([name, value], index) =>
            [name, index === first ? withMembers(value, rest, change) : value] as const,
        );
  return tree.kind === "list"
    ? { kind: "list", items: changed.map(([, value]) => value) }
    : { kind: "object", members: changed };
}

function withDamage(tree: Tree, { kind, at, value }: Damage): Tree {
  const places = placesIn(tree);
  if (places.length > 5000) return tree; // it has grown enough
  const place = places[at % places.length]!;
  const other = partAt(tree, places[value % places.length]!);
  const replaceBy = (part: Tree) => (members: Members, index: number) =>
    members.map(([name, old], where) => [name, where === index ? part : old] as const);
  switch (kind) {
    case "drop":
      return withMembers(tree, place, (members, index) => members.filter((_, where) => where !== index));
    case "replace":
      return withMembers(tree, place, replaceBy(strange[value % strange.length]!));
    case "copy":
      return withMembers(tree, place, replaceBy(other));
    case "rename":
      return withMembers(tree, place, (members, index) =>
        members.map(([name, old], where) => [
          where === index ? strangeNames[value % strangeNames.length]! : name,
          old,
        ]),
      );
    case "twice":
      return withMembers(tree, place, (members, index) => [...members, members[index]!]);
    case "add":
      return withMembers(tree, place, (members) => [
        ...members,
        [strangeNames[value % strangeNames.length]!, strange[at % strange.length]!],
      ]);
    case "swap":
      return withMembers(tree, place, (members, index) => {
        const next = value % members.length;
        return members.map(([name, old], where) => [
          name,
          where === index ? members[next]![1] : where === next ? members[index]![1] : old,
        ]);
      });
    case "change":
      return withMembers(tree, place, replaceBy(changed(partAt(tree, place), value)));
  }
}

/** Another number or word near the one that is there. */
function changed(tree: Tree, value: number): Tree {
  if (tree.kind !== "raw") return tree;
  const number = Number(tree.text);
  if (tree.text !== "" && !Number.isNaN(number)) {
    const near = [
      number + 1,
      number - 1,
      -number,
      number * 2,
      number / 2,
      number + 0.5,
      number * 1e6,
      number * 2 ** 32,
    ];
    return raw(String(near[value % near.length]));
  }
  if (tree.text.startsWith('"')) {
    const text = tree.text.slice(1, -1);
    const near = [text.slice(1), text.slice(0, -1), `${text}x`, text.toUpperCase(), `${text}${text}`];
    return raw(`"${near[value % near.length]!.replace(/\\?$|\\$/, "")}"`);
  }
  return tree;
}

const anyDamage: Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom("drop", "replace", "copy", "rename", "twice", "swap", "change", "add"),
  at: fc.nat(0xffff),
  value: fc.nat(0xffff),
});

/** A function that damages JSON: none to four changes after each other; text that is no JSON stays as it is. */
export const anyJsonDamage: Arbitrary<(json: string) => string> = fc
  .array(anyDamage, { maxLength: 4 })
  .map((damages) => (json) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      return json;
    }
    return write(damages.reduce(withDamage, treeOf(value)));
  });

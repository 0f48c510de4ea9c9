import { changed } from "./edit.ts";
import {
  literals,
  operators,
  properties,
  relativeImports,
  types,
  type Place,
} from "./program-places.ts";
import { Random } from "./random.ts";

const PROGRAM = `
import { z } from "zod";
import { Other } from "./other.ts";
export { more } from "./more.ts";

interface Args { readonly size: number }

export function make(name: string, { size }: Args) {
  const unseen = 17;
  if (size > 3) throw new Error(\`too large: \${size}\`);
  return new Other(\`\${name}-group\`, {
    protocol: "tcp",
    ports: [80, -1],
    deep: { enabled: true },
    size,
    text: "one\\ntwo",
    check: z.string().min(1, "expected more"),
  });
}
`;

/** What stands at each place. */
function found(find: (text: string) => Place[]): string[] {
  return find(PROGRAM).map((place) => {
    const { start, end } = place.draw(new Random(1, "place"));
    return PROGRAM.slice(start, end);
  });
}

it("finds what is given to properties and arguments, and nothing else", () => {
  expect(found(literals)).toEqual([
    "too large: ",
    "-group",
    "tcp",
    "80",
    "1",
    "true",
    "1",
    "expected more",
  ]);
});

it("finds operators, conditions, properties and types", () => {
  expect(found(operators)).toEqual(["size > 3", ">"]);
  expect(found(properties)).toEqual([
    `protocol: "tcp",`,
    "ports: [80, -1],",
    "deep: { enabled: true },",
    "enabled: true",
    "size,",
    `text: "one\\ntwo",`,
    `check: z.string().min(1, "expected more"),`,
  ]);
  expect(found(types)).toEqual(["", "string", "Args"]);
});

it("finds what a file imports of its own project", () => {
  expect(relativeImports(PROGRAM).map(({ path }) => path)).toEqual(["./other.ts", "./more.ts"]);
});

it.each([
  ["literals", literals],
  ["operators", operators],
  ["properties", properties],
  ["types", types],
])("changes the text with each of the %s", (_, find) => {
  for (const place of find(PROGRAM)) {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(changed(PROGRAM, [place.draw(new Random(seed, "change"))])).not.toBe(PROGRAM);
    }
  }
});

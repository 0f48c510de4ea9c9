import ts from "typescript";

import { LAYERS } from "./baseline.ts";
import { changed, type Change, type Edit } from "./edit.ts";
import { argumentProperties, type Property } from "./program-places.ts";
import { layerFiles, shown } from "./program-edits.ts";
import type { Random } from "./random.ts";
import { programFiles, textOf, type Sources } from "./sources.ts";

/** A contract, and the program that publishes it. */
interface Contract {
  readonly layer: string;
  readonly file: string;
  readonly text: string;
  readonly outputs: readonly ts.PropertyAssignment[];
  readonly program: string;
  readonly programText: string;
  readonly published: readonly Property[];
}

/** A validator that takes less than before. */
export function tightened(sources: Sources, random: Random, turn: number): Edit {
  const contract = contractOf(sources, turn);
  const output = random.pick(contract.outputs);
  const check = random.pick([
    `.refine((value) => JSON.stringify(value).length < 2000, "expected less")`,
    `.refine((value) => JSON.stringify(value) !== '"none"', "expected something")`,
  ]);
  const at = output.initializer.end;
  return inContract(contract, `${name(output)} takes less`, [{ start: at, end: at, text: check }]);
}

/** One more output, declared and published. */
export function outputAdded(sources: Sources, random: Random, turn: number): Edit {
  const contract = contractOf(sources, turn);
  const key = `more${random.pick(["Facts", "Names", "Limits"])}${random.below(100)}`;
  const [declared, given] = random.pick([
    ["z.string()", `"${key}"`],
    ["z.int().min(0)", "7"],
    ["z.array(z.string())", `["${key}"]`],
  ] as const);
  const before = random.pick(contract.outputs).getStart();
  const first = contract.published[0]?.getStart() ?? 0;
  return inContract(
    contract,
    `${key} is added`,
    [{ start: before, end: before, text: `${key}: ${declared},\n  ` }],
    [{ start: first, end: first, text: `${key}: ${given},\n    ` }],
  );
}

/** An output under another name, in the contract, in what is published and, every other time, in its readers. */
export function outputRenamed(sources: Sources, random: Random, turn: number): Edit {
  const contract = contractOf(sources, turn);
  const output = random.pick(contract.outputs);
  const [key, other] = [name(output), `${name(output)}Now`];
  const title = `${key} becomes ${other}`;
  const published = publishedAs(contract, key);
  const given = ts.isShorthandPropertyAssignment(published) ? `${other}: ${key}` : other;
  const edit = inContract(
    contract,
    title,
    [over(output.name, other)],
    [over(published.name, given)],
  );
  if (random.below(2) === 0) return edit;
  const reading = new RegExp(`\\b${contract.layer}\\.${key}\\b`, "g");
  const readers = LAYERS.flatMap((_, i) => layerFiles(sources, i)).flatMap((file) => {
    const before = edit.files[file] ?? textOf(sources, file);
    const after = before.replace(reading, `${contract.layer}.${other}`);
    return after === before || file === contract.program ? [] : [[file, after] as const];
  });
  return {
    title: `${edit.title}, also where it is read (${readers.length} files)`,
    files: { ...edit.files, ...Object.fromEntries(readers) },
  };
}

/** An output that is not declared and not published any more. */
export function outputRemoved(sources: Sources, random: Random, turn: number): Edit {
  const contract = contractOf(sources, turn);
  const output = random.pick(contract.outputs);
  const published = publishedAs(contract, name(output));
  return inContract(
    contract,
    `${name(output)} is removed`,
    [without(output, contract.text)],
    [without(published, contract.programText)],
  );
}

/** An output of another type than what is published. */
export function outputRetyped(sources: Sources, random: Random, turn: number): Edit {
  const contract = contractOf(sources, turn);
  const output = random.pick(contract.outputs);
  const before = output.initializer.getText();
  const isNumber = /^z\.int\(/.test(before);
  const after = isNumber
    ? "z.string()"
    : random.pick(["z.int()", "z.boolean()", "z.record(z.string(), z.string())"]);
  const title = `${name(output)}: ${shown(before)} becomes ${after}`;
  return inContract(contract, title, [over(output.initializer, after)]);
}

function contractOf(sources: Sources, turn: number): Contract {
  const layer = LAYERS[turn % LAYERS.length] ?? "";
  const [file = ""] = programFiles(sources, `libs/contracts/${layer}/src`);
  const program = `apps/${layer}/index.ts`;
  const [text, programText] = [textOf(sources, file), textOf(sources, program)];
  return {
    layer,
    file,
    text,
    outputs: argumentProperties(text, /^defineContract$/).filter(ts.isPropertyAssignment),
    program,
    programText,
    published: argumentProperties(programText, /Contract\.publish$/),
  };
}

function inContract(
  { layer, file, text, program, programText }: Contract,
  title: string,
  declared: readonly Change[],
  published: readonly Change[] = [],
): Edit {
  return {
    title: `contract of ${layer}: ${title}`,
    files: {
      [file]: changed(text, declared),
      ...(published.length === 0 ? {} : { [program]: changed(programText, published) }),
    },
  };
}

function publishedAs({ published, layer }: Contract, key: string): Property {
  const found = published.find((one) => name(one) === key);
  if (found === undefined) throw new Error(`${layer} does not publish ${key} as a property`);
  return found;
}

function name(property: Property): string {
  return property.name.getText();
}

function over(node: ts.Node, text: string): Change {
  return { start: node.getStart(), end: node.end, text };
}

function without(node: ts.Node, text: string): Change {
  const after = /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0;
  return { start: node.getStart(), end: node.end + after, text: "" };
}

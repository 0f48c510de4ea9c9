import { drawLayers } from "./layer-arrows.ts";

const layer = (name: string, ...reads: [string, string][]) => ({
  layer: name,
  resources: [],
  outputs: {},
  findings: [],
  reads: reads.map(([from, key]) => ({ layer: from, key })),
});

it("places a layer to the right of what it reads, and no two on each other", () => {
  const { boxes, width } = drawLayers([
    layer("d", ["b", "x"], ["c", "x"]),
    layer("b", ["a", "x"]),
    layer("c", ["a", "x"]),
    layer("a"),
  ]);
  const x = Object.fromEntries(boxes.map((box) => [box.layer, box.x]));
  expect(x["a"]).toBeLessThan(x["b"] ?? 0);
  expect(x["b"]).toBeLessThan(x["d"] ?? 0);
  expect(x["c"]).toBeLessThan(x["d"] ?? 0);
  const apart = boxes.every((one) =>
    boxes.every(
      (other) =>
        one === other ||
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y,
    ),
  );
  expect(apart).toBe(true);
  expect(boxes.every((box) => box.x >= 0 && box.x + box.width <= width)).toBe(true);
});

it("draws one arrow for each layer that is read, with each key once", () => {
  const { arrows } = drawLayers([
    layer("a"),
    layer("b", ["a", "y"], ["a", "x"], ["a", "x"], ["elsewhere", "z"]),
  ]);
  expect(arrows.map(({ from, to, keys }) => [from, to, keys])).toEqual([["a", "b", ["x", "y"]]]);
});

import * as pulumi from "@pulumi/pulumi";

import { planned } from "./planned.ts";

/** Pulumi's sentinel on the wire, a fixed part of its protocol. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

it("keeps what is known", () => {
  const outputs = { id: "vpc-1", port: 3306, on: false, none: null, list: ["a"], map: { a: [1] } };
  expect(planned(outputs)).toEqual(outputs);
});

it("is empty for a layer that publishes nothing", () => {
  expect(planned({})).toEqual({});
});

it.each([
  ["a value", { id: UNKNOWN }, (out: Record<string, unknown>) => out.id],
  ["an item", { ids: ["a", UNKNOWN] }, (out: Record<string, unknown>) => (out.ids as unknown[])[1]],
  [
    "a part far inside",
    { map: { list: [{ id: UNKNOWN }] } },
    (out: Record<string, unknown>) => (out.map as { list: { id: unknown }[] }).list[0]?.id,
  ],
])("makes %s unknown that is not known yet", (_, outputs, pick) => {
  const value = pick(planned(outputs));
  expect(value).not.toBe(UNKNOWN);
  expect(pulumi.isUnknown(value)).toBe(true);
});

it("leaves the known items of a list known", () => {
  const { ids } = planned({ ids: ["a", UNKNOWN] }) as { ids: unknown[] };
  expect(ids[0]).toBe("a");
});

it("gives each key its own knowledge", () => {
  const out = planned({ known: "x", later: UNKNOWN });
  expect(out.known).toBe("x");
  expect(pulumi.isUnknown(out.later)).toBe(true);
});

import { UNKNOWN } from "@strata/policies";

import { plainValue, plainValues, secretTexts, shownValues } from "./plain-value.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (rest: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownFlag = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";

it("lets rules see what is unknown, and what is in secrets and outputs, at any depth", () => {
  const given = {
    name: "main",
    flag: unknownFlag,
    tags: { Name: unknownText },
    list: [secret({ password: "hunter22" }), output({ value: 3 }), output({ secret: false })],
    nothing: null,
  };
  expect(plainValue(given)).toEqual({
    name: "main",
    flag: UNKNOWN,
    tags: { Name: UNKNOWN },
    list: [{ password: "hunter22" }, 3, UNKNOWN],
    nothing: null,
  });
});

it("leaves out what the engine keeps for itself", () => {
  expect(plainValues({ __defaults: ["a"], size: 1 })).toEqual({ size: 1 });
});

it("tells every secret text, and no other", () => {
  const given = {
    name: "main",
    password: secret("hunter22"),
    user: output({ value: ["root", { key: "k3y" }], secret: true }),
    host: output({ value: "db.example" }),
  };
  expect(secretTexts(given)).toEqual(["hunter22", "root", "k3y"]);
});

it("shows that there is a secret, and nothing of it or of what is unknown, at any depth", () => {
  const shown = shownValues({
    __defaults: [],
    name: "a",
    password: secret("hunter2"),
    later: unknownText,
    list: [1, unknownText, secret("hunter2")],
    deep: { output: output({ value: "x", secret: true }), plain: 1, later: unknownFlag },
    known: output({ value: "y" }),
  });
  expect(shown).toEqual({
    name: "a",
    password: "[secret]",
    list: [1, "[secret]"],
    deep: { output: "[secret]", plain: 1 },
    known: "y",
  });
});

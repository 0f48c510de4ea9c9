import { contractKeys } from "./contract-keys.ts";

const CODE = `import{z as e}from"zod";function defineContract(l,s){return{l,s}}const id=e.string();
var networkContract=defineContract("network",{vpcId:id.startsWith("vpc-"),"subnet-ids":e.array(id)});
export{networkContract};`;

it("tells the outputs of a contract apart", () => {
  expect(Object.keys(contractKeys(CODE).keys)).toEqual(["vpcId", "subnet-ids"]);
});

it.each<[string, (code: string) => string, string[], boolean]>([
  ["one output", (code) => code.replace("vpc-", "VPC-"), ["vpcId"], false],
  [
    "another output",
    (code) => code.replace("e.array(id)", "e.array(id).min(2)"),
    ["subnet-ids"],
    false,
  ],
  ["a new output", (code) => code.replace("{vpcId", "{more:id,vpcId"), ["more"], false],
  [
    "what outputs refer to",
    (code) => code.replace("id=e.string()", "id=e.string().min(1)"),
    [],
    true,
  ],
  ["the library", (code) => code.replace("return{l,s}", "return{s,l}"), [], true],
])("with %s, only that differs", (_, edit, keys, rest) => {
  const [before, after] = [contractKeys(CODE), contractKeys(edit(CODE))];
  const names = [...new Set([...Object.keys(before.keys), ...Object.keys(after.keys)])];
  expect(names.filter((name) => before.keys[name] !== after.keys[name])).toEqual(keys);
  expect(before.rest !== after.rest).toBe(rest);
});

it.each([
  ["a computed name", CODE.replace("vpcId:", "[id]:")],
  ["a spread", CODE.replace("vpcId:", "...id,vpcId:")],
  ["a shape from elsewhere", CODE.replace(/"network",\{.*\}\)/, '"network",shape)')],
  ["two contracts", CODE.replace("export", 'defineContract("data",{a:id});export')],
])("is one piece with %s", (_, code) => {
  expect(code).not.toBe(CODE);
  expect(contractKeys(code).keys).toEqual({});
  expect(contractKeys(code).rest).not.toBe(contractKeys(`${code};1`).rest);
});

it("finds the call also where the bundle has numbered its name", () => {
  const numbered = CODE.replaceAll("defineContract", "defineContract2");
  expect(Object.keys(contractKeys(numbered).keys)).toHaveLength(2);
});

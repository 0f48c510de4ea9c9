import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsGroupFamily } from "./group-family.ts";

const database = (props: object, made: Partial<LiteralResource> = {}): LiteralResource => ({
  type: "aws:rds/instance:Instance",
  name: "main",
  props: { engine: "mysql", engineVersion: "8.4.3", ...props },
  ...made,
});
const parameters = (family: unknown): LiteralResource => ({
  type: "aws:rds/parameterGroup:ParameterGroup",
  name: "parameters",
  props: { name: "ours", family },
});
const options = (engineName: string, majorEngineVersion: string): LiteralResource => ({
  type: "aws:rds/optionGroup:OptionGroup",
  name: "options",
  props: { name: "ours", engineName, majorEngineVersion },
});
const found = (...resources: LiteralResource[]) => findingsFor(rdsGroupFamily, resources);
const names = { parameterGroupName: "ours", optionGroupName: "ours" };

it("passes groups of the version, RDS's own, those of others, and what is not known yet", () => {
  const good = [parameters("mysql8.4"), options("mysql", "8.4")];
  expect(found(...good, database(names))).toEqual([]);
  expect(found(database({ parameterGroupName: "default.mysql8.4" }))).toEqual([]);
  expect(found(database({ optionGroupName: "default:mysql-8-4" }))).toEqual([]);
  expect(found(parameters("mysql8.0"), database({ parameterGroupName: "others" }))).toEqual([]);
  expect(found(parameters(UNKNOWN), database(names))).toEqual([]);
  for (const literal of unknowns(database(names))) {
    expect(found(...good, literal)).toEqual([]);
  }
  const postgres = { engine: "postgres", engineVersion: "17.2", parameterGroupName: "ours" };
  expect(found(parameters("postgres17"), database(postgres))).toEqual([]);
});

it("fails groups of another version or engine, also in a preview", () => {
  expect(found(parameters("mysql8.0"), database(names))).toEqual([
    "main (parameterGroupName) is for mysql8.0, and the database is mysql 8.4",
  ]);
  const madeOf = { optionGroupName: ["options"] };
  const previewed = database({ optionGroupName: UNKNOWN }, { madeOf });
  expect(found(options("mysql", "8.0"), previewed)).toEqual([
    "main (optionGroupName) is for mysql 8.0, and the database is mysql 8.4",
  ]);
  expect(found(database({ optionGroupName: "default:mysql-8-0" }))).toEqual([
    "main (optionGroupName) is for mysql 8.0, and the database is mysql 8.4",
  ]);
});

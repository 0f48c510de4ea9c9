import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Grant } from "./actions/type-actions.ts";
import { actionsOf, deployActions } from "./deploy-actions.ts";
import { LayerScope } from "./layer-scope.ts";
import { allStatements, deploymentOf } from "./testing/all-statements.ts";
import { hasForm, serviceAuthorization } from "./testing/service-authorization.ts";

const { actions: facts, types } = serviceAuthorization();
const scope = new LayerScope(deploymentOf("sample", { reads: ["network"] }));
const tokens = Object.keys(deployActions);

function factsOf(action: string) {
  const found = facts[action];
  if (found !== undefined) return found;
  throw new Error(
    `${action} is not in service-authorization.json; make it anew as take-service-authorization.ts says`,
  );
}

/** Types of resource of an action that an ARN pattern can be of. */
function typesOf(action: string, arn: string): string[] {
  const service = action.split(":")[0] ?? "";
  return Object.keys(factsOf(action).resources).filter((type) =>
    hasForm(arn, types[`${service}:${type}`] ?? ""),
  );
}

it("knows every type and function that the sandbox knows", async () => {
  const provider = join(import.meta.dirname, "..", "..", "..", "sandbox", "provider");
  const files = await readdir(provider, { recursive: true });
  const sources = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const texts = await Promise.all(sources.map((file) => readFile(join(provider, file), "utf8")));
  const known = texts.flatMap((text) => [...text.matchAll(/^ {2}token: "(aws:.+)",$/gm)]);
  expect(known.length).toBeGreaterThan(25);
  expect(tokens).toEqual(expect.arrayContaining(known.map(([, token]) => token)));
});

it.each(["aws:sqs/queue:Queue", "toString"])(
  "refuses %s, and names the file to extend",
  (token) => {
    expect(() => actionsOf(token)).toThrow(
      /^no IAM actions are known for .* tools\/nx-pulumi\/src\/identity\/actions\/(sqs|<module>)\.ts/,
    );
  },
);

describe.each(tokens)("%s", (token) => {
  const { reads, grants } = actionsOf(token);
  const each = (check: (action: string, grant: Grant) => void) => {
    for (const grant of grants) for (const action of grant.actions) check(action, grant);
  };

  it("reads only, where everything may be read", () => {
    for (const action of reads) {
      const changing = factsOf(action).levels.filter(
        (level) => level !== "Read" && level !== "List",
      );
      expect([action, changing]).toEqual([action, []]);
    }
  });

  it("names resources that its actions are checked against, and no action without resources", () => {
    each((action, grant) => {
      for (const arn of scope.resources(grant)) {
        if (arn === "*") {
          expect([action, factsOf(action).resources]).toEqual([action, {}]);
          continue;
        }
        // A role of AWS's own has a path before its name.
        expect([action, arn, typesOf(action, arn).length > 0]).toEqual([action, arn, true]);
      }
    });
  });

  it("covers every resource that each of its actions touches", () => {
    const actions = new Set(grants.flatMap((grant) => grant.actions));
    for (const action of actions) {
      const granted = grants.filter((grant) => grant.actions.includes(action));
      const covered = granted.flatMap((grant) =>
        scope.resources(grant).flatMap((arn) => typesOf(action, arn)),
      );
      const required = Object.entries(factsOf(action).resources)
        .filter(([, { required }]) => required)
        .map(([type]) => type);
      // A call touches one of the three kinds of listener.
      const missing = required.filter(
        (type) => !covered.includes(type) && !isKindOf(type, covered),
      );
      expect([action, missing]).toEqual([action, []]);
    }
  });

  it("has conditions that AWS can answer", () => {
    each((action, grant) => {
      const { keys, resources } = factsOf(action);
      const wanted = Object.values(scope.conditions(grant)).flatMap((one) => Object.keys(one));
      for (const arn of scope.resources(grant)) {
        const known = typesOf(action, arn).flatMap((type) => resources[type]?.keys ?? []);
        for (const key of wanted) {
          const plain = key.replace(/^(aws:\w+Tag)\/.*/, "$1");
          const answered = [...keys, ...known].includes(plain);
          expect([action, arn, key, answered]).toEqual([action, arn, key, true]);
        }
      }
    });
  });
});

/** Changes that AWS knows no resource for, and why a layer may make them nevertheless. */
const OF_NO_RESOURCE: Readonly<Record<string, string>> = {
  "acm:RequestCertificate": "makes something new, with the tags of the layer",
  "backup-storage:MountCapsule": "gives a new vault its room",
  "cloudwatch:PutMetricData": "a boundary: metrics have no resource",
  "kms:CreateKey": "makes something new, with the tags of the layer",
  "logs:CreateLogDelivery": "AWS WAF logs with the rights of the caller",
  "logs:DeleteLogDelivery": "AWS WAF logs with the rights of the caller",
  "logs:PutResourcePolicy": "AWS WAF logs with the rights of the caller",
  "logs:UpdateLogDelivery": "AWS WAF logs with the rights of the caller",
  "ssmmessages:CreateControlChannel": "a boundary: Session Manager, from the instance",
  "ssmmessages:CreateDataChannel": "a boundary: Session Manager, from the instance",
  "ssmmessages:OpenControlChannel": "a boundary: Session Manager, from the instance",
  "ssmmessages:OpenDataChannel": "a boundary: Session Manager, from the instance",
};

it("never allows a change of everything that has a resource, or by a pattern of actions", () => {
  const statements = allStatements();
  expect(statements.length).toBeGreaterThan(100);
  const allowed = new Set<string>();
  for (const { Sid, Action, Resource } of statements) {
    expect([Sid, Action.filter((action) => /[*?]/.test(action))]).toEqual([Sid, []]);
    if (Resource?.includes("*") !== true) continue;
    const changing = Action.filter((action) => !factsOf(action).levels.every(isReading));
    for (const action of changing) allowed.add(action);
  }
  expect([...allowed].sort()).toEqual(Object.keys(OF_NO_RESOURCE));
  const required = [...allowed].filter((action) =>
    Object.values(factsOf(action).resources).some((one) => one.required),
  );
  expect(required).toEqual([]);
});

function isReading(level: string): boolean {
  return level === "Read" || level === "List";
}

function isKindOf(type: string, covered: readonly string[]): boolean {
  const [kind = ""] = type.split("/");
  return type.includes("/") && covered.some((other) => other.startsWith(`${kind}/`));
}

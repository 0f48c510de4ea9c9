import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { jest } from "@jest/globals";
import { isUnknown } from "@strata/policies";
import { mistakesByService } from "@strata/policies/mistakes";
import { findEngine } from "@strata/sandbox";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import type { Job, Outcome } from "../host/message.ts";
import { LayerProcess } from "../run/layer-process.ts";
import { planBackend } from "../run/plan-backend.ts";

// Each previews a layer with some dozens of resources under the engine; they end far sooner.
jest.setTimeout(120_000);

const FIRST_INSTALLATION_MS = 900_000;
const INSTALLED = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

let engine: string;
/** Stands where the emulator would, and counts who asks. */
let api: Server;
const asked: string[] = [];

beforeAll(async () => {
  engine = (await findEngine({ report: (line) => void process.stderr.write(`${line}\n`) })).path;
  api = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    asked.push(form.get("Action") ?? `${request.method} ${request.url}`);
    response.writeHead(200, { "content-type": "text/xml" }).end(CALLER);
  });
  await once(api.listen(0, "127.0.0.1"), "listening");
}, FIRST_INSTALLATION_MS);

afterAll(() => {
  api.close();
});

/** The account guard of the provider asks who it is. */
const WHO = "GetCallerIdentity";
const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::777788889999:user/test</Arn><UserId>AIDTEST</UserId><Account>777788889999</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

/**
 * A program with the resources of each mistake, under names of their own. Where one holds the id or the ARN of another,
 * it gets it from there, as in a layer.
 */
const PROGRAM = `
  import { readFileSync } from "node:fs";
  import * as pulumi from "@pulumi/pulumi";
  import { layerProvider } from "@strata/tagging";
  export default async () => {
    const provider = layerProvider();
    const mistakes = JSON.parse(readFileSync(new URL("./mistakes.json", import.meta.url), "utf8"));
    mistakes.forEach((resources, index) => {
      const made = new Map();
      const of = (identity) => made.get(resources.find((one) => one.identities?.includes(identity))?.name);
      const value = (given) => {
        if (typeof given === "string") return of(given)?.id ?? given;
        if (Array.isArray(given)) return given.map(value);
        if (typeof given !== "object" || given === null) return given;
        if (given.unknownOf === null) return pulumi.output(pulumi.unknown);
        if (given.unknownOf !== undefined) return made.get(given.unknownOf).id;
        return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, value(item)]));
      };
      for (const { type, name, props, options } of resources) {
        const given = value(props ?? {});
        const own = { provider, ...options };
        made.set(name, new pulumi.CustomResource(type, \`m\${index}-\${name}\`, given, own));
      }
    });
    return {};
  };
`;

async function previewOf(service: string, mistakes: readonly object[]): Promise<Outcome> {
  const root = await temporaryFolder();
  const projectFolder = join(root, service);
  await mkdir(projectFolder);
  await symlink(INSTALLED, join(root, "node_modules"), "dir");
  await writeFile(join(projectFolder, "package.json"), '{ "type": "module" }');
  await writeFile(join(projectFolder, "Pulumi.yaml"), `name: ${service}\nruntime: nodejs\n`);
  await writeFile(join(projectFolder, "index.ts"), PROGRAM);
  await writeFile(join(projectFolder, "mistakes.json"), JSON.stringify(mistakes));
  const { port } = api.address() as AddressInfo;
  const job: Job = {
    operation: "preview",
    layer: service,
    environment: "prod",
    projectFolder,
    engine,
    engineEnv: {
      PULUMI_HOME: join(root, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SELF_MANAGED_STATE_GZIP: "false",
      ...planBackend(join(root, "state"), service, "prod"),
    },
    sandbox: {
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
    upstream: {},
    logFile: join(root, "engine.log"),
  };
  const said: string[] = [];
  const layer = new LayerProcess(
    "preview",
    projectFolder,
    dirname(projectFolder),
    process.env,
    (line) => said.push(line),
  );
  const outcome = await layer.run(job, {
    onProgress: (progress) => {
      if (progress.kind === "diagnostic" && progress.severity === "error") said.push(progress.text);
    },
    onPlan: () => undefined,
  });
  // What the provider itself refuses ends the program, and hides what comes after it.
  expect(said.filter((text) => !/mandatory|advisory/i.test(text))).toEqual([]);
  return outcome;
}

describe.each(mistakesByService)("$service", ({ service, mistakes }) => {
  let together: Outcome;
  const made = mistakes.map(({ resources }) =>
    resources.map((resource) => ({ ...resource, props: withUnknowns(resource) })),
  );
  beforeAll(async () => {
    together = await previewOf(service, made);
  });

  it("does not pass the preview, which asks AWS who it is and nothing else", () => {
    expect(together.success).toBe(false);
    expect(asked.filter((action) => action !== WHO)).toEqual([]);
  });

  it.each(mistakes.map(({ title, rule }, index) => [title, rule, index] as const))(
    "%s: is found by %s",
    async (_, rule, index) => {
      const finds = ({ findings }: Outcome, place: number) =>
        findings.some((one) => one.rule === rule && one.name.startsWith(`m${place}-`));
      // Beside others of its kind it may be none: a bucket without versions is not alone any more.
      const alone = finds(together, index)
        ? undefined
        : await previewOf(service, made.slice(index, index + 1));
      expect(alone === undefined || finds(alone, 0)).toBe(true);
      expect((alone ?? together).failure).toContain(rule);
    },
  );
});

/** What is not known in a test's literal is made of the resources that it says, one after the other. */
function withUnknowns({
  props = {},
  madeOf = {},
}: {
  readonly props?: object;
  readonly madeOf?: Readonly<Record<string, readonly string[]>>;
}): unknown {
  return Object.fromEntries(
    Object.entries(props).map(([input, value]) => {
      const names = [...(madeOf[input] ?? [])];
      const last = names.at(-1) ?? null;
      const made = (given: unknown): unknown => {
        if (isUnknown(given)) return { unknownOf: names.shift() ?? last };
        if (Array.isArray(given)) return given.map(made);
        if (typeof given !== "object" || given === null) return given;
        return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, made(item)]));
      };
      return [input, made(value)];
    }),
  );
}

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { STS } from "@aws-sdk/client-sts";
import { startEmulatorForTests } from "@strata/sandbox/for-tests";

import { layerCredentials, withoutTokenVariables } from "./github-oidc.ts";

const servers: Server[] = [];
let emulator: Awaited<ReturnType<typeof startEmulatorForTests>>;

beforeAll(async () => {
  emulator = await startEmulatorForTests();
});
afterAll(() => emulator.stop());
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A token as GitHub makes it; only STS looks at the signature. */
function jwt(sub: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part({ sub, aud: "sts.amazonaws.com" })}.c2lnbmF0dXJl`;
}

const SUBJECT = "repo:your-org/strata:environment:dev";
const request = {
  environment: "dev",
  kind: "deploy",
  accountId: "111122223333",
  region: "us-east-1",
} as const;

/** Variables of a job whose token endpoint answers like this. */
async function job(
  listener?: RequestListener,
  sts = emulator.endpoint,
): Promise<NodeJS.ProcessEnv> {
  const tokens = await serve(
    listener ?? ((_, response) => response.end(JSON.stringify({ value: jwt(SUBJECT) }))),
  );
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_RUN_ID: "1234567",
    GITHUB_RUN_ATTEMPT: "2",
    ACTIONS_ID_TOKEN_REQUEST_URL: `${tokens}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret-of-the-job",
    AWS_ENDPOINT_URL_STS: sts,
  };
}

it("asks for nothing outside of GitHub Actions, where the credentials of the surroundings hold", async () => {
  expect(await layerCredentials({ ...request, layer: "compute", env: {} })).toBeUndefined();
});

it("takes the role of each layer, with a token of its own and a session that tells layer and run", async () => {
  const asked: string[] = [];
  const env = await job((incoming, response) => {
    asked.push(`${incoming.url} ${incoming.headers.authorization}`);
    response.end(JSON.stringify({ value: jwt(SUBJECT) }));
  });
  const identities: (string | undefined)[] = [];
  for (const layer of ["network", "compute"]) {
    const credentials = await layerCredentials({ ...request, layer, env });
    const sts = new STS({
      endpoint: emulator.endpoint,
      region: "us-east-1",
      credentials: {
        accessKeyId: credentials?.AWS_ACCESS_KEY_ID ?? "",
        secretAccessKey: credentials?.AWS_SECRET_ACCESS_KEY ?? "",
        sessionToken: credentials?.AWS_SESSION_TOKEN ?? "",
      },
    });
    identities.push((await sts.getCallerIdentity({})).Arn);
  }
  expect(identities).toEqual([
    "arn:aws:sts::111122223333:assumed-role/strata-dev-network-deploy/network-1234567-2",
    "arn:aws:sts::111122223333:assumed-role/strata-dev-compute-deploy/compute-1234567-2",
  ]);
  const ask = "/token?api-version=2.0&audience=sts.amazonaws.com bearer secret-of-the-job";
  expect(asked).toEqual([ask, ask]);
});

it("takes the role that only reads for a preview", async () => {
  let body = "";
  const sts = await serve((incoming, response) => {
    incoming.on("data", (chunk) => (body += String(chunk)));
    incoming.on("end", () => response.writeHead(403).end(denied("AccessDenied")));
  });
  const env = await job(undefined, sts);
  const preview = layerCredentials({ ...request, layer: "data", kind: "preview", env });
  await expect(preview).rejects.toThrow(
    /^data: cannot take the role arn:aws:iam::111122223333:role\/deploy\/strata-dev-data-preview: /,
  );
  const sent = new URLSearchParams(body);
  expect([sent.get("Action"), sent.get("DurationSeconds"), sent.get("WebIdentityToken")]).toEqual([
    "AssumeRoleWithWebIdentity",
    "3600",
    jwt(SUBJECT),
  ]);
});

it("has a session name that STS takes, whatever the layer and the run are called", async () => {
  const names: string[] = [];
  const sts = await serve((incoming, response) => {
    let body = "";
    incoming.on("data", (chunk) => (body += String(chunk)));
    incoming.on("end", () => {
      names.push(new URLSearchParams(body).get("RoleSessionName") ?? "");
      response.writeHead(403).end(denied("AccessDenied"));
    });
  });
  const env = await job(undefined, sts);
  for (const [layer, run] of [
    ["a".repeat(90), "1"],
    ["compute", "x y/".repeat(30)],
  ] as const) {
    const call = layerCredentials({ ...request, layer, env: { ...env, GITHUB_RUN_ID: run } });
    await expect(call).rejects.toThrow();
  }
  expect(names).toHaveLength(2);
  for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
});

it("asks again when GitHub has no answer for a moment", async () => {
  let asked = 0;
  const env = await job((_, response) => {
    if (++asked < 3) return response.writeHead(503).end();
    return response.end(JSON.stringify({ value: jwt(SUBJECT) }));
  });
  expect(await layerCredentials({ ...request, layer: "compute", env })).toMatchObject({
    AWS_SESSION_TOKEN: expect.stringMatching(/./),
  });
  expect(asked).toBe(3);
});

describe("fails", () => {
  const call = (env: NodeJS.ProcessEnv) => layerCredentials({ ...request, layer: "compute", env });

  it.each(["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"])(
    "with the permission to add, in a job without %s",
    async (name) => {
      const env = { ...(await job()), [name]: "" };
      await expect(call(env)).rejects.toThrow(
        /^compute: this job of GitHub Actions may not have .* permissions: \{ id-token: write/,
      );
    },
  );

  it.each([
    ["is refused", 401, "", "status 401", 1],
    ["fails again and again", 500, "", "status 500", 3],
    ["answers without a token", 200, "{}", "the answer holds no token", 3],
  ])(
    "when the request for a token %s, without showing the secret",
    async (_, status, body, what, times) => {
      let asked = 0;
      const env = await job((_request, response) => {
        asked++;
        response.writeHead(status).end(body);
      });
      const failure = await call(env).catch((error: Error) => error.message);
      expect(failure).toBe(
        `compute: GitHub gave no identity token (${what}). Nothing was started; run the job again`,
      );
      expect(asked).toBe(times);
    },
  );

  it("when nothing answers at the address for tokens", async () => {
    const env = await job();
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    await expect(call(env)).rejects.toThrow(/no identity token \(.*ECONNREFUSED 127\.0\.0\.1/);
  });

  it("with both subjects and the template, when the role is not there or not for this job", async () => {
    const sts = await serve((_, response) => response.writeHead(403).end(denied("AccessDenied")));
    const token = jwt("repo:your-org/strata:ref:refs/heads/feature");
    const env = await job((_, response) => response.end(JSON.stringify({ value: token })), sts);
    const failure = await call(env).catch((error: Error) => error.message);
    expect(failure).toBe(
      "compute: cannot take the role arn:aws:iam::111122223333:role/deploy/strata-dev-compute-deploy: AWS says " +
        "Not authorized to perform sts:AssumeRoleWithWebIdentity\n  It is not there, or does not trust this job. " +
        'The subject of the job\'s token is "repo:your-org/strata:ref:refs/heads/feature"; the role of ' +
        'iam/dev/compute.json trusts "repo:your-org/strata:environment:dev".\n  Deploy that template ' +
        '(docs/identity.md), and let the job have "environment: dev"',
    );
  });

  it("with the provider to make, when the account does not know GitHub", async () => {
    const sts = await serve((_, response) =>
      response.writeHead(400).end(denied("InvalidIdentityToken")),
    );
    await expect(call(await job(undefined, sts))).rejects.toThrow(
      /no identity provider for https:\/\/token\.actions\.githubusercontent\.com .* docs\/identity\.md/,
    );
  });
});

it("keeps the means to ask for tokens from the program of a layer", async () => {
  const env = withoutTokenVariables({ ...(await job()), PATH: "/bin" });
  expect(Object.keys(env).filter((name) => name.startsWith("ACTIONS_"))).toEqual([]);
  expect(env).toMatchObject({ PATH: "/bin", GITHUB_ACTIONS: "true" });
});

/** An error of STS, as its query protocol writes it. */
function denied(code: string): string {
  return (
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
    `<Code>${code}</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message>` +
    "</Error><RequestId>1</RequestId></ErrorResponse>"
  );
}

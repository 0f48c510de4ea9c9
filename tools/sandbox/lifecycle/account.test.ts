import { IAM } from "@aws-sdk/client-iam";
import { Route53 } from "@aws-sdk/client-route-53";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";

import { startEmulatorForTests } from "../emulator/for-tests.ts";
import { serveProvider } from "../provider/server.ts";
import { credentialsFor, prepareAccount, requireLoopback } from "./account.ts";

let emulator: Awaited<ReturnType<typeof startEmulatorForTests>>;

beforeAll(async () => {
  emulator = await startEmulatorForTests();
});
afterAll(() => emulator.stop());

function settings(accountId: string) {
  return {
    endpoint: emulator.endpoint,
    region: "us-east-1",
    credentials: credentialsFor(accountId),
  };
}

const PROD = "777788889999";
const document = (action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: [action], Resource: ["*"] }],
  });

it.each(["123456789012", "111122223333", PROD])("credentials lead to account %s", async (id) => {
  // The first request of all: nothing must be loaded before the account is known.
  const identity = await new STS(settings(id)).getCallerIdentity({});
  expect(identity.Account).toBe(id);
});

it("what is in one account is in no other", async () => {
  const [prod, dev] = [PROD, "111122223333"].map(
    (id) => new S3({ ...settings(id), forcePathStyle: true }),
  );
  await prod?.createBucket({ Bucket: "only-of-prod" });
  expect((await prod?.listBuckets({}))?.Buckets?.map(({ Name }) => Name)).toEqual(["only-of-prod"]);
  expect((await dev?.listBuckets({}))?.Buckets ?? []).toEqual([]);
});

describe("a prepared account", () => {
  const baseline = {
    accountId: PROD,
    region: "us-east-1",
    hostedZones: [{ id: "Z0123456789ABCDEFGHIJ", name: "prod.example.com" }],
    policies: [{ name: "boundary", path: "/deploy/", document: document("s3:GetObject") }],
  };
  const zones = async (id: string) =>
    ((await new Route53(settings(id)).listHostedZones({})).HostedZones ?? []).map(
      ({ Id, Name }) => `${Id} ${Name}`,
    );
  const policies = async (id: string) =>
    (await new IAM(settings(id)).listPolicies({ Scope: "Local" })).Policies?.map(({ Arn }) => Arn);

  it("has its hosted zones under their own ids, and its policies, and no other account has", async () => {
    await prepareAccount(emulator, baseline);
    expect(await zones(PROD)).toEqual(["/hostedzone/Z0123456789ABCDEFGHIJ prod.example.com."]);
    expect(await policies(PROD)).toEqual([`arn:aws:iam::${PROD}:policy/deploy/boundary`]);
    expect(await zones("111122223333")).toEqual([]);
    expect(await policies("111122223333")).toEqual([]);
  });

  it("keeps what is there when it is prepared again", async () => {
    const route53 = new Route53(settings(PROD));
    await route53.changeResourceRecordSets({
      HostedZoneId: "Z0123456789ABCDEFGHIJ",
      ChangeBatch: {
        Changes: [
          {
            Action: "CREATE",
            ResourceRecordSet: {
              Name: "www.prod.example.com",
              Type: "A",
              TTL: 60,
              ResourceRecords: [{ Value: "192.0.2.1" }],
            },
          },
        ],
      },
    });
    await prepareAccount(emulator, baseline);
    const records = await route53.listResourceRecordSets({ HostedZoneId: "Z0123456789ABCDEFGHIJ" });
    expect(records.ResourceRecordSets?.map(({ Name, Type }) => `${Type} ${Name}`)).toContain(
      "A www.prod.example.com.",
    );
  });

  it("gets the policy as it is now", async () => {
    const [policy] = baseline.policies;
    const now = { ...policy, document: document("s3:ListBucket") } as NonNullable<typeof policy>;
    await prepareAccount(emulator, { ...baseline, policies: [now] });
    const PolicyArn = `arn:aws:iam::${PROD}:policy/deploy/boundary`;
    const { PolicyVersion } = await new IAM(settings(PROD)).getPolicyVersion({
      PolicyArn,
      VersionId: "v1",
    });
    expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toContain("s3:ListBucket");
  });

  it("is refused with what is wrong, and the way on", async () => {
    const broken = { ...baseline, policies: [{ name: "x", path: "/", document: "no policy" }] };
    await expect(prepareAccount(emulator, broken)).rejects.toThrow(
      new RegExp(`^the sandbox cannot prepare account ${PROD}: .*nx run sandbox:reset$`, "s"),
    );
  });
});

it.each(["http://127.0.0.1:4566", "http://localhost:1", "http://[::1]:1", "http://127.1.2.3:9"])(
  "%s is an address of this machine",
  (endpoint) => {
    expect(() => requireLoopback(endpoint)).not.toThrow();
  },
);

it.each([
  "https://sts.us-east-1.amazonaws.com",
  "http://10.0.0.1:4566",
  "http://127.0.0.1.example.com",
  "http://localhost.example.com",
  "http://0.0.0.0:1",
])("refuses to work with %s", async (endpoint) => {
  const all = { accountId: PROD, region: "us-east-1", hostedZones: [], policies: [] };
  await expect(prepareAccount({ endpoint }, all)).rejects.toThrow(
    /an AWS API on this machine only, and .* is none: nothing was started$/,
  );
  const address = { endpoint, credentials: credentialsFor(PROD) };
  await expect(serveProvider(address)).rejects.toThrow(/an AWS API on this machine only/);
});

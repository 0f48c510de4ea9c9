import { issuedCertificate } from "../acm/testing/issued-certificate.ts";
import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import type { Values } from "../value.ts";
import { sampleNetwork, type SampleNetwork } from "../testing/sample-network.ts";
import { LISTENER_ATTRIBUTES } from "./listener-attributes.ts";

const TOKEN = "aws:lb/listener:Listener";

const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0";
const GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0";
const full = {
  loadBalancerArn: BALANCER,
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "forward", targetGroupArn: GROUP }],
  tags: { Name: "web" },
};
const redirect = { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" };

// ELBv2 API reference: ModifyListener changes all but the load balancer.
it.each([
  ["loadBalancerArn", { loadBalancerArn: `${BALANCER}1` }, "replace"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["port", { port: 8080 }, "update"],
  ["protocol", { protocol: "HTTPS" }, "update"],
  ["certificateArn", { certificateArn: "arn:aws:acm:us-east-1:1:certificate/1" }, "update"],
  ["sslPolicy", { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }, "update"],
  ["alpnPolicy", { alpnPolicy: "HTTP2Preferred" }, "update"],
  ["mutualAuthentication", { mutualAuthentication: { mode: "verify" } }, "update"],
  ["defaultActions", { defaultActions: [{ type: "redirect", redirect }] }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
  ["nothing", {}, "nothing"],
  ["nothing where case means nothing", { protocol: "http" }, "nothing"],
])("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, full, { ...full, ...change })).toBe(expected);
});

// ELBv2 API reference: ModifyListenerAttributes.
it.each(Object.entries(LISTENER_ATTRIBUTES))(
  "a change of %s is an update",
  async (property, { kind }) => {
    const [before, after] = { string: ["a", "b"], number: [60, 90], boolean: [true, false] }[kind];
    const old = { ...full, [property]: before };
    expect(await decision(TOKEN, old, { ...full, [property]: after })).toBe("update");
  },
);

it.each([
  [{ type: "redirect" }, '"defaultActions[0].redirect" must be specified'],
  [{ type: "fixed-response" }, '"defaultActions[0].fixedResponse" must be specified'],
  [{ type: "forward" }, '"defaultActions[0].targetGroupArn" must be specified'],
  [{ type: "authenticate-oidc", authenticateOidc: {} }, "the sandbox does not implement"],
])("rejects the action %j", async (action, message) => {
  const listener = new Life(await emulatedProvider(), TOKEN);
  await expect(listener.create({ ...full, defaultActions: [action] })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const elbv2 = () => awsClients(emulatorAddress(), "us-east-1").elbv2();
  const iam = () => awsClients(emulatorAddress(), "us-east-1").iam();
  let network: SampleNetwork;
  let [balancer, networkBalancer, first, second, certificate] = ["", "", "", "", ""];

  const minimal = () => ({
    loadBalancerArn: balancer,
    port: 80,
    defaultActions: [{ type: "forward", targetGroupArn: first }],
  });
  const rich = () => ({
    loadBalancerArn: balancer,
    port: 443,
    protocol: "HTTPS",
    certificateArn: certificate,
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    defaultActions: [
      {
        type: "forward",
        forward: {
          targetGroups: [
            { arn: second, weight: 20 },
            { arn: first, weight: 80 },
          ],
          stickiness: { enabled: true, duration: 600 },
        },
      },
    ],
    routingHttpRequestXAmznTlsVersionHeaderName: "X-Tls",
    routingHttpResponseServerEnabled: false,
    routingHttpResponseXFrameOptionsHeaderValue: "DENY",
    tags: { Name: "rich" },
  });

  beforeAll(async () => {
    network = await sampleNetwork();
    const client = await elbv2();
    const make = async (Name: string, Type: "application" | "network") => {
      const Subnets = network.subnetIds.slice(0, 2);
      const { LoadBalancers } = await client.createLoadBalancer({ Name, Subnets, Type });
      return LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    };
    const group = async (Name: string) => {
      const VpcId = network.vpcId;
      const made = await client.createTargetGroup({ Name, Port: 80, Protocol: "HTTP", VpcId });
      return made.TargetGroups?.[0]?.TargetGroupArn ?? "";
    };
    balancer = await make("strata-listener", "application");
    networkBalancer = await make("strata-network", "network");
    first = await group("strata-first");
    second = await group("strata-second");
    const uploaded = await (
      await iam()
    ).uploadServerCertificate({
      ServerCertificateName: "strata-listener",
      CertificateBody: "body",
      PrivateKey: "key",
    });
    certificate = uploaded.ServerCertificateMetadata?.Arn ?? "";
  });
  afterAll(async () => {
    const client = await elbv2();
    for (const arn of [balancer, networkBalancer]) {
      await client.deleteLoadBalancer({ LoadBalancerArn: arn });
    }
    for (const arn of [first, second]) await client.deleteTargetGroup({ TargetGroupArn: arn });
    await (await iam()).deleteServerCertificate({ ServerCertificateName: "strata-listener" });
    await network.remove();
  });

  it.each([
    ["minimal", minimal],
    ["rich", rich],
    ["redirecting", () => ({ ...minimal(), defaultActions: [{ type: "redirect", redirect }] })],
    [
      "answering",
      () => ({
        ...minimal(),
        defaultActions: [
          {
            type: "fixed-response",
            fixedResponse: { contentType: "text/plain", messageBody: "no", statusCode: "404" },
          },
        ],
      }),
    ],
    [
      "doubly spelt",
      () => ({
        ...minimal(),
        defaultActions: [
          { type: "forward", targetGroupArn: first, forward: { targetGroups: [{ arn: first }] } },
        ],
      }),
    ],
    [
      "network",
      () => ({
        ...minimal(),
        loadBalancerArn: networkBalancer,
        protocol: "TCP",
        tcpIdleTimeoutSeconds: 60,
      }),
    ],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, program) => {
    const wanted: Values = program();
    const listener = new Life(await emulatedProvider(), TOKEN);
    const state = await listener.create(wanted);
    expect(state).toMatchObject({
      protocol: "HTTP",
      ...wanted,
      arn: listener.id,
      tagsAll: { ...DEFAULT_TAGS, ...(wanted.tags as Values | undefined) },
    });
    expect(state).toMatchObject({ defaultActions: [{ order: 1 }] });
    expect(await listener.refresh()).toEqual(state);
    expect((await listener.diff(wanted)).differences).toEqual([]);
    await listener.delete();
    await listener.delete();
    expect(await listener.refresh()).toBeUndefined();
  });

  it("shows encryption and its headers only where there is any", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    const state = await listener.create(minimal());
    expect(state.sslPolicy).toBeUndefined();
    expect(state.routingHttpRequestXAmznTlsVersionHeaderName).toBeUndefined();
    expect(state.tcpIdleTimeoutSeconds).toBeUndefined();
    expect(state.routingHttpResponseServerEnabled).toBe(true);
    await listener.delete();
  });

  it("ignores an attribute that its protocol does not have", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...minimal(), tcpIdleTimeoutSeconds: 60 };
    expect((await listener.create(wanted)).tcpIdleTimeoutSeconds).toBeUndefined();
    expect((await listener.diff(wanted)).differences).toEqual([]);
    await listener.delete();
  });

  it("fills in what a redirect leaves out", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    const state = await listener.create({
      ...minimal(),
      defaultActions: [{ type: "redirect", redirect }],
    });
    expect(state.defaultActions).toEqual([
      {
        type: "redirect",
        order: 1,
        redirect: { ...redirect, host: "#{host}", path: "/#{path}", query: "#{query}" },
      },
    ]);
    await listener.delete();
  });

  it("speaks HTTPS with a certificate of ACM, and sends HTTP there", async () => {
    const issued = await issuedCertificate();
    const secure = {
      loadBalancerArn: balancer,
      port: 443,
      protocol: "HTTPS",
      certificateArn: issued.arn,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      defaultActions: [{ type: "forward", targetGroupArn: first }],
      routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000; includeSubDomains",
      routingHttpResponseServerEnabled: false,
    };
    const plain = {
      loadBalancerArn: balancer,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect }],
    };
    for (const wanted of [secure, plain]) {
      const listener = new Life(await emulatedProvider(), TOKEN);
      const state = await listener.create(wanted);
      expect(state).toMatchObject(wanted);
      expect(await listener.refresh()).toEqual(state);
      expect((await listener.diff(wanted)).differences).toEqual([]);
      const imported = await listener.importBy(listener.id);
      expect((await listener.diff(imported?.inputs ?? {})).differences).toEqual([]);
      await listener.delete();
    }
    await issued.remove();
    const late = new Life(await emulatedProvider(), TOKEN);
    await expect(late.create(secure)).rejects.toThrow("api error CertificateNotFound");
  });

  it("refuses a certificate that is not issued yet", async () => {
    const acm = await awsClients(emulatorAddress(), "us-east-1").acm();
    const DomainName = "pending.example.com";
    const { CertificateArn } = await acm.requestCertificate({ DomainName });
    const listener = new Life(await emulatedProvider(), TOKEN);
    const wrong = { ...minimal(), port: 443, protocol: "HTTPS", certificateArn: CertificateArn };
    await expect(listener.create(wrong)).rejects.toThrow("api error UnsupportedCertificate");
    await acm.deleteCertificate({ CertificateArn });
  });

  it("refuses HTTPS without a certificate", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    const wrong = { ...minimal(), port: 443, protocol: "HTTPS" };
    await expect(listener.create(wrong)).rejects.toThrow(
      "A certificate must be specified for HTTPS listeners",
    );
  });

  it("updates everything in place", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    await listener.create(rich());
    const wanted = {
      ...minimal(),
      port: 8443,
      protocol: "HTTPS",
      certificateArn: certificate,
      sslPolicy: "ELBSecurityPolicy-2016-08",
      defaultActions: [{ type: "forward", targetGroupArn: second }],
      routingHttpResponseXFrameOptionsHeaderValue: "SAMEORIGIN",
      tags: { Owner: "platform" },
    };
    const state = await listener.update(wanted);
    expect(state).toMatchObject({
      ...wanted,
      routingHttpRequestXAmznTlsVersionHeaderName: "X-Tls",
      defaultActions: [{ type: "forward", order: 1, targetGroupArn: second }],
    });
    expect((await listener.diff(wanted)).differences).toEqual([]);
    await listener.delete();
  });

  it("sees what others changed", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    await listener.create(minimal());
    const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: second }];
    await (await elbv2()).modifyListener({ ListenerArn: listener.id, Port: 81, DefaultActions });
    await listener.refresh();
    expect((await listener.diff(minimal())).differences).toEqual([
      { path: "defaultActions[0].targetGroupArn", kind: "update", replaces: false },
      { path: "port", kind: "update", replaces: false },
    ]);
    await listener.delete();
  });

  it.each([
    ["minimal", minimal],
    ["rich", rich],
  ])("imports a %s one by ARN with inputs that ask for no change", async (_kind, program) => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    await listener.create(program());
    const { tagsAll, ...inputs } = (await listener.importBy(listener.id))?.inputs ?? {};
    expect(tagsAll).toMatchObject(DEFAULT_TAGS);
    const { port, defaultActions } = program();
    expect(inputs).toMatchObject({ port, defaultActions });
    expect((await listener.diff(inputs)).differences).toEqual([]);
    await listener.delete();
    expect(await listener.importBy(listener.id)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const listener = new Life(await emulatedProvider(), TOKEN);
    await expect(listener.create(full)).rejects.toThrow(
      /^creating ELBv2 Listener: .*: CreateListener, .* api error LoadBalancerNotFound/,
    );
  });
});

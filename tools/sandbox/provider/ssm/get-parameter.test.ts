import { awsClients } from "../aws-clients.ts";
import { emulatedProvider, emulatorAddress } from "../testing/emulated.ts";

const TOKEN = "aws:ssm/getParameter:getParameter";
const IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
const SECRET = "/strata-test/secret";

describe("against the emulator", () => {
  it("answers a public parameter, its value secret and its insecure value not", async () => {
    const { result, secrets } = await (await emulatedProvider()).invoke(TOKEN, { name: IMAGE });
    expect(result).toEqual({
      arn: expect.stringMatching(/^arn:aws:ssm:us-east-1::?\S*:?parameter\/aws\/service\//),
      id: IMAGE,
      name: IMAGE,
      type: "String",
      value: expect.stringMatching(/^ami-/),
      insecureValue: result.value,
      version: expect.any(Number),
      region: "us-east-1",
      withDecryption: true,
    });
    expect(secrets).toEqual(["value"]);
  });

  it("answers for the region that it was asked for", async () => {
    const provider = await emulatedProvider();
    const here = await provider.invoke(TOKEN, { name: IMAGE });
    const there = await provider.invoke(TOKEN, { name: IMAGE, region: "eu-west-1" });
    expect(there.result.region).toBe("eu-west-1");
    expect(there.result.value).not.toBe(here.result.value);
  });

  it("decrypts unless told not to, and has no insecure value for a secure string", async () => {
    const ssm = await awsClients(emulatorAddress(), "us-east-1").ssm();
    await ssm.putParameter({ Name: SECRET, Value: "hush", Type: "SecureString" });
    const provider = await emulatedProvider();
    const { result } = await provider.invoke(TOKEN, { name: SECRET });
    expect(result).toMatchObject({ value: "hush", insecureValue: "", type: "SecureString" });
    const sealed = await provider.invoke(TOKEN, { name: SECRET, withDecryption: false });
    expect(sealed.result).toMatchObject({ withDecryption: false });
    expect(sealed.result.value).not.toBe("hush");
    await ssm.deleteParameter({ Name: SECRET });
  });

  it("fails with code and message of the API", async () => {
    const provider = await emulatedProvider();
    await expect(provider.invoke(TOKEN, { name: "/strata-test/absent" })).rejects.toThrow(
      /^reading SSM Parameter: operation error SSM: GetParameter, .* api error ParameterNotFound: /,
    );
  });
});

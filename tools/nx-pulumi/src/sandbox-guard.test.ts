import { commandLineFacts, refuseConfusableSandbox, withoutAws } from "./sandbox-guard.ts";

const inSandbox = { environment: "prod", inSandbox: true };
const asked = commandLineFacts(["node", "nx", "run-many", "-t", "up", "--env=prod", "--sandbox"]);
const refusal = (env: NodeJS.ProcessEnv, place = inSandbox) => {
  return () => refuseConfusableSandbox(place, env);
};

describe("an environment of a real account in the sandbox", () => {
  it.each([["--sandbox"], ["--sandbox=true"]])("is run when the command line says %s", (flag) => {
    const env = commandLineFacts(["node", "nx", "run", "network:up", "--env=prod", flag]);
    expect(refusal(env)).not.toThrow();
  });

  it("is refused when the switch comes from anywhere else, whatever was exported before", () => {
    const exported = { ...asked, ...commandLineFacts(["node", "nx", "run", "network:up"]) };
    for (const env of [{}, exported]) {
      expect(refusal(env)).toThrow(
        /^--sandbox for prod does not come from the command line.*nx\.json/,
      );
    }
  });

  it.each([
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
  ])("is refused where %s could lead to the account", (name) => {
    expect(refusal({ ...asked, [name]: "AKIAIOSFODNN7EXAMPLE" })).toThrow(
      new RegExp(`^--sandbox for prod, but .* a real account \\(${name}\\)[^]*env -u ${name} <the`),
    );
  });

  it("names all that leads there in one message", () => {
    const env = { ...asked, AWS_ACCESS_KEY_ID: "AKIA", AWS_SESSION_TOKEN: "x" };
    expect(refusal(env)).toThrow(
      /\(AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN\)[^]*env -u AWS_ACCESS_KEY_ID -u AWS_SESSION_TOKEN /,
    );
  });

  it.each([
    ["a profile", { AWS_PROFILE: "prod" }],
    ["an empty variable", { AWS_SESSION_TOKEN: "" }],
    [
      "what sandbox:status says",
      { AWS_ACCESS_KEY_ID: "sandbox", AWS_SECRET_ACCESS_KEY: "sandbox" },
    ],
    [
      "what sandbox:status --env=prod says",
      { AWS_ACCESS_KEY_ID: "SANDBOX0777788889999", AWS_SECRET_ACCESS_KEY: "sandbox" },
    ],
  ])("is run with %s in the shell", (_, env) => {
    expect(refusal({ ...asked, ...env })).not.toThrow();
  });
});

it.each(["sandbox", "SANDBOX0777788889999"])(
  "refuses a real account where the shell has the sandbox's credentials %s",
  (AWS_ACCESS_KEY_ID) => {
    const prod = { environment: "prod", inSandbox: false };
    expect(refusal({ AWS_ACCESS_KEY_ID }, prod)).toThrow(
      /^prod is a real account, but this shell has the credentials of the sandbox/,
    );
    expect(refusal({ AWS_ACCESS_KEY_ID }, { ...prod, environment: "local" })).not.toThrow();
  },
);

it("has no say in the run of a real account, or of an environment that is in the sandbox anyway", () => {
  const env = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" };
  for (const environment of ["prod", "local"]) {
    expect(refusal(env, { environment, inSandbox: false })).not.toThrow();
  }
});

it("passes on nothing by which an SDK could find a real account", () => {
  const env = withoutAws({
    PATH: "/bin",
    AWS_PROFILE: "prod",
    AWS_ENDPOINT_URL: "https://example.com",
    AWS_CONFIG_FILE: "/home/somebody/.aws/config",
  });
  expect(env).toEqual({
    PATH: "/bin",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
});

import { spawnSync } from "node:child_process";

import { startScript, type StartFacts } from "./user-data.ts";

const facts: StartFacts = {
  region: "us-east-1",
  port: 80,
  healthPath: "/health",
  logGroup: "/aws/app/local",
  bucket: "strata-local-data-data-123456789012-us-east-1",
  databaseHost: "main.abc.us-east-1.rds.amazonaws.com",
  databasePort: 3306,
  databaseName: "app",
  databaseSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf",
  metrics: false,
};

const between = (text: string, start: string, end: string) =>
  text.split(`${start}\n`)[1]?.split(`\n${end}`)[0] ?? "";

it("fills every hole", () => {
  expect(startScript(facts)).not.toMatch(/\{\{|\}\}/);
});

it("is a script that bash can read", () => {
  const { status, stderr } = spawnSync("bash", ["-n"], {
    input: startScript(facts),
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});

it("serves the health check on the port that the load balancer asks", () => {
  expect(startScript(facts)).toContain("/opt/app/server.py 80 /health\n");
});

it("gives the agent a configuration with the agreed log group", () => {
  const json = between(startScript(facts), "<<'AGENT'", "AGENT");
  expect(JSON.parse(json)).toEqual({
    agent: { region: "us-east-1" },
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            {
              file_path: "/var/log/app.log",
              log_group_name: "/aws/app/local",
              log_stream_name: "{instance_id}",
            },
          ],
        },
      },
    },
  });
});

it("lets the agent measure what EC2 cannot see, where it may", () => {
  const json = between(startScript({ ...facts, metrics: true }), "<<'AGENT'", "AGENT");
  expect(JSON.parse(json)).toHaveProperty("metrics", {
    namespace: "CWAgent",
    append_dimensions: { InstanceId: "${aws:InstanceId}" },
    metrics_collected: {
      mem: { measurement: ["used_percent"] },
      disk: { measurement: ["used_percent"], resources: ["/"], drop_device: true },
    },
  });
});

it("hands the application the facts as they are", () => {
  const lines = between(startScript(facts), "<<ENVIRONMENT", "ENVIRONMENT").split("\n");
  expect(Object.fromEntries(lines.map((line) => line.split("=")))).toEqual({
    AWS_REGION: facts.region,
    BUCKET: facts.bucket,
    DATABASE_HOST: facts.databaseHost,
    DATABASE_PORT: "3306",
    DATABASE_NAME: "app",
    DATABASE_SECRET_ARN: facts.databaseSecretArn,
  });
});

it.each(["a b", "$(id)", "a`b", "a\nb", "", "a'b", "a%b"])("rejects the value %j", (value) => {
  expect(() => startScript({ ...facts, databaseName: value })).toThrow(
    /^start script: databaseName has characters that a shell would interpret/,
  );
});

import { s3EndpointPolicy } from "./s3-endpoint.ts";

const { Statement: statements } = s3EndpointPolicy("us-east-1", "777788889999");

it("leads to buckets of this account, and to Amazon Linux's for reading", () => {
  expect(statements.map(({ Effect }) => Effect)).toEqual(["Allow", "Allow"]);
  const [own, packages] = statements;
  expect(own?.Condition).toEqual({ StringEquals: { "aws:ResourceAccount": "777788889999" } });
  expect(own?.Resource).toBe("arn:aws:s3:::*");
  expect(packages).toMatchObject({
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::al2023-repos-us-east-1-*/*",
  });
});

it("lets nobody change a bucket", () => {
  const actions = statements.flatMap(({ Action }) => Action);
  for (const action of actions)
    expect(action).toMatch(/^s3:(Abort|DeleteObject$|Get|List|PutObject$)/);
});

import { trustPolicy } from "./trust-policy.ts";

const trust = {
  repository: "your-org/strata",
  environment: "dev",
  accountId: "111122223333",
  region: "us-east-1",
} as const;

it("lets jobs of the GitHub environment deploy, and no others", () => {
  expect(trustPolicy({ ...trust, kind: "deploy" })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "GitHubActions",
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": ["repo:your-org/strata:environment:dev"],
          },
        },
      },
    ],
  });
});

it("lets pull requests and the default branch plan", () => {
  const [statement] = trustPolicy({ ...trust, kind: "preview" }).Statement;
  expect(statement?.Condition?.StringEquals).toMatchObject({
    "token.actions.githubusercontent.com:sub": [
      "repo:your-org/strata:pull_request",
      "repo:your-org/strata:ref:refs/heads/main",
    ],
  });
});

it("has no pattern in it, with which a repository of another name could get in", () => {
  for (const kind of ["deploy", "preview"] as const) {
    expect(JSON.stringify(trustPolicy({ ...trust, kind }))).not.toMatch(/[*?]|Like/);
  }
});

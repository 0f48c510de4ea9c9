import type { MistakesOf } from "../mistake.ts";

export const logsMistakes: MistakesOf = {
  service: "logs",
  mistakes: [
    {
      title: "a retention of 45 days, which CloudWatch Logs does not have",
      rule: "logs-retention-value",
      resources: [
        {
          type: "aws:cloudwatch/logGroup:LogGroup",
          name: "app",
          props: { name: "/aws/app/prod", retentionInDays: 45 },
        },
      ],
    },
  ],
};

import { readFileSync } from "node:fs";

/** What AWS's Service Authorization Reference says of one action. */
export interface ActionFacts {
  readonly levels: readonly string[];
  /** Condition keys of the action itself. */
  readonly keys: readonly string[];
  /** Types of resources that it is checked against; none where only `*` can be allowed. */
  readonly resources: Readonly<Record<string, ResourceFacts>>;
}

export interface ResourceFacts {
  /** Every call touches one. */
  readonly required: boolean;
  /** Condition keys that a request has for it. */
  readonly keys: readonly string[];
}

export interface ServiceAuthorization {
  readonly source: string;
  /** Form of the ARN by service and type: `ec2:vpc` is `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`. */
  readonly types: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, ActionFacts>>;
}

/** The facts about the actions that the tables name, as `take-service-authorization.ts` wrote them. */
export function serviceAuthorization(): ServiceAuthorization {
  const file = new URL("./service-authorization.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ServiceAuthorization;
}

/** Whether an ARN, or a pattern for ARNs, has this form. */
export function hasForm(arn: string, form: string): boolean {
  const [first = "", ...others] = form
    .split(/\$\{\w+\}/)
    .map((text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${[first, ...others].join("[^]*")}$`).test(arn);
}

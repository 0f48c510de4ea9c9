import { stackRule, type StackProblem } from "../../rule.ts";
import { ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

const ALIAS = "aws:kms/alias:Alias";

export const kmsAlias = stackRule({
  ...refusal,
  id: "kms-alias",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  types: [ALIAS],
  fix: "Give each alias a name of its own, and the id or ARN of a key of the same region and account.",
  checkStack: (resources, { region, accountId }) => {
    const all = ofType(resources, ALIAS);
    return all.flatMap((alias): StackProblem[] => {
      const found = (property: string, message: string) => [{ resource: alias, property, message }];
      const name = text(alias.props["name"]);
      const first = all.find(({ props }) => name !== undefined && props["name"] === name);
      if (first !== undefined && first !== alias)
        return found("name", `is also that of ${first.name}`);
      const target = text(alias.props["targetKeyId"]);
      if (target === undefined) return [];
      const [, , service, where, account, ...rest] = target.split(":");
      if (/^alias\//.test(target) || rest.join(":").startsWith("alias/")) {
        return found("targetKeyId", "is an alias, and not a key");
      }
      if (service !== "kms") return [];
      if (where !== region)
        return found("targetKeyId", `is a key of ${where}, and the alias in ${region}`);
      return account === accountId ? [] : found("targetKeyId", "is a key of another account");
    });
  },
});

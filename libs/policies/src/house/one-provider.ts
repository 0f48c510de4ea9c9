import { stackRule } from "../rule.ts";
import { hasUnknown, isUnknown, listAt } from "../unknown.ts";
import { requiredTagsRule } from "./required-tags.ts";

const PROVIDER = "pulumi:providers:aws";

export const oneProvider = stackRule({
  id: "one-provider",
  group: "house",
  enforcement: "mandatory",
  controls: [],
  source: "docs/decisions: one provider a layer, with region, account guard and default tags",
  types: [PROVIDER, ...requiredTagsRule.types],
  fix: "Call layerProvider() of @strata/tagging once, and hand the provider on.",
  checkStack: (resources, { region, accountId }) => {
    const providers = resources.filter(({ type }) => type === PROVIDER);
    const [first] = providers;
    const strangers = resources
      .filter(({ type, provider }) => type.startsWith("aws:") && provider !== undefined)
      .filter(({ provider }) => first !== undefined && provider?.name !== first.name)
      .map((resource) => ({ resource, message: "is made with another provider than the layer's" }));
    const guards = providers.slice(0, 1).flatMap((resource) => {
      const own = resource.props["region"];
      const allowed = accountsOf(resource.props["allowedAccountIds"]);
      return [
        ...(own === undefined || isUnknown(own) || own === region
          ? []
          : [{ resource, property: "region", message: `is for another region than ${region}` }]),
        ...(allowed === undefined || (allowed.length === 1 && allowed[0] === accountId)
          ? []
          : [
              {
                resource,
                property: "allowedAccountIds",
                message: `may be used with other accounts than ${accountId}`,
              },
            ]),
      ];
    });
    return [
      ...providers.slice(1).map((resource) => ({ resource, message: "is a second provider" })),
      ...guards,
      ...strangers,
    ];
  },
});

/** A provider gets its lists as texts. Undefined where they are not known yet. */
function accountsOf(value: unknown): readonly unknown[] | undefined {
  if (hasUnknown(value)) return undefined;
  if (typeof value !== "string") return listAt(value);
  try {
    return listAt(JSON.parse(value) as unknown);
  } catch {
    return [];
  }
}

#!/usr/bin/env node
/** The rules as an ordinary Pulumi policy pack, for `pulumi preview --policy-pack`; a run of Strata needs none. */
process.chdir(import.meta.dirname); // the SDK takes the version from package.json there
// It must not outlive the engine that started it, whatever ended that.
process.stdin.resume().on("end", () => process.exit());

const [{ PolicyPack }, { packPolicies }] = await Promise.all([
  import("@pulumi/policy"),
  import("./src/pack-policies.ts"),
]);
new PolicyPack("strata", { description: "Rules of Strata's layers", policies: packPolicies() });

export {};

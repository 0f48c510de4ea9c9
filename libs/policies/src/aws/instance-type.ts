/** The form of EC2's instance types: family with its generation, and size. */
export const instanceTypeForm =
  /^[a-z][a-z-]*\d[a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$|^mac-[a-z0-9]+\.metal$/;

/** The architecture that instances of a type have; undefined for what is no type. */
export function architectureOf(instanceType: string): "arm64" | "x86_64" | undefined {
  if (!instanceTypeForm.test(instanceType)) return undefined;
  const [, letters = "", attributes = ""] = /^([a-z-]+)\d+([a-z]*)/.exec(instanceType) ?? [];
  if (letters === "a" || attributes.includes("g")) return "arm64";
  return letters.startsWith("mac") ? undefined : "x86_64";
}

/** Whether instances of a type earn CPU credits. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

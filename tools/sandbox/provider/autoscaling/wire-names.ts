import { isList, isObject, type Value } from "../value.ts";

/** Names that differ by more than their first letter. Source: Auto Scaling API reference, InstanceRequirements. */
const SPECIAL: Readonly<Record<string, string>> = {
  acceleratorTotalMemoryMib: "AcceleratorTotalMemoryMiB",
  memoryGibPerVcpu: "MemoryGiBPerVCpu",
  memoryMib: "MemoryMiB",
  totalLocalStorageGb: "TotalLocalStorageGB",
  vcpuCount: "VCpuCount",
};
const BACK = new Map(Object.entries(SPECIAL).map(([ours, wire]) => [wire, ours]));

/** A structure with the names of the API; nothing but names changes. */
export function toWire<T>(value: unknown): T {
  return renamed(value as Value, (name) => SPECIAL[name] ?? upper(name)) as T;
}

/** The same with the names of the provider. */
export function fromWire<T>(value: unknown): T {
  return renamed(value as Value, (name) => BACK.get(name) ?? lower(name)) as T;
}

function renamed(value: Value, rename: (name: string) => string): Value {
  if (isList(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [rename(name), renamed(item, rename)]),
  );
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

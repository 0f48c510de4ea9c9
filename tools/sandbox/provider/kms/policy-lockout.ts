import { refusal } from "../refusal.ts";

/**
 * The safety check of KMS: a key policy must leave somebody who can change it again, or the key can never be managed
 * any more. Source: KMS Developer Guide, "Default key policy"; KMS API reference, PutKeyPolicy,
 * `BypassPolicyLockoutSafetyCheck`. It is told here by the actions alone: who asks does not matter to the emulator.
 *
 * @throws the refusal of KMS
 */
export function refuseLockout(operation: string, policy: string): void {
  const { Statement: statements = [] } = JSON.parse(policy) as {
    Statement?: readonly Statement[] | Statement;
  };
  if ([statements].flat().some(keepsTheDoorOpen)) return;
  throw refusal(
    operation,
    "MalformedPolicyDocumentException",
    "The new key policy will not allow you to update the key policy in the future.",
  );
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly AWS?: string | string[] };
  readonly Action?: string | string[];
}

function keepsTheDoorOpen({ Effect, Principal, Action = [] }: Statement): boolean {
  const isForAnAccount = typeof Principal === "string" || Principal?.AWS !== undefined;
  const mayPut = [Action].flat().some((action) => covers(action, "kms:PutKeyPolicy"));
  return Effect === "Allow" && isForAnAccount && mayPut;
}

/** Actions of IAM are patterns, whatever their case. */
function covers(pattern: string, action: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${expression.replaceAll("?", ".")}$`, "i").test(action);
}

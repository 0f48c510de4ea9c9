import type { Call } from "./resource-type.ts";

/** A function (data source) of the official provider; exported from its file as `fn`. */
export interface FunctionType<Args extends object, Result extends object> {
  /** `aws:ec2/getAmi:getAmi`; the file is `provider/ec2/get-ami.ts`. */
  readonly token: string;
  /** The provider's words in errors: "reading EC2 AMIs". */
  readonly noun: string;
  /** Result properties that are always secret. */
  readonly secrets?: readonly (keyof Result & string)[];
  call(args: Args, call: Omit<Call, "created">): Promise<Result>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyFunctionType = FunctionType<any, any>;

export function defineFunction<Args extends object, Result extends object>(
  definition: FunctionType<Args, Result>,
): FunctionType<Args, Result> {
  return definition;
}

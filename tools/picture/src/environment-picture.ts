/** Everything that the page shows of one environment: what is deployed, or what a preview plans. */
export interface EnvironmentPicture {
  readonly environment: string;
  /** Whether an environment of a real account is in the local sandbox. */
  readonly inSandbox: boolean;
  readonly region: string;
  readonly accountId: string;
  /** `deployed`: from the states. `planned`: from a preview, with its changes. */
  readonly shows: "deployed" | "planned";
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly commit?: string;
  /** In the order of deployment. */
  readonly layers: readonly LayerPicture[];
}

/** One layer on the page. */
export interface LayerPicture {
  readonly layer: string;
  /** Team that owns it, as in CODEOWNERS. */
  readonly owner?: string;
  readonly resources: readonly PictureResource[];
  /** What it publishes, by key; what is not known yet is `UNKNOWN_VALUE`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What it reads of other layers. */
  readonly reads: readonly { readonly layer: string; readonly key: string }[];
  readonly findings: readonly PictureFinding[];
  readonly cost?: PictureCost;
}

/** Stands for an output that a plan does not know yet. */
export const UNKNOWN_VALUE = "known after deployment";

/** What happens to a resource in a plan. */
export type Change = "create" | "update" | "replace" | "delete";

export interface PictureResource {
  readonly urn: string;
  /** Type token, for example `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** URN of the component that it is part of. */
  readonly parent?: string;
  /** Id at the cloud; absent while it is not known. */
  readonly id?: string;
  /** Inputs, and outputs where they are known. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Absent: it stays as it is. */
  readonly change?: Change;
  /** Inputs that differ. */
  readonly changedProperties?: readonly string[];
}

/** What a rule found. */
export interface PictureFinding {
  readonly rule: string;
  readonly resource: string;
  readonly level: "mandatory" | "advisory" | "waived";
  readonly message: string;
}

/** What a layer costs in a month. */
export interface PictureCost {
  readonly fixedMonthlyUsd: number;
  /** Before the plan; absent where nothing is deployed or nothing is planned. */
  readonly beforeMonthlyUsd?: number | undefined;
  readonly items: readonly {
    readonly name: string;
    readonly type: string;
    readonly kind: "fixed" | "usage";
    readonly what: string;
    readonly monthlyUsd?: number | undefined;
  }[];
  readonly unpriced: readonly string[];
  readonly free: number;
}

import type { S3ClientConfig } from "@aws-sdk/client-s3";

import {
  parseState,
  stateKey,
  unreadable,
  type RecordedLayer,
  type StateStore,
} from "./state-store.ts";

/** State of Pulumi's S3 backend. */
export class S3State implements StateStore {
  readonly url: string;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #settings: S3ClientConfig;

  /**
   * @param url `s3://<bucket>[/<prefix>]?region=<region>`, as Pulumi takes it.
   * @param settings how to reach S3 where the surroundings do not say it.
   */
  constructor(url: string, settings: S3ClientConfig = {}) {
    const { hostname, pathname, searchParams } = new URL(url);
    const region = searchParams.get("region");
    this.url = url;
    this.#bucket = hostname;
    this.#prefix = pathname.replace(/^\/|\/$/g, "");
    this.#settings = { ...(region === null ? {} : { region }), ...settings };
  }

  async read(layer: string, environment: string): Promise<RecordedLayer | undefined> {
    const { NoSuchKey, S3 } = await import("@aws-sdk/client-s3");
    const key = [this.#prefix, stateKey(layer, environment)]
      .filter((part) => part !== "")
      .join("/");
    const where = `s3://${this.#bucket}/${key}`;
    let text: string;
    try {
      const { Body } = await new S3(this.#settings).getObject({ Bucket: this.#bucket, Key: key });
      text = (await Body?.transformToString()) ?? "";
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw unreadable(where, error);
    }
    return parseState(text, where);
  }
}

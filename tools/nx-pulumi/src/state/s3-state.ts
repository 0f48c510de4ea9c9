import type { S3, S3ClientConfig } from "@aws-sdk/client-s3";

import { StateStore } from "./state-store.ts";

/** State of Pulumi's S3 backend. */
export class S3State extends StateStore {
  readonly url: string;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #settings: S3ClientConfig;
  #client: Promise<S3> | undefined;

  /**
   * @param url `s3://<bucket>[/<prefix>]?region=<region>`, as Pulumi takes it.
   * @param settings how to reach S3 where the surroundings do not say it.
   */
  constructor(url: string, settings: S3ClientConfig = {}) {
    super();
    const { hostname, pathname, searchParams } = new URL(url);
    const region = searchParams.get("region");
    this.url = url;
    this.#bucket = hostname;
    this.#prefix = pathname.replace(/^\/|\/$/g, "");
    this.#settings = { ...(region === null ? {} : { region }), ...settings };
  }

  protected place(key: string): string {
    return `s3://${this.#bucket}/${this.#key(key)}`;
  }

  protected async get(key: string): Promise<string | undefined> {
    const { NoSuchKey } = await import("@aws-sdk/client-s3");
    try {
      const { Body } = await (await this.#s3()).getObject(this.#object(key));
      return (await Body?.transformToString()) ?? "";
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  protected async put(key: string, text: string): Promise<void> {
    await (await this.#s3()).putObject({ ...this.#object(key), Body: text });
  }

  protected async list(folder: string): Promise<string[]> {
    const Prefix = `${this.#key(folder)}/`;
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const names: string[] = [];
    const client = await this.#s3();
    for await (const page of paginateListObjectsV2({ client }, { Bucket: this.#bucket, Prefix })) {
      names.push(...(page.Contents ?? []).map(({ Key = "" }) => Key.slice(Prefix.length)));
    }
    return names.filter((name) => name.endsWith(".json")).map((name) => `${folder}/${name}`);
  }

  protected async delete(key: string): Promise<void> {
    await (await this.#s3()).deleteObject(this.#object(key));
  }

  #s3(): Promise<S3> {
    return (this.#client ??= import("@aws-sdk/client-s3").then(({ S3 }) => new S3(this.#settings)));
  }

  #object(key: string) {
    return { Bucket: this.#bucket, Key: this.#key(key) };
  }

  #key(key: string): string {
    return this.#prefix === "" ? key : `${this.#prefix}/${key}`;
  }
}

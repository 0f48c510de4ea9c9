import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import type { PolicyDocument } from "@strata/nx-pulumi/identity/policy-document";
import { apiCall, type ApiCall } from "./api-call.ts";
import { authorizations } from "./authorizations.ts";
import type { EmulatedAccount } from "./emulated-account.ts";
import { allows, type AuthorizationRequest } from "@strata/nx-pulumi/identity/testing/evaluation";

/**
 * Reading calls of the sandbox's own provider that the official one does not make. No role is allowed them; here they
 * pass without a question.
 */
const SANDBOX_ONLY = ["ec2:DescribeTags"];

/** A call that came, and what IAM made of it. */
export interface DecidedCall {
  readonly layer: string;
  readonly call: ApiCall;
  readonly requests: readonly AuthorizationRequest[];
  /** Those that no statement allows; the call is refused if there is one. */
  readonly denied: readonly AuthorizationRequest[];
}

/**
 * Stands before the emulator, which has no authorization worth the name, and refuses what the policies of the caller
 * do not allow, as AWS does: with status 403 and the error of the protocol.
 */
export class AuthorizingEndpoint {
  readonly calls: DecidedCall[] = [];
  readonly #emulator: URL;
  readonly #account: EmulatedAccount;
  readonly #sessions = new Map<string, { layer: string; documents: readonly PolicyDocument[] }>();
  readonly #server = createServer((incoming, outgoing) => {
    this.#answer(incoming, outgoing).catch((error: Error) => {
      outgoing.writeHead(500).end(error.stack);
      this.failures.push(error);
    });
  });
  /** Calls that could not be judged. */
  readonly failures: Error[] = [];

  constructor(emulator: string, account: EmulatedAccount) {
    this.#emulator = new URL(emulator);
    this.#account = account;
  }

  /** Address for all services. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** From now on, whoever signs with this key is the role of that layer. */
  admit(accessKeyId: string, layer: string, documents: readonly PolicyDocument[]): void {
    this.#sessions.set(accessKeyId, { layer, documents });
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray());
    const { method = "GET", url = "/", headers } = incoming;
    const call = apiCall(method, url, headers, body);
    const session = this.#sessions.get(call?.accessKeyId ?? "");
    if (call === undefined || session === undefined) {
      return refuse(outgoing, call, "the credentials are of no role");
    }
    const isKnown = !SANDBOX_ONLY.includes(`${call.service}:${call.operation}`);
    const requests = isKnown ? await authorizations(call, this.#account) : [];
    const denied = requests.filter((request) => !allows(session.documents, request));
    if (isKnown) this.calls.push({ layer: session.layer, call, requests, denied });
    const [first] = denied;
    if (first !== undefined) {
      return refuse(
        outgoing,
        call,
        `not authorized to perform ${first.action} on ${first.resource}`,
      );
    }
    const { hostname, port } = this.#emulator;
    const forwarded = send({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", (error) => outgoing.destroy(error));
    forwarded.end(body);
  }
}

function refuse(outgoing: ServerResponse, call: ApiCall | undefined, message: string): void {
  outgoing.statusCode = 403;
  switch (call?.service) {
    case "acm":
    case "backup":
    case "budgets":
    case "cloudwatch":
    case "kms":
    case "logs":
    case "ssm":
    case "wafv2":
      outgoing.setHeader("content-type", "application/x-amz-json-1.1");
      outgoing.end(JSON.stringify({ __type: "AccessDeniedException", message }));
      return;
    case "ec2":
      outgoing.end(
        `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>${message}</Message></Error></Errors>` +
          "<RequestID>1</RequestID></Response>",
      );
      return;
    case "s3":
      outgoing.end(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
      return;
    default:
      outgoing.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error>` +
          "<RequestId>1</RequestId></ErrorResponse>",
      );
  }
}

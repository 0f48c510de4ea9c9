import type * as grpc from "@grpc/grpc-js";
import analyzerService from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import type { JudgedFinding, Rule } from "@strata/policies";
import { serveGrpc, type GrpcServer } from "@strata/sandbox/grpc-server";

import type { LayerPolicies } from "./layer-policies.ts";

type Call<T> = grpc.ServerUnaryCall<T, unknown>;
type Reply = grpc.sendUnaryData<unknown>;

/** Name and version of the policy pack, as the engine shows them. */
const PACK = { name: "strata", version: "1.0.0" };

/**
 * Serves the rules to the engine, in the process of the layer: a policy pack that is a process of its own would cost a
 * second for each layer. It listens at once, and answers as soon as the rules have loaded.
 */
export function serveAnalyzer(loading: Promise<LayerPolicies>): Promise<GrpcServer> {
  const answering =
    <Q>(answer: (policies: LayerPolicies, request: Q) => unknown) =>
    ({ request }: Call<Q>, reply: Reply) => {
      loading
        .then((policies) => reply(null, answer(policies, request)))
        .catch((error: unknown) => {
          const details = error instanceof Error ? error.message : String(error);
          reply({ code: UNKNOWN_ERROR, details });
        });
    };
  return serveGrpc(analyzerService.AnalyzerService as unknown as grpc.ServiceDefinition, {
    handshake: (_: unknown, reply: Reply) => reply(null, new analyzer.AnalyzerHandshakeResponse()),
    configureStack: answering((policies, request: analyzer.AnalyzerStackConfigureRequest) => {
      policies.begin(request.getDryRun());
      return new analyzer.AnalyzerStackConfigureResponse();
    }),
    getPluginInfo: (_: unknown, reply: Reply) => {
      const info = new pluginProto.PluginInfo();
      info.setVersion(PACK.version);
      reply(null, info);
    },
    getAnalyzerInfo: answering(({ rules }) => packInfo(rules)),
    configure: (_: unknown, reply: Reply) => reply(null, new emptyProto.Empty()),
    // The engine asks for each resource; no rule changes any.
    remediate: (_: unknown, reply: Reply) => reply(null, new analyzer.RemediateResponse()),
    analyze: answering((policies, request: analyzer.AnalyzeRequest) => {
      const provider = request.getProvider();
      const inputs = provider?.getProperties()?.toJavaScript() ?? {};
      const found = policies.analyze({
        urn: request.getUrn(),
        type: request.getType(),
        name: request.getName(),
        parent: request.getOptions()?.getParent() ?? "",
        inputs: request.getProperties()?.toJavaScript() ?? {},
        ...(provider === undefined ? {} : { provider: { name: provider.getName(), inputs } }),
      });
      return answerOf(found);
    }),
    analyzeStack: answering((policies) => {
      const { findings, problems } = policies.analyzeStack();
      return answerOf(findings, problems);
    }),
    cancel: (_: unknown, reply: Reply) => reply(null, new emptyProto.Empty()),
  });
}

/** gRPC's own code for what has no better one. */
const UNKNOWN_ERROR = 2;

function packInfo(rules: readonly Rule[]): analyzer.AnalyzerInfo {
  const info = new analyzer.AnalyzerInfo();
  info.setName(PACK.name);
  info.setDisplayname(PACK.name);
  info.setVersion(PACK.version);
  info.setPoliciesList(rules.map(policyInfo));
  return info;
}

function policyInfo({ id, kind, enforcement, fix, source, controls }: Rule): analyzer.PolicyInfo {
  const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = analyzer.PolicyType;
  const info = new analyzer.PolicyInfo();
  info.setName(id);
  info.setDescription(fix);
  info.setUrl(source);
  info.setTagsList([...controls]);
  info.setEnforcementlevel(levelOf(enforcement));
  info.setPolicyType(kind === "resource" ? POLICY_TYPE_RESOURCE : POLICY_TYPE_STACK);
  return info;
}

function answerOf(
  findings: readonly JudgedFinding[],
  problems: readonly string[] = [],
): analyzer.AnalyzeResponse {
  const response = new analyzer.AnalyzeResponse();
  response.setDiagnosticsList([
    ...findings.map(({ rule, urn, message, fix, enforcement }) =>
      diagnosticOf({ rule, message, fix, enforcement, urn }),
    ),
    ...problems.map((message) =>
      diagnosticOf({ rule: "waivers", message, fix: "", enforcement: "mandatory", urn: "" }),
    ),
  ]);
  return response;
}

type Said = Pick<JudgedFinding, "rule" | "message" | "fix" | "enforcement" | "urn">;

function diagnosticOf({ rule, message, fix, enforcement, urn }: Said): analyzer.AnalyzeDiagnostic {
  const diagnostic = new analyzer.AnalyzeDiagnostic();
  diagnostic.setPolicyname(rule);
  diagnostic.setPolicypackname(PACK.name);
  diagnostic.setPolicypackversion(PACK.version);
  diagnostic.setDescription(fix);
  diagnostic.setMessage(message);
  diagnostic.setUrn(urn);
  diagnostic.setEnforcementlevel(levelOf(enforcement));
  return diagnostic;
}

function levelOf(enforcement: Rule["enforcement"]): analyzer.EnforcementLevel {
  const { MANDATORY, ADVISORY } = analyzer.EnforcementLevel;
  return enforcement === "mandatory" ? MANDATORY : ADVISORY;
}

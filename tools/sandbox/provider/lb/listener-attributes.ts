import type { Attribute, Attributes } from "./attributes.ts";

const request = (header: string, usual: string): Attribute => ({
  key: `routing.http.request.${header}.header_name`,
  kind: "string",
  of: ["HTTPS"],
  usual,
});
const response = (header: string): Attribute => ({
  key: `routing.http.response.${header}.header_value`,
  kind: "string",
  of: ["HTTP", "HTTPS"],
});

/** Source: ELBv2 API reference, ListenerAttribute, with its defaults. */
export const LISTENER_ATTRIBUTES = {
  routingHttpRequestXAmznMtlsClientcertHeaderName: request(
    "x_amzn_mtls_clientcert",
    "X-Amzn-Mtls-Clientcert",
  ),
  routingHttpRequestXAmznMtlsClientcertIssuerHeaderName: request(
    "x_amzn_mtls_clientcert_issuer",
    "X-Amzn-Mtls-Clientcert-Issuer",
  ),
  routingHttpRequestXAmznMtlsClientcertLeafHeaderName: request(
    "x_amzn_mtls_clientcert_leaf",
    "X-Amzn-Mtls-Clientcert-Leaf",
  ),
  routingHttpRequestXAmznMtlsClientcertSerialNumberHeaderName: request(
    "x_amzn_mtls_clientcert_serial_number",
    "X-Amzn-Mtls-Clientcert-Serial-Number",
  ),
  routingHttpRequestXAmznMtlsClientcertSubjectHeaderName: request(
    "x_amzn_mtls_clientcert_subject",
    "X-Amzn-Mtls-Clientcert-Subject",
  ),
  routingHttpRequestXAmznMtlsClientcertValidityHeaderName: request(
    "x_amzn_mtls_clientcert_validity",
    "X-Amzn-Mtls-Clientcert-Validity",
  ),
  routingHttpRequestXAmznTlsCipherSuiteHeaderName: request(
    "x_amzn_tls_cipher_suite",
    "X-Amzn-Tls-Cipher-Suite",
  ),
  routingHttpRequestXAmznTlsVersionHeaderName: request("x_amzn_tls_version", "X-Amzn-Tls-Version"),
  routingHttpResponseAccessControlAllowCredentialsHeaderValue: response(
    "access_control_allow_credentials",
  ),
  routingHttpResponseAccessControlAllowHeadersHeaderValue: response("access_control_allow_headers"),
  routingHttpResponseAccessControlAllowMethodsHeaderValue: response("access_control_allow_methods"),
  routingHttpResponseAccessControlAllowOriginHeaderValue: response("access_control_allow_origin"),
  routingHttpResponseAccessControlExposeHeadersHeaderValue: response(
    "access_control_expose_headers",
  ),
  routingHttpResponseAccessControlMaxAgeHeaderValue: response("access_control_max_age"),
  routingHttpResponseContentSecurityPolicyHeaderValue: response("content_security_policy"),
  routingHttpResponseServerEnabled: {
    key: "routing.http.response.server.enabled",
    kind: "boolean",
    of: ["HTTP", "HTTPS"],
    usual: "true",
  },
  routingHttpResponseStrictTransportSecurityHeaderValue: response("strict_transport_security"),
  routingHttpResponseXContentTypeOptionsHeaderValue: response("x_content_type_options"),
  routingHttpResponseXFrameOptionsHeaderValue: response("x_frame_options"),
  tcpIdleTimeoutSeconds: {
    key: "tcp.idle_timeout.seconds",
    kind: "number",
    of: ["TCP", "GENEVE"],
    usual: "350",
  },
} satisfies Attributes<string>;

export type ListenerAttribute = keyof typeof LISTENER_ATTRIBUTES;

/**
 * What the error of a refused call looks like: `creating EC2 VPC: operation error EC2: CreateVpc, https response error
 * StatusCode: 400, RequestID: …, api error InvalidVpc.Range: …`.
 *
 * @param doing with `#` for the id of what exists by then, as `creating Route Table (#)`.
 */
export function apiErrorPattern(doing: string, operation: string, code: string): RegExp {
  const plain = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const start = plain(doing).replace("#", "[a-z]+-\\w+");
  const response = "https response error StatusCode: 4\\d\\d, RequestID: \\S+";
  return new RegExp(
    `^${start}: operation error ${plain(operation)}, ${response}, api error ${plain(code)}: `,
  );
}

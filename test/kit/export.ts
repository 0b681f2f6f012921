/** The parameters of an export; several values of one stand in it several times. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Gets an export, its parameters escaped as curl's --data-urlencode does it. */
export function getExport(
  url: string,
  name: string,
  parameters: Parameters,
  init: RequestInit = {},
): Promise<Response> {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([key, values]) =>
      [values].flat().map((value) => [key, value] as [string, string]),
    ),
  );
  return fetch(`${url}/api/v1/export/${name}?${query.toString()}`, init);
}

/** What an answer must look like: a schema of the contract. */
export interface Form<T> {
  safeParse(body: unknown): { data?: T | undefined };
}

/** What stands at an address, when it has this form; null when it cannot be had. Never rejects. */
export async function fetchJson<T>(
  address: URL,
  form: Form<T>,
  options: RequestInit,
): Promise<T | null> {
  try {
    const response = await fetch(address, options);
    if (!response.ok) return null;
    return form.safeParse(await response.json()).data ?? null;
  } catch {
    // No connection, too late, or no JSON: whoever asked says that there is none.
    return null;
  }
}

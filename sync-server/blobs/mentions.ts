/** Whether a record's body refers to a blob anywhere in it. */
export function mentions(body: unknown, sha256: string): boolean {
	if (Array.isArray(body)) return body.some((part) => mentions(part, sha256));
	if (typeof body !== 'object' || body === null) return false;
	if ('sha256' in body && body.sha256 === sha256) return true;
	return Object.values(body).some((part) => mentions(part, sha256));
}

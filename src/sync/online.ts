/**
 * The `online` port: what cannot be done without the server. Screens that use it show an online-only
 * state when it answers `offline`. Nothing else in the app reaches the network, besides sync itself.
 */
import * as v from 'valibot';
import { RoleSchema } from '#domain/access/roles.ts';
import {
	ClaimableOrder,
	ErrorResponse,
	LookupResponse,
	SessionResponse,
	type LookupRequest,
} from '#domain/protocol/wire.ts';
import type { CopyLink } from '#domain/copy/copy-link.ts';
import { CopyResponse, ReportedSchema, type Reported } from '#domain/copy/copy-wire.ts';
import { ImportReportSchema, type ImportKind, type ImportReport } from '#domain/import/report.ts';
import { BlobTypeSchema, type BlobType } from '#domain/protocol/blob.ts';
import { rescueFileType } from '#domain/rescue/rescue-file.ts';
import { RescueReportSchema, type RescueReport } from '#domain/rescue/rescue-report.ts';
import { AccountSchema, type Account } from '#store/accounts.ts';
import { sha256Of, type BlobStore, type StoredBlob } from '#store/blob-store.ts';
import type { AnyRecord, RecordOf } from '#domain/record-schemas.ts';
import { requestMsMax, transferMsMax, type Fetch } from './server-door.ts';

export type OnlineRefusal = {
	/**
	 * `offline`: no answer. From the server: `wrong-password`, `too-many-attempts` (with
	 * `retryAfterS`), `signed-out`, `not-found`, `busy`, `server-fault` …
	 */
	kind: string;
	retryAfterS?: number;
};
export type OnlineResult<T> = { ok: true; value: T } | { ok: false; refusal: OnlineRefusal };

export type Lookup = v.InferOutput<typeof LookupRequest>;
type ArchiveKind = Exclude<Lookup['kind'], 'claimable'>;

/** The server reads the whole file before it answers. */
const importMsMax = 15 * 60_000;

export class Online {
	readonly #fetch: Fetch;
	readonly #base: string;

	/** `fetch` must be callable by itself: `(input, init) => fetch(input, init)`. */
	constructor(fetch: Fetch, base = '') {
		this.#fetch = fetch;
		this.#base = base;
	}

	async signIn(account: string, password: string): Promise<OnlineResult<Account>> {
		const answer = await this.#ask('/session', 'POST', { account, password });
		return answer.ok ? accountOf(answer.value) : answer;
	}

	/** Who the server thinks is signed in. */
	async session(): Promise<OnlineResult<Account>> {
		const answer = await this.#ask('/session', 'GET');
		return answer.ok ? accountOf(answer.value) : answer;
	}

	async signOut(): Promise<OnlineResult<void>> {
		const answer = await this.#ask('/session', 'DELETE');
		return answer.ok ? { ok: true, value: undefined } : answer;
	}

	/** Search over the archive, which is not on the device. Records this version cannot read are left out. */
	async lookup<K extends ArchiveKind>(
		request: Lookup & { kind: K },
	): Promise<OnlineResult<RecordOf<K>[]>> {
		const found = await this.#lookUp(request);
		if (!found.ok) return found;
		// Loaded when first needed: the first screen shows what was parsed before it was kept.
		const { parseRecord } = await import('#domain/record-schemas.ts');
		const records = found.value.map((body) => readable(() => parseRecord(request.kind, body)));
		return { ok: true, value: records.filter((record) => record !== undefined) as RecordOf<K>[] };
	}

	/** New orders of the engineer's desks and stations, the most pressing first. */
	async claimable(): Promise<OnlineResult<ClaimableOrder[]>> {
		const found = await this.#lookUp({ kind: 'claimable', text: '' });
		if (!found.ok) return found;
		const orders = found.value.flatMap((body) => {
			const parsed = v.safeParse(ClaimableOrder, body);
			return parsed.success ? [parsed.output] : [];
		});
		return { ok: true, value: orders };
	}

	/**
	 * Takes a new order; the next pull brings it. Refused with `taken` when a colleague was first, with
	 * `not-found` when it is none of his desk's. Asking again after a lost answer is harmless.
	 */
	async claim(orderId: string): Promise<OnlineResult<void>> {
		const answer = await this.#ask('/sync/v1/claim', 'POST', { record: orderId });
		return answer.ok ? { ok: true, value: undefined } : answer;
	}

	/** What the token of a service sheet opens; nobody has to be signed in. */
	async copy(link: CopyLink): Promise<OnlineResult<CopyResponse>> {
		const answer = await this.#ask('/sync/v1/copy', 'POST', link);
		if (!answer.ok) return answer;
		const parsed = v.safeParse(CopyResponse, await jsonOf(answer.value));
		return parsed.success ? { ok: true, value: parsed.output } : noAnswer;
	}

	/** Says with a service sheet that it is still broken. Saying it again is harmless. */
	async stillBroken(link: CopyLink, text: string): Promise<OnlineResult<Reported>> {
		const answer = await this.#ask('/sync/v1/copy/broken', 'POST', { ...link, text });
		if (!answer.ok) return answer;
		const parsed = v.safeParse(ReportedSchema, await jsonOf(answer.value));
		return parsed.success ? { ok: true, value: parsed.output } : noAnswer;
	}

	/**
	 * Brings a file in; administrators only. The report also tells of a file that could not be read.
	 * Refused with `not-allowed`, `import-running` or `too-large` where it did not get that far.
	 */
	async importFile(kind: ImportKind, bytes: ArrayBuffer): Promise<OnlineResult<ImportReport>> {
		const path = `/sync/v1/import/${kind}`;
		const answer = await this.#send(path, importMsMax, {
			method: 'POST',
			headers: { 'content-type': 'text/csv' },
			body: bytes,
		});
		if (!answer.ok) return answer;
		const parsed = v.safeParse(ImportReportSchema, await jsonOf(answer.value));
		return parsed.success ? { ok: true, value: parsed.output } : noAnswer;
	}

	/**
	 * Brings in a file with the unsent work of a device; dispatchers and administrators. Refused with
	 * `rescue-damaged`, `rescue-other-server`, `rescue-unverified`, `rescue-author`, `too-large` or
	 * `import-running` where nothing of it was used.
	 */
	async rescue(file: Blob): Promise<OnlineResult<RescueReport>> {
		const headers = { 'content-type': rescueFileType };
		const init = { method: 'POST', headers, body: file };
		const answer = await this.#send('/sync/v1/rescue', importMsMax, init);
		if (!answer.ok) return answer;
		const parsed = v.safeParse(RescueReportSchema, await jsonOf(answer.value));
		return parsed.success ? { ok: true, value: parsed.output } : noAnswer;
	}

	/** The bytes of a blob: those on the device, else the server's, checked against the hash and kept. */
	async loadBlob(
		blobs: BlobStore,
		sha256: string,
		recordId: string,
	): Promise<OnlineResult<StoredBlob>> {
		const stored = await blobs.get(sha256);
		if (stored) {
			await blobs.noteUse(sha256);
			return { ok: true, value: stored };
		}
		const path = `/sync/v1/blobs/${sha256}?record=${encodeURIComponent(recordId)}`;
		const answer = await this.#send(path, transferMsMax, { method: 'GET' });
		if (!answer.ok) return answer;
		const blob = await blobOf(answer.value);
		if (!blob || (await sha256Of(blob.data)) !== sha256) return noAnswer;
		await blobs.cache({ sha256, ...blob, recordId });
		return { ok: true, value: blob };
	}

	async #lookUp(request: Lookup): Promise<OnlineResult<unknown[]>> {
		const answer = await this.#ask('/sync/v1/lookup', 'POST', request);
		if (!answer.ok) return answer;
		const parsed = v.safeParse(LookupResponse, await jsonOf(answer.value));
		if (!parsed.success) return noAnswer;
		return { ok: true, value: parsed.output.records.map(({ body }) => body) };
	}

	#ask(path: string, method: string, body?: unknown): Promise<OnlineResult<Response>> {
		const json = body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		};
		return this.#send(path, requestMsMax, { method, ...json });
	}

	async #send(path: string, waitMsMax: number, init: RequestInit): Promise<OnlineResult<Response>> {
		try {
			const response = await this.#fetch(this.#base + path, {
				...init,
				credentials: 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal: AbortSignal.timeout(waitMsMax),
			});
			return response.ok ? { ok: true, value: response } : await refusalOf(response);
		} catch {
			return noAnswer;
		}
	}
}

const noAnswer: { ok: false; refusal: OnlineRefusal } = { ok: false, refusal: { kind: 'offline' } };

async function refusalOf(response: Response): Promise<{ ok: false; refusal: OnlineRefusal }> {
	const parsed = v.safeParse(ErrorResponse, await jsonOf(response));
	if (!parsed.success) return noAnswer;
	const { kind, retryAfterS } = parsed.output.error;
	return { ok: false, refusal: { kind, ...(retryAfterS !== undefined && { retryAfterS }) } };
}

async function accountOf(response: Response): Promise<OnlineResult<Account>> {
	const parsed = v.safeParse(SessionResponse, await jsonOf(response));
	if (!parsed.success) return noAnswer;
	const { id, account, name, roles, deskIds, customerId } = parsed.output.user;
	const known = roles.filter((role) => v.is(RoleSchema, role));
	const raw = {
		userId: id,
		account,
		name,
		roles: known,
		deskIds,
		...(customerId && { customerId }),
	};
	return { ok: true, value: v.parse(AccountSchema, raw) };
}

async function blobOf(
	response: Response,
): Promise<{ data: ArrayBuffer; type: BlobType } | undefined> {
	const type = v.safeParse(BlobTypeSchema, response.headers.get('content-type')?.split(';')[0]);
	if (!type.success) return undefined;
	try {
		return { data: await response.arrayBuffer(), type: type.output };
	} catch {
		return undefined;
	}
}

function readable(parse: () => AnyRecord): AnyRecord | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}

async function jsonOf(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return undefined;
	}
}

/**
 * The `online` port: what cannot be done without the server. Screens that use it show an online-only
 * state when it answers `offline`. Nothing else in the app reaches the network, besides sync itself.
 */
import type * as v from 'valibot';
import type { AuditScope } from '#domain/audit/campaign.ts';
import type { AuditScopeResponse } from '#domain/audit/scope-wire.ts';
import type { CopyLink } from '#domain/copy/copy-link.ts';
import type { CopyResponse, Reported } from '#domain/copy/copy-wire.ts';
import type {
	AssetBegun,
	AssetCheck,
	AssetImportOrder,
	AssetLook,
	ImportReport,
} from '#domain/import/report.ts';
import type { ClaimableOrder, LookupRequest } from '#domain/protocol/wire.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import { rescueFileType } from '#domain/rescue/rescue-file.ts';
import type { RescueReport } from '#domain/rescue/rescue-report.ts';
import type { Account } from '#store/accounts.ts';
import { sha256Of, type BlobStore, type StoredBlob } from '#store/blob-store.ts';
import type { OnlineRefusal, OnlineResult } from './online-result.ts';
import { requestMsMax, transferMsMax, type Fetch } from './server-door.ts';

export type { OnlineRefusal, OnlineResult };

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
		return read(answer, ({ accountOf }) => accountOf);
	}

	/** Who the server thinks is signed in. */
	async session(): Promise<OnlineResult<Account>> {
		const answer = await this.#ask('/session', 'GET');
		return read(answer, ({ accountOf }) => accountOf);
	}

	async signOut(): Promise<OnlineResult<void>> {
		const answer = await this.#ask('/session', 'DELETE');
		return answer.ok ? { ok: true, value: undefined } : answer;
	}

	/** Search over the archive, which is not on the device. Records this version cannot read are left out. */
	async lookup<K extends ArchiveKind>(
		request: Lookup & { kind: K },
	): Promise<OnlineResult<RecordOf<K>[]>> {
		const answer = await this.#lookUp(request);
		const found = await read(
			answer,
			({ recordsOf }) =>
				(response) =>
					recordsOf(request.kind, response),
		);
		return found as OnlineResult<RecordOf<K>[]>;
	}

	/** New orders of the engineer's desks and stations, the most pressing first. */
	async claimable(): Promise<OnlineResult<ClaimableOrder[]>> {
		const answer = await this.#lookUp({ kind: 'claimable', text: '' });
		return read(answer, ({ claimableOf }) => claimableOf);
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
		return read(answer, ({ copyOf }) => copyOf);
	}

	/** Says with a service sheet that it is still broken. Saying it again is harmless. */
	async stillBroken(link: CopyLink, text: string): Promise<OnlineResult<Reported>> {
		const answer = await this.#ask('/sync/v1/copy/broken', 'POST', { ...link, text });
		return read(answer, ({ reportedOf }) => reportedOf);
	}

	/**
	 * Brings a log of incidents in; administrators only. The report also tells of a file that could not be
	 * read. Refused with `not-allowed`, `import-running` or `too-large` where it did not get that far.
	 */
	async importIncidents(bytes: ArrayBuffer): Promise<OnlineResult<ImportReport>> {
		const answer = await this.#sendFile('/sync/v1/import/incidents', bytes);
		return read(answer, ({ importReportOf }) => importReportOf);
	}

	/** What the columns of a file of assets are; who keeps the register. Refused as `importIncidents`. */
	async lookAtAssets(bytes: ArrayBuffer): Promise<OnlineResult<AssetLook>> {
		const answer = await this.#sendFile('/sync/v1/import/assets/look', bytes);
		return read(answer, ({ assetLookOf }) => assetLookOf);
	}

	/** What the file would do; nothing is changed. */
	async checkAssets(
		bytes: ArrayBuffer,
		order: AssetImportOrder,
	): Promise<OnlineResult<AssetCheck>> {
		const query = new URLSearchParams({ order: JSON.stringify(order) });
		const answer = await this.#sendFile(`/sync/v1/import/assets/check?${query}`, bytes);
		return read(answer, ({ assetCheckOf }) => assetCheckOf);
	}

	/** Begins the import; how far it is stands in the record of that id. The same id twice is one import. */
	async runAssets(
		bytes: ArrayBuffer,
		{ order, id, name }: { order: AssetImportOrder; id: string; name: string },
	): Promise<OnlineResult<AssetBegun>> {
		const query = new URLSearchParams({ order: JSON.stringify(order), id, name });
		const answer = await this.#sendFile(`/sync/v1/import/assets/run?${query}`, bytes);
		return read(answer, ({ assetBegunOf }) => assetBegunOf);
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
		return read(answer, ({ rescueReportOf }) => rescueReportOf);
	}

	/** How many machines an audit's scope means now, and what it can be narrowed by; the desk's alone. */
	async auditScope(scope: AuditScope): Promise<OnlineResult<AuditScopeResponse>> {
		const answer = await this.#ask('/sync/v1/audit-scope', 'POST', { scope });
		return read(answer, ({ auditScopeOf }) => auditScopeOf);
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
		const blob = await read(answer, ({ blobOf }) => blobOf);
		if (!blob.ok) return blob;
		if ((await sha256Of(blob.value.data)) !== sha256) return noAnswer;
		await blobs.cache({ sha256, ...blob.value, recordId });
		return blob;
	}

	/** As a blob: a buffer of some megabytes is copied on the page's own thread, for up to half a second. */
	#sendFile(path: string, bytes: ArrayBuffer): Promise<OnlineResult<Response>> {
		const headers = { 'content-type': 'application/octet-stream' };
		return this.#send(path, importMsMax, { method: 'POST', headers, body: new Blob([bytes]) });
	}

	#lookUp(request: Lookup): Promise<OnlineResult<Response>> {
		return this.#ask('/sync/v1/lookup', 'POST', request);
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
			if (response.ok) return { ok: true, value: response };
			return await (await loadAnswers()).refusalOf(response);
		} catch {
			return noAnswer;
		}
	}
}

const noAnswer: { ok: false; refusal: OnlineRefusal } = { ok: false, refusal: { kind: 'offline' } };

function loadAnswers() {
	return import('./online-answers.ts');
}

type Answers = Awaited<ReturnType<typeof loadAnswers>>;

/** What cannot be read is no answer; so is one whose reader does not come. */
async function read<T>(
	answer: OnlineResult<Response>,
	reader: (answers: Answers) => (response: Response) => Promise<OnlineResult<T>>,
): Promise<OnlineResult<T>> {
	if (!answer.ok) return answer;
	const answers = await loadAnswers().catch(() => undefined);
	return answers ? reader(answers)(answer.value) : noAnswer;
}

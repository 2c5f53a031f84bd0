import { randomUUID } from 'node:crypto';
import type { CouchCounters } from './couch-counters.ts';
import type { CouchDatabase, CouchDocument } from './couch-database.ts';
import { range } from './couch-ids.ts';
import { CouchRegister } from './couch-register.ts';
import { AccountTaken, searchable, type BlobRow, type Credential, type DeviceRow } from './port.ts';

type StoredDevice = Pick<DeviceRow, 'id' | 'userId' | 'code'> & { publicKey?: string };
/** `n`: which code it has, from 0. */
type DeviceDocument = CouchDocument & { device: StoredDevice; n: number };
/** Whose device a code was given to. */
type CodeDocument = CouchDocument & { userId: string };
type AccountDocument = CouchDocument & { userId: string };
type CredentialDocument = CouchDocument & { credential: Credential };
type BlobDocument = CouchDocument & { blob: BlobRow };
type MarkDocument = CouchDocument & { mark: string };

const pageSize = 500;

interface CouchAccountsParts {
	meta: CouchDatabase;
	/** The database with one copy, which decides who is first. */
	deciding: CouchDatabase;
	counters: CouchCounters;
	alone: boolean;
	lastSeqOf: (device: string) => Promise<number>;
}

/** Devices, accounts and what blobs were uploaded for. */
export class CouchAccounts {
	readonly #meta: CouchDatabase;
	readonly #parts: CouchAccountsParts;
	readonly #devices: CouchRegister<DeviceDocument>;
	readonly #codes: CouchRegister<CodeDocument>;
	readonly #firstDevices: CouchRegister<DeviceDocument>;
	readonly #accounts: CouchRegister<AccountDocument>;
	readonly #firstAccounts: CouchRegister<AccountDocument>;
	readonly #credentials: CouchRegister<CredentialDocument>;
	readonly #blobs: CouchRegister<BlobDocument>;
	readonly #marks: CouchRegister<MarkDocument>;

	constructor(parts: CouchAccountsParts) {
		const { meta, deciding, alone } = parts;
		this.#parts = parts;
		this.#meta = meta;
		this.#devices = new CouchRegister(meta, alone);
		this.#codes = new CouchRegister(meta, alone);
		this.#firstDevices = new CouchRegister(deciding, true);
		this.#accounts = new CouchRegister(meta, alone);
		this.#firstAccounts = new CouchRegister(deciding, true);
		this.#credentials = new CouchRegister(meta, alone);
		this.#blobs = new CouchRegister(meta, alone);
		this.#marks = new CouchRegister(meta, alone);
	}

	async registerDevice(
		id: string,
		userId: string,
		codeOf: (n: number) => string,
	): Promise<DeviceRow> {
		return (await this.device(id)) ?? (await this.#makeDevice(id, userId, codeOf));
	}

	/** Two servers that meet a device at once give it the one code that was noted first. */
	async #makeDevice(id: string, userId: string, codeOf: (n: number) => string): Promise<DeviceRow> {
		const _id = deviceId(id);
		const known = await this.#firstDevices.read(_id);
		const n = known?.n ?? (await this.#parts.counters.next(deviceCounter)) - 1;
		const first = await this.#firstDevices.change(_id, (current) =>
			current ? undefined : { _id, device: { id, userId, code: codeOf(n) }, n },
		);
		if (!first) throw new Error('a device just registered is not there');
		const { device } = first;
		await this.#noteCode(device);
		await this.#devices.change(_id, (current) =>
			current ? undefined : { _id, device, n: first.n },
		);
		return { ...device, lastSeq: await this.#parts.lastSeqOf(id) };
	}

	async device(id: string): Promise<DeviceRow | undefined> {
		const [found, lastSeq] = await Promise.all([
			this.#devices.read(deviceId(id)),
			this.#parts.lastSeqOf(id),
		]);
		return found && { ...found.device, lastSeq };
	}

	async userOfCode(code: string): Promise<string | undefined> {
		return (await this.#codes.read(codeId(code)))?.userId;
	}

	/** Before the device itself is noted: whoever has a code is found by it. */
	async #noteCode({ code, userId }: StoredDevice): Promise<void> {
		const _id = codeId(code);
		await this.#codes.change(_id, (current) => (current ? undefined : { _id, userId }));
	}

	async keepDeviceKey(id: string, publicKey: string): Promise<void> {
		await this.#devices.change(deviceId(id), (current) =>
			!current || current.device.publicKey !== undefined
				? undefined
				: { ...current, device: { ...current.device, publicKey } },
		);
	}

	async allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		const rows = await this.#meta.list({
			...range(devicePrefix, after),
			limit,
			include_docs: true,
		});
		const documents = rows.map(({ doc }) => doc as DeviceDocument);
		return Promise.all(
			documents.map(async ({ device }) => ({
				...device,
				lastSeq: await this.#parts.lastSeqOf(device.id),
			})),
		);
	}

	/** As it was elsewhere; its code is taken for ever. */
	async restoreDevice({ lastSeq: _lastSeq, ...device }: DeviceRow, n: number): Promise<void> {
		const _id = deviceId(device.id);
		await this.#noteCode(device);
		for (const register of [this.#firstDevices, this.#devices])
			await register.change(_id, (current) => (current ? undefined : { _id, device, n }));
		await this.#parts.counters.raise(deviceCounter, n + 1);
	}

	/** How many codes were given. */
	async codesGiven(): Promise<number> {
		let given = 0;
		for (let after: string | undefined; ;) {
			const page = { ...range(devicePrefix, after), limit: pageSize, include_docs: true };
			const rows = await this.#meta.list(page);
			for (const { doc } of rows) given = Math.max(given, (doc as DeviceDocument).n + 1);
			if (rows.length < pageSize) return given;
			after = rows.at(-1)?.id.slice(devicePrefix.length);
		}
	}

	async credentialOf(account: string): Promise<Credential | undefined> {
		const key = searchable(account);
		const pointer = await this.#accounts.read(accountId(key));
		const holder = pointer && (await this.#credentials.read(credentialId(pointer.userId)));
		return holder && searchable(holder.credential.account) === key ? holder.credential : undefined;
	}

	/** The holder's own document decides which account he has; the pointer to it is written before. */
	async setCredential(credential: Credential): Promise<void> {
		const { userId, account } = credential;
		const key = searchable(account);
		const holder = await this.credentialOf(account);
		if (holder && holder.userId !== userId) throw new AccountTaken(account);
		const first = await this.#firstAccounts.change(accountId(key), (current) =>
			!current || (current.userId !== userId && !holder)
				? { _id: accountId(key), userId }
				: undefined,
		);
		if (first?.userId !== userId) throw new AccountTaken(account);
		await this.#accounts.change(accountId(key), (current) =>
			current?.userId === userId ? undefined : { _id: accountId(key), userId },
		);
		await this.#credentials.change(credentialId(userId), (current) =>
			isSameCredential(current?.credential, credential)
				? undefined
				: { _id: credentialId(userId), credential },
		);
	}

	async allCredentials(after: string | undefined, limit: number): Promise<Credential[]> {
		const rows = await this.#meta.list({
			...range(credentialPrefix, after),
			limit,
			include_docs: true,
		});
		return rows.map(({ doc }) => (doc as CredentialDocument).credential);
	}

	async blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		return (await this.#blobs.read(blobId(sha256, recordId)))?.blob;
	}

	async putBlob(blob: BlobRow): Promise<void> {
		const _id = blobId(blob.sha256, blob.recordId);
		await this.#blobs.change(_id, (current) => (current ? undefined : { _id, blob }));
	}

	/** Behind that one, by hash and record. */
	async allBlobs(after: BlobRow | undefined, limit: number): Promise<BlobRow[]> {
		const behind = after && blobId(after.sha256, after.recordId).slice(blobPrefix.length);
		const rows = await this.#meta.list({
			...range(blobPrefix, behind),
			limit,
			include_docs: true,
		});
		return rows.map(({ doc }) => (doc as BlobDocument).blob);
	}

	async scopeMark(userId: string): Promise<string> {
		return (await this.#marks.read(markId(userId)))?.mark ?? '';
	}

	async markScopes(userIds: readonly string[]): Promise<void> {
		const mark = randomUUID();
		for (const userId of new Set(userIds))
			await this.#marks.change(markId(userId), (current) =>
				current?.mark === mark ? undefined : { _id: markId(userId), mark },
			);
	}
}

export const deviceCounter = 'device';
const devicePrefix = 'device/';
const credentialPrefix = 'credential/';
const blobPrefix = 'blob/';

const deviceId = (id: string) => `${devicePrefix}${id}`;
const codeId = (code: string) => `code/${code}`;
const accountId = (key: string) => `account/${key}`;
const credentialId = (userId: string) => `${credentialPrefix}${userId}`;
const blobId = (sha256: string, recordId: string) => `${blobPrefix}${sha256}/${recordId}`;
const markId = (userId: string) => `mark/${userId}`;

function isSameCredential(a: Credential | undefined, b: Credential): boolean {
	return a?.userId === b.userId && a.account === b.account && a.hash === b.hash;
}

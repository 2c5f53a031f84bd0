/**
 * What devices began to upload and have not finished.
 *
 * 1. One user holds at most `unfinishedMax` of them and `unfinishedBytesMax` announced bytes. Another
 *    one takes the place of those he has left alone longest: a device whose upload is gone begins it again.
 * 2. One nobody has gone on with for `unfinishedDaysMax` is forgotten.
 */
import type { FileStore } from '@tus/file-store';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { blobBytesMax } from '#domain/protocol/blob.ts';

export const unfinishedMax = 32;
const unfinishedBytesMax = 8 * blobBytesMax;
export const unfinishedDaysMax = 7;
const dayMs = 24 * 60 * 60_000;

interface Unfinished {
	userId: string;
	/** Announced, not yet arrived. */
	bytes: number;
}

export class UnfinishedUploads {
	readonly #store: FileStore;
	readonly #dir: string;
	/** Read from the folder once: what an earlier process left there. */
	#known: Promise<Map<string, Unfinished>> | undefined;

	constructor(store: FileStore, dir: string) {
		this.#store = store;
		this.#dir = dir;
	}

	/** Notes a new one, after making room for it among the user's own. */
	async begin(id: string, userId: string, size: number | undefined): Promise<void> {
		const known = await this.#all();
		const bytes = size ?? blobBytesMax;
		await this.#makeRoom(userId, bytes);
		known.set(id, { userId, bytes });
	}

	async end(id: string): Promise<void> {
		(await this.#all()).delete(id);
	}

	/** Whether it is under way and the user's own; another's is as good as none. */
	async isOwn(id: string, userId: string): Promise<boolean> {
		return (await this.#all()).get(id)?.userId === userId;
	}

	async forgetStale(nowMs: number): Promise<void> {
		for (const id of (await this.#all()).keys())
			if ((await this.#writtenMs(id)) < nowMs - unfinishedDaysMax * dayMs) await this.#forget(id);
	}

	async #makeRoom(userId: string, bytes: number): Promise<void> {
		const own = [...(await this.#all())].filter(([, upload]) => upload.userId === userId);
		const withAge = await Promise.all(
			own.map(async ([id, upload]) => ({ id, ...upload, ms: await this.#writtenMs(id) })),
		);
		const oldestFirst = withAge.sort((a, b) => a.ms - b.ms);
		let total = oldestFirst.reduce((sum, upload) => sum + upload.bytes, bytes);
		let count = oldestFirst.length + 1;
		for (const upload of oldestFirst) {
			if (count <= unfinishedMax && total <= unfinishedBytesMax) return;
			await this.#forget(upload.id);
			total -= upload.bytes;
			count--;
		}
	}

	/** 0 where the bytes are gone already: half removed by a crash. */
	async #writtenMs(id: string): Promise<number> {
		const found = await stat(join(this.#dir, id)).catch(() => undefined);
		return found?.mtimeMs ?? 0;
	}

	async #forget(id: string): Promise<void> {
		(await this.#all()).delete(id);
		await rm(join(this.#dir, id), { force: true });
		await this.#store.configstore.delete(id).catch(() => undefined);
	}

	#all(): Promise<Map<string, Unfinished>> {
		return (this.#known ??= this.#read());
	}

	async #read(): Promise<Map<string, Unfinished>> {
		const found = new Map<string, Unfinished>();
		// The library lists only those with both their files; a crash may leave one alone.
		const names = await readdir(this.#dir);
		for (const id of new Set(names.map((name) => parse(name).name))) {
			const upload = await this.#store.configstore.get(id).catch(() => undefined);
			const userId = upload?.metadata?.['userId'];
			found.set(id, { userId: userId ?? '', bytes: upload?.size ?? blobBytesMax });
		}
		return found;
	}
}

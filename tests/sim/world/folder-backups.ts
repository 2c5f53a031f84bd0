/** Backups of a cluster as its administrator makes them: moved into a folder, marked there, moved back. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '#domain/time/instant.ts';
import { moveStore } from '#server/move/move-store.ts';
import { CouchMoving } from '#server/store/couch-moving.ts';
import type { CouchStore } from '#server/store/couch-store.ts';
import { markRestored } from '#server/store/mark-restored.ts';
import { databaseFile } from '#server/store/open-sqlite.ts';
import { SqliteMoving } from '#server/store/sqlite-moving.ts';

export class FolderBackups {
	readonly #folders: string[] = [];

	/** Gives the folder. */
	async take(from: CouchStore, now: Instant): Promise<string> {
		const folder = this.#newFolder();
		const to = new SqliteMoving(folder);
		await moveStore(new CouchMoving(from), to, now);
		await to.close();
		return folder;
	}

	/** The backup itself stays as it is. */
	async putBack(folder: string, to: CouchStore, now: Instant): Promise<void> {
		const copy = this.#newFolder();
		cpSync(folder, copy, { recursive: true });
		markRestored(join(copy, databaseFile), now);
		const from = new SqliteMoving(copy);
		await moveStore(from, new CouchMoving(to), now);
		await from.close();
	}

	remove(): void {
		for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
	}

	#newFolder(): string {
		const folder = mkdtempSync(join(tmpdir(), 'outpost-sim-backup-'));
		this.#folders.push(folder);
		return folder;
	}
}

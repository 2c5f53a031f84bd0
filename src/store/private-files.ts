/**
 * Files of this origin beside IndexedDB: its private file system. A browser that finds a database
 * damaged throws that away and leaves these.
 */
export interface PrivateFiles {
	/**
	 * What lay here at the opening. Undefined where the folder was not there: a new user of this device,
	 * or all was thrown away.
	 */
	readonly found: readonly string[] | undefined;
	names: () => Promise<string[]>;
	read: (name: string) => Promise<ArrayBuffer>;
	/** Whole or not at all. */
	write: (name: string, content: Uint8Array<ArrayBuffer>) => Promise<void>;
	/** One that is not there is fine. */
	remove: (name: string) => Promise<void>;
}

/** An account's own files; undefined where the browser has none. */
export type OpenFiles = (userId: string) => Promise<PrivateFiles | undefined>;

const folderName = 'outpost-unsent';

export const openPrivateFiles: OpenFiles = async (userId) => {
	try {
		const all = await unsentFolder();
		if (!all) return undefined;
		const known = await all.getDirectoryHandle(userId).catch(() => undefined);
		const folder = known ?? (await all.getDirectoryHandle(userId, { create: true }));
		return filesIn(folder, known && (await namesIn(folder)));
	} catch (error) {
		// A private window, a damaged file system: the database alone keeps the work, as ever.
		console.warn('no second copy of unsent work on this device', error);
		return undefined;
	}
};

export async function removePrivateFiles(userId: string): Promise<void> {
	const all = await unsentFolder().catch(() => undefined);
	await all?.removeEntry(userId, { recursive: true }).catch(passMissing);
}

/** Undefined where files can be written by Workers only: work is saved from pages. */
async function unsentFolder(): Promise<FileSystemDirectoryHandle | undefined> {
	const canWrite =
		'FileSystemFileHandle' in globalThis && 'createWritable' in FileSystemFileHandle.prototype;
	if (!canWrite) return undefined;
	const root = await navigator.storage.getDirectory();
	return root.getDirectoryHandle(folderName, { create: true });
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
	const names: string[] = [];
	for await (const name of folder.keys()) names.push(name);
	return names;
}

function filesIn(folder: FileSystemDirectoryHandle, found: PrivateFiles['found']): PrivateFiles {
	return {
		found,
		names: () => namesIn(folder),
		async read(name) {
			const file = await folder.getFileHandle(name);
			return (await file.getFile()).arrayBuffer();
		},
		async write(name, content) {
			const file = await folder.getFileHandle(name, { create: true });
			const writable = await file.createWritable();
			await writable.write(content);
			await writable.close();
		},
		remove: (name) => folder.removeEntry(name).catch(passMissing),
	};
}

function passMissing(error: unknown): void {
	if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
}

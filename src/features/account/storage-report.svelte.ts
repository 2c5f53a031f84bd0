import {
	askPersistence,
	persistenceOf,
	storageSpace,
	type Persistence,
	type StorageSpace,
} from '#store/storage-health.ts';

/** A photo as the app keeps it: 1,920 px, JPEG. Measured on phone pictures. */
const photoBytesTypical = 600 * 1024;

/** How full the device is and whether the browser may clear our data. */
export class StorageReport {
	#space = $state.raw<StorageSpace>();
	#persistence = $state<Persistence>();
	#read = $state(false);

	constructor() {
		void this.read();
	}

	/** Undefined where the browser does not tell. */
	get space(): StorageSpace | undefined {
		return this.#space;
	}
	get persistence(): Persistence | undefined {
		return this.#persistence;
	}
	/** False until the browser has answered. */
	get ready(): boolean {
		return this.#read;
	}
	get photosThatFit(): number {
		return Math.floor((this.#space?.freeBytes ?? 0) / photoBytesTypical);
	}

	async read(): Promise<void> {
		this.#space = await storageSpace(navigator.storage);
		this.#persistence = await persistenceOf(navigator.storage);
		this.#read = true;
	}

	/** Asks the browser to keep the data; it may put a question to the user. */
	async ask(): Promise<void> {
		this.#persistence = await askPersistence(navigator.storage);
	}
}

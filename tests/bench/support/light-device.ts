import { randomUUID } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import type { LoadDevice } from './load-scene.ts';

interface Page {
	records: { id: string; rev: number; body: { notes?: unknown[] } }[];
	cursor: string;
	more: boolean;
}
interface Watch {
	record: string;
	/** Known once the push was answered. */
	rev: number | undefined;
	sentAt: number;
	seen: (ms: number) => void;
}

/**
 * As much of a device as loads a server: a stream that stays open, and on each poke the requests the
 * real one makes, hello and pull, on a connection of its own. One round at a time, like the real one.
 */
export class LightDevice {
	readonly load: LoadDevice;
	readonly id = randomUUID();
	readonly #url: URL;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
	#cursor: string | undefined;
	#seq = 0;
	#busy = false;
	#again = false;
	#stream: IncomingMessage | undefined;
	#watches: Watch[] = [];
	readonly #arrived = new Map<string, { rev: number; at: number }[]>();
	rounds = 0;

	constructor(url: string, load: LoadDevice) {
		this.#url = new URL(url);
		this.load = load;
	}

	/** Opens the stream of pokes; the server answers at once. */
	async listen(): Promise<void> {
		const asked = request(new URL('/sync/v1/stream', this.#url), {
			headers: { cookie: this.#cookie, accept: 'text/event-stream' },
			agent: false,
		});
		asked.end();
		const [answer] = (await once(asked, 'response')) as [IncomingMessage];
		if (answer.statusCode !== 200) throw new Error(`stream: ${answer.statusCode}`);
		this.#stream = answer;
		answer.setEncoding('utf8').on('data', (text: string) => {
			if (text.includes('event: changed')) void this.#round();
		});
		answer.on('error', () => undefined);
	}

	close(): void {
		this.#stream?.destroy();
		this.#agent.destroy();
	}

	/** Everything new; how many records came. */
	async pull(): Promise<number> {
		let count = 0;
		for (let more = true; more;) {
			const cursor = this.#cursor && { cursor: this.#cursor };
			const page = (await this.#post('/sync/v1/pull', { device: this.id, ...cursor })) as Page;
			const now = performance.now();
			for (const { id, rev } of page.records) this.#note(id, rev, now);
			count += page.records.length;
			this.#cursor = page.cursor;
			more = page.more;
		}
		return count;
	}

	/** Writes a note; gives the order's revision that has it. */
	async note(record: string): Promise<number> {
		const now = new Date().toISOString();
		const command = {
			...{ device: this.id, seq: ++this.#seq, type: 'workOrder.note@1', kind: 'workOrder', record },
			args: { id: randomUUID(), text: '已重新插拔内存,开机正常。' },
			at: { raw: now, offsetMs: 0, effective: now },
		};
		const answer = (await this.#post('/sync/v1/push', {
			...{ device: this.id, protocol: 1, commands: [command] },
		})) as { results: { outcome: string; rev?: number }[] };
		const [result] = answer.results;
		if (result?.outcome !== 'applied') throw new Error(JSON.stringify(answer));
		return result.rev ?? 0;
	}

	/** From now on until this device has a revision of the record at or above the one told later. */
	watch(record: string, seen: (ms: number) => void): (rev: number) => void {
		const watch: Watch = { record, rev: undefined, sentAt: performance.now(), seen };
		this.#watches.push(watch);
		return (rev) => {
			watch.rev = rev;
			this.#settle(record);
		};
	}

	get unseen(): number {
		return this.#watches.length;
	}

	#note(id: string, rev: number, at: number): void {
		if (!this.#watches.some(({ record }) => record === id)) return;
		this.#arrived.set(id, [...(this.#arrived.get(id) ?? []), { rev, at }]);
		this.#settle(id);
	}

	#settle(id: string): void {
		const arrivals = this.#arrived.get(id) ?? [];
		this.#watches = this.#watches.filter(({ record, rev, sentAt, seen }) => {
			if (record !== id || rev === undefined) return true;
			const arrival = arrivals.find((one) => one.rev >= rev);
			if (!arrival) return true;
			seen(arrival.at - sentAt);
			return false;
		});
		if (!this.#watches.some(({ record }) => record === id)) this.#arrived.delete(id);
	}

	async #round(): Promise<void> {
		if (this.#busy) {
			this.#again = true;
			return;
		}
		this.#busy = true;
		do {
			this.#again = false;
			this.rounds++;
			await this.#post('/sync/v1/hello', { device: this.id, protocol: 1 });
			await this.pull();
		} while (this.#again);
		this.#busy = false;
	}

	get #cookie(): string {
		return `outpost-session=${this.load.token}`;
	}

	async #post(path: string, body: object): Promise<unknown> {
		const asked = request(new URL(path, this.#url), {
			method: 'POST',
			agent: this.#agent,
			headers: {
				cookie: this.#cookie,
				'content-type': 'application/json',
				'accept-encoding': 'gzip',
			},
		});
		asked.end(JSON.stringify(body));
		const [answer] = (await once(asked, 'response')) as [IncomingMessage];
		const parts: Buffer[] = [];
		for await (const part of answer) parts.push(part as Buffer);
		const bytes = Buffer.concat(parts);
		const isPacked = answer.headers['content-encoding'] === 'gzip';
		const text = (isPacked ? gunzipSync(bytes) : bytes).toString();
		if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text}`);
		return JSON.parse(text);
	}
}

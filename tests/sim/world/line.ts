/**
 * The line between one tab and the servers: drops, doubles, loses answers after they took effect,
 * brings requests and answers late and out of order, passes through strangers' gates.
 */
import type { Fetch } from '#sync/server-door.ts';
import type { Answer, Ask } from './server-process.ts';
import type { World } from './world.ts';
import type { Tab } from './tab.ts';
import { KnownBlob } from './fixed-chance.ts';

/** How often each befalls a request, from 0 to 1. */
export interface LineFaults {
	/** The request never arrives. */
	drop: number;
	/** The same for what belongs to a picture. */
	dropPicture: number;
	/** It takes effect, the answer is lost. */
	loseAnswer: number;
	/** The network delivers it twice. */
	double: number;
	/** Given up here, it arrives much later all the same. */
	lateRequest: number;
	/** The answer comes when other things have happened. */
	lateAnswer: number;
	/** The page of a hotel's network. */
	stranger: number;
	/** Answered by a proxy: busy, come again. */
	busy: number;
}

export const goodLine: LineFaults = {
	...{
		drop: 0,
		dropPicture: 0,
		loseAnswer: 0,
		double: 0,
		lateRequest: 0,
		lateAnswer: 0,
		stranger: 0,
		busy: 0,
	},
};
export const badLine: LineFaults = {
	...{
		drop: 0.06,
		dropPicture: 0.15,
		loseAnswer: 0.08,
		double: 0.06,
		lateRequest: 0.04,
		lateAnswer: 0.05,
	},
	...{ stranger: 0.02, busy: 0.02 },
};

const noLine = () => new TypeError('no line');

export class Line {
	readonly #world: World;
	readonly #tab: Tab;
	#asked = 0;

	constructor(world: World, tab: Tab) {
		this.#world = world;
		this.#tab = tab;
	}

	readonly fetch: Fetch = async (input, init) => {
		await this.#world.scheduler.turn();
		const ask = this.#askOf(urlOf(input), init);
		// What is handed in stands on the device as its author made it, also where it is handed in again.
		if (ask.url.endsWith('/push')) this.#world.oracle.look(this.#tab.device, 'any');
		await this.#mustLive();
		const answer = await this.#send(ask);
		await this.#mustLive();
		return responseOf(answer, ask.method);
	};

	async #mustLive(): Promise<void> {
		if (!this.#tab.alive) await new Promise(() => undefined);
		if (this.#tab.frozen) await this.#tab.thawed();
	}

	async #send(ask: Ask): Promise<Answer> {
		const { chance } = this.#world;
		const { faults, online } = this.#tab.device;
		const isPicture = ask.url.startsWith('/sync/v1/blobs');
		if (!online || chance.chance(isPicture ? faults.dropPicture : faults.drop)) throw noLine();
		if (chance.chance(faults.stranger)) return stranger;
		if (chance.chance(faults.busy)) return busy;
		if (this.#tab.device.gateRefuses(ask)) return tooLarge;
		if (chance.chance(faults.lateRequest)) {
			this.#world.later(() => void this.#deliver(ask).catch(() => undefined));
			throw noLine();
		}
		const doubled = chance.chance(faults.double);
		// A gate that grows impatient asks once more, and another server answers at the same time.
		const isAtOnce = doubled && chance.chance(0.5);
		if (isAtOnce) void this.#deliver(ask).catch(() => undefined);
		await this.#tab.hold?.meet('asked', ask);
		const answer = await this.#deliver(ask);
		await this.#tab.hold?.meet('answered', ask);
		if (doubled && !isAtOnce)
			this.#world.later(() => void this.#deliver(ask).catch(() => undefined));
		if (chance.chance(faults.loseAnswer)) throw noLine();
		if (chance.chance(faults.lateAnswer)) await this.#world.muchLater();
		return answer;
	}

	/** To any server that runs; the device hears nothing of one that dies meanwhile. */
	async #deliver(ask: Ask): Promise<Answer> {
		const { scheduler, oracle } = this.#world;
		const server = this.#world.anyServer();
		if (!server) throw noLine();
		const lane = `${this.#tab.name}>${server.name}#${++this.#asked}`;
		const { person } = this.#tab.device;
		const asked = oracle.asked(person.id, ask);
		const answering = new Promise<Answer>((resolve, reject) => {
			server.whenKilled(() => reject(noLine()));
			scheduler.put(lane, () => {
				if (server.alive) server.answer(ask).then(resolve, reject);
			});
		});
		const answer = await answering.finally(() => oracle.over(asked));
		this.#world.note(
			`${this.#tab.name} ${ask.method} ${ask.url} ${answer.status} by ${server.name}`,
		);
		oracle.answered(asked, answer);
		return answer;
	}

	/** The app sends texts, and pieces of pictures. */
	#bodyOf(body: RequestInit['body']): Ask['body'] {
		if (body instanceof KnownBlob) return body.known;
		return typeof body === 'string' ? body : undefined;
	}

	#askOf(url: string, init: RequestInit | undefined): Ask {
		const { device } = this.#tab;
		const headers: Record<string, string> = { cookie: this.#world.cookieOf(device.person.id) };
		for (const [name, value] of new Headers(init?.headers ?? {})) headers[name] = value;
		const body = this.#bodyOf(init?.body);
		return device.asSpoken({ method: init?.method ?? 'GET', url, headers, body });
	}
}

function urlOf(input: Parameters<Fetch>[0]): string {
	return input instanceof Request ? input.url : input.toString();
}

const json: [string, string] = ['content-type', 'application/json'];
const stranger = answerOf(200, [['content-type', 'text/html']], '<html>Welcome</html>');
const busy = answerOf(503, [json], '{"error":{"kind":"busy","retryAfterS":5}}');
const tooLarge = answerOf(413, [json], '{"error":{"kind":"too-large"}}');

function answerOf(status: number, headers: [string, string][], text: string): Answer {
	return { status, headers, text, body: new TextEncoder().encode(text) };
}

function responseOf({ status, headers, body }: Answer, method: string): Response {
	const empty = status === 204 || status === 304 || method === 'HEAD';
	return new Response(empty ? null : (body as Uint8Array<ArrayBuffer>), { status, headers });
}
